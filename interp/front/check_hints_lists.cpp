// Warnings about lists: windows, joined periods, what is measured of a period. And the knife-edge: two items that are asked to be
// as far apart as their window is long.
#include "check_hints.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace crit {
namespace {

using ast::Selector;
using ast::WindowKind;

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

// Some room: half of it, in months where it has some.
Duration shorter(Duration duration) {
  if (duration.months > 1) return {duration.months / 2, 0};
  const int days = duration.months * 30 + duration.days;
  return {0, days > 1 ? days / 2 : 1};
}

}  // namespace

void Hints::open_list(const ast::Query& node, std::uint32_t list, Span span) const {
  if (node.selector != ast::Selector::no && node.selector != ast::Selector::every) return;
  const ListSlot& slot = policy_.schema.lists[list];
  if (slot.complete) return;
  report(Mistake::open_list, span, fmt::format("`{}` is not declared complete, so `{}` can be met only where the fact file calls it complete", slot.path, node.selector == ast::Selector::no ? "no" : "every"),
         "if a supplied list is the whole list, declare it `complete`");
}

// `earliest pasi.score - latest pasi.score`: with one item on file the difference is 0, and no change is known.
void Hints::same_item(const ast::Arithmetic& node) const {
  const auto* left = std::get_if<ast::Query>(&node.left->node);
  const auto* right = std::get_if<ast::Query>(&node.right->node);
  if (left == nullptr || right == nullptr || left->list.text != right->list.text) return;
  const auto end = [](const ast::Query& query) { return query.selector == ast::Selector::earliest || query.selector == ast::Selector::latest; };
  if (!end(*left) || !end(*right) || left->selector == right->selector) return;
  report(Mistake::earliest_latest, node.op_span, fmt::format("where one item of `{}` is on file, it is both the earliest and the latest", left->list.text.substr(0, left->list.text.rfind('.'))),
         fmt::format("ask for two items: `change in {} …`, or `some pair (a, b) of …`", left->list.text));
}

// `days covered by fill active within 180 days / 180 days`: day 180 back and the date of service are both among them.
void Hints::one_day_more(const ast::Arithmetic& node) const {
  if (node.op != ast::ArithmeticOp::divide) return;
  const auto* query = std::get_if<ast::Query>(&expansion_.resolved(*node.left).node);
  if (query == nullptr || query->selector != ast::Selector::days_covered) return;
  const auto days_of = [this](const ast::Expr& expr) -> std::optional<std::int64_t> {
    const ast::Expr& meant = expansion_.resolved(expr);
    if (const auto* duration = std::get_if<ast::DurationLiteral>(&meant.node); duration != nullptr && duration->value.months == 0) return duration->value.days;
    const auto* number = std::get_if<ast::NumberLiteral>(&meant.node);
    if (number == nullptr || number->unit.text != "d") return std::nullopt;
    const std::optional<Number> value = Number::parse(number->digits);
    return value ? value->as_int64() : std::nullopt;
  };
  const std::optional<std::int64_t> divisor = days_of(*node.right);
  if (!divisor) return;
  for (const ast::Window& window : query->windows) {
    if (window.kind != ast::WindowKind::active_within || !window.duration) continue;
    const std::optional<std::int64_t> days = days_of(*window.duration);
    if (!days || *days != *divisor || *days < 1) continue;
    Diagnostic& diagnostic = report(Mistake::one_day_more, window.span, fmt::format("`{}` is {} days: both its first day and its last count", written(window.span), *days + 1));
    diagnostic.labels.push_back({node.right->span, fmt::format("and these are {}", *days)});
    const std::string of = window.anchor ? fmt::format(" of {}", written(window.anchor->span)) : "";
    diagnostic.help.push_back(fmt::format("for {} days, the last among them: `active within {} days{}`", *days, *days - 1, of));
    diagnostic.help.push_back(fmt::format("for the days of this window: divide by `{} d`", *days + 1));
  }
}

// `some p of program has p.start to p.end >= 6 months`: of a period that goes on the end is not known, and the last day is left
// out.
void Hints::measured_period(const Node& measured, const std::string& compared) const {
  const auto* span = std::get_if<checked::MakeSpan>(&measured.form);
  if (span == nullptr) return;
  const auto* from = std::get_if<checked::ItemField>(&span->from->form);
  const auto* to = std::get_if<checked::ItemField>(&span->to->form);
  if (from == nullptr || to == nullptr || from->depth != to->depth || from->field != 0 || to->field != 1) return;
  const Scope& scope = scopes_[scopes_.size() - 1 - from->depth];
  const ListSlot& list = policy_.schema.lists[scope.list];
  if (list.kind != ListKind::periods) return;
  Diagnostic& diagnostic = report(Mistake::measured_period, measured.span, fmt::format("`{}` leaves out the last day, and of a period that goes on nobody knows the end", written(measured.span)));
  diagnostic.help.push_back(fmt::format("how long it has lasted by the date of service, its first and last day included: `{} lasting {}`", scope.joined ? "joined " + list.path + " …" : list.path, compared));
}

// `some joined t of trial where (t.drug is x and t.outcome is ineffective) lasting >= 8 weeks`: `where` comes first, so fills that were
// `continued` are no part of the course, which falls short. Of a field that is called an outcome, or has an alternative for
// periods that go on, which this does not take in.
void Hints::joined_by_outcome(const ast::Query& node, const ListSlot& list) const {
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

// T18: within 1 year, and at least 1 year apart: the first day of the window and the last, and no others. Wider: never.
void Hints::knife_edge(const ast::Query& node) const {
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

}  // namespace crit
