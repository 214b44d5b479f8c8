// crit.hpp's Program::facts(): a version's schema, as hosts see it.
#include "crit/declared.hpp"

#include <utility>

#include "program.hpp"

namespace crit {

namespace {

DeclaredType type_of(const FactType& type) {
  switch (type.kind) {
    case FactKind::yes_no: return DeclaredType::yes_no;
    case FactKind::number: return type.unit.is_plain() ? DeclaredType::number : DeclaredType::quantity;
    case FactKind::text: return DeclaredType::text;
    case FactKind::date: return DeclaredType::date;
    case FactKind::duration: return DeclaredType::duration;
    case FactKind::enumeration: return DeclaredType::one_of;
    case FactKind::code: return DeclaredType::code;
  }
  return DeclaredType::text;
}

DeclaredShape shape_of(const ListSlot& slot) {
  switch (slot.kind) {
    case ListKind::codes: return DeclaredShape::codes;
    case ListKind::list: return slot.single_value ? DeclaredShape::values : DeclaredShape::items;
    case ListKind::series: return DeclaredShape::series;
    case ListKind::periods: return DeclaredShape::periods;
  }
  return DeclaredShape::items;
}

DeclaredField field_of(const Schema& schema, const FactType& type, std::string name, std::string description) {
  DeclaredField made;
  made.name = std::move(name);
  made.description = std::move(description);
  made.type = type_of(type);
  if (made.type == DeclaredType::quantity) made.unit = type.unit.spelling;
  if (made.type == DeclaredType::one_of) {
    made.alternatives = schema.enumerations[type.enumeration].alternatives;
    made.ordered = schema.enumerations[type.enumeration].ordered;
  }
  made.system = type.system;
  return made;
}

}  // namespace

std::vector<DeclaredFact> Program::facts(std::string_view as_of) const {
  std::vector<DeclaredFact> all;
  if (!data_) return all;
  const std::optional<Date> day = parse_date(as_of);
  bool in_force = true;
  const Version& version = day ? data_->version_on(day->first, in_force) : data_->versions.back();
  const Schema& schema = version.chunk.schema;
  for (const FactSlot& slot : schema.facts) {
    DeclaredFact made{slot.path, slot.description, slot.asked ? DeclaredShape::question : DeclaredShape::single, {}, false, {}};
    made.fields.push_back(field_of(schema, slot.type, "", slot.description));
    all.push_back(std::move(made));
  }
  for (const ListSlot& slot : schema.lists) {
    DeclaredFact made{slot.path, slot.description, shape_of(slot), {}, slot.complete, slot.complete_within ? to_string(*slot.complete_within) : std::string()};
    for (const Field& field : slot.fields) made.fields.push_back(field_of(schema, field.type, slot.single_value ? "" : field.name, field.description));
    all.push_back(std::move(made));
  }
  return all;
}

}  // namespace crit
