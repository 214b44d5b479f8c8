// What single operations make of values: Unknown in, unknown out; what does not fit is unknown with a warning.
// Pure functions, no machine state; several possible values are taken apart before they get here.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "code.hpp"
#include "conversion.hpp"
#include "day_pairs.hpp"
#include "lms.hpp"
#include "reason.hpp"
#include "value.hpp"

namespace crit {

using NumberOp = std::optional<Number> (*)(const Number&, const Number&);
std::optional<Number> add_numbers(const Number& left, const Number& right);
std::optional<Number> subtract_numbers(const Number& left, const Number& right);
std::optional<Number> multiply_numbers(const Number& left, const Number& right);

namespace ops {

// Why a result is unknown. Where several items of a list have the same, it is told once, of the first.
struct Warning {
  Reason reason;
  std::optional<Reason> of_this = {};             // the same, with the values at hand
  Warning(ReasonCode code) : reason{code, {}} {}  // NOLINT: most have nothing to name
  Warning(Reason of, std::optional<Reason> more) : reason(std::move(of)), of_this(std::move(more)) {}
};
using Warn = std::function<void(Warning)>;
Warning backwards(const SpanValue& span);  // its first date is after its second

// Of numbers and of ranges (values/interval.hpp); the ranges that come out are kept in `ranges`.
Value negated(const Value& value, Ranges& ranges, const Warn& warn);
Value arithmetic(const Value& left, const Value& right, NumberOp op, Ranges& ranges, const Warn& warn);
Value divided(const Value& left, const Value& right, Ranges& ranges, const Warn& warn);
Value converted(const Value& value, const Conversion& conversion, Ranges& ranges, const Warn& warn);
Value rounded(const Value& value, std::uint32_t places, Ranges& ranges, const Warn& warn);
// Of numbers without an exact fraction, see values/real.hpp (real_ops.cpp).
Value fitted(const std::optional<Real>& real, Ranges& ranges,
             const Warn& warn);  // unknown, with a warning, where there is none
Value square_root(const Value& value, Ranges& ranges, const Warn& warn);
Value exponential(const Value& value, Ranges& ranges, const Warn& warn);
Value logarithm(const Value& value, Ranges& ranges, const Warn& warn);
Value power(const Value& base, const Value& exponent, Ranges& ranges, const Warn& warn);
Value z_percentile(const Value& value, Ranges& ranges, const Warn& warn);
Value percentile_z(const Value& value, Ranges& ranges, const Warn& warn);
Value lms_score(const Value& x, const Value& l, const Value& m, const Value& s, Ranges& ranges, const Warn& warn);
// The same where each may be one of many: what lies between the least and the greatest score. Unknown where one of them
// is.
Value lms_score_of_many(const std::vector<Value>& x, const std::vector<Value>& l, const std::vector<Value>& m,
                        const std::vector<Value>& s, Ranges& ranges, const Warn& warn);
Value round_to_integer(const Value& value, bool up, Ranges& ranges, const Warn& warn);
Value extreme(const Value& left, const Value& right, bool greatest, Ranges& ranges);
Value extreme_date(const Value& left, const Value& right, bool later);
Value span(const Value& from, const Value& to);
// `rule` is the policy's leap-birthday rule. It applies only when time is added; going back ignores it.
std::optional<std::vector<Date>> shifted(const Value& date, const Value& duration, bool back, LeapRule rule,
                                         const Warn& warn);
std::optional<WholeNumbers> span_years(const Value& span, LeapRule rule, const Warn& warn);
std::optional<WholeNumbers> span_days(const Value& span, const Warn& warn);

Truth compare_numbers(const Value& left, Comparison op, const Value& right);
Truth compare_dates(const Value& left, Comparison op, const Value& right);
Truth compare_spans(const Value& span, Comparison op, const Value& duration, LeapRule rule, const Warn& warn);
Truth compare_durations(const Value& left, Comparison op, const Value& right);
Truth compare_alternatives(const Value& left, Comparison op, const Value& right);
Truth compare_texts(const Value& left, Comparison op, const Value& right);
Truth contains_text(const Value& text, const Value& words);
Truth compare_truths(const Value& left, Comparison op, const Value& right);
Truth in_values(const Value& value, const std::vector<Value>& list);
Truth in_codes(const Value& value, const CodeSet& set, Day on);
// Why a code is no sure member; null where it is one, or is simply another code.
const Reason* why_no_member(const Membership& membership, Day on, Reasons& reasons);
const Reason* why_no_member(const Value& value, const CodeSet& set, Day on, Reasons& reasons);

}  // namespace ops
}  // namespace crit
