// Blocks, labels, conditions, choices. Every criterion gets its full name and its place in the array of verdicts.
#include "check_criteria.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "bounds.hpp"
#include "check_amendments.hpp"
#include "check_choices.hpp"
#include "check_defines.hpp"
#include "check_documentation.hpp"
#include "check_expressions.hpp"
#include "check_hints.hpp"
#include "check_parameters.hpp"
#include "check_sources.hpp"

namespace crit {

bool is_fixed_name(const ast::Expr& expr, Verdict& verdict) {
  const auto* path = std::get_if<ast::NamePath>(&expr.node);
  if (path == nullptr) return false;
  if (path->path == "not_met") verdict = Verdict::not_met;
  else if (path->path == "not_applicable") verdict = Verdict::not_applicable;
  else if (path->path == "met") verdict = Verdict::met;
  else return false;
  return true;
}

checked::Criterion Criteria::new_criterion(std::string path, Span span, bool& fresh) {
  checked::Criterion criterion;
  criterion.index = bounds().add_criterion(span);
  criterion.path = std::move(path);
  criterion.span = span;
  fresh = claim_name(criterion.path, span);
  if (fresh) criterion_names_.index.emplace(criterion.path, criterion.index);
  return criterion;
}

// Whether the name was free; that it was not is told.
bool Criteria::claim_name(const std::string& path, Span span) {
  // An amendment's text may use the names that the text it replaces uses.
  const auto [place, added] = criterion_names_.spans.emplace(criterion_names_.amendment.empty() ? path : criterion_names_.amendment + "\n" + path, span);
  if (added || criterion_names_.inside_duplicate != 0) return added;
  const auto is_section = [&](Span name) {
    const auto called = [&](const auto& section) { return section.outline.span.begin == name.begin && section.outline.span.end == name.end; };
    return std::any_of(file_.sections.begin(), file_.sections.end(), called) || std::any_of(file_.commons.begin(), file_.commons.end(), called);
  };
  report(Mistake::duplicate_label, span, fmt::format("two {} are called `{}`", is_section(span) && is_section(place->second) ? "sections" : "criteria", path),
         "give one of them another label; keep the source's own numbering")
      .labels.push_back({place->second, "first used here"});
  return false;
}

void Criteria::entries(const std::vector<ast::Entry>& list, checked::Criterion& owner, checked::BlockBody& block, int depth) {
  block.children.reserve(list.size());
  hints().labels(list);
  for (std::size_t i = 0; i < list.size(); ++i) {
    const ast::Entry& entry = list[i];
    if (!entry.expr || bounds().reached()) continue;
    const std::string path = entry.label.empty() ? fmt::format("{}[{}]", owner.path, i + 1) : owner.path + "." + entry.label.text;
    bool fresh = true;
    checked::Criterion child = new_criterion(path, entry.label.empty() ? entry.expr->span : entry.label.span, fresh);
    child.text = entry.text.text;
    hints().sign(entry);
    if (!fresh) ++criterion_names_.inside_duplicate;
    child.body = amendments().amended(child, depth, [&](checked::Criterion& made) { return body(*entry.expr, made, depth + 1); });
    if (!fresh) --criterion_names_.inside_duplicate;
    block.children.push_back(std::move(child));
  }
  amendments().add_entries(owner, block, depth);
}

checked::BodyPtr Criteria::block(const ast::Block& node, checked::Criterion& owner, int depth) {
  checked::BlockBody result;
  result.kind = node.kind;
  if (node.entries.empty()) {
    report(Mistake::empty_block, node.keyword_span, "this block is empty", "add an entry, or leave the block out");
  } else {
    result.number = expressions().block_number(node.number, node.entries.size());
  }
  const bool outer = position_.negated;
  if (terms::info(node.kind).counts == terms::BlockCounts::against_it) position_.negated = !position_.negated;
  entries(node.entries, owner, result, depth);
  position_.negated = outer;
  hints().inapplicable_block(result, node.keyword_span);
  auto made = std::make_unique<Body>();
  made->form = std::move(result);
  return made;
}

checked::BodyPtr Criteria::conditional(const ast::If& node, checked::Criterion& owner, int depth) {
  checked::IfBody result;
  if (node.condition) {
    // What makes the condition of an `if` no lets the member pass without E.
    if (!node.unless) position_.negated = !position_.negated;
    result.condition = expressions().condition(*node.condition);
    if (!node.unless) position_.negated = !position_.negated;
    if (node.unless) {
      const Span span = node.condition->span;
      result.condition = make(simple_type(TypeKind::truth), span, checked::Not{std::move(result.condition)});
    }
  }
  if (node.then) result.then = body(*node.then, owner, depth + 1);
  auto made = std::make_unique<Body>();
  if (result.condition && result.then) made->form = std::move(result);
  else made->form = checked::Condition{failed(owner.span)};
  return made;
}

checked::BodyPtr Criteria::choice_body(const ast::Choice& node, checked::Criterion& owner, int depth) {
  const NodePtr key = choices().type_of_key(node);
  Span span = node.keyword_span;
  choices().check_keys(node, key);
  checked::ChoiceBody result;
  for (const ast::Arm& arm : node.arms) {
    NodePtr test = choices().arm_condition(node, key, arm);
    if (!arm.value) continue;
    result.arms.emplace_back(std::move(test), body(*arm.value, owner, depth + 1));
  }
  if (node.otherwise) result.otherwise = body(*node.otherwise, owner, depth + 1);
  auto made = std::make_unique<Body>();
  if (!result.otherwise && !result.arms.empty()) {  // every alternative has a row: the last one is what is left
    result.otherwise = std::move(result.arms.back().second);
    result.arms.pop_back();
  }
  if (!result.otherwise) made->form = checked::Condition{failed(span)};
  else made->form = std::move(result);
  return made;
}

checked::BodyPtr Criteria::body(const ast::Expr& expr, checked::Criterion& owner, int depth) {
  auto made = std::make_unique<Body>();
  if (depth > max_depth) {
    bounds().too_deep(expr.span, fmt::format("criteria are nested deeper than {} levels", max_depth), "let fewer defines that stand for blocks use one another");
    made->form = checked::Condition{failed(expr.span)};
    return made;
  }
  std::string outer = owner.path;
  outer.swap(position_.criterion);
  Verdict fixed = Verdict::none;
  if (is_fixed_name(expr, fixed)) {
    if (depth == 0 || owner.condition.empty()) owner.condition = owner.condition.empty() ? quotes_.shown_here(expr.span) : owner.condition;
    made->form = checked::FixedBody{fixed};
  } else if (const auto* node = std::get_if<ast::Block>(&expr.node)) {
    made = block(*node, owner, depth);
  } else if (const auto* conditional_node = std::get_if<ast::If>(&expr.node)) {
    if (owner.condition.empty()) owner.condition = quotes_.shown_here(expr.span);
    made = conditional(*conditional_node, owner, depth);
  } else if (const auto* choice_node = std::get_if<ast::Choice>(&expr.node)) {
    if (owner.condition.empty()) owner.condition = quotes_.shown_here(expr.span);
    made = choice_body(*choice_node, owner, depth);
  } else if (const auto* asked_node = std::get_if<ast::Asked>(&expr.node)) {
    made = documentation().question(*asked_node, owner, expr.span);
  } else if (const auto* documented_node = std::get_if<ast::Documented>(&expr.node); documented_node != nullptr && defines().is_criterion_form(expr)) {
    const SourceMask mask = source_kinds().source_mask(documented_node->kinds);
    made = body(*documented_node->operand, owner, depth + 1);
    documentation().cover(*made, mask, expr.span, documented_node->span);
  } else if (expansion_.is_parameter(expr)) {
    made = parameters().parameter_body(expr, owner, depth);
  } else if (const auto* call = std::get_if<ast::Call>(&expr.node); call != nullptr && defines().criterion_define(expr) != nullptr) {
    if (const ast::Define* called = parameters().enter_call(*call, expr.span)) {
      if (owner.text.empty()) owner.text = called->text.text;
      made = body(*called->value, owner, depth + 1);
      parameters().leave_call();
    } else {
      made->form = checked::Condition{failed(expr.span)};
    }
  } else if (const ast::Define* define = defines().criterion_define(expr)) {
    const Symbol found = find(std::get<ast::NamePath>(expr.node).path);
    defines().info(found.index).used = true;
    symbols_.used.insert(define->name.text);
    if (owner.text.empty()) owner.text = define->text.text;
    if (std::find(expansion_.copying.begin(), expansion_.copying.end(), define) != expansion_.copying.end()) {
      Diagnostic& diagnostic = report(Mistake::circular, expr.span, fmt::format("`{}` is defined by itself", define->name.text),
                                      "a define may use only defines that do not use it");
      diagnostic.labels.push_back({define->name.span, "defined here"});
      made->form = checked::Condition{failed(expr.span)};
    } else if (define->value && !bounds().copies_too_much(*define->value, expr.span)) {
      expansion_.copying.push_back(define);
      const std::uint32_t environment = std::exchange(expansion_.current, 0);
      made = body(*define->value, owner, depth + 1);
      expansion_.current = environment;
      expansion_.copying.pop_back();
    } else {
      made->form = checked::Condition{failed(expr.span)};
    }
  } else {
    if (owner.condition.empty()) owner.condition = quotes_.shown_here(expr.span);
    if (const auto* path = std::get_if<ast::NamePath>(&expr.node); path != nullptr && owner.text.empty()) {
      const Symbol found = find(path->path);
      if (found.kind == SymbolKind::define) owner.text = defines().info(found.index).source->text.text;
    }
    if (const auto* called = std::get_if<ast::Call>(&expr.node); called != nullptr && owner.text.empty()) {
      const Symbol found = find(called->function.text);
      if (found.kind == SymbolKind::define) owner.text = defines().info(found.index).source->text.text;
    }
    made->form = checked::Condition{expressions().condition(expr)};
  }
  outer.swap(position_.criterion);
  return made;
}

}  // namespace crit
