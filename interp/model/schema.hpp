// What a policy asks of a fact set: the slots that facts are bound to when the policy compiles.
//
// The checker fills it from the `facts` blocks, the chunk carries it, the facts reader reads JSON by it, the VM indexes by
// it, the explanation takes names and units from it. Slot numbers are positions in these vectors.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "date.hpp"
#include "unit.hpp"

namespace crit {

enum class FactKind : std::uint8_t { yes_no, number, text, date, duration, enumeration, code };

struct FactType {
  FactKind kind = FactKind::text;
  Unit unit;                      // number: values are kept in this unit; a plain number when it is_plain()
  std::uint32_t enumeration = 0;  // enumeration: index into Schema::enumerations
  std::string system;             // code: "icd10"
  // text: words for no value ("n/a"; folded) that the policy compares it with, and that are then values like others
  std::vector<std::string> words;
};

struct Enumeration {
  std::vector<std::string> alternatives;  // in declared order; at most 64
  bool ordered = false;                   // low < normal < elevated
};

// Kinds of sources that will do, one bit each by their place in Schema::kinds.
using SourceMask = std::uint64_t;
constexpr SourceMask any_source = ~SourceMask{0};  // nothing is asked of the source, and none need be stated
constexpr std::size_t max_kinds = 63;  // a mask of all 64 bits is any_source

// A fact with one value, by its dotted path.
struct FactSlot {
  std::string path;         // "member.birth_date"; of a question, the criterion's: "I.A.3"
  std::string description;  // "Date of birth", or empty; of a question, its words
  FactType type;
  bool asked = false;                   // answered by a person: `asked "…"`
  bool absent_means_no = false;         // declared: left out of a file, it is not documented
  SourceMask documented = any_source;   // the header's `evidence`
};

struct Field {
  std::string name;
  std::string description;
  FactType type;
};

// codes: one field, `code`. list: of its fields (`list of TYPE` has one, `value`). series: field 0 is `date`.
// periods: field 0 is `start`, field 1 is `end`.
enum class ListKind : std::uint8_t { codes, list, series, periods };

struct ListSlot {
  std::string path;
  std::string description;
  ListKind kind = ListKind::list;
  bool single_value = false;  // `codes` and `list of TYPE`: items are bare values in JSON
  std::vector<Field> fields;
  bool complete = false;                    // declared: a supplied list is the whole list
  std::optional<Duration> complete_within;  // … as far back from as_of as this
  bool absent_means_no = false;
  SourceMask documented = any_source;
};

// A group of kinds that the policy uses. Its own name is a kind, too: a file may not say which of them a record is.
struct SourceGroup {
  std::string text;       // "the member's medical record", or empty
  SourceMask kinds = 0;   // with its own
  std::size_t own = 0;    // its name's place in Schema::kinds
};

struct Schema {
  std::vector<std::string> counting_units;  // units { tablet; vial }
  std::vector<Enumeration> enumerations;
  std::vector<FactSlot> facts;
  std::vector<ListSlot> lists;
  std::vector<std::string> kinds;  // of sources, that the policy names: "chart_note"
  std::vector<SourceGroup> source_groups;
};

// "the member's medical record (chart note or lab report) or a nurse review": the kinds of a mask, as a reader says them. A
// group is called by its text where all of it will do, and of many kinds only the first are named.
std::string source_words(const Schema& schema, SourceMask mask);

}  // namespace crit
