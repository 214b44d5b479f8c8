#include "expected.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "near.hpp"
#include "program.hpp"
#include "unit.hpp"

namespace crit {

namespace {

std::string joined(const std::vector<std::string>& names) {
  std::string all;
  for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
  return all;
}

std::string joined(const std::vector<ExpectedWord>& words) {
  std::vector<std::string> names;
  for (const ExpectedWord& word : words) names.push_back(word.text);
  return joined(names);
}

void gather(const std::vector<Criterion>& criteria, std::vector<std::pair<std::string, CriterionVerdict>>& into) {
  for (const Criterion& one : criteria) {
    into.emplace_back(one.path, one.verdict);
    gather(one.children, into);
  }
}

// Of all sections and criteria; the section first where a criterion has its path.
std::vector<std::pair<std::string, CriterionVerdict>> verdicts_of(const Decision& decision) {
  std::vector<std::pair<std::string, CriterionVerdict>> all;
  for (const SectionResult& section : decision.sections) {
    all.emplace_back(section.path, section.verdict);
    gather(section.criteria, all);
  }
  return all;
}

}  // namespace

void HeldAgainst::fail(Span place, std::string message, std::string help, Differing differing) {
  Diagnostic& made = found.add(Mistake::test_failed, place, fmt::format("\"{}\": {}", test, message));
  if (!help.empty()) made.help.push_back(std::move(help));
  if (!differing.what.empty()) differs.push_back(std::move(differing));
}

void HeldAgainst::compare(const Expectation& expected, const Decision& decision) {
  const std::string outcome(outcome_name(decision.outcome));
  if (!expected.decision.empty() && expected.decision.text != outcome) {
    const char* prefix = decision.outcome == Outcome::undetermined ? "undetermined: " : "";  // other summaries begin with theirs
    return fail(expected.decision.span, fmt::format("expected {}, and it is {}{}", expected.decision.text, prefix, decision.summary), "", {"decision", expected.decision.text, outcome});
  }
  compare_word(expected.category, decision.category, "category", "none");
  compare_because(expected, decision);
  compare_word(expected.until, decision.until, "until", "without end");
  compare_word(expected.through, decision.through, "through", "without end");
  compare_word(expected.target, decision.target, "target", "none");
  compare_word(expected.review, decision.review, "review", "none");
  std::vector<std::string> needed;
  for (const Need& need : decision.needs) needed.push_back(need.fact);
  for (const ExpectedWord& need : expected.needs) {
    if (std::find(needed.begin(), needed.end(), need.text) != needed.end()) continue;
    fail(need.span, fmt::format("{} is not among what is needed: {}", need.text, needed.empty() ? "nothing is" : joined(needed)), "", {"needs", need.text, joined(needed)});
  }
  for (const auto& [path, verdict] : expected.criteria) compare_criterion(path, verdict, decision);
  for (const auto& [name, value] : expected.outputs) compare_output(name, value, decision);
}

void HeldAgainst::compare_word(const ExpectedWord& expected, const std::string& found_word, const char* what, const char* none) {
  if (expected.empty() || expected.text == found_word) return;
  const std::string name = what;
  const std::string is = found_word.empty() ? std::string(none) : found_word;
  std::string message = fmt::format("expected {} {}, and it is {}", name, expected.text, is);
  if (name == "category" || name == "review") message = fmt::format("expected the {} {}, and it is {}", name, expected.text, is);
  if (name == "target") message = fmt::format("expected a referral to {}, and it is to {}", expected.text, found_word);
  fail(expected.span, std::move(message), "", {name, expected.text, found_word});
}

void HeldAgainst::compare_because(const Expectation& expected, const Decision& decision) {
  for (const ExpectedWord& criterion : expected.because) {
    if (std::find(decision.because.begin(), decision.because.end(), criterion.text) != decision.because.end()) continue;
    fail(criterion.span, fmt::format("{} is not among the reasons: {}", criterion.text, decision.because.empty() ? "there are none" : joined(decision.because)), "",
         {"because", criterion.text, joined(decision.because)});
  }
  if (expected.only && !expected.because.empty() && decision.because.size() > expected.because.size()) {
    fail(expected.because.front().span, fmt::format("these are not the only reasons: {}", joined(decision.because)), "", {"because", joined(expected.because), joined(decision.because)});
  }
}

void HeldAgainst::compare_criterion(const std::string& path, const ExpectedWord& expected, const Decision& decision) {
  const auto verdicts = verdicts_of(decision);
  const auto here = std::find_if(verdicts.begin(), verdicts.end(), [&](const auto& one) { return one.first == path; });
  if (here == verdicts.end()) {
    std::vector<std::string> paths;
    for (const auto& [known, verdict] : verdicts) paths.push_back(known);
    const std::string near = nearest(path, paths);
    return fail(expected.span, fmt::format("there is no criterion {} in this decision", path), near.empty() ? "" : fmt::format("did you mean `{}`?", near), {"criteria." + path, expected.text, ""});
  }
  const std::string verdict(verdict_name(here->second));
  if (verdict == expected.text) return;
  fail(expected.span, fmt::format("expected {} {}, and it is {}", path, expected.text, verdict), "", {"criteria." + path, expected.text, verdict});
}

// Values, not their spelling: 2 tablets/day is 2 tablet/d, 9.10 USD is 9.1 USD.
bool HeldAgainst::same_value(const std::string& left, const std::string& right) const {
  if (left == right) return true;
  const auto read = [&](const std::string& text) { return parse_quantity(text, counting); };
  const std::optional<QuantityText> one = read(left).quantity;
  const std::optional<QuantityText> other = read(right).quantity;
  if (!one || !other) {
    const std::optional<Number> a = Number::parse(left);
    const std::optional<Number> b = Number::parse(right);
    return a && b && *a == *b;
  }
  if (!same_dimension(one->unit, other->unit) || one->unit.is_plain() != other->unit.is_plain()) return false;
  const std::optional<Number> converted = convert(other->value, other->unit, one->unit);
  return converted && *converted == one->value;
}

void HeldAgainst::compare_output(const std::string& name, const ExpectedWord& expected, const Decision& decision) {
  const auto output = std::find_if(decision.outputs.begin(), decision.outputs.end(), [&](const Output& one) { return one.name == name; });
  if (output == decision.outputs.end()) {
    std::vector<std::string> names;
    for (const Output& one : decision.outputs) names.push_back(one.name);
    const std::string near = nearest(name, names);
    return fail(expected.span, fmt::format("nothing called {} is given", name), near.empty() ? "" : fmt::format("did you mean `{}`?", near), {"outputs." + name, expected.text, ""});
  }
  const std::string value = output->value + (output->unit.empty() ? "" : " " + output->unit);
  if (!same_value(expected.text, value)) fail(expected.span, fmt::format("expected {} = {}, and it is {}", name, expected.text, value), "", {"outputs." + name, expected.text, value});
}

// ---- cases --------------------------------------------------------------------------------------------------------------

TestResult Program::test(const Member& member, const DecideOptions& options) const {
  TestResult result;
  result.name = member.id();
  result.file = member.file();
  result.line = member.line();
  const auto fail = [&](std::vector<Diagnostic> failures) {
    for (const Diagnostic& one : failures) result.sources.push_back(member.source(one));
    result.failures = std::move(failures);
    result.passed = result.failures.empty();
    return std::move(result);
  };
  const Reading* reading = member.data_ ? &member.data_->reading : nullptr;
  if (member.is_broken() || reading == nullptr || !reading->expected) {
    result.decision = "invalid";
    if (member.is_broken()) return fail(member.diagnostics());
    Diagnostics found(member.file());
    const Span place = reading == nullptr ? Span{} : member.data_->place;
    found.add(Mistake::test_failed, place, "this member says nothing of what is expected", "write \"expect\": { \"decision\": … } beside its facts");
    return fail(found.take_sorted());
  }
  if (!reading->expected_faults.empty()) {
    return fail(reading->expected_faults);
  }
  const Expectation& expected = *reading->expected;
  Diagnostics found(member.file());
  const std::string name = result.name.empty() ? fmt::format("line {}", result.line) : result.name;
  static const std::vector<std::string> none;
  HeldAgainst held{name, data_ ? data_->versions[member.data_->version].chunk.schema.counting_units : none, found, result.differs};
  Result<Decision> decision = decide(member, options);
  if (decision) {
    result.decision = decision->summary;
    held.compare(expected, *decision);
    result.decided = std::move(*decision);
  } else {
    result.decision = "invalid";
    if (expected.decision.text != "invalid") {
      const std::vector<Diagnostic>& why = decision.error();
      const auto error = std::find_if(why.begin(), why.end(), [](const Diagnostic& one) { return one.severity == Severity::error; });
      const std::string because = error == why.end() ? std::string() : fmt::format(": {}{}", error->path.empty() ? "" : error->path + ": ", error->message);
      held.fail(expected.decision.span, fmt::format("expected {}, and the facts are invalid{}", expected.decision.text, because),
                      error == why.end() || error->help.empty() ? "" : error->help.front(), {"decision", expected.decision.text, "invalid"});
    }
  }
  return fail(found.take_sorted());
}

}  // namespace crit
