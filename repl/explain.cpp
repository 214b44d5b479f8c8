// `crit explain`: what a diagnostic's code means, with an example of it and of what is right; and what a module of the
// standard library gives: its text.
#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "crit/crit.hpp"
#include "pager.hpp"
#include "verbs.hpp"

namespace crit::command {

namespace {

const CodeSummary* find_code(std::string_view code) {
  const auto& all = diagnostic_codes();
  const auto found = std::find_if(all.begin(), all.end(), [&](const CodeSummary& one) { return one.code == code; });
  return found == all.end() ? nullptr : &*found;
}

std::string_view kind_of(Severity severity) {
  return severity == Severity::error ? "error" : severity == Severity::warning ? "warning" : "note";
}

const StandardModule* find_module(std::string_view name) {
  const auto& all = standard_modules();
  const auto found = std::find_if(all.begin(), all.end(), [&](const StandardModule& one) { return one.name == name; });
  return found == all.end() ? nullptr : &*found;
}

// As people write it: `e203`, `203`, `E0203:`, `error[E0203]`. Empty when nothing is near.
std::string meant(std::string_view word) {
  std::string digits;
  char letter = '\0';
  for (const char c : word) {
    if (c >= '0' && c <= '9') digits += c;
    if (digits.empty() && (c == 'e' || c == 'E' || c == 'w' || c == 'W')) letter = c == 'e' || c == 'E' ? 'E' : 'W';
  }
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
  if (!digits.empty() && digits.size() <= 4) {
    digits.insert(0, 4 - digits.size(), '0');
    for (const char first : {letter == '\0' ? 'E' : letter, 'E', 'W'}) {
      if (find_code(first + digits) != nullptr) return first + digits;
    }
  }
  std::vector<std::string_view> known;
  for (const CodeSummary& one : diagnostic_codes()) known.push_back(one.code);
  for (const StandardModule& one : standard_modules()) known.push_back(one.name);
  return std::string(likely(word, known));
}

std::vector<std::string> operand_words() {
  std::vector<std::string> words;
  for (const CodeSummary& one : diagnostic_codes()) words.emplace_back(one.code);
  for (const StandardModule& one : standard_modules()) words.emplace_back(one.name);
  return words;
}

int run_explain(const Arguments& arguments, Console& console) {
  if (arguments.operands.empty()) {
    for (const CodeSummary& one : diagnostic_codes()) {
      console.out << fmt::format("{}  {:7}  {}\n", one.code, kind_of(one.severity), one.summary);
    }
    console.out << "\nthe standard library, for `use NAME`:\n\n";
    for (const StandardModule& one : standard_modules()) console.out << fmt::format("{:10}  {}\n", one.name, one.summary);
    console.out << "\n`crit explain CODE` says more of a message, with examples; `crit explain MODULE` shows the module\n";
    return exit_decided;
  }
  bool first = true;
  for (const std::string& word : arguments.operands) {
    const std::string name = explained(word);
    if (name.empty()) {
      UsageProblem problem{fmt::format("crit has no message and no module `{}`", word), {}};
      if (const std::string near = meant(word); !near.empty()) {
        const CodeSummary* code = find_code(near);
        problem.help.push_back(fmt::format("did you mean `crit explain {}`: {}?", near, code != nullptr ? code->summary : find_module(near)->summary));
      } else {
        problem.help.push_back("`crit explain` lists all codes and modules");
      }
      return refuse("explain", problem, console);
    }
    const StandardModule* module = find_module(name);
    console.out << (first ? "" : "\n") << (module != nullptr ? std::string(module->text) : explain(name));
    first = false;
  }
  return exit_decided;
}

}  // namespace

std::string explained(std::string_view word) {
  const auto in_case = [](std::string text, char from, char to) {
    for (char& c : text) c = c >= from && c <= from + 25 ? static_cast<char>(c - from + to) : c;
    return text;
  };
  const std::string code = in_case(std::string(word), 'a', 'A');
  if (find_code(code) != nullptr) return code;
  std::string name = in_case(std::string(word), 'A', 'a');
  constexpr std::string_view ending = ".crit";
  if (name.size() > ending.size() && std::string_view(name).ends_with(ending)) name.resize(name.size() - ending.size());
  return find_module(name) != nullptr ? name : "";
}

const Verb& explain_verb() {
  static const Verb verb{"explain",
                         "[CODE|MODULE…]",
                         "says what a message's code means, with examples; shows a module",
                         "A code is what stands in brackets before a message: E0203. A module is what a policy takes from the\n"
                         "standard library: `use growth`. Without either all are listed.\n",
                         pager_flags(),
                         run_explain,
                         operand_words};
  return verb;
}

}  // namespace crit::command
