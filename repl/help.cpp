// `crit help [VERB]`, and what `crit --help` prints.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <ostream>

#include "crit/crit.hpp"
#include "man_page.hpp"
#include "pager.hpp"
#include "verbs.hpp"

namespace crit::command {

namespace {

constexpr std::string_view exit_codes =
    R"(   0  every member was decided
   1  a file could not be read, the output not be written, or the run was stopped
   2  the command line is wrong; nothing was decided
   3  the policy has errors
   4  a member's facts have errors; the other members are decided
   5  `crit test`: a test does not hold, or no test was run; `crit fmt --check`: a file is not formatted
  with --exit-decision: 10 approve, 11 deny, 12 pend, 13 refer, 14 undetermined
)";

constexpr std::string_view summary = "decides coverage criteria: a policy and the facts about members in, decisions with their reasons out";
constexpr CommandHelp command_help{summary, exit_codes};

// Writes the page of crit, and that of each verb, into the folder.
int write_man_pages(const std::string& folder, Console& console) {
  namespace fs = std::filesystem;
  const fs::path path = console.context.cwd / folder;
  const auto write = [&](const std::string& name, const std::string& text) {
    std::ofstream file(path / (name + ".1"), std::ios::binary);
    return static_cast<bool>(file << text << std::flush);
  };
  std::error_code error;
  fs::create_directories(path, error);
  bool written = write("crit", man_page(command_help));
  for (const Verb* verb : all_verbs()) written = written && write(man_name(*verb), man_page(*verb));
  if (written) return exit_decided;
  console.err << fmt::format("crit: no man pages can be written into `{}`\n", printable(folder));
  return exit_failure;
}

int run_help(const Arguments& arguments, Console& console) {
  if (arguments.operands.size() > 1) return refuse("help", {"more than one verb is given", {}}, console);
  const Verb* verb = arguments.operands.empty() ? nullptr : find_verb(arguments.operands.front());
  if (verb == nullptr && !arguments.operands.empty()) return refuse("help", unknown_verb(arguments.operands.front()), console);
  if (arguments.has("--man-pages")) {
    if (verb == nullptr) return write_man_pages(arguments.value("--man-pages"), console);
    return refuse("help", {"`--man-pages` writes the pages of all verbs, and one is named", {"`--man` prints the page of one"}}, console);
  }
  if (arguments.has("--man")) {
    console.out << (verb != nullptr ? man_page(*verb) : man_page(command_help));
    return exit_decided;
  }
  if (verb != nullptr) {
    console.out << help_text(*verb);
    return exit_decided;
  }
  std::size_t widest = 0;
  for (const Verb* one : all_verbs()) widest = std::max(widest, one->name.size());
  console.out << "crit " << summary << "\n\nusage: crit VERB …\n\nverbs:\n";
  for (const Verb* one : all_verbs()) console.out << fmt::format("  {:{}} {}\n", one->name, widest, one->summary);
  console.out << "\n`crit VERB --help` says what a verb takes\n\nexit codes:\n" << exit_codes;
  return exit_decided;
}

std::vector<Flag> help_flags() {
  std::vector<Flag> flags{{"--man", "", "as a man page: `crit help --man eval | man -l -`", false},
                          {"--man-pages", "DIR", "writes the man pages of crit and of every verb into this folder", false}};
  for (const Flag& flag : pager_flags()) flags.push_back(flag);
  return flags;
}

}  // namespace

const Verb& help_verb() {
  static const Verb verb{"help", "[VERB]", "says how crit, or one of its verbs, is used", "", help_flags(), run_help};
  return verb;
}

}  // namespace crit::command
