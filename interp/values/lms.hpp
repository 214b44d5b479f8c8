// Standard deviation scores by the LMS method: z = ((x/M)^L - 1) / (L S), or ln(x/M)/S where L is near zero.
//
// The one place where crit computes what has no exact result. It does so in whole numbers of 2^-60, never in floating point,
// so every compiler and processor gives the same digits; the result is rounded to 4 decimals, half even. Where L is a small
// whole number the score is a ratio, and computed exactly before it is rounded.
#pragma once

#include <optional>

#include "number.hpp"

namespace crit {

// x, m and s above zero. nullopt when the score is beyond what can be told (|L ln(x/M)| above 40, and the like).
std::optional<Number> lms_z(const Number& x, const Number& l, const Number& m, const Number& s);

}  // namespace crit
