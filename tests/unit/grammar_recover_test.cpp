// Mistakes: each is reported once, where it is, and leaves what stands around it intact.
#include <catch2/catch.hpp>

#include <random>
#include <string>
#include <vector>

#include "ast_print.hpp"
#include "build.hpp"
#include "parse.hpp"
#include "render.hpp"

namespace {

using namespace crit;

struct Outcome {
  std::vector<Diagnostic> diagnostics;
  ast::File file;
  std::string summary;  // "line:column code" of each
};

Outcome run(const std::string& text) {
  const Source source("x.crit", text);
  Diagnostics diagnostics("x.crit");
  Outcome made;
  const Tree tree = parse(source, diagnostics);
  made.file = build(source, tree, diagnostics);
  made.diagnostics = diagnostics.take_sorted();
  for (const Diagnostic& one : made.diagnostics) {
    const LineColumn at = source.locate(one.span.begin);
    if (!made.summary.empty()) made.summary += ", ";
    made.summary += std::to_string(at.line) + ":" + std::to_string(at.column) + " " + one.code;
  }
  return made;
}

// One entry of a block, the only thing wrong in its file.
Diagnostic entry(const std::string& text) {
  const Outcome made = run("define x = all_of {\n  " + text + "\n  z\n}\ndefine y = z\n");
  INFO(text << "\n" << made.summary);
  CHECK(made.diagnostics.size() == 1);
  CHECK(made.file.defines.size() == 2);
  return made.diagnostics.empty() ? Diagnostic{} : made.diagnostics[0];
}

const char* const policy =
    R"(policy "P" { title "T"; effective from 2022-01-01 to 2022-12-31; bills hcpcs J2170 per 1 mg }
facts {
  member { birth_date : date "Date of birth"; line : a | b }
  height : series { value : cm; sd : number } complete within 12 months
  score : low < normal < high
}
codes c : icd10 { C*, D00..D09, "E34" }
define age = member.birth_date to as_of
indication I.A "x" {
  when member.line is a
  all_of {
    1 "t": age >= 2 years and age < 18 years
    2: if age > 10 years then latest height within_days 90 has sd <= -3
    3: at_least 2 of { a; b; c }
  }
  approve until match member.line { a : as_of + 1 year; otherwise : earlier_of(as_of, age) }
  give units = choose { when a : 1; otherwise : 2 }
}
referral R { refer to review "why" }
otherwise deny as experimental
)";

}  // namespace

TEST_CASE("habits from other languages have messages of their own") {
  struct Case {
    const char* text;
    const char* code;
    const char* help;  // part of it; "" for any
  };
  const Case cases[] = {
      {"a == 1", "E0108", ""},
      {"a = 1", "E0108", ""},
      {"a != 1", "E0108", ""},
      {"a <> 1", "E0108", ""},
      {"a && b", "E0108", ""},
      {"a || b", "E0108", ""},
      {"!a", "E0108", ""},
      {"a AND b", "E0116", "`and`"},
      {"NOT a", "E0116", "`not`"},
      {"x > 1,000", "E0109", "`1000`"},
      {"x > .5", "E0109", "`0.5`"},
      {"x > 5.", "E0109", "`5`"},
      {"x is 'a b'", "E0111", "`\"a b\"`"},
      {"x is “a b”", "E0111", "`\"a b\"`"},
      {"x // why", "E0112", "#"},
      {"2 <= age < 18", "E0113", "`2 <= age and age < 18`"},
      {"count h where sd < 2 >= 3", "E0113", "`(count h where sd < 2) >= 3`"},
      {"if a", "E0114", "then"},
      {"if a then b else c", "E0115", "choose"},
      {"1 \"t\" a", "E0117", ""},
      {"\"t\" a", "E0117", ""},
      {"no m has a is b and c is d", "E0118", "`no m has (a is b and c is d)`"},
      {"c is d and no m has a is b", "E0119", "`c is d and (no m has a is b)`"},
      {"no m has some n has a is b", "E0119", "`(some n has a is b)`"},
      {"x is no", "E0314", "not x"},
      {"latest height whithin_days 90 has sd <= -3", "E0102", "`within_days`"},
      {"allof { a }", "E0102", "`all_of`"},
      {"all of { a }", "E0102", "`all_of`"},
      {"x is \"open", "E0105", ""},
      {"x is \"a\\qb\"", "E0106", ""},
      {"x > 2022-9-3", "E0110", ""},
      {"x > 2022-02-30", "E0110", ""},
      {"x > 9/30/2022", "E0110", ""},
      {"x > 6 months 1 year", "E0123", ""},
      {"1.2: a", "E0122", "`2`"},
      {"(a) \"t\": a", "E0122", "`a`"},
      {"a and if b then c", "E0125", ""},
      {"igf1 has sd <= 3", "E0101", "`latest igf1 has"},
      {"a is b within 90 days", "E0101", "list's name"},
      {"a)", "E0104", ""},
      {"(a and b", "E0103", ""},
      {"x \xC2\xA0is y", "E0101", "blank"},
      {"Member.birth_date < d", "E0121", "`member.birth_date`"},
  };
  for (const Case& one : cases) {
    const Diagnostic made = entry(one.text);
    INFO(one.text << "  " << made.message);
    CHECK(made.code == one.code);
    std::string help;
    for (const std::string& line : made.help) help += line + "\n";
    CHECK(help.find(one.help) != std::string::npos);
  }
}

TEST_CASE("a broken entry keeps its label, and its neighbours") {
  const Outcome made = run("indication I {\n all_of {\n 1: a == b\n 2: c and\n 3: d\n }\n approve until == 3\n}\n");
  CHECK(made.summary == "3:7 E0108, 4:10 E0101, 7:16 E0108");
  CHECK(print(made.file) ==
        "indication I\n  entry\n    all_of\n      entry 1\n        error\n      entry 2\n        error\n"
        "      entry 3\n        name d\n  approve until\n    error\n");
}

TEST_CASE("a broken define keeps its name, a broken fact too") {
  const Outcome made = run("define a = b == c\nfacts {\n x : [\n y : cm\n}\ndefine b = 1\n");
  CHECK(made.diagnostics.size() == 2);
  CHECK(made.file.defines.size() == 2);
  REQUIRE(made.file.facts.size() == 1);
  CHECK(made.file.facts[0].declarations.size() == 2);
}

TEST_CASE("an unclosed block ends where a clause or the next item begins") {
  const Outcome made = run("indication I {\n  all_of {\n    a\n  approve until d\n}\nindication J { a == b }\n");
  CHECK(made.summary == "3:6 E0103, 6:18 E0108");
  REQUIRE(made.diagnostics.size() == 2);
  REQUIRE(made.diagnostics[0].labels.size() == 1);
  CHECK(made.diagnostics[0].labels[0].text == "opened here");
  CHECK(made.diagnostics[0].labels[0].span.begin == 24);
  REQUIRE(made.file.sections.size() == 2);
  CHECK(made.file.sections[0].has_approve);
}

TEST_CASE("a brace closed by one further left is the one pointed to") {
  const Outcome made = run("define x = all_of {\n    a\n    any_of {\n      b\n}\ndefine y = z\n");
  REQUIRE(made.diagnostics.size() == 1);
  REQUIRE(made.diagnostics[0].labels.size() == 1);
  CHECK(made.diagnostics[0].labels[0].span.begin == 37);
  CHECK(made.file.defines.size() == 2);
}

TEST_CASE("one brace too many is reported, and the next item read") {
  CHECK(run("define x = all_of { a }\n}\ndefine y = == z\n").summary == "2:1 E0104, 3:12 E0108");
  CHECK(run("indication I {\n  all_of { a }\n  }\n  approve\n}\ndefine y = == z\n").summary == "4:3 E0101, 6:12 E0108");
}

TEST_CASE("misspelt items and clauses are named") {
  CHECK(run("indicaton I { approve }\ndefine x = 1\n").diagnostics[0].help[0] == "did you mean `indication`?");
  CHECK(run("indication I {\n whne a is b\n approve\n}").diagnostics[0].help[0] == "did you mean `when`?");
  CHECK(run("indication I {\n a\n aprove until b\n}").diagnostics[0].help[0] == "did you mean `approve`?");
  CHECK(run("policy \"x\" { titel \"y\" }").diagnostics[0].help[0] == "did you mean `title`?");
  CHECK(run("define x = some m overlaping d").diagnostics[0].help[0] == "did you mean `overlapping`?");
}

TEST_CASE("nesting has a limit that says so") {
  for (const char* opening : {"(", "not ", "-", "all_of { ", "f(", "if a then "}) {
    std::string text = "define x = ";
    for (int i = 0; i < 60000; ++i) text += opening;
    const Outcome made = run(text + "a\ndefine y = == 1\n");
    INFO(opening);
    REQUIRE(!made.diagnostics.empty());
    bool deep = false;
    for (const Diagnostic& one : made.diagnostics) deep = deep || one.code == "E0107";
    CHECK(deep);
  }
  std::string chain = "define x = a";
  for (int i = 0; i < 100000; ++i) chain += " + a";
  CHECK(run(chain).summary == "1:12 E0107");
}

TEST_CASE("a whole policy has no diagnostics, and every part cut off is survived") {
  const std::string text = policy;
  REQUIRE(run(text).summary.empty());
  for (std::size_t i = 0; i < text.size(); ++i) run(text.substr(0, i));
  for (std::size_t i = 0; i < text.size(); ++i) run(text.substr(i));
}

TEST_CASE("mutated policies neither crash nor hang") {
  std::mt19937 random(20220930);
  const std::vector<std::string> pieces = {
      "{",       "}",     "(",          ")",        "\"",         "\n",          ":",
      ";",       ",",     "#",          " and ",    " is ",       " has ",       "1",
      "..",      "a",     " where ",    "'",        "E34",        "=",           "<",
      "within ", "if ",   " then ",     "\xC3\xA9", "otherwise ", "define q = ", "\nindication X {",
      "match ",  "some ", "2022-01-01", "*",        "/",          "\t"};
  for (int round = 0; round < 400; ++round) {
    std::string text = policy;
    for (unsigned edits = random() % 6 + 1; edits > 0; --edits) {
      const std::size_t at = random() % text.size();
      switch (random() % 3) {
        case 0: text.erase(at, random() % 12); break;
        case 1: text.insert(at, pieces[random() % pieces.size()]); break;
        default: const std::size_t from = random() % text.size(); text.insert(at, text.substr(from, random() % 40));
      }
      if (text.empty()) text = " ";
    }
    const Source source("x.crit", text);
    for (const Diagnostic& one : run(text).diagnostics) {
      CHECK(one.span.begin <= one.span.end);
      CHECK(one.span.end <= text.size() + 1);
      render(one, &source);
      render_json(one, &source);
    }
  }
}
