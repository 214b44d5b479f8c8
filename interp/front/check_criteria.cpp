// Blocks, labels, sections: the policy's outline. Every criterion gets its full name and its place in the array of verdicts.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <utility>

#include "asked_words.hpp"
#include "checker.hpp"
#include "near.hpp"

namespace crit {
namespace {

// `aprove` alone on its line.
bool misspelt_clause(const ast::Expr& expr) {
  const auto* path = std::get_if<ast::NamePath>(&expr.node);
  return path != nullptr && path->path != "approve" && !nearest(path->path, {"approve"}).empty();
}

bool is_fixed_name(const ast::Expr& expr, Verdict& verdict) {
  const auto* path = std::get_if<ast::NamePath>(&expr.node);
  if (path == nullptr) return false;
  if (path->path == "not_met") verdict = Verdict::not_met;
  else if (path->path == "not_applicable") verdict = Verdict::not_applicable;
  else if (path->path == "met") verdict = Verdict::met;
  else return false;
  return true;
}

}  // namespace

// ---- what is a criterion rather than a plain condition ----------------------------------------------------------

bool Checker::is_criterion_form(const ast::Expr& expr) const {
  if (std::holds_alternative<ast::Block>(expr.node) || std::holds_alternative<ast::If>(expr.node) || std::holds_alternative<ast::Asked>(expr.node)) return true;
  if (const auto* documented = std::get_if<ast::Documented>(&expr.node)) return is_criterion_form(*documented->operand) || criterion_define(*documented->operand) != nullptr;
  if (const auto* choice = std::get_if<ast::Choice>(&expr.node)) {
    Verdict verdict = Verdict::none;
    const auto is_arm = [&](const ast::ExprPtr& arm) { return arm && (is_fixed_name(*arm, verdict) || is_criterion_form(*arm) || criterion_define(*arm) != nullptr); };
    return is_arm(choice->otherwise) || std::any_of(choice->arms.begin(), choice->arms.end(), [&](const ast::Arm& arm) { return is_arm(arm.value); });
  }
  return false;
}

const ast::Define* Checker::criterion_define(const ast::Expr& expr) const {
  const auto* path = std::get_if<ast::NamePath>(&expr.node);
  const auto* call = std::get_if<ast::Call>(&expr.node);
  if (path == nullptr && call == nullptr) return nullptr;
  const Found found = find(path != nullptr ? path->path : call->function.text);
  if (found.thing == Thing::define && (call != nullptr) != defines_[found.index].source->has_parameters) return nullptr;  // told elsewhere
  return found.thing == Thing::define && defines_[found.index].is_criterion ? defines_[found.index].source : nullptr;
}

// A define that nobody uses is checked all the same: its mistakes are the author's. The last first, for it may use others.
void Checker::check_defines() {
  for (std::size_t i = define_order_.size(); i-- > 0;) {
    DefineInfo& info = defines_[define_order_[i]];
    if (!info.is_criterion || info.used || !info.source->value || info.source->has_parameters) continue;
    // As a criterion of its own, which is thrown away with what it registered.
    const std::uint32_t criteria = policy_.criteria;
    std::map<std::string, Span> outline;
    std::map<std::string, std::uint32_t> index;
    outline.swap(outline_);
    index.swap(criterion_index_);
    const std::size_t pending = pending_meets_.size();
    const std::size_t uses = uses_.size();
    const std::size_t facts = policy_.schema.facts.size();
    expanding_.push_back(info.source);
    checked::Criterion probe;
    probe.path = "define " + info.source->name.text;
    body(*info.source->value, probe, 0);
    expanding_.pop_back();
    pending_meets_.resize(pending);
    uses_.resize(uses);
    policy_.criteria = criteria;
    policy_.schema.facts.resize(facts);  // what it asks is asked where it is used
    for (auto question = questions_.begin(); question != questions_.end();) question = question->second >= facts ? questions_.erase(question) : std::next(question);
    outline_ = std::move(outline);
    criterion_index_ = std::move(index);
  }
}

// ---- criteria ----------------------------------------------------------------------------------------------------

checked::Criterion Checker::new_criterion(std::string path, Span span, bool& fresh) {
  checked::Criterion criterion;
  if (policy_.criteria >= max_criteria) too_many(span);
  else criterion.index = policy_.criteria++;
  criterion.path = std::move(path);
  criterion.span = span;
  fresh = claim_name(criterion.path, span);
  if (fresh) criterion_index_.emplace(criterion.path, criterion.index);
  return criterion;
}

// Whether the name was free; that it was not is told.
bool Checker::claim_name(const std::string& path, Span span) {
  // An amendment's text may use the names that the text it replaces uses.
  const auto [place, added] = outline_.emplace(variant_.empty() ? path : variant_ + "\n" + path, span);
  if (added || inside_duplicate_ != 0) return added;
  const auto is_section = [&](Span name) {
    const auto called = [&](const auto& section) { return section.outline.span.begin == name.begin && section.outline.span.end == name.end; };
    return std::any_of(file_.sections.begin(), file_.sections.end(), called) || std::any_of(file_.commons.begin(), file_.commons.end(), called);
  };
  report(Mistake::duplicate_label, span, fmt::format("two {} are called `{}`", is_section(span) && is_section(place->second) ? "sections" : "criteria", path),
         "give one of them another label; keep the source's own numbering")
      .labels.push_back({place->second, "first used here"});
  return false;
}

bool Checker::too_many(Span span) {
  if (!too_many_reported_) {
    report(Mistake::too_many_criteria, span, fmt::format("this policy has more than {} criteria, counting those copied from defines", max_criteria),
           "split the policy; a define that stands for a block is copied wherever it is used");
  }
  too_many_reported_ = true;
  return true;
}

bool Checker::copies_too_much(const ast::Expr& define, Span span) {
  copied_ += define.span.end - define.span.begin;
  if (copied_ <= max_copied) return false;
  if (!too_many_reported_) {
    report(Mistake::too_many_criteria, span, "the defines of this policy, each copied where it is used, come to more than crit reads",
           "a define that stands for a block is copied wherever it is used; let fewer of them use one another");
  }
  return too_many_reported_ = true;
}

std::uint32_t Checker::block_number(const ast::ExprPtr& number, std::size_t children, Span span) {
  if (!number) return 0;
  const auto* literal = std::get_if<ast::NumberLiteral>(&number->node);
  const std::optional<Number> value = literal != nullptr && literal->unit.empty() ? Number::parse(literal->digits) : std::nullopt;
  const std::optional<std::int64_t> whole = value ? value->as_int64() : std::nullopt;
  if (!whole || *whole < 1 || *whole > static_cast<std::int64_t>(children)) {
    report(Mistake::number_range, number->span,
           fmt::format("this block has {} {}, so it cannot be asked for `{}`", children, children == 1 ? "entry" : "entries", written(number->span)),
           whole && *whole == 0 ? "for none of them write `none_of`" : fmt::format("write a whole number from 1 to {}", children));
    return 1;
  }
  (void)span;
  return static_cast<std::uint32_t>(*whole);
}

void Checker::entries(const std::vector<ast::Entry>& list, checked::Criterion& owner, checked::BlockBody& block, int depth) {
  block.children.reserve(list.size());
  hint_labels(list);
  for (std::size_t i = 0; i < list.size(); ++i) {
    const ast::Entry& entry = list[i];
    if (!entry.expr || too_many_reported_) continue;
    const std::string path = entry.label.empty() ? fmt::format("{}[{}]", owner.path, i + 1) : owner.path + "." + entry.label.text;
    bool fresh = true;
    checked::Criterion child = new_criterion(path, entry.label.empty() ? entry.expr->span : entry.label.span, fresh);
    child.text = entry.text.text;
    hint_sign(entry);
    if (!fresh) ++inside_duplicate_;
    child.body = amended(child, depth, [&](checked::Criterion& made) { return body(*entry.expr, made, depth + 1); });
    if (!fresh) --inside_duplicate_;
    block.children.push_back(std::move(child));
  }
  add_entries(owner, block, depth);
}

checked::BodyPtr Checker::block(const ast::Block& node, checked::Criterion& owner, int depth) {
  checked::BlockBody result;
  result.kind = node.kind;
  if (node.entries.empty()) {
    report(Mistake::empty_block, node.keyword_span, "this block is empty", "add an entry, or leave the block out");
  } else {
    result.number = block_number(node.number, node.entries.size(), node.keyword_span);
  }
  const bool outer = negated_;
  if (node.kind == ast::BlockKind::none_of || node.kind == ast::BlockKind::at_most) negated_ = !negated_;
  entries(node.entries, owner, result, depth);
  negated_ = outer;
  hint_block(result, node.keyword_span);
  auto made = std::make_unique<Body>();
  made->form = std::move(result);
  return made;
}

checked::BodyPtr Checker::conditional(const ast::If& node, checked::Criterion& owner, int depth) {
  checked::IfBody result;
  if (node.condition) {
    // What makes the condition of an `if` no lets the member pass without E.
    if (!node.unless) negated_ = !negated_;
    result.condition = condition(*node.condition);
    if (!node.unless) negated_ = !negated_;
    if (node.unless) {
      const Span span = node.condition->span;
      result.condition = make(simple_type(TypeKind::truth), span, checked::Not{std::move(result.condition)});
    }
  }
  if (node.then) result.then = body(*node.then, owner, depth + 1);
  auto made = std::make_unique<Body>();
  if (result.condition && result.then) made->form = std::move(result);
  else made->form = checked::Condition{failed(owner.span)};
  return made;
}

checked::BodyPtr Checker::choice_body(const ast::Choice& node, checked::Criterion& owner, int depth) {
  const NodePtr key = type_of_key(node);
  Span span = node.keyword_span;
  check_keys(node, key);
  checked::ChoiceBody result;
  for (const ast::Arm& arm : node.arms) {
    NodePtr test = arm_condition(node, key, arm);
    if (!arm.value) continue;
    result.arms.emplace_back(std::move(test), body(*arm.value, owner, depth + 1));
  }
  if (node.otherwise) result.otherwise = body(*node.otherwise, owner, depth + 1);
  auto made = std::make_unique<Body>();
  if (!result.otherwise && !result.arms.empty()) {  // every alternative has a row: the last one is what is left
    result.otherwise = std::move(result.arms.back().second);
    result.arms.pop_back();
  }
  if (!result.otherwise) made->form = checked::Condition{failed(span)};
  else made->form = std::move(result);
  return made;
}

checked::BodyPtr Checker::body(const ast::Expr& expr, checked::Criterion& owner, int depth) {
  auto made = std::make_unique<Body>();
  if (depth > max_depth) {
    if (!too_deep_reported_) report(Mistake::too_deep, expr.span, fmt::format("criteria are nested deeper than {} levels", max_depth), "let fewer defines that stand for blocks use one another");
    too_deep_reported_ = true;
    made->form = checked::Condition{failed(expr.span)};
    return made;
  }
  std::string outer = owner.path;
  outer.swap(current_criterion_);
  Verdict fixed = Verdict::none;
  if (is_fixed_name(expr, fixed)) {
    if (depth == 0 || owner.condition.empty()) owner.condition = owner.condition.empty() ? shown_here(expr.span) : owner.condition;
    made->form = checked::FixedBody{fixed};
  } else if (const auto* node = std::get_if<ast::Block>(&expr.node)) {
    made = block(*node, owner, depth);
  } else if (const auto* conditional_node = std::get_if<ast::If>(&expr.node)) {
    if (owner.condition.empty()) owner.condition = shown_here(expr.span);
    made = conditional(*conditional_node, owner, depth);
  } else if (const auto* choice_node = std::get_if<ast::Choice>(&expr.node)) {
    if (owner.condition.empty()) owner.condition = shown_here(expr.span);
    made = choice_body(*choice_node, owner, depth);
  } else if (const auto* asked_node = std::get_if<ast::Asked>(&expr.node)) {
    made = asked(*asked_node, owner, expr.span);
  } else if (const auto* documented_node = std::get_if<ast::Documented>(&expr.node); documented_node != nullptr && is_criterion_form(expr)) {
    const SourceMask mask = source_mask(documented_node->kinds);
    made = body(*documented_node->operand, owner, depth + 1);
    documented_spans_.emplace(std::pair{expr.span.begin, expr.span.end}, documented_node->span);
    document(*made, mask, expr.span);
  } else if (is_parameter(expr)) {
    made = parameter_body(expr, owner, depth);
  } else if (const auto* call = std::get_if<ast::Call>(&expr.node); call != nullptr && criterion_define(expr) != nullptr) {
    if (const ast::Define* called = enter_call(*call, expr.span)) {
      if (owner.text.empty()) owner.text = called->text.text;
      made = body(*called->value, owner, depth + 1);
      leave_call();
    } else {
      made->form = checked::Condition{failed(expr.span)};
    }
  } else if (const ast::Define* define = criterion_define(expr)) {
    const Found found = find(std::get<ast::NamePath>(expr.node).path);
    defines_[found.index].used = true;
    used_.insert(define->name.text);
    if (owner.text.empty()) owner.text = define->text.text;
    if (std::find(expanding_.begin(), expanding_.end(), define) != expanding_.end()) {
      Diagnostic& diagnostic = report(Mistake::circular, expr.span, fmt::format("`{}` is defined by itself", define->name.text),
                                      "a define may use only defines that do not use it");
      diagnostic.labels.push_back({define->name.span, "defined here"});
      made->form = checked::Condition{failed(expr.span)};
    } else if (define->value && !copies_too_much(*define->value, expr.span)) {
      expanding_.push_back(define);
      const std::uint32_t environment = std::exchange(environment_, 0);
      made = body(*define->value, owner, depth + 1);
      environment_ = environment;
      expanding_.pop_back();
    } else {
      made->form = checked::Condition{failed(expr.span)};
    }
  } else {
    if (owner.condition.empty()) owner.condition = shown_here(expr.span);
    if (const auto* path = std::get_if<ast::NamePath>(&expr.node); path != nullptr && owner.text.empty()) {
      const Found found = find(path->path);
      if (found.thing == Thing::define) owner.text = defines_[found.index].source->text.text;
    }
    if (const auto* called = std::get_if<ast::Call>(&expr.node); called != nullptr && owner.text.empty()) {
      const Found found = find(called->function.text);
      if (found.thing == Thing::define) owner.text = defines_[found.index].source->text.text;
    }
    made->form = checked::Condition{condition(expr)};
  }
  outer.swap(current_criterion_);
  return made;
}

// ---- sections ----------------------------------------------------------------------------------------------------

// After a syntax error an `approve` may stand in what could not be read, or behind a `}` too many: up to the next section
// the word is looked for, so that one mistake is not told twice.
bool Checker::approve_is_lost(const ast::Section& node) const {
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

std::string Checker::category(const ast::Word& written, bool is_text) {
  static const std::vector<std::string> categories{"experimental", "not_medically_necessary", "contraindicated", "not_covered"};
  if (!written.empty() && !is_text && std::find(categories.begin(), categories.end(), written.text) == categories.end()) {
    Diagnostic& diagnostic = report(Mistake::bad_category, written.span, fmt::format("`{}` is not a category of denial", written.text));
    const std::string near = nearest(written.text, categories);
    if (!near.empty()) diagnostic.help.push_back(fmt::format("did you mean `{}`?", near));
    else diagnostic.help.push_back("categories are experimental, not_medically_necessary, contraindicated and not_covered; any other stands in quotes");
  }
  return written.text;
}

// One block is the section's own; several entries are an all_of.
checked::BodyPtr Checker::section_body(const std::vector<ast::Entry>& written, checked::Criterion& owner) {
  if (written.size() == 1 && written[0].label.empty() && written[0].text.empty() && written[0].expr) return body(*written[0].expr, owner, 0);
  auto made = std::make_unique<Body>();
  if (written.empty()) {
    made->form = checked::FixedBody{Verdict::met};
    return made;
  }
  checked::BlockBody implicit;
  entries(written, owner, implicit, 0);
  made->form = std::move(implicit);
  return made;
}

void Checker::check_section(const ast::Section& node) {
  in_section_ = node.kind;
  checked::Section section;
  section.kind = node.kind;
  section.path = node.outline.text;
  section.text = node.text.text;
  section.span = node.span;
  const char* kind = node.kind == ast::SectionKind::indication ? "indication" : node.kind == ast::SectionKind::exclusion ? "exclusion" : "referral";
  if (!node.category.empty()) section.category = category(node.category, node.category_is_text);
  if (node.when.size() > 1) {
    report(Mistake::clause_misplaced, node.when[1]->span, fmt::format("this {} has a second `when`", kind), "join the two conditions with `and`");
  }
  if (!node.when.empty()) {
    bool fresh = true;  // a section of this name before is told below
    ++inside_duplicate_;
    checked::Criterion when = new_criterion(section.path + " when", node.when[0]->span, fresh);
    --inside_duplicate_;
    when.condition = shown(node.when[0]->span);
    std::string outer = when.path;
    outer.swap(current_criterion_);
    auto made = std::make_unique<Body>();
    made->form = checked::Condition{condition(*node.when[0])};
    when.body = std::move(made);
    outer.swap(current_criterion_);
    section.when = std::move(when);
  }
  bool fresh = true;
  section.criteria = new_criterion(section.path, node.outline.span, fresh);
  if (!fresh) ++inside_duplicate_;
  section.criteria.text = node.text.text;
  if (node.criteria.empty() && (node.kind != ast::SectionKind::referral || node.when.empty())) {
    report(Mistake::empty_block, node.outline.span, fmt::format("`{}` has no criteria", section.path),
           node.kind == ast::SectionKind::referral ? "add `when CONDITION`, or criteria in a block" : "write them in a block: `all_of { … }`");
  }
  section.criteria.body = amended(section.criteria, 0, [&](checked::Criterion& owner) { return section_body(node.criteria, owner); });

  if (!fresh) --inside_duplicate_;

  const bool indication = node.kind == ast::SectionKind::indication;
  const bool referral = node.kind == ast::SectionKind::referral;
  std::string outer = section.path;
  outer.swap(current_criterion_);
  if (indication && !node.has_approve && !approve_is_lost(node)) {
    report(Mistake::no_approve, node.outline.span, fmt::format("the indication `{}` does not say what is approved", section.path),
           "add `approve until DATE`, or `approve` alone for no end");
  }
  if (!indication && node.has_approve) {
    report(Mistake::clause_misplaced, node.approve_span, fmt::format("`approve` stands in an indication, and this is {} {}", node.kind == ast::SectionKind::exclusion ? "an" : "a", kind),
           referral ? "a referral says `refer to`" : "an exclusion denies; leave `approve` out");
  }
  if (node.until) {
    section.until = value(*node.until);
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
    section.target = value(*node.refer_to[0]);
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
  outer.swap(current_criterion_);
  policy_.sections.push_back(std::move(section));
}

void Checker::check_sections() {
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

checked::Policy Checker::run() {
  check_counting_units();
  check_facts();
  check_codes();
  for (const ast::Define& define : file_.defines) {
    if (define.name.empty()) continue;
    const auto index = static_cast<std::uint32_t>(defines_.size());
    if (!declare_name(define.name.text, {Thing::define, index}, define.name.span)) continue;
    check_parameters(define);
    DefineInfo info;
    info.source = &define;
    defines_.push_back(info);
  }
  check_tables();
  order_defines();
  find_criterion_defines();
  for (const ast::Word& lost : file_.lost_names) {
    if (names_.count(lost.text) == 0) declare_name(lost.text, {Thing::faulty, 0}, lost.span);
  }
  check_source_groups();
  check_header();
  for (const std::uint32_t index : define_order_) {
    if (defines_[index].is_criterion || defines_[index].source->has_parameters || defines_[index].state != DefineState::untouched) continue;
    define_value(index, defines_[index].source->name.span);
    defines_[index].used = false;
  }
  for (DefineInfo& info : defines_) info.used = false;  // what a define uses is used when it is
  check_amendments();
  check_sections();
  check_commons();
  check_actions();
  check_changes();
  check_defines();
  resolve_meets();
  check_tests();
  review_documentation();
  hint_unused();
  if (failed_ && !diagnostics_.has_errors()) {
    report(Mistake::not_verified, Span{}, "crit took something in this policy for a mistake and did not say what",
           "this is a fault of crit itself; please report it with the policy");
  }
  note_asked_words(policy_);
  return std::move(policy_);
}

checked::Policy check(const Sources& sources, const ast::File& file, Diagnostics& diagnostics, const ModuleOf& module_of, Diagnostics* of_tests) {
  return Checker(sources, file, diagnostics, module_of, of_tests).run();
}

}  // namespace crit
