#include "vi_moves.hpp"

#include <algorithm>

#include "actions.hpp"
#include "letters.hpp"

namespace crit::line {
namespace {

enum class Class { blank, word, other };
Class class_of(std::string_view text, std::size_t at, bool is_big) {
  const char32_t point = letter_at(text, at).point;
  if (is_blank(point)) return Class::blank;
  return is_big || is_word(point) ? Class::word : Class::other;
}

// ---- words ---------------------------------------------------------------------------------------------------------

std::size_t next_word(const Buffer& buffer, std::size_t at, bool is_big) {
  const std::string& text = buffer.text();
  if (at >= text.size()) return at;
  const Class here = class_of(text, at, is_big);
  while (at < text.size() && here != Class::blank && class_of(text, at, is_big) == here) at = buffer.next(at);
  while (at < text.size() && class_of(text, at, is_big) == Class::blank) at = buffer.next(at);
  return at;
}

std::size_t word_before(const Buffer& buffer, std::size_t at, bool is_big) {
  const std::string& text = buffer.text();
  const auto skip = [&](Class skipped) {
    while (at > 0 && class_of(text, buffer.before(at), is_big) == skipped) at = buffer.before(at);
  };
  skip(Class::blank);
  if (at > 0) skip(class_of(text, buffer.before(at), is_big));
  return at;
}

// On the last character of a word.
std::size_t word_end(const Buffer& buffer, std::size_t at, bool is_big) {
  const std::string& text = buffer.text();
  std::size_t next = buffer.next(at);
  while (next < text.size() && class_of(text, next, is_big) == Class::blank) next = buffer.next(next);
  if (next >= text.size()) return buffer.before(text.size());
  const Class here = class_of(text, next, is_big);
  for (std::size_t more = buffer.next(next); more < text.size() && class_of(text, more, is_big) == here;
       more = buffer.next(more)) {
    next = more;
  }
  return next;
}

// ---- characters and brackets ---------------------------------------------------------------------------------------

// `find` is "fx", "Fx", "tx" or "Tx".
std::optional<std::size_t> find_in_line(const Buffer& buffer, std::string_view find, std::size_t count, bool again) {
  const bool is_forward = find[0] == 'f' || find[0] == 't', is_short = find[0] == 't' || find[0] == 'T';
  const std::string_view wanted = find.substr(1), text = buffer.text();
  const std::size_t begin = buffer.line_begin(buffer.cursor()), end = buffer.line_end(buffer.cursor());
  std::size_t at = buffer.cursor();
  if (is_short && again) at = is_forward ? buffer.next(at) : at == begin ? at : buffer.before(at);
  for (; count > 0; --count) {
    do {
      if (is_forward ? buffer.next(at) >= end : at <= begin) return std::nullopt;
      at = is_forward ? buffer.next(at) : buffer.before(at);
    } while (text.substr(at, wanted.size()) != wanted);
  }
  if (is_short) at = is_forward ? buffer.before(at) : buffer.next(at);
  return at;
}

constexpr std::string_view brackets = "()[]{}";

// The bracket that belongs to the one at `at`.
std::optional<std::size_t> partner(std::string_view text, std::size_t at) {
  const std::size_t which = brackets.find(text[at]);
  const bool is_forward = which % 2 == 0;
  const char same = brackets[which], other = brackets[which ^ 1];
  std::size_t depth = 0;
  for (std::size_t i = at; i < text.size(); i = is_forward ? i + 1 : i - 1) {
    if (text[i] == same) ++depth;
    if (text[i] == other && --depth == 0) return i;
    if (i == 0 && !is_forward) break;
  }
  return std::nullopt;
}

std::optional<std::size_t> bracket_from(const Buffer& buffer) {
  const std::size_t at = buffer.text().find_first_of(brackets, buffer.cursor());
  if (at >= buffer.line_end(buffer.cursor())) return std::nullopt;
  return partner(buffer.text(), at);
}

std::optional<Span> inside_brackets(const Buffer& buffer, char wanted) {
  const std::string& text = buffer.text();
  const char open = wanted == 'b' ? '(' : wanted == 'B' ? '{' : brackets[brackets.find(wanted) & ~std::size_t{1}];
  const char close = brackets[brackets.find(open) + 1];
  std::size_t depth = 0;
  for (std::size_t at = std::min(buffer.cursor() + 1, text.size()); at-- > 0;) {
    if (text[at] == close && at != buffer.cursor()) ++depth;
    if (text[at] != open) continue;
    if (depth-- > 0) continue;
    const auto end = partner(text, at);
    if (!end) return std::nullopt;
    return Span{at + 1, *end};
  }
  return std::nullopt;
}

std::optional<Span> inside_quotes(const Buffer& buffer, char quote) {
  const std::string& text = buffer.text();
  const std::size_t line_end = buffer.line_end(buffer.cursor());
  std::size_t open = text.find(quote, buffer.line_begin(buffer.cursor()));
  while (open < line_end) {
    const std::size_t close = text.find(quote, open + 1);
    if (close >= line_end) break;
    if (close >= buffer.cursor()) return Span{open + 1, close};
    open = text.find(quote, close + 1);
  }
  return std::nullopt;
}

Span word_object(const Buffer& buffer, bool is_whole, bool is_big) {
  const std::string& text = buffer.text();
  std::size_t begin = buffer.cursor(), end = begin;
  if (begin >= text.size()) return {begin, end};
  const Class here = class_of(text, begin, is_big);
  const auto goes_on = [&](std::size_t at, Class kind) {
    return text[at] != '\n' && class_of(text, at, is_big) == kind;
  };
  while (begin > 0 && goes_on(buffer.before(begin), here)) begin = buffer.before(begin);
  while (end < text.size() && goes_on(end, here)) end = buffer.next(end);
  if (!is_whole) return {begin, end};
  const std::size_t word_ends = end;
  while (end < text.size() && goes_on(end, Class::blank)) end = buffer.next(end);
  while (end == word_ends && begin > 0 && goes_on(buffer.before(begin), Class::blank)) begin = buffer.before(begin);
  return {begin, end};
}

// "iw", "a(": from inside or with what is round it.
std::optional<Target> object(const Buffer& buffer, std::string_view name) {
  const bool is_whole = name[0] == 'a', is_quote = name[1] == '"' || name[1] == '\'';
  if (name[1] == 'w' || name[1] == 'W') {
    const Span word = word_object(buffer, is_whole, name[1] == 'W');
    return Target{word.first, word.second, word.first};
  }
  if (!is_quote && std::string_view("()[]{}bB").find(name[1]) == std::string_view::npos) return std::nullopt;
  const auto span = is_quote ? inside_quotes(buffer, name[1]) : inside_brackets(buffer, name[1]);
  if (!span) return std::nullopt;
  const std::size_t round = is_whole ? 1 : 0;
  return Target{span->first - round, span->second + round, span->first - round};
}

// ---- motions -------------------------------------------------------------------------------------------------------

Target exclusive(const Buffer& buffer, std::size_t to) {
  return {std::min(buffer.cursor(), to), std::max(buffer.cursor(), to), to};
}

// The character at the far end is taken, too.
Target inclusive(const Buffer& buffer, std::size_t to) {
  Target target = exclusive(buffer, to);
  if (target.end < buffer.text().size() && to >= buffer.cursor()) target.end = buffer.next(target.end);
  return target;
}

// Whole lines from the cursor's to that of `to`, without the last line end.
Target lines(const Buffer& buffer, std::size_t to) {
  const Target between = exclusive(buffer, to);
  return {buffer.line_begin(between.begin), buffer.line_end(between.end), to, true};
}

template <typename Step>
std::size_t repeat(std::size_t at, std::size_t count, Step step) {
  for (; count > 0; --count) {
    const std::size_t next = step(at);
    if (next == at) break;
    at = next;
  }
  return at;
}

std::optional<Target> line_motion(const Buffer& buffer, char motion, std::size_t count) {
  const bool is_down = motion == 'j';
  std::size_t at = buffer.cursor();
  for (; count > 0; --count) {
    const auto place = is_down ? place_below(buffer, at) : place_above(buffer, at);
    if (!place) return std::nullopt;
    at = *place;
  }
  return lines(buffer, at);
}

std::optional<Target> word_motion(const Buffer& buffer, char motion, std::size_t count) {
  const bool is_big = motion < 'a';
  const std::size_t cursor = buffer.cursor();
  switch (motion | 0x20) {
    case 'w': return exclusive(buffer, repeat(cursor, count, [&](auto at) { return next_word(buffer, at, is_big); }));
    case 'b': return exclusive(buffer, repeat(cursor, count, [&](auto at) { return word_before(buffer, at, is_big); }));
    default: return inclusive(buffer, repeat(cursor, count, [&](auto at) { return word_end(buffer, at, is_big); }));
  }
}

std::optional<Target> find_motion(State& state, std::string_view motion, std::size_t count) {
  std::string find(motion);
  const bool again = motion[0] == ';' || motion[0] == ',';
  if (again) {
    if (state.vi.last_find.empty()) return std::nullopt;
    find = state.vi.last_find;
    if (motion[0] == ',') find[0] = static_cast<char>(find[0] ^ 0x20);
  } else {
    state.vi.last_find = find;
  }
  const auto to = find_in_line(state.buffer, find, count, again);
  if (!to) return std::nullopt;
  const bool is_forward = find[0] == 'f' || find[0] == 't';
  return is_forward ? inclusive(state.buffer, *to) : exclusive(state.buffer, *to);
}

// The begin of a line by its number, from 1.
std::size_t begin_of_line(const Buffer& buffer, std::size_t number) {
  return repeat(0, number - 1, [&](std::size_t at) {
    const std::size_t end = buffer.line_end(at);
    return end < buffer.text().size() ? end + 1 : at;
  });
}

}  // namespace

std::size_t first_in_line(const Buffer& buffer, std::size_t at) {
  const std::size_t begin = buffer.line_begin(at);
  return std::min(buffer.text().find_first_not_of(" \t", begin), buffer.line_end(at));
}

std::optional<Target> motion_target(State& state, std::string_view motion, std::size_t count) {
  const Buffer& buffer = state.buffer;
  const std::size_t cursor = buffer.cursor(), times = std::max<std::size_t>(count, 1);
  const std::size_t begin = buffer.line_begin(cursor), end = buffer.line_end(cursor);
  switch (motion[0]) {
    case 'h':
      return exclusive(buffer, repeat(cursor, times, [&](auto at) { return at > begin ? buffer.before(at) : at; }));
    case 'l':
    case ' ': return exclusive(buffer, repeat(cursor, times, [&](auto at) { return at < end ? buffer.next(at) : at; }));
    case '0': return exclusive(buffer, begin);
    case '^': return exclusive(buffer, first_in_line(buffer, cursor));
    case '$':
      return exclusive(buffer, buffer.line_end(repeat(end, times - 1, [&](auto at) {
        return at < buffer.text().size() ? buffer.line_end(at + 1) : at;
      })));
    case 'w':
    case 'W':
    case 'b':
    case 'B':
    case 'e':
    case 'E': return word_motion(buffer, motion[0], times);
    case 'j':
    case 'k': return line_motion(buffer, motion[0], times);
    case 'g': return lines(buffer, first_in_line(buffer, begin_of_line(buffer, times)));
    case 'G':
      return lines(buffer, first_in_line(buffer, count == 0 ? buffer.text().size() : begin_of_line(buffer, count)));
    case 'f':
    case 'F':
    case 't':
    case 'T':
    case ';':
    case ',': return find_motion(state, motion, times);
    case 'i':
    case 'a': return object(buffer, motion);
    case '%': {
      const auto to = bracket_from(buffer);
      if (!to) return std::nullopt;
      Target target = inclusive(buffer, *to);
      if (*to < cursor) target.end = buffer.next(target.end);  // the character at the cursor, too
      return target;
    }
    default: return std::nullopt;
  }
}

Target word_to_change(const Buffer& buffer, bool is_big, std::size_t count) {
  const std::string& text = buffer.text();
  const std::size_t cursor = buffer.cursor(), next = buffer.next(cursor);
  const bool ends_here = next >= text.size() || class_of(text, next, is_big) != class_of(text, cursor, is_big);
  const std::size_t times = std::max<std::size_t>(count, 1) - (ends_here ? 1 : 0);
  return inclusive(buffer, repeat(cursor, times, [&](auto at) { return word_end(buffer, at, is_big); }));
}

Target whole_lines(const Buffer& buffer, std::size_t count) {
  Target all = lines(buffer, buffer.cursor());
  for (; count > 1 && all.end < buffer.text().size(); --count) all.end = buffer.line_end(all.end + 1);
  return all;
}

}  // namespace crit::line
