// Asking lists (check_queries.cpp); joined periods, days covered, runs (check_joined.cpp).
#pragma once

#include <string_view>

#include "pass.hpp"

namespace crit {

class Queries : Pass {
 public:
  explicit Queries(CheckContext& context) : Pass(context) {}

  NodePtr query(const ast::Query& node, Span span);
  NodePtr date_test(const ast::DateTest& node, Span span);
  NodePtr joined_field(const std::string& field, const std::string& list, Span span);
  // `height.value` or `height.sd`: what a selector that gives a value can be of.
  static std::string some_values(const ListSlot& list, std::string_view selector);

 private:
  checked::Window window(const ast::Window& node);
  bool counts_in_where(const ast::Query& node, const std::string& word, Span span);
  NodePtr duration_of(const ast::Expr& expr, std::string_view what);
  // false: reported
  bool window_fits(const ast::Window& node, ListKind kind, bool pair, const std::string& list);
  bool joined_fits(const ast::Query& node, const ListSlot& list, const checked::Query& query, const std::string& word);
  bool run_fits(const ast::Query& node, const ListSlot& list);
  bool covered_fits(const ast::Query& node, const ListSlot& list, const std::string& field);
  bool clip_fits(const ast::Window& node, const checked::Window& window);
};

}  // namespace crit
