// The policy's outline with a verdict for every criterion, the values used, their dates and sources.
#pragma once

#include <string>
#include <vector>

#include "crit/crit.hpp"
#include "machine.hpp"
#include "reason_text.hpp"
#include "ruling.hpp"

namespace crit {

// `ruling` is the decision; `evident` what the traced run came to by itself (they differ where agreement settled it).
std::vector<SectionResult> outline(const Chunk& chunk, const FactSet& facts, Machine& machine, const Ruling& ruling,
                                   const Ruling& evident, const ReasonText& reasons);

// The same of what one entry rests on: the machine traced, and its entry_evidence().
std::vector<Evidence> evidence_of(const Chunk& chunk, const FactSet& facts, Machine& machine, const ReadSet& reads);

// A value as text, without its unit.
std::string show(const Chunk& chunk, const Value& value, const Piece& piece);

}  // namespace crit
