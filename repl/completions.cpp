// `crit completions`: prints a script that lets bash, zsh or fish complete crit's command lines.
#include "completions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "verbs.hpp"

namespace crit::command {

namespace {

// Of files of members: as JSON, one or several or one a line, or as CSV.
const std::vector<std::string>& facts_endings() {
  static const std::vector<std::string> endings{"json", "ndjson", "jsonl", "csv"};
  return endings;
}

bool is_lower(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-'; }

std::vector<std::string> parts_of(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    if (end != 0) parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

// One alternative: "json", "POLICY.crit", "FACTS", "DIR", "DATE".
void add_alternative(const std::string& part, Offer& offer) {
  const std::size_t dot = part.find('.');
  if (part == "FACTS" || part == "CASES") {
    offer.endings = facts_endings();
  } else if (dot != std::string::npos) {
    offer.endings.push_back(part.substr(dot + 1));
  } else if (part == "FILE") {
    offer.any_file = true;
  } else if (part == "DIR" || part == "FOLDER") {
    offer.folders = true;
  } else if (part == "VERB") {
    for (const Verb* verb : all_verbs()) offer.words.emplace_back(verb->name);
  } else if (part != "-" && std::all_of(part.begin(), part.end(), is_lower)) {
    offer.words.push_back(part);
  }
}

// Whether a shell can offer it as it stands.
bool is_plain(const std::string& word) {
  return std::all_of(word.begin(), word.end(), [](char c) { return is_lower(c) || (c >= 'A' && c <= 'Z'); });
}

int run_completions(const Arguments& arguments, Console& console) {
  if (arguments.operands.empty()) return refuse("completions", {"no shell is named", {"one of: bash, zsh, fish"}}, console);
  if (arguments.operands.size() > 1) return refuse("completions", {"more than one shell is named", {}}, console);
  const std::string& shell = arguments.operands.front();
  if (shell == "bash") console.out << bash_completions();
  else if (shell == "zsh") console.out << zsh_completions();
  else if (shell == "fish") console.out << fish_completions();
  else return refuse("completions", {fmt::format("crit has no completions for `{}`", shell), {"one of: bash, zsh, fish"}}, console);
  return exit_decided;
}

}  // namespace

Offer offer_of_value(std::string_view value) {
  Offer offer;
  for (const std::string& part : parts_of(value, '|')) add_alternative(part, offer);
  return offer;
}

std::vector<Operand> operands_of(const Verb& verb) {
  constexpr std::string_view dots = "…";
  std::vector<Operand> operands;
  for (const std::string& written : parts_of(verb.operands, ' ')) {
    Operand operand;
    for (std::size_t at = 0; at < written.size();) {
      if (std::string_view(written).substr(at).starts_with(dots)) {
        operand.repeats = true;
        at += dots.size();
        continue;
      }
      if (written[at] != '[' && written[at] != ']') operand.name += written[at];
      ++at;
    }
    operand.offer = offer_of_value(operand.name);
    operands.push_back(std::move(operand));
  }
  if (verb.operand_words != nullptr && !operands.empty()) {
    for (std::string& word : verb.operand_words()) {
      if (is_plain(word)) operands.front().offer.words.push_back(std::move(word));
    }
  }
  return operands;
}

std::vector<std::string_view> names_of(const Flag& flag) {
  if (flag.letter.empty()) return {flag.name};
  return {flag.letter, flag.name};
}

std::vector<Flag> all_flags(const Verb& verb) {
  std::vector<Flag> flags = verb.flags;
  flags.push_back({"--help", "", "says what can be given", false, "-h"});
  return flags;
}

std::vector<std::string> first_words() {
  std::vector<std::string> words;
  for (const Verb* verb : all_verbs()) words.emplace_back(verb->name);
  words.emplace_back("--help");
  words.emplace_back("--version");
  return words;
}

Offer offer_without_verb() {
  Offer offer;
  const Verb* shell = find_verb("repl");
  if (shell == nullptr) return offer;
  const std::vector<Operand> operands = operands_of(*shell);
  if (!operands.empty()) offer.endings = operands.front().offer.endings;
  return offer;
}

std::string shell_word(std::string_view text) {
  std::string word = "'";
  for (const char c : text) {
    if (c == '\'') word += "'\\''";
    else word += c;
  }
  return word + "'";
}

const Verb& completions_verb() {
  static const Verb verb{"completions", "bash|zsh|fish", "prints a script that lets your shell complete crit's commands, flags and files",
                         "An installed crit has brought them along. Without, write them where your shell looks:\n"
                         "  crit completions bash > ~/.local/share/bash-completion/completions/crit\n"
                         "  crit completions zsh > ~/.zsh/_crit\n"
                         "  crit completions fish > ~/.config/fish/completions/crit.fish\n"
                         "For zsh, the lines `fpath=(~/.zsh $fpath)` and `autoload -U compinit && compinit` stand in ~/.zshrc.\n",
                         {}, run_completions};
  return verb;
}

}  // namespace crit::command
