// Promises that several targets hold crit to.
#pragma once

#include <string_view>
#include <vector>

#include "crit/crit.hpp"

namespace fuzz {

// Well-formed, each line of it.
void require_json(std::string_view text);
// Of the catalogue, one line each, inside their file, not crit's own mistake; and they can be shown.
void require_diagnostics(const std::vector<crit::Diagnostic>& diagnostics, const crit::SourceText& source);
// A date of service for the members of a file, where one of them lacks its own; else none, so that they keep theirs.
std::string date_for(const crit::Program& program, const crit::SourceText& facts);
// The member is decided alike with and without short-circuit and explanation, and the decision can be written. Gives the
// decision.
crit::Result<crit::Decision> require_decision(const crit::Program& program, const crit::Member& member,
                                              const crit::DecideOptions& options);

}  // namespace fuzz
