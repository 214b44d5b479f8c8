// Tree to AST: literals read, sugar taken away, what the grammar could not say checked. Names are not looked up here.
#pragma once

#include "ast.hpp"
#include "diagnostics.hpp"
#include "source.hpp"
#include "tree.hpp"

namespace crit {

// Works over error nodes: they become ErrorExpr, or are left out where the AST has no place for one.
ast::File build(const Source& source, const Tree& tree, Diagnostics& diagnostics);

// A cell of a file that a table or code set is read from, parsed and built; none where it cannot be read. `cell` is its
// text alone, at its place in the file.
std::optional<ast::Cell> build_cell(const Source& cell, Diagnostics& diagnostics);
ast::ExprPtr build_cell_value(const Source& cell, Diagnostics& diagnostics);
std::optional<Date> build_cell_date(const Source& cell, Diagnostics& diagnostics);

// An expression that somebody typed; null where it cannot be read.
ast::ExprPtr build_expression(const Source& typed, Diagnostics& diagnostics);

}  // namespace crit
