// Partial dates, missing and ongoing ends against every day that they may be: what crit says of the chart must be what it says
// of every chart in which all the days are known, and unknown only where two of these differ.
//
// Each criterion reads each date once; a query may read an item's date in its window and in its order. Days that make a span run
// backwards give unknown, and then so does the whole.
#include <catch2/catch.hpp>

#include <algorithm>
#include <functional>

#include "worlds.hpp"

using namespace crit;
using namespace worlds;

namespace {

Day day(int year, int month, int of_month) { return *day_from_civil(year, month, of_month); }

// Days round the ends of months, of years and of February, in leap years and others.
Day some_day() {
  static const std::array<Day, 16> ends = {day(2023, 2, 28), day(2023, 3, 1),   day(2024, 2, 28),  day(2024, 2, 29), day(2024, 3, 1),   day(2024, 3, 31), day(2023, 12, 31), day(2024, 1, 1),
                                           day(2024, 5, 31), day(2024, 6, 30),  day(2024, 1, 31),  day(2024, 7, 15), day(2024, 4, 30),  day(2023, 8, 31), day(2024, 8, 31),  day(2024, 6, 1)};
  const Day at = ends[static_cast<std::size_t>(below(static_cast<int>(ends.size())))];
  return below(3) == 0 ? at + below(60) - 30 : at;
}
Date month_round(Day at) {
  const Civil civil = civil_from_day(at);
  return {day(civil.year, civil.month, 1), day(civil.year, civil.month, days_in_month(civil.year, civil.month))};
}
Date year_round(Day at) {
  const Civil civil = civil_from_day(at);
  return {day(civil.year, 1, 1), day(civil.year, 12, 31)};
}
std::string some_date() { return to_string(some_day()); }
std::string some_duration() {
  static const std::array<const char*, 18> all = {"0 days", "1 day", "7 days", "28 days", "30 days", "31 days", "60 days", "90 days", "1 month", "2 months", "3 months", "6 months", "11 months", "1 year", "1 year 1 day", "2 months 10 days", "18 months", "2 years"};
  return all[static_cast<std::size_t>(below(static_cast<int>(all.size())))];
}
std::string some_of(std::initializer_list<const char*> words) { return *(words.begin() + below(static_cast<int>(words.size()))); }
std::string order() { return some_of({"<", "<=", ">", ">="}); }
std::string compared() { return some_of({"<", "<=", ">", ">=", "is", "is not"}); }
std::string number(int from, int to) { return std::to_string(from + below(to - from + 1)); }

std::string policy(const std::string& facts, const std::vector<std::string>& criteria) {
  std::string text = "policy \"P\" { effective from 2000-01-01" + std::string(below(2) == 0 ? "; leap_birthday march_1" : "") + " }\nfacts { " + facts + " }\nindication I {\n";
  for (std::size_t i = 0; i < criteria.size(); ++i) text += "  " + std::to_string(i + 1) + ": " + criteria[i] + "\n";
  return text + "  approve\n}\n";
}

// Each way of the chart is given to `try_one`; what crit says of them all together is compared with what it says of the chart.
struct Known {
  std::size_t asked = 0;
  std::size_t known = 0;
};
void compare_with_worlds(const Chunk& chunk, const std::vector<std::string>& criteria, FactSet& facts, Day as_of, const std::function<void(const std::function<void()>&)>& each_world,
                         const std::string& chart, Known& tally) {
  const std::vector<unsigned> said = verdicts(chunk, facts, as_of, false);
  REQUIRE(verdicts(chunk, facts, as_of, true) == said);
  std::vector<unsigned> all(said.size(), 0);
  each_world([&] {
    const std::vector<unsigned> one = verdicts(chunk, facts, as_of, false);
    for (std::size_t i = 0; i < one.size(); ++i) all[i] |= one[i];
  });
  for (std::size_t i = 0; i < said.size(); ++i) {
    ++tally.asked;
    tally.known += all[i] != both ? 1 : 0;
    if (said[i] == all[i] || all[i] == 0) continue;
    // Of three items each stands in two pairs, so that its date is read twice.
    if (said[i] == both && criteria[i].find("pair") != std::string::npos) continue;
    FAIL_CHECK("as of " << to_string(as_of) << ", " << criteria[i] << "\nleap rule " << (chunk.leap == LeapRule::march_1 ? "march_1" : "february_28") << chart << "\ncrit says " << worlds::shown(said[i])
                        << ", its days " << worlds::shown(all[i]));
  }
}

}  // namespace

TEST_CASE("date facts that are months or years") {
  Known tally;
  for (int round = 0; round < 40; ++round) {
    std::vector<std::string> criteria;
    const auto other = [] { return below(2) == 0 ? std::string("b") : some_date(); };
    for (int i = 0; i < 3; ++i) {
      criteria.push_back("a " + compared() + " " + other());
      criteria.push_back("a + " + some_duration() + " " + compared() + " " + other());
      criteria.push_back("a - " + some_duration() + " " + compared() + " " + other());
      criteria.push_back("a to " + other() + " " + compared() + " " + some_duration());
      criteria.push_back(some_date() + " to a " + compared() + " " + some_duration());
      criteria.push_back("days(a to " + other() + ") " + compared() + " " + number(0, 400) + " days");
      criteria.push_back("days(" + some_date() + " to a) / 7 d " + compared() + " " + number(0, 40));
      criteria.push_back("completed_years(a to " + other() + ") " + compared() + " " + number(0, 2));
      criteria.push_back("a within " + some_duration() + some_of({" of ", " before ", " after ", " around "}) + other());
      criteria.push_back("a " + some_of({"before ", "after ", "since ", "in month of ", "in year of "}) + other());
      criteria.push_back(some_of({"first_of_month(", "last_of_month(", "first_of_next_month("}) + "a) " + compared() + " " + other());
      criteria.push_back(some_of({"first_of_month(", "last_of_month("}) + "a + " + some_duration() + ") is " + to_string(month_round(some_day()).first));
      criteria.push_back("month_of(a) " + compared() + " " + number(1, 12));
      criteria.push_back("quarter_of(a) " + compared() + " " + number(1, 4));
      criteria.push_back("year_of(a) " + compared() + " " + number(2022, 2025));
      criteria.push_back(some_of({"earlier_of(", "later_of("}) + "a, " + some_date() + ") " + compared() + " " + other());
      criteria.push_back("a + " + some_duration() + " within " + some_duration() + " after " + other());
      criteria.push_back("a + " + some_duration() + " in month of " + other());
    }
    const Chunk chunk = verified(policy("a : date; b : date", criteria));
    for (int member = 0; member < 6; ++member) {
      const Day as_of = some_day();
      FactSet facts;
      const Day at = some_day();
      const Date a = below(6) == 0 ? year_round(at) : month_round(at);
      const Day near = below(2) == 0 ? at + below(50) - 25 : some_day();
      const Date b = a.last - a.first < 40 && below(3) == 0 ? month_round(near) : Date{near, near};
      facts.facts = {cell(a), cell(b)};
      const auto each_world = [&](const std::function<void()>& say) {
        for (Day one = a.first; one <= a.last; ++one) {
          for (Day other_day = b.first; other_day <= b.last; ++other_day) {
            facts.facts = {cell(Date{one, one}), cell(Date{other_day, other_day})};
            say();
          }
        }
      };
      compare_with_worlds(chunk, criteria, facts, as_of, each_world, "\na " + to_string(a) + ", b " + to_string(b), tally);
    }
  }
  CHECK(tally.known > tally.asked / 3);
  CHECK(tally.known < tally.asked);
}

namespace {

struct Dated {
  Date date;
  int value = 0;
};
ListCell series(const std::vector<Dated>& items, bool complete) {
  ListCell list = on_file(complete);
  for (const Dated& one : items) add_item(list, {cell(one.date), cell(NumberValue{Number(one.value)})});
  return list;
}

}  // namespace

TEST_CASE("items whose dates are months") {
  Known tally;
  for (int round = 0; round < 60; ++round) {
    std::vector<std::string> criteria;
    const auto window = [] {
      switch (below(5)) {
        case 0: return "within " + some_duration() + some_of({" of ", " before ", " after ", " around "}) + some_date();
        case 1: return some_of({"before ", "after ", "since "}) + some_date();
        case 2: return some_of({"in month of ", "in year of "}) + some_date();
        case 3: return "within " + some_duration();
        default: return std::string();
      }
    };
    for (int i = 0; i < 2; ++i) {
      criteria.push_back(some_of({"some", "no", "every", "at_least 2", "at_most 1", "exactly 1", "latest", "earliest"}) + " v " + window() + " has value >= " + number(1, 3));
      criteria.push_back("(count v " + window() + ") " + compared() + " " + number(0, 3));
      criteria.push_back("(count distinct date of v) " + compared() + " " + number(1, 3));
      criteria.push_back("sum v.value " + window() + " " + compared() + " " + number(0, 6));
      criteria.push_back("average v.value " + window() + " " + compared() + " " + number(1, 3));
      criteria.push_back("highest v.value " + window() + " " + compared() + " " + number(1, 3));
      criteria.push_back("latest v.date " + order() + " " + some_date());
      criteria.push_back("earliest v.date " + order() + " " + some_date());
      criteria.push_back("largest gap in v " + window() + " " + compared() + " " + some_duration());
      criteria.push_back("rate of v.value " + order() + " " + number(-3, 6) + " /year");
      criteria.push_back("change in v.value " + order() + " " + number(-1, 2));
      criteria.push_back(some_of({"some", "no"}) + " v has date " + compared() + " " + some_date());
      criteria.push_back(some_of({"some", "no", "every", "latest", "exactly 1"}) + " v within " + some_duration() + some_of({" of ", " after ", " around "}) + "d has value >= " + number(1, 3));
      criteria.push_back("(count v " + some_of({"before ", "since ", "in month of "}) + "d) " + compared() + " " + number(0, 3));
      criteria.push_back(some_of({"some", "no"}) + " pair (a, b) of v apart " + some_of({"at_least ", "at_most "}) + some_duration() + " has b.value >= a.value");
    }
    const Chunk chunk = verified(policy("v : series { value : number } complete; d : date", criteria));
    for (int member = 0; member < 5; ++member) {
      const Day as_of = below(2) == 0 ? day(2024, 9, 15) : some_day();
      std::vector<Dated> items;
      const Day at = some_day();
      const int count = below(4);
      const Day near = at + below(60) - 30;
      const Date anchor = below(2) == 0 ? Date{near, near} : month_round(near);
      int partial = anchor.exact() ? 0 : 1;
      for (int i = 0; i < count; ++i) {
        const Day one = at + below(120) - 60;
        const bool open = partial < 2 && below(2) == 0;
        partial += open ? 1 : 0;
        items.push_back({open ? month_round(one) : Date{one, one}, 1 + below(3)});
      }
      FactSet facts;
      facts.facts = {cell(anchor)};
      facts.lists = {series(items, true)};
      std::string chart = "\nd " + to_string(anchor);
      for (const Dated& one : items) chart += "\n" + to_string(one.date) + " value " + std::to_string(one.value);
      const auto each_world = [&](const std::function<void()>& say) {
        std::vector<Dated> world = items;
        const std::function<void(std::size_t)> choose = [&](std::size_t next) {
          if (next == items.size()) {
            facts.lists = {series(world, true)};
            return say();
          }
          for (Day one = items[next].date.first; one <= items[next].date.last; ++one) {
            world[next].date = {one, one};
            choose(next + 1);
          }
        };
        for (Day one = anchor.first; one <= anchor.last; ++one) {
          facts.facts = {cell(Date{one, one})};
          choose(0);
        }
      };
      compare_with_worlds(chunk, criteria, facts, as_of, each_world, chart, tally);
    }
  }
  CHECK(tally.known > tally.asked / 4);
  CHECK(tally.known < tally.asked);
}

TEST_CASE("periods whose starts and ends are months, not given, or ongoing") {
  Known tally;
  for (int round = 0; round < 30; ++round) {
    const bool goes_on = round % 3 == 0;  // of these, windows go by a rule of their own
    std::vector<std::string> criteria;
    for (int i = 0; i < 2; ++i) {
      criteria.push_back("some x of p has x.start to x.end " + compared() + " " + some_duration());
      criteria.push_back("some x of p has days(x.start to x.end) " + compared() + " " + number(0, 90) + " days");
      criteria.push_back("some x of p has completed_years(x.start to x.end) " + compared() + " " + number(0, 1));
      criteria.push_back("some x of p has x.start " + compared() + " x.end");
      criteria.push_back("some x of p has x.start + " + some_duration() + " " + order() + " x.end + 1 day");
      criteria.push_back("some x of p has x.start " + order() + " " + some_date());
      criteria.push_back("some x of p has x.end " + compared() + " " + some_date());
      criteria.push_back("some x of p has x.end - " + some_duration() + " " + order() + " " + some_date());
      criteria.push_back("latest p.end " + order() + " " + some_date());
      if (goes_on) continue;
      criteria.push_back("some p overlapping " + some_date());
      criteria.push_back("no p overlapping " + some_date() + " to " + some_date());
      criteria.push_back("some p covering " + some_date());
      criteria.push_back("some p covering last " + some_duration());
      criteria.push_back(some_of({"some p active within ", "some p started within ", "some p ended within "}) + some_duration());
      criteria.push_back("(count p " + some_of({"active", "started", "ended"}) + " within " + some_duration() + " of " + some_date() + ") is 1");
      criteria.push_back("some p lasting " + order() + " " + some_duration());
    }
    const Chunk chunk = verified(policy("p : periods { taken : yes_no } complete", criteria));
    for (int member = 0; member < 5; ++member) {
      const Day as_of = some_day();
      const Day at = below(2) == 0 ? as_of - 20 + below(40) : some_day();
      Date start = below(3) == 0 ? Date{at, at} : month_round(at);
      const Day until = at + below(60);
      Date end = below(3) == 0 ? Date{until, until} : month_round(until);
      const int kind = goes_on ? 2 : below(3);
      if (kind != 0 && (kind == 1 || goes_on)) start = {at, at + below(9)};  // fewer worlds
      if (kind == 1) end = {start.first, last_day};                          // not given
      if (kind == 2 && goes_on) end = {last_day, last_day};
      const auto listed_one = [&](Date from, Date to) {
        return listed({Period{from, to, yes}}, true);
      };
      FactSet facts;
      facts.lists = {listed_one(start, end)};
      if (end.last < start.first) continue;
      const Day far = day(2190, 1, 1);  // later than all that is asked of
      const auto each_world = [&](const std::function<void()>& say) {
        for (Day from = start.first; from <= start.last; ++from) {
          const Day first = end.exact() && end.last == last_day ? std::max(from, as_of) : std::max(from, end.first);
          const auto with = [&](Day to) {
            facts.lists = {listed_one({from, from}, {to, to})};
            say();
          };
          const Day last = end.last == last_day ? std::max<Day>(first, day(2026, 12, 31)) : end.last;
          for (Day to = first; to <= last; ++to) with(to);
          if (end.last == last_day) with(far);
        }
      };
      compare_with_worlds(chunk, criteria, facts, as_of, each_world, "\n" + to_string(start) + " to " + (end.exact() && end.last == last_day ? std::string("ongoing") : to_string(end)), tally);
    }
  }
  CHECK(tally.known > tally.asked / 4);
  CHECK(tally.known < tally.asked);
}
