// Commands that explain: the shell itself, words of the language, messages.
#include <fmt/format.h>

#include <algorithm>

#include "sitting.hpp"
#include "verbs.hpp"

namespace crit::shell {

namespace {

// Ten lines: every command by its task, and what else an entry may be.
std::string overview() {
  std::string text;
  for (const Task task : {Task::see, Task::change, Task::ask, Task::check, Task::save}) {
    text += fmt::format("{:<8}", task_name(task));
    for (const Command& one : all_commands()) {
      if (one.task == task) text += fmt::format(".{} ", one.name);
    }
    text.back() = '\n';
  }
  return text +
         "        an expression (`age`) shows its value; a criterion (`I.A.7`) how it came out\n"
         ".help see says what each command of a task does, .help let one command, with an example\n"
         ".let changes a fact: what that changes in the decision is printed, and nothing else\n"
         "Tab completes, ^R searches what was typed, ^C drops a line or stops a command, ^D ends\n";
}

std::string help_of(Task task) {
  constexpr std::size_t width = 40;  // of the longest command with its arguments
  std::string text;
  for (const Command& one : all_commands()) {
    if (one.task == task) text += fmt::format("{:<{}} {}\n", fmt::format(".{} {}", one.name, one.arguments), width, one.summary);
  }
  return text;
}

std::string help_of(const Command& command) {
  std::string text = fmt::format(".{}{}{}\n{}\n", command.name, command.arguments.empty() ? "" : " ", command.arguments, command.summary);
  if (!command.details.empty()) text += fmt::format("\n{}\n", command.details);
  return text + fmt::format("\nan example:\n  {}\n", command.example);
}

// The command whose arguments or summary speak of a word.
const Command* about(std::string_view word) {
  if (const Command* near = near_command(word)) return near;
  const auto& all = all_commands();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Command& one) { return word.size() > 3 && one.summary.find(word) != std::string_view::npos; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

void run_help(Sitting& sitting, std::string_view rest) {
  if (rest.empty()) return sitting.add(block_part(overview(), "text"));
  const std::string_view word = rest.front() == '.' ? rest.substr(1) : rest;
  const Command* named = find_command(word);
  for (const Task task : {Task::see, Task::change, Task::ask, Task::check, Task::save}) {
    // `save` is a task and a command: with the dot the command alone is meant.
    if (word != task_name(task) || word.size() != rest.size()) continue;
    sitting.add(block_part(help_of(task), "text"));
    if (named != nullptr) sitting.add(block_part("\n" + help_of(*named), "text"));
    return;
  }
  if (const Command* command = named) return sitting.add(block_part(help_of(*command), "text"));
  if (!command::page_of(std::string(word)).empty()) return run_manual(sitting, word);
  command::UsageProblem problem{fmt::format("there is no command and no task `{}`", rest), {}};
  if (const Command* near = about(word)) problem.help.push_back(fmt::format("did you mean `.help {}`: {}?", near->name, near->summary));
  problem.help.push_back("`.help` lists all");
  sitting.fail(problem);
}

void run_manual(Sitting& sitting, std::string_view rest) {
  if (rest.empty()) return sitting.fail_usage("manual", "no word is given");
  const std::string page = command::page_of(std::string(rest));
  if (page.empty()) return sitting.fail(command::no_page(std::string(rest)));
  sitting.add(block_part(page, "text"));
}

void run_why(Sitting& sitting, std::string_view rest) {
  const std::string last = sitting.last_code();
  if (rest.empty() && last.empty()) return sitting.fail("there was no message with a code yet", {"`.why E0203` explains that one"});
  const Result<Decision>* decision = sitting.session().has_policy() ? &sitting.session().decision() : nullptr;
  if (decision != nullptr && *decision && find_path(**decision, rest)) return run_explain(sitting, rest);  // why a criterion came out so
  run_manual(sitting, rest.empty() ? std::string_view(last) : rest);
}

}  // namespace crit::shell
