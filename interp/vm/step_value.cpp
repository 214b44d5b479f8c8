// What an instruction does that only turns values into values: arithmetic, comparisons, dates, sets. What it does on unknown
// values is in opcodes.def; the operations are values_ops.hpp's.
#include <algorithm>
#include <functional>
#include <utility>

#include "machine.hpp"
#include "values_ops.hpp"

namespace crit {

template <typename AnyTrail>
void Machine::step_value(const Instruction& instruction, AnyTrail& trail) {
  const std::uint32_t count = pops(run_.chunk, instruction);
  const Reason* said = nullptr;  // of this operation
  const auto warning = [&](ops::Warning one) {
    if (AnyTrail::is_kept && said == nullptr) said = run_.reads.why(one.reason);
    run_.warnings.warn(std::move(one));
  };
  const auto unary = [&](auto&& function) {
    const Value operand = pop();
    push(run_.values.each(operand, function));
  };
  const auto binary = [&](auto&& function) {
    const Value right = pop();
    const Value left = pop();
    push(run_.values.each(left, right, function));
  };
  const auto fold = [&](auto&& function) {
    const std::size_t base = stack_.size() - instruction.a;
    Value result = stack_[base];
    for (std::size_t i = base + 1; i < stack_.size(); ++i) result = run_.values.each(result, stack_[i], function);
    stack_.resize(base);
    push(std::move(result));
  };
  const auto comparison = static_cast<Comparison>(instruction.a);
  const auto zero = [](const Value& value) {
    const auto* number = std::get_if<NumberValue>(&value);
    return number != nullptr && number->number.is_zero();
  };
  // Which of its operands an operation of this kind warns of: the divisor, the span, the measurement. Each is a bit.
  constexpr std::uint32_t all = ~0U;
  std::uint32_t warned_of = all;
  if (instruction.op == Op::Divide && zero(stack_.back())) warned_of = 2;
  if (instruction.op == Op::CompareSpan) warned_of = 1;
  if (instruction.op == Op::LmsZ) {
    const auto* x = std::get_if<NumberValue>(&stack_[stack_.size() - 4]);
    if (x != nullptr && x->number <= Number(0)) warned_of = 1;
  }
  // In an `until` a period that goes on has no end, which stays so however far one goes from it; and an end that is not known
  // is any: the later of it and a day is no earlier than that day.
  const auto shifted = [&](const Value& from, const Value& by, bool back) -> Value {
    const auto go = [&](const Value& day) {
      const auto reached = ops::shifted(day, by, back, run_.chunk.leap, warning);
      return reached ? run_.values.dates(*reached) : Value(Unknown{});
    };
    const auto* date = std::get_if<Date>(&from);
    if (!run_.in_until || date == nullptr || date->last != last_day) return go(from);
    if (date->first == last_day) return from;
    const Value reached = go(Date{date->first, date->first});
    const auto* first = std::get_if<Date>(&reached);
    return first == nullptr ? reached : Value(Date{first->first, last_day});
  };
  const auto end = [this](const Value& value) { return run_.in_until && is_unknown(value) ? Value(Date{first_day, last_day}) : value; };
  const Reason* tested_code = nullptr;  // InCodes: why it is no sure member
  switch (instruction.op) {
    case Op::Negate: unary([&](const Value& v) { return ops::negated(v, run_.values.ranges, warning); }); break;
    case Op::Add: binary([&](const Value& l, const Value& r) { return ops::arithmetic(l, r, add_numbers, run_.values.ranges, warning); }); break;
    case Op::Subtract: binary([&](const Value& l, const Value& r) { return ops::arithmetic(l, r, subtract_numbers, run_.values.ranges, warning); }); break;
    case Op::Multiply: binary([&](const Value& l, const Value& r) { return ops::arithmetic(l, r, multiply_numbers, run_.values.ranges, warning); }); break;
    case Op::Divide: binary([&](const Value& l, const Value& r) { return ops::divided(l, r, run_.values.ranges, warning); }); break;
    case Op::Convert: unary([&](const Value& v) { return ops::converted(v, run_.chunk.conversions[instruction.a], run_.values.ranges, warning); }); break;
    case Op::Round: unary([&](const Value& v) { return ops::rounded(v, instruction.a, run_.values.ranges, warning); }); break;
    case Op::Ceiling:
      unary([&](const Value& v) { return ops::round_to_integer(v, true, run_.values.ranges, warning); });
      break;
    case Op::Floor:
      unary([&](const Value& v) { return ops::round_to_integer(v, false, run_.values.ranges, warning); });
      break;
    case Op::SquareRoot: unary([&](const Value& v) { return ops::square_root(v, run_.values.ranges, warning); }); break;
    case Op::Exponential: unary([&](const Value& v) { return ops::exponential(v, run_.values.ranges, warning); }); break;
    case Op::Logarithm: unary([&](const Value& v) { return ops::logarithm(v, run_.values.ranges, warning); }); break;
    case Op::Power: binary([&](const Value& x, const Value& p) { return ops::power(x, p, run_.values.ranges, warning); }); break;
    case Op::ZPercentile: unary([&](const Value& v) { return ops::z_percentile(v, run_.values.ranges, warning); }); break;
    case Op::PercentileZ: unary([&](const Value& v) { return ops::percentile_z(v, run_.values.ranges, warning); }); break;
    case Op::LmsZ: {
      const Value s = pop();
      const Value m = pop();
      const Value l = pop();
      const Value x = pop();
      if (ways_of({x, l, m, s}) > max_options) {
        push(ops::lms_score_of_many(options_of(x), options_of(l), options_of(m), options_of(s), run_.values.ranges, warning));
        break;
      }
      push(run_.values.each(x, l, [&](const Value& one, const Value& power) {
        return run_.values.each(m, s, [&](const Value& median, const Value& spread) { return ops::lms_score(one, power, median, spread, run_.values.ranges, warning); });
      }));
      break;
    }
    case Op::Lesser: fold([&](const Value& l, const Value& r) { return ops::extreme(l, r, false, run_.values.ranges); }); break;
    case Op::Greater: fold([&](const Value& l, const Value& r) { return ops::extreme(l, r, true, run_.values.ranges); }); break;
    case Op::Earlier: fold([&](const Value& l, const Value& r) { return ops::extreme_date(end(l), end(r), false); }); break;
    case Op::Later: fold([&](const Value& l, const Value& r) { return ops::extreme_date(end(l), end(r), true); }); break;
    case Op::MakeSpan: binary(ops::span); break;
    case Op::Forward: binary([&](const Value& d, const Value& u) { return shifted(d, u, false); }); break;
    case Op::Back: binary([&](const Value& d, const Value& u) { return shifted(d, u, true); }); break;
    case Op::SpanYears: unary([&](const Value& v) { return run_.values.numbers(ops::span_years(v, run_.chunk.leap, warning)); }); break;
    case Op::SpanDays: unary([&](const Value& v) { return run_.values.numbers(ops::span_days(v, warning)); }); break;
    case Op::Calendar: unary([&](const Value& v) { return run_.values.calendar(static_cast<CalendarPart>(instruction.a), v); }); break;
    case Op::CompareNumber: binary([&](const Value& l, const Value& r) -> Value { return ops::compare_numbers(l, comparison, r); }); break;
    case Op::CompareDate: binary([&](const Value& l, const Value& r) -> Value { return ops::compare_dates(l, comparison, r); }); break;
    case Op::CompareSpan: binary([&](const Value& l, const Value& r) -> Value { return ops::compare_spans(l, comparison, r, run_.chunk.leap, warning); }); break;
    case Op::CompareDuration: binary([&](const Value& l, const Value& r) -> Value { return ops::compare_durations(l, comparison, r); }); break;
    case Op::CompareOrder: binary([&](const Value& l, const Value& r) -> Value { return ops::compare_alternatives(l, comparison, r); }); break;
    case Op::CompareText: binary([&](const Value& l, const Value& r) -> Value { return ops::compare_texts(l, comparison, r); }); break;
    case Op::CompareTruth: binary([&](const Value& l, const Value& r) -> Value { return ops::compare_truths(l, comparison, r); }); break;
    case Op::ContainsText: binary([](const Value& l, const Value& r) -> Value { return ops::contains_text(l, r); }); break;
    case Op::InValues:
      unary([&](const Value& v) -> Value { return ops::in_values(v, run_.chunk.value_lists[instruction.a].values); });
      break;
    case Op::InCodes:
      unary([&](const Value& v) -> Value {
        if (AnyTrail::is_kept && tested_code == nullptr)
          tested_code = ops::why_no_member(v, run_.chunk.code_sets[instruction.a], run_.as_of, run_.reads.reasons());
        return ops::in_codes(v, run_.chunk.code_sets[instruction.a], run_.as_of);
      });
      break;
    case Op::InWindow: {
      const WindowSpec& window = run_.chunk.windows[instruction.a];
      const Value anchor = window.has_anchor ? pop() : Value(Unknown{});
      const Value duration = window.has_duration ? pop() : Value(Unknown{});
      const Value date = pop();
      push(run_.values.each(duration, [&](const Value& length) {
        return run_.values.each(date, anchor, [&](const Value& d, const Value& x) -> Value {
          const auto* day = std::get_if<Date>(&d);
          return day == nullptr ? Truth::unknown : in_window(window, *day, length, x, run_.chunk.leap);
        });
      }));
      break;
    }
    // clang-format off
    case Op::Constant: case Op::AsOf: case Op::Fact: case Op::ItemField: case Op::PairField: case Op::Define:
    case Op::Return: case Op::Not: case Op::And: case Op::Or: case Op::SkipIfNo: case Op::SkipIfYes:
    case Op::SkipRow: case Op::SkipRest: case Op::Known: case Op::IsDocumented: case Op::ItemDocumented:
    case Op::PairDocumented: case Op::IsMet: case Op::FirstKnown: case Op::Includes: case Op::Lookup:
    case Op::ListOpen: case Op::ListWindow: case Op::ListJoin: case Op::ListPairs: case Op::ListApart:
    case Op::ListSieve: case Op::ListTry: case Op::ListSift: case Op::ListNext: case Op::ListKeep:
    case Op::ListPick: case Op::ListHas: case Op::ListTake:
    case Op::ListTruth: case Op::ListRun: case Op::ListValue: case Op::DocumentedBy: case Op::DocumentedEnd:
    case Op::If: case Op::AllOf: case Op::Also: case Op::AnyOf: case Op::NoneOf: case Op::AtLeast: case Op::AtMost:
    case Op::Exactly: case Op::Choose: case Op::Select: case Op::Criterion: case Op::Section: case Op::Drop:
    case Op::Halt:
      break;  // what asks for more than its operands: machine.cpp
      // clang-format on
  }
  trail.operation(count, stack_.back(), said, said == nullptr && tested_code == nullptr ? all : warned_of, tested_code);
}

template void Machine::step_value(const Instruction& instruction, Trail& trail);
template void Machine::step_value(const Instruction& instruction, NoTrail& trail);

}  // namespace crit
