// Three forms of asking a list that need a list of their own kind: joined periods, days covered, and a condition that has held
// for a time.
#include "check_queries.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "check_names.hpp"

namespace crit {
namespace {

using ast::Selector;
using ast::WindowKind;

}  // namespace

bool Queries::joined_fits(const ast::Query& node, const ListSlot& list, const checked::Query& query, const std::string& word) {
  if (list.kind != ListKind::periods) {
    report(Mistake::wrong_list_kind, node.joined_span, fmt::format("only periods are joined, and the items of `{}` {}", list.path, list.kind == ListKind::series ? "have one date each" : "have no dates"),
           list.kind == ListKind::series ? "for a condition that held from one measurement to the next: `latest LIST has CONDITION for_at_least 6 months`"
                                         : "declare it as periods: its items then have a `start` and an `end`");
    return false;
  }
  if (!terms::info(node.selector).joins) {
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

checked::NodePtr Queries::joined_field(const std::string& field, const std::string& list, Span span) {
  report(Mistake::joined_misplaced, span, fmt::format("joined periods have only a `start` and an `end`, and `{}` is of one item", field),
         fmt::format("ask it in `where`, before they are joined: `joined {} where {} …`", list, field));
  return failed(span);
}

// `days covered by`: of periods as they are; by a field, of those of each drug end to end.
bool Queries::covered_fits(const ast::Query& node, const ListSlot& list, const std::string& field) {
  if (list.kind != ListKind::periods) {
    report(Mistake::wrong_list_kind, node.list.span,
           fmt::format("`days covered by` counts the days of periods, and the items of `{}` have {}", list.path, list.kind == ListKind::series ? "one date each" : "no dates"),
           "declare it as periods: its items then have a `start` and an `end`; a fill's last day is its date and the days supplied, less one day");
    return false;
  }
  const auto named = [&](const auto& one) { return one.name == field; };
  if (!field.empty() && std::none_of(list.fields.begin(), list.fields.end(), named)) {
    names().unknown_field(list, list.path, field, node.list.span);
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
bool Queries::clip_fits(const ast::Window& node, const checked::Window& window) {
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

bool Queries::run_fits(const ast::Query& node, const ListSlot& list) {
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

}  // namespace crit
