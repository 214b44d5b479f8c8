// The line editor as a shell uses it: reads one entry after another from a terminal, a dumb terminal, a file or a pipe.
// What a key does is in state.hpp, how an entry looks in picture.hpp; this is the part that reads and writes.
//
//   Terminal terminal(STDIN_FILENO, STDOUT_FILENO, traits_of_environment());
//   History history(path);
//   Editor editor(guide, terminal, history, {});
//   for (;;) { const Outcome outcome = editor.read({"crit> ", "    > ", {}}); … }
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
  enum Kind { entry, end_of_input, interrupted } kind;  // interrupted: ^C; the text is what was dropped
  std::string text;
};

// What is printed above an entry that is being typed, as when a file changed on disk.
struct News {
  std::string text;
  std::optional<Prompt> prompt;  // that stands from now on
  bool goes_on = false;          // more is told at once
};

struct Options {
  Keys keys = Keys::emacs;
  Theme theme = Theme::both;
  std::function<std::optional<News>()> news;  // asked about twice a second while no key comes
};

class Editor {
 public:
  // All three live longer than the editor.
  Editor(Guide& guide, Terminal& terminal, History& history, Options options)
      : guide_(guide), terminal_(terminal), history_(history), options_(std::move(options)) {}

  // Where the input is no terminal: no prompt is printed, an entry ends where the guide says that it is whole, and what
  // stands before the end of the input is the last one. TERM=dumb: the same with prompts, and nothing is ever redrawn.
  Outcome read(const Prompt& prompt);
  // One line, as the answer to a question: without marks, completion and history.
  Outcome ask(const Prompt& prompt);
  // Writes text between two entries. The next prompt begins a line.
  void print(std::string_view text);
  // Nothing that was typed is remembered: the history and its file, and what was cut.
  void forget();

  void set_keys(Keys keys) { options_.keys = keys; }
  void set_theme(Theme theme) { options_.theme = theme; }

 private:
  Outcome read_lines(const Prompt& prompt, Guide& guide);
  Outcome edit(State state, Guide& guide);
  bool take_keys(State& state, Guide& guide);   // those typed ahead; true: one ended the entry
  bool take_event(State& state, Guide& guide);  // true: the input ended
  Outcome finish(State& state, Guide& guide);
  void show(State& state, Guide& guide);
  void show_news(const News& news, State& state);
  void pause(State& state, Guide& guide);

  Guide& guide_;
  Terminal& terminal_;
  History& history_;
  Options options_;
  Decoder decoder_;
  std::deque<Key> typed_ahead_;
  Picture shown_;
  Size size_;
  State last_;                           // of the entry before: what was cut, the last change
  std::optional<std::size_t> followed_;  // the history's entry that ran last: Down gives the next one
  bool is_at_line_begin_ = true;
};

}  // namespace crit::line
