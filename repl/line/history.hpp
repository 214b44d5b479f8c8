// The entries that were run, oldest first. In memory they are as they were typed; in the file, which only its owner may
// read, stands what the guide lets be kept, one entry a line (`\n` and `\\` for its line ends and backslashes).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace crit::line {

class History {
 public:
  // An empty path: nothing is written. Reads what the file holds; what is wrong with it is in problem().
  explicit History(std::string path = {});

  // `kept` goes into the file, unless it is empty. An entry like the one before it is not added again.
  void add(std::string entry, std::string_view kept);
  // Nothing is remembered, here or in the file.
  void forget();

  const std::vector<std::string>& entries() const { return entries_; }
  // Of the last reading or writing, for the reader: "the history `…` cannot be written: no space left on device".
  const std::string& problem() const { return problem_; }

 private:
  void load();
  bool write_all();
  void append(std::string_view kept);
  void tell(std::string_view what);

  std::string path_;
  std::vector<std::string> entries_;
  std::string last_kept_;
  std::string problem_;
};

// The file keeps no more entries, and no longer ones.
constexpr std::size_t most_entries = 10'000;
constexpr std::size_t longest_kept = 256 * 1024;

}  // namespace crit::line
