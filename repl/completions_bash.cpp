// The completions for bash. They stand alone: bash-completion need not be installed.
#include <fmt/format.h>

#include "completions.hpp"
#include "verbs.hpp"

namespace crit::command {

namespace {

// What does not depend on the verbs.
constexpr std::string_view head = R"bash(# Completions of crit for bash, written by `crit completions bash`.

_crit_take() {
  local one
  while IFS= read -r one; do COMPREPLY+=("$one"); done
}

_crit_words() {
  local IFS=$'\n'
  _crit_take < <(compgen -W "$(printf '%s\n' "$@")" -- "$cur")
}

_crit_folders() {
  compopt -o filenames 2>/dev/null
  _crit_take < <(compgen -d -- "$cur")
}

_crit_files() {
  local ending
  for ending in "$@"; do _crit_take < <(compgen -f -X "!*.$ending" -- "$cur"); done
  _crit_folders
}

_crit_any_file() {
  compopt -o filenames 2>/dev/null
  _crit_take < <(compgen -f -- "$cur")
}
)bash";

// From here on `cur` is the word in work and `before` the one before it; an equals sign between them is left out.
constexpr std::string_view reading = R"bash(
_crit() {
  local cur=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} at=$COMP_CWORD
  COMPREPLY=()
  if [[ $cur == = ]]; then
    cur=
  elif [[ $before == = ]]; then
    before=${COMP_WORDS[COMP_CWORD-2]}
    at=$((COMP_CWORD - 1))
  fi
  if ((COMP_CWORD == 1)); then
)bash";

constexpr std::string_view counting = R"bash(  # How many operands stand before the word in work.
  local i count=0 only_operands=
  for ((i = first; i < at; ++i)); do
    if [[ $only_operands ]]; then
      count=$((count + 1))
    elif [[ ${COMP_WORDS[i]} == -- ]]; then
      only_operands=yes
    elif [[ ${COMP_WORDS[i]} == -?* ]]; then
      [[ ${COMP_WORDS[i+1]} == = ]] && i=$((i + 2)) && continue
      [[ " $valued " == *" ${COMP_WORDS[i]} "* ]] && i=$((i + 1))
    else
      count=$((count + 1))
    fi
  done
  if [[ ! $only_operands && $before == -* && " $valued " == *" $before "* ]]; then
    case "$verb $before" in
)bash";

std::string commands_of(const Offer& offer) {
  std::string commands;
  const auto add = [&](std::string_view command, const std::vector<std::string>& words) {
    if (!commands.empty()) commands += "; ";
    commands += command;
    for (const std::string& word : words) commands += " " + word;
  };
  if (!offer.words.empty()) add("_crit_words", offer.words);
  if (!offer.endings.empty()) add("_crit_files", offer.endings);
  if (offer.any_file) add("_crit_any_file", {});
  else if (offer.folders) add("_crit_folders", {});
  return commands;
}

}  // namespace

std::string bash_completions() {
  std::string text(head);
  text += reading;
  text += "    _crit_words";
  for (const std::string& word : first_words()) text += " " + word;
  text += '\n';
  if (const std::string files = commands_of(offer_without_verb()); !files.empty()) text += "    " + files + '\n';
  text += "    return\n  fi\n  local verb=${COMP_WORDS[1]} first=2 flags= valued=\n";
  if (!offer_without_verb().empty()) text += "  [[ $verb == *.crit ]] && verb=repl first=1\n";
  text += "  case $verb in\n";
  for (const Verb* verb : all_verbs()) {
    std::string flags;
    std::string valued;
    for (const Flag& flag : all_flags(*verb)) {
      for (const std::string_view name : names_of(flag)) {
        flags += fmt::format("{}{}", flags.empty() ? "" : " ", name);
        if (!flag.value.empty()) valued += fmt::format("{}{}", valued.empty() ? "" : " ", name);
      }
    }
    text += fmt::format("    {}) flags='{}' valued='{}' ;;\n", verb->name, flags, valued);
  }
  text += "    *) return ;;\n  esac\n";
  text += counting;
  for (const Verb* verb : all_verbs()) {
    for (const Flag& flag : verb->flags) {
      const std::string commands = commands_of(offer_of_value(flag.value));
      if (commands.empty()) continue;
      for (const std::string_view name : names_of(flag)) text += fmt::format("      '{} {}') {} ;;\n", verb->name, name, commands);
    }
  }
  text += "    esac\n    return\n  fi\n  if [[ ! $only_operands && $cur == -* ]]; then\n    _crit_words $flags\n    return\n  fi\n";
  text += "  case \"$verb $count\" in\n";
  for (const Verb* verb : all_verbs()) {
    const std::vector<Operand> operands = operands_of(*verb);
    for (std::size_t i = 0; i < operands.size(); ++i) {
      const std::string commands = commands_of(operands[i].offer);
      if (commands.empty()) continue;
      const std::string place = operands[i].repeats ? fmt::format("'{} '*", verb->name) : fmt::format("'{} {}'", verb->name, i);
      text += fmt::format("    {}) {} ;;\n", place, commands);
    }
  }
  text += "  esac\n}\n\ncomplete -F _crit crit\n";
  return text;
}

}  // namespace crit::command
