// Texts as crit compares them. Numbers, units, dates and codes are never read through this.
#pragma once

#include <string>
#include <string_view>

namespace crit {

// Two texts are the same where their folded texts are:
// - composed and decomposed letters are one (NFC), and so are capitals and small letters (full case folding: ß is ss);
// - ligatures and digraphs (ﬁ, ĳ), wide, narrow, small and vertical forms, and the positional forms of Arabic are the
// plain ones;
// - what is not to be seen (Default_Ignorable: soft hyphens, joiners, direction marks) is not there;
// - blanks of every kind, line ends too, are one blank where they stand together, and none at the ends;
// - curly quotation marks, apostrophes, and printed hyphens are those of a keyboard.
// Superscripts, subscripts, fractions, circled digits and signs such as ™ stay. What is not UTF-8 passes as it is.
std::string fold_text(std::string_view text);

// Whether the words stand in the text, one after the other and whole. Both are folded.
bool contains_words(std::string_view text, std::string_view words);

}  // namespace crit
