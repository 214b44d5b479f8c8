#include "day_pairs.hpp"

#include <algorithm>

namespace crit {
namespace {

constexpr Day most_stepped = 2 * 366;      // days of a date that is stepped month by month
constexpr std::int64_t most_months = 1200;  // of which the parts are gone through one by one

bool open_above(Date date) { return date.last == last_day && !date.exact(); }
bool open_below(Date date) { return date.first == first_day && !date.exact(); }

Truth truth_from(bool may_be_yes, bool may_be_no) {
  return may_be_yes ? (may_be_no ? Truth::unknown : Truth::yes) : Truth::no;
}

std::int64_t month_number(Day day) {
  const Civil civil = civil_from_day(day);
  return std::int64_t{civil.year} * 12 + civil.month - 1;
}
// Whether two numbers are the same that lie in these intervals.
Truth same(std::int64_t first, std::int64_t last, std::int64_t other_first, std::int64_t other_last) {
  const bool may_be = first <= other_last && other_first <= last;
  return truth_from(may_be, !(first == last && other_first == other_last && first == other_first));
}

std::optional<Day> step(Day day, Duration duration, bool back, LeapRule rule) {
  return back ? subtract(day, duration) : add(day, duration, rule);
}

}  // namespace

Date both_in(Date date, Date days) {
  const Date both{std::max(date.first, days.first), std::min(date.last, days.last)};
  return both.first <= both.last ? both : date;
}

std::vector<Date> merged(std::vector<Date> dates) {
  std::sort(dates.begin(), dates.end(), [](Date left, Date right) { return left.first < right.first; });
  std::vector<Date> result;
  for (const Date date : dates) {
    if (!result.empty() && date.first <= result.back().last + 1) result.back().last = std::max(result.back().last, date.last);
    else result.push_back(date);
  }
  return result;
}

// The days of one month step to days that follow each other.
std::optional<std::vector<Date>> steps(Date date, Duration duration, bool back, LeapRule rule) {
  if (duration.months == 0 || date.exact() || open_above(date) || open_below(date) || date.last - date.first > most_stepped) {
    const auto reached = back ? subtract(date, duration) : add(date, duration, rule);
    if (!reached) return std::nullopt;
    return std::vector<Date>{*reached};
  }
  std::vector<Date> reached;
  for (Day day = date.first; day <= date.last;) {
    const Civil civil = civil_from_day(day);
    const Day last = std::min<Day>(date.last, day + days_in_month(civil.year, civil.month) - civil.day);
    const auto from = step(day, duration, back, rule);
    const auto to = step(last, duration, back, rule);
    if (!from || !to) return std::nullopt;
    reached.push_back({*from, *to});
    day = last + 1;
  }
  return merged(std::move(reached));
}

// `before + D` against `after`, over all pairs in order. It grows with `before`, so the least is that of the first day, and
// the most is found at the last day that is sure to be before, or where both are as late as that and a day apart.
Truth compare_apart(Date before, Date after, Comparison comparison, Duration duration, LeapRule rule) {
  after.first = std::max(after.first, before.first + 1);
  before.last = std::min(before.last, after.last - 1);
  const auto beyond = [&](Day day) { return add(day, duration, rule).value_or(last_day + 1); };
  const auto holds = [&](Day from, Day to) {  // of one pair
    const Day reached = beyond(from);
    switch (comparison) {
      case Comparison::is: return reached == to;
      case Comparison::is_not: return reached != to;
      case Comparison::less: return reached > to;
      case Comparison::less_equal: return reached >= to;
      case Comparison::greater: return reached < to;
      case Comparison::greater_equal: return reached <= to;
    }
    return false;
  };
  if (comparison == Comparison::is || comparison == Comparison::is_not) {
    const Day start = std::max(before.first, window_start(after.first, duration, rule));
    const bool may_be_equal = start <= before.last && beyond(start) <= after.last && beyond(start) > start;
    const bool must_be_equal = after.exact() && beyond(before.first) == after.first && beyond(before.last) == after.first;
    const Truth equal = truth_from(may_be_equal, !must_be_equal);
    return comparison == Comparison::is ? equal : truth_not(equal);
  }
  const bool longest = holds(before.first, after.last);
  const Day sure = std::min<Day>(before.last, after.first - 1);
  const bool shortest = holds(sure, after.first);
  const bool last = holds(before.last, std::max<Day>(after.first, before.last + 1));
  const bool any = longest || shortest || last;
  const bool all = longest && shortest && last;
  return truth_from(any, !all);
}

Truth within_around(Date date, Date anchor, Duration duration, LeapRule rule) {
  const auto reach = [&](Day day) { return add(day, duration, rule).value_or(last_day); };
  // The two that lie farthest apart, either way round; and the two nearest.
  const bool all = (date.first >= anchor.last || reach(date.first) >= anchor.last) && (anchor.first >= date.last || reach(anchor.first) >= date.last);
  const bool any = date.last < anchor.first ? reach(date.last) >= anchor.first : anchor.last < date.first ? reach(anchor.last) >= date.first : true;
  return truth_from(any, !all);
}

Truth in_same_month(Date left, Date right) {
  return same(month_number(left.first), month_number(left.last), month_number(right.first), month_number(right.last));
}
Truth in_same_year(Date left, Date right) {
  return same(civil_from_day(left.first).year, civil_from_day(left.last).year, civil_from_day(right.first).year, civil_from_day(right.last).year);
}

std::optional<WholeNumbers> days_between(Date from, Date to) {
  if (from.last > to.first) return std::nullopt;
  return WholeNumbers{to.first - from.last, to.last - from.first, open_below(from) || open_above(to)};
}

// A day more is a year more at most.
std::optional<WholeNumbers> years_between(Date from, Date to, LeapRule rule) {
  if (from.last > to.first) return std::nullopt;
  return WholeNumbers{completed_years(from.last, to.first, rule), completed_years(from.first, to.last, rule), open_below(from) || open_above(to)};
}

Years years_apart(Date from, Date to, LeapRule rule, bool each) {
  constexpr std::int64_t most_pairs = 1'000;
  Years result;
  to.first = std::max(to.first, from.first + 1);
  from.last = std::min(from.last, to.last - 1);
  if (from.first > from.last || to.first > to.last) return result;
  const auto take = [&](Day day, Day other) {
    const int whole = completed_years(day, other, rule);
    const auto last = add(day, Duration{whole * 12, 0}, rule);
    const auto next = add(day, Duration{whole * 12 + 12, 0}, rule);
    if (!last || !next) return;
    const auto part = Number::ratio(other - *last, *next - *last);
    const auto years = part ? add(Number(whole), *part) : std::nullopt;
    std::vector<Number>& numbers = result.numbers;
    if (years && std::find(numbers.begin(), numbers.end(), *years) == numbers.end()) numbers.push_back(*years);
  };
  // It grows with the later day, and with the earlier it falls.
  const std::int64_t pairs = (std::int64_t{from.last} - from.first + 1) * (std::int64_t{to.last} - to.first + 1);
  if (pairs > (each ? most_pairs : 1)) {
    result.between = true;
    take(from.first, to.last);
    const Day sure = std::min<Day>(from.last, to.first - 1);
    take(sure, to.first);
    take(from.last, std::max<Day>(to.first, from.last + 1));
    return result;
  }
  for (Day day = from.first; day <= from.last; ++day) {
    for (Day other = std::max(to.first, day + 1); other <= to.last; ++other) take(day, other);
  }
  return result;
}

std::vector<Date> month_days(Date date, CalendarPart part) {
  const auto day_of = [&](std::int64_t month) {
    const std::int64_t wanted = month + (part == CalendarPart::first_of_next_month ? 1 : 0);
    const auto year = static_cast<int>(wanted / 12);
    const int of_year = static_cast<int>(wanted % 12) + 1;
    return day_from_civil(year, of_year, part == CalendarPart::last_of_month ? days_in_month(year, of_year) : 1);
  };
  const std::int64_t first = month_number(date.first);
  const std::int64_t last = month_number(date.last);
  std::vector<Date> result;
  if (last - first > most_months) {
    const auto from = day_of(first);
    const auto to = open_above(date) ? std::optional(last_day) : day_of(last);
    if (from && to) result.push_back({open_below(date) ? first_day : *from, *to});
    return result;
  }
  for (std::int64_t month = first; month <= last; ++month) {
    const auto day = day_of(month);
    if (!day) return {};
    result.push_back({*day, *day});
  }
  return result;
}

std::vector<std::int64_t> months_of_year(Date date, bool quarters) {
  std::vector<std::int64_t> result;
  const std::int64_t first = month_number(date.first);
  for (std::int64_t month = first; month <= std::min(month_number(date.last), first + 11); ++month) {
    const std::int64_t number = quarters ? month % 12 / 3 + 1 : month % 12 + 1;
    if (std::find(result.begin(), result.end(), number) == result.end()) result.push_back(number);
  }
  return result;
}

WholeNumbers years_of(Date date) {
  return {civil_from_day(date.first).year, civil_from_day(date.last).year, open_above(date)};
}

}  // namespace crit
