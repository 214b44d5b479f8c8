// A row of a CSV file of members, with its rows of lists, as the very tree of values that a member's JSON is read into: what
// reads facts (bind.hpp) never learns which of the two it was. By a schema, for a cell does not say whether it is a number.
//
// A column is a fact's path; behind it may stand what JSON has in the object round a value: `weight.unit`, `weight.source`.
// An empty cell is a fact left out, and what stands beside one is left out with it.
//
// Places: the row, the two kinds of first lines and the rows of lists are laid one behind the other, so that a place is one
// number, as in a file; settle() turns such places into those of the files.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "csv_lists.hpp"
#include "csv_stream.hpp"
#include "read_facts.hpp"
#include "schema.hpp"

namespace crit {

// The columns of a first line, gathered by the fact that they are about. By one schema, which must outlive it.
class CsvColumns {
 public:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);
  enum class Kind : std::uint8_t { id, as_of, expect, fact, list, other };
  struct Part {
    std::size_t column = 0;
    std::string name;  // "unit"
  };
  struct Group {
    Kind kind = Kind::other;
    std::string name;              // "member.birth_date"
    const FactType* type = nullptr;  // of a fact
    const ListSlot* list = nullptr;
    std::size_t value = none;      // the column that holds it
    std::vector<Part> parts;
    std::size_t first_column() const;  // precondition: it has one
  };
  static CsvColumns of_members(const Schema& schema, const CsvHeader& header);
  // `slot` null: the list is not declared.
  static CsvColumns of_items(const ListSlot* slot, std::string_view list, const CsvHeader& header);
  const std::vector<Group>& groups() const { return groups_; }
  Group* group(std::string_view name);

 private:
  Group& group_of(std::string_view name, Kind kind);
  std::vector<Group> groups_;
  std::unordered_map<std::string, std::size_t> by_name_;
};

// The files of one run, read by one schema.
class CsvSchemaReader {
 public:
  CsvSchemaReader(const Schema& schema, const CsvHeader& header, std::string file, std::vector<CsvList>& lists);

  // A part of a file, to show what is said of it.
  struct Part {
    std::string file;
    std::string text;
    std::uint32_t line = 1;
    std::uint32_t byte = 0;
  };
  struct Member {
    MemberFacts facts;
    std::vector<Part> parts;  // that are spoken of; the row's own is not among them
  };
  Member read(CsvPiece row, SchemaReader& reader);
  // The row that was read last, as that tree; empty where it is broken.
  const JsonValue& tree() const { return document_.root; }

 private:
  // A stretch of text in the row of places.
  struct Stretch {
    std::uint32_t begin = 0;
    std::uint32_t size = 0;
    const std::string* file = nullptr;
    std::string_view text;
    std::uint32_t line = 1;
    std::uint32_t byte = 0;
  };
  // Where the cells of a row stand in the row of places, and the names of their columns.
  struct Row {
    std::uint32_t base = 0;
    std::uint32_t names = 0;
    const CsvHeader* header = nullptr;
    Span name(std::size_t column) const { return {names + header->places[column].begin, names + header->places[column].end}; }
  };
  struct Items {
    CsvColumns columns;
    std::size_t list = 0;         // of lists_
  };

  std::uint32_t lay(const std::string& file, std::string_view text, std::uint32_t line, std::uint32_t byte);
  const Stretch& at(std::uint32_t place) const;
  std::string_view keep(std::string text);
  JsonValue text_value(ScannedCell& cell, std::uint32_t base);
  JsonValue value_of(ScannedCell& cell, const FactType* type, std::uint32_t base);
  std::optional<JsonValue> with_parts(const CsvColumns::Group& group, std::vector<ScannedCell>& cells, const Row& row);
  std::optional<JsonValue> list_of(const CsvColumns::Group& group, std::vector<ScannedCell>& cells, const Row& row, const std::string& id);
  void items_of(const std::string& list, const std::string& id, JsonValue& array);
  JsonValue item_of(const Items& items, std::vector<ScannedCell>& cells, const Row& row);
  JsonValue split(ScannedCell& cell, const FactType& type, std::uint32_t base);
  JsonValue expectation(const CsvColumns::Group& group, std::vector<ScannedCell>& cells, const Row& row);
  void refuse(Span place, Mistake mistake, std::string path, std::string message, std::string help);
  void read_cells(std::vector<ScannedCell>& cells, const Row& row);
  void check_lists(const std::string& id, Span row);
  void settle(Diagnostic& one, std::vector<Part>& parts) const;

  const Schema& schema_;
  const CsvHeader& header_;
  const std::string file_;
  std::vector<CsvList>& lists_;
  CsvColumns columns_;
  std::vector<Items> items_;
  // Of the row that is read.
  std::vector<Stretch> stretches_;
  JsonDocument document_;
  Diagnostics refused_{""};
};

}  // namespace crit
