// `crit explain`: what a diagnostic's code means, with an example of it and of what is right; what LANGUAGE.md says of a word,
// or how a phrase is said; and what a module of the standard library gives: its text.
#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "crit/crit.hpp"
#include "crit/manual.hpp"
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
  for (const std::string& one : manual_words()) words.push_back(one);
  return words;
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return lower;
}

constexpr std::string_view module_ending = ".crit";
bool names_file(std::string_view word) { return lower_case(word).ends_with(module_ending); }

// The word of LANGUAGE.md, in its own spelling; empty: none.
std::string manual_word(std::string_view word) {
  std::string key = lower_case(word);
  if (key.ends_with("()")) key.resize(key.size() - 2);
  std::replace(key.begin(), key.end(), '_', ' ');
  for (const std::string& one : manual_words()) {
    std::string known = lower_case(one);
    std::replace(known.begin(), known.end(), '_', ' ');
    if (known == key) return one;
  }
  return {};
}

void list_all(std::ostream& out) {
  for (const CodeSummary& one : diagnostic_codes()) {
    out << fmt::format("{}  {:7}  {}\n", one.code, kind_of(one.severity), one.summary);
  }
  out << "\nthe standard library, for `use NAME`:\n\n";
  for (const StandardModule& one : standard_modules()) out << fmt::format("{:10}  {}\n", one.name, one.summary);
  out << "\nthe words of the language:\n";
  constexpr std::size_t width = 100;
  std::size_t column = width;
  for (const std::string& one : manual_words()) {
    const bool wraps = column + one.size() + 2 > width;
    const bool first = &one == &manual_words().front();
    out << (first ? "\n" : wraps ? ",\n" : ", ") << one;
    column = wraps ? one.size() : column + one.size() + 2;
  }
  out << "\n\n`crit explain CODE` says more of a message, with examples; `crit explain MODULE` shows the module;\n"
         "`crit explain WORD` shows what LANGUAGE.md says of a word; `crit explain 'trial and failure'` how a phrase is said\n";
}

int run_explain(const Arguments& arguments, Console& console) {
  if (arguments.operands.empty()) {
    list_all(console.out);
    return exit_decided;
  }
  bool first = true;
  for (const std::string& word : arguments.operands) {
    const std::string page = page_of(word);
    if (page.empty()) return refuse("explain", no_page(word), console);
    console.out << (first ? "" : "\n") << page;
    first = false;
  }
  return exit_decided;
}

}  // namespace

std::string page_of(const std::string& word) {
  const std::string name = explained(word);
  if (find_code(name) != nullptr) return explain(name);
  const StandardModule* module = find_module(name);
  if (!names_file(word) && !manual_word(word).empty()) {
    std::string page = manual(word);
    if (module != nullptr) page += fmt::format("\n`{0}` is a module of the standard library, too: `crit explain {0}.crit` shows it\n", name);
    return page;
  }
  return module != nullptr ? std::string(module->text) : manual(word);
}

UsageProblem no_page(const std::string& word) {
  UsageProblem problem{fmt::format("crit has no message, module, word or phrase `{}`", word), {}};
  if (const std::string near = meant(word); !near.empty()) {
    const CodeSummary* code = find_code(near);
    problem.help.push_back(fmt::format("did you mean `crit explain {}`: {}?", near, code != nullptr ? code->summary : find_module(near)->summary));
    return problem;
  }
  for (const std::string& near : manual_near(word)) {
    const bool one_word = near.find_first_of(" ;,'\"$") == std::string::npos;
    const std::string written = one_word ? near : "\"" + near + "\"";
    problem.help.push_back(fmt::format("did you mean `crit explain {}`?", written));
  }
  if (problem.help.empty()) problem.help.push_back("`crit explain` lists all codes, modules and words");
  return problem;
}

std::string explained(std::string_view word) {
  std::string code(word);
  for (char& c : code) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  if (find_code(code) != nullptr) return code;
  std::string name = lower_case(word);
  if (name.size() > module_ending.size() && names_file(name)) name.resize(name.size() - module_ending.size());
  return find_module(name) != nullptr ? name : manual_word(word);
}

const Verb& explain_verb() {
  static const Verb verb{"explain",
                         "[CODE|WORD|MODULE…]",
                         "says what a message's code or a word means, with examples; shows a module",
                         "A code is what stands in brackets before a message: E0203. A word is a word of the language, `within`,\n"
                         "or a payer's phrase, 'trial and failure'. A module is what a policy takes from the standard library:\n"
                         "`use growth`. Without any of them all are listed.\n",
                         pager_flags(),
                         run_explain,
                         operand_words};
  return verb;
}

}  // namespace crit::command
