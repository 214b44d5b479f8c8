// Text for the edge: what comes from facts, file names, the command line and policies is shown so that it can neither
// forge lines nor drive a terminal, and is written to JSON so that it can be put into a page. Internal; hosts see
// crit::printable.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace crit {

// Characters that show nothing of themselves and change what stands around them: controls, line ends, direction marks,
// characters of no width, tags.
bool is_hidden(std::uint32_t point);

// The text with each of them written out, `\n` or `\u202e`, and a mark for each byte that is not UTF-8. On one line.
std::string printable(std::string_view text);

// Puts the text, in quotes, behind `json`: valid on one line, without hidden characters, and without `</`, which would
// end a script in a page.
void append_json(std::string& json, std::string_view text);
std::string json_string(std::string_view text);

}  // namespace crit
