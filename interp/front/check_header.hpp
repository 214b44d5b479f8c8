// The policy's header.
#pragma once

#include "pass.hpp"

namespace crit {

class Header : Pass {
 public:
  explicit Header(CheckContext& context) : Pass(context) {}

  void check_header();
  void check_actions();  // after all that their conditions may speak of is known

 private:
  void check_status(const ast::PolicyClause& clause);
  void check_billed(const ast::PolicyClause& clause, std::map<std::string, Span>& seen);
  std::string condition_text(const ast::Expr& condition) const;
};

}  // namespace crit
