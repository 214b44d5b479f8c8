// How far a long run is, told on the last line of the terminal that messages go to, and wiped away when it ends. Who writes
// something else to that terminal erases it first. Internal to the command.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "arguments.hpp"
#include "files.hpp"

namespace crit::command {

// "1,240 members, 310 a second, 12 s left". `share` is how much of the work is done, 0 to 1; below 0: not known.
std::string progress_text(std::uint64_t count, std::string_view noun, double seconds, double share);

class Progress {
 public:
  using Clock = std::chrono::steady_clock;

  // `noun`: what is counted, "members". `at_terminal`: whether it may be shown at all; and only then where messages go to a
  // terminal that may be moved on, and are not JSON.
  Progress(Console& console, MessageStyle style, std::string_view noun, bool at_terminal);
  ~Progress() { erase(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // Says how far it is, from the first second on and five times a second at most.
  void tell(std::uint64_t count, double share) {
    if (shown_) tell_at(Clock::now(), count, share);
  }
  void tell_at(Clock::time_point now, std::uint64_t count, double share);
  void erase();

 private:
  Console& console_;
  std::string_view noun_;
  bool shown_;
  bool drawn_ = false;
  Clock::time_point begin_ = Clock::now();
  Clock::time_point next_;
};

}  // namespace crit::command
