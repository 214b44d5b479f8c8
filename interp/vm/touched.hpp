// What a "what if" can touch.
#pragma once

#include <vector>

#include "chunk.hpp"
#include "machine_options.hpp"

namespace crit {

// Criteria without children, and defines, that look at the fact or the define, or ask about criteria that come out
// otherwise, themselves or by a define. Empty where the chunk does not say what looks at what.
struct Touched {
  std::vector<bool> criteria;
  std::vector<bool> defines;
};
Touched touched_by(const Chunk& chunk, const MachineOptions& what_if);

}  // namespace crit
