// Comma-separated values (RFC 4180), byte by byte as they come in: one row after the other. Knows nothing of files, of
// messages, or of what the cells mean; tables in policies and members in CSV files are both read by it.
//
// A cell may stand in double quotes, with each quote inside doubled; then it may hold commas and line ends. Blanks
// round a cell are nothing: spreadsheets leave them. A row whose cells are all empty is no row.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace crit {

// Places are bytes, counted from where the scan began.
struct ScannedCell {
  std::string text;         // without quotes round it, doubled ones single
  std::uint64_t begin = 0;  // of the text, without the quotes
  std::uint64_t end = 0;
  bool as_written = true;  // no doubled quotes: byte i of the text stands at begin + i
};

struct CsvFault {
  enum class Kind : std::uint8_t { not_closed, behind_quote, inner_quote, lone_return } kind = Kind::not_closed;
  std::uint64_t begin = 0;  // not_closed: the cell's first line, from its quote on
  std::uint64_t end = 0;
};
// What is wrong, and how to mend it.
std::string_view fault_message(CsvFault::Kind kind);
std::string_view fault_help(CsvFault::Kind kind);

class CsvScan {
 public:
  enum class End : std::uint8_t { going, row, faulty };

  // Reads on from text[at]. `row`: `at` is behind the row's line end, and cells() has it. `faulty`: `at` is the byte
  // that cannot be. `going`: all of the text was read, and the row goes on. After `row` it goes on with the next; after
  // `faulty` only restart() may follow.
  End read(std::string_view text, std::size_t& at);
  // Nothing follows. `going`: and there is no row left.
  End finish();
  // The next byte read is byte `place`, at the beginning of a line.
  void restart(std::uint64_t place = 0);

  std::vector<ScannedCell>& cells() { return cells_; }  // may be moved from, after `row`
  const CsvFault& fault() const { return fault_; }
  std::uint64_t row_begin() const { return row_begin_; }  // where its first line begins
  std::uint64_t place() const { return place_; }          // of the byte that is read next

 private:
  enum class State : std::uint8_t { cell, plain, quoted, quote, behind };
  void begin_cell();
  void end_cell();
  bool end_row();
  End fail(CsvFault::Kind kind, std::uint64_t begin, std::uint64_t end);

  State state_ = State::cell;
  bool fresh_ = true;        // nothing of the row was read
  bool was_return_ = false;  // the byte before was a carriage return, outside of quotes
  std::uint64_t place_ = 0;
  std::uint64_t row_begin_ = 0;
  std::uint64_t opened_ = 0;       // the last opening quote …
  std::uint64_t opened_line_ = 0;  // … and the end of its line, once that was read
  std::vector<ScannedCell> cells_;
  CsvFault fault_;
};

}  // namespace crit
