// What lowering makes of the language, read in its listing: which instructions, in which order, and no more of them.
#include <catch2/catch.hpp>

#include <sstream>

#include "crit/crit.hpp"

namespace {

const std::string head = "policy \"T\" { }\nfacts { a : yes_no; b : yes_no; n : number; born : date; t : x | y; u : kg\n"
                         "  l : list { v : number } complete; s : series { v : number }; p : periods { c : x2 | y2 } complete }\n";

// The names of the instructions under a heading of the listing ("main", "define 0"), and their operands where asked.
std::string code(const std::string& rest, const std::string& heading = "main", bool operands = false) {
  const auto program = crit::Engine().compile({"T.crit", head + rest});
  if (!program) return crit::render_text(program.error(), {{"T.crit", head + rest}}, false);
  std::istringstream lines(program->disassemble());
  std::string line;
  std::string text;
  bool inside = false;
  while (std::getline(lines, line)) {
    if (!line.empty() && line[0] != ' ') {
      inside = line.compare(0, heading.size(), heading) == 0;
      continue;
    }
    if (!inside || line.size() < 8 || line[5] == ' ') continue;
    std::istringstream words(line.substr(0, line.find(" ;")));
    std::string number;
    std::string name;
    words >> number >> name;
    text += (text.empty() ? "" : " ") + name;
    if (!operands) continue;
    std::string operand;
    for (std::string word; words >> word;) operand += (operand.empty() ? "" : " ") + word;
    if (!operand.empty()) text += "(" + operand + ")";
  }
  return text;
}
std::string criterion(const std::string& condition, bool operands = false) {
  const std::string all = code("indication I.A {\n  all_of { 1: " + condition + " }\n  approve\n}\n", "main", operands);
  const std::string tail = operands ? " Criterion(I.A.1) AllOf(1) Criterion(I.A) Section(I.A) Halt" : " Criterion AllOf Criterion Section Halt";
  return all.size() > tail.size() && all.compare(all.size() - tail.size(), tail.size(), tail) == 0 ? all.substr(0, all.size() - tail.size()) : "?? " + all;
}

}  // namespace

TEST_CASE("conditions") {
  CHECK(criterion("a") == "Fact");
  CHECK(criterion("a and not b", true) == "Fact(a) SkipIfNo(to 5) Fact(b) Not And(2)");
  CHECK(criterion("a or b or n > 1", true) == "Fact(a) SkipIfYes(to 9) Fact(b) Or(2) SkipIfYes(to 9) Fact(n) Constant(1) CompareNumber(>) Or(2)");
  CHECK(criterion("born to as_of >= 18 years", true) == "Fact(born) AsOf MakeSpan Constant(18 years) CompareSpan(>=)");
  CHECK(criterion("u <= 500 g", true).find("Convert") == std::string::npos);  // a constant is converted when it compiles
  CHECK(criterion("t in { x, y }", true) == "Fact(t) InValues({ x, y })");
  CHECK(criterion("known(n)", true) == "Known(n)");
  CHECK(criterion("missing(n)", true) == "Known(n) Not");
  CHECK(criterion("born within 90 days", true) == "Fact(born) Constant(90 days) AsOf InWindow(within)");
}

TEST_CASE("blocks, conditionals and choices name the criteria they may discard") {
  CHECK(criterion("if a then b", true) == "Fact(a) SkipRow(to 3) Fact(b) If");
  CHECK(criterion("b unless a", true) == "Fact(a) Not SkipRow(to 4) Fact(b) If");
  CHECK(criterion("if a then all_of { p: b; q: a }", true) == "Fact(a) SkipRow(to 7) Fact(b) Criterion(I.A.1.p) Fact(a) Criterion(I.A.1.q) AllOf(2) If(criteria 2..4)");
  CHECK(criterion("choose { when a : all_of { p: b }; when b : a; otherwise : not_met }", true) ==
        "Fact(a) SkipRow(to 5) Fact(b) Criterion(I.A.1.p) AllOf(1) SkipRest(to 12) Fact(b) SkipRow(to 9) Fact(a) SkipRest(to 11) Constant(not met) Choose Choose(criteria 2..3)");
  CHECK(criterion("match t { x : all_of { p: a }; y : any_of { q: b } }", true) ==
        "Fact(t) InValues({ x }) SkipRow(to 6) Fact(a) Criterion(I.A.1.p) AllOf(1) SkipRest(to 10) Fact(b) Criterion(I.A.1.q) AnyOf(1) Choose(criteria 2..3 or 3..4)");
}

TEST_CASE("queries are loops, nested as the query is") {
  CHECK(criterion("some l has v > n", true) ==
        "ListOpen(l) ListNext(to 6) ItemField(field 0 of loop 0) Fact(n) CompareNumber(>) ListHas(to 1) ListTruth(some)");
  CHECK(criterion("latest s within 90 days has v > 1", true) ==
        "ListOpen(s) Constant(90 days) AsOf ListWindow(within) ListPick(latest) ListNext(to 10) ItemField(field 1 of loop 0) Constant(1) "
        "CompareNumber(>) ListHas(to 5) ListTruth(latest)");
  CHECK(criterion("at_least 2 l") == "ListOpen ListTruth");
  CHECK(criterion("count l >= 2") == "ListOpen ListValue Constant CompareNumber");
  CHECK(criterion("change in s.v > 1", true).find("ListPairs(of the newest)") != std::string::npos);
  CHECK(criterion("change in s.v > 1") == "ListOpen ListPairs ListNext PairField ItemField Subtract ListTake ListValue Constant CompareNumber");
  // The anchor of the inner window is computed inside the inner loop, and names the outer item.
  CHECK(criterion("some e of s has (e.v > 1 and (some p covering e.date has c is x2))", true).find(
            "ListOpen(p) ItemField(field 0 of loop 1) ListWindow(covering) ListNext") != std::string::npos);
}

TEST_CASE("a define is computed once, a criterion that is asked about stands in the code once") {
  const std::string rest = "define twice = n * 2\nindication I.A {\n  all_of { 1: twice > 1; 2: twice < 9; 3: meets I.B }\n  approve\n}\n"
                           "indication I.B {\n  all_of { 1: a }\n  approve\n}\n";
  CHECK(code(rest, "define 0", true) == "Fact(n) Constant(2) Multiply Return");
  CHECK(code(rest, "define 1", true) == "Fact(a) Criterion(I.B.1) AllOf(1) Criterion(I.B) Return");
  CHECK(code(rest, "main", true) ==
        "Define(twice) Constant(1) CompareNumber(>) Criterion(I.A.1) Define(twice) Constant(9) CompareNumber(<) Criterion(I.A.2) "
        "Define(section I.B) IsMet(section I.B) Criterion(I.A.3) AllOf(3) Criterion(I.A) Section(I.A) Define(section I.B) Section(I.B) Halt");
}
