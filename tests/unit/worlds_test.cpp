// Runs (`for_at_least`) and joined periods against every possible world: partial dates by each of their days, items that may
// be in or not, and what is asked of them yes or no. What crit says must be what all worlds say, and unknown only where two
// of them differ.
#include <catch2/catch.hpp>

#include <algorithm>
#include <functional>

#include "worlds.hpp"

using namespace crit;
using namespace worlds;

// ---- runs ------------------------------------------------------------------------------------------------------------

namespace {

// In one world: the items in order.
unsigned run_says(const std::vector<std::pair<Day, bool>>& items, int duration, bool complete) {
  if (items.empty()) return both;
  std::size_t length = 0;
  while (length < items.size() && items[items.size() - 1 - length].second) ++length;
  if (length == 0) return no;
  if (items.back().first - items[items.size() - length].first >= duration) return yes;
  return length < items.size() || complete ? no : both;
}

unsigned run_by_worlds(const std::vector<Measurement>& all, int duration, bool complete, Day as_of) {
  unsigned result = 0;
  std::vector<std::pair<Day, bool>> world;
  const std::function<void(std::size_t)> choose = [&](std::size_t at) {
    if (result == both) return;
    if (at == all.size()) {
      // Items of one day in every order.
      std::vector<std::pair<Day, bool>> ordered = world;
      std::sort(ordered.begin(), ordered.end());
      do result |= run_says(ordered, duration, complete);
      while (std::next_permutation(ordered.begin(), ordered.end()) && [&] {
        while (!std::is_sorted(ordered.begin(), ordered.end(), [](const auto& a, const auto& b) { return a.first < b.first; })) {
          if (!std::next_permutation(ordered.begin(), ordered.end())) return false;
        }
        return true;
      }());
      return;
    }
    const Measurement& one = all[at];
    if ((one.in & no) != 0) choose(at + 1);
    if ((one.in & yes) == 0) return;
    for (Day day = one.first; day <= one.last; ++day) {
      if (day > as_of) {  // left out
        choose(at + 1);
        continue;
      }
      for (const bool has : {true, false}) {
        if ((one.has & (has ? yes : no)) == 0) continue;
        world.emplace_back(day, has);
        choose(at + 1);
        world.pop_back();
      }
    }
  };
  choose(0);
  return result;
}

}  // namespace

TEST_CASE("for_at_least says what all possible worlds say", "[worlds]") {
  std::vector<Chunk> chunks;
  const std::vector<int> durations{1, 2, 3, 5, 8};
  for (const int duration : durations) {
    chunks.push_back(verified("policy \"T\" {}\nfacts { s : series { fits : yes_no; ok : yes_no } }\n"
                              "indication I { all_of { 1: latest s where fits has ok for_at_least " + std::to_string(duration) + " days }\n approve }"));
  }
  std::array<std::size_t, 4> seen{};
  for (int trial = 0; trial < 20'000; ++trial) {
    std::vector<Measurement> items(static_cast<std::size_t>(below(5)));
    for (Measurement& one : items) {
      one.first = day_zero + below(12);
      one.last = one.first + (below(2) == 0 ? 0 : below(4));
      one.in = below(3) == 0 ? some_truth() : yes;
      one.has = below(2) == 0 ? yes : some_truth();
    }
    const bool complete = below(2) == 0;
    const Day as_of = below(3) == 0 ? day_zero + 6 + below(8) : day_zero + 100;
    FactSet facts;
    facts.lists.push_back(listed(items, complete));
    for (std::size_t i = 0; i < durations.size(); ++i) {
      const unsigned expected = run_by_worlds(items, durations[i], complete, as_of);
      const unsigned found = verdicts(chunks[i], facts, as_of, trial % 2 == 0).at(0);
      ++seen[expected];
      if (found == expected) continue;
      std::string text;
      for (const Measurement& one : items) text += shown(one);
      INFO("for_at_least " << durations[i] << " days, " << (complete ? "complete" : "open") << ", as of " << as_of - day_zero << text);
      REQUIRE(shown(found) == shown(expected));
    }
  }
  CHECK(std::min({seen[yes], seen[no], seen[both]}) > 1'000);
}

// ---- joined periods --------------------------------------------------------------------------------------------------

namespace {

struct Question {
  std::string text;
  bool on_file = false;  // asked of what is on file, open or not
  std::function<unsigned(const std::vector<Span1>&)> says;
};

std::vector<Question> questions(const std::string& gap, Day as_of) {
  const auto joined = [&](const std::string& selector) { return selector + " joined p " + gap + " where fits "; };
  // No day after the date of service counts.
  const auto lasting = [=](const Span1& one, int days) { return std::min(one.end, as_of) - one.start + 1 >= days; };
  const auto count = [=](const std::vector<Span1>& all, int days) {
    return std::count_if(all.begin(), all.end(), [&](const Span1& one) { return lasting(one, days); });
  };
  const auto touches = [](const Span1& one, Day day) { return one.start <= day && day <= one.end; };
  const Day x = day_zero + 8;
  return {
      {joined("some") + "lasting >= 5 days", false, [=](const auto& all) { return said(count(all, 5) > 0); }},
      {joined("no") + "lasting >= 5 days", false, [=](const auto& all) { return said(count(all, 5) == 0); }},
      {joined("some") + "lasting < 4 days", false, [=](const auto& all) { return said(count(all, 4) < static_cast<std::ptrdiff_t>(all.size())); }},
      {joined("at_least 2") + "lasting >= 3 days", false, [=](const auto& all) { return said(count(all, 3) >= 2); }},
      {joined("at_most 1") + "lasting >= 3 days", false, [=](const auto& all) { return said(count(all, 3) <= 1); }},
      {joined("exactly 1"), false, [=](const auto& all) { return said(all.size() == 1); }},
      {"(" + joined("count") + ") >= 2", false, [=](const auto& all) { return said(all.size() >= 2); }},
      {"(" + joined("count") + "lasting >= 4 days) is 1", false, [=](const auto& all) { return said(count(all, 4) == 1); }},
      {joined("some") + "overlapping x", false, [=](const auto& all) { return said(std::any_of(all.begin(), all.end(), [&](const Span1& one) { return touches(one, x); })); }},
      {joined("some") + "covering last 4 days", false, [=](const auto& all) {
         return said(std::any_of(all.begin(), all.end(), [&](const Span1& one) { return one.start <= as_of - 4 && one.end >= as_of; }));
       }},
      {joined("every") + "has start <= x", false, [=](const auto& all) {
         return all.empty() ? both : said(std::all_of(all.begin(), all.end(), [&](const Span1& one) { return one.start <= x; }));
       }},
      {joined("some") + "has end >= x", false, [=](const auto& all) { return said(std::any_of(all.begin(), all.end(), [&](const Span1& one) { return one.end >= x; })); }},
      {joined("latest") + "has start >= x", true, [=](const auto& all) { return all.empty() ? both : said(all.back().start >= x); }},
      {joined("earliest") + "has end >= x", true, [=](const auto& all) { return all.empty() ? both : said(all.front().end >= x); }},
      {"(latest joined p.end " + gap + " where fits) >= x", true, [=](const auto& all) { return all.empty() ? both : said(all.back().end >= x); }},
  };
}

// All worlds, until every question has been answered both ways.
std::vector<unsigned> joined_by_worlds(const std::vector<Period>& all, int gap, Day as_of, const std::vector<Question>& asked, bool open) {
  std::vector<unsigned> result(asked.size(), 0);
  const auto say = [&](const std::vector<Span1>& world) {
    std::vector<Span1> ordered = world;
    std::sort(ordered.begin(), ordered.end(), [](const Span1& a, const Span1& b) { return a.start < b.start; });
    std::vector<Span1> made;
    for (const Span1& one : ordered) {
      if (!made.empty() && one.start <= made.back().end + 1 + gap) {
        made.back().end = std::max(made.back().end, one.end);
      } else {
        made.push_back(one);
      }
    }
    std::vector<Span1> begun = made;  // those that begin after the date of service are left out
    begun.erase(std::find_if(begun.begin(), begun.end(), [&](const Span1& one) { return one.start > as_of; }), begun.end());
    for (std::size_t i = 0; i < asked.size(); ++i) result[i] |= asked[i].says(asked[i].on_file ? begun : made);
  };
  for_each_world(all, day_zero + 27, [&](std::vector<Span1>& world) {
    say(world);
    if (!open) return;
    for (Day start = day_zero - 2; start < day_zero + 24; start += 3) {
      for (Day end = start; end < day_zero + 26; end += 4) {
        world.push_back({start, end});
        say(world);
        world.pop_back();
      }
    }
  });
  return result;
}

}  // namespace

TEST_CASE("joined periods say what all possible worlds say", "[worlds]") {
  const std::vector<std::pair<int, Day>> settings{{0, day_zero + 20}, {1, day_zero + 14}, {3, day_zero + 20}, {2, day_zero + 10}};
  std::array<std::size_t, 4> seen{};
  std::size_t open_ones = 0;
  for (const auto& [gap, as_of] : settings) {
    const std::vector<Question> asked = questions(gap == 0 ? "" : "gap at_most " + std::to_string(gap) + " days", as_of);
    std::string policy = "policy \"T\" {}\nfacts { x : date; p : periods { fits : yes_no } }\nindication I { all_of {\n";
    for (const Question& one : asked) policy += one.text + "\n";
    const Chunk chunk = verified(policy + "}\n approve }");
    for (int trial = 0; trial < 3'000; ++trial) {
      std::vector<Period> items(static_cast<std::size_t>(below(5)));
      int open_dates = 0;
      for (Period& one : items) {
        const auto partial = [&] { return open_dates < 4 && below(3) == 0 ? (++open_dates, below(4)) : 0; };
        one.start.first = day_zero + below(18);
        one.start.last = one.start.first + partial();
        one.end.first = (below(4) == 0 ? one.start.first : one.start.last) + below(6);
        one.end.last = std::max(one.end.first, one.start.last) + partial();
        if (below(10) == 0) one.end = ongoing;
        if (below(10) == 0 && open_dates < 4) one.end = {one.start.first, last_day}, ++open_dates;
        one.in = below(3) == 0 ? some_truth() : yes;
      }
      const bool open = below(4) == 0;
      FactSet facts;
      facts.facts.push_back(cell(Date{day_zero + 8, day_zero + 8}));
      facts.lists.push_back(listed(items, !open));
      const std::vector<unsigned> on_file = joined_by_worlds(items, gap, as_of, asked, false);
      const std::vector<unsigned> with_more = open ? joined_by_worlds(items, gap, as_of, asked, true) : on_file;
      const std::vector<unsigned> found = verdicts(chunk, facts, as_of, trial % 2 == 0);
      REQUIRE(found.size() == asked.size());
      for (std::size_t i = 0; i < asked.size(); ++i) {
        const unsigned expected = asked[i].on_file ? on_file[i] : with_more[i];
        ++seen[expected];
        // A period that is not on file may have any length; crit need not find out what no length can change.
        const bool good = open && !asked[i].on_file ? (found[i] | expected) == found[i] : found[i] == expected;
        open_ones += open && found[i] != both ? 1 : 0;
        if (good) continue;
        INFO(asked[i].text << (open ? " (open)" : " (complete)") << shown(items));
        CHECK(shown(found[i]) == shown(expected));
      }
    }
  }
  CHECK(std::min({seen[yes], seen[no], seen[both]}) > 1'000);
  CHECK(open_ones > 100);
}

TEST_CASE("where the worlds are too many, what bounds them all is still said", "[worlds]") {
  const Chunk chunk = verified(
      "policy \"T\" {}\nfacts { p : periods { fits : yes_no } }\nindication I { all_of {\n"
      "some joined p gap at_most 2 days where fits lasting >= 40 days\n"
      "no joined p gap at_most 2 days where fits lasting >= 40 days\n"
      "some joined p gap at_most 2 days where fits lasting >= 200 days\n"
      "no joined p gap at_most 2 days where fits lasting >= 200 days\n"
      "some joined p gap at_most 2 days where fits lasting >= 60 days\n"
      "(count joined p gap at_most 2 days where fits) >= 1\n"
      "(count joined p gap at_most 2 days where fits) is 1\n"
      "latest joined p gap at_most 2 days where fits has end >= as_of\n"
      "}\n approve }");
  FactSet facts;
  ListCell list = on_file(true);
  const auto add_period = [&](Day start, Day end, unsigned in) { add_item(list, {cell(Date{start, start}), cell(Date{end, end}), truth_cell(in)}); };
  add_period(day_zero, day_zero + 49, yes);
  for (Day i = 0; i < 40; ++i) add_period(day_zero + 50 + i * 3, day_zero + 52 + i * 3, both);  // 170 days, all together
  facts.lists.push_back(std::move(list));
  for (const bool trace : {false, true}) {
    CHECK(verdicts(chunk, facts, day_zero + 400, trace) == std::vector<unsigned>{yes, no, no, yes, both, yes, both, both});
  }
}
