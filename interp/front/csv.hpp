// Files of comma-separated values that a policy names, a row at a time, with what is wrong in them. How a row is written is
// csv_scan.hpp's. Knows nothing of tables.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "csv_scan.hpp"
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
  Span span(std::uint64_t begin, std::uint64_t end) const {
    return {source_.base() + static_cast<std::uint32_t>(begin), source_.base() + static_cast<std::uint32_t>(end)};
  }

  const Source& source_;
  Diagnostics& diagnostics_;
  const std::string_view text_;
  CsvScan scan_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

}  // namespace crit
