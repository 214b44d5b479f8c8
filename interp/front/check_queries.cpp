// Asking a list: selectors, windows, `where`, `has`, pairs. The one grammar is SELECTOR NAME [windows] [where C] [has C].
#include "check_queries.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "check_expressions.hpp"
#include "check_hints.hpp"
#include "check_names.hpp"
#include "check_parameters.hpp"
#include "near.hpp"

namespace crit {
namespace {

using ast::Selector;
using ast::WindowKind;

using terms::SelectorAnswer;
using terms::SelectorGives;
using terms::SelectorItems;
using terms::WindowFrom;
using terms::WindowOf;

bool is_quantifier(Selector selector) { return terms::gives(selector) == SelectorGives::truth; }
bool is_pick(Selector selector) { return terms::gives(selector) == SelectorGives::pick; }

bool items_fit(SelectorItems items, ListKind kind) {
  switch (items) {
    case SelectorItems::any: return true;
    case SelectorItems::dated: return kind == ListKind::series;
    case SelectorItems::in_order: return kind == ListKind::series || kind == ListKind::periods;
    case SelectorItems::periods: return kind == ListKind::periods;
  }
  return false;
}

}  // namespace

checked::NodePtr Queries::duration_of(const ast::Expr& expr, std::string_view what) {
  NodePtr node = expressions().value(expr);
  if (node->type.kind == TypeKind::duration || node->type.kind == TypeKind::error) return node;
  Diagnostic& diagnostic = report(Mistake::type_mismatch, expr.span,
                                  fmt::format("`{}` takes a duration, and `{}` is {}", what, written(expr.span), describe_type(node->type)));
  const ast::Expr& given = expansion_.resolved(expr);
  if (node->type.kind == TypeKind::number && std::holds_alternative<ast::NumberLiteral>(given.node) && node->type.unit.is_plain()) {
    diagnostic.help.push_back(fmt::format("write `{} days` or `{} months`", written(given.span), written(given.span)));
  } else {
    diagnostic.help.push_back("a duration is written `90 days`, `6 months`, `1 year 6 months`");
  }
  return failed(expr.span);
}

// `count x where (C) >= 2`: read as a `where` that compares its condition with a number.
bool Queries::counts_in_where(const ast::Query& node, const std::string& word, Span span) {
  const auto* compare = std::get_if<ast::Compare>(&node.where->node);
  if (compare == nullptr || !std::holds_alternative<ast::NumberLiteral>(compare->right->node)) return false;
  const auto& left = compare->left->node;
  const bool is_condition = std::holds_alternative<ast::Logic>(left) || std::holds_alternative<ast::Compare>(left) || std::holds_alternative<ast::In>(left) || std::holds_alternative<ast::Not>(left);
  if (!is_condition) return false;
  const std::string whole = written({span.begin, compare->op_span.begin});
  report(Mistake::chained_comparison, compare->op_span, fmt::format("what is compared with `{}` is the condition behind `where`, not what `{}` gives", written(compare->right->span), word),
         fmt::format("write `({}) {} {}`", whole, written(compare->op_span), written(compare->right->span)));
  return true;
}

checked::Window Queries::window(const ast::Window& node) {
  checked::Window result;
  result.kind = node.kind;
  result.op = node.op;
  if (node.duration) result.duration = duration_of(*node.duration, terms::info(node.kind).written);
  const WindowFrom from = terms::info(node.kind).from;
  if (from == WindowFrom::nothing) return result;
  if (!node.anchor) {
    result.anchor = make(simple_type(TypeKind::date), node.span, checked::AsOf{});
    return result;
  }
  NodePtr anchor = expressions().value(*node.anchor);
  const bool span_fits = from == WindowFrom::day_or_span;
  if (anchor->type.kind != TypeKind::date && anchor->type.kind != TypeKind::error && !(span_fits && anchor->type.kind == TypeKind::span)) {
    report(Mistake::type_mismatch, node.anchor->span,
           fmt::format("`{}` is measured from a date, and `{}` is {}", terms::info(node.kind).written,
                       written(node.anchor->span), describe_type(anchor->type)),
           "write a date: a fact, `as_of`, or a day such as `2024-01-01`");
    anchor = failed(node.anchor->span);
  }
  result.anchor = std::move(anchor);
  return result;
}

bool Queries::window_fits(const ast::Window& node, ListKind kind, bool pair, const std::string& list) {
  const terms::WindowInfo& info = terms::info(node.kind);
  if (info.of == WindowOf::pairs) {
    if (pair) return true;
    report(Mistake::window_misplaced, node.span, "`apart` is about two items",
           "it goes with `some pair (a, b) of …`, `change in …` and `rate of …`");
    return false;
  }
  if (info.of == WindowOf::periods) {
    if (kind == ListKind::periods) return true;
    report(Mistake::wrong_list_kind, node.span,
           fmt::format("`{}` is about periods, and the items of `{}` have {}", info.written, list,
                       kind == ListKind::series ? "one date each" : "no dates"),
           kind == ListKind::series ? "use `within`, `before` or `after`"
                                    : "declare it as periods: its items then have a `start` and an `end`");
    return false;
  }
  if (kind == ListKind::series) return true;
  if (kind == ListKind::periods) {
    report(Mistake::wrong_list_kind, node.span,
           fmt::format("`{}` is about one date, and the items of `{}` have a start and an end", info.written, list),
           "say which is meant: `overlapping`, `active within`, `started within` or `ended within`");
  } else {
    report(Mistake::wrong_list_kind, node.span, fmt::format("the items of `{}` have no dates", list),
           kind == ListKind::codes ? "where the dates of codes matter, declare a series with a `code` in each item" : "declare it as a series: its items then have a `date`");
  }
  return false;
}

checked::NodePtr Queries::date_test(const ast::DateTest& node, Span span) {
  const auto& tested = node.date->node;
  const bool is_condition = std::holds_alternative<ast::Logic>(tested) || std::holds_alternative<ast::Compare>(tested) || std::holds_alternative<ast::In>(tested) ||
                            std::holds_alternative<ast::Not>(tested) || std::holds_alternative<ast::Includes>(tested);
  if (is_condition && names().item_visible()) {  // `some t of trial where (a and b) lasting >= 8 weeks`
    const ast::Expr& condition_of = *node.date;
    expressions().expression(condition_of);
    const Scope& scope = scopes_.back();
    const std::string list = (scope.item.empty() ? "" : scope.item + " of ") + policy_.schema.lists[scope.list].path;
    report(
        Mistake::window_misplaced, node.window.span,
        fmt::format("`{}` narrows a list, and stands here behind a condition", terms::info(node.window.kind).written),
        fmt::format("write it directly after the list's name, before `where` and `has`: `{} {} …`", list,
                    written(node.window.span)));
    return failed(span);
  }
  NodePtr date = expressions().value(*node.date);
  checked::Window test = window(node.window);
  if (terms::info(node.window.kind).of != WindowOf::dates) {
    report(Mistake::window_misplaced, node.window.span,
           fmt::format("`{}` narrows a list, and `{}` is not one", terms::info(node.window.kind).written,
                       written(node.date->span)),
           "a date is tested with `within`, `before`, `after` or `since`");
    return failed(span);
  }
  if (date->type.kind != TypeKind::date) {
    if (date->type.kind != TypeKind::error) {
      report(Mistake::window_misplaced, node.window.span,
             fmt::format("`{}` narrows a list or tests a date, and `{}` is {}", terms::info(node.window.kind).written,
                         written(date->span), describe_type(date->type)),
             "a window stands directly after the list's name: `latest height within 90 days has …`");
    }
    return failed(span);
  }
  if ((test.duration && test.duration->type.kind == TypeKind::error) || (test.anchor && test.anchor->type.kind == TypeKind::error)) return failed(span);
  return make(simple_type(TypeKind::truth), span, checked::DateTest{std::move(date), std::move(test)});
}

checked::NodePtr Queries::query(const ast::Query& node, Span span) {
  const terms::SelectorInfo& selector = terms::info(node.selector);
  const std::string word(selector.written);
  // The longest part of the path that is a list; what follows is a field.
  std::uint32_t by = 0;
  std::string path = expansion_.resolved_path(node.list.text, by);
  std::string field_name;
  Symbol found = parameters().find_given(path, by);
  if (found.kind != SymbolKind::list) {
    const std::size_t dot = path.rfind('.');
    if (dot != std::string::npos && parameters().find_given(path.substr(0, dot), by).kind == SymbolKind::faulty) return failed(span);
    if (dot != std::string::npos && parameters().find_given(path.substr(0, dot), by).kind == SymbolKind::list) {
      field_name = path.substr(dot + 1);
      path.resize(dot);
      found = parameters().find_given(path, by);
    }
  }
  if (found.kind != SymbolKind::list) {
    if (found.kind == SymbolKind::faulty) return failed(span);
    if (found.kind == SymbolKind::none) {
      std::vector<std::string> lists;
      for (const ListSlot& list : policy_.schema.lists) lists.push_back(list.path);
      const std::size_t added = by == 0 ? std::string::npos : node.list.text.find('.');  // by the define, to what it was given
      if (added != std::string::npos) path.resize(path.size() - (node.list.text.size() - added));
      Diagnostic& diagnostic = report(Mistake::unknown_name, node.list.span, fmt::format("no list is called `{}`", path));
      const std::string near = nearest(path, lists);
      if (std::string help = names().other_module(path); !help.empty()) diagnostic.help.push_back(std::move(help));
      else if (std::string of_field = names().other_module(path.substr(0, path.rfind('.'))); !of_field.empty()) diagnostic.help.push_back(std::move(of_field));
      else if (!near.empty()) diagnostic.help.push_back(fmt::format("did you mean `{}`?", near));
      else diagnostic.help.push_back("declare it in `facts { … }` as a series, periods or list");
    } else {
      report(Mistake::not_a_list, node.list.span, fmt::format("`{}` asks a list, and `{}` is not one", word, path),
             fmt::format("leave `{}` out, or declare `{}` as a list", word, path));
    }
    return failed(span);
  }
  symbols_.used.insert(path);
  const ListSlot& list = policy_.schema.lists[found.index];
  checked::Query result;
  result.selector = node.selector;
  result.list = found.index;
  result.pair = !node.second.empty();
  bool good = true;
  if (node.joined && !joined_fits(node, list, result, word)) return failed(span);
  if (node.selector == Selector::days_covered && !covered_fits(node, list, field_name)) return failed(span);
  if (!items_fit(selector.items, list.kind)) {
    report(Mistake::wrong_list_kind, node.selector_span, fmt::format("`{}` needs items with dates, and those of `{}` have none", word, path),
           "declare it as a series: its items then have a `date`");
    return failed(span);
  }
  if (result.pair && list.kind != ListKind::series) {
    report(Mistake::wrong_list_kind, node.list.span, fmt::format("a pair is of two dated items, and `{}` is not a series", path),
           "declare it as a series: its items then have a `date`");
    return failed(span);
  }
  result.joined = node.joined;
  const bool takes_apart = result.pair || selector.gives == SelectorGives::of_two;

  if (!field_name.empty()) {
    for (std::size_t i = 0; i < list.fields.size(); ++i) {
      if (list.fields[i].name == field_name) result.field = static_cast<std::uint32_t>(i);
    }
    if (!result.field) {
      return names().unknown_field(list, path, field_name, node.list.span);
    }
  } else if (list.single_value && !is_quantifier(node.selector) && selector.answer != SelectorAnswer::items) {
    result.field = 0;
  }
  if (is_quantifier(node.selector) && result.field && !list.single_value) {
    report(Mistake::not_a_value, node.list.span, fmt::format("`{}` asks a condition of items, not of one field", word),
           fmt::format("write `{} {} has {} …`", word, path, field_name));
    return failed(span);
  }

  if (selector.takes_number) {
    const auto* literal = node.number ? std::get_if<ast::NumberLiteral>(&node.number->node) : nullptr;
    const std::optional<Number> number = literal != nullptr ? Number::parse(literal->digits) : std::nullopt;
    const std::optional<std::int64_t> whole = number ? number->as_int64() : std::nullopt;
    if (!whole || *whole < 0 || *whole > 1'000'000 || (*whole == 0 && node.selector == Selector::at_least)) {
      report(Mistake::number_range, node.number ? node.number->span : span, fmt::format("`{}` takes a whole number of items", word), fmt::format("write a number from 1 to 1000000: `{} 2 {} …`", word, path));
      return failed(span);
    }
    if (*whole == 0) {
      report(Mistake::number_range, node.number->span, fmt::format("`{} 0` says none", word), fmt::format("write `no {} …`", path));
      return failed(span);
    }
    result.number = static_cast<std::uint32_t>(*whole);
  }

  if (node.joined && !joined_fits(node, list, result, word)) return failed(span);
  if (node.run && !run_fits(node, list)) return failed(span);
  for (const ast::Window& window_node : node.windows) {
    if (!window_fits(window_node, list.kind, takes_apart, path)) {
      good = false;
      continue;
    }
    checked::Window checked_window = window(window_node);
    if ((checked_window.duration && checked_window.duration->type.kind == TypeKind::error) ||
        (checked_window.anchor && checked_window.anchor->type.kind == TypeKind::error)) {
      good = false;
    } else if (node.selector == Selector::days_covered && !clip_fits(window_node, checked_window)) {
      good = false;
    }
    (terms::info(window_node.kind).of == WindowOf::pairs ? result.pair_windows : result.windows)
        .push_back(std::move(checked_window));
  }

  if (node.where && !is_quantifier(node.selector) && counts_in_where(node, word, span)) return failed(span);
  const bool outer = position_.negated;
  if (node.selector == Selector::no || node.selector == Selector::at_most) position_.negated = !position_.negated;
  scopes_.push_back({found.index, node.item.text, node.second.text, result.pair, false, expansion_.current});
  if (node.where) {
    result.where = expressions().condition(*node.where);
    if (result.where->type.kind == TypeKind::error) good = false;
  }
  if (node.joined && good) hints().joined_by_outcome(node, list);
  scopes_.back().joined = node.joined;
  if (node.has) {
    result.has = expressions().condition(*node.has);
    if (result.has->type.kind == TypeKind::error) good = false;
  }
  scopes_.pop_back();
  position_.negated = outer;
  if (node.gap) {
    result.gap = duration_of(*node.gap, "gap at_most");
    if (result.gap->type.kind == TypeKind::error) good = false;
  }
  if (node.run) {
    result.run = duration_of(*node.run, "for_at_least");
    if (result.run->type.kind == TypeKind::error) good = false;
  }
  if (good) hints().knife_edge(node);

  hints().open_list(node, found.index, span);
  const bool condition_form = is_quantifier(node.selector) || (is_pick(node.selector) && node.has && !result.field);
  if (condition_form) {
    if (!good) return failed(span);
    return make(simple_type(TypeKind::truth), span, std::move(result));
  }
  if (node.has) {
    report(Mistake::not_a_condition, span, fmt::format("`{}` gives a value, and `has` asks a condition", word),
           fmt::format("narrow the items with `where`, or compare the value: `{} {} >= …`", word, node.list.text));
    return failed(span);
  }
  if (result.pair) {
    report(Mistake::not_a_value, span, "a pair is asked with `some`, `no`, `every` or a count");
    return failed(span);
  }
  Type type = simple_type(TypeKind::error);
  if (selector.answer == SelectorAnswer::items) {
    if (result.field) {
      report(Mistake::not_a_value, node.list.span, "`count` counts items", fmt::format("write `count {}`, or `count distinct {} of {}`", path, field_name, path));
      return failed(span);
    }
    type = number_type(plain_unit());
  } else if (selector.answer == SelectorAnswer::days) {
    type = number_type(day_unit());
  } else if (selector.answer == SelectorAnswer::span) {
    type = simple_type(TypeKind::span);
  } else if (!result.field) {
    report(Mistake::field_needed, node.list.span, fmt::format("`{} {}` is a whole item: say which of its values", word, path),
           fmt::format("write {}{}", some_values(list, word), is_pick(node.selector) ? fmt::format(", or ask it: `{} {} has …`", word, path) : ""));
    return failed(span);
  } else {
    type = type_of(list.fields[*result.field].type);
    const bool numeric = selector.answer == SelectorAnswer::number || selector.answer == SelectorAnswer::per_year;
    if (numeric && type.kind != TypeKind::number) {
      report(Mistake::type_mismatch, node.list.span, fmt::format("`{}` is of numbers, and `{}` is {}", word, node.list.text, describe_type(type)));
      return failed(span);
    }
    if (selector.answer == SelectorAnswer::values) type = number_type(plain_unit());
    if (selector.answer == SelectorAnswer::per_year) {
      const UnitResult year = parse_unit("/year");
      const std::optional<Unit> unit = year.unit ? multiply(type.unit, *year.unit) : std::nullopt;
      if (!unit) {
        report(Mistake::dimension_mismatch, node.list.span, fmt::format("`{}` has no rate by year", node.list.text));
        return failed(span);
      }
      type.unit = *unit;
      type.unit.spelling = list.fields[*result.field].type.unit.spelling + "/year";
    }
  }
  if (!good) return failed(span);
  return make(std::move(type), span, std::move(result));
}

std::string Queries::some_values(const ListSlot& list, std::string_view selector) {
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

}  // namespace crit
