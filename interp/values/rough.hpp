// A number of which is known between which two doubles it lies: tells most numbers without an exact fraction apart,
// without working out their digits (ball.hpp). Internal to interp/values: real.hpp asks it first.
//
// Each result is widened by 2^-45 of its size. A double's own rounding is 2^-53, and the functions of the C library are
// within 2^-51; the rest is room for libraries that are less good. A function that is not here gives an unknown.
#pragma once

#include <limits>

#include "number.hpp"

namespace crit {

struct Rough {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();

  static Rough of(const Number& value);
  static Rough unknown() { return {}; }

  bool is_above(double limit) const { return low > limit; }
  bool is_below(double limit) const { return high < limit; }
  // Its sign is known, it is neither too large nor too small for any later step, and no more than 20 bits of the 45 are
  // lost: working with 256 bits then gives its first 30 digits surely.
  bool tells_the_number() const;
};

Rough add(Rough left, Rough right);
Rough subtract(Rough left, Rough right);
Rough multiply(Rough left, Rough right);
Rough divide(Rough left, Rough right);
Rough square_root(Rough value);
Rough exponential(Rough value);
Rough logarithm(Rough value);

}  // namespace crit
