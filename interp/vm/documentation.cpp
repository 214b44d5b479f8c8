// What is asked of sources: which values, items and lists will do under `documented_by` and the header's `evidence`,
// and what is said of those that will not.
//
// A value that will not do is unknown. An item none of whose values will do may or may not be there; its stated date is
// taken only for a "no". That a list is complete stands where the list's own source will do, or, where it states none,
// where some item of it will.
#include <algorithm>

#include "machine.hpp"
#include "near.hpp"
#include "text.hpp"

namespace crit {

// "Chart Note", "chart-note", "ChartNote" and "chart_note" are one kind: files are written by many hands.
void Machine::find_kinds() {
  provenance_kinds_.reserve(facts_.provenances.size());
  const auto letters = [](std::string kind) {
    kind.erase(std::remove(kind.begin(), kind.end(), '_'), kind.end());
    return kind;
  };
  for (const Provenance& provenance : facts_.provenances) {
    std::string kind = fold_text(provenance.source);
    std::replace_if(kind.begin(), kind.end(), [](char c) { return c == ' ' || c == '-'; }, '_');
    auto place = std::find(chunk_.schema.kinds.begin(), chunk_.schema.kinds.end(), kind);
    // A policy may have kinds that differ in nothing else.
    if (place == chunk_.schema.kinds.end()) {
      place = std::find_if(chunk_.schema.kinds.begin(), chunk_.schema.kinds.end(), [&](const std::string& one) { return letters(one) == letters(kind); });
    }
    provenance_kinds_.push_back(place == chunk_.schema.kinds.end() ? 0 : SourceMask{1} << static_cast<unsigned>(place - chunk_.schema.kinds.begin()));
  }
  steps_ += provenance_kinds_.size();  // it is work, too
}

bool Machine::will_do(std::uint32_t provenance, SourceMask kinds) const {
  if (kinds == any_source) return true;
  return provenance != 0 && !provenance_kinds_.empty() && (provenance_kinds_[provenance - 1] & kinds) != 0;
}

bool Machine::item_will_do(const ListCell& cell, std::uint32_t list, std::uint32_t item, SourceMask kinds) const {
  if (kinds == any_source) return true;
  const std::size_t fields = chunk_.schema.lists[list].fields.size();
  const auto row = cell.cells.begin() + static_cast<std::ptrdiff_t>(item * fields);
  return std::any_of(row, row + static_cast<std::ptrdiff_t>(fields), [&](const FactCell& value) {
    return value.state == FactState::supplied && will_do(value.provenance, kinds);
  });
}

// A period's end that is not given is no matter of sources.
bool Machine::date_will_do(const Loop& loop, std::uint32_t item) const {
  if (loop.joined) return true;  // one whose days will not do may or may not have been joined
  const SourceMask kinds = kinds_for_list(loop.list);
  const auto good = [&](std::uint32_t field) {
    const FactCell& date = cell(loop, item, field);
    return date.state != FactState::supplied || will_do(date.provenance, kinds);
  };
  return good(0) && (chunk_.schema.lists[loop.list].kind != ListKind::periods || good(1));
}

bool Machine::whole_will_do(std::uint32_t list, const ListCell& cell) const {
  const SourceMask kinds = kinds_for_list(list);
  if (kinds == any_source) return true;
  const bool states = cell.provenance != 0 && !facts_.provenances[cell.provenance - 1].source.empty();
  if (states) return will_do(cell.provenance, kinds);
  for (std::uint32_t i = 0; i < cell.items; ++i) {
    if (item_will_do(cell, list, i, kinds)) return true;
  }
  return false;
}

const Reason* Machine::undocumented(std::uint32_t provenance, SourceMask kinds) {
  const std::string source = provenance == 0 ? "" : facts_.provenances[provenance - 1].source;
  // What does elsewhere in the policy is no mere attestation.
  const bool known = !source.empty() && !provenance_kinds_.empty() && provenance_kinds_[provenance - 1] != 0;
  const SourceKinds wants{kinds};
  if (source.empty()) return why(ReasonCode::no_source, {wants});
  if (known) return why(ReasonCode::other_source, {source, wants});
  const std::string near = nearest(fold_text(source).substr(0, 100), chunk_.schema.kinds);
  return near.empty() ? why(ReasonCode::only_attested, {source, wants})
                      : why(ReasonCode::only_attested_near, {source, near, wants});
}

// Why a list is not taken for whole.
const Reason* Machine::why_open(std::uint32_t list, const ListCell& cell) {
  const auto of_list = [&] {
    if (cell.complete_within && whole_will_do(list, cell)) {
      const Day from = complete_from(list, cell);
      return why(ReasonCode::list_open_before, {Date{from, from}});
    }
    if (!cell.complete || whole_will_do(list, cell)) return why(ReasonCode::list_open);
    const std::string source = cell.provenance == 0 ? "" : facts_.provenances[cell.provenance - 1].source;
    const SourceKinds wants{kinds_for_list(list)};
    return source.empty() ? why(ReasonCode::list_no_source, {wants})
                          : why(ReasonCode::list_other_source, {source, wants});
  };
  return cell.items == 0 ? why(ReasonCode::none_and, {of_list()}) : of_list();
}

// Items that are only attested may or may not be there.
void Machine::doubt_items(Loop& loop) {
  const SourceMask kinds = kinds_for_list(loop.list);
  if (kinds == any_source) return;
  const std::size_t fields = chunk_.schema.lists[loop.list].fields.size();
  for (Item& item : loop.items) {
    if (item_will_do(*loop.cell, loop.list, item.first, kinds)) continue;
    item.in = Truth::unknown;
    if (!options_.trace) continue;
    std::uint32_t field = 0;  // the first that says something
    while (field + 1 < fields && cell(loop, item.first, field).state != FactState::supplied) ++field;
    position(loop, item.first, field, item.evidence);
  }
}

// Where an item stands: evidence, but nothing that is missing; why it may not be so is a doubt.
void Machine::position(const Loop& loop, std::uint32_t item, std::uint32_t field, ReadSet& evidence) {
  if (loop.joined) load_field(loop, item, field, &evidence);
  else own_position(loop, item, field, evidence);
}
// Of an item of the file, also where it was joined.
void Machine::own_position(const Loop& loop, std::uint32_t item, std::uint32_t field, ReadSet& evidence) {
  const FactCell& value = cell(loop, item, field);
  const SourceMask kinds = kinds_for_list(loop.list);
  if (value.state == FactState::supplied && !will_do(value.provenance, kinds)) {
    evidence.push_back(
        reads_.note(Read::Kind::item, loop.list, item, field, false, nullptr, undocumented(value.provenance, kinds)));
  } else {
    note_place(loop, item, field, evidence);
  }
}

// `X is documented`
//   fact   supplied, will do -> yes;  supplied, will not do -> unknown;  null -> no;  a word for no value -> unknown;
//          left out -> unknown, or no as declared
//   list   an item will do   -> yes;  items, and none will do -> unknown;  null -> no;  a word for no value -> unknown;
//          no items          -> no where the list is complete (and what says so will do) or absence means no, else unknown;
//          left out          -> as a fact
Value Machine::is_documented(std::uint32_t slot, bool is_list, ReadSet& evidence) {
  const auto said = [&](bool missing, const Reason* reason) {
    if (options_.trace)
      evidence.push_back(reads_.note(is_list ? Read::Kind::list : Read::Kind::fact, slot, 0, 0, missing, reason));
  };
  const auto absent = [&](FactState state, const std::string& written, bool means_no) {
    if (state == FactState::looked_for) {
      said(false, reads_.why(absence(state)));
      return Truth::no;
    }
    if (state == FactState::no_value) {
      said(true, reads_.why(absence(state, written)));
      return Truth::unknown;
    }
    said(!means_no, why(means_no ? ReasonCode::not_supplied_is_no : ReasonCode::not_supplied));
    return means_no ? Truth::no : Truth::unknown;
  };
  if (!is_list) {
    const FactSlot& declared = chunk_.schema.facts[slot];
    const FactCell& cell = facts_.facts[slot];
    const SourceMask kinds = kinds_ & declared.documented;
    if (const MachineOptions::Fact* fact = what_if(slot); fact != nullptr && fact->supplied)
      return said(false, nullptr), Truth::yes;
    if (cell.state != FactState::supplied) return absent(cell.state, cell.written, declared.absent_means_no);
    if (will_do(cell.provenance, kinds)) return said(false, nullptr), Truth::yes;
    return said(true, undocumented(cell.provenance, kinds)), Truth::unknown;
  }
  const ListSlot& declared = chunk_.schema.lists[slot];
  const ListCell& cell = facts_.lists[slot];
  const SourceMask kinds = kinds_for_list(slot);
  if (cell.state != FactState::supplied) return absent(cell.state, {}, declared.absent_means_no);
  if (cell.items == 0) {
    if (declared.absent_means_no) return said(false, why(ReasonCode::none_on_file_is_no)), Truth::no;
    const bool complete = cell.complete && !cell.complete_within;
    if (complete && whole_will_do(slot, cell)) return said(false, why(ReasonCode::none_complete)), Truth::no;
    return said(true, complete ? why_open(slot, cell) : why(ReasonCode::none_and, {why(ReasonCode::list_open)})),
           Truth::unknown;
  }
  const std::size_t fields = declared.fields.size();
  const auto first_said = [&](std::uint32_t item, SourceMask by) {
    std::uint32_t field = 0;
    const auto says = [&](const FactCell& value) { return value.state == FactState::supplied && will_do(value.provenance, by); };
    while (field < fields && !says(cell.cells[item * fields + field])) ++field;
    return field;
  };
  std::optional<std::uint32_t> documented;  // of those that will do, one that says something rather than one of unknown value
  for (std::uint32_t i = 0; i < cell.items; ++i) {
    if (!item_will_do(cell, slot, i, kinds)) continue;
    if (!documented || first_said(*documented, kinds) == fields) documented = i;
    if (!options_.trace || first_said(i, kinds) < fields) break;
  }
  if (documented) {
    const std::uint32_t field = first_said(*documented, kinds);
    if (options_.trace)
      evidence.push_back(reads_.note(Read::Kind::item, slot, *documented, field == fields ? 0 : field, false));
    return Truth::yes;
  }
  if (options_.trace) {
    for (std::uint32_t i = 0; i < cell.items; ++i) {
      const std::uint32_t field = std::min<std::uint32_t>(first_said(i, any_source), static_cast<std::uint32_t>(fields) - 1);
      add_evidence(evidence, {reads_.note(Read::Kind::item, slot, i, field, true,
                                          undocumented(cell.cells[i * fields + field].provenance, kinds))});
    }
  }
  return Truth::unknown;
}

// `h.value is documented`, of an item: as of a fact; no field is declared absent_means_no.
Truth Machine::is_item_documented(const Loop& loop, std::uint32_t item, std::uint32_t field, ReadSet& evidence) {
  const FactCell& value = cell(loop, item, field);
  const SourceMask kinds = kinds_for_list(loop.list);
  const auto said = [&](Truth truth, const Reason* reason) {
    if (options_.trace)
      evidence.push_back(reads_.note(Read::Kind::item, loop.list, item, field, truth == Truth::unknown, reason));
    return truth;
  };
  if (value.state == FactState::looked_for) return said(Truth::no, reads_.why(absence(value.state)));
  if (value.state != FactState::supplied) return said(Truth::unknown, reads_.why(absence(value.state, value.written)));
  if (will_do(value.provenance, kinds)) return said(Truth::yes, nullptr);
  return said(Truth::unknown, undocumented(value.provenance, kinds));
}

}  // namespace crit
