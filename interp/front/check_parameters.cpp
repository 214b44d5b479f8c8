// Defines with parameters: a call is the define's value written out, with what stands at the call in its parameters'
// place. So a parameter may be a value, a condition, a list or a code set; what does not fit is told at the call.
//
// Each call opens an environment. Names in the define mean what they mean there; names in what the call gives mean what
// they mean at the call, items of its queries included: each query's scope remembers the environment it was opened in.
#include <fmt/format.h>

#include <algorithm>
#include <set>
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

// What was written at the call for a name that is a parameter, however often it was handed on; and by which call.
const ast::Expr& Checker::resolved(const ast::Expr& expr, std::uint32_t* by) const {
  const ast::Expr* found = &expr;
  std::uint32_t environment = environment_;
  if (by != nullptr) *by = 0;
  for (;;) {
    const auto* path = std::get_if<ast::NamePath>(&found->node);
    const ast::ExprPtr* given = path == nullptr ? nullptr : argument(environment, path->path);
    if (given == nullptr || !*given) return *found;
    if (by != nullptr) *by = environment;
    found = given->get();
    environment = environments_[environment].outer;
  }
}

// `trials.drug` where `trials` is a parameter that stands for a list.
std::string Checker::resolved_path(const std::string& path, std::uint32_t& by) const {
  std::string found = path;
  std::uint32_t environment = environment_;
  by = 0;
  for (;;) {
    const std::size_t dot = found.find('.');
    const ast::ExprPtr* given = argument(environment, found.substr(0, dot));
    const auto* name = given == nullptr || !*given ? nullptr : std::get_if<ast::NamePath>(&(*given)->node);
    if (name == nullptr) return found;
    found = name->path + (dot == std::string::npos ? "" : found.substr(dot));
    by = environment;
    environment = environments_[environment].outer;
  }
}

// A name that a call gives means what it means there, though a parameter is called the same.
Checker::Found Checker::find_given(const std::string& path, std::uint32_t by) const {
  return find_in(by == 0 ? environment_ : environments_[by].outer, path);
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

checked::NodePtr Checker::value_given(const ast::Expr& expr, const Type* expected, std::uint32_t by) {
  return by == 0 ? value(expr, expected) : at_call(by, [&] { return value(expr, expected); });
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
    Diagnostic& diagnostic = report(Mistake::not_a_list, span, fmt::format("`{}` is asked for its `{}`, and what stands for it is not a name", path.substr(0, dot), path.substr(dot + 1)));
    const auto* query = std::get_if<ast::Query>(&(*given)->node);
    if (query == nullptr) diagnostic.help.push_back("give it the name of a list or a group of facts");
    else diagnostic.help.push_back(fmt::format("give the item a name: write `{} x of {} has …`, and give it `x`", written(query->selector_span), query->list.text));
    return failed(span);
  }
  const ast::NamePath whole{name->path + path.substr(dot)};
  const std::uint32_t blamed = blamed_;  // the define asks for the field, not who names the list
  if (blamed_ == 0) blamed_ = call_of_standard();
  NodePtr made = at_call(environment_, [&] { return this->name(whole, span); });
  blamed_ = blamed;
  return made;
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
std::string Checker::shown_here(Span span) const {
  const std::string whole = shown(span);
  if (environment_ == 0) return whole;
  constexpr std::size_t longest = 300;
  std::string made = with_given(whole);
  return made.size() <= longest ? made : whole;
}

// A text of the define at hand, with what stands at the call in its parameters' place.
std::string Checker::with_given(const std::string& whole) const {
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
      made += shown(resolved(name).span);
    } else {
      made += word;
    }
    i = end;
  }
  return made;
}

// ---- where a mistake is told -----------------------------------------------------------------------------------------

bool Checker::is_standard(Span span) const { return sources_.at(span.begin).name().rfind("stdlib/", 0) == 0; }

// The policy's own call through which a define of the standard library is being written out; 0: there is none.
std::uint32_t Checker::call_of_standard() const {
  if (blamed_ != 0) return blamed_;
  if (environment_ == 0 || !is_standard(environments_[environment_].define->name.span)) return 0;
  for (std::uint32_t i = environment_; i != 0; i = environments_[i].outer) {
    if (!is_standard(environments_[i].call)) return i;
  }
  return 0;
}

// The call to look at: where a define of one's own module hands a mistake on, the one that stands outside that module.
Span Checker::used_at(Span span) const {
  const Source& file = sources_.at(span.begin);
  std::uint32_t outermost = environment_;
  while (environments_[outermost].outer != 0) outermost = environments_[outermost].outer;
  const bool same_file = &sources_.at(environments_[outermost].call.begin) == &file;
  for (std::uint32_t i = environment_; i != 0; i = environments_[i].outer) {
    if ((&sources_.at(environments_[i].call.begin) == &file) == same_file) return environments_[i].call;
  }
  return environments_[environment_].call;
}

// Of a message about a define's text: what is quoted is said with what the call gives, each name the first time.
std::string Checker::as_given(const std::string& message) const {
  std::string made;
  std::set<std::string> seen;
  for (std::size_t i = 0; i < message.size();) {
    const std::size_t end = message[i] == '`' ? message.find('`', i + 1) : std::string::npos;
    if (end == std::string::npos) {
      made += message[i++];
      continue;
    }
    const std::string inside = message.substr(i + 1, end - i - 1);
    made += "`" + (seen.insert(inside).second ? with_given(inside) : inside) + "`";
    i = end + 1;
  }
  return made;
}

Diagnostic& Checker::report_at_call(Mistake mistake, std::uint32_t environment, Span span, std::string message) {
  const Environment& call = environments_[environment];
  const bool error = info(mistake).severity == Severity::error;
  if (!error && !reported_.emplace(mistake, call.call.begin, call.call.end).second) return spare_ = Diagnostic{};
  const std::string& name = call.define->name.text;
  message = as_given(message);
  Diagnostic& made = diagnostics_.add(mistake, call.call, error ? fmt::format("`{}` does not fit what it is given: {}", name, message) : message);
  made.labels.push_back({span, "in the standard library"});
  std::uint32_t outermost = environment;
  while (environments_[outermost].outer != 0) outermost = environments_[outermost].outer;
  if (outermost != environment) made.labels.push_back({environments_[outermost].call, "used here"});
  if (!error) return made;
  std::string usage, given;
  for (std::size_t i = 0; i < call.define->parameters.size(); ++i) {
    const std::string& parameter = call.define->parameters[i].text;
    usage += (i == 0 ? "" : ", ") + parameter;
    given += fmt::format("{}{} is `{}`", i == 0 ? "" : ", ", parameter, (*call.arguments)[i] ? written((*call.arguments)[i]->span) : "");
  }
  made.help.push_back(fmt::format("`{}({})`: here {}", name, usage, given));
  return made;
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
