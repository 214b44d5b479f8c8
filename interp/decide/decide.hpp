// One fact set -> one Decision, explained: runs the policy, rules, tries what unknown facts could change, and builds
// the outline with its evidence. Host-facing data only comes out (crit/crit.hpp).
#pragma once

#include "chunk.hpp"
#include "crit/crit.hpp"
#include "fact_set.hpp"

namespace crit {

// Preconditions: the chunk is verified, the facts were read by its schema. Throws Stop where the options stop it.
Decision decide(const Chunk& chunk, const FactSet& facts, Day as_of, const DecideOptions& options);

// A decision that there is no text in force to decide by: `why`.
Decision undetermined(const Chunk& chunk, const FactSet& facts, Day as_of, std::string why);

// Throws Stop. The same of a text that is not confirmed, and what is to be done about it. Its criteria decide nothing; the outline shows
// what they come to.
Decision unconfirmed(const Chunk& chunk, const FactSet& facts, Day as_of, const DecideOptions& options);

}  // namespace crit
