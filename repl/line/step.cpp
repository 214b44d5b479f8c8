#include <algorithm>
#include <array>

#include "actions.hpp"
#include "letters.hpp"

namespace crit::line {
namespace {

// ---- moving --------------------------------------------------------------------------------------------------------

void to_line_begin(State& state, Guide&) { state.buffer.move_to(state.buffer.line_begin(state.buffer.cursor())); }
void to_line_end(State& state, Guide&) {
  if (!take_suggestion(state)) state.buffer.move_to(state.buffer.line_end(state.buffer.cursor()));
}
void to_begin(State& state, Guide&) { state.buffer.move_to(0); }
void to_end(State& state, Guide&) { state.buffer.move_to(state.buffer.text().size()); }
void left(State& state, Guide&) { state.buffer.move_to(state.buffer.before(state.buffer.cursor())); }
void right(State& state, Guide&) {
  if (!take_suggestion(state)) state.buffer.move_to(state.buffer.next(state.buffer.cursor()));
}
void word_left(State& state, Guide&) {
  state.buffer.move_to(word_begin_before(state.buffer.text(), state.buffer.cursor()));
}
void word_right(State& state, Guide&) {
  if (!take_suggested_word(state)) state.buffer.move_to(word_end_after(state.buffer.text(), state.buffer.cursor()));
}
void up(State& state, Guide&) {
  if (const auto place = place_above(state.buffer, state.buffer.cursor())) {
    state.buffer.move_to(*place);
  } else {
    older_entry(state);
  }
}
void down(State& state, Guide&) {
  if (const auto place = place_below(state.buffer, state.buffer.cursor())) {
    state.buffer.move_to(*place);
  } else {
    newer_entry(state);
  }
}
void older(State& state, Guide&) { older_entry(state); }
void newer(State& state, Guide&) { newer_entry(state); }
void oldest(State& state, Guide&) {
  if (state.history != nullptr && !state.history->empty()) show_place(state, 0);
}
void new_entry(State& state, Guide&) { show_place(state, std::nullopt); }

// ---- changing ------------------------------------------------------------------------------------------------------

void erase_before(State& state, Guide&) {
  Buffer& buffer = state.buffer;
  buffer.replace(buffer.before(buffer.cursor()), buffer.cursor(), {}, Buffer::Change::erasing);
}
void erase_next(State& state, Guide&) {
  Buffer& buffer = state.buffer;
  buffer.replace(buffer.cursor(), buffer.next(buffer.cursor()), {}, Buffer::Change::erasing);
}
void kill_to_line_end(State& state, Guide&) {
  const Buffer& buffer = state.buffer;
  const std::size_t end = buffer.line_end(buffer.cursor());
  kill(state, {buffer.cursor(), end == buffer.cursor() ? buffer.next(end) : end}, true);
}
void kill_to_line_begin(State& state, Guide&) {
  const Buffer& buffer = state.buffer;
  const std::size_t begin = buffer.line_begin(buffer.cursor());
  kill(state, {begin == buffer.cursor() ? buffer.before(begin) : begin, buffer.cursor()}, false);
}
void kill_word_before(State& state, Guide&) {
  kill(state, {word_begin_before(state.buffer.text(), state.buffer.cursor()), state.buffer.cursor()}, false);
}
void kill_word_after(State& state, Guide&) {
  kill(state, {state.buffer.cursor(), word_end_after(state.buffer.text(), state.buffer.cursor())}, true);
}
void kill_to_blank(State& state, Guide&) {
  kill(state, {blank_before(state.buffer.text(), state.buffer.cursor()), state.buffer.cursor()}, false);
}
void yank(State& state, Guide&) {
  if (state.killed.empty()) return;
  state.yank_turn = 0;
  state.yanked = state.killed.back().size();
  state.buffer.insert(state.killed.back());
  state.does = State::Did::yanked;
}
void yank_older(State& state, Guide&) {
  if (state.did != State::Did::yanked || state.killed.empty()) return;
  state.yank_turn = (state.yank_turn + 1) % state.killed.size();
  const std::string& text = state.killed[state.killed.size() - 1 - state.yank_turn];
  state.buffer.replace(state.buffer.cursor() - state.yanked, state.buffer.cursor(), text);
  state.yanked = text.size();
  state.does = State::Did::yanked;
}
// The two characters round the cursor change places; at the line's end, the two before it.
void transpose(State& state, Guide&) {
  Buffer& buffer = state.buffer;
  std::size_t middle = buffer.cursor();
  if (middle == buffer.line_end(middle) && middle > 0) middle = buffer.before(middle);
  if (middle == buffer.line_begin(middle) || middle == buffer.line_end(middle)) return;
  const std::size_t begin = buffer.before(middle), end = buffer.next(middle);
  const std::string text = buffer.text().substr(middle, end - middle) + buffer.text().substr(begin, middle - begin);
  buffer.replace(begin, end, text);
}
enum class Case { upper, lower, capital };
void change_case(State& state, Case wanted) {
  Buffer& buffer = state.buffer;
  const std::size_t end = word_end_after(buffer.text(), buffer.cursor());
  std::string text = buffer.text().substr(buffer.cursor(), end - buffer.cursor());
  bool is_first = true;
  for (char& c : text) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool is_upper = wanted == Case::upper || (wanted == Case::capital && is_first);
    if (is_letter) c = static_cast<char>(is_upper ? c & ~0x20 : c | 0x20);
    if (is_word(static_cast<unsigned char>(c)) || (c & 0x80) != 0) is_first = false;
  }
  if (text == buffer.text().substr(buffer.cursor(), end - buffer.cursor())) return buffer.move_to(end);
  buffer.replace(buffer.cursor(), end, text);
}
void upper_word(State& state, Guide&) { change_case(state, Case::upper); }
void lower_word(State& state, Guide&) { change_case(state, Case::lower); }
void capital_word(State& state, Guide&) { change_case(state, Case::capital); }
void undo(State& state, Guide&) {
  if (!state.buffer.undo()) state.note = "nothing is left to undo";
}
void redo(State& state, Guide&) {
  if (!state.buffer.redo()) state.note = "nothing is left to redo";
}
void new_line(State& state, Guide&) { state.buffer.insert("\n"); }

// ---- the rest ------------------------------------------------------------------------------------------------------

void search_older(State& state, Guide&) { begin_search(state, true); }
void search_newer(State& state, Guide&) { begin_search(state, false); }
void interrupt(State& state, Guide&) { state.ending = Ending::interrupted; }
void suspend(State& state, Guide&) { state.ending = Ending::suspend; }
void clear_screen(State& state, Guide&) { state.ending = Ending::clear_screen; }
void erase_or_end(State& state, Guide& guide) {
  if (state.buffer.text().empty()) {
    state.ending = Ending::end_of_input;
  } else {
    erase_next(state, guide);
  }
}

struct Binding {
  std::string_view key;
  void (*act)(State& state, Guide& guide);
  std::string_view what;  // empty: another key of the binding above
};

// clang-format off
constexpr Binding bindings[] = {
    {"<enter>", on_enter, "run the entry, or a new line where it is not whole"},
    {"<m-enter>", new_line, "a new line"},
    {"<s-enter>", new_line, {}},
    {"<tab>", complete, "what could stand here"},
    {"<right>", right, "a character on; at the end, take the grey text"},
    {"<c-f>", right, {}},
    {"<left>", left, "a character back"},
    {"<c-b>", left, {}},
    {"<m-f>", word_right, "a word on; at the end, take a word of the grey text"},
    {"<c-right>", word_right, {}},
    {"<m-right>", word_right, {}},
    {"<m-b>", word_left, "a word back"},
    {"<c-left>", word_left, {}},
    {"<m-left>", word_left, {}},
    {"<c-a>", to_line_begin, "to the start of the line"},
    {"<home>", to_line_begin, {}},
    {"<c-e>", to_line_end, "to the end of the line; at the end, take the grey text"},
    {"<end>", to_line_end, {}},
    {"<c-home>", to_begin, "to the start of the entry"},
    {"<c-end>", to_end, "to the end of the entry"},
    {"<up>", up, "a line up; from the first, the entry before"},
    {"<c-p>", up, {}},
    {"<down>", down, "a line down; from the last, the entry after"},
    {"<c-n>", down, {}},
    {"<pgup>", older, "the entry before"},
    {"<pgdn>", newer, "the entry after"},
    {"<m-<>", oldest, "the oldest entry"},
    {"<m->>", new_entry, "the new entry"},
    {"<c-r>", search_older, "search the entries before"},
    {"<c-s>", search_newer, "search the entries after"},
    {"<backspace>", erase_before, "erase the character before"},
    {"<del>", erase_next, "erase the character at the cursor"},
    {"<c-k>", kill_to_line_end, "cut to the end of the line"},
    {"<c-u>", kill_to_line_begin, "cut to the start of the line"},
    {"<c-w>", kill_to_blank, "cut back to the blank before"},
    {"<m-d>", kill_word_after, "cut the word after"},
    {"<c-del>", kill_word_after, {}},
    {"<m-backspace>", kill_word_before, "cut the word before"},
    {"<c-y>", yank, "put back what was cut"},
    {"<m-y>", yank_older, "behind that: what was cut before it"},
    {"<c-_>", undo, "undo"},
    {"<m-_>", redo, "redo"},
    {"<c-t>", transpose, "swap two characters"},
    {"<m-u>", upper_word, "the word in capitals"},
    {"<m-l>", lower_word, "the word in small letters"},
    {"<m-c>", capital_word, "the word with a capital"},
    {"<c-c>", interrupt, "drop the entry"},
    {"<c-d>", erase_or_end, "leave, on an empty entry; else erase the character at the cursor"},
    {"<c-l>", clear_screen, "clear the screen"},
    {"<c-z>", suspend, "stop; the system's shell continues it by fg"},
};
// What vi's normal mode knows, as vi.cpp has it.
constexpr Shortcut vi_shortcuts[] = {
    {"<esc>", "to the normal mode, of which the keys below are"},
    {"i a I A o O", "to the insert mode, where the keys above hold"},
    {"h l w b e W B E 0 ^ $ f F t T ; , % gg G", "moves"},
    {"j k", "a line down, up; from the last, the first: the entry after, before"},
    {"d c y", "cut, change, copy what a move goes over, or iw aw i\" a\" i( a( i[ a[ i{ a{; dd cc yy: the line"},
    {"x X s S D C Y", "dl dh cl cc d$ c$ yy"},
    {"p P", "put back behind, before"},
    {"r ~ J", "another character, the other case, the next line joined"},
    {"u <c-r> .", "undo, redo, the last change again"},
    {"/ ? n N", "search the entries before, after; again, the other way"},
};
// clang-format on

bool types(const Key& key) { return key.code == Key::Code::text && !key.ctrl && !key.alt; }

// The marks as they may be drawn: in order, apart, inside the text.
std::vector<Mark> sound(std::vector<Mark> marks, std::size_t size) {
  std::size_t end = 0;
  std::vector<Mark> kept;
  for (Mark mark : marks) {
    mark.end = std::min(mark.end, size);
    if (mark.begin < end || mark.begin >= mark.end) continue;
    end = mark.end;
    kept.push_back(mark);
  }
  return kept;
}

// What the newest entry that begins as the text does goes on with.
std::string from_history(const State& state) {
  if (state.history == nullptr) return {};
  const std::string& text = state.buffer.text();
  for (auto entry = state.history->rbegin(); entry != state.history->rend(); ++entry) {
    if (entry->size() > text.size() && entry->compare(0, text.size(), text) == 0) return entry->substr(text.size());
  }
  return {};
}

}  // namespace

void on_enter(State& state, Guide& guide) {
  const std::string& text = state.buffer.text();
  const std::size_t line_end = state.buffer.line_end(state.buffer.cursor());
  const bool is_last_line = text.find_first_not_of(" \t\n", line_end) == std::string::npos;
  if (is_last_line && guide.is_whole(text)) {
    state.ending = Ending::entry;
  } else {
    state.buffer.insert("\n");
  }
}

// Whether the key is what a completion has just put there: the `=` of `.let height = `, or the blank at its end.
bool is_typed_over(const State& state, const Key& key) {
  if (state.did != State::Did::completed || (key.text != "=" && key.text != " ")) return false;
  const std::string_view before = std::string_view(state.buffer.text()).substr(0, state.buffer.cursor());
  return key.text == " " ? before.ends_with(" ") : before.ends_with("= ");
}

void emacs_key(State& state, const Key& key, Guide& guide) {
  if (types(key) && is_typed_over(state, key)) {
    state.does = State::Did::completed;
    return;
  }
  if (types(key))
    return state.buffer.replace(state.buffer.cursor(), state.buffer.cursor(), key.text, Buffer::Change::typing);
  const std::string name = name_of(key);
  const auto* binding =
      std::find_if(std::begin(bindings), std::end(bindings), [&](const Binding& one) { return one.key == name; });
  if (binding != std::end(bindings)) binding->act(state, guide);
}

State step(State state, const Key& key, Guide& guide) {
  state.ending = Ending::none;
  state.note.clear();
  if (state.search && search_key(state, key)) return state;
  state.does = State::Did::other;
  if (state.menu && menu_key(state, key)) {
    state.did = state.does;
    return state;
  }
  if (state.does == State::Did::completed) state.did = state.does;  // the menu was closed by this key, and its choice taken
  state.does = State::Did::other;
  if (key.code == Key::Code::paste) {
    state.buffer.insert(key.text);
  } else if (state.keys == Keys::vi) {
    vi_key(state, key, guide);
  } else {
    emacs_key(state, key, guide);
  }
  state.did = state.does;
  return state;
}

State look(State state, Guide& guide) {
  if (state.looked_at == state.buffer.version()) return state;
  const std::string& text = state.buffer.text();
  const bool is_short = text.size() <= longest_marked;
  state.marks = is_short ? sound(guide.marks(text), text.size()) : std::vector<Mark>{};
  state.suggestion.clear();
  const bool is_recalled = state.place && text == (*state.history)[*state.place];
  if (is_short && !text.empty() && !is_recalled) {
    state.suggestion = guide.suggest(text);
    if (state.suggestion.empty()) state.suggestion = from_history(state);
  }
  state.looked_at = state.buffer.version();
  return state;
}

std::vector<Shortcut> shortcuts(Keys keys) {
  std::vector<Shortcut> list;
  for (const Binding& one : bindings) {
    if (!one.what.empty()) list.push_back({one.key, one.what});
  }
  if (keys == Keys::vi) list.insert(list.end(), std::begin(vi_shortcuts), std::end(vi_shortcuts));
  return list;
}

}  // namespace crit::line
