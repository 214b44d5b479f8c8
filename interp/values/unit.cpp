// Computing with units, and quantities as text. Reading a unit is in unit_reader.cpp, naming a dimension in
// unit_describe.cpp.
#include "unit.hpp"

#include <algorithm>

#include "unit_reader.hpp"

namespace crit {

// -------------------------------------------------------------------------------------------------------------------
// Computing with units
// -------------------------------------------------------------------------------------------------------------------

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

// The parts of a unit's text, each above or below the line; brackets stay whole.
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
  for (const char letter : text) {
    if (depth == 0 && (letter == '.' || letter == '/')) {
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

QuantityResult bad_quantity(std::string fault, std::string suggestion = {}) {
  return {std::nullopt, std::move(fault), std::move(suggestion)};
}

}  // namespace

QuantityResult parse_quantity(std::string_view text, const std::vector<std::string>& counting) {
  const std::size_t length = number_length(text);
  if (length == 0) return bad_quantity(quote_for_message(text) + " does not begin with a number");
  const auto value = Number::parse(text.substr(0, length));
  if (!value) {
    QuantityResult result = bad_quantity(quote_for_message(text.substr(0, length)) + " has more digits than crit counts with exactly");
    result.out_of_range = true;
    return result;
  }
  std::string_view rest = text.substr(length);
  if (rest.empty()) return bad_quantity(quote_for_message(text) + " has no unit");
  if (rest.size() > 1 && rest[0] == ',' && is_digit(rest[1])) {
    std::string plain(text);
    plain.erase(std::remove(plain.begin(), plain.end(), ','), plain.end());
    return bad_quantity("a number has no commas: " + quote_for_message(text), plain);
  }
  if (rest.front() == ' ') rest.remove_prefix(1);
  if (!rest.empty() && is_blank(rest.front())) {
    return bad_quantity("at most one blank stands between a number and its unit");
  }
  UnitResult unit = parse_unit(rest, counting);
  if (!unit.unit) return bad_quantity(std::move(unit.fault), std::move(unit.suggestion));
  QuantityResult result;
  result.quantity = QuantityText{*value, std::move(*unit.unit)};
  return result;
}

}  // namespace crit
