#include "verdict.hpp"

#include <algorithm>

namespace crit {
namespace {

// Whether some count of met children in [low, high] is possible. Every count from surely_met to perhaps_met is, except
// 0 when no child may be not met: then the others are not applicable, nothing is left, and the block has no count at
// all.
bool count_possible(const BlockCount& count, std::uint64_t low, std::uint64_t high) {
  const std::uint64_t lowest = count.surely_met;
  const std::uint64_t highest = count.perhaps_met;
  if (low == 0 && lowest == 0 && count.some_may_be_not_met) return true;
  const std::uint64_t from = std::max<std::uint64_t>({low, lowest, 1});
  return from <= std::min(high, highest);
}

Verdict make_verdict(bool met, bool not_met, bool not_applicable) {
  return static_cast<Verdict>((met ? 1U : 0U) | (not_met ? 2U : 0U) | (not_applicable ? 4U : 0U));
}

}  // namespace

void BlockCount::add(Verdict child) {
  ++children;
  if (child == Verdict::met) ++surely_met;
  if (may_be_met(child)) ++perhaps_met;
  if (may_be_not_met(child)) some_may_be_not_met = true;
  if (child == Verdict::not_met) some_must_be_not_met = true;
  if (!may_be_not_applicable(child)) all_may_be_not_applicable = false;
}

// Met needs each child to be met or not applicable, and one of them met; one child not met is enough for not met.
Verdict block_all_of(const BlockCount& count) {
  const bool met = !count.some_must_be_not_met && count.perhaps_met > 0;
  return make_verdict(met, count.some_may_be_not_met, count.all_may_be_not_applicable);
}

// One child met is enough for met; not met needs each child to be not met or not applicable, and one of them not met.
Verdict block_any_of(const BlockCount& count) {
  const bool not_met = count.surely_met == 0 && count.some_may_be_not_met;
  return make_verdict(count.perhaps_met > 0, not_met, count.all_may_be_not_applicable);
}

// any_of with met and not met exchanged; not applicable stays.
Verdict block_none_of(const BlockCount& count) {
  const Verdict any_of = block_any_of(count);
  return make_verdict(may_be_not_met(any_of), may_be_met(any_of), may_be_not_applicable(any_of));
}

Verdict block_at_least(const BlockCount& count, std::uint32_t needed) {
  const bool met = count_possible(count, needed, UINT64_MAX);
  const bool not_met = needed > 0 && count_possible(count, 0, needed - 1);
  return make_verdict(met, not_met, count.all_may_be_not_applicable);
}

Verdict block_at_most(const BlockCount& count, std::uint32_t allowed) {
  const bool met = count_possible(count, 0, allowed);
  const bool not_met = count_possible(count, std::uint64_t{allowed} + 1, UINT64_MAX);
  return make_verdict(met, not_met, count.all_may_be_not_applicable);
}

Verdict block_exactly(const BlockCount& count, std::uint32_t wanted) {
  const bool met = count_possible(count, wanted, wanted);
  const bool below = wanted > 0 && count_possible(count, 0, wanted - 1);
  const bool above = count_possible(count, std::uint64_t{wanted} + 1, UINT64_MAX);
  return make_verdict(met, below || above, count.all_may_be_not_applicable);
}

std::string_view verdict_name(Verdict verdict) {
  switch (verdict) {
    case Verdict::met:
      return "met";
    case Verdict::not_met:
      return "not met";
    case Verdict::not_applicable:
      return "not applicable";
    case Verdict::none:
    case Verdict::met_or_not:
    case Verdict::met_or_not_applicable:
    case Verdict::not_met_or_not_applicable:
    case Verdict::any: break;
  }
  return "unknown";
}

}  // namespace crit
