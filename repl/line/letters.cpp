#include "letters.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>

namespace crit::line {
namespace {

// A cluster is cut here, so that a text of marks alone is no single character.
constexpr int longest_cluster = 64;
// Nor is looked for its begin farther back than this.
constexpr int farthest_back = 4 * longest_cluster;

constexpr char32_t not_utf8 = 0xFFFD;
constexpr char32_t joiner = 0x200D, non_joiner = 0x200C;

bool is_flag_half(char32_t point) { return point >= 0x1F1E6 && point <= 0x1F1FF; }

// Whether a cluster ends between the two, whatever stands before them.
bool surely_ends(char32_t first, char32_t second) {
  if (first == joiner || (is_flag_half(first) && is_flag_half(second))) return false;
  return utf8proc_grapheme_break(static_cast<utf8proc_int32_t>(first), static_cast<utf8proc_int32_t>(second));
}

}  // namespace

Letter letter_at(std::string_view text, std::size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  if (first < 0x80) return {first, 1};
  utf8proc_int32_t point = -1;
  const auto left = static_cast<utf8proc_ssize_t>(std::min<std::size_t>(text.size() - at, 4));
  const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at), left, &point);
  if (length <= 0 || point < 0) return {not_utf8, 1};
  return {static_cast<char32_t>(point), static_cast<std::size_t>(length)};
}

std::size_t letter_before(std::string_view text, std::size_t at) {
  const std::size_t farthest = at > 4 ? at - 4 : 0;
  for (std::size_t begin = at - 1; begin + 1 > farthest; --begin) {
    if ((static_cast<unsigned char>(text[begin]) & 0xC0) != 0x80) {
      return begin + letter_at(text, begin).length == at ? begin : at - 1;
    }
    if (begin == 0) break;
  }
  return at - 1;
}

void append_letter(std::string& text, char32_t point) {
  std::array<utf8proc_uint8_t, 4> bytes{};
  const bool is_valid = utf8proc_codepoint_valid(static_cast<utf8proc_int32_t>(point));
  const auto length = utf8proc_encode_char(static_cast<utf8proc_int32_t>(is_valid ? point : not_utf8), bytes.data());
  text.append(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(length));
}

std::size_t cluster_end(std::string_view text, std::size_t at) {
  if (at >= text.size()) return text.size();
  Letter letter = letter_at(text, at);
  utf8proc_int32_t state = 0;
  for (int letters = 0; letters < longest_cluster; ++letters) {
    at += letter.length;
    if (at >= text.size()) break;
    const Letter next = letter_at(text, at);
    if (letter.point < 0x80 && next.point < 0x80) break;
    if (utf8proc_grapheme_break_stateful(static_cast<utf8proc_int32_t>(letter.point),
                                         static_cast<utf8proc_int32_t>(next.point), &state)) {
      break;
    }
    letter = next;
  }
  return at;
}

std::size_t cluster_before(std::string_view text, std::size_t at) {
  if (at == 0) return 0;
  std::size_t begin = letter_before(text, at);
  for (int letters = 0; letters < farthest_back && begin > 0; ++letters) {
    const std::size_t earlier = letter_before(text, begin);
    if (surely_ends(letter_at(text, earlier).point, letter_at(text, begin).point)) break;
    begin = earlier;
  }
  for (std::size_t end = cluster_end(text, begin); end < at; end = cluster_end(text, begin)) begin = end;
  return begin;
}

Shown shown_as(char32_t point) {
  if (point < 0x7F) return point < ' ' ? Shown::written_out : Shown::narrow;
  // What joins letters, and the vowels and finals that stand under a Korean initial.
  if (point == joiner || point == non_joiner || (point >= 0x1160 && point < 0x1200)) return Shown::mark;
  const auto code = static_cast<utf8proc_int32_t>(point);
  const int width = utf8proc_charwidth(code);
  switch (utf8proc_category(code)) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP: return Shown::written_out;
    case UTF8PROC_CATEGORY_CF: return width == 0 || point == 0xAD ? Shown::written_out : Shown::narrow;
    case UTF8PROC_CATEGORY_CO: return Shown::narrow;
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_ME: return Shown::mark;
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
    case UTF8PROC_CATEGORY_PC:
    case UTF8PROC_CATEGORY_PD:
    case UTF8PROC_CATEGORY_PS:
    case UTF8PROC_CATEGORY_PE:
    case UTF8PROC_CATEGORY_PI:
    case UTF8PROC_CATEGORY_PF:
    case UTF8PROC_CATEGORY_PO:
    case UTF8PROC_CATEGORY_SM:
    case UTF8PROC_CATEGORY_SC:
    case UTF8PROC_CATEGORY_SK:
    case UTF8PROC_CATEGORY_SO:
    case UTF8PROC_CATEGORY_ZS: break;
  }
  if (width == 0) return Shown::mark;
  return width == 2 ? Shown::wide : Shown::narrow;
}

std::string written_out(char32_t point) {
  if (point < 0x20 || point == 0x7F) return {'^', static_cast<char>(point ^ 0x40)};
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hex;
  for (char32_t rest = point; rest != 0 || hex.size() < 4; rest >>= 4) hex.insert(hex.begin(), digits[rest & 15]);
  return point > 0xFFFF ? "\\u{" + hex + "}" : "\\u" + hex;
}

bool is_of_sure_width(char32_t point) {
  return point < 0x300 || (point >= 0x370 && point < 0x483) || (point >= 0x1E00 && point < 0x1F00) ||
         (point >= 0x3041 && point < 0x3097) || (point >= 0x30A1 && point < 0x30FB) ||
         (point >= 0x4E00 && point < 0x9FA6) || (point >= 0xAC00 && point < 0xD7A4);
}

bool is_word(char32_t point) {
  if (point < 0x80) {
    return point == '_' || (point >= '0' && point <= '9') || ((point | 0x20) >= 'a' && (point | 0x20) <= 'z');
  }
  const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(point));
  return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
}

bool is_blank(char32_t point) {
  return point == ' ' || point == '\t' || point == '\n' ||
         (point >= 0x80 && utf8proc_category(static_cast<utf8proc_int32_t>(point)) == UTF8PROC_CATEGORY_ZS);
}

}  // namespace crit::line
