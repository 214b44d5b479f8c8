// Windows: whether a day or a period stands in one, and which days they have. Both ends of a window belong to it.
#pragma once

#include <optional>
#include <vector>

#include "date.hpp"
#include "possible_values.hpp"
#include "value.hpp"
#include "window_spec.hpp"

namespace crit {

constexpr std::size_t max_windows = 400;  // windows tried one by one: the days of a partial date

struct DayRange {
  Day low;
  Day high;
};

// What is counted is from a day to a day; where a window's days are not known, its ends lie between two.
struct Clip {
  Day low_first = first_day;
  Day low_last = first_day;
  Day high_first = last_day;
  Day high_last = last_day;
};

// `duration`, `anchor`: one value each, as the window has them.
Truth in_window(const WindowSpec& window, Date date, const Value& duration, const Value& anchor, LeapRule leap);
Truth period_in_window(const WindowSpec& window, Date start, Date end, const Value& duration, const Value& anchor,
                       Day as_of, LeapRule leap);

// Of these, duration and anchor may each be one of several.

// Whether the window asks for days after the date of service: it goes on from that day, or from a later one.
Truth looks_ahead(const WindowSpec& window, const Value& anchor, Day as_of, PossibleValues& values);
// The days on which what is in the window is: before the first of them nothing is in, and nothing that is dated (of a
// period: that begins) after the last. Nullopt: they are not known.
std::optional<DayRange> window_days(const WindowSpec& window, const Value& duration, const Value& anchor,
                                    LeapRule leap);
// The days that a window may be: one way, or a few that are each tried.
std::vector<Clip> window_clips(const WindowSpec& window, const Value& duration, const Value& anchor, LeapRule leap);

}  // namespace crit
