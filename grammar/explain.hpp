// The page of each diagnostic code: what it means, an example that gives it and one that does not. The pages are
// grammar/explain/CODE.md, put into the program when it is built; grammar/explain/README.md says how one is written.
#pragma once

#include <string>
#include <string_view>

namespace crit {

// The page as `crit explain` prints it, headed by the catalogue's line; empty for a code that the catalogue does not have.
std::string explain(std::string_view code);

}  // namespace crit
