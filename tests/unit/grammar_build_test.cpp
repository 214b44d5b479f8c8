// Tree to AST: declarations with their parts, literals read, places kept.
#include <catch2/catch.hpp>

#include <string>

#include "ast_print.hpp"
#include "build.hpp"
#include "parse.hpp"

namespace {

using namespace crit;

struct Built {
  explicit Built(const std::string& text_in) : source("x.crit", text_in), diagnostics("x.crit") {
    file = build(source, parse(source, diagnostics), diagnostics);
  }
  std::string first() const { return diagnostics.all().empty() ? "" : diagnostics.all()[0].code; }
  std::string_view at(Span span) const { return source.text(span); }
  Source source;
  Diagnostics diagnostics;
  ast::File file;
};

}  // namespace

TEST_CASE("the policy header") {
  const Built made(
      "policy \"CP.1\" {\n title \"a \\\"b\\\"\\n\"\n effective from 2022-09 to 2023-01-31\n"
      " bills hcpcs J2170 per 1 mg\n bills \"http://x\" \"99213\" per 15 min\n}\n");
  CHECK(made.first().empty());
  CHECK(print(made.file) ==
        "policy \"CP.1\"\n  title \"a \\\"b\\\"\\n\"\n  effective from 2022-09 to 2023-01-31\n"
        "  bills hcpcs J2170\n    per\n      number 1 mg\n  bills http://x 99213\n    per\n      number 15 min\n");
  CHECK(made.at(made.file.policies[0].clauses[1].to_span) == "2023-01-31");
}

TEST_CASE("facts: groups, every form of type, complete, descriptions") {
  const Built made(
      "facts {\n g { a : date \"A\"; b : yes_no }\n c : x | y\n d : low <\n mid < high\n e : code icd10\n"
      " f : codes \"http://s\" complete \"F\"\n h : list of text complete within 1 year 6 months\n"
      " i : list { n : mg/kg/dose; m : '10*3/uL' }\n j : series { v : cm } \"J\"\n k : periods { d : text } "
      "complete\n}\n");
  CHECK(made.first().empty());
  CHECK(print(made.file) ==
        "facts\n  g\n    a : date \"A\"\n    b : yes_no\n  c : x | y\n  d : low < mid < high\n  e : code icd10\n"
        "  f : codes http://s complete \"F\"\n  h : list of text complete within 1 year 6 months\n"
        "  i : list\n    n : mg/kg/dose\n    m : 10*3/uL\n  j : series \"J\"\n    v : cm\n"
        "  k : periods complete\n    d : text\n");
}

TEST_CASE("codes, sections and the default denial") {
  const Built made(
      "codes c : icd10 { E34.3*, D00..D09,\n \"62360\" }\n"
      "exclusion III.B \"x\" as \"why not\" { when a is b; 1 \"t\": c; d }\n"
      "referral R { refer to match l { a : \"P1\"; b : \"P2\" } }\n"
      "referral S { refer to review \"why\" }\n"
      "indication I { any_of { a }; approve; give n = 3 mg }\n"
      "otherwise deny as experimental\n");
  CHECK(made.first().empty());
  CHECK(print(made.file) ==
        "codes c : icd10\n  E34.3*\n  D00..D09\n  62360\n"
        "exclusion III.B \"x\" as \"why not\"\n  when\n    is\n      name a\n      name b\n"
        "  entry 1 \"t\"\n    name c\n  entry\n    name d\n"
        "referral R\n  refer to\n    match\n      key\n        name l\n      arm\n        is\n          name a\n"
        "        text \"P1\"\n      arm\n        is\n          name b\n        text \"P2\"\n"
        "referral S\n  refer to review \"why\"\n"
        "indication I\n  entry\n    any_of\n      entry\n        name a\n  approve\n  give n\n    number 3 mg\n"
        "otherwise deny as experimental\n");
}

TEST_CASE("spans end with the last token, not with the blanks behind it") {
  const Built made("define x \"t\" = a is b   # why\n\ndefine y = (a or b)\n  and c\n\n");
  REQUIRE(made.file.defines.size() == 2);
  CHECK(made.at(made.file.defines[0].span) == "define x \"t\" = a is b");
  CHECK(made.at(made.file.defines[0].value->span) == "a is b");
  CHECK(made.file.defines[0].text.text == "t");
  CHECK(made.at(made.file.defines[1].value->span) == "(a or b)\n  and c");
}

TEST_CASE("a define's value may be a text or a name") {
  const Built made("define x = \"t\"\ndefine y \"t\" = \"u\"\ndefine z = x\n");
  CHECK(print(made.file) == "define x\n  text \"t\"\ndefine y \"t\"\n  text \"u\"\ndefine z\n  name x\n");
}

TEST_CASE("what the grammar cannot say is checked here") {
  CHECK(Built("define X = 1").first() == "E0121");
  CHECK(Built("define aB = 1").first() == "E0121");
  CHECK(Built("facts { a.b : date }").first() == "E0121");
  CHECK(Built("facts { a : x | Y }").first() == "E0121");
  CHECK(Built("facts { a : x | y < z }").first() == "E0101");
  CHECK(Built("facts { a : code icd10 complete }").first() == "E0321");
  CHECK(Built("define x = 1 month 1 year").first() == "E0123");
  CHECK(Built("define x = 99999999999 years").first() == "E0123");
  CHECK(Built("define x = 2023-02-29").first() == "E0110");
}
