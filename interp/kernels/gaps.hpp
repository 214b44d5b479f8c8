// The largest gap between one item of a series and the next. Where days are not known, or whether an item is in, each
// way it may be is tried. Of one item alone there is none, and no day lies between.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "date.hpp"

namespace crit {

struct GapItem {
  Date days;          // on which it may be
  bool sure = false;  // surely in
};

// From the day before to the day behind the largest gap, in each way that the items may be: each pair once. Nullopt:
// there are too many ways, or in one of them there is no item.
std::optional<std::vector<std::pair<Day, Day>>> largest_gaps(const std::vector<GapItem>& items);

}  // namespace crit
