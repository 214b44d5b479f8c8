// Blocks, labels, conditions: what a criterion comes to.
#pragma once

#include "pass.hpp"

namespace crit {

bool is_fixed_name(const ast::Expr& expr, Verdict& verdict);  // `met`, `not_met`, `not_applicable`

class Criteria : Pass {
 public:
  explicit Criteria(CheckContext& context) : Pass(context) {}

  BodyPtr body(const ast::Expr& expr, checked::Criterion& owner, int depth);
  void entries(const std::vector<ast::Entry>& list, checked::Criterion& owner, checked::BlockBody& block, int depth);
  checked::Criterion new_criterion(std::string path, Span span, bool& fresh);
  bool claim_name(const std::string& path, Span span);

 private:
  BodyPtr block(const ast::Block& node, checked::Criterion& owner, int depth);
  BodyPtr conditional(const ast::If& node, checked::Criterion& owner, int depth);
  BodyPtr choice_body(const ast::Choice& node, checked::Criterion& owner, int depth);
};

}  // namespace crit
