// A policy's own file and the modules that it uses, read into one: parse and build for each, names not yet looked up.
//
// A module is found beside the file that uses it, in the standard library, or by its path from the folder of that file. Its
// facts, code sets, defines and tables are then the policy's, as if written there. Modules may use modules; each is read once.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "ast.hpp"
#include "chart.hpp"
#include "crit/files.hpp"
#include "diagnostics.hpp"
#include "source.hpp"

namespace crit {

struct Libraries {
  FileLoader beside;    // the host's; may be empty: then nothing stands beside the policy
  FileLoader standard;  // the standard library …
  std::vector<std::string> names;  // … and its modules, for advice
  // The chart for a table of the standard library, by its declaration; null: its file is read. Empty: all are.
  std::function<const Chart*(std::string_view declaration)> chart;
  std::string root;     // the folder that what a policy names must lie in, as names are written; empty: any
};

// Files of tests among the policy's own: they give it tests and nothing else, and what is wrong with them is told apart.
struct TestFiles {
  std::size_t first;  // of `sources`, and those behind it
  Diagnostics& found;
};

// Precondition: the policy's own file is in `sources`, first. Adds the others to it.
ast::File gather(Sources& sources, const Libraries& libraries, Diagnostics& diagnostics, const TestFiles* tests = nullptr);

}  // namespace crit
