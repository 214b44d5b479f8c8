// The line editor as a shell uses it: reads one entry after another from a terminal, a dumb terminal, or a file or pipe.
// What a key does is in state.hpp, how an entry looks in picture.hpp; this is the part that reads and writes.
//
//   Terminal terminal(STDIN_FILENO, STDOUT_FILENO, traits_of_environment());
//   History history(path);
//   Editor editor(guide, terminal, history, {});
//   for (;;) { const Outcome outcome = editor.read({"crit> ", "    > "}); … }
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "guide.hpp"
#include "history.hpp"
#include "key.hpp"
#include "picture.hpp"
#include "state.hpp"
#include "terminal.hpp"

namespace crit::line {

struct Outcome {
  enum Kind { entry, end_of_input, interrupted } kind;  // interrupted: ^C; the text is dropped
  std::string text;
};

// What is printed above an entry that is being typed, as when a file changed on disk.
struct News {
  std::string text;              // with its line ends
  std::optional<Prompt> prompt;  // that stands from now on
};

struct Options {
  Keys keys = Keys::emacs;
  Theme theme = Theme::both;
  // Asked about twice a second while no key comes.
  std::function<std::optional<News>()> news;
};

class Editor {
 public:
  // All three live longer than the editor.
  Editor(Guide& guide, Terminal& terminal, History& history, Options options);

  // Where the input is no terminal: no prompt is printed, an entry ends where the guide says that it is whole, and what
  // stands before the end of the input is the last one. TERM=dumb: the same with prompts, and nothing is ever redrawn.
  Outcome read(const Prompt& prompt);
  // One line, as the answer to a question: without marks, completion and history.
  Outcome ask(const Prompt& prompt);
  // Writes text between two entries.
  void print(std::string_view text);

  void set_keys(Keys keys) { options_.keys = keys; }
  void set_theme(Theme theme) { options_.theme = theme; }

 private:
  Outcome read_lines(const Prompt& prompt, Guide& guide);
  Outcome edit(State state, Guide& guide);
  Outcome finish(State& state);
  std::optional<Outcome> take_input(State& state, Guide& guide);
  std::optional<Outcome> take_keys(State& state, Guide& guide);
  void show(State& state, Guide& guide);
  void show_above(State& state, Guide& guide, const News& news);

  Guide& guide_;
  Terminal& terminal_;
  History& history_;
  Options options_;
  Decoder decoder_;
  std::deque<Key> typed_ahead_;
  Picture shown_;
  Size shown_size_{};
  std::optional<std::size_t> followed_;  // the history's entry that ran last: Down gives the next one
  std::vector<std::string> killed_;
};

}  // namespace crit::line
