#include "text_check.hpp"

#include <algorithm>
#include <cstdio>

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

// Characters that end a line for some programs and not for crit: what looks like the line after a comment would be in
// it.
bool is_foreign_line_end(std::uint32_t point) { return point == 0x2028 || point == 0x2029 || point == 0x85; }

// Latin letters in UTF-16 have a zero byte beside each; a few characters tell.
bool is_utf16_without_mark(std::string_view text) {
  if (text.size() < 8) return false;
  for (const std::size_t zero : {0U, 1U}) {
    bool all = true;
    for (std::size_t i = 0; i < 8; ++i) all = all && (text[i] == '\0') == (i % 2 == zero);
    if (all) return true;
  }
  return false;
}

}  // namespace

std::optional<ForeignFile> foreign_file(std::string_view text) {
  using namespace std::string_view_literals;
  constexpr auto as_utf8 = "save it as UTF-8";
  constexpr auto as_text = "copy its words into a plain text file, saved as UTF-8";
  const auto begins = [&](std::string_view with) { return text.substr(0, with.size()) == with; };
  if (begins("\xFF\xFE\0\0"sv) || begins("\0\0\xFE\xFF"sv)) return ForeignFile{"the file is UTF-32", as_utf8};
  if (begins("\xFF\xFE"sv) || begins("\xFE\xFF"sv) || is_utf16_without_mark(text))
    return ForeignFile{"the file is UTF-16", as_utf8};
  if (begins("%PDF-"sv)) return ForeignFile{"the file is a PDF, not plain text", as_text};
  if (begins("{\\rtf"sv))
    return ForeignFile{"the file is rich text (RTF), not plain text", "save it as plain text, in UTF-8"};
  if (begins("PK\x03\x04"sv))
    return ForeignFile{"the file is a zip archive, or a Word or Excel document, not plain text", as_text};
  if (begins("\xD0\xCF\x11\xE0"sv))
    return ForeignFile{"the file is an older Word or Excel document, not plain text", as_text};
  if (begins("\x1F\x8B"sv)) return ForeignFile{"the file is compressed (gzip)", "unpack it first"};
  return std::nullopt;
}

bool check_text(const Source& source, Diagnostics& diagnostics) {
  const std::string_view text = source.text();
  if (text.size() > limit_file_bytes) {
    diagnostics.add(
        Mistake::file_too_large, {0, 0},
        "the file has " + std::to_string(text.size()) + " bytes; crit reads up to " + std::to_string(limit_file_bytes));
    return false;
  }
  if (const auto foreign = foreign_file(text)) {
    diagnostics.add(Mistake::not_utf8, {0, 0}, foreign->message, foreign->help);
    return false;
  }
  const auto is_plain = [](char c) { return (c >= ' ' && c < '\x7F') || c == '\n'; };
  for (std::uint32_t i = 0; i < text.size();) {
    i = static_cast<std::uint32_t>(std::find_if_not(text.begin() + i, text.end(), is_plain) - text.begin());
    if (i == text.size()) break;
    const Character here = character_at(text, i);
    if (here.length == 0) {
      diagnostics.add(Mistake::not_utf8, {i, i + 1},
                      "byte " + hex(static_cast<unsigned char>(text[i]), 2) + " is not UTF-8 text",
                      "save the file as UTF-8");
      return false;
    }
    const bool lone_return = here.point == '\r' && !(i + 1 < text.size() && text[i + 1] == '\n');
    const bool control = (here.point < 0x20 && here.point != '\n' && here.point != '\t' && here.point != '\r') ||
                         (here.point >= 0x7F && here.point < 0xA0) || is_reordering(here.point) ||
                         is_foreign_line_end(here.point) || lone_return;
    if (control) {
      Diagnostic& made = diagnostics.add(Mistake::control_character, {i, i + here.length},
                                         "the control character U+" + hex(here.point, 4) + " stands in the file");
      if (here.point == 0) made.help.push_back("the file may be UTF-16, or no text; save it as UTF-8");
      if (is_foreign_line_end(here.point))
        made.help.push_back(
            "some programs show it as the end of a line, and crit would read on; end the line with Enter");
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
