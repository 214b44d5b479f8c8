// Warnings that a file may call for in each of its members, each told once a file, with its first place and how often it
// stands there. Internal to the engine's files.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "crit/crit.hpp"

namespace crit {

class RepeatedWarnings {
 public:
  // `key` tells it from others of the file. `first` may be null where enough others were met before it.
  void meet(const std::string& key, std::uint64_t times, const Diagnostic* first, const SourceText& source);
  std::vector<RepeatedWarning> told() const;

 private:
  struct Entry {
    RepeatedWarning warning;
    std::uint64_t times = 0;
  };
  std::vector<Entry> entries_;  // those that are told
  std::unordered_map<std::string, std::size_t> numbers_;  // of all that were met, as far as they are told apart
  std::uint64_t others_ = 0;    // that are not told
};

}  // namespace crit
