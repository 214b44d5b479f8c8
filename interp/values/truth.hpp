// What a plain condition comes to: yes, no, or unknown. Kleene's strong three-valued logic.
//
// The two bits say what is still possible: bit 0 "may be yes", bit 1 "may be no". Unknown is both; there is no "neither".
// Verdicts of criteria (which know a third outcome, not applicable) are in verdict.hpp; the bits agree on purpose.
#pragma once

#include <cstdint>
#include <string_view>

namespace crit {

enum class Truth : std::uint8_t { yes = 1, no = 2, unknown = 3 };

constexpr bool may_be_yes(Truth truth) { return (static_cast<unsigned>(truth) & 1U) != 0; }
constexpr bool may_be_no(Truth truth) { return (static_cast<unsigned>(truth) & 2U) != 0; }
constexpr Truth truth_of(bool value) { return value ? Truth::yes : Truth::no; }

// not: yes -> no, no -> yes, unknown -> unknown.
constexpr Truth truth_not(Truth truth) {
  const auto bits = static_cast<unsigned>(truth);
  return static_cast<Truth>(((bits & 1U) << 1U) | ((bits & 2U) >> 1U));
}
// and: no dominates (no and unknown = no), then unknown, then yes.
constexpr Truth truth_and(Truth left, Truth right) {
  const bool yes = may_be_yes(left) && may_be_yes(right);
  const bool no = may_be_no(left) || may_be_no(right);
  return static_cast<Truth>((yes ? 1U : 0U) | (no ? 2U : 0U));
}
// or: yes dominates (yes or unknown = yes), then unknown, then no.
constexpr Truth truth_or(Truth left, Truth right) { return truth_not(truth_and(truth_not(left), truth_not(right))); }
// Where several readings are possible, the answer is certain only when they agree.
constexpr Truth truth_either(Truth left, Truth right) {
  return static_cast<Truth>(static_cast<unsigned>(left) | static_cast<unsigned>(right));
}

constexpr std::string_view truth_name(Truth truth) {
  return truth == Truth::yes ? "yes" : truth == Truth::no ? "no" : "unknown";
}

// The six comparisons. `is` and `is_not` are equality and its negation.
enum class Comparison : std::uint8_t { is, is_not, less, less_equal, greater, greater_equal };

}  // namespace crit
