// The baseline that later work is measured against: compiling a policy, deciding one member whose facts are read, and
// the whole way from JSON to a decision. Never a test: it holds no threshold.
#include <benchmark/benchmark.h>
#include <crit/crit.hpp>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>

namespace {

crit::SourceText read(const std::string& name) {
  std::ifstream stream(std::string(CRIT_EXAMPLES_DIR) + "/" + name, std::ios::binary);
  if (!stream) {
    std::cerr << "crit_bench: " << name << " cannot be read\n";
    std::exit(1);
  }
  return {name, std::string(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>())};
}

const crit::SourceText& policy() {
  static const crit::SourceText text = read("mecasermin/mecasermin.crit");
  return text;
}

const crit::SourceText& facts() {
  static const crit::SourceText text = read("mecasermin/cases/approve_typical_medicaid.json");
  return text;
}

const crit::Program& program() {
  static const crit::Program compiled = [] {
    crit::Result<crit::Program> result = crit::Engine().compile(policy());
    if (result) return *result;
    std::cerr << crit::render_text(result.error(), {policy()}, false);
    std::exit(1);
  }();
  return compiled;
}

// A decision, or the end: a benchmark of refusals would tell nothing.
crit::Decision decide(const crit::Member& member, const crit::DecideOptions& options) {
  std::vector<crit::Diagnostic> why = member.diagnostics();
  if (member.valid()) {
    crit::Result<crit::Decision> decision = program().decide(member, options);
    if (decision) return std::move(*decision);
    why = decision.error();
  }
  std::cerr << crit::render_text(why, {facts()}, false);
  std::exit(1);
}

void compile_policy(benchmark::State& state) {
  const crit::Engine engine;
  for (auto _ : state) benchmark::DoNotOptimize(engine.compile(policy()));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(policy().text.size()));
}
BENCHMARK(compile_policy)->Unit(benchmark::kMicrosecond);

// The facts are in their slots already.
void decide_member(benchmark::State& state) {
  const crit::Member member = program().read_members(facts()).front();
  crit::DecideOptions options;
  options.explain = state.range(0) != 0;
  for (auto _ : state) benchmark::DoNotOptimize(decide(member, options));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(decide_member)->ArgName("explain")->Arg(0)->Arg(1)->Unit(benchmark::kMicrosecond);

void read_member(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(program().read_members(facts()));
  state.SetItemsProcessed(state.iterations());
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(facts().text.size()));
}
BENCHMARK(read_member)->Unit(benchmark::kMicrosecond);

// JSON text in, JSON text out.
void json_to_decision(benchmark::State& state) {
  crit::DecideOptions options;
  options.explain = state.range(0) != 0;
  for (auto _ : state) {
    for (const crit::Member& member : program().read_members(facts())) {
      benchmark::DoNotOptimize(crit::to_json(decide(member, options)));
    }
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(json_to_decision)->ArgName("explain")->Arg(0)->Arg(1)->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
