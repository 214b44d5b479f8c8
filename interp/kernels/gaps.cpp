#include "gaps.hpp"

#include <algorithm>
#include <cstddef>

namespace crit {
namespace {

constexpr std::size_t most_worlds = 4'000;
constexpr std::size_t most_looks = 1'000'000;

// Its days, and that it is not in.
std::size_t ways_of(const GapItem& item) {
  return static_cast<std::size_t>(item.days.last - item.days.first) + (item.sure ? 1 : 2);
}

}  // namespace

std::optional<std::vector<std::pair<Day, Day>>> largest_gaps(const std::vector<GapItem>& items) {
  std::vector<Day> days;      // of what is known
  std::vector<GapItem> open;  // the others
  std::size_t worlds = 1;
  for (const GapItem& item : items) {
    if (item.sure && item.days.exact()) {
      days.push_back(item.days.first);
      continue;
    }
    open.push_back(item);
    if (ways_of(item) > most_worlds / worlds) return std::nullopt;
    worlds *= ways_of(item);
  }
  if (worlds > 1 && worlds * (days.size() + open.size()) > most_looks) return std::nullopt;
  std::sort(days.begin(), days.end());
  std::vector<std::pair<Day, Day>> gaps;
  std::vector<Day> world;
  for (std::size_t one = 0; one < worlds; ++one) {
    world = days;
    std::size_t rest = one;
    for (const GapItem& item : open) {
      const auto way = static_cast<Day>(rest % ways_of(item));
      rest /= ways_of(item);
      if (item.days.first + way > item.days.last) continue;  // it is not in
      const Day day = item.days.first + way;
      world.insert(std::upper_bound(world.begin(), world.end(), day), day);
    }
    if (world.empty()) return std::nullopt;
    std::size_t widest = world.size() > 1 ? 1 : 0;
    for (std::size_t i = 2; i < world.size(); ++i) {
      if (world[i] - world[i - 1] > world[widest] - world[widest - 1]) widest = i;
    }
    const std::pair gap{world[widest == 0 ? 0 : widest - 1], world[widest]};
    if (std::find(gaps.begin(), gaps.end(), gap) == gaps.end()) gaps.push_back(gap);
  }
  return gaps;
}

}  // namespace crit
