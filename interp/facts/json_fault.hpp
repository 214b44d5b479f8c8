// Where and why a text is not JSON, and how to mend it. Runs only after the fast reader (json.cpp) has refused a text:
// a plain strict scan whose one purpose is a good message. It builds nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "json.hpp"

namespace crit {

// The first fault in bytes [begin, end) of `text`; nullopt when they are one well-formed JSON value. `begins_file`: they are
// the beginning of the file, which may be of another kind.
std::optional<JsonFault> find_json_fault(std::string_view text, std::uint32_t begin, std::uint32_t end, bool begins_file);

}  // namespace crit
