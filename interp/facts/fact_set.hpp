// The facts about one member, bound to a schema's slots, with where each came from.
//
// read_facts.hpp fills it from JSON; the VM reads it and changes nothing. It owns its texts; Values point into them, so it
// moves but is not copied.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "crit/diagnostic.hpp"
#include "schema.hpp"
#include "value.hpp"

namespace crit {

// Where a value comes from, as the file said it. Empty strings: not stated.
struct Provenance {
  std::string source;    // "chart_note"
  std::string document;  // "d7"
  std::string page;
  std::string date;      // of the document
};

enum class FactState : std::uint8_t {
  not_supplied,
  looked_for,  // the file says null: looked for, not there
  no_value,    // the file says, by a word such as "N/A" or by a reason, that there is no value, and not why
  supplied,
};

struct FactCell {
  FactState state = FactState::not_supplied;
  Value value;                    // Unknown unless supplied
  std::string written;            // as the file wrote it ("91.4 cm"), to show; of no_value the word; else empty
  std::uint32_t provenance = 0;   // index + 1 into FactSet::provenances; 0: none stated
};

struct ListCell {
  FactState state = FactState::not_supplied;
  bool complete = false;                    // the declaration's or the file's word
  std::optional<Duration> complete_within;  // complete only this far back from as_of
  std::uint32_t provenance = 0;             // of the list as a whole, as in FactCell
  std::uint32_t items = 0;
  std::vector<FactCell> cells;              // row by row: item * fields + field
  std::vector<Moment> moments;              // by item, of its date or start; empty where none has a time
};

struct FactSet {
  std::string id;                   // the member's or case's name for itself; empty: none given
  std::optional<Day> as_of;         // when the file gives one
  std::vector<FactCell> facts;      // by FactSlot
  std::vector<ListCell> lists;      // by ListSlot
  std::vector<Provenance> provenances;
  std::deque<TextData> texts;       // stable addresses
  Ranges ranges;                    // likewise: of bounds, such as "<25 ng/mL"

  FactSet() = default;
  FactSet(FactSet&&) = default;
  FactSet& operator=(FactSet&&) = default;
  FactSet(const FactSet&) = delete;
  FactSet& operator=(const FactSet&) = delete;
};

}  // namespace crit
