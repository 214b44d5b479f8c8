#include "chart.hpp"

#include <algorithm>

namespace crit {
namespace {

Number number_at(const ChartColumn& column, std::size_t row) {
  std::int64_t scale = 1;
  for (int i = 0; i < column.places; ++i) scale *= 10;
  return *Number::ratio(column.values[row], scale);
}

}  // namespace

const TableRows& LookupTable::content() const { return chart == nullptr ? own : chart->rows(); }

TableRows chart_rows(std::span<const ChartColumn> columns, std::size_t keys, std::size_t interpolated) {
  TableRows made;
  const std::size_t count = columns.front().values.size();
  made.rows.resize(count);
  for (std::size_t row = 0; row < count; ++row) {
    LookupRow& into = made.rows[row];
    into.cells.resize(keys);
    into.outputs.reserve(columns.size() - keys);
    for (std::size_t i = 0; i < keys; ++i) {
      const ChartColumn& column = columns[i];
      if (i != 0) into.written += ", ";
      if (column.alternatives.empty()) {
        const Number number = number_at(column, row);
        into.cells[i].ranges.push_back({NumberValue{number}, NumberValue{number}});
        into.written += number.to_string();
      } else {
        const auto alternative = static_cast<std::uint32_t>(column.values[row]);
        into.cells[i].alternatives.push_back(alternative);
        into.written += column.alternatives[alternative];
      }
    }
    for (std::size_t i = keys; i < columns.size(); ++i)
      into.outputs.emplace_back(NumberValue{number_at(columns[i], row)});
  }
  // Rows that are alike in all other keys are a group.
  const auto alike = [&](std::uint32_t left, std::uint32_t right) {
    for (std::size_t i = 0; i < keys; ++i) {
      if (i != interpolated && columns[i].values[left] != columns[i].values[right]) return false;
    }
    return true;
  };
  for (std::uint32_t row = 0; row < count; ++row) {
    const auto group = std::find_if(made.groups.begin(), made.groups.end(),
                                    [&](const auto& rows) { return alike(rows.front(), row); });
    if (group == made.groups.end())
      made.groups.push_back({row});
    else
      group->push_back(row);
  }
  const std::span<const std::int64_t> points = columns[interpolated].values;
  for (std::vector<std::uint32_t>& rows : made.groups) {
    std::stable_sort(rows.begin(), rows.end(),
                     [&](std::uint32_t left, std::uint32_t right) { return points[left] < points[right]; });
  }
  return made;
}

}  // namespace crit
