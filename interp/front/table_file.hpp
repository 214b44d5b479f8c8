// The rows of a table, and the members of a code set, from a CSV file: its cells become what the same words would be in a
// policy, so that the checker knows of one kind of table only. Where the file is, and whether it is text, gather.cpp knows.
#pragma once

#include "ast.hpp"
#include "diagnostics.hpp"
#include "source.hpp"

namespace crit {

// Sets `broken` where something could not be read. `file` stands in the shared space.
void read_rows(const Source& file, ast::Table& table, Diagnostics& diagnostics);
void read_members(const Source& file, ast::Codes& codes, Diagnostics& diagnostics);

}  // namespace crit
