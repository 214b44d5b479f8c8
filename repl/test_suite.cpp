#include "test_suite.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <ostream>
#include <system_error>
#include <thread>

#include "facts_files.hpp"

namespace crit::command {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t batch = 64;  // tests or members held at once, for each thread

bool ends_in(std::string_view name, std::string_view ending) {
  if (name.size() <= ending.size()) return false;
  const std::string_view own = name.substr(name.size() - ending.size());
  return std::equal(own.begin(), own.end(), ending.begin(), [](char left, char right) { return (left >= 'A' && left <= 'Z' ? left - 'A' + 'a' : left) == right; });
}

std::vector<std::string> files_in(const std::string& folder, const Console& console) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator entry(console.context.cwd / folder, error), end; !error && entry != end; entry.increment(error)) {
    if (fs::is_regular_file(entry->path(), error)) names.push_back((fs::path(folder) / entry->path().filename()).string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

// A file beside a policy that holds tests of it, with the policy: such files are no policies of their own.
struct TestsBeside {
  std::string file;
  Program program;
};
std::vector<TestsBeside> tests_beside(const SourceText& policy, PolicyFiles& folder) {
  const fs::path own(policy.name);
  std::vector<TestsBeside> found;
  if (!folder.read(own.has_parent_path() ? own.parent_path().string() : ".")) return found;
  const std::vector<SourceText> files = folder.policies();
  for (const SourceText& file : files) {
    const std::string name = fs::path(file.name).filename().string();
    if (name == own.filename().string() || file.text.find("test") == std::string::npos) continue;
    if (Engine().compile(file, folder.loader())) continue;  // another policy
    Result<Program> together = Engine().compile_versions({policy, file}, folder.loader());
    if (!together) continue;
    const std::vector<TestPlace> tests = together->tests();
    const std::vector<Diagnostic>& faults = together->test_faults();
    const bool has_tests = std::any_of(tests.begin(), tests.end(), [&](const TestPlace& one) { return one.file == file.name; });
    if (has_tests || std::any_of(faults.begin(), faults.end(), [&](const Diagnostic& one) { return one.file == file.name; })) found.push_back({file.name, std::move(*together)});
  }
  return found;
}

}  // namespace

bool is_case_file(const std::string& name) { return ends_in(name, ".json") || ends_in(name, ".ndjson") || ends_in(name, ".jsonl") || ends_in(name, ".csv"); }

std::vector<std::string> case_files_in(const std::string& folder, const Console& console) {
  std::vector<std::string> names = files_in(folder, console);
  names.erase(std::remove_if(names.begin(), names.end(), [](const std::string& name) { return !is_case_file(name); }), names.end());
  return names;
}

bool is_case_folder(const std::string& name, const Console& console) {
  std::error_code error;
  if (!fs::is_directory(console.context.cwd / name, error)) return false;
  const std::vector<std::string> names = files_in(name, console);
  return std::none_of(names.begin(), names.end(), [](const std::string& one) { return ends_in(one, ".crit"); }) && std::any_of(names.begin(), names.end(), is_case_file);
}

// ---- running ------------------------------------------------------------------------------------------------------------

void Suite::in_parallel(std::size_t count, const std::function<void(std::size_t)>& work) const {
  std::atomic<std::size_t> next = 0;
  const auto run = [&] {
    for (std::size_t i = next++; i < count; i = next++) work(i);
  };
  std::vector<std::thread> threads;
  for (std::size_t i = 1; i < std::min(options_.jobs, count); ++i) threads.emplace_back(run);
  run();
  for (std::thread& thread : threads) thread.join();
}

bool Suite::is_chosen(const std::string& name) {
  if (options_.only.empty()) return true;
  names_.push_back(name);
  return std::find(options_.only.begin(), options_.only.end(), name) != options_.only.end();
}

int Suite::run() {
  PolicyFiles files(console_, options_.confine);
  seen_.push_back(options_.policy);
  if (!files.read(options_.policy)) {
    report_.tell({files.problem()}, {});
    return exit_failure;
  }
  const Result<Program> program = Engine().compile_versions(files.policies(), files.loader());
  for (const SourceText& text : files.texts()) seen_.push_back(text.name);
  if (!program) {
    report_.tell(program.error(), files.texts());
    return exit_invalid_policy;
  }
  std::vector<Diagnostic> warnings = program->warnings();
  warnings.erase(std::remove_if(warnings.begin(), warnings.end(), [](const Diagnostic& one) { return one.severity != Severity::warning; }), warnings.end());
  report_.tell(warnings, files.texts());
  report_.begin(options_.policy);
  run_tests(*program, files, "");
  std::error_code error;
  if (options_.policy != "-" && !fs::is_directory(console_.context.cwd / options_.policy, error)) {
    PolicyFiles folder(console_, options_.confine);
    for (const TestsBeside& beside : tests_beside(files.policies().front(), folder)) {
      seen_.push_back(beside.file);
      run_tests(beside.program, folder, beside.file);
    }
  }
  for (const std::string& file : options_.cases) {
    if (!is_declared_list_of(file, options_.cases, *program)) run_cases(*program, file, true);
  }
  const std::vector<std::string> beside = cases_beside();
  for (const std::string& file : beside) {
    if (!is_declared_list_of(file, beside, *program)) run_cases(*program, file, false);
  }
  for (const SourceText& text : files.texts()) seen_.push_back(text.name);
  if (told_ == 0 && code_ == exit_decided && options_.only.empty() && options_.cases.empty()) report_.say(fmt::format("{}: there is no test in it", options_.policy));
  return code_;
}

// Those that stand in `file`; "": in any.
void Suite::run_tests(const Program& program, PolicyFiles& files, const std::string& file) {
  const std::vector<TestPlace> places = program.tests();
  std::vector<std::size_t> chosen;
  for (std::size_t i = 0; i < places.size(); ++i) {
    if ((file.empty() || places[i].file == file) && is_chosen(places[i].name)) chosen.push_back(i);
  }
  // The files of facts that tests name are read one at a time.
  std::mutex mutex;
  const FileLoader load = files.loader();
  const FileLoader loader = [&](const std::string& from, const std::string& path) {
    const std::lock_guard<std::mutex> lock(mutex);
    return load(from, path);
  };
  std::vector<Diagnostic> told;
  for (std::size_t begin = 0; begin < chosen.size(); begin += batch * options_.jobs) {
    std::vector<std::optional<TestResult>> results(std::min(batch * options_.jobs, chosen.size() - begin));
    in_parallel(results.size(), [&](std::size_t i) { results[i] = program.run_test(chosen[begin + i], loader); });
    for (const std::optional<TestResult>& result : results) {
      if (!result) continue;
      ++told_;
      report_.add(*result, files.texts());
      told.insert(told.end(), result->failures.begin(), result->failures.end());
    }
  }
  // What stands in no test, or in one that could not be read at all.
  std::vector<Diagnostic> rest = program.test_faults();
  std::erase_if(rest, [&](const Diagnostic& one) {
    return std::any_of(told.begin(), told.end(), [&](const Diagnostic& other) { return one.code == other.code && one.file == other.file && one.span == other.span; });
  });
  report_.tell(rest, files.texts());
  if (!rest.empty()) code_ = exit_invalid_policy;
}

// ---- cases --------------------------------------------------------------------------------------------------------------

std::vector<std::string> Suite::cases_beside() {
  std::error_code error;
  const fs::path policy(options_.policy);
  const bool is_folder = fs::is_directory(console_.context.cwd / policy, error);
  const std::string folder = ((is_folder ? policy : policy.parent_path()) / "cases").string();
  if (options_.policy == "-" || !options_.cases.empty()) return {};
  seen_.push_back(folder);  // it may come to be there
  if (!fs::is_directory(console_.context.cwd / folder, error)) return {};
  return case_files_in(folder, console_);
}

void Suite::run_batch(const Program& program, std::vector<Member>& members) {
  std::vector<TestResult> results(members.size());
  in_parallel(members.size(), [&](std::size_t i) { results[i] = program.test(members[i]); });
  for (const TestResult& result : results) report_.add(result, {});
  told_ += members.size();
  members.clear();
}

// Whether a file that nobody named may not be read, which is then said.
bool Suite::refuses(const std::string& name) {
  const std::string why = PolicyFiles(console_, options_.confine).why_not(name);
  if (why.empty()) return false;
  Diagnostic problem;
  problem.code = "E0001";
  problem.file = name;
  problem.message = fmt::format("`{}` cannot be read: {}", name, why);
  report_.tell({problem}, {});
  code_ = exit_failure;
  return true;
}

// `is_given`: by its name. Of the folder beside a policy only members that expect something are cases.
void Suite::run_cases(const Program& program, const std::string& name, bool is_given) {
  InputFile file(name, console_, console_.context.stop != nullptr ? *console_.context.stop : own_stop_);
  seen_.push_back(name);
  if (!is_given && refuses(name)) return;
  if (const Result<ListFiles, Diagnostic> lists = lists_of(name, {}, console_)) {
    for (const auto& [list, path] : *lists) {
      seen_.push_back(path);
      if (may_be_list(list, program) && refuses(path)) return;
    }
  }
  Result<MemberReader, Diagnostic> reader = open_members(program, file, {}, {}, console_);
  if (!reader) {
    report_.tell({reader.error()}, {});
    code_ = exit_failure;
    return;
  }
  std::vector<Member> members;
  std::size_t without = 0;
  const std::size_t before = told_;
  for (bool ended = false; !ended;) {
    while (std::optional<Member> member = reader->next()) {
      if (!member->is_broken() && !member->has_expectation()) {
        ++without;
        continue;
      }
      if (!is_chosen(member->id().empty() ? fs::path(name).stem().string() : member->id())) continue;
      members.push_back(std::move(*member));
      if (members.size() >= batch * options_.jobs) run_batch(program, members);
    }
    ended = file.at_end();
    if (!ended) file.feed(*reader);
  }
  run_batch(program, members);
  if (file.failed()) code_ = exit_failure;
  if (is_given || told_ != before) {
    for (const RepeatedWarning& one : reader->repeated()) report_.tell({one.warning}, {one.source});
  }
  if (is_given && without != 0) {
    report_.say(fmt::format("{}: {} member{} in it {} without `expect`, and no test", name, without, without == 1 ? "" : "s", without == 1 ? "is" : "are"));
  }
}

}  // namespace crit::command
