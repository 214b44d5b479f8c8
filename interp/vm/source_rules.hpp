// What is asked of sources: which values, items and lists are accepted under `documented_by` and the header's
// `evidence`, and what is said of those that are not.
//
// A value whose source is not accepted is unknown. An item none of whose values is accepted may or may not be there;
// its stated date is taken only for a "no". That a list is complete stands where the list's own source is accepted, or,
// where it states none, where some item of it is.
#pragma once

#include <cstdint>
#include <vector>

#include "evidence.hpp"
#include "fact_set.hpp"

namespace crit {

struct Run;

class SourceRules {
 public:
  explicit SourceRules(Run& run) : run_(run) {}

  void find_kinds();
  SourceMask kinds_for_list(std::uint32_t list) const;
  bool satisfies_sources(std::uint32_t provenance, SourceMask kinds) const;
  bool item_satisfies_sources(const ListCell& cell, std::uint32_t list, std::uint32_t item, SourceMask kinds) const;
  bool list_satisfies_sources(std::uint32_t list, const ListCell& cell) const;
  // From which day on the list on file is the whole list; past last_day: never.
  Day complete_from(std::uint32_t list, const ListCell& cell) const;
  const Reason* undocumented(std::uint32_t provenance, SourceMask kinds);
  const Reason* why_open(std::uint32_t list, const ListCell& cell);  // why a list is not taken for whole

  // Until end(): these kinds alone, and of them those that were asked for around it.
  void begin(SourceMask kinds) {
    outer_.push_back(accepted);
    accepted &= kinds;
  }
  void end() {
    accepted = outer_.back();
    outer_.pop_back();
  }

  SourceMask accepted = any_source;  // the kinds that are accepted here

 private:
  Run& run_;
  std::vector<SourceMask> outer_;
  std::vector<SourceMask> provenance_kinds_;  // of the facts' provenances: the kind that each is, as a mask
};

}  // namespace crit
