// JSON -> tree: what is kept, what is refused, and what is said of it.
#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <vector>

#include "json.hpp"
#include "json_fault.hpp"
#include "source.hpp"

namespace {

using crit::JsonFault;
using crit::JsonKind;
using crit::JsonValue;

crit::JsonResult read(const std::string& text) {
  crit::JsonReader reader(text);
  return reader.read(0, static_cast<std::uint32_t>(text.size()));
}

std::string join(const std::string& first, const std::string& second) { return first + " | " + second; }

}  // namespace

TEST_CASE("json keeps digits, order and places", "[facts][json]") {
  const std::string text = R"({"b": -0.10e-3, "a": [true, null, "x\u00e9\n"], "n": 12345678901234567890123})";
  crit::JsonReader reader(text);
  const auto result = reader.read(0, static_cast<std::uint32_t>(text.size()));
  REQUIRE(result.document);
  const JsonValue& root = result.document->root;
  REQUIRE(root.children.size() == 3);
  CHECK(root.children[0].name == "b");
  CHECK(root.children[0].text == "-0.10e-3");
  CHECK(root.children[0].span == crit::Span{6, 14});
  CHECK(root.children[0].name_span == crit::Span{1, 4});
  CHECK(root.children[1].children[0].boolean);
  CHECK(root.children[1].children[1].kind == JsonKind::null);
  CHECK(root.children[1].children[2].text == "x\xC3\xA9\n");
  CHECK(root.children[2].text == "12345678901234567890123");
  CHECK_FALSE(result.document->has_repeats);
}

TEST_CASE("json marks repeated names, escaped ones too", "[facts][json]") {
  const std::string text = R"({"a": 1, "\u0061": 2, "b": {"c": 1, "c": 1}})";
  crit::JsonReader reader(text);
  const auto result = reader.read(0, static_cast<std::uint32_t>(text.size()));
  REQUIRE(result.document);
  CHECK(result.document->has_repeats);
  CHECK(result.document->root.children[0].repeats == JsonValue::not_repeated);
  CHECK(result.document->root.children[1].repeats == 0);
  CHECK(result.document->root.children[2].children[1].repeats == 0);
}

TEST_CASE("json finds repeats among many members", "[facts][json]") {
  std::string text = "{";
  for (int i = 0; i < 100; ++i) text += "\"k" + std::to_string(i) + "\": 1, ";
  text += "\"k7\": 2}";
  crit::JsonReader reader(text);
  const auto result = reader.read(0, static_cast<std::uint32_t>(text.size()));
  REQUIRE(result.document);
  CHECK(result.document->root.children.back().repeats == 7);
}

TEST_CASE("json faults say where, what, and how to mend it", "[facts][json]") {
  struct Case {
    std::string text;
    std::string place;  // line:column
    std::string said;   // message | help
  };
  const std::vector<Case> cases = {
      {"", "1:1",
       "there is nothing here to read | a fact file holds one member, `{ \"member\": { … } }`, several in `[ … ]`, or "
       "one a line"},
      {"{\"a\": 1,}", "1:8", "a comma stands before `}` | remove the comma: JSON has none after the last member"},
      {"{\"a\": [1,\n 2,\n]}", "2:3",
       "a comma stands before `]` | remove the comma: JSON has none after the last item"},
      {"{'a': 1}", "1:2", "a text stands in quotes other than straight double ones | write \"a\""},
      {"{\"a\": “x y”}", "1:7", "a text stands in quotes other than straight double ones | write \"x y\""},
      {"{a: 1}", "1:2", "the name `a` is not in quotes | write \"a\""},
      {"{\"a\": 1 // no\n}", "1:9",
       "JSON has no comments | remove it; where a value comes from goes into its \"source\""},
      {"# x\n{}", "1:1", "JSON has no comments | remove it; where a value comes from goes into its \"source\""},
      {"{\"a\": {\"b\": 1}", "1:15", "the text ends before this `{` is closed | add the missing `}`; where the text was cut off, take it from its source again, for what is lost is not known"},
      {"{\"a\": [1", "1:9", "the text ends before this `[` is closed | add the missing `]`; where the text was cut off, take it from its source again, for what is lost is not known"},
      {"{\"a\": \"x}\n", "1:7",
       "a text is not closed on its line | put a `\"` at its end; a line break inside a text is `\\n`"},
      {"{\"a\": \"x}", "1:7", "a text is never closed | put a `\"` at its end"},
      {"{\"a\": NaN}", "1:7",
       "`NaN` is not JSON | write null where a value was looked for and is not there, or leave the field out"},
      {"{\"a\": -Infinity}", "1:7", "`-Infinity` is not a number JSON has | write null where a value is not there"},
      {"{\"a\": 007}", "1:7",
       "the number `007` begins with a zero too many | write 7; a code or date goes in quotes, \"007\""},
      {"{\"a\": +1}", "1:7", "the number `+1` begins with `+` | write 1"},
      {"{\"a\": .5}", "1:7", "`.5` has no digit before its point | write 0.5"},
      {"{\"a\": 5.}", "1:7", "`5.` has no digit after its point | write 5.0"},
      {"{\"a\": 1,000}", "1:7", "a comma stands inside a number | write 1000"},
      {"{\"a\": 2022-09-30}", "1:7",
       "`2022-09-30` is not a number | a date, a code or a value with a unit goes in quotes: \"2022-09-30\""},
      {"{\"a\": 91.4 cm}", "1:7", "`91.4 cm` is not in quotes | write \"91.4 cm\""},
      {"{\"a\": 91.4cm}", "1:7",
       "`91.4cm` is not a number | a date, a code or a value with a unit goes in quotes: \"91.4cm\""},
      {"{\"a\": open}", "1:7", "`open` is not in quotes | write \"open\""},
      {"{\"a\": True}", "1:7", "`True` is not JSON | write true"},
      {"{\"a\": }", "1:7",
       "a value is expected after `:`, found `}` | write a value: a number, a \"text\", true, false, null, `[ … ]` or "
       "`{ … }`"},
      {"{\"a\" 1}", "1:5", "a name is followed by `1`, not by `:` | write `\"name\": value`"},
      {"{\"a\" = 1}", "1:6", "`=` stands between a name and its value | write `:`"},
      {"{\"a\": 1\n \"b\": 2}", "1:8", "a comma is missing before `\"` | put `,` between"},
      {"{\"a\": 1; \"b\": 2}", "1:8", "`;` stands where a comma belongs | write `,`"},
      {"{\"a\": [1}", "1:9", "`[` is closed by `}` | write `]`"},
      {"{\"a\": [\"b\": 1]}", "1:11", "a name with a value stands in a list | put it in braces: { \"name\": value }"},
      {"{\"a\": [1,,2]}", "1:10", "a value is expected after `,`, found `,` | remove one of the commas"},
      {"{\"a\": \"C:\\dir\"}", "1:10", "`\\d` is no escape JSON has | write `\\\\` for a backslash"},
      {"{\"a\": \"\\ud83d\"}", "1:8",
       "`\\u` is not followed by four digits of a whole character | write the character itself"},
      {"{\"a\": \"x\ty\"}", "1:9", "a tab stands inside a text | write `\\t`, or a blank"},
      {"{\"a\": 1}}", "1:9",
       "`}` closes nothing: everything before it is closed | remove this `}`, or one closed too early further up"},
      {"{\"a\": 1},\n{\"a\": 2}", "1:9",
       "a comma follows on a whole member | put several members into `[ … ]`, or write one a line without commas "
       "between"},
      {"{\n}\n{\n}", "3:1",
       "a second value begins with `{` after the first has ended | put several members into `[ … ]` with commas "
       "between, or write each on one line"},
      {"{\"a\": \"\xFF\"}", "1:8", "byte 0xFF is not UTF-8 text | save the file as UTF-8"},
      {std::string("{\"a\": \0}", 8), "1:7",
       "a value is expected after `:`, found a NUL byte | write a value: a number, a \"text\", true, false, null, `[ … "
       "]` or `{ … }`"},
      {std::string("{\"a\": \"\0\"}", 10), "1:8", "a NUL byte stands inside a text | remove it"},
      {"hello", "1:1", "a fact file is JSON, and begins with `{` or `[`, not with `hello` | tables (CSV) and other formats are turned into JSON first: `{ \"member\": { … } }`"},
  };
  for (const Case& one : cases) {
    INFO(one.text);
    const auto result = read(one.text);
    REQUIRE_FALSE(result.document);
    CHECK(join(result.fault.message, result.fault.help) == one.said);
    const crit::Source source("x.json", one.text);
    const auto place = source.locate(result.fault.span.begin);
    CHECK(std::to_string(place.line) + ":" + std::to_string(place.column) == one.place);
  }
}

TEST_CASE("json names the bracket that is not closed", "[facts][json]") {
  const auto result = read("{\"a\": {\"b\": 1 ");
  REQUIRE(result.fault.opened);
  CHECK(result.fault.opened->span == crit::Span{6, 7});
  CHECK(result.fault.opened->text == "opened here");
}

TEST_CASE("json is refused below 64 levels, and not before", "[facts][json]") {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  CHECK(read(nested(64)).document);
  const auto deep = read(nested(65));
  REQUIRE_FALSE(deep.document);
  CHECK(deep.fault.kind == JsonFault::Kind::too_deep);
  CHECK(deep.fault.span.begin == 64);
  CHECK(read(std::string(1'000'000, '[')).fault.kind == JsonFault::Kind::too_deep);
  CHECK_FALSE(read(std::string(1'000'000, '{')).document);
}

TEST_CASE("json numbers are JSON's", "[facts][json]") {
  for (const char* good : {"0", "-0", "10", "1e5", "1E-05", "-1.50", "0.0e+0"}) CHECK(crit::is_json_number(good));
  for (const char* bad : {"", "-", "+1", "01", "-01", "1.", ".1", "1e", "1e+", "0x1", "1 ", "1a"}) {
    CHECK_FALSE(crit::is_json_number(bad));
  }
}

TEST_CASE("json of a bare value is a value", "[facts][json]") {
  CHECK(read(" 12 ").document->root.kind == JsonKind::number);
  CHECK(read("\"x\"").document->root.kind == JsonKind::text);
  CHECK(read("null").document->root.kind == JsonKind::null);
}

// simdjson looks only at what it is asked for; the plain scanner looks at everything. They must agree on what is JSON,
// or a malformed file could be read as facts.
TEST_CASE("json: the fast reader and the plain scanner accept the same texts", "[facts][json]") {
  const std::vector<std::string> seeds = {
      R"({"id": "m1", "member": {"birth_date": "2016-05-01", "sex": "male"}, "igf1": [{"date": "2022-07-02", "sd": -3.2}]})",
      R"([{"a": [1, 2.5e3, -0], "b": null}, {"c": {"d": [true, false, [], {}]}}])",
      "{\"a\": \"x\\u00e9\\n\\\"\", \"b\xC3\xA9\": [\"\", \"\\\\\"], \"c\":{\"value\":1,\"source\":\"n\"}}\n",
      "{\"a\":1}\n{\"b\":[]}\n",
  };
  const std::string alphabet =
      std::string("{}[]\",:\\ \n\t0123456789-+.eEtruefalsnx'\xC3\xA9\xFF/#") + std::string(1, '\0');
  std::mt19937 random(20221001);
  const auto any = [&random](std::size_t below) { return static_cast<std::size_t>(random() % below); };
  std::size_t accepted = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string text = seeds[any(seeds.size())];
    for (std::size_t edits = 1 + any(4); edits > 0 && !text.empty(); --edits) {
      const std::size_t at = any(text.size());
      switch (any(5)) {
        case 0: text.erase(at, 1); break;
        case 1: text.insert(at, 1, alphabet[any(alphabet.size())]); break;
        case 2: text[at] = alphabet[any(alphabet.size())]; break;
        case 3: text.resize(at); break;
        default: text.insert(at, text.substr(any(text.size()), any(12))); break;
      }
    }
    const auto fault = crit::find_json_fault(text, 0, static_cast<std::uint32_t>(text.size()), true);
    crit::JsonReader reader(text);
    const auto result = reader.read(0, static_cast<std::uint32_t>(text.size()));
    if (result.document.has_value() == fault.has_value()) FAIL("they disagree on: " << text);
    accepted += result.document.has_value() ? 1 : 0;
    if (fault) {
      if (fault->span.begin > fault->span.end || fault->span.end > text.size()) FAIL("a place outside of: " << text);
      if (fault->message.empty()) FAIL("nothing said of: " << text);
    }
  }
  CHECK(accepted > 500);
}
