// A member and its decision as a `test` in crit's own words.
#pragma once

#include <string>
#include <vector>

#include "crit/crit.hpp"
#include "json_tree.hpp"
#include "schema.hpp"
#include "sitting.hpp"

namespace crit::session {

// Facts that the policy does not declare are left out: they decide nothing, and a test may not name them.
std::string test_text(const std::string& name, const JsonTree& member, const Schema& schema, const Decision& decision);

// Runs the test with the version's policy: nothing, or why it cannot be written so, or does not hold.
std::vector<Diagnostic> check_test(const std::string& test, const Policy& policy, const Version& version);

}  // namespace crit::session
