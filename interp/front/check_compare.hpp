// Comparisons (check_compare.cpp); `in`, `includes`, `contains` (check_sets.cpp).
#pragma once

#include "pass.hpp"

namespace crit {

class Comparisons : Pass {
 public:
  explicit Comparisons(CheckContext& context) : Pass(context) {}

  NodePtr compare(const ast::Compare& node, Span span);
  NodePtr in(const ast::In& node, Span span);
  NodePtr includes(const ast::Includes& node, Span span);
  NodePtr contains(const ast::Contains& node, Span span);

 private:
  NodePtr compare_code(const ast::Compare& node, NodePtr left, Span span);
};

}  // namespace crit
