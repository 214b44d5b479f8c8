#include "csv_stream.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "fact_value.hpp"
#include "text_check.hpp"
#include "utf8.hpp"

namespace crit {

JsonFault fault_at(Span span, std::string message, std::string help, JsonFault::Kind kind) {
  JsonFault made;
  made.kind = kind;
  made.span = span;
  made.message = std::move(message);
  made.help = std::move(help);
  return made;
}

namespace {

constexpr std::string_view mark = "\xEF\xBB\xBF";  // of byte order
constexpr std::size_t enough_to_know = 8;          // bytes that tell a file of another kind
constexpr std::uint64_t most_shown = 4'096;        // of a line on which a row breaks
constexpr std::size_t worth_forgetting = std::size_t{64} << 10;

Span place_of(const ScannedCell& cell) { return {static_cast<std::uint32_t>(cell.begin), static_cast<std::uint32_t>(cell.end)}; }

// The byte that is no UTF-8, if one is not.
std::optional<std::size_t> not_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    if (static_cast<unsigned char>(text[i]) < 0x80U) {
      ++i;
      continue;
    }
    const Character here = character_at(text, i);
    if (here.length == 0) return i;
    i += here.length;
  }
  return std::nullopt;
}

std::optional<JsonFault> encoding_fault(std::string_view text) {
  const std::optional<std::size_t> bad = not_utf8(text);
  if (!bad) return std::nullopt;
  const auto at = static_cast<std::uint32_t>(*bad);
  return fault_at({at, at + 1}, fmt::format("byte {:02X} is not UTF-8 text", static_cast<unsigned char>(text[*bad])), "save the file as `CSV UTF-8`", JsonFault::Kind::not_utf8);
}

void drop_empty_end(std::vector<ScannedCell>& cells, std::size_t least) {
  while (cells.size() > least && cells.back().text.empty()) cells.pop_back();
}

}  // namespace

// ---- one row ----------------------------------------------------------------------------------------------------------

std::optional<std::size_t> CsvHeader::column(std::string_view name) const {
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? std::nullopt : std::optional<std::size_t>(static_cast<std::size_t>(found - names.begin()));
}

std::optional<JsonFault> read_header(std::vector<ScannedCell>& cells, std::string_view text, CsvHeader& header) {
  if (auto fault = encoding_fault(text)) return fault;
  const Span whole = {static_cast<std::uint32_t>(cells.front().begin), static_cast<std::uint32_t>(cells.back().end)};
  constexpr auto kind = JsonFault::Kind::csv_header;
  drop_empty_end(cells, 1);
  const std::string& first = cells.front().text;
  if (!first.empty() && (first.front() == '{' || first.front() == '[')) {
    return fault_at(whole, "this is JSON, and is read as CSV", "give it a name that ends in `.json`, or say `--facts-format json`", kind);
  }
  if (cells.size() == 1) {
    const bool semicolons = first.find(';') != std::string::npos;
    if (semicolons || first.find('\t') != std::string::npos) {
      return fault_at(whole, fmt::format("the columns of this file are separated by {}, not by commas", semicolons ? "semicolons" : "tabs"),
                      "save it as CSV with commas, and numbers with a point: `0.5`", kind);
    }
  }
  constexpr std::size_t most_columns = 10'000;
  if (cells.size() > most_columns) {
    return fault_at(place_of(cells[most_columns]), fmt::format("this line names more than the {} columns that crit reads", most_columns), "leave out those that the policy does not ask for", kind);
  }
  std::unordered_map<std::string_view, std::size_t> seen;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (cells[i].text.empty()) return fault_at(place_of(cells[i]), fmt::format("column {} has no name", i + 1), "name the fact that stands in it, or take the column out", kind);
    const auto [other, is_new] = seen.emplace(cells[i].text, i);
    if (is_new) continue;
    JsonFault made = fault_at(place_of(cells[i]), fmt::format("two columns are called `{}`", shown(cells[i].text)), "rename the one that is not meant, or take it out", kind);
    made.opened = Label{place_of(cells[other->second]), "the other"};
    return made;
  }
  for (ScannedCell& cell : cells) {
    header.places.push_back(place_of(cell));
    header.names.push_back(std::move(cell.text));
  }
  header.text = text;
  return std::nullopt;
}

std::optional<JsonFault> fit_row(const CsvHeader& header, std::vector<ScannedCell>& cells, std::string_view text) {
  if (auto fault = encoding_fault(text)) return fault;
  const std::size_t wanted = header.names.size();
  drop_empty_end(cells, wanted);
  if (cells.size() == wanted) return std::nullopt;
  const Span place = cells.size() > wanted ? place_of(cells[wanted]) : Span{place_of(cells.front()).begin, place_of(cells.back()).end};
  return fault_at(place, fmt::format("this row has {} cell{}, and the first line names {} column{}", cells.size(), cells.size() == 1 ? "" : "s", wanted, wanted == 1 ? "" : "s"),
                  cells.size() > wanted ? "a cell that holds a comma stands in quotes: `\"Smith, J\"`" : "a cell that is left out keeps its comma");
}

// ---- bytes and lines --------------------------------------------------------------------------------------------------

void CsvStream::feed(std::string_view bytes) {
  if (mode_ == Mode::done) return;
  forget();
  buffer_ += bytes;
}

void CsvStream::fail(std::string_view why) {
  failed_ = why;
  ended_ = true;
}

void CsvStream::count_to(std::uint64_t byte) {
  if (byte <= counted_) return;
  const std::string_view text = view(counted_, byte);
  line_ += static_cast<std::uint32_t>(std::count(text.begin(), text.end(), '\n'));
  counted_ = byte;
}

// Of the line that holds byte `from`, as far as it was read: its line feed, or the end.
std::uint64_t CsvStream::line_end(std::uint64_t from) const {
  const std::size_t found = buffer_.find('\n', static_cast<std::size_t>(from - base_));
  return found == std::string::npos ? end() : base_ + found;
}

void CsvStream::forget() {
  std::uint64_t needed = at_;
  if (mode_ == Mode::rows || mode_ == Mode::fault) needed = std::min(needed, scan_.row_begin());
  const auto much = static_cast<std::size_t>(needed - base_);
  if (much < worth_forgetting || much < buffer_.size() / 2) return;
  count_to(needed);
  buffer_.erase(0, much);
  base_ += much;
}

// ---- the steps --------------------------------------------------------------------------------------------------------

std::optional<CsvPiece> CsvStream::next() {
  while (ready_.empty()) {
    if (!step()) return std::nullopt;
  }
  CsvPiece first = std::move(ready_.front());
  ready_.pop_front();
  gave_ = true;
  return first;
}

bool CsvStream::step() {
  switch (mode_) {
    case Mode::begin: return step_begin();
    case Mode::rows: return step_rows();
    case Mode::fault: return step_fault();
    case Mode::passing: return step_passing();
    case Mode::done: return false;
  }
  return false;
}

bool CsvStream::step_begin() {
  if (buffer_.size() < enough_to_know && !ended_) return false;
  if (const std::optional<ForeignFile> foreign = foreign_file(buffer_)) {
    CsvPiece made;
    made.piece.fault = fault_at({}, foreign->message, "save the sheet as CSV (comma-separated values, UTF-8)", JsonFault::Kind::not_utf8);
    ready_.push_back(std::move(made));
    mode_ = Mode::done;
    return true;
  }
  if (view(0, std::min<std::uint64_t>(mark.size(), end())) == mark) buffer_.erase(0, mark.size());
  mode_ = Mode::rows;
  return true;
}

bool CsvStream::step_rows() {
  auto place = static_cast<std::size_t>(at_ - base_);
  CsvScan::End found = scan_.read(buffer_, place);
  at_ = base_ + place;
  too_large_ = at_ - scan_.row_begin() > limit_;
  if (found == CsvScan::End::going && !too_large_) {
    if (!ended_) return false;
    if (failed_.empty()) found = scan_.finish();  // of a file that cannot be read on the last row is not whole
  }
  if (too_large_ || found == CsvScan::End::faulty) {
    mode_ = Mode::fault;
    return true;
  }
  if (found == CsvScan::End::row) give_row();
  else at_end();
  return true;
}

void CsvStream::give_row() {
  const std::uint64_t from = scan_.row_begin();
  std::uint64_t to = at_;
  if (to > from && view(to - 1, to) == "\n") --to;
  count_to(from);
  std::vector<ScannedCell> cells = std::move(scan_.cells());
  for (ScannedCell& cell : cells) {
    cell.begin -= from;
    cell.end -= from;
  }
  const std::string_view text = view(from, to);
  if (!has_header_) {
    header_.line = line_;
    header_.byte = static_cast<std::uint32_t>(from);
    has_header_ = true;
    if (auto fault = read_header(cells, text, header_)) {
      give_fault(from, to, std::move(*fault), "");
      mode_ = Mode::done;
    }
    return;
  }
  std::optional<JsonFault> fault = fit_row(header_, cells, text);
  if (!fault) fault = row_inside(text);
  if (fault) {
    give_fault(from, to, std::move(*fault), id_of(cells, cells.size()));
    if (text.find('\n') == std::string_view::npos) return;
    // The lines that it took in may be rows of others.
    broken_ = line_;
    all_ = false;
    fault_line_ = to;
    begin_passing(line_end(from));
    mode_ = Mode::passing;
    return;
  }
  CsvPiece made;
  made.piece.kind = FactPiece::Kind::value;
  made.piece.line = made.piece.first_line = line_;
  made.piece.first_byte = static_cast<std::uint32_t>(from);
  made.piece.text = text;
  made.piece.end = static_cast<std::uint32_t>(text.size());
  made.cells = std::move(cells);
  ready_.push_back(std::move(made));
}

// A line inside a cell that is a row of another member, by its looks: two quotation marks too many may have taken it in.
std::optional<JsonFault> CsvStream::row_inside(std::string_view text) const {
  const std::size_t columns = header_.names.size();
  constexpr std::size_t many = 4;  // so many cells are no sentence
  if (columns < 2) return std::nullopt;
  const std::size_t id_column = header_.column("id").value_or(0);
  for (std::size_t feed = text.find('\n'); feed != std::string_view::npos; feed = text.find('\n', feed + 1)) {
    const std::string_view line = text.substr(feed + 1, std::min(text.find('\n', feed + 1), text.size()) - feed - 1);
    if (static_cast<std::size_t>(std::count(line.begin(), line.end(), ',')) + 1 != columns) continue;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < id_column; ++i) begin = line.find(',', begin) + 1;
    std::string_view id = line.substr(begin, std::min(line.find(',', begin), line.size()) - begin);
    while (!id.empty() && (id.front() == ' ' || id.front() == '"')) id.remove_prefix(1);
    while (!id.empty() && (id.back() == ' ' || id.back() == '"' || id.back() == '\r')) id.remove_suffix(1);
    const bool has_digit = std::any_of(id.begin(), id.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (id.empty() || id.find_first_of(" \t") != std::string_view::npos || (columns < many && !has_digit)) continue;
    return fault_at({0, static_cast<std::uint32_t>(text.find('\n'))}, "a line inside a cell of this row looks like a row of its own",
                    "a quotation mark too many takes the next rows into its cell: take it out; or write the cell on one line");
  }
  return std::nullopt;
}

// Bytes [from, to) are shown; the fault's places are counted from `from`.
void CsvStream::give_fault(std::uint64_t from, std::uint64_t to, JsonFault fault, std::string id) {
  count_to(from);
  CsvPiece made;
  made.piece.kind = FactPiece::Kind::fault;
  made.piece.line = made.piece.first_line = line_;
  made.piece.first_byte = static_cast<std::uint32_t>(from);
  made.piece.text = view(from, to);
  made.piece.end = static_cast<std::uint32_t>(made.piece.text.size());
  made.piece.fault = std::move(fault);
  made.piece.id = std::move(id);
  ready_.push_back(std::move(made));
}

// Of the first `whole` cells, which alone are known to be cells.
std::string CsvStream::id_of(const std::vector<ScannedCell>& cells, std::size_t whole) const {
  const std::optional<std::size_t> column = header_.column("id");
  return column && *column < std::min(whole, cells.size()) ? cells[*column].text : std::string();
}

// The row breaks: what is shown is the line on which it does.
bool CsvStream::step_fault() {
  const std::uint64_t row = scan_.row_begin();
  const CsvFault& found = scan_.fault();
  const std::uint64_t at = too_large_ ? row : found.begin;
  const std::uint64_t line_stop = line_end(at);
  if (line_stop == end() && !ended_ && line_stop - row <= limit_) return false;
  count_to(row);
  broken_ = line_;
  const std::string_view before = view(row, at);
  const std::size_t feed = before.rfind('\n');
  const std::uint64_t line_begin = feed == std::string_view::npos ? row : row + feed + 1;
  // Cells that surely end before the fault.
  const std::vector<ScannedCell>& cells = scan_.cells();
  const std::uint64_t sure = too_large_ ? row + limit_ : found.begin;
  const auto before_it = static_cast<std::size_t>(std::count_if(cells.begin(), cells.end(), [&](const ScannedCell& cell) { return cell.end < sure; }));
  const std::string id = id_of(cells, too_large_ && !cells.empty() ? std::min(before_it, cells.size() - 1) : before_it);
  JsonFault fault;
  if (too_large_) {
    fault = fault_at({0, static_cast<std::uint32_t>(std::min(line_stop - row, most_shown))}, fmt::format("this row is longer than the {} that crit reads at once", limit_ >= (1U << 20U) ? fmt::format("{} MiB", limit_ >> 20U) : fmt::format("{} bytes", limit_)),
                     "a quotation mark in it may not be closed", JsonFault::Kind::too_large);
  } else {
    fault = fault_at({static_cast<std::uint32_t>(found.begin - line_begin), static_cast<std::uint32_t>(std::min(found.end, line_stop) - line_begin)},
                     std::string(fault_message(found.kind)), std::string(fault_help(found.kind)));
    if (line_begin != row) fault.message += fmt::format(", in the row that begins on line {}", broken_);
  }
  const std::uint64_t counted = counted_;  // the lines that the row took in are given one by one, behind this
  give_fault(line_begin, std::min(line_stop, at + most_shown), std::move(fault), id);
  counted_ = counted;
  line_ = broken_;
  ready_.back().piece.line = broken_;
  if (!has_header_) {  // nothing can be read without it
    mode_ = Mode::done;
    return true;
  }
  all_ = too_large_ || found.kind == CsvFault::Kind::not_closed;
  fault_line_ = line_stop;
  begin_passing(line_end(row));
  mode_ = Mode::passing;
  return true;
}

// Goes on behind the line that ends at `stop`, or as far as it was read does not.
void CsvStream::begin_passing(std::uint64_t stop) {
  skip_line_ = stop == end();
  at_ = skip_line_ ? stop : stop + 1;
  count_to(at_);
}

// Lines that the broken row took in.
bool CsvStream::step_passing() {
  if (skip_line_) {
    if (at_ < end()) begin_passing(line_end(at_));
    if (skip_line_ && !ended_) return false;
    skip_line_ = false;
    return true;
  }
  if (!all_ && at_ > fault_line_) {
    scan_.restart(at_);
    too_large_ = false;
    mode_ = Mode::rows;
    return true;
  }
  if (at_ >= end()) {
    if (!ended_) return false;
    if (all_) at_end();
    scan_.restart(at_);
    if (!all_) mode_ = Mode::rows;
    return true;
  }
  const std::uint64_t stop = line_end(at_);
  const bool is_long = stop - at_ > limit_;
  if (stop == end() && !ended_ && !is_long) return false;
  const std::string_view line = view(at_, is_long ? at_ + limit_ : stop);
  if (line.find_first_not_of(" \t\r,") != std::string_view::npos) {
    CsvScan alone;
    std::size_t place = 0;
    const bool whole = !is_long && alone.read(line, place) == CsvScan::End::going && alone.finish() == CsvScan::End::row;
    const std::string id = whole && alone.cells().size() == header_.names.size() ? id_of(alone.cells(), alone.cells().size()) : std::string();
    give_fault(at_, at_ + std::min<std::uint64_t>(line.size(), most_shown), fault_at({0, static_cast<std::uint32_t>(std::min<std::uint64_t>(line.size(), most_shown))},
               fmt::format("a member may stand here, and cannot be read: it may belong to the row that begins on line {}, which is broken", broken_), "mend that row"), id);
  }
  begin_passing(stop);
  return true;
}

void CsvStream::at_end() {
  mode_ = Mode::done;
  count_to(end());
  if (!failed_.empty()) {
    CsvPiece made;
    made.piece.line = made.piece.first_line = line_;
    made.piece.fault = fault_at({}, failed_, "", JsonFault::Kind::unreadable);
    ready_.push_back(std::move(made));
  } else if (!gave_ && ready_.empty()) {
    CsvPiece made;
    made.piece.text = header_.text;
    made.piece.first_line = header_.line;
    made.piece.first_byte = header_.byte;
    made.piece.fault = fault_at({0, static_cast<std::uint32_t>(header_.text.size())}, has_header_ ? "below the names of the columns stands no member" : "this file is empty",
                                has_header_ ? "one member a row" : "its first line names the facts, `id,member.birth_date,weight`; one member a row below it", JsonFault::Kind::empty);
    ready_.push_back(std::move(made));
  }
}

}  // namespace crit
