// One fact set -> one Decision, explained: runs the machine, rules, tries what unknown facts could change, and builds the
// outline with its evidence. Host-facing data only comes out (crit/crit.hpp).
#pragma once

#include "chunk.hpp"
#include "crit/crit.hpp"
#include "fact_set.hpp"

namespace crit {

// Preconditions: the chunk is verified, the facts were read by its schema. Never fails.
Decision decide(const Chunk& chunk, const FactSet& facts, Day as_of, const DecideOptions& options);

// A decision that there is no confirmed text to decide by: `why`, and what is to be done about it.
Decision undetermined(const Chunk& chunk, const FactSet& facts, Day as_of, std::string why, const std::vector<std::string>& actions);

}  // namespace crit
