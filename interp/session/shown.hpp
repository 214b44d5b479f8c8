// Facts and lists as a session shows them: what the policy declares, and the present value in its unit.
#pragma once

#include <string>
#include <vector>

#include "chunk.hpp"
#include "crit/session.hpp"
#include "fact_set.hpp"
#include "json_tree.hpp"

namespace crit::session {

// In the order in which the policy declares them, facts first. `facts`: null where the member's cannot be read; then
// `why_missing` says so. What is supposed or needed is not filled in.
std::vector<FactShown> show_facts(const Chunk& chunk, const FactSet* facts);

// "mass in kg", "one of open, closed", "a date": of a fact or a field.
std::string type_text(const FactType& type, const Schema& schema);

}  // namespace crit::session
