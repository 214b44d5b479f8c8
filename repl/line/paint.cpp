// Pictures as a terminal's bytes. Only moves relative to the picture's own first row are used, so that it may stand
// anywhere; a row below the last one is reached by a line end, which scrolls.
#include <algorithm>
#include <string_view>

#include "letters.hpp"
#include "picture.hpp"

namespace crit::line {
namespace {

// Cells that stay are written again where that is shorter than a move over them.
constexpr std::size_t shortest_jump = 6;

struct RoleStyle {
  Role role;
  std::string_view both, light, dark, none;
};

// A colour has a contrast of at least 3 to 1 with its ground in the palettes of xterm, GNOME, Windows and Linux, and of
// 2.6 to 1 where it is for both grounds (tests/line/theme_test.cpp). What is wrong is underlined, too.
// clang-format off
constexpr RoleStyle role_styles[] = {
    {Role::plain,     "",     "",     "",     ""},
    {Role::keyword,   "1",    "1",    "1;94", "1"},
    {Role::name,      "",     "",     "",     ""},
    {Role::number,    "35",   "35",   "95",   ""},
    {Role::text,      "",     "34",   "92",   ""},
    {Role::comment,   "2",    "90",   "36",   "2"},
    {Role::label,     "35",   "35",   "93",   "1"},
    {Role::operator_, "",     "",     "",     ""},
    {Role::command,   "1",    "1",    "1;96", "1"},
    {Role::error,     "4;31", "4;31", "4;91", "4"},
    {Role::warning,   "4;35", "4;35", "4;93", "4"},
};
// clang-format on

std::string_view style_of(Role role, Theme theme) {
  const auto& style = role_styles[static_cast<std::size_t>(role)];
  switch (theme) {
    case Theme::both: return style.both;
    case Theme::light: return style.light;
    case Theme::dark: return style.dark;
    case Theme::none: break;
  }
  return style.none;
}

std::string_view style_of(Shade shade) {
  switch (shade) {
    case Shade::none:
    case Shade::menu:
    case Shade::note: return "";
    case Shade::prompt: return "1";
    case Shade::suggested: return "2";
    case Shade::chosen:
    case Shade::escaped: return "7";
  }
  return "";
}

// Whether all terminals are in the same column behind the cell.
bool is_sure(const Cell& cell) {
  const Letter letter = letter_at(cell.text, 0);
  return letter.length == cell.text.size() && is_of_sure_width(letter.point);
}

class Painter {
 public:
  Painter(std::size_t rows, std::size_t row, std::size_t column, Theme theme)
      : rows_(rows), row_(row), column_(column), theme_(theme) {}

  std::string out;

  void move_to(std::size_t row, std::size_t column);
  std::size_t put(const Cell& cell);  // gives its columns
  void erase_row_end() { set_style({}), out += "\x1b[K"; }
  void erase_below() { set_style({}), out += "\x1b[J"; }
  void end() { set_style({}); }

 private:
  void set_style(const std::string& style);

  std::size_t rows_;  // that are on the screen
  std::size_t row_, column_;
  bool is_column_sure_ = true;
  std::string style_;
  Theme theme_;
};

void Painter::move_to(std::size_t row, std::size_t column) {
  if (row < row_) out += "\x1b[" + (row_ - row == 1 ? "" : std::to_string(row_ - row)) + "A";
  const std::size_t last = std::max<std::size_t>(rows_, 1) - 1;
  if (row > row_ && row_ < last) {
    const std::size_t down = std::min(row, last) - row_;
    out += "\x1b[" + (down == 1 ? "" : std::to_string(down)) + "B";
    row_ += down;
  }
  if (row > row_) {  // rows that are not there yet
    set_style({});
    out += '\r';
    out.append(row - row_, '\n');
    rows_ = row + 1;
    column_ = 0;
    is_column_sure_ = true;
  }
  row_ = row;
  if (is_column_sure_ && column == column_) return;
  if (column == 0) {
    out += '\r';
  } else {
    out += "\x1b[" + std::to_string(column + 1) + "G";
  }
  column_ = column;
  is_column_sure_ = true;
}

void Painter::set_style(const std::string& style) {
  if (style == style_) return;
  out += style.empty() ? "\x1b[m" : style_.empty() ? "\x1b[" + style + "m" : "\x1b[0;" + style + "m";
  style_ = style;
}

std::size_t Painter::put(const Cell& cell) {
  set_style(style_of(cell, theme_));
  if (cell.width == 2 && !is_sure(cell)) {
    out += "  ";  // for a terminal that takes it for a narrow one: both its columns are blank then
    const std::size_t column = column_;
    is_column_sure_ = false;
    move_to(row_, column);
  }
  out += cell.text;
  column_ += cell.width;
  is_column_sure_ = is_column_sure_ && is_sure(cell);
  return cell.width;
}

// From `begin` on, the next cell that differs from the one on the screen.
std::size_t next_change(const Row& last, const Row& next, std::size_t begin) {
  while (begin < next.size() && begin < last.size() && next[begin] == last[begin]) ++begin;
  return begin;
}

void paint_row(Painter& painter, const Row& last, const Row& next, std::size_t row) {
  std::size_t at = next_change(last, next, 0);
  while (at < next.size()) {
    if (next[at].text.empty()) --at;  // the second column of a wide character
    painter.move_to(row, at);
    for (bool goes_on = true; goes_on;) {
      const bool is_known = is_sure(next[at]);
      at += painter.put(next[at]);
      const std::size_t change = next_change(last, next, at);
      // A terminal that took the character for a wide one has spoilt the next.
      goes_on = at < next.size() && (!is_known || (change < next.size() && change - at < shortest_jump));
      if (goes_on) painter.move_to(row, at);
      if (!goes_on) at = change;
    }
  }
  if (next.size() >= last.size()) return;
  painter.move_to(row, next.size());
  painter.erase_row_end();
}

}  // namespace

std::string style_of(const Cell& cell, Theme theme) {
  std::string style(style_of(cell.shade));
  const std::string_view role = style_of(cell.role, theme);
  if (!style.empty() && !role.empty()) style += ';';
  return style += role;
}

std::string paint(const Picture& last, const Picture& next, Theme theme) {
  Painter painter(last.rows.size(), last.row, last.column, theme);
  if (last.rows.empty()) {
    painter.out += '\r';
    painter.erase_below();
  }
  for (std::size_t row = 0; row < next.rows.size(); ++row) {
    static const Row none;
    if (row >= std::max<std::size_t>(last.rows.size(), 1)) painter.move_to(row, 0);  // though nothing may be in it
    paint_row(painter, row < last.rows.size() ? last.rows[row] : none, next.rows[row], row);
  }
  if (last.rows.size() > next.rows.size()) {
    painter.move_to(next.rows.size(), 0);
    painter.erase_below();
  }
  painter.end();
  painter.move_to(next.row, next.column);
  if (last.is_block != next.is_block) painter.out += next.is_block ? "\x1b[2 q" : "\x1b[0 q";
  return painter.out;
}

std::string take_away(const Picture& last, std::size_t columns, bool reflows) {
  columns = std::max<std::size_t>(columns, 1);
  std::size_t up = last.row;
  if (reflows) {
    up = last.column / columns;
    for (std::size_t row = 0; row < last.row && row < last.rows.size(); ++row) {
      up += std::max<std::size_t>((last.rows[row].size() + columns - 1) / columns, 1);
    }
  }
  return (up == 0 ? "" : "\x1b[" + std::to_string(up) + "A") + "\r\x1b[J";
}

std::string leave(const Picture& last) {
  const std::size_t below = last.rows.empty() ? 0 : last.rows.size() - 1 - std::min(last.row, last.rows.size() - 1);
  return (below == 0 ? "" : "\x1b[" + std::to_string(below) + "B") + "\r\n" + (last.is_block ? "\x1b[0 q" : "");
}

}  // namespace crit::line
