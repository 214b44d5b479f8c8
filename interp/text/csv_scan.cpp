#include "csv_scan.hpp"

#include <algorithm>
#include <utility>

#include "characters.hpp"

namespace crit {

std::string_view fault_message(CsvFault::Kind kind) {
  switch (kind) {
    case CsvFault::Kind::not_closed: return "this cell is not closed: its quotation mark is the last of the file";
    case CsvFault::Kind::behind_quote: return "something stands behind the quotation mark that closes this cell";
    case CsvFault::Kind::inner_quote: return "a quotation mark stands inside a cell that has none round it";
    case CsvFault::Kind::lone_return: return "a carriage return stands here alone, without a line feed behind it";
  }
  return "";
}

std::string_view fault_help(CsvFault::Kind kind) {
  switch (kind) {
    case CsvFault::Kind::not_closed: return "close it with `\"`; a quotation mark inside a cell is doubled";
    case CsvFault::Kind::behind_quote: return "a quotation mark inside a cell is doubled: `\"6\"\" needle\"`";
    case CsvFault::Kind::inner_quote: return "put the cell in quotes, and double those inside: `\"6\"\" needle\"`";
    case CsvFault::Kind::lone_return:
      return "save it as CSV whose lines end in a line feed, as other programs write them";
  }
  return "";
}

void CsvScan::restart(std::uint64_t place) {
  state_ = State::cell;
  fresh_ = true;
  was_return_ = false;
  place_ = row_begin_ = place;
  cells_.clear();
}

CsvScan::End CsvScan::fail(CsvFault::Kind kind, std::uint64_t begin, std::uint64_t end) {
  fault_ = {kind, begin, end};
  return End::faulty;
}

void CsvScan::begin_cell() {
  state_ = State::cell;
  cells_.emplace_back();
  cells_.back().begin = cells_.back().end = place_;
}

// Blanks behind a plain cell are not its own.
void CsvScan::end_cell() {
  ScannedCell& cell = cells_.back();
  if (state_ == State::plain) cell.text.resize(static_cast<std::size_t>(cell.end - cell.begin));
  if (state_ == State::quote) cell.end = place_ - 1;
}

// Whether the row holds something; else the next begins.
bool CsvScan::end_row() {
  fresh_ = true;
  state_ = State::cell;
  return std::any_of(cells_.begin(), cells_.end(), [](const ScannedCell& one) { return !one.text.empty(); });
}

CsvScan::End CsvScan::read(std::string_view text, std::size_t& at) {
  for (; at < text.size(); ++at, ++place_) {
    const char c = text[at];
    // It may end a line of an old system: two rows would be taken for one.
    if (std::exchange(was_return_, c == '\r' && state_ != State::quoted) && c != '\n')
      return fail(CsvFault::Kind::lone_return, place_ - 1, place_);
    if (fresh_) {
      cells_.clear();
      row_begin_ = place_;
      fresh_ = false;
      begin_cell();
    }
    switch (state_) {
      case State::quoted:
        if (c == '\n' && opened_line_ == 0) opened_line_ = place_;
        if (c == '"')
          state_ = State::quote;
        else
          cells_.back().text += c;
        continue;
      case State::quote:
        if (c == '"') {
          cells_.back().text += c;
          cells_.back().as_written = false;
          state_ = State::quoted;
          continue;
        }
        end_cell();
        state_ = State::behind;
        break;
      case State::cell:
        if (c == '"') {
          state_ = State::quoted;
          opened_ = place_;
          opened_line_ = 0;
          cells_.back().begin = place_ + 1;
          continue;
        }
        if (is_blank(c)) {
          cells_.back().begin = cells_.back().end = place_ + 1;
          continue;
        }
        if (c != ',' && c != '\n') state_ = State::plain;
        break;
      case State::plain: break;
      case State::behind: break;
    }
    if (c == ',') {
      end_cell();
      ++place_;  // the next cell begins behind it
      begin_cell();
      --place_;
    } else if (c == '\n') {
      end_cell();
      if (!end_row()) continue;
      ++at;
      ++place_;
      return End::row;
    } else if (state_ == State::behind && !is_blank(c)) {
      return fail(CsvFault::Kind::behind_quote, place_, place_ + 1);
    } else if (state_ == State::plain) {
      if (c == '"') return fail(CsvFault::Kind::inner_quote, place_, place_ + 1);
      cells_.back().text += c;
      if (!is_blank(c)) cells_.back().end = place_ + 1;
    }
  }
  return End::going;
}

CsvScan::End CsvScan::finish() {
  if (fresh_) return End::going;
  if (state_ == State::quoted)
    return fail(CsvFault::Kind::not_closed, opened_, opened_line_ == 0 ? place_ : opened_line_);
  end_cell();
  return end_row() ? End::row : End::going;
}

}  // namespace crit
