// `crit check`: compiles policies and shows what is wrong with them.
#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "policy_files.hpp"
#include "verbs.hpp"

namespace crit::command {

namespace {

std::string counted(std::size_t count, std::string_view one) {
  return fmt::format("{} {}{}", count == 0 ? "no" : std::to_string(count), one, count == 1 ? "" : "s");
}

// Tests of the policy that cannot be decided: their facts cannot be read, or no version is in force.
std::size_t tell_broken_tests(const Program& program, PolicyFiles& files, MessageStyle style, Console& console) {
  std::size_t count = 0;
  for (const TestResult& result : program.run_tests(files.loader())) {
    const auto is_told = [&](const Diagnostic& one) {  // with the file's other errors
      const std::vector<Diagnostic>& faults = program.test_faults();
      return std::any_of(faults.begin(), faults.end(), [&](const Diagnostic& fault) { return one.code == fault.code && one.file == fault.file && one.span == fault.span; });
    };
    if (result.passed || result.decided || std::any_of(result.failures.begin(), result.failures.end(), is_told)) continue;
    ++count;
    show(result.failures, files.texts(), style, console);
  }
  return count;
}

int check_one(const std::string& name, const std::string& confine, MessageStyle style, Console& console) {
  PolicyFiles files(console, confine);
  if (!files.read(name)) {
    show({files.problem()}, {}, style, console);
    return exit_failure;
  }
  const Result<Program> program = Engine().compile_versions(files.policies(), files.loader());
  std::vector<Diagnostic> found = program ? program->warnings() : program.error();
  if (program) found.insert(found.end(), program->test_faults().begin(), program->test_faults().end());
  show(found, files.texts(), style, console);
  const auto is = [](Severity severity) { return [severity](const Diagnostic& d) { return d.severity == severity; }; };
  const auto errors = static_cast<std::size_t>(std::count_if(found.begin(), found.end(), is(Severity::error)));
  const auto warnings = static_cast<std::size_t>(std::count_if(found.begin(), found.end(), is(Severity::warning)));
  const std::size_t broken = program ? tell_broken_tests(*program, files, style, console) : 0;
  console.out << fmt::format("{}: {}, {}{}\n", printable(name), counted(errors, "error"), counted(warnings, "warning"),
                             broken == 0 ? "" : fmt::format("; {} cannot be run", counted(broken, "test")));
  return errors != 0 ? exit_invalid_policy : broken != 0 ? exit_test_failed : exit_decided;
}

int run_check(const Arguments& arguments, Console& console) {
  if (arguments.operands.empty()) return refuse("check", {"no policy is given", {}}, console);
  if (const auto problem = check_confine(arguments, console)) return refuse("check", *problem, console);
  const MessageStyle style = message_style(arguments, console.context);
  bool unreadable = false;
  bool invalid = false;
  bool broken = false;
  for (const std::string& name : arguments.operands) {
    const int code = check_one(name, arguments.value("--confine"), style, console);
    unreadable = unreadable || code == exit_failure;
    invalid = invalid || code == exit_invalid_policy;
    broken = broken || code == exit_test_failed;
  }
  if (unreadable) return exit_failure;
  return invalid ? exit_invalid_policy : broken ? exit_test_failed : exit_decided;
}

}  // namespace

const Verb& check_verb() {
  static const Verb verb{"check", "POLICY.crit…",  "shows the errors and warnings of policies, and tests in them that cannot be run",
                         "A folder is the versions of one policy.\n",      policy_flags(), run_check};
  return verb;
}

}  // namespace crit::command
