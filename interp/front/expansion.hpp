// Defines that are being written out where they are used: the calls of those with parameters, and what stands for each
// parameter. Each call opens an environment. Names in the define mean what they mean there; names in what the call
// gives mean what they mean at the call.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "ast.hpp"

namespace crit {

// A call of a define with parameters. 0 is none: the policy's own text.
struct Environment {
  const ast::Define* define = nullptr;
  const std::vector<ast::ExprPtr>* arguments = nullptr;
  Span call;
  std::uint32_t outer = 0;  // where the call stands
  std::size_t copying = 0;  // how many of Expansion::copying, there
};

class Expansion {
 public:
  const ast::ExprPtr* argument(std::uint32_t environment, const std::string& name) const;  // null: no such parameter
  const ast::Expr& resolved(const ast::Expr& expr, std::uint32_t* by = nullptr) const;
  std::string resolved_path(const std::string& path, std::uint32_t& by) const;
  bool is_parameter(const ast::Expr& expr) const;

  // As at the call: its names, its items, and the defines that were being written out there.
  template <typename F>
  auto at_call(std::uint32_t environment, F&& check) {
    const std::uint32_t inside = std::exchange(current, environments[environment].outer);
    std::vector<const ast::Define*> there(
        copying.begin(), copying.begin() + static_cast<std::ptrdiff_t>(environments[environment].copying));
    there.swap(copying);
    auto made = check();
    there.swap(copying);
    current = inside;
    return made;
  }

  std::vector<Environment> environments{Environment{}};
  std::uint32_t current = 0;                // the environment at hand
  std::vector<const ast::Define*> copying;  // against circles
};

}  // namespace crit
