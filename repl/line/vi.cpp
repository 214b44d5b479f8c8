// vi's keys. In its normal mode the characters of a command gather in `pending`, and it runs once it is whole:
// [count] command, [count] motion, or [count] operator [count] motion, object or the operator once more.
#include <algorithm>
#include <optional>

#include "actions.hpp"
#include "letters.hpp"
#include "vi_moves.hpp"

namespace crit::line {
namespace {

// A count is cut here, so that no key takes long.
constexpr std::size_t largest_count = 10'000;

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

void run_operator(State& state, char op, const std::string& motion, std::size_t count) {
  const Buffer& buffer = state.buffer;
  if (motion[0] == op) return operate(state, op, whole_lines(buffer, count));
  const bool is_word = motion == "w" || motion == "W";
  const std::string& text = buffer.text();
  const bool is_on_word = buffer.cursor() < text.size() && !is_blank(letter_at(text, buffer.cursor()).point);
  std::optional<Target> target;
  if (op == 'c' && is_word && is_on_word) {
    target = word_to_change(buffer, motion == "W", count);
  } else {
    target = motion_target(state, motion, count);
  }
  if (!target) return;
  // A word that ends its line is cut without the line end.
  const std::size_t line_end = buffer.line_end(buffer.cursor());
  if (is_word && target->end > line_end && count <= 1 && line_end > buffer.cursor()) target->end = line_end;
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
    case 'o':
    case 'O': open_line(state, command[0] == 'o'); break;
    case 'p':
    case 'P': put(state, command[0] == 'p', times); break;
    case 'r': overwrite(state, std::string_view(command).substr(1), times); break;
    case '~': overwrite(state, {}, times); break;
    case 'J': join_lines(state); break;
    case 'u':
      if (!buffer.undo()) state.note = "nothing is left to undo";
      break;
    case '.': repeat_change(state, guide); break;
    case '/':
    case '?': begin_search(state, command[0] == '/'); break;
    case 'n':
    case 'N': search_on(state, command[0] == 'n'); break;
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
    if (const std::size_t more = take_count(keys); more > 0)
      count = std::min(std::max<std::size_t>(count, 1) * more, largest_count);
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
    case Key::Code::left:
    case Key::Code::backspace: return "h";
    case Key::Code::right: return "l";
    case Key::Code::up: return "k";
    case Key::Code::down: return "j";
    case Key::Code::home: return "0";
    case Key::Code::end: return "$";
    case Key::Code::del: return "x";
    case Key::Code::text:
    case Key::Code::enter:
    case Key::Code::tab:
    case Key::Code::escape:
    case Key::Code::insert:
    case Key::Code::page_up:
    case Key::Code::page_down:
    case Key::Code::paste:
    case Key::Code::unknown: break;
  }
  return {};
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
  const bool is_shared = name == "<c-c>" || name == "<c-l>" || name == "<c-z>" || name == "<pgup>" ||
                         name == "<pgdn>" || name == "<c-p>" || name == "<c-n>" ||
                         (name == "<c-d>" && state.buffer.text().empty());
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
