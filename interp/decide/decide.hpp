// One fact set -> one Decision, explained: runs the machine, rules, tries what unknown facts could change, and builds the
// outline with its evidence. Host-facing data only comes out (crit/crit.hpp).
#pragma once

#include "chunk.hpp"
#include "crit/crit.hpp"
#include "fact_set.hpp"

namespace crit {

// Preconditions: the chunk is verified, the facts were read by its schema. Never fails.
Decision decide(const Chunk& chunk, const FactSet& facts, Day as_of, const DecideOptions& options);

}  // namespace crit
