// What a condition of pairs reads, where it is plain: fields of the two items, constants, arithmetic that cannot fail
// and comparisons. Of two items in which all of this is known, pairs can then be ruled out before they are made.
#pragma once

#include <cstdint>

#include "number.hpp"

namespace crit {

// How a comparison of the two rules pairs out. `monotone`: of one later item, those that it holds of are the first or
// the last of the earlier ones, in the order of their field. `equal`: those of one value.
enum class PairSweep : std::uint8_t { none, monotone, equal };

struct PairSieve {
  struct Fields {                // of one of the two: a bit for each field of the list
    std::uint64_t read = 0;      // by the condition
    std::uint64_t shared = 0;    // of these, those that are read together with a field of the other item
    std::uint64_t divisors = 0;  // of these, those that it divides by
    std::uint64_t positive = 0;  // of these, those that must be above 0 for the comparison to be monotone
  };
  Fields earlier;
  Fields later;
  bool is_has = false;  // the condition is what a pair must have; else which pairs are asked
  PairSweep sweep = PairSweep::none;
  std::uint32_t earlier_field = 0;  // of the comparison
  std::uint32_t later_field = 0;    // of an equality
};

constexpr std::uint32_t most_sieve_fields = 64;

// Three such numbers have an exact result, however they are combined.
constexpr int most_sieve_numbers = 3;
inline bool is_small(const Number& number) {
  constexpr Int128 most_numerator = Int128{1} << 40;
  constexpr Int128 most_denominator = Int128{1} << 20;
  return number.numerator() < most_numerator && -number.numerator() < most_numerator &&
         number.denominator() < most_denominator;
}

}  // namespace crit
