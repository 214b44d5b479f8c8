#include "csv.hpp"

#include <algorithm>

#include "characters.hpp"

namespace crit {

bool CsvReader::fail(std::size_t begin, std::size_t end, std::string message, std::string help) {
  diagnostics_.add(Mistake::csv_rows, span(begin, end), std::move(message), std::move(help));
  failed_ = true;
  return false;
}

bool CsvReader::next(CsvRow& row) {
  while (!failed_ && at_ < text_.size()) {
    row.cells.clear();
    bool more = true;
    while (more) {
      row.cells.emplace_back();
      if (!cell(row.cells.back())) return false;
      more = at(at_) == ',';
      ++at_;  // the comma, or the line's end
    }
    row.span = {row.cells.front().span.begin, row.cells.back().span.end};
    if (std::any_of(row.cells.begin(), row.cells.end(), [](const CsvCell& one) { return !one.text.empty(); })) return true;
  }
  return false;
}

// Up to the comma or line end behind it.
bool CsvReader::cell(CsvCell& made) {
  const auto skip = [&] {
    while (is_blank(at(at_))) ++at_;  // a carriage return, too
  };
  skip();
  if (at(at_) == '"') return quoted(made) && (skip(), true) && (at(at_) == ',' || at(at_) == '\n' ||
      fail(at_, at_ + 1, "something stands behind the quotation mark that closes this cell", "a quotation mark inside a cell is doubled: `\"6\"\" needle\"`"));
  const std::size_t begin = at_;
  std::size_t end = at_;
  for (; at(at_) != ',' && at(at_) != '\n'; ++at_) {
    if (at(at_) == '"') {
      return fail(at_, at_ + 1, "a quotation mark stands inside a cell that has none round it", "put the cell in quotes, and double those inside: `\"6\"\" needle\"`");
    }
    if (!is_blank(at(at_))) end = at_ + 1;
  }
  made.text = std::string(text_.substr(begin, end - begin));
  made.span = span(begin, end);
  return true;
}

bool CsvReader::quoted(CsvCell& made) {
  const std::size_t opened = at_++;
  for (;; ++at_) {
    if (at_ >= text_.size()) {
      const std::size_t line_end = std::min(text_.find('\n', opened), text_.size());
      return fail(opened, line_end, "this cell is not closed: its quotation mark is the last of the file", "close it with `\"`; a quotation mark inside a cell is doubled");
    }
    if (text_[at_] == '"') {
      if (at(at_ + 1) != '"') break;
      made.as_written = false;
      ++at_;
    }
    made.text += text_[at_];
  }
  made.span = span(opened + 1, at_);
  ++at_;
  return true;
}

}  // namespace crit
