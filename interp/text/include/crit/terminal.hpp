// Messages for a terminal of so many columns: lines end between words, and what goes on is indented. For files and
// pipes there is render_text() of crit.hpp. Asks no terminal anything, and prints nothing.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "crit/diagnostic.hpp"

namespace crit {

struct SourceText;

// As render_text() of crit.hpp, and no line is longer than so many columns, but where a single word is. A line of the
// source is cut round its caret. 0 columns: as there.
std::string render_text(const std::vector<Diagnostic>& diagnostics, const std::vector<SourceText>& sources, bool color,
                        std::size_t columns);

// The same of one line: those that it becomes, the others indented by so many blanks. 0 columns: the line itself.
std::string wrapped(std::string_view line, std::size_t columns, std::size_t indent);

}  // namespace crit
