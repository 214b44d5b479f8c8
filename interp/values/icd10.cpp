#include "icd10.hpp"

#include <algorithm>
#include <array>

namespace crit {
namespace {

struct Moved {
  std::string_view beginning;
  std::string_view letters;
  char before;
};
constexpr std::array moved = {
#define MOVED(beginning, letters, before) Moved{beginning, letters, before},
#include "icd10_order.def"
#undef MOVED
};

struct Whole {
  char letter;
  std::string_view ends;
};
constexpr std::array whole = {
#define WHOLE(letter, ends) Whole{letter, ends},
#include "icd10_whole.def"
#undef WHOLE
};

constexpr bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }
constexpr bool is_upper(char letter) { return letter >= 'A' && letter <= 'Z'; }

const Moved* moved_at(std::string_view beginning, char letter) {
  const auto less = [](const Moved& one, std::string_view text) { return one.beginning < text; };
  for (auto place = std::lower_bound(moved.begin(), moved.end(), beginning, less); place != moved.end() && place->beginning == beginning; ++place) {
    if (place->letters.find(letter) != std::string_view::npos) return &*place;
  }
  return nullptr;
}

}  // namespace

std::string icd10_letters(std::string_view text) {
  std::string code(text);
  for (char& letter : code) {
    if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
  }
  code.erase(std::remove(code.begin(), code.end(), '.'), code.end());
  return code;
}

bool begins_icd10(std::string_view code) {
  if (code.empty() || code.size() > 7 || !is_upper(code[0])) return false;
  if (code.size() > 1 && !is_digit(code[1]) && code.substr(0, 2) != "QA") return false;
  return std::all_of(code.begin(), code.end(), [](char letter) { return is_upper(letter) || is_digit(letter); });
}

// Two characters for each: where it stands, and, of those that are moved before a digit, which of them it is.
std::string icd10_order(std::string_view code) {
  std::string key;
  key.reserve(2 * code.size());
  for (std::size_t i = 0; i < code.size(); ++i) {
    char place = code[i];
    char among = '~';  // what has not moved stands behind what was moved before it
    if (i == 0 && place == 'U') {
      place = 'Z';  // U00 to U85, codes for special purposes, are the last chapter
    } else if (i == 0 && place == 'Z') {
      among = '!';
    } else if (i >= 2 && is_upper(place)) {
      if (const Moved* one = moved_at(code.substr(0, i), place)) {
        among = static_cast<char>('!' + one->letters.find(place));
        place = one->before;
      }
    }
    key += place;
    key += among;
  }
  return key;
}

std::string_view icd10_end(std::string_view first, std::string_view last) {
  return last == "J4A" && first.substr(0, 3) != "J4A" ? "J47" : last;
}

bool is_whole_icd10(std::string_view category) {
  if (category.size() != 3) return false;
  return std::any_of(whole.begin(), whole.end(), [&](const Whole& one) {
    return one.letter == category[0] && one.ends.find(category.substr(1)) != std::string_view::npos;
  });
}

}  // namespace crit
