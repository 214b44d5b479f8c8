#include "shown.hpp"

#include <fmt/format.h>

#include "outline.hpp"
#include "reason_text.hpp"

namespace crit::session {

std::string type_text(const FactType& type, const Schema& schema) {
  switch (type.kind) {
    case FactKind::yes_no: return "yes or no";
    case FactKind::number:
      if (type.unit.is_plain()) return "a number";
      return type.unit.dimension.empty() ? "a ratio in " + type.unit.spelling : fmt::format("{} in {}", describe_dimension(type.unit.dimension), type.unit.spelling);
    case FactKind::text: return "a text";
    case FactKind::date: return "a date";
    case FactKind::duration: return "a duration";
    case FactKind::enumeration: {
      std::string text = "one of";
      const std::vector<std::string>& all = schema.enumerations[type.enumeration].alternatives;
      for (std::size_t i = 0; i < all.size(); ++i) text += (i == 0 ? " " : ", ") + all[i];
      return text;
    }
    case FactKind::code: return "a code of " + type.system;
  }
  return "";
}

namespace {

ValueType type_of(FactKind kind) {
  switch (kind) {
    case FactKind::yes_no: return ValueType::yes_no;
    case FactKind::number: return ValueType::number;
    case FactKind::text: return ValueType::text;
    case FactKind::date: return ValueType::date;
    case FactKind::duration: return ValueType::duration;
    case FactKind::enumeration: return ValueType::one_of;
    case FactKind::code: return ValueType::code;
  }
  return ValueType::text;
}

ValueType type_of(ListKind kind) {
  switch (kind) {
    case ListKind::codes: return ValueType::codes;
    case ListKind::list: return ValueType::list;
    case ListKind::series: return ValueType::series;
    case ListKind::periods: return ValueType::periods;
  }
  return ValueType::list;
}

class Shower {
 public:
  Shower(const Chunk& chunk, const FactSet* facts) : chunk_(chunk), facts_(facts) {}

  std::vector<FactShown> run() const {
    std::vector<FactShown> all;
    for (std::size_t i = 0; i < chunk_.schema.facts.size(); ++i) all.push_back(fact(i));
    for (std::size_t i = 0; i < chunk_.schema.lists.size(); ++i) all.push_back(list(i));
    return all;
  }

 private:
  void declare(FieldShown& shown, const std::string& name, const std::string& description, const FactType& type) const {
    shown.name = name;
    shown.description = description;
    shown.type = type_of(type.kind);
    shown.type_text = type_text(type, chunk_.schema);
    if (type.kind == FactKind::number && !type.unit.is_plain()) shown.unit = type.unit.spelling;
    if (type.kind == FactKind::enumeration) shown.alternatives = chunk_.schema.enumerations[type.enumeration].alternatives;
  }

  FactShown fact(std::size_t slot) const {
    const FactSlot& declared = chunk_.schema.facts[slot];
    FactShown shown;
    declare(shown, declared.path, declared.description, declared.type);
    shown.asked = declared.asked;
    if (!readable(facts_ == nullptr ? 0 : facts_->facts.size(), slot, shown)) return shown;
    const FactCell& cell = facts_->facts[slot];
    shown.missing = cell.state != FactState::supplied;
    if (shown.missing) {
      shown.why_missing = why_absent(cell.state, cell.written.text());
    } else {
      shown.value = value(cell, declared.type);
      const std::string written = cell.written.text();
      if (written != shown.value && written != "true" && written != "false") shown.written = written;
    }
    take_source(cell.provenance, shown);
    return shown;
  }

  FactShown list(std::size_t slot) const {
    const ListSlot& declared = chunk_.schema.lists[slot];
    FactShown shown;
    shown.is_list = true;
    shown.is_plain = declared.single_value;
    shown.name = declared.path;
    shown.description = declared.description;
    shown.type = type_of(declared.kind);
    for (const Field& field : declared.fields) declare(shown.fields.emplace_back(), field.name, field.description, field.type);
    shown.type_text = declared.kind == ListKind::codes    ? "codes of " + declared.fields.front().type.system
                      : declared.kind == ListKind::series ? "a series"
                      : declared.kind == ListKind::periods ? "periods"
                      : declared.single_value              ? "a list of " + shown.fields.front().type_text
                                                           : "a list";
    if (!readable(facts_ == nullptr ? 0 : facts_->lists.size(), slot, shown)) return shown;
    const ListCell& cell = facts_->lists[slot];
    shown.missing = cell.state != FactState::supplied;
    if (shown.missing)
      shown.why_missing = why_absent(cell.state, {});
    else shown.value = cell.items == 1 ? "1 item" : fmt::format("{} items", cell.items);
    shown.complete = cell.complete && !cell.complete_within;
    if (cell.complete_within) shown.complete_within = to_string(*cell.complete_within);
    for (std::uint32_t i = 0; i < cell.items; ++i) shown.items.push_back(item(declared, cell, i));
    take_source(cell.provenance, shown);
    return shown;
  }

  ItemShown item(const ListSlot& declared, const ListCell& cell, std::uint32_t index) const {
    ItemShown shown;
    shown.path = fmt::format("{}[{}]", declared.path, index + 1);
    for (std::size_t i = 0; i < declared.fields.size(); ++i) {
      const FactCell& one = cell.cells[index * declared.fields.size() + i];
      const FactType& type = declared.fields[i].type;
      shown.values.push_back(one.state == FactState::supplied ? value(one, type) : std::string());
      if (shown.values.back().empty()) continue;
      const std::string quoted = type.kind == FactKind::text ? "\"" + shown.values.back() + "\"" : shown.values.back();
      if (declared.single_value) shown.shown = quoted;
      else shown.shown += fmt::format("{}{}: {}", shown.shown.empty() ? "" : ", ", declared.fields[i].name, quoted);
    }
    return shown;
  }

  std::string value(const FactCell& cell, const FactType& type) const {
    if (const auto* date = std::get_if<Date>(&cell.value); date != nullptr && *date == ongoing) return "ongoing";
    const Unit& unit = type.unit;
    const std::string with = type.kind == FactKind::number && !unit.is_plain() ? " " + unit.spelling : "";
    if (const std::optional<Interval> number = interval_of(cell.value)) return number->to_string(with);
    Routine piece;
    piece.enumeration = type.enumeration;
    return show(chunk_, cell.value, piece);
  }

  std::string why_absent(FactState state, const std::string& word) const {
    const Reason reason = absence(state, word);
    return ReasonText(chunk_).text(&reason);
  }

  static bool readable(std::size_t slots, std::size_t slot, FactShown& shown) {
    if (slot < slots) return true;
    shown.why_missing = "the member's facts cannot be read";
    return false;
  }

  void take_source(std::uint32_t provenance, FactShown& shown) const {
    if (provenance == 0) return;
    shown.source = facts_->provenances[provenance - 1].source;
    shown.document = facts_->provenances[provenance - 1].document;
  }

  const Chunk& chunk_;
  const FactSet* facts_;
};

}  // namespace

std::vector<FactShown> show_facts(const Chunk& chunk, const FactSet* facts) { return Shower(chunk, facts).run(); }

}  // namespace crit::session
