// crit/session.hpp: what an editor beside a session asks: all facts of a member anew, and where a criterion is written.
#include <algorithm>

#include "diagnostics.hpp"
#include "session_data.hpp"

namespace crit {

using namespace session;  // NOLINT: the session's own parts

namespace {

// Of a what-if: the facts that are not as they were are supposed.
void suppose_differences(const JsonTree& before, const JsonTree& now, std::size_t member, std::set<std::pair<std::size_t, std::string>>& supposed) {
  const auto text_of = [](const JsonTree* tree) { return tree == nullptr ? std::string() : to_text(*tree); };
  for (const JsonTree* side : {&before, &now}) {
    for (const JsonTree& one : side->children) {
      if (text_of(before.member(one.name)) != text_of(now.member(one.name))) supposed.emplace(member, one.name);
    }
  }
}

}  // namespace

Result<Change> Session::replace_facts(const SourceText& facts) {
  Data& data = *data_;
  const State& state = data.now();
  if (!state.policy) return Result<Change>::failure(not_compiled(facts.name));
  const std::vector<Member> members = state.policy->program.read_members(facts);
  std::vector<Diagnostic> errors;
  for (const Member& member : members) {
    for (const Diagnostic& one : member.diagnostics()) {
      // Without a date of service a member is as it may have been before.
      if (one.severity == Severity::error && one.code != info(Mistake::no_date_of_service).code) errors.push_back(one);
    }
  }
  if (!errors.empty()) return Result<Change>::failure(std::move(errors));
  const std::vector<std::shared_ptr<const Facts>> read = members_of(facts, *state.policy);
  if (read.size() != 1 || !read.front()->tree) {
    Diagnostics found(facts.name);
    found.add(Mistake::edit_place, Span{}, "one member is to be given", "other members are opened from files of their own");
    return Result<Change>::failure(found.take_sorted());
  }
  const Facts& old = *state.members[data.chosen];
  auto changed = std::make_shared<Facts>();
  changed->file = old.file;
  changed->number = old.number;
  changed->changed = true;
  changed->tree = read.front()->tree;
  auto after = std::make_shared<State>(state.copy());
  if (data.what_if && old.tree) suppose_differences(*old.tree, *changed->tree, data.chosen, after->supposed);
  LogEntry log;
  log.kind = LogEntry::Kind::fact;
  log.member = members.front().id();
  log.text = facts.name;
  Change change;
  for (const Diagnostic& one : members.front().diagnostics()) {
    if (one.severity == Severity::warning) change.warnings.push_back(one);
  }
  after->members[data.chosen] = std::move(changed);
  change.difference = data.step_to(std::move(after), std::move(log));
  return change;
}

std::optional<TextPlace> Session::place_of(std::string_view path) const {
  const State& state = data_->now();
  if (!state.policy) return std::nullopt;
  const std::shared_ptr<Facts::Read> read = state.members[data_->chosen]->read(state.policy, state.as_of);
  const Version& version = data_->version_of(*read);
  // A section has no place of its own: that of its first criterion.
  const auto is_in = [&](const CriterionInfo& one) { return one.path == path || (one.path.starts_with(path) && one.path.size() > path.size() && (one.path[path.size()] == '.' || one.path[path.size()] == ' ')); };
  const auto& all = version.chunk.criteria;
  const auto exact = std::find_if(all.begin(), all.end(), [&](const CriterionInfo& one) { return one.path == path; });
  const auto found = exact != all.end() ? exact : std::find_if(all.begin(), all.end(), is_in);
  if (path.empty() || found == all.end() || found->span.begin >= found->span.end) return std::nullopt;
  const Source& source = version.sources.at(found->span.begin);
  return TextPlace{source.name(), source.locate(found->span.begin - source.base()).line};
}

}  // namespace crit
