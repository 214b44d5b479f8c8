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

const std::string& Member::id() const { return data_->id; }
const std::string& Member::file() const { return data_->file; }
std::uint32_t Member::line() const { return data_->line; }
bool Member::valid() const { return data_->readings[data_->chosen].valid; }
const std::string& Member::as_of() const { return data_->as_of; }
const std::vector<Diagnostic>& Member::diagnostics() const { return data_->readings[data_->chosen].diagnostics; }

std::vector<Member> Program::read_members(const SourceText& file, const ReadOptions& options) const {
  const Source source(file.name, file.text, 0, file.first_line);
  std::vector<std::shared_ptr<MemberData>> made;
  for (const Version& version : data_->versions) {
    std::vector<MemberFacts> read = read_facts(version.chunk.schema, source, {options.strict, options.one_a_line});
    made.resize(read.size());
    for (std::size_t i = 0; i < read.size(); ++i) {
      MemberFacts& facts = read[i];
      if (!made[i]) {
        made[i] = std::make_shared<MemberData>();
        made[i]->id = std::move(facts.id);
        made[i]->file = file.name;
        made[i]->line = facts.line;
        made[i]->place.begin = made[i]->place.end = source.line_start(facts.line);
        if (facts.facts.as_of) made[i]->as_of = to_string(*facts.facts.as_of);
      }
      made[i]->readings.push_back({std::move(facts.facts), facts.valid, std::move(facts.diagnostics)});
    }
  }
  std::vector<Member> members;
  for (std::shared_ptr<MemberData>& data : made) {
    const std::optional<Date> as_of = parse_date(options.as_of.empty() ? data->as_of : options.as_of);
    bool in_force = true;
    if (as_of) data->chosen = static_cast<std::size_t>(&data_->version_on(as_of->first, in_force) - data_->versions.data());
    Member member;
    member.data_ = std::move(data);
    members.push_back(std::move(member));
  }
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

Result<Decision> Program::decide(const Member& member, const DecideOptions& options) const {
  const auto refuse = [&](std::string message, std::string help) {
    Diagnostics diagnostics(member.file());
    diagnostics.add(Mistake::no_date_of_service, member.data_->place, std::move(message), std::move(help));
    return Result<Decision>::failure(diagnostics.take_sorted());
  };
  const std::string& text = options.as_of.empty() ? member.as_of() : options.as_of;
  if (text.empty()) return refuse("no date of service is given", "write \"as_of\": \"YYYY-MM-DD\" in the fact file, or give --as-of YYYY-MM-DD");
  const std::optional<Date> as_of = parse_date(text);
  if (!as_of || !as_of->exact()) return refuse("`" + text + "` is not a full date of service", "write a real day as YYYY-MM-DD");
  bool decides = true;
  const Version& version = data_->version_on(as_of->first, decides);
  const Reading& reading = member.data_->readings[static_cast<std::size_t>(&version - data_->versions.data())];
  if (decides && !reading.valid) return Result<Decision>::failure(reading.diagnostics);  // it was read for another date of service
  Decision decision = decide_version(version, reading.facts, as_of->first, decides, *data_, options);
  decision.file = member.file();
  return decision;
}

const std::vector<Diagnostic>& Program::warnings() const { return data_->warnings; }

std::string Program::disassemble() const {
  std::string text;
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
