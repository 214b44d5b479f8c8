// Fact files: JSON text -> fact sets, one a member. Errors name the field's path and its place in the file.
//
// fact_stream.hpp finds the values of a file; here each becomes a member, or an error. Numbers are read from their digits. A
// member that is invalid does not stop the others.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bind.hpp"
#include "diagnostics.hpp"
#include "expectation.hpp"
#include "fact_set.hpp"
#include "fact_stream.hpp"
#include "json.hpp"
#include "schema.hpp"
#include "source.hpp"
#include "undeclared.hpp"

namespace crit {

struct MemberFacts {
  std::string id;                       // "id" of the object, or "" when it gives none
  std::uint32_t line = 1;               // where the object begins
  FactSet facts;                        // meaningless when invalid
  bool valid = false;
  std::vector<Diagnostic> diagnostics;  // sorted, their places in the file modulo 4 GiB; errors when invalid, else warnings
  std::vector<UndeclaredField> undeclared;  // all fields that are ignored; `diagnostics` has the first of them
  // What is expected of its decision, where it says so; its places are those of `diagnostics`. What is wrong with it is no
  // fault of the facts.
  std::optional<Expectation> expected;
  std::vector<Diagnostic> expected_faults;
  bool is_broken = false;  // nobody knows what it gives or expects: it is no member that can be read at all
};

// A piece of a file as JSON, before it is known which schema it will be read by. The piece must outlive it, and the parser
// as long as it is used.
struct ParsedPiece {
  const FactPiece* piece = nullptr;
  JsonResult json;  // of values
  // The member's own date of service, where it gives one that can be read.
  std::optional<Day> as_of() const;
};

Mistake mistake_of(JsonFault::Kind kind);

class PieceParser {
 public:
  ParsedPiece parse(const FactPiece& piece);
  // It is read: what it took is used again.
  void done(ParsedPiece parsed);

 private:
  JsonReader json_;
};

// Reads the members of one file by one schema, whose tables must outlive it.
class SchemaReader {
 public:
  SchemaReader(const SchemaTables& tables, std::string file, bool strict);
  MemberFacts read(const ParsedPiece& parsed);

 private:
  void bind(const ParsedPiece& parsed, MemberFacts& member, Diagnostics& diagnostics);

  const SchemaTables& tables_;
  std::string file_;
  bool strict_;  // an unknown field, or a member in a value that is broken, is an error, not a warning
  FieldTexts texts_;
};

struct FactsReadOptions {
  bool strict = false;
};

// All members of a file. Never empty: a file that cannot be read as JSON at all gives one invalid member that says why.
std::vector<MemberFacts> read_facts(const Schema& schema, const Source& file, const FactsReadOptions& options = {});

// A fact that a test in a policy gives in place of the file's.
struct FactChange {
  std::string path;                // "member.sex"
  std::optional<JsonValue> value;  // none: it is taken out
};
// The one member of a file, with changes. Strict: a test that gives an unknown fact is wrong.
MemberFacts read_member(const Schema& schema, const Source& file, const std::vector<FactChange>& changes);

}  // namespace crit
