// `crit fmt`: lays policies and modules out anew.
#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "crit/format.hpp"
#include "line_diff.hpp"
#include "policy_files.hpp"
#include "replace_file.hpp"
#include "verbs.hpp"

namespace crit::command {

namespace {

struct Wish {
  bool write = false;
  bool diff = false;
  bool check = false;
  bool paint = false;  // the diff
  MessageStyle style;
  bool prints() const { return !write && !diff && !check; }
};

std::optional<UsageProblem> refused(const Arguments& arguments, const Wish& wish) {
  if (arguments.operands.empty()) return UsageProblem{"no file is given", {"give policies or modules, a folder of them, or `-` for standard input"}};
  if (wish.write && wish.check) return UsageProblem{"`--write` and `--check` cannot be given together", {"`--check` changes no file"}};
  const bool has_input = std::count(arguments.operands.begin(), arguments.operands.end(), "-") != 0;
  if (wish.write && has_input) return UsageProblem{"standard input cannot be written", {"without `--write` the formatted text goes to standard output"}};
  return std::nullopt;
}

int write_back(const SourceText& file, const std::string& formatted, const Wish& wish, Console& console) {
  const std::string why = replace_file(console.context.cwd / file.name, formatted);
  if (why.empty()) {
    if (!wish.diff) console.out << fmt::format("{}: formatted\n", printable(file.name));
    return exit_decided;
  }
  Diagnostic problem;
  problem.code = "E0001";
  problem.file = file.name;
  problem.message = fmt::format("`{}` cannot be written: {}", file.name, why);
  show({problem}, {}, wish.style, console);
  return exit_failure;
}

int format_one(const SourceText& file, const Wish& wish, Console& console) {
  const Result<std::string> formatted = format(file);
  if (!formatted) {
    show(formatted.error(), {file}, wish.style, console);
    if (!wish.style.json) console.err << fmt::format("{}: left as it is, for it cannot be read without errors\n", printable(file.name));
    return exit_invalid_policy;
  }
  if (wish.prints()) console.out << *formatted;
  if (*formatted == file.text) return exit_decided;
  if (wish.diff) console.out << unified_diff(printable(file.name), file.text, *formatted, wish.paint);
  if (wish.write) return write_back(file, *formatted, wish, console);
  if (!wish.check) return exit_decided;
  if (!wish.diff) console.out << fmt::format("{}: not formatted\n", printable(file.name));
  return exit_test_failed;
}

// What cannot be read comes before what has errors, and that before what is not formatted.
int worse(int one, int other) {
  for (const int code : {exit_failure, exit_invalid_policy, exit_test_failed}) {
    if (one == code || other == code) return code;
  }
  return exit_decided;
}

int run_fmt(const Arguments& arguments, Console& console) {
  const Wish wish{arguments.has("--write"), arguments.has("--diff"), arguments.has("--check"),
                  wants_color(arguments, console.context, console.context.out_is_terminal), message_style(arguments, console.context)};
  if (const auto problem = refused(arguments, wish)) return refuse("fmt", *problem, console);
  std::vector<SourceText> files;
  int code = exit_decided;
  for (const std::string& name : arguments.operands) {
    PolicyFiles found(console, "");
    if (found.read(name)) {
      files.insert(files.end(), found.policies().begin(), found.policies().end());
      continue;
    }
    show({found.problem()}, {}, wish.style, console);
    code = exit_failure;
  }
  if (wish.prints() && files.size() > 1) {
    return refuse("fmt", {"more than one file is given, and only one can be printed", {"`--write` writes them, `--diff` shows what would change, `--check` names them"}}, console);
  }
  for (const SourceText& file : files) code = worse(code, format_one(file, wish, console));
  return code;
}

constexpr std::string_view details =
    R"(Without a flag the formatted text is printed. A folder stands for its .crit files, `-` for standard input.

Only blanks and line ends change, and a `;` at a line's end goes: words, numbers, texts, labels and comments stay as they
are. Lines go up to 120 characters. What is formatted once stays as it is. A file with errors in its syntax is left alone.

exit codes: 0 all is well, 1 a file cannot be read or written, 3 a file has errors in its syntax, 5 with --check: a file
is not formatted
)";

std::vector<Flag> fmt_flags() {
  std::vector<Flag> flags{{"--write", "", "writes the files that change, each at once or not at all", false, "-w"},
                          {"--diff", "", "shows what would change, as lines that go and come", false, "-d"},
                          {"--check", "", "changes nothing, and names the files that are not formatted", false}};
  for (const Flag& flag : message_flags()) flags.push_back(flag);
  return flags;
}

}  // namespace

const Verb& fmt_verb() {
  static const Verb verb{"fmt", "FILE.crit…|-", "lays policies and modules out as they should be", details, fmt_flags(), run_fmt};
  return verb;
}

}  // namespace crit::command
