#include "watched_files.hpp"

#include <system_error>

namespace crit::shell {

namespace fs = std::filesystem;

FileStamp stamp_of(const fs::path& path) {
  std::error_code error;
  FileStamp stamp;
  stamp.exists = fs::exists(path, error) && !fs::is_directory(path, error);
  if (!stamp.exists) return stamp;
  stamp.size = fs::file_size(path, error);
  stamp.time = fs::last_write_time(path, error);
  return stamp;
}

std::vector<WatchedFiles::Changed> WatchedFiles::take_changed() {
  std::vector<Changed> changed;
  for (auto& [name, file] : files_) {
    const FileStamp now = stamp_of(file.first);
    if (now == file.second) continue;
    file.second = now;
    changed.push_back({name, !now.exists});
  }
  return changed;
}

}  // namespace crit::shell
