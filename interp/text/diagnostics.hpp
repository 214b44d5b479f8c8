// The diagnostics catalogue as an enum, and the sink that every phase appends to. Internal: hosts see diagnostic.hpp.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "crit/diagnostic.hpp"

namespace crit {

// One enumerator per line of diagnostics.def, named for what went wrong.
enum class Mistake {
#define MISTAKE(code, name, severity, summary) name,
#include "diagnostics.def"
#undef MISTAKE
};

struct MistakeInfo {
  std::string_view code;
  Severity severity;
  std::string_view summary;
};
const MistakeInfo& info(Mistake mistake);
const std::vector<MistakeInfo>& all_mistakes();

class Sources;

// Diagnostics of one file, or of the files of one policy, in the order found. Phases append and go on; nothing is
// thrown.
class Diagnostics {
 public:
  explicit Diagnostics(std::string file) : file_(std::move(file)) {}

  // The returned reference (to add labels and help to) is valid until the next add.
  Diagnostic& add(Mistake mistake, Span span, std::string message);
  Diagnostic& add(Mistake mistake, Span span, std::string message, std::string help);

  // Of the last added.
  void hint(std::string help) {
    if (!list_.empty()) list_.back().help.push_back(std::move(help));
  }
  bool has_errors() const { return errors_ != 0; }
  const std::vector<Diagnostic>& all() const { return list_; }
  // Sorted by position, exact repeats dropped, capped at `max_shown` with a closing note that says how many were left
  // out.
  std::vector<Diagnostic> take_sorted();
  // The same for spans of the shared space: each finding gets its file's name and its place there.
  std::vector<Diagnostic> take_sorted(const Sources& sources);
  // What was found in one file by itself, moved to the file's place in the shared space.
  void append(Diagnostics found, std::uint32_t base);
  // The same, all at one place: their own places mean nothing in the file.
  void append_at(Diagnostics found, Span place);

 private:
  static constexpr std::size_t max_shown = 100;    // more than a person reads; the count of the rest is said
  static constexpr std::size_t max_kept = 10'000;  // bounds memory on hostile input
  std::string file_;
  std::vector<Diagnostic> list_;
  std::size_t errors_ = 0;
  std::size_t dropped_ = 0;
};

}  // namespace crit
