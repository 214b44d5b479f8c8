#include "text.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <vector>

namespace crit {
namespace {

using Letter = utf8proc_int32_t;
using Letters = std::vector<Letter>;

bool is_ascii_blank(char letter) {
  return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r' || letter == '\v' || letter == '\f';
}

// No-break, figure and typographic spaces, and what Unicode takes for the end of a line: text comes from word
// processors.
bool is_blank(Letter letter) {
  if (letter < 0x80) return is_ascii_blank(static_cast<char>(letter));
  const utf8proc_category_t category = utf8proc_category(letter);
  return letter == 0x85 || category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
         category == UTF8PROC_CATEGORY_ZP;
}

bool is_ignorable(Letter letter) { return utf8proc_get_property(letter)->ignorable != 0; }

// Printed quotation marks, apostrophes and hyphens are those that a keyboard has.
Letter plain_mark(Letter letter) {
  switch (letter) {
    case 0x2018:
    case 0x2019:
    case 0x201B:
    case 0x2032:
    case 0x02BC: return '\'';
    case 0x201C:
    case 0x201D:
    case 0x201F:
    case 0x2033: return '"';
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2212: return '-';
    default: return letter;
  }
}

// Whether the letter is another form of what it stands for, and says nothing more: a ligature or digraph of letters, a
// wide or narrow form, one for its place in a line or word. A superscript, a fraction or a circled digit says more.
bool is_mere_form(Letter letter) {
  switch (static_cast<utf8proc_decomp_type_t>(utf8proc_get_property(letter)->decomp_type)) {
    case UTF8PROC_DECOMP_TYPE_WIDE:
    case UTF8PROC_DECOMP_TYPE_NARROW:
    case UTF8PROC_DECOMP_TYPE_SMALL:
    case UTF8PROC_DECOMP_TYPE_VERTICAL:
    case UTF8PROC_DECOMP_TYPE_INITIAL:
    case UTF8PROC_DECOMP_TYPE_MEDIAL:
    case UTF8PROC_DECOMP_TYPE_FINAL:
    case UTF8PROC_DECOMP_TYPE_ISOLATED:
    case UTF8PROC_DECOMP_TYPE_NOBREAK: return true;
    case UTF8PROC_DECOMP_TYPE_COMPAT:
      return (letter >= 0xFB00 && letter <= 0xFB4F) || letter == 0x132 || letter == 0x133 ||
             (letter >= 0x1C4 && letter <= 0x1CC) || (letter >= 0x1F1 && letter <= 0x1F3);
    case UTF8PROC_DECOMP_TYPE_FONT:
    case UTF8PROC_DECOMP_TYPE_CIRCLE:
    case UTF8PROC_DECOMP_TYPE_SUPER:
    case UTF8PROC_DECOMP_TYPE_SUB:
    case UTF8PROC_DECOMP_TYPE_SQUARE:
    case UTF8PROC_DECOMP_TYPE_FRACTION: break;
  }
  return false;
}

void append_decomposed(Letters& letters, Letter letter, unsigned options) {
  std::array<Letter, 32> parts{};  // the longest decomposition has 18
  int boundary = 0;
  const auto count = utf8proc_decompose_char(letter, parts.data(), static_cast<utf8proc_ssize_t>(parts.size()),
                                             static_cast<utf8proc_option_t>(options), &boundary);
  if (count < 0 || count > static_cast<utf8proc_ssize_t>(parts.size()))
    letters.push_back(letter);
  else
    letters.insert(letters.end(), parts.begin(), parts.begin() + count);
}

// Marks that combine stand in the order of their classes: Unicode's canonical order.
void put_marks_in_order(Letters& letters) {
  const auto rank = [](Letter letter) { return utf8proc_get_property(letter)->combining_class; };
  for (auto from = letters.begin(); from != letters.end();) {
    if (rank(*from) == 0) {
      ++from;
      continue;
    }
    const auto to = std::find_if(from, letters.end(), [&](Letter letter) { return rank(letter) == 0; });
    std::stable_sort(from, to, [&](Letter a, Letter b) { return rank(a) < rank(b); });
    from = to;
  }
}

// One step of the folding, of letters without blanks' and forms' differences: NFD, then full case folding, then NFC.
void fold_letters(Letters& letters) {
  for (const unsigned options : {0U, static_cast<unsigned>(UTF8PROC_CASEFOLD)}) {
    Letters parts;
    parts.reserve(letters.size() + 8);
    for (const Letter letter : letters) append_decomposed(parts, letter, UTF8PROC_DECOMPOSE | options);
    put_marks_in_order(parts);
    letters = std::move(parts);
  }
  const auto composed = utf8proc_normalize_utf32(letters.data(), static_cast<utf8proc_ssize_t>(letters.size()),
                                                 static_cast<utf8proc_option_t>(UTF8PROC_COMPOSE | UTF8PROC_STABLE));
  if (composed >= 0) letters.resize(static_cast<std::size_t>(composed));
}

// Writes text with blanks run together.
class Folded {
 public:
  explicit Folded(std::size_t size) { text_.reserve(size); }
  void blank() { pending_ = !text_.empty(); }
  void bytes(std::string_view more) {
    if (pending_) text_ += ' ';
    pending_ = false;
    text_ += more;
  }
  void letter(Letter letter) {
    if (is_blank(letter)) return blank();
    std::array<utf8proc_uint8_t, 4> bytes_of{};
    const auto count = utf8proc_encode_char(letter, bytes_of.data());
    bytes({reinterpret_cast<const char*>(bytes_of.data()), static_cast<std::size_t>(count)});
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
  bool pending_ = false;
};

// The letter at a place, and how many bytes it has; 0: no letter begins there.
std::size_t letter_at(std::string_view text, std::size_t at, Letter& letter) {
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at);
  const auto size = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size() - at), &letter);
  return size > 0 ? static_cast<std::size_t>(size) : 0;
}

std::string fold_ascii(std::string_view text) {
  std::string folded;
  folded.reserve(text.size());
  bool pending = false;  // a blank
  for (const char letter : text) {
    if (is_ascii_blank(letter)) {
      pending = !folded.empty();
      continue;
    }
    if (pending) folded += ' ';
    pending = false;
    folded += letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  }
  return folded;
}

}  // namespace

std::string fold_text(std::string_view text) {
  const auto is_ascii = [](char letter) { return static_cast<unsigned char>(letter) < 0x80U; };
  if (std::all_of(text.begin(), text.end(), is_ascii)) return fold_ascii(text);
  Folded folded(text.size());
  Letters letters;  // since the last byte that is not UTF-8
  const auto write = [&] {
    fold_letters(letters);
    for (const Letter letter : letters) folded.letter(plain_mark(letter));
    letters.clear();
  };
  for (std::size_t at = 0; at < text.size();) {
    Letter letter = 0;
    const std::size_t size = letter_at(text, at, letter);
    if (size == 0) {
      write();
      folded.bytes(text.substr(at++, 1));
      continue;
    }
    at += size;
    if (is_blank(letter))
      letters.push_back(' ');
    else if (is_ignorable(letter))
      continue;
    else if (is_mere_form(letter))
      append_decomposed(letters, letter, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT);
    else
      letters.push_back(plain_mark(letter));
  }
  write();
  return folded.take();
}

bool contains_words(std::string_view text, std::string_view words) {
  if (words.empty()) return true;
  // Of a word are letters, their marks and numbers, and what is not UTF-8.
  const auto in_word = [](std::string_view all, std::size_t at) {
    Letter letter = 0;
    if (letter_at(all, at, letter) == 0) return true;
    const utf8proc_category_t category = utf8proc_category(letter);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
  };
  const auto last_of = [](std::string_view all, std::size_t end) {  // where the letter before that place begins
    do --end;
    while (end > 0 && (static_cast<unsigned char>(all[end]) & 0xC0U) == 0x80U);
    return end;
  };
  const bool begins_in_word = in_word(words, 0);
  const bool ends_in_word = in_word(words, last_of(words, words.size()));
  for (std::size_t at = text.find(words); at != std::string_view::npos; at = text.find(words, at + 1)) {
    const std::size_t end = at + words.size();
    const bool begins = at == 0 || !begins_in_word || !in_word(text, last_of(text, at));
    const bool ends = end == text.size() || !ends_in_word || !in_word(text, end);
    if (begins && ends) return true;
  }
  return false;
}

}  // namespace crit
