// Tests in the file: whether what they say can be tested. They are run by interp/file_tests.cpp.
#include "check_tests.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "check_documentation.hpp"
#include "check_names.hpp"
#include "near.hpp"

namespace crit {

// Those in the policy's own file first. What is wrong with others is told apart: it stops no decision.
void Tests::check_tests() {
  std::map<std::string, Span> seen;
  const auto is_own = [&](const ast::Test& test) { return context_.of_tests == nullptr || sources_.at(test.span.begin).base() == 0; };
  for (const ast::Test& test : file_.tests) {
    if (is_own(test)) check_test(test, seen);
  }
  if (context_.of_tests == nullptr) return;
  const bool failed = findings_.failed;
  Diagnostics of_policy = std::exchange(diagnostics_, std::move(*context_.of_tests));
  for (const ast::Test& test : file_.tests) {
    if (!is_own(test)) check_test(test, seen);
  }
  *context_.of_tests = std::exchange(diagnostics_, std::move(of_policy));
  findings_.failed = failed;
}

void Tests::check_test(const ast::Test& test, std::map<std::string, Span>& seen) {
  const auto [place, fresh] = seen.emplace(test.name.text, test.name.span);
  if (!fresh) {
    report(Mistake::bad_test, test.name.span, fmt::format("two tests are called \"{}\"", test.name.text), "give one of them another name")
        .labels.push_back({place->second, "first used here"});
  }
  if (!test.as_of.empty() && test.as_of.text.size() < 10) {
    report(Mistake::bad_test, test.as_of.span, "a date of service is a full day", "write `as_of YYYY-MM-DD`");
  }
  if (test.expectations.empty() && !test.broken) {
    report(Mistake::bad_test, test.name.span, fmt::format("the test \"{}\" expects nothing", test.name.text), "add `expect approve`, `expect deny because I.A.4`, …");
  }
  if (test.as_of.empty() && test.facts_file.empty() && !test.broken) {
    report(Mistake::bad_test, test.name.span, fmt::format("the test \"{}\" has no date of service", test.name.text), "add `as_of YYYY-MM-DD`");
  }
  if (is_of_another_version(test)) return;
  for (const ast::Given& given : test.given) {
    const std::size_t told = diagnostics_.all().size();
    check_given(given);
    if (diagnostics_.all().size() != told) hint_version(test);
  }
  for (const ast::Expectation& expected : test.expectations) {
    const std::size_t told = diagnostics_.all().size();
    check_expectation(expected);
    if (diagnostics_.all().size() != told) hint_version(test);
  }
}

// Of a test that stands beside several versions: which of them it is held against.
void Tests::hint_version(const ast::Test& test) {
  if (!file_.several_versions || sources_.at(test.span.begin).base() == 0) return;
  const std::string& version = sources_.all().front().name();
  diagnostics_.hint(test.as_of.empty() ? fmt::format("the version asked is `{}`", version) : fmt::format("the version in force on {} is `{}`", test.as_of.text, version));
}

// A test that stands beside several versions is run by the one in force on its day: what it names is looked up there. Where its
// facts say the day, it is looked up in each.
bool Tests::is_of_another_version(const ast::Test& test) const {
  if (!file_.several_versions || sources_.at(test.span.begin).base() == 0) return false;
  const std::optional<Date> day = test.as_of.empty() ? std::nullopt : parse_date(test.as_of.text);
  return day && (day->first < policy_.effective_from.value_or(first_day) || day->first > policy_.effective_to.value_or(last_day));
}

void Tests::check_given(const ast::Given& given) {
  if (given.name.empty()) {
    report(Mistake::bad_test, given.span, "a fact is given by its name", "write `FACT : VALUE`");
    return;
  }
  const std::string& path = given.name.text;
  if (path == "as_of") {
    report(Mistake::bad_test, given.name.span, "the date of service is not one of the facts", "write `as_of YYYY-MM-DD` in the test, before or after `facts`");
    return;
  }
  if (documentation().questions().count(path) != 0) return;  // the answer to what a criterion asks
  if (criterion_names_.index.count(path) != 0) {
    report(Mistake::bad_test, given.name.span, fmt::format("`{}` is a criterion that asks no question", path), "give the facts that it reads; only what is `asked` has an answer of its own");
    return;
  }
  if (unknown_question(given.name)) return;
  const SymbolKind kind = find(path).kind;
  if (kind == SymbolKind::fact || kind == SymbolKind::list || kind == SymbolKind::faulty || kind == SymbolKind::group || path == "id") return;
  if (kind == SymbolKind::none) names().unknown_name(path, given.name.span);
  else report(Mistake::bad_test, given.name.span, fmt::format("`{}` is not a fact", path), "a test gives facts; what is defined follows from them");
}

// An outline name that no criterion has.
bool Tests::unknown_question(const ast::Word& word) {
  if (word.text.empty() || word.text[0] < 'A' || word.text[0] > 'Z') return false;
  std::vector<std::string> names;
  if (diagnostics_.all().size() < max_advised) {
    for (const auto& [path, slot] : documentation().questions()) names.push_back(path);
  }
  Diagnostic& diagnostic = report(Mistake::unknown_criterion, word.span, fmt::format("no criterion `{}` asks a question", word.text));
  const std::string near = nearest(word.text, names);
  if (!near.empty()) diagnostic.help.push_back(fmt::format("did you mean `{}`?", near));
  return true;
}

void Tests::check_expectation(const ast::Expectation& expected) {
  static const std::vector<std::string> outcomes{"approve", "deny", "pend", "refer", "undetermined", "invalid"};
  if (!expected.criterion.empty()) return check_expected_criterion(expected.criterion);
  const std::string& outcome = expected.outcome.text;
  if (std::find(outcomes.begin(), outcomes.end(), outcome) == outcomes.end()) {
    Diagnostic& diagnostic = report(Mistake::bad_test, expected.outcome.span, fmt::format("`{}` is not a decision", outcome));
    const std::string near = nearest(outcome, outcomes);
    diagnostic.help.push_back(near.empty() ? "decisions are approve, deny, pend, refer and undetermined; `invalid` is for wrong facts" : fmt::format("did you mean `{}`?", near));
    return;
  }
  const auto only_for = [&](bool said, Span span, const char* part, const char* of) {
    if (said && outcome != of) report(Mistake::bad_test, span, fmt::format("`{}` goes with `expect {}`", part, of), fmt::format("leave it out, or expect {}", of));
  };
  only_for(!expected.category.empty(), expected.category.span, "as", "deny");
  only_for(!expected.until.empty(), expected.until.span, "until", "approve");
  only_for(!expected.target.empty(), expected.target.span, "to", "refer");
  if (!expected.needs.empty()) only_for(true, expected.needs.front().span, "needs", "pend");
  if (!expected.gives.empty()) only_for(true, expected.gives.front().span, "give", "approve");
  if (!expected.until.empty() && expected.until.text.size() < 10) {
    report(Mistake::bad_test, expected.until.span, "an approval ends on a full day", "write `until YYYY-MM-DD`");
  }
  for (const ast::Word& criterion : expected.because) check_expected_criterion(criterion);
  for (const ast::Word& need : expected.needs) {
    if (documentation().questions().count(need.text) != 0 || (criterion_names_.index.count(need.text) == 0 && unknown_question(need))) continue;
    const SymbolKind kind = find(need.text).kind;
    if (kind == SymbolKind::none && criterion_names_.index.count(need.text) == 0) names().unknown_name(need.text, need.span);
  }
  if (outcome == "approve") check_expected_outputs(expected);
}

void Tests::check_expected_criterion(const ast::Word& criterion) {
  if (criterion_names_.index.count(criterion.text) != 0 || file_.lost_criteria) return;
  std::vector<std::string> names;
  if (diagnostics_.all().size() < max_advised) {
    for (const auto& [path, index] : criterion_names_.index) names.push_back(path);
  }
  Diagnostic& diagnostic = report(Mistake::unknown_criterion, criterion.span, fmt::format("this policy has no criterion `{}`", criterion.text));
  const std::string near = nearest(criterion.text, names);
  diagnostic.help.push_back(near.empty() ? "give a criterion's full name, such as `I.A.3`" : fmt::format("did you mean `{}`?", near));
}

// An output that no indication gives.
void Tests::check_expected_outputs(const ast::Expectation& expected) {
  if (context_.unread) return;  // an output may be what could not be read
  std::vector<std::string> names;
  for (const checked::Give& give : policy_.shared_gives) names.push_back(give.name);
  for (const checked::Section& section : policy_.sections) {
    for (const checked::Give& give : section.gives) names.push_back(give.name);
  }
  for (const ast::Given& given : expected.gives) {
    if (std::find(names.begin(), names.end(), given.name.text) != names.end()) continue;
    Diagnostic& diagnostic = report(Mistake::bad_test, given.name.span, fmt::format("no indication gives `{}`", given.name.text));
    const std::string near = nearest(given.name.text, names);
    diagnostic.help.push_back(near.empty() ? "outputs are what an indication or a `common` block says with `give`" : fmt::format("did you mean `{}`?", near));
  }
}

}  // namespace crit
