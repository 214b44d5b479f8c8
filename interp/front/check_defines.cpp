// Defines: which stand for a criterion, and what one comes to where it is named.
#include "check_defines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "bounds.hpp"
#include "check_criteria.hpp"
#include "check_declarations.hpp"
#include "check_documentation.hpp"
#include "check_expressions.hpp"
#include "check_meets.hpp"
#include "check_parameters.hpp"
#include "check_shares.hpp"

namespace crit {
namespace {

// A conditional, or a block or choice that holds one.
bool may_not_apply(const ast::Expr& expr) {
  const auto inside = [](const ast::ExprPtr& part) { return part && may_not_apply(*part); };
  if (std::holds_alternative<ast::If>(expr.node)) return true;
  if (const auto* path = std::get_if<ast::NamePath>(&expr.node)) return path->path == "not_applicable" || path->path == "not_met";
  if (const auto* block = std::get_if<ast::Block>(&expr.node)) {
    return std::any_of(block->entries.begin(), block->entries.end(), [&](const ast::Entry& entry) { return inside(entry.expr); });
  }
  if (const auto* choice = std::get_if<ast::Choice>(&expr.node)) {
    return inside(choice->otherwise) || std::any_of(choice->arms.begin(), choice->arms.end(), [&](const ast::Arm& arm) { return inside(arm.value); });
  }
  return false;
}

}  // namespace

bool Defines::is_criterion_form(const ast::Expr& expr) const {
  if (std::holds_alternative<ast::Block>(expr.node) || std::holds_alternative<ast::If>(expr.node) || std::holds_alternative<ast::Asked>(expr.node)) return true;
  if (const auto* documented = std::get_if<ast::Documented>(&expr.node)) return is_criterion_form(*documented->operand) || criterion_define(*documented->operand) != nullptr;
  if (const auto* choice = std::get_if<ast::Choice>(&expr.node)) {
    Verdict verdict = Verdict::none;
    const auto is_arm = [&](const ast::ExprPtr& arm) { return arm && (is_fixed_name(*arm, verdict) || is_criterion_form(*arm) || criterion_define(*arm) != nullptr); };
    return is_arm(choice->otherwise) || std::any_of(choice->arms.begin(), choice->arms.end(), [&](const ast::Arm& arm) { return is_arm(arm.value); });
  }
  return false;
}

const ast::Define* Defines::criterion_define(const ast::Expr& expr) const {
  const auto* path = std::get_if<ast::NamePath>(&expr.node);
  const auto* call = std::get_if<ast::Call>(&expr.node);
  if (path == nullptr && call == nullptr) return nullptr;
  const Symbol found = find(path != nullptr ? path->path : call->function.text);
  if (found.kind == SymbolKind::define && (call != nullptr) != defines_[found.index].source->has_parameters) return nullptr;  // told elsewhere
  return found.kind == SymbolKind::define && defines_[found.index].is_criterion ? defines_[found.index].source : nullptr;
}

// A define that stands for a value, or for a plain condition, is computed once and kept; one that is a criterion (a block,
// a conditional) is written out where it is used.
checked::NodePtr Defines::define_value(std::uint32_t define, Span span) {
  DefineInfo& info = defines_[define];
  info.used = true;
  if (info.source->has_parameters) {
    std::string usage;
    for (const ast::Word& parameter : info.source->parameters) usage += (usage.empty() ? "" : ", ") + parameter.text;
    report(Mistake::argument_count, span, fmt::format("`{}` takes {} value{}", info.source->name.text, info.source->parameters.size(), info.source->parameters.size() == 1 ? "" : "s"),
           fmt::format("write `{}({})`", info.source->name.text, usage))
        .labels.push_back({info.source->name.span, "defined here"});
    return failed(span);
  }
  if (info.state == DefineState::in_work ||
      std::find(expansion_.copying.begin(), expansion_.copying.end(), info.source) != expansion_.copying.end()) {
    Diagnostic& diagnostic = report(Mistake::circular, span, fmt::format("`{}` is defined by itself", info.source->name.text),
                                    "a define may use only defines that do not use it");
    diagnostic.labels.push_back({info.source->name.span, "defined here"});
    return failed(span);
  }
  if (info.is_criterion) {
    if (!info.source->value) return failed(span);
    if (may_not_apply(*info.source->value)) {
      report(Mistake::conditional_inside, span, fmt::format("`{}` may turn out not applicable, and a plain condition is wanted here", info.source->name.text),
             "give it an entry of its own in a block")
          .labels.push_back({info.source->name.span, "defined here"});
      return failed(span);
    }
    if (bounds().copies_too_much(*info.source->value, span)) return failed(span);
    if (expansion_.copying.size() > static_cast<std::size_t>(max_depth)) {
      bounds().too_deep(span, fmt::format("more than {} defines use one another here", max_depth), "let fewer defines that stand for blocks use one another");
      return failed(span);
    }
    expansion_.copying.push_back(info.source);
    const std::uint32_t environment = std::exchange(expansion_.current, 0);
    std::vector<Scope> outer;
    outer.swap(scopes_);
    NodePtr node = expressions().expression(*info.source->value);
    scopes_.swap(outer);
    expansion_.current = environment;
    expansion_.copying.pop_back();
    return node;
  }
  if (info.state == DefineState::untouched && depth_ > max_depth) {  // deep only in a circle: see check_order.cpp
    Diagnostic& diagnostic = report(Mistake::circular, span, fmt::format("`{}` stands in a circle of more than {} defines", info.source->name.text, max_depth),
                                    "a define may use only defines that do not use it");
    diagnostic.labels.push_back({info.source->name.span, "defined here"});
    return failed(span);
  }
  if (info.state == DefineState::untouched) {
    info.state = DefineState::in_work;
    ++depth_;
    std::vector<Scope> outer;
    outer.swap(scopes_);
    std::string criterion = "define " + info.source->name.text;
    criterion.swap(position_.criterion);
    const bool negated = std::exchange(position_.negated, false);
    const std::optional<ast::SectionKind> section = std::exchange(position_.section, std::nullopt);
    const std::uint32_t environment = std::exchange(expansion_.current, 0);
    checked::Define result;
    result.name = info.source->name.text;
    result.text = info.source->text.text;
    result.value = info.source->value ? expressions().expression(*info.source->value) : failed(info.source->span);
    position_.negated = negated;
    position_.section = section;
    expansion_.current = environment;
    criterion.swap(position_.criterion);
    scopes_.swap(outer);
    --depth_;
    info.type = result.value->type;
    info.state = DefineState::done;
    info.index = static_cast<std::uint32_t>(policy_.defines.size());
    shares().add_define(*result.value);
    policy_.defines.push_back(std::move(result));
  }
  references().uses("define " + info.source->name.text);
  if (info.type.kind == TypeKind::error) return failed(span);
  if (info.type.kind == TypeKind::list) {
    Type type = info.type;
    return make(std::move(type), span, checked::Failed{});
  }
  return make(info.type, span, checked::DefineRef{info.index});
}

void Defines::declare() {
  for (const ast::Define& define : file_.defines) {
    if (define.name.empty()) continue;
    const auto index = static_cast<std::uint32_t>(defines_.size());
    if (!declarations().declare_name(define.name.text, {SymbolKind::define, index, define.name.span})) continue;
    parameters().check_parameters(define);
    DefineInfo info;
    info.source = &define;
    defines_.push_back(info);
  }
}

void Defines::check_values() {
  for (const std::uint32_t index : order_) {
    DefineInfo& info = defines_[index];
    if (info.is_criterion || info.source->has_parameters || info.state != DefineState::untouched) continue;
    define_value(index, info.source->name.span);
  }
  for (DefineInfo& info : defines_) info.used = false;  // what a define uses is used when it is
}

void Defines::keep_symbols() {
  for (auto& [name, symbol] : symbols_.names) {
    if (symbol.kind != SymbolKind::define) continue;
    const DefineInfo& info = defines_[symbol.index];
    symbol.index = info.state == DefineState::done ? info.index : Symbols::written_out;
  }
}

// A define that nobody uses is checked all the same: its mistakes are the author's. The last first, for it may use others.
void Defines::check_defines() {
  for (std::size_t i = order_.size(); i-- > 0;) {
    DefineInfo& info = defines_[order_[i]];
    if (!info.is_criterion || info.used || !info.source->value || info.source->has_parameters) continue;
    // As a criterion of its own, which is thrown away with what it registered.
    const std::uint32_t count = policy_.criteria;
    std::map<std::string, Span> outline;
    std::map<std::string, std::uint32_t> index;
    outline.swap(criterion_names_.spans);
    index.swap(criterion_names_.index);
    const References::Mark mark = references().mark();
    const std::size_t facts = policy_.schema.facts.size();
    expansion_.copying.push_back(info.source);
    checked::Criterion probe;
    probe.path = "define " + info.source->name.text;
    criteria().body(*info.source->value, probe, 0);
    expansion_.copying.pop_back();
    references().forget_since(mark);
    policy_.criteria = count;
    policy_.schema.facts.resize(facts);  // what it asks is asked where it is used
    documentation().forget_questions(facts);
    criterion_names_.spans = std::move(outline);
    criterion_names_.index = std::move(index);
  }
}

}  // namespace crit
