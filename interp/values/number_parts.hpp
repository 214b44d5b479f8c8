// How number.cpp and number_text.cpp see a Number: a sign and two magnitudes, with the wide arithmetic behind them.
// Internal to interp/values; other folders use number.hpp.
#pragma once

#include <cstdint>
#include <numeric>
#include <optional>
#include <utility>

#include "number.hpp"

namespace crit {

__extension__ typedef unsigned __int128 UInt128;

// -------------------------------------------------------------------------------------------------------------------
// Parts of a fraction
// -------------------------------------------------------------------------------------------------------------------

// A fraction as a sign and two magnitudes. Magnitudes are unsigned so that the one number without a counterpart,
// numerator -2^127, needs no special case.
struct NumberParts {
  bool negative;
  UInt128 numerator;
  UInt128 denominator;

  static NumberParts of(const Number& value);
  // The Number, when it fits. The parts must be reduced already.
  std::optional<Number> number() const;
};

constexpr UInt128 largest_positive = ~UInt128{0} >> 1U;  // 2^127 - 1

constexpr UInt128 magnitude(Int128 value) {
  return value < 0 ? UInt128{0} - static_cast<UInt128>(value) : static_cast<UInt128>(value);
}
constexpr bool is_narrow(UInt128 value) { return static_cast<std::uint64_t>(value >> 64U) == 0; }
constexpr bool is_narrow_signed(Int128 value) { return value == static_cast<std::int64_t>(value); }

inline int trailing_zeros(UInt128 value) {
  const auto low = static_cast<std::uint64_t>(value);
  return low != 0 ? __builtin_ctzll(low) : 64 + __builtin_ctzll(static_cast<std::uint64_t>(value >> 64U));
}
inline int bit_length(UInt128 value) {
  const auto high = static_cast<std::uint64_t>(value >> 64U);
  if (high != 0) return 128 - __builtin_clzll(high);
  const auto low = static_cast<std::uint64_t>(value);
  return low == 0 ? 0 : 64 - __builtin_clzll(low);
}

// Division is the slow part of wide arithmetic, so each quotient takes the narrowest way that is exact.
inline UInt128 quotient(UInt128 value, UInt128 divisor) {
  if (divisor == 1) return value;
  if (is_narrow(value) && is_narrow(divisor)) {
    return static_cast<std::uint64_t>(value) / static_cast<std::uint64_t>(divisor);
  }
  return value / divisor;
}
inline UInt128 remainder_of(UInt128 value, UInt128 divisor) {
  if (is_narrow(value) && is_narrow(divisor)) {
    return static_cast<std::uint64_t>(value) % static_cast<std::uint64_t>(divisor);
  }
  return value % divisor;
}

// Greatest common divisor by shifts and subtractions, in 64 bits as soon as both fit. gcd(0, x) is x.
inline UInt128 common_divisor(UInt128 left, UInt128 right) {
  if (left == 1 || right == 1) return 1;
  if (left == 0) return right;
  if (right == 0) return left;
  if (is_narrow(left) && is_narrow(right)) {
    return std::gcd(static_cast<std::uint64_t>(left), static_cast<std::uint64_t>(right));
  }
  const int shift = trailing_zeros(left | right);
  left >>= trailing_zeros(left);
  while (right != 0) {
    right >>= trailing_zeros(right);
    if (is_narrow(left) && is_narrow(right)) {
      return UInt128{std::gcd(static_cast<std::uint64_t>(left), static_cast<std::uint64_t>(right))} << shift;
    }
    if (left > right) std::swap(left, right);
    right -= left;
  }
  return left << shift;
}

// -------------------------------------------------------------------------------------------------------------------
// 256 bits, for what two 128-bit numbers multiply to
// -------------------------------------------------------------------------------------------------------------------

struct Wide {
  UInt128 high = 0;
  UInt128 low = 0;
  friend bool operator==(const Wide&, const Wide&) = default;
  bool less(const Wide& other) const { return high != other.high ? high < other.high : low < other.low; }
};

inline Wide wide_product(UInt128 left, UInt128 right) {
  if (is_narrow(left) && is_narrow(right)) return {0, left * right};
  const UInt128 mask = UINT64_MAX;
  const UInt128 left_low = left & mask;
  const UInt128 left_high = left >> 64U;
  const UInt128 right_low = right & mask;
  const UInt128 right_high = right >> 64U;
  const UInt128 low = left_low * right_low;
  const UInt128 middle = left_high * right_low + (low >> 64U);  // at most 2^128 - 2^64: no carry is lost
  const UInt128 middle_low = left_low * right_high + (middle & mask);
  return {left_high * right_high + (middle >> 64U) + (middle_low >> 64U), (middle_low << 64U) | (low & mask)};
}

// Both summands are below 2^255, so no carry leaves.
inline Wide wide_sum(const Wide& left, const Wide& right) {
  const UInt128 low = left.low + right.low;
  return {left.high + right.high + (low < left.low ? 1U : 0U), low};
}
// left must not be less than right.
inline Wide wide_difference(const Wide& left, const Wide& right) {
  return {left.high - right.high - (left.low < right.low ? 1U : 0U), left.low - right.low};
}
inline Wide wide_shift(UInt128 value, int shift) {
  if (shift == 0) return {0, value};
  if (shift >= 128) return {value << (shift - 128), 0};
  return {value >> (128 - shift), value << shift};
}

struct WideQuotient {
  Wide quotient;
  UInt128 remainder;
};
// Schoolbook, bit by bit: only reached where 128 bits do not do. The divisor is below 2^127, so that a doubled
// remainder fits.
inline WideQuotient wide_divide(const Wide& value, UInt128 divisor) {
  if (value.high == 0) return {{0, quotient(value.low, divisor)}, remainder_of(value.low, divisor)};
  WideQuotient result{{}, 0};
  for (int bit = 255; bit >= 0; --bit) {
    const UInt128 word = bit >= 128 ? value.high : value.low;
    result.remainder = (result.remainder << 1U) | ((word >> (bit & 127)) & 1U);
    if (result.remainder >= divisor) {
      result.remainder -= divisor;
      (bit >= 128 ? result.quotient.high : result.quotient.low) |= UInt128{1} << (bit & 127);
    }
  }
  return result;
}

// The product when it is below 2^128.
inline std::optional<UInt128> checked_product(UInt128 left, UInt128 right) {
  if (is_narrow(left) && is_narrow(right)) return left * right;
  UInt128 product = 0;
  if (__builtin_mul_overflow(left, right, &product)) return std::nullopt;
  return product;
}

inline std::optional<UInt128> checked_power(UInt128 base, unsigned exponent) {
  UInt128 result = 1;
  while (true) {
    if ((exponent & 1U) != 0) {
      const auto product = checked_product(result, base);
      if (!product) return std::nullopt;
      result = *product;
    }
    exponent >>= 1U;
    if (exponent == 0) return result;
    if (base <= 1) return base == 1 ? result : UInt128{0};  // 1 and 0 are their own powers
    const auto square = checked_product(base, base);
    if (!square) return std::nullopt;
    base = *square;
  }
}

}  // namespace crit
