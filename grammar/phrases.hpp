// Whether two phrases of English are near: what is left of them without the small words, and whether words differ by their
// endings alone. For who looks for a payer's phrase; no policy and no fact is ever read so.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace crit {

// The words that tell something, in lower case: `the patient has failed` is `failed`.
std::vector<std::string> telling_words(std::string_view phrase);

// `failed` and `failure`, `specialists` and `specialist`. Both in lower case.
bool akin(std::string_view a, std::string_view b);

// How many of the words the phrase has, or one akin to it.
std::size_t words_in(std::string_view phrase, const std::vector<std::string>& words);

}  // namespace crit
