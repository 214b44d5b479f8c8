// Specs and examples: finding them, comparing them, and deciding them in other ways.
#include <algorithm>
#include <iterator>
#include <set>
#include <sstream>

#include "crit/crit.hpp"
#include "diagnostics.hpp"
#include "eval.hpp"
#include "golden.hpp"
#include "policy_files.hpp"
#include "verbs.hpp"

namespace golden {

namespace fs = std::filesystem;

namespace {

// All files with that extension under a folder, sorted, so that a run's order is the same everywhere.
std::vector<fs::path> files_under(const fs::path& folder, std::string_view extension) {
  std::vector<fs::path> found;
  if (!fs::exists(folder)) return found;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && entry.path().extension() == extension) found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

// The commands that the first lines of a spec say.
std::vector<std::vector<std::string>> commands_of(const fs::path& spec) {
  constexpr std::string_view marker = "# crit:";
  std::vector<std::vector<std::string>> commands;
  for (const std::string& line : split_lines(read_file(spec))) {
    if (!line.starts_with(marker)) break;
    std::vector<std::string> words = split_words(line.substr(marker.size()));
    const auto place = std::find(words.begin(), words.end(), "%");
    const auto without = std::find(words.begin(), words.end(), "%-");
    if (without != words.end()) {
      words.erase(without);
    } else if (place != words.end()) {
      *place = spec.filename().string();
    } else {
      words.push_back(spec.filename().string());
    }
    commands.push_back(std::move(words));
  }
  return commands;
}

std::string joined(const std::vector<std::string>& words) {
  std::string line;
  for (const std::string& word : words) line += (line.empty() ? "" : " ") + word;
  return line;
}

// An example is the folder `cases` stands in. Its policy is NAME.crit; without one, the folder holds its versions.
bool holds_versions(const fs::path& example) {
  return !fs::exists(example / (example.filename().string() + ".crit"));
}

}  // namespace

bool is_chosen(const fs::path& file, const std::vector<fs::path>& chosen) {
  return chosen.empty() || std::any_of(chosen.begin(), chosen.end(), [&](const fs::path& path) {
           const fs::path inside = file.lexically_relative(path);
           return !inside.empty() && *inside.begin() != "..";
         });
}

std::vector<Case> find_specs(Report& report, const std::vector<fs::path>& chosen) {
  std::vector<Case> specs;
  for (const fs::path& spec : files_under(report.root() / "tests/spec", ".crit")) {
    const fs::path out = fs::path(spec).replace_extension(".out");
    if (!is_chosen(spec, chosen) && !is_chosen(out, chosen)) continue;
    const fs::path inside = spec.lexically_relative(report.root());
    if (std::find(inside.begin(), inside.end(), "with") != inside.end()) continue;
    Case one{spec, out, commands_of(spec)};
    if (one.commands.empty()) {
      report.fail(report.name_of(spec), "its first line does not say the command: # crit: eval --facts …");
      continue;
    }
    specs.push_back(std::move(one));
  }
  return specs;
}

std::vector<Case> find_examples(Report& report, const std::vector<fs::path>& chosen) {
  std::vector<Case> examples;
  for (const fs::path& facts : files_under(report.root() / "examples", ".json")) {
    if (facts.parent_path().filename() != "cases") continue;
    const fs::path out = fs::path(facts).replace_extension(".out");
    if (!is_chosen(facts, chosen) && !is_chosen(out, chosen)) continue;
    const fs::path example = facts.parent_path().parent_path();
    const std::string policy = holds_versions(example) ? ".." : "../" + example.filename().string() + ".crit";
    examples.push_back({facts, out, {{"eval", policy, facts.filename().string()}}});
  }
  return examples;
}

void check_case(Report& report, const Case& one) {
  std::string text;
  for (const std::vector<std::string>& command : one.commands) {
    if (one.commands.size() > 1) text += "$ crit " + joined(command) + '\n';
    text += recorded(run_crit(command, one.program.parent_path()));
  }
  report.compare(one.out, text);
}

void check_orphans(Report& report, const std::vector<Case>& cases, const std::vector<fs::path>& chosen) {
  std::set<fs::path> wanted;
  for (const Case& one : cases) wanted.insert(one.out);
  for (const char* folder : {"tests/spec", "examples"}) {
    for (const fs::path& out : files_under(report.root() / folder, ".out")) {
      if (!is_chosen(out, chosen) || wanted.count(out) != 0) continue;
      if (fs::exists(fs::path(out).replace_extension(folder == std::string_view("examples") ? ".json" : ".crit")))
        continue;
      report.fail(report.name_of(out), "nothing gives this output any more; remove it");
    }
  }
}

void check_file_tests(Report& report, const std::vector<fs::path>& chosen) {
  const fs::path examples = report.root() / "examples";
  std::set<fs::path> together;  // an example's folder: what stands beside the policy, amendments or tests, belongs to it
  const auto run_tests = [&](const fs::path& folder, const std::string& name, const fs::path& shown) {
    const Run run = run_crit({"test", name}, folder);
    if (run.code == 0) report.pass();
    else report.fail(report.name_of(shown), "a test in it does not hold\n" + recorded(run));
  };
  for (const fs::path& root : {report.root() / "tests/spec", examples}) {
    for (const fs::path& policy : files_under(root, ".crit")) {
      const fs::path inside = policy.lexically_relative(report.root());
      const bool bad = std::find(inside.begin(), inside.end(), "bad") != inside.end();
      const bool used = std::find(inside.begin(), inside.end(), "with") != inside.end();  // by a spec, which shows its tests
      if (bad || used || !is_chosen(policy, chosen) || read_file(policy).find("\ntest \"") == std::string::npos) continue;
      const fs::path folder = policy.parent_path();
      if (folder.parent_path() == examples) together.insert(folder);
      else run_tests(folder, policy.filename().string(), policy);
    }
  }
  for (const fs::path& folder : together) run_tests(folder, ".", folder);
}

// ---- variants
// --------------------------------------------------------------------------------------------------------
namespace {

// What must stay the same when no explanation is asked for: everything but the explanation.
std::string without_explanation(crit::Decision decision) {
  decision.needs.clear();
  decision.sections.clear();
  decision.completions.clear();
  decision.no_completions.clear();
  decision.notes.clear();
  decision.summary.clear();
  return crit::to_json(decision);
}

std::string decided(const crit::Program& program, const crit::Member& member, const crit::DecideOptions& options,
                    bool explanation) {
  const crit::Result<crit::Decision> decision = program.decide(member, options);
  if (!decision) return "not decided";
  return explanation ? crit::to_json(*decision) : without_explanation(*decision);
}

void check_member(Report& report, const std::string& name, const crit::Program& program, const crit::Member& member,
                  crit::DecideOptions options) {
  options.max_steps = crit::default_max_steps;  // an explanation takes more work, so that a tight budget may stop it alone
  options.explain = true;
  options.short_circuit = true;
  const std::string full = decided(program, member, options, true);
  const std::string brief = decided(program, member, options, false);
  options.short_circuit = false;
  const std::string without_short_circuit = decided(program, member, options, true);
  options.explain = false;
  const std::string neither = decided(program, member, options, false);
  options.short_circuit = true;
  const std::string without_evidence = decided(program, member, options, false);
  if (without_short_circuit != full) {
    report.fail(name, "differs without short-circuit\n" + difference(full, without_short_circuit));
  } else if (without_evidence != brief || neither != brief) {
    report.fail(name, "differs without explanation\n" +
                          difference(brief, without_evidence == brief ? neither : without_evidence));
  } else {
    report.pass();
  }
}

}  // namespace

void each_member(const Case& one, const MemberVisitor& visit) {
  std::istringstream in;
  std::ostringstream ignored;
  crit::command::Context context;
  context.cwd = one.program.parent_path();
  crit::command::Console console{in, ignored, ignored, context};
  for (const std::vector<std::string>& command : one.commands) {
    crit::command::Arguments arguments;
    crit::command::EvalOptions options;
    const crit::command::Verb& eval = crit::command::eval_verb();
    if (command.front() != eval.name) continue;
    if (read_arguments(eval, {command.begin() + 1, command.end()}, arguments)) continue;
    if (read_eval_options(arguments, options)) continue;
    crit::command::PolicyFiles policy(console, "");
    if (!policy.read(options.policy)) continue;
    const auto program = crit::Engine().compile_versions(policy.policies(), policy.loader());
    if (!program) continue;
    for (const std::string& facts : options.facts) {
      const auto file = crit::command::read_source(facts, console);
      if (!file) continue;
      crit::ReadOptions read = options.read;
      read.format = options.facts_options.format.value_or(crit::format_of(facts));
      for (const crit::Member& member : program->read_members(*file, read)) {
        if (member.valid()) visit(facts, *program, member, options.decide);
      }
    }
  }
}

void check_variants(Report& report, const Case& one) {
  each_member(one, [&](const std::string& facts, const crit::Program& program, const crit::Member& member, const crit::DecideOptions& options) {
    check_member(report, report.name_of(one.program) + " " + facts + " " + member.id(), program, member, options);
  });
}

// ---- codes
// -----------------------------------------------------------------------------------------------------------
namespace {

// Diagnostics that no spec can show, and why not.
struct Unshown {
  std::string_view code;
  std::string_view why;
};
constexpr Unshown unshown[] = {
    {"E0000", "crit's own mistake: no policy is known that brings it about"},
    {"E0002", "wants a file of 256 MiB"},
    {"E0526", "of the C++ API: unit/host_test.cpp shows it"},
    {"E0527", "of the C++ API: unit/host_test.cpp shows it"},
    {"E0528", "wants a clock: unit/host_test.cpp shows it"},
    {"E0520", "wants a fact file of several hundred kilobytes"},
    {"E0524", "wants a value of 256 MiB: unit/command_test.cpp shows it smaller"},
};

}  // namespace

// An error stands in a bad/ spec, as `error[E0301]`; a warning or note in either kind, for it stops nothing.
void check_codes(Report& report) {
  std::string bad;
  std::string all;
  for (const fs::path& out : files_under(report.root() / "tests/spec", ".out")) {
    const std::string text = read_file(out);
    if (out.parent_path().filename() == "bad") bad += text;
    all += text;
  }
  for (const crit::MistakeInfo& mistake : crit::all_mistakes()) {
    const bool is_error = mistake.severity == crit::Severity::error;
    const bool shown = (is_error ? bad : all).find("[" + std::string(mistake.code) + "]") != std::string::npos;
    const bool exempt = std::any_of(std::begin(unshown), std::end(unshown),
                                    [&](const Unshown& one) { return one.code == mistake.code; });
    if (shown && exempt) {
      report.fail(std::string(mistake.code), "a spec shows it now: take it from the list of those that none can show");
    } else if (shown || exempt) {
      report.pass();
    } else {
      report.fail(std::string(mistake.code), "no " + std::string(is_error ? "bad/ " : "") + "spec shows it: " +
                                                 std::string(mistake.summary));
    }
  }
}

}  // namespace golden
