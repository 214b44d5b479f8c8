// AST -> checked policy: names, types, units, structure. Runs over error nodes, so that a syntax error does not hide a
// unit error; lower may be called only when there are no errors.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "ast.hpp"
#include "checked.hpp"
#include "diagnostics.hpp"
#include "source.hpp"

namespace crit {

// Which module of the standard library declares a name; empty: none. Asked only of names that nothing here declares; of
// groups of sources as `sources NAME`.
using ModuleOf = std::function<std::string(const std::string& name)>;

// `of_tests` takes what is wrong with tests that stand in another file than the policy; null: `diagnostics` does.
checked::Policy check(const Sources& sources, const ast::File& file, Diagnostics& diagnostics,
                      const ModuleOf& module_of = {}, Diagnostics* of_tests = nullptr);

// A policy and one expression more, which stands behind all that the policy declares and may use it. The policy can be
// lowered: it then gives the value under `name`, or has a section of that name whose criterion it is.
struct AskedExpression {
  std::string name;  // that nothing in the policy has
  ast::ExprPtr expression;
  bool is_criterion = false;  // out: it has a verdict (a block, a conditional, a choice of criteria), else a value …
  Type type{};                // … of this type
};
checked::Policy check_with(AskedExpression& asked, const Sources& sources, const ast::File& file,
                           Diagnostics& diagnostics, const ModuleOf& module_of = {});

// Of a name that the policy keeps, the type of its value; nullopt: a group, a code set, a table, or a define that is
// written out where it is used.
std::optional<Type> type_of(const Symbol& symbol, const checked::Policy& policy);

// What `crit dump --checked` shows: slots, code sets, defines and criteria with their types.
std::string print(const checked::Policy& policy);

}  // namespace crit
