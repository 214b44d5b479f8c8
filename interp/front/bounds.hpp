// How much a policy may ask for: criteria, copies of defines, nesting. Each is told once.
#pragma once

#include "pass.hpp"

namespace crit {

class Bounds : Pass {
 public:
  explicit Bounds(CheckContext& context) : Pass(context) {}

  std::uint32_t add_criterion(Span span);  // its place in the array of verdicts
  bool copies_too_much(const ast::Expr& define, Span span);
  void too_deep(Span span, std::string message, std::string help);
  bool reached() const { return too_many_; }  // no more criteria are made

 private:
  void too_many(Span span);

  std::size_t copied_ = 0;  // bytes of criterion defines copied where they are used
  bool too_many_ = false;   // told
  bool too_deep_ = false;   // told
};

}  // namespace crit
