// Numbers as text: reading them from their digits and showing them.
#include <algorithm>
#include <array>

#include "number_parts.hpp"

namespace crit {

// -------------------------------------------------------------------------------------------------------------------
// Reading
// -------------------------------------------------------------------------------------------------------------------

namespace {

constexpr bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

// The pieces of `-?digits(.digits)?([eE][+-]?digits)?`.
struct DecimalText {
  bool negative = false;
  std::string_view whole;
  std::string_view fraction;
  bool negative_exponent = false;
  std::string_view exponent;
};

std::optional<DecimalText> split_decimal(std::string_view text) {
  DecimalText parts;
  std::size_t at = 0;
  const auto take_digits = [&] {
    const std::size_t begin = at;
    while (at < text.size() && is_digit(text[at])) ++at;
    return text.substr(begin, at - begin);
  };
  if (at < text.size() && text[at] == '-') {
    parts.negative = true;
    ++at;
  }
  parts.whole = take_digits();
  if (parts.whole.empty()) return std::nullopt;
  if (at < text.size() && text[at] == '.') {
    ++at;
    parts.fraction = take_digits();
    if (parts.fraction.empty()) return std::nullopt;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) parts.negative_exponent = text[at++] == '-';
    parts.exponent = take_digits();
    if (parts.exponent.empty()) return std::nullopt;
  }
  if (at != text.size()) return std::nullopt;
  return parts;
}

// A whole number wide enough for every decimal that can be a Number. The longest are n / 2^126 written out: below
// 2^127 * 5^126, which is 420 bits.
class LongDigits {
 public:
  bool append(unsigned digit) {
    UInt128 carry = digit;
    for (std::uint64_t& limb : limbs_) {
      carry += UInt128{limb} * 10;
      limb = static_cast<std::uint64_t>(carry);
      carry >>= 64U;
    }
    return carry == 0;
  }
  // Divides by a small divisor if that leaves no remainder.
  bool divide_exactly(std::uint64_t divisor) {
    std::array<std::uint64_t, 7> result{};
    UInt128 remainder = 0;
    for (std::size_t index = limbs_.size(); index-- > 0;) {
      const UInt128 value = (remainder << 64U) | limbs_[index];
      result[index] = static_cast<std::uint64_t>(value / divisor);
      remainder = value % divisor;
    }
    if (remainder != 0) return false;
    limbs_ = result;
    return true;
  }
  std::optional<UInt128> value() const {
    for (std::size_t index = 2; index < limbs_.size(); ++index) {
      if (limbs_[index] != 0) return std::nullopt;
    }
    return (UInt128{limbs_[1]} << 64U) | limbs_[0];
  }

 private:
  std::array<std::uint64_t, 7> limbs_{};
};

}  // namespace

bool Number::is_decimal_text(std::string_view text) { return split_decimal(text).has_value(); }

std::optional<Number> Number::parse(std::string_view text) {
  const auto parts = split_decimal(text);
  if (!parts) return std::nullopt;
  const std::size_t length = parts->whole.size() + parts->fraction.size();
  const auto digit_at = [&](std::size_t index) {
    const char letter =
        index < parts->whole.size() ? parts->whole[index] : parts->fraction[index - parts->whole.size()];
    return static_cast<unsigned>(letter - '0');
  };
  // The zeros at both ends only move the point.
  std::size_t begin = 0;
  while (begin < length && digit_at(begin) == 0) ++begin;
  if (begin == length) return Number();
  std::size_t end = length;
  while (digit_at(end - 1) == 0) --end;

  // Exponents are capped, not computed, once they are beyond what any text of digits could bring back.
  constexpr std::int64_t exponent_cap = 1000000000000000;
  std::int64_t exponent = 0;
  for (const char letter : parts->exponent) exponent = std::min(exponent_cap, exponent * 10 + (letter - '0'));
  if (parts->negative_exponent) exponent = -exponent;
  exponent += static_cast<std::int64_t>(length - end) - static_cast<std::int64_t>(parts->fraction.size());

  // value = digits * 10^exponent, and the digits do not end in 0.
  if (exponent > 38 || exponent < -126 || end - begin > 130) return std::nullopt;
  if (end - begin <= 19 && exponent >= -19 && exponent <= 0) {  // the ordinary decimal: 64 bits do
    std::uint64_t digits = 0;
    for (std::size_t index = begin; index < end; ++index) digits = digits * 10 + digit_at(index);
    std::uint64_t scale = 1;
    for (std::int64_t step = exponent; step < 0; ++step) scale *= 10;
    const std::uint64_t common = scale == 1 ? 1 : std::gcd(digits, scale);
    return NumberParts{parts->negative, digits / common, scale / common}.number();
  }
  LongDigits digits;
  for (std::size_t index = begin; index < end; ++index) {
    if (!digits.append(digit_at(index))) return std::nullopt;
  }
  for (; exponent > 0; --exponent) {
    if (!digits.append(0)) return std::nullopt;
  }
  // Each 10 below the line is a 2 and a 5, and each of them either cancels or stays.
  UInt128 denominator = 1;
  for (const std::uint64_t prime : {std::uint64_t{2}, std::uint64_t{5}}) {
    std::int64_t count = -exponent;
    while (count > 0 && digits.divide_exactly(prime)) --count;
    for (; count > 0; --count) {
      const auto product = checked_product(denominator, prime);
      if (!product) return std::nullopt;
      denominator = *product;
    }
  }
  const auto numerator = digits.value();
  if (!numerator) return std::nullopt;
  return NumberParts{parts->negative, *numerator, denominator}.number();
}

// -------------------------------------------------------------------------------------------------------------------
// Showing
// -------------------------------------------------------------------------------------------------------------------

namespace {

std::string digits_of(UInt128 value) {
  std::string digits;
  do {
    digits.push_back(static_cast<char>('0' + static_cast<int>(value % 10)));
    value /= 10;
  } while (value != 0);
  std::reverse(digits.begin(), digits.end());
  return digits;
}

// The next decimal digit of rest / divisor (rest < divisor < 2^127); rest becomes what is left. Ten times the rest may
// not fit in 128 bits, so large ones are added up.
char next_digit(UInt128& rest, UInt128 divisor) {
  if (bit_length(rest) <= 124) {
    rest *= 10;
    const UInt128 digit = quotient(rest, divisor);
    rest -= digit * divisor;
    return static_cast<char>('0' + static_cast<int>(digit));
  }
  char digit = '0';
  UInt128 total = 0;
  for (int step = 0; step < 10; ++step) {
    total += rest;
    if (total >= divisor) {
      total -= divisor;
      ++digit;
    }
  }
  rest = total;
  return digit;
}

bool has_finite_decimal(UInt128 denominator) {
  denominator >>= trailing_zeros(denominator);
  while (denominator != 1) {
    if (remainder_of(denominator, 5) != 0) return false;
    denominator = quotient(denominator, 5);
  }
  return true;
}

// Digits with the point before index `point`, rounded half away from zero to `keep` of them from the first that is not
// zero; the zeros that the rounding leaves before the point stay, those after it go.
std::string round_significant(std::string digits, std::size_t point, std::size_t keep) {
  std::size_t first = 0;
  while (digits[first] == '0') ++first;
  const std::size_t cut = first + keep;
  bool carry = digits[cut] >= '5';
  for (std::size_t index = cut; index < digits.size(); ++index) digits[index] = '0';
  for (std::size_t index = cut; carry && index-- > 0;) {
    carry = digits[index] == '9';
    digits[index] = carry ? '0' : static_cast<char>(digits[index] + 1);
  }
  if (carry) {
    digits.insert(digits.begin(), '1');
    ++point;
  }
  std::string fraction = digits.substr(point);
  while (!fraction.empty() && fraction.back() == '0') fraction.pop_back();
  digits.resize(point);
  return fraction.empty() ? digits : digits + "." + fraction;
}

}  // namespace

std::string Number::to_string() const {
  const NumberParts parts = NumberParts::of(*this);
  const std::string sign = parts.negative ? "-" : "";
  const UInt128 whole = quotient(parts.numerator, parts.denominator);
  UInt128 rest = parts.numerator - whole * parts.denominator;
  std::string digits = digits_of(whole);
  if (rest == 0) return sign + digits;
  const std::size_t point = digits.size();
  if (has_finite_decimal(parts.denominator)) {
    digits.push_back('.');
    while (rest != 0) digits.push_back(next_digit(rest, parts.denominator));
    return sign + digits;
  }
  constexpr std::size_t shown = 6;
  std::size_t significant = whole == 0 ? 0 : point;
  while (significant <= shown) {  // one more than is shown, to round by
    digits.push_back(next_digit(rest, parts.denominator));
    if (significant != 0 || digits.back() != '0') ++significant;
  }
  return "about " + sign + round_significant(digits, point, shown);
}

std::string Number::to_exact_string() const {
  const NumberParts parts = NumberParts::of(*this);
  const std::string above = (parts.negative ? "-" : "") + digits_of(parts.numerator);
  return parts.denominator == 1 ? above : above + "/" + digits_of(parts.denominator);
}

}  // namespace crit
