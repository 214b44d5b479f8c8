#include "commands.hpp"

#include <algorithm>

#include "arguments.hpp"

namespace crit::shell {

std::string_view task_name(Task task) {
  switch (task) {
    case Task::see: return "see";
    case Task::change: return "change";
    case Task::ask: return "ask";
    case Task::check: return "check";
    case Task::save: return "save";
  }
  return "";
}

const std::vector<Command>& all_commands() {
  static const std::vector<Command> commands{
#define COMMAND(name, task, arguments, takes, keeps, needs_policy, summary, details, example) \
  {#name, Task::task, arguments, Takes::takes, Keeps::keeps, needs_policy, summary, details, example, run_##name},
#include "commands.def"
#undef COMMAND
  };
  return commands;
}

const Command* find_command(std::string_view name) {
  if (name == "quit") name = "exit";
  const auto& all = all_commands();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Command& one) { return one.name == name; });
  return found == all.end() ? nullptr : &*found;
}

const Command* near_command(std::string_view name) {
  std::vector<std::string_view> names;
  for (const Command& one : all_commands()) names.push_back(one.name);
  const std::string_view near = command::likely(name, names);
  if (!near.empty()) return find_command(near);
  // A word that begins as just one command does: `.crit` for `.criteria`.
  const Command* found = nullptr;
  for (const Command& one : all_commands()) {
    if (name.size() < 2 || !one.name.starts_with(name)) continue;
    if (found != nullptr) return nullptr;
    found = &one;
  }
  return found;
}

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

}  // namespace

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

std::optional<TypedCommand> typed_command(std::string_view entry) {
  TypedCommand typed;
  while (typed.name_begin < entry.size() && is_blank(entry[typed.name_begin])) ++typed.name_begin;
  if (typed.name_begin == entry.size() || entry[typed.name_begin] != '.') return std::nullopt;
  std::size_t end = typed.name_begin + 1;
  // `.5 mg` is a number.
  if (end < entry.size() && !is_letter(entry[end]) && !is_blank(entry[end])) return std::nullopt;
  while (end < entry.size() && !is_blank(entry[end])) ++end;
  typed.name = entry.substr(typed.name_begin + 1, end - typed.name_begin - 1);
  typed.rest_begin = end;
  while (typed.rest_begin < entry.size() && is_blank(entry[typed.rest_begin])) ++typed.rest_begin;
  typed.rest = trimmed(entry.substr(typed.rest_begin));
  return typed;
}

TypedFact typed_fact(std::string_view rest) {
  TypedFact typed;
  const std::size_t equals = rest.find('=');
  // Before the `=` stands a path, so an `=` inside a value without one is none.
  const std::string_view before = rest.substr(0, equals);
  if (equals == std::string_view::npos || before.find_first_of("{\"'") != std::string_view::npos) {
    typed.path = trimmed(rest);
    return typed;
  }
  typed.has_value = true;
  typed.append = before.ends_with("+");
  typed.path = trimmed(typed.append ? before.substr(0, before.size() - 1) : before);
  typed.value_begin = equals + 1;
  while (typed.value_begin < rest.size() && is_blank(rest[typed.value_begin])) ++typed.value_begin;
  typed.value = trimmed(rest.substr(typed.value_begin));
  return typed;
}

}  // namespace crit::shell
