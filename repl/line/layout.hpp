// Text into rows of cells. A text is laid out in pieces: a line, or so much of a long line that no picture takes longer
// for its length; a piece begins a row. Not for a shell.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "picture.hpp"
#include "state.hpp"

namespace crit::line {

struct Piece {
  std::size_t begin, end;  // bytes of the text, without its line end
  bool begins_line, ends_line;
};

Piece piece_at(std::string_view text, std::size_t at);

// Cells one behind another, in rows of so many columns.
class Rows {
 public:
  explicit Rows(std::size_t columns) : columns_(columns), rows_(1) {}

  // The letter at the text's byte `at`, with its marks; gives the bytes that it took.
  std::size_t put_letter(std::string_view text, std::size_t at, Role role, Shade shade);
  void put_text(std::string_view text, Role role, Shade shade);
  void put_blanks(std::size_t count, Shade shade);
  // Begins another row where so many columns are no more in this one: the cursor's place is where the next letter goes.
  void make_room(std::size_t width);
  void begin_row() { rows_.emplace_back(); }
  void set_indent(std::size_t columns) { indent_ = columns; }  // of rows that go on with the one above

  std::size_t row() const { return rows_.size() - 1; }
  std::size_t column() const { return rows_.back().size(); }
  std::vector<Row>& rows() { return rows_; }
  std::size_t laid_out() const { return laid_out_; }

 private:
  void put(Cell cell);

  std::size_t columns_;
  std::size_t indent_ = 0;
  std::vector<Row> rows_;
  std::size_t laid_out_ = 0;
};

// Text in one row, cut with `…` where it is longer than so many columns.
Row cut_row(std::string_view text, std::size_t columns, Role role, Shade shade);
std::size_t columns_of(std::string_view text);

}  // namespace crit::line
