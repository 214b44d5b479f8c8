// The criteria that a decision rests on, and of a denial which indication came closest. Decides nothing.
#pragma once

#include <cstdint>
#include <vector>

#include "ruling.hpp"

namespace crit {

// The criteria that a verdict of `not met` (or, of an exclusion, `met`) rests on, as deep as they can be named.
std::vector<std::uint32_t> failing(const Chunk& chunk, const FinishedRun& run, std::uint32_t criterion);
std::vector<std::uint32_t> satisfied(const Chunk& chunk, const FinishedRun& run, std::uint32_t criterion);

// Says why a denial is one that no exclusion makes. `over`: indications that may be met, and whose approval would already
// have ended.
void find_closest(const Chunk& chunk, FinishedRun& run, const std::vector<std::uint32_t>& over, Ruling& ruling);

}  // namespace crit
