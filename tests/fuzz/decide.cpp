#include <algorithm>

#include "crit/crit.hpp"
#include "json.hpp"
#include "promises.hpp"
#include "targets.hpp"

namespace fuzz {

namespace {

constexpr std::size_t members_decided = 4;
constexpr std::size_t facts_hidden = 40;

void collect_names(const crit::JsonValue& value, std::vector<crit::Span>& names) {
  for (const crit::JsonValue& child : value.children) {
    if (names.size() >= facts_hidden) return;
    if (child.name_span.end > child.name_span.begin + 2) names.push_back(child.name_span);
    collect_names(child, names);
  }
}

// Whether the facts contradict one another: a period that ends before it starts. Without its start its end may be taken at its
// word, so that less on file can then say more.
bool is_at_odds(const crit::Member& member) {
  const std::vector<crit::Diagnostic>& said = member.diagnostics();
  return std::any_of(said.begin(), said.end(), [](const crit::Diagnostic& one) { return one.code == "W0518"; });
}

// The same facts with one of them under a name that no policy declares, so that it is not supplied. What was pended may
// then be anything; what is still decided was decided so before.
void hide_facts(const crit::Program& program, const crit::SourceText& facts, const std::vector<crit::Member>& members,
                const std::vector<crit::Result<crit::Decision>>& decisions) {
  crit::JsonReader reader(facts.text);
  const crit::JsonResult json = reader.read(0, static_cast<std::uint32_t>(facts.text.size()));
  if (!json.document) return;
  std::vector<crit::Span> names;
  collect_names(json.document->root, names);
  for (const crit::Span name : names) {
    crit::SourceText fewer = facts;
    fewer.text.replace(name.begin + 1, name.end - name.begin - 2, "~");
    for (std::size_t i = 0; i < decisions.size(); ++i) {
      if (!decisions[i] || is_at_odds(members[i])) continue;
      crit::ReadOptions read;
      read.as_of = members[i].as_of();
      const std::vector<crit::Member> weaker = program.read_members(fewer, read);
      if (weaker.size() != members.size() || !weaker[i].valid()) continue;
      crit::DecideOptions brief;
      brief.explain = false;
      const auto now = program.decide(weaker[i], brief);
      if (!now || now->outcome == crit::Outcome::pend) continue;
      // What is not known may lengthen an approval, which is then noted.
      const std::string& until = decisions[i]->until;
      const bool is_shorter = !now->until.empty() && (until.empty() || now->until < until) && !now->notes.empty();
      require(now->outcome == decisions[i]->outcome && (now->until == until || is_shorter),
              "a decision that needs no more facts is not turned by one",
              crit::to_text(*decisions[i]) + "\nwithout " +
                  facts.text.substr(name.begin, name.end - name.begin) + ":\n" + now->summary);
    }
  }
}

bool mentions(std::string_view policy, std::string_view word) { return policy.find(word) != std::string_view::npos; }

}  // namespace

void decide(std::string_view input) {
  const std::size_t cut = input.find(facts_separator);
  if (cut == std::string_view::npos) return;
  const crit::SourceText policy{"policy.crit", std::string(input.substr(0, cut + 1))};
  const crit::SourceText facts{"facts.json", std::string(input.substr(cut + facts_separator.size()))};
  const crit::Result<crit::Program> program = crit::Engine().compile(policy);
  if (!program) return require_diagnostics(program.error(), policy);
  crit::ReadOptions read;
  read.as_of = date_for(*program, facts);
  const std::vector<crit::Member> members = program->read_members(facts, read);
  std::vector<crit::Result<crit::Decision>> decisions;
  for (std::size_t i = 0; i < std::min(members.size(), members_decided); ++i) {
    const crit::Member& member = members[i];
    require_diagnostics(member.diagnostics(), facts);
    if (!member.valid()) {
      require_json(crit::invalid_to_json(member, {facts}));
      decisions.push_back(crit::Result<crit::Decision>::failure({}));
      continue;
    }
    decisions.push_back(require_decision(*program, member, {}));
  }
  // These ask about the file itself: with them a fact that is not there says something.
  if (mentions(policy.text, "known") || mentions(policy.text, "missing")) return;
  if (read.as_of.empty() || members.size() == 1) hide_facts(*program, facts, members, decisions);
}

}  // namespace fuzz
