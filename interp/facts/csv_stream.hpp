// A CSV file of members as its bytes come in -> its rows, one by one, each a piece of the file as fact_stream.hpp gives pieces
// of JSON. The first row names the facts. How the bytes are cut does not matter; at most one row is held.
//
// What is no CSV is told, and reading goes on behind it, so that no row is lost without a word:
//   - A row that is broken ends with the line on which it breaks. Each further line that it took in is told, too: a member may
//     stand there, or a part of a cell.
//   - Of a cell that is never closed, all lines to the file's end are told so.
// This layer knows nothing of schemas, nor what a cell means (csv_member.hpp).
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "csv_scan.hpp"
#include "fact_stream.hpp"

namespace crit {

JsonFault fault_at(Span span, std::string message, std::string help, JsonFault::Kind kind = JsonFault::Kind::csv);

// The first row of a file.
struct CsvHeader {
  std::vector<std::string> names;  // without the empty ones at its end
  std::vector<Span> places;        // bytes of `text`
  std::string text;                // its line
  std::uint32_t line = 1;
  std::uint32_t byte = 0;          // of the file: where its line begins
  std::optional<std::size_t> column(std::string_view name) const;
};
// Why it cannot be one; nothing: it can. `cells` have places in `text`.
std::optional<JsonFault> read_header(std::vector<ScannedCell>& cells, std::string_view text, CsvHeader& header);

// A row: piece.text has it, and the cells' places are bytes of that.
struct CsvPiece {
  FactPiece piece;
  std::vector<ScannedCell> cells;  // as many as the header names
};

// Why a row does not fit its header; nothing: it does, and has as many cells. `size`: of its text.
std::optional<JsonFault> fit_row(const CsvHeader& header, std::vector<ScannedCell>& cells, std::string_view text);

class CsvStream {
 public:
  // Of one row. Longer than a row of a person's making; what comes after a quotation mark too many is longer.
  static constexpr std::uint64_t largest_row = std::uint64_t{16} << 20;

  explicit CsvStream(std::uint64_t limit = largest_row) : limit_(limit) {}
  void feed(std::string_view bytes);
  void finish() { ended_ = true; }
  void fail(std::string_view why);
  // The next row, or what is wrong. Nothing: feed more; or, after finish(), the end. At least one comes of any file.
  std::optional<CsvPiece> next();
  bool is_done() const { return mode_ == Mode::done && ready_.empty(); }
  // Nothing stopped it before its end.
  bool read_whole() const { return is_done() && failed_.empty() && !header_.names.empty(); }
  const CsvHeader& header() const { return header_; }  // as soon as a row was given

 private:
  enum class Mode : std::uint8_t { begin, rows, fault, passing, done };

  std::uint64_t end() const { return base_ + buffer_.size(); }
  std::string_view view(std::uint64_t from, std::uint64_t to) const { return std::string_view(buffer_).substr(static_cast<std::size_t>(from - base_), static_cast<std::size_t>(to - from)); }
  std::uint64_t line_end(std::uint64_t from) const;
  void count_to(std::uint64_t byte);
  void forget();
  bool step();
  bool step_begin();
  bool step_rows();
  bool step_fault();
  void begin_passing(std::uint64_t stop);
  bool step_passing();
  void give_row();
  std::optional<JsonFault> row_inside(std::string_view text) const;
  void give_fault(std::uint64_t from, std::uint64_t to, JsonFault fault, std::string id);
  void at_end();
  std::string id_of(const std::vector<ScannedCell>& cells, std::size_t whole) const;

  std::uint64_t limit_;
  std::string buffer_;
  std::uint64_t base_ = 0;
  std::uint64_t at_ = 0;
  bool ended_ = false;
  std::string failed_;
  std::uint64_t counted_ = 0;  // lines before this byte are counted
  std::uint32_t line_ = 1;
  Mode mode_ = Mode::begin;
  CsvScan scan_;
  CsvHeader header_;
  bool has_header_ = false;
  bool gave_ = false;
  std::uint64_t fault_line_ = 0;   // fault: where the line begins on which the row breaks; passing: the first byte behind it
  bool all_ = false;               // passing: all lines to the file's end
  bool skip_line_ = false;         // passing: the rest of this line first
  bool too_large_ = false;
  std::uint32_t broken_ = 0;       // the line on which the broken row begins
  std::deque<CsvPiece> ready_;
};

}  // namespace crit
