// `crit repl`: the shell. What it does is in shell/; this is its command line, and the terminal or stream round it.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <ostream>

#include "line/editor.hpp"
#include "policy_files.hpp"
#include "shell/guide.hpp"
#include "shell/sitting.hpp"
#include "shell/system.hpp"
#include "test_suite.hpp"
#include "verbs.hpp"

namespace crit::command {

namespace {

using shell::Sitting;

// Both ends are a terminal: keys are read, and a person sees what is printed.
bool is_at_terminal(const Console& console) { return console.context.in_is_terminal && console.context.out_is_terminal; }

shell::Options read_options(const Arguments& arguments, const Context& context) {
  shell::Options options;
  if (!arguments.operands.empty()) {
    options.policy = arguments.operands.front();
    options.facts.assign(arguments.operands.begin() + 1, arguments.operands.end());
  }
  options.as_of = arguments.value("--as-of");
  options.confine = arguments.value("--confine");
  options.commands = arguments.values("-c");
  options.bail = arguments.has("--bail");
  options.exit_decision = arguments.has("--exit-decision");
  options.echo = arguments.has("--echo");
  options.keep_values = arguments.has("--keep-values");
  options.keys = arguments.value("--keys", "emacs") == "vi" ? line::Keys::vi : line::Keys::emacs;
  options.messages = message_style(arguments, context);
  options.color = wants_color(arguments, context, context.out_is_terminal);
  const std::string theme = arguments.value("--theme", "both");
  options.theme = theme == "light" ? line::Theme::light : theme == "dark" ? line::Theme::dark : line::Theme::both;
  if (!options.color) options.theme = line::Theme::none;
  return options;
}

int sit_at_terminal(Sitting& sitting, shell::ShellGuide& guide, const shell::Options& options, Console& console) {
  line::Terminal terminal(STDIN_FILENO, STDOUT_FILENO, line::traits_of_environment());
  line::History history(shell::history_path().string());
  line::Editor editor(guide, terminal, history, {options.keys, options.theme, [&sitting] { return sitting.news(); }});
  shell::TypedInput input(editor);
  sitting.set_history(&history);
  if (terminal.kind() == line::Terminal::Kind::full) sitting.outlet().set_terminal([&terminal] { return terminal.size(); });
  int code = exit_decided;
  sitting.open_given(code);  // what is wrong may be mended while the shell looks on
  sitting.first_screen();
  if (!history.problem().empty()) console.err << "note: " << history.problem() << '\n';
  sitting.run(input);
  return sitting.exit_code();
}

int run_repl(const Arguments& arguments, Console& console) {
  if (const auto problem = check_confine(arguments, console)) return refuse("repl", *problem, console);
  const shell::Options options = read_options(arguments, console.context);
  if (options.policy == "-") return refuse("repl", {"the policy cannot be read from standard input, which commands are read from", {}}, console);
  if (is_case_file(options.policy)) {
    return refuse("repl", {fmt::format("`{}` stands where the policy is expected", options.policy), {fmt::format("the policy comes first: `crit repl POLICY.crit {}`", options.policy)}}, console);
  }
  const bool reads_entries = options.commands.empty();
  if (reads_entries && std::count(options.facts.begin(), options.facts.end(), "-") != 0) {
    return refuse("repl", {"facts cannot be read from standard input, which entries are read from", {"with `-c` they can"}}, console);
  }
  Sitting sitting(options, console);
  shell::ShellGuide guide(sitting);
  sitting.set_guide(&guide);
  if (options.commands.empty() && is_at_terminal(console)) return sit_at_terminal(sitting, guide, options, console);
  int code = exit_decided;
  if (!sitting.open_given(code)) return code;
  if (options.commands.empty()) {
    shell::StreamInput input(console.in, "<stdin>", guide);
    sitting.run(input);
  } else {
    shell::ListInput input(options.commands);
    sitting.run(input);
  }
  return sitting.exit_code();
}

std::vector<Flag> repl_flags() {
  std::vector<Flag> flags{
      {"-c", "COMMAND", "runs it and ends; may be repeated", true},
      {"--as-of", "DATE", "the date of service; without it each file's own `as_of`", false},
      {"--bail", "", "ends at the first entry that fails, with exit code 1", false},
      {"--echo", "", "prints the prompt and the entry before what it gives, as a terminal would", false},
      {"--exit-decision", "", "the exit code tells the last decision", false},
      {"--keep-values", "", "the history keeps entries whole, with members' values", false},
      {"--keys", "emacs|vi", "how keys edit a line", false},
      {"--theme", "both|light|dark", "colours that read on light ground, on dark ground, or on both", false}};
  for (const Flag& flag : policy_flags()) flags.push_back(flag);
  return flags;
}

}  // namespace

const Verb& repl_verb() {
  static const Verb verb{
      "repl", "[POLICY.crit] [FACTS…]", "the shell: change a fact, and see what that changes in the decision",
      "On a terminal `crit` alone, and `crit POLICY.crit FACTS.json`, are the same. Commands begin with a dot: `.help` lists\n"
      "them. From a file or pipe entries are read line by line until it ends. The policy may be a folder of its versions,\n"
      "and in place of FACTS.json a folder of such files may stand.\n"
      "The history is kept in ~/.local/state/crit/history, readable by its owner only, and holds no values of members.\n",
      repl_flags(), run_repl};
  return verb;
}

bool is_sitting(const std::vector<std::string>& arguments, const Context& context) {
  if (!arguments.empty() && arguments.front() == "repl") return true;
  if (!context.in_is_terminal || !context.out_is_terminal) return false;
  return arguments.empty() || (find_verb(arguments.front()) == nullptr && arguments.front().ends_with(".crit"));
}

}  // namespace crit::command
