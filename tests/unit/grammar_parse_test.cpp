// Text to tree: what is one entry, what is one expression, and how tight operators bind. Shown through the AST's print,
// which is shorter than the tree's.
#include <catch2/catch.hpp>

#include <string>

#include "ast_print.hpp"
#include "build.hpp"
#include "parse.hpp"

namespace {

using namespace crit;

// The AST of `expression`, on one line: nesting as parentheses.
std::string shape(const std::string& expression) {
  const std::string text = "define x = " + expression + "\n";
  const Source source("x.crit", text);
  Diagnostics diagnostics("x.crit");
  const Tree tree = parse(source, diagnostics);
  const ast::File file = build(source, tree, diagnostics);
  if (!diagnostics.all().empty()) return diagnostics.all()[0].code + " " + diagnostics.all()[0].message;
  if (file.defines.size() != 1) return "not one define";
  std::string made;
  std::size_t depth = 0;
  const std::string printed = print(*file.defines[0].value);
  for (std::size_t i = 0; i < printed.size();) {
    const std::size_t end = printed.find('\n', i);
    std::size_t spaces = 0;
    while (printed[i + spaces] == ' ') ++spaces;
    const std::size_t level = spaces / 2;
    for (; depth > level; --depth) made += ")";
    if (level > depth) {
      made += "(";
      ++depth;
    } else if (i > 0 && made.back() != '(') {
      made += " ";
    }
    made += printed.substr(i + spaces, end - i - spaces);
    i = end + 1;
  }
  return made + std::string(depth, ')');
}

std::string codes_of(const std::string& text) {
  const Source source("x.crit", text);
  Diagnostics diagnostics("x.crit");
  build(source, parse(source, diagnostics), diagnostics);
  std::string made;
  for (const Diagnostic& one : diagnostics.take_sorted()) made += one.code + " ";
  return made;
}

struct Case {
  const char* text;
  const char* shape;
};

}  // namespace

TEST_CASE("operators bind as stated: or, and, not, comparison, to, sum, product, minus") {
  const Case cases[] = {
      {"a or b and c", "or(name a and(name b name c))"},
      {"not a is b and c", "and(not(is(name a name b)) name c)"},
      {"a to b + 6 months", "to(name a +(name b duration 6 months))"},
      {"a to b >= 2 years", ">=(to(name a name b) duration 2 years)"},
      {"-a * b - c", "-(*(-(name a) name b) name c)"},
      {"a - b - c", "-(-(name a name b) name c)"},
      {"(a or b) and c", "and(or(name a name b) name c)"},
      {"a unless b or c", "unless(condition(or(name b name c)) name a)"},
      {"if a then b and c", "if(condition(name a) and(name b name c))"},
      {"x is not y", "is not(name x name y)"},
      {"x not in { 2, -3 }", "not in(name x set(number 2 -(number 3)))"},
      {"x ≤ 3 or x ≥ 5", "or(<=(name x number 3) >=(name x number 5))"},
  };
  for (const Case& one : cases) CHECK(shape(one.text) == one.shape);
}

TEST_CASE("numbers, units, durations, dates and codes are told apart") {
  const Case cases[] = {
      {"2024-05", "date 2024-05"},
      {"2022-09-30", "date 2022-09-30"},
      {"1 year 6 months", "duration 1 year 6 months"},
      {"90 days", "duration 90 days"},
      {"10 days/week", "number 10 days/week"},
      {"1.5 years", "number 1.5 years"},
      {"0.12 mg/kg/dose", "number 0.12 mg/kg/dose"},
      {"150 '10*3/uL'", "number 150 10*3/uL"},
      {"5mg{total}", "number 5 mg{total}"},
      {"7 %", "number 7 %"},
      {"3 [IU]/L", "number 3 [IU]/L"},
      {"10 / x", "/(number 10 name x)"},
      {"score + 1 in { 2, 3 }", "in(+(name score number 1) set(number 2 number 3))"},
      {"E34.321", "code E34.321"},
      {"dx in { E34.3*, D00..D09, \"62360\" }", "in(name dx set(codes E34.3* codes D00..D09 text \"62360\"))"},
      {"2  mg", "E0101 expected an operator or the end of the line, found `mg`"},
  };
  for (const Case& one : cases) CHECK(shape(one.text) == one.shape);
}

TEST_CASE("an entry goes on after operators and before infix words, and nowhere else") {
  const Case cases[] = {
      {"a and\n b", "and(name a name b)"},
      {"a\n and b", "and(name a name b)"},
      {"a # why\n # more\n or b", "or(name a name b)"},
      {"a\n is not b", "is not(name a name b)"},
      {"a\n not in { b }", "not in(name a set(name b))"},
      {"(a\n + b)", "+(name a name b)"},
      {"some m\n covering d\n has x is y", "query some m(window covering(of(name d)) has(is(name x name y)))"},
      {"any_of {\n a\n b; c\n}", "any_of(entry(name a) entry(name b) entry(name c))"},
      {"all_of {\n 1: a\n in: b\n}", "all_of(entry 1(name a) entry in(name b))"},
      {"all_of {\n a\n before\n}", "all_of(entry(name a) entry(name before))"},
      {"any_of\n{ a }", "any_of(entry(name a))"},
      {"x in {\n a,\n b,\n}", "in(name x set(name a name b))"},
      {"a\r\n and b\r\n", "and(name a name b)"},
  };
  for (const Case& one : cases) CHECK(shape(one.text) == one.shape);
}

TEST_CASE("soft keywords are names where the grammar does not expect them") {
  const Case cases[] = {
      {"height", "name height"},
      {"open is date", "is(name open name date)"},
      {"count >= 2", ">=(name count number 2)"},
      {"latest is x", "is(name latest name x)"},
      {"latest before x", "date test(name latest window before(of(name x)))"},
      {"latest source", "query latest source"},
      {"count(a, b)", "call count(name a name b)"},
      {"change in dose.value", "query change dose.value"},
      {"change in { a }", "in(name change set(name a))"},
      {"policy and facts", "and(name policy name facts)"},
      {"all_of is x", "is(name all_of name x)"},
      {"x.is", "name x.is"},
      {"at_least 2 of { a }", "at_least(number(number 2) entry(name a))"},
      {"at_least 2 visit within 1 year", "query at_least visit(number(number 2) window within(duration 1 year))"},
  };
  for (const Case& one : cases) CHECK(shape(one.text) == one.shape);
}

TEST_CASE("lists are asked with selectors, windows, where and has") {
  const Case cases[] = {
      {"latest height within_days 90 has sd <= -3",
       "query latest height(window within(duration 90 days) has(<=(name sd -(number 3))))"},
      {"latest height.value within 90 days of d - previous height.value",
       "query latest height.value(window within(duration 90 days of(-(name d query previous height.value))))"},
      {"some e of eos has (e.value >= 150 and e.date after d)",
       "query some e of eos(has(and(>=(name e.value number 150) date test(name e.date window after(of(name d))))))"},
      {"some pair (a, b) of height within 1 year apart at_least 6 months has a.sd - b.sd > 1",
       "query some pair (a, b) of height(window within(duration 1 year) window apart >=(duration 6 months) "
       "has(>(-(name a.sd name b.sd) number 1)))"},
      {"count distinct drug of medication active within 6 months >= 2",
       ">=(query count distinct medication.drug(window active within(duration 6 months)) number 2)"},
      {"no medication covering last 2 months where class is ics",
       "query no medication(window covering last(duration 2 months) where(is(name class name ics)))"},
      {"some m lasting >= 6 weeks", "query some m(window lasting >=(duration 42 days))"},
      {"d in month of x", "date test(name d window in month of(of(name x)))"},
      {"d within 30 days around x", "date test(name d window within around(duration 30 days of(name x)))"},
      {"largest gap in visit within 1 year > 90 days",
       ">(query largest gap visit(window within(duration 1 year)) duration 90 days)"},
      {"(count height where sd < -2) >= 2", ">=(query count height(where(<(name sd -(number 2)))) number 2)"},
  };
  for (const Case& one : cases) CHECK(shape(one.text) == one.shape);
}

TEST_CASE("choices: match arms have keys, choose rows have conditions") {
  const Case cases[] = {
      {"match line { a, b : 1; \"c\" : 2; otherwise : 3 }",
       "match(key(name line) arm(is(name a) is(name b) number 1) arm(is(text \"c\") number 2) otherwise(number 3))"},
      {"choose { when a and\n b : c\n otherwise : not_met }",
       "choose(arm(when(and(name a name b)) name c) otherwise(name not_met))"},
      {"meets I.B.7.b.ii and a", "and(meets I.B.7.b.ii name a)"},
  };
  for (const Case& one : cases) CHECK(shape(one.text) == one.shape);
}

TEST_CASE("byte order mark, carriage returns and an empty file are text") {
  CHECK(codes_of("\xEF\xBB\xBF"
                 "define a = b\r\n")
            .empty());
  CHECK(codes_of("").empty());
  CHECK(codes_of("# only a comment").empty());
  CHECK(codes_of(";;\n;").empty());
}

TEST_CASE("what is not text is refused with one message") {
  CHECK(codes_of("define a = \xC3") == "E0003 ");
  CHECK(codes_of(std::string("define\0a", 8)) == "E0004 ");
  CHECK(codes_of("\xFF\xFE"
                 "d") == "E0003 ");
  CHECK(codes_of("a\rb") == "E0004 ");
  CHECK(codes_of("define a = \"\xE2\x80\xAE\"") == "E0004 ");
  CHECK(codes_of("define a = \xED\xA0\x80") == "E0003 ");
}
