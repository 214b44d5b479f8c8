#include "outward.hpp"

#include <algorithm>

namespace crit {

std::optional<Number> outward(const Whole& above, const Whole& below, bool up) {
  constexpr int digits = 30;
  constexpr int most_places = 38;  // 10^38 is the last that a Number's denominator holds
  if (above.is_zero()) return Number();
  // The logarithm of 2 to the base 10 is 0.30103: so many digits before the point, or one fewer.
  const int whole_digits = (above.bit_length() - below.bit_length()) * 30103 / 100000 + 1;
  const int places = std::min(digits - whole_digits, most_places);
  const Whole numerator = places >= 0 ? above * Whole::power_of_ten(places) : above;
  const Whole denominator = places >= 0 ? below : below * Whole::power_of_ten(-places);
  const Whole rounded = up ? divide_up(numerator, denominator) : divide_down(numerator, denominator);
  const std::optional<Int128> top = (places >= 0 ? rounded : rounded * Whole::power_of_ten(-places)).narrow();
  const std::optional<Int128> bottom = Whole::power_of_ten(std::max(places, 0)).narrow();
  return top && bottom ? Number::ratio(*top, *bottom) : std::nullopt;
}

std::optional<Number> outward_sum(const Number& left, const Number& right, bool up) {
  const Whole one = Whole::of(left.denominator());
  const Whole other = Whole::of(right.denominator());
  return outward(Whole::of(left.numerator()) * other + Whole::of(right.numerator()) * one, one * other, up);
}

std::optional<Number> outward_product(const Number& left, const Number& right, bool up) {
  return outward(Whole::of(left.numerator()) * Whole::of(right.numerator()), Whole::of(left.denominator()) * Whole::of(right.denominator()), up);
}

}  // namespace crit
