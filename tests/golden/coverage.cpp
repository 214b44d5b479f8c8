// Coverage of the examples: which verdicts each criterion has come to, in all cases and all tests in the policies.
//
// A criterion that is never met, never fails or never is unknown is one that nobody has tried. Not applicable is counted,
// and not asked for: few criteria are conditional. The criteria of a section that does not apply are worked out by the
// engine, too, but decide nothing there, and are not counted.
#include <array>
#include <iomanip>
#include <iostream>
#include <map>
#include <sstream>

#include "golden.hpp"
#include "policy_files.hpp"

namespace golden {

namespace fs = std::filesystem;

namespace {

constexpr std::array<crit::CriterionVerdict, 4> verdicts = {crit::CriterionVerdict::met, crit::CriterionVerdict::not_met,
                                                             crit::CriterionVerdict::unknown, crit::CriterionVerdict::not_applicable};
constexpr std::size_t asked_for = 3;  // of them, the first

// The criteria of one version of a policy, in its order, and how often each came to each verdict.
class Tally {
 public:
  void add(const crit::Decision& decision) {
    for (const crit::SectionResult& section : decision.sections) {
      count(section.path, section.verdict);
      for (const crit::Criterion& criterion : section.criteria) {
        const bool applies = section.verdict != crit::CriterionVerdict::not_applicable || criterion.path.ends_with(" when");
        if (!applies) continue;
        // The section's own criterion says what the section says.
        if (criterion.path != section.path) count(criterion.path, criterion.verdict);
        for (const crit::Criterion& child : criterion.children) add(child);
      }
    }
  }

  void print(Report& report, const std::string& name) const {
    std::cout << "  " << std::left << std::setw(30) << name << std::right;
    for (const crit::CriterionVerdict verdict : verdicts) std::cout << std::setw(16) << crit::verdict_name(verdict);
    std::cout << '\n';
    for (const Row& row : rows_) {
      std::cout << "  " << std::left << std::setw(30) << row.path << std::right;
      for (const std::size_t count : row.counts) std::cout << std::setw(16) << count;
      std::cout << '\n';
    }
    for (const Row& row : rows_) {
      for (std::size_t i = 0; i < asked_for; ++i) {
        if (row.counts[i] != 0) report.pass();
        else report.fail(name, row.path + " is never " + std::string(crit::verdict_name(verdicts[i])));
      }
    }
  }

 private:
  struct Row {
    std::string path;
    std::array<std::size_t, verdicts.size()> counts{};
  };

  void add(const crit::Criterion& criterion) {
    count(criterion.path, criterion.verdict);
    for (const crit::Criterion& child : criterion.children) add(child);
  }

  void count(const std::string& path, crit::CriterionVerdict verdict) {
    const auto [known, is_new] = places_.emplace(path, rows_.size());
    if (is_new) rows_.push_back({path, {}});
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
      if (verdicts[i] == verdict) ++rows_[known->second].counts[i];
    }
  }

  std::vector<Row> rows_;
  std::map<std::string, std::size_t> places_;
};

// One example: its cases' members, then the tests in its policy. A policy of which nothing decides has no criteria to list,
// so that is a failure of its own.
class Example {
 public:
  explicit Example(fs::path folder) : folder_(std::move(folder)) {}

  void add(const Case& one) {
    each_member(one, [&](const std::string&, const crit::Program& program, const crit::Member& member, const crit::DecideOptions& options) {
      if (const crit::Result<crit::Decision> decision = program.decide(member, options)) add(*decision, members_);
    });
  }

  void add_tests() {
    std::istringstream in;
    std::ostringstream ignored;
    crit::command::Context context;
    context.cwd = folder_;
    crit::command::Console console{in, ignored, ignored, context};
    crit::command::PolicyFiles policy(console, "");
    if (!policy.read(".")) return;
    const auto program = crit::Engine().compile_versions(policy.policies(), policy.loader());
    if (!program) return;
    for (const crit::TestResult& result : program->run_tests(policy.loader())) {
      if (result.decided) add(*result.decided, tests_);
    }
  }

  void print(Report& report) const {
    const std::string name = report.name_of(folder_);
    std::cout << name << ": " << members_ << " members in cases, " << tests_ << " tests in the policy\n";
    if (tallies_.empty()) report.fail(name, "nothing in it is decided");
    for (const auto& [version, tally] : tallies_) tally.print(report, version);
    std::cout << '\n';
  }

 private:
  void add(const crit::Decision& decision, std::size_t& decided) {
    ++decided;
    if (decision.sections.empty()) return;  // no version is in force
    tallies_[decision.policy + (decision.policy_version.empty() ? "" : ", " + decision.policy_version)].add(decision);
  }

  fs::path folder_;
  std::map<std::string, Tally> tallies_;
  std::size_t members_ = 0;
  std::size_t tests_ = 0;
};

}  // namespace

void check_coverage(Report& report, const std::vector<Case>& examples) {
  std::map<fs::path, Example> found;
  for (const Case& one : examples) {
    const fs::path folder = one.program.parent_path().parent_path();
    found.try_emplace(folder, folder).first->second.add(one);
  }
  for (auto& [folder, example] : found) {
    example.add_tests();
    example.print(report);
  }
}

}  // namespace golden
