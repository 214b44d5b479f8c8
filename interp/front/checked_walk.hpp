// The parts of a checked expression, whatever its form: for passes that look for something in it.
#pragma once

#include <variant>

#include "checked.hpp"
#include "overloaded.hpp"

namespace crit::checked {

// Calls `visit_child` with each part of `node`, in the order in which they stand.
template <typename F>
void for_each_child(const Node& node, F&& visit_child) {
  const auto visit = [&](const NodePtr& child) {
    if (child) visit_child(*child);
  };
  const auto window = [&](const Window& test) {
    visit(test.duration);
    visit(test.anchor);
  };
  std::visit(Overloaded{
                 [&](const Negate& form) { visit(form.operand); },
                 [&](const Not& form) { visit(form.operand); },
                 [&](const Logic& form) { for (const auto& operand : form.operands) visit(operand); },
                 [&](const Count& form) { for (const auto& operand : form.operands) visit(operand); },
                 [&](const Arithmetic& form) { visit(form.left); visit(form.right); },
                 [&](const Convert& form) { visit(form.operand); },
                 [&](const ShiftDate& form) { visit(form.date); visit(form.duration); },
                 [&](const MakeSpan& form) { visit(form.from); visit(form.to); },
                 [&](const Compare& form) { visit(form.left); visit(form.right); },
                 [&](const InValues& form) { visit(form.operand); },
                 [&](const InCodes& form) { visit(form.operand); },
                 [&](const DateTest& form) { visit(form.date); window(form.window); },
                 [&](const Query& form) {
                   for (const Window& test : form.windows) window(test);
                   for (const Window& test : form.pair_windows) window(test);
                   visit(form.where);
                   visit(form.has);
                   visit(form.gap);
                   visit(form.run);
                 },
                 [&](const Choice& form) {
                   for (const auto& [test, arm] : form.arms) { visit(test); visit(arm); }
                   visit(form.otherwise);
                 },
                 [&](const Contains& form) { visit(form.text); visit(form.what); },
                 [&](const Documented& form) { visit(form.operand); },
                 [&](const IsDocumented& form) { visit(form.field); },
                 [&](const Call& form) { for (const auto& argument : form.arguments) visit(argument); },
                 [&](const Lookup& form) { for (const auto& argument : form.arguments) visit(argument); },
                 [&](const auto&) {},
             },
             node.form);
}

}  // namespace crit::checked
