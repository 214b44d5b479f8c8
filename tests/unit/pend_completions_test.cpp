// The two ways in which the chart of a pended member could turn out: given back as a host gives facts, each is decided
// as the pend says, and they are decided differently. Of every case of every example, and of a list too long to be
// searched at leisure.
#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "crit/crit.hpp"
#include "json.hpp"
#include "read_file.hpp"

namespace {

namespace fs = std::filesystem;

// A member's object with these facts in the place of what it says there, whether it writes names with dots or nested.
std::string completed(const crit::JsonValue& object, const std::string& text,
                      const std::vector<crit::CompletedFact>& facts, const std::string& prefix = "") {
  std::string made = "{";
  const auto add = [&](const std::string& name, const std::string& value) {
    made += (made.size() == 1 ? "" : ",") + crit::json_string(name) + ":" + value;
  };
  for (std::size_t i = 0; i < object.children.size(); ++i) {
    const crit::JsonValue& child = object.children[i];
    const std::string path = prefix + std::string(child.name);
    const auto is_it = [&](const crit::CompletedFact& fact) { return fact.fact == path; };
    const auto is_below = [&](const crit::CompletedFact& fact) { return fact.fact.rfind(path + ".", 0) == 0; };
    if (std::any_of(facts.begin(), facts.end(), is_it) || child.name == "expect") continue;
    if (child.kind == crit::JsonKind::object && std::any_of(facts.begin(), facts.end(), is_below)) {
      add(std::string(child.name), completed(child, text, facts, path + "."));
      continue;
    }
    // A value ends where the next name begins, or the object does.
    std::size_t end = i + 1 < object.children.size() ? object.children[i + 1].name_span.begin : text.size();
    int depth = 0;
    bool quoted = false;
    for (std::size_t at = child.span.begin; at < end; ++at) {
      if (quoted && text[at] == '\\')
        ++at;
      else if (text[at] == '"')
        quoted = !quoted;
      else if (!quoted && (text[at] == '{' || text[at] == '['))
        ++depth;
      else if (!quoted && (text[at] == '}' || text[at] == ']') && --depth < 0)
        end = at;
      else if (!quoted && depth == 0 && text[at] == ',')
        end = at;
    }
    add(std::string(child.name), text.substr(child.span.begin, end - child.span.begin));
  }
  if (prefix.empty()) {
    for (const crit::CompletedFact& fact : facts) add(fact.fact, fact.value);
  }
  return made + "}";
}

crit::DecideOptions with_completions() {
  crit::DecideOptions options;
  options.completions = true;
  return options;
}

// How many pends carry two.
std::size_t check(const crit::Program& program, const std::string& name, const std::string& text,
                  const std::string& as_of = "") {
  crit::ReadOptions read;
  read.as_of = as_of;
  const crit::Member member = program.read_members({name, text}, read).front();
  if (!member.valid()) return 0;
  const crit::Result<crit::Decision> decision = program.decide(member, with_completions());
  REQUIRE(decision);
  if (decision->outcome != crit::Outcome::pend) {
    CHECK(decision->completions.empty());
    CHECK(decision->no_completions.empty());
    return 0;
  }
  CHECK(decision->completions.size() + (decision->no_completions.empty() ? 0 : 2) == 2);
  crit::JsonReader json(text);
  const crit::JsonResult parsed = json.read(0, static_cast<std::uint32_t>(text.size()));
  REQUIRE(parsed.document);
  std::vector<std::string> outcomes;
  for (const crit::Completion& completion : decision->completions) {
    const std::string merged = completed(parsed.document->root, text, completion.facts);
    INFO(name << ": " << merged);
    const crit::Member again = program.read_members({name, merged}, read).front();
    REQUIRE(again.valid());
    const crit::Result<crit::Decision> decided = program.decide(again);
    REQUIRE(decided);
    CHECK(decided->outcome == completion.outcome);
    CHECK(decided->because == completion.because);
    outcomes.push_back(std::string(crit::outcome_name(decided->outcome)) + decided->target + decided->review);
  }
  if (outcomes.size() == 2) CHECK(outcomes.front() != outcomes.back());
  return outcomes.size() / 2;
}

crit::LoadedFile load(const std::string& from, const std::string& path) {
  crit::LoadedFile file;
  const fs::path place = fs::path(from).parent_path() / path;
  if (!fs::exists(place)) return file;
  file.state = crit::LoadedFile::State::found;
  file.name = place.string();
  file.text = read(place.string());
  return file;
}

crit::Program compiled(const std::string& text) {
  const crit::Result<crit::Program> program = crit::Engine().compile({"policy.crit", text});
  REQUIRE(program);
  return *program;
}

}  // namespace

TEST_CASE("completions of the examples' pends are decided as they say") {
  std::size_t two = 0;
  for (const fs::directory_entry& folder : fs::directory_iterator(std::string(CRIT_SOURCE_DIR) + "/examples")) {
    const fs::path cases = folder.path() / "cases";
    const std::string policy = (folder.path() / (folder.path().filename().string() + ".crit")).string();
    if (!fs::is_directory(cases) || read(policy).find("\npolicy \"") == std::string::npos)
      continue;  // a folder of versions
    const crit::Result<crit::Program> program = crit::Engine().compile({policy, read(policy)}, load);
    INFO(policy << crit::render_text(program.error(), {}, false));
    REQUIRE(program);
    for (const fs::directory_entry& one : fs::directory_iterator(cases)) {
      if (one.path().extension() == ".json") two += check(*program, one.path().string(), read(one.path().string()));
    }
  }
  CHECK(two >= 80);
}

TEST_CASE("a pend carries two completions, whatever kind of fact is missing") {
  struct Kind {
    const char* fact;
    const char* asks;
    const char* given;
  };
  const Kind kind = GENERATE(
      Kind{"f : yes_no", "f", ""}, Kind{"f : kg", "f >= 40 kg", ""}, Kind{"f : kg", "f >= 40 kg", R"(,"f":"<50 kg")"},
      Kind{"f : kg", "f <= -3 kg", ""}, Kind{"f : date", "f >= as_of - 30 days", ""},
      Kind{"f : date", "f > 2022-05-10", R"(,"f":"2022-05")"}, Kind{"f : duration", "f > 6 weeks", ""},
      Kind{"f : red | green", "f is red", ""}, Kind{"f : text", "f is \"x\"", ""},
      Kind{"f : code icd10", "f in { E34.3* }", ""}, Kind{"f : codes icd10 complete", "f includes { E1* }", ""},
      Kind{"f : codes icd10", "f includes { E1* }", R"(,"f":["I10"])"},
      Kind{"f : list of text", "no it of f has (it is \"x\")", R"(,"f":[])"},
      Kind{"f : series { value : kg }", "latest f.value within 90 days >= 40 kg", ""},
      Kind{"f : periods { drug : a | b }", "some f lasting >= 3 months has (drug is a)",
           R"(,"f":[{"start":"2022-01-01","drug":"a"}])"},
      Kind{"f : yes_no", "f documented_by chart_note", R"(,"f":{"value":true,"source":"fax"})"},
      Kind{"f : kg", "(f >= 40 kg) documented_by chart_note", R"(,"f":"50 kg")"}, Kind{"", "asked \"Is it so?\"", ""});
  INFO(kind.fact << " / " << kind.asks << " / " << kind.given);
  const std::string facts = std::string(kind.fact).empty() ? "" : std::string("facts { ") + kind.fact + " }\n";
  const crit::Program program = compiled("policy \"P\" { effective from 2022-01-01 }\n" + facts +
                                         "indication I { 1: " + kind.asks + "\n approve }\n");
  CHECK(check(program, "facts.json", std::string(R"({"id":"a")") + kind.given + "}", "2022-06-01") == 1);
}

TEST_CASE("where nothing can settle a pend it says so") {
  const crit::Program program = compiled(
      "policy \"P\" { effective from 2022-01-01 }\nfacts { c : code icd10 }\ncodes set : icd10 such_as { E34.3 "
      "}\nindication I { 1: not (c in set)\n approve }\n");
  const crit::Member member =
      program.read_members({"facts.json", R"({"id":"a","as_of":"2022-06-01","c":"I10"})"}).front();
  const crit::Result<crit::Decision> decision = program.decide(member, with_completions());
  REQUIRE(decision);
  CHECK(decision->outcome == crit::Outcome::pend);
  CHECK(decision->completions.empty());
  CHECK(decision->no_completions == "two ways that are decided differently were not found within the bound of work");
}

TEST_CASE("a pend over a long list is completed within the bound of work") {
  const crit::Program program = compiled(
      "policy \"P\" { effective from 2022-01-01 }\nfacts { w : series { value : kg }\n f : yes_no }\n"
      "indication I { 1: some pair (a, b) of w apart at_least 1 year has (b.value > a.value)\n 2: f\n approve }\n");
  std::string items;
  for (int i = 0; i < 1000; ++i) items += (i == 0 ? "" : ",") + std::string(R"({"date":"2022-05","value":"50 kg"})");
  const std::string text = R"({"id":"a","as_of":"2022-06-01","w":[)" + items + "]}";
  check(program, "facts.json", text);
  crit::DecideOptions limited = with_completions();
  limited.max_steps = 20'000'000;  // it is counted, and ends the search and nothing else
  const crit::Result<crit::Decision> decision =
      program.decide(program.read_members({"facts.json", text}).front(), limited);
  REQUIRE(decision);
  CHECK(decision->outcome == crit::Outcome::pend);
}
