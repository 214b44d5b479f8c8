// `match` and `choose`: their keys, their rows, and a choice that gives a value.
#include "check_choices.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "check_expressions.hpp"
#include "check_meets.hpp"
#include "check_shares.hpp"
#include "check_units.hpp"

namespace crit {
namespace {

constexpr double max_key_copies = 1e6;  // a match's key is copied for each row: its length times the rows

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

}  // namespace

// Called again for every row, for each compares the key anew.
checked::NodePtr Choices::key_of(const ast::Choice& node) {
  if (!node.key) return nullptr;
  const double outer = key_copies_;
  key_copies_ *= static_cast<double>(node.arms.size() + 1);
  NodePtr key;
  if (key_copies_ * static_cast<double>(node.key->span.end - node.key->span.begin) > max_key_copies) {
    report(Mistake::too_deep, node.key->span, "this key is too large for so many rows", "give it a name with `define`");
    key = failed(node.key->span);
  } else {
    key = expressions().expression(*node.key);
  }
  key_copies_ = outer;
  return key;
}

// Checks the key once to learn its type. The copy is thrown away, and with it what a `meets` in it would have resolved.
checked::NodePtr Choices::type_of_key(const ast::Choice& node) {
  const References::Mark mark = references().mark();
  NodePtr key = key_of(node);
  references().forget_meets_since(mark);
  return key;
}

// Reports keys named twice, and alternatives left out where there is no otherwise.
bool Choices::check_keys(const ast::Choice& node, const NodePtr& key) {
  if (node.arms.empty()) {
    report(Mistake::empty_block, node.keyword_span, "this choice has no rows", node.key ? "add rows: `open : …`" : "add rows: `when CONDITION : …`");
    return false;
  }
  if (key == nullptr) {
    if (!node.otherwise) {
      if (context_.unread) return false;  // it may have one, in a row that could not be read
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

checked::NodePtr Choices::arm_condition(const ast::Choice& node, const NodePtr& key, const ast::Arm& arm) {
  if (key == nullptr) return arm.keys.empty() ? failed(arm.span) : expressions().condition(*arm.keys[0]);
  if (key->type.kind == TypeKind::error) return failed(arm.span);
  checked::InValues result;
  const std::optional<terms::CompareKind> kind = listed_as(key->type.kind);
  if (!kind) {
    report(Mistake::type_mismatch, key->span, fmt::format("`{}` is {}, which `match` cannot take", written(key->span), describe_type(key->type)),
           "use `choose { when … : …; otherwise : … }`");
    return failed(arm.span);
  }
  result.kind = *kind;
  for (const ast::ExprPtr& item : arm.keys) {
    NodePtr element = expressions().value(*item, &key->type);
    if (element->type.kind == TypeKind::error) return failed(arm.span);
    if (element->type.kind != key->type.kind) {
      report(Mistake::type_mismatch, item->span, fmt::format("`{}` is {}, and `{}` is {}", written(item->span), describe_type(element->type), written(key->span), describe_type(key->type)));
      return failed(arm.span);
    }
    if (element->type.kind == TypeKind::number) {
      if (const Node* lacking = shares().unit_forgotten(*key, *element)) {
        shares().report_forgotten(*lacking, lacking == element.get() ? *key : *element);
        return failed(arm.span);
      }
      NodePtr probe = make(key->type, key->span, checked::Failed{});
      if (!quantities().unify_units(probe, element, item->span, "compare")) return failed(arm.span);
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

checked::NodePtr Choices::choice_value(const ast::Choice& node, Span span, const Type* expected) {
  const NodePtr key = type_of_key(node);
  bool good = check_keys(node, key);
  checked::Choice choice;
  Type type = simple_type(TypeKind::error);
  const auto take = [&](const ast::ExprPtr& expr) -> NodePtr {
    if (!expr) return nullptr;
    NodePtr arm = expressions().expression(*expr, type.kind == TypeKind::error ? expected : &type);
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
      if (!quantities().unify_units(probe, arm, arm->span, "compare")) good = false;
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

}  // namespace crit
