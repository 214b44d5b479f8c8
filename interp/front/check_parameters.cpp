// Defines with parameters: a call is the define's value written out, with what stands at the call in its parameters'
// place. So a parameter may be a value, a condition, a list or a code set; what does not fit is told at the call.
//
// Each call opens an environment. Names in the define mean what they mean there; names in what the call gives mean what
// they mean at the call, items of its queries included: each query's scope remembers the environment it was opened in.
#include "check_parameters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "bounds.hpp"
#include "check_criteria.hpp"
#include "check_defines.hpp"
#include "check_expressions.hpp"
#include "check_names.hpp"

namespace crit {

// A name that a call gives means what it means there, though a parameter is called the same.
Symbol Parameters::find_given(const std::string& path, std::uint32_t by) const {
  return names().find_in(by == 0 ? expansion_.current : expansion_.environments[by].outer, path);
}

checked::NodePtr Parameters::value_given(const ast::Expr& expr, const Type* expected, std::uint32_t by) {
  return by == 0 ? expressions().value(expr, expected) : expansion_.at_call(by, [&] { return expressions().value(expr, expected); });
}

checked::NodePtr Parameters::parameter_value(const std::string& path, Span span, const Type* expected) {
  const std::size_t dot = path.find('.');
  const ast::ExprPtr* given = expansion_.argument(expansion_.current, path.substr(0, dot));
  if (!*given) return failed(span);
  if (bounds().copies_too_much(**given, span)) return failed(span);
  if (dot == std::string::npos) {
    return expansion_.at_call(expansion_.current, [&] { return expressions().expression(**given, expected); });
  }
  const auto* name = std::get_if<ast::NamePath>(&(*given)->node);
  if (name == nullptr) {
    Diagnostic& diagnostic = report(Mistake::not_a_list, span, fmt::format("`{}` is asked for its `{}`, and what stands for it is not a name", path.substr(0, dot), path.substr(dot + 1)));
    const auto* query = std::get_if<ast::Query>(&(*given)->node);
    if (query == nullptr) diagnostic.help.push_back("give it the name of a list or a group of facts");
    else diagnostic.help.push_back(fmt::format("give the item a name: write `{} x of {} has …`, and give it `x`", written(query->selector_span), query->list.text));
    return failed(span);
  }
  const ast::NamePath whole{name->path + path.substr(dot)};
  const std::uint32_t blamed = findings_.blamed;  // the define asks for the field, not who names the list
  if (findings_.blamed == 0) findings_.blamed = findings_.call_of_standard();
  NodePtr made = expansion_.at_call(expansion_.current, [&] { return this->names().name(whole, span); });
  findings_.blamed = blamed;
  return made;
}

checked::BodyPtr Parameters::parameter_body(const ast::Expr& expr, checked::Criterion& owner, int depth) {
  const ast::ExprPtr* given = expansion_.argument(expansion_.current, std::get<ast::NamePath>(expr.node).path);
  if (!*given || bounds().copies_too_much(**given, expr.span)) {
    auto made = std::make_unique<Body>();
    made->form = checked::Condition{failed(expr.span)};
    return made;
  }
  return expansion_.at_call(expansion_.current, [&] { return criteria().body(**given, owner, depth + 1); });
}

// The define that a call is of; null, and told, when it cannot be written out.
const ast::Define* Parameters::enter_call(const ast::Call& node, Span span) {
  DefineInfo& info = defines().info(find(node.function.text).index);
  const ast::Define* define = info.source;
  info.used = true;
  symbols_.used.insert(define->name.text);
  if (!define->has_parameters) {
    report(Mistake::argument_count, span, fmt::format("`{}` takes no values", define->name.text), "write it without parentheses").labels.push_back({define->name.span, "defined here"});
    return nullptr;
  }
  if (node.arguments.size() != define->parameters.size()) {
    std::string usage = define->name.text + "(";
    for (std::size_t i = 0; i < define->parameters.size(); ++i) usage += (i == 0 ? "" : ", ") + define->parameters[i].text;
    report(Mistake::argument_count, span, fmt::format("`{}` is given {} value{}", define->name.text, node.arguments.size(), node.arguments.size() == 1 ? "" : "s"),
           fmt::format("write `{})`", usage))
        .labels.push_back({define->name.span, "defined here"});
    return nullptr;
  }
  if (std::find(expansion_.copying.begin(), expansion_.copying.end(), define) != expansion_.copying.end()) {
    report(Mistake::circular, span, fmt::format("`{}` is defined by itself", define->name.text), "a define may use only defines that do not use it")
        .labels.push_back({define->name.span, "defined here"});
    return nullptr;
  }
  if (!define->value || bounds().copies_too_much(*define->value, span)) return nullptr;
  if (expansion_.copying.size() > static_cast<std::size_t>(max_depth)) {
    bounds().too_deep(span, fmt::format("more than {} defines use one another here", max_depth), "let fewer defines use one another");
    return nullptr;
  }
  expansion_.environments.push_back({define, &node.arguments, span, expansion_.current, expansion_.copying.size()});
  expansion_.current = static_cast<std::uint32_t>(expansion_.environments.size() - 1);
  expansion_.copying.push_back(define);
  return define;
}

void Parameters::leave_call() {
  expansion_.copying.pop_back();
  expansion_.current = expansion_.environments[expansion_.current].outer;
}

checked::NodePtr Parameters::define_call(const ast::Call& node, Span span, const Type* expected) {
  const ast::Define* define = enter_call(node, span);
  if (define == nullptr) return failed(span);
  NodePtr made = expressions().expression(*define->value, expected);
  leave_call();
  made->span = span;
  return made;
}

void Parameters::check_parameters(const ast::Define& define) {
  std::map<std::string, Span> seen;
  for (const ast::Word& parameter : define.parameters) {
    if (parameter.empty()) continue;
    const auto [place, fresh] = seen.emplace(parameter.text, parameter.span);
    if (!fresh) {
      report(Mistake::duplicate_name, parameter.span, fmt::format("`{}` has two parameters `{}`", define.name.text, parameter.text), "give one of them another name")
          .labels.push_back({place->second, "first named here"});
    } else if (parameter.text.find('.') != std::string::npos || parameter.text == "as_of") {
      report(Mistake::reserved_fact_name, parameter.span, fmt::format("a parameter cannot be called `{}`", parameter.text), "give it one word of its own");
    }
  }
}

}  // namespace crit
