// The standard library's files, built into the program (cmake/stdlib.cmake makes standard_files()).
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "crit/files.hpp"

namespace crit {

struct StandardFile {
  std::string_view name;  // "growth.crit"
  std::string_view text;
};
std::span<const StandardFile> standard_files();

// A FileLoader; who asks does not matter.
LoadedFile standard_file(const std::string& from, const std::string& path);

}  // namespace crit
