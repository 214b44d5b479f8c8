#include "verify.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace crit {
namespace {

struct State {
  std::int64_t stack = -1;  // -1: not reached yet
  std::int64_t loops = 0;
};

class Verifier {
 public:
  explicit Verifier(Chunk& chunk) : chunk_(chunk) {}

  std::vector<std::string> run() {
    if (chunk_.main >= chunk_.code.size()) fault(0, "there is no main code");
    piece("main", chunk_.main, static_cast<std::uint32_t>(chunk_.code.size()), false);
    for (const Piece& define : chunk_.defines) piece(define.name, define.begin, define.end, true);
    for (const Piece& entry : chunk_.entries) piece(entry.name, entry.begin, entry.end, true);
    sections();
    if (faults_.empty()) circles();
    chunk_.max_stack = max_stack_;
    return std::move(faults_);
  }

 private:
  void fault(std::uint32_t at, const std::string& what) {
    constexpr std::size_t enough = 20;
    if (faults_.size() < enough) faults_.push_back(fmt::format("instruction {}: {}", at, what));
  }

  bool operands_good(std::uint32_t at, const Instruction& instruction) {
    const auto below = [&](std::uint32_t operand, std::size_t size, const char* table) {
      if (operand < size) return true;
      fault(at, fmt::format("{} {} of {}", table, operand, size));
      return false;
    };
    switch (info(instruction.op).operands) {
      case Operands::none: return true;
      case Operands::constant: return below(instruction.a, chunk_.constants.size(), "constant");
      case Operands::fact: return below(instruction.a, chunk_.schema.facts.size(), "fact");
      case Operands::item: return true;  // depth and field are checked against the open loops
      case Operands::define: return below(instruction.a, chunk_.defines.size(), "define");
      case Operands::count: return below(instruction.a, 1U << 24U, "count");
      case Operands::jump: return true;  // checked against the piece
      case Operands::known:
        return instruction.b == 0 ? below(instruction.a, chunk_.schema.facts.size(), "fact")
                                  : below(instruction.b, 2, "kind of slot") && below(instruction.a, chunk_.schema.lists.size(), "list");
      case Operands::criterion: return below(instruction.a, chunk_.criteria.size(), "criterion");
      case Operands::section: return below(instruction.a, chunk_.sections.size(), "section");
      case Operands::conversion: return below(instruction.a, chunk_.conversions.size(), "conversion");
      case Operands::comparison: return below(instruction.a, 6, "comparison");
      case Operands::values: return below(instruction.a, chunk_.value_lists.size(), "value list");
      case Operands::code_set: return below(instruction.a, chunk_.code_sets.size(), "code set");
      case Operands::includes:
        return below(instruction.a, chunk_.schema.lists.size(), "list") && below(instruction.b, chunk_.code_sets.size(), "code set") &&
               (chunk_.schema.lists[instruction.a].kind == ListKind::codes || (fault(at, "a list that is not of codes"), false));
      case Operands::window: return below(instruction.a, chunk_.windows.size(), "window");
      case Operands::list: return below(instruction.a, chunk_.schema.lists.size(), "list");
      case Operands::pick: return below(instruction.a, static_cast<std::size_t>(terms::Selector::previous) + 1, "pick");
      case Operands::closing: return below(instruction.a, static_cast<std::size_t>(terms::Selector::largest_gap) + 1, "closing");
    }
    return false;
  }

  // Walks every way through one piece; loops_ holds which list each open loop is over.
  void piece(const std::string& name, std::uint32_t begin, std::uint32_t end, bool returns) {
    if (begin >= end || end > chunk_.code.size()) {
      fault(begin, fmt::format("`{}` has no code", name));
      return;
    }
    std::vector<State> states(end - begin);
    std::vector<std::vector<std::uint32_t>> open(end - begin);
    std::vector<std::uint32_t> work{begin};
    states[0] = {0, 0};
    const auto flow = [&](std::uint32_t from, std::uint32_t to, std::int64_t stack, const std::vector<std::uint32_t>& loops) {
      if (to < begin || to >= end) {
        fault(from, "the code runs or jumps out of its piece");
        return;
      }
      State& state = states[to - begin];
      if (state.stack < 0) {
        state = {stack, static_cast<std::int64_t>(loops.size())};
        open[to - begin] = loops;
        work.push_back(to);
      } else if (state.stack != stack || open[to - begin] != loops) {
        fault(to, "two ways lead here with different stacks");
      }
    };
    while (!work.empty() && faults_.empty()) {
      const std::uint32_t at = work.back();
      work.pop_back();
      const Instruction& instruction = chunk_.code[at];
      if (static_cast<std::size_t>(instruction.op) >= all_ops().size()) {
        fault(at, "an unknown opcode");
        return;
      }
      if (!operands_good(at, instruction)) return;
      std::vector<std::uint32_t> loops = open[at - begin];
      std::int64_t stack = states[at - begin].stack;
      const OpInfo& op = info(instruction.op);
      const std::int64_t taken = pops(chunk_, instruction);
      if (stack < taken) {
        fault(at, fmt::format("{} takes {} values, and there are {}", op.name, taken, stack));
        return;
      }
      stack += op.pushes - taken;
      max_stack_ = std::max(max_stack_, static_cast<std::uint32_t>(stack));
      if (!loop_good(at, instruction, loops)) return;
      switch (instruction.op) {
        case Op::Return:
          if (!returns || stack != 0 || !loops.empty()) fault(at, "a Return that leaves something behind");
          continue;
        case Op::Halt:
          if (returns || stack != 0 || !loops.empty()) fault(at, "a Halt that leaves something behind");
          continue;
        case Op::SkipIfNo:
        case Op::SkipIfYes:
          if (instruction.a <= at) fault(at, "a skip that goes back");
          flow(at, instruction.a, stack, loops);
          flow(at, at + 1, stack, loops);
          continue;
        case Op::ListNext:
          if (instruction.a <= at) fault(at, "a loop that ends before it begins");
          flow(at, instruction.a, stack, loops);
          flow(at, at + 1, stack, loops);
          continue;
        case Op::ListKeep:
        case Op::ListHas:
        case Op::ListTake:
          // Back to the ListNext of the same loop: that is what makes every loop end.
          if (instruction.a >= at || instruction.a < begin || chunk_.code[instruction.a].op != Op::ListNext) fault(at, "a loop that does not go back to its head");
          flow(at, instruction.a, stack, loops);
          continue;
        default: flow(at, at + 1, stack, loops);
      }
    }
  }

  bool loop_good(std::uint32_t at, const Instruction& instruction, std::vector<std::uint32_t>& loops) {
    switch (instruction.op) {
      case Op::ListOpen:
        loops.push_back(instruction.a);
        if (loops.size() > 64) return fault(at, "loops nested too deep"), false;
        return true;
      case Op::ListTruth:
      case Op::ListValue:
        if (loops.empty()) return fault(at, "closes a loop that is not open"), false;
        loops.pop_back();
        return true;
      case Op::ListWindow:
      case Op::ListPairs:
      case Op::ListApart:
      case Op::ListNext:
      case Op::ListKeep:
      case Op::ListPick:
      case Op::ListHas:
      case Op::ListTake:
        if (loops.empty()) return fault(at, "speaks of a loop, and none is open"), false;
        return true;
      case Op::ItemField:
      case Op::PairField:
        if (instruction.a >= loops.size()) return fault(at, "speaks of a loop that is not open"), false;
        if (instruction.b >= chunk_.schema.lists[loops[loops.size() - 1 - instruction.a]].fields.size()) return fault(at, "speaks of a field the list does not have"), false;
        return true;
      default: return true;
    }
  }

  void sections() {
    const auto entry_good = [&](std::uint32_t entry) { return entry == nowhere || entry < chunk_.entries.size(); };
    for (const SectionInfo& section : chunk_.sections) {
      bool good = section.criterion < chunk_.criteria.size() && (section.when == nowhere || section.when < chunk_.criteria.size()) &&
                  entry_good(section.until) && entry_good(section.target);
      for (const GiveInfo& give : section.gives) good = good && give.entry < chunk_.entries.size();
      if (!good) fault(0, fmt::format("section `{}` speaks of something that is not there", section.path));
    }
    for (const CriterionInfo& criterion : chunk_.criteria) {
      for (const std::uint32_t child : criterion.children) {
        if (child >= chunk_.criteria.size()) fault(0, fmt::format("criterion `{}` has a child that is not there", criterion.path));
      }
    }
  }

  // A define that needs itself would never end.
  void circles() {
    std::vector<std::uint8_t> state(chunk_.defines.size(), 0);  // 0 new, 1 in work, 2 done
    std::vector<std::pair<std::uint32_t, std::uint32_t>> stack;
    for (std::uint32_t start = 0; start < chunk_.defines.size(); ++start) {
      if (state[start] != 0) continue;
      stack.assign(1, {start, chunk_.defines[start].begin});
      state[start] = 1;
      while (!stack.empty()) {
        auto& [define, at] = stack.back();
        if (at >= chunk_.defines[define].end) {
          state[define] = 2;
          stack.pop_back();
          continue;
        }
        const Instruction& instruction = chunk_.code[at++];
        if (instruction.op != Op::Define) continue;
        if (state[instruction.a] == 1) {
          fault(chunk_.defines[instruction.a].begin, fmt::format("define `{}` needs itself", chunk_.defines[instruction.a].name));
          return;
        }
        if (state[instruction.a] == 0) {
          state[instruction.a] = 1;
          stack.emplace_back(instruction.a, chunk_.defines[instruction.a].begin);
        }
      }
    }
  }

  Chunk& chunk_;
  std::vector<std::string> faults_;
  std::uint32_t max_stack_ = 0;
};

}  // namespace

std::vector<std::string> verify(Chunk& chunk) { return Verifier(chunk).run(); }

}  // namespace crit
