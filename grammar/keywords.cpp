#include "keywords.hpp"

#include <array>
#include <cstddef>

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

// The rows by first letter and length, chained: 1 and more are rows, 0 ends a chain.
constexpr std::size_t slot_of(std::string_view text) {
  return (static_cast<unsigned char>(text.front()) * 16U + text.size()) % 512U;
}
struct Index {
  std::array<std::uint8_t, 512> first{};
  std::array<std::uint8_t, rows.size()> next{};
};
constexpr Index index = [] {
  Index made;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::uint8_t& first = made.first[slot_of(rows[i].text)];
    made.next[i] = first;
    first = static_cast<std::uint8_t>(i + 1);
  }
  return made;
}();
static_assert(rows.size() < 256);

}  // namespace

std::optional<Key> find_keyword(std::string_view word) {
  if (word.empty()) return std::nullopt;
  for (std::size_t row = index.first[slot_of(word)]; row != 0; row = index.next[row - 1]) {
    if (rows[row - 1].text == word) return static_cast<Key>(row - 1);
  }
  return std::nullopt;
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
