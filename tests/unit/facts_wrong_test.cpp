// Fact files that are wrong or doubtful: what is said of them, where, and whether the member is valid.
#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include "growth_facts.hpp"

using namespace growth_facts;

TEST_CASE("wrong data names the field, the place and the remedy", "[facts]") {
  const std::vector<Told> cases = {
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
       "E0511 1:27 member.birth_date: `May 3, 2024` is not written as YYYY-MM-DD | write \"2024-05-03\"\n"},
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
  check_told(cases, false);
}

// Such members were invalid, and could not be decided even where the row decides nothing.
TEST_CASE("a row that lacks its day, or ends before it starts, is told and leaves the member valid", "[facts]") {
  const std::string help = "where only the month or the year is known, write that: \"2024-05\", \"2024\"\n";
  const std::vector<Told> cases = {
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
  check_told(cases, true);
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
