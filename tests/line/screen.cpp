#include "screen.hpp"

#include "line/letters.hpp"

namespace line_test {
namespace {

int on_scrolled(int, const VTermScreenCell*, void* count) {
  ++*static_cast<std::size_t*>(count);
  return 1;
}

VTermScreenCallbacks callbacks_of_screen() {
  VTermScreenCallbacks callbacks{};
  callbacks.sb_pushline = on_scrolled;
  return callbacks;
}

}  // namespace

Screen::Screen(crit::line::Size size)
    : size_(size),
      terminal_(vterm_new(static_cast<int>(size.rows), static_cast<int>(size.columns))),
      screen_(vterm_obtain_screen(terminal_)) {
  static const VTermScreenCallbacks callbacks = callbacks_of_screen();
  vterm_set_utf8(terminal_, 1);
  vterm_screen_set_callbacks(screen_, &callbacks, &scrolled_);
  vterm_screen_reset(screen_, 1);
}

Screen::~Screen() { vterm_free(terminal_); }

// What the terminal's driver does to a line end.
void Screen::feed(std::string_view bytes) {
  std::string sent;
  for (const char c : bytes) {
    if (c == '\n') sent += '\r';
    sent += c;
  }
  vterm_input_write(terminal_, sent.data(), sent.size());
  vterm_screen_flush_damage(screen_);
}

void Screen::resize(crit::line::Size size) {
  size_ = size;
  vterm_set_size(terminal_, static_cast<int>(size.rows), static_cast<int>(size.columns));
}

VTermPos Screen::cursor() const {
  VTermPos at{};
  vterm_state_get_cursorpos(vterm_obtain_state(terminal_), &at);
  return at;
}

VTermScreenCell Screen::cell(std::size_t row, std::size_t column) const {
  VTermScreenCell found{};
  vterm_screen_get_cell(screen_, {static_cast<int>(row), static_cast<int>(column)}, &found);
  return found;
}

std::string Screen::text(std::size_t row, std::size_t column) const {
  const VTermScreenCell found = cell(row, column);
  if (found.chars[0] == static_cast<std::uint32_t>(-1)) return "";  // the second column of a wide character
  if (found.chars[0] == 0) return " ";
  std::string text;
  for (const std::uint32_t point : found.chars) {
    if (point == 0) break;
    crit::line::append_letter(text, point);
  }
  return text;
}

std::size_t Screen::last_row() const {
  auto last = static_cast<std::size_t>(cursor().row);
  for (std::size_t row = last; row < size_.rows; ++row) {
    for (std::size_t column = 0; column < size_.columns; ++column) {
      if (text(row, column) != " ") last = row;
    }
  }
  return last;
}

std::vector<std::string> Screen::lines(std::string_view mark) const {
  const VTermPos at = cursor();
  std::vector<std::string> lines;
  for (std::size_t row = 0; row <= last_row(); ++row) {
    std::string line;
    for (std::size_t column = 0; column < size_.columns; ++column) {
      if (at.row == static_cast<int>(row) && at.col == static_cast<int>(column)) line += mark;
      line += text(row, column);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    lines.push_back(line);
  }
  return lines;
}

std::vector<std::string> Screen::looks() const {
  std::vector<std::string> rows;
  for (std::size_t row = 0; row <= last_row(); ++row) {
    std::string letters;
    for (std::size_t column = 0; column < size_.columns; ++column) {
      const VTermScreenCell found = cell(row, column);
      letters += found.attrs.reverse != 0               ? 'r'
                 : found.attrs.underline != 0           ? 'u'
                 : found.attrs.bold != 0                ? 'b'
                 : VTERM_COLOR_IS_DEFAULT_FG(&found.fg) ? '.'
                                                        : 'c';
    }
    letters.erase(letters.find_last_not_of('.') + 1);
    rows.push_back(letters);
  }
  return rows;
}

}  // namespace line_test
