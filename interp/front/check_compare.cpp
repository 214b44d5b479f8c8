// Comparisons: what compares with what, and what to say where nothing does.
#include <fmt/format.h>

#include <algorithm>

#include "checker.hpp"
#include "near.hpp"

namespace crit {

namespace {

// The duration that a written quantity of time means: `18 months` for `18 mo`, `1 year 6 months` for `1.5 years`. Empty where
// it is none in whole months or days.
std::string as_duration(const checked::Node& quantity) {
  const auto* constant = std::get_if<checked::NumberConstant>(&quantity.form);
  if (constant == nullptr) return "";
  const std::string& unit = quantity.type.unit.ucum;
  const bool years = unit == "a" || unit == "year";
  const bool weeks = unit == "wk";
  if (!years && !weeks && unit != "mo" && unit != "month" && unit != "d") return "";
  const auto counted = multiply(constant->value, Number(years ? 12 : weeks ? 7 : 1));
  const auto whole = counted ? counted->as_int64() : std::nullopt;
  constexpr std::int64_t most = 120'000;  // months of all years there are, and days of three centuries
  if (!whole || *whole < 0 || *whole > most) return "";
  const auto count = static_cast<std::int32_t>(*whole);
  return to_string(weeks || unit == "d" ? Duration{0, count} : Duration{count, 0});
}

}  // namespace
namespace {

using checked::CompareKind;

Comparison flipped(Comparison op) {
  switch (op) {
    case Comparison::less: return Comparison::greater;
    case Comparison::less_equal: return Comparison::greater_equal;
    case Comparison::greater: return Comparison::less;
    case Comparison::greater_equal: return Comparison::less_equal;
    case Comparison::is:
    case Comparison::is_not: return op;
  }
  return op;
}

const char* order_sign(Comparison op) {
  if (op == Comparison::less) return "<";
  if (op == Comparison::less_equal) return "<=";
  return op == Comparison::greater ? ">" : ">=";
}

bool is_equality(Comparison op) { return op == Comparison::is || op == Comparison::is_not; }

const ast::NamePath* bare_name(const ast::Expr& expr) {
  const auto* path = std::get_if<ast::NamePath>(&expr.node);
  return path != nullptr && path->path.find('.') == std::string::npos ? path : nullptr;
}

bool duration_word(std::string_view unit) {
  return unit.substr(0, 4) == "year" || unit.substr(0, 5) == "month" || unit.substr(0, 4) == "week" || unit.substr(0, 3) == "day";
}

}  // namespace

checked::NodePtr Checker::compare(const ast::Compare& node, Span span) {
  if (NodePtr asks = is_documented(node, span)) return asks;
  NodePtr left;
  NodePtr right;
  const ast::NamePath* right_name = bare_name(*node.right);
  if (right_name != nullptr && (right_name->path == "yes" || right_name->path == "no" || right_name->path == "true" || right_name->path == "false") &&
      find(right_name->path).thing == Thing::none) {
    left = expression(*node.left);
    if (left->type.kind == TypeKind::truth) {
      const bool wants = (right_name->path == "yes" || right_name->path == "true") == (node.op == Comparison::is);
      report(Mistake::yes_no_compared, node.right->span, "a yes_no fact is tested by naming it",
             fmt::format("write `{}{}`", wants ? "" : "not ", written(node.left->span)));
      return failed(span);
    }
  }
  if (const auto* text = std::get_if<ast::TextLiteral>(&node.right->node); text != nullptr && is_equality(node.op) && (text->value == "yes" || text->value == "no")) {
    left = expression(*node.left);
    if (left->type.kind == TypeKind::truth) {
      report(Mistake::yes_no_compared, node.right->span, "a yes_no fact is tested by naming it",
             fmt::format("write `{}{}`", (text->value == "yes") == (node.op == Comparison::is) ? "" : "not ", written(node.left->span)));
      return failed(span);
    }
  }
  const std::string range = is_equality(node.op) ? code_range_meant(*node.right) : "";
  if (!range.empty() || (std::holds_alternative<ast::SetLiteral>(node.right->node) && is_equality(node.op))) {
    if (!left) left = expression(*node.left);
    const bool is = node.op == Comparison::is;
    const std::string asked = written(node.left->span);
    const std::string items = range.empty() ? written(node.right->span) : range;
    const Type& type = left->type;
    if (type.kind == TypeKind::error) return failed(span);
    if (type.kind == TypeKind::list && policy_.schema.lists[type.list].kind == ListKind::codes) {
      report(Mistake::list_or_code, node.op_span, fmt::format("`{}` is a list of codes, and `{}` asks about one", asked, written(node.op_span)),
             is ? fmt::format("write `{} includes {}`", asked, items) : fmt::format("write `not ({} includes {})`", asked, items));
    } else if (type.kind == TypeKind::list) {
      value(*node.left);  // reports which selectors there are
    } else if (type.kind == TypeKind::truth) {
      report(Mistake::not_a_value, node.right->span, "a set stands only after `in`, and a condition is asked by naming it", fmt::format("write `{}`, or `not {}`", asked, asked));
    } else if (type.kind == TypeKind::span || type.kind == TypeKind::duration) {
      report(Mistake::not_a_value, node.right->span, fmt::format("a set stands only after `in`, and `{}` is {}", asked, describe_type(type)), "compare it: `>= 2 years`, `< 18 years`");
    } else {
      report(Mistake::not_a_value, node.right->span, range.empty() ? "a set stands only after `in`" : "a range of codes stands in braces, after `in`", fmt::format("write `{} {} {}`", asked, is ? "in" : "not in", items));
    }
    return failed(span);
  }
  const ast::NamePath* left_name = bare_name(*node.left);
  bool left_is_field = false;
  if (left_name != nullptr && item_visible()) item_name(left_name->path, node.left->span, left_is_field);
  // A code literal takes its system from the other side.
  // `epiphysis is open` where nothing is declared: what stands on the right is most likely an alternative of the left.
  if (left_name != nullptr && right_name != nullptr && !item_visible() && find(left_name->path).thing == Thing::none && find(right_name->path).thing == Thing::none) {
    expression(*node.left);
    return failed(span);
  }
  const auto is_code = [this](const ast::Expr& expr) { return std::holds_alternative<ast::CodeLiteral>(resolved(expr).node); };
  if (left_name != nullptr && !left_is_field && find(left_name->path).thing == Thing::none && !is_code(*node.right)) {
    right = expression(*node.right);
    left = expression(*node.left, &right->type);
  } else {
    if (!left) left = expression(*node.left);
    const bool codes = left->type.kind == TypeKind::code || (left->type.kind == TypeKind::list && policy_.schema.lists[left->type.list].kind == ListKind::codes);
    if (is_code(*node.right) || (codes && std::holds_alternative<ast::TextLiteral>(resolved(*node.right).node))) {
      return compare_code(node, std::move(left), nullptr, span);
    }
    if (codes && right_name != nullptr && is_equality(node.op) && find(right_name->path).thing == Thing::code_set) {
      const bool one = left->type.kind == TypeKind::code;
      used_.insert(right_name->path);
      const char* before = !one && node.op == Comparison::is_not ? "not (" : "";
      report(Mistake::list_or_code, node.op_span, fmt::format("`{}` is a code set, and `{}` asks about one code", right_name->path, written(node.op_span)),
             fmt::format("write `{}{} {} {}{}`", before, written(left->span), !one ? "includes" : node.op == Comparison::is ? "in" : "not in", right_name->path, *before != 0 ? ")" : ""));
      return failed(span);
    }
    // The right side may be an alternative of what could not be read.
    if (left->type.kind == TypeKind::error && right_name != nullptr && find(right_name->path).thing == Thing::none) return failed(span);
    right = expression(*node.right, &left->type);
  }
  if (left->type.kind == TypeKind::error || right->type.kind == TypeKind::error) return failed(span);
  for (const auto& [side, expr] : {std::pair{&left, &node.left}, std::pair{&right, &node.right}}) {
    if ((*side)->type.kind == TypeKind::list) {
      value(**expr);  // reports which selectors there are
      return failed(span);
    }
  }
  const Type truth = simple_type(TypeKind::truth);
  Comparison op = node.op;
  const auto build = [&](CompareKind kind) {
    return make(truth, span, checked::Compare{kind, op, std::move(left), std::move(right)});
  };
  if (left->type.kind == TypeKind::duration && right->type.kind == TypeKind::span) {
    std::swap(left, right);
    op = flipped(op);
  }
  const TypeKind a = left->type.kind;
  const TypeKind b = right->type.kind;
  if (a == TypeKind::number && b == TypeKind::duration) duration_as_quantity(right, left->type.unit);
  if (a == TypeKind::duration && b == TypeKind::number) duration_as_quantity(left, right->type.unit);
  if (left->type.kind == TypeKind::number && right->type.kind == TypeKind::number) {
    if (unit_forgotten(*left, *right) == nullptr) hint_share(*left, *right, span);
    if (!unify_units(left, right, node.op_span, "compare")) return failed(span);
    return build(CompareKind::number);
  }
  if (a == TypeKind::date && b == TypeKind::date) return build(CompareKind::date);
  if (a == TypeKind::duration && b == TypeKind::duration) return build(CompareKind::duration);
  if (a == TypeKind::span && b == TypeKind::duration) {
    hint_exact_age(node, *left, *right, span);
    if (!is_equality(op)) hint_measured_period(*left, fmt::format("{} {}", order_sign(op), written(right->span)));
    return build(CompareKind::span);
  }
  if (a == TypeKind::enumeration && b == TypeKind::enumeration && left->type.enumeration == right->type.enumeration) {
    if (!is_equality(op) && !policy_.schema.enumerations[left->type.enumeration].ordered) {
      report(Mistake::unordered, node.op_span, fmt::format("`{}` has alternatives without an order", written(left->span)),
             "declare them in order, joined by `<`: `low < normal < elevated`");
      return failed(span);
    }
    return build(CompareKind::alternative);
  }
  if (a == TypeKind::text && b == TypeKind::text) {
    if (!is_equality(op)) {
      report(Mistake::unordered, node.op_span, "texts have no order", "compare them with `is` or `is not`");
      return failed(span);
    }
    hint_text(op == Comparison::is_not, *node.right, span);
    return build(CompareKind::text);
  }
  if (a == TypeKind::truth && b == TypeKind::truth && is_equality(op)) return build(CompareKind::truth);

  // Nothing fits: say what each side is, and what would.
  const std::string l = written(left->span);
  const std::string r = written(right->span);
  if (a == TypeKind::span || b == TypeKind::span) {
    const bool left_span = a == TypeKind::span;
    const Node& other = left_span ? *right : *left;
    Diagnostic& diagnostic = report(
        other.type.kind == TypeKind::number && !other.type.unit.dimension.empty() ? Mistake::dimension_mismatch : Mistake::span_compared,
        other.span,
        fmt::format("`{}` is a span of time, and `{}` is {}", left_span ? l : r, left_span ? r : l,
                    other.type.kind == TypeKind::number && !other.type.unit.dimension.empty()
                        ? describe_dimension(other.type.unit.dimension)
                        : describe_type(other.type)));
    const auto* constant = std::get_if<checked::NumberConstant>(&other.form);
    if (other.type.kind == TypeKind::span) {
      diagnostic.message = fmt::format("`{}` and `{}` are spans of time: two spans do not compare", l, r);
      diagnostic.help.push_back(fmt::format("compare their days: `days({}) {} days({})`", l, written(node.op_span), r));
    }
    else if (constant != nullptr && !constant->value.as_int64() && duration_word(other.type.unit.spelling))
      diagnostic.help.push_back("a duration counts in whole years, months, weeks or days: `1 year 6 months`");
    else if (other.type.kind == TypeKind::number && !other.type.unit.dimension.empty() && (other.type.unit.ucum == "mo" || other.type.unit.ucum == "a"))
      diagnostic.help.push_back("UCUM's `mo` and `a` are averages; write `months` or `years` of the calendar");
    else if (constant != nullptr && constant->value.as_int64() && other.type.unit.is_plain())
      diagnostic.help.push_back(fmt::format("write `{0} years`, `{0} months` or `{0} days`", written(other.span)));
    else if (constant != nullptr && counts_calendar(other.type.unit.dimension))
      diagnostic.help.push_back("in a duration the words are `years`, `months`, `weeks` and `days`: `18 years`");
    else diagnostic.help.push_back("compare it with a duration: `10 years`, `6 months`, `90 days`");
    return failed(span);
  }
  if ((a == TypeKind::duration) != (b == TypeKind::duration) && (a == TypeKind::number || b == TypeKind::number)) {
    const Node& counted = a == TypeKind::number ? *left : *right;
    const Type& number = counted.type;
    const bool calendar = number.unit.ucum == "year" || number.unit.ucum == "month";
    const std::string duration = as_duration(counted);
    report(Mistake::calendar_unit, node.op_span,
           fmt::format("`{}` is {} and `{}` is {}: calendar months and years have no fixed length", l, describe_type(left->type), r, describe_type(right->type)),
           !duration.empty()      ? fmt::format("write `{}`", duration)
           : number.unit.is_plain() ? "a number alone is compared with a number alone: leave the `days` out, or measure the time with `DATE to DATE`"
           : calendar            ? fmt::format("declare `{}` as a `duration`; a number of years or months is for rates, such as cm/year", written(counted.span))
                                  : "write both in days, or measure the time with `DATE to DATE`");
    return failed(span);
  }
  Diagnostic& diagnostic = report(Mistake::type_mismatch, node.op_span,
                                  fmt::format("`{}` is {} and `{}` is {}: they do not compare", l, describe_type(left->type), r,
                                              describe_type(right->type)));
  if (a == TypeKind::enumeration && b == TypeKind::text) {
    const auto* quoted = std::get_if<ast::TextLiteral>(&node.right->node);
    const auto& alternatives = policy_.schema.enumerations[left->type.enumeration].alternatives;
    if (quoted != nullptr && std::find(alternatives.begin(), alternatives.end(), quoted->value) != alternatives.end()) {
      diagnostic.help.push_back(fmt::format("alternatives stand without quotes: `{} is {}`", l, quoted->value));
    } else if (quoted != nullptr) {
      diagnostic.help.push_back("write one of its alternatives, without quotes");
    }
  } else if (a == TypeKind::number && std::holds_alternative<ast::TextLiteral>(node.right->node)) {
    diagnostic.help.push_back(fmt::format("numbers stand without quotes: `{} {} {}`", l, written(node.op_span), std::get<ast::TextLiteral>(node.right->node).value));
  } else if (a == TypeKind::truth || b == TypeKind::truth) {
    const std::string& tested = a == TypeKind::truth ? l : r;
    diagnostic.help.push_back(fmt::format("a condition or a yes_no fact is tested by naming it: `{}`, or `not {}`", tested, tested));
  } else if ((a == TypeKind::enumeration || a == TypeKind::text) && (b == TypeKind::enumeration || b == TypeKind::text)) {
    diagnostic.help.push_back("they compare when both are declared with the same alternatives");
  } else if (a == TypeKind::text && b == TypeKind::number) {
    diagnostic.help.push_back(fmt::format("a text stands in quotes: `{} is \"{}\"`", l, r));
  } else if (a == TypeKind::date && b == TypeKind::number) {
    diagnostic.help.push_back("a date is written in full: `2024-01-01`");
  } else if ((a == TypeKind::date && b == TypeKind::duration) || (a == TypeKind::date && b == TypeKind::text)) {
    const auto* quoted = std::get_if<ast::TextLiteral>(&node.right->node);
    const bool is_date = quoted != nullptr && parse_date(quoted->value).has_value();
    diagnostic.help.push_back(b == TypeKind::text ? fmt::format("a date stands without quotes: `{}`", is_date ? quoted->value : "2024-01-01")
                                                  : fmt::format("measure from it: `{} to as_of {} {}`", l, written(node.op_span), r));
  }
  return failed(span);
}

// x is E34.3, x is "62360" where x is one code; a list of codes asks `includes`.
checked::NodePtr Checker::compare_code(const ast::Compare& node, NodePtr left, NodePtr, Span span) {
  const ast::Expr& right = resolved(*node.right);
  const auto* literal = std::get_if<ast::CodeLiteral>(&right.node);
  const std::string code = literal != nullptr ? literal->text : std::get<ast::TextLiteral>(right.node).value;
  if (left->type.kind == TypeKind::error) return left;
  if (left->type.kind == TypeKind::list) {
    const ListSlot& list = policy_.schema.lists[left->type.list];
    if (list.kind == ListKind::codes) {
      report(Mistake::list_or_code, span, fmt::format("`{}` is a list of codes, not one code", list.path),
             node.op == Comparison::is_not ? fmt::format("write `not ({} includes {})`", list.path, written(node.right->span))
                                           : fmt::format("write `{} includes {}`", list.path, written(node.right->span)));
      return failed(span);
    }
    value(*node.left);
    return failed(span);
  }
  if (left->type.kind == TypeKind::enumeration) {
    std::string small = code;
    for (char& c : small) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    Diagnostic& diagnostic = report(Mistake::unknown_alternative, node.right->span,
                                    fmt::format("`{}` is not an alternative here: the value is {}", code, describe_type(left->type)));
    const std::string near = nearest(small, policy_.schema.enumerations[left->type.enumeration].alternatives);
    if (!near.empty()) diagnostic.help.push_back(fmt::format("alternatives are lower-case: `{}`", near));
    return failed(span);
  }
  if (left->type.kind != TypeKind::code) {
    report(Mistake::type_mismatch, node.right->span,
           fmt::format("`{}` is a code, and `{}` is {}", code, written(left->span), describe_type(left->type)),
           "declare the fact as `code SYSTEM` or `codes SYSTEM`");
    return failed(span);
  }
  if (!is_equality(node.op)) {
    report(Mistake::unordered, node.op_span, "codes have no order", "use `is`, or `in { A..B }` for a range");
    return failed(span);
  }
  const std::uint32_t set = code_item_set(left->type.system, code, node.right->span, node.op == Comparison::is ? CodePlace::is : CodePlace::is_not);
  return make(simple_type(TypeKind::truth), span, checked::InCodes{node.op == Comparison::is_not, std::move(left), set});
}

std::uint32_t Checker::code_item_set(const std::string& system, const std::string& text, Span span, CodePlace place) {
  return add_code_set(code_set(system, {ast::CodeRange::of({text, span})}, place), "");
}

}  // namespace crit
