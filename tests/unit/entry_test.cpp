// What is typed: whether it is whole, what its words are, and what may stand at the cursor.
#include <catch2/catch.hpp>
#include <random>

#include "crit/entry.hpp"
#include "session_policy.hpp"

using namespace session_policy;

TEST_CASE("crit's own parser says whether an entry is whole") {
  for (const char* whole : {"", "height", "height > 3 cm", "any_of { a; b }", "height > > 3", "policy \"X\" { title \"T\" }", "define x = 1", "{\"a\": [1, 2]}",
                            "# only a comment", "height > 3 cm # why", "height )", "\"never closed", "{\"a\": x", "height >\n\n", "1,000", "test", "test before 2022-01-01"}) {
    INFO(whole);
    CHECK(crit::is_whole(whole));
  }
  for (const char* open : {"height >", "height > 3 cm and", "any_of {", "any_of { a;", "(height", "policy \"X\" {", "define x =", "facts {\n a : yes_no\n", "{\"a\": [1,",
                           "{", "if treated then", "some therapy where", "any_of {\n\n"}) {
    INFO(open);
    CHECK(!crit::is_whole(open));
  }
  CHECK(crit::entry_kind("policy \"X\" {") == crit::EntryKind::items);
  CHECK(crit::entry_kind("test.result > 3") == crit::EntryKind::expression);
  CHECK(crit::entry_kind("# c\n { \"a\": 1 }") == crit::EntryKind::json);
  CHECK(crit::entry_kind(" \n# c") == crit::EntryKind::empty);
}

TEST_CASE("words are known by what the parser takes them for") {
  const auto kinds = [](const std::string& text) {
    std::string all;
    for (const crit::Token& token : crit::tokens(text)) {
      constexpr const char* names[] = {"keyword", "name", "number", "text", "date", "unit", "comment", "label", "op", "bracket", "unknown"};
      all += (all.empty() ? "" : " ") + text.substr(token.span.begin, token.span.end - token.span.begin) + ":" + names[static_cast<std::size_t>(token.kind)];
    }
    return all;
  };
  CHECK(kinds("height >= 3 cm and not treated # why") == "height:name >=:op 3:number cm:unit and:keyword not:keyword treated:name # why:comment");
  CHECK(kinds("latest > 3") == "latest:name >:op 3:number");
  CHECK(kinds("latest therapy.dose") == "latest:keyword therapy.dose:name");
  CHECK(kinds("x is not \"a b\"") == "x:name is:keyword not:keyword \"a b\":text");
  CHECK(kinds("define x = 2022-01-05") == "define:keyword x:name =:op 2022-01-05:date");
  CHECK(kinds("height >= and ((") == "height:name >=:op and:keyword (:bracket (:bracket");
  CHECK(crit::syntax_errors({"e", "height >"}).empty());  // merely not whole
  CHECK(crit::syntax_errors({"e", "height > )"}).size() == 1);
}

TEST_CASE("any text has words, in order and apart") {
  std::mt19937 random(7);
  const std::string text = policy + R"( "a" 'b' {"x": [1,2.5]} ≤ § \ )";
  for (int i = 0; i < 300; ++i) {
    const std::size_t begin = random() % text.size();
    const std::string part = text.substr(begin, random() % 120);
    std::uint32_t at = 0;
    for (const crit::Token& token : crit::tokens(part)) {
      REQUIRE(token.span.begin >= at);
      REQUIRE(token.span.end > token.span.begin);
      REQUIRE(token.span.end <= part.size());
      at = token.span.end;
    }
    crit::is_whole(part);
    crit::syntax_errors({"e", part});
  }
}

TEST_CASE("what may stand at the cursor is offered with type and value") {
  crit::Session session = opened();
  REQUIRE(session.apply({"therapy", "{drug: somatropin, start: 2022-01-01}", true}));
  const auto offered = [&](const std::string& text) {
    std::string all;
    for (const crit::Candidate& one : session.complete(text, text.size()).all) all += (all.empty() ? "" : " ") + one.text;
    return all;
  };
  CHECK(offered("heig") == "height");
  CHECK(offered("member.") == "member.birth_date member.sex member.weight");
  CHECK(offered("member.sex is ") == "female male");
  CHECK(offered("member.sex in { female, ") == "female male");
  CHECK(offered("treated = ") == "no yes");
  CHECK(offered("therapy[1].d") == "therapy[1].dose therapy[1].drug");
  CHECK(offered("some therapy where dr") == "drug");
  CHECK(offered("meets I.A.3.") == "I.A.3.a I.A.3.b");
  CHECK(offered("height > 3 c") == "cm contains covering");
  CHECK(offered("completed").substr(0, 16) == "completed_years(");
  CHECK(offered("# heig").empty());
  CHECK(offered("\"heig").empty());
  CHECK(offered("zzz").empty());
  const crit::Candidates height = session.complete("1 < heig + 2", 8);
  CHECK(height.begin == 4);
  CHECK(height.end == 8);
  REQUIRE(height.all.size() == 1);
  CHECK(height.all[0].type == "a length in cm");
  CHECK(height.all[0].about == "Standing height");
  CHECK(height.all[0].needed);
}
