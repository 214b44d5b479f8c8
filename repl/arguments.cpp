#include "arguments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "crit/crit.hpp"
#include "crit/terminal.hpp"

namespace crit::command {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

const Flag* find_flag(const Verb& verb, std::string_view name) {
  const auto found = std::find_if(verb.flags.begin(), verb.flags.end(), [&](const Flag& f) { return f.name == name || (!f.letter.empty() && f.letter == name); });
  return found == verb.flags.end() ? nullptr : &*found;
}

UsageProblem unknown_flag(const Verb& verb, std::string_view name) {
  UsageProblem problem{fmt::format("unknown flag `{}`", name), {}};
  std::vector<std::string_view> names;
  for (const Flag& flag : verb.flags) names.push_back(flag.name);
  names.push_back("--help");
  if (const std::string_view meant = likely(name, names); !meant.empty()) {
    problem.help.push_back(fmt::format("did you mean `{}`?", meant));
  }
  return problem;
}

std::optional<UsageProblem> check_value(const Flag& flag, std::string_view value) {
  const std::vector<std::string_view> choices = split(flag.value, '|');
  if (choices.size() < 2 || std::find(choices.begin(), choices.end(), value) != choices.end()) return std::nullopt;
  UsageProblem problem{fmt::format("`{}` cannot be `{}`", flag.name, value), {}};
  problem.help.push_back(fmt::format("one of: {}", fmt::join(choices, ", ")));
  return problem;
}

char small(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Edits between two words, a swap of neighbours counting one, a letter of the other case none.
std::size_t edits(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        cost[i][j] = i + j;
        continue;
      }
      const std::size_t differs = small(a[i - 1]) == small(b[j - 1]) ? 0 : 1;
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, cost[i - 1][j - 1] + differs});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
    }
  }
  return cost[a.size()][b.size()];
}

// Whether the text is YYYY-MM-DD.
bool is_spelt_as_day(std::string_view text) {
  if (text.size() != 10) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool hyphen = i == 4 || i == 7;
    if (hyphen ? text[i] != '-' : text[i] < '0' || text[i] > '9') return false;
  }
  return true;
}

}  // namespace

// Whether it is a day of the calendar, too. The engine refuses others too; the command does so before any member is
// decided, because the fault is in the command line.
bool is_day(std::string_view text) {
  if (!is_spelt_as_day(text)) return false;
  int parts[3] = {0, 0, 0};
  int part = 0;
  for (const char c : text) {
    if (c == '-') ++part;
    else parts[part] = parts[part] * 10 + (c - '0');
  }
  const auto [year, month, day] = parts;
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  const int days[] = {31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return day <= days[month - 1];
}

UsageProblem not_a_day(std::string_view text) {
  return {fmt::format("`--as-of` cannot be `{}`: {}", text, is_spelt_as_day(text) ? "not a day of the calendar" : "a date is written YYYY-MM-DD"),
          {"write year, month and day: 2022-10-01"}};
}

bool Arguments::has(std::string_view flag) const {
  return std::any_of(flags.begin(), flags.end(), [&](const auto& given) { return given.first == flag; });
}

std::string Arguments::value(std::string_view flag, std::string_view otherwise) const {
  const std::vector<std::string> all = values(flag);
  return all.empty() ? std::string(otherwise) : all.front();
}

std::vector<std::string> Arguments::values(std::string_view flag) const {
  std::vector<std::string> found;
  for (const auto& [name, value] : flags) {
    if (name == flag) found.push_back(value);
  }
  return found;
}

std::string_view likely(std::string_view word, const std::vector<std::string_view>& candidates) {
  constexpr std::size_t longest = 64;  // no flag or verb is near a word longer than this
  if (word.size() > longest) return {};
  std::string_view best;
  std::size_t fewest = word.size() <= 4 ? 2 : 3;  // as many edits as are already too many
  for (const std::string_view candidate : candidates) {
    const std::size_t distance = edits(word, candidate);
    if (distance < fewest) {
      fewest = distance;
      best = candidate;
    }
  }
  return best;
}

std::optional<UsageProblem> read_arguments(const Verb& verb, const std::vector<std::string>& words,
                                           Arguments& arguments) {
  bool only_operands = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (only_operands || word.size() < 2 || word[0] != '-') {
      arguments.operands.push_back(word);
      continue;
    }
    if (word == "--") {
      only_operands = true;
      continue;
    }
    const std::size_t equals = word.find('=');
    const std::string name = word.substr(0, equals);
    const Flag* flag = find_flag(verb, name);
    if (flag == nullptr) return unknown_flag(verb, name);
    if (!flag->repeats && arguments.has(flag->name)) return UsageProblem{fmt::format("`{}` is given twice", name), {}};
    std::string value;
    if (flag->value.empty()) {
      if (equals != std::string::npos) return UsageProblem{fmt::format("`{}` takes no value", name), {}};
    } else if (equals != std::string::npos) {
      value = word.substr(equals + 1);
    } else if (i + 1 < words.size() && (words[i + 1].size() < 2 || words[i + 1][0] != '-' || is_digit(words[i + 1][1]))) {
      // `--timeout -1`: no flag begins so, and the flag says what is wrong with it.
      value = words[++i];
    } else {
      return UsageProblem{fmt::format("`{0}` needs a value: `{0} {1}`", name, flag->value), {}};
    }
    if (auto problem = check_value(*flag, value)) return problem;
    arguments.flags.emplace_back(flag->name, value);
  }
  return std::nullopt;
}

int refuse(std::string_view verb, const UsageProblem& problem, Console& console) {
  const std::size_t columns = console.context.err_is_terminal ? static_cast<std::size_t>(std::max(0, console.context.columns)) : 0;
  const auto say = [&](std::string_view head, std::string_view text) {
    console.err << wrapped(fmt::format("{}{}", head, text), columns, head.size()) << '\n';
  };
  say("crit: ", printable(problem.message));
  for (const std::string& help : problem.help) say("  help: ", printable(help));
  say("  help: ", fmt::format("`crit{}{} --help` says what can be given", verb.empty() ? "" : " ", verb));
  return exit_usage;
}

std::string help_text(const Verb& verb) {
  std::string text = fmt::format("{}\n\nusage: crit {}{}{}{}\n", verb.summary, verb.name,
                                 verb.operands.empty() ? "" : " ", verb.operands, verb.flags.empty() ? "" : " [flags]");
  if (!verb.flags.empty()) text += "\nflags:\n";
  for (const Flag& flag : verb.flags) {
    const std::string left = fmt::format("{}{}{}{}{}", flag.letter, flag.letter.empty() ? "" : ", ", flag.name, flag.value.empty() ? "" : " ", flag.value);
    // A long left side pushes its sentence to the next line, so that the sentences stand in one column.
    if (left.size() > 24) {
      text += fmt::format("  {}\n  {:24}  {}\n", left, "", flag.help);
    } else {
      text += fmt::format("  {:24}  {}\n", left, flag.help);
    }
  }
  if (!verb.details.empty()) text += fmt::format("\n{}", verb.details);
  return text;
}

}  // namespace crit::command
