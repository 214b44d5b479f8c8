// parse_unit: UCUM's grammar, the words people write, and faults that say what may have been meant.
#include "unit_reader.hpp"

#include <algorithm>

#include "unit_grammar.hpp"

namespace crit {
namespace {

// `K/uL` and `M/mm3` on a blood count: thousands and millions, which UCUM would take for kelvins and megas. Nothing is
// measured in kelvins a volume.
std::string thousands_meant(std::string_view text) {
  if (text.size() < 3 || text[1] != '/' || std::string_view("KkM").find(text[0]) == std::string_view::npos) return {};
  static const std::vector<std::string> none;
  UnitReader reader(text.substr(2), none);
  UnitPart volume;
  if (!reader.read(volume) || volume.dimension != Dimension{{"m", 3}}) return {};
  return (text[0] == 'M' ? "10*6/" : "10*3/") + reader.ucum();
}

// What is suggested for a part of a unit, as the whole unit: `mg/dL` for `MG/DL`. nullopt where another part stands in the way
// that its author must look at.
std::optional<std::string> whole_meant(std::string_view text, const UnitResult& fault, const std::vector<std::string>& counting,
                                       int more_parts) {
  if (fault.suggestion.empty() || !fault.help.empty() || text.find(' ') != std::string_view::npos) return std::nullopt;
  const bool divided = fault.begin > 0 && text[fault.begin - 1] == '/' && fault.suggestion.find('/') != std::string::npos;
  const std::string part = divided ? "(" + fault.suggestion + ")" : fault.suggestion;
  std::string whole = std::string(text.substr(0, fault.begin)).append(part).append(text.substr(fault.end));
  UnitReader reader(whole, counting);
  UnitPart ignored;
  if (reader.read(ignored)) return whole;
  return more_parts == 0 ? std::nullopt : whole_meant(whole, reader.fault(), counting, more_parts - 1);
}

}  // namespace

Dimension combine_dimensions(const Dimension& left, const Dimension& right, int power) {
  Dimension result = left;
  for (const auto& [name, exponent] : right) {
    const auto place = std::lower_bound(result.begin(), result.end(), name,
                                        [](const auto& entry, const std::string& key) { return entry.first < key; });
    if (place != result.end() && place->first == name) {
      place->second += exponent * power;
      if (place->second == 0) result.erase(place);
    } else if (exponent * power != 0) {
      result.insert(place, {name, exponent * power});
    }
  }
  return result;
}

std::string quote_for_message(std::string_view text) {
  constexpr std::size_t shown = 40;
  std::size_t length = std::min(text.size(), shown);
  while (length < text.size() && length > 0 && (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U) --length;
  std::string result = "`";
  for (const char letter : text.substr(0, length)) {
    const auto byte = static_cast<unsigned char>(letter);
    result += byte < 0x20 || byte == 0x7F ? '?' : letter;
  }
  return result + (length < text.size() ? "…`" : "`");
}

bool is_special_scale(std::string_view dimension_name) {
  const UnitAtom* atom = known_unit_atom(dimension_name);
  return atom != nullptr && atom->special;
}

namespace {

Unit unit_of(std::string_view text, const UnitReader& reader, UnitPart part) {
  return {std::string(text), reader.ucum(), std::move(part.dimension), part.factor, part.offset};
}

}  // namespace

UnitResult parse_unit(std::string_view text, const std::vector<std::string>& counting) {
  if (std::string meant = thousands_meant(text); !meant.empty()) {
    UnitResult result;
    result.fault = quote_for_message(text) + (text[0] == 'K' ? " would be kelvins a volume" : " is not UCUM");
    result.fault += text[0] == 'M' ? "; millions are written out" : "; thousands are written out";
    result.end = text.size();
    result.suggestion = std::move(meant);
    result.kind = UnitFault::refused;
    return result;
  }
  UnitReader reader(text, counting);
  UnitPart part;
  UnitResult result;
  if (!reader.read(part)) {
    constexpr int parts_corrected = 4;  // `MG/KG/DAY` has three
    result = reader.fault();
    if (std::optional<std::string> whole = whole_meant(text, result, counting, parts_corrected)) result.suggestion = std::move(*whole);
    return result;
  }
  result.unit = unit_of(text, reader, std::move(part));
  return result;
}

std::optional<Unit> find_unit(std::string_view text, const std::vector<std::string>& counting) {
  if (!thousands_meant(text).empty()) return std::nullopt;
  UnitReader reader(text, counting, UnitReader::Advice::none);
  UnitPart part;
  if (!reader.read(part)) return std::nullopt;
  return unit_of(text, reader, std::move(part));
}

const Unit& day_unit() {
  static const Unit day = find_unit("d", {}).value_or(Unit{});
  return day;
}

}  // namespace crit
