// Shares: what may stand beside `%`.
//
// `%` and `mg/kg` have no dimension, and neither has a number. Yet a score of 95 is no 95 %, which is 0.95: beside a
// percentage only a quotient is a share. share_of tells the two apart by how a number comes about.
#include "check_shares.hpp"

#include <fmt/format.h>

#include "check_units.hpp"

namespace crit {

using checked::Builtin;

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

void Shares::add_define(const Node& value) {
  define_shares_.push_back(value.type.kind == TypeKind::number ? share_of(value) : Share::either);
}

// How the number of a choice or of `lesser_of` comes about: a share only if none of them is an amount.
Shares::Share Shares::share_of_first(const std::vector<const Node*>& values) const {
  Share found = Share::literal;
  for (const Node* value : values) {
    const Share share = share_of(*value);
    if (share == Share::amount) return share;
    if (found == Share::literal) found = share;
    else if (share != Share::literal && share != found) found = Share::either;
  }
  return found;
}

Shares::Share Shares::share_of(const Node& node) const {
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
      case Builtin::earlier_of:
      case Builtin::later_of:
      case Builtin::completed_years:
      case Builtin::days:
      case Builtin::lms_z:
      case Builtin::first_of_month:
      case Builtin::last_of_month:
      case Builtin::first_of_next_month:
      case Builtin::month_of:
      case Builtin::quarter_of:
      case Builtin::year_of:
      case Builtin::sqrt:
      case Builtin::exp:
      case Builtin::ln:
      case Builtin::power:
      case Builtin::z_percentile:
      case Builtin::percentile_z: break;
    }
  }
  if (!node.type.unit.dimension.empty()) return Share::either;
  if (!node.type.unit.is_bare()) return Share::ratio;
  if (std::holds_alternative<checked::NumberConstant>(node.form)) return Share::literal;
  return std::holds_alternative<checked::Failed>(node.form) ? Share::either : Share::amount;
}

const checked::Node* Shares::unit_forgotten(const Node& left, const Node& right) const {
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

void Shares::report_forgotten(const Node& plain, const Node& other) {
  if (const auto* constant = std::get_if<checked::NumberConstant>(&plain.form); constant != nullptr && plain.type.unit.ucum.empty()) {
    const std::string as_written = fmt::format("`{} {}`", written(plain.span), Quantities::unit_in_policy(other.type.unit.spelling));
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
  const std::string unit = Quantities::unit_in_policy(other.type.unit.spelling);
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

}  // namespace crit
