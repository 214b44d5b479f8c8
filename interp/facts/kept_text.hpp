// Texts that are kept together in few blocks, and the views of them that cells hold.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace crit {

// A text that lives elsewhere; smaller than a std::string_view.
class KeptText {
 public:
  KeptText() = default;
  explicit KeptText(std::string_view text) : begin_(text.data()), size_(static_cast<std::uint32_t>(text.size())) {}

  operator std::string_view() const { return {begin_, size_}; }  // NOLINT: it is one
  bool empty() const { return size_ == 0; }
  std::string text() const { return {begin_, size_}; }
  friend bool operator==(KeptText left, std::string_view right) { return std::string_view(left) == right; }

 private:
  const char* begin_ = "";
  std::uint32_t size_ = 0;
};

// Texts with stable addresses, one behind the other.
class TextBlocks {
 public:
  KeptText keep(std::string_view text) {
    if (text.empty()) return {};
    if (text.size() > static_cast<std::size_t>(end_ - next_)) add_block(text.size());
    char* const begin = next_;
    std::memcpy(begin, text.data(), text.size());
    next_ += text.size();
    return KeptText(std::string_view(begin, text.size()));
  }

 private:
  static constexpr std::size_t least = 512;  // the values of a small member

  void add_block(std::size_t size) {
    const std::size_t wanted = std::max(size, least << std::min<std::size_t>(blocks_.size(), 8));
    blocks_.push_back(std::unique_ptr<char[]>(new char[wanted]));  // NOLINT: not set to zeros
    next_ = blocks_.back().get();
    end_ = next_ + wanted;
  }

  std::vector<std::unique_ptr<char[]>> blocks_;
  char* next_ = nullptr;
  char* end_ = nullptr;
};

}  // namespace crit
