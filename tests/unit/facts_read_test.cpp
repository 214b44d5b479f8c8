// Fact files -> fact sets by a schema: every type, every wrapper, every list, and what is said of data that is wrong.
#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <vector>

#include "read_facts.hpp"

namespace {

using namespace crit;

FactType type_of(FactKind kind) {
  FactType type;
  type.kind = kind;
  return type;
}
FactType number_in(const std::string& unit, const std::vector<std::string>& counting = {}) {
  FactType type = type_of(FactKind::number);
  auto parsed = parse_unit(unit, counting);
  REQUIRE(parsed.unit);
  type.unit = *parsed.unit;
  return type;
}
FactType one_of(std::uint32_t enumeration) {
  FactType type = type_of(FactKind::enumeration);
  type.enumeration = enumeration;
  return type;
}
FactType code_in(const std::string& system) {
  FactType type = type_of(FactKind::code);
  type.system = system;
  return type;
}

enum Fact { birth_date, sex, weight, tried, score, specialty, waiting, drug_code, share, tablets };
enum List { diagnosis, igf1, height, medication, allergies };

Schema growth() {
  Schema schema;
  schema.enumerations.push_back({{"male", "female"}, false});
  schema.enumerations.push_back({{"low", "normal", "elevated"}, true});
  schema.facts = {
      {"member.birth_date", "Date of birth", type_of(FactKind::date)},
      {"member.sex", "", one_of(0)},
      {"weight", "", number_in("kg")},
      {"tried", "", type_of(FactKind::yes_no)},
      {"score", "", type_of(FactKind::number)},
      {"prescriber.specialty", "", type_of(FactKind::text)},
      {"waiting", "", type_of(FactKind::duration)},
      {"request.drug", "", code_in("hcpcs")},
      {"share", "", number_in("%")},
      {"supply", "", number_in("tablet", {"tablet"})},
  };
  const FactType date = type_of(FactKind::date);
  ListSlot codes{"diagnosis", "", ListKind::codes, true, {{"code", "", code_in("icd10")}}, true, {}};
  ListSlot sd{"igf1", "", ListKind::series, false, {{"date", "", date}, {"sd", "", type_of(FactKind::number)}},
              false,  {}};
  ListSlot tall{"height",
                "",
                ListKind::series,
                false,
                {{"date", "", date}, {"value", "", number_in("cm")}, {"source", "", type_of(FactKind::text)}},
                false,
                {}};
  ListSlot drugs{"medication",
                 "",
                 ListKind::periods,
                 false,
                 {{"start", "", date}, {"end", "", date}, {"drug", "", type_of(FactKind::text)}},
                 true,
                 Duration{12, 0}};
  ListSlot texts{"chart.allergies", "", ListKind::list, true, {{"value", "", type_of(FactKind::text)}}, false, {}};
  schema.lists = {codes, sd, tall, drugs, texts};
  return schema;
}

std::vector<MemberFacts> read(const std::string& text, bool strict = false, const std::string& name = "facts.json") {
  return read_facts(growth(), Source(name, text), {strict});
}
MemberFacts one(const std::string& text, bool strict = false) {
  auto members = read(text, strict);
  REQUIRE(members.size() == 1);
  return std::move(members.front());
}
// "E0511 3:5 member.birth_date: message | help", one a line.
std::string told(const std::string& text, const MemberFacts& member) {
  const Source source("facts.json", text);
  std::string out;
  for (const Diagnostic& each : member.diagnostics) {
    const auto place = source.locate(each.span.begin);
    out += each.code + " " + std::to_string(place.line) + ":" + std::to_string(place.column) + " " + each.path + ": " +
           each.message;
    for (const std::string& help : each.help) out += " | " + help;
    out += "\n";
  }
  return out;
}
std::string faults(const std::string& text, bool strict = false) { return told(text, one(text, strict)); }
Number number(const char* text) { return *Number::parse(text); }
Day day(int year, int month, int of_month) { return *day_from_civil(year, month, of_month); }
const FactCell& cell(const MemberFacts& member, List list, std::size_t item, std::size_t field) {
  const std::size_t fields = growth().lists[list].fields.size();
  return member.facts.lists[list].cells.at((item - 1) * fields + field);
}

}  // namespace

TEST_CASE("facts of every type are bound", "[facts]") {
  const auto member = one(R"({
    "id": "m-17", "as_of": "2022-10-01",
    "member": {"birth_date": "2016-05", "sex": "Female"},
    "weight": "40 lb", "tried": false, "score": -3.20, "prescriber.specialty": "Pediatric  Endocrinology ",
    "waiting": "1 year 6 months", "request": {"drug": "j2170"}, "share": "45 %", "supply": "30 tablet"
  })");
  CHECK(told("", member).empty());
  REQUIRE(member.valid);
  CHECK(member.id == "m-17");
  CHECK(member.line == 1);
  CHECK(member.facts.as_of == day(2022, 10, 1));
  const auto& facts = member.facts.facts;
  CHECK(std::get<Date>(facts[birth_date].value) == Date{day(2016, 5, 1), day(2016, 5, 31)});
  CHECK(facts[birth_date].written == "2016-05");
  CHECK(std::get<Alternative>(facts[sex].value).index == 1);
  CHECK(std::get<NumberValue>(facts[weight].value).number == number("18.1436948"));
  CHECK(facts[weight].written == "40 lb");
  CHECK(std::get<Truth>(facts[tried].value) == Truth::no);
  CHECK(std::get<NumberValue>(facts[score].value).number == number("-3.2"));
  CHECK(facts[score].written == "-3.20");
  CHECK(std::get<TextValue>(facts[specialty].value).data->compared == "pediatric endocrinology");
  CHECK(std::get<Duration>(facts[waiting].value) == Duration{18, 0});
  CHECK(std::get<CodeValue>(facts[drug_code].value).data->compared == "J2170");
  CHECK(std::get<NumberValue>(facts[share].value).number == number("45"));
  CHECK(std::get<NumberValue>(facts[tablets].value).number == number("30"));
}

TEST_CASE("absent, null and supplied are three things", "[facts]") {
  const auto member = one(R"({"weight": null, "score": {"value": null, "source": "chart_note"}, "prescriber": null,
                              "diagnosis": null, "igf1": []})");
  REQUIRE(member.valid);
  const auto& facts = member.facts;
  CHECK(facts.facts[tried].state == FactState::not_supplied);
  CHECK(facts.facts[weight].state == FactState::looked_for);
  CHECK(facts.facts[score].state == FactState::looked_for);
  CHECK(facts.provenances.at(facts.facts[score].provenance - 1).source == "chart_note");
  CHECK(facts.facts[specialty].state == FactState::looked_for);
  CHECK(facts.lists[diagnosis].state == FactState::looked_for);
  CHECK_FALSE(facts.lists[diagnosis].complete);
  CHECK(facts.lists[igf1].state == FactState::supplied);
  CHECK(facts.lists[igf1].items == 0);
  CHECK(facts.lists[height].state == FactState::not_supplied);
}

TEST_CASE("numbers arrive by their digits", "[facts]") {
  for (const char* digits : {"1e-3", "12345678901234567890123", "0.10", "-0", "1E+2"}) {
    const auto member = one(std::string("{\"score\": ") + digits + "}");
    REQUIRE(member.valid);
    CHECK(std::get<NumberValue>(member.facts.facts[score].value).number == number(digits));
    CHECK(member.facts.facts[score].written == digits);
  }
  CHECK(faults("{\"score\": 1e999}") ==
        "E0508 1:11 score: `1e999` has more digits than crit counts with exactly | check the value; crit counts with "
        "about "
        "38 digits\n");
  CHECK_FALSE(one("{\"score\": 1e-99999999999999999999}").valid);
  CHECK_FALSE(one("{\"weight\": \"1e400 kg\"}").valid);
}

TEST_CASE("a wrapper says where a value comes from", "[facts]") {
  const auto member =
      one(R"({"weight": {"value": 18.5, "unit": "kg", "source": "chart_note", "document": "d7", "page": 3,
                              "date": "2022-07-02"}, "tried": {"value": true}})");
  REQUIRE(member.valid);
  const auto& facts = member.facts;
  CHECK(facts.facts[weight].written == "18.5 kg");
  REQUIRE(facts.facts[weight].provenance == 1);
  CHECK(facts.provenances[0].source == "chart_note");
  CHECK(facts.provenances[0].document == "d7");
  CHECK(facts.provenances[0].page == "3");
  CHECK(facts.provenances[0].date == "2022-07-02");
  CHECK(facts.facts[tried].provenance == 0);
}

TEST_CASE("a series binds its items row by row", "[facts]") {
  const auto member = one(R"({"height": [
    {"date": "2022-07-02", "value": "36 in", "document": "d1", "page": 2},
    {"date": "2021-07", "value": {"value": "80 cm", "document": "d2"}},
    {"date": "2020", "value": null, "source": "growth chart"}]})");
  CHECK(told("", member).empty());
  REQUIRE(member.valid);
  CHECK(member.facts.lists[height].items == 3);
  CHECK(std::get<NumberValue>(cell(member, height, 1, 1).value).number == number("91.44"));
  CHECK(member.facts.provenances.at(cell(member, height, 1, 1).provenance - 1).document == "d1");
  CHECK(member.facts.provenances.at(cell(member, height, 1, 0).provenance - 1).page == "2");
  CHECK(member.facts.provenances.at(cell(member, height, 2, 1).provenance - 1).document == "d2");
  CHECK(cell(member, height, 2, 0).provenance == 0);
  CHECK(cell(member, height, 2, 2).state == FactState::not_supplied);
  CHECK(cell(member, height, 3, 1).state == FactState::looked_for);
  // `source` is a declared field of this series, so it is that and no provenance.
  CHECK(std::get<TextValue>(cell(member, height, 3, 2).value).data->written == "growth chart");
  CHECK(cell(member, height, 3, 1).provenance == 0);
}

TEST_CASE("a list's provenance holds for items that name none", "[facts]") {
  const auto member = one(R"({"igf1": {"source": "lab_report", "document": "d1", "items": [
    {"date": "2022-07-02", "sd": -3.2},
    {"date": "2022-06-02", "sd": -3.1, "page": 4},
    {"date": "2022-05-02", "sd": -3.0, "source": "member_statement"},
    {"date": "2022-04-02", "sd": {"value": -3, "document": "d9"}}]}})");
  REQUIRE(member.valid);
  const auto of = [&](std::size_t item) {
    return member.facts.provenances.at(cell(member, igf1, item, 1).provenance - 1);
  };
  CHECK(of(1).source == "lab_report");
  CHECK(of(2).source == "lab_report");
  CHECK(of(2).document == "d1");
  CHECK(of(2).page == "4");
  CHECK(of(3).source == "member_statement");
  CHECK(of(3).document.empty());
  CHECK(of(4).source.empty());
  CHECK(of(4).document == "d9");
}

TEST_CASE("completeness is the declaration's or the file's word", "[facts]") {
  const auto lists = [](const std::string& text) {
    auto member = one(text);
    INFO(told(text, member));
    REQUIRE(member.valid);
    return std::move(member.facts.lists);
  };
  CHECK(lists(R"({"diagnosis": ["E34.321"]})")[diagnosis].complete);
  CHECK_FALSE(lists(R"({"diagnosis": {"items": ["E34.321"], "complete": false}})")[diagnosis].complete);
  CHECK_FALSE(lists(R"({"igf1": []})")[igf1].complete);
  CHECK(lists(R"({"igf1": {"items": [], "complete": true}})")[igf1].complete);
  const auto within = lists(R"({"igf1": {"items": [], "complete": "within 12 months"}})")[igf1];
  CHECK(within.complete);
  CHECK(within.complete_within == Duration{12, 0});
  const auto declared = lists(R"({"medication": []})")[medication];
  CHECK(declared.complete);
  CHECK(declared.complete_within == Duration{12, 0});
  const auto all = lists(R"({"medication": {"items": [], "complete": true}})")[medication];
  CHECK(all.complete);
  CHECK_FALSE(all.complete_within);
  const auto open = lists(R"({"medication": {"items": [], "complete": false}})")[medication];
  CHECK_FALSE(open.complete);
  CHECK_FALSE(open.complete_within);
  CHECK_FALSE(lists(R"({})")[diagnosis].complete);
  CHECK(
      faults(R"({"igf1": {"items": [], "complete": "yes"}})") ==
      "E0519 1:36 igf1.complete: \"complete\" is true, false or \"within\" and a duration, found \"yes\" | write true, "
      "false, or as far back as the list is whole: \"within 12 months\"\n");
  CHECK(faults(R"({"diagnosis": {"items": [], "complete": "within 12 months"}})") ==
        "E0519 1:41 diagnosis.complete: only a list whose items have dates can be complete within a time | write true "
        "where the list is the whole list, else false\n");
}

TEST_CASE("periods: an absent end is an unknown day on or after the start", "[facts]") {
  const auto member = one(R"({"medication": [
    {"start": "2022-01-05", "end": "2022-02", "drug": "a"}, {"start": "2022-01", "drug": "b"},
    {"start": "2022-01-05", "end": null}, {"start": "2022", "end": "ongoing"}, {"start": "2022-03", "end": "2022"}]})");
  INFO(told("", member));
  REQUIRE(member.valid);
  CHECK(std::get<Date>(cell(member, medication, 1, 1).value) == Date{day(2022, 2, 1), day(2022, 2, 28)});
  CHECK(std::get<Date>(cell(member, medication, 2, 1).value) == Date{day(2022, 1, 1), last_day});
  CHECK(cell(member, medication, 2, 1).state == FactState::not_supplied);
  CHECK(std::get<Date>(cell(member, medication, 3, 1).value) == Date{day(2022, 1, 5), last_day});
  CHECK(cell(member, medication, 3, 1).state == FactState::looked_for);
  CHECK(std::get<Date>(cell(member, medication, 4, 1).value) == ongoing);
  CHECK(cell(member, medication, 4, 1).written == "ongoing");
}

TEST_CASE("codes in another system keep it", "[facts]") {
  const auto member = one(R"({"diagnosis": ["e34321", {"system": "snomed", "code": "367460001"},
    {"value": "E34.3", "source": "claim"}, {"value": {"system": "SNOMED", "code": "73211009"}, "source": "chart_note"},
    {"system": "http://example.org/Codes", "code": "X"}]})");
  INFO(told("", member));
  REQUIRE(member.valid);
  const auto of = [&](std::size_t item) { return *std::get<CodeValue>(cell(member, diagnosis, item, 0).value).data; };
  CHECK(of(1).compared == "E34321");
  CHECK(of(1).system == "icd10");
  CHECK(of(1).written == "e34321");
  CHECK(of(2).system == "snomed");
  CHECK(of(3).system == "icd10");
  CHECK(of(4).system == "snomed");
  CHECK(member.facts.provenances.at(cell(member, diagnosis, 4, 0).provenance - 1).source == "chart_note");
  CHECK(of(5).system == "http://example.org/Codes");
}

TEST_CASE("timestamps are cut to their own local day", "[facts]") {
  const auto member = one(R"({"member": {"birth_date": "2022-07-02T23:30:00-05:00"}})");
  REQUIRE(member.valid);
  CHECK(std::get<Date>(member.facts.facts[birth_date].value) == Date{day(2022, 7, 2), day(2022, 7, 2)});
}

TEST_CASE("wrong data names the field, the place and the remedy", "[facts]") {
  struct Case {
    std::string text;
    std::string told;
  };
  const std::vector<Case> cases = {
      {R"({"tried": "yes"})",
       "E0507 1:11 tried: true or false is expected, found a text | write true, without quotes\n"},
      {R"({"tried": 0})",
       "E0507 1:11 tried: true or false is expected, found a number | write false, without quotes\n"},
      {R"({"tried": ""})",
       "E0507 1:11 tried: true or false is expected, found a text | leave the field out where the answer is not "
       "known\n"},
      {R"({"score": "3.2"})", "E0507 1:11 score: a number is expected, found a text | write 3.2, without quotes\n"},
      {R"({"score": "3.2 cm"})", "E0510 1:11 score: this fact is a number without a unit; `3.2 cm` is a length | give the number that the policy counts in, without a unit\n"},
      {R"({"score": {"value": 3, "unit": "cm"}})",
       "E0510 1:21 score: this fact is a number without a unit; `3 cm` is a length | give the number that the policy counts in, "
       "without a unit\n"},
      {R"({"score": [3]})",
       "E0507 1:11 score: a number is expected, found a list | one value is asked for, not a list: leave the `[ ]` "
       "out\n"},
      {R"({"weight": 50})",
       "E0509 1:12 weight: 50 what? this fact needs a unit | write \"50 kg\", if that is the unit\n"},
      {R"({"weight": "50"})",
       "E0509 1:12 weight: 50 what? this fact needs a unit | write \"50 kg\", if that is the unit\n"},
      {R"({"weight": {"value": 50}})",
       "E0509 1:22 weight: 50 what? this fact needs a unit | write \"50 kg\", if that is the unit\n"},
      {R"({"weight": {"value": "50 kg", "unit": "kg"}})",
       "E0509 1:22 weight: `50 kg` has a unit of its own beside \"unit\" | leave one of the two out\n"},
      {R"({"weight": {"value": "50", "unit": "kg"}})",
       "E0507 1:22 weight: the value beside a \"unit\" is a number, found a text | write 50, without quotes\n"},
      {R"({"weight": "50 cm"})", "E0510 1:12 weight: `50 cm` is a length; this fact is in kg, a mass | give the value in kg, or in another unit of that kind\n"},
      {R"({"weight": "50 tablet"})",
       "E0510 1:12 weight: `50 tablet` is a number of tablets; this fact is in kg, a mass | give the value in kg, or in another unit of that kind\n"},
      {R"({"weight": true})",
       "E0507 1:12 weight: a text with a number and its unit, such as \"50 kg\" is expected, found true or false\n"},
      {R"({"weight": {"unit": "kg"}})",
       "E0516 1:12 weight: this object has no \"value\" | give it a \"value\": a text with a number and its "
       "unit, such as \"50 kg\"\n"},
      {R"({"member": {"birth_date": "2023-02-29"}})",
       "E0511 1:27 member.birth_date: `2023-02-29` is no day: 2023 is no leap year: its February has 28 days\n"},
      {R"({"member": {"birth_date": "2023-04-31"}})",
       "E0511 1:27 member.birth_date: `2023-04-31` is no day: April has 30 days\n"},
      {R"({"member": {"birth_date": "2023-13-01"}})",
       "E0511 1:27 member.birth_date: `2023-13-01` is no day: there is no month 13\n"},
      {R"({"member": {"birth_date": "2023-13"}})",
       "E0511 1:27 member.birth_date: `2023-13` is no month: there is no month 13 | write YYYY-MM-DD; where only the "
       "month or the year is known, YYYY-MM or YYYY\n"},
      {R"({"member": {"birth_date": "13/05/2024"}})",
       "E0511 1:27 member.birth_date: `13/05/2024` is not written as YYYY-MM-DD | write \"2024-05-13\"\n"},
      {R"({"member": {"birth_date": "05/06/2024"}})",
       "E0511 1:27 member.birth_date: `05/06/2024` is not written as YYYY-MM-DD | write \"2024-05-06\" or "
       "\"2024-06-05\", whichever is meant\n"},
      {R"({"member": {"birth_date": "20240513"}})",
       "E0511 1:27 member.birth_date: `20240513` is not written as YYYY-MM-DD | write \"2024-05-13\"\n"},
      {R"({"member": {"birth_date": "2024-5-3"}})",
       "E0511 1:27 member.birth_date: `2024-5-3` is not written as YYYY-MM-DD | write \"2024-05-03\"\n"},
      {R"({"member": {"birth_date": " 2024-05-03"}})",
       "E0511 1:27 member.birth_date: ` 2024-05-03` has blanks round the date | write \"2024-05-03\"\n"},
      {R"({"member": {"birth_date": "May 3, 2024"}})",
       "E0511 1:27 member.birth_date: `May 3, 2024` is not a date | write YYYY-MM-DD; where only the month or the year "
       "is known, YYYY-MM or YYYY\n"},
      {R"({"member": {"birth_date": ""}})",
       "E0511 1:27 member.birth_date: the date is empty | write null where it was looked for and is not there, or "
       "leave the field out\n"},
      {R"({"member": {"birth_date": 2024}})",
       "E0507 1:27 member.birth_date: a date in quotes, such as \"2022-09-30\" is expected, found a number | where "
       "only the year is known, write \"2024\"\n"},
      {R"({"member": {"sex": "femal"}})",
       "E0513 1:20 member.sex: one of \"male\", \"female\" is expected, found \"femal\" | did you mean \"female\"?\n"},
      {R"({"member": {"sex": 1}})", "E0507 1:20 member.sex: one of \"male\", \"female\" is expected, found a number\n"},
      {R"({"member": "x"})",
       "E0507 1:12 member: `member` is a group of facts, found a text | write { \"birth_date\": … }\n"},
      {R"({"waiting": "6 mon"})",
       "E0512 1:13 waiting: `6 mon` is not a duration | write whole years, months, weeks, days, the largest first: "
       "\"90 days\", \"1 year 6 months\"\n"},
      {R"({"waiting": 6})",
       "E0507 1:13 waiting: a duration in quotes, such as \"6 months\" is expected, found a number | 6 what? write \"6 "
       "days\" or \"6 months\"\n"},
      {R"({"request": {"drug": 12345}})",
       "E0507 1:22 request.drug: a code of hcpcs in quotes is expected, found a number | write \"12345\"; a number "
       "loses "
       "the zeros a code may begin with\n"},
      {R"({"request": {"drug": {"code": "J2170", "system": "hcpc"}}})",
       "E0514 1:31 request.drug: `hcpc` is not a coding system crit knows | did you mean \"hcpcs\"?\n"},
      {R"({"prescriber": {"specialty": 7}})",
       "E0507 1:30 prescriber.specialty: a text is expected, found a number | write \"7\"\n"},
      {R"({"prescriber": {"specialty": " "}})",
       "E0515 1:30 prescriber.specialty: the text is empty | write null where it was looked for and is not there, or "
       "leave the field out\n"},
      {R"({"prescriber": {"specialty": "a\u0000b"}})",
       "E0515 1:30 prescriber.specialty: a text holds a NUL character | remove the `\\u0000`\n"},
      {R"({"as_of": "2022-10"})",
       "E0511 1:11 as_of: `2022-10` is not a full date | the date of service is one day: write YYYY-MM-DD\n"},
      {R"({"id": true})", "E0507 1:8 id: an \"id\" is a text or a number, found true or false\n"},
      {R"({"igf1": [{"date": "2022-07-02", "sd": "-3.2"}, {"date": "2022-13-02"}]})",
       "E0507 1:40 igf1[1].sd: a number is expected, found a text | write -3.2, without quotes\n"
       "E0511 1:58 igf1[2].date: `2022-13-02` is no day: there is no month 13\n"},
      {R"({"igf1": {"date": "2022-07-02", "sd": -3.2}})",
       "E0516 1:10 igf1: `igf1` is a list; this object has no \"items\" | write [ { \"date\": …, \"sd\": … } ], also "
       "for one item, or { \"items\": [ … ], \"complete\": true }\n"},
      {R"({"diagnosis": "E34.3"})",
       "E0507 1:15 diagnosis: `diagnosis` is a list, found a text | write [ … ], also for one item\n"},
      {R"({"diagnosis": [null]})",
       "E0507 1:16 diagnosis[1]: an item is null | leave the item out; where the whole list was looked for and is not "
       "there, write null for it\n"},
      {R"({"igf1": [3]})",
       "E0507 1:11 igf1[1]: an item in braces is expected, found a number | write { \"date\": …, \"sd\": … }\n"},
      {R"({"chart": {"allergies": ["a", 2]}})",
       "E0507 1:31 chart.allergies[2]: a text is expected, found a number | write \"2\"\n"},
      {R"({"tried": {"value": true, "source": 3}})", "E0516 1:37 tried.source: \"source\" is a text, found a number\n"},
      {R"({"tried": {"value": true, "date": "soon"}})",
       "E0511 1:35 tried.date: `soon` is not a date | write YYYY-MM-DD; where only the month or the year is known, "
       "YYYY-MM or YYYY\n"},
      {R"({"tried": true, "tried": false})", "E0505 1:17 tried: `tried` is given twice | leave one of the two out\n"},
      {R"({"member.sex": "male", "member": {"sex": "female"}})",
       "E0505 1:35 member.sex: `member.sex` is given twice | leave one of the two out\n"},
      {R"({"igf1": {"items": [{"date": "2022", "sd": 1, "sd": 2}]}})",
       "E0505 1:47 igf1[1].sd: `sd` is given twice | leave one of the two out\n"},
  };
  for (const Case& each : cases) {
    INFO(each.text);
    const auto member = one(each.text);
    CHECK_FALSE(member.valid);
    CHECK(told(each.text, member) == each.told);
  }
}

// Such members were invalid, and could not be decided even where the row decides nothing.
TEST_CASE("a row that lacks its day, or ends before it starts, is told and leaves the member valid", "[facts]") {
  struct Case {
    std::string text;
    std::string told;
  };
  const std::string help = "where only the month or the year is known, write that: \"2024-05\", \"2024\"\n";
  const std::vector<Case> cases = {
      {R"({"igf1": [{"sd": -3.2}]})",
       "W0517 1:11 igf1[1].date: an item of a series has no \"date\": its day is not known | " + help},
      {R"({"igf1": [{"date": null}]})",
       "W0517 1:20 igf1[1].date: an item of a series has no \"date\": its day is not known | " + help},
      {R"({"medication": [{"end": "2022-01-01"}]})",
       "W0517 1:17 medication[1].start: an item of periods has no \"start\": its day is not known | " + help},
      {R"({"medication": [{"start": "2022-03-02", "end": "2022-02"}]})",
       "W0518 1:48 medication[1].end: the period ends on 2022-02 and starts on 2022-03-02: neither of its days is taken for known | "
       "\"end\" is the last day, and is not before \"start\"\n"},
  };
  for (const Case& each : cases) {
    INFO(each.text);
    const auto member = one(each.text);
    CHECK(member.valid);
    CHECK(told(each.text, member) == each.told);
  }
}

// A date that is only the mark between date and time has no parts to explain by (found by fuzzing under UBSan).
TEST_CASE("texts that are hardly dates are no dates", "[facts]") {
  for (const char* text :
       {"T", "T12:00", "2024-", "/", "2024T", "0", "00000000", "99999999/99999999/9999"}) {
    INFO(text);
    CHECK_FALSE(one(std::string("{\"member.birth_date\": \"") + text + "\"}").valid);
  }
}

TEST_CASE("an unknown field is a warning, and an error under strict", "[facts]") {
  const std::string text =
      R"({"weigth": "50 kg", "member": {"birthdate": "2016"}, "birth_date": "2016", "zzzzzz": [{"a": 1}],
    "igf1": [{"date": "2022", "SDS": 1}]})";
  const auto lenient = one(text);
  CHECK(lenient.valid);
  CHECK(told(text, lenient) ==
        "W0501 1:2 weigth: the policy declares no fact `weigth`; it is ignored | did you mean \"weight\"?\n"
        "W0501 1:32 member.birthdate: `member` declares no fact `birthdate`; it is ignored | did you mean "
        "\"birth_date\"?\n"
        "W0501 1:54 birth_date: `birth_date` is declared as `member.birth_date`; it is ignored | write "
        "\"member.birth_date\", or nest it\n"
        "W0501 1:76 zzzzzz: the policy declares no fact `zzzzzz`; it is ignored\n"
        "W0501 2:31 igf1[1].SDS: an item of `igf1` has no field `SDS`; it is ignored | did you mean \"sd\"?\n");
  const auto strict = one(text, true);
  CHECK_FALSE(strict.valid);
  CHECK(strict.diagnostics.size() == 5);
  for (const Diagnostic& each : strict.diagnostics) CHECK(each.code == "E0506");
}

TEST_CASE("the first place is shown where a fact is given twice", "[facts]") {
  const auto member = one(R"({"member.sex": "male", "member": {"sex": "female"}})");
  REQUIRE(member.diagnostics.size() == 1);
  REQUIRE(member.diagnostics[0].labels.size() == 1);
  CHECK(member.diagnostics[0].labels[0].span == Span{1, 13});
}

TEST_CASE("one member, several, or one a line", "[facts]") {
  CHECK(read(R"([{"id": 1}, {"id": "b"}])").size() == 2);
  CHECK(read(R"([{"id": 1}, {"id": "b"}])")[0].id == "1");
  const std::string lines =
      "{\"id\": \"a\"}\r\n\r\n{\"id\": \"b\", }\n{\"id\": \"c\", \"tried\": 1}\n{\"id\": \"d\"}\n";
  const auto members = read(lines);
  REQUIRE(members.size() == 4);
  CHECK(members[0].valid);
  CHECK(members[0].id == "a");
  CHECK_FALSE(members[1].valid);
  CHECK(told(lines, members[1]) ==
        "E0501 3:11 : a comma stands before `}` | remove the comma: JSON has none after the last member\n");
  CHECK(members[1].line == 3);
  CHECK_FALSE(members[2].valid);
  CHECK(members[2].id == "c");
  CHECK(members[2].line == 4);
  CHECK(members[3].valid);
  CHECK(members[3].line == 5);
  CHECK(read("{\"id\": 1}\ngarbage\n", false, "x.ndjson").size() == 2);
  CHECK(read("{\"id\": 1}\n\"b\": 2}\n").size() == 2);  // the member is decided before the next line is there
  CHECK(read("{\"id\": \"\xFF\"}\n{\"id\": 2}\n")[0].diagnostics[0].code == "E0003");
  CHECK(read("{\"id\": \"\xFF\"}\n{\"id\": 2}\n")[1].valid);
  CHECK(read("\xEF\xBB\xBF{\"id\": 1}")[0].valid);
}

TEST_CASE("a broken object of many lines is one broken member, and its items are none", "[facts]") {
  const std::string text =
      "{\n  \"igf1\": [\n    {\"date\": \"2022\", \"sd\": 1},\n    {\"date\": \"2021\", \"sd\": 1}\n  ]\n  \"tried\": "
      "true\n}\n{\"id\": 2}\n";
  const auto members = read(text);
  REQUIRE(members.size() == 4);
  CHECK(told(text, members[0]) == "E0501 5:4 : a comma is missing before `\"` | put `,` between\n");
  CHECK(told(text, members[1]) ==
        "E0521 3:5 : this may belong to the value opened on line 1, which is broken | give each member an \"id\", and mend that value\n"
        "W0501 3:6 date: the policy declares no fact `date`; it is ignored\n"
        "W0501 3:22 sd: the policy declares no fact `sd`; it is ignored | did you mean \"id\"?\n");
  CHECK(members[2].line == 4);
  CHECK(members[3].valid);
}

TEST_CASE("a line with an id behind a value that is never closed is a member with a warning", "[facts]") {
  const std::string text = "{\"id\": 1, \"igf1\": [\n{\"id\": 2, \"tried\": true},\n{\"id\": 3, \"tried\": 7}\n";
  const auto members = read(text);
  REQUIRE(members.size() == 3);
  CHECK(members[0].id == "1");
  CHECK_FALSE(members[0].valid);
  CHECK(members[1].valid);
  CHECK(told(text, members[1]) == "W0519 2:1 : taken for a member, this may belong to the value opened on line 1, which is broken | mend that value\n");
  CHECK_FALSE(members[2].valid);
  const auto strict = read(text, true);
  CHECK(strict[1].diagnostics.front().code == "E0523");
  CHECK_FALSE(strict[1].valid);
}

TEST_CASE("each field that is not declared is told once a member, with how often it stands there", "[facts]") {
  const auto member = one(R"({"igf1": [{"date": "2022", "x": 1}, {"date": "2023", "x": 2, "y": 3}], "zz": 1})");
  REQUIRE(member.undeclared.size() == 3);
  CHECK(member.undeclared[0].field == "igf1.x");
  CHECK(member.undeclared[0].times == 2);
  CHECK(member.undeclared[1].times == 1);
  CHECK(member.diagnostics.size() == 3);
  // A thousand fields take a name to be advised no thousand times; the text of the first twenty is whole.
  std::string many = "{\"weigth\": 1";
  for (int i = 0; i < 1'000; ++i) many += ", \"weigth" + std::to_string(i) + "\": 1";
  const auto told = one(many + "}");
  CHECK(told.undeclared.size() == 1'001);
  CHECK(told.diagnostics.size() == 100);
  CHECK(told.diagnostics.front().help.front() == "did you mean \"weight\"?");
}

TEST_CASE("what is no member is said to be none", "[facts]") {
  CHECK(faults("") ==
        "E0502 1:1 : there is nothing here to read | a fact file holds one member, `{ \"member\": { … } }`, several in "
        "`[ … ]`, or one a line\n");
  CHECK(faults("[]") == "E0502 1:1 : the list of members is empty | write { \"member\": { … } } in it\n");
  CHECK(faults("3") == "E0503 1:1 : a member is an object, found a number | write { \"member\": { … } }\n");
  const auto mixed = read("[{}, 3, {}]");
  REQUIRE(mixed.size() == 3);
  CHECK(mixed[0].valid);
  CHECK_FALSE(mixed[1].valid);
  CHECK(mixed[2].valid);
}

TEST_CASE("long texts and lists are refused", "[facts]") {
  std::string items = "{\"chart.allergies\": [\"a\"";
  for (int i = 0; i < 100'000; ++i) items += ",\"a\"";
  CHECK(faults(items + "]}") ==
        "E0520 1:21 chart.allergies: `chart.allergies` has 100001 items; crit reads at most 100000\n");
  CHECK(one("{\"prescriber.specialty\": \"" + std::string(1U << 20U, 'x') + "\"}").valid);
  CHECK_FALSE(one("{\"prescriber.specialty\": \"" + std::string((1U << 20U) + 1, 'x') + "\"}").valid);
}

TEST_CASE("no input crashes the reader, and every error has a place", "[facts]") {
  const std::vector<std::string> seeds = {
      R"({"id": "m1", "as_of": "2022-10-01", "member": {"birth_date": "2016-05-01", "sex": "male"}, "weight": "40 lb",
          "igf1": [{"date": "2022-07-02", "sd": -3.2}], "diagnosis": ["E34.321", {"system": "snomed", "code": "73211009"}]})",
      R"([{"medication": {"items": [{"start": "2022-01", "end": "ongoing", "drug": "a"}], "complete": "within 6 months"}},
          {"waiting": "1 year", "share": {"value": 4, "unit": "%", "page": 3}}])",
      "{\"tried\":true,\"score\":1e3}\n{\"request\":{\"drug\":\"J2170\"}}\n",
  };
  const std::string alphabet = std::string("{}[]\",:\\ \n0123456789-+.eEnull'/\xC3\xFF%aT") + std::string(1, '\0');
  std::mt19937 random(42);
  const auto any = [&random](std::size_t below) { return static_cast<std::size_t>(random() % below); };
  const Schema schema = growth();
  for (int round = 0; round < 5'000; ++round) {
    std::string text = seeds[any(seeds.size())];
    for (std::size_t edits = any(5); edits > 0 && !text.empty(); --edits) {
      const std::size_t at = any(text.size());
      switch (any(5)) {
        case 0: text.erase(at, 1); break;
        case 1: text.insert(at, 1, alphabet[any(alphabet.size())]); break;
        case 2: text[at] = alphabet[any(alphabet.size())]; break;
        case 3: text.erase(at, any(20)); break;
        default: text.insert(at, text.substr(any(text.size()), any(20))); break;
      }
    }
    const Source source("x.json", text);
    const auto members = read_facts(schema, source, {round % 2 == 0});
    if (members.empty()) FAIL("no member: " << text);
    for (const MemberFacts& member : members) {
      const bool has_error = std::any_of(member.diagnostics.begin(), member.diagnostics.end(),
                                         [](const Diagnostic& one) { return one.severity == Severity::error; });
      if (has_error == member.valid) FAIL("valid and wrong at once: " << text);
      for (const Diagnostic& each : member.diagnostics) {
        if (each.span.end > source.text().size() || each.span.begin > each.span.end)
          FAIL("a place outside of: " << text);
        if (each.message.empty() || each.code.empty()) FAIL("nothing said of: " << text);
      }
    }
  }
}
