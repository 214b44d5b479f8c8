// The terminal as bytes: raw mode and back, waiting for input and signals, its size. Knows nothing of keys or pictures.
#pragma once

#include <string>
#include <string_view>

#include "picture.hpp"

namespace crit::line {

// What the environment says of the terminal.
struct Traits {
  bool is_dumb = false;  // TERM=dumb, or none: prompts and lines, nothing is redrawn
  bool reflows = false;  // a resize wraps the rows that are on its screen anew
};
Traits traits_of_environment();

class Terminal {
 public:
  enum class Kind { full, dumb, none };  // none: a file or pipe

  Terminal(int in, int out, Traits traits);
  ~Terminal();
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  Kind kind() const { return kind_; }
  bool reflows() const { return traits_.reflows; }
  Size size() const;

  // Raw mode, bracketed paste, and signals as events; one terminal of a process at a time. Back to what was before by
  // leave(), which the signals that end a process call, too.
  bool enter();
  void leave();
  // Stops the process's group as ^Z does; returns when it goes on. Outside of raw mode.
  void suspend();

  enum class Event { bytes, quiet, end, resized, stopped, continued, interrupted };
  // Waits for the next event; `quiet` when none came for so long. Bytes are appended to `bytes`.
  Event wait(int milliseconds, std::string& bytes);

  void write(std::string_view text);
  // The next line of a file or pipe, without its line end; false at the end of the input.
  bool read_line(std::string& line);

 private:
  int in_, out_;
  Traits traits_;
  Kind kind_;
  bool is_raw_ = false;
  std::string unread_;
  std::size_t searched_ = 0;
};

}  // namespace crit::line
