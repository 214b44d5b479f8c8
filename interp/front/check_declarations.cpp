// Header, facts and code sets: the names that everything else refers to.
#include <fmt/format.h>

#include <algorithm>

#include "checker.hpp"
#include "icd10.hpp"
#include "near.hpp"
#include "systems.hpp"
#include "text.hpp"

namespace crit {
namespace {

// Keys that fact files use for themselves at the top of a member's object, and words with a meaning of their own.
bool is_reserved(const std::string& name) {
  static const std::set<std::string> reserved{"as_of", "id", "met", "not_met", "not_applicable", "yes", "no"};
  return reserved.count(name) != 0;
}

const std::vector<std::string>& type_words() {
  static const std::vector<std::string> words{"date", "number", "text", "yes_no", "duration", "code", "codes",
                                              "list", "series", "periods"};
  return words;
}

FactType simple_fact(FactKind kind) {
  FactType type;
  type.kind = kind;
  return type;
}

}  // namespace

void Checker::check_header() {
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
      check_evidence(clause);
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
      if (check_system(clause.system)) check_billed(clause, seen);
      if (clause.per) {
        const NodePtr per = value(*clause.per);
        if (per->type.kind != TypeKind::number && per->type.kind != TypeKind::error) {
          report(Mistake::type_mismatch, per->span, "a billing unit is a quantity", "write it as in `bills hcpcs J2170 per 1 mg`");
        }
      }
    }
  }
  // What could not be read may have said it.
  const auto lost = [&](const char* keyword) {
    return std::find(policy.lost_clauses.begin(), policy.lost_clauses.end(), keyword) != policy.lost_clauses.end();
  };
  if (!policy_.effective_from && !policy_.effective_to && !lost("effective")) {
    report(Mistake::no_effective, policy.name.span, "this policy is in force always: it does not say since when",
           "add `effective from YYYY-MM-DD` to its header");
  }
}

// `seen`: by the clause's keyword, or by the code.
void Checker::check_billed(const ast::PolicyClause& clause, std::map<std::string, Span>& seen) {
  for (const ast::Word& written : clause.codes) {
    const NormalCode code = normalize_code(system_named(clause.system.text), written.text);
    if (!code.code) {
      report_code(written.span, code);
      continue;
    }
    const auto [place, fresh] = seen.emplace("bills " + clause.system.text + " " + *code.code, written.span);
    if (!fresh) report(Mistake::bad_header, written.span, fmt::format("`{}` is billed twice", *code.code), "name it once").labels.push_back({place->second, "first said here"});
  }
}

// A condition for who does not read the policy: the text of a define, a fact's description, or else as written.
std::string Checker::said(const ast::Expr& condition) const {
  if (const auto* path = std::get_if<ast::NamePath>(&condition.node)) {
    const Found found = find(path->path);
    std::string text;
    if (found.thing == Thing::define) text = defines_[found.index].source->text.text;
    if (found.thing == Thing::fact) text = policy_.schema.facts[found.index].description;
    if (!text.empty()) return "\"" + text + "\"";
  }
  return shown(condition.span);
}

// The conditions under which something is to be done: after all that they may speak of is known.
void Checker::check_actions() {
  if (file_.policies.empty()) return;
  std::size_t at = 0;
  for (const ast::PolicyClause& clause : file_.policies.front().clauses) {
    if (clause.keyword.text != "action") continue;
    checked::Action& action = policy_.actions[at++];
    if (!clause.when) continue;
    std::string outer = "action";
    outer.swap(current_criterion_);
    action.condition = said(*clause.when);
    action.when = condition(*clause.when);
    outer.swap(current_criterion_);
  }
}

void Checker::check_status(const ast::PolicyClause& clause) {
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

bool Checker::declare_name(const std::string& path, Found found, Span span) {
  if (is_reserved(path)) {
    report(Mistake::reserved_fact_name, span, fmt::format("nothing can be called `{}`: the word has a meaning of its own", path),
           "choose another name");
    return false;
  }
  const auto [place, fresh] = names_.emplace(path, found);
  if (!fresh || (found.thing != Thing::group && groups_.count(path) != 0)) {
    declared_twice_.insert(path);
    const auto first = name_spans_.find(path);
    if (first != name_spans_.end() && is_standard(span) && !is_standard(first->second)) {  // the module cannot be changed
      report(Mistake::duplicate_name, first->second, fmt::format("`{}` is declared by a module of the standard library, too", path),
             "leave it out and use the module's, or give it another name")
          .labels.push_back({span, "the module's"});
      return false;
    }
    Diagnostic& diagnostic = report(Mistake::duplicate_name, span, fmt::format("`{}` is declared twice", path),
                                    "give one of them another name");
    if (first != name_spans_.end()) diagnostic.labels.push_back({first->second, "first declared here"});
    return false;
  }
  name_spans_.emplace(path, span);
  return true;
}

void Checker::check_counting_units() {
  std::map<std::string, Span> seen;
  for (const ast::Units& units : file_.units) {
    if (units.names.empty() && !diagnostics_.has_errors()) {
      report(Mistake::empty_block, units.span, "these units are none", "name what is counted: `units { tablet; vial }`");
    }
    for (const ast::Word& name : units.names) {
      const auto [place, fresh] = seen.emplace(name.text, name.span);
      if (!fresh) {
        report(Mistake::duplicate_name, name.span, fmt::format("`{}` is declared twice", name.text), "leave one out")
            .labels.push_back({place->second, "first declared here"});
        continue;
      }
      const UnitResult known = unit_of(name.text);
      if (known.unit && std::find(policy_.schema.counting_units.begin(), policy_.schema.counting_units.end(), known.unit->ucum) != policy_.schema.counting_units.end()) {
        report(Mistake::duplicate_name, name.span, fmt::format("`{}` is the plural of `{}`, which crit takes by itself", name.text, known.unit->ucum), "leave it out");
        continue;
      }
      if (known.unit) {
        report(Mistake::reserved_fact_name, name.span, fmt::format("`{}` is a unit already: {}", name.text, describe_dimension(known.unit->dimension)),
               "leave it out, or give what is counted another name");
        continue;
      }
      if (name.text.find_first_of("0123456789") != std::string::npos) {
        report(Mistake::name_form, name.span, fmt::format("`{}` has a digit in it, which in a unit is a power", name.text), "give what is counted a name of letters");
        continue;
      }
      policy_.schema.counting_units.push_back(name.text);
    }
  }
}

void Checker::check_facts() {
  for (const ast::Facts& facts : file_.facts) {
    for (const ast::FactDecl& declaration : facts.declarations) declare_fact(declaration, "", 0);
  }
}

void Checker::declare_fact(const ast::FactDecl& declaration, const std::string& prefix, int depth) {
  if (declaration.name.empty()) return;  // a syntax error stands here
  const std::string path = prefix.empty() ? declaration.name.text : prefix + "." + declaration.name.text;
  if (prefix.empty() && (is_reserved(declaration.name.text) || declaration.name.text == "expect")) {
    report(Mistake::reserved_fact_name, declaration.name.span,
           fmt::format("a fact cannot be called `{}`: the word has a meaning of its own", declaration.name.text),
           declaration.name.text == "as_of" || declaration.name.text == "id" ? "leave it out: every fact file has it already"
           : declaration.name.text == "expect"                             ? "beside the facts of a case it says what is expected; choose another name"
                                                                           : "choose another name");
    return;
  }
  if (declaration.is_group) {
    // A group may be opened in several places; only its members must differ.
    if (is_reserved(path) || (names_.count(path) != 0 && names_[path].thing != Thing::group)) {
      declare_name(path, {Thing::group, 0}, declaration.name.span);
      return;
    }
    names_[path] = {Thing::group, 0};
    name_spans_.emplace(path, declaration.name.span);
    groups_.insert(path);
    for (const ast::FactDecl& member : declaration.members) declare_fact(member, path, depth + 1);
    return;
  }
  const ast::TypeForm form = declaration.type.form;
  if (form == ast::TypeForm::codes || form == ast::TypeForm::list_of || form == ast::TypeForm::list ||
      form == ast::TypeForm::series || form == ast::TypeForm::periods) {
    declare_list(declaration, path);
    return;
  }
  FactSlot slot;
  slot.path = path;
  slot.description = declaration.description.text;
  const std::optional<FactType> fact = fact_type(declaration.type);
  if (!fact) {
    declare_name(path, {Thing::faulty, 0}, declaration.name.span);
    return;
  }
  slot.type = *fact;
  slot.absent_means_no = !declaration.absent_means_no.empty();
  if (slot.absent_means_no) absent_spans_.emplace(path, declaration.absent_means_no.span);
  if (declare_name(path, {Thing::fact, static_cast<std::uint32_t>(policy_.schema.facts.size())}, declaration.name.span)) {
    policy_.schema.facts.push_back(std::move(slot));
  }
}

void Checker::declare_list(const ast::FactDecl& declaration, const std::string& path) {
  const ast::TypeExpr& type = declaration.type;
  ListSlot slot;
  slot.path = path;
  slot.description = declaration.description.text;
  slot.complete = type.complete;
  slot.complete_within = type.complete_within;
  slot.absent_means_no = !declaration.absent_means_no.empty();
  if (slot.absent_means_no) absent_spans_.emplace(path, declaration.absent_means_no.span);
  const auto add_fixed = [&](const char* name, FactKind kind) {
    Field field;
    field.name = name;
    field.type = simple_fact(kind);
    slot.fields.push_back(std::move(field));
  };
  if (type.form == ast::TypeForm::codes) {
    slot.kind = ListKind::codes;
    slot.single_value = true;
    add_fixed("code", FactKind::code);
    if (!check_system(type.word)) {
      declare_name(path, {Thing::faulty, 0}, declaration.name.span);
      return;
    }
    slot.fields[0].type.system = system_named(type.word.text);
  } else if (type.form == ast::TypeForm::list_of) {
    slot.single_value = true;
    Field field;
    field.name = "value";
    const std::optional<FactType> element = type.element ? fact_type(*type.element) : std::nullopt;
    if (!element) {
      declare_name(path, {Thing::faulty, 0}, declaration.name.span);
      return;
    }
    field.type = *element;
    slot.fields.push_back(std::move(field));
  } else {
    if (type.form == ast::TypeForm::series) {
      slot.kind = ListKind::series;
      add_fixed("date", FactKind::date);
    } else if (type.form == ast::TypeForm::periods) {
      slot.kind = ListKind::periods;
      add_fixed("start", FactKind::date);
      add_fixed("end", FactKind::date);
    }
    std::map<std::string, Span> seen;
    for (const ast::FactDecl& member : type.fields) {
      if (member.name.empty()) continue;
      const auto [place, fresh] = seen.emplace(member.name.text, member.name.span);
      const bool fixed = std::any_of(slot.fields.begin(), slot.fields.end(),
                                     [&](const Field& field) { return field.name == member.name.text; });
      if (!fresh || fixed) {
        Diagnostic& diagnostic =
            report(Mistake::duplicate_name, member.name.span, fmt::format("`{}` has two fields `{}`", path, member.name.text));
        if (!fresh) {
          diagnostic.labels.push_back({place->second, "first declared here"});
          diagnostic.help.push_back("give one of them another name");
        }
        else diagnostic.help.push_back(fmt::format("every item of a {} has `{}` already; leave it out",
                                                   slot.kind == ListKind::series ? "series" : "periods list", member.name.text));
        continue;
      }
      const ast::TypeForm form = member.type.form;
      if (member.is_group || form == ast::TypeForm::codes || form == ast::TypeForm::list_of || form == ast::TypeForm::list ||
          form == ast::TypeForm::series || form == ast::TypeForm::periods) {
        report(Mistake::type_form, member.span, "a field of a list's items holds one value",
               "make the inner list a fact of its own");
        declare_name(path, {Thing::faulty, 0}, declaration.name.span);
        return;
      }
      if (!member.absent_means_no.empty()) {
        report(Mistake::type_form, member.absent_means_no.span, "`absent_means_no` is said of a whole fact or list, not of an item's field",
               fmt::format("leave it out, or write it after the list: `{} : … {{ … }} absent_means_no`", path));
      }
      Field field;
      field.name = member.name.text;
      field.description = member.description.text;
      const std::optional<FactType> fact = fact_type(member.type);
      if (!fact) {
        // One faulty field makes the list faulty: a query of it says nothing more.
        declare_name(path, {Thing::faulty, 0}, declaration.name.span);
        return;
      }
      field.type = *fact;
      slot.fields.push_back(std::move(field));
    }
  }
  if (type.complete_within && slot.kind != ListKind::series && slot.kind != ListKind::periods) {
    report(Mistake::type_form, type.span, "only a list whose items have dates can be complete within a time",
           "write `complete`, or declare a series or periods");
  }
  if (declare_name(path, {Thing::list, static_cast<std::uint32_t>(policy_.schema.lists.size())}, declaration.name.span)) {
    policy_.schema.lists.push_back(std::move(slot));
  }
}

std::optional<std::uint32_t> Checker::declare_enumeration(const ast::TypeExpr& type) {
  Enumeration enumeration;
  enumeration.ordered = type.ordered;
  for (const ast::Word& word : type.alternatives) {
    auto& known = enumeration.alternatives;
    if (std::find(known.begin(), known.end(), word.text) != known.end()) {
      report(Mistake::too_many_alternatives, word.span, fmt::format("`{}` is listed twice", word.text), "leave one out");
    } else if (known.size() == 64) {
      report(Mistake::too_many_alternatives, word.span, "an enumeration has at most 64 alternatives",
             "use a text, or a code");
      return std::nullopt;
    } else {
      known.push_back(word.text);
    }
  }
  // Equal lists are one type, so that two facts declared alike compare with each other.
  auto& all = policy_.schema.enumerations;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].alternatives == enumeration.alternatives && all[i].ordered == enumeration.ordered) {
      return static_cast<std::uint32_t>(i);
    }
  }
  all.push_back(std::move(enumeration));
  return static_cast<std::uint32_t>(all.size() - 1);
}

std::optional<FactType> Checker::fact_type(const ast::TypeExpr& type) {
  if (type.form == ast::TypeForm::enumeration) {
    FactType fact = simple_fact(FactKind::enumeration);
    const std::optional<std::uint32_t> enumeration = declare_enumeration(type);
    if (!enumeration) return std::nullopt;
    fact.enumeration = *enumeration;
    return fact;
  }
  if (type.form == ast::TypeForm::code) {
    FactType fact = simple_fact(FactKind::code);
    if (!check_system(type.word)) return std::nullopt;
    fact.system = system_named(type.word.text);
    return fact;
  }
  if (type.form != ast::TypeForm::word) {
    if (type.form != ast::TypeForm::error) {
      report(Mistake::type_form, type.span, "a list cannot stand here", "declare it as a fact of its own");
    }
    return std::nullopt;
  }
  const std::string& word = type.word.text;
  if (word == "date") return simple_fact(FactKind::date);
  if (word == "text") return simple_fact(FactKind::text);
  if (word == "yes_no") return simple_fact(FactKind::yes_no);
  if (word == "duration") return simple_fact(FactKind::duration);
  FactType number = simple_fact(FactKind::number);
  if (word == "number") return number;
  const UnitResult unit = unit_of(word);
  if (word == "C" || word == "F") {
    report_unit(type.word, temperature_meant(word));
    return std::nullopt;
  }
  if (unit.unit) {
    number.unit = *unit.unit;
    return number;
  }
  if (unit.kind != UnitFault::unknown) {  // it is a unit, and a faulty one
    report_unit(type.word, unit);
    return std::nullopt;
  }
  // What other tools call them.
  static const std::map<std::string, const char*> foreign{
      {"boolean", "yes_no"}, {"bool", "yes_no"}, {"flag", "yes_no"},    {"yesno", "yes_no"},   {"yes", "yes_no"},    {"no", "yes_no"},
      {"string", "text"},    {"str", "text"},    {"integer", "number"}, {"int", "number"},     {"float", "number"},  {"decimal", "number"},
      {"datetime", "date"},  {"day", "date"},    {"money", "USD"},      {"currency", "USD"},   {"dollars", "USD"},   {"dollar", "USD"},
      {"score", "number"},   {"scale", "number"},    {"index", "number"},   {"ratio", "number"},   {"count", "number"},   {"real", "number"},
      {"double", "number"},  {"numeric", "number"},  {"percentile", "number"}, {"timestamp", "date"}, {"time", "duration"},  {"age", "duration"},
      {"period", "duration"}, {"interval", "duration"}, {"percentage", "%"}, {"char", "text"},      {"varchar", "text"},   {"free_text", "text"},
  };
  std::string system = system_named(word);
  if (system.empty() && (word == "icd" || word == "ICD")) system = "icd10";
  if (!system.empty()) {
    report(Mistake::type_form, type.word.span, fmt::format("`{}` is a coding system, not a type", word),
           fmt::format("one code is `code {0}`, a list of codes `codes {0}`", system));
    return std::nullopt;
  }
  // What holds several says what it holds.
  static const std::map<std::string, std::pair<const char*, const char*>> holders{
      {"list", {"a list of what", "write `list of text`, or another type in place of `text`; a list of codes is `codes icd10`"}},
      {"series", {"what is measured", "name what each item has beside its date: `series { value : number }`"}},
      {"periods", {"what goes on for a time", "name what each item has beside its start and end: `periods { drug : text }`"}},
      {"codes", {"codes of which system", "write `codes icd10`, or another system in place of `icd10`"}},
      {"code", {"a code of which system", "write `code icd10`, or another system in place of `icd10`"}},
  };
  if (const auto holder = holders.find(word); holder != holders.end()) {
    report(Mistake::type_form, type.word.span, fmt::format("`{}` says too little: {}?", word, holder->second.first), holder->second.second);
    return std::nullopt;
  }
  const auto known = foreign.find(word);
  std::string near = known != foreign.end() ? known->second : unit.suggestion;
  if (near.empty() && unit.help.empty()) near = nearest(word, type_words());
  Diagnostic& diagnostic = report(Mistake::type_form, type.word.span, fmt::format("`{}` is neither a type nor a unit", word));
  if (!near.empty()) diagnostic.help.push_back(fmt::format("did you mean `{}`?", near == unit.suggestion ? unit_in_policy(near) : near));
  else if (!unit.help.empty()) diagnostic.help.push_back(unit.help);
  else diagnostic.help.push_back("types are date, number, text, yes_no, duration, a unit such as cm, or alternatives such as open | closed");
  if (near.empty() && word.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == std::string::npos) {
    diagnostic.help.push_back(fmt::format("if it is something counted, declare it as a unit: `units {{ {} }}`", word));
  }
  return std::nullopt;
}

bool Checker::check_system(const ast::Word& system) {
  if (system.empty()) return false;
  if (!system_named(system.text).empty()) return true;
  Diagnostic& diagnostic = report(Mistake::unknown_system, system.span, fmt::format("`{}` is not a coding system crit knows", system.text));
  const std::string near = nearest(fold_text(system.text), known_systems());
  if (!near.empty()) diagnostic.help.push_back(fmt::format("did you mean `{}`?", near));
  else diagnostic.help.push_back("known are icd10, hcpcs, cpt, ndc, rxnorm, loinc and snomed; any other is named by its URI, quoted");
  return false;
}

namespace {

// The star may stand inside the quotes, too: `"0074-0124*"`. What a URI's codes may hold is not known.
ast::CodeRange with_star_read(const std::string& system, ast::CodeRange range) {
  const bool has_star = range.last.empty() && !range.with_children && range.first.text.size() > 1 && range.first.text.back() == '*';
  if (!has_star || system.find(':') != std::string::npos) return range;
  range.first.text.pop_back();
  range.with_children = true;
  return range;
}

}  // namespace

CodeSet Checker::code_set(const std::string& system, const std::vector<ast::CodeRange>& members, CodePlace place) {
  // A star stands in braces.
  const auto with_star = [&](const std::string& stem) {
    if (place == CodePlace::braces) return fmt::format("`{}*`", stem);
    return fmt::format("`{}{{ {}* }}`", place == CodePlace::is ? "in " : place == CodePlace::is_not ? "not in " : "", stem);
  };
  CodeSet set;
  set.system = system;
  for (const ast::CodeRange& given : members) {
    const ast::CodeRange member = with_star_read(system, given);
    CodeEntry entry;
    // `C*` and `C00*`: a stem need not be a whole code.
    const auto normal = [&](const ast::Word& word, bool stem) -> std::optional<std::string> {
      const NormalCode code = stem ? normalize_code_prefix(system, word.text) : normalize_code(system, word.text);
      if (code.code) return code.code;
      report_code(word.span, code);
      return std::nullopt;
    };
    const std::optional<std::string> first = normal(member.first, member.with_children);
    if (!first) continue;
    entry.first = *first;
    // A product of the NDC is all its packages.
    if (member.with_children || is_ndc_product(system, entry.first)) entry.kind = CodeEntry::Kind::subtree;
    if (!member.last.empty()) {
      const std::optional<std::string> last = normal(member.last, false);
      if (!last) continue;
      entry.kind = CodeEntry::Kind::range;
      entry.last = *last;
      if (runs_backwards(system, entry.first, entry.last)) {
        report(Mistake::bad_code, member.span, fmt::format("the range `{}` runs backwards", written(member.span)),
               "put the lower code first");
        continue;
      }
    } else if (!member.with_children && system == "icd10" && entry.first.size() < 7 && entry.first.back() == 'X') {
      // ICD-10-CM's X holds a place before a seventh character; nothing ends in it.
      std::string stem = member.first.text;
      while (!stem.empty() && (stem.back() == 'x' || stem.back() == 'X' || stem.back() == '.')) stem.pop_back();
      report(Mistake::placeholder_code, member.span, fmt::format("`{}` is only the code that is written so: x stands for no other character", member.first.text),
             fmt::format("write {} for all codes under it", with_star(stem)));
    } else if (!member.with_children && system == "icd10" && entry.first.size() == 3 && !is_whole_icd10(entry.first)) {
      report(Mistake::lone_category, member.span,
             fmt::format("`{}` is only the category itself, not the codes under it", member.first.text),
             fmt::format("write {} for the category and all under it", with_star(member.first.text)));
    }
    if (member.from && !member.from->exact()) {
      report(Mistake::date_form, member.from_span, "a code is valid from a full day on", fmt::format("write the day: `{}`", to_string(member.from->first)));
    }
    if (member.to && !member.to->exact()) {
      report(Mistake::date_form, member.to_span, "a code is valid to a full day", fmt::format("write its last day: `{}`", to_string(member.to->last)));
    }
    if (member.from) entry.valid_from = member.from->first;
    if (member.to) entry.valid_to = member.to->last;
    if (entry.valid_from && entry.valid_to && *entry.valid_to < *entry.valid_from) {
      report(Mistake::validity_order, member.to_span, fmt::format("`{}` would be valid on no day: its last comes before its first", member.first.text),
             "`CODE from FIRST to LAST`: both days are included");
    }
    set.entries.push_back(std::move(entry));
  }
  return set;
}

void Checker::report_code(Span span, const NormalCode& code) {
  if (code.help.empty())
    report(Mistake::bad_code, span, code.fault);
  else
    report(Mistake::bad_code, span, code.fault, code.help);
}

void Checker::check_codes() {
  for (const ast::Codes& codes : file_.codes) {
    if (codes.name.empty()) continue;
    if (!check_system(codes.system)) {
      declare_name(codes.name.text, {Thing::faulty, 0}, codes.name.span);
      continue;
    }
    if (codes.broken) {
      if (!codes.members.empty()) code_set(system_named(codes.system.text), codes.members);  // says what is wrong with those that were read
      declare_name(codes.name.text, {Thing::faulty, 0}, codes.name.span);
      continue;
    }
    if (codes.members.empty()) {
      report(Mistake::empty_block, codes.name.span, fmt::format("the code set `{}` is empty", codes.name.text), "list its codes, or leave it out");
    }
    const auto index = static_cast<std::uint32_t>(policy_.code_sets.size());
    if (declare_name(codes.name.text, {Thing::code_set, index}, codes.name.span)) {
      policy_.code_sets.push_back(code_set(system_named(codes.system.text), codes.members));
      policy_.code_sets.back().such_as = codes.such_as;
      policy_.code_set_names.push_back(codes.name.text);
    }
  }
}

std::uint32_t Checker::add_code_set(CodeSet set, std::string set_name) {
  policy_.code_sets.push_back(std::move(set));
  policy_.code_set_names.push_back(std::move(set_name));
  return static_cast<std::uint32_t>(policy_.code_sets.size() - 1);
}

}  // namespace crit
