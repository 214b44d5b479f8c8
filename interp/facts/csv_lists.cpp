#include "csv_lists.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace crit {

namespace {

constexpr std::string_view mark = "\xEF\xBB\xBF";  // of byte order

}  // namespace

CsvList::CsvList(std::string list, std::string file, std::string text, std::uint64_t max_bytes) : list_(std::move(list)), file_(std::move(file)), text_(std::move(text)) {
  if (std::string_view(text_).substr(0, mark.size()) == mark) text_.erase(0, mark.size());
  const std::uint64_t most = max_bytes == 0 ? largest_file : std::min(max_bytes, largest_file);
  if (text_.size() > most) {
    FactPiece piece;
    piece.fault = fault_at({}, fmt::format("this list is longer than the {} that crit joins to members", most >= (1U << 20U) ? fmt::format("{} MiB", most >> 20U) : fmt::format("{} bytes", most)), "split the members and their lists into several files, or give members as JSON", JsonFault::Kind::too_large);
    spoil(std::move(piece));
    return;
  }
  CsvStream stream;
  constexpr std::size_t part = std::size_t{64} << 10;
  for (std::string_view rest = text_;; rest.remove_prefix(std::min(part, rest.size()))) {
    stream.feed(rest.substr(0, part));
    if (rest.size() <= part) stream.finish();
    while (std::optional<CsvPiece> piece = stream.next()) {
      if (header_.names.empty()) header_ = stream.header();
      // A list may be empty.
      const bool is_empty = piece->piece.kind == FactPiece::Kind::fault && piece->piece.fault.kind == JsonFault::Kind::empty && !header_.names.empty();
      if (!is_empty || !header_.column("id")) take(std::move(*piece));
      if (fault_) return;
    }
    if (rest.size() <= part) return;
  }
}

void CsvList::spoil(FactPiece piece) {
  piece.kind = FactPiece::Kind::fault;
  fault_ = std::move(piece);
  rows_.clear();
}

void CsvList::take(CsvPiece piece) {
  if (header_.names.empty()) return spoil(std::move(piece.piece));  // it cannot be read
  const std::optional<std::size_t> column = header_.column("id");
  if (!column) {
    FactPiece head;
    head.line = head.first_line = header_.line;
    head.first_byte = header_.byte;
    head.text = header_.text;
    const Span all = {header_.places.front().begin, header_.places.back().end};
    head.fault = fault_at(all, "this list has no column `id`", "its rows are joined to their members by `id`: add the column", JsonFault::Kind::csv_header);
    return spoil(std::move(head));
  }
  if (piece.piece.kind == FactPiece::Kind::fault) {
    if (piece.piece.id.empty()) return spoil(std::move(piece.piece));
    rows_[piece.piece.id].broken.push_back(std::move(piece.piece));
    return;
  }
  const ScannedCell& id = piece.cells[*column];
  if (id.text.empty()) {
    const auto end = static_cast<std::uint32_t>(piece.cells.back().end);
    piece.piece.fault = fault_at({0, end}, "this row has no id: whose it is cannot be told", "give it the `id` of its member, or take it out", JsonFault::Kind::csv_list);
    return spoil(std::move(piece.piece));
  }
  const bool is_bare = std::all_of(piece.cells.begin(), piece.cells.end(), [&](const ScannedCell& cell) { return &cell == &id || cell.text.empty(); });
  if (is_bare) {
    piece.piece.id = id.text;
    piece.piece.fault = fault_at({static_cast<std::uint32_t>(id.begin), static_cast<std::uint32_t>(id.end)}, fmt::format("this row of `{}` has nothing but an id", list_), fmt::format("take it out; that a member has none is said in the members' file: `{}.complete` is `yes`", list_), JsonFault::Kind::csv_list);
    piece.piece.kind = FactPiece::Kind::fault;
    rows_[id.text].broken.push_back(std::move(piece.piece));
    return;
  }
  if (++count_ > most_rows) {
    piece.piece.fault = fault_at({0, 1}, fmt::format("this list has more than the {} rows that crit joins to members", most_rows), "split the members and their lists into several files, or give members as JSON", JsonFault::Kind::too_large);
    return spoil(std::move(piece.piece));
  }
  rows_[id.text].rows.push_back({piece.piece.first_byte, piece.piece.end, piece.piece.line});
}

const CsvList::Rows* CsvList::join(const std::string& id) {
  const auto found = rows_.find(id);
  if (found == rows_.end()) return nullptr;
  found->second.joined = true;
  return &found->second;
}

std::vector<ScannedCell> CsvList::cells_of(const Row& row) const {
  CsvScan scan;
  std::size_t at = 0;
  const std::string_view text = text_of(row);
  scan.read(text, at);
  scan.finish();
  std::vector<ScannedCell> cells = std::move(scan.cells());
  cells.resize(header_.names.size());  // empty ones behind them were dropped, or are cells like others
  return cells;
}

std::vector<std::pair<std::string, CsvList::Row>> CsvList::not_joined() const {
  std::vector<std::pair<std::string, Row>> all;
  for (const auto& [id, rows] : rows_) {
    if (!rows.joined && !rows.rows.empty()) all.emplace_back(id, rows.rows.front());
    if (!rows.joined && rows.rows.empty() && !rows.broken.empty()) all.emplace_back(id, Row{rows.broken.front().first_byte, rows.broken.front().end, rows.broken.front().line});
  }
  std::sort(all.begin(), all.end(), [](const auto& left, const auto& right) { return left.second.byte < right.second.byte; });
  return all;
}

}  // namespace crit
