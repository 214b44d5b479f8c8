// The functions of crit, by name, with how each is written: for whoever offers them.
#pragma once

#include <string_view>
#include <vector>

namespace crit {

struct FunctionInfo {
  std::string_view name;   // "completed_years"
  std::string_view usage;  // "completed_years(SPAN)"
};
std::vector<FunctionInfo> all_functions();

}  // namespace crit
