// Reading facts and items into values, with the evidence of where they stood.
#include "machine.hpp"

namespace crit {

namespace {

std::string state_reason(FactState state, bool asked = false) {
  if (asked) return state == FactState::looked_for ? "asked, and not answered" : "not answered";
  return state == FactState::looked_for ? "looked for, and not there" : "not supplied";
}
constexpr const char* no_start = "no start is given; the day would settle it";
constexpr const char* no_end = "no end is given: write the last day, or \"ongoing\"";

std::string partial_doubt(const Value& value) {
  const auto* date = std::get_if<Date>(&value);
  if (date == nullptr || date->exact()) return "";
  if (date->last == last_day) return no_end;
  if (date->first == first_day) return no_start;
  return "only known as " + to_string(*date) + "; the day would settle it";
}

}  // namespace

Value Machine::load_fact(std::uint32_t slot, ReadSet* evidence) {
  const FactCell& cell = facts_.facts[slot];
  const FactSlot& declared = chunk_.schema.facts[slot];
  const SourceMask kinds = kinds_ & declared.documented;
  const bool documented = cell.state != FactState::supplied || will_do(cell.provenance, kinds);
  if (const MachineOptions::Fact* fact = what_if(slot); fact != nullptr && (fact->supplied || cell.state != FactState::supplied || !documented)) {
    if (evidence != nullptr) evidence->push_back(note(Read::Kind::fact, slot, 0, 0, false, ""));
    return fact->value;
  }
  if (!documented) {
    if (evidence != nullptr) evidence->push_back(note(Read::Kind::fact, slot, 0, 0, true, undocumented(cell.provenance, kinds)));
    return Unknown{};
  }
  if (evidence != nullptr) {
    const bool missing = cell.state != FactState::supplied;
    evidence->push_back(note(Read::Kind::fact, slot, 0, 0, missing, missing ? state_reason(cell.state, declared.asked) : "", partial_doubt(cell.value)));
  }
  return cell.value;
}

// Whether the field says where an item stands in time: its date, or its start or end.
bool Machine::is_place(const Loop& loop, std::uint32_t field) const {
  const ListKind kind = chunk_.schema.lists[loop.list].kind;
  return (kind == ListKind::series && field == 0) || (kind == ListKind::periods && field <= 1);
}

// Why the day is not known.
std::string Machine::place_reason(const Loop& loop, FactState state, std::uint32_t field) const {
  if (state == FactState::supplied) return "the period ends before it starts; the right days would settle it";
  if (field == 1) return no_end;
  return chunk_.schema.lists[loop.list].kind == ListKind::series ? "no date is given; the day would settle it" : no_start;
}

void Machine::note_item(const Loop& loop, std::uint32_t item, std::uint32_t field, ReadSet& evidence) {
  const FactCell& value = cell(loop, item, field);
  const bool missing = is_unknown(value.value);
  std::string reason = !missing ? "" : is_place(loop, field) ? place_reason(loop, value.state, field) : state_reason(value.state);
  evidence.push_back(note(Read::Kind::item, loop.list, item, field, missing, std::move(reason), partial_doubt(value.value)));
}

// The same of where the item stands: that its day is not known is a doubt, and the item is there all the same.
void Machine::note_place(const Loop& loop, std::uint32_t item, std::uint32_t field, ReadSet& evidence) {
  const FactCell& value = cell(loop, item, field);
  if (!is_place(loop, field) || !is_unknown(value.value)) return note_item(loop, item, field, evidence);
  evidence.push_back(note(Read::Kind::item, loop.list, item, field, false, "", place_reason(loop, value.state, field)));
}

Value Machine::load_field(const Loop& loop, std::uint32_t item, std::uint32_t field, ReadSet* evidence) {
  if (loop.joined) {
    const Period& period = loop.periods[item];
    const Date date = field == 0 ? period.start : period.end;
    if (evidence != nullptr) {
      const std::uint32_t own = field == 0 ? period.first_item : period.last_item;
      if (period.items == 1 || !date.exact()) own_position(loop, own, field, *evidence);
      if (period.items > 1) {
        const std::string end = period.end == ongoing ? "ongoing" : period.end.last == last_day ? "?" : to_string(period.end);
        const std::string start = period.start.first == first_day ? "?" : to_string(period.start);
        add_list_read(loop.list, false, start + " to " + end + ", joined of " + std::to_string(period.items), "", *evidence);
      }
    }
    return date;
  }
  const FactCell& value = cell(loop, item, field);
  const SourceMask kinds = kinds_for_list(loop.list);
  if (value.state == FactState::supplied && !will_do(value.provenance, kinds)) {
    if (evidence != nullptr) evidence->push_back(note(Read::Kind::item, loop.list, item, field, true, undocumented(value.provenance, kinds)));
    return Unknown{};
  }
  if (evidence != nullptr) note_item(loop, item, field, *evidence);
  return value.value;
}

}  // namespace crit
