// The policy's outline with a verdict for every criterion, the values used, their dates and sources.
#pragma once

#include <string>
#include <vector>

#include "crit/crit.hpp"
#include "finished_run.hpp"
#include "reason_text.hpp"
#include "ruling.hpp"

namespace crit {

// `ruling` is the decision; `evident` what the traced run came to by itself (they differ where agreement settled it).
std::vector<SectionResult> outline(const Chunk& chunk, const FactSet& facts, FinishedRun& run, const Ruling& ruling,
                                   const Ruling& evident, const ReasonText& reasons);

// The same of what one entry rests on: the traced run, and its entry_evidence().
std::vector<Evidence> evidence_of(const Chunk& chunk, const FactSet& facts, FinishedRun& run, const ReadSet& reads);

// A value as text, without its unit.
std::string show(const Chunk& chunk, const Value& value, const Routine& piece);

}  // namespace crit
