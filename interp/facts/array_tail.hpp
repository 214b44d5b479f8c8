// The members at the end of an array that stands on one line, found from its end backwards.
//
// Where a bracket or a quote is lost in one member, reading forward can no longer tell a member behind it from an item of its
// lists. From the end backwards all brackets are still counted right: objects, with commas between, up to what is none.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace crit {

// Where the first of these members begins, or the array's `]` where there are none. Nothing: the text does not end so. `fault`:
// the byte that cannot be, in the value that begins the text. It is 0 where that value's brackets belong together after all.
std::optional<std::size_t> array_tail(std::string_view text, std::size_t fault);

}  // namespace crit
