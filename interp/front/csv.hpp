// Files of comma-separated values (RFC 4180), a row at a time. Knows nothing of tables or of crit.
//
// A cell may stand in double quotes, with each quote inside doubled; then it may hold commas and line ends. Blanks round a
// cell, and lines in which every cell is empty, are nothing: spreadsheets leave them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "diagnostics.hpp"
#include "source.hpp"

namespace crit {

struct CsvCell {
  std::string text;         // without quotes round it, doubled ones single
  Span span;                // of the text, without the quotes
  bool as_written = true;   // no doubled quotes: byte i of the text stands at span.begin + i
};
struct CsvRow {
  std::vector<CsvCell> cells;
  Span span;
};

class CsvReader {
 public:
  // Precondition: the file is text (check_text).
  CsvReader(const Source& source, Diagnostics& diagnostics) : source_(source), diagnostics_(diagnostics), text_(source.text()) {}
  // The next row that holds something; false at the end, and after what is no CSV, which is reported.
  bool next(CsvRow& row);
  bool failed() const { return failed_; }

 private:
  bool cell(CsvCell& made);
  bool quoted(CsvCell& made);
  char at(std::size_t place) const { return place < text_.size() ? text_[place] : '\n'; }
  bool fail(std::size_t begin, std::size_t end, std::string message, std::string help);
  Span span(std::size_t begin, std::size_t end) const {
    return {source_.base() + static_cast<std::uint32_t>(begin), source_.base() + static_cast<std::uint32_t>(end)};
  }

  const Source& source_;
  Diagnostics& diagnostics_;
  const std::string_view text_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

}  // namespace crit
