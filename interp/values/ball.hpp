// A number that is known to lie near another: (middle ± radius) * 2^exponent, the radius no more than what computing with so
// many bits costs. Internal to interp/values: real.hpp computes with more and more bits until a ball is small enough.
//
// All is done in whole numbers, so every compiler and processor gives the same digits. Each function's result holds every
// number that the function has for some number of its operands; nullopt: the operand is too wide for that (a divisor that may be
// zero, a root of what may be negative), or the result is beyond `largest_power`.
#pragma once

#include <optional>

#include "number.hpp"
#include "whole.hpp"

namespace crit {

struct Ball {
  Whole middle;
  Whole radius;
  int exponent = 0;

  static Ball of(const Number& value, int bits);

  Whole low() const { return middle - radius; }   // times 2^exponent
  Whole high() const { return middle + radius; }
  // -1 or 1; 0 where it may be either, or zero.
  int sign() const { return low() > 0 ? 1 : high() < 0 ? -1 : 0; }
  bool is_zero() const { return middle.is_zero() && radius.is_zero(); }
  // Its numbers are below 2^this.
  int magnitude_bits() const;
};

constexpr int largest_power = 512;  // of 2: about 154 digits on either side of the point, far beyond anything that is measured

Ball negate(const Ball& value);
Ball add(const Ball& left, const Ball& right, int bits);
Ball subtract(const Ball& left, const Ball& right, int bits);
Ball multiply(const Ball& left, const Ball& right, int bits);
std::optional<Ball> divide(const Ball& left, const Ball& right, int bits);
std::optional<Ball> square_root(const Ball& value, int bits);
std::optional<Ball> exponential(const Ball& value, int bits);
std::optional<Ball> logarithm(const Ball& value, int bits);
// The share of the normal distribution below a score; and the score below which a share lies. Scores from -20 to 20.
std::optional<Ball> normal_below(const Ball& score, int bits);
std::optional<Ball> normal_score(const Ball& share, int bits);

}  // namespace crit
