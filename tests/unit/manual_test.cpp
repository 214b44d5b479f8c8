// What `crit explain WORD` shows of LANGUAGE.md: that every word has its paragraph, and every phrase its line.
#include <catch2/catch.hpp>

#include "crit/manual.hpp"
#include "functions.hpp"
#include "keywords.hpp"
#include "manual_page.hpp"
#include "phrases.hpp"

using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

bool has_paragraph(const std::string& word) {
  for (const std::string& known : crit::manual_words()) {
    if (crit::manual_key(known) == crit::manual_key(word)) return true;
  }
  return false;
}

constexpr const char* small_page = R"(# Page

## Lists

<!-- about: within, before -->
A **window** stands [here](#lists).

| on dates | |
|---|---|
| `within 90 days` | not before |
| `before X` | X itself is not in |

```crit criteria in lists run
1: some visit within 90 days
2: some visit before surgery
```

More prose.

  <!-- about: some -->
- `some` asks for one,
  at least.
- `no` asks for none.

# How do I say

```crit context say gives E0412
facts {
  visit : series {
    kind : clinic | phone
  } complete
  weight : kg
}
define age = birth_date to as_of
```

```crit context say items in say
indication I "Group" {
  1 "in the past 6 months; within the last 6 months":  some visit within 6 months
  2 "two of":
    at_least 2 of {
      a "first": age > 2 years
    }
  approve
}
exclusion X "not covered: cosmetic use" as not_covered { cosmetic }
amend "SAY.1" "for Texas only" when texas { remove I.2 }
```
)";

}  // namespace

TEST_CASE("every keyword and every function has a paragraph in LANGUAGE.md") {
  for (const std::string& keyword : crit::all_keywords()) {
    CAPTURE(keyword);
    CHECK(has_paragraph(keyword));
  }
  for (const crit::FunctionInfo& function : crit::all_functions()) {
    CAPTURE(function.name);
    CHECK(has_paragraph(std::string(function.name)));
  }
}

TEST_CASE("every word of the manual is spoken of in what is shown of it") {
  for (const std::string& word : crit::manual_words()) {
    CAPTURE(word);
    const std::string text = crit::manual(word);
    CHECK_THAT(text, Contains(" (LANGUAGE.md)\n\n"));
    CHECK(text.find("<!--") == std::string::npos);
    CHECK(text.find("](#") == std::string::npos);
  }
}

TEST_CASE("at least 120 phrases are said, and each is found by its own words") {
  const std::vector<std::string>& phrases = crit::manual_phrases();
  CHECK(phrases.size() >= 120);
  for (const std::string& phrase : phrases) {
    CAPTURE(phrase);
    CHECK(!phrase.empty());
    CHECK(!crit::manual(phrase).empty());
  }
  for (const char* asked : {"in the past 6 months", "trial and failure of two", "within a 120-day span", "at least 1 year apart",
                            "not to exceed", "documentation of", "11 months after the month of", "unless contraindicated",
                            "age 2 to 17 years", "at least 90 consecutive days", "no more than 4 per 28 days", "most recent",
                            "on two separate occasions", "prescribed by or in consultation with", "continuation of therapy"}) {
    CAPTURE(asked);
    CHECK_THAT(crit::manual(asked), StartsWith("How do I say\n\n") && Contains(asked));
  }
}

TEST_CASE("a word is shown with its rows, its lines and phrases that are said with it") {
  const std::string within = crit::manual("within");
  CHECK_THAT(within, StartsWith("Asking a list (LANGUAGE.md)\n\nWindows stand directly after the list's name"));
  CHECK_THAT(within, Contains("`within 90 days`, `within_days 90`: not before 90 days back"));
  CHECK_THAT(within, !Contains("`covering X`"));
  CHECK_THAT(within, Contains("some visit within 6 months"));
  CHECK(crit::manual(" WITHIN ") == within);
  CHECK(crit::manual("all of") == crit::manual("all_of"));
  CHECK(crit::manual("round()") == crit::manual("round"));
  CHECK_THAT(crit::manual("percentile"), Contains("the 95th") && Contains("bmi_score >= percentile_z(95)"));
}

TEST_CASE("a phrase is shown with the facts that its line asks") {
  const std::string text = crit::manual("Trial and failure");
  CHECK_THAT(text, Contains("failed(trial, { metformin }, 90 days, 7 days)"));
  CHECK_THAT(text, Contains("trial         : periods {"));
}

// What payers' policies say again and again, and who tried crit looked for.
TEST_CASE("phrases of payers lead to a line") {
  for (const char* asked :
       {"tried and failed", "renewal", "specialist", "A1c", "diet and exercise", "prior authorization", "medically necessary", "attestation",
        "comorbidity", "body mass index", "reauthorization", "recertification", "medical necessity", "adverse event", "allergy",
        "first-line therapy", "preferred drug", "formulary alternatives", "lifestyle modification", "physical therapy", "smoking cessation",
        "samples", "quantity limit", "maximum daily dose", "early refill", "lifetime maximum", "letter of medical necessity",
        "medical records", "chart notes", "claims history", "place of service", "site of care", "REMS", "registry", "off-label",
        "FDA-approved", "peer-to-peer", "case by case", "positive response", "clinical benefit", "kidney function", "liver enzymes",
        "uncontrolled", "normal range", "body surface area", "PASI", "genetic testing", "primary diagnosis", "secondary to", "pediatric",
        "childbearing potential", "active coverage", "continuous enrollment", "expedited", "pretreatment", "monotherapy",
        "duplicate therapy", "compliance", "hospitalization", "bone mineral density", "follow-up", "consent", "cosmetic", "experimental"}) {
    CAPTURE(asked);
    CHECK_THAT(crit::manual(asked), Contains("How do I say\n\n"));
  }
}

TEST_CASE("a phrase with other endings, small words or another order leads to those that are near") {
  const auto leads = [](const char* asked, const char* to) {
    CAPTURE(asked);
    CHECK_THAT(crit::manual(asked), StartsWith("How do I say\n\n") && Contains(to));
  };
  leads("the patient has failed a trial", "trial and failure of metformin");
  leads("specialists", "a specialist");
  leads("renewed", "renewal");
  leads("comorbidities", "comorbidity");
  leads("attested by the prescriber", "attestation");
  leads("an authorization in the file", "prior authorization on file");
  leads("insulin combinations", "in combination with insulin");
  CHECK_THAT(crit::manual_near("renewal of a wheelchair"), Catch::Matchers::VectorContains(std::string("renewal")));
  CHECK(crit::manual("zebras").empty());
  CHECK(crit::manual("the of").empty());
}

TEST_CASE("words are akin that differ by their endings alone") {
  CHECK(crit::akin("failed", "failure"));
  CHECK(crit::akin("therapy", "therapies"));
  CHECK(crit::akin("authorize", "authorization"));
  CHECK(!crit::akin("dose", "does"));
  CHECK(!crit::akin("medication", "medical"));
  CHECK(!crit::akin("", "s"));
  CHECK(crit::telling_words("The patient has FAILED any of the drugs") == std::vector<std::string>{"failed", "drugs"});
  CHECK(crit::telling_words("of the").empty());
  CHECK(crit::words_in("trial and failure of two", {"failed", "trials", "three"}) == 2);
}

TEST_CASE("what the page does not have is answered with what is near") {
  CHECK(crit::manual("").empty());
  CHECK(crit::manual("   ").empty());
  CHECK(crit::manual("zebra crossing").empty());
  CHECK(crit::manual_near("zebra crossing").empty());
  REQUIRE(!crit::manual_near("wihtin").empty());
  CHECK(crit::manual_near("wihtin").front() == "within");
  CHECK_THAT(crit::manual_near("failure of trial"), Catch::Matchers::VectorContains(std::string("trial and failure of two")));
  CHECK(crit::manual_near("a b c d e").size() <= 5);
}

TEST_CASE("a page is taken apart into pieces and sayings") {
  const crit::ManualPage page = crit::read_manual_page(small_page);
  REQUIRE(page.pieces.size() == 2);
  CHECK(page.pieces[0].heading == "Lists");
  CHECK(page.pieces[0].words == std::vector<std::string>{"within", "before"});
  CHECK(page.pieces[0].lines.front() == "A **window** stands [here](#lists).");
  CHECK(page.pieces[0].lines.back() == "```");  // the prose below it is another matter
  CHECK(page.pieces[1].lines == std::vector<std::string>{"- `some` asks for one,", "  at least."});

  REQUIRE(page.sayings.size() == 6);
  CHECK(page.sayings[1].phrases == std::vector<std::string>{"in the past 6 months", "within the last 6 months"});
  CHECK(page.sayings[1].lines == std::vector<std::string>{"some visit within 6 months"});
  CHECK(page.sayings[1].declared == std::vector<std::string>{"visit : series {\n  kind : clinic | phone\n} complete"});
  CHECK(page.sayings[2].lines == std::vector<std::string>{"at_least 2 of {", "  a \"first\": age > 2 years", "}"});
  CHECK(page.sayings[2].declared == std::vector<std::string>{"define age = birth_date to as_of"});
  CHECK(page.sayings[3].phrases == std::vector<std::string>{"first"});
  CHECK(page.sayings[4].phrases == std::vector<std::string>{"not covered: cosmetic use"});
  CHECK(page.sayings[5].phrases == std::vector<std::string>{"for Texas only"});
}

TEST_CASE("a page without an end, and one without anything, are taken apart too") {
  CHECK(crit::read_manual_page("").pieces.empty());
  CHECK(crit::read_manual_page("<!-- about: x -->").pieces.size() == 1);
  CHECK(crit::read_manual_page("# How do I say\n```crit items in say\n1 \"a").sayings.empty());
}
