// Verdicts of criteria: the non-empty set of outcomes still possible out of met, not met, not applicable.
//
// A singleton is a verdict; more than one is shown as unknown. The first two bits are Truth's, so that a plain
// condition is a verdict as it stands. The block rules compute each block's set exactly from its children's sets (as if
// the children were independent); tests/unit/values_verdict_test.cpp proves them against brute force over possible worlds.
#pragma once

#include <cstdint>
#include <string_view>

#include "truth.hpp"

namespace crit {

enum class Verdict : std::uint8_t {
  none = 0,  // never a verdict; the start of a union
  met = 1,
  not_met = 2,
  met_or_not = 3,
  not_applicable = 4,
  met_or_not_applicable = 5,
  not_met_or_not_applicable = 6,
  any = 7,
};

constexpr unsigned bits(Verdict verdict) { return static_cast<unsigned>(verdict); }
constexpr Verdict verdict_of(Truth truth) { return static_cast<Verdict>(truth); }
constexpr bool may_be_met(Verdict verdict) { return (bits(verdict) & 1U) != 0; }
constexpr bool may_be_not_met(Verdict verdict) { return (bits(verdict) & 2U) != 0; }
constexpr bool may_be_not_applicable(Verdict verdict) { return (bits(verdict) & 4U) != 0; }
constexpr bool is_certain(Verdict verdict) {
  return verdict == Verdict::met || verdict == Verdict::not_met || verdict == Verdict::not_applicable;
}
constexpr Verdict either(Verdict left, Verdict right) { return static_cast<Verdict>(bits(left) | bits(right)); }

// if C then E: not applicable where C may be no, E where C may be yes.
constexpr Verdict verdict_if(Truth condition, Verdict then) {
  return static_cast<Verdict>((may_be_yes(condition) ? bits(then) : 0U) | (may_be_no(condition) ? 4U : 0U));
}

// What an indication comes to that must meet common criteria beside its own: it applies where its own do.
constexpr Verdict verdict_also(Verdict own, Verdict common) {
  unsigned result = bits(own) & 4U;
  if (may_be_met(own)) result |= (bits(common) & 2U) | (may_be_met(common) || may_be_not_applicable(common) ? 1U : 0U);
  if (may_be_not_met(own)) result |= 2U;
  return static_cast<Verdict>(result);
}

// What the children of a block can come to, gathered one child at a time; the order cannot show.
//
// lo: children that are exactly {met}. hi: children that may be met. Every count of met children lo..hi is possible,
// except 0 when no child may be *not met* (the others are then not applicable, so the block is not applicable instead).
// Not applicable is possible iff every child may be.
struct BlockCount {
  std::uint32_t children = 0;
  std::uint32_t surely_met = 0;   // lo
  std::uint32_t perhaps_met = 0;  // hi
  bool some_may_be_not_met = false;
  bool some_must_be_not_met = false;  // a child that is exactly {not met}
  bool all_may_be_not_applicable = true;
  void add(Verdict child);
};

Verdict block_all_of(const BlockCount& count);
Verdict block_any_of(const BlockCount& count);
Verdict block_none_of(const BlockCount& count);
Verdict block_at_least(const BlockCount& count, std::uint32_t needed);
Verdict block_at_most(const BlockCount& count, std::uint32_t allowed);
Verdict block_exactly(const BlockCount& count, std::uint32_t wanted);

// "met", "not met", "not applicable", or "unknown" for more than one.
std::string_view verdict_name(Verdict verdict);

}  // namespace crit
