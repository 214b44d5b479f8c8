// The `crit` command's process: terminal, environment and streams, handed to run_command.
#include <unistd.h>

#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "command.hpp"
#include "crit/crit.hpp"

namespace {

crit::command::Context context_of_process() {
  crit::command::Context context;
  context.out_is_terminal = isatty(STDOUT_FILENO) != 0;
  context.err_is_terminal = isatty(STDERR_FILENO) != 0;
  const char* no_color = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  context.no_color =
      (no_color != nullptr && *no_color != '\0') || (terminal != nullptr && std::string_view(terminal) == "dumb");
  return context;
}

}  // namespace

int main(int argc, char** argv) try {
  std::ios::sync_with_stdio(false);
  const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
  return crit::command::run_command(arguments, std::cin, std::cout, std::cerr, context_of_process());
} catch (const std::exception& problem) {
  std::cerr << "crit: stopped: " << crit::printable(problem.what()) << '\n';
  return crit::command::exit_failure;
}
