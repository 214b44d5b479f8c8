// AST expressions -> Nodes with types: which construct it is, and whether a condition or a value may stand there.
#include "check_expressions.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "bounds.hpp"
#include "check_calls.hpp"
#include "check_choices.hpp"
#include "check_compare.hpp"
#include "check_documentation.hpp"
#include "check_meets.hpp"
#include "check_names.hpp"
#include "check_queries.hpp"
#include "check_units.hpp"
#include "near.hpp"
#include "overloaded.hpp"

namespace crit {
namespace {

constexpr int max_expression = 1000;  // levels of one condition with its copied defines: bounds the stack

// How other tools call what is not there.
bool is_absence(std::string_view word) {
  return word == "unknown" || word == "missing" || word == "documented" || word == "null" || word == "empty" || word == "present";
}

// `age >= 1 year` before `and 6 months`.
bool ends_with_duration(const ast::Expr& expr) {
  const auto* comparison = std::get_if<ast::Compare>(&expr.node);
  return comparison != nullptr && std::holds_alternative<ast::DurationLiteral>(comparison->right->node);
}

}  // namespace

checked::NodePtr Expressions::expression(const ast::Expr& expr, const Type* expected) {
  if (depth_ >= max_expression) {
    bounds().too_deep(expr.span, "the defines used here nest conditions deeper than crit reads", "let fewer defines that stand for blocks use one another");
    return failed(expr.span);
  }
  ++depth_;
  NodePtr node = expression_of(expr, expected);
  --depth_;
  return node;
}

checked::NodePtr Expressions::expression_of(const ast::Expr& expr, const Type* expected) {
  const Span span = expr.span;
  const auto child = [](const ast::ExprPtr& pointer) -> const ast::Expr& { return *pointer; };
  return std::visit(
      Overloaded{
          [&](const ast::ErrorExpr&) { return failed(span); },
          [&](const ast::NumberLiteral& node) { return quantities().number_literal(node, span); },
          [&](const ast::DurationLiteral& node) {
            return make(simple_type(TypeKind::duration), span, checked::DurationConstant{node.value});
          },
          [&](const ast::DateLiteral& node) { return make(simple_type(TypeKind::date), span, checked::DateConstant{node.value}); },
          [&](const ast::TextLiteral& node) { return make(simple_type(TypeKind::text), span, checked::TextConstant{node.value}); },
          [&](const ast::CodeLiteral& node) {
            if (node.text.find_first_of("0123456789") == std::string::npos) {  // `Medicaid`: not meant as a code
              std::string small = node.text;
              for (char& c : small) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
              report(Mistake::unknown_name, span, fmt::format("nothing here is called `{}`", node.text),
                     fmt::format("names and alternatives are lower-case: `{}`", small));
              return failed(span);
            }
            report(Mistake::type_mismatch, span, fmt::format("the code `{}` stands alone", node.text),
                   "a list asks `diagnosis includes CODE`, one code `x is CODE` or `x in SET`");
            return failed(span);
          },
          [&](const ast::NamePath& node) {
            if (expansion_.is_parameter(expr)) {
              bool is_field = false;
              NodePtr field = names().item_name(node.path, span, is_field);
              return is_field ? std::move(field) : names().name(node, span, expected);
            }
            if (expected != nullptr && expected->kind == TypeKind::enumeration && node.path.find('.') == std::string::npos) {
              const auto& alternatives = policy_.schema.enumerations[expected->enumeration].alternatives;
              const auto place = std::find(alternatives.begin(), alternatives.end(), node.path);
              if (place != alternatives.end()) {
                const Symbol found = find(node.path);
                if (found.kind == SymbolKind::fact) {
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
              if (names().item_visible()) {
                NodePtr field = names().item_name(node.path, span, is_field);
                if (is_field) return field;
              }
              if (is_absence(node.path) && find(node.path).kind == SymbolKind::none) {
                report(Mistake::unknown_alternative, span, fmt::format("`{}` is not an alternative here: the value is {}", node.path, describe_type(*expected)),
                       "a missing fact is unknown by itself; whether it is in the file is asked by `known(FACT)`");
                return failed(span);
              }
              if (find(node.path).kind == SymbolKind::none) {
                Diagnostic& diagnostic =
                    report(Mistake::unknown_alternative, span,
                           fmt::format("`{}` is not an alternative here: the value is {}", node.path, describe_type(*expected)));
                const std::string near = nearest(node.path, alternatives);
                if (!near.empty()) diagnostic.help.push_back(fmt::format("did you mean `{}`?", near));
                return failed(span);
              }
            }
            // `drug is somatropin`, `weight is missing`
            const bool bare = node.path.find('.') == std::string::npos && find(node.path).kind == SymbolKind::none;
            if (bare && expected != nullptr && expected->kind != TypeKind::error && (expected->kind == TypeKind::text || is_absence(node.path))) {
              bool is_field = false;
              if (names().item_visible()) {
                NodePtr field = names().item_name(node.path, span, is_field);
                if (is_field) return field;
              }
              report(Mistake::unknown_name, span, fmt::format("nothing here is called `{}`", node.path),
                     is_absence(node.path) ? "a missing fact is unknown by itself; whether it is in the file is asked by `known(FACT)`"
                                           : fmt::format("a text stands in quotes: `\"{}\"`", node.path));
              return failed(span);
            }
            return names().name(node, span);
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
              Diagnostic& diagnostic = report(Mistake::type_mismatch, span, fmt::format("a minus stands before {}", describe_type(operand->type)), "only numbers have a sign");
              if (operand->type.kind == TypeKind::truth) diagnostic.help.push_back(fmt::format("a bullet is left out: `{}`", written(operand->span)));
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
            position_.negated = !position_.negated;
            NodePtr operand = condition(child(node.operand));
            position_.negated = !position_.negated;
            return make(simple_type(TypeKind::truth), span, checked::Not{std::move(operand)});
          },
          [&](const ast::Logic& node) {
            checked::Logic logic;
            logic.is_and = node.is_and;
            for (std::size_t i = 0; i < node.operands.size(); ++i) {
              const ast::Expr& operand = *node.operands[i];
              if (const std::size_t more = listed_codes(node, i); more > 0) {
                for (; i < more; ++i) logic.operands.push_back(failed(node.operands[i]->span));
                --i;
                continue;
              }
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
          [&](const ast::Arithmetic& node) { return quantities().arithmetic(node, span); },
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
          [&](const ast::Compare& node) { return comparisons().compare(node, span); },
          [&](const ast::In& node) { return comparisons().in(node, span); },
          [&](const ast::Includes& node) { return comparisons().includes(node, span); },
          [&](const ast::DateTest& node) { return queries().date_test(node, span); },
          [&](const ast::Query& node) { return queries().query(node, span); },
          [&](const ast::If& node) {
            report(Mistake::conditional_inside, span,
                   fmt::format("`{}` may turn out not applicable, and a plain condition is wanted here",
                               node.unless ? "… unless …" : "if … then …"),
                   "give it an entry of its own in a block");
            return failed(span);
          },
          [&](const ast::Block& node) { return count_block(node, span); },
          [&](const ast::Choice& node) { return choices().choice_value(node, span, expected); },
          [&](const ast::Call& node) { return calls().call(node, span, expected); },
          [&](const ast::Meets& node) { return references().meets(node, span); },
          [&](const ast::Contains& node) { return comparisons().contains(node, span); },
          [&](const ast::Documented& node) { return documentation().documented(node, span, expected); },
          [&](const ast::Asked&) {
            report(Mistake::asked_misplaced, span, "`asked` stands only as a whole criterion: its answer is filed under the criterion's name",
                   "give it an entry of its own in a block, or declare a yes_no fact");
            return failed(span);
          },
      },
      expr.node);
}

// `diagnosis is I10 or E11.9`, of a list of codes: one mistake, told once. Behind which operand it goes on; 0: it is none.
std::size_t Expressions::listed_codes(const ast::Logic& logic, std::size_t first) {
  const auto is_code = [](const ast::Expr& expr) { return std::holds_alternative<ast::CodeLiteral>(expr.node) || std::holds_alternative<ast::TextLiteral>(expr.node); };
  const auto* compare = std::get_if<ast::Compare>(&logic.operands[first]->node);
  if (logic.is_and || compare == nullptr || compare->op != Comparison::is || !is_code(*compare->right)) return 0;
  const auto* path = std::get_if<ast::NamePath>(&compare->left->node);
  if (path == nullptr || first + 1 == logic.operands.size() || !is_code(*logic.operands[first + 1])) return 0;
  bool of_item = false;
  if (names().item_visible()) names().item_name(path->path, compare->left->span, of_item);
  const Symbol found = find(path->path);
  if (of_item || found.kind != SymbolKind::list || policy_.schema.lists[found.index].kind != ListKind::codes) return 0;
  symbols_.used.insert(path->path);
  std::string all = written(compare->right->span);
  std::size_t next = first + 1;
  for (; next < logic.operands.size() && is_code(*logic.operands[next]); ++next) all += ", " + written(logic.operands[next]->span);
  report(Mistake::list_or_code, {compare->left->span.begin, logic.operands[next - 1]->span.end}, fmt::format("`{}` is a list of codes, not one code", path->path),
         fmt::format("write `{} includes {{ {} }}`", path->path, all));
  return next;
}

// `sex is male or female`, `diagnosis includes C34.1 or C34.2`: the second is a value, and its comparison is left out.
bool Expressions::forgotten_comparison(const ast::Expr& before, const ast::Expr& operand, bool is_and) {
  const auto is_value = [](const ast::Expr& expr) {
    return std::holds_alternative<ast::TextLiteral>(expr.node) || std::holds_alternative<ast::CodeLiteral>(expr.node) ||
           std::holds_alternative<ast::NumberLiteral>(expr.node) || std::holds_alternative<ast::NamePath>(expr.node);
  };
  if (!is_value(operand)) return false;
  if (const auto* path = std::get_if<ast::NamePath>(&operand.node); path != nullptr && find(path->path).kind != SymbolKind::none) return false;
  if (const auto* path = std::get_if<ast::NamePath>(&operand.node)) {
    bool is_field = false;
    const NodePtr field = names().item_name(path->path, operand.span, is_field);
    if (is_field) return field->type.kind == TypeKind::error;  // then it is told
  }
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
  if (word == "includes" && !is_and && !std::holds_alternative<ast::NamePath>(right->node)) {
    diagnostic.help.push_back(fmt::format("write `{} includes {{ {}, {} }}`", asked, written(right->span), written(operand.span)));
  } else if (word == "is" && !is_and) {
    diagnostic.help.push_back(fmt::format("write `{} in {{ {}, {} }}`", asked, written(right->span), written(operand.span)));
  } else {
    diagnostic.help.push_back(fmt::format("write the whole comparison: `{} {} {}`", asked, word, written(operand.span)));
  }
  return true;
}

checked::NodePtr Expressions::condition(const ast::Expr& expr) {
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

checked::NodePtr Expressions::value(const ast::Expr& expr, const Type* expected) {
  NodePtr node = expression(expr, expected);
  if (node->type.kind == TypeKind::list) {
    const ListSlot& list = policy_.schema.lists[node->type.list];
    Diagnostic& diagnostic = report(Mistake::bare_list, expr.span,
                                    fmt::format("`{}` is a list: say which of its items", written(expr.span)));
    if (list.kind == ListKind::codes) {
      diagnostic.help.push_back(fmt::format("ask `{} includes CODES`", list.path));
    } else {
      if (list.kind == ListKind::list) diagnostic.help.push_back(fmt::format("{} is the highest value", Queries::some_values(list, "highest")));
      else diagnostic.help.push_back(fmt::format("{} is the newest item's value", Queries::some_values(list, "latest")));
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

// A block used as a plain condition: its entries are conditions, and none may turn out not applicable.
checked::NodePtr Expressions::count_block(const ast::Block& node, Span span) {
  if (node.entries.empty()) {
    report(Mistake::empty_block, node.keyword_span, "this block is empty", "add an entry, or leave the block out");
    return failed(span);
  }
  checked::Count count;
  count.kind = node.kind;
  count.number = block_number(node.number, node.entries.size());
  const bool outer = position_.negated;
  if (terms::info(node.kind).counts == terms::BlockCounts::against_it) position_.negated = !position_.negated;
  for (const ast::Entry& entry : node.entries) {
    if (entry.expr) count.operands.push_back(condition(*entry.expr));
  }
  position_.negated = outer;
  return make(simple_type(TypeKind::truth), span, std::move(count));
}

std::uint32_t Expressions::block_number(const ast::ExprPtr& number, std::size_t children) {
  if (!number) return 0;
  const auto* literal = std::get_if<ast::NumberLiteral>(&number->node);
  const std::optional<Number> value = literal != nullptr && literal->unit.empty() ? Number::parse(literal->digits) : std::nullopt;
  const std::optional<std::int64_t> whole = value ? value->as_int64() : std::nullopt;
  if (!whole || *whole < 1 || *whole > static_cast<std::int64_t>(children)) {
    report(Mistake::number_range, number->span,
           fmt::format("this block has {} {}, so it cannot be asked for `{}`", children, children == 1 ? "entry" : "entries", written(number->span)),
           whole && *whole == 0 ? "for none of them write `none_of`" : fmt::format("write a whole number from 1 to {}", children));
    return 1;
  }
  return static_cast<std::uint32_t>(*whole);
}

}  // namespace crit
