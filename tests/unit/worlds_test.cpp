// Runs (`for_at_least`), joined periods and days covered against every possible world: partial dates by each of their days, items that may
// be in or not, and what is asked of them yes or no. What crit says must be what all worlds say, and unknown only where two
// of them differ.
#include <catch2/catch.hpp>

#include <algorithm>
#include <functional>
#include <numeric>
#include <random>
#include <set>

#include "compiled.hpp"
#include "diagnostics.hpp"
#include "fact_set.hpp"
#include "machine.hpp"
#include "source.hpp"
#include "verify.hpp"

using namespace crit;

namespace {

constexpr unsigned yes = 1;
constexpr unsigned no = 2;
constexpr unsigned both = 3;
constexpr Day day_zero = 19'500;

Chunk verified(const std::string& text) {
  std::string why;
  std::optional<Chunk> chunk = compiled(text, &why);
  INFO(why);
  REQUIRE(chunk);
  REQUIRE(verify(*chunk).empty());
  return std::move(*chunk);
}

FactCell cell(Value value) {
  FactCell made;
  made.state = is_unknown(value) ? FactState::not_supplied : FactState::supplied;
  made.value = std::move(value);
  return made;
}
FactCell truth_cell(unsigned truth) { return truth == both ? FactCell{} : cell(truth == yes ? Truth::yes : Truth::no); }

// The verdicts of the criteria I.1, I.2, …, as the bits above.
std::vector<unsigned> verdicts(const Chunk& chunk, const FactSet& facts, Day as_of, bool trace) {
  MachineOptions options;
  options.trace = trace;
  Machine machine(chunk, facts, as_of, options);
  machine.run();
  std::vector<unsigned> result;
  for (std::uint32_t i = 0; i < chunk.criteria.size(); ++i) {
    if (chunk.criteria[i].children.empty()) result.push_back(bits(machine.criterion(i)) & both);
  }
  return result;
}

std::string shown(unsigned truth) { return truth == yes ? "yes" : truth == no ? "no" : "unknown"; }

std::mt19937 random_source(7);
int below(int n) { return std::uniform_int_distribution<int>(0, n - 1)(random_source); }
unsigned some_truth() { return std::array{yes, yes, no, both}[static_cast<std::size_t>(below(4))]; }

}  // namespace

// ---- runs ------------------------------------------------------------------------------------------------------------

namespace {

struct Measurement {
  Day first = 0;
  Day last = 0;
  unsigned in = yes;
  unsigned has = yes;
};

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
    ListCell list;
    list.state = FactState::supplied;
    list.complete = complete;
    list.items = static_cast<std::uint32_t>(items.size());
    for (const Measurement& one : items) {
      list.cells.push_back(cell(Date{one.first, one.last}));
      list.cells.push_back(truth_cell(one.in));
      list.cells.push_back(truth_cell(one.has));
    }
    facts.lists.push_back(std::move(list));
    for (std::size_t i = 0; i < durations.size(); ++i) {
      const unsigned expected = run_by_worlds(items, durations[i], complete, as_of);
      const unsigned found = verdicts(chunks[i], facts, as_of, trial % 2 == 0).at(0);
      ++seen[expected];
      if (found == expected) continue;
      std::string text;
      for (const Measurement& one : items) {
        text += "\n  " + std::to_string(one.first - day_zero) + ".." + std::to_string(one.last - day_zero) + " in " + shown(one.in) + " has " + shown(one.has);
      }
      INFO("for_at_least " << durations[i] << " days, " << (complete ? "complete" : "open") << ", as of " << as_of - day_zero << text);
      REQUIRE(shown(found) == shown(expected));
    }
  }
  CHECK(std::min({seen[yes], seen[no], seen[both]}) > 1'000);
}

// ---- joined periods --------------------------------------------------------------------------------------------------

namespace {

struct Period {
  Date start;
  Date end;  // last_day at its end: none given; at both: ongoing
  unsigned in = yes;
};
struct Span1 {
  Day start;
  Day end;  // far_day: ongoing
};
constexpr Day far_day = day_zero + 60;  // later than all that is asked of

struct Question {
  std::string text;
  bool on_file = false;  // asked of what is on file, open or not
  std::function<unsigned(const std::vector<Span1>&)> says;
};

unsigned said(bool truth) { return truth ? yes : no; }

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

// Every way these periods may be: which are in, and their dates. An end that is not given is each day up to `fine`, or far off.
void for_each_world(const std::vector<Period>& all, Day fine, const std::function<void(std::vector<Span1>&)>& say) {
  std::vector<Span1> world;
  const std::function<void(std::size_t)> choose = [&](std::size_t at) {
    if (at == all.size()) return say(world);
    const Period& one = all[at];
    if ((one.in & no) != 0) choose(at + 1);
    if ((one.in & yes) == 0) return;
    for (Day start = one.start.first; start <= one.start.last; ++start) {
      const auto with = [&](Day end) {
        world.push_back({start, end});
        choose(at + 1);
        world.pop_back();
      };
      const bool may_go_on = one.end.last == last_day;
      if (may_go_on) with(far_day);
      for (Day end = std::max(start, one.end.first); end <= (may_go_on ? fine : one.end.last); ++end) with(end);
    }
  };
  choose(0);
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
      ListCell list;
      list.state = FactState::supplied;
      list.complete = !open;
      list.items = static_cast<std::uint32_t>(items.size());
      for (const Period& one : items) {
        list.cells.push_back(cell(one.start));
        list.cells.push_back(cell(one.end));
        list.cells.push_back(truth_cell(one.in));
      }
      facts.lists.push_back(std::move(list));
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
        std::string text;
        for (const Period& one : items) {
          const auto day = [](Day day) { return day == last_day ? "end" : std::to_string(day - day_zero); };
          text += "\n  " + day(one.start.first) + ".." + day(one.start.last) + " to " + day(one.end.first) + ".." + day(one.end.last) + " in " + shown(one.in);
        }
        INFO(asked[i].text << (open ? " (open)" : " (complete)") << text);
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
  ListCell list;
  list.state = FactState::supplied;
  list.complete = true;
  const auto add_period = [&](Day start, Day end, unsigned in) {
    list.cells.push_back(cell(Date{start, start}));
    list.cells.push_back(cell(Date{end, end}));
    list.cells.push_back(truth_cell(in));
    ++list.items;
  };
  add_period(day_zero, day_zero + 49, yes);
  for (Day i = 0; i < 40; ++i) add_period(day_zero + 50 + i * 3, day_zero + 52 + i * 3, both);  // 170 days, all together
  facts.lists.push_back(std::move(list));
  for (const bool trace : {false, true}) {
    CHECK(verdicts(chunk, facts, day_zero + 400, trace) == std::vector<unsigned>{yes, no, no, yes, both, yes, both, both});
  }
}

// ---- days covered ----------------------------------------------------------------------------------------------------

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

// Every world: what the periods are, and the dates that the windows are seen from.
std::vector<Ends> covered_by_worlds(const std::vector<Period>& all, Day as_of, Date x, Date y, const std::vector<Covering>& asked, const Span1* added) {
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
          if (added != nullptr && (!asked[i].chosen || asked[i].chosen(*added, as_of, a))) result[i].numbers.insert(number_of((days | days_from(added->start, added->end)) & counted));
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
    const Span1 added{day_zero, whole_from - 1};
    FactSet facts;
    facts.facts.push_back(cell(x));
    facts.facts.push_back(cell(y));
    ListCell list;
    list.state = FactState::supplied;
    list.complete = whole > 1;
    if (whole == 1) list.complete_within = Duration{0, 6};
    list.items = static_cast<std::uint32_t>(items.size());
    for (const Period& one : items) {
      list.cells.push_back(cell(one.start));
      list.cells.push_back(cell(one.end));
      list.cells.push_back(truth_cell(one.in));
    }
    facts.lists.push_back(std::move(list));
    std::vector<Ends> ends = covered_by_worlds(items, as_of, x, y, asked, whole < 2 ? &added : nullptr);
    if (whole < 2) ends[0].numbers.insert(1'000);  // without a window, a period that is not on file may go back as far as it will
    const std::vector<unsigned> found = verdicts(chunk, facts, as_of, trial % 2 == 0);
    REQUIRE(found.size() == asked.size() * (most + 2));
    for (std::size_t i = 0; i < asked.size(); ++i) {
      const std::size_t base = i * (most + 2);
      std::string text = asked[i].text + ", as of " + std::to_string(as_of - day_zero) + ", x " + std::to_string(x.first - day_zero) + ".." + std::to_string(x.last - day_zero) +
                         ", y " + std::to_string(y.first - day_zero) + ".." + std::to_string(y.last - day_zero) + (whole == 0 ? ", open" : whole == 1 ? ", whole for 6 days" : "");
      for (const Period& one : items) {
        const auto day = [](Day at) { return at == last_day ? "end" : std::to_string(at - day_zero); };
        text += "\n  " + day(one.start.first) + ".." + day(one.start.last) + " to " + day(one.end.first) + ".." + day(one.end.last) + " in " + shown(one.in);
      }
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
        ListCell list;
        list.state = FactState::supplied;
        list.complete = !open;
        const auto add_period = [&](Day start, Day last_end) {
          list.cells.push_back(cell(Date{start, start}));
          list.cells.push_back(cell(Date{start, last_end}));
          list.cells.push_back(truth_cell(yes));
          ++list.items;
        };
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
