// Reading facts and items into values, with the evidence of where they stood.
#pragma once

#include <cstdint>

#include "list_loop.hpp"
#include "run.hpp"

namespace crit {

class FactAccess {
 public:
  explicit FactAccess(Run& run) : run_(run) {}

  // `evidence` null: none is wanted.
  Value load_fact(std::uint32_t slot, ReadSet* evidence);
  Value load_field(const ListLoop& loop, std::uint32_t item, std::uint32_t field, ReadSet* evidence,
                   Date days = {first_day, last_day});
  Value includes(std::uint32_t list, std::uint32_t set, ReadSet& evidence);
  Value is_documented(std::uint32_t slot, bool is_list, ReadSet& evidence);
  Truth is_item_documented(const ListLoop& loop, std::uint32_t item, std::uint32_t field, ReadSet& evidence);
  const MachineOptions::Fact* what_if(std::uint32_t slot) const {
    for (const MachineOptions::Fact& fact : run_.options.facts) {
      if (fact.slot == slot) return &fact;
    }
    return nullptr;
  }

  const FactCell& cell(const ListLoop& loop, std::uint32_t item, std::uint32_t field) const {
    return loop.cell->cells[static_cast<std::size_t>(item) * run_.chunk.schema.lists[loop.list].fields.size() + field];
  }
  // A date that is not there may be any. What is ongoing has begun: without a start, on the date of service or before.
  Date date_of(const ListLoop& loop, std::uint32_t item, std::uint32_t field) const {
    if (!loop.periods.empty()) return field == 0 ? loop.periods[item].start : loop.periods[item].end;
    const auto* date = std::get_if<Date>(&cell(loop, item, field).value);
    if (date != nullptr) return *date;
    const bool is_period = run_.chunk.schema.lists[loop.list].kind == ListKind::periods;
    if (field == 0 && is_period && date_of(loop, item, 1) == ongoing) return {first_day, run_.as_of};
    return {first_day, last_day};
  }
  Date start_of(const ListLoop& loop, std::uint32_t item) const;
  Date place_of(const ListLoop& loop, std::uint32_t item) const;  // by which it stands before or behind others
  Date end_of(const ListLoop& loop, std::uint32_t item, Date start) const;
  bool date_satisfies_sources(const ListLoop& loop, std::uint32_t item) const;

  // Where an item stands: evidence, but nothing that is missing; why it may not be so is a doubt.
  void position(const ListLoop& loop, std::uint32_t item, std::uint32_t field, ReadSet& evidence);
  void own_position(const ListLoop& loop, std::uint32_t item, std::uint32_t field, ReadSet& evidence);
  // Of the list as a whole: what is missing, or was found; or why what it says may not settle a question.
  void add_list_read(std::uint32_t list, bool missing, const Reason* reason, ReadSet& evidence);
  void add_list_doubt(std::uint32_t list, const Reason* doubt, ReadSet& evidence);

 private:
  bool is_place(const ListLoop& loop, std::uint32_t field) const;
  const Reason* why_no_place(const ListLoop& loop, FactState state, std::uint32_t field);
  void note_item(const ListLoop& loop, std::uint32_t item, std::uint32_t field, ReadSet& evidence);
  void note_place(const ListLoop& loop, std::uint32_t item, std::uint32_t field, ReadSet& evidence);

  Run& run_;
};

}  // namespace crit
