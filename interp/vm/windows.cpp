// Which items of a list stand in a window.
#include <algorithm>

#include "windows.hpp"

namespace crit {

using terms::WindowKind;

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
    return as_truth(lasted) == Truth::yes && !access_.date_satisfies_sources(loop, item) ? Truth::unknown
                                                                                         : as_truth(lasted);
  }
  // Of partial dates, only the days that leave it ending on or after its start.
  if (is_period) {
    end.first = std::max(end.first, first.first);
    first.last = std::min(first.last, end.last);
  }
  const Value inside = run_.values.each(duration, anchor, [&](const Value& d, const Value& x) -> Value {
    return is_period ? period_in_window(window, first, end, d, x, run_.as_of, run_.chunk.leap)
                     : in_window(window, first, d, x, run_.chunk.leap);
  });
  const Truth stated = as_truth(inside);
  return stated == Truth::yes && !access_.date_satisfies_sources(loop, item) ? Truth::unknown : stated;
}

// An item that is in is on one of the window's days; a period begins before the last of them, or on it.
void Windows::narrow(LoopItem& item, const WindowSpec& window, DayRange range, ListKind kind) {
  Date& days = item.days;
  const bool from_low = kind == ListKind::series || window.kind == WindowKind::started_within;
  if (from_low) days.first = std::max(days.first, range.low);
  days.last = std::min(days.last, range.high);
  if (window.kind == WindowKind::ended_within) item.ends = both_in(item.ends, {range.low, range.high});
}

}  // namespace crit
