// Reasons are data: each code of the table comes of some policy, its arguments are those that the table names, and no
// decision rests on the words.
#include <catch2/catch.hpp>

#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>

#include "crit/crit.hpp"
#include "read_file.hpp"
#include "reason.hpp"

using namespace crit;
namespace fs = std::filesystem;

namespace {

constexpr auto source_dir = CRIT_SOURCE_DIR;

FileLoader loader() {
  return [](const std::string& from, const std::string& path) {
    LoadedFile file;
    file.name = (fs::path(from).parent_path() / path).lexically_normal().string();
    if (!fs::exists(file.name)) return file;
    file.state = LoadedFile::State::found;
    file.text = read(file.name);
    return file;
  };
}

// What stands behind a flag in the first lines of a spec.
std::string flag(const std::string& policy, const std::string& name) {
  const std::size_t at = policy.compare(0, 8, "# crit: ") == 0 ? policy.find(name + " ") : std::string::npos;
  if (at == std::string::npos || at > policy.find('\n')) return "";
  const std::size_t begin = at + name.size() + 1;
  return policy.substr(begin, policy.find_first_of(" \n", begin) - begin);
}

struct Case {
  std::string name;
  Program program;
  Member member;
};

void add(std::vector<Case>& cases, const SourceText& policy, const SourceText& facts, const std::string& as_of) {
  const Result<Program> program = Engine().compile(policy, loader());
  if (!program) return;
  ReadOptions options;
  options.as_of = as_of;
  options.format = format_of(facts.name);
  for (const Member& member : program->read_members(facts, options)) {
    if (member.valid()) cases.push_back({facts.name + " " + member.id(), *program, member});
  }
}

SourceText text_of(const fs::path& file) { return {file.string(), read(file)}; }

// Lists longer than any file here has them: what is asked of them is too much.
void add_long_lists(std::vector<Case>& cases) {
  const SourceText policy{"long.crit", R"(policy "T" { effective from 2000-01-01 to 2099-12-31 }
facts { visit : list { value : number }; weight : series { value : kg }; drug : periods { name : text } }
indication I {
  any_of {
    1: some v of visit has (some w of visit has w.value > v.value + 9000)
    2: some pair (a, z) of weight has z.value > a.value + 9000 kg
    3: some joined drug lasting >= 10 years
  }
  approve
}
)"};
  std::string visits;
  std::string weights;
  std::string drugs;
  const auto add_item = [](std::string& list, const std::string& item) { list += (list.empty() ? "" : ",") + item; };
  for (int i = 0; i < 2'100; ++i) {
    add_item(visits, R"({"value":)" + std::to_string(i) + "}");
    const std::string month = std::to_string(2000 + i / 108) + "-0" + std::to_string(1 + i % 9);
    if (i < 1'200)
      add_item(weights, R"({"date":")" + month + "-" + std::to_string(10 + i / 9 % 12) + R"(","value":"40 kg"})");
    add_item(drugs, R"({"start":")" + month + R"(","end":")" + month + R"(","name":"x"})");
  }
  const std::string facts =
      R"({"id":"long","visit":[)" + visits + R"(],"weight":[)" + weights + R"(],"drug":[)" + drugs + "]}";
  add(cases, policy, {"long.json", facts}, "2024-07-20");
}

// Every example, and every spec that is decided.
const std::vector<Case>& cases() {
  static const std::vector<Case> all = [] {
    std::vector<Case> found;
    const fs::path root(source_dir);
    for (const auto& folder : fs::directory_iterator(root / "examples")) {
      const fs::path policy = folder.path() / (folder.path().filename().string() + ".crit");
      if (!fs::exists(policy) || !fs::exists(folder.path() / "cases")) continue;
      for (const auto& file : fs::directory_iterator(folder.path() / "cases")) {
        if (file.path().extension() == ".json") add(found, text_of(policy), text_of(file.path()), "");
      }
    }
    for (const auto& file : fs::recursive_directory_iterator(root / "tests/spec")) {
      if (file.path().extension() != ".crit") continue;
      const std::string text = read(file.path());
      const std::string facts = flag(text, "--facts");
      if (facts.empty()) continue;
      add(found, text_of(file.path()), text_of(file.path().parent_path() / facts), flag(text, "--as-of"));
    }
    add_long_lists(found);
    return found;
  }();
  return all;
}

Decision decided(const Case& one, bool coded) {
  DecideOptions options;
  options.coded_reasons = coded;
  const Result<Decision> decision = one.program.decide(one.member, options);
  INFO(one.name);
  REQUIRE(decision);
  return *decision;
}

void each_evidence(std::vector<Criterion>& criteria, const std::function<void(Evidence&)>& take) {
  for (Criterion& criterion : criteria) {
    for (Evidence& one : criterion.evidence) take(one);
    each_evidence(criterion.children, take);
  }
}

void each_reason(const ReasonData& reason, const std::function<void(const ReasonData&)>& take) {
  if (reason.code.empty()) return;
  take(reason);
  const std::function<void(const std::vector<ReasonArgument>&)> deeper =
      [&](const std::vector<ReasonArgument>& arguments) {
        for (const ReasonArgument& argument : arguments) {
          if (argument.kind == ReasonArgument::Kind::reason)
            each_reason({argument.value, argument.list}, take);
          else
            deeper(argument.list);
        }
      };
  deeper(reason.arguments);
}

void each_reason(Decision& decision, const std::function<void(const ReasonData&)>& take) {
  for (const Need& need : decision.needs) each_reason(need.reason_data, take);
  for (SectionResult& section : decision.sections)
    each_evidence(section.criteria, [&](Evidence& one) { each_reason(one.reason_data, take); });
}

std::string without_words(Decision decision) {
  for (Need& need : decision.needs) need.reason.clear();
  for (std::string& warning : decision.warnings) warning.clear();
  for (SectionResult& section : decision.sections) {
    each_evidence(section.criteria, [](Evidence& one) {
      if (one.reason_data.code.empty()) return;
      if (one.reason.empty()) one.value.clear();  // in which the reason's words stand …
      if (one.reason.empty() && one.reason_data.arguments.size() > 1 &&
          one.reason_data.arguments.front().name == "table")
        one.fact.clear();  // … and what was looked up
      one.reason.clear();
    });
  }
  return to_json(decision);
}

const ReasonInfo* named(std::string_view code) {
  for (const ReasonInfo& one : all_reasons()) {
    if (one.code == code) return &one;
  }
  return nullptr;
}

std::set<std::string_view> kinds_of(ReasonArgument::Kind kind) {
  switch (kind) {
    case ReasonArgument::Kind::text: return {"text", "name"};
    case ReasonArgument::Kind::date: return {"date"};
    case ReasonArgument::Kind::count: return {"count"};
    case ReasonArgument::Kind::number:
    case ReasonArgument::Kind::range: return {"number"};
    case ReasonArgument::Kind::yes_no: return {"yes_no"};
    case ReasonArgument::Kind::list: return {"list", "kinds"};
    case ReasonArgument::Kind::reason: return {"reason"};
  }
  return {};
}

}  // namespace

TEST_CASE("the codes of reasons are words with hyphens, each once") {
  std::set<std::string_view> codes;
  for (const ReasonInfo& one : all_reasons()) {
    CHECK(codes.insert(one.code).second);
    CHECK(one.code.find_first_not_of("abcdefghijklmnopqrstuvwxyz-") == std::string_view::npos);
    CHECK(!one.sentence.empty());
  }
}

TEST_CASE("with codes in the place of words, nothing else of a decision changes") {
  REQUIRE(cases().size() > 500);
  for (const Case& one : cases()) {
    INFO(one.name);
    CHECK(without_words(decided(one, false)) == without_words(decided(one, true)));
  }
}

TEST_CASE("each code comes of some example or spec, with the arguments of the table") {
  std::set<std::string> seen;
  for (const Case& one : cases()) {
    INFO(one.name);
    Decision decision = decided(one, true);
    each_reason(decision, [&](const ReasonData& reason) {
      seen.insert(reason.code);
      const ReasonInfo* info = named(reason.code);
      REQUIRE(info != nullptr);
      REQUIRE(reason.arguments.size() == info->arguments.size());
      for (std::size_t i = 0; i < reason.arguments.size(); ++i) {
        CHECK(reason.arguments[i].name == info->arguments[i].first);
        CHECK(kinds_of(reason.arguments[i].kind).count(info->arguments[i].second) == 1);
      }
    });
    for (const std::string& warning : decision.warnings) {  // "I.1: division-by-zero()"
      const std::size_t end = warning.find('(');
      const std::size_t begin = warning.rfind(' ', end) + 1;
      seen.insert(warning.substr(begin, end - begin));
    }
  }
  for (const ReasonInfo& one : all_reasons()) {
    INFO(one.code);
    CHECK(seen.count(std::string(one.code)) == 1);
  }
}
