// Literals, operators, calls: AST expressions -> Nodes with types. Names are in check_names.cpp, lists in check_queries.cpp.
#include <fmt/format.h>

#include <algorithm>

#include "checker.hpp"
#include "near.hpp"

namespace crit {
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

bool is_equality(Comparison op) { return op == Comparison::is || op == Comparison::is_not; }

const ast::NamePath* bare_name(const ast::Expr& expr) {
  const auto* path = std::get_if<ast::NamePath>(&expr.node);
  return path != nullptr && path->path.find('.') == std::string::npos ? path : nullptr;
}

// How other tools call what is not there.
bool is_absence(std::string_view word) {
  return word == "unknown" || word == "missing" || word == "documented" || word == "null" || word == "empty" || word == "present";
}

// `age >= 1 year` before `and 6 months`.
bool ends_with_duration(const ast::Expr& expr) {
  const auto* comparison = std::get_if<ast::Compare>(&expr.node);
  return comparison != nullptr && std::holds_alternative<ast::DurationLiteral>(comparison->right->node);
}

template <typename... Fs>
struct Overloaded : Fs... {
  using Fs::operator()...;
};
template <typename... Fs>
Overloaded(Fs...) -> Overloaded<Fs...>;

bool duration_word(std::string_view unit) {
  return unit.substr(0, 4) == "year" || unit.substr(0, 5) == "month" || unit.substr(0, 4) == "week" || unit.substr(0, 3) == "day";
}

}  // namespace

checked::NodePtr Checker::make(Type type, Span span, decltype(Node::form) form) const {
  auto node = std::make_unique<Node>();
  node->type = std::move(type);
  node->span = span;
  node->form = std::move(form);
  return node;
}

checked::NodePtr Checker::failed(Span span) const { return make(simple_type(TypeKind::error), span, checked::Failed{}); }

std::string Checker::some_values(const ListSlot& list, std::string_view selector) {
  if (list.single_value) return fmt::format("`{} {}`", selector, list.path);
  std::string all;
  int count = 0;
  for (const Field& field : list.fields) {
    const bool fixed = field.name == "date" || field.name == "start" || field.name == "end";
    if (fixed && &field != &list.fields.back()) continue;
    if (++count <= 3) all += fmt::format("{}`{} {}.{}`", all.empty() ? "" : " or ", selector, list.path, field.name);
  }
  return all;
}

std::string Checker::written(Span span) const {
  std::string folded;
  for (const char c : source_.text(span)) {
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!blank) folded += c;
    else if (!folded.empty() && folded.back() != ' ') folded += ' ';
  }
  while (!folded.empty() && folded.back() == ' ') folded.pop_back();
  constexpr std::size_t longest = 160;  // a line's worth; the whole stands in the file
  if (folded.size() > longest) {
    folded.resize(longest);
    while (!folded.empty() && (static_cast<unsigned char>(folded.back()) & 0xC0U) == 0x80U) folded.pop_back();
    if (!folded.empty() && (static_cast<unsigned char>(folded.back()) & 0x80U) != 0) folded.pop_back();
    folded += " …";
  }
  return folded;
}

checked::NodePtr Checker::expression(const ast::Expr& expr, const Type* expected) {
  if (expression_depth_ >= max_expression) {
    if (!too_deep_reported_) report(Mistake::too_deep, expr.span, "the defines used here nest conditions deeper than crit reads", "let fewer defines that stand for blocks use one another");
    too_deep_reported_ = true;
    return failed(expr.span);
  }
  ++expression_depth_;
  NodePtr node = expression_of(expr, expected);
  --expression_depth_;
  return node;
}

checked::NodePtr Checker::expression_of(const ast::Expr& expr, const Type* expected) {
  const Span span = expr.span;
  const auto child = [](const ast::ExprPtr& pointer) -> const ast::Expr& { return *pointer; };
  return std::visit(
      Overloaded{
          [&](const ast::ErrorExpr&) { return failed(span); },
          [&](const ast::NumberLiteral& node) { return number_literal(node, span); },
          [&](const ast::DurationLiteral& node) {
            return make(simple_type(TypeKind::duration), span, checked::DurationConstant{node.value});
          },
          [&](const ast::DateLiteral& node) { return make(simple_type(TypeKind::date), span, checked::DateConstant{node.value}); },
          [&](const ast::TextLiteral& node) { return make(simple_type(TypeKind::text), span, checked::TextConstant{node.value}); },
          [&](const ast::CodeLiteral& node) {
            report(Mistake::type_mismatch, span, fmt::format("the code `{}` stands alone", node.text),
                   "a list asks `diagnosis includes CODE`, one code `x is CODE` or `x in SET`");
            return failed(span);
          },
          [&](const ast::NamePath& node) {
            if (expected != nullptr && expected->kind == TypeKind::enumeration && node.path.find('.') == std::string::npos) {
              const auto& alternatives = policy_.schema.enumerations[expected->enumeration].alternatives;
              const auto place = std::find(alternatives.begin(), alternatives.end(), node.path);
              if (place != alternatives.end()) {
                const Found found = find(node.path);
                if (found.thing == Thing::fact) {
                  const FactType& fact = policy_.schema.facts[found.index].type;
                  if (fact.kind == FactKind::enumeration && fact.enumeration == expected->enumeration) {
                    report(Mistake::ambiguous_name, span,
                           fmt::format("`{}` is both an alternative here and a fact of the same kind", node.path),
                           "rename the fact");
                  }
                }
                return make(*expected, span,
                            checked::AlternativeConstant{static_cast<std::uint32_t>(place - alternatives.begin())});
              }
              bool is_field = false;
              if (!scopes_.empty()) {
                NodePtr field = item_name(node.path, span, is_field);
                if (is_field) return field;
              }
              if (is_absence(node.path) && find(node.path).thing == Thing::none) {
                report(Mistake::unknown_alternative, span, fmt::format("`{}` is not an alternative here: the value is {}", node.path, describe_type(*expected)),
                       "a missing fact is unknown by itself; whether it is in the file is asked by `known(FACT)`");
                return failed(span);
              }
              if (find(node.path).thing == Thing::none) {
                Diagnostic& diagnostic =
                    report(Mistake::unknown_alternative, span,
                           fmt::format("`{}` is not an alternative here: the value is {}", node.path, describe_type(*expected)));
                const std::string near = nearest(node.path, alternatives);
                if (!near.empty()) diagnostic.help.push_back(fmt::format("did you mean `{}`?", near));
                return failed(span);
              }
            }
            // `drug is somatropin`, `weight is missing`
            const bool bare = node.path.find('.') == std::string::npos && find(node.path).thing == Thing::none;
            if (bare && expected != nullptr && expected->kind != TypeKind::error && (expected->kind == TypeKind::text || is_absence(node.path))) {
              bool is_field = false;
              if (!scopes_.empty()) {
                NodePtr field = item_name(node.path, span, is_field);
                if (is_field) return field;
              }
              report(Mistake::unknown_name, span, fmt::format("nothing here is called `{}`", node.path),
                     is_absence(node.path) ? "a missing fact is unknown by itself; whether it is in the file is asked by `known(FACT)`"
                                           : fmt::format("a text stands in quotes: `\"{}\"`", node.path));
              return failed(span);
            }
            return name(node, span);
          },
          [&](const ast::SetLiteral&) {
            report(Mistake::not_a_value, span, "a set stands only after `in`", "write `x in { … }`");
            return failed(span);
          },
          [&](const ast::CodeSetItem&) { return failed(span); },
          [&](const ast::Negate& node) {
            NodePtr operand = value(child(node.operand));
            if (operand->type.kind == TypeKind::error) return operand;
            if (operand->type.kind != TypeKind::number) {
              report(Mistake::type_mismatch, span, fmt::format("a minus stands before {}", describe_type(operand->type)),
                     "only numbers have a sign");
              return failed(span);
            }
            if (auto* constant = std::get_if<checked::NumberConstant>(&operand->form)) {
              if (const auto negative = negate(constant->value)) constant->value = *negative;
              operand->span = span;
              return operand;
            }
            Type type = operand->type;
            return make(std::move(type), span, checked::Negate{std::move(operand)});
          },
          [&](const ast::Not& node) {
            negated_ = !negated_;
            NodePtr operand = condition(child(node.operand));
            negated_ = !negated_;
            return make(simple_type(TypeKind::truth), span, checked::Not{std::move(operand)});
          },
          [&](const ast::Logic& node) {
            checked::Logic logic;
            logic.is_and = node.is_and;
            for (std::size_t i = 0; i < node.operands.size(); ++i) {
              const ast::Expr& operand = *node.operands[i];
              if (i > 0 && forgotten_comparison(*node.operands[i - 1], operand, node.is_and)) {
                logic.operands.push_back(failed(operand.span));
                continue;
              }
              if (i > 0 && std::holds_alternative<ast::DurationLiteral>(operand.node) && ends_with_duration(*node.operands[i - 1])) {
                report(Mistake::not_a_condition, operand.span, fmt::format("`{}` is a duration, not a condition", written(operand.span)),
                       "the parts of one duration stand side by side: `1 year 6 months`");
                logic.operands.push_back(failed(operand.span));
                continue;
              }
              logic.operands.push_back(condition(operand));
            }
            return make(simple_type(TypeKind::truth), span, std::move(logic));
          },
          [&](const ast::Arithmetic& node) { return arithmetic(node, span); },
          [&](const ast::SpanTo& node) {
            NodePtr from = value(child(node.from));
            NodePtr to = value(child(node.to));
            for (const NodePtr* side : {&from, &to}) {
              if ((*side)->type.kind == TypeKind::error) return failed(span);
              if ((*side)->type.kind != TypeKind::date) {
                report(Mistake::type_mismatch, (*side)->span,
                       fmt::format("a span goes from a date to a date, and `{}` is {}", written((*side)->span),
                                   describe_type((*side)->type)),
                       "write two dates: `member.birth_date to as_of`");
                return failed(span);
              }
            }
            return make(simple_type(TypeKind::span), span, checked::MakeSpan{std::move(from), std::move(to)});
          },
          [&](const ast::Compare& node) { return compare(node, span); },
          [&](const ast::In& node) { return in(node, span); },
          [&](const ast::Includes& node) { return includes(node, span); },
          [&](const ast::DateTest& node) { return date_test(node, span); },
          [&](const ast::Query& node) { return query(node, span); },
          [&](const ast::If& node) {
            report(Mistake::conditional_inside, span,
                   fmt::format("`{}` may turn out not applicable, and a plain condition is wanted here",
                               node.unless ? "… unless …" : "if … then …"),
                   "give it an entry of its own in a block");
            return failed(span);
          },
          [&](const ast::Block& node) { return count_block(node, span); },
          [&](const ast::Choice& node) { return choice_value(node, span, expected); },
          [&](const ast::Call& node) { return call(node, span); },
          [&](const ast::Meets& node) { return meets(node, span); },
      },
      expr.node);
}

// `sex is male or female`, `diagnosis includes C34.1 or C34.2`: the second is a value, and its comparison is left out.
bool Checker::forgotten_comparison(const ast::Expr& before, const ast::Expr& operand, bool is_and) {
  const auto is_value = [](const ast::Expr& expr) {
    return std::holds_alternative<ast::TextLiteral>(expr.node) || std::holds_alternative<ast::CodeLiteral>(expr.node) ||
           std::holds_alternative<ast::NumberLiteral>(expr.node) || std::holds_alternative<ast::NamePath>(expr.node);
  };
  if (!is_value(operand)) return false;
  if (const auto* path = std::get_if<ast::NamePath>(&operand.node); path != nullptr && find(path->path).thing != Thing::none) return false;
  const ast::Expr* left = nullptr;
  const ast::Expr* right = nullptr;
  Span op;
  if (const auto* compare = std::get_if<ast::Compare>(&before.node)) {
    left = compare->left.get();
    right = compare->right.get();
    op = compare->op_span;
  } else if (const auto* includes = std::get_if<ast::Includes>(&before.node)) {
    left = includes->list.get();
    right = includes->what.get();
    op = includes->op_span;
  }
  if (left == nullptr || !is_value(*right)) return false;
  const std::string word = written(op);
  const std::string asked = written(left->span);
  Diagnostic& diagnostic = report(Mistake::not_a_condition, operand.span, fmt::format("`{}` is not a condition of its own", written(operand.span)));
  if (word == "is" && !is_and) {
    diagnostic.help.push_back(fmt::format("write `{} in {{ {}, {} }}`", asked, written(right->span), written(operand.span)));
  } else {
    diagnostic.help.push_back(fmt::format("write the whole comparison: `{} {} {}`", asked, word, written(operand.span)));
  }
  return true;
}

checked::NodePtr Checker::condition(const ast::Expr& expr) {
  NodePtr node = expression(expr);
  if (node->type.kind == TypeKind::truth || node->type.kind == TypeKind::error) return node;
  if (node->type.kind == TypeKind::list) {
    const ListSlot& list = policy_.schema.lists[node->type.list];
    report(Mistake::not_a_condition, expr.span, fmt::format("`{}` is a list, not a condition", list.path),
           list.kind == ListKind::codes  ? fmt::format("ask `{} includes CODES`", list.path)
           : list.kind == ListKind::list ? fmt::format("ask `some {} has …`, `no {} has …` or `count {} >= 2`", list.path, list.path, list.path)
                                        : fmt::format("ask `some {}`, `no {}` or `latest {} has …`", list.path, list.path, list.path));
  } else {
    report(Mistake::not_a_condition, expr.span,
           fmt::format("`{}` is {}, not a condition", written(expr.span), describe_type(node->type)),
           std::holds_alternative<ast::TextLiteral>(expr.node)
               ? "a text before a `:` describes a criterion; what only a person can tell is a yes_no fact"
               : "compare it with something: `is`, `<=`, `in { … }`");
  }
  return failed(expr.span);
}

checked::NodePtr Checker::value(const ast::Expr& expr, const Type* expected) {
  NodePtr node = expression(expr, expected);
  if (node->type.kind == TypeKind::list) {
    const ListSlot& list = policy_.schema.lists[node->type.list];
    Diagnostic& diagnostic = report(Mistake::bare_list, expr.span,
                                    fmt::format("`{}` is a list: say which of its items", written(expr.span)));
    if (list.kind == ListKind::codes) {
      diagnostic.help.push_back(fmt::format("ask `{} includes CODES`", list.path));
    } else {
      if (list.kind == ListKind::list) diagnostic.help.push_back(fmt::format("{} is the highest value", some_values(list, "highest")));
      else diagnostic.help.push_back(fmt::format("{} is the newest item's value", some_values(list, "latest")));
      const char* item = list.single_value ? "x of " : "";
      const char* has = list.single_value ? "x …" : "…";
      diagnostic.help.push_back(fmt::format("`some {0}{1} has {2}` asks for at least one, `every {0}{1} has {2}` for all; they differ", item, list.path, has));
    }
    return failed(expr.span);
  }
  if (node->type.kind == TypeKind::truth && !std::holds_alternative<checked::FactRef>(node->form) &&
      !std::holds_alternative<checked::ItemField>(node->form)) {
    report(Mistake::not_a_value, expr.span, fmt::format("`{}` is a condition, and a value is wanted here", written(expr.span)),
           "conditions are joined by `and` and `or`; only values are compared or calculated with");
    return failed(expr.span);
  }
  return node;
}

checked::NodePtr Checker::number_literal(const ast::NumberLiteral& literal, Span span) {
  const std::optional<Number> number = Number::parse(literal.digits);
  if (!number) {
    report(Mistake::number_too_large, span, fmt::format("`{}` is larger or finer than crit keeps exactly", literal.digits),
           "write at most 37 digits");
    return failed(span);
  }
  if (literal.unit.empty()) return make(number_type(plain_unit()), span, checked::NumberConstant{*number});
  const UnitResult unit = parse_unit(literal.unit.text);
  const std::string& word = literal.unit.text;
  if (!unit.unit && word.size() > 1 && (word[0] == 'e' || word[0] == 'E') && word.find_first_not_of("0123456789", 1) == std::string::npos) {
    report(Mistake::number_form, span, fmt::format("`{}` is not a number here", written(span)), "write all its digits: `1000000`");
    return failed(span);
  }
  if (!unit.unit && find(word).thing != Thing::none) {
    report(Mistake::unknown_unit, literal.unit.span, fmt::format("`{}` stands where the unit of `{}` would", word, literal.digits),
           fmt::format("if `{0}` is a label, write `{0}: {1}`; a product is `{0} * {1}`", literal.digits, word));
    return failed(span);
  }
  if (!unit.unit) {
    Diagnostic& diagnostic = report(Mistake::unknown_unit, literal.unit.span, unit.fault);
    if (!unit.suggestion.empty()) diagnostic.help.push_back(fmt::format("did you mean `{}`?", unit.suggestion));
    std::string atom;
    for (const char c : word) {
      if (c == '/' || c == '*' || c == '.') {
        if (find(atom).thing == Thing::fact) break;
        atom.clear();
      } else {
        atom += c;
      }
    }
    if (word.find('/') != std::string::npos && find(atom).thing == Thing::fact) {
      diagnostic.help.clear();
      diagnostic.help.push_back(fmt::format("to divide by the fact `{}`, put blanks round the `/`", atom));
    }
    return failed(span);
  }
  return make(number_type(*unit.unit), span, checked::NumberConstant{*number});
}

// ---- units -------------------------------------------------------------------------------------------------------

checked::NodePtr Checker::convert_to(NodePtr node, const Unit& unit) {
  const Unit& from = node->type.unit;
  if (from.factor == unit.factor && from.offset == unit.offset) {
    node->type.unit = unit;
    return node;
  }
  if (auto* constant = std::get_if<checked::NumberConstant>(&node->form)) {
    const std::optional<Number> converted = convert(constant->value, from, unit);
    if (!converted) {
      report(Mistake::number_too_large, node->span,
             fmt::format("`{}` in {} is larger or finer than crit keeps exactly", written(node->span), unit.spelling), "write at most 37 digits");
      return failed(node->span);
    }
    constant->value = *converted;
    node->type.unit = unit;
    return node;
  }
  // base = value * factor + offset, so value' = value * (from.factor / unit.factor) + (from.offset - unit.offset) / unit.factor
  const auto factor = divide(from.factor, unit.factor);
  const auto shift = subtract(from.offset, unit.offset);
  const auto offset = shift ? divide(*shift, unit.factor) : std::nullopt;
  if (!factor || !offset) {
    report(Mistake::number_too_large, node->span, "the ratio of these units is larger or finer than crit keeps exactly");
    return failed(node->span);
  }
  const Span span = node->span;
  return make(number_type(unit), span, checked::Convert{std::move(node), *factor, *offset});
}

// A duration in days stands for a quantity of time where one is wanted; months and years never do.
bool Checker::duration_as_quantity(NodePtr& node, const Unit& unit) {
  const auto* constant = std::get_if<checked::DurationConstant>(&node->form);
  if (constant == nullptr || constant->value.months != 0) return false;
  const UnitResult day = parse_unit("d");
  if (!day.unit || !same_dimension(*day.unit, unit)) return false;
  node = make(number_type(*day.unit), node->span, checked::NumberConstant{Number(constant->value.days)});
  return true;
}

bool Checker::unify_units(NodePtr& left, NodePtr& right, Span op_span, std::string_view verb) {
  if (left->type.kind != TypeKind::number || right->type.kind != TypeKind::number) return false;
  // `mg/kg` and `%` have no dimension, and yet a bare number beside them has forgotten its unit.
  const auto bare_constant = [](const Node& node) {
    return node.type.unit.is_plain() && std::holds_alternative<checked::NumberConstant>(node.form);
  };
  const bool forgotten = (bare_constant(*left) && !right->type.unit.is_plain()) || (bare_constant(*right) && !left->type.unit.is_plain());
  if (!forgotten && same_dimension(left->type.unit, right->type.unit)) {
    // Constants give way to facts, so that explanations show what was written.
    if (std::holds_alternative<checked::NumberConstant>(left->form) && !std::holds_alternative<checked::NumberConstant>(right->form)) {
      left = convert_to(std::move(left), right->type.unit);
    } else {
      right = convert_to(std::move(right), left->type.unit);
    }
    return left->type.kind == TypeKind::number && right->type.kind == TypeKind::number;
  }
  if (forgotten) {
    const NodePtr& plain = bare_constant(*left) ? left : right;
    const NodePtr& other = bare_constant(*left) ? right : left;
    report(Mistake::unit_missing, plain->span,
           fmt::format("`{}` has no unit, and `{}` is {}", written(plain->span), written(other->span), describe_type(other->type)),
           fmt::format("write `{} {}`", written(plain->span), other->type.unit.spelling));
    return false;
  }
  // "a mass", "a length"; where that says little ("a number per dose"), the units themselves.
  std::string a = describe_dimension(left->type.unit.dimension);
  std::string b = describe_dimension(right->type.unit.dimension);
  if (a.find("number") != std::string::npos || b.find("number") != std::string::npos || a == b) {
    a = describe_type(left->type);
    b = describe_type(right->type);
  }
  Diagnostic& diagnostic = report(Mistake::dimension_mismatch, op_span,
                                  fmt::format("`{}` is {} and `{}` is {}: they do not {}", written(left->span), a, written(right->span), b, verb));
  const auto kelvin = [](const Node& node) { return node.type.unit.spelling.substr(0, 2) == "K/"; };
  const bool left_constant = std::holds_alternative<checked::NumberConstant>(left->form);
  const bool right_constant = std::holds_alternative<checked::NumberConstant>(right->form);
  if (kelvin(*left) || kelvin(*right)) {
    diagnostic.help.push_back("`K` is kelvin; thousands are written `150 '10*3/uL'`");
  } else if (left_constant != right_constant) {
    const Node& known = left_constant ? *right : *left;
    diagnostic.help.push_back(known.type.unit.is_plain() ? fmt::format("`{}` has no unit: write the number alone", written(known.span))
                                                         : fmt::format("`{}` is in {}: write a number with that unit", written(known.span), known.type.unit.spelling));
  } else {
    diagnostic.help.push_back("only amounts of one kind do; `*` and `/` bring one to the other, as `dose * frequency` to an amount a day");
  }
  return false;
}

// ---- operators ---------------------------------------------------------------------------------------------------

checked::NodePtr Checker::arithmetic(const ast::Arithmetic& node, Span span) {
  NodePtr left = value(*node.left);
  NodePtr right = value(*node.right);
  if (left->type.kind == TypeKind::error || right->type.kind == TypeKind::error) return failed(span);
  const bool adds = node.op == ast::ArithmeticOp::add || node.op == ast::ArithmeticOp::subtract;
  const TypeKind a = left->type.kind;
  const TypeKind b = right->type.kind;
  if (adds) {
    if (a == TypeKind::date && b == TypeKind::duration) {
      return make(simple_type(TypeKind::date), span,
                  checked::ShiftDate{std::move(left), std::move(right), node.op == ast::ArithmeticOp::subtract});
    }
    if (a == TypeKind::duration && b == TypeKind::date && node.op == ast::ArithmeticOp::add) {
      return make(simple_type(TypeKind::date), span, checked::ShiftDate{std::move(right), std::move(left), false});
    }
    if (a == TypeKind::date && b == TypeKind::date) {
      report(Mistake::type_mismatch, node.op_span, "two dates are not added or subtracted",
             fmt::format("for the time between them write `{} to {}`, in days `days({} to {})`", written(right->span),
                         written(left->span), written(right->span), written(left->span)));
      return failed(span);
    }
    if (a == TypeKind::date && b == TypeKind::number) {
      report(Mistake::type_mismatch, right->span, fmt::format("`{}` is {}, and a date is moved by a duration", written(right->span), describe_type(right->type)),
             fmt::format("write `{} days` or `{} months`", written(right->span), written(right->span)));
      return failed(span);
    }
    if (a == TypeKind::number && b == TypeKind::duration) duration_as_quantity(right, left->type.unit);
    if (a == TypeKind::duration && b == TypeKind::number) duration_as_quantity(left, right->type.unit);
    if (left->type.kind == TypeKind::number && right->type.kind == TypeKind::number) {
      if (!unify_units(left, right, node.op_span, "add up")) return failed(span);
      Type type = left->type;
      return make(std::move(type), span, checked::Arithmetic{node.op, std::move(left), std::move(right)});
    }
  } else {
    const UnitResult day = parse_unit("d");
    if (a == TypeKind::duration && day.unit) duration_as_quantity(left, *day.unit);
    if (b == TypeKind::duration && day.unit) duration_as_quantity(right, *day.unit);
    if (left->type.kind == TypeKind::number && right->type.kind == TypeKind::number) {
      const bool product = node.op == ast::ArithmeticOp::multiply;
      const std::optional<Unit> unit =
          product ? multiply(left->type.unit, right->type.unit) : divide(left->type.unit, right->type.unit);
      if (!unit) {
        report(Mistake::dimension_mismatch, node.op_span,
               fmt::format("{} and {} cannot be {}", describe_type(left->type), describe_type(right->type), product ? "multiplied" : "divided"));
        return failed(span);
      }
      Type type = number_type(*unit);
      if (type.unit.dimension.empty() && type.unit.factor == Number(1)) type.unit = plain_unit();
      return make(std::move(type), span, checked::Arithmetic{node.op, std::move(left), std::move(right)});
    }
  }
  const char* verb = node.op == ast::ArithmeticOp::add        ? "added"
                     : node.op == ast::ArithmeticOp::subtract ? "subtracted"
                     : node.op == ast::ArithmeticOp::multiply ? "multiplied"
                                                              : "divided";
  report(Mistake::type_mismatch, node.op_span,
         fmt::format("`{}` is {} and `{}` is {}: they cannot be {}", written(left->span), describe_type(left->type),
                     written(right->span), describe_type(right->type), verb),
         "numbers and quantities are calculated with; a date is moved by a duration");
  return failed(span);
}

checked::NodePtr Checker::compare(const ast::Compare& node, Span span) {
  NodePtr left;
  NodePtr right;
  const ast::NamePath* right_name = bare_name(*node.right);
  if (right_name != nullptr && (right_name->path == "yes" || right_name->path == "no" || right_name->path == "true" || right_name->path == "false") &&
      find(right_name->path).thing == Thing::none) {
    left = expression(*node.left);
    if (left->type.kind == TypeKind::truth) {
      const bool wants = (right_name->path == "yes" || right_name->path == "true") == (node.op == Comparison::is);
      report(Mistake::yes_no_compared, node.right->span, "a yes_no fact is tested by naming it",
             fmt::format("write `{}{}`", wants ? "" : "not ", written(left->span)));
      return failed(span);
    }
  }
  if (const auto* text = std::get_if<ast::TextLiteral>(&node.right->node); text != nullptr && is_equality(node.op) && (text->value == "yes" || text->value == "no")) {
    left = expression(*node.left);
    if (left->type.kind == TypeKind::truth) {
      report(Mistake::yes_no_compared, node.right->span, "a yes_no fact is tested by naming it",
             fmt::format("write `{}{}`", (text->value == "yes") == (node.op == Comparison::is) ? "" : "not ", written(left->span)));
      return failed(span);
    }
  }
  if (std::holds_alternative<ast::SetLiteral>(node.right->node) && is_equality(node.op)) {
    const std::string items = written(node.right->span);
    report(Mistake::not_a_value, node.right->span, "a set stands only after `in`",
           fmt::format("write `{} {} {}`", written(node.left->span), node.op == Comparison::is ? "in" : "not in", items));
    return failed(span);
  }
  const ast::NamePath* left_name = bare_name(*node.left);
  bool left_is_field = false;
  if (left_name != nullptr && !scopes_.empty()) item_name(left_name->path, node.left->span, left_is_field);
  // A code literal takes its system from the other side.
  const auto is_code = [](const ast::Expr& expr) { return std::holds_alternative<ast::CodeLiteral>(expr.node); };
  if (left_name != nullptr && !left_is_field && find(left_name->path).thing == Thing::none && !is_code(*node.right)) {
    right = expression(*node.right);
    left = expression(*node.left, &right->type);
  } else {
    if (!left) left = expression(*node.left);
    const bool codes = left->type.kind == TypeKind::code || (left->type.kind == TypeKind::list && policy_.schema.lists[left->type.list].kind == ListKind::codes);
    if (is_code(*node.right) || (codes && std::holds_alternative<ast::TextLiteral>(node.right->node))) {
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
    if (!unify_units(left, right, node.op_span, "compare")) return failed(span);
    return build(CompareKind::number);
  }
  if (a == TypeKind::date && b == TypeKind::date) return build(CompareKind::date);
  if (a == TypeKind::duration && b == TypeKind::duration) return build(CompareKind::duration);
  if (a == TypeKind::span && b == TypeKind::duration) {
    hint_exact_age(node, *left, *right, span);
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
    else if (constant != nullptr && describe_dimension(other.type.unit.dimension).find("calendar") != std::string::npos)
      diagnostic.help.push_back("in a duration the words are `years`, `months`, `weeks` and `days`: `18 years`");
    else diagnostic.help.push_back("compare it with a duration: `10 years`, `6 months`, `90 days`");
    return failed(span);
  }
  if ((a == TypeKind::duration) != (b == TypeKind::duration) && (a == TypeKind::number || b == TypeKind::number)) {
    report(Mistake::calendar_unit, node.op_span,
           fmt::format("`{}` is {} and `{}` is {}: calendar months and years have no fixed length", l, describe_type(left->type), r, describe_type(right->type)),
           "write both in days, or measure the time with `DATE to DATE`");
    return failed(span);
  }
  Diagnostic& diagnostic = report(Mistake::type_mismatch, node.op_span,
                                  fmt::format("`{}` is {} and `{}` is {}: they do not compare", l, describe_type(left->type), r,
                                              describe_type(right->type)));
  if (a == TypeKind::enumeration && b == TypeKind::text) {
    const std::string& quoted = std::get<ast::TextLiteral>(node.right->node).value;
    const auto& alternatives = policy_.schema.enumerations[left->type.enumeration].alternatives;
    if (std::holds_alternative<ast::TextLiteral>(node.right->node) &&
        std::find(alternatives.begin(), alternatives.end(), quoted) != alternatives.end()) {
      diagnostic.help.push_back(fmt::format("alternatives stand without quotes: `{} is {}`", l, quoted));
    }
  } else if (a == TypeKind::number && std::holds_alternative<ast::TextLiteral>(node.right->node)) {
    diagnostic.help.push_back(fmt::format("numbers stand without quotes: `{} {} {}`", l, written(node.op_span), std::get<ast::TextLiteral>(node.right->node).value));
  } else if (a == TypeKind::truth || b == TypeKind::truth) {
    const std::string& tested = a == TypeKind::truth ? l : r;
    diagnostic.help.push_back(fmt::format("a condition or a yes_no fact is tested by naming it: `{}`, or `not {}`", tested, tested));
  } else if (a == TypeKind::enumeration && b == TypeKind::enumeration) {
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
  const auto* literal = std::get_if<ast::CodeLiteral>(&node.right->node);
  const std::string code = literal != nullptr ? literal->text : std::get<ast::TextLiteral>(node.right->node).value;
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
  const std::uint32_t set = code_item_set(left->type.system, code, node.right->span);
  return make(simple_type(TypeKind::truth), span, checked::InCodes{node.op == Comparison::is_not, std::move(left), set});
}

std::uint32_t Checker::code_item_set(const std::string& system, const std::string& text, Span span) {
  ast::CodeRange range;
  range.first = {text, span};
  range.span = span;
  return add_code_set(code_set(system, {range}), "");
}

checked::NodePtr Checker::in(const ast::In& node, Span span) {
  NodePtr left = expression(*node.left);
  if (left->type.kind == TypeKind::error) return left;
  const Type truth = simple_type(TypeKind::truth);
  if (left->type.kind == TypeKind::list) {
    const ListSlot& list = policy_.schema.lists[left->type.list];
    if (list.kind == ListKind::codes) {
      report(Mistake::list_or_code, node.op_span, fmt::format("`{}` is a list of codes, and `in` asks about one", list.path),
             node.negated ? fmt::format("write `not ({} includes {})`", list.path, written(node.set->span))
                          : fmt::format("write `{} includes {}`", list.path, written(node.set->span)));
    } else {
      value(*node.left);
    }
    return failed(span);
  }
  if (const auto* path = std::get_if<ast::NamePath>(&node.set->node)) {
    const Found found = find(path->path);
    if (found.thing == Thing::faulty) return failed(span);
    if (found.thing != Thing::code_set) {
      std::vector<std::string> sets;
      for (const std::string& set_name : policy_.code_set_names) {
        if (!set_name.empty()) sets.push_back(set_name);
      }
      Diagnostic& diagnostic = report(Mistake::unknown_code_set, node.set->span, fmt::format("`{}` is not a code set", path->path));
      const std::string near = nearest(path->path, sets);
      if (!near.empty()) diagnostic.help.push_back(fmt::format("did you mean `{}`?", near));
      else diagnostic.help.push_back("after `in` stands a code set's name, or values in braces: `in { a, b }`");
      return failed(span);
    }
    used_.insert(path->path);
    if (left->type.kind != TypeKind::code) {
      report(Mistake::type_mismatch, node.left->span,
             fmt::format("`{}` is {}, and `{}` is a set of codes", written(left->span), describe_type(left->type), path->path));
      return failed(span);
    }
    if (policy_.code_sets[found.index].system != left->type.system) {
      report(Mistake::type_mismatch, node.op_span,
             fmt::format("`{}` holds {} codes, and `{}` is a code of {}", path->path, policy_.code_sets[found.index].system,
                         written(left->span), left->type.system),
             "declare a code set of the fact's system");
      return failed(span);
    }
    return make(truth, span, checked::InCodes{node.negated, std::move(left), found.index});
  }
  const auto* set = std::get_if<ast::SetLiteral>(&node.set->node);
  if (set == nullptr) return failed(span);
  if (set->items.empty()) {
    report(Mistake::empty_block, node.set->span, "this set is empty", "list what may stand here: `in { a, b }`");
    return failed(span);
  }
  if (left->type.kind == TypeKind::code) {
    std::vector<ast::CodeRange> ranges;
    for (const ast::ExprPtr& item : set->items) {
      if (const auto* code = std::get_if<ast::CodeSetItem>(&item->node)) {
        ranges.push_back(code->range);
      } else if (const auto* literal = std::get_if<ast::CodeLiteral>(&item->node)) {
        ranges.push_back({{literal->text, item->span}, {}, false, item->span});
      } else if (const auto* text = std::get_if<ast::TextLiteral>(&item->node)) {
        ranges.push_back({{text->value, item->span}, {}, false, item->span});
      } else if (!std::holds_alternative<ast::ErrorExpr>(item->node)) {
        report(Mistake::bad_code, item->span, fmt::format("`{}` is not a code", written(item->span)), "all-digit codes stand in quotes: `\"62360\"`");
      }
    }
    const std::uint32_t index = add_code_set(code_set(left->type.system, ranges), "");
    return make(truth, span, checked::InCodes{node.negated, std::move(left), index});
  }
  checked::InValues result;
  result.negated = node.negated;
  switch (left->type.kind) {
    case TypeKind::number: result.kind = CompareKind::number; break;
    case TypeKind::date: result.kind = CompareKind::date; break;
    case TypeKind::enumeration: result.kind = CompareKind::alternative; break;
    case TypeKind::text:
      result.kind = CompareKind::text;
      hint_text(node.negated, *node.set, span);
      break;
    default:
      report(Mistake::type_mismatch, node.op_span, fmt::format("`{}` is {}, which is not asked with `in`", written(left->span), describe_type(left->type)),
             left->type.kind == TypeKind::span ? "compare it: `>= 2 years`, `< 18 years`" : "`in` is for numbers, dates, texts, alternatives and codes");
      return failed(span);
  }
  bool good = true;
  for (const ast::ExprPtr& item : set->items) {
    if (const auto* code = std::get_if<ast::CodeSetItem>(&item->node)) {
      report(Mistake::type_mismatch, item->span, fmt::format("`{}` is a code, and `{}` is {}", code->range.first.text, written(left->span), describe_type(left->type)));
      good = false;
      continue;
    }
    NodePtr element = value(*item, &left->type);
    if (element->type.kind == TypeKind::error) {
      good = false;
      continue;
    }
    if (element->type.kind != left->type.kind) {
      report(Mistake::type_mismatch, item->span,
             fmt::format("`{}` is {}, and `{}` is {}", written(item->span), describe_type(element->type), written(left->span), describe_type(left->type)),
             left->type.kind == TypeKind::text ? fmt::format("a text stands in quotes: `\"{}\"`", written(item->span)) : "write values of the same kind");
      return failed(span);  // the others are most likely alike
    }
    if (element->type.kind == TypeKind::number) {
      // The item is brought to the operand's unit; the operand stays as it is for the other items.
      NodePtr probe = make(left->type, left->span, checked::Failed{});
      if (!unify_units(probe, element, item->span, "compare")) {
        good = false;
        continue;
      }
    }
    const bool constant = std::holds_alternative<checked::NumberConstant>(element->form) ||
                          std::holds_alternative<checked::DateConstant>(element->form) ||
                          std::holds_alternative<checked::TextConstant>(element->form) ||
                          std::holds_alternative<checked::AlternativeConstant>(element->form);
    if (!constant) {
      report(Mistake::not_constant, item->span, fmt::format("`{}` is not a written-out value", written(item->span)),
             "compare with `is`, joined by `or`");
      good = false;
      continue;
    }
    result.values.push_back(std::move(element));
  }
  if (!good) return failed(span);
  result.operand = std::move(left);
  return make(truth, span, std::move(result));
}

checked::NodePtr Checker::includes(const ast::Includes& node, Span span) {
  NodePtr list = expression(*node.list);
  if (list->type.kind == TypeKind::error) return list;
  if (list->type.kind == TypeKind::code) {
    report(Mistake::list_or_code, node.op_span, fmt::format("`{}` is one code, and `includes` asks a list", written(list->span)),
           fmt::format("write `{} {} {}`", written(list->span), std::holds_alternative<ast::CodeLiteral>(node.what->node) || std::holds_alternative<ast::TextLiteral>(node.what->node) ? "is" : "in", written(node.what->span)));
    return failed(span);
  }
  if (const auto* query = std::get_if<ast::Query>(&node.list->node); query != nullptr && list->type.kind == TypeKind::truth) {
    const bool no = query->selector == ast::Selector::no;
    report(Mistake::not_a_list, node.list->span, fmt::format("`includes` asks the whole list, and `{}` is a condition", written(list->span)),
           fmt::format("write `{}{} includes {}{}`", no ? "not (" : "", query->list.text, written(node.what->span), no ? ")" : ""));
    return failed(span);
  }
  if (list->type.kind != TypeKind::list) {
    report(Mistake::not_a_list, node.list->span, fmt::format("`{}` is {}, not a list of codes", written(list->span), describe_type(list->type)),
           fmt::format("write `{} is …`, or declare it as `codes SYSTEM`", written(list->span)));
    return failed(span);
  }
  const ListSlot& slot = policy_.schema.lists[list->type.list];
  if (slot.kind != ListKind::codes) {
    report(Mistake::wrong_list_kind, node.op_span, fmt::format("`{}` is not a list of codes", slot.path),
           fmt::format("ask `some {} has …`", slot.path));
    return failed(span);
  }
  const std::string& system = slot.fields[0].type.system;
  checked::Includes result;
  result.list = list->type.list;
  if (const auto* path = std::get_if<ast::NamePath>(&node.what->node)) {
    const Found found = find(path->path);
    if (found.thing == Thing::faulty) return failed(span);
    if (found.thing != Thing::code_set) {
      std::vector<std::string> sets;
      for (const std::string& set_name : policy_.code_set_names) {
        if (!set_name.empty()) sets.push_back(set_name);
      }
      Diagnostic& diagnostic = report(Mistake::unknown_code_set, node.what->span, fmt::format("`{}` is not a code set", path->path));
      const std::string near = nearest(path->path, sets);
      if (!near.empty()) diagnostic.help.push_back(fmt::format("did you mean `{}`?", near));
      else diagnostic.help.push_back(fmt::format("declare it: `codes {} : {} {{ … }}`", path->path, system));
      return failed(span);
    }
    used_.insert(path->path);
    if (policy_.code_sets[found.index].system != system && !system.empty()) {
      report(Mistake::type_mismatch, node.op_span,
             fmt::format("`{}` holds {} codes, and `{}` is a list of {} codes", path->path, policy_.code_sets[found.index].system, slot.path, system),
             "declare a code set of the list's system");
      return failed(span);
    }
    result.set = found.index;
  } else if (const auto* code = std::get_if<ast::CodeLiteral>(&node.what->node)) {
    result.set = code_item_set(system, code->text, node.what->span);
  } else if (const auto* text = std::get_if<ast::TextLiteral>(&node.what->node)) {
    result.set = code_item_set(system, text->value, node.what->span);
  } else if (const auto* set = std::get_if<ast::SetLiteral>(&node.what->node)) {
    std::vector<ast::CodeRange> ranges;
    for (const ast::ExprPtr& item : set->items) {
      if (const auto* range = std::get_if<ast::CodeSetItem>(&item->node)) ranges.push_back(range->range);
      else if (const auto* literal = std::get_if<ast::CodeLiteral>(&item->node)) ranges.push_back({{literal->text, item->span}, {}, false, item->span});
      else if (const auto* quoted = std::get_if<ast::TextLiteral>(&item->node)) ranges.push_back({{quoted->value, item->span}, {}, false, item->span});
      else if (!std::holds_alternative<ast::ErrorExpr>(item->node)) report(Mistake::bad_code, item->span, fmt::format("`{}` is not a code", written(item->span)));
    }
    if (set->items.empty()) report(Mistake::empty_block, node.what->span, "this set is empty", "list its codes");
    result.set = add_code_set(code_set(system, ranges), "");
  } else if (!std::holds_alternative<ast::ErrorExpr>(node.what->node)) {
    report(Mistake::bad_code, node.what->span, fmt::format("`{}` is neither a code nor a code set", written(node.what->span)),
           "all-digit codes stand in quotes: `\"62360\"`");
    return failed(span);
  }
  return make(simple_type(TypeKind::truth), span, result);
}

// A block used as a plain condition: its entries are conditions, and none may turn out not applicable.
checked::NodePtr Checker::count_block(const ast::Block& node, Span span) {
  if (node.entries.empty()) {
    report(Mistake::empty_block, node.keyword_span, "this block is empty", "add an entry, or leave the block out");
    return failed(span);
  }
  checked::Count count;
  count.kind = node.kind;
  count.number = block_number(node.number, node.entries.size(), node.keyword_span);
  const bool outer = negated_;
  if (node.kind == ast::BlockKind::none_of || node.kind == ast::BlockKind::at_most) negated_ = !negated_;
  for (const ast::Entry& entry : node.entries) {
    if (entry.expr) count.operands.push_back(condition(*entry.expr));
  }
  negated_ = outer;
  return make(simple_type(TypeKind::truth), span, std::move(count));
}

}  // namespace crit
