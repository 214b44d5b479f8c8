// `latest`, `earliest` and `previous` against every possible world: partial and unknown dates by each of their days, items that
// may be in or not, items of one day in every order that their times allow. What crit says must be what all worlds say, and
// unknown only where two of them differ or one has no such item.
#include <catch2/catch.hpp>

#include <algorithm>
#include <functional>

#include "worlds.hpp"

using namespace crit;
using namespace worlds;

namespace {

struct Placed {
  Day day = 0;
  const Measurement* item = nullptr;
};

// Whether of two items of one day the second is certainly the earlier.
bool stands_before(const Placed& second, const Placed& first) {
  const auto timed = [](const Measurement& one) { return one.first == one.last && one.time.kind != Moment::Kind::none; };
  return timed(*first.item) && timed(*second.item) && first.item->time.kind == second.item->time.kind && second.item->time.nanoseconds < first.item->time.nanoseconds;
}

// Of the items in order, from the end that is asked.
unsigned pick_says(std::vector<const Measurement*> order, const std::string& selector) {
  if (selector == "earliest") std::reverse(order.begin(), order.end());
  const std::size_t back = selector == "previous" ? 2 : 1;
  return order.size() < back ? both : order[order.size() - back]->has;
}

unsigned by_worlds(const std::vector<Measurement>& all, const std::string& selector, Day as_of) {
  unsigned result = 0;
  std::vector<Placed> world;
  std::vector<const Measurement*> order;
  std::vector<bool> taken;
  // Next stands one of the least day before which no other of its day must stand.
  const std::function<void()> arrange = [&] {
    if (result == both) return;
    if (order.size() == world.size()) {
      result |= pick_says(order, selector);
      return;
    }
    Day least = far_day;
    for (std::size_t i = 0; i < world.size(); ++i) {
      if (!taken[i]) least = std::min(least, world[i].day);
    }
    for (std::size_t i = 0; i < world.size(); ++i) {
      if (taken[i] || world[i].day != least) continue;
      bool first = true;
      for (std::size_t j = 0; j < world.size(); ++j) first = first && (taken[j] || world[j].day != least || !stands_before(world[j], world[i]));
      if (!first) continue;
      taken[i] = true;
      order.push_back(world[i].item);
      arrange();
      order.pop_back();
      taken[i] = false;
    }
  };
  const std::function<void(std::size_t)> choose = [&](std::size_t at) {
    if (result == both) return;
    if (at == all.size()) {
      taken.assign(world.size(), false);
      return arrange();
    }
    const Measurement& one = all[at];
    if ((one.in & no) != 0) choose(at + 1);
    if ((one.in & yes) == 0) return;
    bool left_out = false;  // dated after the date of service
    for (Day day = one.first; day <= one.last; ++day) {
      if (day > as_of) {
        if (!left_out) choose(at + 1);
        left_out = true;
        continue;
      }
      world.push_back({day, &one});
      choose(at + 1);
      world.pop_back();
    }
  };
  choose(0);
  return result;
}

}  // namespace

TEST_CASE("latest, earliest and previous say what all possible worlds say", "[worlds]") {
  const std::vector<std::string> selectors{"latest", "earliest", "previous"};
  std::vector<Chunk> chunks;
  for (const std::string& selector : selectors) {
    chunks.push_back(verified("policy \"T\" {}\nfacts { s : series { fits : yes_no; ok : yes_no } }\n"
                              "indication I { all_of { 1: " + selector + " s where fits has ok }\n approve }"));
  }
  std::array<std::size_t, 4> seen{};
  for (int trial = 0; trial < 20'000; ++trial) {
    std::vector<Measurement> items(static_cast<std::size_t>(below(6)));
    for (Measurement& one : items) {
      one.first = day_zero + below(3);
      one.last = one.first + (below(4) == 0 ? below(3) : 0);
      one.time = {std::array{Moment::Kind::none, Moment::Kind::clock, Moment::Kind::instant}[static_cast<std::size_t>(below(3))], below(3)};
      one.in = below(4) == 0 ? some_truth() : yes;
      one.has = below(2) == 0 ? yes : some_truth();
    }
    FactSet facts;
    facts.lists.push_back(listed(items, true));
    const Day as_of = below(4) == 0 ? day_zero + 1 : day_zero + 30;
    for (std::size_t i = 0; i < selectors.size(); ++i) {
      const unsigned expected = by_worlds(items, selectors[i], as_of);
      const unsigned found = verdicts(chunks[i], facts, as_of, trial % 2 == 0).at(0);
      ++seen[expected];
      if (found == expected) continue;
      std::string text = selectors[i] + ", as of " + std::to_string(as_of - day_zero);
      for (const Measurement& one : items) text += shown(one);
      INFO(text);
      FAIL("crit says " << shown(found) << ", the worlds " << shown(expected));
    }
  }
  for (const unsigned truth : {yes, no, both}) CHECK(seen[truth] > 1'000);
}
