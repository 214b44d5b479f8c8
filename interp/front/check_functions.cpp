// What functions want that count with powers: a plain number, or a unit whose power is a unit.
#include "check_calls.hpp"

#include <fmt/format.h>

#include "check_units.hpp"

namespace crit {
namespace {

// A number written out: with a sign, as a ratio (`1/3`), or behind a name.
std::optional<Number> written_number(const checked::Node& node, const std::vector<checked::Define>& defines) {
  if (const auto* constant = std::get_if<checked::NumberConstant>(&node.form)) return constant->value;
  if (const auto* define = std::get_if<checked::DefineRef>(&node.form)) {
    return defines[define->define].value ? written_number(*defines[define->define].value, defines) : std::nullopt;
  }
  if (const auto* minus = std::get_if<checked::Negate>(&node.form)) {
    const std::optional<Number> operand = written_number(*minus->operand, defines);
    return operand ? negate(*operand) : std::nullopt;
  }
  const auto* ratio = std::get_if<checked::Arithmetic>(&node.form);
  if (ratio == nullptr || ratio->op != ast::ArithmeticOp::divide) return std::nullopt;
  const std::optional<Number> above = written_number(*ratio->left, defines);
  const std::optional<Number> below = above ? written_number(*ratio->right, defines) : std::nullopt;
  return below ? divide(*above, *below) : std::nullopt;
}

}  // namespace

using checked::Builtin;

// `m/cm` is a plain number of 100; `%` and `mg/kg` are meant as they stand.
bool Calls::wants_plain(NodePtr& argument, const std::string& function) {
  if (argument->type.unit.is_plain()) return true;
  const Unit unit = argument->type.unit;
  if (unit.dimension.empty() && has_uncancelled_parts(unit)) {
    argument = quantities().convert_to(std::move(argument), plain_unit());
    return argument->type.kind == TypeKind::number;
  }
  Diagnostic& diagnostic = report(Mistake::argument_type, argument->span,
                                  fmt::format("`{}` is {}, and `{}` takes a plain number", written(argument->span), describe_type(argument->type), function));
  if (function == "percentile_z") {
    diagnostic.help.push_back("a percentile is a number from 0 to 100: the 95th is `percentile_z(95)`");
  } else if (unit.offset.is_zero()) {
    diagnostic.help.push_back(fmt::format("divide it by its unit: `{} / 1 {}`", written(argument->span), Quantities::unit_in_policy(unit.spelling)));
  }
  return false;
}

// A percentile that is written out lies between 0 and 100. `0.95` is mostly a share that is meant for the 95th; the 0.4th is one that
// growth charts have.
bool Calls::is_percentile(const checked::Node& argument) {
  const std::optional<Number> number = written_number(argument, policy_.defines);
  if (!number) return true;
  if (number->is_negative() || number->is_zero() || *number >= Number(100)) {
    report(Mistake::argument_type, argument.span, fmt::format("a percentile is above 0 and below 100, and `{}` is not", written(argument.span)), "the score at the 95th percentile is `percentile_z(95)`; the percentile of a score is `z_percentile(…)`");
    return false;
  }
  if (*number > *Number::ratio(1, 2) && *number < Number(1)) {
    const std::optional<Number> meant = multiply(*number, Number(100));
    report(Mistake::percentile_below_one, argument.span, fmt::format("this is the {}th of 100 percentiles, which nearly everybody reaches", number->to_string()), meant ? fmt::format("for the {}th write `percentile_z({})`", meant->to_string(), meant->to_string()) : "write the percentile as it is read, from 0 to 100");
  }
  return true;
}

std::optional<Type> Calls::type_of_power(checked::Call& call, const std::string& function) {
  NodePtr& base = call.arguments.front();
  const bool is_root = call.builtin == Builtin::sqrt;
  if (!is_root && !wants_plain(call.arguments[1], function)) return std::nullopt;
  const Unit unit = base->type.unit;
  if (unit.dimension.empty()) return wants_plain(base, function) ? std::optional(number_type(plain_unit())) : std::nullopt;
  const std::optional<Number> exponent = is_root ? Number::ratio(1, 2) : written_number(*call.arguments[1], policy_.defines);
  const std::string remedy = fmt::format("count with plain numbers: divide each quantity by its unit, as in `{}`, and give the result its own: `… * 1 m2`",
                                         is_root ? "sqrt((height / 1 cm) * (weight / 1 kg))" : "power(weight / 1 kg, 0.425)");
  if (!exponent) {
    report(Mistake::argument_type, base->span,
           fmt::format("`{}` is in {}, and the unit of its power hangs on `{}`, which is not written out", written(base->span), unit.spelling, written(call.arguments[1]->span)), remedy);
    return std::nullopt;
  }
  const std::optional<Unit> raised = exponent->is_zero() ? std::optional(plain_unit()) : raise(unit, *exponent, policy_.schema.counting_units);
  if (raised) return number_type(*raised);
  report(Mistake::argument_type, base->span,
         is_root ? fmt::format("`{}` is in {}, which is not the square of a unit", written(base->span), unit.spelling)
                 : fmt::format("`{}` is in {}, which to the power of {} is no unit", written(base->span), unit.spelling, written(call.arguments[1]->span)),
         remedy);
  return std::nullopt;
}

}  // namespace crit
