// One JSON value -> one Value of a declared type, or why it is none. Knows types, units, dates and codes; knows nothing
// of paths, lists, wrappers or diagnostics (bind.hpp).
#pragma once

#include <list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diagnostics.hpp"
#include "json.hpp"
#include "schema.hpp"
#include "value.hpp"

namespace crit {

struct ValueFault {
  Mistake mistake;
  std::string message;  // lower case, no period
  std::string help;     // may be empty
};

struct ReadValue {
  Value value;
  std::string written;  // as the file has it
  std::optional<ValueFault> fault;
};

// What may stand beside a number in its object; null pointers: it does not.
struct BesideNumber {
  const JsonValue* unit = nullptr;
  const JsonValue* comparator = nullptr;  // `<`: the number is a bound
  const JsonValue* system = nullptr;      // of a Quantity: that of its code …
  const JsonValue* code = nullptr;        // … which is its unit again

  bool is_empty() const { return unit == nullptr && comparator == nullptr && system == nullptr && code == nullptr; }
};

class ValueReader {
 public:
  // Longest text a fact may have, in bytes: a long chart note fits; an embedded document does not belong in a fact.
  static constexpr std::size_t max_text = 1U << 20U;

  // The schema must outlive the reader.
  explicit ValueReader(const Schema& schema);

  // What most values are: true or false, a number, a number with the declared unit, a full date, an alternative, each
  // as it is declared and with nothing beside it. False: read() says what it is. Where it is plain, read() comes to the
  // same, and what is written is the value's own text.
  bool read_plain(const JsonValue& raw, const FactType& type, Value& value) const;

  // `raw` is not null. `unit` and `system` are the wrapper's, or null pointers. Texts and codes are added to `texts`.
  ReadValue read(const JsonValue& raw, const FactType& type, const JsonValue* unit, const JsonValue* system,
                 std::list<TextData>& texts) const;
  // A number, or a bound of one: `"<25 ng/mL"`, or a value beside a comparator. Its interval is added to `ranges`.
  ReadValue read_number(const JsonValue& raw, const FactType& type, const BesideNumber& beside,
                        std::list<TextData>& texts, Ranges& ranges) const;
  // "a number with a unit, such as \"50 kg\"", "one of \"open\", \"closed\"", …
  std::string wanted(const FactType& type) const;

 private:
  const Schema& schema_;
  std::vector<std::string> counting_;  // units that the policy declares itself
  std::map<std::string, Unit, std::less<>> declared_;  // by spelling: units that facts are declared with, read once

  bool units_are_plain_ = true;  // of each declared unit: a number that is given in it is the fact's

  // As parse_unit and parse_quantity do. Most values have a declared unit.
  UnitResult unit_of(std::string_view text) const;
  QuantityResult quantity_of(std::string_view text) const;

  ReadValue read_yes_no(const JsonValue& raw) const;
  ReadValue read_plain_number(const JsonValue& raw, const FactType& type, const JsonValue* unit) const;
  ReadValue to_plain_number(const Number& number, const Unit& from, const FactType& type, std::string written) const;
  ReadValue read_quantity(const JsonValue& raw, const FactType& type, const JsonValue* unit) const;
  ReadValue unreadable_quantity(std::string_view text, const QuantityResult& parsed, const FactType& type) const;
  ReadValue to_slot_unit(const Number& number, const Unit& from, const FactType& type, std::string written) const;
  ReadValue read_enumeration(const JsonValue& raw, const FactType& type) const;
  ReadValue read_code(const JsonValue& raw, const FactType& type, const JsonValue* system,
                      std::list<TextData>& texts) const;
  std::optional<ValueFault> code_fault(const JsonValue& bare, const FactType& type, const JsonValue* unit, std::string_view code, bool in_ucum) const;
  ReadValue wrong_kind(const JsonValue& raw, const FactType& type, std::string help) const;
};

// "6 months", "90 days", "1 year 6 months", "2 weeks": whole numbers, largest unit first, each at most once.
std::optional<Duration> parse_duration_text(std::string_view text);

// How to write a code of `system` that normalize_code refuses; empty where nothing is plain.
std::string code_advice(std::string_view system, std::string_view text);

// Why `text`, which parse_duration_text refuses, is none, and how to write it.
ValueFault explain_duration(std::string_view text);

// Why `text`, which parse_date refuses, is no date, and how to write it.
ValueFault explain_date(std::string_view text);

// A file's text as a message shows it: short, on one line, without control characters.
std::string shown(std::string_view text);

}  // namespace crit
