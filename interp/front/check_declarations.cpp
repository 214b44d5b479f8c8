// Units, facts and lists: the names that everything else refers to.
#include "check_declarations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "check_codes.hpp"
#include "check_units.hpp"
#include "near.hpp"
#include "systems.hpp"

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

bool Declarations::declare_name(const std::string& path, Symbol symbol) {
  const Span span = symbol.span;
  if (is_reserved(path)) {
    report(Mistake::reserved_fact_name, span, fmt::format("nothing can be called `{}`: the word has a meaning of its own", path),
           "choose another name");
    return false;
  }
  const auto [place, fresh] = symbols_.names.emplace(path, symbol);
  if (!fresh || (symbol.kind != SymbolKind::group && symbols_.groups.count(path) != 0)) {
    symbols_.declared_twice.insert(path);
    const Span first = place->second.span;
    if (findings_.is_standard(span) && !findings_.is_standard(first)) {  // the module cannot be changed
      report(Mistake::duplicate_name, first, fmt::format("`{}` is declared by a module of the standard library, too", path),
             "leave it out and use the module's, or give it another name")
          .labels.push_back({span, "the module's"});
      return false;
    }
    report(Mistake::duplicate_name, span, fmt::format("`{}` is declared twice", path), "give one of them another name")
        .labels.push_back({first, "first declared here"});
    return false;
  }
  return true;
}

// What could not be read may have declared them.
void Declarations::declare_lost_names() {
  for (const ast::Word& lost : file_.lost_names) {
    if (symbols_.names.count(lost.text) == 0) declare_name(lost.text, {SymbolKind::faulty, 0, lost.span});
  }
}

void Declarations::check_counting_units() {
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
      const std::vector<std::string>& declared = policy_.schema.counting_units;
      const std::optional<Unit> known = find_unit(name.text, declared);
      if (known && std::find(declared.begin(), declared.end(), known->ucum) != declared.end()) {
        report(Mistake::duplicate_name, name.span,
               fmt::format("`{}` is the plural of `{}`, which crit takes by itself", name.text, known->ucum),
               "leave it out");
        continue;
      }
      if (known) {
        report(Mistake::reserved_fact_name, name.span,
               fmt::format("`{}` is a unit already: {}", name.text, describe_dimension(known->dimension)),
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

void Declarations::check_facts() {
  for (const ast::Facts& facts : file_.facts) {
    for (const ast::FactDecl& declaration : facts.declarations) declare_fact(declaration, "", 0);
  }
}

void Declarations::declare_fact(const ast::FactDecl& declaration, const std::string& prefix, int depth) {
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
    if (is_reserved(path) || (symbols_.names.count(path) != 0 && symbols_.names[path].kind != SymbolKind::group)) {
      declare_name(path, {SymbolKind::group, 0, declaration.name.span});
      return;
    }
    symbols_.names.emplace(path, Symbol{SymbolKind::group, 0, declaration.name.span});
    symbols_.groups.insert(path);
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
    declare_name(path, {SymbolKind::faulty, 0, declaration.name.span});
    return;
  }
  slot.type = *fact;
  slot.absent_means_no = !declaration.absent_means_no.empty();
  if (slot.absent_means_no) absent_spans_.emplace(path, declaration.absent_means_no.span);
  if (declare_name(path, {SymbolKind::fact, static_cast<std::uint32_t>(policy_.schema.facts.size()), declaration.name.span})) {
    policy_.schema.facts.push_back(std::move(slot));
  }
}

void Declarations::declare_list(const ast::FactDecl& declaration, const std::string& path) {
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
    if (!code_sets().check_system(type.word)) {
      declare_name(path, {SymbolKind::faulty, 0, declaration.name.span});
      return;
    }
    slot.fields[0].type.system = system_named(type.word.text);
  } else if (type.form == ast::TypeForm::list_of) {
    slot.single_value = true;
    Field field;
    field.name = "value";
    const std::optional<FactType> element = type.element ? fact_type(*type.element) : std::nullopt;
    if (!element) {
      declare_name(path, {SymbolKind::faulty, 0, declaration.name.span});
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
        declare_name(path, {SymbolKind::faulty, 0, declaration.name.span});
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
        declare_name(path, {SymbolKind::faulty, 0, declaration.name.span});
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
  if (declare_name(path, {SymbolKind::list, static_cast<std::uint32_t>(policy_.schema.lists.size()), declaration.name.span})) {
    policy_.schema.lists.push_back(std::move(slot));
  }
}

std::optional<std::uint32_t> Declarations::declare_enumeration(const ast::TypeExpr& type) {
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

std::optional<FactType> Declarations::fact_type(const ast::TypeExpr& type) {
  if (type.form == ast::TypeForm::enumeration) {
    FactType fact = simple_fact(FactKind::enumeration);
    const std::optional<std::uint32_t> enumeration = declare_enumeration(type);
    if (!enumeration) return std::nullopt;
    fact.enumeration = *enumeration;
    return fact;
  }
  if (type.form == ast::TypeForm::code) {
    FactType fact = simple_fact(FactKind::code);
    if (!code_sets().check_system(type.word)) return std::nullopt;
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
  const UnitResult& unit = quantities().unit_of(word);
  if (word == "C" || word == "F") {
    quantities().report_unit(type.word, Quantities::temperature_meant(word));
    return std::nullopt;
  }
  if (unit.unit) {
    number.unit = *unit.unit;
    return number;
  }
  if (unit.kind != UnitFault::unknown) {  // it is a unit, and a faulty one
    quantities().report_unit(type.word, unit);
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
  if (!near.empty()) diagnostic.help.push_back(fmt::format("did you mean `{}`?", near == unit.suggestion ? Quantities::unit_in_policy(near) : near));
  else if (!unit.help.empty()) diagnostic.help.push_back(unit.help);
  else diagnostic.help.push_back("types are date, number, text, yes_no, duration, a unit such as cm, or alternatives such as open | closed");
  if (near.empty() && word.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == std::string::npos) {
    diagnostic.help.push_back(fmt::format("if it is something counted, declare it as a unit: `units {{ {} }}`", word));
  }
  return std::nullopt;
}

}  // namespace crit
