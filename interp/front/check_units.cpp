// Numbers and their units: literals, conversion, arithmetic.
#include "check_units.hpp"

#include <fmt/format.h>

#include "check_expressions.hpp"
#include "check_hints.hpp"
#include "check_shares.hpp"

namespace crit {

std::string Quantities::unit_in_policy(const std::string& unit) {
  const bool bare = !unit.empty() && (unit[0] > '9' || unit[0] == '%') && unit.find_first_of("*#\"") == std::string::npos;
  return bare ? unit : "'" + unit + "'";
}

// What may have been meant, as it is written in a policy; else how to have a counting unit.
void Quantities::advise_unit(Diagnostic& diagnostic, const std::string& word, const UnitResult& unit) {
  if (!unit.help.empty()) {
    diagnostic.help.push_back(unit.help);
  } else if (!unit.suggestion.empty()) {
    diagnostic.help.push_back(fmt::format("did you mean `{}`?", unit_in_policy(unit.suggestion)));
  } else if (word.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string::npos) {
    diagnostic.help.push_back(fmt::format("if `{0}` is something counted, declare it: `units {{ {0} }}`", word));
  }
}

// To UCUM coulomb and farad, which no policy asks about.
UnitResult Quantities::temperature_meant(const std::string& word) {
  UnitResult result;
  result.fault = fmt::format("`{}` is the {} to UCUM", word, word == "C" ? "coulomb" : "farad");
  result.suggestion = word == "C" ? "degC" : "degF";
  return result;
}

void Quantities::report_unit(const ast::Word& unit, const UnitResult& result) {
  advise_unit(report(Mistake::unknown_unit, unit.span, result.fault), unit.text, result);
}

const UnitResult& Quantities::unit_of(const std::string& text) {
  const auto [known, fresh] = units_.try_emplace(text);
  if (fresh) known->second = parse_unit(text, policy_.schema.counting_units);
  return known->second;
}

checked::NodePtr Quantities::number_literal(const ast::NumberLiteral& literal, Span span) {
  const std::optional<Number> number = Number::parse(literal.digits);
  if (!number) {
    report(Mistake::number_too_large, span, fmt::format("`{}` is larger or finer than crit keeps exactly", literal.digits),
           "write at most 37 digits");
    return failed(span);
  }
  if (literal.unit.empty()) return make(number_type(plain_unit()), span, checked::NumberConstant{*number});
  const UnitResult& unit = unit_of(literal.unit.text);
  const std::string& word = literal.unit.text;
  if (!unit.unit && word.size() > 1 && (word[0] == 'e' || word[0] == 'E') && Number::is_decimal_text(literal.digits + word)) {  // `2e-3`
    const std::optional<Number> meant = Number::parse(literal.digits + word);
    report(Mistake::number_form, span, fmt::format("`{}` is not a number here", written(span)),
           meant ? fmt::format("write all its digits: `{}`", meant->to_string()) : "write all its digits");
    return failed(span);
  }
  if (!unit.unit && (word == "e" || word == "E")) {  // `2e+3`
    report(Mistake::number_form, span, fmt::format("`{}` is not a number here", written(span)), "write the number with all its digits");
    return failed(span);
  }
  if (unit.unit && (word == "C" || word == "F")) {
    report_unit(literal.unit, temperature_meant(word));
    return failed(span);
  }
  if (!unit.unit && find(word).kind != SymbolKind::none) {
    report(Mistake::unknown_unit, literal.unit.span, fmt::format("`{}` stands where the unit of `{}` would", word, literal.digits),
           fmt::format("if `{0}` is a label, write `{0}: {1}`; a product is `{0} * {1}`", literal.digits, word));
    return failed(span);
  }
  if (!unit.unit) {
    Diagnostic& diagnostic = report(Mistake::unknown_unit, literal.unit.span, unit.fault);
    advise_unit(diagnostic, word, unit);
    std::string atom;
    for (const char c : word) {
      if (c == '/' || c == '*' || c == '.') {
        if (find(atom).kind == SymbolKind::fact) break;
        atom.clear();
      } else {
        atom += c;
      }
    }
    if (unit.help.empty() && word.find('/') != std::string::npos && find(atom).kind == SymbolKind::fact) {
      diagnostic.help.clear();
      diagnostic.help.push_back(fmt::format("to divide by the fact `{}`, put blanks round the `/`", atom));
    }
    return failed(span);
  }
  return make(number_type(*unit.unit), span, checked::NumberConstant{*number});
}

// ---- units -------------------------------------------------------------------------------------------------------

checked::NodePtr Quantities::convert_to(NodePtr node, const Unit& unit) {
  const Unit& from = node->type.unit;
  if (from.factor == unit.factor && from.offset == unit.offset) {
    node->type.unit = unit;
    return node;
  }
  if (auto* constant = std::get_if<checked::NumberConstant>(&node->form)) {
    const std::optional<Number> converted = convert(constant->value, from, unit);
    if (!converted) {
      report(Mistake::number_too_large, node->span,
             fmt::format("`{}` in {} is larger or finer than crit keeps exactly", written(node->span), unit.spelling), "write at most 37 digits");
      return failed(node->span);
    }
    constant->value = *converted;
    node->type.unit = unit;
    return node;
  }
  // base = value * factor + offset, so value' = value * (from.factor / unit.factor) + (from.offset - unit.offset) / unit.factor
  const auto factor = divide(from.factor, unit.factor);
  const auto shift = subtract(from.offset, unit.offset);
  const auto offset = shift ? divide(*shift, unit.factor) : std::nullopt;
  if (!factor || !offset) {
    report(Mistake::number_too_large, node->span, "the ratio of these units is larger or finer than crit keeps exactly");
    return failed(node->span);
  }
  const Span span = node->span;
  return make(number_type(unit), span, checked::Convert{std::move(node), *factor, *offset});
}

// A duration in days stands for a quantity of time where one is wanted; months and years never do.
bool Quantities::duration_as_quantity(NodePtr& node, const Unit& unit) {
  const auto* constant = std::get_if<checked::DurationConstant>(&node->form);
  if (constant == nullptr || constant->value.months != 0) return false;
  if (!same_dimension(day_unit(), unit)) return false;
  node = make(number_type(day_unit()), node->span, checked::NumberConstant{Number(constant->value.days)});
  return true;
}

bool Quantities::unify_units(NodePtr& left, NodePtr& right, Span op_span, std::string_view verb) {
  if (left->type.kind != TypeKind::number || right->type.kind != TypeKind::number) return false;
  // `mg/kg` and `%` have no dimension, and yet a number without a unit beside them has forgotten it.
  const bool scales = another_scale(left->type.unit, right->type.unit);
  const Node* forgotten = shares().unit_forgotten(*left, *right);
  const std::optional<Unit> meant = beside(right->type.unit, left->type.unit);
  const std::optional<Unit> meant_left = meant ? std::nullopt : beside(left->type.unit, right->type.unit);
  if (meant) right->type.unit = *meant;
  if (meant_left) left->type.unit = *meant_left;
  if (forgotten == nullptr && !scales && same_dimension(left->type.unit, right->type.unit)) {
    // Constants give way to facts, so that explanations show what was written.
    if (std::holds_alternative<checked::NumberConstant>(left->form) && !std::holds_alternative<checked::NumberConstant>(right->form)) {
      left = convert_to(std::move(left), right->type.unit);
    } else {
      right = convert_to(std::move(right), left->type.unit);
    }
    return left->type.kind == TypeKind::number && right->type.kind == TypeKind::number;
  }
  if (forgotten != nullptr) {
    shares().report_forgotten(*forgotten, forgotten == left.get() ? *right : *left);
    return false;
  }
  // "a mass", "a length"; where that says little ("a number per dose"), the units themselves.
  std::string a = describe_dimension(left->type.unit.dimension);
  std::string b = describe_dimension(right->type.unit.dimension);
  if (is_number(left->type.unit.dimension) || is_number(right->type.unit.dimension) || a == b) {
    a = describe_type(left->type);
    b = describe_type(right->type);
  }
  Diagnostic& diagnostic = report(Mistake::dimension_mismatch, op_span,
                                  fmt::format("`{}` is {} and `{}` is {}: they do not {}", written(left->span), a, written(right->span), b, verb));
  if (scales) {
    diagnostic.help.push_back("laboratories mean different scales by `%` and `mmol/mol` (HbA1c: NGSP and IFCC): declare a fact for each");
    return false;
  }
  const UnitResult percent = parse_unit("%");
  if (percent.unit && left->type.unit.ucum == day_unit().ucum && right->type.unit.ucum == percent.unit->ucum) {
    const auto* quotient = std::get_if<checked::Arithmetic>(&left->form);
    if (quotient != nullptr && quotient->op == ast::ArithmeticOp::divide && std::holds_alternative<checked::NumberConstant>(quotient->right->form)) {  // `(days covered by fill) / 365`
      diagnostic.help.push_back(fmt::format("a share is of days in days: divide by `{} d`", written(quotient->right->span)));
      return false;
    }
    diagnostic.help.push_back(fmt::format("a share of the days there are: `{} / 180 d`", written(left->span)));
    return false;
  }
  // `60 mL/min/1.73 m2` is divided by an area.
  for (const Node* side : {left.get(), right.get()}) {
    if (written(side->span).find("/1.73") == std::string::npos) continue;
    diagnostic.help.push_back("an amount by body surface has one unit, without a blank: `mL/min/1.73m2`");
    return false;
  }
  const bool left_constant = std::holds_alternative<checked::NumberConstant>(left->form);
  const bool right_constant = std::holds_alternative<checked::NumberConstant>(right->form);
  if (left_constant != right_constant) {
    const Node& known = left_constant ? *right : *left;
    diagnostic.help.push_back(known.type.unit.is_plain() ? fmt::format("`{}` has no unit: write the number alone", written(known.span))
                                                         : fmt::format("`{}` is in {}: write a number with that unit", written(known.span), known.type.unit.spelling));
  } else {
    diagnostic.help.push_back("only amounts of one kind do; `*` and `/` bring one to the other, as `dose * frequency` to an amount a day");
  }
  return false;
}

// ---- operators ---------------------------------------------------------------------------------------------------

checked::NodePtr Quantities::arithmetic(const ast::Arithmetic& node, Span span) {
  hints().same_item(node);
  hints().one_day_more(node);
  NodePtr left = expressions().value(*node.left);
  NodePtr right = expressions().value(*node.right);
  if (left->type.kind == TypeKind::error || right->type.kind == TypeKind::error) return failed(span);
  const bool adds = node.op == ast::ArithmeticOp::add || node.op == ast::ArithmeticOp::subtract;
  const TypeKind a = left->type.kind;
  const TypeKind b = right->type.kind;
  if (adds) {
    if (a == TypeKind::date && b == TypeKind::duration) {
      return make(simple_type(TypeKind::date), span,
                  checked::ShiftDate{std::move(left), std::move(right), node.op == ast::ArithmeticOp::subtract});
    }
    if (a == TypeKind::duration && b == TypeKind::date && node.op == ast::ArithmeticOp::add) {
      return make(simple_type(TypeKind::date), span, checked::ShiftDate{std::move(right), std::move(left), false});
    }
    if (a == TypeKind::date && b == TypeKind::date) {
      report(Mistake::type_mismatch, node.op_span, "two dates are not added or subtracted",
             fmt::format("for the time between them write `{} to {}`, in days `days({} to {})`", written(right->span),
                         written(left->span), written(right->span), written(left->span)));
      return failed(span);
    }
    if (a == TypeKind::date && b == TypeKind::number) {
      report(Mistake::type_mismatch, right->span, fmt::format("`{}` is {}, and a date is moved by a duration", written(right->span), describe_type(right->type)),
             std::holds_alternative<ast::NumberLiteral>(expansion_.resolved(*node.right).node)
                 ? fmt::format("write `{} days` or `{} months`", written(right->span), written(right->span))
                 : "a number cannot be made a duration: declare the fact as `duration`, or count the days between two dates with `days(DATE to DATE)`");
      return failed(span);
    }
    if (a == TypeKind::number && b == TypeKind::duration) duration_as_quantity(right, left->type.unit);
    if (a == TypeKind::duration && b == TypeKind::number) duration_as_quantity(left, right->type.unit);
    if (left->type.kind == TypeKind::number && right->type.kind == TypeKind::number) {
      if (!unify_units(left, right, node.op_span, "add up")) return failed(span);
      Type type = left->type;
      return make(std::move(type), span, checked::Arithmetic{node.op, std::move(left), std::move(right)});
    }
  } else {
    if (a == TypeKind::duration) duration_as_quantity(left, day_unit());
    if (b == TypeKind::duration) duration_as_quantity(right, day_unit());
    if (left->type.kind == TypeKind::number && right->type.kind == TypeKind::number) {
      const bool product = node.op == ast::ArithmeticOp::multiply;
      const std::optional<Unit> unit =
          product ? multiply(left->type.unit, right->type.unit) : divide(left->type.unit, right->type.unit);
      if (!unit) {
        report(Mistake::dimension_mismatch, node.op_span,
               fmt::format("{} and {} cannot be {}", describe_type(left->type), describe_type(right->type), product ? "multiplied" : "divided"));
        return failed(span);
      }
      Type type = number_type(*unit);
      if (type.unit.dimension.empty() && type.unit.factor == Number(1)) type.unit = plain_unit();
      return make(std::move(type), span, checked::Arithmetic{node.op, std::move(left), std::move(right)});
    }
  }
  const char* verb = node.op == ast::ArithmeticOp::add        ? "added"
                     : node.op == ast::ArithmeticOp::subtract ? "subtracted"
                     : node.op == ast::ArithmeticOp::multiply ? "multiplied"
                                                              : "divided";
  report(Mistake::type_mismatch, node.op_span,
         fmt::format("`{}` is {} and `{}` is {}: they cannot be {}", written(left->span), describe_type(left->type),
                     written(right->span), describe_type(right->type), verb),
         "numbers and quantities are calculated with; a date is moved by a duration");
  return failed(span);
}

}  // namespace crit
