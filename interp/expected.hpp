// A decision held against what was expected of it: by a test that stands in a policy, or by a case beside its facts. Internal to
// the engine's files.
#pragma once

#include <string>
#include <vector>

#include "crit/crit.hpp"
#include "diagnostics.hpp"
#include "expectation.hpp"

namespace crit {

struct HeldAgainst {
  const std::string& test;                   // its name, for messages
  const std::vector<std::string>& counting;  // units that the policy declares itself
  Diagnostics& found;
  std::vector<Differing>& differs;

  // Each part that does not hold, at its place.
  void compare(const Expectation& expected, const Decision& decision);
  void fail(Span place, std::string message, std::string help, Differing differing);

 private:
  void compare_word(const ExpectedWord& expected, const std::string& found_word, const char* what, const char* none);
  void compare_because(const Expectation& expected, const Decision& decision);
  void compare_criterion(const std::string& path, const ExpectedWord& expected, const Decision& decision);
  void compare_output(const std::string& name, const ExpectedWord& expected, const Decision& decision);
  bool same_value(const std::string& left, const std::string& right) const;
};

}  // namespace crit
