// Defines with parameters: a call is the define's value written out.
#pragma once

#include "pass.hpp"

namespace crit {

class Parameters : Pass {
 public:
  explicit Parameters(CheckContext& context) : Pass(context) {}

  void check_parameters(const ast::Define& define);
  NodePtr value_given(const ast::Expr& expr, const Type* expected, std::uint32_t by);
  Symbol find_given(const std::string& path,
                    std::uint32_t by) const;  // what Expansion::resolved gave: 0 if no call gave it
  NodePtr parameter_value(const std::string& path, Span span, const Type* expected);
  BodyPtr parameter_body(const ast::Expr& expr, checked::Criterion& owner, int depth);
  const ast::Define* enter_call(const ast::Call& node, Span span);  // null: reported; else leave_call() follows
  void leave_call();
  NodePtr define_call(const ast::Call& node, Span span, const Type* expected);
};

}  // namespace crit
