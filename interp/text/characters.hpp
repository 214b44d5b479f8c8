// Classes of bytes, free of locale. Internal.
#pragma once

namespace crit {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_letter(char c) { return is_lower(c) || is_upper(c); }
constexpr bool is_word(char c) { return is_letter(c) || is_digit(c) || c == '_'; }
// A carriage return stands only before a newline (parse refuses others), so it is a blank.
constexpr bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

}  // namespace crit
