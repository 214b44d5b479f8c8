// Reading facts and items into values, with the evidence of where they stood.
#include <algorithm>

#include "fact_access.hpp"

namespace crit {

namespace {

Reason why_missing(const FactCell& cell, bool asked = false) {
  if (!asked) return absence(cell.state, cell.written);
  return {cell.state == FactState::not_supplied ? ReasonCode::not_answered : ReasonCode::asked_not_answered, {}};
}

// Why the value may not settle a question; null: it is exact.
const Reason* doubt_of(const FactCell& cell, Reads& reads) {
  if (is_range(cell.value)) return reads.why(ReasonCode::only_bounded, {cell.written.text()});
  const auto* date = std::get_if<Date>(&cell.value);
  if (date == nullptr || date->exact()) return nullptr;
  if (date->last == last_day) return reads.why(ReasonCode::no_end);
  if (date->first == first_day) return reads.why(ReasonCode::no_start);
  return reads.why(ReasonCode::only_known_as, {*date});
}

}  // namespace

Value FactAccess::load_fact(std::uint32_t slot, ReadSet* evidence) {
  const FactCell& cell = run_.facts.facts[slot];
  const FactSlot& declared = run_.chunk.schema.facts[slot];
  const SourceMask kinds = run_.sources.accepted & declared.documented;
  const bool documented = cell.state != FactState::supplied || run_.sources.satisfies_sources(cell.provenance, kinds);
  if (const MachineOptions::Fact* fact = what_if(slot); fact != nullptr && (fact->supplied || cell.state != FactState::supplied || !documented)) {
    if (evidence != nullptr) evidence->push_back(run_.reads.note(Read::Kind::fact, slot, 0, 0, false));
    return fact->value;
  }
  if (!documented) {
    if (evidence != nullptr)
      evidence->push_back(run_.reads.note(Read::Kind::fact, slot, 0, 0, true, run_.sources.undocumented(cell.provenance, kinds)));
    return Unknown{};
  }
  if (evidence != nullptr) {
    const bool missing = cell.state != FactState::supplied;
    evidence->push_back(run_.reads.note(Read::Kind::fact, slot, 0, 0, missing,
                                    missing ? run_.reads.why(why_missing(cell, declared.asked)) : nullptr,
                                    doubt_of(cell, run_.reads)));
  }
  return cell.value;
}

// Whether the field says where an item stands in time: its date, or its start or end.
bool FactAccess::is_place(const ListLoop& loop, std::uint32_t field) const {
  const ListKind kind = run_.chunk.schema.lists[loop.list].kind;
  return (kind == ListKind::series && field == 0) || (kind == ListKind::periods && field <= 1);
}

// Why the day is not known.
const Reason* FactAccess::why_no_place(const ListLoop& loop, FactState state, std::uint32_t field) {
  if (state == FactState::supplied) return run_.why(ReasonCode::ends_before_start);
  if (field == 1) return run_.why(ReasonCode::no_end);
  return run_.why(run_.chunk.schema.lists[loop.list].kind == ListKind::series ? ReasonCode::no_date : ReasonCode::no_start);
}

void FactAccess::note_item(const ListLoop& loop, std::uint32_t item, std::uint32_t field, ReadSet& evidence) {
  const FactCell& value = cell(loop, item, field);
  const bool missing = is_unknown(value.value);
  const Reason* reason = !missing                ? nullptr
                         : is_place(loop, field) ? why_no_place(loop, value.state, field)
                                                 : run_.reads.why(why_missing(value));
  evidence.push_back(run_.reads.note(Read::Kind::item, loop.list, item, field, missing, reason, doubt_of(value, run_.reads)));
}

// The same of where the item stands: that its day is not known is a doubt, and the item is there all the same.
void FactAccess::note_place(const ListLoop& loop, std::uint32_t item, std::uint32_t field, ReadSet& evidence) {
  const FactCell& value = cell(loop, item, field);
  if (!is_place(loop, field) || !is_unknown(value.value)) return note_item(loop, item, field, evidence);
  evidence.push_back(
      run_.reads.note(Read::Kind::item, loop.list, item, field, false, nullptr, why_no_place(loop, value.state, field)));
}

// On which days a period may start, as its end allows; and end, once it has started.
Date FactAccess::start_of(const ListLoop& loop, std::uint32_t item) const {
  Date start = date_of(loop, item, 0);
  const Date end = date_of(loop, item, 1);
  const bool trusted =
      loop.joined || cell(loop, item, 1).state != FactState::supplied ||
      run_.sources.satisfies_sources(cell(loop, item, 1).provenance, run_.sources.kinds_for_list(loop.list));
  if (trusted && start.first <= end.last) start.last = std::min(start.last, end.last);
  return start;
}
Date FactAccess::place_of(const ListLoop& loop, std::uint32_t item) const {
  return run_.chunk.schema.lists[loop.list].kind == ListKind::periods ? start_of(loop, item) : date_of(loop, item, 0);
}

Date FactAccess::end_of(const ListLoop& loop, std::uint32_t item, Date start) const {
  const Date end = date_of(loop, item, 1);
  const bool trusted =
      loop.joined || cell(loop, item, 0).state != FactState::supplied ||
      run_.sources.satisfies_sources(cell(loop, item, 0).provenance, run_.sources.kinds_for_list(loop.list));
  const Day begun = trusted ? start.first : first_day;
  if (end == ongoing) return {std::max(begun, run_.as_of), last_day};
  return begun > end.last ? end : Date{std::max(end.first, begun), end.last};
}

Value FactAccess::load_field(const ListLoop& loop, std::uint32_t item, std::uint32_t field, ReadSet* evidence, Date days) {
  const ListKind kind = run_.chunk.schema.lists[loop.list].kind;
  const auto of_period = [&] {
    if (run_.in_until && field == 1 && date_of(loop, item, 1) == ongoing) return ongoing;  // there it has no end
    Date start = both_in(start_of(loop, item), days);
    if (loop.start && loop.items[loop.at - 1].first == item) start = {*loop.start, *loop.start};
    return field == 0 ? start : end_of(loop, item, start);
  };
  const auto goes_on = [&](std::uint32_t own) {  // its end is asked for, and nobody can know it
    Read read;
    read.kind = Read::Kind::item;
    read.slot = loop.list;
    read.item = own;
    read.field = 1;
    read.doubt = run_.why(ReasonCode::ongoing_end);
    read.open_end = true;
    if (run_.options.trace) evidence->back() = run_.reads.note(read);
  };
  if (loop.joined) {
    const JoinedPeriod& period = loop.periods[item];
    const Date date = of_period();
    if (evidence != nullptr) {
      const std::uint32_t own = field == 0 ? period.first_item : period.last_item;
      if (period.items == 1 || !date.exact()) own_position(loop, own, field, *evidence);
      if (field == 1 && period.end == ongoing && !evidence->empty()) goes_on(own);
      if (period.items > 1) {
        add_list_read(loop.list, false, run_.why(ReasonCode::joined_period, {period.start, period.end, Count{period.items}}),
                      *evidence);
      }
    }
    return date;
  }
  const FactCell& value = cell(loop, item, field);
  const SourceMask kinds = run_.sources.kinds_for_list(loop.list);
  if (value.state == FactState::supplied && !run_.sources.satisfies_sources(value.provenance, kinds)) {
    if (evidence != nullptr)
      evidence->push_back(
          run_.reads.note(Read::Kind::item, loop.list, item, field, true, run_.sources.undocumented(value.provenance, kinds)));
    return Unknown{};
  }
  const auto* date = std::get_if<Date>(&value.value);
  const auto end_bounds_it = [&] { return date_of(loop, item, 1) == ongoing || date_of(loop, item, 1).last < last_day; };
  if (kind == ListKind::periods && field == 0 && date == nullptr && value.state != FactState::supplied && end_bounds_it()) {
    if (evidence != nullptr) note_place(loop, item, field, *evidence);
    return of_period();  // no start is given, and its end bounds it
  }
  if (evidence != nullptr) note_item(loop, item, field, *evidence);
  if (date == nullptr || field > 1 || (kind != ListKind::series && kind != ListKind::periods)) return value.value;
  if (kind == ListKind::series) return field == 0 ? Value(both_in(*date, days)) : value.value;
  if (evidence != nullptr && *date == ongoing && field == 1) goes_on(item);
  return of_period();
}

void FactAccess::add_list_read(std::uint32_t list, bool missing, const Reason* reason, ReadSet& evidence) {
  if (run_.options.trace) evidence.push_back(run_.reads.note(Read::Kind::list, list, 0, 0, missing, reason));
}

void FactAccess::add_list_doubt(std::uint32_t list, const Reason* doubt, ReadSet& evidence) {
  if (run_.options.trace) evidence.push_back(run_.reads.note(Read::Kind::list, list, 0, 0, false, nullptr, doubt));
}

Value FactAccess::includes(std::uint32_t list, std::uint32_t set, ReadSet& evidence) {
  const ListCell& cell = run_.facts.lists[list];
  if (cell.state != FactState::supplied) {
    add_list_read(list, true, run_.reads.why(absence(cell.state)), evidence);
    return Truth::unknown;
  }
  const CodeSet& codes = run_.chunk.code_sets[set];
  const SourceMask kinds = run_.sources.kinds_for_list(list);
  Truth result = Truth::no;
  for (std::uint32_t i = 0; i < cell.items; ++i) {
    const FactCell& item = cell.cells[i];
    const auto* code = std::get_if<CodeValue>(&item.value);
    Membership hit{Truth::unknown};
    const bool same_system = code != nullptr && code->data->system == codes.system;
    if (same_system) hit = membership(codes, code->data->compared, run_.as_of);
    const bool documented = run_.sources.satisfies_sources(item.provenance, kinds);
    if (!documented && hit.truth == Truth::yes) hit.truth = Truth::unknown;
    result = truth_or(result, hit.truth);
    if (run_.options.trace && (hit.truth != Truth::no || hit.outdated != nullptr)) {
      if (hit.truth == Truth::yes) evidence.clear();
      const Reason* reason = same_system ? ops::why_no_member(hit, run_.as_of, run_.reads.reasons()) : nullptr;
      if (code == nullptr)
        reason = run_.reads.why(absence(item.state, item.written));
      else if (!same_system)
        reason = run_.why(ReasonCode::other_system, {code->data->system, codes.system});
      if (!documented && hit.truth == Truth::unknown) reason = run_.sources.undocumented(item.provenance, kinds);
      evidence.push_back(run_.reads.note(Read::Kind::item, list, i, 0, hit.truth == Truth::unknown, reason));
    }
    if (result == Truth::yes) break;
  }
  if (result == Truth::no && run_.sources.complete_from(list, cell) > first_day) {
    result = Truth::unknown;
    add_list_read(list, true,
                  run_.sources.list_satisfies_sources(list, cell) ? run_.why(ReasonCode::list_open)
                                                                  : run_.sources.why_open(list, cell),
                  evidence);
  } else if (result == Truth::no) {
    add_list_read(list, false, cell.items == 0 ? run_.why(ReasonCode::none_complete) : nullptr, evidence);
  }
  return result;
}

// A period's end that is not given is no matter of sources.
bool FactAccess::date_satisfies_sources(const ListLoop& loop, std::uint32_t item) const {
  if (loop.joined) return true;  // one whose days will not do may or may not have been joined
  const SourceMask kinds = run_.sources.kinds_for_list(loop.list);
  const auto good = [&](std::uint32_t field) {
    const FactCell& date = cell(loop, item, field);
    return date.state != FactState::supplied || run_.sources.satisfies_sources(date.provenance, kinds);
  };
  return good(0) && (run_.chunk.schema.lists[loop.list].kind != ListKind::periods || good(1));
}

// Where an item stands: evidence, but nothing that is missing; why it may not be so is a doubt.
void FactAccess::position(const ListLoop& loop, std::uint32_t item, std::uint32_t field, ReadSet& evidence) {
  if (loop.joined) load_field(loop, item, field, &evidence);
  else own_position(loop, item, field, evidence);
}

// Of an item of the file, also where it was joined.
void FactAccess::own_position(const ListLoop& loop, std::uint32_t item, std::uint32_t field, ReadSet& evidence) {
  const FactCell& value = cell(loop, item, field);
  const SourceMask kinds = run_.sources.kinds_for_list(loop.list);
  if (value.state == FactState::supplied && !run_.sources.satisfies_sources(value.provenance, kinds)) {
    evidence.push_back(
        run_.reads.note(Read::Kind::item, loop.list, item, field, false, nullptr, run_.sources.undocumented(value.provenance, kinds)));
  } else {
    note_place(loop, item, field, evidence);
  }
}

}  // namespace crit
