#include "lms.hpp"

namespace crit {

std::optional<Real> lms_z(const Real& x, const Real& l, const Real& m, const Real& s, Reals& reals) {
  const std::optional<Real> quotient = divide(x, m, reals);
  if (!quotient) return std::nullopt;
  if (is_zero(l)) {
    const std::optional<Real> logged = logarithm(*quotient, reals);
    return logged ? divide(*logged, s, reals) : std::nullopt;
  }
  const std::optional<Real> raised = power(*quotient, l, reals);
  const std::optional<Real> above = raised ? subtract(*raised, 1, reals) : std::nullopt;
  const std::optional<Real> below = multiply(l, s, reals);
  return above && below ? divide(*above, *below, reals) : std::nullopt;
}

}  // namespace crit
