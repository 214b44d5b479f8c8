// A guide to a toy language, for the tests of the editor: words, numbers, texts, comments, brackets, and commands with
// a dot.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "line/guide.hpp"

namespace line_test {

class ToyGuide : public crit::line::Guide {
 public:
  // Whole: a command, or all brackets closed.
  bool is_whole(std::string_view entry) override;
  // Keywords `policy` `when` `met`, numbers, texts, comments, commands; `bad` is an error, `odd` a warning.
  std::vector<crit::line::Mark> marks(std::string_view entry) override;
  // The names that begin as the word before the cursor. Behind `=` there is nothing to offer.
  crit::line::Completion complete(std::string_view entry, std::size_t cursor) override;
  // Behind `.let wei`: "ght = ".
  std::string suggest(std::string_view entry) override;
  // `.let X = VALUE` without its value, nothing of `.secret`.
  std::string kept_in_history(std::string_view entry) override;

  std::size_t asked_marks = 0, asked_whole = 0;
};

}  // namespace line_test
