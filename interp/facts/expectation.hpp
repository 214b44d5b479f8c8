// What a case says that is to be decided, beside its facts: `"expect": { "decision": "approve", … }`, its keys those of the
// decision as JSON. Deciding passes it over; `crit test` holds the decision against it (interp/expected.cpp). The tests that
// stand in policies are held against the same.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "crit/diagnostic.hpp"
#include "diagnostics.hpp"
#include "json.hpp"

namespace crit {

struct ExpectedWord {
  std::string text;  // empty: nothing is said
  Span span;
  bool empty() const { return text.empty(); }
};

struct Expectation {
  ExpectedWord decision;  // of a case, too: "invalid"
  ExpectedWord category;
  ExpectedWord until;
  ExpectedWord through;
  ExpectedWord target;
  ExpectedWord review;
  std::vector<ExpectedWord> because;
  bool only = false;  // these and no others
  std::vector<ExpectedWord> needs;
  std::vector<std::pair<std::string, ExpectedWord>> criteria;  // path and verdict
  std::vector<std::pair<std::string, ExpectedWord>> outputs;   // name and value
};

// One of a case's. What cannot be read is told, with a path from "expect" on.
Expectation read_expectation(const JsonValue& value, Diagnostics& diagnostics);
// Moves all its places.
void shift(Expectation& expected, std::uint32_t by);

}  // namespace crit
