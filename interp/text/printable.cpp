#include "printable.hpp"

#include <algorithm>
#include <cstdio>
#include <iterator>

#include "utf8.hpp"

namespace crit {
namespace {

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};
// Controls, the ends of lines and paragraphs, what frames a reading aid, and what Unicode 15 lists as
// Default_Ignorable_Code_Point. In order.
constexpr Range hidden[] = {
    {0x0000, 0x001F}, {0x007F, 0x009F},   {0x00AD, 0x00AD},   {0x034F, 0x034F},   {0x061C, 0x061C},
    {0x115F, 0x1160}, {0x17B4, 0x17B5},   {0x180B, 0x180F},   {0x200B, 0x200F},   {0x2028, 0x202E},
    {0x2060, 0x206F}, {0x3164, 0x3164},   {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},
    {0xFFF0, 0xFFFB}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
};
constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

std::string hex(const char* form, std::uint32_t value) {
  char buffer[16];
  std::snprintf(buffer, sizeof buffer, form, static_cast<unsigned>(value));
  return buffer;
}

// Letters, digits, signs and blanks, of which nearly all text consists.
constexpr bool is_plain(char c) { return c >= ' ' && c < '\x7F'; }

std::string json_escape(std::uint32_t point) {
  if (point < 0x10000) return hex("\\u%04x", point);
  return hex("\\u%04x", 0xD800 + ((point - 0x10000) >> 10U)) + hex("\\u%04x", 0xDC00 + ((point - 0x10000) & 0x3FFU));
}

}  // namespace

bool is_hidden(std::uint32_t point) {
  const Range* range = std::lower_bound(std::begin(hidden), std::end(hidden), point,
                                        [](const Range& one, std::uint32_t value) { return one.last < value; });
  return range != std::end(hidden) && point >= range->first;
}

std::string printable(std::string_view text) {
  if (std::all_of(text.begin(), text.end(), is_plain)) return std::string(text);
  std::string made;
  made.reserve(text.size() + 16);
  for (std::size_t i = 0; i < text.size();) {
    const Character here = character_at(text, i);
    if (here.length == 0)
      made += replacement;
    else if (!is_hidden(here.point))
      made += text.substr(i, here.length);
    else if (here.point == '\n')
      made += "\\n";
    else if (here.point == '\r')
      made += "\\r";
    else if (here.point == '\t')
      made += "\\t";
    else
      made += hex(here.point < 0x10000 ? "\\u%04x" : "\\u{%x}", here.point);
    i += std::max(1U, here.length);
  }
  return made;
}

void append_json(std::string& json, std::string_view text) {
  json += '"';
  for (std::size_t i = 0; i < text.size();) {
    // What needs nothing is taken together.
    std::size_t end = i;
    while (end < text.size() && is_plain(text[end]) && text[end] != '"' && text[end] != '\\' && text[end] != '/') ++end;
    json += text.substr(i, end - i);
    if ((i = end) == text.size()) break;
    const Character here = character_at(text, i);
    switch (here.point) {
      case '"': json += "\\\""; break;
      case '\\': json += "\\\\"; break;
      case '/': json += i > 0 && text[i - 1] == '<' ? "\\/" : "/"; break;
      case '\n': json += "\\n"; break;
      case '\r': json += "\\r"; break;
      case '\t': json += "\\t"; break;
      default:
        if (here.length == 0)
          json += replacement;
        else if (is_hidden(here.point))
          json += json_escape(here.point);
        else
          json += text.substr(i, here.length);
    }
    i += std::max(1U, here.length);
  }
  json += '"';
}

std::string json_string(std::string_view text) {
  std::string json;
  append_json(json, text);
  return json;
}

}  // namespace crit
