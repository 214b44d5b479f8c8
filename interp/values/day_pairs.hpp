// What every day that a partial date may be agrees on: of one date that is stepped, and of two that are held against each
// other. Each answer is exact: it is known where all the days give it, and unknown only where two of them differ.
//
// A date whose first day is `first_day`, or whose last is `last_day`, and which is not that one day, is open on that side:
// nothing is known of how early (how late) it is. It stays open when it is stepped.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "date.hpp"
#include "number.hpp"

namespace crit {

// The days of a date that are among those, too; where none is, all of them.
Date both_in(Date date, Date days);

// The days reached, as few intervals as possible, in order: months that end differently leave days out (no day of February
// leads to March 30). Of more than two years, the one interval that holds them. nullopt outside the years 0001..9999.
std::optional<std::vector<Date>> steps(Date date, Duration duration, bool back, LeapRule rule);
// As few intervals as possible that hold the same days, in order.
std::vector<Date> merged(std::vector<Date> dates);

// As compare_span, of two dates of which the first is before the second (both are of one pair): days that would be the other
// way round are not possible. There must be two days that are.
Truth compare_apart(Date before, Date after, Comparison comparison, Duration duration, LeapRule rule);

// Whether they lie no more than the duration apart, whichever is the earlier.
Truth within_around(Date date, Date anchor, Duration duration, LeapRule rule);

// Whether they lie in one month (one year) of the calendar.
Truth in_same_month(Date left, Date right);
Truth in_same_year(Date left, Date right);

// Whole numbers from the one to the other; `endless`: and all above. Each of them is what some of the days give.
struct WholeNumbers {
  std::int64_t least = 0;
  std::int64_t most = 0;
  bool endless = false;
};
// nullopt where the first may be after the second.
std::optional<WholeNumbers> days_between(Date from, Date to);
std::optional<WholeNumbers> years_between(Date from, Date to, LeapRule rule);

// The years from the one day to the other, for each way these may be in order, with a day between at least: completed years,
// and of the next the days behind the last anniversary by those from it to the next. Where the ways are very many, or not
// `each` is wanted, the ends of what lies `between`. Nothing where there are no such days.
struct Years {
  std::vector<Number> numbers;
  bool between = false;
};
Years years_apart(Date from, Date to, LeapRule rule, bool each = true);

// Functions of a day's place in the calendar, by their order in the language.
enum class CalendarPart : std::uint8_t { first_of_month, last_of_month, first_of_next_month, month_of, quarter_of, year_of };

// The days that `first_of_month(date)` and its like may be; nothing where one is outside the years 0001..9999. Of very many
// months, the interval that holds them.
std::vector<Date> month_days(Date date, CalendarPart part);
// Which months of the year (or quarters) they may be, each once; and which years.
std::vector<std::int64_t> months_of_year(Date date, bool quarters);
WholeNumbers years_of(Date date);

}  // namespace crit
