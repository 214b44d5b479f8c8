// A diagnostic as a person reads it, and as a program does. Builds strings; prints nothing.
#pragma once

#include <functional>
#include <string>

#include "crit/diagnostic.hpp"
#include "source.hpp"

namespace crit {

// The text of a file by its name; null when it is not known.
using SourceFinder = std::function<const Source*(const std::string& file)>;

// error[E0301]: message
//   --> file:12:9 (igf1[2].sd)
//    |
// 12 |   age > 10 kg
//    |         ^^^^^
//    = help: …
// Ends with a newline. Columns count characters, from 1. Without a source only the file and the path are shown. Labels
// on other lines follow with theirs. `colour` adds ANSI escapes. `columns`: of a terminal, whose lines end between
// words; 0: no line is ended.
std::string render(const Diagnostic& diagnostic, const SourceFinder& find, bool colour = false,
                   std::size_t columns = 0);
std::string render(const Diagnostic& diagnostic, const Source* source, bool colour = false,
                   std::size_t columns = 0);  // of one file only

// One JSON object on one line, keys in a fixed order: code, severity, file, line, column, end_line, end_column, path,
// message, help, labels (file where it is another, line, column, end_line, end_column, text). Without a source lines
// and columns are null.
std::string render_json(const Diagnostic& diagnostic, const SourceFinder& find);
std::string render_json(const Diagnostic& diagnostic, const Source* source);

std::string_view severity_name(Severity severity);

}  // namespace crit
