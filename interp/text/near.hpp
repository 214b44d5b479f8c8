// "Did you mean": the candidate nearest to a misspelt word, if one is near enough to be worth saying.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace crit {

// Damerau-Levenshtein (adjacent swaps count one), ignoring case; none for one letter, at most 1 edit for words up to 4
// letters, 2 up to 8, else 3. Empty when none is near. Ties: the first candidate.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace crit
