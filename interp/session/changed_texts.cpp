// crit/difference.hpp: what is written otherwise in two compiled policies. Texts are compared without blanks at line ends,
// line breaks and comments, so that what was only laid out anew is no change.
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

namespace crit {
namespace {

// On one line, without comments.
std::string on_one_line(std::string_view text) {
  std::string made;
  bool in_text = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"' && (i == 0 || text[i - 1] != '\\')) in_text = !in_text;
    if (c == '#' && !in_text) {
      while (i + 1 < text.size() && text[i + 1] != '\n') ++i;
      continue;
    }
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!blank || in_text) made += c;
    else if (!made.empty() && made.back() != ' ') made += ' ';
  }
  while (!made.empty() && made.back() == ' ') made.pop_back();
  return made;
}

// What a policy's text says, by what it says it of; in the order of the text.
class Texts {
 public:
  explicit Texts(const Version& version) : version_(version) {
    for (const Source& source : version.sources.all()) {
      if (source.name().rfind("stdlib/", 0) == 0) continue;
      Diagnostics found(source.name());
      take(build(source, parse(source, found), found));
    }
    for (std::uint32_t i = 0; i < version.chunk.criteria.size(); ++i) take_criterion(i);
  }

  struct One {
    std::string path;
    std::string text;
  };
  std::vector<One> all;
  std::map<std::string, std::size_t> places;

 private:
  void add(std::string path, std::string text) {
    while (places.count(path) != 0) path += "'";  // both texts of an amended criterion
    places.emplace(path, all.size());
    all.push_back({std::move(path), std::move(text)});
  }
  void add(std::string path, Span span) { add(std::move(path), on_one_line(version_.sources.text(span))); }
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
      if (!section.category.empty()) add(path + " as", section.category.text);
      if (section.has_approve) add(path + " approve", section.until ? on_one_line(version_.sources.text(section.until->span)) : std::string("without end"));
      for (const ast::ExprPtr& target : section.refer_to) add(path + " refer to", target);
      if (!section.refer_to_review.empty()) add(path + " refer to review", section.refer_to_review.text);
      for (const ast::Give& give : section.gives) add(fmt::format("{} give {}", path, give.name.text), give.value);
    }
    for (const ast::Common& common : file.commons) {
      const std::string path = common.outline.empty() ? "common" : common.outline.text;
      for (const ast::Give& give : common.gives) add(fmt::format("{} give {}", path, give.name.text), give.value);
    }
  }

  void take_facts(const std::vector<ast::FactDecl>& declarations, const std::string& prefix) {
    for (const ast::FactDecl& declaration : declarations) {
      if (declaration.is_group) take_facts(declaration.members, prefix + declaration.name.text + ".");
      else add(prefix + declaration.name.text, declaration.span);
    }
  }

  // Its span without those of the criteria inside it.
  void take_criterion(std::uint32_t index) {
    const CriterionInfo& info = version_.chunk.criteria[index];
    if (info.span.begin >= info.span.end) return;
    if (info.block == amended_block) return;  // its texts are told
    std::vector<Span> inside;
    for (const std::uint32_t child : info.children) inside.push_back(version_.chunk.criteria[child].span);
    std::sort(inside.begin(), inside.end(), [](Span left, Span right) { return left.begin < right.begin; });
    std::string text;
    std::uint32_t at = info.span.begin;
    for (const Span& span : inside) {
      if (span.begin < at || span.end > info.span.end) continue;  // written elsewhere: a define
      text += version_.sources.text({at, span.begin});
      text += '\n';
      at = span.end;
    }
    text += version_.sources.text({at, info.span.end});
    const std::string amendment = info.amendment == nowhere ? "" : fmt::format(" (\"{}\")", version_.chunk.amendments[info.amendment].name);
    add(info.path + amendment, on_one_line(text));
  }

  const Version& version_;
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
