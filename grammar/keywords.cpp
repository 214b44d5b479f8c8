#include "keywords.hpp"

#include <array>
#include <cstddef>
#include <unordered_map>

namespace crit {
namespace {

struct Row {
  std::string_view text;
  std::uint32_t flags;
};

using namespace keyword_flag;  // NOLINT: the table's columns
constexpr std::array rows = {
#define KEYWORD(enumerator, text, flags) Row{text, flags},
#include "keywords.def"
#undef KEYWORD
};

}  // namespace

std::optional<Key> find_keyword(std::string_view word) {
  static const auto index = [] {
    std::unordered_map<std::string_view, Key> made;
    for (std::size_t i = 0; i < rows.size(); ++i) made.emplace(rows[i].text, static_cast<Key>(i));
    return made;
  }();
  const auto found = index.find(word);
  if (found == index.end()) return std::nullopt;
  return found->second;
}

std::string_view keyword_text(Key key) { return rows[static_cast<std::size_t>(key)].text; }
std::string_view quoted_keyword(Key key) {
  static constexpr std::string_view texts[] = {
#define KEYWORD(enumerator, text, flags) "`" text "`",
#include "keywords.def"
#undef KEYWORD
  };
  return texts[static_cast<std::size_t>(key)];
}
std::uint32_t keyword_flags(Key key) { return rows[static_cast<std::size_t>(key)].flags; }

std::uint32_t keyword_flags(std::string_view word) {
  const std::optional<Key> key = find_keyword(word);
  return key ? keyword_flags(*key) : 0U;
}

bool is_hard_keyword(std::string_view word) { return (keyword_flags(word) & hard) != 0; }

const std::vector<std::string>& all_keywords() {
  static const auto texts = [] {
    std::vector<std::string> made;
    for (const Row& row : rows) made.emplace_back(row.text);
    return made;
  }();
  return texts;
}

}  // namespace crit
