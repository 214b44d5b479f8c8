// `crit test`: runs the tests that stand in policies.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <ostream>

#include "policy_files.hpp"
#include "progress.hpp"
#include "verbs.hpp"

namespace crit::command {

namespace {

namespace fs = std::filesystem;

// Files in the folder of a policy that is given by its own name, and are read with it only where the folder is given: those
// that hold tests of it.
std::vector<std::string> tests_beside(const SourceText& policy, const std::string& confine, Console& console) {
  const fs::path own(policy.name);
  PolicyFiles folder(console, confine);
  std::vector<std::string> found;
  if (!folder.read(own.has_parent_path() ? own.parent_path().string() : ".")) return found;
  const std::vector<SourceText> files = folder.policies();
  for (const SourceText& file : files) {
    const std::string name = fs::path(file.name).filename().string();
    if (name == own.filename().string() || file.text.find("test") == std::string::npos) continue;
    if (Engine().compile(file, folder.loader())) continue;  // another policy
    const Result<Program> together = Engine().compile_versions({policy, file}, folder.loader());
    if (!together) continue;
    const std::vector<TestResult> results = together->run_tests(folder.loader());
    if (std::any_of(results.begin(), results.end(), [&](const TestResult& one) { return one.file == file.name; })) found.push_back(name);
  }
  return found;
}

// Said of what holds no test.
std::string no_test(const std::string& name, const PolicyFiles& files, const std::string& confine, Console& console) {
  const std::string message = fmt::format("{}: there is no test in it", name);
  std::error_code error;
  if (name == "-" || fs::is_directory(console.context.cwd / name, error)) return message;
  const std::vector<std::string> beside = tests_beside(files.policies().front(), confine, console);
  if (beside.empty()) return message;
  const fs::path folder = fs::path(name).parent_path();
  return fmt::format("{}; tests of it stand beside it, in `{}`, and are run by the folder: `crit test {}`", message,
                     fmt::join(beside, "`, `"), folder.empty() ? "." : folder.string());
}

// False: the policy cannot be read or compiled; `code` says which.
bool test_one(const std::string& name, const std::string& confine, MessageStyle style, Console& console, Progress& progress, std::size_t& passed, std::size_t& failed, int& code) {
  PolicyFiles files(console, confine);
  if (!files.read(name)) {
    progress.erase();
    show({files.problem()}, {}, style, console);
    code = exit_failure;
    return false;
  }
  const Result<Program> program = Engine().compile_versions(files.policies(), files.loader());
  if (!program) {
    progress.erase();
    show(program.error(), files.texts(), style, console);
    code = exit_invalid_policy;
    return false;
  }
  const std::vector<TestResult> results = program->run_tests(files.loader());
  progress.erase();
  if (results.empty()) console.out << printable(no_test(name, files, confine, console)) << '\n';
  for (const TestResult& result : results) {
    ++(result.passed ? passed : failed);
    console.out << fmt::format("{} {}:{} {}\n", result.passed ? "ok    " : "FAILED", printable(result.file), result.line, printable(result.name));
    show(result.failures, files.texts(), style, console);
  }
  return true;
}

int run_test(const Arguments& arguments, Console& console) {
  if (arguments.operands.empty()) return refuse("test", {"no policy is given", {}}, console);
  if (const auto problem = check_confine(arguments, console)) return refuse("test", *problem, console);
  const MessageStyle style = message_style(arguments, console.context);
  std::size_t passed = 0;
  std::size_t failed = 0;
  int code = exit_decided;
  Progress progress(console, style, "tests", true);
  std::size_t policies = 0;
  for (const std::string& name : arguments.operands) {
    test_one(name, arguments.value("--confine"), style, console, progress, passed, failed, code);
    progress.tell(passed + failed, static_cast<double>(++policies) / static_cast<double>(arguments.operands.size()));
  }
  progress.erase();
  console.out << fmt::format("{} passed, {} failed\n", passed, failed);
  if (code != exit_decided) return code;
  // With no test at all nothing was shown to hold: who runs tests before a release must hear of it.
  return failed == 0 && passed != 0 ? exit_decided : exit_test_failed;
}

}  // namespace

const Verb& test_verb() {
  static const Verb verb{"test", "POLICY.crit…", "runs the tests that stand in policies",
                         "A test is `test \"NAME\" { facts …; expect … }` in the policy; a folder is the versions of one policy,\n"
                         "and the files of tests beside them. Where no test is run at all, the exit code is 5.\n", policy_flags(), run_test};
  return verb;
}

}  // namespace crit::command
