// `crit test`: runs the tests that stand in policies, and cases beside them.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <ostream>
#include <thread>

#include "facts_files.hpp"
#include "test_suite.hpp"
#include "verbs.hpp"

namespace crit::command {

namespace {

namespace fs = std::filesystem;

struct TestOptions {
  std::vector<SuiteOptions> suites;
  TestFormat format = TestFormat::text;
  bool explain = false;
  bool watch = false;
};

std::optional<UsageProblem> read_jobs(const Arguments& arguments, std::size_t& jobs) {
  constexpr std::size_t most = 256;
  if (!arguments.has("--jobs")) return std::nullopt;
  const std::string text = arguments.value("--jobs");
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), jobs);
  if (fault == std::errc() && end == text.data() + text.size() && jobs >= 1 && jobs <= most) return std::nullopt;
  return UsageProblem{fmt::format("`--jobs` cannot be `{}`", text), {fmt::format("give the number of threads, 1 to {}", most)}};
}

std::optional<UsageProblem> read_test_options(const Arguments& arguments, const Console& console, TestOptions& options) {
  if (arguments.operands.empty()) return UsageProblem{"no policy is given", {}};
  if (auto problem = check_confine(arguments, console)) return problem;
  SuiteOptions each;
  each.confine = arguments.value("--confine");
  each.only = arguments.values("--only");
  if (auto problem = read_jobs(arguments, each.jobs)) return problem;
  for (const std::string& name : arguments.operands) {
    const bool is_folder = is_case_folder(name, console);
    if (!is_folder && !is_case_file(name)) {
      options.suites.push_back(each);
      options.suites.back().policy = name;
      continue;
    }
    if (options.suites.empty()) return UsageProblem{fmt::format("`{}` holds cases, and no policy stands before it", name), {"the policy that decides them is given first: `crit test POLICY.crit CASES.json`"}};
    std::vector<std::string>& cases = options.suites.back().cases;
    if (!is_folder) cases.push_back(name);
    else for (std::string& file : case_files_in(name, console)) cases.push_back(std::move(file));
  }
  const std::string format = arguments.value("--format", "text");
  options.format = format == "json" ? TestFormat::json : format == "junit" ? TestFormat::junit : TestFormat::text;
  options.explain = arguments.has("--explain");
  options.watch = arguments.has("--watch");
  return std::nullopt;
}

// All suites, once.
int run_once(const TestOptions& options, const Arguments& arguments, Console& console, std::vector<std::string>& seen) {
  const MessageStyle style = message_style(arguments, console.context);
  TestReport report(options.format, options.explain, style, wants_color(arguments, console.context, console.context.out_is_terminal), console);
  int code = exit_decided;
  std::vector<std::string> names;
  for (const SuiteOptions& one : options.suites) {
    Suite suite(one, report, console);
    if (const int own = suite.run(); own != exit_decided) code = own;
    seen.insert(seen.end(), suite.seen().begin(), suite.seen().end());
    names.insert(names.end(), suite.names().begin(), suite.names().end());
  }
  for (const std::string& only : options.suites.front().only) {
    if (std::find(names.begin(), names.end(), only) != names.end() || code != exit_decided) continue;
    const std::string_view near = likely(only, {names.begin(), names.end()});
    constexpr std::size_t most_named = 8;
    const std::size_t named = std::min(names.size(), most_named);
    const std::string known = fmt::format("`{}`{}", fmt::join(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(named), "`, `"), names.size() > named ? fmt::format(" and {} more", names.size() - named) : "");
    report.say(fmt::format("no test is called `{}`{}", only, !near.empty() ? fmt::format("; did you mean `{}`?", near) : names.empty() ? "" : "; there are " + known));
  }
  report.finish();
  if (code != exit_decided) return code;
  // With no test at all nothing was shown to hold: who runs tests before a release must hear of it.
  return report.failed() == 0 && report.passed() != 0 ? exit_decided : exit_test_failed;
}

// ---- watching -------------------------------------------------------------------------------------------------------------

Watched times_of(const std::vector<std::string>& names, const Console& console) {
  Watched watched;
  for (const std::string& name : names) {
    std::error_code error;
    const fs::file_time_type time = fs::last_write_time(console.context.cwd / name, error);
    watched[name] = error ? fs::file_time_type::min() : time;
  }
  return watched;
}

// Until something that was read is another than it was: what. Empty: the run is to end.
std::vector<std::string> wait_for_change(const std::vector<std::string>& seen, const Watched& before, const Console& console) {
  constexpr auto pause = std::chrono::milliseconds(50);
  constexpr int looks_apart = 6;  // so that a file is looked at some three times a second
  for (int i = 1;; ++i) {
    if (console.context.stop != nullptr && *console.context.stop) return {};
    std::this_thread::sleep_for(pause);
    if (i % looks_apart != 0) continue;
    std::vector<std::string> changed;
    for (const auto& [name, time] : times_of(seen, console)) {
      if (before.at(name) != time) changed.push_back(name);
    }
    if (!changed.empty()) return changed;
  }
}

int watch(const TestOptions& options, const Arguments& arguments, Console& console) {
  for (;;) {
    const fs::file_time_type begun = fs::file_time_type::clock::now();
    std::vector<std::string> seen;
    const int code = run_once(options, arguments, console, seen);
    std::sort(seen.begin(), seen.end());
    seen.erase(std::unique(seen.begin(), seen.end()), seen.end());
    const Watched before = times_of(seen, console);
    const bool is_behind = std::any_of(before.begin(), before.end(), [&](const auto& one) { return one.second > begun; });
    if (is_behind) continue;  // it changed while it was read
    console.out << fmt::format("watching {} files and folders; ^C ends\n", seen.size());
    console.out.flush();
    const std::vector<std::string> changed = wait_for_change(seen, before, console);
    if (changed.empty()) return code;
    console.out << fmt::format("\n---- {} changed ----\n\n", printable(fmt::format("{}", fmt::join(changed, ", "))));
  }
}

int run_test(const Arguments& arguments, Console& console) {
  TestOptions options;
  if (const auto problem = read_test_options(arguments, console, options)) return refuse("test", *problem, console);
  if (options.watch) return watch(options, arguments, console);
  std::vector<std::string> seen;
  return run_once(options, arguments, console, seen);
}

std::vector<Flag> test_flags() {
  std::vector<Flag> flags{{"--only", "NAME", "only the test, or the case with this id; may be repeated", true},
                          {"--explain", "", "the outline of every decision, not only of those that differ", false},
                          {"--format", "text|json|junit", "results for people, one JSON object a line, or JUnit's XML", false},
                          {"--jobs", "N", "so many tests at once; without it one after the other", false},
                          {"--watch", "", "runs again whenever a file that it reads changes; ^C ends", false}};
  for (const Flag& flag : policy_flags()) flags.push_back(flag);
  return flags;
}

}  // namespace

const Verb& test_verb() {
  static const Verb verb{"test", "POLICY.crit… [CASES…]", "runs the tests that stand in policies, and cases beside them",
                         "A test is `test \"NAME\" { facts …; expect … }` in the policy; a folder is the versions of one policy,\n"
                         "and the files of tests beside them. A case is a member, in JSON or CSV, that says what it expects:\n"
                         "`\"expect\": { \"decision\": \"approve\" }`. Cases follow the policy that decides them; without any, those in\n"
                         "the folder `cases` beside it are taken. Where no test is run at all, the exit code is 5.\n", test_flags(), run_test};
  return verb;
}

}  // namespace crit::command
