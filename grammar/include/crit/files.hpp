// How crit asks for the files that a policy names: modules, tables, test cases. Public and installed; crit opens nothing.
#pragma once

#include <functional>
#include <string>

namespace crit {

struct LoadedFile {
  enum class State { absent, found, unreadable } state = State::absent;
  // found: for messages, and what paths written in that file start from; one file has one name, by whatever path it is asked
  // for. absent: where it was looked for, for messages, or empty.
  std::string name;
  std::string text;  // found
  std::string why;   // unreadable: "permission denied"
  std::string near = {};  // absent: what may have been meant, as the policy would write it ("../global/copay"), or empty
};

// `from` is the name of the file that asks, `path` what it wrote, with `.crit` put to a module's name: "growth.crit",
// "../global/copay.crit", "tables/lms.csv". Relative to the folder of `from`, and never absolute; it may begin with `..`:
// CompileOptions::root keeps it inside a folder. It may be asked for the same file again.
using FileLoader = std::function<LoadedFile(const std::string& from, const std::string& path)>;

}  // namespace crit
