// Functions whose results mostly have no exact fraction. Of a range they give a range, where they are known to rise or
// fall over all of it; where it may hold a number that they are not defined for, nothing is known.
#include "values_ops.hpp"

#include <algorithm>
#include <utility>

namespace crit::ops {
namespace {

Value undefined(ReasonCode why, const Warn& warn) {
  warn(why);
  return Unknown{};
}

// The end of a result, where the function is `image` of an end of its operand. What has no exact fraction lies strictly
// inside the ends that are told of it.
std::optional<IntervalEnd> end_of(const std::optional<Real>& image, bool open, bool up, bool& lost) {
  lost = lost || !image;
  if (!image) return std::nullopt;
  if (image->is_rational()) return IntervalEnd{image->number, open};
  const Interval bounds = interval_of(*image);
  return up ? bounds.high : bounds.low;
}

// Of a function that rises (`falls`: falls) everywhere. An end that is missing gives a missing end, or `beyond_low`,
// `beyond_high`, which the function comes near to and never reaches.
template <typename F>
Value of_range(const Interval& range, bool falls, const std::optional<Number>& beyond_low,
               const std::optional<Number>& beyond_high, Ranges& ranges, const Warn& warn, F&& function) {
  bool lost = false;
  const auto end = [&](const std::optional<IntervalEnd>& one, bool up,
                       const std::optional<Number>& beyond) -> std::optional<IntervalEnd> {
    if (!one) return beyond ? std::optional(IntervalEnd{*beyond, true}) : std::nullopt;
    return end_of(function(Real(one->at)), one->open, up, lost);
  };
  Interval result;
  result.low = falls ? end(range.high, false, beyond_low) : end(range.low, false, beyond_low);
  result.high = falls ? end(range.low, true, beyond_high) : end(range.high, true, beyond_high);
  if (lost) warn(ReasonCode::number_too_large);
  return ranges.value(result);
}

bool is_above_zero(const Interval& range) {
  return range.low && (range.low->open ? !range.low->at.is_negative() : range.low->at > Number(0));
}
bool is_below(const Interval& range, const Number& limit) { return range.high && range.high->at < limit; }
const Interval nothing_known;

}  // namespace

Value square_root(const Value& value, Ranges& ranges, const Warn& warn) {
  const auto root = [&](const Real& of) { return crit::square_root(of, ranges.reals); };
  if (const std::optional<Real> real = real_of(value))
    return is_negative(*real) ? undefined(ReasonCode::root_below_zero, warn) : fitted(root(*real), ranges, warn);
  const Interval* range = range_of(value);
  if (range == nullptr) return Unknown{};
  if (is_below(*range, 0)) return undefined(ReasonCode::root_below_zero, warn);
  if (!range->low || range->low->at.is_negative()) return ranges.value(nothing_known);
  return of_range(*range, false, {}, {}, ranges, warn, root);
}

Value exponential(const Value& value, Ranges& ranges, const Warn& warn) {
  const auto raised = [&](const Real& of) { return crit::exponential(of, ranges.reals); };
  if (const std::optional<Real> real = real_of(value)) return fitted(raised(*real), ranges, warn);
  const Interval* range = range_of(value);
  return range == nullptr ? Value(Unknown{}) : of_range(*range, false, Number(0), {}, ranges, warn, raised);
}

Value logarithm(const Value& value, Ranges& ranges, const Warn& warn) {
  const auto logged = [&](const Real& of) {
    return of.number.is_zero() && of.is_rational() ? std::nullopt : crit::logarithm(of, ranges.reals);
  };
  if (const std::optional<Real> real = real_of(value)) {
    return is_negative(*real) || is_zero(*real) ? undefined(ReasonCode::no_logarithm, warn)
                                                : fitted(logged(*real), ranges, warn);
  }
  const Interval* range = range_of(value);
  if (range == nullptr) return Unknown{};
  if (range->high && range->high->at <= Number(0)) return undefined(ReasonCode::no_logarithm, warn);
  if (!is_above_zero(*range)) return ranges.value(nothing_known);
  Interval inside = *range;
  if (inside.low->at.is_zero()) inside.low.reset();  // as near to zero as you like: below all numbers
  return of_range(inside, false, {}, {}, ranges, warn, logged);
}

Value power(const Value& base, const Value& exponent, Ranges& ranges, const Warn& warn) {
  const std::optional<Real> by = real_of(exponent);
  const std::optional<Real> of = real_of(base);
  const bool is_whole = by && by->is_rational() && by->number.is_whole();
  if (by && of) {
    if (is_negative(*of) && !is_whole) return undefined(ReasonCode::power_of_negative, warn);
    if (is_negative(*by) && is_zero(*of)) return undefined(ReasonCode::zero_to_negative, warn);
    return fitted(crit::power(*of, *by, ranges.reals), ranges, warn);
  }
  const std::optional<Interval> range = interval_of(base);
  const std::optional<Interval> powers = interval_of(exponent);
  if (!range || !powers) return Unknown{};
  if (by) {
    // Above zero a power rises, or falls below the power of zero; zero itself has none below zero.
    const bool falls = is_negative(*by);
    if (is_zero(*by)) return NumberValue{Number(1)};
    if (!range->low || range->low->at.is_negative() || (falls && !is_above_zero(*range)))
      return ranges.value(nothing_known);
    const auto raised = [&](const Real& one) { return crit::power(one, *by, ranges.reals); };
    Interval inside = *range;
    if (falls && inside.low->at.is_zero()) inside.low.reset();
    return of_range(inside, falls, falls ? std::optional(Number(0)) : std::nullopt, {}, ranges, warn, raised);
  }
  if (!of || is_negative(*of) || is_zero(*of))
    return ranges.value(is_above_zero(*range) ? Interval::at_least(0, true) : nothing_known);
  const auto order = compare(*of, 1);
  if (order == std::strong_ordering::equal) return NumberValue{Number(1)};
  return of_range(*powers, order < 0, Number(0), {}, ranges, warn,
                  [&](const Real& one) { return crit::power(*of, one, ranges.reals); });
}

Value z_percentile(const Value& value, Ranges& ranges, const Warn& warn) {
  constexpr std::int64_t most = 20;
  const auto percentile = [&](const Real& of) { return crit::z_percentile(of, ranges.reals); };
  const auto is_beyond = [&](const Real& of) { return compare(of, most) > 0 || compare(of, -most) < 0; };
  if (const std::optional<Real> real = real_of(value))
    return is_beyond(*real) ? undefined(ReasonCode::no_score, warn) : fitted(percentile(*real), ranges, warn);
  const Interval* range = range_of(value);
  if (range == nullptr) return Unknown{};
  Interval inside = *range;  // an end that is beyond is no end
  if (inside.low && is_beyond(inside.low->at)) inside.low.reset();
  if (inside.high && is_beyond(inside.high->at)) inside.high.reset();
  return of_range(inside, false, Number(0), Number(100), ranges, warn, percentile);
}

Value percentile_z(const Value& value, Ranges& ranges, const Warn& warn) {
  const auto score = [&](const Real& of) { return crit::percentile_z(of, ranges.reals); };
  const auto is_inside = [](const Real& of) { return compare(of, 0) > 0 && compare(of, 100) < 0; };
  if (const std::optional<Real> real = real_of(value))
    return is_inside(*real) ? fitted(score(*real), ranges, warn) : undefined(ReasonCode::no_percentile, warn);
  const Interval* range = range_of(value);
  if (range == nullptr) return Unknown{};
  if (is_below(*range, 0) || (range->low && range->low->at > Number(100)))
    return undefined(ReasonCode::no_percentile, warn);
  Interval inside = *range;
  if (!inside.low || !inside.high || !is_above_zero(inside) || inside.high->at > Number(100) ||
      (inside.high->at == Number(100) && !inside.high->open)) {
    return ranges.value(nothing_known);
  }
  if (inside.low->at.is_zero()) inside.low.reset();
  if (inside.high->at == Number(100)) inside.high.reset();
  return of_range(inside, false, {}, {}, ranges, warn, score);
}

Value lms_score(const Value& x, const Value& l, const Value& m, const Value& s, Ranges& ranges, const Warn& warn) {
  if (is_unknown(x) || is_unknown(l) || is_unknown(m) || is_unknown(s)) return Unknown{};
  const auto above_zero = [&](const Real& part) {
    if (!is_negative(part) && !is_zero(part)) return true;
    warn(ReasonCode::score_not_above_zero);
    return false;
  };
  const std::optional<Real> by = real_of(l);
  const std::optional<Real> median = real_of(m);
  const std::optional<Real> spread = real_of(s);
  // Of parts of the reference that are ranges, no bound is worked out.
  if (!by || !median || !spread) return ranges.value(nothing_known);
  if (!above_zero(*median) || !above_zero(*spread)) return Unknown{};
  const auto score = [&](const Real& of) { return lms_z(of, *by, *median, *spread, ranges.reals); };
  if (const std::optional<Real> measured = real_of(x))
    return above_zero(*measured) ? fitted(score(*measured), ranges, warn) : Unknown{};
  // A score grows with what is measured. Where that may not be above zero there is no score.
  const Interval* range = range_of(x);
  if (range == nullptr) return Unknown{};
  if (!range->low || range->low->at.is_negative() || range->low->at.is_zero()) return ranges.value(nothing_known);
  return of_range(*range, false, {}, {}, ranges, warn, score);
}

// A score grows with x and with L ((y^L - 1) / L does for each y above zero) and falls as M grows; as S grows it comes
// nearer to zero. So the least and the greatest stand at the ends of each.
Value lms_score_of_many(const std::vector<Value>& x, const std::vector<Value>& l, const std::vector<Value>& m,
                        const std::vector<Value>& s, Ranges& ranges, const Warn& warn) {
  struct Ends {
    Value least;
    Value greatest;
  };
  const auto ends_of = [](const std::vector<Value>& options) -> std::optional<Ends> {  // of numbers that are each known
    std::size_t least = 0;
    std::size_t greatest = 0;
    std::vector<Real> reals;
    for (const Value& option : options) {
      const std::optional<Real> real = real_of(option);
      if (!real) return std::nullopt;
      reals.push_back(*real);
      if (compare(reals.back(), reals[least]) < 0) least = reals.size() - 1;
      if (compare(reals.back(), reals[greatest]) > 0) greatest = reals.size() - 1;
    }
    return Ends{options[least], options[greatest]};
  };
  for (const std::vector<Value>* part : {&x, &l, &m, &s}) {
    if (std::any_of(part->begin(), part->end(), is_unknown)) return Unknown{};
  }
  const std::optional<Ends> powers = ends_of(l);
  const std::optional<Ends> medians = ends_of(m);
  const std::optional<Ends> spreads = ends_of(s);
  if (!powers || !medians || !spreads) return ranges.value(nothing_known);
  const std::optional<Ends> measured = ends_of(x);
  std::optional<Interval> all;
  for (const Value& of : measured ? std::vector<Value>{measured->least, measured->greatest} : x) {
    for (const Value& spread : {spreads->least, spreads->greatest}) {
      for (const bool up : {false, true}) {
        const Value score = lms_score(of, up ? powers->greatest : powers->least,
                                      up ? medians->least : medians->greatest, spread, ranges, warn);
        const std::optional<Interval> one = interval_of(score);
        if (!one) return Unknown{};
        all = all ? hull(*all, *one) : *one;
      }
    }
  }
  return all ? ranges.value(*all) : Unknown{};
}

}  // namespace crit::ops
