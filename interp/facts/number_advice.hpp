// What is wrong with a text that stands in the place of a number, told to who typed it: a laboratory's flag, a range, a sign, a word.
// The advice keeps the amount. Internal to interp/facts.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fact_value.hpp"

namespace crit {

// A number's text with every kind of blank as a plain one, and none round it: tables pad with them, and word processors write a
// no-break or a thin blank before a unit.
std::string plain_blanks(std::string_view text);

struct NumberPlace {
  const FactType& type;
  const std::vector<std::string>& counting;  // the policy's own units
  std::string_view unit_beside;              // of {"value": "25 H", "unit": "ng/mL"}; else empty
  bool in_cell = false;                      // of a table, where a number has no quotes to be left out
};

// Of a text that cannot be read as a number of `place`, or not in its unit: nothing where the reason is no such matter. `text` has
// plain blanks.
std::optional<ValueFault> explain_number(std::string_view text, const NumberPlace& place);

// How to write `number`, which was found in a text, in this place: "write \"5 mg\"", "write 5, without quotes".
std::string write_number(std::string_view number, std::string_view unit, const NumberPlace& place);

}  // namespace crit
