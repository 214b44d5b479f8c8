// Choices used as values, functions, `known`, `meets`.
#include <fmt/format.h>

#include <algorithm>

#include "checker.hpp"
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
    {"earlier_of", Builtin::earlier_of, 2, 16, "earlier_of(DATE, DATE)"},
    {"later_of", Builtin::later_of, 2, 16, "later_of(DATE, DATE)"},
    {"lesser_of", Builtin::lesser_of, 2, 16, "lesser_of(NUMBER, NUMBER)"},
    {"greater_of", Builtin::greater_of, 2, 16, "greater_of(NUMBER, NUMBER)"},
    {"round", Builtin::round, 1, 2, "round(NUMBER, PLACES)"},
    {"ceiling", Builtin::ceiling, 1, 1, "ceiling(NUMBER)"},
    {"floor", Builtin::floor, 1, 1, "floor(NUMBER)"},
    {"completed_years", Builtin::completed_years, 1, 1, "completed_years(SPAN)"},
    {"days", Builtin::days, 1, 1, "days(DATE to DATE)"},
    {"first_known", Builtin::first_known, 2, 16, "first_known(A, B)"},
    {"sqrt", Builtin::sqrt, 1, 1, "sqrt(NUMBER)"},
    {"power", Builtin::power, 2, 2, "power(NUMBER, EXPONENT)"},
    {"exp", Builtin::exp, 1, 1, "exp(NUMBER)"},
    {"ln", Builtin::ln, 1, 1, "ln(NUMBER)"},
    {"lms_z", Builtin::lms_z, 4, 4, "lms_z(MEASUREMENT, L, M, S)"},
    {"percentile_z", Builtin::percentile_z, 1, 1, "percentile_z(PERCENTILE)"},
    {"z_percentile", Builtin::z_percentile, 1, 1, "z_percentile(SCORE)"},
    {"first_of_month", Builtin::first_of_month, 1, 1, "first_of_month(DATE)"},
    {"last_of_month", Builtin::last_of_month, 1, 1, "last_of_month(DATE)"},
    {"first_of_next_month", Builtin::first_of_next_month, 1, 1, "first_of_next_month(DATE)"},
    {"month_of", Builtin::month_of, 1, 1, "month_of(DATE)"},
    {"quarter_of", Builtin::quarter_of, 1, 1, "quarter_of(DATE)"},
    {"year_of", Builtin::year_of, 1, 1, "year_of(DATE)"},
};

// A key so that equal ones are equal texts; empty where that cannot be told.
std::string plain_key(const ast::Expr& expr) {
  if (const auto* number = std::get_if<ast::NumberLiteral>(&expr.node)) {
    const std::optional<Number> value = Number::parse(number->digits);
    return value ? value->to_string() + " " + number->unit.text : "";
  }
  const auto* text = std::get_if<ast::TextLiteral>(&expr.node);
  if (text == nullptr) return "";
  std::string plain = "\"";
  for (const char c : text->value) {
    if (c != ' ') plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    else if (plain.back() != ' ') plain += c;
  }
  return plain;
}

// What asks a list, and is often written as a function.
constexpr const char* selectors[] = {"latest", "earliest", "previous", "highest", "lowest", "average", "sum", "count", "some", "every", "no"};

}  // namespace

checked::NodePtr Checker::known_call(const ast::Call& node, Span span, bool missing) {
  if (node.arguments.size() != 1) {
    report(Mistake::argument_count, span, fmt::format("`{}` asks about one fact", node.function.text), fmt::format("write `{}(FACT)`", node.function.text));
    return failed(span);
  }
  const auto* asked = std::get_if<ast::NamePath>(&node.arguments[0]->node);
  std::uint32_t by = 0;
  const ast::NamePath whole{asked == nullptr ? "" : resolved_path(asked->path, by)};
  const ast::NamePath* path = asked == nullptr ? nullptr : &whole;
  const Found found = path == nullptr ? Found{} : find_given(path->path, by);
  if (found.thing == Thing::faulty) return failed(span);
  if (found.thing == Thing::group) {
    name(*path, node.arguments[0]->span);  // says which facts it has
    return failed(span);
  }
  // A field of the item at hand, bare or behind the item's name.
  if (found.thing == Thing::none && path != nullptr && !scopes_.empty()) {
    bool handled = false;
    const NodePtr field = item_name(path->path, node.arguments[0]->span, handled);
    if (handled) {
      if (field->type.kind != TypeKind::error) {
        report(Mistake::argument_type, node.arguments[0]->span, fmt::format("`{}` asks about a fact or list of the file, and `{}` is a field of one item", node.function.text, path->path),
               fmt::format("whether the item has it is asked by `{} is documented`; an item that lacks the field comes out unknown where its value is asked for", path->path));
      }
      return failed(span);
    }
  }
  if (found.thing == Thing::none && path != nullptr) {
    const std::string list = path->path.substr(0, path->path.rfind('.'));
    if (list.size() < path->path.size() && find_given(list, by).thing == Thing::list) {
      report(Mistake::argument_type, node.arguments[0]->span, fmt::format("`{}` asks about a fact or list of the file, and `{}` is a field of items", node.function.text, path->path),
             fmt::format("of the whole list ask `{}({})`; of each item `some x of {} has x.{} is documented`", node.function.text, list, list, path->path.substr(list.size() + 1)));
      return failed(span);
    }
    unknown_name(path->path, node.arguments[0]->span);
    return failed(span);
  }
  if (found.thing != Thing::fact && found.thing != Thing::list) {
    report(Mistake::argument_type, node.arguments[0]->span, fmt::format("`{}` asks whether a fact is in the file, and `{}` is not a fact", node.function.text, written(node.arguments[0]->span)),
           fmt::format("write `{}(FACT)` with a fact that `facts {{ … }}` declares", node.function.text));
    return failed(span);
  }
  used_.insert(path->path);
  hint_absence(missing, path->path, span);
  return make(simple_type(TypeKind::truth), span, checked::Known{missing, found.thing == Thing::list, found.index});
}

std::vector<FunctionInfo> all_functions() {
  std::vector<FunctionInfo> all;
  for (const BuiltinInfo& builtin : builtins) all.push_back({builtin.name, builtin.usage});
  all.push_back({"known", "known(FACT)"});
  all.push_back({"missing", "missing(FACT)"});
  return all;
}

bool Checker::is_builtin(const std::string& name) {
  return name == "known" || name == "missing" || std::any_of(std::begin(builtins), std::end(builtins), [&](const BuiltinInfo& builtin) { return name == builtin.name; });
}

checked::NodePtr Checker::call(const ast::Call& node, Span span, const Type* expected) {
  const std::string& function = node.function.text;
  const Found named = find(function);
  if (named.thing == Thing::faulty) return failed(span);
  if (named.thing == Thing::table) return lookup(node, named.index, span);
  if (!node.output.empty() && (is_builtin(function) || named.thing == Thing::define)) {
    report(Mistake::unknown_field, node.output.span, fmt::format("`{}` gives one value", function), "leave the point and what follows it out; only a table gives values with names");
    return failed(span);
  }
  if (named.thing == Thing::define) return define_call(node, span, expected);
  if (function == "known" || function == "missing") return known_call(node, span, function == "missing");
  const BuiltinInfo* info = nullptr;
  for (const BuiltinInfo& builtin : builtins) {
    if (function == builtin.name) info = &builtin;
  }
  if (info == nullptr) {
    std::vector<std::string> names{"known", "missing"};
    for (const DefineInfo& define : defines_) {
      if (define.source->has_parameters) names.push_back(define.source->name.text);
    }
    for (const BuiltinInfo& builtin : builtins) names.push_back(builtin.name);
    if (declared_twice_.count(function) != 0) return failed(span);
    Diagnostic& diagnostic = report(Mistake::unknown_function, node.function.span, fmt::format("crit has no function `{}`", function));
    if (std::string help = other_module(function); !help.empty() && function != "age") {  // age(birth_date): told below
      diagnostic.help.push_back(std::move(help));
      return failed(span);
    }
    const bool selects = std::any_of(std::begin(selectors), std::end(selectors), [&](const char* word) { return function == word; });
    const std::string near = selects ? "" : nearest(function, names);
    const std::string inside = node.arguments.size() == 1 ? written(node.arguments[0]->span) : "";
    if (selects || function == "avg" || function == "mean") {
      diagnostic.help.push_back(fmt::format("write `{} {}`, without parentheses", selects ? function : "average", inside.empty() ? "LIST.FIELD" : inside));
      return failed(span);
    }
    if (function == "log" || function == "log10") diagnostic.help.push_back(function == "log" ? "the natural logarithm is `ln(x)`; to the base 10 it is `ln(x) / ln(10)`" : "write `ln(x) / ln(10)`");
    else if (function == "lower" || function == "upper") diagnostic.help.push_back("capitals make no difference where texts are compared: leave the function out");
    else if (!near.empty()) diagnostic.help.push_back(fmt::format("did you mean `{}`?", near));
    else if (find(function).thing != Thing::none) diagnostic.help.push_back(fmt::format("`{}` is no function: write it without parentheses", function));
    else if (function == "age" && !inside.empty()) diagnostic.help.push_back(fmt::format("an age is the span from a birth date: `{} to as_of`", inside));
    else if (function == "pow") diagnostic.help.push_back("write `power(x, 2)`");
    else if (function == "square_root") diagnostic.help.push_back("write `sqrt(x)`");
    else if (function == "abs") diagnostic.help.push_back("write two comparisons: `x >= -3 and x <= 3`");
    else if (function == "min" || function == "max") diagnostic.help.push_back(function == "min" ? "the smaller of two numbers is `lesser_of(a, b)`, of two dates `earlier_of(a, b)`" : "the larger of two numbers is `greater_of(a, b)`, of two dates `later_of(a, b)`");
    else if (function == "today" || function == "now") diagnostic.help.push_back("crit reads no clock: the date of service is `as_of`");
    else {
      std::string all;
      for (const std::string& known : names) all += (all.empty() ? "" : ", ") + known;
      diagnostic.help.push_back("functions are " + all);
    }
    // A define of a module that could not be read may take what no function does.
    if (!file_.lost_module) {
      for (const ast::ExprPtr& argument : node.arguments) expression(*argument);
    }
    return failed(span);
  }
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
    NodePtr argument = value(*node.arguments[i], i == 0 ? nullptr : &call.arguments[0]->type);
    if (argument->type.kind == TypeKind::error) return failed(span);
    call.arguments.push_back(std::move(argument));
  }
  const auto wants = [&](TypeKind kind, const char* what) {
    for (const NodePtr& argument : call.arguments) {
      if (argument->type.kind == kind) continue;
      report(Mistake::argument_type, argument->span,
             fmt::format("`{}` takes {}, and `{}` is {}", function, what, written(argument->span), describe_type(argument->type)),
             fmt::format("write `{}`", info->usage));
      return false;
    }
    return true;
  };
  Type type;
  switch (info->builtin) {
    case Builtin::earlier_of:
    case Builtin::later_of:
      if (!wants(TypeKind::date, "dates")) return failed(span);
      type = simple_type(TypeKind::date);
      break;
    case Builtin::first_of_month:
    case Builtin::last_of_month:
    case Builtin::first_of_next_month:
      if (!wants(TypeKind::date, "a date")) return failed(span);
      type = simple_type(TypeKind::date);
      break;
    case Builtin::month_of:
    case Builtin::quarter_of:
    case Builtin::year_of:
      if (!wants(TypeKind::date, "a date")) return failed(span);
      type = number_type(plain_unit());
      break;
    case Builtin::completed_years:
      if (!wants(TypeKind::span, "a span")) return failed(span);
      hint_measured_period(*call.arguments[0], ">= …");
      type = number_type(plain_unit());
      break;
    case Builtin::days: {
      if (!wants(TypeKind::span, "a span")) return failed(span);
      hint_measured_period(*call.arguments[0], ">= …");
      type = number_type(*parse_unit("d").unit);
      break;
    }
    case Builtin::round:
    case Builtin::ceiling:
    case Builtin::floor:
      if (!wants(TypeKind::number, "a number")) return failed(span);
      type = call.arguments[0]->type;
      if (!rounds_in_a_known_unit(*call.arguments[0], function)) return failed(span);
      break;
    case Builtin::sqrt:
    case Builtin::power: {
      if (!wants(TypeKind::number, info->builtin == Builtin::sqrt ? "a number" : "numbers")) return failed(span);
      const std::optional<Type> of_power = type_of_power(call, function);
      if (!of_power) return failed(span);
      type = *of_power;
      break;
    }
    case Builtin::exp:
    case Builtin::ln:
    case Builtin::percentile_z:
    case Builtin::z_percentile:
      if (!wants(TypeKind::number, "a number") || !wants_plain(call.arguments[0], function)) return failed(span);
      if (info->builtin == Builtin::percentile_z && !is_percentile(*call.arguments[0])) return failed(span);
      type = number_type(plain_unit());
      break;
    case Builtin::lms_z: {
      if (!wants(TypeKind::number, "numbers")) return failed(span);
      NodePtr probe = make(call.arguments[0]->type, call.arguments[0]->span, checked::Failed{});
      if (!unify_units(probe, call.arguments[2], call.arguments[2]->span, "compare")) return failed(span);
      for (const std::size_t i : {std::size_t{1}, std::size_t{3}}) {
        const NodePtr& argument = call.arguments[i];
        if (argument->type.unit.is_plain()) continue;
        report(Mistake::argument_type, argument->span, fmt::format("`{}` is {}, and {} of `lms_z` is a plain number", written(argument->span), describe_type(argument->type), i == 1 ? "L" : "S"),
               "write `lms_z(MEASUREMENT, L, M, S)`; only M has the unit of what is measured");
        return failed(span);
      }
      type = number_type(plain_unit());
      break;
    }
    case Builtin::lesser_of:
    case Builtin::greater_of:
      if (!wants(TypeKind::number, "numbers")) return failed(span);
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
          return failed(span);
        }
        if (other->type.kind == TypeKind::number) {
          // Everything in the first argument's unit, whichever side a constant stands on.
          NodePtr probe = make(call.arguments[0]->type, call.arguments[0]->span, checked::Failed{});
          if (!unify_units(probe, other, other->span, "compare")) return failed(span);
        }
      }
      type = call.arguments[0]->type;
      break;
  }
  return make(std::move(type), span, std::move(call));
}

// A fact or a number has the unit that its author gave it. What is computed has the unit that comes of it, and in `g/mg` the
// next whole number is of thousands.
bool Checker::rounds_in_a_known_unit(const checked::Node& argument, std::string_view function) {
  const bool is_stated = std::holds_alternative<checked::FactRef>(argument.form) || std::holds_alternative<checked::ItemField>(argument.form) ||
                         std::holds_alternative<checked::NumberConstant>(argument.form) || std::holds_alternative<checked::Query>(argument.form);
  const Unit& unit = argument.type.unit;
  if (is_stated || !has_uncancelled_parts(unit)) return true;
  report(Mistake::argument_type, argument.span, fmt::format("`{}` is in {}, and `{}` would round it there: to whole {}", written(argument.span), unit.spelling, function, unit.spelling),
         fmt::format("for a plain number give both sides of the division one unit: write the number, or declare the fact, in the other's; if {} is meant, `{}(… / 1 {}) * 1 {}`", unit.spelling, function, unit.spelling, unit.spelling));
  return false;
}

// ---- choices -----------------------------------------------------------------------------------------------------

// Called again for every row, for each compares the key anew.
checked::NodePtr Checker::key_of(const ast::Choice& node) {
  if (!node.key) return nullptr;
  const double outer = key_copies_;
  key_copies_ *= static_cast<double>(node.arms.size() + 1);
  NodePtr key;
  if (key_copies_ * static_cast<double>(node.key->span.end - node.key->span.begin) > max_key_copies) {
    report(Mistake::too_deep, node.key->span, "this key is too large for so many rows", "give it a name with `define`");
    key = failed(node.key->span);
  } else {
    key = expression(*node.key);
  }
  key_copies_ = outer;
  return key;
}

// A copy that only tells the type, and goes again: a `meets` in it is not to be resolved.
checked::NodePtr Checker::type_of_key(const ast::Choice& node) {
  const std::size_t pending = pending_meets_.size();
  NodePtr key = key_of(node);
  pending_meets_.resize(pending);
  return key;
}

// Reports keys named twice, and alternatives left out where there is no otherwise.
bool Checker::check_keys(const ast::Choice& node, const NodePtr& key) {
  if (node.arms.empty()) {
    report(Mistake::empty_block, node.keyword_span, "this choice has no rows", node.key ? "add rows: `open : …`" : "add rows: `when CONDITION : …`");
    return false;
  }
  if (key == nullptr) {
    if (!node.otherwise) {
      if (unread_) return false;  // it may have one, in a row that could not be read
      report(Mistake::otherwise_missing, node.keyword_span, "this `choose` has no `otherwise`", "add `otherwise : not_met`, `not_applicable` or a value: a request that fits no row must not pass in silence");
      return false;
    }
    return true;
  }
  if (key->type.kind == TypeKind::error) return false;
  if (key->type.kind == TypeKind::enumeration) {
    const auto& alternatives = policy_.schema.enumerations[key->type.enumeration].alternatives;
    std::set<std::string> left(alternatives.begin(), alternatives.end());
    bool misread = false;  // a key is not what it should be: which alternatives it leaves out cannot be told
    for (const ast::Arm& arm : node.arms) {
      for (const ast::ExprPtr& item : arm.keys) {
        const auto* path = std::get_if<ast::NamePath>(&item->node);
        if (path == nullptr) {
          misread = true;
          continue;
        }
        const bool known = std::find(alternatives.begin(), alternatives.end(), path->path) != alternatives.end();
        misread = misread || !known;
        if (known && left.erase(path->path) == 0) {
          report(Mistake::match_key_repeated, item->span, fmt::format("`{}` has a row already", path->path), "each key stands in one row");
        }
      }
    }
    if (!left.empty() && !node.otherwise && misread) return false;
    if (!left.empty() && !node.otherwise) {
      std::string names;
      for (const std::string& alternative : alternatives) {
        if (left.count(alternative) != 0) names += (names.empty() ? "`" : ", `") + alternative + "`";
      }
      report(Mistake::match_incomplete, node.keyword_span, fmt::format("this match says nothing for {}", names), "add a row for each, or `otherwise : …`");
      return false;
    }
    return true;
  }
  std::set<std::string> seen;
  for (const ast::Arm& arm : node.arms) {
    for (const ast::ExprPtr& item : arm.keys) {
      const std::string plain = plain_key(*item);
      if (!plain.empty() && !seen.insert(plain).second) {
        report(Mistake::match_key_repeated, item->span, fmt::format("`{}` has a row already", written(item->span)),
               key->type.kind == TypeKind::text ? "each key stands in one row; capitals and blanks make no difference" : "each key stands in one row");
      }
    }
  }
  if (key->type.kind == TypeKind::truth || !node.otherwise) {
    if (node.otherwise) return true;
    report(Mistake::otherwise_missing, node.keyword_span, fmt::format("`{}` may have other values, and this match has no `otherwise`", written(key->span)), "add `otherwise : …`");
    return false;
  }
  return true;
}

checked::NodePtr Checker::arm_condition(const ast::Choice& node, const NodePtr& key, const ast::Arm& arm) {
  if (key == nullptr) return arm.keys.empty() ? failed(arm.span) : condition(*arm.keys[0]);
  if (key->type.kind == TypeKind::error) return failed(arm.span);
  checked::InValues result;
  switch (key->type.kind) {
    case TypeKind::number: result.kind = checked::CompareKind::number; break;
    case TypeKind::date: result.kind = checked::CompareKind::date; break;
    case TypeKind::enumeration: result.kind = checked::CompareKind::alternative; break;
    case TypeKind::text: result.kind = checked::CompareKind::text; break;
    default:
      report(Mistake::type_mismatch, key->span, fmt::format("`{}` is {}, which `match` cannot take", written(key->span), describe_type(key->type)),
             "use `choose { when … : …; otherwise : … }`");
      return failed(arm.span);
  }
  for (const ast::ExprPtr& item : arm.keys) {
    NodePtr element = value(*item, &key->type);
    if (element->type.kind == TypeKind::error) return failed(arm.span);
    if (element->type.kind != key->type.kind) {
      report(Mistake::type_mismatch, item->span, fmt::format("`{}` is {}, and `{}` is {}", written(item->span), describe_type(element->type), written(key->span), describe_type(key->type)));
      return failed(arm.span);
    }
    if (element->type.kind == TypeKind::number) {
      if (const Node* lacking = unit_forgotten(*key, *element)) {
        report_forgotten(*lacking, lacking == element.get() ? *key : *element);
        return failed(arm.span);
      }
      NodePtr probe = make(key->type, key->span, checked::Failed{});
      if (!unify_units(probe, element, item->span, "compare")) return failed(arm.span);
    }
    if (std::holds_alternative<checked::NumberConstant>(element->form) || std::holds_alternative<checked::DateConstant>(element->form) ||
        std::holds_alternative<checked::TextConstant>(element->form) || std::holds_alternative<checked::AlternativeConstant>(element->form)) {
      result.values.push_back(std::move(element));
    } else {
      report(Mistake::not_constant, item->span, fmt::format("`{}` is not a written-out value", written(item->span)), "a key of `match` is a value; conditions go into `choose`");
      return failed(arm.span);
    }
  }
  result.operand = key_of(node);
  return make(simple_type(TypeKind::truth), arm.span, std::move(result));
}

checked::NodePtr Checker::choice_value(const ast::Choice& node, Span span, const Type* expected) {
  const NodePtr key = type_of_key(node);
  bool good = check_keys(node, key);
  checked::Choice choice;
  Type type = simple_type(TypeKind::error);
  const auto take = [&](const ast::ExprPtr& expr) -> NodePtr {
    if (!expr) return nullptr;
    NodePtr arm = expression(*expr, type.kind == TypeKind::error ? expected : &type);
    if (arm->type.kind == TypeKind::error) {
      good = false;
      return arm;
    }
    if (type.kind == TypeKind::error) {
      type = arm->type;
      return arm;
    }
    if (arm->type.kind != type.kind || (type.kind == TypeKind::enumeration && arm->type.enumeration != type.enumeration)) {
      report(Mistake::type_mismatch, arm->span, fmt::format("this row gives {}, and an earlier one {}", describe_type(arm->type), describe_type(type)), "all rows give values of one kind");
      good = false;
    } else if (type.kind == TypeKind::number) {
      NodePtr probe = make(type, span, checked::Failed{});
      if (!unify_units(probe, arm, arm->span, "compare")) good = false;
    }
    return arm;
  };
  for (const ast::Arm& arm : node.arms) {
    NodePtr test = arm_condition(node, key, arm);
    if (test->type.kind == TypeKind::error) good = false;
    NodePtr result = take(arm.value);
    if (result == nullptr) good = false;
    choice.arms.emplace_back(std::move(test), std::move(result));
  }
  choice.otherwise = take(node.otherwise);
  if (!good) return failed(span);
  if (!choice.otherwise) {  // every alternative has a row: the last one is what is left
    choice.otherwise = std::move(choice.arms.back().second);
    choice.arms.pop_back();
  }
  return make(std::move(type), span, std::move(choice));
}

// ---- meets -------------------------------------------------------------------------------------------------------

checked::NodePtr Checker::meets(const ast::Meets& node, Span span) {
  NodePtr result = make(simple_type(TypeKind::truth), span, checked::Meets{});
  pending_meets_.push_back({result.get(), node.outline.text, current_criterion_, node.outline.span});
  uses_.emplace_back(current_criterion_, node.outline.text);
  return result;
}

void Checker::resolve_meets() {
  for (const PendingMeets& pending : pending_meets_) {
    if (file_.lost_criteria && criterion_index_.count(pending.outline) == 0) continue;
    const auto criterion = criterion_index_.find(pending.outline);
    const auto changed = std::find_if(amended_.begin(), amended_.end(), [&](const std::string& path) {
      return pending.outline.size() > path.size() && pending.outline.compare(0, path.size(), path) == 0 && pending.outline[path.size()] == '.';
    });
    if (changed != amended_.end()) {
      report(Mistake::unknown_criterion, pending.span, fmt::format("`{}` is part of `{}`, whose text an amendment changes", pending.outline, *changed),
             fmt::format("ask the whole: `meets {}`", *changed));
      continue;
    }
    if (criterion != criterion_index_.end()) {
      if (diagnostics_.has_errors()) continue;  // what a mistake stood in is gone, and its nodes with it
      auto& meets = std::get<checked::Meets>(pending.node->form);
      meets.index = criterion->second;
      for (std::size_t i = 0; i < policy_.sections.size(); ++i) {
        if (policy_.sections[i].path == pending.outline) {
          meets.is_section = true;
          meets.index = static_cast<std::uint32_t>(i);
        }
      }
      continue;
    }
    std::vector<std::string> names;
    if (diagnostics_.all().size() < max_advised) {
      for (const auto& [path, index] : criterion_index_) names.push_back(path);
    }
    Diagnostic& diagnostic = report(Mistake::unknown_criterion, pending.span, fmt::format("this policy has no criterion `{}`", pending.outline));
    const std::string near = nearest(pending.outline, names);
    if (!near.empty()) diagnostic.help.push_back(fmt::format("did you mean `{}`?", near));
    else diagnostic.help.push_back("`meets` takes a criterion's full name, such as `I.A.3`");
  }
  report_circles();
}

// What each criterion and define depends on: its parts, the defines it uses, the criteria that it asks about with `meets`; an
// indication also on its common criteria.
// A circle is a knot of these (Tarjan's strongly connected components, with a stack of its own); each is told once.
void Checker::report_circles() {
  if (pending_meets_.empty()) return;
  std::unordered_map<std::string, std::uint32_t> numbers;
  std::vector<std::vector<std::uint32_t>> edges;
  const auto number_of = [&](const std::string& name) {
    const auto [place, fresh] = numbers.emplace(name, static_cast<std::uint32_t>(edges.size()));
    if (fresh) edges.emplace_back();
    return place->second;
  };
  for (const auto& [path, index] : criterion_index_) {
    const std::size_t cut = path.find_last_of(".[ ");
    if (cut == std::string::npos || criterion_index_.count(path.substr(0, cut)) == 0) continue;
    const std::uint32_t whole = number_of(path.substr(0, cut));
    const std::uint32_t part = number_of(path);  // may move `edges`
    edges[whole].push_back(part);
  }
  for (const auto& [from, to] : uses_) {
    const std::uint32_t user = number_of(from);
    const std::uint32_t used = number_of(to);
    edges[user].push_back(used);
  }

  for (const checked::Section& section : policy_.sections) {
    for (const std::uint32_t common : section.commons) {
      const std::uint32_t whole = number_of(section.path);
      const std::uint32_t part = number_of(policy_.commons[common].criteria.path);
      edges[whole].push_back(part);
    }
  }

  constexpr std::uint32_t none = UINT32_MAX;
  const std::size_t count = edges.size();
  std::vector<std::uint32_t> order(count, none);  // when first seen
  std::vector<std::uint32_t> low(count, none);
  std::vector<std::uint32_t> knot(count, none);
  std::vector<std::uint32_t> open;
  std::vector<std::pair<std::uint32_t, std::size_t>> work;  // node, its next edge
  std::uint32_t seen = 0;
  std::uint32_t knots = 0;
  for (std::uint32_t root = 0; root < count; ++root) {
    if (order[root] != none) continue;
    work.emplace_back(root, 0);
    while (!work.empty()) {
      const std::uint32_t at = work.back().first;
      if (order[at] == none) {
        order[at] = low[at] = seen++;
        open.push_back(at);
      }
      if (work.back().second < edges[at].size()) {
        const std::uint32_t next = edges[at][work.back().second++];
        if (order[next] == none) work.emplace_back(next, 0);
        else if (knot[next] == none) low[at] = std::min(low[at], order[next]);
        continue;
      }
      work.pop_back();
      if (!work.empty()) low[work.back().first] = std::min(low[work.back().first], low[at]);
      if (low[at] != order[at]) continue;
      for (bool last = false; !last;) {
        last = open.back() == at;
        knot[open.back()] = knots;
        open.pop_back();
      }
      ++knots;
    }
  }
  std::set<std::uint32_t> told;
  for (const PendingMeets& pending : pending_meets_) {
    const std::uint32_t target = number_of(pending.outline);
    const std::uint32_t from = number_of(pending.from);
    if (target >= count || from >= count || knot[target] != knot[from] || !told.insert(knot[target]).second) continue;
    Diagnostic& diagnostic = report(Mistake::circular, pending.span, fmt::format("`meets {}` asks about itself in a circle", pending.outline),
                                    "a criterion may ask only about criteria that do not depend on it");
    for (const checked::Section& section : policy_.sections) {
      for (const std::uint32_t common : section.commons) {
        const checked::Criterion& criteria = policy_.commons[common].criteria;
        if (knot[number_of(section.path)] != knot[target] || knot[number_of(criteria.path)] != knot[target] || !diagnostic.labels.empty()) continue;
        diagnostic.labels.push_back({section.criteria.span, fmt::format("`{}` must also meet `{}`", section.path, criteria.path)});
      }
    }
  }
}

}  // namespace crit
