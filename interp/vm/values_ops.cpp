#include "values_ops.hpp"

#include "text.hpp"

#include <algorithm>

namespace crit {

std::optional<Number> add_numbers(const Number& left, const Number& right) { return add(left, right); }
std::optional<Number> subtract_numbers(const Number& left, const Number& right) { return subtract(left, right); }
std::optional<Number> multiply_numbers(const Number& left, const Number& right) { return multiply(left, right); }

namespace ops {
namespace {

constexpr const char* too_large = "a number grew larger or finer than crit keeps exactly; the result is unknown";
constexpr const char* calendar_end = "a date fell outside the years 1 to 9999; the result is unknown";

Warning backwards(const SpanValue& span) {
  return {"a span runs backwards: its first date is after its second; the result is unknown",
          "a span runs backwards: its first date, " + to_string(span.from) + ", is after its second, " + to_string(span.to) + "; the result is unknown"};
}

const Number* exact_number(const Value& value) {
  const auto* number = std::get_if<NumberValue>(&value);
  return number != nullptr && number->bound == Bound::exact ? &number->number : nullptr;
}

Value fitted(const std::optional<Number>& number, const Warn& warn, Bound bound = Bound::exact) {
  if (!number) {
    warn({too_large, {}});
    return Unknown{};
  }
  return NumberValue{*number, bound};
}

Bound flipped(Bound bound) { return bound == Bound::exact ? bound : bound == Bound::at_least ? Bound::at_most : Bound::at_least; }

// Of two that bound their sum: nullopt where the one is a bound from below, and the other from above.
std::optional<Bound> both(Bound left, Bound right) {
  if (left == Bound::exact) return right;
  return right == Bound::exact || right == left ? std::optional(left) : std::nullopt;
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

Value negated(const Value& value) {
  const auto* number = std::get_if<NumberValue>(&value);
  if (number == nullptr) return Unknown{};
  const std::optional<Number> result = negate(number->number);
  if (!result) return Unknown{};
  return NumberValue{*result, flipped(number->bound)};
}

Value arithmetic(const Value& left, const Value& right, NumberOp op, const Warn& warn) {
  const auto* l = std::get_if<NumberValue>(&left);
  const auto* r = std::get_if<NumberValue>(&right);
  if (l == nullptr || r == nullptr) return Unknown{};
  std::optional<Bound> bound = Bound::exact;
  if (op == add_numbers) {
    bound = both(l->bound, r->bound);
  } else if (op == subtract_numbers) {
    bound = both(l->bound, flipped(r->bound));
  } else if (l->bound != Bound::exact || r->bound != Bound::exact) {
    // A bound by a number that is known; by zero it is zero, whatever it bounds.
    const bool left_known = l->bound == Bound::exact;
    const Number& known = left_known ? l->number : r->number;
    if (!left_known && r->bound != Bound::exact) bound = std::nullopt;
    else if (!known.is_zero()) bound = known.is_negative() ? flipped(left_known ? r->bound : l->bound) : left_known ? r->bound : l->bound;
  }
  return bound ? fitted(op(l->number, r->number), warn, *bound) : Value(Unknown{});
}

Value divided(const Value& left, const Value& right, const Warn& warn) {
  const auto* l = std::get_if<NumberValue>(&left);
  const Number* r = exact_number(right);
  if (l == nullptr || r == nullptr) return Unknown{};
  if (r->is_zero()) {
    warn({"a division by zero; the result is unknown", {}});
    return Unknown{};
  }
  return fitted(divide(l->number, *r), warn, r->is_negative() ? flipped(l->bound) : l->bound);
}

Value converted(const Value& value, const Conversion& conversion, const Warn& warn) {
  const auto* number = std::get_if<NumberValue>(&value);
  if (number == nullptr) return Unknown{};
  const std::optional<Number> product = multiply(number->number, conversion.factor);
  const std::optional<Number> result = product ? add(*product, conversion.offset) : std::nullopt;
  if (!result) {
    warn({too_large, {}});
    return Unknown{};
  }
  return NumberValue{*result, number->bound};  // factors are positive: a bound stays one
}

Value rounded(const Value& value, std::uint32_t places, const Warn& warn) {
  const auto* number = std::get_if<NumberValue>(&value);
  return number == nullptr ? Value(Unknown{}) : fitted(number->number.round_to(static_cast<int>(places)), warn, number->bound);
}

Value lms_score(const Value& x, const Value& l, const Value& m, const Value& s, const Warn& warn) {
  const Number* parts[] = {exact_number(x), exact_number(l), exact_number(m), exact_number(s)};
  if (std::any_of(std::begin(parts), std::end(parts), [](const Number* part) { return part == nullptr; })) return Unknown{};
  for (const Number* part : {parts[0], parts[2], parts[3]}) {
    if (part->is_negative() || part->is_zero()) {
      warn({"a standard deviation score is of a measurement, M and S above zero; the result is unknown", {}});
      return Unknown{};
    }
  }
  return fitted(lms_z(*parts[0], *parts[1], *parts[2], *parts[3]), warn);
}

Value whole(const Value& value, bool up, const Warn& warn) {
  const auto* number = std::get_if<NumberValue>(&value);
  return number == nullptr ? Value(Unknown{}) : fitted(up ? number->number.ceiling() : number->number.floor(), warn, number->bound);
}

Value extreme(const Value& left, const Value& right, bool greater) {
  const Number* l = exact_number(left);
  const Number* r = exact_number(right);
  if (l == nullptr || r == nullptr) return Unknown{};
  return (*l < *r) == greater ? right : left;
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

std::optional<std::vector<Date>> shifted(const Value& date, const Value& duration, bool back, LeapRule rule, const Warn& warn) {
  const auto* d = std::get_if<Date>(&date);
  const auto* u = std::get_if<Duration>(&duration);
  if (d == nullptr || u == nullptr) return std::nullopt;
  std::optional<std::vector<Date>> result = steps(*d, *u, back, rule);
  if (!result) warn({calendar_end, {}});
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
  const auto* l = std::get_if<NumberValue>(&left);
  const auto* r = std::get_if<NumberValue>(&right);
  if (l == nullptr || r == nullptr) return Truth::unknown;
  const std::strong_ordering order = l->number <=> r->number;
  if (l->bound == Bound::exact && r->bound == Bound::exact) return by_order(order, op);
  // What a bound leaves open: left may be anything above (or below), and so may right.
  const bool left_up = l->bound == Bound::at_least;
  const bool left_down = l->bound == Bound::at_most;
  const bool right_up = r->bound == Bound::at_least;
  const bool right_down = r->bound == Bound::at_most;
  const bool may_be_less = order == std::strong_ordering::less || left_down || right_up;
  const bool may_be_greater = order == std::strong_ordering::greater || left_up || right_down;
  const bool may_be_equal = order == std::strong_ordering::equal ||
                            (order == std::strong_ordering::less && (left_up || right_down)) ||
                            (order == std::strong_ordering::greater && (left_down || right_up));
  unsigned result = 0;
  if (may_be_less) result |= static_cast<unsigned>(by_order(std::strong_ordering::less, op));
  if (may_be_equal) result |= static_cast<unsigned>(by_order(std::strong_ordering::equal, op));
  if (may_be_greater) result |= static_cast<unsigned>(by_order(std::strong_ordering::greater, op));
  return static_cast<Truth>(result);
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
  if (result.overflow) warn({calendar_end, {}});
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

Truth in_values(const Value& value, const ValueList& list) {
  if (is_unknown(value)) return Truth::unknown;
  Truth result = Truth::no;
  for (const Value& element : list.values) {
    Truth one = Truth::no;
    if (std::holds_alternative<NumberValue>(value)) one = compare_numbers(value, Comparison::is, element);
    else if (std::holds_alternative<Date>(value)) one = compare_dates(value, Comparison::is, element);
    else if (std::holds_alternative<TextValue>(value)) one = compare_texts(value, Comparison::is, element);
    else one = truth_of(value == element);
    result = truth_or(result, one);
  }
  return result;
}

Truth in_codes(const Value& value, const CodeSet& set, Day on) {
  const auto* code = std::get_if<CodeValue>(&value);
  if (code == nullptr || code->data->system != set.system) return Truth::unknown;
  return membership(set, code->data->compared, on).truth;
}

std::string explain_code(const Value& value, const CodeSet& set, Day on) {
  const auto* code = std::get_if<CodeValue>(&value);
  if (code == nullptr) return "";
  if (code->data->system != set.system) return "a code of " + code->data->system + ", and the policy lists " + set.system;
  return explain(membership(set, code->data->compared, on), on);
}

}  // namespace ops
}  // namespace crit
