#include "no_value.hpp"

#include <string>
#include <unordered_set>

#include "text.hpp"

namespace crit {

bool is_no_value(std::string_view text) {
  constexpr std::size_t longest = 64;  // with blanks; no word is longer, and a chart note need not be folded to know
  if (text.empty() || text.size() > longest) return false;
  static const std::unordered_set<std::string> words = {
#define NO_VALUE(word) fold_text(word),
#include "no_value.def"
#undef NO_VALUE
  };
  return words.count(fold_text(text)) != 0;
}

}  // namespace crit
