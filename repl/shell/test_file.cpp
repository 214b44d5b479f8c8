#include "test_file.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "system.hpp"

namespace crit::shell {

namespace fs = std::filesystem;

namespace {

std::string shown(const fs::path& folder) { return folder.empty() ? "." : folder.string(); }

// The policies and the files of tests in the policy's folder, as `crit test FOLDER` reads them, with one text put in the place
// of what its file holds.
std::vector<SourceText> together(PolicyOnDisk& disk, command::PolicyFiles& folder, const SourceText& file) {
  std::vector<SourceText> all = folder.read(shown(disk.folder())) ? folder.policies() : disk.policies();
  const auto same = [&](const SourceText& one) { return fs::path(one.name).lexically_normal() == fs::path(file.name).lexically_normal(); };
  const auto place = std::find_if(all.begin(), all.end(), same);
  if (place == all.end()) all.push_back(file);
  else place->text = file.text;
  return all;
}

bool holds_tests_only(const SourceText& file, const std::vector<SourceText>& policies, PolicyOnDisk& disk) {
  if (file.text.find("test") == std::string::npos) return false;
  for (const SourceText& policy : policies) {
    if (fs::path(policy.name).filename() == fs::path(file.name).filename()) return false;
  }
  if (Engine().compile(file, disk.loader())) return false;  // another policy, or a module
  std::vector<SourceText> both = policies;
  both.push_back(file);
  const Result<Program> program = Engine().compile_versions(both, disk.loader());
  if (!program) return false;
  const std::vector<TestResult> results = program->run_tests(disk.loader());
  return std::any_of(results.begin(), results.end(), [&](const TestResult& one) { return one.file == file.name; });
}

}  // namespace

TestFile test_file_of(PolicyOnDisk& disk, command::Console& console, const std::string& confine) {
  const fs::path folder = disk.folder();
  const fs::path stem = disk.is_folder() ? fs::path(disk.name()).lexically_normal().filename() : fs::path(disk.name()).stem();
  const std::string usual = (folder / ((stem.empty() ? "policy" : stem.string()) + "_tests.crit")).string();
  command::PolicyFiles files(console, confine);
  const bool is_read = files.read(shown(folder));
  // Names as the policy's own are: `folder` may be "" where they were read from ".".
  for (const SourceText& one : is_read ? files.policies() : std::vector<SourceText>()) {
    const SourceText file{(folder / fs::path(one.name).filename()).string(), one.text};
    const bool is_usual = file.name == usual;
    if (is_usual || holds_tests_only(file, disk.policies(), disk)) return {file.name, file.text, false, shown(folder)};
  }
  if (disk.is_folder() || (is_read && Engine().compile_versions(files.policies(), files.loader()))) return {usual, "", false, shown(folder)};
  return {disk.name(), disk.policies().front().text, true, disk.name()};
}

std::optional<TestFault> add_test(const TestFile& file, const std::string& name, const std::string& test, PolicyOnDisk& disk,
                                  command::Console& console, const std::string& confine) {
  std::string text = file.text;
  if (text.empty()) text = fmt::format("# Tests of {}.\n", fs::path(disk.name()).lexically_normal().filename().string());
  if (text.back() != '\n') text += '\n';
  text += '\n' + test;
  if (text.back() != '\n') text += '\n';
  const SourceText written{file.name, text};
  command::PolicyFiles folder(console, confine);
  const std::vector<SourceText> all = file.is_policy ? std::vector<SourceText>{written} : together(disk, folder, written);
  const Result<Program> program = Engine().compile_versions(all, disk.loader());
  if (!program) return TestFault{"", program.error(), all};
  if (!program->test_faults().empty()) return TestFault{"", program->test_faults(), all};
  const std::vector<TestResult> results = program->run_tests(disk.loader());
  const auto is_it = [&](const TestResult& one) { return one.name == name; };
  const auto result = std::find_if(results.begin(), results.end(), is_it);
  if (result == results.end()) return TestFault{"the test is not found again in the policy", {}, {}};
  if (!result->passed) return TestFault{"", result->failures, all};
  if (const auto why = write_whole(console.context.cwd / file.name, text, Readers::owner)) return TestFault{fmt::format("`{}` cannot be written: {}", file.name, *why), {}, {}};
  return std::nullopt;
}

}  // namespace crit::shell
