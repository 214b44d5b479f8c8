// Defines: in which order they are checked (check_order.cpp), and what one stands for (check_defines.cpp).
#pragma once

#include "pass.hpp"

namespace crit {

// How far a define has been checked; defines may stand in any order.
enum class DefineState { untouched, in_work, done };
struct DefineInfo {
  const ast::Define* source = nullptr;
  DefineState state = DefineState::untouched;
  bool is_criterion = false;  // its value is a block or conditional, copied where it is used
  std::uint32_t index = 0;    // into Policy::defines, when done
  Type type;
  bool used = false;
};

class Defines : Pass {
 public:
  explicit Defines(CheckContext& context) : Pass(context) {}

  void declare();
  void order_defines();
  void find_criterion_defines();
  void check_values();   // of those that stand for a value or a plain condition
  void check_defines();  // of criteria that nobody uses
  void keep_symbols();   // at the end: the kept names point into the policy

  NodePtr define_value(std::uint32_t define, Span span);
  bool is_criterion_form(const ast::Expr& expr) const;
  const ast::Define* criterion_define(const ast::Expr& expr) const;

  DefineInfo& info(std::uint32_t define) { return defines_[define]; }
  const std::vector<DefineInfo>& all() const { return defines_; }

 private:
  void collect_uses(const ast::Expr& expr, std::vector<std::uint32_t>& uses) const;

  std::vector<DefineInfo> defines_;   // by Symbol::index, during the check
  std::vector<std::uint32_t> order_;  // each after those that it uses, circles apart
  int depth_ = 0;                     // defines being checked for one another: deep only in a circle
};

}  // namespace crit
