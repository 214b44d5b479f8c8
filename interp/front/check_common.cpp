// What indications share: criteria that each must also meet, outputs that each also gives.
#include "check_sections.hpp"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "check_amendments.hpp"
#include "check_criteria.hpp"
#include "check_expressions.hpp"
#include "near.hpp"

namespace crit {
namespace {

std::optional<Span> named(const ast::Word& name, const std::vector<checked::Give>& gives) {
  for (const checked::Give& one : gives) {
    if (one.name == name.text) return one.span;
  }
  return std::nullopt;
}

}  // namespace

std::uint32_t Sections::common_criteria(const ast::Common& node) {
  checked::Common common;
  const Span span = node.outline.empty() ? node.keyword_span : node.outline.span;
  bool fresh = true;
  const auto unnamed = criterion_names_.spans.find("common");
  const bool again = node.outline.empty() && unnamed != criterion_names_.spans.end();
  if (again) {
    report(Mistake::duplicate_label, span, "two `common` blocks without a name", "give one its outline label: `common IV { … }`")
        .labels.push_back({unnamed->second, "the other one"});
    ++criterion_names_.inside_duplicate;
  }
  common.criteria = criteria().new_criterion(node.outline.empty() ? "common" : node.outline.text, span, fresh);
  if (again) --criterion_names_.inside_duplicate;
  if (!fresh) ++criterion_names_.inside_duplicate;
  common.criteria.text = node.text.text;
  if (node.criteria.empty() && node.misplaced.empty()) {
    report(Mistake::empty_block, node.keyword_span, "this block is empty", "add the criteria that the indications share, or leave it out");
  }
  common.criteria.body = amendments().amended(common.criteria, 0, [&](checked::Criterion& owner) { return section_body(node.criteria, owner); });
  if (!fresh) --criterion_names_.inside_duplicate;
  policy_.commons.push_back(std::move(common));
  return static_cast<std::uint32_t>(policy_.commons.size() - 1);
}

std::vector<checked::Give> Sections::gives(const std::vector<ast::Give>& nodes) {
  std::vector<checked::Give> made;
  for (const ast::Give& give : nodes) {
    if (const auto first = named(give.name, made)) given_twice(give.name, *first);
    if (!give.value) continue;
    if (std::holds_alternative<ast::If>(give.value->node)) {
      report(Mistake::conditional_inside, give.value->span, "an output is a value, and an `if` that does not apply has none",
             fmt::format("write `give {} = choose {{ when CONDITION : VALUE; otherwise : VALUE }}`", give.name.text));
      continue;
    }
    checked::Give result{give.name.text, expressions().expression(*give.value), give.name.span};
    if (result.value->type.kind == TypeKind::list) expressions().value(*give.value);
    made.push_back(std::move(result));
  }
  return made;
}

void Sections::given_twice(const ast::Word& name, Span first) {
  report(Mistake::duplicate_name, name.span, fmt::format("`{}` is given twice", name.text), "give each output a name of its own").labels.push_back({first, "first given here"});
}

// What every indication, or those named, must also meet, and what each of them also gives.
void Sections::check_commons() {
  position_.section = ast::SectionKind::indication;
  for (const ast::Common& node : file_.commons) {
    for (const ast::Word& clause : node.misplaced) {
      report(Mistake::clause_misplaced, clause.span, fmt::format("a `common` block has no `{}`: it holds where its indications do", clause.text),
             clause.text == "refer" ? "make it a section of its own: `referral II.A { when …; refer to \"POLICY\" }`"
                                    : fmt::format("put the `{}` into each indication that the block is for", clause.text));
    }
    // One that only gives has no criterion; its name is what the source calls it, and no other section is called so.
    const bool only_gives = node.criteria.empty() && !node.gives.empty();
    if (only_gives && !node.outline.empty()) criteria().claim_name(node.outline.text, node.outline.span);
    const std::uint32_t index = only_gives ? 0 : common_criteria(node);
    const auto first_given = static_cast<std::uint32_t>(policy_.shared_gives.size());
    for (checked::Give& give : gives(node.gives)) policy_.shared_gives.push_back(std::move(give));
    std::vector<bool> told(node.gives.size());
    // A name takes in what is under it: `for I` is for I.A and I.B.
    std::vector<bool> matched(node.indications.size());
    bool any = false;
    for (checked::Section& section : policy_.sections) {
      if (section.kind != ast::SectionKind::indication) continue;
      bool meant = node.indications.empty();
      for (std::size_t i = 0; i < node.indications.size(); ++i) {
        const std::string& wanted = node.indications[i].text;
        const bool inside = section.path == wanted || (section.path.size() > wanted.size() && section.path.compare(0, wanted.size(), wanted) == 0 && section.path[wanted.size()] == '.');
        if (inside) matched[i] = meant = true;
      }
      any = any || meant;
      if (!meant) continue;
      if (!only_gives) section.commons.push_back(index);
      for (std::size_t i = 0; i < node.gives.size(); ++i) {
        std::optional<Span> first = named(node.gives[i].name, section.gives);
        for (const std::uint32_t shared : section.shared) {
          if (!first && policy_.shared_gives[shared].name == node.gives[i].name.text) first = policy_.shared_gives[shared].span;
        }
        if (first && !told[i]) given_twice(node.gives[i].name, *first);
        told[i] = told[i] || first;
      }
      for (auto i = first_given; i < policy_.shared_gives.size(); ++i) section.shared.push_back(i);
    }
    for (std::size_t i = 0; i < matched.size(); ++i) {
      if (matched[i] || file_.lost_criteria) continue;
      std::vector<std::string> names;
      for (const checked::Section& section : policy_.sections) {
        if (section.kind == ast::SectionKind::indication && diagnostics_.all().size() < max_advised) names.push_back(section.path);
      }
      const std::string near = nearest(node.indications[i].text, names);
      report(Mistake::unknown_criterion, node.indications[i].span, fmt::format("no indication is called `{}`", node.indications[i].text),
             near.empty() ? "`common for` names indications of this policy" : fmt::format("did you mean `{}`?", near));
    }
    if (!any && node.indications.empty() && !diagnostics_.has_errors()) {
      report(Mistake::clause_misplaced, node.keyword_span, "`common` is what indications must also meet, and this policy has none", "leave it out");
    }
  }
}

}  // namespace crit
