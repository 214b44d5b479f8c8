// Warnings and notes: what is legal, but seldom what is meant. `crit check` shows them.
#include "check_hints.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "check_defines.hpp"
#include "check_sources.hpp"
#include "near.hpp"

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
void Hints::exact_age(const ast::Compare& node, const Node& right, Span span) const {
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

void Hints::inapplicable_block(const checked::BlockBody& block, Span span) const {
  if (block.kind != ast::BlockKind::all_of || block.children.empty()) return;
  if (std::all_of(block.children.begin(), block.children.end(), [](const checked::Criterion& child) { return may_not_apply(child); })) {
    report(Mistake::may_not_apply, span, "every entry of this block may turn out not applicable, and the block with them",
           "an indication that does not apply approves nothing; add an entry that always applies");
  }
}

void Hints::sign(const ast::Entry& entry) const {
  if (!entry.expr || !(holds_word(entry.text.text, "below") || holds_word(entry.text.text, "under") || holds_word(entry.text.text, "less than"))) return;
  if (const ast::Compare* compare = positive_sd(*entry.expr)) {
    report(Mistake::sign_of_sd, compare->op_span, "the text says below, and the comparison asks for at or above",
           "\"3 SD below the mean\" is `sd <= -3`");
  }
}

// Where a fact that was simply left out of the file helps an approval: `missing` in an indication, `not known`, `if known(x)
// then …`, `known` in an exclusion. In a define, what it will be used for is not known.
void Hints::absence(bool missing, const std::string& path, Span span) const {
  if (position_.section == ast::SectionKind::referral) return;
  const bool denies = position_.section == ast::SectionKind::exclusion;
  const bool absence_is_met = missing != position_.negated;
  if (absence_is_met == denies && (position_.section || !missing)) return;
  if (missing) {
    report(Mistake::missing_approves, span, fmt::format("`missing({})` turns a gap in the file into an answer", path), "a missing fact is unknown by itself, and pends");
  } else {
    report(Mistake::missing_approves, span, fmt::format("with `known({})` an approval goes through when the file leaves `{}` out", path, path),
           fmt::format("ask for the fact itself: one that is missing is unknown, and pends; or ask whether `{} is documented`", path));
  }
}

// "is not "somatropin"", or `is` under a `not`: "Somatropin (rDNA)" passes it.
void Hints::text(bool negated, const ast::Expr& right, Span span) const {
  if (negated == position_.negated) return;
  report(Mistake::negated_text, span, fmt::format("any spelling other than `{}` passes here", written(right.span)),
         "ask for alternatives of an enumeration, or for a code, instead of free text");
}

// `1: hospice` and on the next line `not opened`: an `and` or `or` may have been forgotten.
void Hints::labels(const std::vector<ast::Entry>& list) const {
  const auto labelled = [](const ast::Entry& entry) { return !entry.label.empty() || !entry.text.empty(); };
  if (list.empty() || !labelled(list.front()) || diagnostics_.has_errors()) return;  // a label may be what is wrong
  for (std::size_t i = 1; i < list.size(); ++i) {
    if (labelled(list[i]) || !list[i].expr || std::holds_alternative<ast::ErrorExpr>(list[i].expr->node)) continue;
    report(Mistake::mixed_labels, list[i].expr->span, fmt::format("`{}` is an entry of its own, and has no label as those before it", written(list[i].expr->span)),
           "if it goes on with the line before, begin it with `and` or `or`; else give it a label");
    return;
  }
}

void Hints::unused() const {
  if (diagnostics_.has_errors()) return;  // a use may stand in what could not be read
  // A module gives more than one policy wants.
  const auto own = [this](Span span) { return sources_.at(span.begin).base() == 0; };
  for (const DefineInfo& info : defines().all()) {
    if (!own(info.source->name.span)) continue;
    if (!info.used && symbols_.used.count(info.source->name.text) == 0) {
      report(Mistake::unused, info.source->name.span, fmt::format("`{}` is defined and never used", info.source->name.text), "use it, or leave it out");
    }
  }
  for (const auto& [name, group] : source_kinds().groups()) {
    if (source_kinds().is_used(name) || !own(group->name.span)) continue;
    report(Mistake::unused, group->name.span, fmt::format("the group `{}` is declared and never used", name), "use it, or leave it out");
  }
  constexpr std::size_t told_apart = 3;  // of a file that is only begun most facts are unused: one warning for all
  constexpr std::size_t named = 8;
  std::vector<std::string> unused;
  for (const auto& [name, found] : symbols_.names) {
    if (found.kind != SymbolKind::code_set && found.kind != SymbolKind::fact && found.kind != SymbolKind::list && found.kind != SymbolKind::table) continue;
    if (symbols_.used.count(name) == 0 && own(found.span)) unused.push_back(name);
  }
  std::sort(unused.begin(), unused.end(), [this](const std::string& a, const std::string& b) { return symbols_.names[a].span.begin < symbols_.names[b].span.begin; });
  if (unused.size() > told_apart) {
    std::string all;
    for (std::size_t i = 0; i < unused.size() && i < named; ++i) all += (i == 0 ? "`" : ", `") + unused[i] + "`";
    if (unused.size() > named) all += fmt::format(" and {} more", unused.size() - named);
    report(Mistake::unused, symbols_.names[unused.front()].span, fmt::format("{} are declared and never used", all), "use them, or leave them out");
    return;
  }
  for (const std::string& name : unused) {
    report(Mistake::unused, symbols_.names[name].span, fmt::format("`{}` is declared and never used", name), "use it, or leave it out");
  }
}

// `chart_notes` beside `chart_note`: most likely the same thing. Groups first, and their kinds, also those that are not used.
void Hints::kinds() const {
  struct Known {
    Span span;
    bool group = false;
  };
  std::vector<std::string> names;
  std::map<std::string, Known> known;
  const auto add = [&](const std::string& name, Span span, bool group) {
    if (!known.emplace(name, Known{span, group}).second) return;
    if (const std::string module = group || !context_.module_of ? "" : context_.module_of("sources " + name); !module.empty()) {
      report(Mistake::group_of_module, span, fmt::format("`{}` is one kind of source here, and in the module `{}` a group of them", name, module),
             fmt::format("write `use {}` above the policy if the group is meant; else give it another name", module));
    }
    const std::string near = nearest(name, names);
    names.push_back(name);
    if (near.empty()) return;
    const Known& other = known.at(near);
    Diagnostic& diagnostic = report(Mistake::similar_kinds, span, fmt::format("`{}` is nearly `{}`, {} in this policy", name, near, other.group ? "a group of kinds of sources" : "another kind of source"));
    diagnostic.labels.push_back({other.span, "the other stands here"});
    diagnostic.help.push_back(other.group ? fmt::format("write `{}` if the group is meant: any other word is a kind of source of its own", near)
                                          : "a source must be called just as the policy has it; write both alike if they are one kind");
  };
  for (const ast::SourceGroup& group : file_.source_groups) {
    if (!group.name.empty()) add(group.name.text, group.name.span, true);
  }
  for (const ast::SourceGroup& group : file_.source_groups) {
    for (const ast::Word& kind : group.kinds) {
      if (!kind.empty()) add(kind.text, kind.span, false);
    }
  }
  for (std::size_t i = 0; i < policy_.schema.kinds.size(); ++i) add(policy_.schema.kinds[i], source_kinds().span(i), false);
}

}  // namespace crit
