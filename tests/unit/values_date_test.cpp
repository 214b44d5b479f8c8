// date.hpp: each rule against a naive calendar that only steps day by day, and traps T12 to T17.
#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <vector>

#include "../../interp/values/date.hpp"

namespace {

using crit::Civil;
using crit::Comparison;
using crit::Date;
using crit::Day;
using crit::Duration;
using crit::LeapRule;
using crit::Truth;

constexpr Comparison comparisons[] = {Comparison::is,         Comparison::is_not,  Comparison::less,
                                      Comparison::less_equal, Comparison::greater, Comparison::greater_equal};
constexpr LeapRule leap_rules[] = {LeapRule::february_28, LeapRule::march_1};

bool holds(std::int64_t left, Comparison comparison, std::int64_t right) {
  switch (comparison) {
    case Comparison::is:
      return left == right;
    case Comparison::is_not:
      return left != right;
    case Comparison::less:
      return left < right;
    case Comparison::less_equal:
      return left <= right;
    case Comparison::greater:
      return left > right;
    case Comparison::greater_equal:
      return left >= right;
  }
  return false;
}

Day day(const char* text) {
  const auto date = crit::parse_date(text);
  REQUIRE(date);
  REQUIRE(date->exact());
  return date->first;
}
Date date(const char* text) {
  const auto result = crit::parse_date(text);
  REQUIRE(result);
  return *result;
}

int naive_length(int year, int month) {
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

// Steps month by month, clamping at the end only.
std::optional<Day> naive_add(Day start, Duration duration, LeapRule rule) {
  Civil civil = crit::civil_from_day(start);
  const int wanted = civil.day;
  const bool leap_day = civil.month == 2 && civil.day == 29;
  for (int step = 0; step < duration.months; ++step) {
    if (++civil.month == 13) {
      civil.month = 1;
      ++civil.year;
    }
  }
  if (civil.year > 9999) return std::nullopt;
  const int length = naive_length(civil.year, civil.month);
  civil.day = std::min(wanted, length);
  if (rule == LeapRule::march_1 && leap_day && civil.month == 2 && length == 28) {
    civil.month = 3;
    civil.day = 1;
  }
  const auto reached = crit::day_from_civil(civil.year, civil.month, civil.day);
  if (!reached || *reached + std::int64_t{duration.days} > crit::last_day) return std::nullopt;
  return *reached + duration.days;
}

}  // namespace

TEST_CASE("days and civil dates agree on every day of the calendar", "[date]") {
  Civil expected{1, 1, 1};
  bool agrees = true;
  for (Day current = crit::first_day; current <= crit::last_day; ++current) {
    const Civil civil = crit::civil_from_day(current);
    agrees = agrees && civil.year == expected.year && civil.month == expected.month && civil.day == expected.day &&
             crit::day_from_civil(civil.year, civil.month, civil.day) == current;
    if (++expected.day > naive_length(expected.year, expected.month)) {
      expected.day = 1;
      if (++expected.month == 13) {
        expected.month = 1;
        ++expected.year;
      }
    }
  }
  CHECK(agrees);
  CHECK(expected.year == 10000);
  CHECK(crit::day_from_civil(1970, 1, 1) == 0);
  CHECK_FALSE(crit::day_from_civil(2023, 2, 29));
  CHECK_FALSE(crit::day_from_civil(0, 12, 31));
  CHECK_FALSE(crit::day_from_civil(10000, 1, 1));
  CHECK_FALSE(crit::day_from_civil(2023, 13, 1));
}

TEST_CASE("T13: years and months are added together, clamped once, then days", "[date]") {
  CHECK(crit::add(day("2013-01-31"), {1, 0}) == day("2013-02-28"));
  CHECK(crit::add(day("2012-01-31"), {1, 0}) == day("2012-02-29"));
  CHECK(crit::add(day("2012-02-29"), {12, 0}) == day("2013-02-28"));
  CHECK(crit::add(day("2012-02-29"), {48, 0}) == day("2016-02-29"));
  CHECK(crit::add(day("2012-01-31"), {13, 1}) == day("2013-03-01"));
  CHECK(crit::subtract(day("2013-03-31"), {1, 0}) == day("2013-02-28"));
  CHECK(crit::subtract(day("2013-03-01"), {1, 1}) == day("2013-01-31"));
}

TEST_CASE("T14: a birthday on 29 February", "[date]") {
  CHECK(crit::add(day("2012-02-29"), {12, 0}, LeapRule::march_1) == day("2013-03-01"));
  CHECK(crit::add(day("2012-02-29"), {48, 0}, LeapRule::march_1) == day("2016-02-29"));
  CHECK(crit::add(day("2013-01-31"), {1, 0}, LeapRule::march_1) == day("2013-02-28"));
  CHECK(crit::completed_years(day("2012-02-29"), day("2013-02-28")) == 1);
  CHECK(crit::completed_years(day("2012-02-29"), day("2013-02-27")) == 0);
  CHECK(crit::completed_years(day("2012-02-29"), day("2013-02-28"), LeapRule::march_1) == 0);
  CHECK(crit::completed_years(day("2012-02-29"), day("2013-03-01"), LeapRule::march_1) == 1);
  CHECK(crit::completed_years(day("2013-03-01"), day("2012-02-29")) == 0);
}

TEST_CASE("steps out of the calendar are none", "[date]") {
  CHECK_FALSE(crit::add(day("9999-12-31"), {0, 1}));
  CHECK_FALSE(crit::add(day("9999-12-01"), {1, 0}));
  CHECK_FALSE(crit::subtract(day("0001-01-01"), {0, 1}));
  CHECK_FALSE(crit::subtract(day("0001-01-31"), {1, 0}));
  CHECK_FALSE(crit::add(day("2020-01-01"), {INT32_MAX, INT32_MAX}));
  CHECK_FALSE(crit::subtract(day("2020-01-01"), {INT32_MAX, INT32_MAX}));
  CHECK_FALSE(crit::add(day("2020-01-01"), {0, INT32_MAX}));
  CHECK(crit::window_start(day("2020-01-01"), {INT32_MAX, INT32_MAX}) == crit::first_day);
  CHECK(crit::compare_span(date("9999-01-01"), date("9999-12-31"), Comparison::greater, {24, 0}).overflow);
}

TEST_CASE("adding and windows agree with a naive calendar", "[date]") {
  std::mt19937 random(20220831);
  std::uniform_int_distribution<Day> days(day("1890-01-01"), day("2110-12-31"));
  std::uniform_int_distribution<int> months(0, 60);
  std::uniform_int_distribution<int> extra(0, 40);
  bool adds = true;
  bool windows = true;
  bool grows = true;
  for (int round = 0; round < 60000; ++round) {
    const LeapRule rule = leap_rules[round % 2];
    const Day start = days(random);
    // Half of the durations are whole years, where the leap rules differ.
    Duration duration{round % 4 < 2 ? months(random) / 12 * 12 : months(random), round % 3 == 0 ? extra(random) : 0};
    adds = adds && crit::add(start, duration, rule) == naive_add(start, duration, rule);
    grows = grows && *crit::add(start, duration, rule) <= *crit::add(start + 1, duration, rule);
    const Day earliest = crit::window_start(start, duration, rule);
    windows = windows && *crit::add(earliest, duration, rule) >= start;
    windows = windows && *crit::add(earliest - 1, duration, rule) < start;
  }
  // Every day round the end of February, where the rules are all exceptions.
  for (Day start = day("1999-01-20"); start <= day("2005-04-05"); ++start) {
    for (int count = 0; count <= 36; ++count) {
      for (const LeapRule rule : leap_rules) {
        const Duration duration{count, 0};
        adds = adds && crit::add(start, duration, rule) == naive_add(start, duration, rule);
        const Day earliest = crit::window_start(start, duration, rule);
        windows = windows && *crit::add(earliest, duration, rule) >= start;
        windows = windows && *crit::add(earliest - 1, duration, rule) < start;
      }
    }
  }
  CHECK(adds);
  CHECK(grows);
  CHECK(windows);
  CHECK(crit::window_start(crit::first_day + 3, {1, 0}) == crit::first_day);
  CHECK(crit::window_start(crit::last_day, {0, 0}) == crit::last_day);
}

TEST_CASE("T16: within_days 90 is both ends inclusive", "[date]") {
  const Day anchor = day("2024-07-20");
  CHECK(crit::window_start(anchor, {0, 90}) == anchor - 90);
  CHECK(crit::window_start(day("2023-02-28"), {6, 0}) == day("2022-08-28"));
  CHECK(crit::window_start(day("2023-03-01"), {6, 0}) == day("2022-09-01"));
}

TEST_CASE("T12: a span is measured forward from its earlier date", "[date]") {
  const auto is_six_months = [](const char* from, const char* to) {
    return crit::compare_span(date(from), date(to), Comparison::greater_equal, {6, 0}).truth;
  };
  CHECK(is_six_months("2022-08-31", "2023-02-28") == Truth::yes);
  CHECK(is_six_months("2022-08-31", "2023-02-27") == Truth::no);
  CHECK(is_six_months("2021-03-31", "2021-09-30") == Truth::yes);
  CHECK(is_six_months("2021-03-31", "2021-09-29") == Truth::no);
}

TEST_CASE("T15: age > 10 years on the day after the tenth birthday", "[date]") {
  const auto age = [](const char* on, Comparison comparison) {
    return crit::compare_span(date("2012-05-10"), date(on), comparison, {120, 0}).truth;
  };
  CHECK(age("2022-05-10", Comparison::greater) == Truth::no);
  CHECK(age("2022-05-10", Comparison::is) == Truth::yes);
  CHECK(age("2022-05-11", Comparison::greater) == Truth::yes);
  CHECK(age("2022-05-11", Comparison::less_equal) == Truth::no);
}

TEST_CASE("T17: partial dates are intervals", "[date]") {
  const auto age = [](int years) {
    return crit::compare_span(date("1980-06-17"), date("2012"), Comparison::greater_equal, {years * 12, 0}).truth;
  };
  CHECK(age(31) == Truth::yes);
  CHECK(age(32) == Truth::unknown);
  CHECK(age(33) == Truth::no);
  // A height in 2024-05 within 90 days of 2024-07-20, and of 2024-08-05.
  const auto within_90 = [](const char* anchor) {
    return crit::compare_span(date("2024-05"), date(anchor), Comparison::less_equal, {0, 90}).truth;
  };
  CHECK(within_90("2024-07-20") == Truth::yes);
  CHECK(within_90("2024-08-05") == Truth::unknown);
}

TEST_CASE("spans that may run backwards are unknown", "[date]") {
  const auto certain = crit::compare_span(date("2024-02-01"), date("2024-01-31"), Comparison::less, {1, 0});
  CHECK(certain.truth == Truth::unknown);
  CHECK(certain.backwards);
  const auto perhaps = crit::compare_span(date("2024-07"), date("2024-07-20"), Comparison::less, {1, 0});
  CHECK(perhaps.truth == Truth::unknown);
  CHECK_FALSE(perhaps.backwards);
}

TEST_CASE("spans of partial dates agree with all the days they may mean", "[date]") {
  std::mt19937 random(7);
  std::uniform_int_distribution<Day> days(day("1999-01-01"), day("2001-06-30"));
  std::uniform_int_distribution<int> lengths(0, 40);
  std::uniform_int_distribution<int> gaps(0, 120);
  std::uniform_int_distribution<int> months(0, 3);
  std::uniform_int_distribution<int> extra(-3, 40);
  bool spans = true;
  bool dates = true;
  for (int round = 0; round < 4000; ++round) {
    const LeapRule rule = leap_rules[round % 2];
    const Day first = days(random);
    const Date from{first, first + (round % 3 == 0 ? lengths(random) : round % 5)};
    const Day reached = from.last + gaps(random);
    const Date to{reached, reached + (round % 4 == 0 ? lengths(random) : round % 3)};
    const Duration duration{months(random), std::max(0, extra(random))};
    for (const Comparison comparison : comparisons) {
      bool yes = false;
      bool no = false;
      bool before = false;
      bool not_before = false;
      for (Day start = from.first; start <= from.last; ++start) {
        const Day goal = *naive_add(start, duration, rule);
        for (Day end = to.first; end <= to.last; ++end) {
          // The span against the duration, which is the end against where the duration leads.
          (holds(end, comparison, goal) ? yes : no) = true;
          (holds(start, comparison, end) ? before : not_before) = true;
        }
      }
      const Truth expected = yes && no ? Truth::unknown : crit::truth_of(yes);
      spans = spans && crit::compare_span(from, to, comparison, duration, rule).truth == expected;
      const Truth expected_dates = before && not_before ? Truth::unknown : crit::truth_of(before);
      dates = dates && crit::compare(from, comparison, to) == expected_dates;
    }
  }
  CHECK(spans);
  CHECK(dates);
}

TEST_CASE("overlapping dates compare as intervals", "[date]") {
  for (const Comparison comparison : comparisons) {
    for (Day a = 0; a < 4; ++a) {
      for (Day b = a; b < 4; ++b) {
        for (Day c = 0; c < 4; ++c) {
          for (Day d = c; d < 4; ++d) {
            bool yes = false;
            bool no = false;
            for (Day left = a; left <= b; ++left) {
              for (Day right = c; right <= d; ++right) (holds(left, comparison, right) ? yes : no) = true;
            }
            const Truth expected = yes && no ? Truth::unknown : crit::truth_of(yes);
            CHECK(crit::compare(Date{a, b}, comparison, Date{c, d}) == expected);
          }
        }
      }
    }
  }
}

TEST_CASE("durations compare by what holds from every day", "[date]") {
  CHECK(crit::compare(Duration{6, 0}, Comparison::is, Duration{6, 0}) == Truth::yes);
  CHECK(crit::compare(Duration{12, 0}, Comparison::greater_equal, Duration{12, 1}) == Truth::no);
  CHECK(crit::compare(Duration{0, 180}, Comparison::less, Duration{6, 0}) == Truth::yes);
  CHECK(crit::compare(Duration{0, 181}, Comparison::less_equal, Duration{6, 0}) == Truth::yes);
  CHECK(crit::compare(Duration{0, 182}, Comparison::less, Duration{6, 0}) == Truth::unknown);
  CHECK(crit::compare(Duration{0, 184}, Comparison::greater_equal, Duration{6, 0}) == Truth::yes);
  CHECK(crit::compare(Duration{0, 185}, Comparison::greater, Duration{6, 0}) == Truth::yes);
  CHECK(crit::compare(Duration{INT32_MAX, 0}, Comparison::greater, Duration{0, INT32_MAX}) == Truth::yes);
  CHECK(crit::compare(Duration{0, INT32_MAX}, Comparison::less, Duration{INT32_MAX, INT32_MAX}) == Truth::yes);
}

TEST_CASE("durations agree with brute force over every start of 400 years", "[date]") {
  // The days from each start day to the day that many months later.
  const Day begin = day("2000-01-01");
  const Day end = day("2399-12-31");
  std::vector<std::vector<std::int16_t>> reach;
  constexpr int most_months = 26;
  for (int months = 0; months <= most_months; ++months) {
    std::vector<std::int16_t> row;
    row.reserve(static_cast<std::size_t>(end - begin + 1));
    for (Day start = begin; start <= end; ++start) {
      row.push_back(static_cast<std::int16_t>(*crit::add(start, Duration{months, 0}) - start));
    }
    reach.push_back(std::move(row));
  }
  const std::vector<std::pair<int, int>> pairs = {{0, 1}, {0, 2},  {0, 6},  {0, 12},  {0, 25},  {1, 2},
                                                  {1, 3}, {2, 14}, {6, 12}, {11, 12}, {12, 13}, {3, 26}};
  bool agrees = true;
  for (const auto& [few, many] : pairs) {
    // Differences that occur, from where they can be counted.
    std::vector<bool> occurs(2000, false);
    int lowest = 2000;
    int highest = 0;
    for (std::size_t start = 0; start < reach[0].size(); ++start) {
      const int difference = reach[static_cast<std::size_t>(many)][start] - reach[static_cast<std::size_t>(few)][start];
      occurs[static_cast<std::size_t>(difference)] = true;
      lowest = std::min(lowest, difference);
      highest = std::max(highest, difference);
    }
    for (int days = lowest - 15; days <= highest + 15; ++days) {
      if (days < 0) continue;
      for (const Comparison comparison : comparisons) {
        bool yes = false;
        bool no = false;
        for (int difference = lowest; difference <= highest; ++difference) {
          if (!occurs[static_cast<std::size_t>(difference)]) continue;
          (holds(days, comparison, difference) ? yes : no) = true;
        }
        const Truth expected = yes && no ? Truth::unknown : crit::truth_of(yes);
        agrees = agrees && crit::compare(Duration{few, days}, comparison, Duration{many, 0}) == expected;
      }
    }
  }
  CHECK(agrees);
}

TEST_CASE("dates are read from ISO 8601, and nothing else is a date", "[date]") {
  CHECK(date("2024") == Date{day("2024-01-01"), day("2024-12-31")});
  CHECK(date("2024-02") == Date{day("2024-02-01"), day("2024-02-29")});
  CHECK(date("0001-01-01").first == crit::first_day);
  CHECK(date("9999-12-31").last == crit::last_day);
  // T19: a timestamp is cut to its own local day, wherever it is read.
  for (const char* text : {"2024-05-03T23:59", "2024-05-03T23:59:59", "2024-05-03T00:00:00.123456789012Z",
                           "2024-05-03 23:30-11:00", "2024-05-03T00:15:00+14:00", "2024-05-03T23:59:60Z"}) {
    CAPTURE(text);
    CHECK(crit::parse_date(text) == date("2024-05-03"));
  }
  for (const char* text : {"",
                           "2",
                           "202",
                           "20240503",
                           "2023-02-29",
                           "2024-00",
                           "2024-13",
                           "2024-5-3",
                           "2024-05-32",
                           "2024-05-00",
                           " 2024",
                           "2024 ",
                           "2024-05-03 ",
                           "0000",
                           "2024-",
                           "2024-05-",
                           "12024-01-01",
                           "-2024",
                           "2024/05/03",
                           "2024-05T10:00",
                           "2024-05-03T",
                           "2024-05-03T24:00",
                           "2024-05-03T10",
                           "2024-05-03T10:60",
                           "2024-05-03T10:00:61",
                           "2024-05-03T10:00.",
                           "2024-05-03T10:00:00.",
                           "2024-05-03T10:00+5",
                           "2024-05-03T10:00+05",
                           "2024-05-03T10:00Z ",
                           "2024-05-03T10:00ZZ",
                           "2024-05-03t10:00",
                           "2024-05-03T10:00+0500"}) {
    CAPTURE(text);
    CHECK_FALSE(crit::parse_date(text));
  }
}

TEST_CASE("dates, durations and spans read as people write them", "[date]") {
  CHECK(crit::to_string(day("0001-02-03")) == "0001-02-03");
  CHECK(crit::to_string(date("2024-05-03")) == "2024-05-03");
  CHECK(crit::to_string(date("2024-02")) == "2024-02");
  CHECK(crit::to_string(date("2024")) == "2024");
  CHECK(crit::to_string(Date{day("2024-05-03"), day("2024-06-10")}) == "2024-05-03..2024-06-10");
  CHECK(crit::to_string(Date{day("2024-01-01"), day("2025-12-31")}) == "2024-01-01..2025-12-31");
  CHECK(crit::to_string(Duration{18, 0}) == "1 year 6 months");
  CHECK(crit::to_string(Duration{0, 90}) == "90 days");
  CHECK(crit::to_string(Duration{6, 1}) == "6 months 1 day");
  CHECK(crit::to_string(Duration{12, 0}) == "1 year");
  CHECK(crit::to_string(Duration{}) == "0 days");
  CHECK(crit::span_to_string(day("2015-01-30"), day("2022-05-02")) == "7 years 3 months 2 days");
  CHECK(crit::span_to_string(day("2022-08-31"), day("2023-02-28")) == "6 months");
  CHECK(crit::span_to_string(day("2022-01-31"), day("2022-03-01")) == "1 month 1 day");
  CHECK(crit::span_to_string(day("2022-01-01"), day("2022-01-01")) == "0 days");
  CHECK(crit::span_to_string(day("2022-01-03"), day("2022-01-01")) == "2 days backwards");
}

TEST_CASE("dates step at both ends", "[date]") {
  CHECK(crit::add(date("2024-01"), {1, 0}) == Date{day("2024-02-01"), day("2024-02-29")});
  CHECK(crit::subtract(date("2024-03"), {1, 0}) == Date{day("2024-02-01"), day("2024-02-29")});
  CHECK(crit::add(date("9999"), {0, 1}) == Date{day("9999-01-02"), crit::last_day});  // no end is known
  CHECK_FALSE(crit::add(date("9999-12-31"), {0, 1}));
}

TEST_CASE("the time of a timestamp, for order alone", "[date]") {
  using Kind = crit::Moment::Kind;
  constexpr std::int64_t hour = 3'600'000'000'000;
  const auto of = [](const char* text) { return crit::moment_of(text); };
  CHECK(of("2024-05-03").kind == Kind::none);
  CHECK(of("2024-05").kind == Kind::none);
  CHECK(of("2024-05-03T08:00").kind == Kind::clock);
  CHECK(of("2024-05-03T08:00").nanoseconds == 8 * hour);
  CHECK(of("2024-05-03 08:00:00.5").nanoseconds == 8 * hour + 500'000'000);
  CHECK(of("1970-01-01T00:00:00.0000000019Z").nanoseconds == 1);
  CHECK(of("1970-01-02T00:00Z").kind == Kind::instant);
  CHECK(of("1970-01-02T00:00Z").nanoseconds == 24 * hour);
  CHECK(of("2024-05-03T08:00:00-05:00").nanoseconds == of("2024-05-03T13:00Z").nanoseconds);
  CHECK(of("2024-05-03T01:00+05:30").nanoseconds == of("2024-05-02T19:30Z").nanoseconds);
  CHECK(of("0001-01-01T00:00Z").kind == Kind::none);  // too far off to be counted in nanoseconds
  CHECK(of("9999-12-31T23:59Z").kind == Kind::none);
}

TEST_CASE("days that are open to one side", "[date]") {
  CHECK(crit::to_string(Date{crit::first_day, day("2024-06-10")}) == "2024-06-10 or before");
  CHECK(crit::to_string(Date{day("2024-06-10"), crit::last_day}) == "2024-06-10 or after");
  CHECK(crit::to_string(Date{crit::first_day, crit::last_day}) == "any day");
}
