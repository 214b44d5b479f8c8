#include "values_ops.hpp"

#include "text.hpp"

#include <algorithm>
#include <utility>

namespace crit {

std::optional<Number> add_numbers(const Number& left, const Number& right) { return add(left, right); }
std::optional<Number> subtract_numbers(const Number& left, const Number& right) { return subtract(left, right); }
std::optional<Number> multiply_numbers(const Number& left, const Number& right) { return multiply(left, right); }

namespace ops {
namespace {

const Number* exact_number(const Value& value) {
  const auto* number = std::get_if<NumberValue>(&value);
  return number != nullptr ? &number->number : nullptr;
}

Value fitted(const std::optional<Number>& number, const Warn& warn) {
  if (!number) {
    warn(ReasonCode::number_too_large);
    return Unknown{};
  }
  return NumberValue{*number};
}

// Both where each is known and one of them has no exact fraction.
std::optional<std::pair<Real, Real>> reals_of(const Value& left, const Value& right) {
  if (!is_range(left) && !is_range(right)) return std::nullopt;
  const std::optional<Real> one = real_of(left);
  const std::optional<Real> other = one ? real_of(right) : std::nullopt;
  return other ? std::optional(std::pair{*one, *other}) : std::nullopt;
}

// What `on_interval` makes of a range, with a warning where an end of it did not fit.
template <typename F>
Value of_ranges(Ranges& ranges, const Warn& warn, F&& on_interval) {
  bool lost = false;
  const Interval result = on_interval(lost);
  if (lost) warn(ReasonCode::number_too_large);
  return ranges.value(result);
}

Truth by_order(std::strong_ordering order, Comparison op) {
  switch (op) {
    case Comparison::is: return truth_of(order == std::strong_ordering::equal);
    case Comparison::is_not: return truth_of(order != std::strong_ordering::equal);
    case Comparison::less: return truth_of(order == std::strong_ordering::less);
    case Comparison::less_equal: return truth_of(order != std::strong_ordering::greater);
    case Comparison::greater: return truth_of(order == std::strong_ordering::greater);
    case Comparison::greater_equal: return truth_of(order != std::strong_ordering::less);
  }
  return Truth::unknown;
}

Truth equality(bool equal, Comparison op) { return truth_of(equal == (op == Comparison::is)); }

}  // namespace

Value fitted(const std::optional<Real>& real, Ranges& ranges, const Warn& warn) {
  if (real) return ranges.value(*real);
  warn(ReasonCode::number_too_large);
  return Unknown{};
}

Warning backwards(const SpanValue& span) {
  return {Reason{ReasonCode::span_backwards, {}}, Reason{ReasonCode::span_backwards_of, {span.from, span.to}}};
}

Value negated(const Value& value, Ranges& ranges, const Warn& warn) {
  if (const Number* number = exact_number(value)) return fitted(negate(*number), warn);
  if (const std::optional<Real> real = real_of(value)) return fitted(negate(*real, ranges.reals), ranges, warn);
  const Interval* range = range_of(value);
  return range == nullptr ? Value(Unknown{})
                          : of_ranges(ranges, warn, [&](bool& lost) { return negate(*range, lost); });
}

Value arithmetic(const Value& left, const Value& right, NumberOp op, Ranges& ranges, const Warn& warn) {
  const Number* exact_left = exact_number(left);
  const Number* exact_right = exact_number(right);
  if (exact_left != nullptr && exact_right != nullptr) return fitted(op(*exact_left, *exact_right), warn);
  if (const auto reals = reals_of(left, right)) {
    const auto& [one, other] = *reals;
    if (op == add_numbers) return fitted(add(one, other, ranges.reals), ranges, warn);
    return fitted(op == subtract_numbers ? subtract(one, other, ranges.reals) : multiply(one, other, ranges.reals),
                  ranges, warn);
  }
  const std::optional<Interval> l = interval_of(left);
  const std::optional<Interval> r = interval_of(right);
  if (!l || !r) return Unknown{};
  return of_ranges(ranges, warn, [&](bool& lost) {
    return op == add_numbers        ? add(*l, *r, lost)
           : op == subtract_numbers ? subtract(*l, *r, lost)
                                    : multiply(*l, *r, lost);
  });
}

Value divided(const Value& left, const Value& right, Ranges& ranges, const Warn& warn) {
  const Number* exact_left = exact_number(left);
  const Number* exact_right = exact_number(right);
  if (!is_number(left) || !is_number(right)) return Unknown{};
  const std::optional<Real> divisor = real_of(right);
  if (divisor && is_zero(*divisor)) {
    warn(ReasonCode::division_by_zero);
    return Unknown{};
  }
  if (exact_left != nullptr && exact_right != nullptr) return fitted(divide(*exact_left, *exact_right), warn);
  if (const auto reals = reals_of(left, right))
    return fitted(divide(reals->first, reals->second, ranges.reals), ranges, warn);
  return of_ranges(ranges, warn, [&](bool& lost) { return divide(*interval_of(left), *interval_of(right), lost); });
}

Value converted(const Value& value, const Conversion& conversion, Ranges& ranges, const Warn& warn) {
  if (const Number* number = exact_number(value)) {
    const std::optional<Number> product = multiply(*number, conversion.factor);
    return fitted(product ? add(*product, conversion.offset) : std::nullopt, warn);
  }
  if (const std::optional<Real> real = real_of(value)) {
    const std::optional<Real> product = multiply(*real, conversion.factor, ranges.reals);
    return fitted(product ? add(*product, conversion.offset, ranges.reals) : std::nullopt, ranges, warn);
  }
  const Interval* range = range_of(value);
  if (range == nullptr) return Unknown{};
  return of_ranges(ranges, warn, [&](bool& lost) {
    return add(multiply(*range, Interval::point(conversion.factor), lost), Interval::point(conversion.offset), lost);
  });
}

Value rounded(const Value& value, std::uint32_t places, Ranges& ranges, const Warn& warn) {
  if (const Number* number = exact_number(value)) return fitted(number->round_to(static_cast<int>(places)), warn);
  if (const std::optional<Real> real = real_of(value)) return fitted(round_to(*real, static_cast<int>(places)), warn);
  const Interval* range = range_of(value);
  return range == nullptr
             ? Value(Unknown{})
             : of_ranges(ranges, warn, [&](bool& lost) { return rounded(*range, static_cast<int>(places), lost); });
}

Value round_to_integer(const Value& value, bool up, Ranges& ranges, const Warn& warn) {
  if (const Number* number = exact_number(value)) return fitted(up ? number->ceiling() : number->floor(), warn);
  if (const std::optional<Real> real = real_of(value)) return fitted(up ? ceiling(*real) : floor(*real), warn);
  const Interval* range = range_of(value);
  return range == nullptr
             ? Value(Unknown{})
             : of_ranges(ranges, warn, [&](bool& lost) { return up ? ceiling(*range, lost) : floor(*range, lost); });
}

Value extreme(const Value& left, const Value& right, bool greatest, Ranges& ranges) {
  const Number* exact_left = exact_number(left);
  const Number* exact_right = exact_number(right);
  if (exact_left != nullptr && exact_right != nullptr) return (*exact_left < *exact_right) == greatest ? right : left;
  if (const auto reals = reals_of(left, right))
    return (compare(reals->first, reals->second) < 0) == greatest ? right : left;
  const std::optional<Interval> l = interval_of(left);
  const std::optional<Interval> r = interval_of(right);
  if (!l || !r) return Unknown{};
  return ranges.value(greatest ? greater(*l, *r) : lesser(*l, *r));
}

// Of partial dates: the interval of what the earlier (later) one may be.
Value extreme_date(const Value& left, const Value& right, bool later) {
  const auto* l = std::get_if<Date>(&left);
  const auto* r = std::get_if<Date>(&right);
  if (l == nullptr || r == nullptr) return Unknown{};
  if (later) return Date{std::max(l->first, r->first), std::max(l->last, r->last)};
  return Date{std::min(l->first, r->first), std::min(l->last, r->last)};
}

Value span(const Value& from, const Value& to) {
  const auto* l = std::get_if<Date>(&from);
  const auto* r = std::get_if<Date>(&to);
  if (l == nullptr || r == nullptr) return Unknown{};
  return SpanValue{*l, *r};
}

std::optional<std::vector<Date>> shifted(const Value& date, const Value& duration, bool back, LeapRule rule,
                                         const Warn& warn) {
  const auto* d = std::get_if<Date>(&date);
  const auto* u = std::get_if<Duration>(&duration);
  if (d == nullptr || u == nullptr) return std::nullopt;
  std::optional<std::vector<Date>> result = steps(*d, *u, back, rule);
  if (!result) warn(ReasonCode::out_of_calendar);
  return result;
}

std::optional<WholeNumbers> span_years(const Value& value, LeapRule rule, const Warn& warn) {
  const auto* s = std::get_if<SpanValue>(&value);
  if (s == nullptr) return std::nullopt;
  if (s->from.first > s->to.last) warn(backwards(*s));
  return years_between(s->from, s->to, rule);
}

std::optional<WholeNumbers> span_days(const Value& value, const Warn& warn) {
  const auto* s = std::get_if<SpanValue>(&value);
  if (s == nullptr) return std::nullopt;
  if (s->from.first > s->to.last) warn(backwards(*s));
  return days_between(s->from, s->to);
}

Truth compare_numbers(const Value& left, Comparison op, const Value& right) {
  const Number* exact_left = exact_number(left);
  const Number* exact_right = exact_number(right);
  if (exact_left != nullptr && exact_right != nullptr) return by_order(*exact_left <=> *exact_right, op);
  if (const auto reals = reals_of(left, right)) return by_order(compare(reals->first, reals->second), op);
  const std::optional<Interval> l = interval_of(left);
  const std::optional<Interval> r = interval_of(right);
  return l && r ? compare(*l, op, *r) : Truth::unknown;
}

Truth compare_dates(const Value& left, Comparison op, const Value& right) {
  const auto* l = std::get_if<Date>(&left);
  const auto* r = std::get_if<Date>(&right);
  return l == nullptr || r == nullptr ? Truth::unknown : compare(*l, op, *r);
}

Truth compare_spans(const Value& value, Comparison op, const Value& duration, LeapRule rule, const Warn& warn) {
  const auto* s = std::get_if<SpanValue>(&value);
  const auto* u = std::get_if<Duration>(&duration);
  if (s == nullptr || u == nullptr) return Truth::unknown;
  const SpanTruth result = compare_span(s->from, s->to, op, *u, rule);
  if (result.backwards) warn(backwards(*s));
  if (result.overflow) warn(ReasonCode::out_of_calendar);
  return result.truth;
}

Truth compare_durations(const Value& left, Comparison op, const Value& right) {
  const auto* l = std::get_if<Duration>(&left);
  const auto* r = std::get_if<Duration>(&right);
  return l == nullptr || r == nullptr ? Truth::unknown : compare(*l, op, *r);
}

Truth compare_alternatives(const Value& left, Comparison op, const Value& right) {
  const auto* l = std::get_if<Alternative>(&left);
  const auto* r = std::get_if<Alternative>(&right);
  return l == nullptr || r == nullptr ? Truth::unknown : by_order(l->index <=> r->index, op);
}

Truth compare_texts(const Value& left, Comparison op, const Value& right) {
  const auto* l = std::get_if<TextValue>(&left);
  const auto* r = std::get_if<TextValue>(&right);
  return l == nullptr || r == nullptr ? Truth::unknown : equality(*l == *r, op);
}

// The words one after the other, and whole: "gh" is not in "ghrelin", and "growth hormone" is in "No growth  hormone.".
Truth contains_text(const Value& text, const Value& words) {
  const auto* l = std::get_if<TextValue>(&text);
  const auto* r = std::get_if<TextValue>(&words);
  if (l == nullptr || r == nullptr) return Truth::unknown;
  return truth_of(contains_words(l->data->compared, r->data->compared));
}

Truth compare_truths(const Value& left, Comparison op, const Value& right) {
  const auto* l = std::get_if<Truth>(&left);
  const auto* r = std::get_if<Truth>(&right);
  if (l == nullptr || r == nullptr || *l == Truth::unknown || *r == Truth::unknown) return Truth::unknown;
  return equality(*l == *r, op);
}

Truth in_values(const Value& value, const std::vector<Value>& list) {
  if (is_unknown(value)) return Truth::unknown;
  Truth result = Truth::no;
  for (const Value& element : list) {
    Truth one = Truth::no;
    if (std::holds_alternative<NumberValue>(value) || std::holds_alternative<RangeValue>(value))
      one = compare_numbers(value, Comparison::is, element);
    else if (std::holds_alternative<Date>(value))
      one = compare_dates(value, Comparison::is, element);
    else if (std::holds_alternative<TextValue>(value))
      one = compare_texts(value, Comparison::is, element);
    else
      one = truth_of(value == element);
    result = truth_or(result, one);
  }
  return result;
}

Truth in_codes(const Value& value, const CodeSet& set, Day on) {
  const auto* code = std::get_if<CodeValue>(&value);
  if (code == nullptr || code->data->system != set.system) return Truth::unknown;
  return membership(set, code->data->compared, on).truth;
}

const Reason* why_no_member(const Membership& membership, Day on, Reasons& reasons) {
  if (membership.truth == Truth::yes) return nullptr;
  const Reason* reason = nullptr;
  const auto say = [&](const Reason* more) {
    reason = reason == nullptr ? more : reasons.keep(ReasonCode::code_and, {reason, more});
  };
  if (const CodeEntry* entry = membership.outdated) {
    const bool is_over = entry->valid_to && *entry->valid_to < on;
    const Day day = is_over ? *entry->valid_to : *entry->valid_from;
    say(reasons.keep(is_over ? ReasonCode::code_was_valid : ReasonCode::code_not_yet_valid, {Date{day, day}}));
  }
  if (membership.less_specific) say(reasons.keep(ReasonCode::code_less_specific));
  if (membership.example) say(reasons.keep(ReasonCode::code_no_example));
  return reason;
}

const Reason* why_no_member(const Value& value, const CodeSet& set, Day on, Reasons& reasons) {
  const auto* code = std::get_if<CodeValue>(&value);
  if (code == nullptr) return nullptr;
  if (code->data->system != set.system) return reasons.keep(ReasonCode::other_system, {code->data->system, set.system});
  return why_no_member(membership(set, code->data->compared, on), on, reasons);
}

}  // namespace ops
}  // namespace crit
