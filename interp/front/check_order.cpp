// In which order defines are checked: each after those it uses, whatever the order in the file, without recursing along
// a chain of them. What a name means is not decided here: a name that only looks like a define's orders too much, and
// harms nothing.
#include "check_defines.hpp"

namespace crit {
namespace {

void each_child(const ast::Window& window, const auto& visit) {
  if (window.duration) visit(*window.duration);
  if (window.anchor) visit(*window.anchor);
}

struct Children {
  template <typename Visit>
  static void of(const ast::Expr& expr, const Visit& visit) {
    const auto each = [&](const auto&... parts) { ((parts ? visit(*parts) : void()), ...); };
    if (const auto* negate = std::get_if<ast::Negate>(&expr.node)) each(negate->operand);
    if (const auto* negation = std::get_if<ast::Not>(&expr.node)) each(negation->operand);
    if (const auto* sum = std::get_if<ast::Arithmetic>(&expr.node)) each(sum->left, sum->right);
    if (const auto* span = std::get_if<ast::SpanTo>(&expr.node)) each(span->from, span->to);
    if (const auto* compare = std::get_if<ast::Compare>(&expr.node)) each(compare->left, compare->right);
    if (const auto* in = std::get_if<ast::In>(&expr.node)) each(in->left, in->set);
    if (const auto* includes = std::get_if<ast::Includes>(&expr.node)) each(includes->list, includes->what);
    if (const auto* contains = std::get_if<ast::Contains>(&expr.node)) each(contains->text, contains->what);
    if (const auto* documented = std::get_if<ast::Documented>(&expr.node)) each(documented->operand);
    if (const auto* conditional = std::get_if<ast::If>(&expr.node)) each(conditional->condition, conditional->then);
    if (const auto* logic = std::get_if<ast::Logic>(&expr.node)) {
      for (const ast::ExprPtr& operand : logic->operands) each(operand);
    }
    if (const auto* set = std::get_if<ast::SetLiteral>(&expr.node)) {
      for (const ast::ExprPtr& item : set->items) each(item);
    }
    if (const auto* call = std::get_if<ast::Call>(&expr.node)) {
      for (const ast::ExprPtr& argument : call->arguments) each(argument);
    }
    if (const auto* test = std::get_if<ast::DateTest>(&expr.node)) {
      each(test->date);
      each_child(test->window, visit);
    }
    if (const auto* query = std::get_if<ast::Query>(&expr.node)) {
      for (const ast::Window& window : query->windows) each_child(window, visit);
      each(query->gap, query->where, query->has, query->run);
    }
    if (const auto* block = std::get_if<ast::Block>(&expr.node)) {
      for (const ast::Entry& entry : block->entries) each(entry.expr);
    }
    if (const auto* choice = std::get_if<ast::Choice>(&expr.node)) {
      each(choice->key, choice->otherwise);
      for (const ast::Arm& arm : choice->arms) {
        for (const ast::ExprPtr& key : arm.keys) each(key);
        each(arm.value);
      }
    }
  }
};

}  // namespace

// The defines whose names stand in an expression. The grammar bounds how deep an expression is.
void Defines::collect_uses(const ast::Expr& expr, std::vector<std::uint32_t>& uses) const {
  if (const auto* path = std::get_if<ast::NamePath>(&expr.node)) {
    const Symbol found = find(path->path);
    if (found.kind == SymbolKind::define) uses.push_back(found.index);
  }
  if (const auto* call = std::get_if<ast::Call>(&expr.node)) {
    const Symbol found = find(call->function.text);
    if (found.kind == SymbolKind::define) uses.push_back(found.index);
  }
  Children::of(expr, [&](const ast::Expr& part) { collect_uses(part, uses); });
}

void Defines::order_defines() {
  struct Visit {
    std::uint32_t define;
    std::size_t next = 0;
    std::vector<std::uint32_t> uses;
  };
  std::vector<bool> seen(defines_.size());
  std::vector<Visit> work;
  const auto enter = [&](std::uint32_t define) {
    if (seen[define]) return;
    seen[define] = true;
    Visit visit{define, 0, {}};
    if (defines_[define].source->value) collect_uses(*defines_[define].source->value, visit.uses);
    work.push_back(std::move(visit));
  };
  for (std::uint32_t i = 0; i < defines_.size(); ++i) {
    enter(i);
    while (!work.empty()) {
      Visit& top = work.back();
      if (top.next < top.uses.size()) {
        enter(top.uses[top.next++]);
        continue;
      }
      order_.push_back(top.define);
      work.pop_back();
    }
  }
}

// Blocks, conditionals, choices with such rows; and what merely names one.
void Defines::find_criterion_defines() {
  for (const std::uint32_t index : order_) {  // what it names comes before it, or is in a circle with it
    DefineInfo& info = defines_[index];
    info.is_criterion = info.source->value && (is_criterion_form(*info.source->value) || criterion_define(*info.source->value) != nullptr);
  }
}

}  // namespace crit
