#include "history.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <filesystem>
#include <system_error>

#include "key.hpp"
#include "write_all.hpp"

namespace crit::line {
namespace {

namespace fs = std::filesystem;

std::string to_line(std::string_view entry) {
  std::string line;
  for (const char c : entry) {
    if (c == '\n') {
      line += "\\n";
    } else if (c == '\\') {
      line += "\\\\";
    } else {
      line += c;
    }
  }
  return line += '\n';
}

std::string from_line(std::string_view line) {
  std::string entry;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\' && i + 1 < line.size()) {
      ++i;
      entry += line[i] == 'n' ? '\n' : line[i];
    } else {
      entry += line[i];
    }
  }
  return clean_text(entry);
}

bool read_whole(int file, std::string& text) {
  std::array<char, 64 * 1024> bytes{};
  for (;;) {
    const ssize_t count = ::read(file, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return count == 0;
    text.append(bytes.data(), static_cast<std::size_t>(count));
  }
}

}  // namespace

History::History(std::string path) : path_(std::move(path)) {
  if (!path_.empty()) load();
}

bool History::fail(std::string_view what) {
  std::string reason = std::error_code(errno, std::generic_category()).message();
  if (!reason.empty()) reason[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(reason[0])));
  problem_ = "the history `" + path_ + "` cannot be " + std::string(what) + ": " + reason;
  return false;
}

void History::load() {
  const int file = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) {
    if (errno != ENOENT) fail("read");
    return;
  }
  struct stat found {};
  if (::fstat(file, &found) != 0 || (!S_ISREG(found.st_mode) && !S_ISDIR(found.st_mode))) {
    problem_ = "the history `" + path_ + "` is no file, and is not kept";
    path_.clear();
    ::close(file);
    return;
  }
  std::string text;
  const bool was_read = read_whole(file, text);
  if (!was_read) fail("read");
  ::close(file);
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    if (end > begin) entries_.push_back(from_line(std::string_view(text).substr(begin, end - begin)));
    begin = end + 1;
  }
  if (!was_read || entries_.size() <= most_entries) return;
  entries_.erase(entries_.begin(), entries_.end() - static_cast<std::ptrdiff_t>(most_entries));
  std::string lines;
  for (const std::string& entry : entries_) lines += to_line(entry);
  write(lines, true);
}

// Behind what the file holds, or, as a file of its own that takes the other's place, anew.
bool History::write(std::string_view lines, bool anew) {
  std::error_code ignored;
  const fs::path folder = fs::path(path_).parent_path();
  if (!folder.empty() && fs::create_directories(folder, ignored))
    fs::permissions(folder, fs::perms::owner_all, ignored);
  const std::string target = anew ? path_ + ".new" : path_;
  const int file =
      ::open(target.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | (anew ? O_TRUNC : O_APPEND), S_IRUSR | S_IWUSR);
  if (file < 0) return fail("written");
  // A file that was there may have been open to others. A device is none of ours.
  struct stat found {};
  const bool is_ours =
      ::fstat(file, &found) == 0 && (!S_ISREG(found.st_mode) || ::fchmod(file, S_IRUSR | S_IWUSR) == 0);
  const bool was_written = is_ours && write_all(file, lines);
  if (!was_written) fail("written");
  ::close(file);
  if (was_written && anew && ::rename(target.c_str(), path_.c_str()) != 0) return fail("written");
  return was_written;
}

void History::add(std::string entry, std::string_view kept) {
  if (entry.find_first_not_of(" \t\n") == std::string::npos) return;
  if (!entries_.empty() && entries_.back() == entry) return;
  entries_.push_back(std::move(entry));
  if (!path_.empty() && !kept.empty() && kept.size() <= longest_kept) write(to_line(kept), false);
}

void History::forget() {
  entries_.clear();
  problem_.clear();
  if (!path_.empty() && ::unlink(path_.c_str()) != 0 && errno != ENOENT) fail("removed");
}

}  // namespace crit::line
