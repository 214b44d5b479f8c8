// Reading files for the command, and saying on the error stream what is wrong with them. Internal to the command.
#pragma once

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

}  // namespace crit::command
