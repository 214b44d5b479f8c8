// One policy with the tests that stand in it and the cases that it is given: run by several threads, told in their order.
// Internal to the command.
#pragma once

#include <atomic>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "policy_files.hpp"
#include "test_report.hpp"

namespace crit::command {

struct SuiteOptions {
  std::string policy;
  std::string confine;
  std::vector<std::string> cases;  // files; the folder `cases` beside the policy, too
  std::vector<std::string> only;   // names of tests, ids of cases; empty: all
  std::size_t jobs = 1;
};

// Files and folders with what tells that they have changed.
using Watched = std::map<std::string, std::filesystem::file_time_type>;

class Suite {
 public:
  Suite(const SuiteOptions& options, TestReport& report, Console& console) : options_(options), report_(report), console_(console) {}
  // exit_decided, or why the policy or a file could not be read. How the tests came out is the report's.
  int run();
  // All that was read, and folders that were looked into.
  const std::vector<std::string>& seen() const { return seen_; }
  // Names of tests and cases that --only might have meant.
  const std::vector<std::string>& names() const { return names_; }

 private:
  bool is_chosen(const std::string& name);
  void run_tests(const Program& program, PolicyFiles& files, const std::string& file);
  void run_cases(const Program& program, const std::string& file, bool is_given);
  void run_batch(const Program& program, std::vector<Member>& members);
  std::vector<std::string> cases_beside();
  bool refuses(const std::string& name);
  void in_parallel(std::size_t count, const std::function<void(std::size_t)>& work) const;

  const SuiteOptions& options_;
  TestReport& report_;
  Console& console_;
  const std::atomic<bool> own_stop_ = false;  // where the process has none
  int code_ = exit_decided;
  std::size_t told_ = 0;  // tests and cases that were run
  std::vector<std::string> seen_;
  std::vector<std::string> names_;
};

// Files of cases in a folder, by name: JSON and CSV, and the lists that stand beside a CSV file.
std::vector<std::string> case_files_in(const std::string& folder, const Console& console);
bool is_case_file(const std::string& name);
// A folder that holds cases, and no policy.
bool is_case_folder(const std::string& name, const Console& console);

}  // namespace crit::command
