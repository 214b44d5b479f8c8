#include "repeated.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace crit {

namespace {

constexpr std::size_t most_told = 100;       // more than a person reads; how many there are is said
constexpr std::size_t most_known = 100'000;  // of those that are only counted, so many are told apart
constexpr std::size_t not_told = static_cast<std::size_t>(-1);

bool is_inner(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }  // not the first byte of a character

// The line of the place, or so much of it round the place as is shown.
SourceText line_of(const SourceText& whole, const Span& place) {
  constexpr std::size_t most_round = 400;
  const std::string_view text = whole.text;
  const std::size_t at = std::min<std::size_t>(place.begin - whole.first_byte, text.size());
  const std::size_t before = text.substr(0, at).rfind('\n');
  const std::size_t line = before == std::string_view::npos ? 0 : before + 1;
  std::size_t begin = line;
  if (at - begin > most_round) {
    begin = at - most_round;
    while (begin < at && is_inner(text[begin])) ++begin;
  }
  const std::size_t end = std::min(text.find('\n', at), std::min(at + most_round, text.size()));
  SourceText made;
  made.name = whole.name;
  made.text = text.substr(begin, end - begin);
  made.first_line = whole.first_line + static_cast<std::uint32_t>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(line), '\n'));
  const std::string_view left_out = text.substr(line, begin - line);
  made.first_column = (line == 0 ? whole.first_column : 1) + static_cast<std::uint32_t>(left_out.size()) -
                      static_cast<std::uint32_t>(std::count_if(left_out.begin(), left_out.end(), is_inner));
  made.first_byte = whole.first_byte + static_cast<std::uint32_t>(begin);
  return made;
}

}  // namespace

void RepeatedWarnings::meet(const std::string& key, std::uint64_t times, const Diagnostic* first, const SourceText& source) {
  if (const auto known = numbers_.find(key); known != numbers_.end()) {
    if (known->second != not_told) entries_[known->second].times += times;
    return;
  }
  const bool is_told = entries_.size() < most_told && first != nullptr;
  if (numbers_.size() < most_known) numbers_.emplace(key, is_told ? entries_.size() : not_told);
  if (!is_told) {
    ++others_;
    return;
  }
  entries_.push_back({{*first, line_of(source, first->span)}, times});
}

std::vector<RepeatedWarning> RepeatedWarnings::told() const {
  std::vector<RepeatedWarning> all;
  for (const Entry& entry : entries_) {
    all.push_back(entry.warning);
    if (entry.times > 1) all.back().warning.message += fmt::format(" ({} times in this file; this is the first)", entry.times);
  }
  if (others_ > 0) {
    Diagnostic note;  // without a code: it is about no place
    note.severity = Severity::note;
    note.file = entries_.empty() ? "" : entries_.front().warning.warning.file;
    note.message = fmt::format("{}{} more field{} of this file {} ignored", numbers_.size() < most_known ? "" : "more than ", others_, others_ == 1 ? "" : "s", others_ == 1 ? "is" : "are");
    all.push_back({std::move(note), {}});
  }
  return all;
}

}  // namespace crit
