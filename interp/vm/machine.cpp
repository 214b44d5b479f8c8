// The machine's core: the instruction loop. What only turns values into values is in step_value.cpp.
#include "machine.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include "finished_run.hpp"

namespace crit {
Machine::Machine(const Chunk& chunk, const FactSet& facts, Day as_of, MachineOptions options)
    : run_(chunk, facts, as_of, std::move(options)) {
  run_.criteria.assign(chunk.criteria.size(), Verdict::not_met);
  sections_.assign(chunk.sections.size(), Verdict::not_met);
  memos_.resize(chunk.defines.size());
  for (const auto& [define, value] : run_.options.defines) memos_[define] = {true, value, {}, {}};
  own_verdicts_.resize(chunk.criteria.size());
  stack_.reserve(chunk.max_stack);
  if (run_.options.trace) trail_.emplace(run_);
  if (run_.options.base != nullptr && !run_.options.trace) touched_ = touched_by(chunk, run_.options);
  if (!chunk.schema.kinds.empty()) run_.sources.find_kinds();
}

void Machine::run() {
  execute(run_.chunk.main);
  run_.work.settle();
  discard_again();
}

Value Machine::entry(std::uint32_t entry) {
  Value value = execute(run_.chunk.output_code[entry].begin);
  run_.warnings.warn_at(nowhere, entry);
  run_.work.settle();
  discard_again();
  return value;
}

Value Machine::until(std::uint32_t index, bool warn) {
  run_.in_until = true;
  Value value = execute(run_.chunk.output_code[index].begin);
  run_.in_until = false;
  if (warn) run_.warnings.warn_at(nowhere, index);
  run_.warnings.recent.clear();
  run_.work.settle();
  discard_again();
  return value;
}

// ---- values --------------------------------------------------------------------------------------------------------

Value Machine::pop() {
  Value value = std::move(stack_.back());
  stack_.pop_back();
  return value;
}

// ---- rows that are not taken
// -------------------------------------------------------------------------------------------

// The criteria of a row that is not taken do not apply.
void Machine::discard(std::uint32_t begin, std::uint32_t end) {
  if (begin == end) return;
  discarded_.emplace_back(begin, end);
  make_not_applicable(begin, end);
}

void Machine::make_not_applicable(std::uint32_t begin, std::uint32_t end) {
  for (std::uint32_t i = begin; i < end; ++i) {
    run_.criteria[i] = Verdict::not_applicable;
    if (trail_) trail_->does_not_apply(i);
  }
}

// What `meets` asks about may have been computed after its row was found not to be taken: by a later criterion, by an
// output.
void Machine::discard_again() {
  for (const auto& [begin, end] : discarded_) make_not_applicable(begin, end);
}

// Instead of a row that is not taken stands a value that nobody looks at.
void Machine::skip_row(std::uint32_t& at, std::uint32_t to) {
  push(Unknown{});
  if (trail_) trail_->fresh();
  at = to;
}

// ---- the instruction loop ------------------------------------------------------------------------------------------

Value Machine::execute(std::uint32_t begin) {
  NoTrail none;
  return trail_ ? execute(begin, *trail_) : execute(begin, none);
}

template <typename AnyTrail>
Value Machine::execute(std::uint32_t begin, AnyTrail& trail) {
  struct CallFrame {
    std::uint32_t back;
    std::uint32_t define;
    SourceMask kinds;  // asked of sources where it is used
    bool in_until;
    std::vector<NewWarning> warnings;  // of what uses it, so far
  };
  std::vector<CallFrame> calls;
  std::uint32_t at = begin;
  constexpr bool is_traced = AnyTrail::is_kept;
  for (;;) {
    if (!touched_.criteria.empty() && run_.chunk.leaf_at[at] != nowhere && !touched_.criteria[run_.chunk.leaf_at[at]]) {
      const std::uint32_t leaf = run_.chunk.leaf_at[at];
      if (const std::optional<Verdict> own = run_.options.base->machine_->own_verdicts_[leaf]) {
        push(*own);
        at = run_.chunk.criteria[leaf].end;
      }
    }
    const Instruction& instruction = run_.chunk.code[at++];
    run_.work.step();
    switch (instruction.op) {
      case Op::Constant:
        push(run_.chunk.constants[instruction.a]);
        trail.fresh();
        break;
      case Op::AsOf:
        push(Date{run_.as_of, run_.as_of});
        trail.fresh();
        break;
      case Op::Fact: {
        ReadSet& evidence = trail.fresh();
        push(access_.load_fact(instruction.a, is_traced ? &evidence : nullptr));
        break;
      }
      case Op::ItemField:
      case Op::PairField: {
        const ListLoop& loop = loops_.outward(instruction.a);
        const LoopItem& item = loop.items[loop.at - 1];
        ReadSet& evidence = trail.fresh();
        const std::uint32_t own_item = instruction.op == Op::ItemField ? item.first : item.second;
        push(access_.load_field(loop, own_item, instruction.b, is_traced ? &evidence : nullptr,
                                loop.pairs ? loop.singles[own_item].days : item.days));
        break;
      }
      case Op::Define: {
        // What `meets` asks about is a criterion as it stands, whatever is asked of sources here.
        CallFrame outer{at, instruction.a, run_.sources.accepted, run_.in_until, {}};
        if (!run_.chunk.defines[instruction.a].referenced_by_meets.empty()) {
          run_.sources.accepted = any_source;
          run_.in_until = false;
        }
        const DefineMemo& memo = memo_of(instruction.a, run_.sources.accepted);
        if (memo.ready) {
          push(memo.value);
          trail.own(memo.evidence);
          for (const NewWarning& warning : memo.warnings) run_.warnings.warn(warning);
          run_.sources.accepted = outer.kinds;
          run_.in_until = outer.in_until;
        } else if (!touched_.criteria.empty() && run_.sources.accepted == any_source && !run_.in_until &&
                   !is_touched(instruction.a) && run_.options.base->machine_->memos_[instruction.a].ready) {
          push(run_.options.base->machine_->memos_[instruction.a].value);
          run_.sources.accepted = outer.kinds;
          run_.in_until = outer.in_until;
        } else {
          outer.warnings = std::exchange(run_.warnings.recent, {});
          calls.push_back(std::move(outer));
          at = run_.chunk.defines[instruction.a].begin;
        }
        break;
      }
      case Op::Return: {
        Value value = pop();
        if (calls.empty()) {
          last_evidence_ = trail.take();
          return value;
        }
        CallFrame frame = std::move(calls.back());
        calls.pop_back();
        trail.define(frame.define, value);
        ReadSet evidence = trail.take();
        memo_of(frame.define, run_.sources.accepted) = {true, value, evidence, run_.warnings.recent};
        std::swap(frame.warnings, run_.warnings.recent);
        for (NewWarning& warning : frame.warnings) run_.warnings.warn(std::move(warning));
        run_.sources.accepted = frame.kinds;
        run_.in_until = frame.in_until;
        push(std::move(value));
        trail.own(std::move(evidence));
        at = frame.back;
        break;
      }
      case Op::SkipIfNo:
        if (run_.options.short_circuit && !is_traced && as_truth(stack_.back()) == Truth::no) at = instruction.a;
        break;
      case Op::SkipIfYes:
        if (run_.options.short_circuit && !is_traced && as_truth(stack_.back()) == Truth::yes) at = instruction.a;
        break;
      case Op::SkipRow:
        if (as_truth(stack_.back()) == Truth::no) skip_row(at, instruction.a);
        break;
      case Op::SkipRest:
        if (as_truth(stack_[stack_.size() - 2]) == Truth::yes) skip_row(at, instruction.a);
        break;
      case Op::And:
      case Op::Or: {
        const bool is_and = instruction.op == Op::And;
        const Truth deciding = is_and ? Truth::no : Truth::yes;
        const std::size_t base = stack_.size() - instruction.a;
        Truth result = is_and ? Truth::yes : Truth::no;
        for (std::size_t i = base; i < stack_.size(); ++i) {
          const Truth operand = as_truth(stack_[i]);
          result = is_and ? truth_and(result, operand) : truth_or(result, operand);
        }
        trail.condition(stack_.data() + base, instruction.a, deciding, result);
        stack_.resize(base);
        push(result);
        break;
      }
      case Op::Not:
        stack_.back() = truth_not(as_truth(stack_.back()));
        break;
      case Op::IsMet: {
        const Verdict met = as_verdict(stack_.back());
        const unsigned yes = may_be_met(met) ? 1U : 0U;
        const unsigned no = may_be_not_met(met) || may_be_not_applicable(met) ? 2U : 0U;
        stack_.back() = static_cast<Truth>(yes | no);
        trail.is_met(instruction.a, met);
        break;
      }
      case Op::Known: {
        const FactState state = instruction.b == 0 ? run_.facts.facts[instruction.a].state : run_.facts.lists[instruction.a].state;
        bool supplied = state == FactState::supplied;
        if (const MachineOptions::Fact* fact = access_.what_if(instruction.a); instruction.b == 0 && fact != nullptr && fact->supplied) supplied = true;
        push(truth_of(supplied));
        trail.fresh();
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
        trail.first_known(instruction.a, chosen < stack_.size() ? std::optional(chosen - base) : std::nullopt);
        stack_.resize(base);
        push(std::move(result));
        break;
      }
      // clang-format off
      case Op::Negate: case Op::Add: case Op::Subtract: case Op::Multiply: case Op::Divide: case Op::Convert:
      case Op::Round: case Op::Ceiling: case Op::Floor: case Op::SquareRoot: case Op::Exponential:
      case Op::Logarithm: case Op::Power: case Op::ZPercentile: case Op::PercentileZ: case Op::LmsZ:
      case Op::Lesser: case Op::Greater: case Op::Earlier: case Op::Later: case Op::MakeSpan: case Op::Forward:
      case Op::Back: case Op::SpanYears: case Op::SpanDays: case Op::Calendar: case Op::CompareNumber:
      case Op::CompareDate: case Op::CompareSpan: case Op::CompareDuration: case Op::CompareOrder:
      case Op::CompareText: case Op::CompareTruth: case Op::ContainsText: case Op::InValues: case Op::InCodes:
      case Op::InWindow:
        // clang-format on
        step_value(instruction, trail);
        break;
      case Op::Lookup: {
        const std::size_t base = stack_.size() - run_.chunk.tables[instruction.a].keys.size();
        const std::vector<Value> keys(stack_.begin() + static_cast<std::ptrdiff_t>(base), stack_.end());
        ReadSet evidence;
        const Reason* outside = nullptr;
        Value value = tables_.lookup(instruction.a, instruction.b, keys, outside, is_traced ? &evidence : nullptr);
        stack_.resize(base);
        push(std::move(value));
        trail.lookup(instruction.a, std::move(evidence), outside, stack_.back());
        break;
      }
      case Op::IsDocumented: {
        push(access_.is_documented(instruction.a, instruction.b == 1, trail.fresh()));
        break;
      }
      case Op::ItemDocumented:
      case Op::PairDocumented: {
        const ListLoop& loop = loops_.outward(instruction.a);
        const LoopItem& item = loop.items[loop.at - 1];
        const std::uint32_t own_item = instruction.op == Op::ItemDocumented ? item.first : item.second;
        push(access_.is_item_documented(loop, own_item, instruction.b, trail.fresh()));
        break;
      }
      case Op::DocumentedBy:
        run_.sources.begin(run_.chunk.documentation[instruction.a]);
        break;
      case Op::DocumentedEnd:
        run_.sources.end();
        break;
      case Op::Includes: {
        run_.work.look(run_.facts.lists[instruction.a].items);
        push(access_.includes(instruction.a, instruction.b, trail.fresh()));
        break;
      }

      case Op::ListOpen:
        loops_.list_open(instruction.a);
        run_.work.look(loops_.innermost().items.size());
        break;
      case Op::ListWindow: {
        run_.work.look(loops_.innermost().items.size());
        const WindowSpec& window = run_.chunk.windows[instruction.a];
        const std::size_t parts = (window.has_duration ? 1U : 0U) + (window.has_anchor ? 1U : 0U);
        for (std::size_t i = 0; i < parts; ++i) trail.add_to(loops_.innermost().evidence);
        const Value anchor = window.has_anchor ? pop() : Value(Unknown{});
        const Value duration = window.has_duration ? pop() : Value(Unknown{});
        loops_.open_window(window, duration, anchor, at);
        break;
      }
      case Op::ListJoin:
        if (instruction.a != 0) trail.add_to(loops_.innermost().evidence);
        loops_.list_join(instruction.a != 0 ? pop() : Value(Duration{}));
        break;
      case Op::ListPairs:
        pairs_.list_pairs(instruction.a == 1);
        run_.work.look(loops_.innermost().singles.size());
        break;
      case Op::ListApart:
        trail.drop();
        pairs_.list_apart(run_.chunk.windows[instruction.a], pop());
        break;
      case Op::ListSieve: pairs_.list_sieve(run_.chunk.sieves[instruction.a]); break;
      case Op::ListTry:
        if (!pairs_.next_try(static_cast<PairPart>(instruction.b))) at = instruction.a;
        break;
      case Op::ListSift:
        trail.drop();
        at = instruction.a;
        pairs_.sift(static_cast<PairPart>(run_.chunk.code[at].b), as_truth(pop()));
        break;
      case Op::ListNext: {
        ListLoop& loop = loops_.innermost();
        if (loop.pairing && !loop.pairing->begun) pairs_.begin_pairs(loop, at - 1);
        while (loop.at < loop.items.size() && loop.items[loop.at].in == Truth::no) ++loop.at;
        if (loop.at == loop.items.size()) {
          loop.at = 0;
          at = instruction.a;
        } else {
          ++loop.at;
          loops_.begin_cases(loop);
        }
        break;
      }
      case Op::ListKeep:
      case Op::ListHas:
      case Op::ListTake: {
        ListLoop& loop = loops_.innermost();
        LoopItem& item = loop.items[loop.at - 1];
        Value value = pop();
        trail.add_to(item.evidence);
        if (loop.start) {
          if (loops_.next_case(loop, value)) {
            at = instruction.a + 1;  // behind the ListNext
            break;
          }
          value = loops_.end_cases(loop, instruction.op == Op::ListTake);
        }
        if (instruction.op == Op::ListKeep)
          loops_.keep(item, as_truth(value));
        else if (instruction.op == Op::ListHas) item.has = as_truth(value), loop.monotone = false;
        else item.value = std::move(value);
        // Days covered by a field: one that is not known is told from one that was not asked for.
        if (instruction.b != 0 && (is_unknown(item.value) || std::holds_alternative<SeveralRef>(item.value))) item.value = Truth::unknown;
        at = instruction.a;
        break;
      }
      case Op::ListPick:
        run_.work.look_through(loops_.innermost());
        loops_.list_pick(static_cast<terms::Selector>(instruction.a));
        break;
      case Op::ListTruth: {
        run_.work.look_through(loops_.innermost());
        if (loops_.innermost().pairing && pairs_.more_pairs(static_cast<terms::Selector>(instruction.a), instruction.b, at - 1)) {
          at = loops_.innermost().pairing->resume;
          break;
        }
        ReadSet evidence;
        Value result = closings_.list_truth(static_cast<terms::Selector>(instruction.a), instruction.b, evidence);
        loops_.close();
        if (loops_.next_anchor(result, evidence, at)) break;
        push(std::move(result));
        trail.own(std::move(evidence));
        break;
      }
      case Op::ListValue: {
        run_.work.look_through(loops_.innermost());
        ReadSet evidence;
        Value result = closings_.list_value(static_cast<terms::Selector>(instruction.a), evidence);
        loops_.close();
        if (loops_.next_anchor(result, evidence, at)) break;
        push(std::move(result));
        trail.own(std::move(evidence));
        break;
      }

      case Op::ListRun: {
        run_.work.look(loops_.innermost().items.size());
        ReadSet evidence = trail.take();
        const Value duration = pop();
        Value result = run_.values.each(duration, [&](const Value& least) -> Value { return closings_.list_run(least, evidence); });
        loops_.close();
        if (loops_.next_anchor(result, evidence, at)) break;
        push(std::move(result));
        trail.own(std::move(evidence));
        break;
      }

      case Op::If: {
        const Verdict then = as_verdict(pop());
        const Truth condition = as_truth(pop());
        push(verdict_if(condition, then));
        if (condition == Truth::no)
          discard(run_.chunk.arms[instruction.a].begin, run_.chunk.arms[instruction.a].middle);
        trail.conditional(condition);
        break;
      }
      case Op::Also: {
        const Verdict common = as_verdict(pop());
        stack_.back() = verdict_also(as_verdict(stack_.back()), common);
        trail.block(2);
        break;
      }
      case Op::AllOf: case Op::AnyOf: case Op::NoneOf: case Op::AtLeast: case Op::AtMost: case Op::Exactly: {
        BlockCount count;
        const std::size_t base = stack_.size() - instruction.a;
        for (std::size_t i = base; i < stack_.size(); ++i) count.add(as_verdict(stack_[i]));
        stack_.resize(base);
        Verdict result = Verdict::any;
        if (instruction.op == Op::AllOf) result = block_all_of(count);
        else if (instruction.op == Op::AnyOf) result = block_any_of(count);
        else if (instruction.op == Op::NoneOf) result = block_none_of(count);
        else if (instruction.op == Op::AtLeast) result = block_at_least(count, instruction.b);
        else if (instruction.op == Op::AtMost) result = block_at_most(count, instruction.b);
        else result = block_exactly(count, instruction.b);
        push(result);
        trail.block(instruction.a);
        break;
      }
      case Op::Choose:
      case Op::Select: {
        Value rest = pop();
        Value first = pop();
        const Truth condition = as_truth(pop());
        if (instruction.op == Op::Choose) {
          const unsigned either_way = (may_be_yes(condition) ? bits(as_verdict(first)) : 0U) | (may_be_no(condition) ? bits(as_verdict(rest)) : 0U);
          push(static_cast<Verdict>(either_way));
          const ArmRange& rows = run_.chunk.arms[instruction.a];
          if (condition == Truth::no) discard(rows.begin, rows.middle);
          if (condition == Truth::yes) discard(rows.middle, rows.end);
        } else if (condition == Truth::unknown) {
          push(run_.values.combine({std::move(first), std::move(rest)}));
        } else {
          push(condition == Truth::yes ? std::move(first) : std::move(rest));
        }
        trail.choice(condition);
        break;
      }
      case Op::Criterion: {
        Verdict result = as_verdict(stack_.back());
        own_verdicts_[instruction.a] = result;
        for (const auto& [criterion, verdict] : run_.options.criteria) {
          if (criterion != instruction.a) continue;
          result = verdict;
          stack_.back() = result;
        }
        run_.criteria[instruction.a] = result;
        trail.criterion(instruction.a, result);
        run_.warnings.warn_at(instruction.a, nowhere);
        break;
      }
      case Op::Section:
        sections_[instruction.a] = as_verdict(pop());
        trail.drop();
        break;
      case Op::Drop:
        pop();
        trail.drop();
        break;
      case Op::Halt: return Unknown{};
    }
  }
}

}  // namespace crit
