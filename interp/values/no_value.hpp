// Words that say that there is no value: `N/A`, `NULL`, `unknown`. A closed list, no_value.def.
#pragma once

#include <string_view>

namespace crit {

// Compared as texts are: case and runs of blanks do not matter.
bool is_no_value(std::string_view text);

}  // namespace crit
