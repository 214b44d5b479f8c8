#include "fact_value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "code.hpp"
#include "near.hpp"
#include "no_value.hpp"
#include "number_advice.hpp"
#include "systems.hpp"
#include "text.hpp"

namespace crit {

namespace {

ReadValue failed(Mistake mistake, std::string message, std::string help = {}) {
  ReadValue read;
  read.fault = ValueFault{mistake, std::move(message), std::move(help)};
  return read;
}

ReadValue good(Value value, std::string_view written) { return {std::move(value), std::string(written), std::nullopt}; }

ReadValue out_of_range(std::string_view number) {
  return failed(Mistake::fact_number_range,
                fmt::format("`{}` has more digits than crit counts with exactly", shown(number)),
                "check the value; crit counts with about 38 digits");
}

std::string did_you_mean(const std::string& word) {
  return word.empty() ? std::string() : fmt::format("did you mean \"{}\"?", word);
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first == std::string_view::npos ? std::string_view() : text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

// What a fact in this unit holds: "a mass", "a plain number"; of `mg/g` and `%`, "a ratio".
std::string measured_in(const Unit& unit) {
  return unit.dimension.empty() && !unit.is_bare() ? "a ratio" : describe_dimension(unit.dimension);
}

// What a unit or a quantity that cannot be read may have meant. Advice that the fact would refuse is none.
template <typename Result>
std::string advice(const Result& result, std::string_view written, const FactType& type, const std::vector<std::string>& counting) {
  if (!result.help.empty()) return result.help;
  const std::string own = type.unit.is_plain() ? std::string("this fact is a number without a unit") : fmt::format("this fact is in {}", type.unit.spelling);
  if (result.suggestion.empty()) return type.unit.is_plain() ? std::string() : own;
  const std::optional<Unit> meant = parse_unit(result.suggestion, counting).unit;
  const bool fits = meant && (type.unit.is_plain() ? meant->is_bare() : beside(*meant, type.unit) || beside(type.unit, *meant));
  const bool is_part = written.find('/') != std::string_view::npos && result.suggestion.find('/') == std::string::npos;
  if (!meant || fits || is_part) return did_you_mean(result.suggestion);
  return fmt::format("if `{}` is meant, that is {}; {}{}", result.suggestion, measured_in(*meant), own, type.unit.is_plain() ? "" : ", " + measured_in(type.unit));
}

// Whether a wrapper says that its value has no unit: by a null, an empty text or a word.
bool is_no_unit(const JsonValue* unit) {
  if (unit == nullptr || unit->kind == JsonKind::null) return true;
  if (unit->kind != JsonKind::text) return false;
  const std::string plain = plain_blanks(unit->text);
  return plain.empty() || is_no_value(plain);
}

// Codes of UCUM that people write for something else, where the declared unit says which.
std::string other_dimension_help(const Unit& given, const Unit& declared) {
  struct Row {
    const char* given;
    const char* declared;
    const char* help;
  };
  constexpr Row rows[] = {
      {"C", "Cel", "degrees Celsius are \"degC\""},
      {"F", "Cel", "degrees Fahrenheit are \"degF\""},
      {"'", "cm", "feet are \"ft\""},
      {"pH", "[pH]", "to UCUM \"pH\" is a picohenry; an acidity is \"[pH]\""},
  };
  for (const Row& row : rows) {
    const UnitResult kind = parse_unit(row.declared);
    if (given.ucum == row.given && kind.unit && same_dimension(*kind.unit, declared)) return row.help;
  }
  // Whether nothing but moles and grams differ.
  const auto besides = [](const Unit& unit) {
    Dimension others;
    for (const auto& part : unit.dimension) {
      if (part.first != "mol" && part.first != "g") others.push_back(part);
    }
    return others;
  };
  const auto counts = [](const Unit& unit, const char* name) {
    return std::any_of(unit.dimension.begin(), unit.dimension.end(), [&](const auto& part) { return part.second > 0 && part.first == name; });
  };
  if (besides(given) == besides(declared) && ((counts(given, "mol") && counts(declared, "g")) || (counts(given, "g") && counts(declared, "mol")))) {
    return fmt::format("moles and grams convert by the substance's molar mass alone: give the value in {}", declared.spelling);
  }
  return fmt::format("give the value in {}, or in another unit of that kind", declared.spelling);
}

bool has_nul(std::string_view text) { return text.find('\0') != std::string_view::npos; }

// 20240101, or 2024: how it is written as a date.
std::string number_as_date(std::string_view number) {
  if (parse_date(number)) return fmt::format("where only the year is known, write \"{}\"", number);
  std::string help = explain_date(number).help;
  return help.empty() ? "write \"YYYY-MM-DD\"" : help;
}

constexpr std::string_view leave_out = "write null where it was looked for and is not there, or leave the field out";

}  // namespace

std::string shown(std::string_view text) {
  constexpr std::size_t most = 60;  // enough to recognise, little enough for one line
  std::string out;
  for (const char c : text) {
    if (out.size() >= most && (static_cast<unsigned char>(c) & 0xC0U) != 0x80U) return out + "…";
    out.push_back(c);
  }
  return out;
}

ValueReader::ValueReader(const Schema& schema) : schema_(schema), counting_(schema.counting_units) {
  const auto gather = [this](const FactType& type) {
    for (const auto& [atom, power] : type.unit.dimension) {
      const bool seen = std::find(counting_.begin(), counting_.end(), atom) != counting_.end();
      if (!seen && !parse_unit(atom).unit) counting_.push_back(atom);
    }
  };
  for (const FactSlot& slot : schema.facts) gather(slot.type);
  for (const ListSlot& slot : schema.lists) {
    for (const Field& field : slot.fields) gather(field.type);
  }
  const auto read_unit = [this](const FactType& type) {
    const std::string& spelling = type.unit.spelling;
    if (type.kind != FactKind::number || spelling.empty() || declared_.count(spelling) != 0) return;
    UnitResult read = parse_unit(spelling, counting_);
    const auto is_same = [&](const Number& number) {
      const ReadValue value = read.unit ? to_slot_unit(number, *read.unit, type, {}) : ReadValue();
      const auto* same = std::get_if<NumberValue>(&value.value);
      return same != nullptr && same->number == number;
    };
    const bool is_plain =
        plain_blanks(spelling) == spelling && spelling.find(' ') == std::string::npos && is_same(0) && is_same(1);
    units_are_plain_ = units_are_plain_ && (type.unit.is_plain() || is_plain);
    if (read.unit) declared_.emplace(spelling, std::move(*read.unit));
  };
  for (const FactSlot& slot : schema.facts) read_unit(slot.type);
  for (const ListSlot& slot : schema.lists) {
    for (const Field& field : slot.fields) read_unit(field.type);
  }
}

bool ValueReader::read_plain(const JsonValue& raw, const FactType& type, Value& value) const {
  const auto take_number = [&](std::string_view digits) {
    const std::optional<Number> number = Number::parse(digits);
    if (number) value = NumberValue{*number};
    return number.has_value();
  };
  switch (type.kind) {
    case FactKind::yes_no:
      if (raw.kind != JsonKind::boolean) return false;
      value = truth_of(raw.boolean);
      return true;
    case FactKind::number: {
      if (type.unit.is_plain()) return raw.kind == JsonKind::number && take_number(raw.text);
      const std::string& unit = type.unit.spelling;
      if (raw.kind != JsonKind::text || !units_are_plain_ || raw.text.size() < unit.size() + 2) return false;
      const std::size_t blank = raw.text.size() - unit.size() - 1;
      const std::string_view digits = raw.text.substr(0, blank);
      return raw.text[blank] == ' ' && raw.text.substr(blank + 1) == unit && Number::is_decimal_text(digits) &&
             take_number(digits);
    }
    case FactKind::date: {
      constexpr std::size_t day_size = 10;
      if (raw.kind != JsonKind::text || raw.text.size() != day_size) return false;
      const std::optional<Date> date = parse_date(raw.text);
      if (date) value = *date;
      return date.has_value();
    }
    case FactKind::enumeration: {
      if (raw.kind != JsonKind::text) return false;
      const auto& alternatives = schema_.enumerations[type.enumeration].alternatives;
      const auto found = std::find(alternatives.begin(), alternatives.end(), raw.text);
      if (found == alternatives.end()) return false;
      value = Alternative{static_cast<std::uint32_t>(found - alternatives.begin())};
      return true;
    }
    case FactKind::text:
    case FactKind::duration:
    case FactKind::code: break;
  }
  return false;
}

UnitResult ValueReader::unit_of(std::string_view text) const {
  const auto declared = declared_.find(text);
  if (declared == declared_.end()) return parse_unit(text, counting_);
  UnitResult result;
  result.unit = declared->second;
  return result;
}

QuantityResult ValueReader::quantity_of(std::string_view text) const {
  const std::size_t blank = text.find(' ');
  if (blank != std::string_view::npos && Number::is_decimal_text(text.substr(0, blank))) {
    const auto declared = declared_.find(text.substr(blank + 1));
    const auto value = Number::parse(text.substr(0, blank));
    if (declared != declared_.end() && value) {
      QuantityResult result;
      result.quantity = QuantityText{*value, declared->second};
      return result;
    }
  }
  return parse_quantity(text, counting_);
}

std::string ValueReader::wanted(const FactType& type) const {
  switch (type.kind) {
    case FactKind::yes_no: return "true or false";
    case FactKind::number:
      return type.unit.is_plain()
                 ? "a number"
                 : fmt::format("a text with a number and its unit, such as \"50 {}\"", type.unit.spelling);
    case FactKind::text: return "a text";
    case FactKind::date: return "a date in quotes, such as \"2022-09-30\"";
    case FactKind::duration: return "a duration in quotes, such as \"6 months\"";
    case FactKind::enumeration: {
      constexpr std::size_t most = 12;  // more would bury the message
      const auto& alternatives = schema_.enumerations[type.enumeration].alternatives;
      std::string list = "one of";
      for (std::size_t i = 0; i < alternatives.size() && i < most; ++i) {
        list += fmt::format("{} \"{}\"", i == 0 ? "" : ",", alternatives[i]);
      }
      return alternatives.size() > most ? list + ", …" : list;
    }
    case FactKind::code: return fmt::format("a code of {} in quotes", type.system);
  }
  return "a value";
}

ReadValue ValueReader::wrong_kind(const JsonValue& raw, const FactType& type, std::string help) const {
  if (raw.kind == JsonKind::array) {
    help = raw.children.size() == 1 ? "one value is asked for, not a list: leave the `[ ]` out"
                                    : "one value is asked for, not a list";
  }
  return failed(Mistake::fact_type, fmt::format("{} is expected, found {}", wanted(type), json_kind_name(raw.kind)),
                std::move(help));
}

ReadValue ValueReader::read(const JsonValue& raw, const FactType& type, const JsonValue* unit, const JsonValue* system,
                            std::list<TextData>& texts) const {
  if (raw.kind == JsonKind::text) {
    if (raw.text.size() > max_text) {
      return failed(Mistake::fact_limit,
                    fmt::format("a text is {} bytes long; crit reads at most {}", raw.text.size(), max_text),
                    "put the passage that matters here, and name the rest with \"document\"");
    }
    if (has_nul(raw.text)) return failed(Mistake::fact_text, "a text holds a NUL character", "remove the `\\u0000`");
  }
  switch (type.kind) {
    case FactKind::yes_no: return read_yes_no(raw);
    case FactKind::number: return type.unit.is_plain() ? read_plain_number(raw, type, unit) : read_quantity(raw, type, unit);
    case FactKind::text: {
      if (raw.kind != JsonKind::text) {
        return wrong_kind(raw, type, raw.kind == JsonKind::number ? fmt::format("write \"{}\"", shown(raw.text)) : "");
      }
      std::string folded = fold_text(raw.text);
      if (folded.empty()) return failed(Mistake::fact_text, "the text is empty", std::string(leave_out));
      texts.push_back({std::string(raw.text), std::move(folded), ""});
      return good(TextValue{&texts.back()}, raw.text);
    }
    case FactKind::date: {
      if (raw.kind == JsonKind::number) return wrong_kind(raw, type, number_as_date(raw.text));
      if (raw.kind != JsonKind::text) return wrong_kind(raw, type, "");
      const auto date = parse_date(raw.text);
      if (date) return good(*date, raw.text);
      ReadValue read;
      read.fault = explain_date(raw.text);
      return read;
    }
    case FactKind::duration: {
      if (raw.kind == JsonKind::number) {
        return wrong_kind(raw, type, fmt::format("{0} what? write \"{0} days\" or \"{0} months\"", shown(raw.text)));
      }
      if (raw.kind != JsonKind::text) return wrong_kind(raw, type, "");
      const auto duration = parse_duration_text(raw.text);
      if (duration) return good(*duration, raw.text);
      ReadValue read;
      read.fault = explain_duration(raw.text);
      return read;
    }
    case FactKind::enumeration: return read_enumeration(raw, type);
    case FactKind::code: return read_code(raw, type, system, texts);
  }
  return wrong_kind(raw, type, "");
}

ReadValue ValueReader::read_yes_no(const JsonValue& raw) const {
  if (raw.kind == JsonKind::boolean) return good(truth_of(raw.boolean), raw.boolean ? "true" : "false");
  std::string help;
  if (raw.in_cell && raw.kind == JsonKind::text) {
    const std::string word = fold_text(raw.text);
    if (word == "y" || word == "1") help = "write yes";
    if (word == "n" || word == "0") help = "write no";
    return failed(Mistake::fact_type, fmt::format("yes or no is expected, found `{}`", shown(raw.text)), std::move(help));
  }
  if (raw.kind == JsonKind::text || raw.kind == JsonKind::number) {
    const std::string word = fold_text(raw.text);
    if (word == "yes" || word == "true" || word == "y" || word == "1") help = "write true, without quotes";
    else if (word == "no" || word == "false" || word == "n" || word == "0") help = "write false, without quotes";
    else if (word.empty() || word == "unknown") help = "leave the field out where the answer is not known";
    else if (raw.text.size() <= 40) help = fmt::format("write true or false, without quotes; what `{}` says about this fact is not for crit to tell", shown(raw.text));
  }
  FactType type;
  type.kind = FactKind::yes_no;
  return wrong_kind(raw, type, std::move(help));
}

ReadValue ValueReader::read_plain_number(const JsonValue& raw, const FactType& type, const JsonValue* unit) const {
  const bool has_unit = !is_no_unit(unit);
  if (raw.kind == JsonKind::number) {
    const auto number = Number::parse(raw.text);
    if (!number) return out_of_range(raw.text);
    if (!has_unit) return good(NumberValue{*number}, raw.text);
    if (unit->kind != JsonKind::text) {
      return failed(Mistake::fact_unit, fmt::format("a unit is a text, found {}", json_kind_name(unit->kind)), "leave \"unit\" out");
    }
    const std::string name = plain_blanks(unit->text);
    const UnitResult parsed = unit_of(name);
    if (!parsed.unit) return failed(Mistake::fact_unit, parsed.fault, advice(parsed, name, type, counting_));
    return to_plain_number(*number, *parsed.unit, type, fmt::format("{} {}", raw.text, name));
  }
  if (raw.kind != JsonKind::text) return wrong_kind(raw, type, "");
  const std::string text = plain_blanks(raw.text);
  if (Number::is_decimal_text(text)) return wrong_kind(raw, type, fmt::format("write {}, without quotes", shown(text)));
  if (text.empty()) return failed(Mistake::fact_text, "the text is empty", std::string(leave_out));
  if (text.find_first_not_of("-0123456789,.") == std::string_view::npos) {
    std::string help;
    for (const std::string& reading : comma_readings(text)) help += (help.empty() ? (raw.in_cell ? "without commas, write " : "without quotes and commas, write ") : " or ") + reading;
    if (!help.empty()) return wrong_kind(raw, type, help + (help.find(" or ") != std::string::npos ? ", whichever is meant" : ", if that is the number"));
  }
  const QuantityResult parsed = quantity_of(text);
  if (parsed.quantity && parsed.quantity->unit.is_bare()) return good(NumberValue{parsed.quantity->value}, text);
  if (auto fault = explain_number(text, {type, counting_, {}, raw.in_cell})) return {{}, {}, std::move(*fault)};
  if (!parsed.quantity) return wrong_kind(raw, type, advice(parsed, text, type, counting_));
  return to_plain_number(parsed.quantity->value, parsed.quantity->unit, type, text);
}

// A plain number may come with `1` or a remark; a ratio that is declared in parts, as `g/g`, with any unit of a ratio.
ReadValue ValueReader::to_plain_number(const Number& number, const Unit& from, const FactType& type, std::string written) const {
  if (from.is_bare()) return good(NumberValue{number}, written);
  if (!type.unit.is_bare()) return to_slot_unit(number, from, type, std::move(written));
  return failed(Mistake::fact_dimension,
                fmt::format("this fact is a number without a unit; `{}` is {}", shown(written),
                            from.dimension.empty() ? "in " + from.spelling : describe_dimension(from.dimension)),
                "give the number that the policy counts in, without a unit");
}

ReadValue ValueReader::to_slot_unit(const Number& number, const Unit& from, const FactType& type,
                                    std::string written) const {
  const std::optional<Unit> meant = beside(from, type.unit);
  const std::optional<Unit> declared = meant ? type.unit : beside(type.unit, from);
  if (!declared) {
    return failed(Mistake::fact_dimension,
                  fmt::format("`{}` is {}; this fact is in {}, {}", shown(written), measured_in(from),
                              type.unit.spelling, measured_in(type.unit)),
                  other_dimension_help(from, type.unit));
  }
  if (from.is_bare() && !type.unit.is_bare()) {
    const auto in_declared = convert(number, from, type.unit);
    const std::string other = in_declared ? fmt::format(" or \"{} {}\", whichever is meant", in_declared->to_string(), type.unit.spelling) : std::string();
    return failed(Mistake::fact_unit, fmt::format("`{}` has no unit, and this fact is in {}", shown(written), type.unit.spelling),
                  fmt::format("write \"{} {}\"{}", number.to_string(), type.unit.spelling, other));
  }
  if (another_scale(from, type.unit)) {
    return failed(Mistake::fact_dimension,
                  fmt::format("`{}` is in {}, and this fact is in {}: laboratories mean different scales by them", shown(written),
                              from.spelling, type.unit.spelling),
                  fmt::format("give the value in {}; of HbA1c the NGSP value in % is 0.0915 x the IFCC value in mmol/mol + 2.15",
                              type.unit.spelling));
  }
  const auto converted = convert(number, meant.value_or(from), *declared);
  if (!converted) return out_of_range(written);
  return good(NumberValue{*converted}, written);
}

ReadValue ValueReader::read_quantity(const JsonValue& raw, const FactType& type, const JsonValue* unit) const {
  const std::string& slot_unit = type.unit.spelling;
  const bool has_unit = !is_no_unit(unit);
  const bool in_words = !has_unit && unit != nullptr && unit->kind == JsonKind::text && !plain_blanks(unit->text).empty();  // "N/A"
  if (raw.kind != JsonKind::number && raw.kind != JsonKind::text) return wrong_kind(raw, type, "");
  const std::string text = plain_blanks(raw.text);
  const bool is_number_text = raw.kind == JsonKind::text && Number::is_decimal_text(text);
  if (raw.kind == JsonKind::number && has_unit) {
    if (unit->kind != JsonKind::text) {
      return failed(Mistake::fact_unit, fmt::format("a unit is a text, found {}", json_kind_name(unit->kind)),
                    fmt::format("write \"{}\"", slot_unit));
    }
    const auto number = Number::parse(raw.text);
    if (!number) return out_of_range(raw.text);
    const std::string name = plain_blanks(unit->text);
    const std::string written = fmt::format("{} {}", raw.text, name);
    UnitResult parsed = unit_of(name);
    const bool fits = parsed.unit && (beside(*parsed.unit, type.unit) || beside(type.unit, *parsed.unit));
    if (auto fault = fits ? std::nullopt : explain_number(written, {type, counting_, {}, raw.in_cell})) return {{}, {}, std::move(*fault)};
    if (!parsed.unit) return failed(Mistake::fact_unit, std::move(parsed.fault), advice(parsed, name, type, counting_));
    return to_slot_unit(*number, *parsed.unit, type, written);
  }
  if (raw.kind == JsonKind::number || (is_number_text && !has_unit)) {
    return failed(Mistake::fact_unit, in_words ? fmt::format("the \"unit\" of {} is `{}`, a word for no value; this fact needs a unit", shown(text), shown(unit->text)) : fmt::format("{} what? this fact needs a unit", shown(text)),
                  fmt::format("write \"{} {}\", if that is the unit", shown(text), slot_unit));
  }
  if (text.empty()) return failed(Mistake::fact_text, "the text is empty", std::string(leave_out));
  QuantityResult parsed = quantity_of(text);
  if (has_unit) {
    if (is_number_text)
      return failed(Mistake::fact_type, "the value beside a \"unit\" is a number, found a text",
                    fmt::format("write {}, without quotes", shown(text)));
    if (parsed.quantity) {
      if (auto fault = beside(parsed.quantity->unit, type.unit) ? std::nullopt : explain_number(text, {type, counting_, unit->text, raw.in_cell})) return {{}, {}, std::move(*fault)};
      return failed(Mistake::fact_unit, fmt::format("`{}` has a unit of its own beside \"unit\"", shown(text)), "leave one of the two out");
    }
    if (auto fault = explain_number(text, {type, counting_, unit->text, raw.in_cell})) return {{}, {}, std::move(*fault)};
    std::string help;
    for (const std::string& reading : comma_readings(text)) help += (help.empty() ? (raw.in_cell ? "without commas, write " : "without quotes and commas, write ") : " or ") + reading;
    return failed(Mistake::fact_type, "the value beside a \"unit\" is a number, found a text",
                  help.empty() ? "write the number alone, without quotes" : help + ", whichever is meant");
  }
  if (parsed.out_of_range) return out_of_range(text);
  const bool fits = parsed.quantity && (beside(parsed.quantity->unit, type.unit) || beside(type.unit, parsed.quantity->unit));
  if (auto fault = fits ? std::nullopt : explain_number(text, {type, counting_, {}, raw.in_cell})) return {{}, {}, std::move(*fault)};
  if (!parsed.quantity) return unreadable_quantity(text, parsed, type);
  return to_slot_unit(parsed.quantity->value, parsed.quantity->unit, type, text);
}

// What stands behind a quantity that could be read by itself is told; else what is wrong with the unit.
ReadValue ValueReader::unreadable_quantity(std::string_view text, const QuantityResult& parsed, const FactType& type) const {
  if (parsed.help.empty() && parsed.suggestion.empty()) {
    for (std::size_t blank = text.rfind(' '); blank != std::string_view::npos && blank > 0; blank = text.rfind(' ', blank - 1)) {
      const std::string_view front = text.substr(0, blank);
      if (!parse_quantity(front, counting_).quantity) continue;
      return failed(Mistake::fact_unit, fmt::format("`{}` behind `{}` is no part of a quantity", shown(text.substr(blank + 1)), shown(front)),
                    "a fact takes a number and its unit; what else is said wants a fact of its own");
    }
  }
  return failed(Mistake::fact_unit, parsed.fault, advice(parsed, text, type, counting_));
}

ReadValue ValueReader::read_enumeration(const JsonValue& raw, const FactType& type) const {
  if (raw.kind != JsonKind::text) return wrong_kind(raw, type, "");
  const auto& alternatives = schema_.enumerations[type.enumeration].alternatives;
  for (std::size_t i = 0; i < alternatives.size(); ++i) {
    if (alternatives[i] == raw.text) return good(Alternative{static_cast<std::uint32_t>(i)}, raw.text);
  }
  const std::string folded = fold_text(raw.text);
  for (std::size_t i = 0; i < alternatives.size(); ++i) {
    if (fold_text(alternatives[i]) == folded) return good(Alternative{static_cast<std::uint32_t>(i)}, raw.text);
  }
  std::string help =
      raw.text.empty() ? std::string(leave_out) : did_you_mean(nearest(folded.substr(0, 100), alternatives));
  return failed(Mistake::fact_alternative, fmt::format("{} is expected, found \"{}\"", wanted(type), shown(raw.text)),
                std::move(help));
}

ReadValue ValueReader::read_code(const JsonValue& raw, const FactType& type, const JsonValue* system,
                                 std::list<TextData>& texts) const {
  std::string in_system = type.system;
  if (system != nullptr && system->kind != JsonKind::null) {
    in_system = system->kind == JsonKind::text ? system_named(trimmed(system->text)) : std::string();
    if (in_system.empty()) {
      std::string known;
      for (const std::string& name : known_systems()) known += (known.empty() ? "" : ", ") + name;
      const std::string near = system->kind == JsonKind::text ? nearest(fold_text(system->text).substr(0, 100), known_systems()) : "";
      return failed(Mistake::fact_code,
                    system->kind == JsonKind::text
                        ? fmt::format("`{}` is not a coding system crit knows", shown(system->text))
                        : fmt::format("a \"system\" is a text, found {}", json_kind_name(system->kind)),
                    near.empty() ? fmt::format("write one of {}, or a URI", known) : did_you_mean(near));
    }
  }
  if (raw.kind == JsonKind::number) {
    return wrong_kind(raw, type,
                      fmt::format("write \"{}\"; a number loses the zeros a code may begin with", shown(raw.text)));
  }
  if (raw.kind != JsonKind::text) return wrong_kind(raw, type, "");
  if (raw.text.empty()) return failed(Mistake::fact_code, "the code is empty", std::string(leave_out));
  const NormalCode normal = normalize_code(in_system, plain_blanks(raw.text));
  if (!normal.code) return failed(Mistake::fact_code, normal.message(), code_advice(in_system, raw.text));
  texts.push_back({std::string(raw.text), std::move(*normal.code), std::move(in_system)});
  return good(CodeValue{&texts.back()}, raw.text);
}

}  // namespace crit
