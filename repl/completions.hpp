// What a shell offers while a command line of crit is typed: the verbs, their flags, and what may stand behind each, read
// from the table of verbs; and that as a script for bash, zsh or fish. Internal to the command.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "arguments.hpp"

namespace crit::command {

// What may stand in one place. Everything empty: nothing can be offered, as for a date.
struct Offer {
  std::vector<std::string> words;    // "text", "json"
  std::vector<std::string> endings;  // of files, without the dot: "crit"; folders are offered beside them
  bool any_file = false;
  bool folders = false;  // only these
  bool empty() const { return words.empty() && endings.empty() && !any_file && !folders; }
};

// Of a flag's value: "text|json", "FACTS.json", "DIR", "DATE".
Offer offer_of_value(std::string_view value);

struct Operand {
  std::string name;  // as the help shows it: "POLICY.crit"
  Offer offer;
  bool repeats = false;
};

// The operands of a verb in order. The last may repeat.
std::vector<Operand> operands_of(const Verb& verb);

// The names of a flag, as they are typed: its letter, if it has one, and its name.
std::vector<std::string_view> names_of(const Flag& flag);

// Of a verb, with `--help`, which every verb takes.
std::vector<Flag> all_flags(const Verb& verb);

// What may stand in the place of the verb: the verbs' names, `--help` and `--version`.
std::vector<std::string> first_words();

// The files that may stand there too, where the verb `repl` may be left out.
Offer offer_without_verb();

// A text as a word of a script, in single quotes.
std::string shell_word(std::string_view text);

std::string bash_completions();
std::string zsh_completions();
std::string fish_completions();

}  // namespace crit::command
