// Commands that show: facts, members, criteria, what is needed, what was done.
#include <fmt/format.h>

#include <algorithm>

#include "sitting.hpp"

namespace crit::shell {

namespace {

std::string verdict_word(CriterionVerdict verdict) { return verdict == CriterionVerdict::not_applicable ? "n/a" : std::string(verdict_name(verdict)); }

std::string marks_of(const FactShown& fact) {
  std::string marks = fact.needed ? "needed" : "";
  if (fact.supposed) marks += marks.empty() ? "[supposed]" : " [supposed]";
  return marks;
}

// Of a near name, for advice.
std::string near_fact(const Session& session, std::string_view name) {
  std::vector<std::string> names;
  for (const FactShown& fact : session.facts()) names.push_back(fact.name);
  const std::vector<std::string_view> views(names.begin(), names.end());
  return std::string(command::likely(name, views));
}

void fail_unknown_fact(Sitting& sitting, std::string_view name) {
  command::UsageProblem problem{fmt::format("the policy declares no fact `{}`", name), {}};
  if (const std::string near = near_fact(sitting.session(), name); !near.empty()) problem.help.push_back(fmt::format("did you mean `{}`?", near));
  else problem.help.push_back("`.schema` lists all facts");
  sitting.fail(problem);
}

// The declared fact that a path is of: `height` of `height[2].value`.
std::optional<FactShown> fact_of(const Session& session, std::string_view path) {
  if (auto fact = session.fact(path)) return fact;
  return session.fact(path.substr(0, path.find('[')));
}

void show_fact(Sitting& sitting, const FactShown& fact) {
  Table table{{"what", "is"}, {}};
  const auto row = [&](std::string what, std::string is) {
    if (!is.empty()) table.rows.push_back({std::move(what), std::move(is)});
  };
  row(fact.name, fact.missing ? "not known: " + fact.why_missing : fact.value);
  for (const ItemShown& item : fact.items) row("  " + item.path, item.shown + (item.supposed ? " [supposed]" : ""));
  row("  written", fact.written);
  row("  type", fact.type_text);
  row("  means", fact.description);
  row("  source", fact.source);
  row("  document", fact.document);
  if (fact.is_list && !fact.missing) row("  list", fact.complete ? "complete" : fact.complete_within.empty() ? "there may be more than is on file" : "complete within " + fact.complete_within);
  if (fact.needed) row("  needed", "by the present decision");
  if (fact.supposed) row("  supposed", "it is on no file");
  sitting.add(table_part(table));
}

}  // namespace

void run_facts(Sitting& sitting, std::string_view rest) {
  const bool all = rest == "all";
  if (!all && !rest.empty()) {
    const auto fact = fact_of(sitting.session(), rest);
    return fact ? show_fact(sitting, *fact) : fail_unknown_fact(sitting, rest);
  }
  Table table{{"fact", "value", "mark", "description"}, {}};
  std::size_t left_out = 0;
  for (const FactShown& fact : sitting.session().facts()) {
    if (!all && fact.missing && !fact.needed) {
      ++left_out;
      continue;
    }
    std::string value = fact.missing ? fact.why_missing : fact.value;
    if (fact.is_list && fact.items.size() == 1) value = fact.items.front().shown;
    table.rows.push_back({fact.name, value, marks_of(fact), fact.description});
    if (fact.items.size() < 2) continue;
    for (const ItemShown& item : fact.items) table.rows.push_back({"  " + item.path, item.shown, item.supposed ? "[supposed]" : "", ""});
  }
  sitting.add(table_part(table));
  if (left_out != 0) sitting.say(fmt::format("{} more {} not on file, and not needed: `.facts all`", left_out, left_out == 1 ? "is" : "are"));
}

void run_schema(Sitting& sitting, std::string_view rest) {
  if (!rest.empty()) {
    const auto fact = fact_of(sitting.session(), rest);
    if (!fact) return fail_unknown_fact(sitting, rest);
    Table table{{"name", "type", "description"}, {{fact->name, fact->type_text, fact->description}}};
    for (const FieldShown& field : fact->fields) table.rows.push_back({"  " + field.name, field.type_text, field.description});
    return sitting.add(table_part(table));
  }
  Table table{{"name", "type", "description"}, {}};
  for (const FactShown& fact : sitting.session().facts()) {
    table.rows.push_back({fact.name, fact.type_text, fact.description});
    for (const FieldShown& field : fact.fields) table.rows.push_back({"  " + field.name, field.type_text, field.description});
  }
  sitting.add(table_part(table));
}

// ---- members ----------------------------------------------------------------------------------------------------------
namespace {

void choose_member(Sitting& sitting, std::string_view wanted) {
  const std::vector<MemberShown> members = sitting.session().members();
  bool chosen = sitting.session().choose(wanted);
  const bool is_number = std::all_of(wanted.begin(), wanted.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!chosen && is_number && wanted.size() < 9) {
    const std::size_t number = std::stoul(std::string(wanted));
    chosen = number != 0 && sitting.session().choose(number - 1);
  }
  if (!chosen) {
    command::UsageProblem problem{fmt::format("there is no member `{}`", wanted), {}};
    std::vector<std::string_view> ids;
    for (const MemberShown& one : members) ids.push_back(one.id);
    if (const std::string_view near = command::likely(wanted, ids); !near.empty()) problem.help.push_back(fmt::format("did you mean `{}`?", near));
    else problem.help.push_back("`.members` lists those that are open");
    return sitting.fail(problem);
  }
  if (const Decision* decision = sitting.decision()) sitting.say(decision->summary);
}

}  // namespace

void run_members(Sitting& sitting, std::string_view rest) {
  if (!rest.empty()) return choose_member(sitting, rest);
  const Session& session = sitting.session();
  const std::vector<MemberShown> members = session.members();
  constexpr std::size_t most_shown = 200;
  Table table{{"chosen", "number", "member", "date of service", "decision", "mark", "file"}, {}};
  for (std::size_t i = 0; i < std::min(members.size(), most_shown) && !sitting.is_stopped(); ++i) {
    const MemberShown& one = members[i];
    const Result<Decision>& decision = session.decision(i);
    const std::string mark = one.supposed ? "[supposed]" : one.changed ? "changed" : "";
    table.rows.push_back({i == session.chosen() ? "*" : " ", std::to_string(i + 1), one.id, one.as_of, decision ? std::string(outcome_name(decision->outcome)) : "invalid", mark, one.file});
  }
  sitting.add(table_part(table));
  if (members.size() > most_shown) sitting.say(fmt::format("and {} more; `.members ID` goes to one", members.size() - most_shown));
}

// ---- criteria ---------------------------------------------------------------------------------------------------------
namespace {

// `section`: a section's own block has its path, and is told by the section's line.
void add_criteria(const std::vector<Criterion>& criteria, std::string_view section, const std::optional<CriterionVerdict>& only, bool inside, std::size_t depth,
                  Table& table) {
  for (const Criterion& one : criteria) {
    const bool applies = inside && one.verdict != CriterionVerdict::not_applicable;
    if (one.path == section && (!only || !one.children.empty())) {
      add_criteria(one.children, section, only, only ? inside : applies, depth, table);
      continue;
    }
    const bool shown = only ? one.verdict == *only : inside;
    const std::string text = one.text.empty() ? (one.condition.empty() ? one.block : one.condition) : one.text;
    if (shown) table.rows.push_back({verdict_word(one.verdict), std::string(only ? 0 : depth * 2, ' ') + one.path, text});
    add_criteria(one.children, section, only, only ? inside : applies, depth + 1, table);
  }
}

}  // namespace

void run_criteria(Sitting& sitting, std::string_view rest) {
  const Decision* decision = sitting.decision();
  if (decision == nullptr) return;
  std::optional<CriterionVerdict> only;
  for (const CriterionVerdict verdict : {CriterionVerdict::met, CriterionVerdict::not_met, CriterionVerdict::not_applicable, CriterionVerdict::unknown}) {
    if (rest == verdict_name(verdict) || rest == verdict_word(verdict)) only = verdict;
  }
  if (!only && !rest.empty()) return sitting.fail_usage("criteria", fmt::format("`{}` is no verdict", rest));
  Table table{{"verdict", "path", "text"}, {}};
  for (const SectionResult& section : decision->sections) {
    const bool applies = section.verdict != CriterionVerdict::not_applicable;
    if (!only) table.rows.push_back({verdict_word(section.verdict), section.path, section.text});
    if (only && *only != CriterionVerdict::not_applicable && !applies) continue;
    add_criteria(section.criteria, section.path, only, applies, 1, table);
  }
  if (table.rows.empty()) return sitting.say(fmt::format("no criterion came out {}", rest.empty() ? "at all" : rest));
  sitting.add(table_part(table));
}

namespace {

void collect_paths(const std::vector<Criterion>& criteria, std::vector<std::string_view>& paths) {
  for (const Criterion& one : criteria) {
    paths.push_back(one.path);
    collect_paths(one.children, paths);
  }
}

// The decision's own: which criterion they bear on they say in words.
void tell_warnings(Sitting& sitting, const Decision& decision) {
  constexpr std::size_t most_told = 5;
  const std::size_t count = decision.warnings.size();
  for (std::size_t i = 0; i < std::min(count, most_told); ++i) sitting.say("warning: " + decision.warnings[i]);
  if (count > most_told) sitting.say(fmt::format("and {} warnings more: `.explain` shows them", count - most_told));
}

}  // namespace

void run_explain(Sitting& sitting, std::string_view rest) {
  const Decision* decision = sitting.decision();
  if (decision == nullptr) return;
  if (rest.empty()) return sitting.add(decision_part(*decision, sitting.color()));
  const Found found = find_path(*decision, rest);
  if (found) {
    const bool has_own_text = found.criterion != nullptr && !found.criterion->text.empty();
    sitting.add(outline_part(*decision, rest, has_own_text ? found.criterion->condition : "", sitting.color()));
    return tell_warnings(sitting, *decision);
  }
  std::vector<std::string_view> paths;
  for (const SectionResult& section : decision->sections) {
    paths.push_back(section.path);
    collect_paths(section.criteria, paths);
  }
  command::UsageProblem problem{fmt::format("there is no criterion or section `{}`", rest), {}};
  if (const std::string_view near = command::likely(rest, paths); !near.empty()) problem.help.push_back(fmt::format("did you mean `{}`?", near));
  else problem.help.push_back("`.criteria` lists them");
  sitting.fail(problem);
}

void run_needs(Sitting& sitting, std::string_view) {
  const Decision* decision = sitting.decision();
  if (decision == nullptr) return;
  if (decision->outcome != Outcome::pend) return sitting.say(fmt::format("nothing is needed: {}", decision->summary));
  if (decision->needs.empty()) return sitting.say("no fact alone would settle it; `.criteria unknown` lists what is not known");
  sitting.add(needs_part(*decision, sitting.color()));
}

// ---- what was done ----------------------------------------------------------------------------------------------------
namespace {

std::string what_was_done(const LogEntry& entry) {
  switch (entry.kind) {
    case LogEntry::Kind::fact:
      if (entry.edit.path.empty()) return ".edit facts";
      if (!entry.edit.value) return ".unset " + entry.edit.path;
      return fmt::format(".let {} {} {}", entry.edit.path, entry.edit.append ? "+=" : "=", *entry.edit.value);
    case LogEntry::Kind::date: return ".asof " + (entry.text.empty() ? "own" : entry.text);
    case LogEntry::Kind::policy: return ".open " + entry.text;
    case LogEntry::Kind::reload: return entry.text + " changed";
    case LogEntry::Kind::keep: return ".keep";
  }
  return "";
}

}  // namespace

void run_log(Sitting& sitting, std::string_view) {
  Table table{{"number", "change", "member", "mark", "decision"}, {}};
  for (const LogEntry& entry : sitting.session().log()) {
    table.rows.push_back({std::to_string(table.rows.size() + 1), what_was_done(entry), entry.member, entry.supposed ? "[supposed]" : "", entry.outcome ? entry.summary : "no decision"});
  }
  const std::size_t undone = sitting.session().can_redo();
  if (table.rows.empty() && undone != 0) return sitting.say(fmt::format("no change stands; {} {} undone, and `.redo {}` does {} again", undone, undone == 1 ? "was" : "were", undone, undone == 1 ? "it" : "them"));
  if (table.rows.empty()) return sitting.say("nothing was changed");
  sitting.add(table_part(table));
}

void run_last(Sitting& sitting, std::string_view) {
  if (sitting.outlet().last().empty()) return sitting.fail(command::UsageProblem{"nothing was printed yet", {}});
  sitting.outlet().put_last();
}

}  // namespace crit::shell
