// Checked policy -> chunk. The only place that sees both the checked policy and the bytecode.
#pragma once

#include "checked.hpp"
#include "chunk.hpp"

namespace crit {

// Precondition: checking gave no errors.
Chunk lower(checked::Policy policy);

}  // namespace crit
