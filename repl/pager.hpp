// Long output on a terminal: what is higher than the terminal is shown by a pager, and nothing else is. Internal to the
// command.
#pragma once

#include <csignal>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "arguments.hpp"

namespace crit::command {

// The flag of every verb whose output may be paged: a verb without it is never paged.
std::vector<Flag> pager_flags();

// $CRIT_PAGER, $PAGER, else `less -FRX`. Empty where one of them is set to nothing, or is `cat`: then there is no pager.
std::string pager_of_environment();

// Whether this run's output may be paged: a text, on a terminal, with no facts from standard input or a pipe.
bool wants_pager(const Verb& verb, const Arguments& given, const Context& context);

// Stands before the streams of a console. It keeps what is written until that is higher than the terminal, and starts the
// pager then; messages for the same terminal go through it too, in their place. While the pager runs, ^C is for the pager.
// Who flushes the output waits for something, so what is kept is shown, and nothing is paged any more.
class Pager {
 public:
  Pager(Console& console, bool wanted);
  ~Pager();
  Pager(const Pager&) = delete;
  Pager& operator=(const Pager&) = delete;

  // Its output stream fails once the reader has quit the pager: there is no need to go on.
  Console& console() { return wanted_ ? paged_ : console_; }
  // Shows what is kept, or waits until the pager has ended. True: it was shown by a pager, be it quit early.
  bool finish();

 private:
  enum class State { keeping, paging, quit, direct };
  class Stream;

  bool take(std::string_view text, bool is_message);
  void count(std::string_view text);
  bool is_too_high() const;
  void start();
  bool send(std::string_view text);
  int end_pager();
  void fall_back();
  bool show_kept();

  Console& console_;
  bool wanted_;
  State state_ = State::keeping;
  std::vector<std::pair<bool, std::string>> kept_;  // whether it is a message, and its text
  std::string sent_;                                // the first that was sent: shown if there is no such pager
  long rows_ = 0;
  long column_ = 0;
  bool in_escape_ = false;
  int pipe_ = -1;
  int child_ = -1;
  struct sigaction interrupt_ {};
  struct sigaction broken_pipe_ {};
  std::unique_ptr<Stream> out_buffer_;
  std::unique_ptr<Stream> err_buffer_;
  std::ostream out_;
  std::ostream err_;
  Console paged_;
};

}  // namespace crit::command
