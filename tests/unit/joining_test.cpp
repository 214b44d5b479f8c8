// Joining by sort and sweep against joining by holding every two periods against each other: where the ways that it may be are too
// many, which periods surely touch, and which may. That all ways together say what all possible worlds say, worlds_test holds.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <numeric>
#include <optional>
#include <random>
#include <vector>

#include "joining.hpp"

using namespace crit;

namespace {

constexpr std::uint64_t much = 1'000'000;

Day reach(Day end, Duration gap) { return end == last_day ? last_day : add(end + 1, gap, LeapRule::february_28).value_or(last_day); }

// What surely counts and has full dates is one from the outset: a period may reach over what no one of its parts does.
std::vector<JoinedPeriod> with_sure_ones_joined(const std::vector<JoinedPeriod>& all, Duration gap) {
  std::vector<JoinedPeriod> made;
  std::vector<JoinedPeriod> sure;
  for (const JoinedPeriod& one : all) (one.sure && one.start.exact() && one.end.exact() ? sure : made).push_back(one);
  std::sort(sure.begin(), sure.end(), [](const JoinedPeriod& a, const JoinedPeriod& b) { return a.start.first < b.start.first; });
  std::optional<JoinedPeriod> last;
  for (const JoinedPeriod& one : sure) {
    if (last && one.start.first <= reach(last->end.first, gap)) {
      last->end.first = last->end.last = std::max(last->end.first, one.end.first);
      continue;
    }
    if (last) made.push_back(*last);
    last = one;
  }
  if (last) made.push_back(*last);
  return made;
}

// The joined periods of one world, by their dates: those that count are joined where every two touch that `least` asks for.
std::vector<std::array<Day, 4>> by_every_two(const std::vector<JoinedPeriod>& all, Duration gap, bool least) {
  std::vector<std::size_t> group(all.size());
  std::iota(group.begin(), group.end(), std::size_t{0});
  const auto counts = [&](std::size_t i) { return !least || all[i].sure; };
  const auto touches = [&](std::size_t a, std::size_t b) {
    const Truth truth = compare(all[b].start, Comparison::less_equal, Date{reach(all[a].end.first, gap), reach(all[a].end.last, gap)});
    return truth == Truth::yes || (!least && truth == Truth::unknown);
  };
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (!counts(i) || !counts(j) || !touches(i, j) || !touches(j, i)) continue;
      const std::size_t from = group[i];
      std::replace(group.begin(), group.end(), from, group[j]);
    }
  }
  std::vector<std::array<Day, 4>> made;
  for (std::size_t i = 0; i < all.size(); ++i) {
    std::array<Day, 4> one{last_day, last_day, first_day, first_day};
    for (std::size_t j = 0; j < all.size(); ++j) {
      if (group[j] != i || !counts(j)) continue;
      one = {std::min(one[0], all[j].start.first), std::min(one[1], all[j].start.last), std::max(one[2], all[j].end.first), std::max(one[3], all[j].end.last)};
    }
    if (one[0] != last_day) made.push_back(one);
  }
  std::sort(made.begin(), made.end());
  made.erase(std::unique(made.begin(), made.end()), made.end());
  return made;
}

std::vector<std::array<Day, 4>> of_world(const Joined& joined, std::size_t world) {
  std::vector<std::array<Day, 4>> made;
  for (const std::uint32_t place : joined.worlds[world]) {
    const JoinedPeriod& one = joined.periods[place];
    made.push_back({one.start.first, one.start.last, one.end.first, one.end.last});
  }
  std::sort(made.begin(), made.end());
  return made;
}

}  // namespace

TEST_CASE("the least and the most that may be joined are those of every two periods", "[joining]") {
  std::mt19937 random(20261130);
  const auto below = [&](int bound) { return static_cast<int>(random() % static_cast<unsigned>(bound)); };
  std::size_t bounded = 0;
  for (int round = 0; round < 300; ++round) {
    const Day origin = *day_from_civil(2020, 1, 1);
    const int spread = 20 + below(3000);
    const int open_starts = below(3);
    std::vector<JoinedPeriod> all;
    for (int i = 0, size = 30 + below(60); i < size; ++i) {
      JoinedPeriod one;
      const Day start = origin + below(spread);
      const Day end = start + below(40);
      one.start = below(3) < open_starts ? Date{start - below(30), start + below(30)} : Date{start, start};
      one.end = below(4) == 0 ? Date{end, end} : below(20) == 0 ? Date{end, last_day} : below(40) == 0 ? Date{last_day, last_day} : Date{end - below(31), end + below(31)};
      one.sure = below(3) != 0;
      one.first_item = one.last_item = static_cast<std::uint32_t>(i);
      if (one.end.last >= one.start.first) all.push_back(one);
    }
    const Duration gap{below(4) == 0 ? 1 : 0, below(20)};
    const Joined joined = join_periods(all, gap, LeapRule::february_28, much);
    if (!joined.only_bounds) continue;
    ++bounded;
    CHECK(joined.worlds.size() == 2);
    const std::vector<JoinedPeriod> given = with_sure_ones_joined(all, gap);
    CHECK(of_world(joined, 0) == by_every_two(given, gap, true));
    CHECK(of_world(joined, 1) == by_every_two(given, gap, false));
  }
  CHECK(bounded > 150);
}

TEST_CASE("what was joined before is taken from there", "[joining]") {
  KeptJoins kept;
  std::vector<JoinedPeriod> all;
  for (Day day = 0; day < 3000; day += 10) all.push_back({{day, day}, {day + 5, day + 8}, true, 0, 0, 1});
  std::uint64_t first = 0;
  std::uint64_t again = 0;
  std::uint64_t other = 0;
  const Joined once = kept.join(all, Duration{0, 1}, LeapRule::february_28, much, first);
  const Joined twice = kept.join(all, Duration{0, 1}, LeapRule::february_28, much, again);
  CHECK(once.worlds == twice.worlds);
  CHECK(once.periods == twice.periods);
  CHECK(again == all.size());
  CHECK(again < first);
  all.front().sure = false;
  kept.join(all, Duration{0, 1}, LeapRule::february_28, much, other);
  CHECK(other > again);
}
