#include <algorithm>

#include "run.hpp"
#include "near.hpp"
#include "text.hpp"

namespace crit {

SourceMask SourceRules::kinds_for_list(std::uint32_t list) const {
  return accepted & run_.chunk.schema.lists[list].documented;
}

// "Chart Note", "chart-note", "ChartNote" and "chart_note" are one kind: files are written by many hands.
void SourceRules::find_kinds() {
  provenance_kinds_.reserve(run_.facts.provenances.size());
  const auto letters = [](std::string kind) {
    kind.erase(std::remove(kind.begin(), kind.end(), '_'), kind.end());
    return kind;
  };
  for (const Provenance& provenance : run_.facts.provenances) {
    std::string kind = fold_text(provenance.source);
    std::replace_if(kind.begin(), kind.end(), [](char c) { return c == ' ' || c == '-'; }, '_');
    auto place = std::find(run_.chunk.schema.kinds.begin(), run_.chunk.schema.kinds.end(), kind);
    // A policy may have kinds that differ in nothing else.
    if (place == run_.chunk.schema.kinds.end()) {
      place = std::find_if(run_.chunk.schema.kinds.begin(), run_.chunk.schema.kinds.end(), [&](const std::string& one) { return letters(one) == letters(kind); });
    }
    provenance_kinds_.push_back(place == run_.chunk.schema.kinds.end() ? 0 : SourceMask{1} << static_cast<unsigned>(place - run_.chunk.schema.kinds.begin()));
  }
  run_.work.add(provenance_kinds_.size());  // it is work, too
}

bool SourceRules::satisfies_sources(std::uint32_t provenance, SourceMask kinds) const {
  if (kinds == any_source) return true;
  return provenance != 0 && !provenance_kinds_.empty() && (provenance_kinds_[provenance - 1] & kinds) != 0;
}

bool SourceRules::item_satisfies_sources(const ListCell& cell, std::uint32_t list, std::uint32_t item,
                                         SourceMask kinds) const {
  if (kinds == any_source) return true;
  const std::size_t fields = run_.chunk.schema.lists[list].fields.size();
  const auto row = cell.cells.begin() + static_cast<std::ptrdiff_t>(item * fields);
  return std::any_of(row, row + static_cast<std::ptrdiff_t>(fields), [&](const FactCell& value) {
    return value.state == FactState::supplied && satisfies_sources(value.provenance, kinds);
  });
}

bool SourceRules::list_satisfies_sources(std::uint32_t list, const ListCell& cell) const {
  const SourceMask kinds = kinds_for_list(list);
  if (kinds == any_source) return true;
  const bool states = cell.provenance != 0 && !run_.facts.provenances[cell.provenance - 1].source.empty();
  if (states) return satisfies_sources(cell.provenance, kinds);
  for (std::uint32_t i = 0; i < cell.items; ++i) {
    if (item_satisfies_sources(cell, list, i, kinds)) return true;
  }
  return false;
}

const Reason* SourceRules::undocumented(std::uint32_t provenance, SourceMask kinds) {
  const std::string source = provenance == 0 ? "" : run_.facts.provenances[provenance - 1].source;
  // What does elsewhere in the policy is no mere attestation.
  const bool known = !source.empty() && !provenance_kinds_.empty() && provenance_kinds_[provenance - 1] != 0;
  const SourceKinds wants{kinds};
  if (source.empty()) return run_.why(ReasonCode::no_source, {wants});
  if (known) return run_.why(ReasonCode::other_source, {source, wants});
  const std::string near = nearest(fold_text(source).substr(0, 100), run_.chunk.schema.kinds);
  return near.empty() ? run_.why(ReasonCode::only_attested, {source, wants})
                      : run_.why(ReasonCode::only_attested_near, {source, near, wants});
}

// Why a list is not taken for whole.
const Reason* SourceRules::why_open(std::uint32_t list, const ListCell& cell) {
  const auto of_list = [&] {
    if (cell.complete_within && list_satisfies_sources(list, cell)) {
      const Day from = complete_from(list, cell);
      return run_.why(ReasonCode::list_open_before, {Date{from, from}});
    }
    if (!cell.complete || list_satisfies_sources(list, cell)) return run_.why(ReasonCode::list_open);
    const std::string source = cell.provenance == 0 ? "" : run_.facts.provenances[cell.provenance - 1].source;
    const SourceKinds wants{kinds_for_list(list)};
    return source.empty() ? run_.why(ReasonCode::list_no_source, {wants})
                          : run_.why(ReasonCode::list_other_source, {source, wants});
  };
  return cell.items == 0 ? run_.why(ReasonCode::none_and, {of_list()}) : of_list();
}

// From which day on the list on file is the whole list; past last_day: never.
Day SourceRules::complete_from(std::uint32_t list, const ListCell& cell) const {
  if (cell.state != FactState::supplied || !list_satisfies_sources(list, cell)) return last_day + 1;
  if (cell.complete_within) return window_start(run_.as_of, *cell.complete_within, run_.chunk.leap);
  return cell.complete ? first_day : last_day + 1;
}

}  // namespace crit
