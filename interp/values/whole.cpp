#include "whole.hpp"

#include <algorithm>

#include "number_parts.hpp"

namespace crit {

Whole::Whole(std::int64_t value) : negative_(value < 0) {
  few_[0] = value < 0 ? std::uint64_t{0} - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
  size_ = value == 0 ? 0 : 1;
}

Whole Whole::of(Int128 value) {
  Whole result;
  const UInt128 size = crit::magnitude(value);
  result.few_[0] = static_cast<std::uint64_t>(size);
  result.few_[1] = static_cast<std::uint64_t>(size >> 64U);
  result.size_ = 2;
  result.negative_ = value < 0;
  result.trim();
  return result;
}

Whole Whole::of_limbs(const std::uint64_t* limbs, std::size_t count) {
  Whole result;
  result.make_room(count);
  std::copy(limbs, limbs + count, result.limbs());
  result.trim();
  return result;
}

Whole Whole::power_of_two(int exponent) { return Whole(1).shifted(exponent); }

Whole Whole::power_of_ten(int exponent) {
  static const std::vector<Whole> small = [] {
    std::vector<Whole> all{Whole(1)};
    while (all.size() < 64) all.push_back(all.back() * 10);
    return all;
  }();
  if (static_cast<std::size_t>(exponent) < small.size()) return small[static_cast<std::size_t>(exponent)];
  Whole result(1);
  Whole base(10);
  for (int left = exponent; left > 0; left /= 2) {
    if (left % 2 != 0) result = result * base;
    if (left > 1) base = base * base;
  }
  return result;
}

int Whole::bit_length() const {
  return size_ == 0 ? 0 : static_cast<int>(size_) * 64 - __builtin_clzll(limbs()[size_ - 1]);
}

std::optional<Int128> Whole::narrow() const {
  if (bit_length() > 127) return std::nullopt;
  const UInt128 size = size_ == 0 ? 0 : (UInt128{size_ > 1 ? limbs()[1] : 0} << 64U) | limbs()[0];
  return negative_ ? -static_cast<Int128>(size) : static_cast<Int128>(size);
}

Whole Whole::negated() const {
  Whole result = *this;
  result.negative_ = size_ != 0 && !negative_;
  return result;
}

void Whole::make_room(std::size_t count) {
  if (count > few) many_.assign(count, 0);
  size_ = count;
}

void Whole::trim() {
  const std::uint64_t* digits = limbs();
  while (size_ != 0 && digits[size_ - 1] == 0) --size_;
  if (size_ == 0) negative_ = false;
}

Whole Whole::shifted(int by) const {
  if (size_ == 0 || by == 0) return *this;
  Whole result;
  const std::uint64_t* from = limbs();
  if (by > 0) {
    const std::size_t whole = static_cast<std::size_t>(by) / 64;
    const unsigned part = static_cast<unsigned>(by) % 64;
    result.make_room(size_ + whole + 1);
    std::uint64_t* to = result.limbs();
    for (std::size_t i = 0; i < size_; ++i) {
      to[i + whole] |= from[i] << part;
      if (part != 0) to[i + whole + 1] = from[i] >> (64 - part);
    }
  } else {
    const std::size_t whole = static_cast<std::size_t>(-by) / 64;
    const unsigned part = static_cast<unsigned>(-by) % 64;
    if (whole >= size_) return {};
    result.make_room(size_ - whole);
    std::uint64_t* to = result.limbs();
    for (std::size_t i = whole; i < size_; ++i) {
      to[i - whole] = from[i] >> part;
      if (part != 0 && i + 1 < size_) to[i - whole] |= from[i + 1] << (64 - part);
    }
  }
  result.negative_ = negative_;
  result.trim();
  return result;
}

int Whole::compare_magnitudes(const Whole& left, const Whole& right) {
  if (left.size_ != right.size_) return left.size_ < right.size_ ? -1 : 1;
  const std::uint64_t* a = left.limbs();
  const std::uint64_t* b = right.limbs();
  for (std::size_t i = left.size_; i-- > 0;) {
    if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
  }
  return 0;
}

std::strong_ordering operator<=>(const Whole& left, const Whole& right) {
  if (left.negative_ != right.negative_) return left.negative_ ? std::strong_ordering::less : std::strong_ordering::greater;
  const int order = Whole::compare_magnitudes(left, right) * (left.negative_ ? -1 : 1);
  return order < 0 ? std::strong_ordering::less : order > 0 ? std::strong_ordering::greater : std::strong_ordering::equal;
}

Whole Whole::sum(const Whole& left, const Whole& right, bool right_is_negative) {
  if (right.size_ == 0) return left;
  Whole result;
  if (left.negative_ == right_is_negative || left.size_ == 0) {
    const Whole& longer = left.size_ < right.size_ ? right : left;
    const Whole& shorter = left.size_ < right.size_ ? left : right;
    result.make_room(longer.size_ + 1);
    const std::uint64_t* a = longer.limbs();
    const std::uint64_t* b = shorter.limbs();
    std::uint64_t* to = result.limbs();
    UInt128 carry = 0;
    for (std::size_t i = 0; i < longer.size_; ++i) {
      carry += UInt128{a[i]} + (i < shorter.size_ ? b[i] : 0);
      to[i] = static_cast<std::uint64_t>(carry);
      carry >>= 64U;
    }
    to[longer.size_] = static_cast<std::uint64_t>(carry);
    result.negative_ = right_is_negative;
  } else {
    const bool left_is_larger = compare_magnitudes(left, right) >= 0;
    const Whole& larger = left_is_larger ? left : right;
    const Whole& smaller = left_is_larger ? right : left;
    result.make_room(larger.size_);
    const std::uint64_t* a = larger.limbs();
    const std::uint64_t* b = smaller.limbs();
    std::uint64_t* to = result.limbs();
    std::uint64_t borrow = 0;
    for (std::size_t i = 0; i < larger.size_; ++i) {
      const UInt128 taken = UInt128{i < smaller.size_ ? b[i] : 0} + borrow;
      borrow = a[i] < taken ? 1 : 0;
      to[i] = static_cast<std::uint64_t>(a[i] - taken);
    }
    result.negative_ = left_is_larger ? left.negative_ : right_is_negative;
  }
  result.trim();
  return result;
}

Whole operator*(const Whole& left, const Whole& right) {
  Whole result;
  if (left.size_ == 0 || right.size_ == 0) return result;
  result.make_room(left.size_ + right.size_);
  const std::uint64_t* a = left.limbs();
  const std::uint64_t* b = right.limbs();
  std::uint64_t* to = result.limbs();
  for (std::size_t i = 0; i < left.size_; ++i) {
    UInt128 carry = 0;
    for (std::size_t j = 0; j < right.size_; ++j) {
      carry += UInt128{a[i]} * b[j] + to[i + j];  // at most 2^128 - 1
      to[i + j] = static_cast<std::uint64_t>(carry);
      carry >>= 64U;
    }
    to[i + right.size_] = static_cast<std::uint64_t>(carry);
  }
  result.negative_ = left.negative_ != right.negative_;
  result.trim();
  return result;
}

Whole times(const Whole& left, const Whole& right, int by) {
  constexpr std::size_t most = 24;
  const std::size_t whole = static_cast<std::size_t>(by) / 64;
  const unsigned part = static_cast<unsigned>(by) % 64;
  const std::size_t size = left.size_ + right.size_;
  if (size > most || size <= whole || left.size_ == 0 || right.size_ == 0) return (left * right).shifted(-by);
  std::array<std::uint64_t, most> product;  // those that are used are set first
  std::fill(product.begin(), product.begin() + static_cast<std::ptrdiff_t>(size), 0);
  const std::uint64_t* a = left.limbs();
  const std::uint64_t* b = right.limbs();
  for (std::size_t i = 0; i < left.size_; ++i) {
    UInt128 carry = 0;
    for (std::size_t j = 0; j < right.size_; ++j) {
      carry += UInt128{a[i]} * b[j] + product[i + j];
      product[i + j] = static_cast<std::uint64_t>(carry);
      carry >>= 64U;
    }
    product[i + right.size_] = static_cast<std::uint64_t>(carry);
  }
  Whole result;
  result.make_room(size - whole);
  std::uint64_t* to = result.limbs();
  for (std::size_t i = whole; i < size; ++i) {
    to[i - whole] = product[i] >> part;
    if (part != 0 && i + 1 < size) to[i - whole] |= product[i + 1] << (64 - part);
  }
  result.negative_ = left.negative_ != right.negative_;
  result.trim();
  return result;
}

Whole quotient(const Whole& value, std::uint32_t divisor) {
  Whole result = value;
  std::uint64_t* limbs = result.limbs();
  std::uint64_t rest = 0;
  for (std::size_t i = result.size_; i-- > 0;) {  // by halves of limbs, for which the processor has a division
    const std::uint64_t high = (rest << 32U) | (limbs[i] >> 32U);
    const std::uint64_t low = ((high % divisor) << 32U) | (limbs[i] & UINT32_MAX);
    limbs[i] = ((high / divisor) << 32U) | (low / divisor);
    rest = low % divisor;
  }
  result.trim();
  return result;
}

std::pair<Whole, Whole> Whole::divide_by_one_limb(const Whole& left, std::uint64_t divisor) {
  Whole quotient;
  quotient.make_room(left.size_);
  const std::uint64_t* from = left.limbs();
  std::uint64_t* to = quotient.limbs();
  std::uint64_t rest = 0;
  for (std::size_t i = left.size_; i-- > 0;) {
    const UInt128 value = (UInt128{rest} << 64U) | from[i];
    to[i] = static_cast<std::uint64_t>(value / divisor);
    rest = static_cast<std::uint64_t>(value % divisor);
  }
  quotient.negative_ = left.negative_;
  quotient.trim();
  Whole remainder;
  remainder.few_[0] = rest;
  remainder.size_ = 1;
  remainder.negative_ = left.negative_;
  remainder.trim();
  return {std::move(quotient), std::move(remainder)};
}

// Long division (Knuth, 4.3.1, algorithm D): both are shifted until the divisor's highest bit is set, and each digit of the
// quotient is guessed from the two highest ones and is then too large by at most two.
std::pair<Whole, Whole> Whole::divide(const Whole& left, const Whole& right) {
  if (compare_magnitudes(left, right) < 0) return {Whole(), left};
  if (right.size_ == 1) {
    auto [quotient, remainder] = divide_by_one_limb(left, right.limbs()[0]);
    if (right.negative_) quotient = quotient.negated();
    return {std::move(quotient), std::move(remainder)};
  }
  const int shift = right.size_ == 0 ? 0 : __builtin_clzll(right.limbs()[right.size_ - 1]);
  const Whole divisor = right.magnitude().shifted(shift);
  const Whole scaled = left.magnitude().shifted(shift);
  const std::size_t n = divisor.size_;
  const std::size_t steps = left.size_ - n + 1;
  Whole rest;
  rest.make_room(left.size_ + 1);
  std::copy(scaled.limbs(), scaled.limbs() + scaled.size_, rest.limbs());
  Whole quotient;
  quotient.make_room(steps);
  std::uint64_t* u = rest.limbs();
  const std::uint64_t* v = divisor.limbs();
  std::uint64_t* q = quotient.limbs();
  for (std::size_t j = steps; j-- > 0;) {
    const UInt128 top = (UInt128{u[j + n]} << 64U) | u[j + n - 1];
    UInt128 guess = u[j + n] >= v[n - 1] ? UInt128{UINT64_MAX} : top / v[n - 1];
    UInt128 over = top - guess * v[n - 1];
    while (is_narrow(over) && guess * v[n - 2] > ((over << 64U) | u[j + n - 2])) {
      --guess;
      over += v[n - 1];
    }
    UInt128 carry = 0;
    std::uint64_t borrow = 0;
    for (std::size_t i = 0; i < n; ++i) {
      carry += guess * v[i];
      const UInt128 taken = UInt128{static_cast<std::uint64_t>(carry)} + borrow;
      borrow = u[i + j] < taken ? 1 : 0;
      u[i + j] = static_cast<std::uint64_t>(u[i + j] - taken);
      carry >>= 64U;
    }
    const UInt128 taken = carry + borrow;
    const bool too_large = u[j + n] < taken;
    u[j + n] = static_cast<std::uint64_t>(u[j + n] - taken);
    if (too_large) {
      --guess;
      UInt128 back = 0;
      for (std::size_t i = 0; i < n; ++i) {
        back += UInt128{u[i + j]} + v[i];
        u[i + j] = static_cast<std::uint64_t>(back);
        back >>= 64U;
      }
      u[j + n] += static_cast<std::uint64_t>(back);
    }
    q[j] = static_cast<std::uint64_t>(guess);
  }
  quotient.negative_ = left.negative_ != right.negative_;
  quotient.trim();
  rest.trim();
  rest = rest.shifted(-shift);
  rest.negative_ = left.negative_ && rest.size_ != 0;
  return {std::move(quotient), std::move(rest)};
}

Whole square_root(const Whole& value) {
  if (value.is_zero()) return {};
  // Newton's steps from above come down to the root, and the first that does not is past it.
  Whole root = Whole::power_of_two((value.bit_length() + 1) / 2);
  while (true) {
    Whole next = (root + value / root).shifted(-1);
    if (next >= root) return root;
    root = std::move(next);
  }
}

Whole divide_down(const Whole& left, const Whole& right) {
  auto [quotient, rest] = Whole::divide(left, right);
  return !rest.is_zero() && left.is_negative() != right.is_negative() ? quotient - 1 : quotient;
}

Whole divide_up(const Whole& left, const Whole& right) {
  auto [quotient, rest] = Whole::divide(left, right);
  return !rest.is_zero() && left.is_negative() == right.is_negative() ? quotient + 1 : quotient;
}

}  // namespace crit
