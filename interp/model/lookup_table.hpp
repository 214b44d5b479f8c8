// A policy's tables: rows of keys and what they give. The checker fills them, the chunk carries them, the VM looks values up
// in them (vm/table_lookup.cpp). Not the AST's tables: here every cell is a value in its column's unit.
//
// A cell is what a key may be in that row: ranges of an ordered key, alternatives, texts, or a set of codes. No two rows of a
// table take one key; a key that no row takes gives `otherwise`. In an interpolated table one key is a number and stands
// for a point; between two neighbouring points of one group (rows alike in all other keys) the outputs are interpolated.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "unit.hpp"
#include "value.hpp"

namespace crit {

enum class ColumnKind : std::uint8_t { number, date, duration, alternative, text, code, truth };

struct TableColumn {
  std::string name;
  ColumnKind kind = ColumnKind::number;
  Unit unit;                      // number
  std::uint32_t enumeration = 0;  // alternative
  std::string system;             // code
  bool interpolated = false;      // a key
  // Keys but codes: a value for each part of the axis that some row's end divides, so that an unknown key can be tried.
  std::vector<Value> samples;
};
struct KeyRange {  // of numbers, dates or durations; an end that is absent is open to that side
  std::optional<Value> low;
  std::optional<Value> high;
  bool low_open = false;  // the end itself is not in it
  bool high_open = false;
};
struct KeyCell {
  bool any = false;
  std::vector<KeyRange> ranges;
  std::vector<std::uint32_t> alternatives;  // by position; of a yes_no key: 0 yes, 1 no
  std::vector<Value> texts;
  std::uint32_t code_set = 0;               // of a code key
};
struct LookupRow {
  std::vector<KeyCell> cells;
  std::vector<Value> outputs;
  std::string written;  // its keys as the author wrote them
};
struct TableRows {
  std::vector<LookupRow> rows;
  // Of an interpolated table: rows that are alike in all other keys, each group in the order of that key.
  std::vector<std::vector<std::uint32_t>> groups;
};
struct Chart;  // chart.hpp
struct LookupTable {
  std::string name;
  std::vector<TableColumn> keys;
  std::vector<TableColumn> outputs;
  TableRows own;                               // empty where there is a chart
  const Chart* chart = nullptr;                // of the standard library, whose rows these are
  std::vector<Value> otherwise;                // empty: there is none
  bool complete = false;                       // every key has a row
  std::optional<std::uint32_t> interpolated;   // this key
  std::deque<TextData> texts;                  // of its values; stable addresses

  const TableRows& content() const;
  const std::vector<LookupRow>& rows() const { return content().rows; }
  const std::vector<std::vector<std::uint32_t>>& groups() const { return content().groups; }
  // Of an interpolated table: the number that the row gives of that key.
  const Number& point(const LookupRow& row) const {
    return std::get<NumberValue>(*row.cells[*interpolated].ranges.front().low).number;
  }

  LookupTable() = default;
  LookupTable(LookupTable&&) = default;
  LookupTable& operator=(LookupTable&&) = default;
  LookupTable(const LookupTable&) = delete;  // values point into `texts`
  LookupTable& operator=(const LookupTable&) = delete;
};

}  // namespace crit
