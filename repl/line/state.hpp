// The editor as a value: a state and a key give the next state. No terminal, no file, no clock.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
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
};

// A search through the history by a part of its entries, newest first.
struct Search {
  std::string wanted;
  std::optional<std::size_t> hit;  // an entry of the history
  std::size_t match = 0;           // where `wanted` begins in it
  bool backward = true;
  bool failed = false;
  std::string text_before;  // the entry when the search began
  std::size_t cursor_before = 0;
  std::optional<std::size_t> place_before;
};

enum class ViMode : std::uint8_t { insert, normal };

struct Vi {
  ViMode mode = ViMode::insert;
  std::size_t count = 0;          // typed so far, before the operator or the motion
  std::size_t operator_count = 0;
  std::string pending;            // keys of a command that is not whole: "d", "di", "f", "g", "r"
  char find = 0;                  // the last f F t T, and its character
  std::string found;
  std::vector<Key> last_change, recording;  // for `.`
  bool is_recording = false, is_repeating = false;
};

enum class Ending : std::uint8_t { none, entry, end_of_input, interrupted, suspend, clear_screen };

struct State {
  Prompt prompt;
  Keys keys = Keys::emacs;
  Buffer buffer;
  // The history is not the state's own: it lives as long as the state, and does not change.
  const std::vector<std::string>* history = nullptr;
  std::optional<std::size_t> place;     // the entry that is shown; none: the new one
  std::optional<std::size_t> followed;  // the entry that ran last: Down on a new entry gives the next one
  std::map<std::size_t, std::string> edited;  // entries of the history as they were changed, by place
  std::string draft;                          // the new entry, while another is shown
  std::vector<std::string> killed;            // the kill ring, newest last
  std::size_t yanked = 0;                     // how long the text that was yanked last is
  std::size_t yank_turn = 0;                  // how far back in the ring it was
  enum class Did : std::uint8_t { other, killed, yanked } did = Did::other;
  std::optional<Search> search;
  std::optional<Menu> menu;
  std::string note;                   // one line below the entry, until the next key
  Vi vi;
  std::optional<std::string> prefix;  // ^X came: the rest of the key

  // Told by the guide; look() brings them up to date.
  std::vector<Mark> marks;
  std::string suggestion;
  std::optional<std::size_t> looked_at;  // the buffer's version that they are of

  Ending ending = Ending::none;  // why reading stops, or pauses
};

State step(State state, const Key& key, Guide& guide);
// Asks for marks and a suggestion where the text changed. Before a picture is drawn, not at every key.
State look(State state, Guide& guide);

}  // namespace crit::line
