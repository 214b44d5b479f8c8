// Reading facts and items into values, with the evidence of where they stood.
#include "machine.hpp"

namespace crit {

namespace {

std::string state_reason(FactState state, bool asked = false) {
  if (asked) return state == FactState::looked_for ? "asked, and not answered" : "not answered";
  return state == FactState::looked_for ? "looked for, and not there" : "not supplied";
}
std::string partial_doubt(const Value& value) {
  const auto* date = std::get_if<Date>(&value);
  if (date == nullptr || date->exact()) return "";
  if (date->last == last_day) return "no end is given: write the last day, or \"ongoing\"";
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

void Machine::note_item(const Loop& loop, std::uint32_t item, std::uint32_t field, ReadSet& evidence) {
  const FactCell& value = cell(loop, item, field);
  const bool missing = value.state != FactState::supplied && is_unknown(value.value);
  evidence.push_back(note(Read::Kind::item, loop.list, item, field, missing, missing ? state_reason(value.state) : "", partial_doubt(value.value)));
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
        add_list_read(loop.list, false, to_string(period.start) + " to " + end + ", joined of " + std::to_string(period.items), "", *evidence);
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
