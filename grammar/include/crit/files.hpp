// How crit asks for the files that a policy names: modules, tables, test cases. Public and installed; crit opens nothing.
#pragma once

#include <functional>
#include <string>

namespace crit {

struct LoadedFile {
  enum class State { absent, found, unreadable } state = State::absent;
  std::string name;  // found: for messages, and what paths written in that file start from
  std::string text;  // found
  std::string why;   // unreadable: "permission denied"
};

// `from` is the name of the file that asks, `path` what it wrote, with `.crit` put to a module's name: "growth.crit",
// "tables/lms.csv". Relative to the folder of `from`. It may be asked for the same file again.
using FileLoader = std::function<LoadedFile(const std::string& from, const std::string& path)>;

}  // namespace crit
