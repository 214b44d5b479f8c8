// crit.hpp's Program and Member: reading facts and deciding by the version in force.
#include "program.hpp"

#include <fmt/format.h>

#include "decide.hpp"
#include "diagnostics.hpp"
#include "disassemble.hpp"
#include "json_writer.hpp"
#include "read_facts.hpp"

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

// ---- members -------------------------------------------------------------------------------------------------------

namespace {

// What a default-made Program or Member says of itself.
std::vector<Diagnostic> nothing_here(const std::string& file, std::string message, std::string help) {
  Diagnostics diagnostics(file);
  diagnostics.add(Mistake::nothing_compiled, Span{}, std::move(message), std::move(help));
  return diagnostics.take_sorted();
}

const MemberData& no_member() {
  static const MemberData none = [] {
    MemberData made;
    made.reading.diagnostics = nothing_here("", "this member was never read", "members are what read_members() of a program gives");
    return made;
  }();
  return none;
}

const ProgramData& no_program() {
  static const ProgramData none;
  return none;
}

std::vector<Diagnostic> not_compiled(const std::string& file) {
  return nothing_here(file, "there is no policy to decide by: none was compiled", "compile() gives a program, or says what is wrong with the policy");
}

// The date of service, from the options or the facts; where it is not known, or is not the file's, the member says so.
void settle_date(MemberData& data, const std::optional<Day>& own, const std::string& asked) {
  Reading& reading = data.reading;
  Diagnostics found(data.file);
  const std::optional<Date> given = parse_date(asked);
  if (!asked.empty() && (!given || !given->exact())) {
    found.add(Mistake::no_date_of_service, data.place, fmt::format("`{}` is not a full date of service", asked), "write a real day as YYYY-MM-DD");
    reading.valid = false;
  } else if (asked.empty() && !own && reading.valid) {
    found.add(Mistake::no_date_of_service, data.place, "no date of service is given", "write \"as_of\": \"YYYY-MM-DD\" in the fact file, or give --as-of YYYY-MM-DD");
    reading.valid = false;
  } else if (given && own && given->first != *own && reading.valid) {
    found.add(Mistake::as_of_overridden, data.place, fmt::format("decided as of {}, as `--as-of` says; the file says {}", to_string(given->first), to_string(*own))).path = "as_of";
  }
  if (given && given->exact()) data.as_of = to_string(given->first);
  else if (asked.empty() && own) data.as_of = to_string(*own);
  for (Diagnostic& one : found.take_sorted()) reading.diagnostics.push_back(std::move(one));
}

}  // namespace

// Default-made: no member.
const MemberData& data_of(const std::shared_ptr<const MemberData>& data) { return data ? *data : no_member(); }

const std::string& Member::id() const { return data_of(data_).id; }
const std::string& Member::file() const { return data_of(data_).file; }
std::uint32_t Member::line() const { return data_of(data_).line; }
bool Member::valid() const { return data_of(data_).reading.valid; }
const std::string& Member::as_of() const { return data_of(data_).as_of; }
const std::vector<Diagnostic>& Member::diagnostics() const { return data_of(data_).reading.diagnostics; }

std::vector<Member> Program::read_members(const SourceText& file, const ReadOptions& options) const {
  const auto member_of = [](std::shared_ptr<MemberData> data) {
    Member member;
    member.data_ = std::move(data);
    return member;
  };
  if (!data_) {
    auto none = std::make_shared<MemberData>();
    none->file = file.name;
    none->reading.diagnostics = not_compiled(file.name);
    return {member_of(std::move(none))};
  }
  const Source source(file.name, file.text, 0, file.first_line);
  const std::optional<Date> asked = parse_date(options.as_of);
  std::vector<std::shared_ptr<MemberData>> made;
  for (std::size_t number = 0; number < data_->versions.size(); ++number) {
    std::vector<MemberFacts> read = read_facts(data_->versions[number].chunk.schema, source, {options.strict, options.one_a_line});
    made.resize(read.size());
    for (std::size_t i = 0; i < read.size(); ++i) {
      MemberFacts& facts = read[i];
      const std::optional<Day> own = facts.facts.as_of;
      if (!made[i]) {
        made[i] = std::make_shared<MemberData>();
        made[i]->program = data_;
        made[i]->id = std::move(facts.id);
        made[i]->file = file.name;
        made[i]->line = facts.line;
        made[i]->place.begin = made[i]->place.end = source.line_start(facts.line);
        const std::optional<Day> day = asked ? std::optional<Day>(asked->first) : own;
        bool in_force = true;
        if (day) made[i]->version = static_cast<std::size_t>(&data_->version_on(*day, in_force) - data_->versions.data());
      }
      if (made[i]->version != number) continue;  // another version reads it
      made[i]->reading = {std::move(facts.facts), facts.valid, std::move(facts.diagnostics)};
      settle_date(*made[i], own, options.as_of);
    }
  }
  std::vector<Member> members;
  members.reserve(made.size());
  for (std::shared_ptr<MemberData>& data : made) members.push_back(member_of(std::move(data)));
  return members;
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

// Warnings that say how the member was read belong to its decision. What was not read at all (W0501) is told of the file.
void tell_how_read(const std::vector<Diagnostic>& diagnostics, Decision& decision) {
  std::vector<std::string> told;
  for (const Diagnostic& one : diagnostics) {
    if (one.severity == Severity::warning && one.code != info(Mistake::fact_ignored).code) told.push_back(one.message);
  }
  decision.warnings.insert(decision.warnings.begin(), told.begin(), told.end());
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
    if (decides) tell_how_read(facts.reading.diagnostics, decision);
    return decision;
  } catch (const Stop& stop) {
    Diagnostics diagnostics(facts.file);
    tell(stop, options.max_steps, facts.place, diagnostics);
    return Result<Decision>::failure(diagnostics.take_sorted());
  }
}

const std::vector<Diagnostic>& Program::warnings() const { return data_ ? data_->warnings : no_program().warnings; }

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
  const std::string rendered = render_json(why, sources);
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
