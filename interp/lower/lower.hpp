// Plan -> chunk. The only place that sees both the plan and the bytecode.
#pragma once

#include "chunk.hpp"
#include "plan.hpp"

namespace crit {

Chunk lower(plan::Plan plan);

}  // namespace crit
