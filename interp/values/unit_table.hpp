// The tables behind unit.cpp: every atom and prefix of UCUM, and the words people write that are not UCUM.
//
// Internal to interp/values; other folders use unit.hpp. The tables are text: unit.cpp reads each definition with the
// same parser that reads a policy's units, so that a factor is exact and is written down once, as UCUM writes it.
#pragma once

#include <cstdint>
#include <string_view>

namespace crit {

enum class AtomKind : std::uint8_t {
  own,     // a dimension of its own: the base units, and all that UCUM calls arbitrary
  ratio,   // value times unit
  offset,  // an affine temperature: base = (number + offset) * value in unit
  scale,   // logarithmic and other special scales: a dimension of its own that does not combine with other units
};

struct AtomRow {
  std::string_view code;
  AtomKind kind;
  bool metric;              // takes prefixes
  std::string_view value;   // a decimal
  std::string_view unit;    // in atoms further up in the table
  std::string_view offset;  // a decimal, kind offset only
};

struct PrefixRow {
  std::string_view code;
  std::string_view value;
};

enum class WordMeaning : std::uint8_t {
  ucum,        // `text` is UCUM
  own,         // a dimension of crit's own, called `text`; UCUM has nothing for it, the word in `code` stands
  annotation,  // a thing counted: a plain number, annotated with `text`
};

struct WordRow {
  std::string_view word;
  WordMeaning meaning;
  std::string_view text;
  std::string_view code;
};

// A spelling that is no unit, or one that nobody means. Either `meant` is the unit that can only be meant, or `help` says
// in words what to write: where it may be several things, or a number without a unit.
struct SlipRow {
  std::string_view slip;
  std::string_view meant;
  std::string_view help;
};

// A prefix of a million and more before a unit that nobody uses so: `Mg`, `Pmol`. `small` is the prefix that was meant, if any.
struct LargePrefixRow {
  std::string_view code;
  std::string_view words;  // "a million"
  std::string_view power;  // "10*6"
  std::string_view small;  // "m"
  std::string_view small_words;  // "milli"
};
// The units before which those prefixes are refused.
struct SmallUnitRow {
  std::string_view code;
  std::string_view name;  // "gram"; several are "grams"
};

// What may stand behind a blank and says only what was measured, as in `mg/g creat`: UCUM has it as an annotation.
// A view of one of the tables, which live as long as the program.
template <typename Row>
struct Rows {
  const Row* first;
  const Row* past;
  const Row* begin() const { return first; }
  const Row* end() const { return past; }
};

Rows<AtomRow> unit_atoms();
Rows<PrefixRow> unit_prefixes();
Rows<WordRow> unit_words();
Rows<SlipRow> unit_slips();
Rows<LargePrefixRow> large_prefixes();
Rows<SmallUnitRow> small_units();
Rows<std::string_view> unit_remarks();
// "deci", "milli": the beginnings of UCUM's names. Two names that begin differently are different amounts.
Rows<std::string_view> prefix_words();
// Units in clinical use, the most common first: what a misspelt unit is compared with before anything else.
Rows<std::string_view> common_units();

}  // namespace crit
