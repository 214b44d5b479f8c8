// The boundary: what verify() refuses, and that what it admits runs. Chunks of real policies are broken in thousands of
// small ways; each must be refused or run to its end without harm, which the sanitizers watch over (`scripts/test --asan`).
#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "compiled.hpp"
#include "decide.hpp"
#include "diagnostics.hpp"
#include "disassemble.hpp"
#include "read_facts.hpp"
#include "read_file.hpp"
#include "source.hpp"
#include "verify.hpp"

using namespace crit;
namespace fs = std::filesystem;

namespace {

Chunk lowered(const std::string& text) {
  std::optional<Chunk> chunk = compiled(text);
  REQUIRE(chunk);
  return std::move(*chunk);
}

const char* const small = R"(policy "T" { }
facts { a : yes_no; n : number; l : list { v : number } complete; d : series { v : number }; t : x | y }
define twice = n * 2
indication I.A {
  all_of {
    1: a and n > 1
    2: twice > 3 and (some l has v > n)
    3: choose { when a : all_of { p: n > 0; q: a }; otherwise : not_met }
    4: some pair (b, c) of d within 1 year apart at_least 1 month has c.v > b.v
    5: meets I.A.1
    6: round(n, 2) > 0
    7: some l has v > n documented_by chart_note
    8: l is documented
  }
  approve until match t { x : as_of + 1 month; y : as_of + 2 months }
}
)";

std::string refused(Chunk& chunk) {
  const auto faults = verify(chunk);
  return faults.empty() ? "" : faults.front();
}
std::uint32_t place_of(const Chunk& chunk, Op op) {
  for (std::uint32_t i = 0; i < chunk.code.size(); ++i) {
    if (chunk.code[i].op == op) return i;
  }
  FAIL("the policy has no such instruction");
  return 0;
}

}  // namespace

TEST_CASE("what lower makes is admitted") {
  Chunk chunk = lowered(small);
  CHECK(refused(chunk) == "");
  CHECK(chunk.max_stack > 0);
}

TEST_CASE("a chunk broken by hand is refused") {
  Chunk chunk = lowered(small);
  const auto with = [&](Op op, auto&& change) {
    Instruction& instruction = chunk.code[place_of(chunk, op)];
    const Instruction before = instruction;
    change(instruction);
    const std::string fault = refused(chunk);
    instruction = before;
    return fault;
  };
  using Catch::Matchers::Contains;
  CHECK_THAT(with(Op::Fact, [](auto& i) { i.a = 99; }), Contains("fact 99 of 3"));
  CHECK_THAT(with(Op::Constant, [](auto& i) { i.a = 9999; }), Contains("constant"));
  CHECK_THAT(with(Op::SkipIfNo, [](auto& i) { i.a = 0; }), Contains("skip"));
  CHECK_THAT(with(Op::SkipRow, [](auto& i) { i.a = 0; }), Contains("skip"));
  CHECK_THAT(with(Op::SkipRow, [](auto& i) { i.a += 2; }), Contains("different stacks"));
  CHECK_THAT(with(Op::SkipRest, [](auto& i) { i.a = 0; }), Contains("skip"));
  CHECK_THAT(with(Op::And, [](auto& i) { i.a = 0; }), Contains("nothing"));
  CHECK_THAT(with(Op::And, [](auto& i) { i.a = 7; }), Contains("takes 7 values"));
  CHECK_THAT(with(Op::Round, [](auto& i) { i.a = 31; }), Contains("places"));
  CHECK_THAT(with(Op::ListHas, [](auto& i) { i.a = 0; }), Contains("head"));
  CHECK_THAT(with(Op::ListNext, [](auto& i) { i.a = 0; }), Contains("ends before it begins"));
  CHECK_THAT(with(Op::ItemField, [](auto& i) { i.a = 3; }), Contains("not open"));
  CHECK_THAT(with(Op::ItemField, [](auto& i) { i.b = 3; }), Contains("field"));
  CHECK_THAT(with(Op::PairField, [](auto& i) { i.op = Op::Return; }), Contains("Return"));
  CHECK_THAT(with(Op::ListPairs, [](auto& i) { i.op = Op::ListOpen; i.a = 0; }), Contains("pair"));
  CHECK_THAT(with(Op::ListApart, [](auto& i) { i.op = Op::ListWindow; }), Contains("window of the wrong kind"));
  CHECK_THAT(with(Op::Choose, [](auto& i) { i.a = 99; }), Contains("rows"));
  CHECK_THAT(with(Op::Define, [](auto& i) { i.a = 99; }), Contains("define"));
  CHECK_THAT(with(Op::Section, [](auto& i) { i.a = 1; }), Contains("section"));
  CHECK_THAT(with(Op::DocumentedBy, [](auto& i) { i.a = 1; }), Contains("kinds of sources"));
  CHECK_THAT(with(Op::DocumentedBy, [](auto& i) { i.op = Op::DocumentedEnd; }), Contains("not open"));
  CHECK_THAT(with(Op::DocumentedEnd, [](auto& i) { i.op = Op::DocumentedBy; i.a = 0; }), Contains("leaves something behind"));
  CHECK_THAT(with(Op::IsDocumented, [](auto& i) { i.a = 99; }), Contains("list 99"));
  CHECK_THAT(with(Op::Halt, [](auto& i) { i.op = Op::AsOf; }), Contains("out of its piece"));
  CHECK(refused(chunk) == "");
}

TEST_CASE("a define that needs itself is refused") {
  Chunk chunk = lowered(small);
  chunk.code[chunk.defines[0].begin] = {Op::Define, 0, 0};
  CHECK_THAT(refused(chunk), Catch::Matchers::Contains("needs itself"));
}

TEST_CASE("tables that contradict each other are refused") {
  Chunk chunk = lowered(small);
  SECTION("a window without its duration") {
    chunk.windows.front().has_duration = false;
    CHECK_THAT(refused(chunk), Catch::Matchers::Contains("lacks a part"));
  }
  SECTION("a criterion that is its own child") {
    chunk.criteria.front().children.push_back(0);
    CHECK_THAT(refused(chunk), Catch::Matchers::Contains("parent"));
  }
  SECTION("rows outside the criteria") {
    chunk.arms.push_back({0, 5, 9999});
    CHECK_THAT(refused(chunk), Catch::Matchers::Contains("rows"));
  }
  SECTION("a section without its criterion") {
    chunk.sections.front().criterion = 999;
    CHECK_THAT(refused(chunk), Catch::Matchers::Contains("section"));
  }
  SECTION("no code") {
    chunk.code.clear();
    CHECK_FALSE(refused(chunk).empty());
  }
}

TEST_CASE("a chunk with a random fault is refused, or runs without harm") {
  const fs::path root(CRIT_SOURCE_DIR);
  std::vector<std::pair<std::string, std::string>> programs{{small, R"([{"a": true, "n": 2, "l": [{"v": 3}, {}], "d": [{"date": "2024-01-01", "v": 1}, {"date": "2024-06-01", "v": 2}]}, {}])"}};
  for (const char* name : {"lists/good/periods", "lists/good/where", "lists/good/change_and_rate", "lists/good/nested", "lists/good/selectors_by_completeness", "verdicts/good/choose"}) {
    const fs::path spec = root / "tests/spec" / name;
    if (!fs::exists(fs::path(spec) += ".crit")) continue;
    programs.emplace_back(read(fs::path(spec) += ".crit"), read(fs::path(spec) += ".json"));
  }
  std::mt19937 random(20240720);
  const auto some = [&](std::uint32_t below) { return std::uniform_int_distribution<std::uint32_t>(0, below - 1)(random); };
  std::size_t admitted = 0;
  std::size_t tried = 0;
  for (const auto& [policy, facts_text] : programs) {
    Chunk chunk = lowered(policy);
    REQUIRE(refused(chunk) == "");
    const Source facts_file("facts.json", facts_text);
    const std::vector<MemberFacts> members = read_facts(chunk.schema, facts_file);
    REQUIRE(members.front().valid);
    for (int round = 0; round < 1500; ++round) {
      std::vector<std::pair<std::size_t, Instruction>> before;
      for (std::uint32_t faults = 1 + some(2); faults > 0; --faults) {
        const std::size_t at = some(static_cast<std::uint32_t>(chunk.code.size()));
        Instruction& instruction = chunk.code[at];
        before.emplace_back(at, instruction);
        const Instruction other = chunk.code[some(static_cast<std::uint32_t>(chunk.code.size()))];
        switch (some(6)) {
          case 0: instruction.op = static_cast<Op>(some(static_cast<std::uint32_t>(all_ops().size()) + 1)); break;
          case 1: instruction.a = some(2) == 0 ? some(20) : some(static_cast<std::uint32_t>(chunk.code.size()) + 2); break;
          case 2: instruction.b = some(5); break;
          case 3: instruction = other; break;
          case 4: instruction.op = other.op; break;
          default: std::swap(instruction.a, instruction.b); break;
        }
      }
      ++tried;
      if (verify(chunk).empty()) {
        ++admitted;
        for (const MemberFacts& member : members) {
          if (!member.valid) continue;
          DecideOptions options;
          options.explain = round % 2 == 0;
          options.short_circuit = round % 3 == 0;
          decide(chunk, member.facts, 19'924, options);
        }
        if (round % 50 == 0) disassemble(chunk);
      }
      for (auto undo = before.rbegin(); undo != before.rend(); ++undo) chunk.code[undo->first] = undo->second;
    }
    CHECK(refused(chunk) == "");
  }
  // Most faults are caught, and some change only what the policy says.
  INFO(admitted << " of " << tried << " admitted");
  CHECK(admitted > tried / 50);
  CHECK(admitted < tried / 2);
}
