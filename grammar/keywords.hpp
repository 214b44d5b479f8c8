// The keyword table: which words mean something, and where. Not a list of reserved words: only `hard` ones are.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace crit {

namespace keyword_flag {
enum : std::uint32_t {
  hard = 1U << 0U,         // never a name
  infix = 1U << 1U,        // a line that starts with it goes on with the line before
  soft_infix = 1U << 2U,   // the same, when an operand follows it; a name otherwise
  operand = 1U << 3U,      // may begin an operand
  never_unit = 1U << 4U,   // never read as the unit of the number before it (hard and infix words never are)
  item = 1U << 5U,         // begins a top-level item
  section = 1U << 6U,      // indication, exclusion, referral
  text_clause = 1U << 7U,  // policy clauses with one text
  list_type = 1U << 8U,    // begins a type of its own
  quantifier = 1U << 9U,   // some, no, every
  counting = 1U << 10U,    // at_least, at_most, exactly
  block = 1U << 11U,       // all_of, any_of, none_of
  selector = 1U << 12U,    // one-word selectors of a value
  window = 1U << 13U,      // begins a window
};
}  // namespace keyword_flag

enum class Key : std::uint8_t {
#define KEYWORD(enumerator, text, flags) enumerator,
#include "keywords.def"
#undef KEYWORD
};

std::optional<Key> find_keyword(std::string_view word);
std::string_view keyword_text(Key key);
std::string_view quoted_keyword(Key key);  // in backticks
std::uint32_t keyword_flags(Key key);
// 0 for a word that is no keyword.
std::uint32_t keyword_flags(std::string_view word);
bool is_hard_keyword(std::string_view word);
// The texts of all keywords, in table order (a keyword's position is its Key).
const std::vector<std::string>& all_keywords();

}  // namespace crit
