#include "near.hpp"

#include <algorithm>
#include <array>
#include <bit>
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

using Letters = std::vector<std::uint32_t>;

// Which letters a word has, as far as 64 bits tell them apart.
std::uint64_t set_of(const Letters& letters) {
  std::uint64_t set = 0;
  for (const std::uint32_t letter : letters) set |= std::uint64_t{1} << (letter & 63U);
  return set;
}

// Counts edits; keeps its rows, so that words are compared without making any.
class EditDistance {
 public:
  // From one word to the other, or limit + 1 as soon as it is certain that there are more than limit.
  std::size_t operator()(const Letters& left, const Letters& right, std::size_t limit) {
    const std::size_t difference = left.size() > right.size() ? left.size() - right.size() : right.size() - left.size();
    const std::size_t more = limit + 1;
    if (difference > limit) return more;
    for (std::vector<std::size_t>* row : {&before_last_, &last_, &row_}) row->assign(right.size() + 1, more);
    for (std::size_t j = 0; j <= std::min(right.size(), limit); ++j) last_[j] = j;
    for (std::size_t i = 1; i <= left.size(); ++i) {
      // Only cells so near to the diagonal can be within the limit.
      const std::size_t from = i > limit ? i - limit : 1;
      const std::size_t to = std::min(right.size(), i + limit);
      std::size_t smallest = row_[from - 1] = from == 1 ? std::min(i, more) : more;
      for (std::size_t j = from; j <= to; ++j) {
        std::size_t edits = last_[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
        edits = std::min({edits, last_[j] + 1, row_[j - 1] + 1});
        if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
          edits = std::min(edits, before_last_[j - 2] + 1);
        row_[j] = std::min(edits, more);
        smallest = std::min(smallest, edits);
      }
      if (to < right.size()) row_[to + 1] = more;
      if (smallest > more) return more;  // one more than the limit: a swap reads the row before the last
      before_last_.swap(last_);
      last_.swap(row_);
    }
    return last_[right.size()];
  }

 private:
  std::vector<std::size_t> before_last_;
  std::vector<std::size_t> last_;
  std::vector<std::size_t> row_;
};

// How words begin that say the opposite of another, or another degree of it. The longest first.
constexpr std::array<std::string_view, 18> turning = {"hyper", "hypo", "under", "post", "over", "anti",
                                                      "non",   "not",  "sub",   "dis",  "pre",  "ab",
                                                      "no",    "un",   "in",    "im",   "ir",   "il"};
constexpr std::size_t shortest_stem = 4;

// The word's beginning, if it is one of those, and what follows it.
std::size_t turn_of(const Letters& word) {
  for (const std::string_view one : turning) {
    if (word.size() >= one.size() + shortest_stem && std::equal(one.begin(), one.end(), word.begin()))
      return one.size();
  }
  return 0;
}

Letters behind_turn(const Letters& word, std::size_t turn) {
  while (turn < word.size() && (word[turn] == ' ' || word[turn] == '_' || word[turn] == '-')) ++turn;
  return {word.begin() + static_cast<std::ptrdiff_t>(turn), word.end()};
}

Letters digits_of(const Letters& word) {
  Letters digits;
  for (const std::uint32_t letter : word) {
    if (letter >= '0' && letter <= '9') digits.push_back(letter);
  }
  return digits;
}

// Whether the words, though they are alike, say different things: `tolerant` and `intolerant`, `type_1` and `type_2`.
// Nobody who writes one should be offered the other.
bool say_otherwise(const Letters& left, const Letters& right, EditDistance& distance_of) {
  constexpr std::size_t slips = 2;
  if (digits_of(left) != digits_of(right)) return true;
  const std::size_t left_turn = turn_of(left);
  const std::size_t right_turn = turn_of(right);
  if (left_turn == right_turn &&
      std::equal(left.begin(), left.begin() + static_cast<std::ptrdiff_t>(left_turn), right.begin()))
    return false;
  return distance_of(behind_turn(left, left_turn), behind_turn(right, right_turn), slips) <= slips;
}

}  // namespace

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  if (word.empty() || word.size() > longest_word) return {};
  const Letters letters = letters_of(word);
  const std::uint64_t set = set_of(letters);
  const std::size_t limit = letters.size() == 1 ? 0 : letters.size() <= 4 ? 1 : letters.size() <= 8 ? 2 : 3;
  std::size_t best = limit + 1;
  const std::string* found = nullptr;
  EditDistance distance_of;
  for (const std::string& candidate : candidates) {
    if (candidate.size() > 2 * longest_word) continue;
    const Letters others = letters_of(candidate);
    // An edit takes one letter out and puts one in, at most.
    if (static_cast<std::size_t>(std::popcount(set ^ set_of(others))) > 2 * limit) continue;
    const std::size_t distance = distance_of(letters, others, best - 1);
    if (distance < best && (distance == 0 || !say_otherwise(letters, others, distance_of))) {
      best = distance;
      found = &candidate;
    }
    if (best == 0) break;
  }
  return found == nullptr ? std::string() : *found;
}

}  // namespace crit
