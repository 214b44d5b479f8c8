// Text to tree. No parser library in this header: only parse.cpp knows which one is used.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "diagnostics.hpp"
#include "source.hpp"
#include "tree.hpp"

namespace crit {

// Always gives a tree, with error nodes where the text could not be read; the reasons are appended to `diagnostics`.
// A file that is not text at all (not UTF-8, control characters, too large) gives an empty file node.
Tree parse(const Source& source, Diagnostics& diagnostics);

// One cell of a file, or one expression that somebody typed, by itself; what is wrong with it is appended.
enum class Part { cell, value, date, expression };
std::optional<Tree> parse_part(const Source& source, Part part, Diagnostics& diagnostics);

// Whether all that is wrong with a text is that it ends too soon: more of it may mend it. As items, or as one expression.
bool is_unfinished(const Source& source, bool is_expression);

// How many rules of the grammar could loop without reading anything; 0 is right. It is built with the tests alone, for it takes a
// quarter of the file's time to compile.
std::size_t analyze_grammar();

}  // namespace crit
