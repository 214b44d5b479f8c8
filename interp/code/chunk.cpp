#include "chunk.hpp"

namespace crit {

const std::vector<OpInfo>& all_ops() {
  static const std::vector<OpInfo> ops{
#define OP(name, role, operands, pops, pushes, picture, sentence) \
  {#name, OpRole::role, Operands::operands, pops, pushes, picture, sentence},
#include "opcodes.def"
#undef OP
  };
  return ops;
}

const OpInfo& info(Op op) { return all_ops()[static_cast<std::size_t>(op)]; }

std::vector<std::uint32_t> places_without_sieves(const Chunk& chunk) {
  std::vector<std::uint32_t> places;
  for (std::uint32_t at = 0; at < chunk.code.size(); ++at) {
    const Instruction& here = chunk.code[at];
    if (here.op == Op::ListTry)
      at = here.a - 1;  // behind its loop
    else if (here.op != Op::ListSieve)
      places.push_back(at);
  }
  return places;
}

std::uint32_t pops(const Chunk& chunk, const Instruction& instruction) {
  const OpInfo& op = info(instruction.op);
  if (op.pops >= 0) return static_cast<std::uint32_t>(op.pops);
  if (op.operands == Operands::lookup) return static_cast<std::uint32_t>(chunk.tables[instruction.a].keys.size());
  if (op.operands == Operands::window) {
    const WindowSpec& window = chunk.windows[instruction.a];
    const std::uint32_t parts = (window.has_duration ? 1U : 0U) + (window.has_anchor ? 1U : 0U);
    return instruction.op == Op::InWindow ? parts + 1 : parts;
  }
  return instruction.a;
}

}  // namespace crit
