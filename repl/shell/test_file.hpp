// Where the tests of a policy stand, and how one more is put behind them.
#pragma once

#include <optional>
#include <string>

#include "policy_on_disk.hpp"

namespace crit::shell {

struct TestFile {
  std::string name;          // as messages show it
  std::string text;          // what it holds; empty: it is new
  bool is_policy = false;    // the policy's own file
  std::string run_by;        // what `crit test` is given: the folder, or the policy
};
// The file of tests beside the policy; a new one, POLICY_tests.crit, where there is none; the policy's own file where its
// folder holds other policies, too.
TestFile test_file_of(PolicyOnDisk& disk, command::Console& console, const std::string& confine);

// Puts a test behind those that the file holds, if it then passes. Why not, or none; nothing is written then.
struct TestFault {
  std::string message;
  std::vector<Diagnostic> diagnostics;
  std::vector<SourceText> texts;
};
std::optional<TestFault> add_test(const TestFile& file, const std::string& name, const std::string& test, PolicyOnDisk& disk,
                                  command::Console& console, const std::string& confine);

}  // namespace crit::shell
