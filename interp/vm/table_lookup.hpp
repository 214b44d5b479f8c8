// Looking a key up in a table. A key that is known takes one row. Of one that is not, every value it may have is tried,
// one for each part of the axis that the rows divide, so that what comes out is just what is possible: one output, or
// several.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "run.hpp"

namespace crit {

class TableLookup {
 public:
  explicit TableLookup(Run& run) : run_(run) {}

  // `outside`: why a key that is known lies outside of the rows. `evidence` null: none is wanted.
  Value lookup(std::uint32_t number, std::uint32_t output, const std::vector<Value>& keys, const Reason*& outside,
               ReadSet* evidence);

 private:
  struct Hits {
    const LookupTable* table = nullptr;
    std::vector<std::vector<Value>> keys;  // what each key may be
    std::vector<std::uint32_t> choices;    // that may be taken: rows, or groups of an interpolated table
    std::vector<bool> has;                 // by choice: whether it is among them
    bool none = false;                     // perhaps no choice is
    std::size_t tests = 0;
  };
  struct TakenRow {  // as it is written; the two rows that a value lies between
    std::vector<std::string> written;
    bool is_otherwise = false;
  };
  static std::size_t choices_of(const LookupTable& table);
  static const std::vector<KeyCell>& cells_of(const LookupTable& table, std::uint32_t choice);
  Truth key_in(const KeyCell& cell, const Value& value, const TableColumn& key) const;
  std::vector<Value> possible_keys(const Value& value, const TableColumn& key);
  std::vector<Value> possible_durations(const Value& value, const TableColumn& key);
  void take_hits(Hits& hits, const std::vector<std::pair<std::uint32_t, bool>>& choices, std::size_t at) const;
  Value interpolate(const LookupTable& table, std::uint32_t output, const std::vector<std::uint32_t>& rows,
                    const Value& value, std::vector<std::string>& where, const Reason*& outside);
  Value interpolate_range(const LookupTable& table, std::uint32_t output, const std::vector<std::uint32_t>& rows,
                          const Interval& range, std::vector<std::string>& where);
  Argument shown(const Value& value, const TableColumn& column) const;
  void note_lookup(std::uint32_t number, std::uint32_t output, const std::vector<Value>& keys,
                   const std::vector<Value>& options, const std::vector<TakenRow>& rows, ReadSet& evidence);

  Run& run_;
};

}  // namespace crit
