// line_host on a pseudo-terminal, as a person sits at it: bytes go in, and its output goes to a Screen.
#pragma once

#include <sys/types.h>
#include <termios.h>

#include <string>
#include <string_view>
#include <vector>

#include "screen.hpp"

namespace line_test {

class Pty {
 public:
  // Under a shell of its own that does no more than wait: only then can it be stopped.
  Pty(crit::line::Size size, const std::vector<std::string>& arguments, const std::string& term);
  ~Pty();
  Pty(const Pty&) = delete;
  Pty& operator=(const Pty&) = delete;

  void type(std::string_view bytes);
  void resize(crit::line::Size size);
  void signal(int number);  // to the host
  // Waits until the output holds the text, behind what was waited for before; false: it did not come in time.
  bool waits_for(std::string_view text);
  bool waits_until_stopped();
  // How the host ended: its exit code, or 128 and the signal. -1: it did not in time.
  int ends();
  // Whether the terminal echoes and gathers lines: not in raw mode.
  bool is_cooked() const;
  termios mode() const;

  Screen screen;
  std::string output;

 private:
  bool read_some();
  int status_of(char wanted);

  int terminal_ = -1;
  int reports_ = -1;  // of the waiting shell: how its child fares
  pid_t shell_ = -1, host_ = -1;
  std::size_t seen_ = 0;
};

}  // namespace line_test
