#include "text_check.hpp"

#include <cstdio>

#include "state.hpp"
#include "utf8.hpp"

namespace crit {
namespace {

std::string hex(std::uint32_t value, int width) {
  char buffer[16];
  std::snprintf(buffer, sizeof buffer, "%0*X", width, static_cast<unsigned>(value));
  return buffer;
}

// Characters that change how the text around them is shown: with them a policy can read otherwise than it decides.
bool is_reordering(std::uint32_t point) {
  return (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069) || point == 0x200E ||
         point == 0x200F || point == 0x061C;
}

}  // namespace

bool check_text(const Source& source, Diagnostics& diagnostics) {
  const std::string_view text = source.text();
  if (text.size() > limit_file_bytes) {
    diagnostics.add(
        Mistake::file_too_large, {0, 0},
        "the file has " + std::to_string(text.size()) + " bytes; crit reads up to " + std::to_string(limit_file_bytes));
    return false;
  }
  if (text.size() >= 2 && ((text[0] == '\xFF' && text[1] == '\xFE') || (text[0] == '\xFE' && text[1] == '\xFF'))) {
    diagnostics.add(Mistake::not_utf8, {0, 0}, "the file is UTF-16", "save it as UTF-8");
    return false;
  }
  for (std::uint32_t i = 0; i < text.size();) {
    const Character here = character_at(text, i);
    if (here.length == 0) {
      diagnostics.add(Mistake::not_utf8, {i, i + 1},
                      "byte " + hex(static_cast<unsigned char>(text[i]), 2) + " is not UTF-8 text",
                      "save the file as UTF-8");
      return false;
    }
    const bool lone_return = here.point == '\r' && !(i + 1 < text.size() && text[i + 1] == '\n');
    const bool control = (here.point < 0x20 && here.point != '\n' && here.point != '\t' && here.point != '\r') ||
                         (here.point >= 0x7F && here.point < 0xA0) || is_reordering(here.point) || lone_return;
    if (control) {
      Diagnostic& made = diagnostics.add(Mistake::control_character, {i, i + here.length},
                                         "the control character U+" + hex(here.point, 4) + " stands in the file");
      if (here.point == 0) made.help.push_back("the file may be UTF-16, or no text; save it as UTF-8");
      if (lone_return) made.help.push_back("lines end with a line feed, with or without a carriage return before it");
      if (is_reordering(here.point)) made.help.push_back("it changes how the text around it is shown; remove it");
      if (made.help.empty()) made.help.push_back("remove it; copying from another program may have brought it in");
      return false;
    }
    i += here.length;
  }
  return true;
}

}  // namespace crit
