// Warnings and notes: what is legal, but seldom what is meant. `crit check` shows them.
#include <fmt/format.h>

#include <algorithm>

#include "checker.hpp"

namespace crit {
namespace {

bool may_not_apply(const checked::Body& body);
bool may_not_apply(const checked::Criterion& criterion) { return criterion.body && may_not_apply(*criterion.body); }
bool may_not_apply(const checked::Body& body) {
  if (std::holds_alternative<checked::IfBody>(body.form)) return true;
  if (const auto* fixed = std::get_if<checked::FixedBody>(&body.form)) return fixed->verdict == Verdict::not_applicable;
  if (const auto* block = std::get_if<checked::BlockBody>(&body.form)) {
    return !block->children.empty() && std::all_of(block->children.begin(), block->children.end(), [](const checked::Criterion& child) { return may_not_apply(child); });
  }
  if (const auto* choice = std::get_if<checked::ChoiceBody>(&body.form)) {
    return may_not_apply(*choice->otherwise) || std::any_of(choice->arms.begin(), choice->arms.end(), [](const auto& arm) { return may_not_apply(*arm.second); });
  }
  return false;
}

bool holds_word(const std::string& text, const char* word) {
  std::string lower;
  for (const char c : text) lower += (c >= 'A' && c <= 'Z') ? static_cast<char>(c - 'A' + 'a') : c;
  return lower.find(word) != std::string::npos;
}

// A comparison `sd >= POSITIVE`, anywhere in the entry.
const ast::Compare* positive_sd(const ast::Expr& expr) {
  if (const auto* compare = std::get_if<ast::Compare>(&expr.node)) {
    const auto* number = std::get_if<ast::NumberLiteral>(&compare->right->node);
    const bool upward = compare->op == Comparison::greater || compare->op == Comparison::greater_equal;
    std::string path;
    if (const auto* name = std::get_if<ast::NamePath>(&compare->left->node)) path = name->path;
    if (const auto* query = std::get_if<ast::Query>(&compare->left->node)) path = query->list.text;
    const std::string last = path.substr(path.rfind('.') + 1);
    if (number != nullptr && upward && (last == "sd" || last == "sds" || last == "z" || last == "z_score" || holds_word(last, "_sd"))) return compare;
    return nullptr;
  }
  if (const auto* query = std::get_if<ast::Query>(&expr.node)) return query->has ? positive_sd(*query->has) : nullptr;
  if (const auto* logic = std::get_if<ast::Logic>(&expr.node)) {
    for (const ast::ExprPtr& operand : logic->operands) {
      if (const ast::Compare* found = positive_sd(*operand)) return found;
    }
  }
  return nullptr;
}

}  // namespace

// `age > 10 years` is true the day after the tenth birthday; `age <= 12 years` false the day after the twelfth.
void Checker::hint_exact_age(const ast::Compare& node, const Node&, const Node& right, Span span) {
  const auto* constant = std::get_if<checked::DurationConstant>(&right.form);
  if (constant == nullptr || constant->value.days != 0 || constant->value.months % 12 != 0) return;
  if (node.op != Comparison::greater && node.op != Comparison::less_equal) return;
  const int years = constant->value.months / 12;
  const std::string left = written(node.left->span);
  if (node.op == Comparison::greater) {
    Diagnostic& diagnostic = report(Mistake::exact_age, span, fmt::format("spans are exact: this is true from the day after {} years are complete", years));
    diagnostic.help.push_back(fmt::format("for {} completed years and more, `{} >= {} years`", years + 1, left, years + 1));
    diagnostic.help.push_back(fmt::format("to count completed years, `completed_years({}) > {}`", left, years));
  } else {
    Diagnostic& diagnostic = report(Mistake::exact_age, span, fmt::format("spans are exact: this is false from the day after {} years are complete", years));
    diagnostic.help.push_back(fmt::format("to take in the whole year of age {}, `{} < {} years` or `completed_years({}) <= {}`", years, left, years + 1, left, years));
  }
}

void Checker::hint_open_list(const ast::Query& node, std::uint32_t list, Span span) {
  if (node.selector != ast::Selector::no && node.selector != ast::Selector::every) return;
  const ListSlot& slot = policy_.schema.lists[list];
  if (slot.complete) return;
  report(Mistake::open_list, span, fmt::format("`{}` is not declared complete, so `{}` can be met only where the fact file calls it complete", slot.path, node.selector == ast::Selector::no ? "no" : "every"),
         "if a supplied list is the whole list, declare it `complete`");
}

void Checker::hint_block(const checked::BlockBody& block, Span span) {
  if (block.kind != ast::BlockKind::all_of || block.children.empty()) return;
  if (std::all_of(block.children.begin(), block.children.end(), [](const checked::Criterion& child) { return may_not_apply(child); })) {
    report(Mistake::may_not_apply, span, "every entry of this block may turn out not applicable, and the block with them",
           "an indication that does not apply approves nothing; add an entry that always applies");
  }
}

void Checker::hint_sign(const ast::Entry& entry) {
  if (!entry.expr || !(holds_word(entry.text.text, "below") || holds_word(entry.text.text, "under") || holds_word(entry.text.text, "less than"))) return;
  if (const ast::Compare* compare = positive_sd(*entry.expr)) {
    report(Mistake::sign_of_sd, compare->op_span, "the text says below, and the comparison asks for at or above",
           "\"3 SD below the mean\" is `sd <= -3`");
  }
}

// Where a fact that was simply left out of the file helps an approval: `missing` in an indication, `not known`, `if known(x)
// then …`, `known` in an exclusion. In a define, what it will be used for is not known.
void Checker::hint_absence(bool missing, const std::string& path, Span span) {
  if (in_section_ == ast::SectionKind::referral) return;
  const bool denies = in_section_ == ast::SectionKind::exclusion;
  const bool absence_is_met = missing != negated_;
  if (absence_is_met == denies && (in_section_ || !missing)) return;
  if (missing) {
    report(Mistake::missing_approves, span, fmt::format("`missing({})` turns a gap in the file into an answer", path), "a missing fact is unknown by itself, and pends");
  } else {
    report(Mistake::missing_approves, span, fmt::format("with `known({})` an approval goes through when the file leaves `{}` out", path, path),
           fmt::format("ask for the fact itself: one that is missing is unknown, and pends; or ask whether `{} is documented`", path));
  }
}

// "is not "somatropin"", or `is` under a `not`: "Somatropin (rDNA)" passes it.
void Checker::hint_text(bool negated, const ast::Expr& right, Span span) {
  if (negated == negated_) return;
  report(Mistake::negated_text, span, fmt::format("any spelling other than `{}` passes here", written(right.span)),
         "ask for alternatives of an enumeration, or for a code, instead of free text");
}

// `1: hospice` and on the next line `not opened`: an `and` or `or` may have been forgotten.
void Checker::hint_labels(const std::vector<ast::Entry>& list) {
  const auto labelled = [](const ast::Entry& entry) { return !entry.label.empty() || !entry.text.empty(); };
  if (list.empty() || !labelled(list.front()) || diagnostics_.has_errors()) return;  // a label may be what is wrong
  for (std::size_t i = 1; i < list.size(); ++i) {
    if (labelled(list[i]) || !list[i].expr || std::holds_alternative<ast::ErrorExpr>(list[i].expr->node)) continue;
    report(Mistake::mixed_labels, list[i].expr->span, fmt::format("`{}` is an entry of its own, and has no label as those before it", written(list[i].expr->span)),
           "if it goes on with the line before, begin it with `and` or `or`; else give it a label");
    return;
  }
}

// `earliest pasi.score - latest pasi.score`: with one item on file the difference is 0, and no change is known.
void Checker::hint_same_item(const ast::Arithmetic& node) {
  const auto* left = std::get_if<ast::Query>(&node.left->node);
  const auto* right = std::get_if<ast::Query>(&node.right->node);
  if (left == nullptr || right == nullptr || left->list.text != right->list.text) return;
  const auto end = [](const ast::Query& query) { return query.selector == ast::Selector::earliest || query.selector == ast::Selector::latest; };
  if (!end(*left) || !end(*right) || left->selector == right->selector) return;
  report(Mistake::earliest_latest, node.op_span, fmt::format("where one item of `{}` is on file, it is both the earliest and the latest", left->list.text.substr(0, left->list.text.rfind('.'))),
         fmt::format("ask for two items: `change in {} …`, or `some pair (a, b) of …`", left->list.text));
}

// `days covered by fill active within 180 days / 180 days`: day 180 back and the date of service are both among them.
void Checker::hint_one_day_more(const ast::Arithmetic& node) {
  if (node.op != ast::ArithmeticOp::divide) return;
  const auto* query = std::get_if<ast::Query>(&resolved(*node.left).node);
  if (query == nullptr || query->selector != ast::Selector::days_covered) return;
  const auto days_of = [this](const ast::Expr& expr) -> std::optional<std::int64_t> {
    const ast::Expr& meant = resolved(expr);
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
void Checker::hint_measured_period(const Node& measured, const std::string& compared) {
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

void Checker::hint_unused() {
  if (diagnostics_.has_errors()) return;  // a use may stand in what could not be read
  // A module gives more than one policy wants.
  const auto own = [this](Span span) { return sources_.at(span.begin).base() == 0; };
  for (const DefineInfo& info : defines_) {
    if (!own(info.source->name.span)) continue;
    if (!info.used && used_.count(info.source->name.text) == 0) {
      report(Mistake::unused, info.source->name.span, fmt::format("`{}` is defined and never used", info.source->name.text), "use it, or leave it out");
    }
  }
  for (const auto& [name, group] : source_groups_) {
    if (group_masks_.count(name) != 0 || !own(group->name.span)) continue;
    report(Mistake::unused, group->name.span, fmt::format("the group `{}` is declared and never used", name), "use it, or leave it out");
  }
  constexpr std::size_t told_apart = 3;  // of a file that is only begun most facts are unused: one warning for all
  constexpr std::size_t named = 8;
  std::vector<std::string> unused;
  for (const auto& [name, found] : std::map<std::string, Found>(names_.begin(), names_.end())) {
    if (found.thing != Thing::code_set && found.thing != Thing::fact && found.thing != Thing::list && found.thing != Thing::table) continue;
    if (used_.count(name) == 0 && own(name_spans_[name])) unused.push_back(name);
  }
  std::sort(unused.begin(), unused.end(), [this](const std::string& a, const std::string& b) { return name_spans_[a].begin < name_spans_[b].begin; });
  if (unused.size() > told_apart) {
    std::string all;
    for (std::size_t i = 0; i < unused.size() && i < named; ++i) all += (i == 0 ? "`" : ", `") + unused[i] + "`";
    if (unused.size() > named) all += fmt::format(" and {} more", unused.size() - named);
    report(Mistake::unused, name_spans_[unused.front()], fmt::format("{} are declared and never used", all), "use them, or leave them out");
    return;
  }
  for (const std::string& name : unused) {
    report(Mistake::unused, name_spans_[name], fmt::format("`{}` is declared and never used", name), "use it, or leave it out");
  }
}

}  // namespace crit
