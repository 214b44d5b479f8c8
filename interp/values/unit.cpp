// Computing with units, and quantities as text. Reading a unit is in unit_reader.cpp, naming a dimension in
// unit_describe.cpp.
#include "unit.hpp"

#include <algorithm>
#include <iterator>

#include "unit_reader.hpp"

namespace crit {

// -------------------------------------------------------------------------------------------------------------------
// Computing with units
// -------------------------------------------------------------------------------------------------------------------

bool Unit::is_bare() const {
  if (!is_plain()) return false;
  // `{score}` and `1` are one part with nothing above or below; `g/g` has two.
  std::string_view rest = ucum;
  while (!rest.empty()) {
    if (rest.front() == '{') {
      const std::size_t close = rest.find('}');
      rest.remove_prefix(close == std::string_view::npos ? rest.size() : close + 1);
    } else if (rest.front() == '1' || rest.front() == '/' || rest.front() == '.') {
      rest.remove_prefix(1);
    } else {
      return false;
    }
  }
  return true;
}

bool same_dimension(const Unit& left, const Unit& right) { return left.dimension == right.dimension; }

std::optional<Number> convert(const Number& value, const Unit& from, const Unit& to) {
  if (!same_dimension(from, to)) return std::nullopt;
  if (from.factor == to.factor && from.offset == to.offset) return value;
  if (from.offset == to.offset && from.offset.is_zero()) {
    // One factor for both steps, so that a large value does not overflow on its way through the base.
    const auto factor = divide(from.factor, to.factor);
    return factor ? multiply(value, *factor) : std::nullopt;
  }
  const auto scaled = multiply(value, from.factor);
  const auto based = scaled ? add(*scaled, from.offset) : std::nullopt;
  const auto shifted = based ? subtract(*based, to.offset) : std::nullopt;
  return shifted ? divide(*shifted, to.factor) : std::nullopt;
}

namespace {

// Affine and logarithmic units do not multiply.
bool is_special(const Unit& unit) {
  if (!unit.offset.is_zero()) return true;
  return std::any_of(unit.dimension.begin(), unit.dimension.end(),
                     [](const auto& entry) { return is_special_scale(entry.first); });
}

// The parts of a unit's text, each above or below the line; brackets stay whole, and so does the number of `mL/min/1.73m2`.
struct TextPart {
  std::string text;
  bool below;
};
std::vector<TextPart> parts_of(std::string_view text, bool inverted) {
  std::vector<TextPart> parts;
  bool below = false;
  int depth = 0;
  std::string part;
  const auto finish = [&] {
    if (!part.empty() && part != "1") parts.push_back({part, below != inverted});
    part.clear();
  };
  const auto is_digit_at = [&](std::size_t at) { return at < text.size() && text[at] >= '0' && text[at] <= '9'; };
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char letter = text[at];
    const bool in_number = letter == '.' && !part.empty() && is_digit_at(at - 1) && is_digit_at(at + 1);
    if (depth == 0 && !in_number && (letter == '.' || letter == '/')) {
      finish();
      below = letter == '/';
      continue;
    }
    if (letter == '(' || letter == '[' || letter == '{') ++depth;
    if (letter == ')' || letter == ']' || letter == '}') --depth;
    part += letter;
  }
  finish();
  return parts;
}

// One unit, however it is spelt: `day` and `d`.
bool same_part(const std::string& left, const std::string& right) {
  if (left == right) return true;
  const std::optional<Unit> a = parse_unit(left).unit;
  const std::optional<Unit> b = parse_unit(right).unit;
  return a && b && a->ucum == b->ucum && a->dimension == b->dimension && a->factor == b->factor;
}

// `mg/kg/dose` times `dose/day` reads `mg/kg/day`: what stands both above and below the line goes.
std::string join_texts(std::string_view left, std::string_view right, bool divides) {
  std::vector<TextPart> parts = parts_of(left, false);
  for (TextPart& part : parts_of(right, divides)) {
    const auto opposite = std::find_if(parts.begin(), parts.end(), [&](const TextPart& other) {
      return other.below != part.below && same_part(other.text, part.text);
    });
    if (opposite != parts.end()) {
      parts.erase(opposite);
    } else {
      parts.push_back(std::move(part));
    }
  }
  std::string above;
  std::string below;
  for (const TextPart& part : parts) {
    if (part.below) {
      below += '/' + part.text;
    } else {
      above += (above.empty() ? "" : ".") + part.text;
    }
  }
  return above.empty() && below.empty() ? "1" : above + below;
}

std::optional<Unit> combine_units(const Unit& left, const Unit& right, bool divides) {
  if (is_special(left) || is_special(right)) return std::nullopt;
  const auto factor = divides ? divide(left.factor, right.factor) : multiply(left.factor, right.factor);
  if (!factor) return std::nullopt;
  Unit result;
  result.spelling = join_texts(left.spelling, right.spelling, divides);
  result.ucum = join_texts(left.ucum, right.ucum, divides);
  result.dimension = combine_dimensions(left.dimension, right.dimension, divides ? -1 : 1);
  result.factor = *factor;
  return result;
}

}  // namespace

std::optional<Unit> multiply(const Unit& left, const Unit& right) { return combine_units(left, right, false); }
std::optional<Unit> divide(const Unit& left, const Unit& right) { return combine_units(left, right, true); }

namespace {

// What a part is a power of, and which: `m2`, `s-1`.
std::pair<std::string, int> atom_of(const TextPart& part) {
  std::size_t digits = part.text.size();
  while (digits > 0 && part.text[digits - 1] >= '0' && part.text[digits - 1] <= '9') --digits;
  const int sign = part.below ? -1 : 1;
  if (digits == 0 || digits == part.text.size() || part.text.size() - digits > 2) return {part.text, sign};
  const int exponent = std::stoi(part.text.substr(digits));
  const bool negative = part.text[digits - 1] == '-';
  std::size_t end = digits - (negative ? 1 : 0);
  if (end > 0 && part.text[end - 1] == '^') --end;
  return {part.text.substr(0, end), negative ? -sign * exponent : sign * exponent};
}

// The text of a unit, each part to the power above / below; empty where one does not go.
std::string raised_text(std::string_view text, std::int64_t above, std::int64_t below) {
  std::vector<std::pair<std::string, std::int64_t>> atoms;
  for (const TextPart& part : parts_of(text, false)) {
    const auto [atom, exponent] = atom_of(part);
    const auto place = std::find_if(atoms.begin(), atoms.end(), [&atom = atom](const auto& one) { return same_part(one.first, atom); });
    if (place == atoms.end()) atoms.emplace_back(atom, exponent);
    else place->second += exponent;
  }
  std::string over;
  std::string under;
  for (const auto& [atom, exponent] : atoms) {
    if (exponent * above % below != 0) return {};
    const std::int64_t raised = exponent * above / below;
    if (raised == 0) continue;
    const std::string digits = raised == 1 || raised == -1 ? "" : std::to_string(raised < 0 ? -raised : raised);
    if (raised < 0) under += '/' + atom + digits;
    else over += (over.empty() ? "" : ".") + atom + digits;
  }
  return over + under;
}

}  // namespace

std::optional<Unit> raise(const Unit& unit, const Number& exponent, const std::vector<std::string>& counting) {
  constexpr std::int64_t most = 99;  // as large as a power in a unit may be
  if (is_special(unit) || exponent.numerator() > most || exponent.numerator() < -most || exponent.denominator() > most) return std::nullopt;
  const auto above = static_cast<std::int64_t>(exponent.numerator());
  const auto below = static_cast<std::int64_t>(exponent.denominator());
  Dimension dimension;
  for (const auto& [atom, of] : unit.dimension) {
    if (of * above % below != 0) return std::nullopt;
    if (above != 0) dimension.emplace_back(atom, static_cast<int>(of * above / below));
  }
  const std::optional<Number> factor = power(unit.factor, static_cast<int>(above));
  if (!factor) return std::nullopt;
  for (const std::string* text : {&unit.spelling, &unit.ucum}) {
    const std::string raised = raised_text(*text, above, below);
    std::optional<Unit> result = raised.empty() ? std::nullopt : parse_unit(raised, counting).unit;
    if (result && result->dimension == dimension && power(result->factor, static_cast<int>(below)) == factor) return result;
  }
  return std::nullopt;
}

std::optional<Unit> beside(const Unit& unit, const Unit& other) {
  if (unit.dimension == other.dimension) return unit;
  struct Mean {
    const char* code;
    const char* calendar;
  };
  Unit meant = unit;
  for (const auto [code, calendar] : {Mean{"a", "year"}, Mean{"mo", "month"}}) {
    const std::optional<Unit> mean = parse_unit(code).unit;
    const std::optional<Unit> exact = parse_unit(calendar).unit;
    for (const TextPart& part : parts_of(unit.ucum, false)) {
      if (!part.below || part.text != code) continue;
      const std::optional<Number> factor = multiply(meant.factor, mean->factor);
      if (!factor) return std::nullopt;
      meant.factor = *factor;
      meant.dimension = combine_dimensions(combine_dimensions(meant.dimension, mean->dimension, 1), exact->dimension, -1);
    }
  }
  if (meant.dimension != other.dimension) return std::nullopt;
  return meant;
}

bool another_scale(const Unit& left, const Unit& right) {
  if ((left.ucum == "%") == (right.ucum == "%")) return false;
  static const Dimension amount = parse_unit("mol").unit->dimension;
  const auto of_amounts = [](const Unit& unit) {
    bool above = false, below = false;
    for (const TextPart& part : parts_of(unit.ucum, false)) {
      const std::optional<Unit> one = parse_unit(part.text).unit;
      if (one && one->dimension == amount) (part.below ? below : above) = true;
    }
    return unit.dimension.empty() && above && below;
  };
  return of_amounts(left.ucum == "%" ? right : left);
}

bool has_uncancelled_parts(const Unit& unit) {
  const std::vector<TextPart> parts = parts_of(unit.ucum, false);
  for (const TextPart& above : parts) {
    if (above.below) continue;
    const std::optional<Unit> one = parse_unit(above.text).unit;
    for (const TextPart& below : parts) {
      if (!below.below || below.text == "kg" || below.text == "[lb_av]") continue;
      const std::optional<Unit> other = parse_unit(below.text).unit;
      if (one && other && !one->dimension.empty() && one->dimension == other->dimension) return true;
    }
  }
  return false;
}

// -------------------------------------------------------------------------------------------------------------------
// Quantities
// -------------------------------------------------------------------------------------------------------------------

namespace {

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }
bool is_blank(char letter) { return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r'; }

// How much of the text is a number: the longest beginning that is one. `5eq` is 5 of `eq`, `5e3` is a number.
std::size_t number_length(std::string_view text) {
  const auto digits_from = [&](std::size_t at) {
    while (at < text.size() && is_digit(text[at])) ++at;
    return at;
  };
  const std::size_t begin = !text.empty() && text[0] == '-' ? 1 : 0;
  std::size_t end = digits_from(begin);
  if (end == begin) return 0;
  if (end + 1 < text.size() && text[end] == '.' && is_digit(text[end + 1])) end = digits_from(end + 1);
  if (end < text.size() && (text[end] == 'e' || text[end] == 'E')) {
    const bool sign = end + 1 < text.size() && (text[end + 1] == '+' || text[end + 1] == '-');
    const std::size_t exponent = end + (sign ? 2 : 1);
    if (exponent < text.size() && is_digit(text[exponent])) end = digits_from(exponent);
  }
  return end;
}

QuantityResult bad_quantity(std::string fault, std::string suggestion = {}, std::string help = {}) {
  QuantityResult result;
  result.fault = std::move(fault);
  result.suggestion = std::move(suggestion);
  result.help = std::move(help);
  return result;
}

// `1,500` and what follows it: digits, commas and points.
std::size_t comma_number_length(std::string_view text) {
  std::size_t end = !text.empty() && text[0] == '-' ? 1 : 0;
  while (end < text.size() && (is_digit(text[end]) || ((text[end] == ',' || text[end] == '.') && end + 1 < text.size() && is_digit(text[end + 1])))) ++end;
  return end;
}

// Which readings a comma leaves, each with what follows the number.
QuantityResult comma_fault(std::string_view text) {
  const std::size_t length = comma_number_length(text);
  const std::string_view number = text.substr(0, length);
  const std::vector<std::string> readings = comma_readings(number);
  std::string help;
  for (const std::string& reading : readings) {
    help += (help.empty() ? "write \"" : "\" or \"") + reading + std::string(text.substr(length));
  }
  if (!help.empty()) help += readings.size() > 1 ? "\", whichever is meant" : "\"";
  if (readings.size() == 1 && readings[0].find('.') != std::string::npos && number.find('.') == std::string_view::npos) {
    help += ", if the comma is a decimal one; else write the number with all its digits";
  }
  return bad_quantity("a number has no commas: " + quote_for_message(text), {}, std::move(help));
}

// `.5 mg`, `+5 mg`, `$100`: what they are with a number first. Empty: nothing is plain.
std::string number_meant(std::string_view text) {
  const auto first_digit = [&](std::string_view sign) { return text.substr(0, sign.size()) == sign && text.size() > sign.size() && is_digit(text[sign.size()]); };
  if (first_digit(".")) return "write \"0" + std::string(text) + "\"";
  if (first_digit("+")) return "write \"" + std::string(text.substr(1)) + "\"";
  if (first_digit("$")) return "a currency stands behind its amount: \"100 USD\"";
  return {};
}

}  // namespace

std::vector<std::string> comma_readings(std::string_view number) {
  std::vector<std::string> readings;
  const std::size_t first = number.find_first_of(",.");
  const std::size_t last = number.find_last_of(",.");
  if (number.find(',') == std::string_view::npos) return readings;
  // Groups of three digits between `first` and the end of the whole part, all behind one sign.
  const auto is_grouped = [&](std::string_view whole, char sign) {
    std::size_t group = whole.find(sign);
    if (group == std::string_view::npos || group == 0 || group > (whole[0] == '-' ? 4U : 3U) || whole[whole[0] == '-' ? 1 : 0] == '0') return false;
    while (group != std::string_view::npos) {
      const std::size_t next = whole.find_first_of(",.", group + 1);
      const std::size_t size = (next == std::string_view::npos ? whole.size() : next) - group - 1;
      if (whole[group] != sign || size != 3) return false;
      group = next;
    }
    return true;
  };
  const auto without = [](std::string_view text, char sign) {
    std::string kept;
    std::copy_if(text.begin(), text.end(), std::back_inserter(kept), [sign](char letter) { return letter != sign; });
    return kept;
  };
  const std::string_view whole = number.substr(0, last);
  const std::string fraction(number.substr(last + 1));
  if (first == last) {
    readings.push_back(std::string(whole) + "." + fraction);
    if (is_grouped(number, ',')) readings.push_back(without(number, ','));
  } else if (is_grouped(number, ',')) {
    readings.push_back(without(number, ','));
  } else if (number[last] == '.' && is_grouped(whole, ',')) {
    readings.push_back(without(whole, ',') + "." + fraction);
  } else if (number[last] == ',' && is_grouped(whole, '.')) {
    readings.push_back(without(whole, '.') + "." + fraction);
  }
  return readings;
}

QuantityResult parse_quantity(std::string_view text, const std::vector<std::string>& counting) {
  const std::size_t length = number_length(text);
  if (length == 0) return bad_quantity(quote_for_message(text) + " does not begin with a number", {}, number_meant(text));
  const auto value = Number::parse(text.substr(0, length));
  if (!value) {
    QuantityResult result = bad_quantity(quote_for_message(text.substr(0, length)) + " has more digits than crit counts with exactly");
    result.out_of_range = true;
    return result;
  }
  std::string_view rest = text.substr(length);
  if (rest.empty()) return bad_quantity(quote_for_message(text) + " has no unit");
  if (rest.size() > 1 && rest[0] == ',' && is_digit(rest[1])) return comma_fault(text);
  if (rest.front() == ' ') rest.remove_prefix(1);
  const bool blank = text[length] == ' ';
  if (blank && rest.size() > 3 && rest[3] == ' ' && std::all_of(rest.begin(), rest.begin() + 3, is_digit)) {
    return bad_quantity("a number has no blanks inside: " + quote_for_message(text), {},
                        "if it is one number, write \"" + std::string(text.substr(0, length)).append(rest) + "\"");
  }
  if (!rest.empty() && is_blank(rest.front())) {
    return bad_quantity("at most one blank stands between a number and its unit");
  }
  UnitResult unit = parse_unit(rest, counting);
  if (!unit.unit) return bad_quantity(std::move(unit.fault), std::move(unit.suggestion), std::move(unit.help));
  QuantityResult result;
  result.quantity = QuantityText{*value, std::move(*unit.unit)};
  return result;
}

}  // namespace crit
