// Functions of other tools that crit does not have, and what to write instead.
#pragma once

#include <string_view>

namespace crit {

struct ForeignFunction {
  std::string_view name;
  const char* advice;
  bool is_sure = false;  // said before a function whose name is nearly the same
};
const ForeignFunction* foreign_function(std::string_view name);  // null: none is known

}  // namespace crit
