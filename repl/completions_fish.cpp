// The completions for fish.
#include <fmt/format.h>

#include "completions.hpp"
#include "verbs.hpp"

namespace crit::command {

namespace {

constexpr std::string_view head = R"fish(# Completions of crit for fish, written by `crit completions fish`.

# The words behind `crit`; a policy alone is opened by `repl`.
function __crit_words
    set -l words (commandline -opc)[2..-1]
    if string match -q -- '*.crit' $words[1]
        set words repl $words
    end
    printf '%s\n' $words
end

function __crit_verb
    set -l words (__crit_words)
    test "$words[1]" = $argv[1]
end

function __crit_first
    test (count (commandline -opc)) -eq 1
end

# How many operands stand before the word in work. Given are the flags that take a value.
function __crit_count
    set -l words (__crit_words)
    set -l count 0
    set -l skip no
    set -l only_operands no
    for word in $words[2..-1]
        if test $skip = yes
            set skip no
        else if test $only_operands = yes
            set count (math $count + 1)
        else if test "$word" = --
            set only_operands yes
        else if contains -- $word $argv
            set skip yes
        else if not string match -q -- '-?*' $word
            set count (math $count + 1)
        end
    end
    echo $count
end

# Files with one of these endings, and folders.
function __crit_files
    __fish_complete_path (commandline -ct) | string match -r '.*(?:/|\.(?:'(string join '|' $argv)'))(?:\t.*)?$'
end

complete -c crit -f
)fish";

// What `-a` takes; empty: nothing.
std::string offered(const Offer& offer) {
  if (!offer.words.empty()) return shell_word(fmt::format("{}", fmt::join(offer.words, " ")));
  if (!offer.endings.empty()) return shell_word(fmt::format("(__crit_files {})", fmt::join(offer.endings, " ")));
  if (offer.any_file) return shell_word("(__fish_complete_path (commandline -ct))");
  if (offer.folders) return shell_word("(__fish_complete_directories (commandline -ct))");
  return {};
}

std::string valued_flags(const Verb& verb) {
  std::string valued;
  for (const Flag& flag : verb.flags) {
    for (const std::string_view name : names_of(flag)) {
      if (!flag.value.empty()) valued += fmt::format(" {}", name);
    }
  }
  return valued;
}

std::string flag_line(const Verb& verb, const Flag& flag) {
  std::string line = fmt::format("complete -c crit -n '__crit_verb {}'", verb.name);
  for (const std::string_view name : names_of(flag)) {
    if (name.starts_with("--")) line += fmt::format(" -l {}", name.substr(2));
    else line += fmt::format(" -s {}", name.substr(1));
  }
  if (!flag.value.empty()) {
    line += " -x";
    if (const std::string words = offered(offer_of_value(flag.value)); !words.empty()) line += fmt::format(" -a {}", words);
  }
  return line + fmt::format(" -d {}\n", shell_word(flag.help));
}

}  // namespace

std::string fish_completions() {
  std::string text(head);
  for (const Verb* verb : all_verbs()) text += fmt::format("complete -c crit -n __crit_first -a {} -d {}\n", verb->name, shell_word(verb->summary));
  text += "complete -c crit -n __crit_first -l help -d 'says how crit is used'\n";
  text += "complete -c crit -n __crit_first -l version -d 'prints the version'\n";
  if (const std::string files = offered(offer_without_verb()); !files.empty()) text += fmt::format("complete -c crit -n __crit_first -a {}\n", files);
  for (const Verb* verb : all_verbs()) {
    text += '\n';
    for (const Flag& flag : all_flags(*verb)) text += flag_line(*verb, flag);
    const std::vector<Operand> operands = operands_of(*verb);
    for (std::size_t i = 0; i < operands.size(); ++i) {
      const std::string words = offered(operands[i].offer);
      if (words.empty()) continue;
      const std::string place = operands[i].repeats ? fmt::format("-ge {}", i) : fmt::format("-eq {}", i);
      text += fmt::format("complete -c crit -n '__crit_verb {}; and test (__crit_count{}) {}' -a {}\n", verb->name, valued_flags(*verb), place, words);
    }
  }
  return text;
}

}  // namespace crit::command
