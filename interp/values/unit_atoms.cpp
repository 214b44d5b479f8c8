// What the symbols of a unit stand for: counting units of the policy, the words people write, UCUM's atoms and their prefixes.
#include <mutex>
#include <optional>

#include "unit_grammar.hpp"

namespace crit {
namespace {

std::optional<UnitAtom> read_definition(const AtomRow& row) {
  UnitAtom atom;
  atom.metric = row.metric;
  if (row.kind == AtomKind::own || row.kind == AtomKind::scale) {
    atom.dimension = {{std::string(row.code), 1}};
    atom.special = row.kind == AtomKind::scale;
    return atom;
  }
  UnitReader reader(row.unit, &row);
  UnitPart part;
  const auto value = Number::parse(row.value);
  const bool readable = reader.read(part);
  const auto factor = readable && value ? multiply(part.factor, *value) : std::nullopt;
  if (!factor) return std::nullopt;  // cannot be: the tests look for every row
  atom.dimension = std::move(part.dimension);
  atom.factor = *factor;
  if (row.kind == AtomKind::offset) {
    atom.special = true;
    const auto offset = Number::parse(row.offset);
    atom.offset = offset ? multiply(*offset, *factor).value_or(0) : Number(0);
  }
  return atom;
}

struct Definition {
  explicit Definition(const AtomRow& row_in) : row(&row_in) {}
  const AtomRow* row;
  std::once_flag once;
  std::optional<UnitAtom> atom;
};

}  // namespace

const UnitAtom* known_unit_atom(std::string_view code, const AtomRow* before) {
  static auto all = [] {
    std::unordered_map<std::string_view, Definition> made;
    made.reserve(static_cast<std::size_t>(unit_atoms().end() - unit_atoms().begin()));
    for (const AtomRow& row : unit_atoms()) made.try_emplace(row.code, row);
    return made;
  }();
  const auto found = all.find(code);
  if (found == all.end() || found->second.row >= before) return nullptr;
  Definition& definition = found->second;
  std::call_once(definition.once, [&] { definition.atom = read_definition(*definition.row); });
  return definition.atom ? &*definition.atom : nullptr;
}

const UnitWords& known_unit_words() {
  static const UnitWords map = [] {
    UnitWords result;
    result.reserve(static_cast<std::size_t>(unit_words().end() - unit_words().begin()));
    for (const WordRow& row : unit_words()) result.emplace(row.word, &row);
    return result;
  }();
  return map;
}

const std::string* UnitReader::counting_unit(std::string_view symbol) const {
  if (counting_ == nullptr) return nullptr;
  for (const std::string& unit : *counting_) {
    if (symbol == unit) return &unit;
  }
  for (const std::string& unit : *counting_) {
    if (!starts_with(symbol, unit)) continue;
    const std::string_view ending = symbol.substr(unit.size());
    const auto ends_with = [&](std::string_view letters) { return unit.size() > letters.size() && std::string_view(unit).substr(unit.size() - letters.size()) == letters; };
    const bool hisses = ends_with("s") || ends_with("x") || ends_with("z") || ends_with("ch") || ends_with("sh");
    if (hisses ? ending == "es" : ending == "s") return &unit;
  }
  return nullptr;
}

bool UnitReader::find_symbol(std::string_view name, UnitAtom& atom, std::string& code) const {
  if (counting_ != nullptr) {
    if (const std::string* unit = counting_unit(name)) {
      atom.dimension = {{*unit, 1}};
      code = *unit;
      return true;
    }
    const auto word = known_unit_words().find(name);
    if (word != known_unit_words().end()) return read_word(*word->second, atom, code);
  }
  code = name;
  return find_atom(name, atom);
}

bool UnitReader::read_word(const WordRow& row, UnitAtom& atom, std::string& code) const {
  code = row.meaning == WordMeaning::own ? row.code : row.text;
  if (row.meaning == WordMeaning::own) atom.dimension = {{std::string(row.text), 1}};
  if (row.meaning != WordMeaning::ucum) return true;
  UnitReader reader(row.text, before_);
  UnitPart part;
  if (!reader.read(part)) return false;  // cannot be: the tests read every word
  atom = {part.dimension, part.factor, part.offset, false, part.special};
  return true;
}

bool UnitReader::find_atom(std::string_view name, UnitAtom& atom) const {
  if (const UnitAtom* found = known_unit_atom(name, before_)) {
    atom = *found;
    return true;
  }
  for (const PrefixRow& prefix : unit_prefixes()) {
    if (!starts_with(name, prefix.code)) continue;
    const UnitAtom* found = known_unit_atom(name.substr(prefix.code.size()), before_);
    if (found == nullptr || !found->metric) continue;
    const auto factor = multiply(found->factor, *Number::parse(prefix.value));
    if (!factor) continue;
    atom = *found;
    atom.factor = *factor;
    return true;
  }
  return false;
}

}  // namespace crit
