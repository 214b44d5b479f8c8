// The block rules of verdict.hpp against brute force over possible worlds.
#include <array>
#include <catch2/catch.hpp>
#include <vector>

#include "../../interp/values/verdict.hpp"

namespace {

using crit::Verdict;

constexpr unsigned met = 1;
constexpr unsigned not_met = 2;
constexpr unsigned not_applicable = 4;

// What a block comes to in one world, where each child has one outcome (a bit).
template <typename Decide>
unsigned outcome_in_world(const std::vector<unsigned>& world, Decide decide) {
  unsigned met_children = 0;
  unsigned left = 0;
  for (const unsigned outcome : world) {
    if (outcome == not_applicable) continue;
    ++left;
    if (outcome == met) ++met_children;
  }
  if (left == 0) return not_applicable;
  return decide(met_children, left) ? met : not_met;
}

// The union over all worlds: each child picks one outcome of its set, independently of the others.
template <typename Decide>
unsigned brute_force(const std::vector<unsigned>& sets, Decide decide) {
  unsigned result = 0;
  std::vector<unsigned> world(sets.size(), met);
  while (true) {
    bool possible = true;
    for (std::size_t i = 0; i < sets.size(); ++i) possible = possible && (sets[i] & world[i]) != 0;
    if (possible) result |= outcome_in_world(world, decide);
    std::size_t i = 0;
    while (i < world.size() && world[i] == not_applicable) world[i++] = met;
    if (i == world.size()) return result;
    world[i] <<= 1U;
  }
}

crit::BlockCount count_of(const std::vector<unsigned>& sets) {
  crit::BlockCount count;
  for (const unsigned set : sets) count.add(static_cast<Verdict>(set));
  return count;
}

}  // namespace

TEST_CASE("every block of up to four children agrees with brute force over worlds", "[verdict]") {
  for (std::size_t children = 1; children <= 4; ++children) {
    std::vector<unsigned> sets(children, 1);
    bool more = true;
    while (more) {
      const crit::BlockCount count = count_of(sets);
      bool agrees = true;
      const auto check = [&](Verdict verdict, auto decide) {
        agrees = agrees && crit::bits(verdict) == brute_force(sets, decide);
      };
      check(crit::block_all_of(count), [](unsigned hits, unsigned left) { return hits == left; });
      check(crit::block_any_of(count), [](unsigned hits, unsigned) { return hits > 0; });
      check(crit::block_none_of(count), [](unsigned hits, unsigned) { return hits == 0; });
      for (std::uint32_t n = 0; n <= children + 1; ++n) {
        check(crit::block_at_least(count, n), [n](unsigned hits, unsigned) { return hits >= n; });
        check(crit::block_at_most(count, n), [n](unsigned hits, unsigned) { return hits <= n; });
        check(crit::block_exactly(count, n), [n](unsigned hits, unsigned) { return hits == n; });
      }
      CAPTURE(sets);
      REQUIRE(agrees);
      std::size_t i = 0;
      while (i < children && sets[i] == 7) sets[i++] = 1;
      more = i < children;
      if (more) ++sets[i];
    }
  }
}

TEST_CASE("the order of children cannot show", "[verdict]") {
  const auto forward = count_of({1, 2, 5, 7});
  const auto backward = count_of({7, 5, 2, 1});
  CHECK(crit::block_exactly(forward, 2) == crit::block_exactly(backward, 2));
  CHECK(crit::block_all_of(forward) == crit::block_all_of(backward));
}

TEST_CASE("counting needs N met children whatever is not applicable", "[verdict]") {
  // N is never lowered: at_least 2 of [met, n/a, n/a] is not met.
  CHECK(crit::block_at_least(count_of({met, not_applicable, not_applicable}), 2) == Verdict::not_met);
  // T10: at least 2 of {met, U, not met} is U; of {met, met, U} met; of {met, not met, not met, U} U; of
  // {not met, not met, U} not met.
  CHECK(crit::block_at_least(count_of({1, 3, 2}), 2) == Verdict::met_or_not);
  CHECK(crit::block_at_least(count_of({1, 1, 3}), 2) == Verdict::met);
  CHECK(crit::block_at_least(count_of({1, 2, 2, 3}), 2) == Verdict::met_or_not);
  CHECK(crit::block_at_least(count_of({2, 2, 3}), 2) == Verdict::not_met);
}

TEST_CASE("a block without children is not applicable", "[verdict]") {
  const crit::BlockCount empty;
  CHECK(crit::block_all_of(empty) == Verdict::not_applicable);
  CHECK(crit::block_any_of(empty) == Verdict::not_applicable);
  CHECK(crit::block_none_of(empty) == Verdict::not_applicable);
}

TEST_CASE("an unknown condition before a met criterion never makes any_of met", "[verdict]") {
  // T11: `if U then met` may be met or not applicable; with a child that is not met, any_of stays open.
  const Verdict conditional = crit::verdict_if(crit::Truth::unknown, Verdict::met);
  CHECK(conditional == Verdict::met_or_not_applicable);
  CHECK(crit::block_any_of(count_of({crit::bits(conditional), not_met})) == Verdict::met_or_not);
  CHECK(crit::block_all_of(count_of({crit::bits(conditional), met})) == Verdict::met);
}

// An indication's own outcome, then the common criteria's: it applies where its own do, and is met when neither failed.
TEST_CASE("an indication with common criteria agrees with brute force over worlds", "[verdict]") {
  const auto in_world = [](unsigned own, unsigned common) {
    if (own != met) return own;
    return common == not_met ? not_met : met;
  };
  for (unsigned own = 1; own <= 7; ++own) {
    for (unsigned common = 1; common <= 7; ++common) {
      unsigned expected = 0;
      for (const unsigned a : {met, not_met, not_applicable}) {
        for (const unsigned b : {met, not_met, not_applicable}) {
          if ((own & a) != 0 && (common & b) != 0) expected |= in_world(a, b);
        }
      }
      INFO(own << " also " << common);
      CHECK(crit::bits(crit::verdict_also(static_cast<Verdict>(own), static_cast<Verdict>(common))) == expected);
    }
  }
}

TEST_CASE("verdicts have names, and several outcomes are unknown", "[verdict]") {
  CHECK(crit::verdict_name(Verdict::met) == "met");
  CHECK(crit::verdict_name(Verdict::not_met) == "not met");
  CHECK(crit::verdict_name(Verdict::not_applicable) == "not applicable");
  for (const Verdict verdict :
       {Verdict::met_or_not, Verdict::met_or_not_applicable, Verdict::not_met_or_not_applicable, Verdict::any}) {
    CHECK(crit::verdict_name(verdict) == "unknown");
  }
}

TEST_CASE("Kleene's tables", "[truth]") {
  using crit::Truth;
  const std::array<Truth, 3> truths = {Truth::yes, Truth::no, Truth::unknown};
  for (const Truth left : truths) {
    for (const Truth right : truths) {
      const Truth both = left == Truth::no || right == Truth::no     ? Truth::no
                         : left == Truth::yes && right == Truth::yes ? Truth::yes
                                                                     : Truth::unknown;
      CHECK(crit::truth_and(left, right) == both);
      CHECK(crit::truth_or(crit::truth_not(left), crit::truth_not(right)) == crit::truth_not(both));
    }
  }
}
