// Windows: whether a date or a period stands in one, and which items of a loop do.
#include <algorithm>

#include "windows.hpp"

namespace crit {

using terms::WindowKind;

namespace {

// Forward, both ends; past the calendar's end is its last day.
Date reach(Date from, Duration duration, LeapRule rule) {
  return {add(from.first, duration, rule).value_or(last_day), add(from.last, duration, rule).value_or(last_day)};
}

}  // namespace

// ---- windows -------------------------------------------------------------------------------------------------------

Truth Windows::in_window(const WindowSpec& window, Date date, const Value& duration, const Value& anchor) {
  const auto* x = std::get_if<Date>(&anchor);
  if (x == nullptr) return Truth::unknown;
  const auto* d = std::get_if<Duration>(&duration);
  if (window.has_duration && d == nullptr) return Truth::unknown;
  // 0 days <= (from to to) <= D, both ends inclusive.
  const auto inside = [&](Date from, Date to) {
    return truth_and(compare(from, Comparison::less_equal, to), compare(reach(from, *d, run_.chunk.leap), Comparison::greater_equal, to));
  };
  switch (window.kind) {
    case WindowKind::within:
    case WindowKind::within_before: return inside(date, *x);
    case WindowKind::within_after: return inside(*x, date);
    case WindowKind::within_around: return within_around(date, *x, *d, run_.chunk.leap);
    case WindowKind::before: return compare(date, Comparison::less, *x);
    case WindowKind::after: return compare(date, Comparison::greater, *x);
    case WindowKind::since: return compare(date, Comparison::greater_equal, *x);
    case WindowKind::in_month_of: return in_same_month(date, *x);
    case WindowKind::in_year_of: return in_same_year(date, *x);
    case WindowKind::overlapping: case WindowKind::covering: case WindowKind::active_within: case WindowKind::started_within:
    case WindowKind::ended_within: case WindowKind::lasting: case WindowKind::apart: break;
  }
  return Truth::unknown;
}

Truth Windows::period_in_window(const WindowSpec& window, Date start, Date end, const Value& duration, const Value& anchor) {
  const auto* d = std::get_if<Duration>(&duration);
  if (window.has_duration && d == nullptr) return Truth::unknown;
  const auto within = [&](Date date, Date to) {
    WindowSpec plain = window;
    plain.kind = WindowKind::within;
    return in_window(plain, date, duration, to);
  };
  if (window.kind == WindowKind::lasting) {
    // How long it has lasted by the date of service: no day after it counts, planned or ongoing. Its last day is included: a
    // period of one day lasts one.
    end = {std::min(end.first, run_.as_of), std::min(end.last, run_.as_of)};
    const Date past = reach(end, Duration{0, 1}, run_.chunk.leap);
    if (start.last <= end.first) return compare_span(start, past, window.op, *d, run_.chunk.leap).truth;
    // It does not end before it starts, whatever the days: it is a day long at least. One that begins after the date of
    // service has not lasted at all.
    const Day day = std::min(start.last, end.last);
    const Truth shortest = start.last > run_.as_of ? truth_of(window.op == Comparison::less || window.op == Comparison::less_equal)
                                               : compare_span(Date{day, day}, reach(Date{day, day}, Duration{0, 1}, run_.chunk.leap), window.op, *d, run_.chunk.leap).truth;
    if (start.first > end.last) return shortest;
    const Truth longest = compare_span(Date{start.first, start.first}, Date{past.last, past.last}, window.op, *d, run_.chunk.leap).truth;
    return shortest == longest ? shortest : Truth::unknown;
  }
  Date from{};
  Date to{};
  if (const auto* x = std::get_if<Date>(&anchor)) from = to = *x;
  else if (const auto* span = std::get_if<SpanValue>(&anchor)) from = span->from, to = span->to;
  else return Truth::unknown;
  switch (window.kind) {
    case WindowKind::overlapping:
      if (from.first > to.last) return Truth::no;  // it has no days
      return truth_and(compare(start, Comparison::less_equal, to), compare(end, Comparison::greater_equal, from));
    case WindowKind::covering: {
      // covering last D: from D before the day up to it.
      const Truth begun = compare(window.has_duration ? reach(start, *d, run_.chunk.leap) : start, Comparison::less_equal, from);
      return truth_and(begun, compare(end, Comparison::greater_equal, to));
    }
    case WindowKind::active_within: {
      return truth_and(compare(start, Comparison::less_equal, to), compare(reach(end, *d, run_.chunk.leap), Comparison::greater_equal, from));
    }
    case WindowKind::started_within: return within(start, to);
    case WindowKind::ended_within: return end == ongoing ? Truth::no : within(end, to);
    case WindowKind::within: case WindowKind::within_after: case WindowKind::within_before: case WindowKind::within_around:
    case WindowKind::before: case WindowKind::after: case WindowKind::since: case WindowKind::in_month_of: case WindowKind::in_year_of:
    case WindowKind::lasting: case WindowKind::apart: break;  // each has its own place
  }
  return Truth::unknown;
}

// Where the anchor or the duration may be one of several, each is tried.
Truth Windows::item_in_window(const WindowSpec& window, const ListLoop& loop, std::uint32_t item, const Value& duration, const Value& anchor) {
  Date first = access_.date_of(loop, item, 0);
  const bool is_period = run_.chunk.schema.lists[loop.list].kind == ListKind::periods;
  Date end = is_period ? access_.date_of(loop, item, 1) : first;
  // One that ends the day before it starts has no day: it is in no window, and has lasted no time at all.
  if (is_period && end.last < first.first) {
    if (window.kind != WindowKind::lasting) return Truth::no;
    const Value lasted = run_.values.each(duration, [&](const Value& value) -> Value {
      const auto* d = std::get_if<Duration>(&value);
      return d == nullptr ? Truth::unknown : compare_span(first, first, window.op, *d, run_.chunk.leap).truth;
    });
    return as_truth(lasted) == Truth::yes && !access_.date_will_do(loop, item) ? Truth::unknown : as_truth(lasted);
  }
  // Of partial dates, only the days that leave it ending on or after its start.
  if (is_period) {
    end.first = std::max(end.first, first.first);
    first.last = std::min(first.last, end.last);
  }
  const Value inside = run_.values.each(duration, anchor, [&](const Value& d, const Value& x) -> Value {
    return is_period ? period_in_window(window, first, end, d, x) : in_window(window, first, d, x);
  });
  const Truth stated = as_truth(inside);
  return stated == Truth::yes && !access_.date_will_do(loop, item) ? Truth::unknown : stated;
}

// Days after the date of service are asked for by a window that goes on from it, or from a later day.
Truth Windows::looks_ahead(const WindowSpec& window, const Value& anchor) {
  Comparison later = Comparison::greater;
  switch (window.kind) {
    case WindowKind::within_after: case WindowKind::within_around: case WindowKind::after: case WindowKind::since:
      later = Comparison::greater_equal;
      break;
    case WindowKind::in_month_of: case WindowKind::in_year_of: case WindowKind::overlapping: case WindowKind::covering:
    case WindowKind::active_within: case WindowKind::started_within: case WindowKind::ended_within: break;
    case WindowKind::within: case WindowKind::within_before: case WindowKind::before: case WindowKind::lasting: case WindowKind::apart:
      return Truth::no;
  }
  const Date today{run_.as_of, run_.as_of};
  return as_truth(run_.values.each(anchor, [&](const Value& value) -> Value {
    if (const auto* day = std::get_if<Date>(&value)) return compare(*day, later, today);
    if (const auto* of_days = std::get_if<SpanValue>(&value)) return compare(of_days->to, later, today);
    return Truth::unknown;
  }));
}

// The days on which what is in the window is: before the first of them nothing is in, and nothing that is dated (of a period:
// that begins) after the last. What `complete within` is held against.
std::optional<DayRange> Windows::days_of(const WindowSpec& window, const Value& anchor, const Value& duration) const {
  if (const auto* several = std::get_if<SeveralRef>(&anchor)) {
    std::optional<DayRange> all;
    for (const Value& one : several->values->options) {
      const std::optional<DayRange> days = days_of(window, one, duration);
      if (!days) return std::nullopt;
      all = all ? DayRange{std::min(all->low, days->low), std::max(all->high, days->high)} : *days;
    }
    return all;
  }
  if (const auto* several = std::get_if<SeveralRef>(&duration)) {
    std::optional<DayRange> all;
    for (const Value& one : several->values->options) {
      const std::optional<DayRange> days = days_of(window, anchor, one);
      if (!days) return std::nullopt;
      all = all ? DayRange{std::min(all->low, days->low), std::max(all->high, days->high)} : *days;
    }
    return all;
  }
  const auto* day = std::get_if<Date>(&anchor);
  const auto* span = std::get_if<SpanValue>(&anchor);
  const auto* d = std::get_if<Duration>(&duration);
  if ((day == nullptr && span == nullptr) || (window.has_duration && d == nullptr)) return std::nullopt;
  const Date from = day != nullptr ? *day : span->from;
  const Date to = day != nullptr ? *day : span->to;
  const auto back = [&] { return window_start(from.first, *d, run_.chunk.leap); };
  switch (window.kind) {
    case WindowKind::within: case WindowKind::within_before:
    case WindowKind::active_within: case WindowKind::started_within: case WindowKind::ended_within: return DayRange{back(), to.last};
    case WindowKind::within_around: return DayRange{back(), reach(to, *d, run_.chunk.leap).last};
    case WindowKind::within_after: return DayRange{from.first, reach(to, *d, run_.chunk.leap).last};
    case WindowKind::before: return DayRange{first_day, std::max(to.last, first_day + 1) - 1};
    case WindowKind::after: case WindowKind::since: return DayRange{from.first, last_day};
    case WindowKind::overlapping: return DayRange{from.first, to.last};
    case WindowKind::covering: return DayRange{from.first, from.last};
    case WindowKind::in_month_of:
    case WindowKind::in_year_of: {
      const bool month = window.kind == WindowKind::in_month_of;
      const Civil first = civil_from_day(from.first);
      const Civil last = civil_from_day(to.last);
      const int of_year = month ? last.month : 12;
      return DayRange{*day_from_civil(first.year, month ? first.month : 1, 1), *day_from_civil(last.year, of_year, days_in_month(last.year, of_year))};
    }
    case WindowKind::lasting: case WindowKind::apart: break;
  }
  return std::nullopt;
}

// An item that is in is on one of the window's days; a period begins before the last of them, or on it.
void Windows::narrow(LoopItem& item, const WindowSpec& window, DayRange range, ListKind kind) {
  Date& days = item.days;
  const bool from_low = kind == ListKind::series || window.kind == WindowKind::started_within;
  if (from_low) days.first = std::max(days.first, range.low);
  days.last = std::min(days.last, range.high);
  if (window.kind == WindowKind::ended_within) item.ends = both_in(item.ends, {range.low, range.high});
}

// The days that a window may be: one way, or a few that are each tried.
std::vector<Clip> Windows::clips_of(const WindowSpec& window, const Value& duration, const Value& anchor) const {
  const auto options = [](const Value& value) {
    const auto* several = std::get_if<SeveralRef>(&value);
    return several == nullptr ? std::vector<Value>{value} : several->values->options;
  };
  std::vector<Clip> made;
  for (const Value& one : options(anchor)) {
    if (window.kind == terms::WindowKind::overlapping) {
      Clip clip{first_day, last_day, first_day, last_day};
      if (const auto* span = std::get_if<SpanValue>(&one)) clip = {span->from.first, span->from.last, span->to.first, span->to.last};
      else if (const auto* day = std::get_if<Date>(&one)) clip = {day->first, day->last, day->first, day->last};
      made.push_back(clip);
      continue;
    }
    for (const Value& length : options(duration)) {
      const auto* day = std::get_if<Date>(&one);
      const auto* d = std::get_if<Duration>(&length);
      const Date x = day == nullptr ? Date{first_day, last_day} : *day;
      if (d != nullptr && static_cast<std::size_t>(x.last - x.first) < max_windows) {
        for (Day at = x.first; at <= x.last; ++at) {
          const Day low = window_start(at, *d, run_.chunk.leap);
          made.push_back({low, low, at, at});
        }
      } else {
        made.push_back({d == nullptr ? first_day : window_start(x.first, *d, run_.chunk.leap), d == nullptr ? x.last : window_start(x.last, *d, run_.chunk.leap), x.first, x.last});
      }
    }
  }
  return made;
}

}  // namespace crit
