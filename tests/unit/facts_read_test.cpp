// Fact files -> fact sets by a schema: every type, every wrapper, every list, and where one member ends and the next begins.
#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "growth_facts.hpp"
#include "no_value.hpp"

using namespace growth_facts;

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

// What most values are is read without looking for faults.
TEST_CASE("what is plain is read as all else is", "[facts]") {
  const Schema schema = growth();
  const ValueReader reader(schema);
  std::mt19937 random(20221001);
  const auto any = [&random](std::size_t below) { return static_cast<std::size_t>(random() % below); };
  const std::vector<std::string> seeds{"12",         "-3.20",      "1e3",
                                       "0",          "18.5 kg",    "40 lb",
                                       "-1 kg",      "45 %",       "30 tablet",
                                       "2016-05-01", "2016-02-30", "2016-05",
                                       "9999-12-31", "0000-01-01", "male",
                                       "Female",     "female",     "low",
                                       "N/A",        "-",          "--",
                                       "",           "true",       "ongoing",
                                       "<25 kg",     "1 234 kg",   "12345678901234567890123456789012345678901 kg"};
  const std::string alphabet = "0123456789.-+eE kgl%<tab ";
  std::vector<FactType> types;
  for (const FactSlot& slot : schema.facts) types.push_back(slot.type);
  std::size_t plain = 0;
  for (int round = 0; round < 40'000; ++round) {
    std::string text = seeds[any(seeds.size())];
    for (std::size_t edits = any(3); edits > 0 && !text.empty(); --edits) {
      const std::size_t at = any(text.size());
      if (any(2) == 0)
        text.insert(at, 1, alphabet[any(alphabet.size())]);
      else
        text.erase(at, 1);
    }
    JsonValue raw;
    raw.kind = any(4) == 0                           ? JsonKind::boolean
               : any(2) == 0 && is_json_number(text) ? JsonKind::number
                                                     : JsonKind::text;
    raw.boolean = any(2) == 0;
    raw.text = text;
    raw.in_cell = any(4) == 0;
    for (const FactType& type : types) {
      Value value;
      if (!reader.read_plain(raw, type, value)) continue;
      ++plain;
      std::list<TextData> texts;
      Ranges ranges;
      const ReadValue read = type.kind == FactKind::number ? reader.read_number(raw, type, {}, texts, ranges)
                                                           : reader.read(raw, type, nullptr, nullptr, texts);
      INFO(text);
      CHECK_FALSE(read.fault);
      CHECK(read.value == value);
      CHECK(read.written == (raw.kind == JsonKind::boolean ? (raw.boolean ? "true" : "false") : text));
      CHECK_FALSE((raw.kind == JsonKind::text && is_no_value(text)));
    }
  }
  CHECK(plain > 10'000);
}

// A reader of many members keeps what it read with: nothing of one member shows in the next.
TEST_CASE("a member is read the same whatever was read before it", "[facts]") {
  const std::vector<std::string> seeds{
      R"({"id": "m1", "member": {"birth_date": "2016-05-01", "sex": "male"})"
      R"(, "weight": {"value": "18.5 kg", "source": "chart_note", "page": 3})"
      R"(, "igf1": [{"date": "2022-07-02", "sd": -3.2}]})",
      R"({"id": "m\u0032", "igf1": {"items": [{"date": "2022-07", "sd": 1}, )"
      R"({"date": "2022-08-01", "sd": null}], "complete": true})"
      R"(, "score": 2, "sc\u006Fre": 3})",
      R"({"id": "m3", "medication": [{"start": "2022-01-01", "end": "ongoing", "drug": "x"}, )"
      R"({"start": "2022-02-01", "end": "2022-01-01", "drug": "N/A"}])"
      R"(, "weight": 40, "unknown": [[1, {}], {"a": []}]})",
      R"({"id": "m4", "tried": "yes", "diagnosis": ["E34.3", {"system": "icd10", "code": "Q87.1"}], "member": null})",
  };
  const std::string alphabet = "{}[]\",: \n0123456789-.etrfnulsx";
  std::mt19937 random(7);
  const auto any = [&random](std::size_t below) { return static_cast<std::size_t>(random() % below); };
  const Schema schema = growth();
  const SchemaTables tables(schema);
  SchemaReader kept(tables, "facts.json", false);
  PieceParser kept_parser;
  const auto line = [&](const MemberFacts& member, const std::string& text) {
    std::string out = told(text, member) + (member.valid ? "valid " : "invalid ") + member.id;
    if (!member.valid) return out;
    const auto put = [&](const FactCell& one) {
      out += " " + std::to_string(static_cast<int>(one.state)) + ":" + one.written.text();
      if (one.provenance != 0) out += "@" + member.facts.provenances.at(one.provenance - 1).source;
      if (const auto* date = std::get_if<Date>(&one.value)) out += "=" + to_string(*date);
      if (const auto* number = std::get_if<NumberValue>(&one.value)) out += "=" + number->number.to_string();
    };
    for (const FactCell& one : member.facts.facts) put(one);
    for (const ListCell& list : member.facts.lists) {
      out += " [" + std::to_string(list.items);
      for (const FactCell& one : list.cells) put(one);
    }
    return out;
  };
  std::size_t valid = 0;
  for (int round = 0; round < 4'000; ++round) {
    std::string text = seeds[any(seeds.size())];
    for (std::size_t edits = any(3); edits > 0; --edits) {
      const std::size_t at = any(text.size());
      if (any(2) == 0)
        text[at] = alphabet[any(alphabet.size())];
      else
        text.erase(at, 1);
    }
    FactPiece piece;
    piece.kind = FactPiece::Kind::value;
    piece.text = text;
    piece.end = static_cast<std::uint32_t>(text.size());
    ParsedPiece parsed = kept_parser.parse(piece);
    const MemberFacts member = kept.read(parsed);
    kept_parser.done(std::move(parsed));
    SchemaReader fresh(tables, "facts.json", false);
    PieceParser fresh_parser;
    CHECK(line(member, text) == line(fresh.read(fresh_parser.parse(piece)), text));
    valid += member.valid ? 1 : 0;
  }
  CHECK(valid > 500);
}
