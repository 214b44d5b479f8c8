// Numbers of fact files with what stands beside them: `<` and its like before a number or as its comparator, which say no more
// than a bound; a Quantity's code, which must say the same as its unit.
#include <fmt/format.h>

#include <algorithm>

#include "fact_value.hpp"
#include "modifiers.hpp"
#include "number_advice.hpp"

namespace crit {

namespace {

// UCUM, by the names that files give it.
bool is_ucum(std::string_view system) {
  return system == "http://unitsofmeasure.org" || system == "https://unitsofmeasure.org" || system == "urn:oid:2.16.840.1.113883.6.8" ||
         plain_name(system) == "ucum";
}

struct Sign {
  std::string_view written;
  std::string_view plain;
  bool below;  // the number is below it, or
  bool open;   // not the number itself
};
constexpr Sign signs[] = {
    {"<=", "<=", true, false}, {">=", ">=", false, false}, {"≤", "<=", true, false},
    {"≥", ">=", false, false}, {"<", "<", true, true},     {">", ">", false, true},
};

const Sign* sign_before(std::string_view text) {
  for (const Sign& one : signs) {
    if (text.substr(0, one.written.size()) == one.written) return &one;
  }
  return nullptr;
}

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

ReadValue failed(Mistake mistake, std::string message, std::string help = {}) {
  ReadValue read;
  read.fault = ValueFault{mistake, std::move(message), std::move(help)};
  return read;
}

// The sign that a comparator is; null where it says nothing.
std::optional<const Sign*> comparator_sign(const JsonValue* comparator) {
  if (comparator == nullptr || is_harmless(Modifier::comparator, *comparator)) return nullptr;
  if (comparator->kind != JsonKind::text) return std::nullopt;
  const std::string_view text = without_blanks(comparator->text);
  const Sign* sign = sign_before(text);
  if (sign == nullptr || sign->written != text) return std::nullopt;
  return sign;
}

}  // namespace

ReadValue ValueReader::read_number(const JsonValue& raw, const FactType& type, const BesideNumber& beside,
                                   std::list<TextData>& texts, Ranges& ranges) const {
  const std::optional<const Sign*> given = comparator_sign(beside.comparator);
  if (!given) {
    return failed(Mistake::fact_comparator, fmt::format("`{}` is no comparator that crit reads", said_by(*beside.comparator)),
                  "a comparator is \"<\", \"<=\", \">=\" or \">\"; leave it out where the value is exact");
  }
  const Sign* sign = *given;
  const JsonValue* bare = &raw;
  JsonValue without_sign;
  std::string plain;
  if (raw.kind == JsonKind::text) {
    plain = plain_blanks(raw.text);
    std::string_view text = plain;
    const Sign* own = sign_before(text);
    if (own != nullptr && text == own->written) own = nullptr;  // a sign alone is no bound
    if (own != nullptr && sign != nullptr && own->plain != sign->plain) {
      return failed(Mistake::fact_comparator, fmt::format("`{}` has the comparator `{}` beside it", shown(raw.text), sign->plain), "leave one of the two out");
    }
    if (own != nullptr) {
      sign = own;
      text.remove_prefix(own->written.size());
      while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
      without_sign = raw;
      without_sign.text = text;
      bare = &without_sign;
      // Behind a sign a plain number can only stand in a text, and so may one whose unit is beside it.
      const bool has_unit = beside.unit != nullptr && beside.unit->kind != JsonKind::null;
      if (Number::is_decimal_text(text) && (has_unit || type.unit.is_plain())) {
        without_sign.kind = JsonKind::number;
      } else if (Number::is_decimal_text(text)) {
        return failed(Mistake::fact_unit, fmt::format("{} {} what? this fact needs a unit", own->plain, shown(text)),
                      fmt::format("write \"{} {} {}\", if that is the unit", own->plain, shown(text), type.unit.spelling));
      }
    }
  }
  // Where only the coded form of the unit is given, it is the unit.
  const bool has_code = beside.code != nullptr && beside.code->kind == JsonKind::text && !beside.code->text.empty();
  const bool in_ucum = beside.system != nullptr && beside.system->kind == JsonKind::text && is_ucum(beside.system->text);
  const bool another_system = beside.system != nullptr && beside.system->kind != JsonKind::null && !in_ucum;
  const JsonValue* unit = beside.unit;
  const bool unit_from_code = has_code && !another_system && !type.unit.is_plain() && (unit == nullptr || unit->kind == JsonKind::null) && raw.kind == JsonKind::number;
  if (unit_from_code) unit = beside.code;

  ReadValue read = this->read(*bare, type, unit, nullptr, texts);
  if (read.fault) {
    if (sign != nullptr && !read.fault->help.empty()) read.fault->help += fmt::format("; the `{}` stays before it", sign->plain);
    return read;
  }
  if (has_code && !another_system && !unit_from_code) {
    if (std::optional<ValueFault> fault = code_fault(*bare, type, unit, beside.code->text, in_ucum)) {
      ReadValue wrong;
      wrong.fault = std::move(fault);
      return wrong;
    }
  }
  if (sign == nullptr) return read;
  const Number& at = std::get<NumberValue>(read.value).number;
  read.value = ranges.value(sign->below ? Interval::at_most(at, sign->open) : Interval::at_least(at, sign->open));
  read.written = fmt::format("{} {}", sign->plain, read.written);
  return read;
}

// A Quantity says its unit twice, in words and in UCUM: both must come to the same.
std::optional<ValueFault> ValueReader::code_fault(const JsonValue& bare, const FactType& type, const JsonValue* unit, std::string_view code, bool in_ucum) const {
  Unit stated = type.unit;
  if (unit != nullptr && unit->kind == JsonKind::text) {
    if (const UnitResult parsed = unit_of(unit->text); parsed.unit) stated = *parsed.unit;
  } else if (bare.kind == JsonKind::text) {
    if (const QuantityResult parsed = quantity_of(bare.text); parsed.quantity) stated = parsed.quantity->unit;
  }
  if (code == "1" && stated.is_plain()) return std::nullopt;
  const UnitResult coded = unit_of(code);
  if (!coded.unit && !in_ucum) return std::nullopt;  // of what system it is, nobody says
  const auto same = [&](const Number& number) { return convert(number, *coded.unit, stated) == number; };
  if (coded.unit && same_dimension(*coded.unit, stated) && !another_scale(*coded.unit, stated) && same(0) && same(1)) return std::nullopt;
  const std::string own = stated.spelling.empty() ? "1" : stated.spelling;
  return ValueFault{Mistake::fact_unit_code, fmt::format("the \"code\" of this value is `{}`, and its unit `{}`: they are not the same", shown(code), own),
                    "find out which is right, and leave the other out"};
}

}  // namespace crit
