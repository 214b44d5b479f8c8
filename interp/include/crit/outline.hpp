// Parts of what to_text() shows of a decision. Not another rendering: the lines are the same.
#pragma once

#include <string>
#include <string_view>

#include "crit/crit.hpp"

namespace crit {

// What stands at the path of a section or criterion, "I.A" or "I.A.7", and below it; empty: there is nothing at it.
std::string outline_text(const Decision& decision, std::string_view path, bool color);
// What a pend needs, and what each answer would do; empty of other decisions.
std::string needs_text(const Decision& decision, bool color);

}  // namespace crit
