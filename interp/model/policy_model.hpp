// What a policy says beside its criteria: its header, facts, code sets and tables. The checker fills it; the plan and the
// chunk carry it on. Not the criteria: those are checked.hpp's, then plan.hpp's, then chunk.hpp's.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "code.hpp"
#include "date.hpp"
#include "lookup_table.hpp"
#include "schema.hpp"

namespace crit {

struct PolicyModel {
  std::string name, title, payer, version, source;
  std::string otherwise_category;
  std::optional<Day> effective_from, effective_to;
  bool unconfirmed = false;               // of this version there is no confirmed text: it decides `undetermined` …
  std::string unconfirmed_why;            // … because
  LeapRule leap = LeapRule::february_28;  // where going forward by years from a 29 February lands in a common year
  Schema schema;
  std::vector<CodeSet> code_sets;
  std::vector<std::string> code_set_names;  // empty: written in place
  std::vector<LookupTable> tables;
};

}  // namespace crit
