// `X is documented`: whether an accepted source supplies it.
#include <algorithm>

#include "fact_access.hpp"

namespace crit {

// `X is documented`
//   fact   supplied, will do -> yes;  supplied, will not do -> unknown;  null -> no;  a word for no value -> unknown;
//          left out -> unknown, or no as declared
//   list   an item will do   -> yes;  items, and none will do -> unknown;  null -> no;  a word for no value -> unknown;
//          no items          -> no where the list is complete (and what says so will do) or absence means no, else unknown;
//          left out          -> as a fact
Value FactAccess::is_documented(std::uint32_t slot, bool is_list, ReadSet& evidence) {
  const auto said = [&](bool missing, const Reason* reason) {
    if (run_.options.trace)
      evidence.push_back(run_.reads.note(is_list ? Read::Kind::list : Read::Kind::fact, slot, 0, 0, missing, reason));
  };
  const auto absent = [&](FactState state, std::string_view written, bool means_no) {
    if (state == FactState::looked_for) {
      said(false, run_.reads.why(absence(state)));
      return Truth::no;
    }
    if (state == FactState::no_value) {
      said(true, run_.reads.why(absence(state, written)));
      return Truth::unknown;
    }
    said(!means_no, run_.why(means_no ? ReasonCode::not_supplied_is_no : ReasonCode::not_supplied));
    return means_no ? Truth::no : Truth::unknown;
  };
  if (!is_list) {
    const FactSlot& declared = run_.chunk.schema.facts[slot];
    const FactCell& cell = run_.facts.facts[slot];
    const SourceMask kinds = run_.sources.accepted & declared.documented;
    if (const MachineOptions::Fact* fact = what_if(slot); fact != nullptr && fact->supplied)
      return said(false, nullptr), Truth::yes;
    if (cell.state != FactState::supplied) return absent(cell.state, cell.written, declared.absent_means_no);
    if (run_.sources.satisfies_sources(cell.provenance, kinds)) return said(false, nullptr), Truth::yes;
    return said(true, run_.sources.undocumented(cell.provenance, kinds)), Truth::unknown;
  }
  const ListSlot& declared = run_.chunk.schema.lists[slot];
  const ListCell& cell = run_.facts.lists[slot];
  const SourceMask kinds = run_.sources.kinds_for_list(slot);
  if (cell.state != FactState::supplied) return absent(cell.state, {}, declared.absent_means_no);
  if (cell.items == 0) {
    if (declared.absent_means_no) return said(false, run_.why(ReasonCode::none_on_file_is_no)), Truth::no;
    const bool complete = cell.complete && !cell.complete_within;
    if (complete && run_.sources.list_satisfies_sources(slot, cell))
      return said(false, run_.why(ReasonCode::none_complete)), Truth::no;
    return said(true, complete ? run_.sources.why_open(slot, cell) : run_.why(ReasonCode::none_and, {run_.why(ReasonCode::list_open)})),
           Truth::unknown;
  }
  const std::size_t fields = declared.fields.size();
  const auto first_said = [&](std::uint32_t item, SourceMask by) {
    std::uint32_t field = 0;
    const auto says = [&](const FactCell& value) {
      return value.state == FactState::supplied && run_.sources.satisfies_sources(value.provenance, by);
    };
    while (field < fields && !says(cell.cells[item * fields + field])) ++field;
    return field;
  };
  std::optional<std::uint32_t> documented;  // of those that will do, one that says something rather than one of unknown value
  for (std::uint32_t i = 0; i < cell.items; ++i) {
    if (!run_.sources.item_satisfies_sources(cell, slot, i, kinds)) continue;
    if (!documented || first_said(*documented, kinds) == fields) documented = i;
    if (!run_.options.trace || first_said(i, kinds) < fields) break;
  }
  if (documented) {
    const std::uint32_t field = first_said(*documented, kinds);
    if (run_.options.trace)
      evidence.push_back(run_.reads.note(Read::Kind::item, slot, *documented, field == fields ? 0 : field, false));
    return Truth::yes;
  }
  if (run_.options.trace) {
    for (std::uint32_t i = 0; i < cell.items; ++i) {
      const std::uint32_t field = std::min<std::uint32_t>(first_said(i, any_source), static_cast<std::uint32_t>(fields) - 1);
      add_evidence(evidence, {run_.reads.note(Read::Kind::item, slot, i, field, true,
                                          run_.sources.undocumented(cell.cells[i * fields + field].provenance, kinds))});
    }
  }
  return Truth::unknown;
}

// `h.value is documented`, of an item: as of a fact; no field is declared absent_means_no.
Truth FactAccess::is_item_documented(const ListLoop& loop, std::uint32_t item, std::uint32_t field, ReadSet& evidence) {
  const FactCell& value = cell(loop, item, field);
  const SourceMask kinds = run_.sources.kinds_for_list(loop.list);
  const auto said = [&](Truth truth, const Reason* reason) {
    if (run_.options.trace)
      evidence.push_back(run_.reads.note(Read::Kind::item, loop.list, item, field, truth == Truth::unknown, reason));
    return truth;
  };
  if (value.state == FactState::looked_for) return said(Truth::no, run_.reads.why(absence(value.state)));
  if (value.state != FactState::supplied) return said(Truth::unknown, run_.reads.why(absence(value.state, value.written)));
  if (run_.sources.satisfies_sources(value.provenance, kinds)) return said(Truth::yes, nullptr);
  return said(Truth::unknown, run_.sources.undocumented(value.provenance, kinds));
}

}  // namespace crit
