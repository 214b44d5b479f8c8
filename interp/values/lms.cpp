#include "lms.hpp"

namespace crit {
namespace {

__extension__ typedef unsigned __int128 Wide;

// Fixed point: whole numbers of 2^-60. The error of a score is far below 10^-9 for all L and S that growth charts have.
constexpr int point = 60;
constexpr Int128 one = static_cast<Int128>(1) << point;
constexpr Int128 ln2 = (static_cast<Int128>(799144290325165979LL));  // ln 2 * 2^60
constexpr Int128 largest = static_cast<Int128>(1) << 100;            // of what is still multiplied

Int128 magnitude(Int128 value) { return value < 0 ? -value : value; }

// numerator / denominator in fixed point, by long division: no step needs more than 128 bits. The denominator is above zero.
std::optional<Int128> ratio(Int128 numerator, Int128 denominator) {
  const bool negative = numerator < 0;
  const Wide divisor = static_cast<Wide>(denominator);
  const Wide top = static_cast<Wide>(magnitude(numerator));
  Wide quotient = top / divisor;
  Wide rest = top % divisor;
  if (quotient >= (static_cast<Wide>(1) << 60U)) return std::nullopt;
  for (int i = 0; i < point; ++i) {
    rest *= 2;  // divisor < 2^127
    quotient *= 2;
    if (rest >= divisor) {
      rest -= divisor;
      ++quotient;
    }
  }
  return negative ? -static_cast<Int128>(quotient) : static_cast<Int128>(quotient);
}

std::optional<Int128> fixed(const Number& value) { return ratio(value.numerator(), value.denominator()); }

// Both below 2^67, that is numbers below 128; or one of them below one.
Int128 times(Int128 left, Int128 right) {
  const bool negative = (left < 0) != (right < 0);
  const Int128 a = magnitude(left);
  const Int128 b = magnitude(right);
  const Int128 whole = (a >> point) * b;
  const Int128 part = a & (one - 1);
  const Int128 result = whole + (part >> 30) * (b >> 30) + (((part & ((static_cast<Int128>(1) << 30) - 1)) * (b >> 30)) >> 30) + (((part >> 30) * (b & ((static_cast<Int128>(1) << 30) - 1))) >> 30);
  return negative ? -result : result;
}

// The natural logarithm: x = 2^k m with m in [0.7, 1.41], and ln m = 2 artanh((m - 1) / (m + 1)), whose series is short there.
Int128 logarithm(Int128 value) {
  int halvings = 0;
  while (value > one + one / 5 * 2) {
    value /= 2;
    ++halvings;
  }
  while (value < one / 10 * 7) {
    value *= 2;
    --halvings;
  }
  const Int128 t = *ratio(value - one, value + one);
  const Int128 square = times(t, t);
  Int128 power = t;
  Int128 sum = 0;
  for (int odd = 1; power != 0; odd += 2) {
    sum += power / odd;
    power = times(power, square);
  }
  return 2 * sum + halvings * ln2;
}

// e to the power: 2^k e^r with r within half a ln 2.
Int128 exponential(Int128 value) {
  Int128 k = value / ln2;
  Int128 r = value - k * ln2;
  if (r > ln2 / 2) ++k, r -= ln2;
  if (r < -ln2 / 2) --k, r += ln2;
  Int128 term = one;
  Int128 sum = 0;
  for (int i = 1; term != 0; ++i) {
    sum += term;
    term = times(term, r) / i;
  }
  for (; k > 0; --k) sum *= 2;
  for (; k < 0 && sum != 0; ++k) sum /= 2;
  return sum;
}

Number four_decimals(Int128 score) {
  const Int128 scaled = magnitude(score) * 10000;
  Int128 whole = scaled >> point;
  const Int128 rest = scaled & (one - 1);
  if (rest > one / 2 || (rest == one / 2 && whole % 2 != 0)) ++whole;
  return *Number::ratio(score < 0 ? -whole : whole, 10000);
}

// Exactly, while the numbers fit; then half even.
std::optional<Number> exact_score(const Number& x, int l, const Number& m, const Number& s) {
  const auto quotient = divide(x, m);
  const auto raised = quotient ? power(*quotient, l) : std::nullopt;
  const auto above = raised ? subtract(*raised, 1) : std::nullopt;
  const auto spread = multiply(s, l);
  const auto score = above && spread ? divide(*above, *spread) : std::nullopt;
  const auto scaled = score ? multiply(*score, 10000) : std::nullopt;
  const auto below = scaled ? scaled->floor() : std::nullopt;
  const auto rest = below ? subtract(*scaled, *below) : std::nullopt;
  if (!rest) return std::nullopt;
  const Number half = *Number::ratio(1, 2);
  const bool up = *rest > half || (*rest == half && below->numerator() % 2 != 0);
  return Number::ratio(below->numerator() + (up ? 1 : 0), 10000);
}

}  // namespace

std::optional<Number> lms_z(const Number& x, const Number& l, const Number& m, const Number& s) {
  constexpr int small = 6;
  if (const auto whole = l.as_int64(); whole && *whole != 0 && *whole >= -small && *whole <= small) {
    if (const auto exact = exact_score(x, static_cast<int>(*whole), m, s)) return exact;
  }
  const auto top = fixed(x);
  const auto bottom = fixed(m);
  const auto spread = fixed(s);
  const auto power = fixed(l);
  if (!top || !bottom || !spread || !power || *top == 0 || *bottom == 0 || *spread == 0) return std::nullopt;
  const auto quotient = ratio(*top, *bottom);
  if (!quotient || *quotient == 0 || *spread > 64 * one || magnitude(*power) > 64 * one) return std::nullopt;
  const Int128 logged = logarithm(*quotient);
  Int128 score = 0;
  if (magnitude(*power) < one / 100) {
    const auto divided = ratio(logged, *spread);
    if (!divided) return std::nullopt;
    score = *divided;
  } else {
    const Int128 exponent = times(*power, logged);
    if (magnitude(exponent) > 40 * one) return std::nullopt;
    const Int128 scale = times(*power, *spread);
    if (scale == 0) return std::nullopt;
    const Int128 above = exponential(exponent) - one;
    const auto divided = ratio(scale < 0 ? -above : above, magnitude(scale));
    if (!divided) return std::nullopt;
    score = *divided;
  }
  if (magnitude(score) > largest) return std::nullopt;
  return four_decimals(score);
}

}  // namespace crit
