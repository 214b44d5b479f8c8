// What a ruling comes to, in a few words.
#pragma once

#include <string>
#include <vector>

#include "ruling.hpp"

namespace crit {

// "approve until 2023-10-01", "deny because I.A.4". `whole`: as the decision's own sentence, which also says how its reasons
// came out. `either`: the decision rests on one of the reasons, and it is not known on which.
std::string phrase(const Chunk& chunk, const Ruling& ruling, bool either, bool whole);

// The reasons as a host gets them: paths of criteria, or the words that no indication applies.
std::vector<std::string> reasons(const Chunk& chunk, const Ruling& ruling);

// What could make the approval end later. `asked`: the facts that the end rests on, and that are not known.
std::string lengthens(const Chunk& chunk, const Longer& longer, const std::vector<std::string>& asked);

}  // namespace crit
