// What a policy says beside its criteria: its header, facts, code sets and tables. The checker fills it; the plan and
// the chunk carry it on. Not the criteria: those are checked.hpp's, then plan.hpp's, then chunk.hpp's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "code.hpp"
#include "crit/diagnostic.hpp"
#include "date.hpp"
#include "lookup_table.hpp"
#include "schema.hpp"

namespace crit {

// What an outline says of a criterion.
struct CriterionText {
  std::string path;       // "I.B.7.b.ii", "I.A.8[1]"
  std::string text;       // the author's, or empty
  std::string condition;  // as written, one line; empty for blocks
  Span span;
  std::optional<std::uint32_t> amendment;  // a text of an amended criterion: that amendment's …
  bool is_variant = false;                 // … or, with none, the policy's own
};

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

// A code set as a listing calls it: by its name, or by its codes.
std::string code_set_text(const PolicyModel& model, std::uint32_t set);
// "{ E11* I10..I15 }"
std::string codes_text(const CodeSet& set);

}  // namespace crit
