#include "layout.hpp"

#include <algorithm>

#include "letters.hpp"

namespace crit::line {
namespace {

// A longer line is laid out in parts of about this many bytes, each of which begins a row: a key then takes the same
// time in a line of a million characters as in a short one.
constexpr std::size_t longest_piece = 4096;
// Marks on one letter that are drawn on it; more are written out, since terminals drop them.
constexpr std::size_t most_marks = 4;
constexpr std::size_t tab_width = 4;
constexpr char32_t dotted_circle = 0x25CC;

// The first byte from `at` on that begins a letter of its own.
std::size_t piece_border(std::string_view text, std::size_t at, std::size_t end) {
  for (std::size_t tries = 0; at < end && tries < 2 * longest_piece; ++tries) {
    const bool is_inside = (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
    if (!is_inside && shown_as(letter_at(text, at).point) != Shown::mark) break;
    ++at;
  }
  return std::min(at, end);
}

}  // namespace

Piece piece_at(std::string_view text, std::size_t at) {
  const std::size_t before = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
  const std::size_t line = before == std::string_view::npos ? 0 : before + 1;
  const std::size_t line_end = std::min(text.find('\n', at), text.size());
  if (line_end - line <= longest_piece) return {line, line_end, true, true};
  std::size_t part = (at - line) / longest_piece;
  const auto border = [&](std::size_t number) {
    return number == 0 ? line : piece_border(text, std::min(line + number * longest_piece, line_end), line_end);
  };
  while (part > 0 && (at < border(part) || border(part) == line_end)) --part;
  const std::size_t begin = border(part), end = border(part + 1);
  return {begin, end, begin == line, end == line_end};
}

void Rows::put(Cell cell) {
  if (cell.width > columns_) cell = {"?", 1, cell.role, cell.shade};
  if (column() + cell.width > columns_) {
    begin_row();
    if (indent_ + cell.width <= columns_) rows_.back().assign(indent_, {" ", 1, Role::plain, Shade::prompt});
  }
  Cell second = cell;
  const bool is_wide = cell.width == 2;
  rows_.back().push_back(std::move(cell));
  if (!is_wide) return;
  second.text.clear();
  second.width = 0;
  rows_.back().push_back(std::move(second));
}

void Rows::make_room(std::size_t width) {
  if (column() + std::min(width, columns_) <= columns_) return;
  begin_row();
  if (indent_ < columns_) rows_.back().assign(indent_, {" ", 1, Role::plain, Shade::prompt});
}

std::size_t Rows::put_letter(std::string_view text, std::size_t at, Role role, Shade shade) {
  const Letter letter = letter_at(text, at);
  ++laid_out_;
  if (letter.point == '\t') {
    const std::size_t width = tab_width - column() % tab_width;
    for (std::size_t i = 0; i < width; ++i) put({" ", 1, role, shade});
    return letter.length;
  }
  const Shown shown = shown_as(letter.point);
  if (shown == Shown::written_out) {
    for (const char c : written_out(letter.point)) put({std::string(1, c), 1, role, Shade::escaped});
    return letter.length;
  }
  Cell cell{{}, static_cast<std::uint8_t>(shown == Shown::wide ? 2 : 1), role, shade};
  std::size_t length = 0, marks = 0;
  if (shown == Shown::mark) {
    append_letter(cell.text, dotted_circle);
  } else {
    cell.text = text.substr(at, letter.length);
    length = letter.length;
  }
  while (at + length < text.size() && marks < most_marks) {
    const Letter mark = letter_at(text, at + length);
    if (mark.point < 0x80 || shown_as(mark.point) != Shown::mark) break;
    cell.text += text.substr(at + length, mark.length);
    length += mark.length;
    ++marks;
  }
  laid_out_ += marks;
  put(std::move(cell));
  return length;
}

void Rows::put_text(std::string_view text, Role role, Shade shade) {
  for (std::size_t at = 0; at < text.size();) at += put_letter(text, at, role, shade);
}

void Rows::put_blanks(std::size_t count, Shade shade) {
  for (; count > 0; --count) put({" ", 1, Role::plain, shade});
}

std::size_t columns_of(std::string_view text) {
  constexpr std::size_t without_end = 1U << 20;
  Rows rows(without_end);
  rows.put_text(text, Role::plain, Shade::none);
  return rows.column();
}

Row cut_row(std::string_view text, std::size_t columns, Role role, Shade shade) {
  // What cannot be in the row is not looked at.
  Rows rows(columns);
  for (std::size_t at = 0; at < text.size() && rows.row() == 0;) at += rows.put_letter(text, at, role, shade);
  Row row = std::move(rows.rows().front());
  if (rows.row() == 0) return row;
  while (!row.empty() && (row.size() >= columns || row.back().width != 1)) row.pop_back();
  row.push_back({"…", 1, role, shade});
  return row;
}

}  // namespace crit::line
