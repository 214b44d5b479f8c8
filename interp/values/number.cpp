#include "number.hpp"

#include <algorithm>
#include <cmath>

#include "number_parts.hpp"

// Reading and showing numbers is in number_text.cpp.
namespace crit {

NumberParts NumberParts::of(const Number& value) {
  return {value.is_negative(), magnitude(value.numerator_), static_cast<UInt128>(value.denominator_)};
}

std::optional<Number> NumberParts::number() const {
  if (numerator > largest_positive + (negative ? 1U : 0U) || denominator > largest_positive) return std::nullopt;
  Number result;
  result.numerator_ = static_cast<Int128>(negative ? UInt128{0} - numerator : numerator);
  result.denominator_ = static_cast<Int128>(denominator);
  return result;
}

std::optional<Number> Number::ratio(Int128 numerator, Int128 denominator) {
  if (denominator == 0) return std::nullopt;
  const UInt128 above = magnitude(numerator);
  const UInt128 below = magnitude(denominator);
  if (above == 0) return Number();
  const UInt128 common = common_divisor(above, below);
  return NumberParts{(numerator < 0) != (denominator < 0), quotient(above, common), quotient(below, common)}.number();
}

std::optional<std::int64_t> Number::as_int64() const {
  if (!is_whole() || !is_narrow_signed(numerator_)) return std::nullopt;
  return static_cast<std::int64_t>(numerator_);
}

// -------------------------------------------------------------------------------------------------------------------
// Comparing and computing
// -------------------------------------------------------------------------------------------------------------------

std::strong_ordering operator<=>(const Number& left, const Number& right) {
  const auto order = [](const auto& first, const auto& second) {
    return first < second   ? std::strong_ordering::less
           : second < first ? std::strong_ordering::greater
                            : std::strong_ordering::equal;
  };
  if (left.denominator_ == right.denominator_) return order(left.numerator_, right.numerator_);
  if (left.is_negative() != right.is_negative()) {
    return left.is_negative() ? std::strong_ordering::less : std::strong_ordering::greater;
  }
  if (is_narrow_signed(left.numerator_) && is_narrow_signed(right.numerator_) && is_narrow_signed(left.denominator_) &&
      is_narrow_signed(right.denominator_)) {
    return order(left.numerator_ * right.denominator_, right.numerator_ * left.denominator_);
  }
  const Wide left_product = wide_product(magnitude(left.numerator_), static_cast<UInt128>(right.denominator_));
  const Wide right_product = wide_product(magnitude(right.numerator_), static_cast<UInt128>(left.denominator_));
  if (left_product == right_product) return std::strong_ordering::equal;
  return left_product.less(right_product) != left.is_negative() ? std::strong_ordering::less
                                                                : std::strong_ordering::greater;
}

namespace {

// The sum of two fractions, subtracting the second when asked (negating it first could overflow).
std::optional<Number> sum(const NumberParts& left, NumberParts right, bool subtracting) {
  right.negative ^= subtracting;
  // With the denominators' common divisor g, a/b + c/d = (a (d/g) + c (b/g)) / (b/g d), and only a divisor of g can
  // still be common to both (Knuth, 4.5.1).
  const UInt128 common =
      left.denominator == right.denominator ? left.denominator : common_divisor(left.denominator, right.denominator);
  const UInt128 left_rest = quotient(left.denominator, common);
  const UInt128 right_rest = quotient(right.denominator, common);
  const Wide left_term = wide_product(left.numerator, right_rest);
  const Wide right_term = wide_product(right.numerator, left_rest);
  NumberParts result{left.negative, 0, 1};
  Wide numerator;
  if (left.negative == right.negative) {
    numerator = wide_sum(left_term, right_term);
  } else if (right_term.less(left_term)) {
    numerator = wide_difference(left_term, right_term);
  } else {
    numerator = wide_difference(right_term, left_term);
    result.negative = right.negative;
  }
  if (numerator == Wide{}) return Number();
  UInt128 shared = 1;
  if (common != 1) {
    shared = common_divisor(wide_divide(numerator, common).remainder, common);
    numerator = wide_divide(numerator, shared).quotient;
  }
  if (numerator.high != 0) return std::nullopt;
  result.numerator = numerator.low;
  const auto denominator = checked_product(left_rest, quotient(right.denominator, shared));
  if (!denominator) return std::nullopt;
  result.denominator = *denominator;
  return result.number();
}

// a/b * c/d, each numerator first reduced by the other's denominator, so that only a product that does not fit
// overflows.
std::optional<Number> product(const NumberParts& left, const NumberParts& right) {
  if (left.numerator == 0 || right.numerator == 0) return Number();
  const UInt128 first = common_divisor(left.numerator, right.denominator);
  const UInt128 second = common_divisor(right.numerator, left.denominator);
  const auto numerator = checked_product(quotient(left.numerator, first), quotient(right.numerator, second));
  const auto denominator = checked_product(quotient(left.denominator, second), quotient(right.denominator, first));
  if (!numerator || !denominator) return std::nullopt;
  return NumberParts{left.negative != right.negative, *numerator, *denominator}.number();
}

}  // namespace

std::optional<Number> add(const Number& left, const Number& right) {
  return sum(NumberParts::of(left), NumberParts::of(right), false);
}

std::optional<Number> subtract(const Number& left, const Number& right) {
  return sum(NumberParts::of(left), NumberParts::of(right), true);
}

std::optional<Number> multiply(const Number& left, const Number& right) {
  return product(NumberParts::of(left), NumberParts::of(right));
}

std::optional<Number> divide(const Number& left, const Number& right) {
  const NumberParts divisor = NumberParts::of(right);
  if (divisor.numerator == 0) return std::nullopt;
  return product(NumberParts::of(left), {divisor.negative, divisor.denominator, divisor.numerator});
}

std::optional<Number> negate(const Number& value) {
  NumberParts parts = NumberParts::of(value);
  parts.negative = !parts.negative && parts.numerator != 0;
  return parts.number();
}

std::optional<Number> power(const Number& base, int exponent) {
  const NumberParts parts = NumberParts::of(base);
  const unsigned steps = exponent < 0 ? 0U - static_cast<unsigned>(exponent) : static_cast<unsigned>(exponent);
  if (parts.numerator == 0 && exponent < 0) return std::nullopt;
  auto above = checked_power(parts.numerator, steps);
  auto below = checked_power(parts.denominator, steps);
  if (!above || !below) return std::nullopt;
  if (exponent < 0) std::swap(above, below);
  return NumberParts{parts.negative && (steps & 1U) != 0, *above, *below}.number();
}

// -------------------------------------------------------------------------------------------------------------------
// Rounding
// -------------------------------------------------------------------------------------------------------------------

namespace {

// The whole number next to the value: toward zero, or away from it.
std::optional<Number> whole_part(const NumberParts& parts, bool away_from_zero) {
  const UInt128 whole = quotient(parts.numerator, parts.denominator);
  const UInt128 step = away_from_zero && parts.denominator != 1 ? 1U : 0U;  // reduced: another denominator has a rest
  return NumberParts{parts.negative && whole + step != 0, whole + step, 1}.number();
}

}  // namespace

std::optional<Number> Number::round_to(int places) const {
  const NumberParts parts = NumberParts::of(*this);
  if (places < 0 || places > 30) return std::nullopt;
  const UInt128 scale = *checked_power(10, static_cast<unsigned>(places));
  if (remainder_of(scale, parts.denominator) == 0) return *this;  // no more places than asked for
  // Whole part and rest apart: the rest times the scale, rounded, is at most the scale, however large the whole is.
  const UInt128 whole = quotient(parts.numerator, parts.denominator);
  const UInt128 rest = parts.numerator - whole * parts.denominator;
  const WideQuotient scaled = wide_divide(wide_product(rest, scale), parts.denominator);
  const bool up = scaled.remainder >= parts.denominator - scaled.remainder;
  const UInt128 rounded = scaled.quotient.low + (up ? 1U : 0U);
  const UInt128 common = rounded == 0 ? scale : common_divisor(rounded, scale);
  const NumberParts fraction{parts.negative, quotient(rounded, common), quotient(scale, common)};
  return sum({parts.negative, whole, 1}, fraction, false);
}

std::optional<Number> Number::ceiling() const { return whole_part(NumberParts::of(*this), !is_negative()); }
std::optional<Number> Number::floor() const { return whole_part(NumberParts::of(*this), is_negative()); }

double Number::to_double() const {
  const NumberParts parts = NumberParts::of(*this);
  constexpr UInt128 exact_in_double = UInt128{1} << 53U;
  if (parts.numerator == 0) return 0;
  double result = 0;
  if (parts.numerator <= exact_in_double && parts.denominator <= exact_in_double) {
    result = static_cast<double>(static_cast<std::uint64_t>(parts.numerator)) /
             static_cast<double>(static_cast<std::uint64_t>(parts.denominator));
  } else {
    // 63 or 64 bits of the quotient, the lowest set if anything follows: the conversion then rounds once, rightly.
    const int shift = 63 - (bit_length(parts.numerator) - bit_length(parts.denominator));
    const Wide above = wide_shift(parts.numerator, std::max(shift, 0));
    const UInt128 below = parts.denominator << std::max(-shift, 0);
    const WideQuotient scaled = wide_divide(above, below);
    const std::uint64_t sticky = scaled.remainder != 0 ? 1 : 0;
    result = std::ldexp(static_cast<double>(static_cast<std::uint64_t>(scaled.quotient.low) | sticky), -shift);
  }
  return parts.negative ? -result : result;
}

}  // namespace crit
