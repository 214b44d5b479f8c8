// LANGUAGE.md taken apart for the manual: what it says of which words, and how which phrase is said. This header is not
// installed; hosts use crit/manual.hpp.
//
// A *piece* begins behind a line `<!-- about: WORD, WORD -->`. It is the paragraph that follows, with the tables, lists and
// examples directly below it; or the one item of a list that follows. At the next such line or heading it ends.
//
// A *saying* is an entry or a section in a block `crit … in say` of the part "How do I say": its text holds the phrases, with `;`
// between them, and what stands behind the text is the line of crit. The first block of that part declares what the lines ask.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace crit {

struct ManualPiece {
  std::string heading;              // below which it stands
  std::vector<std::string> words;   // as the comment has them
  std::vector<std::string> lines;   // as they stand in the page
};

struct ManualSaying {
  std::vector<std::string> phrases;
  std::vector<std::string> lines;     // of crit
  std::vector<std::string> declared;  // the facts, tables and defines that these use, as the first block declares them; of one with braces all its lines
};

struct ManualPage {
  std::vector<ManualPiece> pieces;
  std::vector<ManualSaying> sayings;
};

ManualPage read_manual_page(std::string_view markdown);

// A word as it is looked up: lower case, one blank for blanks and underscores, without quotes round it or `()` behind it.
std::string manual_key(std::string_view word);
// Whether the word stands in the text as a whole word, `_` counting as a letter; blanks of the word match underscores, too.
bool mentions(std::string_view text, std::string_view word);

}  // namespace crit
