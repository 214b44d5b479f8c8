// Defines with parameters: a call is the define's value written out, with what stands at the call in its parameters'
// place. So a parameter may be a value, a condition, a list or a code set; what does not fit is told at the call.
//
// Each call opens an environment. Names in the define mean what they mean there; names in what the call gives mean what
// they mean at the call, items of its queries included: each query's scope remembers the environment it was opened in.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "checker.hpp"

namespace crit {

const ast::ExprPtr* Checker::argument(std::uint32_t environment, const std::string& name) const {
  if (environment == 0) return nullptr;
  const Environment& inside = environments_[environment];
  const auto& parameters = inside.define->parameters;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (parameters[i].text == name) return &(*inside.arguments)[i];
  }
  return nullptr;
}

// What was written at the call for a name that is a parameter, however often it was handed on.
const ast::Expr& Checker::resolved(const ast::Expr& expr) const {
  const ast::Expr* found = &expr;
  std::uint32_t environment = environment_;
  for (;;) {
    const auto* path = std::get_if<ast::NamePath>(&found->node);
    const ast::ExprPtr* given = path == nullptr ? nullptr : argument(environment, path->path);
    if (given == nullptr || !*given) return *found;
    found = given->get();
    environment = environments_[environment].outer;
  }
}

// `trials.drug` where `trials` is a parameter that stands for a list.
std::string Checker::resolved_path(const std::string& path) const {
  std::string found = path;
  std::uint32_t environment = environment_;
  for (;;) {
    const std::size_t dot = found.find('.');
    const ast::ExprPtr* given = argument(environment, found.substr(0, dot));
    const auto* name = given == nullptr || !*given ? nullptr : std::get_if<ast::NamePath>(&(*given)->node);
    if (name == nullptr) return found;
    found = name->path + (dot == std::string::npos ? "" : found.substr(dot));
    environment = environments_[environment].outer;
  }
}

// As at the call: its names, its items, and the defines that were being written out there.
template <typename F>
auto Checker::at_call(std::uint32_t environment, F&& check) {
  const std::uint32_t inside = std::exchange(environment_, environments_[environment].outer);
  std::vector<const ast::Define*> expanding(expanding_.begin(), expanding_.begin() + static_cast<std::ptrdiff_t>(environments_[environment].expanding));
  expanding.swap(expanding_);
  auto made = check();
  expanding.swap(expanding_);
  environment_ = inside;
  return made;
}

checked::NodePtr Checker::parameter_value(const std::string& path, Span span, const Type* expected) {
  const std::size_t dot = path.find('.');
  const ast::ExprPtr* given = argument(environment_, path.substr(0, dot));
  if (!*given) return failed(span);
  if (copies_too_much(**given, span)) return failed(span);
  if (dot == std::string::npos) {
    return at_call(environment_, [&] { return expression(**given, expected); });
  }
  const auto* name = std::get_if<ast::NamePath>(&(*given)->node);
  if (name == nullptr) {
    report(Mistake::not_a_list, span, fmt::format("`{}` stands for `{}` here, which has no fields", path.substr(0, dot), written((*given)->span)),
           "give it the name of a list or a group of facts");
    return failed(span);
  }
  const ast::NamePath whole{name->path + path.substr(dot)};
  return at_call(environment_, [&] { return this->name(whole, span); });
}

checked::BodyPtr Checker::parameter_body(const ast::Expr& expr, checked::Criterion& owner, int depth) {
  const ast::ExprPtr* given = argument(environment_, std::get<ast::NamePath>(expr.node).path);
  if (!*given || copies_too_much(**given, expr.span)) {
    auto made = std::make_unique<Body>();
    made->form = checked::Condition{failed(expr.span)};
    return made;
  }
  return at_call(environment_, [&] { return body(**given, owner, depth + 1); });
}

bool Checker::is_parameter(const ast::Expr& expr) const {
  const auto* path = std::get_if<ast::NamePath>(&expr.node);
  return path != nullptr && argument(environment_, path->path) != nullptr;
}

// The define that a call is of; null, and told, when it cannot be written out.
const ast::Define* Checker::enter_call(const ast::Call& node, Span span) {
  DefineInfo& info = defines_[find(node.function.text).index];
  const ast::Define* define = info.source;
  info.used = true;
  used_.insert(define->name.text);
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
  if (std::find(expanding_.begin(), expanding_.end(), define) != expanding_.end()) {
    report(Mistake::circular, span, fmt::format("`{}` is defined by itself", define->name.text), "a define may use only defines that do not use it")
        .labels.push_back({define->name.span, "defined here"});
    return nullptr;
  }
  if (!define->value || copies_too_much(*define->value, span)) return nullptr;
  if (expanding_.size() > static_cast<std::size_t>(max_depth)) {
    if (!too_deep_reported_) report(Mistake::too_deep, span, fmt::format("more than {} defines use one another here", max_depth), "let fewer defines use one another");
    too_deep_reported_ = true;
    return nullptr;
  }
  environments_.push_back({define, &node.arguments, span, environment_, expanding_.size()});
  environment_ = static_cast<std::uint32_t>(environments_.size() - 1);
  expanding_.push_back(define);
  return define;
}

void Checker::leave_call() {
  expanding_.pop_back();
  environment_ = environments_[environment_].outer;
}

checked::NodePtr Checker::define_call(const ast::Call& node, Span span, const Type* expected) {
  const ast::Define* define = enter_call(node, span);
  if (define == nullptr) return failed(span);
  NodePtr made = expression(*define->value, expected);
  leave_call();
  made->span = span;
  return made;
}

// "dx includes asthma" for `dx includes found`: what a reader of the decision knows.
std::string Checker::written_here(Span span) const {
  const std::string whole = written(span);
  if (environment_ == 0) return whole;
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; };
  std::string made;
  bool quoted = false;
  for (std::size_t i = 0; i < whole.size();) {
    if (whole[i] == '"') quoted = !quoted;
    std::size_t end = i;
    while (end < whole.size() && letter(whole[end])) ++end;
    if (end == i || quoted) {
      made += whole[i++];
      continue;
    }
    const std::string word = whole.substr(i, end - i);
    const bool is_field = i > 0 && whole[i - 1] == '.';
    const ast::ExprPtr* given = is_field ? nullptr : argument(environment_, word);
    if (given != nullptr && *given) {
      const ast::NamePath path{word};
      ast::Expr name;
      name.node = path;
      made += written(resolved(name).span);
    } else {
      made += word;
    }
    i = end;
  }
  constexpr std::size_t longest = 300;
  return made.size() <= longest ? made : whole;
}

void Checker::check_parameters(const ast::Define& define) {
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
