// Functions (check_calls.cpp), and those that count with powers (check_functions.cpp).
#pragma once

#include <string_view>

#include "pass.hpp"

namespace crit {

class Calls : Pass {
 public:
  explicit Calls(CheckContext& context) : Pass(context) {}

  NodePtr call(const ast::Call& node, Span span, const Type* expected);
  static bool is_builtin(const std::string& name);

 private:
  NodePtr known_call(const ast::Call& node, Span span, bool missing);
  NodePtr unknown_function(const ast::Call& node, Span span);
  std::optional<Type> type_of_call(checked::Call& call, const std::string& function, const char* usage);
  bool rounds_in_a_known_unit(const checked::Node& argument, std::string_view function);
  // Of `sqrt`, `power` and their like. nullopt with a diagnostic where the operands do not do.
  std::optional<Type> type_of_power(checked::Call& call, const std::string& function);
  bool wants_plain(NodePtr& argument, const std::string& function);
  bool is_percentile(const checked::Node& argument);
};

}  // namespace crit
