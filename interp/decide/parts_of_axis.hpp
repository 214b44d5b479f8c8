// An ordered fact that the policy compares with limits alone: whatever its value is, it lies in one of the parts that the limits make
// of its axis, and of a part one value is as good as another.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "chunk.hpp"

namespace crit {

// A value of each part, with its name: "below 5 mg", "5 mg", "above 5 mg". Empty where the fact is no number and no date, is used
// otherwise than compared with a number or a day, or has very many limits.
std::vector<std::pair<std::string, Value>> parts_of_axis(const Chunk& chunk, std::uint32_t slot, Day as_of);

}  // namespace crit
