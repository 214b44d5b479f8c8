// The entries that were run, oldest first. In memory they are as they were typed; in the file, which only its owner may
// read, stands what the guide lets be kept, an entry a line (`\n` and `\\` for its line ends and backslashes).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace crit::line {

class History {
 public:
  // An empty path: nothing is written. Else the file's entries are read, and its folder is made when it is missing.
  explicit History(std::string path = {});

  // `kept` goes into the file, unless it is empty. An entry like the one before it is not added again.
  void add(std::string entry, std::string_view kept);
  // Nothing is remembered, here or in the file.
  void forget();

  const std::vector<std::string>& entries() const { return entries_; }
  // Why the file could not be read or written: "the history `…` cannot be written: no space left on device".
  const std::string& problem() const { return problem_; }

 private:
  void load();
  bool write(std::string_view lines, bool anew);
  bool fail(std::string_view what);

  std::string path_;
  std::vector<std::string> entries_;
  std::string problem_;
};

// Of more entries in the file the oldest go when it is read; a longer one is not kept in it.
constexpr std::size_t most_entries = 10'000;
constexpr std::size_t longest_kept = 256 * 1024;

}  // namespace crit::line
