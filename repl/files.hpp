// Reading files for the command, and saying on the error stream what is wrong with them. Internal to the command.
#pragma once

#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "arguments.hpp"
#include "crit/crit.hpp"

namespace crit::command {

// How messages are shown. JSON: one object a line, and nothing else on the error stream.
struct MessageStyle {
  bool json = false;
  bool color = false;
};

// The flags that every verb which shows messages takes, and what they were set to.
std::vector<Flag> message_flags();
MessageStyle message_style(const Arguments& arguments, const Context& context);
// Whether --color, the terminal and NO_COLOR together ask for colour. The flag, being said last, overrides NO_COLOR.
bool wants_color(const Arguments& arguments, const Context& context, bool is_terminal);

void show(const std::vector<Diagnostic>& diagnostics, const std::vector<SourceText>& sources, MessageStyle style,
          Console& console);

// Reads a file, or standard input for "-". What keeps it from being read is a diagnostic (E0001, E0002).
Result<SourceText, Diagnostic> read_source(const std::string& name, Console& console);

// A fact file part by part, so that millions of members, one a line, need no more memory than a few thousand. Any other
// file, and a short one, is one part.
class FactParts {
 public:
  FactParts(std::string name, Console& console);
  // The next part, or why the file cannot be read; nullopt at the end.
  std::optional<Result<SourceText, Diagnostic>> next();
  bool by_lines() const { return by_lines_; }  // of the part just given: it is whole lines, each a member

 private:
  bool fill();  // false: there was a fault in reading
  SourceText take(std::size_t bytes);

  std::string name_;
  std::ifstream file_;
  std::istream* stream_ = nullptr;
  std::optional<Diagnostic> fault_;
  std::string text_;  // read and not given
  std::uint32_t line_ = 1;
  bool begun_ = false;
  bool by_lines_ = false;
};

}  // namespace crit::command
