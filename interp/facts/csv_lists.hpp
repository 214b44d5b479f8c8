// Lists of members in CSV files of their own: one item a row, joined to its member by `id`. A file is held whole, with an index
// over its rows. Knows nothing of schemas.
//
// A row of which nobody can tell whose it is spoils the file: any member might lack it. One that is broken, and whose id can be
// read, spoils that member.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "csv_stream.hpp"

namespace crit {

class CsvList {
 public:
  // The index takes some hundred bytes a row.
  static constexpr std::size_t most_rows = 5'000'000;
  static constexpr std::uint64_t largest_file = std::uint64_t{256} << 20;

  struct Row {
    std::uint32_t byte = 0;
    std::uint32_t size = 0;
    std::uint32_t line = 0;
  };
  struct Rows {
    std::vector<Row> rows;
    std::vector<FactPiece> broken;
    bool joined = false;
  };

  // `list`: its path. `max_bytes`: of the file.
  CsvList(std::string list, std::string file, std::string text, std::uint64_t max_bytes);
  const std::string& list() const { return list_; }
  const std::string& file() const { return file_; }
  const CsvHeader& header() const { return header_; }
  // Why it cannot be joined to any member.
  const std::optional<FactPiece>& fault() const { return fault_; }
  // Those of one member, which are then joined; null: there are none.
  const Rows* join(const std::string& id);
  std::string_view text_of(const Row& row) const { return std::string_view(text_).substr(row.byte, row.size); }
  // The cells of a row, their places counted from its beginning.
  std::vector<ScannedCell> cells_of(const Row& row) const;
  // Ids that no member had, each with its first row, in the file's order.
  std::vector<std::pair<std::string, Row>> not_joined() const;

 private:
  void spoil(FactPiece piece);
  void take(CsvPiece piece);

  std::string list_;
  std::string file_;
  std::string text_;
  CsvHeader header_;
  std::size_t count_ = 0;
  std::optional<FactPiece> fault_;
  std::unordered_map<std::string, Rows> rows_;
};

}  // namespace crit
