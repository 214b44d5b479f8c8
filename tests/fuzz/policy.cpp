#include <algorithm>
#include <iterator>

#include "crit/crit.hpp"
#include "promises.hpp"
#include "targets.hpp"

namespace fuzz {

void policy(std::string_view input) {
  const crit::SourceText source{"policy.crit", std::string(input)};
  const crit::Engine engine;
  // One printer an input, chosen by its length: each costs as much as compiling.
  constexpr crit::DumpKind kinds[] = {crit::DumpKind::tree, crit::DumpKind::ast, crit::DumpKind::checked,
                                      crit::DumpKind::bytecode};
  const crit::DumpKind kind = kinds[input.size() % std::size(kinds)];
  const crit::Engine::Dump dump = engine.dump(source, kind);
  const bool faulty = std::any_of(dump.diagnostics.begin(), dump.diagnostics.end(),
                                  [](const crit::Diagnostic& one) { return one.severity == crit::Severity::error; });
  require(kind != crit::DumpKind::bytecode || dump.text.empty() == faulty, "a policy without errors has bytecode", dump.text);
  require_diagnostics(dump.diagnostics, source);
  const crit::Result<crit::Program> program = engine.compile(source);
  require(program.has_value() != faulty, "compile and dump agree");
  if (program) {
    program->disassemble();
    for (const crit::TestResult& test : program->run_tests()) require_diagnostics(test.failures, source);
    require(program->warnings().size() == dump.diagnostics.size(), "compile and dump warn alike");
  }
}

}  // namespace fuzz
