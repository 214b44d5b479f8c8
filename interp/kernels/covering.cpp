#include "covering.hpp"

#include <algorithm>
#include <map>

namespace crit {
namespace {

// Moves each stretch behind the one before it that still runs.
void lay_end_to_end(std::vector<Stretch>& stretches) {
  std::sort(stretches.begin(), stretches.end(), [](const Stretch& a, const Stretch& b) { return a.from < b.from; });
  std::int64_t next = first_day;
  for (Stretch& one : stretches) {
    const std::int64_t later = std::max<std::int64_t>(next - one.from, 0);
    one = {static_cast<Day>(std::min<std::int64_t>(one.from + later, last_day)),
           static_cast<Day>(std::min<std::int64_t>(one.to + later, last_day))};
    next = std::max(next, std::int64_t{one.to} + 1);
  }
}

// Counts the days of a stretch that are in the window and not counted yet.
std::int64_t add(const Stretch& one, Stretch window, Day& next) {
  const Day from = std::max(one.from, next);
  const Day to = std::min(one.to, window.to);
  if (to < from) return 0;
  next = to + 1;
  return std::int64_t{to} - from + 1;
}

}  // namespace

Covering::Covering(const std::vector<CoveringPeriod>& periods, std::optional<unsigned> there, bool by_drug) {
  std::map<std::string, std::vector<Stretch>> most_of;
  std::map<std::string, std::vector<Stretch>> cores_of;
  const bool some_open =
      std::any_of(periods.begin(), periods.end(), [](const CoveringPeriod& one) { return one.drug.empty(); });
  std::size_t place = 0;
  for (const CoveringPeriod& one : periods) {
    bool sure = one.kind == CoveringPeriod::Kind::there;
    if (one.kind == CoveringPeriod::Kind::perhaps && there) {
      sure = ((*there >> place++) & 1U) != 0;
      if (!sure) continue;
    }
    (by_drug ? most_of[some_open ? "" : one.drug] : most_).push_back(one.at_most());
    if (!sure) continue;
    const Day starts = std::min(one.start.last, one.end.last);
    const Day ends = std::max(one.end.first, one.start.first);
    if (by_drug && !one.has_core()) continue;
    if (one.has_core())
      (by_drug && !one.drug.empty() ? cores_of[one.drug] : cores_).push_back({starts, ends});
    else
      loose_.push_back({ends, starts});
  }
  for (auto* of_each : {&most_of, &cores_of}) {
    for (auto& [drug, stretches] : *of_each) {
      lay_end_to_end(stretches);
      std::vector<Stretch>& all = of_each == &most_of ? most_ : cores_;
      all.insert(all.end(), stretches.begin(), stretches.end());
    }
  }
  const auto by_start = [](const Stretch& a, const Stretch& b) { return a.from < b.from; };
  std::sort(most_.begin(), most_.end(), by_start);
  std::sort(cores_.begin(), cores_.end(), by_start);
  std::sort(loose_.begin(), loose_.end(), [](const Stretch& a, const Stretch& b) { return a.to < b.to; });
}

std::int64_t Covering::at_most(Stretch window, Day more) const {
  std::int64_t days = 0;
  Day next = window.from;  // the first day not counted
  if (more > next) {
    next = std::min(more, window.to + 1);
    days += std::max<std::int64_t>(std::int64_t{next} - window.from, 0);
  }
  for (const Stretch& one : most_) days += add(one, window, next);
  return days;
}

std::int64_t Covering::at_least(Stretch window) const {
  std::int64_t days = 0;
  Day next = window.from;
  std::vector<Stretch> joined;
  for (const Stretch& one : cores_) {
    const std::int64_t more = add(one, window, next);
    if (more > 0) joined.push_back({static_cast<Day>(next - more), next - 1});
    days += more;
  }
  // The fewest days that are in each of the others: by where they end, the last day of each that has none yet.
  std::optional<Day> last;
  for (const Stretch& one : loose_) {
    if (one.from < window.from || one.to > window.to || (last && *last >= one.from)) continue;
    const auto place = std::lower_bound(joined.begin(), joined.end(), one.from,
                                        [](const Stretch& core, Day day) { return core.to < day; });
    if (place != joined.end() && place->from <= one.to) continue;
    last = one.to;
    ++days;
  }
  return days;
}

}  // namespace crit
