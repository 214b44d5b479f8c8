// A verb's command line: which flags it takes, and what was given. One table a verb serves reading, `--help` and "did
// you mean". Internal to the command.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "command.hpp"

namespace crit::command {

struct Flag {
  std::string_view name;   // "--as-of"
  std::string_view value;  // what stands after it in the help: "DATE"; "a|b": one of these; empty: it takes none
  std::string_view help;
  bool repeats = false;
  std::string_view letter = {};  // "-w", where one letter will do, too
};

struct Arguments {
  std::vector<std::string> operands;
  std::vector<std::pair<std::string, std::string>> flags;  // in the order given, by their full names; value empty when the flag takes none

  bool has(std::string_view flag) const;
  std::string value(std::string_view flag, std::string_view otherwise = "") const;
  std::vector<std::string> values(std::string_view flag) const;
};

// Everything a verb may touch.
struct Console {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  const Context& context;
};

struct Verb {
  std::string_view name;
  std::string_view operands;  // of its synopsis: "POLICY.crit FACTS.json…"
  std::string_view summary;   // one line
  std::string_view details;   // paragraphs after the flags; may be empty
  std::vector<Flag> flags;
  int (*run)(const Arguments& arguments, Console& console);
  std::vector<std::string> (*operand_words)() = nullptr;  // that may be its first operand, for a shell to offer; may be null
};

// Why a command line cannot be taken, with advice.
struct UsageProblem {
  std::string message;
  std::vector<std::string> help;
};

// `words` are those after the verb. Flags and operands mix freely; after `--` all are operands; `-` is an operand.
std::optional<UsageProblem> read_arguments(const Verb& verb, const std::vector<std::string>& words,
                                           Arguments& arguments);

// Whether a date of service, YYYY-MM-DD, is a day of the calendar; and what is said of one that is not.
bool is_day(std::string_view text);
UsageProblem not_a_day(std::string_view text);

// Says the problem on `err`, names `crit VERB --help`, and returns exit_usage. `verb` may be empty.
int refuse(std::string_view verb, const UsageProblem& problem, Console& console);

// The candidate that `word` may be a slip of; empty when none is near.
std::string_view likely(std::string_view word, const std::vector<std::string_view>& candidates);

std::string help_text(const Verb& verb);

}  // namespace crit::command
