// Facts on file, written as a fact file gives them: read again, they are the same.
#pragma once

#include <string>

#include "fact_set.hpp"

namespace crit {

// The value alone, without its source. Empty: nothing is on file.
std::string json_of(const FactCell& cell, const Schema& schema, const FactType& type);

// A value, and where it comes from: `{ "value": …, "source": "chart_note" }`; the value itself where that is not
// stated.
std::string sourced(const std::string& value, const Provenance& from);

}  // namespace crit
