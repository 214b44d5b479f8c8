// What unit.cpp and unit_reader.cpp share. Internal to interp/values; other folders use unit.hpp.
#pragma once

#include <string>
#include <string_view>

#include "unit.hpp"

namespace crit {

// left * right^power.
Dimension combine_dimensions(const Dimension& left, const Dimension& right, int power);

// Whether a dimension is one of UCUM's special scales (`[pH]`, `B`, …), which do not combine with other units.
bool is_special_scale(std::string_view dimension_name);

// Text between backticks: what cannot be printed is a question mark, and of what is long there is only the beginning.
std::string quote_for_message(std::string_view text);

}  // namespace crit
