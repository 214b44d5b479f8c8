// Policies and modules laid out anew, as `crit fmt` does it: blanks and line ends change, and nothing that is written does.
#pragma once

#include <string>

#include "crit/crit.hpp"

namespace crit {

// The text as it should be laid out; formatting that again changes nothing. It need not compile, nor need what it uses be at
// hand, but with errors in its syntax it is not formatted: those are what is given then. Lines end as the text's first one
// does, and a byte order mark stays.
Result<std::string> format(const SourceText& text);

}  // namespace crit
