// The policy's header: its clauses, what is billed, what is to be done.
#include "check_header.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "check_codes.hpp"
#include "check_defines.hpp"
#include "check_expressions.hpp"
#include "check_sources.hpp"
#include "systems.hpp"

namespace crit {

void Header::check_header() {
  if (file_.policies.empty()) {
    const bool nothing_read = file_.facts.empty() && file_.codes.empty() && file_.defines.empty() && file_.sections.empty();
    if (file_.lost_criteria || (nothing_read && diagnostics_.has_errors())) return;  // the header may be what could not be read
    Diagnostic& diagnostic = report(Mistake::no_policy, Span{}, "this file has no `policy` header", "begin it with `policy \"NAME\" { title \"…\" }`");
    if (!file_.amends.empty()) diagnostic.help.push_back("amendments in a file of their own are read with their policy: give the folder that both are in");
    else if (file_.sections.empty()) diagnostic.help.push_back("a module, which has none, is read where a policy says `use NAME`");
    return;
  }
  for (std::size_t i = 1; i < file_.policies.size(); ++i) {
    report(Mistake::no_policy, file_.policies[i].name.span, "a second `policy` header in one file",
           "one file holds one policy; put the other in a file of its own");
  }
  const ast::Policy& policy = file_.policies.front();
  policy_.name = policy.name.text;
  policy_.effective_span = policy.name.span;
  std::map<std::string, Span> seen;
  for (const ast::PolicyClause& clause : policy.clauses) {
    const std::string& keyword = clause.keyword.text;
    if (keyword == "evidence") {
      source_kinds().check_evidence(clause);
      continue;
    }
    if (keyword != "bills" && keyword != "action") {
      const auto [place, fresh] = seen.emplace(keyword, clause.keyword.span);
      if (!fresh) {
        Diagnostic& diagnostic = report(Mistake::bad_header, clause.keyword.span, fmt::format("`{}` is said twice", keyword), "keep one");
        diagnostic.labels.push_back({place->second, "first said here"});
        continue;
      }
    }
    if (keyword == "title") policy_.title = clause.text.text;
    else if (keyword == "payer") policy_.payer = clause.text.text;
    else if (keyword == "version") policy_.version = clause.text.text;
    else if (keyword == "source") policy_.source = clause.text.text;
    else if (keyword == "action") policy_.actions.push_back({clause.text.text, "", nullptr});  // its condition: check_actions()
    else if (keyword == "status") check_status(clause);
    else if (keyword == "leap_birthday") policy_.leap = clause.rule.text == "march_1" ? LeapRule::march_1 : LeapRule::february_28;
    else if (keyword == "effective") {
      policy_.effective_span = clause.span;
      if (clause.from) {
        if (!clause.from->exact()) {
          report(Mistake::date_form, clause.from_span, "a policy comes into force on a full day",
                 fmt::format("write the day: `{}`", to_string(clause.from->first)));
        }
        policy_.effective_from = clause.from->first;
      }
      if (clause.to) {
        if (!clause.to->exact()) {
          report(Mistake::date_form, clause.to_span, "a policy goes out of force on a full day",
                 fmt::format("write its last day: `{}`", to_string(clause.to->last)));
        }
        policy_.effective_to = clause.to->last;
      }
      if (policy_.effective_from && policy_.effective_to && *policy_.effective_to < *policy_.effective_from) {
        report(Mistake::effective_order, clause.span, "this policy ends before it begins",
               "`effective from FIRST to LAST`: both days are included");
      }
    } else if (keyword == "bills") {
      if (code_sets().check_system(clause.system)) check_billed(clause, seen);
      if (clause.per) {
        const NodePtr per = expressions().value(*clause.per);
        if (per->type.kind != TypeKind::number && per->type.kind != TypeKind::error) {
          report(Mistake::type_mismatch, per->span, "a billing unit is a quantity", "write it as in `bills hcpcs J2170 per 1 mg`");
        }
      }
    }
  }
  // A clause that could not be read, or whose day could not, says it too.
  const auto is_effective = [](const ast::PolicyClause& clause) { return clause.keyword.text == "effective"; };
  const std::vector<std::string>& lost = policy.lost_clauses;
  if (std::none_of(policy.clauses.begin(), policy.clauses.end(), is_effective) &&
      std::find(lost.begin(), lost.end(), "effective") == lost.end()) {
    report(Mistake::no_effective, policy.name.span, "this policy is in force always: it does not say since when",
           "add `effective from YYYY-MM-DD` to its header");
  }
}

// `seen`: by the clause's keyword, or by the code.
void Header::check_billed(const ast::PolicyClause& clause, std::map<std::string, Span>& seen) {
  for (const ast::Word& written : clause.codes) {
    const NormalCode code = normalize_code(system_named(clause.system.text), written.text);
    if (!code.code) {
      code_sets().report_code(written.span, code);
      continue;
    }
    const auto [place, fresh] = seen.emplace("bills " + clause.system.text + " " + *code.code, written.span);
    if (!fresh) report(Mistake::bad_header, written.span, fmt::format("`{}` is billed twice", *code.code), "name it once").labels.push_back({place->second, "first said here"});
  }
}

// A condition for who does not read the policy: the text of a define, a fact's description, or else as written.
std::string Header::condition_text(const ast::Expr& condition) const {
  if (const auto* path = std::get_if<ast::NamePath>(&condition.node)) {
    const Symbol found = find(path->path);
    std::string text;
    if (found.kind == SymbolKind::define) text = defines().info(found.index).source->text.text;
    if (found.kind == SymbolKind::fact) text = policy_.schema.facts[found.index].description;
    if (!text.empty()) return "\"" + text + "\"";
  }
  return shown(condition.span);
}

// The conditions under which something is to be done: after all that they may speak of is known.
void Header::check_actions() {
  if (file_.policies.empty()) return;
  std::size_t at = 0;
  for (const ast::PolicyClause& clause : file_.policies.front().clauses) {
    if (clause.keyword.text != "action") continue;
    checked::Action& action = policy_.actions[at++];
    if (!clause.when) continue;
    std::string outer = "action";
    outer.swap(position_.criterion);
    action.condition = condition_text(*clause.when);
    action.when = expressions().condition(*clause.when);
    outer.swap(position_.criterion);
  }
}

void Header::check_status(const ast::PolicyClause& clause) {
  if (clause.word.text != "unconfirmed") {
    report(Mistake::bad_header, clause.word.span, fmt::format("`{}` is not a status", clause.word.text),
           "the one status is `unconfirmed \"WHY\"`: this version then decides nothing; leave `status` out where the text is confirmed");
    return;
  }
  policy_.unconfirmed = true;
  policy_.unconfirmed_why = clause.text.text;
  if (clause.text.empty()) {
    report(Mistake::bad_header, clause.span, "this status does not say why", "write `status unconfirmed \"WHY\"`: it is shown with every case of this version");
  }
}

}  // namespace crit
