// Pairs are made some at a time, and those that are not apart as asked are not made: of lists long enough for that, against all pairs.
#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include "worlds.hpp"

using namespace crit;
using namespace worlds;

namespace {

struct Measured {
  Day day = 0;
  int value = 0;
};

}  // namespace

TEST_CASE("pairs that are made some at a time are all there are", "[pairs]") {
  struct Asked {
    std::string window;
    int least;
    int most;
  };
  const std::vector<Asked> windows{{"", 1, 10'000}, {"apart at_least 30 days", 30, 10'000}, {"apart at_most 14 days", 1, 14},
                                   {"apart at_least 20 days apart at_most 25 days", 20, 25}, {"apart at_least 2000 days", 2000, 10'000}};
  for (int round = 0; round < 6; ++round) {
    std::vector<Measured> all;
    for (int i = 0, size = 60 + below(90); i < size; ++i) all.push_back({day_zero - below(500), below(100)});
    ListCell list = on_file(true);
    for (const Measured& one : all) add_item(list, {cell(Date{one.day, one.day}), cell(NumberValue{Number(one.value)})});
    FactSet facts;
    facts.lists.push_back(list);
    std::string criteria;
    std::vector<unsigned> expected;
    for (const Asked& asked : windows) {
      for (const int more : {20, 90, 200}) {
        int count = 0;
        for (const Measured& a : all) {
          for (const Measured& b : all) count += b.day > a.day && b.day - a.day >= asked.least && b.day - a.day <= asked.most && a.value - b.value > more ? 1 : 0;
        }
        const auto ask = [&](const std::string& selector, bool is_so) {
          criteria += " " + std::to_string(expected.size() + 1) + ": " + selector + " pair (a, b) of lab " + asked.window + " has a.value - b.value > " + std::to_string(more) + "\n";
          expected.push_back(is_so ? yes : no);
        };
        ask("some", count > 0);
        ask("no", count == 0);
        ask("at_least " + std::to_string(count + 1), false);
        if (count == 0) continue;  // "exactly 0" is `no`
        ask("exactly " + std::to_string(count), true);
        ask("at_most " + std::to_string(count), true);
      }
    }
    const Chunk chunk = verified("policy \"P\" { effective from 2000-01-01 }\nfacts { lab : series { value : number } complete }\nindication I \"i\" {\n" + criteria + " approve\n}\n");
    CHECK(verdicts(chunk, facts, day_zero, false) == expected);
    CHECK(verdicts(chunk, facts, day_zero, true) == expected);
  }
}
