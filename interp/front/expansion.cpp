// Defines with parameters as they are written out: which name stands for what, and where the call stands.
#include "expansion.hpp"

namespace crit {

const ast::ExprPtr* Expansion::argument(std::uint32_t environment, const std::string& name) const {
  if (environment == 0) return nullptr;
  const Environment& inside = environments[environment];
  const auto& parameters = inside.define->parameters;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (parameters[i].text == name) return &(*inside.arguments)[i];
  }
  return nullptr;
}

// What was written at the call for a name that is a parameter, however often it was handed on; and by which call.
const ast::Expr& Expansion::resolved(const ast::Expr& expr, std::uint32_t* by) const {
  const ast::Expr* found = &expr;
  std::uint32_t environment = current;
  if (by != nullptr) *by = 0;
  for (;;) {
    const auto* path = std::get_if<ast::NamePath>(&found->node);
    const ast::ExprPtr* given = path == nullptr ? nullptr : argument(environment, path->path);
    if (given == nullptr || !*given) return *found;
    if (by != nullptr) *by = environment;
    found = given->get();
    environment = environments[environment].outer;
  }
}

// `trials.drug` where `trials` is a parameter that stands for a list.
std::string Expansion::resolved_path(const std::string& path, std::uint32_t& by) const {
  std::string found = path;
  std::uint32_t environment = current;
  by = 0;
  for (;;) {
    const std::size_t dot = found.find('.');
    const ast::ExprPtr* given = argument(environment, found.substr(0, dot));
    const auto* name = given == nullptr || !*given ? nullptr : std::get_if<ast::NamePath>(&(*given)->node);
    if (name == nullptr) return found;
    found = name->path + (dot == std::string::npos ? "" : found.substr(dot));
    by = environment;
    environment = environments[environment].outer;
  }
}

bool Expansion::is_parameter(const ast::Expr& expr) const {
  const auto* path = std::get_if<ast::NamePath>(&expr.node);
  return path != nullptr && argument(current, path->path) != nullptr;
}

}  // namespace crit
