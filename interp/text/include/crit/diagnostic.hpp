// Diagnostics as plain data: what is wrong in a policy or in a fact file, where, and how to mend it.
//
// Nothing here renders or prints; render.hpp turns a diagnostic into text or JSON at the edge. Public and
// installed: hosts receive these.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace crit {

// Bytes [begin, end) of one file's text. An empty span is a place between two bytes.
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  friend bool operator==(const Span&, const Span&) = default;
};

enum class Severity : std::uint8_t { error, warning, note };

// A second place that a diagnostic speaks of ("first used here").
struct Label {
  Span span;
  std::string text;
  std::string file = {};  // where that is another file than the diagnostic's; else empty
};

struct Diagnostic {
  std::string code;  // "E0203": of the catalogue, diagnostics.def
  Severity severity = Severity::error;
  std::string file;     // name of the file as the caller gave it
  Span span;            // in that file
  std::string path;     // facts only: the field, "igf1[2].sd"
  std::string message;  // lower case, no period, input in backticks
  std::vector<Label> labels;
  std::vector<std::string> help;  // how to mend it, one piece of advice a line
};

}  // namespace crit
