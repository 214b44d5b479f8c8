// Whether a file is text at all: size, UTF-8, control characters. Internal to grammar/.
#pragma once

#include "diagnostics.hpp"
#include "source.hpp"

namespace crit {

// False, with one diagnostic, when the file cannot be read as text.
bool check_text(const Source& source, Diagnostics& diagnostics);

}  // namespace crit
