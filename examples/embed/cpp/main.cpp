// A host of crit: compiles a policy once, decides members as their facts arrive, and acts on the outcome.
#include <crit/crit.hpp>

#include <iostream>

namespace {

constexpr const char* policy_text = R"(
policy "EX.1" {
  title "Home oxygen"
}
facts {
  member     { birth_date : date }
  saturation : series { value : % }
}
indication I "Low oxygen saturation at rest" {
  all_of {
    1 "Adult":                member.birth_date to as_of >= 18 years
    2 "88 % or below, lately": latest saturation within_days 30 has value <= 88 %
  }
  approve until as_of + 6 months
}
)";

// In a host these come from a queue or a database, one at a time.
constexpr const char* facts_text = R"([
  {"id": "m1", "member": {"birth_date": "1950-01-02"}, "saturation": [{"date": "2022-09-20", "value": "86 %"}]},
  {"id": "m2", "member": {"birth_date": "1950-01-02"}, "saturation": [{"date": "2022-09-20", "value": "91 %"}]},
  {"id": "m3", "member": {"birth_date": "1950-01-02"}},
  {"id": "m4", "member": {"birth_date": "1950-13-02"}}
])";

// What the host does with a decision: here it prints a line.
void act_on(const crit::Decision& decision) {
  std::cout << decision.member << ": " << crit::outcome_name(decision.outcome);
  if (!decision.through.empty()) std::cout << ", through " << decision.through;
  for (const std::string& path : decision.because) std::cout << ", because " << path;
  for (const crit::Need& need : decision.needs) std::cout << ", needs " << need.fact;
  std::cout << '\n';
}

}  // namespace

int main() {
  const crit::SourceText policy{"oxygen.crit", policy_text};
  const crit::Result<crit::Program> program = crit::Engine().compile(policy);
  if (!program) {
    std::cerr << crit::render_text(program.error(), {policy}, false);
    return 1;
  }
  const crit::SourceText facts{"members.json", facts_text};
  crit::ReadOptions read;
  read.as_of = "2022-10-01";  // the date of service; crit reads no clock
  for (const crit::Member& member : program->read_members(facts, read)) {
    if (!member.valid()) {
      std::cout << member.id() << ": the facts are invalid\n";
      std::cerr << crit::render_text(member.diagnostics(), {facts}, false);
      continue;
    }
    const crit::Result<crit::Decision> decision = program->decide(member);
    if (!decision) {
      std::cerr << crit::render_text(decision.error(), {facts}, false);
      return 1;
    }
    act_on(*decision);
  }
  return 0;
}
