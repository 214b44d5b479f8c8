// What an approval gives: named outputs, where each world takes those of its longest approval.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ruling.hpp"

namespace crit {

struct Given {
  Output output;
  std::optional<Number> number;  // to compare it with what is given in another unit
  const Unit* unit = nullptr;
};

// What these indications give.
std::vector<std::vector<Given>> give(const Chunk& chunk, FinishedRun& run, const std::vector<std::uint32_t>& sections,
                                     bool ucum);

// One of several worlds, not known which: what all of them give alike stands, and what they do not is `unknown`. A note says
// what each would give; `names` are theirs: "under II".
std::vector<Given> alike(const std::vector<std::vector<Given>>& worlds, const std::vector<std::string>& names, std::vector<std::string>& notes);

}  // namespace crit
