// The column that cells share.
#include "format_columns.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "format.hpp"

namespace crit::layout {
namespace {

constexpr std::uint32_t none = 0xFFFFFFFFU;
// So far beyond the others a line may reach for all of them to move; one that reaches farther stands out alone.
constexpr std::uint32_t little = 8;

// Whether it stands further right than it would alone.
bool is_padded(const Cell& cell) { return cell.written > cell.least; }

bool fits(const Cell& cell, std::uint32_t column) { return column + cell.tail <= format_width; }

// All stand in it, as they are.
bool agree(const std::vector<Cell>& cells) {
  return std::all_of(cells.begin(), cells.end(), [&](const Cell& cell) { return cell.written == cells.front().written && cell.written >= cell.least; });
}

// The one that the author padded most of the cells to; none where more than a third of them cannot stand in it.
std::uint32_t column_of_author(const std::vector<Cell>& cells) {
  std::map<std::uint32_t, std::size_t> standing;
  std::set<std::uint32_t> chosen;
  for (const Cell& cell : cells) {
    if (cell.written >= cell.least) ++standing[cell.written];
    if (is_padded(cell)) chosen.insert(cell.written);
  }
  std::uint32_t best = none;
  std::size_t most = 2;  // one alone is no column
  for (const std::uint32_t column : chosen) {
    if (standing[column] < most) continue;
    most = standing[column];
    best = column;
  }
  const auto beyond = std::count_if(cells.begin(), cells.end(), [&](const Cell& cell) { return cell.least > best; });
  return best != none && static_cast<std::size_t>(beyond) * 3 <= cells.size() ? best : none;
}

// The column moved to the right for those that reach a little beyond it.
std::uint32_t farther(const std::vector<Cell>& cells, std::uint32_t column) {
  std::uint32_t moved = column;
  for (const Cell& cell : cells) {
    if (cell.least > column && cell.least <= column + little) moved = std::max(moved, cell.least);
  }
  return moved;
}

// The column moved to the left as far as the longest line wants it and what stands before it lets it.
std::uint32_t nearer(const std::vector<Cell>& cells, std::uint32_t column) {
  std::uint32_t wanted = column;
  std::uint32_t reached = 0;
  for (const Cell& cell : cells) {
    if (cell.least > column) continue;
    reached = std::max(reached, cell.least);
    if (!fits(cell, column) && fits(cell, cell.least)) wanted = std::min(wanted, format_width - cell.tail);
  }
  return std::max(wanted, reached);
}

// The first that all cells reach; those that would make another's line too long stand out.
std::uint32_t first_column(const std::vector<Cell>& cells, std::uint32_t gap) {
  std::vector<std::uint32_t> candidates;
  for (const Cell& cell : cells) candidates.push_back(cell.least + gap);
  std::sort(candidates.rbegin(), candidates.rend());
  candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
  for (const std::uint32_t column : candidates) {
    const auto too_long = [&](const Cell& cell) { return cell.least + gap <= column && !fits(cell, column) && fits(cell, cell.least); };
    if (std::none_of(cells.begin(), cells.end(), too_long)) return column;
  }
  return candidates.back();
}

}  // namespace

void share_columns(std::vector<Cell>& cells, const ColumnRule& rule) {
  if (cells.empty()) return;
  const bool padded = std::any_of(cells.begin(), cells.end(), is_padded);
  std::uint32_t shared = none;
  if (cells.size() == 1) {
    shared = rule.alone_stays && cells.front().written >= cells.front().least ? cells.front().written : cells.front().least + rule.gap;
  } else if (agree(cells) && (padded || rule.gap == 0)) {
    shared = nearer(cells, cells.front().written);
  } else {
    shared = column_of_author(cells);
    if (shared != none) shared = nearer(cells, farther(cells, shared));
    else if (rule.aligns) shared = first_column(cells, rule.gap);
  }
  for (Cell& cell : cells) {
    cell.column = fits(cell, cell.least + rule.gap) ? cell.least + rule.gap : cell.least;
    if (shared == none || shared < cell.least) continue;
    if (fits(cell, shared) || !rule.wraps) cell.column = shared;
  }
}

}  // namespace crit::layout
