// Three forms of asking a list that need a list of their own kind: joined periods, days covered, and a condition that has held
// for a time.
// And the knife-edge: two items that are asked to be as far apart as their window is long.
#include <fmt/format.h>

#include <algorithm>

#include "checker.hpp"

namespace crit {
namespace {

using ast::Selector;
using ast::WindowKind;

bool joins(Selector selector) {
  switch (selector) {
    case Selector::some: case Selector::no: case Selector::every: case Selector::at_least: case Selector::at_most: case Selector::exactly:
    case Selector::count: case Selector::latest: case Selector::earliest:
      return true;
    default: return false;
  }
}

}  // namespace

namespace {

bool is_one_of(const std::string& word, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view one) { return word.find(one) != std::string::npos; });
}

// The field of the item that one part of a `where` asks: `t.outcome` of `t.outcome is ineffective`.
std::string asked_field(const ast::Expr& expr, const std::string& item) {
  const ast::Expr* asked = &expr;
  if (const auto* negated = std::get_if<ast::Not>(&asked->node)) asked = negated->operand.get();
  if (const auto* compare = std::get_if<ast::Compare>(&asked->node)) asked = compare->left.get();
  else if (const auto* set = std::get_if<ast::In>(&asked->node)) asked = set->left.get();
  const auto* path = std::get_if<ast::NamePath>(&asked->node);
  if (path == nullptr) return "";
  const std::string front = item + ".";
  return !item.empty() && path->path.rfind(front, 0) == 0 ? path->path.substr(front.size()) : path->path;
}

// The alternatives that it lets pass are not told apart: only whether this one is written in it.
bool names_alternative(const ast::Expr& expr, const std::string& alternative) {
  const auto is_it = [&](const ast::Expr& one) {
    const auto* path = std::get_if<ast::NamePath>(&one.node);
    return path != nullptr && path->path == alternative;
  };
  if (const auto* compare = std::get_if<ast::Compare>(&expr.node)) return is_it(*compare->right);
  const auto* in = std::get_if<ast::In>(&expr.node);
  const auto* set = in == nullptr ? nullptr : std::get_if<ast::SetLiteral>(&in->set->node);
  return set != nullptr && std::any_of(set->items.begin(), set->items.end(), [&](const ast::ExprPtr& one) { return is_it(*one); });
}

}  // namespace

// `some joined t of trial where (t.drug is x and t.outcome is ineffective) lasting >= 8 weeks`: `where` comes first, so fills that were
// `continued` are no part of the course, which falls short. Of a field that is called an outcome, or has an alternative for
// periods that go on, which this does not take in.
void Checker::hint_joined_by(const ast::Query& node, const ListSlot& list) {
  if (!node.where || std::none_of(node.windows.begin(), node.windows.end(), [](const ast::Window& one) { return one.kind == WindowKind::lasting; })) return;
  std::vector<const ast::Expr*> parts{node.where.get()};
  if (const auto* logic = std::get_if<ast::Logic>(&node.where->node); logic != nullptr && logic->is_and) {
    parts.clear();
    for (const ast::ExprPtr& operand : logic->operands) parts.push_back(operand.get());
  }
  for (const ast::Expr* part : parts) {
    const std::string name = asked_field(*part, node.item.text);
    const auto field = std::find_if(list.fields.begin(), list.fields.end(), [&](const Field& one) { return one.name == name; });
    if (field == list.fields.end() || (field->type.kind != FactKind::enumeration && field->type.kind != FactKind::text && field->type.kind != FactKind::yes_no)) continue;
    std::string goes_on;
    if (field->type.kind == FactKind::enumeration) {
      for (const std::string& one : policy_.schema.enumerations[field->type.enumeration].alternatives) {
        if (is_one_of(one, {"continu", "ongoing"}) && !is_one_of(one, {"discontinu"})) goes_on = one;
      }
      if (!goes_on.empty() && names_alternative(*part, goes_on)) continue;
    }
    if (goes_on.empty() && !is_one_of(name, {"outcome", "response", "reason", "ineffective", "discontinued", "stopped", "tolerated", "failed"})) continue;
    Diagnostic& diagnostic = report(Mistake::joined_by_outcome, part->span,
                                    goes_on.empty() ? fmt::format("periods of another `{}` are left out before the rest is joined: the course is cut short", name)
                                                    : fmt::format("periods that are `{}` are left out before the rest is joined: the course is cut short", goes_on));
    diagnostic.help.push_back(fmt::format("join what is one course, and ask `{}` of one of its periods: `failed` of the module `therapy` does so", name));
    return;
  }
}

bool Checker::joined_fits(const ast::Query& node, const ListSlot& list, const checked::Query& query, const std::string& word) {
  if (list.kind != ListKind::periods) {
    report(Mistake::wrong_list_kind, node.joined_span, fmt::format("only periods are joined, and the items of `{}` {}", list.path, list.kind == ListKind::series ? "have one date each" : "have no dates"),
           list.kind == ListKind::series ? "for a condition that held from one measurement to the next: `latest LIST has CONDITION for_at_least 6 months`"
                                         : "declare it as periods: its items then have a `start` and an `end`");
    return false;
  }
  if (!joins(node.selector)) {
    Diagnostic& diagnostic = report(Mistake::joined_misplaced, node.joined_span, fmt::format("`{}` is not asked of joined periods", word));
    if (node.selector == Selector::days_covered) diagnostic.help.push_back("a day counts once, however many periods cover it: leave `joined` out");
    else diagnostic.help.push_back("they are asked with `some`, `no`, `every`, `at_least N`, `at_most N`, `exactly N`, `count`, `latest` and `earliest`");
    return false;
  }
  if (query.field && *query.field > 1) {
    report(Mistake::joined_misplaced, node.list.span, fmt::format("joined periods have only a `start` and an `end`, and `{}` is of one item", list.fields[*query.field].name),
           fmt::format("leave `joined` out, or ask for `{} joined {}.start` or `.end`", word, list.path));
    return false;
  }
  return true;
}

checked::NodePtr Checker::joined_field(const std::string& field, const std::string& list, Span span) {
  report(Mistake::joined_misplaced, span, fmt::format("joined periods have only a `start` and an `end`, and `{}` is of one item", field),
         fmt::format("ask it in `where`, before they are joined: `joined {} where {} …`", list, field));
  return failed(span);
}

// `days covered by`: of periods as they are; by a field, of those of each drug end to end.
bool Checker::covered_fits(const ast::Query& node, const ListSlot& list, const std::string& field) {
  if (list.kind != ListKind::periods) {
    report(Mistake::wrong_list_kind, node.list.span,
           fmt::format("`days covered by` counts the days of periods, and the items of `{}` have {}", list.path, list.kind == ListKind::series ? "one date each" : "no dates"),
           "declare it as periods: its items then have a `start` and an `end`; a fill's last day is its date and the days supplied, less one day");
    return false;
  }
  const auto named = [&](const auto& one) { return one.name == field; };
  if (!field.empty() && std::none_of(list.fields.begin(), list.fields.end(), named)) {
    unknown_field(list, list.path, field, node.list.span);
    return false;
  }
  const auto tells_apart = [&](const auto& one) {
    const TypeKind kind = type_of(one.type).kind;
    return one.name == field && (kind == TypeKind::enumeration || kind == TypeKind::text || kind == TypeKind::code);
  };
  if (!field.empty() && std::none_of(list.fields.begin(), list.fields.end(), tells_apart)) {
    report(Mistake::not_a_value, node.list.span, fmt::format("`days covered by` lays end to end by a field of alternatives, texts or codes, and `{}` is none", field),
           fmt::format("write `days covered by {}`; which of them, `where` says: `days covered by {} where {} …`", list.path, list.path, field));
    return false;
  }
  if (!node.second.empty()) {
    report(Mistake::not_a_value, node.list.span, "`days covered by` is asked of a list, not of pairs", fmt::format("write `days covered by {}`", list.path));
    return false;
  }
  return true;
}

// A window that would count other days than it seems to say.
bool Checker::clip_fits(const ast::Window& node, const checked::Window& window) {
  if (!window.anchor || window.anchor->type.kind == TypeKind::error) return true;
  const bool day = window.anchor->type.kind == TypeKind::date;
  const std::string anchor = node.anchor ? written(node.anchor->span) : "as_of";
  if (node.kind == WindowKind::overlapping && day) {
    Diagnostic& diagnostic = report(Mistake::window_misplaced, node.span, fmt::format("`{}` leaves one day to count", written(node.span)));
    diagnostic.help.push_back(fmt::format("for all days of the periods that cover that day: `covering {}`", anchor));
    diagnostic.help.push_back("for the days of a time: `overlapping DATE to DATE`, or `active within 90 days`");
    return false;
  }
  if (node.kind == WindowKind::covering && (node.last || !day)) {
    Diagnostic& diagnostic = report(Mistake::window_misplaced, node.span, "`covering` takes only periods that cover all of these days");
    diagnostic.help.push_back(node.last ? fmt::format("to count the days covered among them: `active within {}`", written(node.duration->span))
                                        : fmt::format("to count the days covered among them: `overlapping {}`", anchor));
    return false;
  }
  return true;
}

bool Checker::run_fits(const ast::Query& node, const ListSlot& list) {
  const std::string has = node.has ? written(node.has->span) : "…";
  const std::string rest = fmt::format("has {} {}", has, written(node.run_span));
  if (list.kind == ListKind::periods) {
    report(Mistake::run_misplaced, node.run_span, "`for_at_least` is asked of measurements, and a period has a length of its own",
           fmt::format("ask how long it lasted: `some {} lasting >= {} has {}`; `some joined {} where {} lasting >= {}` takes periods that touch for one", list.path,
                       node.run ? written(node.run->span) : "…", has, list.path, has, node.run ? written(node.run->span) : "…"));
    return false;
  }
  if (list.kind != ListKind::series) {
    report(Mistake::wrong_list_kind, node.run_span, fmt::format("`for_at_least` needs items with dates, and those of `{}` have none", list.path),
           "declare it as a series: its items then have a `date`");
    return false;
  }
  if (node.selector != Selector::latest || !node.second.empty()) {
    const std::string selector = node.second.empty() ? written(node.selector_span) : "a pair";
    Diagnostic& diagnostic = report(Mistake::run_misplaced, node.run_span, fmt::format("`for_at_least` asks how long the newest items have been so, and goes with `latest`, not with {}", node.second.empty() ? "`" + selector + "`" : selector));
    if (node.second.empty()) {
      diagnostic.help.push_back(node.selector == Selector::no ? fmt::format("write `not (latest {} {})`", list.path, rest) : fmt::format("write `latest {} {}`", list.path, rest));
    } else {
      diagnostic.help.push_back("two items so far apart are asked with `apart at_least 6 months`");
    }
    return false;
  }
  return true;
}

// T18: within 1 year, and at least 1 year apart: the first day of the window and the last, and no others. Wider: never.
void Checker::hint_knife_edge(const ast::Query& node) {
  const auto constant = [](const ast::ExprPtr& expr) { return expr ? std::get_if<ast::DurationLiteral>(&expr->node) : nullptr; };
  for (const ast::Window& apart : node.windows) {
    if (apart.kind != WindowKind::apart || apart.op != Comparison::greater_equal) continue;
    const ast::DurationLiteral* least = constant(apart.duration);
    if (least == nullptr) continue;
    for (const ast::Window& window : node.windows) {
      const ast::DurationLiteral* reach = constant(window.duration);
      if (reach == nullptr) continue;
      const bool one_way = window.kind == WindowKind::within || window.kind == WindowKind::within_before || window.kind == WindowKind::within_after;
      const bool at_most = window.kind == WindowKind::apart && window.op == Comparison::less_equal;
      if (!one_way && !at_most) continue;
      const std::string apart_text = written(apart.span);
      const std::string window_text = written(window.span);
      if (crit::compare(least->value, Comparison::greater, reach->value) == Truth::yes) {
        report(Mistake::knife_edge, apart.span, fmt::format("no two dates are `{}` and yet `{}`", window_text, apart_text), "make the window longer, or the distance shorter")
            .labels.push_back({window.span, "all of it is shorter"});
      } else if (crit::compare(least->value, Comparison::less, reach->value) != Truth::yes) {
        if (at_most) {
          report(Mistake::knife_edge, apart.span, fmt::format("`{}` and `{}` leave one distance, to the day", apart_text, window_text),
                 fmt::format("where the text means about so far apart, leave some room, as in `apart at_least {} apart at_most {}`", to_string(shorter(least->value)), written(apart.duration->span)))
              .labels.push_back({window.span, "and this is as long"});
          continue;
        }
        const bool equal = crit::compare(least->value, Comparison::is, reach->value) == Truth::yes;
        Diagnostic& diagnostic = report(Mistake::knife_edge, apart.span,
                                        fmt::format("`{}` together with `{}` can be met by {}", apart_text, window_text,
                                                    equal ? "two exact days only: the first of the window and the last" : "hardly any two days, and at some dates by none"));
        diagnostic.labels.push_back({window.span, equal ? "this window is as long" : "this window is about as long"});
        diagnostic.help.push_back(fmt::format("if the text means about so far apart, shorten the distance: `{}`", fmt::format("apart at_least {}", to_string(shorter(least->value)))));
        diagnostic.help.push_back("if it means the newest and one so much older, make the window longer");
      }
    }
  }
}

// Some room: half of it, in months where it has some.
Duration Checker::shorter(Duration duration) {
  if (duration.months > 1) return {duration.months / 2, 0};
  const int days = duration.months * 30 + duration.days;
  return {0, days > 1 ? days / 2 : 1};
}

}  // namespace crit
