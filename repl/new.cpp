// `crit new`: a starter policy with a case and a test, commented for who writes their first.
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <ostream>
#include <system_error>

#include "crit/crit.hpp"
#include "verbs.hpp"

namespace crit::command {

namespace {

namespace fs = std::filesystem;

// `ID` and `CASE` are put in.
constexpr std::string_view starter = R"crit(# A starter policy. Everything behind a # is a remark for people.
# Change the facts and the criteria to those of your document, one at a time, and run `crit test` after each change.

policy "POLICY_ID" {
  title "POLICY_ID (so far an example: home oxygen)"
  effective from 2022-01-01            # the first date of service that it is for
}

# What may be asked about a member. The words in quotes are shown where something is missing.
facts {
  member     { birth_date : date          "Date of birth" }
  saturation : series { value : % }       "Oxygen saturation at rest"
  setting    : home | hospital            "Where the oxygen is used"
  diagnosis  : codes icd10                "Diagnoses"
}

# What approves. Number the criteria as your document does: I.1 here is I.1 in every decision and letter.
indication I "Low oxygen saturation at rest" {
  all_of {
    1 "Adult":                 member.birth_date to as_of >= 18 years
    2 "88 % or below, lately": latest saturation within 30 days has value <= 88 %
    3 "A lung disease":        diagnosis includes { J44*, J84* }
  }
  approve until as_of + 6 months
}

# What is not covered, whatever else holds.
exclusion II "Oxygen in a hospital is the hospital's" as not_covered {
  setting is hospital
}

# A test says what must come out. `crit test` runs them all.
test "a low saturation approves for six months" {
  as_of 2022-10-01
  facts {
    member     : { birth_date : 1950-01-02 }
    saturation : { { date : 2022-09-20; value : 86 % } }
    setting    : home
    diagnosis  : { J44.9 }
  }
  expect approve until 2023-04-01
}
test "an old measurement is asked for again" {
  as_of 2022-10-01
  facts {
    member     : { birth_date : 1950-01-02 }
    saturation : { { date : 2022-05-20; value : 86 % } }
    setting    : home
    diagnosis  : { J44.9 }
  }
  expect pend needs saturation
}
)crit";

constexpr std::string_view starter_case = R"({
  "#": "one member; a name that begins with # is a remark, of which crit reads nothing",
  "id": "typical",
  "as_of": "2022-10-01",
  "member": { "birth_date": "1950-01-02" },
  "saturation": [{ "date": "2022-09-20", "value": "86 %", "source": "chart_note" }],
  "setting": "home",
  "diagnosis": ["J44.9"],
  "expect": { "decision": "approve", "until": "2023-04-01", "criteria": { "I.2": "met" } }
}
)";

struct MadeFile {
  fs::path path;
  std::string text;
  std::string what;
};

std::string replaced(std::string_view text, std::string_view word, const std::string& by) {
  std::string made(text);
  for (std::size_t at = made.find(word); at != std::string::npos; at = made.find(word, at + by.size())) made.replace(at, word.size(), by);
  return made;
}

bool is_name(std::string_view name) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const auto may_stand = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.'; };
  return !name.empty() && is_letter(name.front()) && std::all_of(name.begin(), name.end(), may_stand) && name.back() != '.';
}

// A name like it that would do: "home_oxygen" for `home oxygen`; empty: nothing is left of it.
std::string near_name(std::string_view name) {
  std::string made;
  for (const char c : name) {
    const bool good = is_name(made + c) || (!made.empty() && is_name(made + c + "x"));
    if (good) made += c;
    else if (!made.empty() && made.back() != '_') made += '_';
  }
  while (!made.empty() && made.back() == '_') made.pop_back();
  return made;
}

std::optional<UsageProblem> bad_name(const std::string& given) {
  if (given.empty()) return UsageProblem{"the new policy cannot be called ``: a name is expected", {"name it after your document: `crit new home_oxygen`"}};
  const std::string name = fs::path(given).filename().string();
  if (is_name(name)) return std::nullopt;
  UsageProblem problem{fmt::format("the new policy cannot be called `{}`: a name begins with a letter, and has letters, digits, `_`, `-` and `.` only", name.empty() ? given : name), {}};
  if (const std::string near = near_name(name); !near.empty()) problem.help.push_back(fmt::format("`{}` would do", near));
  return problem;
}

// Why it could not be written, or "". What is there already is never written over.
std::string write_new(const fs::path& path, std::string_view text) {
  errno = 0;
  std::FILE* file = std::fopen(path.string().c_str(), "wx");
  if (file == nullptr) return errno == EEXIST ? "it is there already" : std::generic_category().message(errno);
  const bool whole = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  const bool closed = std::fclose(file) == 0;
  return whole && closed ? "" : "writing it failed";
}

int fail(const std::string& path, const std::string& why, Console& console) {
  console.err << "crit: " << printable(fmt::format("`{}` cannot be made: {}", path, why)) << '\n';
  return exit_failure;
}

int run_new(const Arguments& arguments, Console& console) {
  if (arguments.operands.size() != 1) return refuse("new", {arguments.operands.empty() ? "no name is given" : "more than one name is given", {"name it after your document: `crit new home_oxygen`"}}, console);
  const std::string& given = arguments.operands.front();
  if (const auto problem = bad_name(given)) return refuse("new", *problem, console);
  const fs::path target(given);
  const bool is_file = target.extension() == ".crit";
  const std::string name = is_file ? target.stem().string() : target.filename().string();
  if (is_file && !is_name(name)) return refuse("new", *bad_name(name), console);
  const std::string policy = replaced(starter, "POLICY_ID", name);

  std::error_code error;
  const fs::path at = console.context.cwd / target;
  if (fs::exists(fs::symlink_status(at, error))) return fail(given, "it is there already; nothing was written", console);
  if (const fs::path parent = at.parent_path(); !parent.empty() && !fs::is_directory(parent, error)) return fail(given, fmt::format("there is no folder `{}`", target.parent_path().string()), console);
  std::vector<MadeFile> files;
  if (is_file) {
    files.push_back({target, policy, "the policy: facts, criteria, an exclusion and two tests"});
  } else {
    if (!fs::create_directory(at, error) || !fs::create_directory(at / "cases", error)) return fail(given, error ? error.message() : "it is there already; nothing was written", console);
    files.push_back({target / (name + ".crit"), policy, "the policy: facts, criteria, an exclusion and two tests"});
    files.push_back({target / "cases" / "typical.json", std::string(starter_case), "a member, and what is expected for them"});
  }
  std::size_t widest = 0;
  for (const MadeFile& file : files) widest = std::max(widest, file.path.string().size());
  for (const MadeFile& file : files) {
    if (const std::string why = write_new(console.context.cwd / file.path, file.text); !why.empty()) return fail(file.path.string(), why, console);
    console.out << fmt::format("{:<{}}  {}\n", file.path.string(), widest, file.what);
  }
  const std::string own = files.front().path.string();
  console.out << fmt::format("\nnext:\n  crit test {}\n", own);
  if (!is_file) console.out << fmt::format("  crit eval {} {}\n", own, files.back().path.string());
  console.out << fmt::format("  crit facts {}\n", own);
  return exit_decided;
}

}  // namespace

const Verb& new_verb() {
  static const Verb verb{"new", "NAME", "makes a starter policy, with a case and tests, that runs at once",
                         "`crit new home_oxygen` makes a folder with the policy and its cases; `crit new home_oxygen.crit` only the policy.\n"
                         "What is there already is never written over.\n", {}, run_new};
  return verb;
}

}  // namespace crit::command
