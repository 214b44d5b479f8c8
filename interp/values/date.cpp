#include "date.hpp"

#include <algorithm>
#include <array>

namespace crit {
namespace {

// -------------------------------------------------------------------------------------------------------------------
// The calendar, without limits
// -------------------------------------------------------------------------------------------------------------------

constexpr std::int64_t days_per_cycle = 146097;  // the Gregorian calendar repeats after 400 years
constexpr std::int64_t months_per_cycle = 4800;

constexpr bool is_leap(std::int64_t year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

constexpr int month_length(std::int64_t year, int month) {
  constexpr std::array<int, 12> lengths = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : lengths[static_cast<std::size_t>(month - 1)];
}

constexpr std::int64_t floor_divide(std::int64_t value, std::int64_t divisor) {
  return value / divisor - (value % divisor < 0 ? 1 : 0);
}

// Days since 1970-01-01 of a civil day of any year. Counted in years that begin in March, so that the leap day is last
// (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
constexpr std::int64_t days_from_civil(std::int64_t year, int month, int day) {
  if (month <= 2) --year;
  const std::int64_t cycle = floor_divide(year, 400);
  const std::int64_t year_of_cycle = year - cycle * 400;
  const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const std::int64_t day_of_cycle = year_of_cycle * 365 + year_of_cycle / 4 - year_of_cycle / 100 + day_of_year;
  return cycle * days_per_cycle + day_of_cycle - 719468;
}

static_assert(days_from_civil(1970, 1, 1) == 0);
static_assert(days_from_civil(1, 1, 1) == first_day);
static_assert(days_from_civil(9999, 12, 31) == last_day);

// A month of any year, counted from January of the year 0.
struct Month {
  std::int64_t index;
  std::int64_t year() const { return floor_divide(index, 12); }
  int month() const { return static_cast<int>(index - year() * 12) + 1; }
  int length() const { return month_length(year(), month()); }
  std::int64_t day(int day_of_month) const { return days_from_civil(year(), month(), day_of_month); }
};
Month month_of(const Civil& civil) { return {std::int64_t{civil.year} * 12 + civil.month - 1}; }

std::optional<Day> day_in_calendar(std::int64_t day) {
  if (day < first_day || day > last_day) return std::nullopt;
  return static_cast<Day>(day);
}

// The day that many months later (or earlier), clamped to the month's end; unbounded.
std::int64_t shift_months(const Civil& civil, std::int64_t months, LeapRule rule) {
  const Month target{month_of(civil).index + months};
  if (civil.day <= target.length()) return target.day(civil.day);
  const bool birthday = rule == LeapRule::march_1 && civil.month == 2 && target.month() == 2;
  return target.day(target.length()) + (birthday ? 1 : 0);
}

std::string padded(int value, std::size_t width) {
  std::string digits = std::to_string(value);
  if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
  return digits;
}

void append_count(std::string& text, std::int64_t count, const char* noun) {
  if (count == 0) return;
  if (!text.empty()) text += ' ';
  text += std::to_string(count) + ' ' + noun + (count == 1 ? "" : "s");
}

}  // namespace

bool is_leap_year(int year) { return is_leap(year); }
int days_in_month(int year, int month) { return month < 1 || month > 12 ? 0 : month_length(year, month); }

std::optional<Day> day_from_civil(int year, int month, int day) {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > month_length(year, month)) {
    return std::nullopt;
  }
  return static_cast<Day>(days_from_civil(year, month, day));
}

Civil civil_from_day(Day day) {
  const std::int64_t shifted = std::int64_t{day} + 719468;
  const std::int64_t cycle = floor_divide(shifted, days_per_cycle);
  const std::int64_t day_of_cycle = shifted - cycle * days_per_cycle;
  const std::int64_t year_of_cycle =
      (day_of_cycle - day_of_cycle / 1460 + day_of_cycle / 36524 - day_of_cycle / 146096) / 365;
  const std::int64_t day_of_year = day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
  const std::int64_t shifted_month = (5 * day_of_year + 2) / 153;
  const auto day_of_month = static_cast<int>(day_of_year - (153 * shifted_month + 2) / 5 + 1);
  const auto month = static_cast<int>(shifted_month + (shifted_month < 10 ? 3 : -9));
  const std::int64_t year = year_of_cycle + cycle * 400 + (month <= 2 ? 1 : 0);
  return {static_cast<int>(year), month, day_of_month};
}

// -------------------------------------------------------------------------------------------------------------------
// Steps
// -------------------------------------------------------------------------------------------------------------------

// The months must stay in the calendar by themselves: a step that leaves it and comes back has no day to clamp.
std::optional<Day> add(Day day, Duration duration, LeapRule rule) {
  if (duration.months == 0) return day_in_calendar(std::int64_t{day} + duration.days);
  const auto stepped = day_in_calendar(shift_months(civil_from_day(day), duration.months, rule));
  if (!stepped) return std::nullopt;
  return day_in_calendar(std::int64_t{*stepped} + duration.days);
}

std::optional<Day> subtract(Day day, Duration duration, LeapRule rule) {
  if (duration.months == 0) return day_in_calendar(std::int64_t{day} - duration.days);
  const auto stepped = day_in_calendar(shift_months(civil_from_day(day), -std::int64_t{duration.months}, rule));
  if (!stepped) return std::nullopt;
  return day_in_calendar(std::int64_t{*stepped} - duration.days);
}

// A later day never steps to an earlier one, so the ends of the interval step to the ends of the result. An end that is open
// (the calendar's own, and not that one day) stays open.
std::optional<Date> add(Date date, Duration duration, LeapRule rule) {
  if (date.exact()) {
    const auto day = add(date.first, duration, rule);
    return day ? std::optional(Date{*day, *day}) : std::nullopt;
  }
  const auto first = date.first == first_day ? date.first : add(date.first, duration, rule);
  const auto last = date.last == last_day ? date.last : add(date.last, duration, rule);
  if (!first || !last) return std::nullopt;
  return Date{*first, *last};
}

std::optional<Date> subtract(Date date, Duration duration, LeapRule rule) {
  if (date.exact()) {
    const auto day = subtract(date.first, duration, rule);
    return day ? std::optional(Date{*day, *day}) : std::nullopt;
  }
  const auto first = date.first == first_day ? date.first : subtract(date.first, duration, rule);
  const auto last = date.last == last_day ? date.last : subtract(date.last, duration, rule);
  if (!first || !last) return std::nullopt;
  return Date{*first, *last};
}

// The days that step to the goal's month are those of one month, and of those the goal's own day of the month is the
// earliest to reach it; where that month is too short to have it, the first of the next is.
Day window_start(Day anchor, Duration duration, LeapRule rule) {
  const std::int64_t goal = std::int64_t{anchor} - duration.days;
  if (goal <= first_day) return first_day;
  if (duration.months == 0) return static_cast<Day>(goal);
  const Civil civil = civil_from_day(static_cast<Day>(goal));
  const Month month{month_of(civil).index - duration.months};
  std::int64_t start = month.day(1) + civil.day - 1;
  if (civil.day > month.length()) start = Month{month.index + 1}.day(1);
  // Under march_1 a 29 February steps to 1 March as well, a day before the 1 March that does.
  if (rule == LeapRule::march_1 && duration.months % 12 == 0 && civil.month == 3 && civil.day == 1 &&
      !is_leap(civil.year) && is_leap(month.year())) {
    --start;
  }
  return static_cast<Day>(std::max<std::int64_t>(start, first_day));
}

int completed_years(Day from, Day to_day, LeapRule rule) {
  if (from > to_day) return 0;
  const Civil birth = civil_from_day(from);
  const int years = civil_from_day(to_day).year - birth.year;
  return shift_months(birth, std::int64_t{years} * 12, rule) <= to_day ? years : years - 1;
}

// -------------------------------------------------------------------------------------------------------------------
// Text
// -------------------------------------------------------------------------------------------------------------------

namespace {

// Reads fixed-width fields off the front of a text.
class FieldReader {
 public:
  explicit FieldReader(std::string_view text) : rest_(text) {}
  bool at_end() const { return rest_.empty(); }
  bool next_is(char letter) const { return !rest_.empty() && rest_.front() == letter; }
  bool take(char letter) {
    if (!next_is(letter)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  // Exactly that many digits, as a number up to `most`.
  std::optional<int> digits(std::size_t count, int most) {
    if (rest_.size() < count) return std::nullopt;
    int value = 0;
    for (std::size_t index = 0; index < count; ++index) {
      if (rest_[index] < '0' || rest_[index] > '9') return std::nullopt;
      value = value * 10 + (rest_[index] - '0');
    }
    if (value > most) return std::nullopt;
    rest_.remove_prefix(count);
    return value;
  }

 private:
  std::string_view rest_;
};

// `hh:mm[:ss[.fff]][Z|±hh:mm]` to the end. Seconds go to 60, a leap second. Its day is the local day that was written,
// whatever the time and the offset.
struct TimeOfDay {
  std::int64_t nanoseconds = 0;        // since midnight
  std::optional<std::int64_t> offset;  // from UTC, in minutes
};
std::optional<TimeOfDay> read_time_of_day(FieldReader& text) {
  constexpr std::int64_t second = 1'000'000'000;
  TimeOfDay time;
  const auto hour = text.digits(2, 23);
  if (!hour || !text.take(':')) return std::nullopt;
  const auto minute = text.digits(2, 59);
  if (!minute) return std::nullopt;
  time.nanoseconds = (std::int64_t{*hour} * 60 + *minute) * 60 * second;
  if (text.take(':')) {
    const auto seconds = text.digits(2, 60);
    if (!seconds) return std::nullopt;
    time.nanoseconds += *seconds * second;
    if (text.take('.')) {
      std::int64_t unit = second / 10;
      auto digit = text.digits(1, 9);
      if (!digit) return std::nullopt;
      for (; digit; digit = text.digits(1, 9), unit /= 10) time.nanoseconds += *digit * unit;
    }
  }
  if (text.at_end()) return time;
  if (text.take('Z')) {
    time.offset = 0;
    return text.at_end() ? std::optional(time) : std::nullopt;
  }
  const bool east = text.take('+');
  if (!east && !text.take('-')) return std::nullopt;
  const auto hours = text.digits(2, 23);
  if (!hours || !text.take(':')) return std::nullopt;
  const auto minutes = text.digits(2, 59);
  if (!minutes || !text.at_end()) return std::nullopt;
  time.offset = (east ? 1 : -1) * (std::int64_t{*hours} * 60 + *minutes);
  return time;
}

}  // namespace

std::optional<Date> parse_date(std::string_view text) {
  FieldReader reader(text);
  const auto year = reader.digits(4, 9999);
  if (!year || *year < 1) return std::nullopt;
  if (reader.at_end()) return Date{*day_from_civil(*year, 1, 1), *day_from_civil(*year, 12, 31)};
  if (!reader.take('-')) return std::nullopt;
  const auto month = reader.digits(2, 12);
  if (!month || *month < 1) return std::nullopt;
  if (reader.at_end()) {
    return Date{*day_from_civil(*year, *month, 1), *day_from_civil(*year, *month, days_in_month(*year, *month))};
  }
  if (!reader.take('-')) return std::nullopt;
  const auto day_of_month = reader.digits(2, 31);
  if (!day_of_month) return std::nullopt;
  const auto day = day_from_civil(*year, *month, *day_of_month);
  if (!day) return std::nullopt;
  if (!reader.at_end()) {
    if (!reader.take('T') && !reader.take(' ')) return std::nullopt;
    if (!read_time_of_day(reader)) return std::nullopt;
  }
  return Date{*day, *day};
}

Moment moment_of(std::string_view date) {
  constexpr std::size_t day_length = 10;
  constexpr std::int64_t minute = 60'000'000'000;
  if (date.size() <= day_length) return {};
  const auto day = parse_date(date.substr(0, day_length));
  FieldReader reader(date.substr(day_length + 1));
  const auto time = read_time_of_day(reader);
  if (!day || !time) return {};
  if (!time->offset) return {Moment::Kind::clock, time->nanoseconds};
  // Of days before 1678 and after 2261 such a count does not fit: they have no instant.
  constexpr Day most = 106'000;
  if (day->first > most || day->first < -most) return {};
  return {Moment::Kind::instant, std::int64_t{day->first} * 24 * 60 * minute + time->nanoseconds - *time->offset * minute};
}

std::string to_string(Day day) {
  const Civil civil = civil_from_day(day);
  return padded(civil.year, 4) + '-' + padded(civil.month, 2) + '-' + padded(civil.day, 2);
}

std::string to_string(Date date) {
  if (date.exact()) return to_string(date.first);
  const Civil first = civil_from_day(date.first);
  const Civil last = civil_from_day(date.last);
  const bool whole_months = first.day == 1 && last.day == month_length(last.year, last.month);
  if (whole_months && first.year == last.year) {
    if (first.month == last.month) return padded(first.year, 4) + '-' + padded(first.month, 2);
    if (first.month == 1 && last.month == 12) return padded(first.year, 4);
  }
  if (date.first == first_day) return date.last == last_day ? "any day" : to_string(date.last) + " or before";
  if (date.last == last_day) return to_string(date.first) + " or after";
  return to_string(date.first) + ".." + to_string(date.last);
}

std::string to_string(Duration duration) {
  std::string text;
  append_count(text, duration.months / 12, "year");
  append_count(text, duration.months % 12, "month");
  append_count(text, duration.days, "day");
  return text.empty() ? "0 days" : text;
}

std::string span_to_string(Day from, Day to_day, LeapRule rule) {
  if (from > to_day) return span_to_string(to_day, from, rule) + " backwards";
  const Civil start = civil_from_day(from);
  std::int64_t months = month_of(civil_from_day(to_day)).index - month_of(start).index;
  if (shift_months(start, months, rule) > to_day) --months;
  const std::int64_t days = to_day - shift_months(start, months, rule);
  return to_string(Duration{static_cast<std::int32_t>(months), static_cast<std::int32_t>(days)});
}

// -------------------------------------------------------------------------------------------------------------------
// Comparing
// -------------------------------------------------------------------------------------------------------------------

namespace {

Truth truth_from(bool may_be_yes, bool may_be_no) {
  return may_be_yes ? (may_be_no ? Truth::unknown : Truth::yes) : Truth::no;
}

}  // namespace

Truth compare(Date left, Comparison comparison, Date right) {
  switch (comparison) {
    case Comparison::is:
      return truth_from(left.first <= right.last && right.first <= left.last,
                        !(left.exact() && right.exact() && left.first == right.first));
    case Comparison::is_not:
      return truth_not(compare(left, Comparison::is, right));
    case Comparison::less:
      return truth_from(left.first < right.last, left.last >= right.first);
    case Comparison::less_equal:
      return truth_from(left.first <= right.last, left.last > right.first);
    case Comparison::greater:
      return compare(right, Comparison::less, left);
    case Comparison::greater_equal:
      return compare(right, Comparison::less_equal, left);
  }
  return Truth::unknown;
}

SpanTruth compare_span(Date from, Date to_date, Comparison comparison, Duration duration, LeapRule rule) {
  SpanTruth result{Truth::unknown, from.first > to_date.last, false};
  if (from.last > to_date.first) return result;
  const auto reached = add(from, duration, rule);
  if (!reached) {
    result.overflow = true;
    return result;
  }
  switch (comparison) {
    case Comparison::greater_equal:
      result.truth = compare(*reached, Comparison::less_equal, to_date);
      break;
    case Comparison::greater:
      result.truth = compare(*reached, Comparison::less, to_date);
      break;
    case Comparison::less_equal:
      result.truth = compare(*reached, Comparison::greater_equal, to_date);
      break;
    case Comparison::less:
      result.truth = compare(*reached, Comparison::greater, to_date);
      break;
    case Comparison::is:
    case Comparison::is_not: {
      // Steps of months skip days (none leads from February to 29 March), so an end date inside the interval may still
      // be out of reach: ask the earliest start that gets there at all.
      const Day start = std::max(from.first, window_start(to_date.first, duration, rule));
      const auto nearest_reached = start > from.last ? std::nullopt : add(start, duration, rule);
      const bool may_be_equal = nearest_reached && *nearest_reached <= to_date.last;
      const bool must_be_equal = reached->exact() && to_date.exact() && reached->first == to_date.first;
      result.truth = truth_from(may_be_equal, !must_be_equal);
      if (comparison == Comparison::is_not) result.truth = truth_not(result.truth);
      break;
    }
  }
  return result;
}

// What left and right differ by depends on the day they start from; the answer is certain when it is the same for all.
// The difference of the months is the distance of two firsts of months, plus what clamping takes off; clamping can only
// show on days 29 to 31, so a month has at most four starts to try, and 400 years of months are all there are.
Truth compare(Duration left, Comparison comparison, Duration right) {
  const std::int64_t days = std::int64_t{left.days} - right.days;
  const std::int64_t months = std::int64_t{left.months} - right.months;
  std::int64_t lowest = days;
  std::int64_t highest = days;
  bool can_be_zero = days == 0;
  if (months != 0) {
    // Away from zero by more than any irregularity of the calendar (the true bounds are within 9 days of this mean).
    constexpr std::int64_t margin = 12;
    const std::int64_t mean = floor_divide(months * days_per_cycle, months_per_cycle) + days;
    lowest = highest = mean;
    can_be_zero = false;
    if (mean >= -margin && mean <= margin) {
      lowest = INT64_MAX;
      highest = INT64_MIN;
      for (std::int64_t start = 0; start < months_per_cycle; ++start) {
        const int start_length = Month{start}.length();
        const Month left_month{start + left.months};
        const Month right_month{start + right.months};
        const std::int64_t distance = left_month.day(1) - right_month.day(1) + days;
        for (int day = 28; day <= start_length; ++day) {
          const std::int64_t difference =
              distance + std::min(day, left_month.length()) - std::min(day, right_month.length());
          lowest = std::min(lowest, difference);
          highest = std::max(highest, difference);
          can_be_zero = can_be_zero || difference == 0;
        }
      }
    }
  }
  switch (comparison) {
    case Comparison::is:
      return truth_from(can_be_zero, lowest != 0 || highest != 0);
    case Comparison::is_not:
      return truth_from(lowest != 0 || highest != 0, can_be_zero);
    case Comparison::less:
      return truth_from(lowest < 0, highest >= 0);
    case Comparison::less_equal:
      return truth_from(lowest <= 0, highest > 0);
    case Comparison::greater:
      return truth_from(highest > 0, lowest <= 0);
    case Comparison::greater_equal:
      return truth_from(highest >= 0, lowest < 0);
  }
  return Truth::unknown;
}

}  // namespace crit
