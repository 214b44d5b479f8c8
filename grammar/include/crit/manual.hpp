// What LANGUAGE.md says of a word: the text of `crit explain WORD` and of the shell's `.manual WORD`. The page is put into the
// program when it is built, and is the only source: a comment `<!-- about: within, within_days -->` before a paragraph says of
// which words it speaks, and the part "How do I say" has payers' phrases, each with its line of crit.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace crit {

// Plain text, for people: the paragraphs that are about the word, its rows of the tables in them, its lines of their
// examples, and some phrases that are said with it. The word may be a keyword, a function, a clause or an idea (`percentile`),
// in any case, with blanks or underscores; or a piece of a phrase (`trial and failure`). Where no phrase has the piece, those are
// shown that have its words in another order or with other endings (`failed trials`). Empty where the page has none of these.
std::string manual(std::string_view word);

// For a word of which manual() has nothing: the words and phrases that may be meant, the nearest first, at most five.
std::vector<std::string> manual_near(std::string_view word);

// The words that have a paragraph, in the order of the alphabet; and the phrases of "How do I say", in the page's order.
// They live as long as the program.
const std::vector<std::string>& manual_words();
const std::vector<std::string>& manual_phrases();

}  // namespace crit
