// Writing a file anew, so that whoever reads it finds the old text or the new one, whole. Internal to the command.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace crit::command {

// Writes a file beside it and gives it the name; permissions stay, and a link stays one. "": done; else why not, and the file
// is as it was.
std::string replace_file(const std::filesystem::path& path, std::string_view text);

}  // namespace crit::command
