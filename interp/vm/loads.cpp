// Reading facts and items into values, with the evidence of where they stood.
#include <algorithm>

#include "machine.hpp"

namespace crit {

namespace {

Reason why_missing(const FactCell& cell, bool asked = false) {
  if (!asked) return absence(cell.state, cell.written);
  return {cell.state == FactState::not_supplied ? ReasonCode::not_answered : ReasonCode::asked_not_answered, {}};
}

// Why the value may not settle a question; null: it is exact.
const Reason* doubt_of(const FactCell& cell, Reads& reads) {
  if (is_range(cell.value)) return reads.why(ReasonCode::only_bounded, {cell.written});
  const auto* date = std::get_if<Date>(&cell.value);
  if (date == nullptr || date->exact()) return nullptr;
  if (date->last == last_day) return reads.why(ReasonCode::no_end);
  if (date->first == first_day) return reads.why(ReasonCode::no_start);
  return reads.why(ReasonCode::only_known_as, {*date});
}

}  // namespace

Value Machine::load_fact(std::uint32_t slot, ReadSet* evidence) {
  const FactCell& cell = facts_.facts[slot];
  const FactSlot& declared = chunk_.schema.facts[slot];
  const SourceMask kinds = kinds_ & declared.documented;
  const bool documented = cell.state != FactState::supplied || will_do(cell.provenance, kinds);
  if (const MachineOptions::Fact* fact = what_if(slot); fact != nullptr && (fact->supplied || cell.state != FactState::supplied || !documented)) {
    if (evidence != nullptr) evidence->push_back(reads_.note(Read::Kind::fact, slot, 0, 0, false));
    return fact->value;
  }
  if (!documented) {
    if (evidence != nullptr)
      evidence->push_back(reads_.note(Read::Kind::fact, slot, 0, 0, true, undocumented(cell.provenance, kinds)));
    return Unknown{};
  }
  if (evidence != nullptr) {
    const bool missing = cell.state != FactState::supplied;
    evidence->push_back(reads_.note(Read::Kind::fact, slot, 0, 0, missing,
                                    missing ? reads_.why(why_missing(cell, declared.asked)) : nullptr,
                                    doubt_of(cell, reads_)));
  }
  return cell.value;
}

// Whether the field says where an item stands in time: its date, or its start or end.
bool Machine::is_place(const Loop& loop, std::uint32_t field) const {
  const ListKind kind = chunk_.schema.lists[loop.list].kind;
  return (kind == ListKind::series && field == 0) || (kind == ListKind::periods && field <= 1);
}

// Why the day is not known.
const Reason* Machine::why_no_place(const Loop& loop, FactState state, std::uint32_t field) {
  if (state == FactState::supplied) return why(ReasonCode::ends_before_start);
  if (field == 1) return why(ReasonCode::no_end);
  return why(chunk_.schema.lists[loop.list].kind == ListKind::series ? ReasonCode::no_date : ReasonCode::no_start);
}

void Machine::note_item(const Loop& loop, std::uint32_t item, std::uint32_t field, ReadSet& evidence) {
  const FactCell& value = cell(loop, item, field);
  const bool missing = is_unknown(value.value);
  const Reason* reason = !missing                ? nullptr
                         : is_place(loop, field) ? why_no_place(loop, value.state, field)
                                                 : reads_.why(why_missing(value));
  evidence.push_back(reads_.note(Read::Kind::item, loop.list, item, field, missing, reason, doubt_of(value, reads_)));
}

// The same of where the item stands: that its day is not known is a doubt, and the item is there all the same.
void Machine::note_place(const Loop& loop, std::uint32_t item, std::uint32_t field, ReadSet& evidence) {
  const FactCell& value = cell(loop, item, field);
  if (!is_place(loop, field) || !is_unknown(value.value)) return note_item(loop, item, field, evidence);
  evidence.push_back(
      reads_.note(Read::Kind::item, loop.list, item, field, false, nullptr, why_no_place(loop, value.state, field)));
}

// On which days a period may start, as its end allows; and end, once it has started.
Date Machine::start_of(const Loop& loop, std::uint32_t item) const {
  Date start = date_of(loop, item, 0);
  const Date end = date_of(loop, item, 1);
  const bool trusted = loop.joined || cell(loop, item, 1).state != FactState::supplied || will_do(cell(loop, item, 1).provenance, kinds_for_list(loop.list));
  if (trusted && start.first <= end.last) start.last = std::min(start.last, end.last);
  return start;
}
Date Machine::place_of(const Loop& loop, std::uint32_t item) const {
  return chunk_.schema.lists[loop.list].kind == ListKind::periods ? start_of(loop, item) : date_of(loop, item, 0);
}

Date Machine::end_of(const Loop& loop, std::uint32_t item, Date start) const {
  const Date end = date_of(loop, item, 1);
  const bool trusted = loop.joined || cell(loop, item, 0).state != FactState::supplied || will_do(cell(loop, item, 0).provenance, kinds_for_list(loop.list));
  const Day begun = trusted ? start.first : first_day;
  if (end == ongoing) return {std::max(begun, as_of_), last_day};
  return begun > end.last ? end : Date{std::max(end.first, begun), end.last};
}

// A start that its end depends on is taken day by day, where these are not too many: each way what is asked of the item reads
// its end, the days are those that the start leaves.
void Machine::begin_cases(Loop& loop) {
  loop.start.reset();
  loop.ways = 1;
  if (loop.pairs || chunk_.schema.lists[loop.list].kind != ListKind::periods) return;
  constexpr std::int64_t most_days = 400;
  constexpr std::uint64_t most_cases = 100'000;
  const Item& item = loop.items[loop.at - 1];
  Date start = start_of(loop, item.first);
  start = {std::max(start.first, item.days.first), std::min(start.last, item.days.last)};
  const Date end = date_of(loop, item.first, 1);
  if (start.last <= start.first || start.last <= (end == ongoing ? as_of_ : end.first)) return;
  const std::int64_t days = std::int64_t{start.last} - start.first + 1;
  std::uint64_t visits = static_cast<std::uint64_t>(days);
  for (const Loop& around : loops_) visits *= std::max<std::uint64_t>(around.size(), 1);
  if (days > most_days || visits > most_cases) return;
  loop.start = start.first;
  loop.ways = static_cast<std::uint64_t>(days);
  loop.last_start = start.last;
  loop.cases = 0;
  loop.case_values.clear();
}

bool Machine::next_case(Loop& loop, const Value& value) {
  loop.cases |= static_cast<unsigned>(truth(value));
  if (std::find(loop.case_values.begin(), loop.case_values.end(), value) == loop.case_values.end()) loop.case_values.push_back(value);
  if (*loop.start >= loop.last_start) return false;
  ++*loop.start;
  return true;
}

Value Machine::end_cases(Loop& loop, bool is_value) {
  loop.start.reset();
  if (!is_value) return static_cast<Truth>(loop.cases);
  std::vector<Date> days;
  for (const Value& value : loop.case_values) {
    const auto* date = std::get_if<Date>(&value);
    if (date == nullptr) return combine(std::move(loop.case_values));
    days.push_back(*date);
  }
  return dates(merged(std::move(days)));
}

Value Machine::load_field(const Loop& loop, std::uint32_t item, std::uint32_t field, ReadSet* evidence, Date days) {
  const ListKind kind = chunk_.schema.lists[loop.list].kind;
  const auto of_period = [&] {
    if (in_until_ && field == 1 && date_of(loop, item, 1) == ongoing) return ongoing;  // there it has no end
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
    read.doubt = why(ReasonCode::ongoing_end);
    read.open_end = true;
    if (options_.trace) evidence->back() = reads_.note(read);
  };
  if (loop.joined) {
    const JoinedPeriod& period = loop.periods[item];
    const Date date = of_period();
    if (evidence != nullptr) {
      const std::uint32_t own = field == 0 ? period.first_item : period.last_item;
      if (period.items == 1 || !date.exact()) own_position(loop, own, field, *evidence);
      if (field == 1 && period.end == ongoing && !evidence->empty()) goes_on(own);
      if (period.items > 1) {
        add_list_read(loop.list, false, why(ReasonCode::joined_period, {period.start, period.end, Count{period.items}}),
                      *evidence);
      }
    }
    return date;
  }
  const FactCell& value = cell(loop, item, field);
  const SourceMask kinds = kinds_for_list(loop.list);
  if (value.state == FactState::supplied && !will_do(value.provenance, kinds)) {
    if (evidence != nullptr)
      evidence->push_back(
          reads_.note(Read::Kind::item, loop.list, item, field, true, undocumented(value.provenance, kinds)));
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

}  // namespace crit
