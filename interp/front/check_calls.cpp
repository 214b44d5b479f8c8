// Calls: of a function, `known` and `missing`, a define with parameters, a table.
#include "check_calls.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "check_defines.hpp"
#include "check_expressions.hpp"
#include "check_hints.hpp"
#include "check_names.hpp"
#include "check_parameters.hpp"
#include "check_table.hpp"
#include "check_units.hpp"
#include "foreign_functions.hpp"
#include "functions.hpp"
#include "near.hpp"

namespace crit {
namespace {

using checked::Builtin;

struct BuiltinInfo {
  const char* name;
  Builtin builtin;
  std::size_t least;
  std::size_t most;
  const char* usage;
};
constexpr BuiltinInfo builtins[] = {
#define FUNCTION(name, least, most, usage) {#name, Builtin::name, least, most, usage},
#include "functions.def"
#undef FUNCTION
};

// What asks a list with one word, and is often written as a function.
bool is_selector(std::string_view word) {
  for (std::uint32_t i = 0; i < terms::selectors; ++i) {
    const terms::SelectorInfo& selector = terms::info(static_cast<terms::Selector>(i));
    if (selector.written == word && !selector.takes_number) return true;
  }
  return false;
}

}  // namespace

checked::NodePtr Calls::known_call(const ast::Call& node, Span span, bool missing) {
  if (node.arguments.size() != 1) {
    report(Mistake::argument_count, span, fmt::format("`{}` asks about one fact", node.function.text), fmt::format("write `{}(FACT)`", node.function.text));
    return failed(span);
  }
  const auto* asked = std::get_if<ast::NamePath>(&node.arguments[0]->node);
  std::uint32_t by = 0;
  const ast::NamePath whole{asked == nullptr ? "" : expansion_.resolved_path(asked->path, by)};
  const ast::NamePath* path = asked == nullptr ? nullptr : &whole;
  const Symbol found = path == nullptr ? Symbol{} : parameters().find_given(path->path, by);
  if (found.kind == SymbolKind::faulty) return failed(span);
  if (found.kind == SymbolKind::group) {
    names().name(*path, node.arguments[0]->span);  // says which facts it has
    return failed(span);
  }
  // A field of the item at hand, bare or behind the item's name.
  if (found.kind == SymbolKind::none && path != nullptr && !scopes_.empty()) {
    bool handled = false;
    const NodePtr field = names().item_name(path->path, node.arguments[0]->span, handled);
    if (handled) {
      if (field->type.kind != TypeKind::error) {
        report(Mistake::argument_type, node.arguments[0]->span, fmt::format("`{}` asks about a fact or list of the file, and `{}` is a field of one item", node.function.text, path->path),
               fmt::format("whether the item has it is asked by `{} is documented`; an item that lacks the field comes out unknown where its value is asked for", path->path));
      }
      return failed(span);
    }
  }
  if (found.kind == SymbolKind::none && path != nullptr) {
    const std::string list = path->path.substr(0, path->path.rfind('.'));
    if (list.size() < path->path.size() && parameters().find_given(list, by).kind == SymbolKind::list) {
      report(Mistake::argument_type, node.arguments[0]->span, fmt::format("`{}` asks about a fact or list of the file, and `{}` is a field of items", node.function.text, path->path),
             fmt::format("of the whole list ask `{}({})`; of each item `some x of {} has x.{} is documented`", node.function.text, list, list, path->path.substr(list.size() + 1)));
      return failed(span);
    }
    names().unknown_name(path->path, node.arguments[0]->span);
    return failed(span);
  }
  if (found.kind != SymbolKind::fact && found.kind != SymbolKind::list) {
    report(Mistake::argument_type, node.arguments[0]->span, fmt::format("`{}` asks whether a fact is in the file, and `{}` is not a fact", node.function.text, written(node.arguments[0]->span)),
           fmt::format("write `{}(FACT)` with a fact that `facts {{ … }}` declares", node.function.text));
    return failed(span);
  }
  symbols_.used.insert(path->path);
  hints().absence(missing, path->path, span);
  return make(simple_type(TypeKind::truth), span, checked::Known{missing, found.kind == SymbolKind::list, found.index});
}

std::vector<FunctionInfo> all_functions() {
  std::vector<FunctionInfo> all;
  for (const BuiltinInfo& builtin : builtins) all.push_back({builtin.name, builtin.usage});
  all.push_back({"known", "known(FACT)"});
  all.push_back({"missing", "missing(FACT)"});
  return all;
}

bool Calls::is_builtin(const std::string& name) {
  return name == "known" || name == "missing" || std::any_of(std::begin(builtins), std::end(builtins), [&](const BuiltinInfo& builtin) { return name == builtin.name; });
}

checked::NodePtr Calls::call(const ast::Call& node, Span span, const Type* expected) {
  const std::string& function = node.function.text;
  const Symbol named = find(function);
  if (named.kind == SymbolKind::faulty) return failed(span);
  if (named.kind == SymbolKind::table) return tables().lookup(node, named.index, span);
  if (!node.output.empty() && (is_builtin(function) || named.kind == SymbolKind::define)) {
    report(Mistake::unknown_field, node.output.span, fmt::format("`{}` gives one value", function), "leave the point and what follows it out; only a table gives values with names");
    return failed(span);
  }
  if (named.kind == SymbolKind::define) return parameters().define_call(node, span, expected);
  if (function == "known" || function == "missing") return known_call(node, span, function == "missing");
  const BuiltinInfo* info = nullptr;
  for (const BuiltinInfo& builtin : builtins) {
    if (function == builtin.name) info = &builtin;
  }
  if (info == nullptr) return unknown_function(node, span);
  if (node.arguments.size() < info->least || node.arguments.size() > info->most) {
    report(Mistake::argument_count, span, fmt::format("`{}` is given {} argument{}", function, node.arguments.size(), node.arguments.size() == 1 ? "" : "s"),
           fmt::format("write `{}`", info->usage));
    return failed(span);
  }
  checked::Call call;
  call.builtin = info->builtin;
  std::size_t values = node.arguments.size();
  if (info->builtin == Builtin::round) {
    values = 1;
    if (node.arguments.size() == 2) {
      const auto* places = std::get_if<ast::NumberLiteral>(&node.arguments[1]->node);
      const std::optional<Number> number = places != nullptr && places->unit.empty() ? Number::parse(places->digits) : std::nullopt;
      const std::optional<std::int64_t> whole = number ? number->as_int64() : std::nullopt;
      if (!whole || *whole < 0 || *whole > 30) {
        report(Mistake::number_range, node.arguments[1]->span, "the places to round to are a whole number from 0 to 30", "write `round(x, 2)`");
        return failed(span);
      }
      call.places = static_cast<int>(*whole);
    }
  }
  for (std::size_t i = 0; i < values; ++i) {
    // Alternatives are known by the first argument's type: first_known(member.line, him).
    NodePtr argument = expressions().value(*node.arguments[i], i == 0 ? nullptr : &call.arguments[0]->type);
    if (argument->type.kind == TypeKind::error) return failed(span);
    call.arguments.push_back(std::move(argument));
  }
  std::optional<Type> type = type_of_call(call, function, info->usage);
  if (!type) return failed(span);
  return make(std::move(*type), span, std::move(call));
}

// What other tools call it, or whose name is nearly so.
checked::NodePtr Calls::unknown_function(const ast::Call& node, Span span) {
  const std::string& function = node.function.text;
  std::vector<std::string> known{"known", "missing"};
  for (const DefineInfo& define : defines().all()) {
    if (define.source->has_parameters) known.push_back(define.source->name.text);
  }
  for (const BuiltinInfo& builtin : builtins) known.push_back(builtin.name);
  if (symbols_.declared_twice.count(function) != 0) return failed(span);
  Diagnostic& diagnostic = report(Mistake::unknown_function, node.function.span, fmt::format("crit has no function `{}`", function));
  if (std::string help = names().other_module(function); !help.empty() && function != "age") {  // age(birth_date): told below
    diagnostic.help.push_back(std::move(help));
    return failed(span);
  }
  const bool selects = is_selector(function);
  const std::string near = selects ? "" : nearest(function, known);
  const std::string inside = node.arguments.size() == 1 ? written(node.arguments[0]->span) : "";
  if (selects || function == "avg" || function == "mean") {
    diagnostic.help.push_back(fmt::format("write `{} {}`, without parentheses", selects ? function : "average", inside.empty() ? "LIST.FIELD" : inside));
    return failed(span);
  }
  const ForeignFunction* foreign = foreign_function(function);
  if (foreign != nullptr && foreign->is_sure) diagnostic.help.push_back(foreign->advice);
  else if (!near.empty()) diagnostic.help.push_back(fmt::format("did you mean `{}`?", near));
  else if (find(function).kind != SymbolKind::none) diagnostic.help.push_back(fmt::format("`{}` is no function: write it without parentheses", function));
  else if (function == "age" && !inside.empty()) diagnostic.help.push_back(fmt::format("an age is the span from a birth date: `{} to as_of`", inside));
  else if (foreign != nullptr) diagnostic.help.push_back(foreign->advice);
  else {
    std::string all;
    for (const std::string& one : known) all += (all.empty() ? "" : ", ") + one;
    diagnostic.help.push_back("functions are " + all);
  }
  // A define of a module that could not be read may take what no function does.
  if (!file_.lost_module) {
    for (const ast::ExprPtr& argument : node.arguments) expressions().expression(*argument);
  }
  return failed(span);
}

// The type of a call whose arguments have been checked, each alone; brings them to one unit where that is asked for.
std::optional<Type> Calls::type_of_call(checked::Call& call, const std::string& function, const char* usage) {
  const auto wants = [&](TypeKind kind, const char* what) {
    for (const NodePtr& argument : call.arguments) {
      if (argument->type.kind == kind) continue;
      report(Mistake::argument_type, argument->span,
             fmt::format("`{}` takes {}, and `{}` is {}", function, what, written(argument->span), describe_type(argument->type)),
             fmt::format("write `{}`", usage));
      return false;
    }
    return true;
  };
  Type type;
  switch (call.builtin) {
    case Builtin::earlier_of:
    case Builtin::later_of:
      if (!wants(TypeKind::date, "dates")) return std::nullopt;
      type = simple_type(TypeKind::date);
      break;
    case Builtin::first_of_month:
    case Builtin::last_of_month:
    case Builtin::first_of_next_month:
      if (!wants(TypeKind::date, "a date")) return std::nullopt;
      type = simple_type(TypeKind::date);
      break;
    case Builtin::month_of:
    case Builtin::quarter_of:
    case Builtin::year_of:
      if (!wants(TypeKind::date, "a date")) return std::nullopt;
      type = number_type(plain_unit());
      break;
    case Builtin::completed_years:
      if (!wants(TypeKind::span, "a span")) return std::nullopt;
      hints().measured_period(*call.arguments[0], ">= …");
      type = number_type(plain_unit());
      break;
    case Builtin::days: {
      if (!wants(TypeKind::span, "a span")) return std::nullopt;
      hints().measured_period(*call.arguments[0], ">= …");
      type = number_type(day_unit());
      break;
    }
    case Builtin::round:
    case Builtin::ceiling:
    case Builtin::floor:
      if (!wants(TypeKind::number, "a number")) return std::nullopt;
      type = call.arguments[0]->type;
      if (!rounds_in_a_known_unit(*call.arguments[0], function)) return std::nullopt;
      break;
    case Builtin::sqrt:
    case Builtin::power: {
      if (!wants(TypeKind::number, call.builtin == Builtin::sqrt ? "a number" : "numbers")) return std::nullopt;
      const std::optional<Type> of_power = type_of_power(call, function);
      if (!of_power) return std::nullopt;
      type = *of_power;
      break;
    }
    case Builtin::exp:
    case Builtin::ln:
    case Builtin::percentile_z:
    case Builtin::z_percentile:
      if (!wants(TypeKind::number, "a number") || !wants_plain(call.arguments[0], function)) return std::nullopt;
      if (call.builtin == Builtin::percentile_z && !is_percentile(*call.arguments[0])) return std::nullopt;
      type = number_type(plain_unit());
      break;
    case Builtin::lms_z: {
      if (!wants(TypeKind::number, "numbers")) return std::nullopt;
      NodePtr probe = make(call.arguments[0]->type, call.arguments[0]->span, checked::Failed{});
      if (!quantities().unify_units(probe, call.arguments[2], call.arguments[2]->span, "compare")) return std::nullopt;
      for (const std::size_t i : {std::size_t{1}, std::size_t{3}}) {
        const NodePtr& argument = call.arguments[i];
        if (argument->type.unit.is_plain()) continue;
        report(Mistake::argument_type, argument->span, fmt::format("`{}` is {}, and {} of `lms_z` is a plain number", written(argument->span), describe_type(argument->type), i == 1 ? "L" : "S"),
               "write `lms_z(MEASUREMENT, L, M, S)`; only M has the unit of what is measured");
        return std::nullopt;
      }
      type = number_type(plain_unit());
      break;
    }
    case Builtin::lesser_of:
    case Builtin::greater_of:
      if (!wants(TypeKind::number, "numbers")) return std::nullopt;
      [[fallthrough]];
    case Builtin::first_known:
      for (std::size_t i = 1; i < call.arguments.size(); ++i) {
        NodePtr& other = call.arguments[i];
        if (other->type.kind != call.arguments[0]->type.kind ||
            (other->type.kind == TypeKind::enumeration && other->type.enumeration != call.arguments[0]->type.enumeration)) {
          report(Mistake::argument_type, other->span,
                 fmt::format("`{}` is {} and `{}` is {}: `{}` takes values of one kind", written(call.arguments[0]->span),
                             describe_type(call.arguments[0]->type), written(other->span), describe_type(other->type), function),
                 "give it values that compare with each other");
          return std::nullopt;
        }
        if (other->type.kind == TypeKind::number) {
          // Everything in the first argument's unit, whichever side a constant stands on.
          NodePtr probe = make(call.arguments[0]->type, call.arguments[0]->span, checked::Failed{});
          if (!quantities().unify_units(probe, other, other->span, "compare")) return std::nullopt;
        }
      }
      type = call.arguments[0]->type;
      break;
  }
  return type;
}

// A fact or a number has the unit that its author gave it. What is computed has the unit that comes of it, and in `g/mg` the
// next whole number is of thousands.
bool Calls::rounds_in_a_known_unit(const checked::Node& argument, std::string_view function) {
  const bool is_stated = std::holds_alternative<checked::FactRef>(argument.form) || std::holds_alternative<checked::ItemField>(argument.form) ||
                         std::holds_alternative<checked::NumberConstant>(argument.form) || std::holds_alternative<checked::Query>(argument.form);
  const Unit& unit = argument.type.unit;
  if (is_stated || !has_uncancelled_parts(unit)) return true;
  report(Mistake::argument_type, argument.span, fmt::format("`{}` is in {}, and `{}` would round it there: to whole {}", written(argument.span), unit.spelling, function, unit.spelling),
         fmt::format("for a plain number give both sides of the division one unit: write the number, or declare the fact, in the other's; if {} is meant, `{}(… / 1 {}) * 1 {}`", unit.spelling, function, unit.spelling, unit.spelling));
  return false;
}

}  // namespace crit
