#include "command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "arguments.hpp"
#include "pager.hpp"
#include "verbs.hpp"

namespace crit::command {

const std::vector<const Verb*>& all_verbs() {
  static const std::vector<const Verb*> verbs{&new_verb(),  &repl_verb(), &facts_verb(), &check_verb(),       &eval_verb(), &test_verb(),
                                              &fmt_verb(), &dump_verb(), &explain_verb(), &completions_verb(), &help_verb(), &version_verb()};
  return verbs;
}

const Verb* find_verb(std::string_view name) {
  const auto& verbs = all_verbs();
  const auto found = std::find_if(verbs.begin(), verbs.end(), [&](const Verb* verb) { return verb->name == name; });
  return found == verbs.end() ? nullptr : *found;
}

UsageProblem unknown_verb(std::string_view name) {
  UsageProblem problem{fmt::format("unknown verb `{}`", name), {}};
  if (const std::string page = explained(name); !page.empty()) {
    problem.help.push_back(fmt::format("`crit explain {}` shows what that is", page));
    return problem;
  }
  if (name.ends_with(".crit")) {
    problem.help.push_back(fmt::format("to decide by that policy: `crit eval {} FACTS.json`; to try it: `crit repl {}`", name, name));
    return problem;
  }
  if (name.ends_with(".json")) {
    problem.message = fmt::format("`{}` stands where a verb or a policy is expected", name);
    problem.help.push_back(fmt::format("the policy comes first: `crit eval POLICY.crit {}`; to try it: `crit repl POLICY.crit {}`", name, name));
    return problem;
  }
  std::vector<std::string_view> names;
  for (const Verb* verb : all_verbs()) names.push_back(verb->name);
  if (const std::string_view meant = likely(name, names); !meant.empty()) {
    problem.help.push_back(fmt::format("did you mean `{}`?", meant));
  }
  return problem;
}

int run_command(const std::vector<std::string>& arguments, std::istream& in, std::ostream& out, std::ostream& err,
                const Context& context) {
  Console console{in, out, err, context};
  // On a terminal `crit` alone, and `crit POLICY.crit …`, are the shell.
  if (is_sitting(arguments, context) && (arguments.empty() || arguments.front() != "repl")) {
    std::vector<std::string> all{"repl"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    return run_command(all, in, out, err, context);
  }
  if (arguments.empty())
    return refuse("", {"no verb is given", {"`crit new NAME` makes a first policy; `crit eval POLICY.crit FACTS.json` decides by one"}}, console);

  std::string first = arguments.front();
  if (first == "--help" || first == "-h") first = "help";
  if (first == "--version" || first == "-V") first = "version";
  const Verb* verb = find_verb(first);
  if (verb == nullptr) {
    if (!first.starts_with("-")) return refuse("", unknown_verb(first), console);
    return refuse("", {fmt::format("`{}` stands where a verb is expected", first), {"flags follow the verb"}}, console);
  }

  const std::vector<std::string> words(arguments.begin() + 1, arguments.end());
  Arguments given;
  const auto end = std::find(words.begin(), words.end(), "--");
  const auto is_given = [&](std::string_view flag) { return std::find(words.begin(), end, flag) != end; };
  if (is_given("--help") || is_given("-h")) {  // as `crit help VERB`
    given.operands.emplace_back(verb->name);
    verb = &help_verb();
    if (is_given("--no-pager")) given.flags.emplace_back("--no-pager", "");
  } else if (const auto problem = read_arguments(*verb, words, given)) {
    return refuse(verb->name, *problem, console);
  }
  Pager pager(console, wants_pager(*verb, given, context));
  const int code = verb->run(given, pager.console());
  if (pager.finish()) return code;
  if (!out.flush()) {
    err << "crit: the output could not be written\n";
    return exit_failure;
  }
  return code;
}

}  // namespace crit::command
