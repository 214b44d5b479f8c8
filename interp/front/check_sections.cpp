// Indications, exclusions and referrals.
#include "check_sections.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "check_amendments.hpp"
#include "check_criteria.hpp"
#include "check_expressions.hpp"
#include "near.hpp"

namespace crit {
namespace {

// `aprove` alone on its line.
bool misspelt_clause(const ast::Expr& expr) {
  const auto* path = std::get_if<ast::NamePath>(&expr.node);
  return path != nullptr && path->path != "approve" && !nearest(path->path, {"approve"}).empty();
}

}  // namespace

void Sections::check_sections() {
  if (file_.sections.empty() && !file_.lost_criteria && !file_.policies.empty() && !policy_.unconfirmed) {
    report(Mistake::no_indication, file_.policies.front().name.span, "this policy decides nothing: it has no indication, exclusion or referral",
           "add `indication I.A \"…\" { all_of { … }; approve }`");
  }
  for (const ast::Section& section : file_.sections) check_section(section);
  for (std::size_t i = 0; i < file_.otherwise.size(); ++i) {
    const ast::OtherwiseDeny& otherwise = file_.otherwise[i];
    if (i > 0) report(Mistake::clause_misplaced, otherwise.span, "`otherwise deny` is said twice", "keep one");
    else policy_.otherwise_category = category(otherwise.category, otherwise.category_is_text);
  }
}

void Sections::check_asked(const std::string& name, ast::ExprPtr criterion) {
  ast::Section section;
  section.kind = ast::SectionKind::exclusion;
  section.span = section.keyword_span = criterion->span;
  section.outline = {name, criterion->span};
  ast::Entry entry;
  entry.span = criterion->span;
  entry.expr = std::move(criterion);
  section.criteria.push_back(std::move(entry));
  check_section(section);
}

void Sections::check_section(const ast::Section& node) {
  position_.section = node.kind;
  checked::Section section;
  section.kind = node.kind;
  section.path = node.outline.text;
  section.text = node.text.text;
  section.span = node.span;
  const std::string_view kind = terms::word(node.kind);
  if (!node.category.empty()) section.category = category(node.category, node.category_is_text);
  if (node.when.size() > 1) {
    report(Mistake::clause_misplaced, node.when[1]->span, fmt::format("this {} has a second `when`", kind), "join the two conditions with `and`");
  }
  if (!node.when.empty()) {
    bool fresh = true;  // a section of this name before is told below
    ++criterion_names_.inside_duplicate;
    checked::Criterion when = criteria().new_criterion(section.path + " when", node.when[0]->span, fresh);
    --criterion_names_.inside_duplicate;
    when.condition = shown(node.when[0]->span);
    std::string outer = when.path;
    outer.swap(position_.criterion);
    auto made = std::make_unique<Body>();
    made->form = checked::Condition{expressions().condition(*node.when[0])};
    when.body = std::move(made);
    outer.swap(position_.criterion);
    section.when = std::move(when);
  }
  bool fresh = true;
  section.criteria = criteria().new_criterion(section.path, node.outline.span, fresh);
  if (!fresh) ++criterion_names_.inside_duplicate;
  section.criteria.text = node.text.text;
  if (node.criteria.empty() && (node.kind != ast::SectionKind::referral || node.when.empty())) {
    report(Mistake::empty_block, node.outline.span, fmt::format("`{}` has no criteria", section.path),
           node.kind == ast::SectionKind::referral ? "add `when CONDITION`, or criteria in a block" : "write them in a block: `all_of { … }`");
  }
  section.criteria.body = amendments().amended(section.criteria, 0, [&](checked::Criterion& owner) { return section_body(node.criteria, owner); });

  if (!fresh) --criterion_names_.inside_duplicate;

  const bool indication = node.kind == ast::SectionKind::indication;
  const bool referral = node.kind == ast::SectionKind::referral;
  std::string outer = section.path;
  outer.swap(position_.criterion);
  if (indication && !node.has_approve && !approve_is_lost(node)) {
    report(Mistake::no_approve, node.outline.span, fmt::format("the indication `{}` does not say what is approved", section.path),
           "add `approve until DATE`, or `approve` alone for no end");
  }
  if (!indication && node.has_approve) {
    report(Mistake::clause_misplaced, node.approve_span, fmt::format("`approve` stands in an indication, and this is {} {}", node.kind == ast::SectionKind::exclusion ? "an" : "a", kind),
           referral ? "a referral says `refer to`" : "an exclusion denies; leave `approve` out");
  }
  if (node.until) {
    section.until = expressions().value(*node.until);
    if (section.until->type.kind != TypeKind::date && section.until->type.kind != TypeKind::error) {
      Diagnostic& diagnostic = report(Mistake::type_mismatch, node.until->span, fmt::format("an approval ends on a date, and `{}` is {}", written(node.until->span), describe_type(section.until->type)));
      if (section.until->type.kind == TypeKind::duration) diagnostic.help.push_back(fmt::format("write `as_of + {}`", written(node.until->span)));
    }
  }
  if (referral && !node.has_refer) {
    report(Mistake::no_refer, node.outline.span, fmt::format("the referral `{}` does not say where to", section.path), "add `refer to \"POLICY\"`, or `refer to review \"WHY\"`");
  }
  if (!referral && node.has_refer) {
    const Span span = !node.refer_to.empty() ? node.refer_to[0]->span : !node.refer_to_review.empty() ? node.refer_to_review.span : node.outline.span;
    report(Mistake::clause_misplaced, span, fmt::format("`refer to` stands in a referral, and this is an {}", kind),
           "make it a section of its own: `referral II.A { when …; refer to \"POLICY\" }`");
  }
  if (node.refer_to.size() > 1) report(Mistake::clause_misplaced, node.refer_to[1]->span, "this referral says twice where to", "use `match` to choose");
  if (!node.refer_to.empty()) {
    const std::size_t told = diagnostics_.all().size();
    section.target = expressions().value(*node.refer_to[0]);
    if (std::holds_alternative<ast::NamePath>(node.refer_to[0]->node) && diagnostics_.all().size() > told) {
      diagnostics_.hint("or is it where to? `refer to review \"WHY\"`, or `refer to \"POLICY\"`");
    }
    if (section.target->type.kind != TypeKind::text && section.target->type.kind != TypeKind::error) {
      report(Mistake::type_mismatch, node.refer_to[0]->span, fmt::format("a referral goes to a policy's name in quotes, and `{}` is {}", written(node.refer_to[0]->span), describe_type(section.target->type)),
             "write `refer to \"POLICY\"`, or `refer to review \"WHY\"`");
    }
  }
  section.review = node.refer_to_review.text;
  for (const ast::Give& give : node.gives) {
    if (!indication) report(Mistake::clause_misplaced, give.span, fmt::format("`give` stands in an indication, and this is {} {}", referral ? "a" : "an", kind), "move it to the indication whose approval gives it, or to a `common` block");
  }
  section.gives = gives(node.gives);
  outer.swap(position_.criterion);
  policy_.sections.push_back(std::move(section));
}

// One block is the section's own; several entries are an all_of.
checked::BodyPtr Sections::section_body(const std::vector<ast::Entry>& written, checked::Criterion& owner) {
  if (written.size() == 1 && written[0].label.empty() && written[0].text.empty() && written[0].expr) return criteria().body(*written[0].expr, owner, 0);
  auto made = std::make_unique<Body>();
  if (written.empty()) {
    made->form = checked::FixedBody{Verdict::met};
    return made;
  }
  checked::BlockBody implicit;
  criteria().entries(written, owner, implicit, 0);
  made->form = std::move(implicit);
  return made;
}

std::string Sections::category(const ast::Word& written, bool is_text) {
  static const std::vector<std::string> categories{"experimental", "not_medically_necessary", "contraindicated", "not_covered"};
  if (!written.empty() && !is_text && std::find(categories.begin(), categories.end(), written.text) == categories.end()) {
    Diagnostic& diagnostic = report(Mistake::bad_category, written.span, fmt::format("`{}` is not a category of denial", written.text));
    const std::string near = nearest(written.text, categories);
    if (!near.empty()) diagnostic.help.push_back(fmt::format("did you mean `{}`?", near));
    else diagnostic.help.push_back("categories are experimental, not_medically_necessary, contraindicated and not_covered; any other stands in quotes");
  }
  return written.text;
}

// After a syntax error an `approve` may stand in what could not be read, or behind a `}` too many: up to the next section
// the word is looked for, so that one mistake is not told twice.
bool Sections::approve_is_lost(const ast::Section& node) const {
  if (!diagnostics_.has_errors()) return false;
  const Source& source = sources_.at(node.span.begin);
  std::uint32_t end = source.base() + static_cast<std::uint32_t>(source.text().size());
  for (const ast::Section& other : file_.sections) {
    if (other.span.begin > node.span.begin) end = std::min(end, other.span.begin);
  }
  const std::string_view text = source.text({node.span.begin, end});
  for (std::size_t at = text.find("approve"); at != std::string_view::npos; at = text.find("approve", at + 1)) {
    const auto letter = [&](std::size_t place) { return place < text.size() && (std::isalnum(static_cast<unsigned char>(text[place])) != 0 || text[place] == '_'); };
    if (!letter(at - 1) && !letter(at + 7)) return true;
  }
  return std::any_of(node.criteria.begin(), node.criteria.end(), [](const ast::Entry& entry) { return entry.expr && misspelt_clause(*entry.expr); });
}

}  // namespace crit
