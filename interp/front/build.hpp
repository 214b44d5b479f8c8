// Tree to AST: literals read, sugar taken away, what the grammar could not say checked. Names are not looked up here.
#pragma once

#include "ast.hpp"
#include "diagnostics.hpp"
#include "source.hpp"
#include "tree.hpp"

namespace crit {

// Works over error nodes: they become ErrorExpr, or are left out where the AST has no place for one.
ast::File build(const Source& source, const Tree& tree, Diagnostics& diagnostics);

}  // namespace crit
