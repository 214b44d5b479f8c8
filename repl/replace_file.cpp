#include "replace_file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

#include "line/write_all.hpp"

namespace crit::command {

namespace fs = std::filesystem;

namespace {

std::string reason(int number) { return std::generic_category().message(number); }

}  // namespace

std::string replace_file(const fs::path& path, std::string_view text) {
  std::error_code error;
  const fs::path target = fs::canonical(path, error);  // what a link leads to is written, not the link
  if (error) return error.message();
  struct stat found {};
  if (::stat(target.c_str(), &found) != 0) return reason(errno);
  if (!S_ISREG(found.st_mode)) return "it is no file, but a device or the like";
  if (::access(target.c_str(), W_OK) != 0) return reason(errno);

  std::string beside = (target.parent_path() / ("." + target.filename().string() + ".XXXXXX")).string();
  const int file = ::mkstemp(beside.data());
  if (file < 0) return reason(errno);
  const bool written = line::write_all(file, text) && ::fchmod(file, found.st_mode & 07777U) == 0 && ::fsync(file) == 0;
  int fault = written ? 0 : errno;
  // Who owns it stays, where that may be said.
  if (written && ::fchown(file, found.st_uid, found.st_gid) == 0) ::fchmod(file, found.st_mode & 07777U);
  if (::close(file) != 0 && fault == 0) fault = errno;
  if (fault == 0 && ::rename(beside.c_str(), target.c_str()) != 0) fault = errno;
  if (fault == 0) return "";
  ::unlink(beside.c_str());
  return reason(fault);
}

}  // namespace crit::command
