#include "phrases.hpp"

#include <algorithm>
#include <cctype>
#include <iterator>

namespace crit {
namespace {

constexpr std::size_t shortest_stem = 4;

constexpr std::string_view small_words[] = {
    "a",    "an",   "and",  "any",    "are",    "as",   "at",   "be",         "been",    "by",       "can",      "for",
    "from", "had",  "has",  "have",   "if",     "in",   "is",   "it",         "its",     "must",     "of",       "on",
    "or",   "per",  "shall",  "should", "some", "that", "the",        "their",   "there",    "this",     "to",
    "was",  "were", "when", "which",  "will",   "with", "who",  "individual", "patient", "patients", "enrollee", "beneficiary"};

constexpr std::string_view endings[] = {
    "",     "s",    "es",    "d",     "ed",    "e",     "er",   "ers",  "or",   "ors",  "ing",  "ings",   "ion",  "ions",
    "ate",  "ated", "ates",  "ating", "ation", "ations", "ative", "ive", "y",   "ies",  "ied",  "ity",    "ities", "ary",
    "al",   "ally", "ly",    "able",  "ant",   "ance",  "ent",  "ence", "ment", "ments", "ure", "ures",   "is",   "ist",
    "ists", "ic",   "ical",  "ically", "ize",  "ized",  "izes", "izing", "ization", "izations", "eutic", "ness"};

bool is_ending(std::string_view text) { return std::find(std::begin(endings), std::end(endings), text) != std::end(endings); }

std::vector<std::string> words_of(std::string_view phrase) {
  std::vector<std::string> words;
  bool inside = false;
  for (const char c : phrase) {
    const bool letter = std::isalnum(static_cast<unsigned char>(c)) != 0;
    if (letter && !inside) words.emplace_back();
    if (letter) words.back() += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    inside = letter;
  }
  return words;
}

}  // namespace

std::vector<std::string> telling_words(std::string_view phrase) {
  std::vector<std::string> words = words_of(phrase);
  std::erase_if(words, [](const std::string& word) { return std::find(std::begin(small_words), std::end(small_words), word) != std::end(small_words); });
  return words;
}

bool akin(std::string_view a, std::string_view b) {
  if (a == b) return true;
  const auto shared = static_cast<std::size_t>(std::mismatch(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(std::min(a.size(), b.size())), b.begin()).first - a.begin());
  return shared >= shortest_stem && is_ending(a.substr(shared)) && is_ending(b.substr(shared));
}

std::size_t words_in(std::string_view phrase, const std::vector<std::string>& words) {
  const std::vector<std::string> there = words_of(phrase);
  return static_cast<std::size_t>(std::count_if(words.begin(), words.end(), [&](const std::string& word) {
    return std::any_of(there.begin(), there.end(), [&](const std::string& one) { return akin(word, one); });
  }));
}

}  // namespace crit
