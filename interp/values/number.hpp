// Exact numbers: every decimal that can be written, and every ratio of two of them.
//
// A Number is a reduced fraction of two 128-bit integers, the denominator positive, so that equal numbers have equal
// fields. Nothing here ever rounds: an operation whose exact result does not fit gives std::nullopt, and the caller
// turns that into "unknown, with a warning". Rounding happens where an author asks for it (round_to) and on display.
// This header knows nothing of units (unit.hpp).
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace crit {

__extension__ typedef __int128 Int128;

class Number {
 public:
  constexpr Number() = default;                                            // zero
  constexpr Number(std::int64_t whole) : numerator_(whole) {}              // NOLINT: a whole number is a Number
  // numerator / denominator, reduced. nullopt when denominator is zero or the result does not fit.
  static std::optional<Number> ratio(Int128 numerator, Int128 denominator);

  // Reads `-?digits(.digits)?([eE][+-]?digits)?` from its digits, exactly. A leading zero before another digit is
  // accepted (callers that read JSON check that themselves). nullopt when malformed or not representable;
  // `is_decimal_text` tells the two apart.
  static std::optional<Number> parse(std::string_view text);
  static bool is_decimal_text(std::string_view text);

  Int128 numerator() const { return numerator_; }
  Int128 denominator() const { return denominator_; }
  bool is_whole() const { return denominator_ == 1; }
  bool is_zero() const { return numerator_ == 0; }
  bool is_negative() const { return numerator_ < 0; }
  // The value as int64 when it is whole and fits.
  std::optional<std::int64_t> as_int64() const;

  friend bool operator==(const Number& left, const Number& right) {
    return left.numerator_ == right.numerator_ && left.denominator_ == right.denominator_;
  }
  // Exact for all values (the cross products are compared in 256 bits).
  friend std::strong_ordering operator<=>(const Number& left, const Number& right);

  // Half away from zero, as the language's `round(x, places)`; places 0 to 30. nullopt when it does not fit.
  std::optional<Number> round_to(int places) const;
  std::optional<Number> ceiling() const;
  std::optional<Number> floor() const;

  // The exact decimal when there is one ("0.12", "-3", "1500"; no exponent, no trailing zeros); else, for a ratio with no
  // finite decimal, `about ` and six significant digits, half away from zero ("about 0.333333").
  std::string to_string() const;
  // `numerator/denominator`, or the whole number: exact always, for JSON and dumps of ratios.
  std::string to_exact_string() const;
  // Nearest double, for the one place that needs it (transcendental functions).
  double to_double() const;

 private:
  friend struct NumberParts;  // a Number as a sign and two magnitudes (number_parts.hpp)
  Int128 numerator_ = 0;
  Int128 denominator_ = 1;
};

// Exact arithmetic; nullopt on overflow, and on division by zero.
std::optional<Number> add(const Number& left, const Number& right);
std::optional<Number> subtract(const Number& left, const Number& right);
std::optional<Number> multiply(const Number& left, const Number& right);
std::optional<Number> divide(const Number& left, const Number& right);
std::optional<Number> negate(const Number& value);
// base to a small whole power (negative allowed); nullopt on overflow or 0 to a negative power.
std::optional<Number> power(const Number& base, int exponent);

}  // namespace crit
