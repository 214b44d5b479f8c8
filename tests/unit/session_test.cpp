// A session: that a member changed in it is decided as its file would be, that each change can be taken back, and that
// what is supposed is marked.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "crit/session.hpp"
#include "session_policy.hpp"

namespace {

using namespace session_policy;
namespace fs = std::filesystem;

std::string slurp(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

crit::LoadedFile beside(const std::string& from, const std::string& path) {
  crit::LoadedFile result;
  const fs::path file = fs::path(from).parent_path() / path;
  if (!fs::exists(file)) return result;
  result.state = crit::LoadedFile::State::found;
  result.name = file.string();
  result.text = slurp(file);
  return result;
}

// Without the name of the file, which is another.
std::string shown(crit::Result<crit::Decision> decision) {
  if (!decision) return "invalid";
  decision->file.clear();
  decision->supposed.clear();
  return crit::to_json(*decision);
}

std::string reread(const crit::Session& session) {
  const crit::Program& program = session.program();
  return shown(program.decide(program.read_members({"again.json", session.facts_json()}).front()));
}

}  // namespace

// ---- what one line does -----------------------------------------------------------------------------------------------------

TEST_CASE("a change says what it did, and nothing else") {
  crit::Session session = opened();
  CHECK(line(session.apply({"height", "43 in"})) == "I.A.2 unknown -> met; needs 3 -> 2");
  CHECK(session.fact("height")->value == "109.22 cm");
  CHECK(session.fact("height")->written == "43 in");
  CHECK(line(session.apply({"height", "110 cm"})) == "no change");
  CHECK(line(session.apply({"treated", "yes"})) == "PEND -> APPROVE until 2023-10-01; I.A.3.a unknown -> met; gives dose 40 mg; needs 2 -> 0");
  CHECK(line(session.apply({"height", "99 cm"})) == "APPROVE -> DENY; I.A.2 met -> not met");
  CHECK(line(session.set_as_of("2035-01-01")) == "I.A.1 met -> not met");
  CHECK(session.as_of() == "2035-01-01");
  CHECK(line(session.apply({"height", std::nullopt})) == "I.A.2 not met -> unknown");
  CHECK(session.fact("height")->missing);
  CHECK(session.log().size() == 6);
  CHECK(session.log().front().edit.path == "height");
  CHECK(session.log()[2].outcome == crit::Outcome::approve);
  CHECK(session.can_undo() == 6);
}

TEST_CASE("values are taken as people write them") {
  crit::Session session = opened();
  const auto written = [&](const std::string& path, const std::string& value) {
    const crit::Result<crit::Change> change = session.apply({path, value});
    return change ? session.fact(path)->value : line(change);
  };
  CHECK(written("height", "\"43 in\"") == "109.22 cm");
  CHECK(written("height", " 1.2 m ") == "120 cm");
  CHECK(written("height", "{value: 110 cm, source: chart_note, document: d7}") == "110 cm");
  CHECK(session.fact("height")->source == "chart_note");
  CHECK(written("height", "43") == "E0509 43 what? this fact needs a unit | write \"43 cm\", if that is the unit");
  CHECK(written("treated", "No") == "no");
  CHECK(written("treated", "true") == "yes");
  CHECK(written("treated", "maybe") == "E0507 yes or no is expected");
  CHECK(written("note", "says \"grows, slowly\"") == "says \"grows, slowly\"");
  CHECK(written("note", "\"with \\\"quotes\\\"\"") == "with \"quotes\"");
  CHECK(written("note", "43") == "43");
  CHECK(written("count", "007") == "7");
  CHECK(written("count", "-2.50") == "-2.5");
  CHECK(written("member.sex", "female") == "female");
  CHECK(written("member.sex", "femal").substr(0, 5) == "E0513");
  CHECK(written("started", "2022-01-05") == "2022-01-05");
  CHECK(written("started", "2022-01") == "2022-01");
  CHECK(written("diagnosis", "[E34.3, Q87.1]") == "2 items");
  CHECK(written("scores", "[1, 2.5]") == "2 items");
  CHECK(written("therapy", "{items: [{drug: somatropin, start: 2022-01-01}], complete: yes}") == "1 item");
  CHECK(session.fact("therapy")->complete);
  CHECK(written("therapy", R"([{"drug": "x", "start": "2022-01-01", "dose": "2 mg"}, {drug: "y, z"; start: 2022-02-01; end: ongoing}])") == "2 items");
  CHECK(session.fact("therapy")->items[1].shown == "start: 2022-02-01, end: ongoing, drug: \"y, z\"");
  CHECK(written("height", "null").empty());
  CHECK(session.fact("height")->missing);
  CHECK(reread(session) == shown(session.decision()));
}

TEST_CASE("an ambiguous date is refused with both readings") {
  crit::Session session = opened();
  const std::string text = line(session.apply({"started", "3/4/2015"}));
  CHECK(text.find("2015-03-04") != std::string::npos);
  CHECK(text.find("2015-04-03") != std::string::npos);
  const std::string day = line(session.set_as_of("3/4/2015"));
  CHECK(day.find("2015-03-04") != std::string::npos);
  CHECK(day.find("2015-04-03") != std::string::npos);
  CHECK(line(session.set_as_of("2022-10")).find("not a full date") != std::string::npos);
  CHECK(session.can_undo() == 0);
}

TEST_CASE("a date with its month in letters is read, and shown as YYYY-MM-DD") {
  crit::Session session = opened();
  const auto written = [&](const std::string& value) {
    const crit::Result<crit::Change> change = session.apply({"started", value});
    return change ? session.fact("started")->value : line(change);
  };
  for (const char* value : {"13 March 2022", "March 13, 2022", "13-Mar-2022", "13-MAR-2022", "mar 13 2022", "2022 March 13", "13th of March, 2022",
                            "Sunday, March 13th, 2022", "\"13 March 2022\"", "{value: March 13, 2022, source: chart_note}"}) {
    CAPTURE(value);
    CHECK(written("2021-01-01") == "2021-01-01");
    CHECK(written(value) == "2022-03-13");
  }
  CHECK(session.fact("started")->source == "chart_note");
  CHECK(written("March 2022") == "2022-03");
  CHECK(written("29 February 2024") == "2024-02-29");
  CHECK(written("30 February 2024") == "E0511 `30 February 2024` is no day: February has 29 days | write YYYY-MM-DD; where only the month or the year is known, YYYY-MM or YYYY");
  CHECK(written("13 March 22").find("write \"2022-03-13\" or \"1922-03-13\", whichever is meant") != std::string::npos);
  CHECK(written("13 March").find("the year is missing") != std::string::npos);
  CHECK(written("Monday, March 13, 2022").substr(0, 5) == "E0511");  // it was a Sunday
  CHECK(written("March to April 2022").substr(0, 5) == "E0511");
  CHECK(line(session.apply({"therapy", "{drug: x, start: March 1, 2022, end: 5 Apr 2022}", true})).substr(0, 1) != "E");
  CHECK(session.fact("therapy")->items.back().shown.find("start: 2022-03-01, end: 2022-04-05") != std::string::npos);
  CHECK(line(session.apply({"note", "13 March 2022"})).substr(0, 1) != "E");
  CHECK(session.fact("note")->value == "13 March 2022");  // a text is left as it is
  CHECK(line(session.set_as_of("Oct 20, 2024")).substr(0, 1) != "E");
  CHECK(session.as_of() == "2024-10-20");
  CHECK(line(session.set_as_of("October 2024")).find("not a full date") != std::string::npos);
  // In a fact file it stays an error.
  CHECK(!session.program().read_members({"f.json", R"({"as_of": "2024-10-20", "started": "13 March 2022"})"}).front().valid());
}

TEST_CASE("what is wrong in a value is shown in the value as it was written") {
  crit::Session session = opened();
  const std::string value = "{drug: \"x\", start: 2022-13-01}";
  const crit::Result<crit::Change> change = session.apply({"therapy", value, true});
  REQUIRE(!change);
  const crit::Diagnostic& one = change.error().front();
  CHECK(value.substr(one.span.begin, one.span.end - one.span.begin) == "2022-13-01");
  CHECK(crit::render_text(change.error(), session.texts(), false).find("start: 2022-13-01") != std::string::npos);
  const auto of = [&](const std::string& path, const std::string& written) { return line(session.apply({path, written})); };
  CHECK(of("therapy", "[{drug: x").substr(0, 5) == "E0540");
  CHECK(of("therapy", "[{drug}]") == "E0540 `:` and a value are missing behind `drug`");
  CHECK(of("note", "\"open") == "E0540 a text is not closed | write `\"` where it ends");
  CHECK(of("note", "\"a\" b").substr(0, 5) == "E0540");
  CHECK(of("therapy", std::string(100, '[')).substr(0, 5) == "E0540");
}

TEST_CASE("items are changed, added and taken out") {
  crit::Session session = opened();
  CHECK(line(session.apply({"therapy", "{drug: somatropin, start: 2022-01-01, dose: 1 mg}", true})) == "no change");
  CHECK(line(session.apply({"therapy[1].dose", "2 mg"})) == "I.A.3.b unknown -> met; needs 3 -> 1");
  CHECK(session.fact("therapy")->items[0].shown == "start: 2022-01-01, drug: \"somatropin\", dose: 2 mg");
  REQUIRE(session.apply({"therapy", "{drug: other, start: 2022-03-01}", true}));
  CHECK(session.fact("therapy")->items.size() == 2);
  REQUIRE(session.apply({"therapy[2].end", "2022-04-01"}));
  REQUIRE(session.apply({"therapy[1]", std::nullopt}));
  CHECK(session.fact("therapy")->items[0].shown == "start: 2022-03-01, end: 2022-04-01, drug: \"other\"");
  REQUIRE(session.apply({"therapy[1].end", std::nullopt}));
  REQUIRE(session.apply({"therapy[1]", "{drug: third, start: 2022-05-01}"}));
  CHECK(session.fact("therapy")->items[0].values[2] == "third");
  SECTION("a list whose last item is taken out is not supplied: nobody said that there is none") {
    REQUIRE(session.apply({"therapy[1]", std::nullopt}));
    CHECK(session.fact("therapy")->missing);
    CHECK(session.facts_json().find("therapy") == std::string::npos);
  }
  REQUIRE(session.apply({"diagnosis", "E34.3", true}));
  REQUIRE(session.apply({"diagnosis[1]", "Q87.1"}));
  CHECK(session.fact("diagnosis")->items[0].shown == "Q87.1");
  CHECK(reread(session) == shown(session.decision()));
}

TEST_CASE("a place that is none says what there is") {
  crit::Session session = opened();
  const auto of = [&](const std::string& path, bool append = false) { return line(session.apply({path, "1", append})); };
  CHECK(of("heigth") == "E0540 the policy declares no fact `heigth` | did you mean `height`?");
  CHECK(of("member") == "E0540 `member` is a group of facts | name one of them: `member.birth_date`, `member.sex`, `member.weight`");
  CHECK(of("therapy.end") == "E0540 `therapy.end` is a field of every item of `therapy` | say of which item: `therapy[1].end`");
  CHECK(of("therapy[0]") == "E0540 `therapy[0]` names no item | items count from 1: `therapy[1]`");
  CHECK(of("therapy[x].end") == "E0540 `therapy[x].end` names no item | items count from 1: `therapy[1]`");
  CHECK(of("therapy[1].end") == "E0540 `therapy` has no items: there is no `therapy[1]` | add an item to the list, and then change it");
  CHECK(of("therapy[1].ende") == "E0540 an item of `therapy` has no field `ende` | did you mean `end`?");
  CHECK(of("height", true) == "E0540 `height` is no list: nothing can be added to it | give it one value");
  CHECK(of("as_of").substr(0, 5) == "E0540");
  CHECK(session.can_undo() == 0);
}

TEST_CASE("a group that is null stays so in what is not changed") {
  crit::Session session = opened(R"({"id": "m1", "as_of": "2022-10-01", "member": null, "height": "110 cm"})");
  const std::string before = session.fact("member.weight")->why_missing;
  REQUIRE(session.apply({"member.birth_date", "2015-01-01"}));
  CHECK(session.fact("member.birth_date")->value == "2015-01-01");
  CHECK(session.fact("member.weight")->why_missing == before);
  CHECK(reread(session) == shown(session.decision()));
  REQUIRE(session.undo());
  REQUIRE(session.apply({"member.birth_date", std::nullopt}));
  CHECK(session.fact("member.birth_date")->why_missing != before);
  CHECK(session.fact("member.weight")->why_missing == before);
}

TEST_CASE("a fact that the file names with dots is changed there") {
  crit::Session session = opened(R"({"id": "m1", "as_of": "2022-10-01", "member.weight": "20 kg", "member": {"birth_date": "2015-01-01"}})");
  REQUIRE(session.apply({"member.weight", "30 kg"}));
  CHECK(session.fact("member.weight")->value == "30 kg");
  REQUIRE(session.apply({"member.weight", std::nullopt}));
  CHECK(session.fact("member.weight")->missing);
  CHECK(reread(session) == shown(session.decision()));
}

// ---- back and forth -------------------------------------------------------------------------------------------------------

TEST_CASE("undo and redo go over facts, date and policy") {
  crit::Session session = opened();
  const std::string start = shown(session.decision());
  CHECK(line(session.undo()) == "E0541 there is no change to undo");
  REQUIRE(session.apply({"height", "110 cm"}));
  REQUIRE(session.set_as_of("2023-10-01"));
  std::string stricter = policy;
  stricter.replace(stricter.find("100 cm"), 6, "120 cm");
  const crit::Result<crit::Reload> reload = session.reload({{"s.crit", stricter}});
  REQUIRE(reload);
  CHECK(crit::to_line(reload->difference).substr(0, 38) == "PEND -> DENY; I.A.2 met -> not met; ne");
  REQUIRE(reload->texts.size() == 1);
  CHECK(reload->texts[0].path == "I.A.2");
  CHECK(reload->texts[0].before == "2 \"Is tall\": height >= 100 cm");
  CHECK(reload->texts[0].after == "2 \"Is tall\": height >= 120 cm");
  const std::string end = shown(session.decision());
  CHECK(line(session.undo()).substr(0, 38) == "DENY -> PEND; I.A.2 not met -> met; ne");
  CHECK(line(session.undo(2)) == "I.A.2 met -> unknown; needs 2 -> 3");
  CHECK(shown(session.decision()) == start);
  CHECK(session.log().empty());
  CHECK(session.can_redo() == 3);
  REQUIRE(session.redo(9));
  CHECK(shown(session.decision()) == end);
  REQUIRE(session.undo(3));
  REQUIRE(session.apply({"count", "1"}));
  CHECK(session.can_redo() == 0);
  CHECK(line(session.redo()).substr(0, 5) == "E0541");
}

TEST_CASE("members are opened and chosen, and none of it is undone") {
  crit::Session session;
  CHECK(!session.open_members({"m.json", "{}"}));
  CHECK(!session.decision());
  REQUIRE(session.open_policy({{"s.crit", policy}}));
  REQUIRE(session.members().size() == 1);  // an empty one
  CHECK(!session.decision());              // of no day
  CHECK(line(session.set_as_of("2022-10-01")) == "no decision -> PEND; needs 4");
  REQUIRE(session.undo());
  REQUIRE(session.apply({"height", "110 cm"}));
  REQUIRE(session.open_members({"two.json", R"([{"id": "a", "as_of": "2022-10-01"}, {"id": "b", "as_of": "nonsense"}])"}));
  REQUIRE(session.members().size() == 3);
  CHECK(session.chosen() == 1);
  CHECK(session.members()[1].id == "a");
  CHECK(session.members()[1].file == "two.json");
  CHECK(!session.members()[2].valid);
  CHECK(session.choose("b"));
  CHECK(!session.choose("c"));
  CHECK(!session.choose(3));
  CHECK(!session.decision());
  CHECK(line(session.apply({"height", "110 cm"})) == "no change");  // its date is still wrong
  CHECK(line(session.set_as_of("2022-10-01")).substr(0, 19) == "no decision -> PEND");
  REQUIRE(session.undo(3));
  CHECK(session.members().size() == 3);
  CHECK(session.choose(0));
  CHECK(session.fact("height")->missing);
}

TEST_CASE("a policy with errors changes nothing") {
  crit::Session session = opened();
  const std::string before = shown(session.decision());
  const crit::Result<crit::Reload> reload = session.reload({{"s.crit", policy + "\nindication II { 1: heigth > 3 cm }\n"}});
  REQUIRE(!reload);
  CHECK(crit::render_text(reload.error(), session.texts(), false).find("1: heigth > 3 cm") != std::string::npos);
  CHECK(shown(session.decision()) == before);
  CHECK(session.can_undo() == 0);
  const crit::Result<crit::Reload> same = session.reload({{"s.crit", policy}});
  REQUIRE(same);
  CHECK(same->same_text);
  CHECK(session.can_undo() == 0);
  SECTION("a new text may not be able to read a member") {
    std::string other = policy;
    other.replace(other.find("weight : kg"), 11, "weight : cm");
    other.replace(other.find("2 mg/kg"), 7, "2 mg/cm");
    const crit::Result<crit::Reload> unread = session.reload({{"s.crit", other}});
    REQUIRE(unread);
    CHECK(unread->invalid == std::vector<std::size_t>{0});
    CHECK(crit::to_line(unread->difference) == "PEND -> no decision");
    CHECK(!session.decision());
  }
}

TEST_CASE("what is supposed is marked until it is kept") {
  crit::Session session = opened();
  REQUIRE(session.apply({"treated", "yes"}));
  session.begin_what_if();
  CHECK(session.in_what_if());
  CHECK(line(session.undo()).substr(0, 5) == "E0541");  // only what is supposed
  REQUIRE(session.apply({"height", "110 cm"}));
  CHECK(session.decision()->supposed == std::vector<std::string>{"height"});
  CHECK(crit::to_text(*session.decision()).find("what if: supposed, and on no file: height") != std::string::npos);
  CHECK(crit::to_text(*session.decision()).find("height 110 cm [supposed]") != std::string::npos);
  CHECK(crit::to_json(*session.decision()).find("\"supposed\":[\"height\"]") != std::string::npos);
  CHECK(session.fact("height")->supposed);
  CHECK(!session.fact("treated")->supposed);
  CHECK(session.members()[0].supposed);
  CHECK(session.is_supposed("height"));
  CHECK(!session.is_supposed("height_2"));
  CHECK(session.evaluate({"e", "height > 3 cm"})->supposed);
  REQUIRE(session.apply({"therapy", "{drug: x, start: 2022-01-01}", true}));
  CHECK(session.is_supposed("therapy[1].start"));
  CHECK(session.is_supposed("therapy"));
  CHECK(session.log().back().supposed);
  SECTION("dropped, all is as before") {
    CHECK(line(session.drop()) == "APPROVE -> PEND; I.A.2 met -> unknown; needs 0 -> 1");
    CHECK(!session.in_what_if());
    CHECK(session.supposed().empty());
    CHECK(session.can_redo() == 0);
    CHECK(session.fact("height")->missing);
  }
  SECTION("kept, it is a fact, and undone as one") {
    REQUIRE(session.keep());
    CHECK(session.supposed().empty());
    CHECK(session.decision()->supposed.empty());
    CHECK(session.fact("height")->value == "110 cm");
    CHECK(session.can_undo() == 2);
    CHECK(crit::to_line(session.log().back().difference).substr(0, 15) == "PEND -> APPROVE");
    REQUIRE(session.undo());
    CHECK(session.fact("height")->missing);
  }
  SECTION("what it may not do") {
    REQUIRE(session.drop());
    CHECK(line(session.drop()).substr(0, 5) == "E0541");
    CHECK(line(session.keep()).substr(0, 5) == "E0541");
  }
}

// ---- expressions ------------------------------------------------------------------------------------------------------------

TEST_CASE("a bare expression has a value, a unit and a type, or says what is missing") {
  crit::Session session = opened();
  REQUIRE(session.apply({"height", "110 cm"}));
  REQUIRE(session.apply({"therapy", "[{drug: somatropin, start: 2022-01-01, end: 2022-03-01, dose: 3 mg}, {drug: b, start: 2022-05-01, dose: 1 mg}]"}));
  const auto value = [&](const std::string& text) {
    const crit::Result<crit::ValueShown> shown = session.evaluate({"entry", text});
    if (!shown) return shown.error().front().code + " " + shown.error().front().message;
    return (shown->known ? shown->value : "unknown") + (shown->unit.empty() ? "" : " " + shown->unit) + ": " + shown->type;
  };
  CHECK(value("height") == "110 cm: a quantity in cm");
  CHECK(value("height / 2") == "55 cm: a quantity in cm");
  CHECK(value("1 + 1") == "2: a number");
  CHECK(value("age") == "7 years 9 months: a span of time");
  CHECK(value("completed_years(age)") == "7: a number");
  CHECK(value("height > 100 cm") == "yes: a condition");
  CHECK(value("treated") == "unknown: a condition");
  CHECK(value("member.sex") == "unknown: one of female, male");
  CHECK(value("member.birth_date + 5 years") == "2020-01-01: a date");
  CHECK(value("latest therapy.dose") == "1 mg: a quantity in mg");
  CHECK(value("some therapy where dose > 2 mg") == "yes: a condition");
  CHECK(value("meets I.A.2") == "yes: a condition");
  CHECK(value("any_of { treated; height > 3 cm }") == "met: a criterion");
  CHECK(value("all_of { a: treated; b: height > 3 cm }") == "unknown: a criterion");
  CHECK(value("if treated then height > 3 cm") == "unknown: a criterion");
  CHECK(value("therapy") == "2 items: periods");
  CHECK(value("heigth > 3 cm").substr(0, 5) == "E0201");
  CHECK(value("height > 3 kg").substr(0, 1) == "E");
  CHECK(value("height >").find("expected a value or condition, found the end of the line") != std::string::npos);
  CHECK(value("height > 100 cm\n  and treated") == "unknown: a condition");
  const crit::Result<crit::ValueShown> open = session.evaluate({"entry", "treated and height > 3 cm"});
  REQUIRE(open);
  const auto missing = std::find_if(open->evidence.begin(), open->evidence.end(), [](const crit::Evidence& one) { return one.missing; });
  REQUIRE(missing != open->evidence.end());
  CHECK(missing->fact == "treated");
  const crit::Result<crit::ValueShown> block = session.evaluate({"entry", "all_of { a: treated; b: height > 3 cm }"});
  REQUIRE(block);
  REQUIRE(block->parts.size() == 2);
  CHECK(block->parts[0].path == "a");
  CHECK(block->parts[1].verdict == crit::CriterionVerdict::met);
  const crit::Result<crit::ValueShown> wrong = session.evaluate({"entry", "height > 3 kg"});
  REQUIRE(!wrong);
  CHECK(wrong.error().front().file == "entry");
  CHECK(crit::render_text(wrong.error(), session.texts(), false).find("height > 3 kg") != std::string::npos);
  CHECK(session.can_undo() == 2);  // asking changes nothing
}

// ---- tests ------------------------------------------------------------------------------------------------------------------

TEST_CASE("a test of what was tried holds") {
  crit::Session session = opened();
  REQUIRE(session.apply({"height", "43 in"}));
  REQUIRE(session.apply({"treated", "yes"}));
  REQUIRE(session.apply({"therapy", "[{drug: \"a \\\"b\\\"\", start: 2022-01-01, end: ongoing, source: chart_note}]"}));
  REQUIRE(session.apply({"diagnosis", "[E34.3, Q87.1]"}));
  const crit::Result<std::string> text = session.test_text("an \"odd\" name");
  REQUIRE(text);
  CHECK(*text == R"(test "an \"odd\" name" {
  as_of 2022-10-01
  facts {
    member : {
      birth_date : 2015-01-01
      weight : 20 kg
    }
    height : "43 in"
    treated : yes
    therapy : {
      { drug : "a \"b\""; start : 2022-01-01; end : "ongoing"; source : "chart_note" }
    }
    diagnosis : { E34.3, Q87.1 }
  }
  expect approve because only I.A until 2023-10-01 give dose = "40 mg"
}
)");
  const crit::Result<crit::Program> program = crit::Engine().compile({"s.crit", policy + *text});
  REQUIRE(program);
  CHECK(program->run_tests().front().passed);
}

// ---- the same as a file -----------------------------------------------------------------------------------------------------

namespace {

struct Example {
  std::string name;
  std::vector<crit::SourceText> files;
  std::vector<crit::SourceText> cases;
};

std::vector<Example> examples() {
  std::vector<Example> all;
  for (const char* name : {"infusion_pumps", "mecasermin", "aetna_0711", "increlex_billing"}) {
    Example example{name, {}, {}};
    const fs::path folder = fs::path(CRIT_SOURCE_DIR) / "examples" / name;
    const fs::path own = folder / (std::string(name) + ".crit");
    for (const auto& entry : fs::directory_iterator(folder)) {
      if (entry.path().extension() == ".crit" && (!fs::exists(own) || entry.path() == own)) example.files.push_back({entry.path().string(), slurp(entry.path())});
    }
    for (const auto& entry : fs::directory_iterator(folder / "cases")) {
      if (entry.path().extension() == ".json") example.cases.push_back({entry.path().string(), slurp(entry.path())});
    }
    const auto by_name = [](const crit::SourceText& left, const crit::SourceText& right) { return left.name < right.name; };
    std::sort(example.files.begin(), example.files.end(), by_name);
    std::sort(example.cases.begin(), example.cases.end(), by_name);
    all.push_back(std::move(example));
  }
  return all;
}

// A change that a person may make, with what does not fit now and then.
crit::FactEdit random_edit(const std::vector<crit::FactShown>& facts, std::mt19937& random) {
  const auto pick = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  const crit::FactShown& fact = facts[pick(facts.size())];
  const auto value_of = [&](const crit::FieldShown& field) -> std::string {
    const std::string numbers[] = {"0", "1", "2.5", "7", "18", "40", "100", "250.75"};
    const std::string days[] = {"2019-12-31", "2022-09-30", "2022-10-01", "2023-02", "2024", "3/4/2015"};
    switch (field.type) {
      case crit::ValueType::yes_no: return pick(2) == 0 ? "yes" : "no";
      case crit::ValueType::number: return numbers[pick(8)] + (field.unit.empty() ? "" : " " + field.unit);
      case crit::ValueType::date: return days[pick(6)];
      case crit::ValueType::duration: return numbers[pick(2)] + " days";
      case crit::ValueType::one_of: return field.alternatives[pick(field.alternatives.size())];
      case crit::ValueType::code: return pick(2) == 0 ? "E34.3" : "J2170";
      case crit::ValueType::text:
      case crit::ValueType::codes:
      case crit::ValueType::list:
      case crit::ValueType::series:
      case crit::ValueType::periods: break;
    }
    return pick(2) == 0 ? "\"some words, and \\\"more\\\"\"" : "n/a";
  };
  if (pick(6) == 0) return {fact.name, std::nullopt};
  if (!fact.is_list) return {fact.name, pick(10) == 0 ? "null" : value_of(fact)};
  if (!fact.items.empty() && pick(2) == 0) {
    const std::string item = fact.items[pick(fact.items.size())].path;
    if (pick(4) == 0) return {item, std::nullopt};
    const crit::FieldShown& field = fact.fields[pick(fact.fields.size())];
    const bool bare = fact.fields.size() == 1 && (field.name == "code" || field.name == "value");
    return {bare ? item : item + "." + field.name, value_of(field)};
  }
  std::string text;
  const bool bare = fact.fields.size() == 1 && (fact.fields[0].name == "code" || fact.fields[0].name == "value");
  for (const crit::FieldShown& field : fact.fields) text += (text.empty() ? "" : ", ") + (bare ? "" : field.name + ": ") + value_of(field);
  return {fact.name, bare ? text : "{" + text + "}", true};
}

}  // namespace

TEST_CASE("after any changes a member is decided as its file would be, and a test of it holds") {
  std::mt19937 random(20221001);
  std::size_t changes = 0;
  std::size_t tests = 0;
  for (const Example& example : examples()) {
    crit::Session session(beside);
    REQUIRE(session.open_policy(example.files));
    for (std::size_t i = 0; i < example.cases.size(); i += 9) {  // a test of each compiles its policy
      REQUIRE(session.open_members(example.cases[i]));
      INFO(example.cases[i].name);
      const std::string start = shown(session.decision());
      const std::size_t undone = session.can_undo();
      CHECK(reread(session) == start);
      for (int edit = 0; edit < 10; ++edit) {
        const crit::FactEdit made = random_edit(session.facts(), random);
        if (!session.apply(made)) continue;
        ++changes;
        INFO(made.path << " = " << made.value.value_or("(none)"));
        REQUIRE(reread(session) == shown(session.decision()));
      }
      const crit::Result<std::string> text = session.test_text("as it is");
      INFO(session.facts_json());
      // A test is read strictly: it refuses what a file is only warned of, a period that ends before it starts.
      const bool is_plain = session.decision() && session.decision()->warnings.empty();
      if (is_plain && !text) FAIL(crit::render_text(text.error(), session.texts(), false));
      tests += text ? 1 : 0;
      if (session.can_undo() > undone) REQUIRE(session.undo(session.can_undo() - undone));
      CHECK(shown(session.decision()) == start);
    }
  }
  CHECK(changes > 100);
  CHECK(tests > 15);
}
