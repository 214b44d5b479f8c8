// crit.hpp implemented: parse -> build -> check -> lower -> verify -> run, in that order, and nothing else.
#include <algorithm>

#include "ast_print.hpp"
#include "build.hpp"
#include "check.hpp"
#include "chunk.hpp"
#include "crit/crit.hpp"
#include "decide.hpp"
#include "diagnostics.hpp"
#include "disassemble.hpp"
#include "json_writer.hpp"
#include "lower.hpp"
#include "parse.hpp"
#include "read_facts.hpp"
#include "render.hpp"
#include "source.hpp"
#include "verify.hpp"

namespace crit {

struct MemberData {
  std::string id;
  std::string file;
  std::uint32_t line = 1;
  Span place;  // where its object begins
  bool valid = false;
  std::string as_of;
  FactSet facts;
  std::vector<Diagnostic> diagnostics;
};

struct ProgramData {
  Chunk chunk;
  std::vector<Diagnostic> warnings;
};

std::string_view version() { return CRIT_VERSION; }

// ---- diagnostics ---------------------------------------------------------------------------------------------------

namespace {

template <typename F>
std::string render_each(const std::vector<Diagnostic>& diagnostics, const std::vector<SourceText>& sources, F&& one) {
  std::vector<Source> known;
  known.reserve(sources.size());
  for (const SourceText& source : sources) known.emplace_back(source.name, source.text);
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics) {
    const auto place = std::find_if(known.begin(), known.end(), [&](const Source& source) { return source.name() == diagnostic.file; });
    text += one(diagnostic, place == known.end() ? nullptr : &*place);
  }
  return text;
}

}  // namespace

std::string render_text(const std::vector<Diagnostic>& diagnostics, const std::vector<SourceText>& sources, bool color) {
  return render_each(diagnostics, sources, [&](const Diagnostic& diagnostic, const Source* source) { return render(diagnostic, source, color); });
}

std::string render_json(const std::vector<Diagnostic>& diagnostics, const std::vector<SourceText>& sources) {
  return render_each(diagnostics, sources, [](const Diagnostic& diagnostic, const Source* source) { return render_json(diagnostic, source) + "\n"; });
}

// ---- compiling -----------------------------------------------------------------------------------------------------

Result<Program> Engine::compile(const SourceText& policy) const {
  const Source source(policy.name, policy.text);
  Diagnostics diagnostics(policy.name);
  const Tree tree = parse(source, diagnostics);
  const ast::File file = build(source, tree, diagnostics);
  checked::Policy checked = check(source, file, diagnostics);
  if (diagnostics.has_errors()) return Result<Program>::failure(diagnostics.take_sorted());
  auto data = std::make_shared<ProgramData>();
  data->chunk = lower(std::move(checked));
  if (const std::vector<std::string> faults = verify(data->chunk); !faults.empty()) {
    // A fault here is a mistake of ours, not of the policy; it must not run.
    diagnostics.add(Mistake::not_verified, Span{}, "crit made bytecode for this policy that does not verify: " + faults.front(),
                    "this is a mistake in crit; please report it with the policy");
    return Result<Program>::failure(diagnostics.take_sorted());
  }
  data->warnings = diagnostics.take_sorted();
  Program program;
  program.data_ = std::move(data);
  return program;
}

Engine::Dump Engine::dump(const SourceText& policy, DumpKind kind) const {
  const Source source(policy.name, policy.text);
  Diagnostics diagnostics(policy.name);
  Dump result;
  const Tree tree = parse(source, diagnostics);
  if (kind == DumpKind::tree) result.text = print(tree, source);
  const ast::File file = build(source, tree, diagnostics);
  if (kind == DumpKind::ast) result.text = print(file);
  checked::Policy checked = check(source, file, diagnostics);
  if (kind == DumpKind::checked) result.text = print(checked);
  if (kind == DumpKind::bytecode && !diagnostics.has_errors()) {
    Chunk chunk = lower(std::move(checked));
    if (verify(chunk).empty()) result.text = disassemble(chunk);
  }
  result.diagnostics = diagnostics.take_sorted();
  return result;
}

// ---- programs ------------------------------------------------------------------------------------------------------

const std::string& Member::id() const { return data_->id; }
const std::string& Member::file() const { return data_->file; }
std::uint32_t Member::line() const { return data_->line; }
bool Member::valid() const { return data_->valid; }
const std::string& Member::as_of() const { return data_->as_of; }
const std::vector<Diagnostic>& Member::diagnostics() const { return data_->diagnostics; }

std::vector<Member> Program::read_members(const SourceText& file, const ReadOptions& options) const {
  const Source source(file.name, file.text);
  std::vector<Member> members;
  for (MemberFacts& facts : read_facts(data_->chunk.schema, source, {options.strict})) {
    auto data = std::make_shared<MemberData>();
    data->id = std::move(facts.id);
    data->file = file.name;
    data->line = facts.line;
    data->place.begin = data->place.end = source.line_start(facts.line);
    data->valid = facts.valid;
    if (facts.facts.as_of) data->as_of = to_string(*facts.facts.as_of);
    data->facts = std::move(facts.facts);
    data->diagnostics = std::move(facts.diagnostics);
    Member member;
    member.data_ = std::move(data);
    members.push_back(std::move(member));
  }
  return members;
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
  Decision decision = crit::decide(data_->chunk, member.data_->facts, as_of->first, options);
  decision.file = member.file();
  return decision;
}

const std::vector<Diagnostic>& Program::warnings() const { return data_->warnings; }
std::string Program::disassemble() const { return crit::disassemble(data_->chunk); }

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
