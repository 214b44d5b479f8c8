// The machine's core: the instruction loop. Values that may be one of several are in several.cpp, what only turns values into
// values in step_value.cpp, reading facts in loads.cpp, loops over lists in loops.cpp.
#include "machine.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace crit {
Machine::Machine(const Chunk& chunk, const FactSet& facts, Day as_of, MachineOptions options)
    : chunk_(chunk), facts_(facts), as_of_(as_of), options_(std::move(options)), joins_(options_.joins != nullptr ? *options_.joins : own_joins_) {
  criteria_.assign(chunk.criteria.size(), Verdict::not_met);
  sections_.assign(chunk.sections.size(), Verdict::not_met);
  cells_.resize(chunk.defines.size());
  for (const auto& [define, value] : options_.defines) cells_[define] = {true, value, {}, {}};
  own_verdicts_.resize(chunk.criteria.size());
  stack_.reserve(chunk.max_stack);
  if (options_.trace) evidence_.resize(chunk.criteria.size());
  if (options_.trace) costs_.resize(chunk.criteria.size());
  if (options_.base != nullptr && !options_.trace) touched_ = touched_by(chunk, options_);
  if (!chunk.schema.kinds.empty()) find_kinds();
}

void Machine::run() {
  if (options_.trace) execute<true>(chunk_.main);
  else execute<false>(chunk_.main);
  settle();
  discard_again();
}

Value Machine::entry(std::uint32_t entry) {
  Value value = options_.trace ? execute<true>(chunk_.entries[entry].begin) : execute<false>(chunk_.entries[entry].begin);
  warn_at(nowhere, entry);
  settle();
  discard_again();
  return value;
}

Value Machine::until(std::uint32_t index, bool warn) {
  in_until_ = true;
  Value value = options_.trace ? execute<true>(chunk_.entries[index].begin) : execute<false>(chunk_.entries[index].begin);
  in_until_ = false;
  if (warn) warn_at(nowhere, index);
  new_warnings_.clear();
  settle();
  discard_again();
  return value;
}

// ---- work ------------------------------------------------------------------------------------------------------------

void Machine::settle() {
  if (options_.meter != nullptr) options_.meter->spend(steps_ + looked_ - metered_);
  metered_ = steps_ + looked_;
  pause_ = steps_ + steps_between;
}

Touched touched_by(const Chunk& chunk, const MachineOptions& what_if) {
  Touched touched;
  if (chunk.leaf_at.empty()) return touched;
  touched.criteria.assign(chunk.criteria.size(), false);
  touched.defines.assign(chunk.defines.size(), false);
  std::vector<std::uint32_t> defines;  // touched, and their users not yet
  const auto touch = [&](const std::vector<CodeUser>& users) {
    for (const CodeUser& user : users) {
      if (!user.is_define) {
        touched.criteria[user.index] = true;
      } else if (!touched.defines[user.index]) {
        touched.defines[user.index] = true;
        defines.push_back(user.index);
      }
    }
  };
  for (const MachineOptions::Fact& fact : what_if.facts) touch(chunk.uses_of_fact[fact.slot]);
  for (const auto& [define, value] : what_if.defines) touch({{true, define}});
  if (!what_if.criteria.empty()) {
    for (std::uint32_t i = 0; i < chunk.defines.size(); ++i) {
      if (!chunk.defines[i].asked.empty()) touch({{true, i}});
    }
  }
  while (!defines.empty()) {
    const std::uint32_t define = defines.back();
    defines.pop_back();
    touch(chunk.uses_of_define[define]);
  }
  return touched;
}

// ---- values --------------------------------------------------------------------------------------------------------

Value Machine::pop() {
  Value value = std::move(stack_.back());
  stack_.pop_back();
  return value;
}

// ---- the instruction loop ------------------------------------------------------------------------------------------

template <bool trace>
Value Machine::execute(std::uint32_t begin) {
  struct CallFrame {
    std::uint32_t back;
    std::uint32_t define;
    SourceMask kinds;  // asked of sources where it is used
    bool in_until;
    std::vector<NewWarning> warnings;  // of what uses it, so far
  };
  std::vector<CallFrame> calls;
  std::uint32_t at = begin;
  const auto own = [&](ReadSet evidence) {
    if constexpr (trace) evidence_stack_.push_back(std::move(evidence));
  };
  for (;;) {
    if (!touched_.criteria.empty() && chunk_.leaf_at[at] != nowhere && !touched_.criteria[chunk_.leaf_at[at]]) {
      const std::uint32_t leaf = chunk_.leaf_at[at];
      if (const std::optional<Verdict> own = options_.base->own_verdicts_[leaf]) {
        push(*own);
        at = chunk_.criteria[leaf].end;
      }
    }
    const Instruction& instruction = chunk_.code[at++];
    if (++steps_ >= pause_) settle();
    switch (instruction.op) {
      case Op::Constant:
        push(chunk_.constants[instruction.a]);
        own({});
        break;
      case Op::AsOf:
        push(Date{as_of_, as_of_});
        own({});
        break;
      case Op::Fact: {
        ReadSet evidence;
        push(load_fact(instruction.a, trace ? &evidence : nullptr));
        own(std::move(evidence));
        break;
      }
      case Op::ItemField:
      case Op::PairField: {
        const Loop& loop = loops_[loops_.size() - 1 - instruction.a];
        const Item& item = loop.items[loop.at - 1];
        ReadSet evidence;
        const std::uint32_t own_item = instruction.op == Op::ItemField ? item.first : item.second;
        push(load_field(loop, own_item, instruction.b, trace ? &evidence : nullptr, loop.pairs ? loop.singles[own_item].days : item.days));
        own(std::move(evidence));
        break;
      }
      case Op::Define: {
        // What `meets` asks about is a criterion as it stands, whatever is asked of sources here.
        CallFrame outer{at, instruction.a, kinds_, in_until_, {}};
        if (!chunk_.defines[instruction.a].asked.empty()) {
          kinds_ = any_source;
          in_until_ = false;
        }
        const Cell& cell = cell_of(instruction.a, kinds_);
        if (cell.ready) {
          push(cell.value);
          own(cell.evidence);
          for (const NewWarning& warning : cell.warnings) warn(warning);
          kinds_ = outer.kinds;
          in_until_ = outer.in_until;
        } else if (!touched_.criteria.empty() && kinds_ == any_source && !in_until_ && !is_touched(instruction.a) &&
                   options_.base->cells_[instruction.a].ready) {
          push(options_.base->cells_[instruction.a].value);
          kinds_ = outer.kinds;
          in_until_ = outer.in_until;
        } else {
          outer.warnings = std::exchange(new_warnings_, {});
          calls.push_back(std::move(outer));
          at = chunk_.defines[instruction.a].begin;
        }
        break;
      }
      case Op::Return: {
        Value value = pop();
        ReadSet evidence;
        if constexpr (trace) {
          evidence = std::move(evidence_stack_.back());
          evidence_stack_.pop_back();
        }
        if (calls.empty()) {
          last_evidence_ = std::move(evidence);
          return value;
        }
        CallFrame frame = std::move(calls.back());
        calls.pop_back();
        if constexpr (trace) note_define(frame.define, value, evidence);
        cell_of(frame.define, kinds_) = {true, value, evidence, new_warnings_};
        std::swap(frame.warnings, new_warnings_);
        for (NewWarning& warning : frame.warnings) warn(std::move(warning));
        kinds_ = frame.kinds;
        in_until_ = frame.in_until;
        push(std::move(value));
        own(std::move(evidence));
        at = frame.back;
        break;
      }
      case Op::SkipIfNo:
        if (options_.short_circuit && !trace && truth(stack_.back()) == Truth::no) at = instruction.a;
        break;
      case Op::SkipIfYes:
        if (options_.short_circuit && !trace && truth(stack_.back()) == Truth::yes) at = instruction.a;
        break;
      case Op::SkipRow:
        if (truth(stack_.back()) == Truth::no) skip_row(at, instruction.a);
        break;
      case Op::SkipRest:
        if (truth(stack_[stack_.size() - 2]) == Truth::yes) skip_row(at, instruction.a);
        break;
      case Op::And:
      case Op::Or: {
        const bool is_and = instruction.op == Op::And;
        const Truth deciding = is_and ? Truth::no : Truth::yes;
        const std::size_t base = stack_.size() - instruction.a;
        Truth result = is_and ? Truth::yes : Truth::no;
        for (std::size_t i = base; i < stack_.size(); ++i) {
          const Truth operand = truth(stack_[i]);
          result = is_and ? truth_and(result, operand) : truth_or(result, operand);
        }
        if constexpr (trace) {
          // Settled: by those that settle it. Unknown: by those that are. Else by all.
          ReadSet evidence;
          const std::size_t evidence_base = evidence_stack_.size() - instruction.a;
          for (std::size_t i = 0; i < instruction.a; ++i) {
            const Truth operand = truth(stack_[base + i]);
            if (result == deciding ? operand == deciding : result != Truth::unknown || operand == Truth::unknown) {
              add_evidence(evidence, evidence_stack_[evidence_base + i]);
            }
          }
          evidence_stack_.resize(evidence_base);
          evidence_stack_.push_back(std::move(evidence));
        }
        stack_.resize(base);
        push(result);
        break;
      }
      case Op::Not:
        stack_.back() = truth_not(truth(stack_.back()));
        break;
      case Op::IsMet: {
        const Verdict met = verdict(stack_.back());
        const unsigned yes = may_be_met(met) ? 1U : 0U;
        const unsigned no = may_be_not_met(met) || may_be_not_applicable(met) ? 2U : 0U;
        stack_.back() = static_cast<Truth>(yes | no);
        if constexpr (trace) {
          evidence_stack_.back().clear();
          note_asked(instruction.a, met, evidence_stack_.back());
        }
        break;
      }
      case Op::Known: {
        const FactState state = instruction.b == 0 ? facts_.facts[instruction.a].state : facts_.lists[instruction.a].state;
        bool supplied = state == FactState::supplied;
        if (const MachineOptions::Fact* fact = what_if(instruction.a); instruction.b == 0 && fact != nullptr && fact->supplied) supplied = true;
        push(truth_of(supplied));
        own({});
        break;
      }
      case Op::FirstKnown: {
        const std::size_t base = stack_.size() - instruction.a;
        std::size_t chosen = base;
        const auto known = [&](const Value& value) {
          const auto* condition = std::get_if<Truth>(&value);
          return !is_unknown(value) && (condition == nullptr || *condition != Truth::unknown);
        };
        while (chosen < stack_.size() && !known(stack_[chosen])) ++chosen;
        Value result = chosen < stack_.size() ? stack_[chosen] : Value(Unknown{});
        if constexpr (trace) {
          ReadSet evidence;
          const std::size_t evidence_base = evidence_stack_.size() - instruction.a;
          if (chosen < stack_.size()) evidence = std::move(evidence_stack_[evidence_base + (chosen - base)]);
          else note_alternatives({evidence_stack_.begin() + static_cast<std::ptrdiff_t>(evidence_base), evidence_stack_.end()}, evidence);
          evidence_stack_.resize(evidence_base);
          evidence_stack_.push_back(std::move(evidence));
        }
        stack_.resize(base);
        push(std::move(result));
        break;
      }
      case Op::Negate: case Op::Add: case Op::Subtract: case Op::Multiply: case Op::Divide: case Op::Convert:
      case Op::Round: case Op::Ceiling: case Op::Floor: case Op::SquareRoot: case Op::Exponential: case Op::Logarithm:
      case Op::Power: case Op::ZPercentile: case Op::PercentileZ: case Op::LmsZ: case Op::Lesser: case Op::Greater: case Op::Earlier: case Op::Later:
      case Op::MakeSpan: case Op::Forward: case Op::Back: case Op::SpanYears: case Op::SpanDays: case Op::Calendar:
      case Op::CompareNumber: case Op::CompareDate: case Op::CompareSpan: case Op::CompareDuration: case Op::CompareOrder:
      case Op::CompareText: case Op::CompareTruth: case Op::ContainsText: case Op::InValues: case Op::InCodes: case Op::InWindow:
        step_value<trace>(instruction);
        break;
      case Op::Lookup: {
        const std::size_t base = stack_.size() - chunk_.tables[instruction.a].keys.size();
        const std::vector<Value> keys(stack_.begin() + static_cast<std::ptrdiff_t>(base), stack_.end());
        ReadSet evidence;
        const Reason* outside = nullptr;
        Value value = lookup(instruction.a, instruction.b, keys, outside, trace ? &evidence : nullptr);
        stack_.resize(base);
        push(std::move(value));
        if constexpr (trace) {
          if (outside != nullptr) {  // of the rows: that key's facts do not do
            for (std::uint32_t& index : evidence_stack_[evidence_stack_.size() - keys.size() + *chunk_.tables[instruction.a].interpolated]) {
              if (!reads_[index].missing && !reads_[index].derived()) index = reads_.note_again(index, true, outside);
            }
          }
          merge(keys.size(), 1, true);
          add_evidence(evidence, evidence_stack_.back());
          evidence_stack_.back() = std::move(evidence);
        }
        break;
      }
      case Op::IsDocumented: {
        ReadSet evidence;
        push(is_documented(instruction.a, instruction.b == 1, evidence));
        own(std::move(evidence));
        break;
      }
      case Op::ItemDocumented:
      case Op::PairDocumented: {
        const Loop& loop = loops_[loops_.size() - 1 - instruction.a];
        const Item& item = loop.items[loop.at - 1];
        ReadSet evidence;
        push(is_item_documented(loop, instruction.op == Op::ItemDocumented ? item.first : item.second, instruction.b, evidence));
        own(std::move(evidence));
        break;
      }
      case Op::DocumentedBy:
        outer_kinds_.push_back(kinds_);
        kinds_ &= chunk_.documentation[instruction.a];
        break;
      case Op::DocumentedEnd:
        kinds_ = outer_kinds_.back();
        outer_kinds_.pop_back();
        break;
      case Op::Includes: {
        ReadSet evidence;
        look(facts_.lists[instruction.a].items);
        push(includes(instruction.a, instruction.b, evidence));
        own(std::move(evidence));
        break;
      }

      case Op::ListOpen:
        list_open(instruction.a);
        look(loops_.back().items.size());
        break;
      case Op::ListWindow: {
        look(loops_.back().items.size());
        const WindowSpec& window = chunk_.windows[instruction.a];
        const std::size_t parts = (window.has_duration ? 1U : 0U) + (window.has_anchor ? 1U : 0U);
        if constexpr (trace) {
          for (std::size_t i = 0; i < parts; ++i) {
            add_evidence(loops_.back().evidence, evidence_stack_.back());
            evidence_stack_.pop_back();
          }
        }
        open_window(window, at);
        break;
      }
      case Op::ListJoin:
        if constexpr (trace) {
          if (instruction.a != 0) {
            add_evidence(loops_.back().evidence, evidence_stack_.back());
            evidence_stack_.pop_back();
          }
        }
        list_join(instruction.a != 0);
        break;
      case Op::ListPairs:
        list_pairs(instruction.a == 1);
        look(loops_.back().singles.size());
        break;
      case Op::ListApart:
        if constexpr (trace) evidence_stack_.pop_back();
        list_apart(chunk_.windows[instruction.a]);
        break;
      case Op::ListNext: {
        Loop& loop = loops_.back();
        if (loop.pairing && !loop.pairing->begun) begin_pairs(loop, at - 1);
        while (loop.at < loop.items.size() && loop.items[loop.at].in == Truth::no) ++loop.at;
        if (loop.at == loop.items.size()) {
          loop.at = 0;
          at = instruction.a;
        } else {
          ++loop.at;
          begin_cases(loop);
        }
        break;
      }
      case Op::ListKeep:
      case Op::ListHas:
      case Op::ListTake: {
        Loop& loop = loops_.back();
        Item& item = loop.items[loop.at - 1];
        Value value = pop();
        if constexpr (trace) {
          add_evidence(item.evidence, evidence_stack_.back());
          evidence_stack_.pop_back();
        }
        if (loop.start) {
          if (next_case(loop, value)) {
            at = instruction.a + 1;  // behind the ListNext
            break;
          }
          value = end_cases(loop, instruction.op == Op::ListTake);
        }
        if (instruction.op == Op::ListKeep) item.in = truth_and(item.in, truth(value));
        else if (instruction.op == Op::ListHas) item.has = truth(value), loop.monotone = false;
        else item.value = std::move(value);
        // Days covered by a field: one that is not known is told from one that was not asked for.
        if (instruction.b != 0 && (is_unknown(item.value) || std::holds_alternative<SeveralRef>(item.value))) item.value = Truth::unknown;
        at = instruction.a;
        break;
      }
      case Op::ListPick:
        look_through(loops_.back());
        list_pick(static_cast<terms::Selector>(instruction.a));
        break;
      case Op::ListTruth: {
        look_through(loops_.back());
        if (loops_.back().pairing && more_pairs(static_cast<terms::Selector>(instruction.a), instruction.b, at - 1)) {
          at = loops_.back().pairing->resume;
          break;
        }
        ReadSet evidence;
        Value result = list_truth(static_cast<terms::Selector>(instruction.a), instruction.b, evidence);
        loops_.pop_back();
        if (next_anchor(result, evidence, at)) break;
        push(std::move(result));
        own(std::move(evidence));
        break;
      }
      case Op::ListValue: {
        look_through(loops_.back());
        ReadSet evidence;
        Value result = list_value(static_cast<terms::Selector>(instruction.a), evidence);
        loops_.pop_back();
        if (next_anchor(result, evidence, at)) break;
        push(std::move(result));
        own(std::move(evidence));
        break;
      }

      case Op::ListRun: {
        look(loops_.back().items.size());
        ReadSet evidence;
        if constexpr (trace) {
          evidence = std::move(evidence_stack_.back());
          evidence_stack_.pop_back();
        }
        const Value duration = pop();
        Value result = each(duration, [&](const Value& least) -> Value { return list_run(least, evidence); });
        loops_.pop_back();
        if (next_anchor(result, evidence, at)) break;
        push(std::move(result));
        own(std::move(evidence));
        break;
      }

      case Op::If: {
        const Verdict then = verdict(pop());
        const Truth condition = truth(pop());
        push(verdict_if(condition, then));
        if (condition == Truth::no) discard(chunk_.rows[instruction.a].begin, chunk_.rows[instruction.a].middle);
        if constexpr (trace) {
          if (condition != Truth::unknown) reads_.settle(evidence_stack_[evidence_stack_.size() - 2]);
          if (condition == Truth::no) {
            evidence_stack_.pop_back();
          } else {
            merge(2, 1, false);
          }
        }
        break;
      }
      case Op::Also: {
        const Verdict common = verdict(pop());
        stack_.back() = verdict_also(verdict(stack_.back()), common);
        if constexpr (trace) merge(2, 1, false);
        break;
      }
      case Op::AllOf: case Op::AnyOf: case Op::NoneOf: case Op::AtLeast: case Op::AtMost: case Op::Exactly: {
        BlockCount count;
        const std::size_t base = stack_.size() - instruction.a;
        for (std::size_t i = base; i < stack_.size(); ++i) count.add(verdict(stack_[i]));
        stack_.resize(base);
        Verdict result = Verdict::any;
        if (instruction.op == Op::AllOf) result = block_all_of(count);
        else if (instruction.op == Op::AnyOf) result = block_any_of(count);
        else if (instruction.op == Op::NoneOf) result = block_none_of(count);
        else if (instruction.op == Op::AtLeast) result = block_at_least(count, instruction.b);
        else if (instruction.op == Op::AtMost) result = block_at_most(count, instruction.b);
        else result = block_exactly(count, instruction.b);
        push(result);
        if constexpr (trace) merge(instruction.a, 1, false);
        break;
      }
      case Op::Choose:
      case Op::Select: {
        Value rest = pop();
        Value first = pop();
        const Truth condition = truth(pop());
        if (instruction.op == Op::Choose) {
          const unsigned either_way = (may_be_yes(condition) ? bits(verdict(first)) : 0U) | (may_be_no(condition) ? bits(verdict(rest)) : 0U);
          push(static_cast<Verdict>(either_way));
          const RowRange& rows = chunk_.rows[instruction.a];
          if (condition == Truth::no) discard(rows.begin, rows.middle);
          if (condition == Truth::yes) discard(rows.middle, rows.end);
        } else if (condition == Truth::unknown) {
          push(combine({std::move(first), std::move(rest)}));
        } else {
          push(condition == Truth::yes ? std::move(first) : std::move(rest));
        }
        if constexpr (trace) {
          const std::size_t base = evidence_stack_.size() - 3;
          if (condition != Truth::unknown) reads_.settle(evidence_stack_[base]);
          if (condition == Truth::yes) evidence_stack_[base + 2].clear();
          if (condition == Truth::no) evidence_stack_[base + 1].clear();
          merge(3, 1, false);
        }
        break;
      }
      case Op::Criterion: {
        Verdict result = verdict(stack_.back());
        own_verdicts_[instruction.a] = result;
        for (const auto& [criterion, verdict] : options_.criteria) {
          if (criterion != instruction.a) continue;
          result = verdict;
          stack_.back() = result;
        }
        criteria_[instruction.a] = result;
        if constexpr (trace) {
          if (!is_certain(result) && chunk_.criteria[instruction.a].children.empty()) {
            reads_.note_unsettled(evidence_stack_.back(), first_warning());
          }
        }
        warn_at(instruction.a, nowhere);
        if constexpr (trace) {
          // Its own evidence stays with it; blocks above show their children, not their children's evidence.
          evidence_[instruction.a] = std::move(evidence_stack_.back());
          evidence_stack_.back().clear();
          costs_[instruction.a] = steps_ + looked_ - counted_;
          counted_ = steps_ + looked_;
        }
        break;
      }
      case Op::Section:
        sections_[instruction.a] = verdict(pop());
        if constexpr (trace) evidence_stack_.pop_back();
        break;
      case Op::Drop:
        pop();
        if constexpr (trace) evidence_stack_.pop_back();
        break;
      case Op::Halt: return Unknown{};
    }
  }
}

}  // namespace crit
