// The editor as a value: a state and a key give the next state. No terminal, no file, no clock.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "buffer.hpp"
#include "guide.hpp"
#include "key.hpp"

namespace crit::line {

enum class Keys : std::uint8_t { emacs, vi };

struct Prompt {
  std::string text;         // before the entry's first line: "crit> "
  std::string more;         // before its other lines: "    > "
  std::vector<Mark> marks;  // of `text`
};

// A menu of offers. `chosen` is what Enter takes; none at first.
struct Menu {
  Completion completion;
  std::optional<std::size_t> chosen;
  std::string of;  // the text that it was made for: of another one it offers nothing
};

// A search through the history for a part of an entry, the newest first.
struct Search {
  std::string wanted;
  bool backward = true;
  std::optional<std::size_t> hit;     // an entry of the history, which is shown
  std::size_t match = 0, length = 0;  // where `wanted` stands in it, as it was when it was found
  bool failed = false;
  std::size_t cursor_before = 0;  // before the search: where ^G goes back to
  std::optional<std::size_t> place_before;
};

struct Vi {
  bool is_normal = false;
  std::string pending;    // the keys of a command that is not whole: "2d", "di", "f"
  std::string last_find;  // "fx", for ; and ,
  // For `.`: the keys of the last change, and of the command that may become the next.
  std::vector<Key> last_change, recording;
  bool is_recording = false, is_repeating = false;
};

enum class Ending : std::uint8_t { none, entry, end_of_input, interrupted, suspend, clear_screen };

struct State {
  Prompt prompt;
  Keys keys = Keys::emacs;
  Buffer buffer;

  // The history is not the state's own: it lives as long as the state, and does not change. Null: there is none.
  const std::vector<std::string>* history = nullptr;
  std::optional<std::size_t> place;      // the entry that is shown; none: the new one
  std::optional<std::size_t> followed;   // the entry that ran last: Down on a new entry gives the next one
  std::map<std::size_t, Buffer> edited;  // entries of the history that were changed, by place
  Buffer draft;                          // the new entry, while another is shown

  std::vector<std::string> killed;  // the kill ring, newest last
  std::size_t yanked = 0;           // how long the text is that was yanked last, and how far back in the ring it stood
  std::size_t yank_turn = 0;
  // What the key before did, and what this one does: only cuts and yanks that follow one another belong together, and only
  // what was just completed is typed over.
  enum class Did : std::uint8_t { other, killed, yanked, completed } did = Did::other, does = Did::other;

  std::optional<Search> search;
  std::string last_wanted;  // of the last search
  std::optional<Menu> menu;
  std::string note;  // one line below the entry, until the next key
  Vi vi;

  // Told by the guide; look() brings them up to date.
  std::vector<Mark> marks;
  std::string suggestion;
  std::optional<std::size_t> looked_at;  // the buffer's version that they are of

  Ending ending = Ending::none;  // why reading stops, or pauses; the next key starts from none
};

State step(State state, const Key& key, Guide& guide);
// Asks for marks and a suggestion where the text changed. Before a picture is drawn, not at every key.
State look(State state, Guide& guide);

// What keys do, for a help page: "<c-a>", "to the start of the line". Keys of one kind stand together.
struct Shortcut {
  std::string_view key, what;
};
std::vector<Shortcut> shortcuts(Keys keys);

}  // namespace crit::line
