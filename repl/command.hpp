// The `crit` command as a function, so that main.cpp and the golden runner run the very same thing. Beyond the public
// headers in crit/ it knows nothing of the library: the embedding API is proven by it daily.
#pragma once

#include <atomic>
#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

namespace crit::command {

// What the process around the command is like. Default: a pipe, here.
struct Context {
  std::filesystem::path cwd = ".";  // relative paths start here; messages show them as they were given
  bool in_is_terminal = false;
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  bool no_color = false;  // NO_COLOR is set and not empty, or the terminal is dumb
  // Of the terminal that `out` is, else of the one that `err` is. 0: not known, or it is dumb; nothing is paged then.
  int rows = 0;
  int columns = 0;
  std::string pager;  // the command that shows what does not fit on it; empty: none
  int in_file = -1;  // standard input as a file of the system's: it is waited for with an eye on `stop`; -1: only the stream is
  // Raised from outside (^C): the run ends behind the member in work, and says how far it came. May be null.
  std::atomic<bool>* stop = nullptr;
};

// What the command's number means. LANGUAGE.md and `crit help` list the same.
enum ExitCode : int {
  exit_decided = 0,
  exit_failure = 1,         // a file could not be read, the output not be written, or the run was stopped
  exit_usage = 2,           // the command line is wrong; nothing was decided
  exit_invalid_policy = 3,  // the policy has errors
  exit_invalid_facts = 4,   // at least one member's facts have errors; the others are decided
  exit_test_failed = 5,     // `crit test`: a test does not hold, or none was run; `crit fmt --check`: a file is not formatted
  exit_approve = 10,        // 10 to 14 only with --exit-decision
  exit_deny = 11,
  exit_pend = 12,
  exit_refer = 13,
  exit_undetermined = 14,
};

// Whether the shell is what runs: ^C is then a key, and stops what is in work, but not the process.
bool is_sitting(const std::vector<std::string>& arguments, const Context& context);

// `arguments` are those after the command's name. Returns the exit code; throws nothing but std::bad_alloc.
int run_command(const std::vector<std::string>& arguments, std::istream& in, std::ostream& out, std::ostream& err,
                const Context& context);

}  // namespace crit::command
