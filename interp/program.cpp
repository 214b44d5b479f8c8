// crit.hpp's Program: deciding by the version in force. Reading members is member_reader.cpp's.
#include "program.hpp"

#include <fmt/format.h>

#include "decide.hpp"
#include "diagnostics.hpp"
#include "disassemble.hpp"
#include "json_writer.hpp"

namespace crit {

const Version& ProgramData::version_on(Day day, bool& in_force) const {
  const Version* before = nullptr;
  for (const Version& version : versions) {
    const bool begun = !version.chunk.effective_from || *version.chunk.effective_from <= day;
    const bool ended = version.chunk.effective_to && *version.chunk.effective_to < day;
    if (begun && !ended) {
      in_force = true;
      return version;
    }
    if (begun) before = &version;
  }
  in_force = false;
  return before == nullptr ? versions.front() : *before;
}

// ---- deciding ------------------------------------------------------------------------------------------------------

namespace {

std::string in_force(const Chunk& chunk) {
  std::string text;
  if (chunk.effective_from) text += "from " + to_string(*chunk.effective_from);
  if (chunk.effective_to) text += (text.empty() ? "to " : " to ") + to_string(*chunk.effective_to);
  return text;
}

}  // namespace

Decision decide_version(const Version& version, const FactSet& facts, Day as_of, bool decides, const ProgramData& program, const DecideOptions& options) {
  const Chunk& chunk = version.chunk;
  if (!decides) {
    std::string times;
    for (const Version& one : program.versions) times += (times.empty() ? "" : ", ") + in_force(one.chunk);
    Decision decision = undetermined(chunk, facts, as_of, fmt::format("{} has no text in force on {}: it is in force {}", chunk.name, to_string(as_of), times));
    if (program.versions.size() > 1) decision.policy_version.clear();
    return decision;
  }
  if (chunk.unconfirmed) return unconfirmed(chunk, facts, as_of, options);
  return crit::decide(chunk, facts, as_of, options);
}

void tell(const Stop& stop, std::uint64_t max_steps, Span place, Diagnostics& diagnostics) {
  if (stop.cancelled) {
    diagnostics.add(Mistake::stopped, place, "stopped before this was decided", "decide it again, with more time or in smaller files");
  } else {
    diagnostics.add(Mistake::over_budget, place, fmt::format("deciding this takes more than {} steps", max_steps),
                    "leave out of long lists what the policy does not ask for, or allow more: `--max-steps`");
  }
}

namespace {

// How the facts were read, where that is not what they say plainly: it stands with the decision, so that it is the same
// alone, in a file, and in any order. Fields that are ignored are the file's, and told there.
std::vector<std::string> warnings_of_reading(const std::vector<Diagnostic>& diagnostics) {
  std::vector<std::string> warnings;
  for (const Diagnostic& one : diagnostics) {
    if (one.severity != Severity::warning || one.code == info(Mistake::fact_ignored).code) continue;
    warnings.push_back(one.path.empty() ? one.message : one.path + ": " + one.message);
  }
  return warnings;
}

}  // namespace

Result<Decision> Program::decide(const Member& member, const DecideOptions& options) const {
  if (!data_) return Result<Decision>::failure(not_compiled(member.file()));
  if (!member.valid()) return Result<Decision>::failure(member.diagnostics());
  const MemberData& facts = *member.data_;  // valid, so that there is one
  if (facts.program != data_) {
    Diagnostics diagnostics(facts.file);
    diagnostics.add(Mistake::foreign_member, facts.place, "these facts were read for another program, and cannot be decided by this one",
                    "a policy that is compiled anew reads its members anew");
    return Result<Decision>::failure(diagnostics.take_sorted());
  }
  bool decides = true;
  const Day as_of = parse_date(facts.as_of)->first;
  data_->version_on(as_of, decides);
  try {
    Decision decision = decide_version(data_->versions[facts.version], facts.reading.facts, as_of, decides, *data_, options);
    decision.file = facts.file;
    std::vector<std::string> warnings = warnings_of_reading(facts.reading.diagnostics);
    decision.warnings.insert(decision.warnings.begin(), warnings.begin(), warnings.end());
    return decision;
  } catch (const Stop& stop) {
    Diagnostics diagnostics(facts.file);
    tell(stop, options.max_steps, facts.place, diagnostics);
    return Result<Decision>::failure(diagnostics.take_sorted());
  }
}

const std::vector<Diagnostic>& Program::test_faults() const {
  static const std::vector<Diagnostic> none;
  return data_ ? data_->test_faults : none;
}

const std::vector<Diagnostic>& Program::warnings() const {
  static const std::vector<Diagnostic> none;
  return data_ ? data_->warnings : none;
}

std::string Program::disassemble() const {
  std::string text;
  if (!data_) return text;
  for (const Version& version : data_->versions) text += crit::disassemble(version.chunk);
  return text;
}

std::string invalid_to_json(const Member& member, const std::vector<SourceText>& sources) {
  return invalid_to_json(member, member.diagnostics(), sources);
}

std::string invalid_to_json(const Member& member, const std::vector<Diagnostic>& why, const std::vector<SourceText>& sources) {
  JsonWriter json;
  json.begin_object("");
  json.string("member", member.id());
  json.string("file", member.file());
  json.boolean("valid", false);
  json.string("engine", version());
  json.begin_array("diagnostics");
  // Its own parts are shorter than the file, of which there may be thousands of members.
  std::string rendered;
  for (const Diagnostic& one : why) rendered += render_json({one}, member.source().name.empty() ? sources : std::vector<SourceText>{member.source(one)});
  std::size_t begin = 0;
  while (begin < rendered.size()) {
    const std::size_t end = rendered.find('\n', begin);
    json.raw("", std::string_view(rendered).substr(begin, end - begin));
    begin = end + 1;
  }
  json.end_array();
  json.end_object();
  return json.take();
}

}  // namespace crit
