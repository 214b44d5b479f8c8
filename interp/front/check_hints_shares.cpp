// Two ways of writing a share that are seldom meant.
#include "check_hints.hpp"

#include <fmt/format.h>

#include "check_shares.hpp"

namespace crit {
namespace {

// A number written out, whatever sign stands before it.
std::optional<Number> constant_of(const checked::Node& node) {
  if (const auto* constant = std::get_if<checked::NumberConstant>(&node.form)) return constant->value;
  const auto* negate = std::get_if<checked::Negate>(&node.form);
  const auto* constant = negate == nullptr ? nullptr : std::get_if<checked::NumberConstant>(&negate->operand->form);
  return constant == nullptr ? std::nullopt : subtract(Number(0), constant->value);
}

}  // namespace

void Hints::share(const Node& left, const Node& right, Span span) const {
  if (left.type.kind != TypeKind::number || right.type.kind != TypeKind::number) return;
  for (const auto& [share, limit] : {std::pair{&left, &right}, std::pair{&right, &left}}) {
    if (!share->type.unit.is_plain()) continue;
    if (limit->type.unit.is_plain()) change(*share, *limit, span);
    if (limit->type.unit.ucum == "%") hundred(*share, *limit, span);
  }
}

// `(before - now) / before >= 5` asks for 500 %.
void Hints::change(const Node& change, const Node& limit, Span span) const {
  const std::optional<Number> bound = constant_of(behind(limit, policy_.defines));
  if (!bound || (*bound <= Number(1) && *bound >= Number(-1))) return;
  const Node& found = behind(change, policy_.defines);
  const Node* node = &found;
  if (const auto* negate = std::get_if<checked::Negate>(&node->form)) node = &behind(*negate->operand, policy_.defines);
  const auto* arithmetic = std::get_if<checked::Arithmetic>(&node->form);
  if (arithmetic == nullptr) return;
  bool is_change = false;
  if (arithmetic->op == ast::ArithmeticOp::divide) {
    const Node& above = behind(*arithmetic->left, policy_.defines);
    const auto* difference = std::get_if<checked::Arithmetic>(&above.form);
    const std::string whole = written(arithmetic->right->span);
    is_change = difference != nullptr && difference->op == ast::ArithmeticOp::subtract &&
                (written(difference->left->span) == whole || written(difference->right->span) == whole);
  } else if (arithmetic->op == ast::ArithmeticOp::subtract) {  // 1 - now / before
    const auto* quotient = std::get_if<checked::Arithmetic>(&behind(*arithmetic->right, policy_.defines).form);
    const std::optional<Number> whole = constant_of(*arithmetic->left);
    is_change = quotient != nullptr && quotient->op == ast::ArithmeticOp::divide && whole && *whole == Number(1);
  }
  const std::optional<Number> hundredfold = multiply(*bound, Number(100));
  if (!is_change || !hundredfold) return;
  report(Mistake::change_over_one, span,
         fmt::format("`{}` is a change in proportion: `{}` means {} %", written(change.span), written(limit.span), hundredfold->to_string()),
         fmt::format("if {0} percent is meant, write `{0} %`; else `{1} %`", bound->to_string(), hundredfold->to_string()));
}

// `100 * part / whole >= 5 %` asks for 0.05 %.
void Hints::hundred(const Node& share, const Node& limit, Span span) const {
  constexpr std::size_t most = 64;  // factors looked at; a share has few
  std::vector<const Node*> factors{&share};
  for (std::size_t i = 0; i < factors.size() && i < most; ++i) {
    const Node& node = behind(*factors[i], policy_.defines);
    if (const std::optional<Number> constant = constant_of(node); constant && *constant == Number(100) && node.type.unit.is_plain()) {
      report(Mistake::hundred_times_percent, span,
             fmt::format("`{}` is multiplied by 100, and `{}` counts in hundredths, too", written(share.span), written(limit.span)),
             "leave the `100` out, or the `%`");
      return;
    }
    const auto* arithmetic = std::get_if<checked::Arithmetic>(&node.form);
    if (arithmetic == nullptr) continue;
    if (arithmetic->op == ast::ArithmeticOp::multiply || arithmetic->op == ast::ArithmeticOp::divide) factors.push_back(arithmetic->left.get());
    if (arithmetic->op == ast::ArithmeticOp::multiply) factors.push_back(arithmetic->right.get());
  }
}

}  // namespace crit
