// Civil days, partial dates, calendar durations and spans, with the one rule of LANGUAGE.md.
//
// There is no time of day and no time zone here; a timestamp is cut to its own local day when it is read. Nothing reads
// a clock. A Day is a count of days; a Date is the interval of days that a (possibly partial) date may mean, `2024-05`
// being [2024-05-01, 2024-05-31]. Dates are compared as intervals: what the interval cannot settle is unknown.
// Years run from 0001 to 9999; arithmetic that leaves them gives nullopt ("unknown, with a warning").
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "truth.hpp"

namespace crit {

using Day = std::int32_t;  // days since 1970-01-01, proleptic Gregorian
constexpr Day first_day = -719162;  // 0001-01-01
constexpr Day last_day = 2932896;   // 9999-12-31

struct Civil {
  int year;
  int month;
  int day;
};
std::optional<Day> day_from_civil(int year, int month, int day);  // nullopt when there is no such day
Civil civil_from_day(Day day);
bool is_leap_year(int year);
int days_in_month(int year, int month);

// A calendar duration: months (years are 12 of them) and days (weeks are 7), both non-negative. Not UCUM's mo and a.
struct Duration {
  std::int32_t months = 0;
  std::int32_t days = 0;
  friend bool operator==(const Duration&, const Duration&) = default;
};
std::string to_string(Duration duration);  // "1 year 6 months", "90 days", "6 months 1 day"; "0 days" for nothing

// Where a birthday on 29 February falls in a common year (a policy header may choose).
enum class LeapRule : std::uint8_t { february_28, march_1 };

// Forward: years and months together, clamped once to the month's end (or, under march_1, from 29 February to 1 March),
// then days. Backward is the same with both subtracted. nullopt outside the years 0001..9999.
std::optional<Day> add(Day day, Duration duration, LeapRule rule = LeapRule::february_28);
std::optional<Day> subtract(Day day, Duration duration, LeapRule rule = LeapRule::february_28);

struct Date {
  Day first = 0;
  Day last = 0;  // first == last: a full date
  constexpr bool exact() const { return first == last; }
  friend bool operator==(const Date&, const Date&) = default;
};
// The end of a period that has not ended.
constexpr Date ongoing{last_day, last_day};

// `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, or an ISO 8601 timestamp (`YYYY-MM-DDThh:mm[:ss[.fff]][Z|±hh:mm]`, also a blank for
// the T), which is cut to its own local day. nullopt for anything else, 2023-02-29 and surrounding blanks included.
std::optional<Date> parse_date(std::string_view text);
std::string to_string(Day day);
// "2024-05-03", "2024-05", "2024" where the interval is just that; else "2024-05-03..2024-06-10", "2024-05-03 or after".
std::string to_string(Date date);

std::optional<Date> add(Date date, Duration duration, LeapRule rule = LeapRule::february_28);       // both ends
std::optional<Date> subtract(Date date, Duration duration, LeapRule rule = LeapRule::february_28);  // both ends

// The time of a timestamp. It orders what is of one day in a list, and does nothing else: where both have an offset from UTC
// by the instant, where neither has one by the clock, and else not at all.
struct Moment {
  enum class Kind : std::uint8_t { none, clock, instant } kind = Kind::none;
  std::int64_t nanoseconds = 0;  // since midnight; of an instant since 1970 began in UTC. Finer digits are cut off
};
Moment moment_of(std::string_view date);  // of a text that parse_date reads

// Interval comparison: yes when it holds for every pair of days, no when for none, else unknown.
Truth compare(Date left, Comparison comparison, Date right);

// `from to to_date <comparison> duration`, by going forward from the earlier date: `>= D` is `from + D <= to_date`, and
// so on. `backwards` is set when `from` is certainly after `to_date`; the truth is then unknown (and so it is when
// `from` may be after it).
struct SpanTruth {
  Truth truth;
  bool backwards;  // certainly after: worth a warning
  bool overflow;   // the calendar ran out
};
SpanTruth compare_span(Date from, Date to_date, Comparison comparison, Duration duration,
                       LeapRule rule = LeapRule::february_28);

// Two durations by their bounds in days: 6 months is 181 to 184 days, so 180 days is less and 182 unknown. Equal months
// and comparable days compare exactly (`6 months is 6 months` is yes; `12 months is 1 year` is yes).
Truth compare(Duration left, Comparison comparison, Duration right);

// How long a span is, to show it: "7 years 3 months 2 days" (completed years, months, days going forward), exact dates.
std::string span_to_string(Day from, Day to_day, LeapRule rule = LeapRule::february_28);
// Completed whole years from one day to a later one (0 when backwards is the caller's check).
int completed_years(Day from, Day to_day, LeapRule rule = LeapRule::february_28);

// The `within D of anchor` window: the first and last day a date may have so that it is certainly inside whatever the
// anchor means. [first, anchor] where first is the earliest day d with d + D >= anchor.
Day window_start(Day anchor, Duration duration, LeapRule rule = LeapRule::february_28);

}  // namespace crit
