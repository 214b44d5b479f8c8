#include "no_value.hpp"

#include <array>
#include <string>
#include <unordered_set>

#include "text.hpp"

namespace crit {

namespace {

const std::unordered_set<std::string>& words() {
  static const std::unordered_set<std::string> all = {
#define NO_VALUE(word) fold_text(word),
#include "no_value.def"
#undef NO_VALUE
  };
  return all;
}

// By a byte, whether a word may begin with it: most texts need not be folded. Any may begin with one that is not ASCII, or a blank.
const std::array<bool, 256>& beginnings() {
  static const std::array<bool, 256> made = [] {
    std::array<bool, 256> may{};
    for (std::size_t byte = 0; byte <= ' '; ++byte) may[byte] = true;
    for (std::size_t byte = 0x80; byte < may.size(); ++byte) may[byte] = true;
    for (const std::string& word : words()) {
      const auto first = static_cast<unsigned char>(word.front());
      may[first] = true;
      if (first >= 'a' && first <= 'z') may[first - 'a' + 'A'] = true;
    }
    return may;
  }();
  return made;
}

}  // namespace

bool is_no_value(std::string_view text) {
  constexpr std::size_t longest = 64;  // with blanks; no word is longer, and a chart note need not be folded to know
  if (text.empty() || text.size() > longest) return false;
  if (!beginnings()[static_cast<unsigned char>(text.front())]) return false;
  return words().count(fold_text(text)) != 0;
}

}  // namespace crit
