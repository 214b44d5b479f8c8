// Fact files: JSON text -> fact sets, one a member. Errors name the field's path and its place in the file.
//
// A file holds one member (an object), several (an array of objects), or one object a line (NDJSON). Numbers are read from
// their digits. A member that is invalid does not stop the others.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "diagnostics.hpp"
#include "fact_set.hpp"
#include "json.hpp"
#include "schema.hpp"
#include "source.hpp"

namespace crit {

struct MemberFacts {
  std::string id;                       // "id" of the object, or "" when it gives none
  std::uint32_t line = 1;               // where the object begins
  FactSet facts;                        // meaningless when invalid
  bool valid = false;
  std::vector<Diagnostic> diagnostics;  // sorted; errors when invalid, else warnings
};

struct FactsReadOptions {
  bool strict = false;      // an unknown field is an error, not a warning
  bool one_a_line = false;  // it is known that each line is a member
};

// Never empty: a file that cannot be read as JSON at all gives one invalid member that says why.
std::vector<MemberFacts> read_facts(const Schema& schema, const Source& file, const FactsReadOptions& options = {});

// A fact that a test in a policy gives in place of the file's.
struct FactChange {
  std::string path;                // "member.sex"
  std::optional<JsonValue> value;  // none: it is taken out
};
// The one member of a file, with changes. Strict: a test that gives an unknown fact is wrong.
MemberFacts read_member(const Schema& schema, const Source& file, const std::vector<FactChange>& changes);

}  // namespace crit
