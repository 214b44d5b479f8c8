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
  console.out << fmt::format("{}: {}, {}\n", printable(name), counted(errors, "error"), counted(warnings, "warning"));
  return errors == 0 ? exit_decided : exit_invalid_policy;
}

int run_check(const Arguments& arguments, Console& console) {
  if (arguments.operands.empty()) return refuse("check", {"no policy is given", {}}, console);
  if (const auto problem = check_confine(arguments, console)) return refuse("check", *problem, console);
  const MessageStyle style = message_style(arguments, console.context);
  bool unreadable = false;
  bool invalid = false;
  for (const std::string& name : arguments.operands) {
    const int code = check_one(name, arguments.value("--confine"), style, console);
    unreadable = unreadable || code == exit_failure;
    invalid = invalid || code == exit_invalid_policy;
  }
  if (unreadable) return exit_failure;
  return invalid ? exit_invalid_policy : exit_decided;
}

}  // namespace

const Verb& check_verb() {
  static const Verb verb{"check", "POLICY.crit…",  "shows the errors and warnings of policies, deciding nothing",
                         "A folder is the versions of one policy.\n",      policy_flags(), run_check};
  return verb;
}

}  // namespace crit::command
