// Which construct an expression is, and whether a condition or a value may stand there. `expected` is the type of the
// other side, for alternatives of enumerations and codes.
#pragma once

#include "pass.hpp"

namespace crit {

class Expressions : Pass {
 public:
  explicit Expressions(CheckContext& context) : Pass(context) {}

  NodePtr expression(const ast::Expr& expr, const Type* expected = nullptr);
  NodePtr condition(const ast::Expr& expr);
  NodePtr value(const ast::Expr& expr, const Type* expected = nullptr);
  std::uint32_t block_number(const ast::ExprPtr& number, std::size_t children);

 private:
  NodePtr expression_of(const ast::Expr& expr, const Type* expected);  // without the limit on depth
  bool forgotten_comparison(const ast::Expr& before, const ast::Expr& operand, bool is_and);
  std::size_t listed_codes(const ast::Logic& logic, std::size_t first);
  NodePtr count_block(const ast::Block& node, Span span);

  int depth_ = 0;  // with copied defines; the grammar bounds the text alone
};

}  // namespace crit
