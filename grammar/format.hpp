// Lays a policy or module out anew. It changes blanks and line ends, and leaves out a `;` that a line end makes needless:
// every word, number, text, label and comment stays as it is written, and so does where the author ends a line, unless a
// line is too long. Not a printer of the AST: what the text means is not known here.
//
// In order: tokens (format_tokens.hpp), columns that lines share (format_columns.hpp), lines and their indentation
// (format_lines.cpp), lines that are too long (format_wrap.cpp).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "diagnostics.hpp"
#include "source.hpp"

namespace crit {

// A line is ended before it grows longer; comments and long texts are left.
constexpr std::uint32_t format_width = 120;

// What is formatted stays so: formatting it again changes nothing. Lines end as the first one does. None, with the reasons
// appended, where the text has syntax errors; or, as a mistake of ours (E0000), where the result would not be the same
// policy: it is parsed again and compared.
std::optional<std::string> format_source(const Source& source, Diagnostics& diagnostics);

}  // namespace crit
