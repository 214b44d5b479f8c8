// `crit dump`: prints what one phase of the compiler gives.
#include <algorithm>
#include <ostream>

#include "policy_files.hpp"
#include "verbs.hpp"

namespace crit::command {

namespace {

struct Phase {
  std::string_view flag;
  DumpKind kind;
};
constexpr Phase phases[] = {{"--tree", DumpKind::tree},
                            {"--ast", DumpKind::ast},
                            {"--checked", DumpKind::checked},
                            {"--plan", DumpKind::plan},
                            {"--bytecode", DumpKind::bytecode}};

int run_dump(const Arguments& arguments, Console& console) {
  const Phase* chosen = nullptr;
  for (const Phase& phase : phases) {
    if (!arguments.has(phase.flag)) continue;
    if (chosen != nullptr) return refuse("dump", {"more than one phase is given", {}}, console);
    chosen = &phase;
  }
  if (chosen == nullptr) {
    return refuse("dump", {"no phase is given", {"one of: --tree, --ast, --checked, --plan, --bytecode"}}, console);
  }
  if (arguments.operands.size() != 1) {
    return refuse("dump", {arguments.operands.empty() ? "no policy is given" : "more than one policy is given", {}},
                  console);
  }
  const MessageStyle style = message_style(arguments, console.context);
  if (const auto problem = check_confine(arguments, console)) return refuse("dump", *problem, console);
  PolicyFiles files(console, arguments.value("--confine"));
  if (!files.read(arguments.operands.front())) {
    show({files.problem()}, {}, style, console);
    return exit_failure;
  }
  if (files.policies().size() > 1) return refuse("dump", {"this folder holds several policies", {"give one of its files"}}, console);
  const Engine::Dump dump = Engine().dump(files.policies().front(), chosen->kind, files.loader());
  // Texts of the policy stand in it.
  for (std::string_view rest = dump.text; !rest.empty();) {
    const std::size_t line = std::min(rest.find('\n'), rest.size());
    console.out << printable(rest.substr(0, line)) << '\n';
    rest.remove_prefix(std::min(line + 1, rest.size()));
  }
  const bool faulty = std::any_of(dump.diagnostics.begin(), dump.diagnostics.end(),
                                  [](const Diagnostic& diagnostic) { return diagnostic.severity == Severity::error; });
  if (faulty) show(dump.diagnostics, files.texts(), style, console);  // warnings are `crit check`'s
  return faulty ? exit_invalid_policy : exit_decided;
}

std::vector<Flag> dump_flags() {
  std::vector<Flag> flags{{"--tree", "", "the syntax tree, as parsed", false},
                          {"--ast", "", "the abstract tree, as built", false},
                          {"--checked", "", "the abstract tree with names and types", false},
                          {"--plan", "", "what is asked, each part once, by numbers", false},
                          {"--bytecode", "", "the listing that the machine runs, criterion by criterion", false}};
  for (const Flag& flag : policy_flags()) flags.push_back(flag);
  return flags;
}

}  // namespace

const Verb& dump_verb() {
  static const Verb verb{"dump", "POLICY.crit", "prints what one phase of the compiler gives",
                         "",     dump_flags(),  run_dump};
  return verb;
}

}  // namespace crit::command
