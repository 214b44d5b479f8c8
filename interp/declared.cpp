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

// The kinds of sources that will do for each fact and list, where the policy asks for any.
struct Demands {
  std::vector<SourceMask> facts, lists;
};

Demands demands_of(const Chunk& chunk) {
  Demands made{std::vector<SourceMask>(chunk.schema.facts.size(), 0), std::vector<SourceMask>(chunk.schema.lists.size(), 0)};
  std::vector<SourceMask> asked;      // by `documented_by` round the instruction, the innermost last
  std::vector<std::uint32_t> loops;   // the lists that it stands in, likewise
  const auto ask = [&](std::vector<SourceMask>& of, std::uint32_t slot, SourceMask header) {
    const SourceMask mask = asked.empty() ? header : asked.back();
    if (mask != any_source) of[slot] |= mask;
  };
  const auto ask_fact = [&](std::uint32_t slot) { ask(made.facts, slot, chunk.schema.facts[slot].documented); };
  const auto ask_list = [&](std::uint32_t slot) { ask(made.lists, slot, chunk.schema.lists[slot].documented); };
  for (const Instruction& one : chunk.code) {
    switch (info(one.op).operands) {
      case Operands::kinds: asked.push_back(chunk.documentation[one.a]); break;
      case Operands::fact: ask_fact(one.a); break;
      case Operands::known: one.b == 1 ? ask_list(one.a) : ask_fact(one.a); break;
      case Operands::includes: ask_list(one.a); break;
      case Operands::list:
        ask_list(one.a);
        loops.push_back(one.a);
        break;
      case Operands::item:
        if (!asked.empty() && one.a < loops.size()) ask_list(loops[loops.size() - 1 - one.a]);
        break;
      case Operands::closing:
        if (!loops.empty()) loops.pop_back();
        break;
      case Operands::none:
        if (one.op == Op::DocumentedEnd && !asked.empty()) asked.pop_back();
        if (one.op == Op::ListRun && !loops.empty()) loops.pop_back();
        break;
      case Operands::constant: case Operands::define: case Operands::count: case Operands::jump: case Operands::criterion: case Operands::section:
      case Operands::conversion: case Operands::comparison: case Operands::values: case Operands::code_set: case Operands::window: case Operands::pick:
      case Operands::rows:
      case Operands::pairs:
      case Operands::sieve:
      case Operands::try_:
      case Operands::lookup:
      case Operands::gap:
      case Operands::part: break;
    }
  }
  return made;
}

std::vector<std::string> kinds_in(const Schema& schema, SourceMask mask) {
  std::vector<std::string> kinds;
  for (std::size_t i = 0; i < schema.kinds.size(); ++i) {
    if ((mask >> i & 1U) != 0) kinds.push_back(schema.kinds[i]);
  }
  return kinds;
}

}  // namespace

std::vector<DeclaredFact> Program::facts(std::string_view as_of) const {
  std::vector<DeclaredFact> all;
  if (!data_) return all;
  const std::optional<Date> day = parse_date(as_of);
  bool in_force = true;
  const Version& version = day ? data_->version_on(day->first, in_force) : data_->versions.back();
  const Schema& schema = version.chunk.schema;
  const Demands demands = demands_of(version.chunk);
  for (const FactSlot& slot : schema.facts) {
    DeclaredFact made{slot.path, slot.description, slot.asked ? DeclaredShape::question : DeclaredShape::single, {}, false, {}, {}};
    made.sources = kinds_in(schema, demands.facts[static_cast<std::size_t>(&slot - schema.facts.data())]);
    made.fields.push_back(field_of(schema, slot.type, "", slot.description));
    all.push_back(std::move(made));
  }
  for (const ListSlot& slot : schema.lists) {
    DeclaredFact made{slot.path, slot.description, shape_of(slot), {}, slot.complete, slot.complete_within ? to_string(*slot.complete_within) : std::string(), {}};
    made.sources = kinds_in(schema, demands.lists[static_cast<std::size_t>(&slot - schema.lists.data())]);
    for (const Field& field : slot.fields) made.fields.push_back(field_of(schema, field.type, slot.single_value ? "" : field.name, field.description));
    all.push_back(std::move(made));
  }
  return all;
}

}  // namespace crit
