// A terminal's screen for the tests: libvterm takes the bytes that a terminal would, and its cells are read.
#pragma once

#include <vterm.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "line/picture.hpp"

namespace line_test {

class Screen {
 public:
  explicit Screen(crit::line::Size size);
  ~Screen();
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  void feed(std::string_view bytes);
  void resize(crit::line::Size size);

  // The rows down to the last one that holds something or the cursor; `mark` stands before the cursor's cell.
  std::vector<std::string> lines(std::string_view mark) const;
  // A letter a cell: r reversed, u underlined, b bold, c coloured, `.` none.
  std::vector<std::string> looks() const;
  VTermPos cursor() const;
  VTermScreenCell cell(std::size_t row, std::size_t column) const;
  std::string text(std::size_t row, std::size_t column) const;  // of a cell; a blank one is " "
  crit::line::Size size() const { return size_; }
  // The rows that left the screen at its top.
  std::size_t scrolled() const { return scrolled_; }

 private:
  std::size_t last_row() const;

  crit::line::Size size_;
  VTerm* terminal_;
  VTermScreen* screen_;
  std::size_t scrolled_ = 0;
};

}  // namespace line_test
