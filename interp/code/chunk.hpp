// A compiled policy: bytecode, and the tables its operands index. What lower.cpp makes, verify.cpp admits, the VM runs and
// disassemble.cpp prints. Knows nothing of the AST.
//
// Instructions are fixed-size (an opcode and two operands). The policy's main code runs from `main` to Halt and writes the
// verdict of every criterion and section. Defines and entries (an indication's `until`, a referral's target, what is given)
// are pieces of code of their own that end in Return; a define is computed at its first use and kept.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "conversion.hpp"
#include "crit/diagnostic.hpp"
#include "pair_sieve.hpp"
#include "policy_model.hpp"
#include "terms.hpp"
#include "truth.hpp"
#include "value.hpp"
#include "window_spec.hpp"

namespace crit {

enum class Op : std::uint8_t {
#define OP(name, role, operands, pops, pushes, picture, sentence) name,
#include "opcodes.def"
#undef OP
};

// What an instruction's operands mean; the disassembler and the verifier go by it.
enum class Operands : std::uint8_t {
  none,
  constant,
  fact,
  item,
  define,
  count,
  jump,
  known,
  criterion,
  section,
  conversion,
  comparison,
  values,
  code_set,
  includes,
  window,
  list,
  pick,
  closing,
  rows,
  pairs,
  sieve,
  try_,
  kinds,
  lookup,
  gap,
  part,
};

// What an instruction does beside taking and giving values (opcodes.def).
enum class OpRole : std::uint8_t {
  value,
  plain,
  ends,
  skips,
  skips_row,
  region_opens,
  region_closes,
  list_opens,
  list_changes,
  list_next,
  list_back,
  list_closes,
  of_item,
};

struct OpInfo {
  const char* name;
  OpRole role;
  Operands operands;
  int pops;    // -1: see pops()
  int pushes;
  const char* picture;
  const char* sentence;
};
const OpInfo& info(Op op);
const std::vector<OpInfo>& all_ops();

struct Instruction {
  Op op = Op::Halt;
  std::uint32_t a = 0;
  std::uint32_t b = 0;
};

// Which part of a pair's condition is tried: what speaks of one item, or of both.
enum class PairPart : std::uint8_t { earlier, later, both };
struct ValueList {
  std::vector<Value> values;  // constants of one kind
};
constexpr std::uint32_t nowhere = 0xFFFFFFFFU;

struct Routine {     // a define or an entry
  std::string name;  // empty: a part of the policy that is worked out once for several places
  std::uint32_t begin = 0;
  std::uint32_t end = 0;  // past its Return
  Unit unit;              // of the value, when it is a number
  bool is_number = false;
  std::uint32_t enumeration = 0;
  std::vector<std::uint32_t>
      referenced_by_meets;  // of what `meets` asks about: the criterion, or the section's, with its `when`
};
// The criteria under a conditional or a choice: [begin, middle) where its condition holds, [middle, end) where it does not.
struct ArmRange {
  std::uint32_t begin = 0;
  std::uint32_t middle = 0;
  std::uint32_t end = 0;
  friend bool operator==(const ArmRange&, const ArmRange&) = default;
};

// A block of criteria. Its entries are [begin, end) of the children of the criterion it makes.
struct BlockInfo {
  terms::BlockKind kind = terms::BlockKind::all_of;
  std::uint32_t number = 0;  // of at least, at most, exactly
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

// What looks at a fact or a define: a define, or a criterion without children.
struct CodeUser {
  bool is_define = false;
  std::uint32_t index = 0;
  friend bool operator==(const CodeUser&, const CodeUser&) = default;
};

struct CriterionInfo {
  std::string path;
  std::string text;
  std::string condition;
  std::string block;                     // as it is shown: "all of", "at least 2 of"; empty for conditions
  std::optional<terms::BlockKind> kind;  // of the block; of a choice that of its rows, where they are alike
  bool is_amended = false;               // its children are texts of which one is in force
  Span span;
  std::uint32_t parent = nowhere;
  std::vector<std::uint32_t> children;  // a choice's rows, too
  std::vector<BlockInfo> blocks;        // what its children stand in; of a choice one for each row that is a block
  bool is_variant = false;              // one text of an amended criterion: an amendment's, or the policy's own
  std::uint32_t amendment = nowhere;    // whose text it is
  std::uint32_t begin = nowhere;        // of its code, …
  std::uint32_t end = nowhere;          // … up to its Criterion
};
struct GiveInfo {
  std::string name;
  std::uint32_t entry = 0;
};
struct SectionInfo {
  terms::SectionKind kind = terms::SectionKind::indication;
  std::string path;
  std::string text;
  std::string category;
  std::string review;
  std::uint32_t when = nowhere;      // criterion
  std::uint32_t criterion = 0;
  std::uint32_t until = nowhere;     // entry
  std::uint32_t target = nowhere;    // entry
  std::vector<GiveInfo> gives;
  std::vector<std::uint32_t> commons;  // criteria that it must meet beside its own
};
struct ActionInfo {
  std::string text;
  std::string condition;           // as the author wrote it
  std::uint32_t when = nowhere;    // entry; nowhere: always
};
struct AmendmentInfo {
  std::string name;
  std::uint32_t when = 0;  // criterion: whether it applies
};

struct Chunk : PolicyModel {
  std::vector<ActionInfo> actions;
  std::deque<TextData> texts;  // of constants; stable addresses
  std::vector<Value> constants;
  std::vector<Conversion> conversions;
  std::vector<WindowSpec> windows;
  std::vector<PairSieve> sieves;
  std::vector<ValueList> value_lists;
  std::vector<SourceMask> documentation;  // kinds of sources, as `documented_by` asks for them
  std::vector<ArmRange> arms;
  std::vector<CriterionInfo> criteria;
  std::vector<SectionInfo> sections;
  std::vector<std::uint32_t> commons;  // criteria
  std::vector<AmendmentInfo> amendments;
  std::vector<Routine> defines;
  std::vector<Routine> output_code;
  std::vector<Instruction> code;
  // Of lower.cpp's making, empty in a chunk made otherwise: where the code of a criterion without children begins, by
  // instruction, and what looks at each fact and each define.
  std::vector<std::uint32_t> leaf_at;
  std::vector<std::vector<CodeUser>> uses_of_fact;
  std::vector<std::vector<CodeUser>> uses_of_define;
  std::uint32_t main = 0;
  std::uint32_t max_stack = 0;  // verify() fills it in

  Chunk() = default;
  Chunk(Chunk&&) = default;
  Chunk& operator=(Chunk&&) = default;
  Chunk(const Chunk&) = delete;
  Chunk& operator=(const Chunk&) = delete;
};

// The places of the code without its sieves, which ask of items what the pairs are asked.
std::vector<std::uint32_t> places_without_sieves(const Chunk& chunk);

// How many values this instruction takes from the stack.
std::uint32_t pops(const Chunk& chunk, const Instruction& instruction);

}  // namespace crit
