// What a policy may ask as a JSON Schema of one member. Internal to the command.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "crit/declared.hpp"

namespace crit::command {

// What it allows crit reads without a warning; crit reads more (words in other case, timestamps, other units' spellings).
std::string facts_schema(std::string_view title, const std::vector<DeclaredFact>& facts);

// "male | female", "a number and its unit, in kg", "a code of icd10".
std::string type_words(const DeclaredField& field);

}  // namespace crit::command
