// A chart: a table of the standard library that is interpolated along one number, as growth charts are. Its file is
// read and its rows are checked when crit is built, by the same checker that reads every other table
// (charts/write_charts.cpp); what is built into crit are plain columns. They become rows when a member is first looked
// up in them, once a process.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "lookup_table.hpp"

namespace crit {

// Keys are numbers, each a single one, or alternatives; outputs are numbers.
struct ChartColumn {
  std::span<const std::string_view> alternatives;  // of its enumeration; empty: the column holds numbers
  int places = 0;                                  // digits behind the point
  std::span<const std::int64_t> values;  // of each row: a number times 10^places, or the place of an alternative
};

struct Chart {
  std::string_view declaration;  // as its module writes it: the same words from the same file are the same table
  bool complete = false;         // as LookupTable::complete
  const TableRows& (*rows)();    // made at the first call
};

// `columns`: the keys, then the outputs. `interpolated`: that key.
TableRows chart_rows(std::span<const ChartColumn> columns, std::size_t keys, std::size_t interpolated);

}  // namespace crit
