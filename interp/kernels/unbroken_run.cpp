#include "unbroken_run.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace crit {
namespace {

constexpr std::size_t none = static_cast<std::size_t>(-1);

// The two best of what is offered, so that one of them may be another item than a third.
template <typename Better>
struct BestTwo {
  Better better;
  std::array<std::size_t, 2> places{none, none};
  void offer(std::size_t place) {
    if (places[0] == none || better(place, places[0])) {
      places[1] = places[0];
      places[0] = place;
    } else if (places[1] == none || better(place, places[1])) {
      places[1] = place;
    }
  }
};
template <typename Better>
BestTwo(Better) -> BestTwo<Better>;

}  // namespace

UnbrokenRun::UnbrokenRun(std::vector<RunItem> items, Duration duration, LeapRule leap)
    : items_(std::move(items)), duration_(duration), leap_(leap) {
  for (const RunItem& item : items_) {
    if (!item.sure) continue;
    any_sure_ = true;
    newest_ = std::max(newest_, item.first);
    if (!item.may_have) failing_ = std::max(failing_, item.first);
  }
}

Day UnbrokenRun::begin_of(std::size_t place) const { return std::max(items_[place].first, failing_); }

// The newest as late, and the first as early, as they may be; all that is sure to fail stands before the first.
bool UnbrokenRun::may_be_yes() const {
  BestTwo latest{[&](std::size_t a, std::size_t b) { return items_[a].last > items_[b].last; }};
  BestTwo earliest{[&](std::size_t a, std::size_t b) { return begin_of(a) < begin_of(b); }};
  for (std::size_t i = 0; i < items_.size(); ++i) {
    if (!items_[i].may_have) continue;
    if (items_[i].last >= newest_) latest.offer(i);
    if (items_[i].last >= failing_) earliest.offer(i);
  }
  for (const std::size_t end : latest.places) {
    for (const std::size_t begin : earliest.places) {
      if (end == none || begin == none || end == begin) continue;
      const std::optional<Day> reached = add(begin_of(begin), duration_, leap_);
      if (reached && *reached <= items_[end].last) return true;
    }
  }
  return false;
}

bool UnbrokenRun::may_be_other() const {
  if (!any_sure_) return true;
  // In order of their first days: of those that may fail, the one that may come last; of sure ones, the soonest end of
  // all that begin after a day.
  std::vector<std::size_t> by_first(items_.size());
  for (std::size_t i = 0; i < by_first.size(); ++i) by_first[i] = i;
  std::sort(by_first.begin(), by_first.end(),
            [&](std::size_t a, std::size_t b) { return items_[a].first < items_[b].first; });
  std::vector<std::array<std::size_t, 2>> breaking(by_first.size());
  BestTwo last_breaking{[&](std::size_t a, std::size_t b) { return items_[a].last > items_[b].last; }};
  for (std::size_t i = 0; i < by_first.size(); ++i) {
    if (items_[by_first[i]].may_lack) last_breaking.offer(by_first[i]);
    breaking[i] = last_breaking.places;
  }
  std::vector<Day> soonest_end(by_first.size() + 1, last_day);
  for (std::size_t i = by_first.size(); i-- > 0;) {
    const RunItem& item = items_[by_first[i]];
    soonest_end[i] = item.sure ? std::min(soonest_end[i + 1], item.last) : soonest_end[i + 1];
  }
  const auto begun = [&](Day day) {  // how many begin on that day or before
    return static_cast<std::size_t>(
        std::upper_bound(by_first.begin(), by_first.end(), day,
                         [&](Day d, std::size_t place) { return d < items_[place].first; }) -
        by_first.begin());
  };
  for (std::size_t n = 0; n < items_.size(); ++n) {
    if (items_[n].last < newest_) continue;  // it cannot be the newest
    if (items_[n].may_lack) return true;
    const Day end = std::max(newest_, items_[n].first);
    const Day short_from =
        end == last_day ? end : window_start(end + 1, duration_, leap_);  // a run from here on is too short
    if (soonest_end[0] >= short_from) return true;                        // and nothing need be before
    const std::size_t possible = begun(end);
    for (const std::size_t b : possible == 0 ? std::array<std::size_t, 2>{none, none} : breaking[possible - 1]) {
      if (b == none || b == n) continue;
      if (items_[b].last >= short_from || soonest_end[begun(items_[b].last)] >= short_from) return true;
    }
  }
  return false;
}

bool UnbrokenRun::record_may_begin() const {
  const bool broken =
      std::any_of(items_.begin(), items_.end(), [](const RunItem& item) { return item.sure && !item.may_have; });
  return !broken && std::any_of(items_.begin(), items_.end(), [](const RunItem& item) { return item.may_have; });
}

}  // namespace crit
