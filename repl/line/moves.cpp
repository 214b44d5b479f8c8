#include <algorithm>

#include "actions.hpp"
#include "letters.hpp"

namespace crit::line {
namespace {

constexpr std::size_t longest_ring = 32;

char32_t point_before(std::string_view text, std::size_t at) { return letter_at(text, letter_before(text, at)).point; }

// So many characters into the line that begins at `begin`, or at its end.
std::size_t into_line(const Buffer& buffer, std::size_t begin, std::size_t characters) {
  const std::size_t end = buffer.line_end(begin);
  std::size_t at = begin;
  for (; characters > 0 && at < end; --characters) at = buffer.next(at);
  return std::min(at, end);
}

std::size_t characters_before(const Buffer& buffer, std::size_t place) {
  std::size_t count = 0;
  for (std::size_t at = buffer.line_begin(place); at < place; at = buffer.next(at)) ++count;
  return count;
}

}  // namespace

std::size_t word_begin_before(std::string_view text, std::size_t at) {
  while (at > 0 && !is_word(point_before(text, at))) at = letter_before(text, at);
  while (at > 0 && is_word(point_before(text, at))) at = letter_before(text, at);
  return at;
}

std::size_t word_end_after(std::string_view text, std::size_t at) {
  while (at < text.size() && !is_word(letter_at(text, at).point)) at += letter_at(text, at).length;
  while (at < text.size() && is_word(letter_at(text, at).point)) at = cluster_end(text, at);
  return at;
}

std::size_t blank_before(std::string_view text, std::size_t at) {
  while (at > 0 && is_blank(point_before(text, at))) at = letter_before(text, at);
  while (at > 0 && !is_blank(point_before(text, at))) at = letter_before(text, at);
  return at;
}

std::optional<std::size_t> place_above(const Buffer& buffer, std::size_t at) {
  const std::size_t begin = buffer.line_begin(at);
  if (begin == 0) return std::nullopt;
  return into_line(buffer, buffer.line_begin(begin - 1), characters_before(buffer, at));
}

std::optional<std::size_t> place_below(const Buffer& buffer, std::size_t at) {
  const std::size_t end = buffer.line_end(at);
  if (end == buffer.text().size()) return std::nullopt;
  return into_line(buffer, end + 1, characters_before(buffer, at));
}

void push_killed(State& state, std::string text) {
  if (text.empty()) return;
  state.killed.push_back(std::move(text));
  if (state.killed.size() > longest_ring) state.killed.erase(state.killed.begin());
}

void kill(State& state, Span span, bool is_forward) {
  if (span.first >= span.second) return;
  std::string text = state.buffer.text().substr(span.first, span.second - span.first);
  state.buffer.replace(span.first, span.second, {});
  if (state.did == State::Did::killed && !state.killed.empty()) {
    std::string& newest = state.killed.back();
    newest.insert(is_forward ? newest.size() : 0, text);
  } else {
    push_killed(state, std::move(text));
  }
  state.does = State::Did::killed;
}

}  // namespace crit::line
