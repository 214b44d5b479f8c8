// The AST as indented text, for `crit dump --ast`.
#pragma once

#include <string>

#include "ast.hpp"

namespace crit {

std::string print(const ast::File& file);
std::string print(const ast::Expr& expr);

}  // namespace crit
