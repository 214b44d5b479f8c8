// Check digits of code systems: whether a code can be one at all. What is mistyped they cannot tell.
#pragma once

#include <string_view>

namespace crit {

// LOINC's: of the digits before the hyphen, by the mod 10 algorithm (Luhn).
char mod10_digit(std::string_view digits);
// SNOMED CT's: whether the last digit is that of the others, by Verhoeff's dihedral algorithm.
bool has_verhoeff_digit(std::string_view digits);

}  // namespace crit
