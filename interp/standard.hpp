// The standard library's files, built into the program (cmake/stdlib.cmake makes their definition). Not the loader:
// engine.cpp finds a module in them.
#pragma once

#include <string>
#include <vector>

namespace crit {

struct StandardFile {
  std::string name;  // "growth.crit"
  std::string text;
};
const std::vector<StandardFile>& standard_files();

}  // namespace crit
