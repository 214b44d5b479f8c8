// `crit help [VERB]`, and what `crit --help` prints.
#include <fmt/format.h>

#include <ostream>

#include "verbs.hpp"

namespace crit::command {

namespace {

constexpr std::string_view exit_codes =
    R"(exit codes:
   0  every member was decided
   1  a file could not be read, the output not be written, or the run was stopped
   2  the command line is wrong; nothing was decided
   3  the policy has errors
   4  a member's facts have errors; the other members are decided
   5  `crit test`: a test does not hold, or no test was run; `crit fmt --check`: a file is not formatted
  with --exit-decision: 10 approve, 11 deny, 12 pend, 13 refer, 14 undetermined
)";

int run_help(const Arguments& arguments, Console& console) {
  if (arguments.operands.size() > 1) return refuse("help", {"more than one verb is given", {}}, console);
  if (!arguments.operands.empty()) {
    const Verb* verb = find_verb(arguments.operands.front());
    if (verb == nullptr) return refuse("help", unknown_verb(arguments.operands.front()), console);
    console.out << help_text(*verb);
    return exit_decided;
  }
  console.out
      << "crit decides coverage criteria: a policy and the facts about members in, decisions with their reasons "
         "out\n\nusage: crit VERB …\n\nverbs:\n";
  for (const Verb* verb : all_verbs()) console.out << fmt::format("  {:9} {}\n", verb->name, verb->summary);
  console.out << "\n`crit VERB --help` says what a verb takes\n\n" << exit_codes;
  return exit_decided;
}

}  // namespace

const Verb& help_verb() {
  static const Verb verb{"help", "[VERB]", "says how crit, or one of its verbs, is used", "", {}, run_help};
  return verb;
}

}  // namespace crit::command
