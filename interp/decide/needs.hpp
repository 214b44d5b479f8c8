// What would settle a pended decision: the missing facts that still matter, and what each answer would do.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ruling.hpp"

namespace crit {

// A missing fact, or a list, that open criteria ask for.
struct Gap {
  bool is_list = false;
  std::uint32_t slot = 0;
  const Reason* reason = nullptr;  // the traced run's
  bool open_end = false;  // only the end of an ongoing period could settle it: there is no fact to ask for
  std::vector<std::uint32_t> criteria;  // that ask for it
  std::vector<std::uint32_t> entries;   // that do: an indication's `until`, a referral's target
};

// The gaps that can still change the ruling, in the order the policy asks for them. The run is traced. `wide`:
// those, too, that could change it only once others are closed.
std::vector<Gap> find_gaps(const Chunk& chunk, FinishedRun& run, const Ruling& ruling, bool wide);

// The facts and lists that the end of an approval under this indication rests on, and that do not settle it. The run is
// traced.
std::vector<std::string> asked_of_end(const Chunk& chunk, FinishedRun& run, const SectionInfo& section);

// The criteria that are open and matter, for marking them in the outline.
std::vector<std::uint32_t> open_criteria(const Chunk& chunk, const FinishedRun& run, std::uint32_t criterion,
                                         bool wide = false);

// Every value of a yes_no or enumeration fact, with its name; empty for other facts.
std::vector<std::pair<std::string, Value>> possible_answers(const Schema& schema, const FactType& type);

}  // namespace crit
