// From one unit to another, exactly: result = value * factor + offset.
#pragma once

#include "number.hpp"

namespace crit {

struct Conversion {
  Number factor = 1;
  Number offset = 0;
};

}  // namespace crit
