#include "near.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace crit {
namespace {

// Longer words are garbage rather than a slip, and the table below is quadratic.
constexpr std::size_t longest_word = 100;

// The word's characters for counting edits: ASCII in lower case, a UTF-8 sequence as one character.
std::vector<std::uint32_t> letters_of(std::string_view word) {
  std::vector<std::uint32_t> letters;
  letters.reserve(word.size());
  for (const char raw : word) {
    const auto byte = static_cast<unsigned char>(raw);
    if ((byte & 0xC0U) == 0x80U && !letters.empty() && letters.back() >= 0x80U) {
      letters.back() = (letters.back() << 6U) | (byte & 0x3FU);
    } else if (byte >= 'A' && byte <= 'Z') {
      letters.push_back(byte + 32U);
    } else {
      letters.push_back(byte);
    }
  }
  return letters;
}

// Edits from one word to the other, or limit + 1 as soon as it is certain that there are more than limit.
std::size_t edit_distance(const std::vector<std::uint32_t>& left, const std::vector<std::uint32_t>& right,
                          std::size_t limit) {
  const std::size_t difference = left.size() > right.size() ? left.size() - right.size() : right.size() - left.size();
  if (difference > limit) return limit + 1;
  std::vector<std::size_t> before_last(right.size() + 1);
  std::vector<std::size_t> last(right.size() + 1);
  std::vector<std::size_t> row(right.size() + 1);
  for (std::size_t j = 0; j <= right.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= left.size(); ++i) {
    row[0] = i;
    std::size_t smallest = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const std::size_t substitution = last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, substitution});
      if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1]) {
        row[j] = std::min(row[j], before_last[j - 2] + 1);
      }
      smallest = std::min(smallest, row[j]);
    }
    if (smallest > limit + 1) return limit + 1;  // one more than the limit: a swap reads the row before the last
    before_last.swap(last);
    last.swap(row);
  }
  return last[right.size()];
}

}  // namespace

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  if (word.empty() || word.size() > longest_word) return {};
  const std::vector<std::uint32_t> letters = letters_of(word);
  const std::size_t limit = letters.size() <= 4 ? 1 : letters.size() <= 8 ? 2 : 3;
  std::size_t best = limit + 1;
  const std::string* found = nullptr;
  for (const std::string& candidate : candidates) {
    if (candidate.size() > 2 * longest_word) continue;
    const std::size_t distance = edit_distance(letters, letters_of(candidate), limit);
    if (distance < best) {
      best = distance;
      found = &candidate;
    }
  }
  return found == nullptr ? std::string() : *found;
}

}  // namespace crit
