// `in` and `includes`: values in sets, codes in code sets.
#include "check_compare.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "bounds.hpp"
#include "check_codes.hpp"
#include "check_expressions.hpp"
#include "check_hints.hpp"
#include "check_parameters.hpp"
#include "check_shares.hpp"
#include "check_units.hpp"
#include "text.hpp"

namespace crit {
namespace {

using checked::CompareKind;

}  // namespace

checked::NodePtr Comparisons::in(const ast::In& node, Span span) {
  NodePtr left = expressions().expression(*node.left);
  if (left->type.kind == TypeKind::error) return left;
  const Type truth = simple_type(TypeKind::truth);
  const std::string range = code_sets().code_range_meant(*node.set);
  const std::string set_text = range.empty() ? written(node.set->span) : range;
  if (left->type.kind == TypeKind::list) {
    const ListSlot& list = policy_.schema.lists[left->type.list];
    if (list.kind == ListKind::codes) {
      report(Mistake::list_or_code, node.op_span, fmt::format("`{}` is a list of codes, and `in` asks about one", list.path),
             node.negated ? fmt::format("write `not ({} includes {})`", list.path, set_text) : fmt::format("write `{} includes {}`", list.path, set_text));
    } else {
      expressions().value(*node.left);
    }
    return failed(span);
  }
  std::uint32_t by = 0;
  const ast::Expr& given = expansion_.resolved(*node.set, &by);
  if (const auto* path = std::get_if<ast::NamePath>(&given.node)) {
    const Symbol found = parameters().find_given(path->path, by);
    if (found.kind == SymbolKind::faulty) return failed(span);
    if (found.kind != SymbolKind::code_set) {
      if (left->type.kind == TypeKind::enumeration) {
        const auto& alternatives = policy_.schema.enumerations[left->type.enumeration].alternatives;
        if (std::find(alternatives.begin(), alternatives.end(), path->path) != alternatives.end()) {
          report(Mistake::unknown_code_set, node.set->span, fmt::format("`{}` is one alternative, not a set of them", path->path), fmt::format("a set of one stands in braces, too: `{{ {} }}`", path->path));
          return failed(span);
        }
      }
      return code_sets().unknown_code_set(*path, node.set->span, "after `in` stands a code set's name, or values in braces: `in { a, b }`");
    }
    symbols_.used.insert(path->path);
    if (const auto* query = std::get_if<ast::Query>(&node.left->node); query != nullptr && left->type.kind == TypeKind::truth) {
      report(Mistake::list_or_code, node.op_span, fmt::format("`{}` is a condition, and `in` asks about one code", written(left->span)), fmt::format("write `{} includes {}`", query->list.text, path->path));
      return failed(span);
    }
    if (left->type.kind != TypeKind::code) {
      report(Mistake::type_mismatch, node.left->span,
             fmt::format("`{}` is {}, and `{}` is a set of codes", written(left->span), describe_type(left->type), path->path),
             "declare the fact as `code SYSTEM`");
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
  if (expansion_.is_parameter(*node.set) && bounds().copies_too_much(given, span)) return failed(span);
  const auto* set = std::get_if<ast::SetLiteral>(&given.node);
  if (set == nullptr) {
    if (!std::holds_alternative<ast::ErrorExpr>(node.set->node)) {
      report(Mistake::unknown_code_set, node.set->span, fmt::format("`{}` is not a set", written(node.set->span)),
             !range.empty() ? fmt::format("a range of codes stands in braces: `{} {} {}`", written(left->span), written(node.op_span), range) : "after `in` stands a code set's name, or values in braces: `in { a, b }`");
    }
    return failed(span);
  }
  if (set->items.empty()) {
    report(Mistake::empty_block, node.set->span, "this set is empty", "list what may stand here: `in { a, b }`");
    return failed(span);
  }
  if (left->type.kind == TypeKind::code) {
    const std::uint32_t index = code_sets().add_code_set(code_sets().code_set(left->type.system, code_sets().code_ranges(*set)), "");
    return make(truth, span, checked::InCodes{node.negated, std::move(left), index});
  }
  checked::InValues result;
  result.negated = node.negated;
  const std::optional<terms::CompareKind> kind = listed_as(left->type.kind);
  if (!kind) {
    report(Mistake::type_mismatch, node.op_span, fmt::format("`{}` is {}, which is not asked with `in`", written(left->span), describe_type(left->type)),
           left->type.kind == TypeKind::span ? "compare it: `>= 2 years`, `< 18 years`" : "`in` is for numbers, dates, texts, alternatives and codes");
    return failed(span);
  }
  result.kind = *kind;
  if (left->type.kind == TypeKind::text) hints().text(node.negated, *node.set, span);
  bool good = true;
  for (const ast::ExprPtr& item : set->items) {
    if (const auto* code = std::get_if<ast::CodeSetItem>(&item->node)) {
      report(Mistake::type_mismatch, item->span, fmt::format("`{}` is a code, and `{}` is {}", code->range.first.text, written(left->span), describe_type(left->type)));
      good = false;
      continue;
    }
    NodePtr element = parameters().value_given(*item, &left->type, by);
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
      if (const Node* lacking = shares().unit_forgotten(*left, *element)) {
        shares().report_forgotten(*lacking, lacking == element.get() ? *left : *element);
        good = false;
        continue;
      }
      NodePtr probe = make(left->type, left->span, checked::Failed{});
      if (!quantities().unify_units(probe, element, item->span, "compare")) {
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

// note contains "growth hormone"
checked::NodePtr Comparisons::contains(const ast::Contains& node, Span span) {
  NodePtr text = expressions().expression(*node.text);
  if (text->type.kind == TypeKind::error) return failed(span);
  if (text->type.kind == TypeKind::list) {
    const ListSlot& list = policy_.schema.lists[text->type.list];
    const std::string words = written(node.what->span);
    report(Mistake::bare_list, node.text->span, fmt::format("`{}` is a list, and `contains` looks into one text", list.path),
           list.kind == ListKind::codes ? fmt::format("codes are asked by `{} includes CODES`", list.path)
           : list.single_value          ? fmt::format("write `some x of {} has x contains {}`", list.path, words)
                                        : fmt::format("write `some {} has FIELD contains {}`", list.path, words));
    return failed(span);
  }
  if (text->type.kind != TypeKind::text) {
    report(Mistake::type_mismatch, node.op_span, fmt::format("`contains` looks for words in a text, and `{}` is {}", written(node.text->span), describe_type(text->type)),
           text->type.kind == TypeKind::code ? "a code is asked by `is` or `in`" : "compare it with `is`, or `in { … }`");
    return failed(span);
  }
  NodePtr what = expressions().value(*node.what, &text->type);
  if (what->type.kind == TypeKind::error) return failed(span);
  if (what->type.kind != TypeKind::text) {
    report(Mistake::type_mismatch, node.what->span, fmt::format("`contains` looks for words, and `{}` is {}", written(node.what->span), describe_type(what->type)), "words stand in quotes: `note contains \"growth hormone\"`");
    return failed(span);
  }
  if (const auto* words = std::get_if<checked::TextConstant>(&what->form); words != nullptr && fold_text(words->value).empty()) {
    report(Mistake::empty_block, node.what->span, "no words are given to look for", "write them in the quotes");
    return failed(span);
  }
  if (position_.negated) {
    report(Mistake::negated_text, span, fmt::format("a text that says `{}` in other words passes here", written(node.what->span)),
           "ask for alternatives of an enumeration, or for a code, instead of free text");
  }
  return make(simple_type(TypeKind::truth), span, checked::Contains{std::move(text), std::move(what)});
}

checked::NodePtr Comparisons::includes(const ast::Includes& node, Span span) {
  std::uint32_t by = 0;
  const ast::Expr& what = expansion_.resolved(*node.what, &by);
  if (expansion_.is_parameter(*node.what) && bounds().copies_too_much(what, span)) return failed(span);
  NodePtr list = expressions().expression(*node.list);
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
  if (const auto* path = std::get_if<ast::NamePath>(&what.node)) {
    const Symbol found = parameters().find_given(path->path, by);
    if (found.kind == SymbolKind::faulty) return failed(span);
    if (found.kind != SymbolKind::code_set) {
      return code_sets().unknown_code_set(*path, node.what->span, fmt::format("declare it: `codes {} : {} {{ … }}`", path->path, system));
    }
    symbols_.used.insert(path->path);
    if (policy_.code_sets[found.index].system != system && !system.empty()) {
      report(Mistake::type_mismatch, node.op_span,
             fmt::format("`{}` holds {} codes, and `{}` is a list of {} codes", path->path, policy_.code_sets[found.index].system, slot.path, system),
             "declare a code set of the list's system");
      return failed(span);
    }
    result.set = found.index;
  } else if (const auto* code = std::get_if<ast::CodeLiteral>(&what.node)) {
    result.set = code_sets().code_item_set(system, code->text, node.what->span, CodePlace::includes);
  } else if (const auto* text = std::get_if<ast::TextLiteral>(&what.node)) {
    result.set = code_sets().code_item_set(system, text->value, node.what->span, CodePlace::includes);
  } else if (const auto* set = std::get_if<ast::SetLiteral>(&what.node)) {
    if (set->items.empty()) report(Mistake::empty_block, node.what->span, "this set is empty", "list its codes");
    result.set = code_sets().add_code_set(code_sets().code_set(system, code_sets().code_ranges(*set)), "");
  } else if (!std::holds_alternative<ast::ErrorExpr>(what.node)) {
    // `E10*` with nothing behind it was read as a product with what the next line begins with.
    const std::string text = written(what.span);
    const std::size_t star = text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.");
    const bool starred = star != std::string::npos && star > 0 && text[star] == '*' && text[0] >= 'A' && text[0] <= 'Z';
    if (starred) {
      const Span code{what.span.begin, what.span.begin + static_cast<std::uint32_t>(star) + 1};
      report(Mistake::bad_code, code, "a code with a star stands by itself", fmt::format("a code with a star stands in braces: `{{ {} }}`", text.substr(0, star + 1)));
    } else {
      const std::string range = code_sets().code_range_meant(what);
      report(Mistake::bad_code, node.what->span, fmt::format("`{}` is neither a code nor a code set", written(node.what->span)),
             !range.empty() ? fmt::format("a range of codes stands in braces: `{} includes {}`", slot.path, range) : "all-digit codes stand in quotes: `\"62360\"`");
    }
    return failed(span);
  }
  return make(simple_type(TypeKind::truth), span, result);
}

}  // namespace crit
