// `match` and `choose`.
#pragma once

#include "pass.hpp"

namespace crit {

class Choices : Pass {
 public:
  explicit Choices(CheckContext& context) : Pass(context) {}

  NodePtr choice_value(const ast::Choice& node, Span span, const Type* expected);
  NodePtr arm_condition(const ast::Choice& node, const NodePtr& key, const ast::Arm& arm);
  // The arms' conditions of a match or choose; reports what is missing. True when the last arm may stand for otherwise.
  bool check_keys(const ast::Choice& node, const NodePtr& key);
  NodePtr type_of_key(const ast::Choice& node);

 private:
  NodePtr key_of(const ast::Choice& node);

  double key_copies_ = 1;
};

}  // namespace crit
