// Columns that the lines of a block share: the colons of facts, the values behind labels, comments at the ends of lines.
// Internal to the formatter; knows columns only, no tokens.
//
// What the author aligned stays where it is, though it may be wider than need be: a column that most lines share is kept,
// moved to the left where a line would be too long and to the right for a line that reaches a little beyond it; one that reaches
// farther stands out alone, so that one long label does not move all others. Lines without such a column get the first that
// all of them reach.
#pragma once

#include <cstdint>
#include <vector>

namespace crit::layout {

struct Cell {
  std::uint32_t token;
  std::uint32_t least;    // where it may begin at the earliest
  std::uint32_t written;  // where the author put it
  std::uint32_t tail;     // the characters from there to its line's end
  std::uint32_t column;   // where it will begin
};

struct ColumnRule {
  std::uint32_t gap = 0;       // more blanks than the least, for a column that the author did not choose
  bool aligns = true;          // false: only what the author aligned is
  bool alone_stays = false;    // a single cell stays where it is, if it may
  bool wraps = true;           // a line that is too long can be ended: no need to move its cell to the right
};

// Sets `column` of each.
void share_columns(std::vector<Cell>& cells, const ColumnRule& rule);

}  // namespace crit::layout
