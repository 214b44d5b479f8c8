// A member's facts as a JSON tree that owns what it holds and may be changed; and that tree as the text of a fact file.
//
// Sessions change this tree and hand its text to the reader of facts, as any file. Numbers are kept as written. Knows
// nothing of schemas: places.hpp finds a fact in it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json.hpp"

namespace crit::session {

struct JsonTree {
  JsonKind kind = JsonKind::null;
  bool boolean = false;
  std::string text;                // number: its digits as written; text: its content
  std::string name;                // of a member of an object
  std::vector<JsonTree> children;
  std::optional<Span> origin;      // of what somebody has just written: where, in that text

  static JsonTree of_text(std::string text);
  static JsonTree object();
  bool is_object() const { return kind == JsonKind::object; }
  JsonTree* member(std::string_view wanted);  // the first of that name, or null
  const JsonTree* member(std::string_view wanted) const;
};

JsonTree tree_of(const JsonValue& value);

// Where what was just written stands in the text that is made of it.
struct Written {
  Span place;   // in the text
  Span origin;  // in what was written
};

// Indented by two; what fits into a line stands in one. Ends with a line end. `written`, where given, receives the places of
// all that has an origin, outermost first.
std::string to_text(const JsonTree& tree, std::vector<Written>* written = nullptr);

}  // namespace crit::session
