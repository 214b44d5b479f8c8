// What the shells offer, as it is read from the table of verbs; and when a run is paged. What the shells make of it, and
// the pager itself: tests/around/.
#include "completions.hpp"

#include <catch2/catch.hpp>

#include "pager.hpp"
#include "verbs.hpp"

namespace {

using crit::command::Arguments;
using crit::command::Context;
using crit::command::Flag;
using crit::command::offer_of_value;
using crit::command::operands_of;
using crit::command::Verb;
using Words = std::vector<std::string>;

TEST_CASE("what may stand somewhere is read from how the help writes it") {
  CHECK(offer_of_value("text|json").words == Words{"text", "json"});
  CHECK(offer_of_value("FACTS").endings == Words{"json", "ndjson", "jsonl", "csv"});
  CHECK(offer_of_value("POLICY.crit").endings == Words{"crit"});
  CHECK(offer_of_value("DIR").folders);
  CHECK(offer_of_value("FILE").any_file);
  for (const char* nothing : {"DATE", "N", "SECONDS", "", "-"}) CHECK(offer_of_value(nothing).empty());
}

TEST_CASE("operands in their order, with what is optional and what repeats") {
  Verb verb{"fit", "[POLICY.crit] [FACTS.json…]", "", "", {}, nullptr};
  auto operands = operands_of(verb);
  REQUIRE(operands.size() == 2);
  CHECK(operands[0].name == "POLICY.crit");
  CHECK(!operands[0].repeats);
  CHECK(operands[1].name == "FACTS.json");
  CHECK(operands[1].repeats);
  verb.operands = "FILE.crit…|-";
  operands = operands_of(verb);
  REQUIRE(operands.size() == 1);
  CHECK(operands[0].repeats);
  CHECK(operands[0].offer.endings == Words{"crit"});
  CHECK(operands[0].offer.words.empty());
  verb.operands = "[CODE|WORD…]";
  verb.operand_words = [] { return Words{"E0101", "two words", "gro'th", "within"}; };
  operands = operands_of(verb);
  REQUIRE(operands.size() == 1);
  CHECK(operands[0].offer.words == Words{"E0101", "within"});  // a shell would have to quote the others
}

TEST_CASE("a flag with a letter is offered by both names, in every shell") {
  const Flag flag{"--write", "", "", false, "-w"};
  CHECK(names_of(flag) == std::vector<std::string_view>{"-w", "--write"});
  for (const std::string& script : {crit::command::bash_completions(), crit::command::zsh_completions()}) {
    for (const Verb* verb : crit::command::all_verbs()) {
      for (const Flag& one : all_flags(*verb)) {
        for (const std::string_view name : names_of(one)) CHECK(script.find(name) != std::string::npos);
      }
    }
  }
}

TEST_CASE("text is quoted for a shell") {
  CHECK(crit::command::shell_word("") == "''");
  CHECK(crit::command::shell_word("a b") == "'a b'");
  CHECK(crit::command::shell_word("a message's code") == "'a message'\\''s code'");
}

TEST_CASE("a run is paged on a terminal of known height, as a text, and not with facts from standard input") {
  Context context;
  context.out_is_terminal = true;
  context.rows = 24;
  context.columns = 80;
  context.pager = "less";
  const auto wants = [](const Arguments& given, const Context& on, std::string_view verb = "eval") {
    return wants_pager(*crit::command::find_verb(verb), given, on);
  };
  CHECK(wants({}, context));
  CHECK(wants({}, context, "explain"));
  CHECK(wants({}, context, "help"));
  CHECK(!wants({}, context, "check"));
  CHECK(!wants({}, context, "version"));
  CHECK(!wants({{}, {{"--no-pager", ""}}}, context));
  CHECK(!wants({{}, {{"--format", "json"}}}, context));
  CHECK(wants({{}, {{"--format", "text"}}}, context));
  CHECK(!wants({{"p.crit", "-"}, {}}, context));
  CHECK(!wants({{"p.crit"}, {{"--facts", "-"}}}, context));
  Context other = context;
  other.out_is_terminal = false;
  CHECK(!wants({}, other));
  other = context;
  other.rows = 0;
  CHECK(!wants({}, other));
  other = context;
  other.pager.clear();
  CHECK(!wants({}, other));
}

}  // namespace
