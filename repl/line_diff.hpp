// What differs between two texts, line by line, as `diff -u` shows it and `patch` takes it. Knows nothing of crit.
#pragma once

#include <string>
#include <string_view>

namespace crit::command {

// "" where they are the same. `color`: what goes is red, what comes is green.
std::string unified_diff(std::string_view name, std::string_view before, std::string_view after, bool color = false);

}  // namespace crit::command
