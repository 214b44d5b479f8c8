// What a terminal shows of an entry: cells. draw() makes them of a state, paint() the bytes that turn one picture on
// the screen into the next. Both are pure. Nothing here knows what a key does.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "guide.hpp"

namespace crit::line {

struct State;

struct Size {
  std::size_t columns = 80, rows = 24;
  friend bool operator==(const Size&, const Size&) = default;
};

// What a cell is, beside its role.
enum class Shade : std::uint8_t { none, prompt, suggested, menu, chosen, note, escaped };

struct Cell {
  std::string text;        // a character with its combining marks; empty: the second column of a wide one
  std::uint8_t width = 1;  // in columns
  Role role = Role::plain;
  Shade shade = Shade::none;
  friend bool operator==(const Cell&, const Cell&) = default;
};

using Row = std::vector<Cell>;  // one cell a column

struct Picture {
  std::vector<Row> rows;
  std::size_t row = 0, column = 0;  // the cursor
  bool is_block = false;            // the cursor's shape in vi's normal mode
  std::size_t laid_out = 0;         // characters looked at to draw it: bounded, however long the entry is
};

// Only what fits on the screen, with the cursor in it.
Picture draw(const State& state, Size size);

// Colours that read on light ground, on dark ground, on both, or none (NO_COLOR): of the basic sixteen, and none is the
// only sign of anything.
enum class Theme : std::uint8_t { both, light, dark, none };

// The escape sequence's parameters that stand for the cell's look: "1;35"; empty: the terminal's own.
std::string style_of(const Cell& cell, Theme theme);

// From `last` on the screen, with the cursor where it says, to `next`.
std::string paint(const Picture& last, const Picture& next, Theme theme);
// Takes `last` off the screen, of which a resize to `columns` may have wrapped the rows.
std::string take_away(const Picture& last, std::size_t columns, bool reflows);
// Puts the cursor at the start of the line below the picture.
std::string leave(const Picture& last);

}  // namespace crit::line
