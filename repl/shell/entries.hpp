// Text that was typed, pasted or read, as the entries that it is. Knows nothing of policies or members.
#pragma once

#include <string_view>
#include <vector>

namespace crit::shell {

// A line that begins with `.` and a word begins an entry of its own, whatever stands before it; a command ends with the line
// that makes it whole. All else is one entry. There is always one; the entries together, with their line ends, are the text.
std::vector<std::string_view> entries_of(std::string_view text);

// Whether an entry may be run: what it opens is closed. Of several the last counts.
bool is_whole_entry(std::string_view text);

}  // namespace crit::shell
