// Whole numbers of any length: a sign, and digits to the base 2^64. Internal to interp/values, where what has no exact result
// is computed (ball.hpp). Exact numbers that a policy counts with are number.hpp's.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "number.hpp"

namespace crit {

class Whole {
 public:
  Whole() = default;
  Whole(std::int64_t value);  // NOLINT: a whole number is a Whole
  static Whole of(Int128 value);
  static Whole power_of_two(int exponent);
  static Whole power_of_ten(int exponent);
  // Of digits to the base 2^64, the lowest first.
  static Whole of_limbs(const std::uint64_t* limbs, std::size_t count);

  bool is_zero() const { return size_ == 0; }
  bool is_negative() const { return negative_; }
  bool is_odd() const { return size_ != 0 && (limbs()[0] & 1U) != 0; }
  int bit_length() const;  // of the magnitude; 0 of zero
  // The value where it fits.
  std::optional<Int128> narrow() const;

  Whole negated() const;
  Whole magnitude() const { return negative_ ? negated() : *this; }
  // Times 2^by. By a negative one the magnitude is cut: toward zero.
  Whole shifted(int by) const;

  friend Whole operator+(const Whole& left, const Whole& right) { return sum(left, right, right.negative_); }
  friend Whole operator-(const Whole& left, const Whole& right) { return sum(left, right, !right.negative_); }
  friend Whole operator*(const Whole& left, const Whole& right);
  // Toward zero. The divisor is not zero.
  friend Whole operator/(const Whole& left, const Whole& right) { return divide(left, right).first; }
  // left * right / 2^by, toward zero; and a quotient toward zero by a small number above zero. Both are here for speed: a series
  // is made of them.
  friend Whole times(const Whole& left, const Whole& right, int by);
  friend Whole quotient(const Whole& value, std::uint32_t divisor);
  friend std::strong_ordering operator<=>(const Whole& left, const Whole& right);
  friend bool operator==(const Whole& left, const Whole& right) { return (left <=> right) == std::strong_ordering::equal; }
  // Quotient toward zero, and what is left, with the sign of `left`.
  static std::pair<Whole, Whole> divide(const Whole& left, const Whole& right);

 private:
  static constexpr std::size_t few = 6;  // limbs that want no memory of their own: what is computed at first has no more
  std::array<std::uint64_t, few> few_{};
  std::vector<std::uint64_t> many_;
  std::size_t size_ = 0;  // the highest limb is not zero
  bool negative_ = false;

  const std::uint64_t* limbs() const { return many_.empty() ? few_.data() : many_.data(); }
  std::uint64_t* limbs() { return many_.empty() ? few_.data() : many_.data(); }
  void make_room(std::size_t count);  // of a fresh one: so many limbs, all zero
  void trim();
  static int compare_magnitudes(const Whole& left, const Whole& right);
  static Whole sum(const Whole& left, const Whole& right, bool right_is_negative);
  static std::pair<Whole, Whole> divide_by_one_limb(const Whole& left, std::uint64_t divisor);
};

Whole times(const Whole& left, const Whole& right, int by);
Whole quotient(const Whole& value, std::uint32_t divisor);
// Of numbers that are not negative: the greatest whole number whose square is not above it.
Whole square_root(const Whole& value);
// Toward minus infinity, and toward plus infinity.
Whole divide_down(const Whole& left, const Whole& right);
Whole divide_up(const Whole& left, const Whole& right);

}  // namespace crit
