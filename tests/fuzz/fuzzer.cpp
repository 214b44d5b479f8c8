// A fuzz target as a libFuzzer program: CRIT_FUZZ_TARGET names the function.
//
// Bytes changed at random seldom make a policy that compiles, so half of the changes are made on tokens and lines: some
// are left out, doubled, swapped, or put elsewhere.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "targets.hpp"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::CRIT_FUZZ_TARGET({reinterpret_cast<const char*>(data), size});
  return 0;
}

namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// The whole text, cut into words, runs of blanks, texts in quotes and single characters; or into lines.
std::vector<std::string_view> pieces_of(std::string_view text, bool lines) {
  std::vector<std::string_view> pieces;
  while (!text.empty()) {
    std::size_t end = 1;
    if (lines) {
      end = std::min(text.find('\n'), text.size() - 1) + 1;
    } else if (is_word(text[0])) {
      while (end < text.size() && is_word(text[end])) ++end;
    } else if (text[0] == ' ') {
      while (end < text.size() && text[end] == ' ') ++end;
    } else if (text[0] == '"') {
      const std::size_t close = text.find_first_of("\"\n", 1);
      if (close != std::string_view::npos && text[close] == '"') end = close + 1;
    }
    pieces.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return pieces;
}

}  // namespace

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned int seed) {
  std::minstd_rand random(seed);
  const auto below = [&](std::size_t bound) { return static_cast<std::size_t>(random()) % bound; };
  if (size < 4 || below(2) == 0) return LLVMFuzzerMutate(data, size, max_size);
  const std::string text(reinterpret_cast<const char*>(data), size);
  std::vector<std::string_view> pieces = pieces_of(text, below(3) == 0);
  const std::size_t rounds = 1 + below(4);
  for (std::size_t round = 0; round < rounds && !pieces.empty(); ++round) {
    const std::size_t here = below(pieces.size());
    const std::size_t there = below(pieces.size());
    const std::size_t few = std::min(pieces.size() - there, 1 + below(6));
    const auto at = [&](std::size_t index) { return pieces.begin() + static_cast<std::ptrdiff_t>(index); };
    switch (below(4)) {
      case 0: pieces.erase(at(there), at(there + few)); break;
      case 1: {
        const std::vector<std::string_view> copy(at(there), at(there + few));
        pieces.insert(at(here), copy.begin(), copy.end());
        break;
      }
      case 2: std::swap(pieces[here], pieces[there]); break;
      default: pieces[here] = pieces[there]; break;
    }
  }
  std::string made;
  for (const std::string_view piece : pieces) made += piece;
  made.resize(std::min(made.size(), max_size));
  std::memcpy(data, made.data(), made.size());
  return made.size();
}
