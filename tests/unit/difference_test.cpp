// What differs between two decisions, and between two texts of a policy.
#include <algorithm>
#include <catch2/catch.hpp>

#include "crit/difference.hpp"
#include "session_policy.hpp"

using namespace session_policy;

TEST_CASE("the smallest criterion is told, or what no longer applies as a whole") {
  const std::string text = R"(policy "D.1" { version "1"; effective from 2000-01-01 }
facts { adult : yes_no; a : yes_no; b : yes_no; c : yes_no }
indication I "One" {
  when adult
  1: any_of { a: a; b: b }
  2: if c then all_of { x: a; y: b }
  approve
}
)";
  crit::Session session = opened(R"({"as_of": "2022-10-01", "adult": true, "a": true, "b": false, "c": true})", text);
  const std::string before = line(session.apply({"b", "yes"}));
  CHECK(before == "DENY -> APPROVE; I.1.b not met -> met; I.2.y not met -> met");
  const crit::Result<crit::Change> away = session.apply({"c", "no"});
  REQUIRE(away);
  CHECK(crit::to_line(away->difference) == "I.2 met -> not applicable");
  CHECK(std::count_if(away->difference.flips.begin(), away->difference.flips.end(), [](const crit::Flip& one) { return one.follows; }) == 2);
  CHECK(line(session.apply({"adult", "no"})).find("I when met -> not met") != std::string::npos);
  SECTION("criteria that come and go with the text") {
    REQUIRE(session.undo(3));
    std::string more = text;
    more.replace(more.find("  approve"), 9, "  3 \"New\": a\n  approve");
    more.replace(more.find("any_of { a: a; b: b }"), 21, "any_of { a: a }      ");
    const crit::Result<crit::Reload> reload = session.reload({{"s.crit", more}});
    REQUIRE(reload);
    CHECK(crit::to_line(reload->difference) == "I.3 is new: met; I.1.b is gone");
    REQUIRE(reload->texts.size() == 2);  // not `I.1`, inside of which it is
    CHECK(reload->texts[0].path == "I.3");
    CHECK(reload->texts[1].path == "I.1.b");
    CHECK(reload->texts[1].after.empty());
    std::size_t decided = 0;
    const std::vector<crit::SourceText> cases{{"c.json", R"([{"id": "1", "as_of": "2022-10-01", "adult": true, "a": false, "b": true, "c": false}, {"id": "2", "as_of": "2022-10-01"}])"}};
    const std::vector<crit::CaseChange> flips = crit::compare_cases(session.program_before_reload(), session.program(), cases, &decided);
    CHECK(decided == 2);
    REQUIRE(flips.size() == 1);
    CHECK(flips[0].member == "1");
    CHECK(flips[0].before == "approve");
    CHECK(flips[0].after == "deny");
  }
  SECTION("layout and comments are no change of the text") {
    std::string laid_out = text;
    laid_out.replace(laid_out.find("all_of { x: a; y: b }"), 21, "all_of {  # both\n  x:   a; y: b\n }");
    const crit::Result<crit::Reload> reload = session.reload({{"s.crit", laid_out}});
    REQUIRE(reload);
    CHECK(!reload->same_text);
    CHECK(reload->texts.empty());
    CHECK(reload->difference.empty());
  }
  SECTION("ends, outputs, defines and facts are told by their names") {
    std::string other = text;
    other.replace(other.find("approve"), 7, "approve until as_of + 1 year; give n = 3");
    other.replace(other.find("facts {"), 7, "facts { d : number;");
    other += "define one = a\n";
    const crit::Result<crit::Reload> reload = session.reload({{"s.crit", other}});
    REQUIRE(reload);
    std::vector<std::string> paths;
    for (const crit::TextChange& one : reload->texts) paths.push_back(one.path);
    std::sort(paths.begin(), paths.end());
    CHECK(paths == std::vector<std::string>{"I approve", "I give n", "d", "one"});
  }
}

TEST_CASE("what is told of a difference is bounded, and never nothing where something differs") {
  crit::Decision before;
  crit::Decision after;
  before.valid = after.valid = true;
  CHECK(crit::to_line(crit::compare(before, after)) == "no change");
  after.notes = {"a", "b"};
  after.warnings = {"w"};
  CHECK(crit::to_line(crit::compare(before, after)) == "2 notes more; 1 warning more");
  crit::SectionResult section;
  section.path = "I";
  for (int i = 0; i < 10; ++i) {
    crit::Criterion criterion;
    criterion.path = "I." + std::to_string(i);
    section.criteria.push_back(criterion);
  }
  before.sections = {section};
  for (crit::Criterion& criterion : section.criteria) criterion.verdict = crit::CriterionVerdict::met;
  after.sections = {section};
  after.notes.clear();
  after.warnings.clear();
  CHECK(crit::to_line(crit::compare(before, after), 2) == "I.0 unknown -> met; I.1 unknown -> met; 8 criteria more");
  CHECK(crit::to_line(crit::compare(before, after), 0).find("I.9 unknown -> met") != std::string::npos);
}
