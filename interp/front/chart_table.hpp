// Between a table and its chart (chart.hpp): what is built into crit of a table that was checked, and the table that is
// made of it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chart.hpp"
#include "schema.hpp"

namespace crit {

// Precondition: `table` has the columns of the chart's declaration, and nothing else yet.
void take_chart(const Chart& chart, const Schema& schema, LookupTable& table);

// The columns of a chart before they are built in.
struct OwnColumn {
  std::vector<std::string> alternatives;
  int places = 0;
  std::vector<std::int64_t> values;
};
// Keys, then outputs. nullopt: no chart gives this table back wholly; its file is read at each start.
std::optional<std::vector<OwnColumn>> chart_columns(const LookupTable& table, const Schema& schema);

}  // namespace crit
