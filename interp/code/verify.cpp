#include "verify.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "day_pairs.hpp"

namespace crit {
namespace {

// A loop that is open at an instruction.
struct OpenLoop {
  std::uint32_t list = 0;
  std::uint32_t head = nowhere;  // the ListNext or ListTry whose current item is spoken of; nowhere: between items
  bool pairs = false;
  bool newest = false;   // of the pairs, only those whose later item may be the newest
  bool joined = false;
  bool windows = false;  // were asked
  std::uint32_t sieve = nowhere;
  friend bool operator==(const OpenLoop&, const OpenLoop&) = default;
};
struct State {
  std::int64_t stack = -1;  // -1: not reached yet
  std::vector<OpenLoop> loops;
  std::uint32_t regions = 0;  // of documented_by that are open
};

constexpr std::size_t most_loops = 64;   // the checker's depth is far below
constexpr std::size_t most_places = 30;  // Number::round_to's

class Verifier {
 public:
  explicit Verifier(Chunk& chunk) : chunk_(chunk) {}

  std::vector<std::string> run() {
    tables();
    if (!faults_.empty()) return std::move(faults_);
    uses();
    if (chunk_.main >= chunk_.code.size()) fault(0, "there is no main code");
    for (std::uint32_t at = 0; at < chunk_.code.size(); ++at) {
      if (static_cast<std::size_t>(chunk_.code[at].op) >= all_ops().size()) fault(at, "an unknown opcode");
      else operands_good(at, chunk_.code[at]);
    }
    if (!faults_.empty()) return std::move(faults_);
    routine("main", chunk_.main, static_cast<std::uint32_t>(chunk_.code.size()), false);
    for (const Routine& define : chunk_.defines) routine(define.name, define.begin, define.end, true);
    for (const Routine& entry : chunk_.output_code) routine(entry.name, entry.begin, entry.end, true);
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
      case Operands::count:
        if (instruction.op == Op::Round) return below(instruction.a, most_places + 1, "places");
        if (instruction.a == 0) return fault(at, "an operation on nothing"), false;
        return below(instruction.a, 1U << 24U, "count");
      case Operands::jump: return true;  // checked against the routine
      case Operands::known:
        return instruction.b == 0 ? below(instruction.a, chunk_.schema.facts.size(), "fact")
                                  : below(instruction.b, 2, "kind of slot") && below(instruction.a, chunk_.schema.lists.size(), "list");
      case Operands::criterion: return below(instruction.a, chunk_.criteria.size(), "criterion");
      case Operands::section: return below(instruction.a, chunk_.sections.size(), "section");
      case Operands::conversion: return below(instruction.a, chunk_.conversions.size(), "conversion");
      case Operands::comparison: return below(instruction.a, 6, "comparison");
      case Operands::values: return below(instruction.a, chunk_.value_lists.size(), "value list");
      case Operands::code_set: return below(instruction.a, chunk_.code_sets.size(), "code set");
      case Operands::lookup:
        return below(instruction.a, chunk_.tables.size(), "table") && below(instruction.b, chunk_.tables[instruction.a].outputs.size(), "output");
      case Operands::includes:
        return below(instruction.a, chunk_.schema.lists.size(), "list") && below(instruction.b, chunk_.code_sets.size(), "code set") &&
               (chunk_.schema.lists[instruction.a].kind == ListKind::codes || (fault(at, "a list that is not of codes"), false));
      case Operands::window:
        if (!below(instruction.a, chunk_.windows.size(), "window")) return false;
        if ((terms::info(chunk_.windows[instruction.a].kind).of == terms::WindowOf::pairs) !=
            (instruction.op == Op::ListApart)) {
          return fault(at, "a window of the wrong kind"), false;
        }
        return true;
      case Operands::part: return below(instruction.a, static_cast<std::size_t>(CalendarPart::year_of) + 1, "part of the calendar");
      case Operands::gap: return below(instruction.a, 2, "gap");
      case Operands::pairs: return below(instruction.a, 2, "kind of pairs");
      case Operands::sieve: return below(instruction.a, chunk_.sieves.size(), "sieve");
      case Operands::try_: return below(instruction.b, 3, "part of a condition of pairs");
      case Operands::kinds: return below(instruction.a, chunk_.documentation.size(), "kinds of sources");
      case Operands::rows: return below(instruction.a, chunk_.arms.size(), "rows");
      case Operands::list: return below(instruction.a, chunk_.schema.lists.size(), "list");
      case Operands::pick:
        return below(instruction.a, terms::selectors, "pick") &&
               (terms::gives(static_cast<terms::Selector>(instruction.a)) == terms::SelectorGives::pick ||
                (fault(at, "a pick that picks nothing"), false));
      case Operands::closing: return below(instruction.a, terms::selectors, "closing");
    }
    return false;
  }

  // Walks every way through one routine; loops_ holds which list each open loop is over.
  void routine(const std::string& name, std::uint32_t begin, std::uint32_t end, bool returns) {
    if (begin >= end || end > chunk_.code.size()) {
      fault(begin, fmt::format("`{}` has no code", name));
      return;
    }
    std::vector<State> states(end - begin);
    std::vector<std::uint32_t> work{begin};
    states[0].stack = 0;
    const auto flow = [&](std::uint32_t from, std::uint32_t to, std::int64_t stack, const std::vector<OpenLoop>& loops, std::uint32_t regions) {
      if (to < begin || to >= end) {
        fault(from, "the code runs or jumps out of its piece");
        return;
      }
      State& state = states[to - begin];
      if (state.stack < 0) {
        state = {stack, loops, regions};
        work.push_back(to);
      } else if (state.stack != stack || state.loops != loops || state.regions != regions) {
        fault(to, "two ways lead here with different stacks");
      }
    };
    while (!work.empty() && faults_.empty()) {
      const std::uint32_t at = work.back();
      work.pop_back();
      const Instruction& instruction = chunk_.code[at];
      std::vector<OpenLoop> loops = states[at - begin].loops;
      std::int64_t stack = states[at - begin].stack;
      std::uint32_t regions = states[at - begin].regions;
      const OpInfo& op = info(instruction.op);
      const std::int64_t taken = pops(chunk_, instruction);
      if (stack < taken) {
        fault(at, fmt::format("{} takes {} values, and there are {}", op.name, taken, stack));
        return;
      }
      stack += op.pushes - taken;
      max_stack_ = std::max(max_stack_, static_cast<std::uint32_t>(stack));
      if (!loop_good(at, instruction, loops)) return;
      switch (info(instruction.op).role) {
        case OpRole::ends:
          if ((instruction.op == Op::Return) != returns || stack != 0 || !loops.empty() || regions != 0) {
            fault(at, fmt::format("a {} that leaves something behind", info(instruction.op).name));
          }
          continue;
        case OpRole::region_opens: flow(at, at + 1, stack, loops, regions + 1); continue;
        case OpRole::region_closes:
          if (regions == 0) fault(at, "ends a documented_by that is not open");
          else flow(at, at + 1, stack, loops, regions - 1);
          continue;
        case OpRole::skips:
          if (instruction.a <= at) fault(at, "a skip that goes back");
          flow(at, instruction.a, stack, loops, regions);
          flow(at, at + 1, stack, loops, regions);
          continue;
        case OpRole::skips_row:
          if (instruction.a <= at) fault(at, "a skip that goes back");
          max_stack_ = std::max(max_stack_, static_cast<std::uint32_t>(stack + 1));
          flow(at, instruction.a, stack + 1, loops, regions);
          flow(at, at + 1, stack, loops, regions);
          continue;
        case OpRole::list_next:
          if (instruction.a <= at) fault(at, "a loop that ends before it begins");
          loops.back().head = nowhere;
          flow(at, instruction.a, stack, loops, regions);
          loops.back().head = at;
          flow(at, at + 1, stack, loops, regions);
          continue;
        case OpRole::list_back:
          // Back to the ListNext or ListTry that gave the item: that is what makes every loop end.
          loops.back().head = nowhere;
          flow(at, instruction.a, stack, loops, regions);
          continue;
        case OpRole::value:
        case OpRole::plain:
        case OpRole::list_opens:
        case OpRole::list_changes:
        case OpRole::list_closes:
        case OpRole::of_item: flow(at, at + 1, stack, loops, regions);
      }
    }
    for (std::uint32_t at = begin; at < end && faults_.empty() && !chunk_.leaf_at.empty(); ++at) {
      if (chunk_.leaf_at[at] == nowhere || states[at - begin].stack < 0) continue;
      // The code of a criterion may be taken for its verdict.
      const std::uint32_t leaf_end = chunk_.criteria[chunk_.leaf_at[at]].end;
      const State& before = states[at - begin];
      const bool inside = leaf_end >= at && leaf_end < end;
      if (!inside || chunk_.code[leaf_end].op != Op::Criterion || chunk_.code[leaf_end].a != chunk_.leaf_at[at] ||
          states[leaf_end - begin].stack != before.stack + 1 || states[leaf_end - begin].loops != before.loops || states[leaf_end - begin].regions != before.regions) {
        fault(at, "a criterion's code does more than give its verdict");
      }
    }
  }

  // What is noted of who looks at what is either not there, or about this code.
  void uses() {
    if (chunk_.leaf_at.empty()) return;
    const auto good = [&](const std::vector<std::vector<CodeUser>>& all) {
      return std::all_of(all.begin(), all.end(), [&](const std::vector<CodeUser>& users) {
        return std::all_of(users.begin(), users.end(), [&](const CodeUser& user) { return user.index < (user.is_define ? chunk_.defines.size() : chunk_.criteria.size()); });
      });
    };
    const bool leaves = std::all_of(chunk_.leaf_at.begin(), chunk_.leaf_at.end(), [&](std::uint32_t leaf) { return leaf == nowhere || leaf < chunk_.criteria.size(); });
    if (chunk_.leaf_at.size() != chunk_.code.size() || chunk_.uses_of_fact.size() != chunk_.schema.facts.size() ||
        chunk_.uses_of_define.size() != chunk_.defines.size() || !leaves || !good(chunk_.uses_of_fact) || !good(chunk_.uses_of_define)) {
      fault(0, "what is noted of who looks at what is of other code");
    }
  }

  bool sieve_good(std::uint32_t at, const Instruction& instruction, OpenLoop& loop) {
    const auto bad = [&](const char* what) { return fault(at, what), false; };
    if (!loop.pairs || loop.newest || loop.sieve != nowhere) return bad("a sieve without pairs");
    const PairSieve& sieve = chunk_.sieves[instruction.a];
    const std::size_t fields = chunk_.schema.lists[loop.list].fields.size();
    const auto good = [&](const PairSieve::Fields& own) {
      return fields <= most_sieve_fields && (fields == most_sieve_fields || own.read >> fields == 0);
    };
    if (!good(sieve.earlier) || !good(sieve.later) || sieve.earlier_field >= fields || sieve.later_field >= fields)
      return bad("speaks of a field the list does not have");
    loop.sieve = instruction.a;
    return true;
  }

  bool loop_good(std::uint32_t at, const Instruction& instruction, std::vector<OpenLoop>& loops) {
    const auto bad = [&](const char* what) { return fault(at, what), false; };
    switch (info(instruction.op).role) {
      case OpRole::list_opens:
        loops.push_back({instruction.a, nowhere, false, false, false, false, nowhere});
        return loops.size() <= most_loops || bad("loops nested too deep");
      case OpRole::list_closes:
        if (loops.empty()) return bad("closes a loop that is not open");
        if (loops.back().head != nowhere) return bad("closes a loop in the middle of an item");
        if (instruction.op == Op::ListValue && static_cast<terms::Selector>(instruction.a) == terms::Selector::days_covered &&
            (chunk_.schema.lists[loops.back().list].kind != ListKind::periods || loops.back().joined || loops.back().pairs)) {
          return bad("counts days of what are no periods");
        }
        // Pairs are asked some at a time; only of the newest are all there at once.
        if (instruction.op == Op::ListValue && loops.back().pairs && !loops.back().newest) return bad("a value of pairs that are asked some at a time");
        if (instruction.op == Op::ListRun && (loops.back().pairs || loops.back().joined)) return bad("a run of what are no dated items");
        loops.pop_back();
        return true;
      case OpRole::list_changes:
        if (loops.empty()) return bad("speaks of a loop, and none is open");
        if (loops.back().head != nowhere) return bad("changes a loop in the middle of an item");
        if (instruction.op == Op::ListPairs && loops.back().pairs) return bad("pairs a loop that has pairs");
        if (instruction.op == Op::ListApart && !loops.back().pairs) return bad("asks of pairs, and there are none");
        if (instruction.op == Op::ListWindow && loops.back().pairs) return bad("asks of items, and there are pairs");
        if (instruction.op == Op::ListPairs && loops.back().joined) return bad("pairs joined periods");
        if (instruction.op == Op::ListJoin) {
          const OpenLoop& loop = loops.back();
          if (chunk_.schema.lists[loop.list].kind != ListKind::periods) return bad("joins what are no periods");
          if (loop.pairs || loop.joined || loop.windows) return bad("joins too late");
          loops.back().joined = true;
        }
        if (instruction.op == Op::ListWindow) loops.back().windows = true;
        if (instruction.op == Op::ListPairs) {
          loops.back().pairs = true;
          loops.back().newest = instruction.a == 1;
        }
        if (instruction.op == Op::ListSieve) return sieve_good(at, instruction, loops.back());
        return true;
      case OpRole::list_next:
        if (loops.empty()) return bad("speaks of a loop, and none is open");
        if (instruction.op == Op::ListTry && loops.back().sieve == nowhere)
          return bad("tries pairs, and there is no sieve");
        return loops.back().head == nowhere || bad("goes on to an item in the middle of one");
      case OpRole::list_back:
        if (loops.empty()) return bad("speaks of a loop, and none is open");
        if (loops.back().head != nowhere &&
            (chunk_.code[loops.back().head].op == Op::ListTry) != (instruction.op == Op::ListSift))
          return bad("a loop that does not go back to its head");
        return (loops.back().head != nowhere && loops.back().head == instruction.a) || bad("a loop that does not go back to its head");
      case OpRole::of_item: {
        if (instruction.a >= loops.size()) return bad("speaks of a loop that is not open");
        const OpenLoop& loop = loops[loops.size() - 1 - instruction.a];
        if (loop.head == nowhere) return bad("speaks of an item, and there is none");
        const bool documented = instruction.op == Op::ItemDocumented || instruction.op == Op::PairDocumented;
        if ((instruction.op == Op::PairField || instruction.op == Op::PairDocumented) && !loop.pairs) return bad("speaks of a pair, and there is none");
        if (loop.joined && documented) return bad("asks what the file says of joined periods, which the file does not have");
        if (loop.joined && instruction.b > 1) return bad("speaks of a field joined periods do not have");
        return instruction.b < chunk_.schema.lists[loop.list].fields.size() || bad("speaks of a field the list does not have");
      }
      case OpRole::value:
      case OpRole::plain:
      case OpRole::ends:
      case OpRole::skips:
      case OpRole::skips_row:
      case OpRole::region_opens:
      case OpRole::region_closes: return true;
    }
    return true;
  }

  // Every row has its cells and outputs, of the kinds their columns say.
  template <typename Good>
  bool lookup_good(const LookupTable& table, const Good& value_good) const {
    const auto fits = [](const Value& value, ColumnKind kind) {
      switch (kind) {
        case ColumnKind::number: return std::holds_alternative<NumberValue>(value);
        case ColumnKind::date: return std::holds_alternative<Date>(value);
        case ColumnKind::duration: return std::holds_alternative<Duration>(value);
        case ColumnKind::alternative: return std::holds_alternative<Alternative>(value);
        case ColumnKind::text: return std::holds_alternative<TextValue>(value);
        case ColumnKind::truth: return std::holds_alternative<Truth>(value);
        case ColumnKind::code: break;
      }
      return false;
    };
    const auto columns_good = [&](const std::vector<TableColumn>& columns) {
      return !columns.empty() && std::all_of(columns.begin(), columns.end(), [&](const TableColumn& column) {
        return column.kind != ColumnKind::alternative || column.enumeration < chunk_.schema.enumerations.size();
      });
    };
    if (!columns_good(table.keys) || !columns_good(table.outputs)) return false;
    for (const TableColumn& key : table.keys) {
      for (const Value& sample : key.samples) {
        if (!fits(sample, key.kind) || !value_good(sample)) return false;
      }
    }
    const auto outputs_good = [&](const std::vector<Value>& outputs) {
      if (outputs.size() != table.outputs.size()) return false;
      for (std::size_t i = 0; i < outputs.size(); ++i) {
        if (!fits(outputs[i], table.outputs[i].kind) || !value_good(outputs[i])) return false;
      }
      return true;
    };
    if (!table.otherwise.empty() && !outputs_good(table.otherwise)) return false;
    if (table.interpolated && *table.interpolated >= table.keys.size()) return false;
    if (table.chart != nullptr) return true;  // its rows are no part of this policy
    for (const LookupRow& row : table.rows()) {
      if (row.cells.size() != table.keys.size() || !outputs_good(row.outputs)) return false;
      for (std::size_t i = 0; i < row.cells.size(); ++i) {
        const KeyCell& cell = row.cells[i];
        const ColumnKind kind = table.keys[i].kind;
        if (kind == ColumnKind::code && !cell.any && cell.code_set >= chunk_.code_sets.size()) return false;
        for (const KeyRange& range : cell.ranges) {
          if ((range.low && !fits(*range.low, kind)) || (range.high && !fits(*range.high, kind))) return false;
        }
        for (const Value& text : cell.texts) {
          if (!fits(text, ColumnKind::text) || !value_good(text)) return false;
        }
        if (table.interpolated && *table.interpolated == i && (cell.ranges.size() != 1 || !cell.ranges[0].low || kind != ColumnKind::number)) return false;
      }
      for (std::size_t i = 0; i < row.outputs.size() && table.interpolated; ++i) {
        if (table.outputs[i].kind != ColumnKind::number) return false;
      }
    }
    return true;
  }

  // What the tables say of each other, and values that could not be.
  void tables() {
    const auto type_good = [&](const FactType& type) { return type.kind != FactKind::enumeration || type.enumeration < chunk_.schema.enumerations.size(); };
    bool types = true;
    for (const FactSlot& slot : chunk_.schema.facts) types = types && type_good(slot.type);
    for (const ListSlot& slot : chunk_.schema.lists) {
      for (const Field& field : slot.fields) types = types && type_good(field.type);
      const std::size_t least = slot.kind == ListKind::periods ? 2 : 1;
      if (slot.fields.size() < least) fault(0, fmt::format("list `{}` lacks fields", slot.path));
    }
    if (!types) fault(0, "a fact has an enumeration that is not there");
    if (chunk_.schema.kinds.size() > max_kinds) fault(0, "more kinds of sources than a mask holds");
    const auto value_good = [&](const Value& value) {
      if (const auto* text = std::get_if<TextValue>(&value)) return text->data != nullptr;
      if (const auto* code = std::get_if<CodeValue>(&value)) return code->data != nullptr;
      if (const auto* alternative = std::get_if<Alternative>(&value)) {
        return alternative->enumeration < chunk_.schema.enumerations.size() &&
               alternative->index < chunk_.schema.enumerations[alternative->enumeration].alternatives.size();
      }
      if (const auto* verdict = std::get_if<Verdict>(&value)) return *verdict != Verdict::none && bits(*verdict) <= bits(Verdict::any);
      if (const auto* several = std::get_if<SeveralRef>(&value)) return several->values != nullptr && !several->values->options.empty();
      return true;
    };
    for (const LookupTable& table : chunk_.tables) {
      if (!lookup_good(table, value_good)) fault(0, fmt::format("table `{}` has a row that cannot be", table.name));
    }
    bool values = std::all_of(chunk_.constants.begin(), chunk_.constants.end(), value_good);
    for (const ValueList& list : chunk_.value_lists) values = values && std::all_of(list.values.begin(), list.values.end(), value_good);
    if (!values) fault(0, "a constant is no value");
    for (const WindowSpec& window : chunk_.windows) {
      using terms::WindowKind;
      using terms::WindowTakes;
      if (static_cast<std::uint32_t>(window.kind) >= terms::windows) {
        fault(0, "a window of no kind");
        continue;
      }
      if (window.clips && window.kind != WindowKind::active_within && window.kind != WindowKind::overlapping)
        fault(0, "a window that has no days of its own");
      const terms::WindowInfo& kind = terms::info(window.kind);
      const bool wants_anchor = kind.from != terms::WindowFrom::nothing;
      const bool wants_duration =
          kind.takes == WindowTakes::either ? window.has_duration : kind.takes != WindowTakes::place;
      if (window.has_duration != wants_duration || window.has_anchor != wants_anchor) fault(0, "a window that lacks a part");
    }
    for (const ArmRange& range : chunk_.arms) {
      if (range.begin > range.middle || range.middle > range.end || range.end > chunk_.criteria.size()) fault(0, "rows that are not there");
    }
    if (chunk_.code_set_names.size() != chunk_.code_sets.size()) fault(0, "code sets and their names differ in number");
    const auto criterion_good = [&](std::uint32_t criterion) { return criterion < chunk_.criteria.size(); };
    for (const Routine& routine : chunk_.defines) {
      if (!std::all_of(routine.referenced_by_meets.begin(), routine.referenced_by_meets.end(), criterion_good))
        fault(0, fmt::format("`{}` asks about a criterion that is not there", routine.name));
    }
  }

  void sections() {
    const auto entry_good = [&](std::uint32_t entry) { return entry == nowhere || entry < chunk_.output_code.size(); };
    for (const SectionInfo& section : chunk_.sections) {
      bool good = section.criterion < chunk_.criteria.size() && (section.when == nowhere || section.when < chunk_.criteria.size()) &&
                  entry_good(section.until) && entry_good(section.target);
      for (const GiveInfo& give : section.gives) good = good && give.entry < chunk_.output_code.size();
      for (const std::uint32_t common : section.commons) good = good && common < chunk_.criteria.size();
      if (!good) fault(0, fmt::format("section `{}` speaks of something that is not there", section.path));
    }
    for (const ActionInfo& action : chunk_.actions) {
      if (!entry_good(action.when)) fault(0, fmt::format("action `{}` has a condition that is not there", action.text));
    }
    for (const std::uint32_t common : chunk_.commons) {
      if (common >= chunk_.criteria.size()) fault(0, "common criteria that are not there");
    }
    for (const AmendmentInfo& amendment : chunk_.amendments) {
      if (amendment.when >= chunk_.criteria.size()) fault(0, fmt::format("amendment `{}` has no condition", amendment.name));
    }
    for (const CriterionInfo& criterion : chunk_.criteria) {
      if (criterion.amendment != nowhere && criterion.amendment >= chunk_.amendments.size()) fault(0, fmt::format("criterion `{}` is of an amendment that is not there", criterion.path));
    }
    // A child comes after its parent: the outline has no circle.
    for (std::uint32_t i = 0; i < chunk_.criteria.size(); ++i) {
      const CriterionInfo& criterion = chunk_.criteria[i];
      for (const std::uint32_t child : criterion.children) {
        if (child >= chunk_.criteria.size()) fault(0, fmt::format("criterion `{}` has a child that is not there", criterion.path));
        else if (child <= i || chunk_.criteria[child].parent != i) fault(0, fmt::format("criterion `{}` is not its child's parent", criterion.path));
      }
      for (const BlockInfo& block : criterion.blocks) {
        if (block.begin > block.end || block.end > criterion.children.size()) fault(0, fmt::format("criterion `{}` has a block of children that are not there", criterion.path));
      }
      if (criterion.parent != nowhere && criterion.parent >= i) fault(0, fmt::format("criterion `{}` comes before its parent", criterion.path));
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
