// crit/difference.hpp: what is written otherwise in two compiled policies. Texts are compared without comments and as `crit fmt`
// spaces them, so that what was only laid out anew is no change.
//
// A criterion's own text is what stands in it and in none of the criteria inside it; so a change is told where it was made.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "build.hpp"
#include "crit/difference.hpp"
#include "diagnostics.hpp"
#include "parse.hpp"
#include "program.hpp"
#include "spacing.hpp"

namespace crit {
namespace {

// What a policy's text says, by what it says it of; in the order of the text.
class Texts {
 public:
  explicit Texts(const Version& version) : version_(version) {
    for (const Source& source : version.sources.all()) {
      if (source.name().rfind("stdlib/", 0) == 0) continue;
      Diagnostics found(source.name());
      Tree tree = parse(source, found);
      const bool good = !found.has_errors();  // a table's rows are no crit
      const ast::File file = build(source, tree, found);
      if (good) spacings_.emplace_back(source, std::move(tree));
      take(file);
    }
  }

  struct One {
    std::string path;
    std::string text;
  };
  std::vector<One> all;
  std::map<std::string, std::size_t> places;

 private:
  std::string spaced(Span span) const {
    const Source& source = version_.sources.at(span.begin);
    const Spacing* spacing = spacing_at(spacings_, source);
    const std::optional<std::string> text = spacing == nullptr ? std::nullopt : spacing->text(source, span);
    return text ? *text : std::string(source.text(span));
  }

  void add(std::string path, std::string text) {
    while (places.count(path) != 0) path += "'";  // a name given twice
    places.emplace(path, all.size());
    all.push_back({std::move(path), std::move(text)});
  }
  void add(std::string path, Span span) { add(std::move(path), spaced(span)); }
  void add(std::string path, const ast::ExprPtr& expr) {
    if (expr) add(std::move(path), expr->span);
  }

  void take(const ast::File& file) {
    for (const ast::Policy& policy : file.policies) {
      std::map<std::string, std::size_t> times;
      for (const ast::PolicyClause& clause : policy.clauses) {
        const std::size_t nth = ++times[clause.keyword.text];
        add(nth == 1 ? clause.keyword.text : fmt::format("{} {}", clause.keyword.text, nth), clause.span);
      }
    }
    for (const ast::Facts& facts : file.facts) take_facts(facts.declarations, "");
    for (const ast::Units& units : file.units) add("units", units.span);
    for (const ast::Codes& codes : file.codes) add(codes.name.text, codes.span);
    for (const ast::SourceGroup& group : file.source_groups) add("sources " + group.name.text, group.span);
    for (const ast::Table& table : file.tables) add(table.name.text, table.span);
    for (const ast::Define& define : file.defines) add(define.name.text, define.span);
    for (const ast::OtherwiseDeny& otherwise : file.otherwise) add("otherwise deny", otherwise.span);
    for (const ast::Section& section : file.sections) {
      const std::string& path = section.outline.text;
      for (const ast::ExprPtr& when : section.when) add(path + " when", when);
      take_body(section.criteria, path);
      if (!section.category.empty()) add(path + " as", section.category.text);
      if (section.has_approve) add(path + " approve", section.until ? spaced(section.until->span) : std::string("without end"));
      for (const ast::ExprPtr& target : section.refer_to) add(path + " refer to", target);
      if (!section.refer_to_review.empty()) add(path + " refer to review", section.refer_to_review.text);
      for (const ast::Give& give : section.gives) add(fmt::format("{} give {}", path, give.name.text), give.value);
    }
    for (const ast::Common& common : file.commons) {
      const std::string path = common.outline.empty() ? "common" : common.outline.text;
      take_body(common.criteria, path);
      for (const ast::Give& give : common.gives) add(fmt::format("{} give {}", path, give.name.text), give.value);
    }
    for (const ast::Amend& amend : file.amends) {
      const std::string key = fmt::format(" (\"{}\")", amend.name.text);
      for (const ast::ExprPtr& when : amend.when) add("amendment" + key, when);
      for (const ast::AmendClause& clause : amend.clauses) {
        if (clause.value) take_criterion(clause.outline.text, clause.span, *clause.value, key);
        else add(clause.outline.text + key, clause.span);
      }
    }
  }

  void take_facts(const std::vector<ast::FactDecl>& declarations, const std::string& prefix) {
    for (const ast::FactDecl& declaration : declarations) {
      if (declaration.is_group) take_facts(declaration.members, prefix + declaration.name.text + ".");
      else add(prefix + declaration.name.text, declaration.span);
    }
  }

  // ---- criteria, by the names that they have in a decision

  struct Named {
    std::string path;
    const ast::Entry* entry;
  };
  static std::string name_of(const std::string& owner, const ast::Entry& entry, std::size_t number) {
    return entry.label.empty() ? fmt::format("{}[{}]", owner, number) : owner + "." + entry.label.text;
  }
  static void take_entries(const std::vector<ast::Entry>& entries, const std::string& owner, std::vector<Named>& found) {
    for (std::size_t i = 0; i < entries.size(); ++i) found.push_back({name_of(owner, entries[i], i + 1), &entries[i]});
  }

  // The criteria right inside an expression, whose own name is `owner`.
  static void find_inside(const ast::Expr& expr, const std::string& owner, std::vector<Named>& found) {
    if (const auto* block = std::get_if<ast::Block>(&expr.node)) take_entries(block->entries, owner, found);
    if (const auto* conditional = std::get_if<ast::If>(&expr.node); conditional != nullptr && conditional->then) find_inside(*conditional->then, owner, found);
    if (const auto* documented = std::get_if<ast::Documented>(&expr.node)) find_inside(*documented->operand, owner, found);
    if (const auto* choice = std::get_if<ast::Choice>(&expr.node)) {
      for (const ast::Arm& arm : choice->arms) {
        if (arm.value) find_inside(*arm.value, owner, found);
      }
      if (choice->otherwise) find_inside(*choice->otherwise, owner, found);
    }
  }

  // What stands in `span` and in none of the criteria inside it; then these.
  void take_criterion(const std::string& path, Span span, const ast::Expr& expr, const std::string& key) {
    std::vector<Named> inside;
    find_inside(expr, path, inside);
    std::string text;
    std::uint32_t at = span.begin;
    const auto take = [&](std::uint32_t end) {
      const std::string piece = spaced({at, end});
      text += (text.empty() || piece.empty() ? "" : " ") + piece;
    };
    for (const Named& one : inside) {
      take(one.entry->span.begin);
      at = one.entry->span.end;
    }
    take(span.end);
    add(path + key, text);
    for (const Named& one : inside) {
      if (one.entry->expr) take_criterion(one.path, one.entry->span, *one.entry->expr, key);
    }
  }

  void take_body(const std::vector<ast::Entry>& entries, const std::string& path) {
    const bool is_block = entries.size() == 1 && entries.front().label.empty() && entries.front().text.empty() && entries.front().expr;
    if (is_block) return take_criterion(path, entries.front().span, *entries.front().expr, "");
    for (std::size_t i = 0; i < entries.size(); ++i) {
      if (entries[i].expr) take_criterion(name_of(path, entries[i], i + 1), entries[i].span, *entries[i].expr, "");
    }
  }

  const Version& version_;
  std::vector<Spacing> spacings_;
};

void compare_versions(const Version* before, const Version* after, const std::string& name, std::vector<TextChange>& changes) {
  const Texts old = before == nullptr ? Texts(Version()) : Texts(*before);
  const Texts now = after == nullptr ? Texts(Version()) : Texts(*after);
  for (const Texts::One& one : now.all) {
    const auto was = old.places.find(one.path);
    if (was == old.places.end()) changes.push_back({name, one.path, "", one.text});
    else if (old.all[was->second].text != one.text) changes.push_back({name, one.path, old.all[was->second].text, one.text});
  }
  for (const Texts::One& one : old.all) {
    if (now.places.count(one.path) == 0) changes.push_back({name, one.path, one.text, ""});
  }
}

}  // namespace

std::vector<TextChange> changed_texts(const Program& before, const Program& after) {
  std::vector<TextChange> changes;
  const ProgramData* old = Inside::of(before);
  const ProgramData* now = Inside::of(after);
  const auto versions = [](const ProgramData* data) { return data == nullptr ? std::size_t{0} : data->versions.size(); };
  if (versions(old) == 1 && versions(now) == 1) {  // also where its file has another name
    compare_versions(&old->versions.front(), &now->versions.front(), "", changes);
    return changes;
  }
  const auto find = [&](const ProgramData* data, const std::string& file) -> const Version* {
    for (std::size_t i = 0; i < versions(data); ++i) {
      if (data->versions[i].file == file) return &data->versions[i];
    }
    return nullptr;
  };
  for (std::size_t i = 0; i < versions(now); ++i) compare_versions(find(old, now->versions[i].file), &now->versions[i], now->versions[i].file, changes);
  for (std::size_t i = 0; i < versions(old); ++i) {
    if (find(now, old->versions[i].file) == nullptr) compare_versions(&old->versions[i], nullptr, old->versions[i].file, changes);
  }
  return changes;
}

}  // namespace crit
