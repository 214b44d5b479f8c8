// Standard deviation scores by the LMS method: z = ((x/M)^L - 1) / (L S), or ln(x/M) / S where L is zero.
//
// A score is a Real (real.hpp), which is rounded nowhere: where (x/M)^L is a fraction the score is one, too.
#pragma once

#include <optional>

#include "real.hpp"

namespace crit {

// x, m and s above zero. nullopt when the score is larger or finer than crit keeps.
std::optional<Real> lms_z(const Real& x, const Real& l, const Real& m, const Real& s, Reals& reals);

}  // namespace crit
