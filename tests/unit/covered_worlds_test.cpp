// How many days periods cover, and what is computed of numbers that lie between two, against every possible world: what crit
// says must be what all worlds say, and its bounds be reached.
#include <catch2/catch.hpp>

#include <algorithm>
#include <functional>
#include <set>

#include "worlds.hpp"

using namespace crit;
using namespace worlds;

namespace {

// Days day_zero to day_zero + 63, as bits.
using Days = std::uint64_t;
Days days_from(Day from, Day to) {
  Days days = 0;
  for (Day day = std::max(from, day_zero); day <= std::min(to, day_zero + 63); ++day) days |= Days{1} << static_cast<unsigned>(day - day_zero);
  return days;
}
int number_of(Days days) {
  int number = 0;
  for (; days != 0; days &= days - 1) ++number;
  return number;
}

struct Covering {
  std::string text;       // windows
  bool reached = true;    // the bounds are numbers that some world has
  std::function<Days(Day as_of, Day x, Day y)> counted;
  std::function<bool(const Span1&, Day as_of, Day x)> chosen;  // none: by its days alone
};

std::vector<Covering> coverings() {
  const auto before = [](Day as_of) { return days_from(day_zero, as_of); };
  return {
      {"", true, [=](Day as_of, Day, Day) { return before(as_of); }, {}},
      {"active within 9 days", true, [](Day as_of, Day, Day) { return days_from(as_of - 9, as_of); }, {}},
      {"active within 6 days of x", true, [](Day, Day x, Day) { return days_from(x - 6, x); }, {}},
      {"overlapping x to y", true, [](Day, Day x, Day y) { return days_from(x, y); }, {}},
      {"overlapping as_of - 8 days to as_of + 2 days", true, [](Day as_of, Day, Day) { return days_from(as_of - 8, as_of + 2); }, {}},
      {"active within 9 days overlapping x to y", true, [](Day as_of, Day x, Day y) { return days_from(as_of - 9, as_of) & days_from(x, y); }, {}},
      {"started within 9 days", false, [=](Day as_of, Day, Day) { return before(as_of); },
       [](const Span1& one, Day as_of, Day) { return one.start >= as_of - 9 && one.start <= as_of; }},
      {"lasting >= 4 days", false, [=](Day as_of, Day, Day) { return before(as_of); }, [](const Span1& one, Day as_of, Day) { return std::min(one.end, as_of) - one.start + 1 >= 4; }},
      {"covering x", false, [=](Day as_of, Day, Day) { return before(as_of); }, [](const Span1& one, Day, Day x) { return one.start <= x && one.end >= x; }},
      {"active within 9 days covering x", false, [](Day as_of, Day, Day) { return days_from(as_of - 9, as_of); },
       [](const Span1& one, Day, Day x) { return one.start <= x && one.end >= x; }},
  };
}

struct Ends {
  std::set<int> numbers;
  bool says(int k, unsigned truth) const {  // whether some world says so of `>= k d`
    return std::any_of(numbers.begin(), numbers.end(), [&](int number) { return said(number >= k) == truth; });
  }
};

// `added`: periods that are not on file and may be there. Every world: what the periods are, and the dates that the windows are seen from.
std::vector<Ends> covered_by_worlds(const std::vector<Period>& all, Day as_of, Date x, Date y, const std::vector<Covering>& asked, const std::vector<Span1>& added) {
  std::vector<Ends> result(asked.size());
  for_each_world(all, day_zero + 50, [&](const std::vector<Span1>& world) {
    for (Day a = x.first; a <= x.last; ++a) {
      for (Day b = y.first; b <= y.last; ++b) {
        for (std::size_t i = 0; i < asked.size(); ++i) {
          Days days = 0;
          for (const Span1& one : world) {
            if (!asked[i].chosen || asked[i].chosen(one, as_of, a)) days |= days_from(one.start, one.end);
          }
          const Days counted = asked[i].counted(as_of, a, b);
          result[i].numbers.insert(number_of(days & counted));
          for (std::size_t which = 1; which < std::size_t{1} << added.size(); ++which) {  // every choice of those
            Days more = days;
            for (std::size_t k = 0; k < added.size(); ++k) {
              const bool taken = (which >> k & 1U) != 0 && (!asked[i].chosen || asked[i].chosen(added[k], as_of, a));
              if (taken) more |= days_from(added[k].start, added[k].end);
            }
            result[i].numbers.insert(number_of(more & counted));
          }
        }
      }
    }
  });
  return result;
}

}  // namespace

TEST_CASE("days covered lie between what all possible worlds say, and reach it", "[worlds]") {
  constexpr int most = 24;
  const std::vector<Covering> asked = coverings();
  std::string policy = "policy \"T\" {}\nfacts { x : date; y : date; p : periods { fits : yes_no } }\nindication I { all_of {\n";
  for (const Covering& one : asked) {
    for (int k = 1; k <= most; ++k) policy += "(days covered by p " + one.text + " where fits) >= " + std::to_string(k) + " d\n";
    policy += "(days covered by p " + one.text + " where fits) is 5 d\n(days covered by p " + one.text + " where fits) is not 5 d\n";
  }
  const Chunk chunk = verified(policy + "}\n approve }");
  std::array<std::size_t, 4> seen{};
  for (int trial = 0; trial < 1'500; ++trial) {
    std::vector<Period> items(static_cast<std::size_t>(below(5)));
    int open_dates = 0;
    const auto partial = [&] { return open_dates < 3 && below(3) == 0 ? (++open_dates, below(4)) : 0; };
    for (Period& one : items) {
      one.start.first = day_zero + 12 + below(18);
      one.start.last = one.start.first + partial();
      one.end.first = (below(4) == 0 ? one.start.first : one.start.last) + below(7);
      one.end.last = std::max(one.end.first, one.start.last) + partial();
      if (below(10) == 0) one.end = ongoing;
      if (below(12) == 0 && open_dates < 3) one.end = {one.start.first, last_day}, open_dates += 2;
      one.in = below(4) == 0 ? some_truth() : yes;
    }
    const Day as_of = day_zero + 22 + below(12);
    Date x{as_of - 9 + below(12), 0};
    x.last = x.first + partial();
    Date y{x.first + below(10), 0};
    y.last = y.first + partial();
    const int whole = below(4);  // 0: the list is open; 1: whole for 6 days; else whole
    const Day whole_from = whole == 0 ? day_zero + 60 : as_of - 6;
    // Periods that are not on file may lie before the days for which the list is complete, and after the date of service.
    std::vector<Span1> added;
    if (whole == 0) added = {{day_zero, whole_from - 1}};
    if (whole == 1) added = {{day_zero, whole_from - 1}, {as_of + 1, day_zero + 59}};
    FactSet facts;
    facts.facts.push_back(cell(x));
    facts.facts.push_back(cell(y));
    facts.lists.push_back(listed(items, whole > 1));
    if (whole == 1) facts.lists.back().complete_within = Duration{0, 6};
    std::vector<Ends> ends = covered_by_worlds(items, as_of, x, y, asked, added);
    if (whole < 2) ends[0].numbers.insert(1'000);  // without a window, a period that is not on file may go back as far as it will
    const std::vector<unsigned> found = verdicts(chunk, facts, as_of, trial % 2 == 0);
    REQUIRE(found.size() == asked.size() * (most + 2));
    for (std::size_t i = 0; i < asked.size(); ++i) {
      const std::size_t base = i * (most + 2);
      std::string text = asked[i].text + ", as of " + std::to_string(as_of - day_zero) + ", x " + std::to_string(x.first - day_zero) + ".." + std::to_string(x.last - day_zero) +
                         ", y " + std::to_string(y.first - day_zero) + ".." + std::to_string(y.last - day_zero) + (whole == 0 ? ", open" : whole == 1 ? ", whole for 6 days" : "");
      text += shown(items);
      INFO(text);
      for (int k = 1; k <= most; ++k) {
        const unsigned expected = (ends[i].says(k, yes) ? yes : 0) | (ends[i].says(k, no) ? no : 0);
        const unsigned got = found[base + static_cast<std::size_t>(k) - 1];
        ++seen[expected];
        INFO(">= " << k);
        if (asked[i].reached ? got != expected : (got & expected) != expected) REQUIRE(shown(got) == shown(expected));
      }
      const bool is = ends[i].numbers.count(5) != 0;
      const bool other = ends[i].numbers.size() > (is ? 1U : 0U);
      const unsigned five = (is ? yes : 0) | (other ? no : 0);
      INFO("is 5");
      REQUIRE((found[base + most] & five) == five);
      REQUIRE((found[base + most + 1] & ((is ? no : 0) | (other ? yes : 0))) == ((is ? no : 0) | (other ? yes : 0)));
    }
  }
  CHECK(std::min({seen[yes], seen[no], seen[both]}) > 5'000);
}

// What is computed of days that lie between two numbers, or are so many at least, lies where every number between leads.
TEST_CASE("bounds go through arithmetic", "[worlds]") {
  struct Form {
    std::string text;  // of R, a number of days
    std::function<double(double)> value;
    bool reached = true;
  };
  const std::vector<Form> forms{
      {"R + 3 d", [](double r) { return r + 3; }},
      {"3 d + R", [](double r) { return r + 3; }},
      {"R - 9 d", [](double r) { return r - 9; }},
      {"9 d - R", [](double r) { return 9 - r; }},
      {"0 d - R", [](double r) { return -r; }},
      {"R * 2", [](double r) { return r * 2; }},
      {"-2 * R", [](double r) { return r * -2; }},
      {"R * 0", [](double) { return 0; }},
      {"R / 2", [](double r) { return r / 2; }},
      {"R / -2", [](double r) { return r / -2; }},
      {"R + R", [](double r) { return r + r; }},
      {"lesser_of(R, 6 d)", [](double r) { return std::min(r, 6.0); }, false},
      {"greater_of(R, 6 d)", [](double r) { return std::max(r, 6.0); }, false},
      {"24 d * (1 d / (R + 1 d))", [](double r) { return 24 / (r + 1); }, false},
      {"12 d * (R / (R - 4 d))", [](double r) { return r == 4 ? 0 : 12 * (r / (r - 4)); }, false},
  };
  std::string policy = "policy \"T\" {}\nfacts { p : periods { fits : yes_no } }\nindication I { all_of {\n";
  constexpr int from = -12;
  constexpr int to = 24;
  for (const Form& form : forms) {
    std::string text = form.text;
    for (std::size_t at = text.find('R'); at != std::string::npos; at = text.find('R', at + 5)) text.replace(at, 1, "(days covered by p)");
    for (int k = from; k <= to; ++k) policy += text + " >= " + std::to_string(k) + " d\n";
  }
  policy += "round((days covered by p) / 4 d, 0) <= 2\nceiling((days covered by p) / 4 d) <= 2\nfloor((days covered by p) / 4 d) <= 2\n(days covered by p) in { 3 d, 30 d }\n";
  const Chunk chunk = verified(policy + "}\n approve }");
  std::size_t settled = 0;
  for (int least = 0; least <= 8; ++least) {
    for (int more = 0; more <= 12; more += 2) {
      for (const bool open : {false, true}) {
        FactSet facts;
        ListCell list = on_file(!open);
        const auto add_period = [&](Day start, Day last_end) { add_item(list, {cell(Date{start, start}), cell(Date{start, last_end}), truth_cell(yes)}); };
        for (int i = 0; i < least; ++i) add_period(day_zero + 2 * i, day_zero + 2 * i);
        if (more > 0) add_period(day_zero + 40, day_zero + 39 + more);  // one day at least
        facts.lists.push_back(std::move(list));
        const int low = least + (more > 0 ? 1 : 0);
        const int high = open ? 400 : least + more;
        for (const bool trace : {false, true}) {
          const std::vector<unsigned> found = verdicts(chunk, facts, day_zero + 100, trace);
          std::size_t at = 0;
          for (const Form& form : forms) {
            for (int k = from; k <= to; ++k, ++at) {
              unsigned expected = 0;
              for (int r = low; r <= high; ++r) expected |= said(form.value(r) >= k);
              settled += found[at] != both ? 1 : 0;
              INFO(form.text << " >= " << k << ", R from " << low << " to " << high);
              if (form.reached) REQUIRE(shown(found[at]) == shown(expected));
              else if (found[at] != both) REQUIRE(shown(found[at]) == shown(expected));
            }
          }
          unsigned rounds = 0, up = 0, down = 0, in = 0;
          for (int r = low; r <= high; ++r) {
            rounds |= said((r + 2) / 4 <= 2);
            up |= said((r + 3) / 4 <= 2);
            down |= said(r / 4 <= 2);
            in |= said(r == 3 || r == 30);
          }
          INFO("R from " << low << " to " << high);
          CHECK(shown(found[at]) == shown(rounds));
          CHECK(shown(found[at + 1]) == shown(up));
          CHECK(shown(found[at + 2]) == shown(down));
          CHECK(shown(found[at + 3]) == shown(in));
        }
      }
    }
  }
  CHECK(settled > 10'000);
}
