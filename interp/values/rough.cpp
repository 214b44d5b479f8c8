#include "rough.hpp"

#include <algorithm>
#include <cmath>

namespace crit {
namespace {

// So much is the result of a step widened, of its size.
constexpr double slack = 1.0 / (std::uint64_t{1} << 45U);

// Of the ends as they were computed. One that is no number, or whose size a double does not hold with all its bits,
// tells nothing.
Rough widened(double low, double high) {
  constexpr double least = 1e-290;
  if (!(low <= high)) return Rough::unknown();
  const auto is_tiny = [](double end) { return end != 0 && std::fabs(end) < least; };
  if (is_tiny(low) || is_tiny(high) || !std::isfinite(low) || !std::isfinite(high)) return Rough::unknown();
  return {low - std::fabs(low) * slack, high + std::fabs(high) * slack};
}

bool is_known(Rough value) { return std::isfinite(value.low) && std::isfinite(value.high); }

}  // namespace

Rough Rough::of(const Number& value) {
  const double near = static_cast<double>(value.numerator()) / static_cast<double>(value.denominator());
  return widened(near, near);
}

bool Rough::tells_the_number() const {
  constexpr double largest = 1e120;  // below 2^400
  if (!is_known(*this) || !(low > 0 || high < 0)) return false;
  const double least = std::min(std::fabs(low), std::fabs(high));
  return least > 1 / largest && std::max(std::fabs(low), std::fabs(high)) < largest &&
         high - low < least * (std::uint64_t{1} << 20U) * slack;
}

Rough add(Rough left, Rough right) { return widened(left.low + right.low, left.high + right.high); }

Rough subtract(Rough left, Rough right) { return widened(left.low - right.high, left.high - right.low); }

Rough multiply(Rough left, Rough right) {
  if (!is_known(left) || !is_known(right)) return Rough::unknown();
  const auto [low, high] =
      std::minmax({left.low * right.low, left.low * right.high, left.high * right.low, left.high * right.high});
  return widened(low, high);
}

Rough divide(Rough left, Rough right) {
  if (!is_known(left) || !(right.low > 0 || right.high < 0) || !is_known(right)) return Rough::unknown();
  const auto [low, high] =
      std::minmax({left.low / right.low, left.low / right.high, left.high / right.low, left.high / right.high});
  return widened(low, high);
}

Rough square_root(Rough value) {
  return value.low > 0 ? widened(std::sqrt(value.low), std::sqrt(value.high)) : Rough::unknown();
}

Rough exponential(Rough value) { return widened(std::exp(value.low), std::exp(value.high)); }

Rough logarithm(Rough value) {
  return value.low > 0 ? widened(std::log(value.low), std::log(value.high)) : Rough::unknown();
}

}  // namespace crit
