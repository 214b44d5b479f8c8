// The `crit` command's process: terminal, environment and streams, handed to run_command.
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "command.hpp"
#include "crit/crit.hpp"
#include "pager.hpp"

namespace {

std::atomic<bool> stop = false;
std::atomic<int> stopped_by = 0;
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<int>::is_always_lock_free);

// The run ends behind the member in work. A second signal ends the process at once (SA_RESETHAND).
extern "C" void on_signal(int signal) {
  stopped_by = signal;
  stop = true;
}

// In the shell ^C stops what is in work; the sitting goes on.
extern "C" void on_interrupt(int) { stop = true; }

void watch_interrupts() {
  struct sigaction action {};
  action.sa_handler = on_interrupt;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
}

void watch_signals() {
  struct sigaction action {};
  action.sa_handler = on_signal;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigemptyset(&action.sa_mask);
  for (const int signal : {SIGINT, SIGTERM}) {
    struct sigaction before {};
    // What is to be ignored stays so: a run in the background of a script.
    if (sigaction(signal, nullptr, &before) == 0 && before.sa_handler != SIG_IGN) sigaction(signal, &action, nullptr);
  }
}

crit::command::Context context_of_process() {
  crit::command::Context context;
  context.in_is_terminal = isatty(STDIN_FILENO) != 0;
  context.out_is_terminal = isatty(STDOUT_FILENO) != 0;
  context.err_is_terminal = isatty(STDERR_FILENO) != 0;
  const char* no_color = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  const bool dumb = terminal == nullptr || *terminal == '\0' || std::string_view(terminal) == "dumb";
  context.no_color = (no_color != nullptr && *no_color != '\0') || dumb;
  const int shown_on = context.out_is_terminal ? STDOUT_FILENO : STDERR_FILENO;
  if (winsize size{}; !dumb && ioctl(shown_on, TIOCGWINSZ, &size) == 0) {
    context.rows = size.ws_row;
    context.columns = size.ws_col;
  }
  context.pager = crit::command::pager_of_environment();
  context.stop = &stop;
  context.in_file = STDIN_FILENO;
  return context;
}

}  // namespace

int main(int argc, char** argv) try {
  std::ios::sync_with_stdio(false);
  const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
  // Others are over soon, or may be ended anywhere.
  const bool is_watching = !arguments.empty() && arguments.front() == "test" && std::find(arguments.begin(), arguments.end(), "--watch") != arguments.end();
  if (is_watching || (!arguments.empty() && arguments.front() == "eval")) watch_signals();
  const crit::command::Context context = context_of_process();
  if (context.in_is_terminal && context.out_is_terminal && crit::command::is_sitting(arguments, context)) watch_interrupts();
  const int code = crit::command::run_command(arguments, std::cin, std::cout, std::cerr, context);
  if (stopped_by == 0) return code;
  std::cout.flush();
  std::cerr.flush();
  raise(stopped_by);  // its handler is the system's again: whoever started this sees by what it ended
  return code;
} catch (const std::exception& problem) {
  std::cerr << "crit: stopped: " << crit::printable(problem.what()) << '\n';
  return crit::command::exit_failure;
}
