#include "source.hpp"

#include <algorithm>

namespace crit {

Source::Source(std::string name, std::string text, Start start) : Source(std::move(name), std::move(text)) {
  start_ = start;
}

Source::Source(std::string name, std::string text, std::uint32_t base)
    : name_(std::move(name)), text_(std::move(text)), base_(base) {
  if (text_.compare(0, 3, "\xEF\xBB\xBF") == 0) text_.erase(0, 3);
  line_starts_.push_back(0);
  for (std::size_t i = text_.find('\n'); i != std::string::npos; i = text_.find('\n', i + 1)) {
    line_starts_.push_back(static_cast<std::uint32_t>(i + 1));
  }
}

std::string_view Source::text(Span span) const {
  const std::string_view whole = text_;
  const std::size_t begin = span.begin < base_ ? whole.size() : std::min<std::size_t>(span.begin - base_, whole.size());
  const std::size_t end = std::clamp<std::size_t>(span.end < base_ ? 0 : span.end - base_, begin, whole.size());
  return whole.substr(begin, end - begin);
}

LineColumn Source::locate(std::uint32_t byte) const {
  byte = std::min(byte - start_.byte, static_cast<std::uint32_t>(text_.size()));
  const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), byte);
  const auto line = static_cast<std::uint32_t>(after - line_starts_.begin());
  std::uint32_t column = line == 1 ? start_.column : 1;
  for (std::uint32_t i = line_starts_[line - 1]; i < byte; ++i) {
    // A character is counted at its first byte, and only once all of it lies before `byte`: the column of a place
    // inside a character is that character's.
    const bool next_continues = i + 1 < text_.size() && (static_cast<unsigned char>(text_[i + 1]) & 0xC0U) == 0x80U;
    if (!next_continues) ++column;
  }
  return {line + start_.line - 1, column};
}

std::string_view Source::line(std::uint32_t number) const {
  if (number < start_.line) return {};
  number -= start_.line - 1;
  if (number == 0 || number > line_starts_.size()) return {};
  const std::uint32_t begin = line_starts_[number - 1];
  std::size_t end = number < line_starts_.size() ? line_starts_[number] - 1 : text_.size();
  if (end > begin && text_[end - 1] == '\r') --end;
  return std::string_view(text_).substr(begin, end - begin);
}

std::uint32_t Source::line_start(std::uint32_t number) const {
  if (number < start_.line) return start_.byte;
  number -= start_.line - 1;
  if (number == 0) return start_.byte;
  return start_.byte +
         (number > line_starts_.size() ? static_cast<std::uint32_t>(text_.size()) : line_starts_[number - 1]);
}

const Source* Sources::add(std::string name, std::string text) {
  if (end_ + std::uint64_t{text.size()} >= limit_bytes) return nullptr;
  files_.emplace_back(std::move(name), std::move(text), end_);
  end_ += static_cast<std::uint32_t>(files_.back().text().size()) + 1;  // the byte between is the end of the one before
  return &files_.back();
}

const Source& Sources::at(std::uint32_t byte) const {
  const auto after = std::upper_bound(files_.begin(), files_.end(), byte,
                                      [](std::uint32_t place, const Source& file) { return place < file.base(); });
  return after == files_.begin() ? files_.front() : *(after - 1);
}

}  // namespace crit
