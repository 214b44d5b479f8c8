// Files that were read once, and whether they changed since. Reads none.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace crit::shell {

// A file as it is on disk.
struct FileStamp {
  bool exists = false;
  std::uintmax_t size = 0;
  std::filesystem::file_time_type time;
  friend bool operator==(const FileStamp&, const FileStamp&) = default;
};
FileStamp stamp_of(const std::filesystem::path& path);

class WatchedFiles {
 public:
  // From now on its changes are looked for; of one that is watched, from as it is now.
  void watch(const std::string& name, const std::filesystem::path& path) { files_[name] = {path, stamp_of(path)}; }
  bool watches(const std::string& name) const { return files_.count(name) != 0; }
  struct Changed {
    std::string name;
    bool is_gone = false;
  };
  // Those that changed since this was last asked.
  std::vector<Changed> take_changed();

 private:
  std::map<std::string, std::pair<std::filesystem::path, FileStamp>> files_;
};

}  // namespace crit::shell
