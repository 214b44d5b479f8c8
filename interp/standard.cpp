#include "standard.hpp"

namespace crit {

LoadedFile standard_file(const std::string& /*from*/, const std::string& path) {
  LoadedFile result;
  for (const StandardFile& file : standard_files()) {
    if (file.name != path) continue;
    result.state = LoadedFile::State::found;
    result.name = "stdlib/" + path;
    result.text = file.text;
  }
  return result;
}

}  // namespace crit
