// The table of the shell's commands (commands.def), and an entry taken apart by it.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace crit::shell {

class Sitting;

enum class Task : std::uint8_t { see, change, ask, check, save };
std::string_view task_name(Task task);

// What may stand behind a command, for Tab.
enum class Takes : std::uint8_t { none, fact, fact_value, criterion, member, verdict, file, folder, edited, word, manual, code, mode, saved };

// What of the entry the history's file holds, so that no member's values come into it. all: it is not of a member. path: a
// fact's or criterion's path, without a value. file: the name of a policy, but of no member's file. name: the command alone.
enum class Keeps : std::uint8_t { all, path, file, name };

struct Command {
  std::string_view name;
  Task task;
  std::string_view arguments;
  Takes takes;
  Keeps keeps;
  bool needs_policy;
  std::string_view summary, details, example;
  void (*run)(Sitting& sitting, std::string_view rest);
};

const std::vector<Command>& all_commands();
const Command* find_command(std::string_view name);
// The command that a word may be a slip of; null: none is near.
const Command* near_command(std::string_view name);

// `.let height = 43 in`. Positions are bytes of the entry.
struct TypedCommand {
  std::string_view name;        // "let"
  std::size_t name_begin = 0;   // of the dot
  std::string_view rest;        // without blanks round it
  std::size_t rest_begin = 0;
};
// None: the entry is no command.
std::optional<TypedCommand> typed_command(std::string_view entry);

// FACT = VALUE, or FACT += ITEM.
struct TypedFact {
  std::string_view path, value;
  std::size_t value_begin = 0;  // bytes of `rest`
  bool has_value = false;       // there is an `=`
  bool append = false;
};
TypedFact typed_fact(std::string_view rest);

std::string_view trimmed(std::string_view text);

#define COMMAND(name, ...) void run_##name(Sitting& sitting, std::string_view rest);
#include "commands.def"
#undef COMMAND

}  // namespace crit::shell
