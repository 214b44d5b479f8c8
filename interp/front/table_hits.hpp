// Which rows of a table take one key, and which keys no row takes: exactly, by dividing each axis where some row ends.
#pragma once

#include <string>
#include <vector>

#include "code.hpp"
#include "lookup_table.hpp"
#include "schema.hpp"

namespace crit {

struct TableHits {
  struct Overlap {
    std::uint32_t first = 0;
    std::uint32_t second = 0;
    std::string key;  // one that both take: "weight 10 kg, line medicaid"
  };
  std::vector<Overlap> overlaps;  // the first few
  std::vector<std::string> gaps;  // keys that no row takes, the first few
  bool too_many = false;          // the rows cut each other into more parts than crit looks through
};
// Fills in the keys' samples and the rows' groups, too.
TableHits find_hits(LookupTable& table, const std::vector<CodeSet>& code_sets, const Schema& schema);

}  // namespace crit
