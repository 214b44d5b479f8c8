// The terminal as bytes: raw mode and back, waiting for input and signals, its size. Knows nothing of keys or pictures.
#pragma once

#include <string>
#include <string_view>

#include "picture.hpp"

namespace crit::line {

// What the environment says of the terminal.
struct Traits {
  bool is_dumb = false;  // TERM=dumb, or none: prompts and lines, nothing is redrawn
  bool reflows = false;  // a resize wraps the rows anew that are on the screen
};
Traits traits_of_environment();
// NO_COLOR: none; the ground that COLORFGBG names, as some terminals set it; else for both.
Theme theme_of_environment();

class Terminal {
 public:
  enum class Kind { full, dumb, none };  // none: the input or the output is a file or a pipe

  // Both stay open as long as the terminal lives.
  Terminal(int in, int out, Traits traits);
  virtual ~Terminal() { Terminal::leave(); }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  Kind kind() const { return kind_; }
  bool reflows() const { return traits_.reflows; }
  virtual Size size() const;

  // Raw mode, bracketed paste, and signals as events, for one terminal of a process at a time. A signal that ends the
  // process puts the terminal back first. Of a dumb terminal the mode stays, and only ^C is an event.
  virtual bool enter();
  virtual void leave();
  // Outside of raw mode: stops the process's group as ^Z does, and returns when it goes on.
  virtual void suspend();

  enum class Event { bytes, quiet, end, resized, stopped, continued, interrupted };
  // The next event; `quiet` when none came for so long, -1: for ever. Bytes are appended.
  virtual Event wait(int milliseconds, std::string& bytes);
  virtual bool has_input() const;

  enum class Line { read, end, interrupted };
  // The next line, without its line end, of a file, a pipe or a dumb terminal.
  virtual Line read_line(std::string& line);

  virtual void write(std::string_view text);

 protected:
  // One without files: tests have it.
  Terminal(Kind kind, Traits traits) : in_(-1), out_(-1), traits_(traits), kind_(kind) {}

 private:
  bool wait_for_line();

  int in_, out_;
  Traits traits_;
  Kind kind_;
  std::string unread_;  // of read_line
  std::size_t searched_ = 0;
};

}  // namespace crit::line
