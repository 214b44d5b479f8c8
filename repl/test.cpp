// `crit test`: runs the tests that stand in policies.
#include <fmt/format.h>

#include <ostream>

#include "policy_files.hpp"
#include "verbs.hpp"

namespace crit::command {

namespace {

// False: the policy cannot be read or compiled; `code` says which.
bool test_one(const std::string& name, MessageStyle style, Console& console, std::size_t& passed, std::size_t& failed, int& code) {
  PolicyFiles files(console);
  if (!files.read(name)) {
    show({files.problem()}, {}, style, console);
    code = exit_failure;
    return false;
  }
  const Result<Program> program = Engine().compile_versions(files.policies(), files.loader());
  if (!program) {
    show(program.error(), files.texts(), style, console);
    code = exit_invalid_policy;
    return false;
  }
  const std::vector<TestResult> results = program->run_tests(files.loader());
  if (results.empty()) console.out << fmt::format("{}: there is no test in it\n", name);
  for (const TestResult& result : results) {
    ++(result.passed ? passed : failed);
    console.out << fmt::format("{} {}:{} {}\n", result.passed ? "ok    " : "FAILED", result.file, result.line, result.name);
    show(result.failures, files.texts(), style, console);
  }
  return true;
}

int run_test(const Arguments& arguments, Console& console) {
  if (arguments.operands.empty()) return refuse("test", {"no policy is given", {}}, console);
  const MessageStyle style = message_style(arguments, console.context);
  std::size_t passed = 0;
  std::size_t failed = 0;
  int code = exit_decided;
  for (const std::string& name : arguments.operands) test_one(name, style, console, passed, failed, code);
  console.out << fmt::format("{} passed, {} failed\n", passed, failed);
  if (code != exit_decided) return code;
  return failed == 0 ? exit_decided : exit_test_failed;
}

}  // namespace

const Verb& test_verb() {
  static const Verb verb{"test", "POLICY.crit…", "runs the tests that stand in policies",
                         "A test is `test \"NAME\" { facts …; expect … }` in the policy; a folder is the versions of one policy.\n", message_flags(), run_test};
  return verb;
}

}  // namespace crit::command
