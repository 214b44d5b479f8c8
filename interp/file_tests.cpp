// The tests that stand in a policy: their facts are put together, decided, and held against what they expect.
#include <fmt/format.h>

#include <algorithm>
#include <deque>

#include "decide.hpp"
#include "diagnostics.hpp"
#include "expected.hpp"
#include "json.hpp"
#include "named_file.hpp"
#include "program.hpp"
#include "read_facts.hpp"

namespace crit {
namespace {

// A test's own facts as JSON, which is what the reader of facts reads.
class AsJson {
 public:
  // A group in braces changes what it names and leaves the rest of the group as the file has it.
  void changes(const Schema& schema, const std::vector<ast::Given>& given, const std::string& prefix, std::vector<FactChange>& made) {
    for (const ast::Given& one : given) {
      FactChange change;
      change.path = prefix + one.name.text;
      if (one.form == ast::Given::Form::braces && is_group(schema, change.path)) {
        changes(schema, one.members, change.path + ".", made);
        continue;
      }
      const bool taken_out = one.form == ast::Given::Form::word && one.value.text == "missing";
      if (!taken_out) change.value = value(one);
      made.push_back(std::move(change));
    }
  }

  JsonValue value(const ast::Given& given) {
    using Form = ast::Given::Form;
    JsonValue made;
    made.kind = JsonKind::text;
    switch (given.form) {
      case Form::number:
        if (given.value.text.find(' ') == std::string::npos) made.kind = JsonKind::number;
        made.text = keep(given.value.text);
        break;
      case Form::word:
        if (given.value.text == "yes" || given.value.text == "no") {
          made.kind = JsonKind::boolean;
          made.boolean = given.value.text == "yes";
        } else if (given.value.text == "null") {
          made.kind = JsonKind::null;
        } else {
          made.text = keep(given.value.text);
        }
        break;
      case Form::text: case Form::date: case Form::duration: case Form::code: made.text = keep(given.value.text); break;
      case Form::braces: {
        const bool named = !given.members.empty() && !given.members.front().name.empty();
        made.kind = named ? JsonKind::object : JsonKind::array;
        for (const ast::Given& member : given.members) {
          made.children.push_back(value(member));
          if (named) made.children.back().name = keep(member.name.text);
        }
        break;
      }
    }
    return made;
  }

 private:
  static bool is_group(const Schema& schema, const std::string& path) {
    const std::string prefix = path + ".";
    const auto inside = [&](const auto& slot) { return slot.path.compare(0, prefix.size(), prefix) == 0; };
    return std::any_of(schema.facts.begin(), schema.facts.end(), inside) || std::any_of(schema.lists.begin(), schema.lists.end(), inside);
  }
  std::string_view keep(const std::string& text) { return texts_.emplace_back(text); }
  std::deque<std::string> texts_;
};

// What a test in a policy expects, as a case says it.
Expectation expectation_of(const ast::Expectation& expected) {
  const auto word = [](const ast::Word& given) { return ExpectedWord{given.text, given.span}; };
  Expectation made;
  made.decision = word(expected.outcome);
  made.category = word(expected.category);
  made.until = word(expected.until);
  made.target = word(expected.target);
  made.only = expected.only;
  for (const ast::Word& one : expected.because) made.because.push_back(word(one));
  for (const ast::Word& one : expected.needs) made.needs.push_back(word(one));
  if (!expected.criterion.empty()) made.criteria.emplace_back(expected.criterion.text, ExpectedWord{expected.verdict.text, expected.span});
  for (const ast::Given& one : expected.gives) made.outputs.emplace_back(one.name.text, ExpectedWord{one.value.text, one.span});
  return made;
}

class FileTest {
 public:
  FileTest(const ProgramData& program, const Version& version, std::size_t test, const FileLoader& loader)
      : program_(program), version_(version), test_(version.tests[test]), faults_(version.test_faults[test]), loader_(loader), found_(version.file) {}

  // Nothing where the test stands in a file of amendments, which is read with every version, and another is in force.
  std::optional<TestResult> run() {
    const Source& source = version_.sources.at(test_.span.begin);
    result_.name = test_.name.text;
    result_.file = source.name();
    result_.line = source.locate(test_.span.begin - source.base()).line;
    decide_and_compare();
    if (elsewhere_) return std::nullopt;
    result_.failures = faults_.empty() ? found_.take_sorted(version_.sources) : faults_;
    result_.passed = result_.failures.empty();
    return std::move(result_);
  }

 private:
  void fail(Span span, std::string message, std::string help = "") {
    Diagnostic& made = found_.add(Mistake::test_failed, span, fmt::format("\"{}\": {}", test_.name.text, message));
    if (!help.empty()) made.help.push_back(std::move(help));
  }

  void decide_and_compare() {
    const Source& own = version_.sources.at(test_.span.begin);
    std::string name = own.name();
    std::string text = "{}";
    if (!test_.facts_file.empty()) {
      const std::string place = place_of(own.name(), test_.facts_file.text);
      if (!program_.root.empty() && !is_inside(program_.root, place)) {
        return fail(test_.facts_file.span, fmt::format("the fact file `{}` lies outside `{}`, in which all that this policy names is kept", place, program_.root), "put it inside that folder");
      }
      const LoadedFile file = loader_ ? loader_(own.name(), test_.facts_file.text) : LoadedFile{};
      if (file.state != LoadedFile::State::found) {
        return fail(test_.facts_file.span, fmt::format("the fact file `{}` {}", test_.facts_file.text,
                                                       file.state == LoadedFile::State::absent ? "is not there" : "cannot be read: " + file.why),
                    "its path starts from the folder of this policy");
      }
      name = file.name;
      text = file.text;
    }
    AsJson json;
    const Source file(name, text);
    std::vector<FactChange> changes;
    json.changes(version_.chunk.schema, test_.given, "", changes);
    MemberFacts facts = read_member(version_.chunk.schema, file, changes);
    std::optional<Day> day = facts.facts.as_of;
    if (const std::optional<Date> given = test_.as_of.empty() ? std::nullopt : parse_date(test_.as_of.text)) day = given->first;
    if (!faults_.empty() && !day) {  // on which day is not known: told once
      elsewhere_ = &version_ != &program_.versions.back();
      return;
    }
    if (facts.valid && !day) return fail(test_.name.span, "no date of service is given", "add `as_of YYYY-MM-DD` to the test");
    bool decides = true;
    if (day) {
      const Version& in_force = program_.version_on(*day, decides);
      elsewhere_ = &in_force != &version_ && own.name() != version_.file;
      if (elsewhere_ || !faults_.empty()) return;
      if (decides && &in_force != &version_) {
        return fail(test_.as_of.empty() ? test_.name.span : test_.as_of.span, fmt::format("another version is in force on {}", to_string(*day)),
                    fmt::format("put the test into that version's file, `{}`", in_force.file));
      }
    }
    Decision decision;
    if (facts.valid) {
      const DecideOptions options;
      try {
        decision = decide_version(version_, facts.facts, *day, decides, program_, options);
      } catch (const Stop& stop) {
        return tell(stop, options.max_steps, test_.name.span, found_);
      }
      result_.decision = decision.summary;
    } else {
      result_.decision = "invalid";
    }
    for (const ast::Expectation& expected : test_.expectations) compare(expected, facts, decision);
    if (facts.valid) result_.decided = std::move(decision);
  }

  void compare(const ast::Expectation& expected, const MemberFacts& facts, const Decision& decision) {
    if (!facts.valid) {
      if (expected.outcome.text == "invalid") return;
      const bool of_criterion = !expected.criterion.empty();
      result_.differs.push_back({of_criterion ? "criteria." + expected.criterion.text : "decision", of_criterion ? expected.verdict.text : expected.outcome.text, "invalid"});
      const auto error = std::find_if(facts.diagnostics.begin(), facts.diagnostics.end(), [](const Diagnostic& one) { return one.severity == Severity::error; });
      if (error == facts.diagnostics.end()) return fail(expected.span, "the facts are invalid");
      const ast::Given* own = given_at(test_.given, "", error->path);
      if (own == nullptr) {
        return fail(of_criterion ? expected.span : expected.outcome.span, fmt::format("the facts are invalid: {}{}", error->path.empty() ? "" : error->path + ": ", error->message), error->help.empty() ? "" : error->help.front());
      }
      // The reader speaks of JSON; a test is written in the policy's words.
      std::string why = error->message;
      if (why == "true or false is expected, found a text") why = "yes or no is expected";
      return fail(own->span, fmt::format("{}: {}", error->path, why));
    }
    HeldAgainst{test_.name.text, version_.chunk.schema.counting_units, found_, result_.differs}.compare(expectation_of(expected), decision);
  }

  // What the test gave at a path that the reader complains of: the item's field, or the fact that holds it.
  static const ast::Given* given_at(const std::vector<ast::Given>& given, const std::string& prefix, const std::string& path) {
    for (const ast::Given& one : given) {
      const std::string own = prefix + one.name.text;
      if (one.name.empty() || path.compare(0, own.size(), own) != 0) continue;
      if (path.size() > own.size() && path[own.size()] != '.' && path[own.size()] != '[') continue;
      const ast::Given* deeper = given_at(one.members, own + ".", path);
      return deeper != nullptr ? deeper : &one;
    }
    return nullptr;
  }

  const ProgramData& program_;
  const Version& version_;
  const ast::Test& test_;
  const std::vector<Diagnostic>& faults_;  // why it cannot be run
  const FileLoader& loader_;
  TestResult result_;
  Diagnostics found_;
  bool elsewhere_ = false;
};

}  // namespace

std::vector<TestResult> Program::run_tests(const FileLoader& loader) const {
  std::vector<TestResult> results;
  if (!data_) return results;
  const std::size_t count = tests().size();
  for (std::size_t i = 0; i < count; ++i) {
    if (std::optional<TestResult> result = run_test(i, loader)) results.push_back(std::move(*result));
  }
  return results;
}

std::vector<TestPlace> Program::tests() const {
  std::vector<TestPlace> all;
  if (!data_) return all;
  for (const Version& version : data_->versions) {
    for (const ast::Test& test : version.tests) {
      const Source& source = version.sources.at(test.span.begin);
      all.push_back({test.name.text, source.name(), source.locate(test.span.begin - source.base()).line});
    }
  }
  return all;
}

std::optional<TestResult> Program::run_test(std::size_t test, const FileLoader& loader) const {
  if (!data_) return std::nullopt;
  const FileLoader reader = careful(loader);
  for (const Version& version : data_->versions) {
    if (test < version.tests.size()) return FileTest(*data_, version, test, reader).run();
    test -= version.tests.size();
  }
  return std::nullopt;
}

}  // namespace crit
