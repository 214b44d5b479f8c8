// The completions for zsh, in the words of its `_arguments`.
#include <fmt/format.h>

#include "completions.hpp"
#include "verbs.hpp"

namespace crit::command {

namespace {

// A text inside a specification, where colons and brackets have a meaning.
std::string spelt(std::string_view text) {
  std::string spelt;
  for (const char c : text) {
    if (c == ':' || c == '[' || c == ']' || c == '\\') spelt += '\\';
    spelt += c;
  }
  return spelt;
}

std::string joined(const std::vector<std::string>& words, std::string_view between) {
  return fmt::format("{}", fmt::join(words, between));
}

// A single ending has no brackets: at the end of a pattern they would be one of zsh's qualifiers.
std::string files_of(const std::vector<std::string>& endings) {
  if (endings.size() == 1) return fmt::format("_files -g \"*.{}\"", endings.front());
  return fmt::format("_files -g \"*.({})\"", joined(endings, "|"));
}

// The last part of a specification. A blank offers nothing, and lets the place be named.
std::string action_of(const Offer& offer) {
  if (!offer.words.empty()) return fmt::format("({})", joined(offer.words, " "));
  if (!offer.endings.empty()) return files_of(offer.endings);
  if (offer.any_file) return "_files";
  if (offer.folders) return "_files -/";
  return " ";
}

std::vector<std::string> arguments_of(const Verb& verb) {
  std::vector<std::string> arguments;
  for (const Flag& flag : all_flags(verb)) {
    const std::vector<std::string_view> names = names_of(flag);
    for (const std::string_view name : names) {
      std::string one;
      if (flag.repeats) one += '*';
      else if (names.size() > 1) one += fmt::format("({})", fmt::join(names, " "));
      one += name;
      // `--format json` and `--format=json`
      if (!flag.value.empty() && name.starts_with("--")) one += '=';
      one += fmt::format("[{}]", spelt(flag.help));
      if (!flag.value.empty()) one += fmt::format(":{}:{}", spelt(flag.value), action_of(offer_of_value(flag.value)));
      arguments.push_back(shell_word(one));
    }
  }
  const std::vector<Operand> operands = operands_of(verb);
  for (std::size_t i = 0; i < operands.size(); ++i) {
    const std::string place = operands[i].repeats ? "*" : std::to_string(i + 1);
    arguments.push_back(shell_word(fmt::format("{}:{}:{}", place, spelt(operands[i].name), action_of(operands[i].offer))));
    if (operands[i].repeats) break;
  }
  return arguments;
}

}  // namespace

std::string zsh_completions() {
  std::string text = "#compdef crit\n# Completions of crit for zsh, written by `crit completions zsh`.\n\n_crit() {\n  if ((CURRENT == 2)); then\n    local -a verbs\n    verbs=(\n";
  for (const Verb* verb : all_verbs()) text += fmt::format("      {}\n", shell_word(fmt::format("{}:{}", verb->name, spelt(verb->summary))));
  text += "      '--help:says how crit is used'\n      '--version:prints the version'\n    )\n    local none=1\n    _describe -t verbs verb verbs && none=0\n";
  if (const Offer files = offer_without_verb(); !files.endings.empty()) text += fmt::format("    {} && none=0\n", files_of(files.endings));
  text += "    return none\n  fi\n  local verb=$words[2] curcontext=$curcontext\n";
  // What _arguments reads begins with the word before the operands.
  if (offer_without_verb().empty()) text += "  shift words\n  ((CURRENT -= 1))\n";
  else text += "  if [[ $verb == *.crit ]]; then\n    verb=repl\n  else\n    shift words\n    ((CURRENT -= 1))\n  fi\n";
  text += "  case $verb in\n";
  for (const Verb* verb : all_verbs()) {
    text += fmt::format("    {})\n      _arguments -S", verb->name);
    for (const std::string& one : arguments_of(*verb)) text += fmt::format(" \\\n        {}", one);
    text += "\n      ;;\n";
  }
  // Read with `source` it registers itself; from a folder of `fpath` it is called.
  text += "  esac\n}\n\nif [[ $funcstack[1] == _crit ]]; then\n  _crit \"$@\"\nelse\n  compdef _crit crit\nfi\n";
  return text;
}

}  // namespace crit::command
