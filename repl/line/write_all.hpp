// Writing to a file descriptor.
#pragma once

#include <string_view>

namespace crit::line {

// All of it, however many writes that takes and whatever signals come between. False: errno says why.
bool write_all(int file, std::string_view text);

}  // namespace crit::line
