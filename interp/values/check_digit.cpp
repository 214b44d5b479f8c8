#include "check_digit.hpp"

#include <array>
#include <cstddef>

namespace crit {

// From the right every other digit is doubled, the first of them too; the digits of what comes out are added.
char mod10_digit(std::string_view digits) {
  unsigned sum = 0;
  bool doubled = true;
  for (std::size_t i = digits.size(); i-- > 0; doubled = !doubled) {
    const unsigned digit = static_cast<unsigned>(digits[i] - '0') * (doubled ? 2U : 1U);
    sum += digit / 10 + digit % 10;
  }
  return static_cast<char>('0' + (10 - sum % 10) % 10);
}

bool has_verhoeff_digit(std::string_view digits) {
  using Row = std::array<unsigned char, 10>;
  // The group of the symmetries of a pentagon, and the permutation that is applied once more at each place.
  constexpr std::array<Row, 10> product = {{{0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
                                            {1, 2, 3, 4, 0, 6, 7, 8, 9, 5},
                                            {2, 3, 4, 0, 1, 7, 8, 9, 5, 6},
                                            {3, 4, 0, 1, 2, 8, 9, 5, 6, 7},
                                            {4, 0, 1, 2, 3, 9, 5, 6, 7, 8},
                                            {5, 9, 8, 7, 6, 0, 4, 3, 2, 1},
                                            {6, 5, 9, 8, 7, 1, 0, 4, 3, 2},
                                            {7, 6, 5, 9, 8, 2, 1, 0, 4, 3},
                                            {8, 7, 6, 5, 9, 3, 2, 1, 0, 4},
                                            {9, 8, 7, 6, 5, 4, 3, 2, 1, 0}}};
  constexpr Row permutation = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};
  constexpr std::size_t period = 8;  // after so many places the permutation is none
  std::size_t check = 0;
  std::size_t place = 0;
  for (std::size_t i = digits.size(); i-- > 0; place = (place + 1) % period) {
    auto digit = static_cast<std::size_t>(digits[i] - '0');
    for (std::size_t times = 0; times < place; ++times) digit = permutation[digit];
    check = product[check][digit];
  }
  return check == 0;
}

}  // namespace crit
