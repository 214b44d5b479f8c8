// Man pages, made from the same table as the help. Internal to the command.
#pragma once

#include <string>
#include <string_view>

#include "arguments.hpp"

namespace crit::command {

// What crit is, in one sentence, and what its exit codes mean: `crit help` and crit(1) say the same.
struct CommandHelp {
  std::string_view summary;
  std::string_view exit_codes;  // a line each, indented
};

// The source of a page, for `man -l -` or a folder man1: crit(1), and crit-VERB(1).
std::string man_page(const CommandHelp& help);
std::string man_page(const Verb& verb);

// "crit-eval", as its file is called.
std::string man_name(const Verb& verb);

}  // namespace crit::command
