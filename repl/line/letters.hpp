// Characters of UTF-8 text: how far one goes as a reader sees it, and how many columns of a terminal it takes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace crit::line {

struct Letter {
  char32_t point;      // U+FFFD for a byte that is not UTF-8
  std::size_t length;  // in bytes; 1 for such a byte
};

Letter letter_at(std::string_view text, std::size_t at);
// Where the letter begins that ends at `at`, which is not 0.
std::size_t letter_before(std::string_view text, std::size_t at);
void append_letter(std::string& text, char32_t point);

// Grapheme clusters: where the one at `at` ends, and where the one that ends at `at` begins.
std::size_t cluster_end(std::string_view text, std::size_t at);
std::size_t cluster_before(std::string_view text, std::size_t at);

// How a terminal shows a letter. A control, a direction mark and a letter that shows nothing are written out.
enum class Shown : unsigned char { narrow, wide, mark, written_out };
Shown shown_as(char32_t point);
std::string written_out(char32_t point);  // "^[", "\u202e"
// Whether terminals agree on how wide it is.
bool is_of_sure_width(char32_t point);

bool is_word(char32_t point);   // a letter, a digit, `_`
bool is_blank(char32_t point);  // a space, a tab, a line end

}  // namespace crit::line
