// ICD-10(-CM) codes: how one is written, and in which order the tabular list has them.
//
// The normal form is in upper case and without a point. The list does not go by the order of characters (C4A stands between
// C43 and C44): compare codes by icd10_order, never by themselves.
#pragma once

#include <string>
#include <string_view>

namespace crit {

std::string icd10_letters(std::string_view text);  // upper case, without points
// As much of a code as there is: a letter, a digit, then letters or digits, seven in all at most. QA0 alone has two letters.
bool begins_icd10(std::string_view code);

// A text by whose order codes stand as in the tabular list. What a code begins with, its key begins with, too.
std::string icd10_order(std::string_view code);
// The code that ends a range, by its last: J4A, which stands behind J44, closes the block that is called J40-J4A, as J47 does.
std::string_view icd10_end(std::string_view first, std::string_view last);


// Of a category, in normal form: whether there are no codes under it, so that it is a whole code. I10 is one, and E10 is not.
bool is_whole_icd10(std::string_view category);

}  // namespace crit
