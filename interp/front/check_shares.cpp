// Shares: what may stand beside `%`, and two ways of writing a share that are seldom meant.
//
// `%` and `mg/kg` have no dimension, and neither has a number. Yet a score of 95 is no 95 %, which is 0.95: beside a
// percentage only a quotient is a share. share_of tells the two apart by how a number comes about.
#include <fmt/format.h>

#include <algorithm>

#include "checker.hpp"

namespace crit {

using checked::Builtin;

namespace {

// A number written out, whatever sign stands before it.
std::optional<Number> constant_of(const checked::Node& node) {
  if (const auto* constant = std::get_if<checked::NumberConstant>(&node.form)) return constant->value;
  const auto* negate = std::get_if<checked::Negate>(&node.form);
  const auto* constant = negate == nullptr ? nullptr : std::get_if<checked::NumberConstant>(&negate->operand->form);
  return constant == nullptr ? std::nullopt : subtract(Number(0), constant->value);
}

// The node that a define stands for, and that rounding and the like leave what it is.
const checked::Node& behind(const checked::Node& node, const std::vector<checked::Define>& defines) {
  const checked::Node* found = &node;
  while (true) {
    if (const auto* define = std::get_if<checked::DefineRef>(&found->form); define != nullptr && defines[define->define].value) {
      found = defines[define->define].value.get();
    } else if (const auto* documented = std::get_if<checked::Documented>(&found->form)) {
      found = documented->operand.get();
    } else if (const auto* call = std::get_if<checked::Call>(&found->form);
               call != nullptr && (call->builtin == Builtin::round || call->builtin == Builtin::ceiling || call->builtin == Builtin::floor)) {
      found = call->arguments.front().get();
    } else {
      return *found;
    }
  }
}

}  // namespace

// How the number of a choice or of `lesser_of` comes about: a share only if none of them is an amount.
Checker::Share Checker::share_of_first(const std::vector<const Node*>& values) const {
  Share found = Share::literal;
  for (const Node* value : values) {
    const Share share = share_of(*value);
    if (share == Share::amount) return share;
    if (found == Share::literal) found = share;
    else if (share != Share::literal && share != found) found = Share::either;
  }
  return found;
}

Checker::Share Checker::share_of(const Node& node) const {
  if (const auto* negate = std::get_if<checked::Negate>(&node.form)) return share_of(*negate->operand);
  if (const auto* convert = std::get_if<checked::Convert>(&node.form)) return share_of(*convert->operand);
  if (const auto* documented = std::get_if<checked::Documented>(&node.form)) return share_of(*documented->operand);
  if (const auto* define = std::get_if<checked::DefineRef>(&node.form)) {
    return define->define < define_shares_.size() ? define_shares_[define->define] : Share::either;
  }
  if (const auto* arithmetic = std::get_if<checked::Arithmetic>(&node.form)) {
    if (arithmetic->op == ast::ArithmeticOp::divide) return Share::ratio;
    const Share left = share_of(*arithmetic->left);
    const Share right = share_of(*arithmetic->right);
    if (left == Share::literal) return right;
    if (right == Share::literal || left == right) return left;
    return Share::either;
  }
  if (const auto* choice = std::get_if<checked::Choice>(&node.form)) {
    std::vector<const Node*> values;
    for (const auto& arm : choice->arms) values.push_back(arm.second.get());
    values.push_back(choice->otherwise.get());
    return share_of_first(values);
  }
  if (const auto* call = std::get_if<checked::Call>(&node.form)) {
    switch (call->builtin) {
      case Builtin::round:
      case Builtin::ceiling:
      case Builtin::floor: return share_of(*call->arguments.front());
      case Builtin::lesser_of:
      case Builtin::greater_of:
      case Builtin::first_known: {
        std::vector<const Node*> values;
        for (const NodePtr& argument : call->arguments) values.push_back(argument.get());
        return share_of_first(values);
      }
      default: break;
    }
  }
  if (!node.type.unit.dimension.empty()) return Share::either;
  if (!node.type.unit.is_bare()) return Share::ratio;
  if (std::holds_alternative<checked::NumberConstant>(node.form)) return Share::literal;
  return std::holds_alternative<checked::Failed>(node.form) ? Share::either : Share::amount;
}

const checked::Node* Checker::unit_forgotten(const Node& left, const Node& right) const {
  if (left.type.kind != TypeKind::number || right.type.kind != TypeKind::number) return nullptr;
  const bool left_bare = left.type.unit.is_bare();
  if (left_bare == right.type.unit.is_bare()) return nullptr;
  const Node& plain = left_bare ? left : right;
  const Node& other = left_bare ? right : left;
  if (other.type.unit.is_plain()) return nullptr;  // g/g
  if (std::holds_alternative<checked::NumberConstant>(plain.form)) return &plain;
  if (!other.type.unit.dimension.empty()) return nullptr;  // told as two dimensions
  const Share share = share_of(plain);
  const bool is_share = share == Share::ratio || share == Share::either;
  return is_share || share_of(other) == Share::either ? nullptr : &plain;
}

void Checker::report_forgotten(const Node& plain, const Node& other) {
  if (const auto* constant = std::get_if<checked::NumberConstant>(&plain.form); constant != nullptr && plain.type.unit.ucum.empty()) {
    const std::string as_written = fmt::format("`{} {}`", written(plain.span), unit_in_policy(other.type.unit.spelling));
    Diagnostic& diagnostic = report(Mistake::unit_missing, plain.span,
                                    fmt::format("`{}` has no unit, and `{}` is {}", written(plain.span), written(other.span), describe_type(other.type)));
    // A number below 1 may be a share of one: `0.07` for 7 %.
    const bool below_one = Number(0) < constant->value && constant->value < Number(1);
    const auto share = below_one && other.type.unit.ucum == "%" ? multiply(constant->value, Number(100)) : std::nullopt;
    diagnostic.help.push_back(share ? fmt::format("write {}, or `{} %` if a share of one is meant", as_written, share->to_string()) : "write " + as_written);
    return;
  }
  Diagnostic& diagnostic = report(Mistake::unit_missing, plain.span,
                                  fmt::format("`{}` is a number without a unit, and `{}` is {}", written(plain.span), written(other.span), describe_type(other.type)));
  const Node& meant = behind(plain, policy_.defines);
  if (const auto* call = std::get_if<checked::Call>(&meant.form); call != nullptr && call->builtin == Builtin::lms_z) {
    diagnostic.help.push_back("a score is compared with a number without a unit: at the 95th percentile with `percentile_z(95)`");
    return;
  }
  if (const auto* call = std::get_if<checked::Call>(&meant.form); call != nullptr && call->builtin == Builtin::z_percentile) {
    diagnostic.help.push_back("a percentile is a number from 0 to 100, without a unit: `z_percentile(…) >= 95`");
    return;
  }
  const std::string unit = unit_in_policy(other.type.unit.spelling);
  if (const auto* constant = std::get_if<checked::NumberConstant>(&meant.form)) {
    diagnostic.help.push_back(fmt::format("write it with its unit: `{} {}`", constant->value.to_string(), unit));
    return;
  }
  if (const auto* fact = std::get_if<checked::FactRef>(&meant.form)) {
    diagnostic.help.push_back(fmt::format("if it counts in {0}, declare it so: `{1} : {0}`", unit, policy_.schema.facts[fact->slot].path));
  }
  diagnostic.help.push_back("a score or a count is compared with a number without a unit");
  diagnostic.help.push_back(fmt::format("only a quotient is a share: `part / whole` compares with `{}`", written(other.span)));
}

// ---- shares that are seldom meant ----------------------------------------------------------------------------------

void Checker::hint_share(const Node& left, const Node& right, Span span) {
  if (left.type.kind != TypeKind::number || right.type.kind != TypeKind::number) return;
  for (const auto& [share, limit] : {std::pair{&left, &right}, std::pair{&right, &left}}) {
    if (!share->type.unit.is_plain()) continue;
    if (limit->type.unit.is_plain()) hint_change(*share, *limit, span);
    if (limit->type.unit.ucum == "%") hint_hundred(*share, *limit, span);
  }
}

// `(before - now) / before >= 5` asks for 500 %.
void Checker::hint_change(const Node& change, const Node& limit, Span span) {
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
void Checker::hint_hundred(const Node& share, const Node& limit, Span span) {
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
