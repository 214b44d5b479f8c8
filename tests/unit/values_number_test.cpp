// number.hpp: exact results against plain big integers, and overflow exactly where the result does not fit.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "../../interp/values/number.hpp"

namespace {

using crit::Int128;
using crit::Number;
__extension__ typedef unsigned __int128 UInt128;

// A natural number of any size, the slow and obvious way.
class Natural {
 public:
  Natural(UInt128 value = 0) {  // NOLINT: numbers are naturals here
    for (; value != 0; value >>= 32U) limbs_.push_back(static_cast<std::uint32_t>(value));
  }
  bool is_zero() const { return limbs_.empty(); }
  bool is_even() const { return limbs_.empty() || limbs_[0] % 2 == 0; }

  friend int order(const Natural& left, const Natural& right) {
    if (left.limbs_.size() != right.limbs_.size()) return left.limbs_.size() < right.limbs_.size() ? -1 : 1;
    for (std::size_t i = left.limbs_.size(); i-- > 0;) {
      if (left.limbs_[i] != right.limbs_[i]) return left.limbs_[i] < right.limbs_[i] ? -1 : 1;
    }
    return 0;
  }
  friend Natural operator+(const Natural& left, const Natural& right) {
    Natural result;
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < std::max(left.limbs_.size(), right.limbs_.size()) || carry != 0; ++i) {
      carry += left.limb(i);
      carry += right.limb(i);
      result.limbs_.push_back(static_cast<std::uint32_t>(carry));
      carry >>= 32U;
    }
    return result.trimmed();
  }
  friend Natural operator-(const Natural& left, const Natural& right) {  // left is not less than right
    Natural result;
    std::int64_t borrow = 0;
    for (std::size_t i = 0; i < left.limbs_.size(); ++i) {
      std::int64_t limb = std::int64_t{left.limb(i)} - right.limb(i) - borrow;
      borrow = limb < 0 ? 1 : 0;
      if (limb < 0) limb += std::int64_t{1} << 32;
      result.limbs_.push_back(static_cast<std::uint32_t>(limb));
    }
    return result.trimmed();
  }
  friend Natural operator*(const Natural& left, const Natural& right) {
    Natural result;
    result.limbs_.assign(left.limbs_.size() + right.limbs_.size(), 0);
    for (std::size_t i = 0; i < left.limbs_.size(); ++i) {
      std::uint64_t carry = 0;
      for (std::size_t j = 0; j < right.limbs_.size() || carry != 0; ++j) {
        carry += result.limbs_[i + j] + std::uint64_t{left.limbs_[i]} * right.limb(j);
        result.limbs_[i + j] = static_cast<std::uint32_t>(carry);
        carry >>= 32U;
      }
    }
    return result.trimmed();
  }
  Natural half() const {
    Natural result;
    for (std::size_t i = 0; i < limbs_.size(); ++i) result.limbs_.push_back((limbs_[i] >> 1U) | (limb(i + 1) << 31U));
    return result.trimmed();
  }
  friend Natural gcd(Natural left, Natural right) {
    Natural twos = 1;
    while (!left.is_zero() && !right.is_zero()) {
      if (left.is_even() && right.is_even()) {
        twos = twos + twos;
        left = left.half();
        right = right.half();
      } else if (left.is_even()) {
        left = left.half();
      } else if (right.is_even()) {
        right = right.half();
      } else if (order(left, right) < 0) {
        right = right - left;
      } else {
        left = left - right;
      }
    }
    return (left.is_zero() ? right : left) * twos;
  }

 private:
  std::uint32_t limb(std::size_t index) const { return index < limbs_.size() ? limbs_[index] : 0; }
  Natural trimmed() {
    while (!limbs_.empty() && limbs_.back() == 0) limbs_.pop_back();
    return *this;
  }
  std::vector<std::uint32_t> limbs_;
};

UInt128 magnitude(Int128 value) {
  return value < 0 ? UInt128{0} - static_cast<UInt128>(value) : static_cast<UInt128>(value);
}

// A fraction that is not reduced and never overflows.
struct Fraction {
  bool negative;
  Natural above;
  Natural below;
};
Fraction fraction(const Number& value) {
  return {value.is_negative(), magnitude(value.numerator()), magnitude(value.denominator())};
}
Fraction sum(const Fraction& left, const Fraction& right) {
  const Natural first = left.above * right.below;
  const Natural second = right.above * left.below;
  const Natural below = left.below * right.below;
  if (left.negative == right.negative) return {left.negative, first + second, below};
  if (order(first, second) < 0) return {right.negative, second - first, below};
  return {left.negative, first - second, below};
}
Fraction product(const Fraction& left, const Fraction& right) {
  return {left.negative != right.negative, left.above * right.above, left.below * right.below};
}
Fraction negative_of(Fraction value) {
  value.negative = !value.negative;
  return value;
}
Fraction inverse(const Fraction& value) { return {value.negative, value.below, value.above}; }

// The result is the expected value, reduced; or there is none because the reduced value does not fit.
bool agrees(const std::optional<Number>& result, const Fraction& expected) {
  if (result) {
    const Fraction got = fraction(*result);
    const bool same = order(got.above * expected.below, expected.above * got.below) == 0 &&
                      (expected.above.is_zero() ? !got.negative : got.negative == expected.negative);
    return same && order(gcd(got.above, got.below), Natural(1)) == 0;
  }
  const Natural common = gcd(expected.above, expected.below);
  const Natural largest = ~UInt128{0} >> 1U;
  const Natural largest_above = expected.negative ? largest + Natural(1) : largest;
  return order(expected.above, common * largest_above) > 0 || order(expected.below, common * largest) > 0;
}

// Numbers of all sizes, many of them with common factors, some at the ends of the range.
class RandomNumbers {
 public:
  Number next() {
    while (true) {
      Int128 above = static_cast<Int128>(wide());
      Int128 below = static_cast<Int128>(wide());
      switch (engine_() % 8) {
        case 0:
          below = 1;
          break;
        case 1:
          below = ten_to(engine_() % 38);
          break;
        case 2:
          below = Int128{1} << (engine_() % 127);
          break;
        case 3:
          above = static_cast<Int128>((UInt128{1} << 127U) + engine_() % 2);  // the least number, or next to it
          below = engine_() % 2 == 0 ? 1 : below;
          break;
        case 4:
          below = ~Int128{0} & static_cast<Int128>(~UInt128{0} >> 1U);
          break;
        default:
          break;
      }
      if (const auto number = Number::ratio(above, below)) return *number;
    }
  }

 private:
  UInt128 wide() {
    const UInt128 bits = (UInt128{engine_()} << 64U) | engine_();
    return engine_() % 3 == 0 ? bits : bits >> (engine_() % 128);
  }
  static Int128 ten_to(std::uint64_t exponent) {
    Int128 result = 1;
    while (exponent-- > 0) result *= 10;
    return result;
  }
  std::mt19937_64 engine_{42};
};

Number number(const char* text) {
  const auto result = Number::parse(text);
  CAPTURE(text);
  REQUIRE(result);
  return *result;
}
Number ratio(Int128 above, Int128 below) {
  const auto result = Number::ratio(above, below);
  REQUIRE(result);
  return *result;
}

const Int128 greatest = static_cast<Int128>(~UInt128{0} >> 1U);
const Int128 least = -greatest - 1;

}  // namespace

TEST_CASE("arithmetic is exact, and overflows only where the result does not fit", "[number]") {
  RandomNumbers numbers;
  int shown = 0;
  for (int round = 0; round < 20000; ++round) {
    const Number left = numbers.next();
    const Number right = numbers.next();
    const Fraction first = fraction(left);
    const Fraction second = fraction(right);
    const bool added = agrees(add(left, right), sum(first, second));
    const bool subtracted = agrees(subtract(left, right), sum(first, negative_of(second)));
    const bool multiplied = agrees(multiply(left, right), product(first, second));
    const bool divided =
        right.is_zero() ? !divide(left, right) : agrees(divide(left, right), product(first, inverse(second)));
    const bool negated = agrees(negate(left), negative_of(first));
    const Natural left_side = first.above * second.below;
    const Natural right_side = second.above * first.below;
    int expected = first.negative != second.negative ? (first.negative ? -1 : 1) : order(left_side, right_side);
    if (first.negative && second.negative) expected = -expected;
    const bool ordered = (left < right) == (expected < 0) && (left > right) == (expected > 0) &&
                         (left == right) == (expected == 0) && (left <= right) == (expected <= 0);
    if (!(added && subtracted && multiplied && divided && negated && ordered) && ++shown < 5) {
      CAPTURE(left.to_exact_string(), right.to_exact_string());
      CAPTURE(added, subtracted, multiplied, divided, negated, ordered);
      CHECK(false);
    }
  }
  CHECK(shown == 0);
}

TEST_CASE("a sum that needs more than 128 bits on its way still fits", "[number]") {
  CHECK(add(ratio(greatest, 2), ratio(greatest, 2)) == ratio(greatest, 1));
  CHECK(multiply(ratio(greatest, 3), ratio(3, greatest)) == Number(1));
  CHECK_FALSE(add(ratio(greatest, 1), Number(1)));
  CHECK(add(ratio(least, 1), Number(1)) == ratio(-greatest, 1));
  CHECK_FALSE(negate(ratio(least, 1)));
  CHECK(negate(Number(0)) == Number(0));
  CHECK(divide(ratio(least, 1), ratio(least, 1)) == Number(1));
  CHECK_FALSE(divide(Number(1), ratio(least, 1)));
  CHECK_FALSE(divide(Number(1), Number(0)));
}

TEST_CASE("ratios are reduced, with the denominator positive", "[number]") {
  CHECK(ratio(6, -4).numerator() == -3);
  CHECK(ratio(6, -4).denominator() == 2);
  CHECK(ratio(0, -7) == Number(0));
  CHECK_FALSE(Number::ratio(1, 0));
  CHECK_FALSE(Number::ratio(1, least));
  CHECK(ratio(2, least) == ratio(-1, Int128{1} << 126));
  CHECK(ratio(least, least) == Number(1));
  CHECK(ratio(least, -2) == ratio(Int128{1} << 126, 1));
}

TEST_CASE("T26: numbers are read from their digits", "[number]") {
  CHECK(number("1e-3") == ratio(1, 1000));
  CHECK(number("12345678901234567890123").to_string() == "12345678901234567890123");
  CHECK(number("1.500").to_string() == "1.5");
  CHECK(number("-0") == Number(0));
  CHECK(number("-0.0e5") == Number(0));
  CHECK(number("0e99999999999999999999") == Number(0));
  CHECK(number("0.12") == ratio(3, 25));
  CHECK(number("1E+2") == Number(100));
  CHECK(number("007") == Number(7));
  CHECK(number("0.1e1") == Number(1));
  CHECK(number("100000000000000000000000000000000000000e-38") == Number(1));
  CHECK(number("0.00000000000000000000000000000000000000000001e44") == Number(1));
  CHECK(number("9223372036854775807").as_int64() == INT64_MAX);
  CHECK(number("-9223372036854775808").as_int64() == INT64_MIN);
  CHECK_FALSE(number("9223372036854775808").as_int64());
  CHECK_FALSE(number("0.5").as_int64());
  CHECK(number("170141183460469231731687303715884105727") == ratio(greatest, 1));
  CHECK(number("-170141183460469231731687303715884105728") == ratio(least, 1));
  CHECK(add(number("0.1"), number("0.2")) == number("0.3"));
}

TEST_CASE("what does not fit or is no number is refused, quickly", "[number]") {
  for (const char* text : {"170141183460469231731687303715884105728", "1e39", "1e999999999", "1e-999999999", "1e-127",
                           "1e99999999999999999999999", "-1e-99999999999999999999999",
                           "0.1234567890123456789012345678901234567891e0", "340282366920938463463374607431768211456"}) {
    CAPTURE(text);
    CHECK_FALSE(Number::parse(text));
    CHECK(Number::is_decimal_text(text));
  }
  CHECK_FALSE(Number::parse(std::string(1000000, '9')));
  CHECK(Number::parse("1" + std::string(100000, '0') + "e-100000") == Number(1));
  CHECK(Number::parse("0." + std::string(100000, '0') + "1e100001") == Number(1));
  for (const char* text : {"", "-", "+1", ".5", "5.", "1e", "1e+", "--1", "1.2.3", " 1", "1 ", "1,000", "0x10", "NaN",
                           "inf", "1e1.5", "1_000"}) {
    CAPTURE(text);
    CHECK_FALSE(Number::parse(text));
    CHECK_FALSE(Number::is_decimal_text(text));
  }
}

TEST_CASE("every finite decimal comes back from its text", "[number]") {
  RandomNumbers numbers;
  int decimals = 0;
  bool agree = true;
  const auto check = [&](const Number& value) {
    const std::string text = value.to_string();
    if (text.substr(0, 5) == "about") return;
    ++decimals;
    agree = agree && Number::parse(text) == value;
  };
  for (int round = 0; round < 5000; ++round) check(numbers.next());
  for (int power = 0; power < 127; ++power) {
    check(ratio(greatest, Int128{1} << power));
    check(ratio(1, Int128{1} << power));
    check(ratio(least, Int128{1} << power));
  }
  Int128 fives = 1;
  for (int power = 0; power <= 54; ++power, fives = power <= 54 ? fives * 5 : fives) check(ratio(greatest - 1, fives));
  CHECK(agree);
  CHECK(decimals > 1000);
}

TEST_CASE("numbers show as decimals, or as about six digits", "[number]") {
  CHECK(ratio(1, 3).to_string() == "about 0.333333");
  CHECK(ratio(2, 3).to_string() == "about 0.666667");
  CHECK(ratio(-2, 3).to_string() == "about -0.666667");
  CHECK(ratio(200000, 3).to_string() == "about 66666.7");
  CHECK(ratio(20000000, 3).to_string() == "about 6666670");
  CHECK(ratio(2999999999, 3).to_string() == "about 1000000000");
  CHECK(ratio(2999999, 3000000).to_string() == "about 1");
  CHECK(ratio(299999999, 300).to_string() == "about 1000000");
  CHECK(ratio(1, 3000000).to_string() == "about 0.000000333333");
  CHECK(ratio(1, 7000).to_string() == "about 0.000142857");
  CHECK(number("1500").to_string() == "1500");
  CHECK(number("-3").to_string() == "-3");
  CHECK(number("-0.05").to_string() == "-0.05");
  CHECK(ratio(least, 1).to_string() == "-170141183460469231731687303715884105728");
  CHECK(ratio(-1, 3).to_exact_string() == "-1/3");
  CHECK(number("1.5").to_exact_string() == "3/2");
  CHECK(Number(7).to_exact_string() == "7");
}

TEST_CASE("rounding takes ties away from zero", "[number]") {
  const auto rounded = [](const Number& value, int places) {
    const auto result = value.round_to(places);
    REQUIRE(result);
    return result->to_string();
  };
  CHECK(rounded(number("2.5"), 0) == "3");
  CHECK(rounded(number("-2.5"), 0) == "-3");
  CHECK(rounded(number("2.4999"), 0) == "2");
  CHECK(rounded(number("0.125"), 2) == "0.13");
  CHECK(rounded(number("-0.125"), 2) == "-0.13");
  CHECK(rounded(number("-0.004"), 2) == "0");
  CHECK(rounded(ratio(2, 3), 4) == "0.6667");
  CHECK(rounded(ratio(1, 3), 30) == "0.333333333333333333333333333333");
  CHECK(rounded(number("1.10"), 5) == "1.1");
  CHECK(rounded(ratio(greatest, 2), 0) == "85070591730234615865843651857942052864");
  CHECK(ratio(greatest, 2).round_to(1) == ratio(greatest, 2));
  CHECK(Number(0).round_to(3) == Number(0));
  CHECK_FALSE(number("1").round_to(31));
  CHECK_FALSE(number("1").round_to(-1));
  // 10^18 + 1/(10^18 - 1): the whole value times 10^18 is close to what fits.
  const Number close = *add(number("1e18"), *divide(Number(1), number("999999999999999999")));
  CHECK(rounded(close, 18) == "1000000000000000000.000000000000000001");
}

TEST_CASE("rounding agrees with the definition", "[number]") {
  RandomNumbers numbers;
  bool agree = true;
  for (int round = 0; round < 5000; ++round) {
    const Number value = numbers.next();
    const int places = round % 31;
    const auto result = value.round_to(places);
    if (!result) continue;  // it may truly not fit; the tests above say when it must
    Natural scale = 1;
    for (int i = 0; i < places; ++i) scale = scale * Natural(10);
    // Twice the distance to the value, in units of the last place, is at most one; at a tie the larger side is taken.
    const Fraction distance = sum(fraction(*result), negative_of(fraction(value)));
    const int twice = order(distance.above * scale * Natural(2), distance.below);
    agree = agree && twice <= 0 && (twice < 0 || distance.negative == value.is_negative());
    const Fraction scaled = product(fraction(*result), {false, scale, Natural(1)});
    agree = agree && order(gcd(scaled.above, scaled.below), scaled.below) == 0;  // a whole number of last places
  }
  CHECK(agree);
}

TEST_CASE("ceiling and floor", "[number]") {
  CHECK(number("1.2").ceiling() == Number(2));
  CHECK(number("1.2").floor() == Number(1));
  CHECK(number("-1.2").ceiling() == Number(-1));
  CHECK(number("-1.2").floor() == Number(-2));
  CHECK(number("-0.2").ceiling() == Number(0));
  CHECK(number("5").ceiling() == Number(5));
  CHECK(number("-5").floor() == Number(-5));
  CHECK(ratio(least, 1).floor() == ratio(least, 1));
  CHECK(ratio(greatest, 1).ceiling() == ratio(greatest, 1));
}

TEST_CASE("powers", "[number]") {
  CHECK(crit::power(number("1.5"), 3) == number("3.375"));
  CHECK(crit::power(number("2"), -3) == number("0.125"));
  CHECK(crit::power(number("-2"), 3) == Number(-8));
  CHECK(crit::power(number("-2"), -2) == number("0.25"));
  CHECK(crit::power(number("-2"), 127) == ratio(least, 1));
  CHECK_FALSE(crit::power(number("2"), 127));
  CHECK(crit::power(number("2"), 126) == ratio(Int128{1} << 126, 1));
  CHECK(crit::power(Number(0), 0) == Number(1));
  CHECK(crit::power(Number(0), 5) == Number(0));
  CHECK_FALSE(crit::power(Number(0), -1));
  CHECK(crit::power(Number(1), INT32_MAX) == Number(1));
  CHECK(crit::power(Number(-1), INT32_MIN) == Number(1));
  CHECK_FALSE(crit::power(Number(3), INT32_MIN));
}

TEST_CASE("doubles are the nearest", "[number]") {
  CHECK(number("0.1").to_double() == 0.1);
  CHECK(number("-2.675").to_double() == -2.675);
  CHECK(number("12345678901234567890123").to_double() == 12345678901234567890123.0);
  CHECK(number("9007199254740993").to_double() == 9007199254740992.0);  // a tie goes to even
  CHECK(number("9007199254740995").to_double() == 9007199254740996.0);
  CHECK(number("9007199254740993.000001").to_double() == 9007199254740994.0);
  CHECK(ratio(1, greatest).to_double() == std::ldexp(1.0, -127));
  CHECK(ratio(least, 1).to_double() == -std::ldexp(1.0, 127));
  CHECK(Number(0).to_double() == 0.0);
  // The text of a number is read by the C library to its nearest double.
  RandomNumbers numbers;
  bool agree = true;
  for (int round = 0; round < 3000; ++round) {
    const Number value = numbers.next();
    const std::string text = value.to_string();
    if (text.substr(0, 5) != "about") agree = agree && value.to_double() == std::strtod(text.c_str(), nullptr);
  }
  CHECK(agree);
}

TEST_CASE("T21: no weight tips a dose of exactly 0.12 mg/kg", "[number]") {
  const Number limit = number("0.12");
  bool exact = true;
  for (int tenths = 80; tenths < 900; ++tenths) {
    const Number weight = ratio(tenths, 10);
    const auto dose = multiply(limit, weight);
    exact = exact && dose && divide(*dose, weight) == limit && !(*divide(*dose, weight) > limit);
  }
  CHECK(exact);
}
