#include "window_days.hpp"

#include <algorithm>

namespace crit {

using terms::WindowKind;

namespace {

// Forward, both ends; past the calendar's end is its last day.
Date reach(Date from, Duration duration, LeapRule rule) {
  return {add(from.first, duration, rule).value_or(last_day), add(from.last, duration, rule).value_or(last_day)};
}

std::optional<DayRange> days_of_one(const WindowSpec& window, const Value& duration, const Value& anchor,
                                    LeapRule leap) {
  const auto* day = std::get_if<Date>(&anchor);
  const auto* span = std::get_if<SpanValue>(&anchor);
  const auto* d = std::get_if<Duration>(&duration);
  if ((day == nullptr && span == nullptr) || (window.has_duration && d == nullptr)) return std::nullopt;
  const Date from = day != nullptr ? *day : span->from;
  const Date to = day != nullptr ? *day : span->to;
  const auto back = [&] { return window_start(from.first, *d, leap); };
  switch (window.kind) {
    case WindowKind::within:
    case WindowKind::within_before:
    case WindowKind::active_within:
    case WindowKind::started_within:
    case WindowKind::ended_within: return DayRange{back(), to.last};
    case WindowKind::within_around: return DayRange{back(), reach(to, *d, leap).last};
    case WindowKind::within_after: return DayRange{from.first, reach(to, *d, leap).last};
    case WindowKind::before: return DayRange{first_day, std::max(to.last, first_day + 1) - 1};
    case WindowKind::after:
    case WindowKind::since: return DayRange{from.first, last_day};
    case WindowKind::overlapping: return DayRange{from.first, to.last};
    case WindowKind::covering: return DayRange{from.first, from.last};
    case WindowKind::in_month_of:
    case WindowKind::in_year_of: {
      const bool month = window.kind == WindowKind::in_month_of;
      const Civil first = civil_from_day(from.first);
      const Civil last = civil_from_day(to.last);
      const int of_year = month ? last.month : 12;
      return DayRange{*day_from_civil(first.year, month ? first.month : 1, 1),
                      *day_from_civil(last.year, of_year, days_in_month(last.year, of_year))};
    }
    case WindowKind::lasting:
    case WindowKind::apart: break;
  }
  return std::nullopt;
}

}  // namespace

Truth in_window(const WindowSpec& window, Date date, const Value& duration, const Value& anchor, LeapRule leap) {
  const auto* x = std::get_if<Date>(&anchor);
  if (x == nullptr) return Truth::unknown;
  const auto* d = std::get_if<Duration>(&duration);
  if (window.has_duration && d == nullptr) return Truth::unknown;
  // 0 days <= (from to to) <= D, both ends inclusive.
  const auto inside = [&](Date from, Date to) {
    return truth_and(compare(from, Comparison::less_equal, to),
                     compare(reach(from, *d, leap), Comparison::greater_equal, to));
  };
  switch (window.kind) {
    case WindowKind::within:
    case WindowKind::within_before: return inside(date, *x);
    case WindowKind::within_after: return inside(*x, date);
    case WindowKind::within_around: return within_around(date, *x, *d, leap);
    case WindowKind::before: return compare(date, Comparison::less, *x);
    case WindowKind::after: return compare(date, Comparison::greater, *x);
    case WindowKind::since: return compare(date, Comparison::greater_equal, *x);
    case WindowKind::in_month_of: return in_same_month(date, *x);
    case WindowKind::in_year_of: return in_same_year(date, *x);
    case WindowKind::overlapping:
    case WindowKind::covering:
    case WindowKind::active_within:
    case WindowKind::started_within:
    case WindowKind::ended_within:
    case WindowKind::lasting:
    case WindowKind::apart: break;
  }
  return Truth::unknown;
}

Truth period_in_window(const WindowSpec& window, Date start, Date end, const Value& duration, const Value& anchor,
                       Day as_of, LeapRule leap) {
  const auto* d = std::get_if<Duration>(&duration);
  if (window.has_duration && d == nullptr) return Truth::unknown;
  const auto within = [&](Date date, Date to) {
    WindowSpec plain = window;
    plain.kind = WindowKind::within;
    return in_window(plain, date, duration, to, leap);
  };
  if (window.kind == WindowKind::lasting) {
    // How long it has lasted by the date of service: no day after it counts, planned or ongoing. Its last day is
    // included: a period of one day lasts one.
    end = {std::min(end.first, as_of), std::min(end.last, as_of)};
    const Date past = reach(end, Duration{0, 1}, leap);
    if (start.last <= end.first) return compare_span(start, past, window.op, *d, leap).truth;
    // It does not end before it starts, whatever the days: it is a day long at least. One that begins after the date of
    // service has not lasted at all.
    const Day day = std::min(start.last, end.last);
    const Truth shortest =
        start.last > as_of
            ? truth_of(window.op == Comparison::less || window.op == Comparison::less_equal)
            : compare_span(Date{day, day}, reach(Date{day, day}, Duration{0, 1}, leap), window.op, *d, leap).truth;
    if (start.first > end.last) return shortest;
    const Truth longest =
        compare_span(Date{start.first, start.first}, Date{past.last, past.last}, window.op, *d, leap).truth;
    return shortest == longest ? shortest : Truth::unknown;
  }
  Date from{};
  Date to{};
  if (const auto* x = std::get_if<Date>(&anchor))
    from = to = *x;
  else if (const auto* span = std::get_if<SpanValue>(&anchor))
    from = span->from, to = span->to;
  else
    return Truth::unknown;
  switch (window.kind) {
    case WindowKind::overlapping:
      if (from.first > to.last) return Truth::no;  // it has no days
      return truth_and(compare(start, Comparison::less_equal, to), compare(end, Comparison::greater_equal, from));
    case WindowKind::covering: {
      // covering last D: from D before the day up to it.
      const Truth begun = compare(window.has_duration ? reach(start, *d, leap) : start, Comparison::less_equal, from);
      return truth_and(begun, compare(end, Comparison::greater_equal, to));
    }
    case WindowKind::active_within: {
      return truth_and(compare(start, Comparison::less_equal, to),
                       compare(reach(end, *d, leap), Comparison::greater_equal, from));
    }
    case WindowKind::started_within: return within(start, to);
    case WindowKind::ended_within: return end == ongoing ? Truth::no : within(end, to);
    case WindowKind::within:
    case WindowKind::within_after:
    case WindowKind::within_before:
    case WindowKind::within_around:
    case WindowKind::before:
    case WindowKind::after:
    case WindowKind::since:
    case WindowKind::in_month_of:
    case WindowKind::in_year_of:
    case WindowKind::lasting:
    case WindowKind::apart: break;  // each has its own place
  }
  return Truth::unknown;
}

Truth looks_ahead(const WindowSpec& window, const Value& anchor, Day as_of, PossibleValues& values) {
  Comparison later = Comparison::greater;
  switch (window.kind) {
    case WindowKind::within_after:
    case WindowKind::within_around:
    case WindowKind::after:
    case WindowKind::since: later = Comparison::greater_equal; break;
    case WindowKind::in_month_of:
    case WindowKind::in_year_of:
    case WindowKind::overlapping:
    case WindowKind::covering:
    case WindowKind::active_within:
    case WindowKind::started_within:
    case WindowKind::ended_within: break;
    case WindowKind::within:
    case WindowKind::within_before:
    case WindowKind::before:
    case WindowKind::lasting:
    case WindowKind::apart: return Truth::no;
  }
  const Date today{as_of, as_of};
  return as_truth(values.each(anchor, [&](const Value& value) -> Value {
    if (const auto* day = std::get_if<Date>(&value)) return compare(*day, later, today);
    if (const auto* of_days = std::get_if<SpanValue>(&value)) return compare(of_days->to, later, today);
    return Truth::unknown;
  }));
}

std::optional<DayRange> window_days(const WindowSpec& window, const Value& duration, const Value& anchor,
                                    LeapRule leap) {
  std::optional<DayRange> all;
  for (const Value& day : options_of(anchor)) {
    for (const Value& length : options_of(duration)) {
      const std::optional<DayRange> days = days_of_one(window, length, day, leap);
      if (!days) return std::nullopt;
      all = all ? DayRange{std::min(all->low, days->low), std::max(all->high, days->high)} : *days;
    }
  }
  return all;
}

std::vector<Clip> window_clips(const WindowSpec& window, const Value& duration, const Value& anchor, LeapRule leap) {
  std::vector<Clip> made;
  for (const Value& one : options_of(anchor)) {
    if (window.kind == terms::WindowKind::overlapping) {
      Clip clip{first_day, last_day, first_day, last_day};
      if (const auto* span = std::get_if<SpanValue>(&one))
        clip = {span->from.first, span->from.last, span->to.first, span->to.last};
      else if (const auto* day = std::get_if<Date>(&one))
        clip = {day->first, day->last, day->first, day->last};
      made.push_back(clip);
      continue;
    }
    for (const Value& length : options_of(duration)) {
      const auto* day = std::get_if<Date>(&one);
      const auto* d = std::get_if<Duration>(&length);
      const Date x = day == nullptr ? Date{first_day, last_day} : *day;
      if (d != nullptr && static_cast<std::size_t>(x.last - x.first) < max_windows) {
        for (Day at = x.first; at <= x.last; ++at) {
          const Day low = window_start(at, *d, leap);
          made.push_back({low, low, at, at});
        }
      } else {
        made.push_back({d == nullptr ? first_day : window_start(x.first, *d, leap),
                        d == nullptr ? x.last : window_start(x.last, *d, leap), x.first, x.last});
      }
    }
  }
  return made;
}

}  // namespace crit
