// vi's keys. In its normal mode the characters of a command gather in `pending`, and it runs once it is whole:
// [count] command, [count] motion, or [count] operator [count] motion, object or the operator once more.
#include <algorithm>
#include <optional>

#include "actions.hpp"
#include "letters.hpp"

namespace crit::line {
namespace {

// A count is cut here, so that no key takes long.
constexpr std::size_t largest_count = 10'000;

// Where a motion goes, and what of it an operator takes.
struct Target {
  std::size_t begin, end;   // of an object, else from the cursor
  std::size_t to;           // the cursor of a plain motion
  bool is_linewise = false;
};

enum class Class { blank, word, other };
Class class_of(std::string_view text, std::size_t at, bool is_big) {
  const char32_t point = letter_at(text, at).point;
  if (is_blank(point)) return Class::blank;
  return is_big || is_word(point) ? Class::word : Class::other;
}

std::size_t first_in_line(const Buffer& buffer, std::size_t at) {
  const std::size_t begin = buffer.line_begin(at);
  return std::min(buffer.text().find_first_not_of(" \t", begin), buffer.line_end(at));
}

// ---- words ---------------------------------------------------------------------------------------------------------------

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

// ---- characters and brackets -----------------------------------------------------------------------------------------------

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

// ---- motions ---------------------------------------------------------------------------------------------------------------

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

// `count` is 0 where none was typed.
std::optional<Target> motion_target(State& state, std::string_view motion, std::size_t count) {
  const Buffer& buffer = state.buffer;
  const std::size_t cursor = buffer.cursor(), times = std::max<std::size_t>(count, 1);
  const std::size_t begin = buffer.line_begin(cursor), end = buffer.line_end(cursor);
  switch (motion[0]) {
    case 'h': return exclusive(buffer, repeat(cursor, times, [&](auto at) { return at > begin ? buffer.before(at) : at; }));
    case 'l': case ' ':
      return exclusive(buffer, repeat(cursor, times, [&](auto at) { return at < end ? buffer.next(at) : at; }));
    case '0': return exclusive(buffer, begin);
    case '^': return exclusive(buffer, first_in_line(buffer, cursor));
    case '$': return exclusive(buffer, buffer.line_end(repeat(end, times - 1, [&](auto at) {
      return at < buffer.text().size() ? buffer.line_end(at + 1) : at;
    })));
    case 'w': case 'W': case 'b': case 'B': case 'e': case 'E': return word_motion(buffer, motion[0], times);
    case 'j': case 'k': return line_motion(buffer, motion[0], times);
    case 'g': return lines(buffer, first_in_line(buffer, begin_of_line(buffer, times)));
    case 'G': return lines(buffer, first_in_line(buffer, count == 0 ? buffer.text().size() : begin_of_line(buffer, count)));
    case 'f': case 'F': case 't': case 'T': case ';': case ',': return find_motion(state, motion, times);
    case 'i': case 'a': return object(buffer, motion);
    case '%': {
      const auto to = bracket_from(buffer);
      if (!to) return std::nullopt;
      Target target = inclusive(buffer, *to);
      if (*to < cursor) ++target.end;
      return target;
    }
    default: return std::nullopt;
  }
}

// ---- commands --------------------------------------------------------------------------------------------------------------

void insert_mode(State& state) {
  state.vi.is_normal = false;
  state.buffer.begin_group();
}

void normal_mode(State& state) {
  state.vi.is_normal = true;
  state.buffer.end_group();
  if (state.buffer.cursor() > state.buffer.line_begin(state.buffer.cursor())) {
    state.buffer.move_to(state.buffer.before(state.buffer.cursor()));
  }
}

void operate(State& state, char op, Target target) {
  Buffer& buffer = state.buffer;
  std::string taken = buffer.text().substr(target.begin, target.end - target.begin);
  push_killed(state, target.is_linewise ? taken + '\n' : taken);
  if (op == 'y') return buffer.move_to(target.is_linewise ? std::min(buffer.cursor(), target.to) : target.begin);
  if (op == 'c') {
    insert_mode(state);
    buffer.replace(target.begin, target.end, {});
    return buffer.move_to(target.begin);
  }
  if (target.is_linewise && target.end < buffer.text().size()) {
    ++target.end;
  } else if (target.is_linewise && target.begin > 0) {
    --target.begin;
  }
  buffer.replace(target.begin, target.end, {});
  buffer.move_to(target.is_linewise ? first_in_line(buffer, target.begin) : target.begin);
}

void put(State& state, bool is_behind, std::size_t count) {
  if (state.killed.empty()) return;
  Buffer& buffer = state.buffer;
  const std::string& killed = state.killed.back();
  std::string text;
  for (; count > 0 && text.size() < longest_marked; --count) text += killed;
  const std::size_t cursor = buffer.cursor();
  if (killed.back() == '\n') {
    const std::size_t at = is_behind ? buffer.line_end(cursor) : buffer.line_begin(cursor);
    if (is_behind) text = '\n' + text.substr(0, text.size() - 1);
    buffer.replace(at, at, text);
    return buffer.move_to(first_in_line(buffer, is_behind ? at + 1 : at));
  }
  const std::size_t at = is_behind && cursor < buffer.line_end(cursor) ? buffer.next(cursor) : cursor;
  buffer.replace(at, at, text);
  buffer.move_to(buffer.before(buffer.cursor()));
}

// As many characters of the line from the cursor on, each one `with`; empty: a letter's other case.
void overwrite(State& state, std::string_view with, std::size_t count) {
  Buffer& buffer = state.buffer;
  const std::size_t begin = buffer.cursor(), line_end = buffer.line_end(begin);
  std::string text;
  std::size_t end = begin;
  for (; count > 0 && end < line_end; --count) {
    const std::size_t next = buffer.next(end);
    std::string one = buffer.text().substr(end, next - end);
    if (one.size() == 1 && (one[0] | 0x20) >= 'a' && (one[0] | 0x20) <= 'z') one[0] = static_cast<char>(one[0] ^ 0x20);
    text += with.empty() ? one : std::string(with);
    end = next;
  }
  if (count > 0 && !with.empty()) return;  // the line is too short
  buffer.replace(begin, end, text);
  if (!with.empty()) buffer.move_to(buffer.before(buffer.cursor()));
}

void join_lines(State& state) {
  Buffer& buffer = state.buffer;
  const std::size_t end = buffer.line_end(buffer.cursor());
  if (end == buffer.text().size()) return;
  buffer.replace(end, first_in_line(buffer, end + 1), " ");
  buffer.move_to(end);
}

void open_line(State& state, bool is_below) {
  Buffer& buffer = state.buffer;
  insert_mode(state);
  const std::size_t at = is_below ? buffer.line_end(buffer.cursor()) : buffer.line_begin(buffer.cursor());
  buffer.replace(at, at, "\n");
  if (!is_below) buffer.move_to(at);
}

void insert_at(State& state, std::size_t at) {
  state.buffer.move_to(at);
  insert_mode(state);
}

void repeat_change(State& state, Guide& guide) {
  if (state.vi.is_repeating) return;
  const std::vector<Key> keys = state.vi.last_change;
  state.vi.is_repeating = true;
  state.vi.pending.clear();
  for (const Key& key : keys) vi_key(state, key, guide);
  state.vi.is_repeating = false;
}

void search_on(State& state, bool backward) {
  if (state.last_wanted.empty()) return;
  begin_search(state, backward);
  state.search->wanted = state.last_wanted;
  search_again(state, backward);
  if (state.search->failed) state.note = "no other entry holds `" + state.last_wanted + "`";
  state.search.reset();
}

// What `x` and the like stand for.
std::string_view long_form(char command) {
  switch (command) {
    case 'x': return "dl";
    case 'X': return "dh";
    case 's': return "cl";
    case 'S': return "cc";
    case 'D': return "d$";
    case 'C': return "c$";
    case 'Y': return "yy";
    default: return {};
  }
}

void run_operator(State& state, char op, std::string motion, std::size_t count) {
  const Buffer& buffer = state.buffer;
  if (motion[0] == op) {
    Target all = lines(buffer, buffer.cursor());
    for (std::size_t more = 1; more < count && all.end < buffer.text().size(); ++more) all.end = buffer.line_end(all.end + 1);
    return operate(state, op, all);
  }
  // `cw` leaves the blank behind the word.
  const bool is_on_word = buffer.cursor() < buffer.text().size() && !is_blank(letter_at(buffer.text(), buffer.cursor()).point);
  std::optional<Target> target;
  if (op == 'c' && (motion == "w" || motion == "W") && is_on_word) {
    std::size_t at = buffer.cursor();
    const bool is_big = motion == "W";
    const std::size_t next = buffer.next(at);
    const bool ends_here = next >= buffer.text().size() || class_of(buffer.text(), next, is_big) != class_of(buffer.text(), at, is_big);
    const std::size_t times = std::max<std::size_t>(count, 1) - (ends_here ? 1 : 0);
    at = repeat(at, times, [&](auto from) { return word_end(buffer, from, is_big); });
    target = inclusive(buffer, at);
  } else {
    target = motion_target(state, motion, count);
  }
  if (!target) return;
  // A word that ends its line is cut without the line end.
  if (motion == "w" || motion == "W") {
    const std::size_t line_end = buffer.line_end(buffer.cursor());
    if (target->end > line_end && count <= 1 && line_end > buffer.cursor()) target->end = line_end;
  }
  if (target->begin < target->end || op == 'c') operate(state, op, *target);
}

void run_motion(State& state, const std::string& motion, std::size_t count) {
  const auto target = motion_target(state, motion, count);
  if (target) return state.buffer.move_to(target->to);
  if (motion == "k") older_entry(state);
  if (motion == "j") newer_entry(state);
}

// False: the command is a motion.
bool run_command(State& state, const std::string& command, std::size_t count, Guide& guide) {
  Buffer& buffer = state.buffer;
  const std::size_t cursor = buffer.cursor(), times = std::max<std::size_t>(count, 1);
  switch (command[0]) {
    case 'i': insert_mode(state); break;
    case 'a': insert_at(state, cursor < buffer.line_end(cursor) ? buffer.next(cursor) : cursor); break;
    case 'I': insert_at(state, first_in_line(buffer, cursor)); break;
    case 'A': insert_at(state, buffer.line_end(cursor)); break;
    case 'o': case 'O': open_line(state, command[0] == 'o'); break;
    case 'p': case 'P': put(state, command[0] == 'p', times); break;
    case 'r': overwrite(state, std::string_view(command).substr(1), times); break;
    case '~': overwrite(state, {}, times); break;
    case 'J': join_lines(state); break;
    case 'u':
      if (!buffer.undo()) state.note = "nothing is left to undo";
      break;
    case '.': repeat_change(state, guide); break;
    case '/': case '?': begin_search(state, command[0] == '/'); break;
    case 'n': case 'N': search_on(state, command[0] == 'n'); break;
    default: return false;
  }
  return true;
}

bool is_one_of(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }

std::size_t take_count(std::string_view& keys) {
  std::size_t count = 0;
  while (!keys.empty() && keys[0] >= (count == 0 ? '1' : '0') && keys[0] <= '9') {
    count = std::min(count * 10 + static_cast<std::size_t>(keys[0] - '0'), largest_count);
    keys.remove_prefix(1);
  }
  return count;
}

// Runs what is pending, if it is whole.
bool run_pending(State& state, Guide& guide) {
  std::string_view keys = state.vi.pending;
  std::size_t count = take_count(keys);
  if (keys.empty()) return false;
  std::string expanded(keys);
  if (const std::string_view form = long_form(keys[0]); !form.empty()) expanded = form;
  keys = expanded;
  const char op = is_one_of(keys[0], "dcy") ? keys[0] : '\0';
  if (op != '\0') {
    keys.remove_prefix(1);
    if (const std::size_t more = take_count(keys); more > 0) count = std::min(std::max<std::size_t>(count, 1) * more, largest_count);
    if (keys.empty()) return false;
  }
  const bool takes_more = is_one_of(keys[0], op == '\0' ? "fFtTgr" : "fFtTgia");
  if (takes_more && keys.size() == 1) return false;
  const std::string command(keys);
  if (op != '\0') {
    run_operator(state, op, command, count);
  } else if (!run_command(state, command, count, guide)) {
    run_motion(state, command, count);
  }
  return true;
}

// What a key without a character is in normal mode.
std::string_view character_of(Key::Code code) {
  switch (code) {
    case Key::Code::left: case Key::Code::backspace: return "h";
    case Key::Code::right: return "l";
    case Key::Code::up: return "k";
    case Key::Code::down: return "j";
    case Key::Code::home: return "0";
    case Key::Code::end: return "$";
    case Key::Code::del: return "x";
    default: return {};
  }
}

void stay_on_line(State& state) {
  const Buffer& buffer = state.buffer;
  const std::size_t cursor = buffer.cursor();
  if (state.vi.is_normal && cursor == buffer.line_end(cursor) && cursor > buffer.line_begin(cursor)) {
    state.buffer.move_to(buffer.before(cursor));
  }
}

void command_key(State& state, const Key& key, std::string_view character, Guide& guide) {
  Vi& vi = state.vi;
  if (vi.pending.empty() && !vi.is_repeating) vi.recording.clear();
  if (!vi.is_repeating) vi.recording.push_back(key);
  vi.pending += character;
  const std::size_t version = state.buffer.version();
  const auto place = state.place;
  std::string_view command = vi.pending;
  take_count(command);
  const bool is_none = command == "u" || command == ".";  // no change that `.` repeats
  if (!run_pending(state, guide)) return;
  vi.pending.clear();
  const bool is_change = !is_none && state.place == place && (state.buffer.version() != version || !vi.is_normal);
  if (is_change && !vi.is_repeating) {
    if (vi.is_normal) vi.last_change = vi.recording;
    vi.is_recording = !vi.is_normal;
  }
  stay_on_line(state);
}

void normal_key(State& state, const Key& key, Guide& guide) {
  const std::string name = name_of(key);
  if (name == "<esc>") return state.vi.pending.clear();
  if (name == "<c-r>") {
    if (!state.buffer.redo()) state.note = "nothing is left to redo";
    return stay_on_line(state);
  }
  if (name == "<enter>") {
    state.buffer.move_to(state.buffer.text().size());
    on_enter(state, guide);
    if (state.ending == Ending::none) insert_mode(state);
    return;
  }
  const bool types = key.code == Key::Code::text && !key.ctrl;
  const std::string_view character = types ? std::string_view(key.text) : character_of(key.code);
  if (!character.empty()) return command_key(state, key, character, guide);
  const bool is_shared = name == "<c-c>" || name == "<c-l>" || name == "<c-z>" || name == "<pgup>" || name == "<pgdn>" ||
                         name == "<c-p>" || name == "<c-n>" || (name == "<c-d>" && state.buffer.text().empty());
  state.vi.pending.clear();
  if (is_shared) emacs_key(state, key, guide);
  stay_on_line(state);
}

}  // namespace

void vi_key(State& state, const Key& key, Guide& guide) {
  Vi& vi = state.vi;
  if (key.alt && key.code == Key::Code::text) {  // Escape, and at once a key
    Key plain = key;
    plain.alt = false;
    vi_key(state, {Key::Code::escape, {}}, guide);
    return vi_key(state, plain, guide);
  }
  if (vi.is_normal) return normal_key(state, key, guide);
  if (vi.is_recording && !vi.is_repeating) vi.recording.push_back(key);
  if (key.code != Key::Code::escape) return emacs_key(state, key, guide);
  if (vi.is_recording && !vi.is_repeating) vi.last_change = vi.recording;
  vi.is_recording = false;
  normal_mode(state);
}

}  // namespace crit::line
