#include "chart_table.hpp"

#include <limits>

namespace crit {
namespace {

// The number that a column's cells are to be; null: a cell is more than that.
const Number* number_of(const KeyCell& cell) {
  if (cell.any || cell.ranges.size() != 1 || !cell.ranges.front().low ||
      cell.ranges.front().low != cell.ranges.front().high)
    return nullptr;
  return &std::get<NumberValue>(*cell.ranges.front().low).number;
}

// `numbers` with as many places as the finest of them.
bool put_numbers(const std::vector<const Number*>& numbers, OwnColumn& column) {
  constexpr int most_places = 18;
  constexpr Int128 most = std::numeric_limits<std::int64_t>::max();
  Int128 scale = 1;
  for (const Number* number : numbers) {
    if (number == nullptr) return false;
    while (scale % number->denominator() != 0) {
      if (++column.places > most_places) return false;
      scale *= 10;
    }
  }
  for (const Number* number : numbers) {
    const Int128 factor = scale / number->denominator();
    if (number->numerator() > most / factor || number->numerator() < -most / factor) return false;
    column.values.push_back(static_cast<std::int64_t>(number->numerator() * factor));
  }
  return true;
}

}  // namespace

void take_chart(const Chart& chart, const Schema& schema, LookupTable& table) {
  table.chart = &chart;
  table.complete = chart.complete;
  for (TableColumn& key : table.keys) {
    if (key.kind != ColumnKind::alternative) continue;
    const auto count = static_cast<std::uint32_t>(schema.enumerations[key.enumeration].alternatives.size());
    for (std::uint32_t i = 0; i < count; ++i) key.samples.emplace_back(Alternative{i, key.enumeration});
  }
}

std::optional<std::vector<OwnColumn>> chart_columns(const LookupTable& table, const Schema& schema) {
  if (!table.interpolated || !table.otherwise.empty()) return std::nullopt;
  std::vector<OwnColumn> made;
  for (std::size_t i = 0; i < table.keys.size(); ++i) {
    OwnColumn& column = made.emplace_back();
    if (table.keys[i].kind == ColumnKind::alternative) {
      column.alternatives = schema.enumerations[table.keys[i].enumeration].alternatives;
      for (const LookupRow& row : table.rows()) {
        const KeyCell& cell = row.cells[i];
        if (cell.any || cell.alternatives.size() != 1) return std::nullopt;
        column.values.push_back(cell.alternatives.front());
      }
      continue;
    }
    if (i != *table.interpolated) return std::nullopt;
    std::vector<const Number*> numbers;
    for (const LookupRow& row : table.rows()) numbers.push_back(number_of(row.cells[i]));
    if (!put_numbers(numbers, column)) return std::nullopt;
  }
  for (std::size_t i = 0; i < table.outputs.size(); ++i) {
    std::vector<const Number*> numbers;
    for (const LookupRow& row : table.rows()) numbers.push_back(&std::get<NumberValue>(row.outputs[i]).number);
    if (!put_numbers(numbers, made.emplace_back())) return std::nullopt;
  }
  // Its rows are shown as the file writes them: `male, 24.50` is no chart's.
  std::vector<ChartColumn> columns;
  std::vector<std::vector<std::string_view>> words(made.size());
  for (std::size_t i = 0; i < made.size(); ++i) {
    words[i].assign(made[i].alternatives.begin(), made[i].alternatives.end());
    columns.push_back({words[i], made[i].places, made[i].values});
  }
  const TableRows again = chart_rows(columns, table.keys.size(), *table.interpolated);
  for (std::size_t row = 0; row < again.rows.size(); ++row) {
    if (again.rows[row].written != table.rows()[row].written) return std::nullopt;
  }
  return made;
}

}  // namespace crit
