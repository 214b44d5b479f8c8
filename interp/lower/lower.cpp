#include "lower.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "checked_walk.hpp"
#include "lowering.hpp"
#include "text.hpp"

namespace crit {
namespace lowering {
namespace {

std::string block_name(const BlockBody& block) {
  switch (block.kind) {
    case terms::BlockKind::all_of: return "all of";
    case terms::BlockKind::any_of: return "any of";
    case terms::BlockKind::none_of: return "none of";
    case terms::BlockKind::at_least: return fmt::format("at least {} of", block.number);
    case terms::BlockKind::at_most: return fmt::format("at most {} of", block.number);
    case terms::BlockKind::exactly: return fmt::format("exactly {} of", block.number);
  }
  return "";
}

}  // namespace

Chunk Lowering::run() {
  chunk_.name = policy_.name;
  chunk_.title = policy_.title;
  chunk_.payer = policy_.payer;
  chunk_.version = policy_.version;
  chunk_.source = policy_.source;
  chunk_.otherwise_category = policy_.otherwise_category;
  chunk_.effective_from = policy_.effective_from;
  chunk_.effective_to = policy_.effective_to;
  chunk_.unconfirmed = policy_.unconfirmed;
  chunk_.unconfirmed_why = std::move(policy_.unconfirmed_why);
  chunk_.leap = policy_.leap;
  chunk_.schema = std::move(policy_.schema);
  chunk_.code_sets = std::move(policy_.code_sets);
  chunk_.code_set_names = std::move(policy_.code_set_names);
  chunk_.tables = std::move(policy_.tables);
  chunk_.criteria.resize(policy_.criteria);
  for (const Section& section : policy_.sections) {
    if (section.when) register_criterion(*section.when, nowhere);
    register_criterion(section.criteria, nowhere);
  }
  for (const Common& common : policy_.commons) {
    register_criterion(common.criteria, nowhere);
    chunk_.commons.push_back(common.criteria.index);
    asked_criteria_.insert(common.criteria.index);  // computed once, for all indications
  }
  for (const Amendment& amendment : policy_.amendments) {
    register_criterion(amendment.when, nowhere);
    chunk_.criteria[amendment.when.index].is_amendment = true;
    chunk_.amendments.push_back({amendment.name, amendment.when.index});
    asked_criteria_.insert(amendment.when.index);
  }
  for (const Define& define : policy_.defines) {
    if (!define.value) continue;
    chunk_.defines.push_back(piece(define.name, *define.value));
  }
  // What `meets` asks about is computed on demand, like a define, so that the order of criteria cannot show.
  find_asked();
  for (const std::uint32_t index : asked_criteria_) {
    asked_define_[index] = static_cast<std::uint32_t>(chunk_.defines.size());
    chunk_.defines.emplace_back();
  }
  for (const std::uint32_t index : asked_sections_) {
    asked_section_define_[index] = static_cast<std::uint32_t>(chunk_.defines.size());
    chunk_.defines.emplace_back();
  }
  // Defines were lowered before asked criteria had numbers: fill in what they ask.
  for (const auto& [at, meets] : fix_meets_) chunk_.code[at].a = chunk_.code[at + 1].a = number_of(meets);
  fix_meets_.clear();
  meets_known_ = true;
  for (const std::uint32_t index : asked_criteria_) {
    const auto begin = here();
    criterion_code(*by_index_[index]);
    emit(Op::Return);
    const CriterionInfo& info = chunk_.criteria[index];
    chunk_.defines[asked_define_[index]] = {
        (info.is_amendment ? "" : "criterion ") + info.path, begin, here(), {}, false, 0, {index}};
  }
  for (const std::uint32_t index : asked_sections_) {
    const auto begin = here();
    section_verdict(policy_.sections[index]);
    emit(Op::Return);
    const Section& section = policy_.sections[index];
    std::vector<std::uint32_t> asked{section.criteria.index};
    if (section.when) asked.push_back(section.when->index);
    for (const std::uint32_t common : section.commons) asked.push_back(policy_.commons[common].criteria.index);
    chunk_.defines[asked_section_define_[index]] = {"section " + section.path, begin, here(), {}, false, 0, std::move(asked)};
  }
  for (const Give& give : policy_.shared_gives) shared_gives_.push_back({give.name, entry("common give " + give.name, *give.value)});
  for (std::size_t i = 0; i < policy_.sections.size(); ++i) entries(policy_.sections[i]);
  for (Action& action : policy_.actions) {
    const std::uint32_t when = action.when ? entry(fmt::format("action {}", chunk_.actions.size() + 1), *action.when) : nowhere;
    chunk_.actions.push_back({std::move(action.text), std::move(action.condition), when});
  }
  chunk_.main = here();
  for (std::size_t i = 0; i < policy_.sections.size(); ++i) {
    const auto asked = asked_section_define_.find(static_cast<std::uint32_t>(i));
    if (asked != asked_section_define_.end()) emit(Op::Define, asked->second);
    else section_verdict(policy_.sections[i]);
    emit(Op::Section, static_cast<std::uint32_t>(i));
  }
  // Whether an amendment applies is shown also where no criterion had to ask.
  for (const AmendmentInfo& amendment : chunk_.amendments) {
    emit(Op::Define, asked_define_.at(amendment.when));
    emit(Op::Drop);
  }
  emit(Op::Halt);
  note_uses();
  return std::move(chunk_);
}

std::uint32_t Lowering::emit(Op op, std::uint32_t a, std::uint32_t b) {
  chunk_.code.push_back({op, a, b});
  return here() - 1;
}

std::uint32_t Lowering::constant(Value value) {
  // Only the latest few are compared: sharing is for the reader of a listing, and must not make large policies slow.
  constexpr std::size_t looked_back = 64;
  const std::size_t size = chunk_.constants.size();
  for (std::size_t i = size < looked_back ? 0 : size - looked_back; i < size; ++i) {
    const auto* one = std::get_if<Alternative>(&value);
    const auto* other = std::get_if<Alternative>(&chunk_.constants[i]);
    if (one != nullptr && other != nullptr && one->enumeration != other->enumeration) continue;
    if (chunk_.constants[i] == value) return static_cast<std::uint32_t>(i);
  }
  chunk_.constants.push_back(value);
  return static_cast<std::uint32_t>(chunk_.constants.size() - 1);
}

Value Lowering::text_constant(const std::string& text) {
  const auto [place, fresh] = text_places_.emplace(text, nullptr);
  if (fresh) {
    chunk_.texts.push_back({text, fold_text(text), ""});
    place->second = &chunk_.texts.back();
  }
  return TextValue{place->second};
}

// ---- tables ----------------------------------------------------------------------------------------------------------

void Lowering::register_criterion(const Criterion& criterion, std::uint32_t parent) {
  CriterionInfo& result = chunk_.criteria[criterion.index];
  result.path = criterion.path;
  result.text = criterion.text;
  result.condition = criterion.condition;
  result.span = criterion.span;
  result.is_variant = criterion.is_variant;
  result.amendment = criterion.amendment.value_or(nowhere);
  result.parent = parent;
  if (parent != nowhere) chunk_.criteria[parent].children.push_back(criterion.index);
  by_index_[criterion.index] = &criterion;
  if (criterion.body) register_body(*criterion.body, criterion.index);
}

void Lowering::register_body(const Body& body, std::uint32_t owner) {
  std::visit(Overloaded{
                 [&](const Condition&) {},
                 [&](const FixedBody&) {},
                 [&](const BlockBody& block) {
                   if (chunk_.criteria[owner].block.empty()) {
                     chunk_.criteria[owner].block = block_name(block);
                     chunk_.criteria[owner].kind = block.kind;
                   }
                   const auto begin = static_cast<std::uint32_t>(chunk_.criteria[owner].children.size());
                   for (const Criterion& child : block.children) register_criterion(child, owner);
                   const auto end = static_cast<std::uint32_t>(chunk_.criteria[owner].children.size());
                   chunk_.criteria[owner].blocks.push_back({block.kind, block.number, begin, end});
                 },
                 [&](const IfBody& conditional) { register_body(*conditional.then, owner); },
                 [&](const ChoiceBody& choice) {
                   // Rows of one kind make the criterion one; of several, it is a choice.
                   std::map<std::string, std::optional<terms::BlockKind>> kinds;
                   const auto row = [&](const Body& body) {
                     chunk_.criteria[owner].block.clear();
                     chunk_.criteria[owner].kind.reset();
                     register_body(body, owner);
                     const CriterionInfo& made = chunk_.criteria[owner];
                     if (!made.block.empty()) kinds.emplace(made.block, made.kind);
                   };
                   for (const auto& arm : choice.arms) row(*arm.second);
                   row(*choice.otherwise);
                   CriterionInfo& result = chunk_.criteria[owner];
                   const bool is_one = kinds.size() == 1 && !choice.amended;
                   result.is_amended = choice.amended;
                   result.block = choice.amended  ? "amended"
                                  : kinds.empty() ? ""
                                  : is_one        ? kinds.begin()->first
                                                  : "one of several rows";
                   result.kind = is_one ? kinds.begin()->second : std::nullopt;
                 },
             },
             body.form);
}

void Lowering::find_asked() {
  for (const auto& [at, meets] : fix_meets_) ask(meets);
  ask_in_others();
  for (const Section& section : policy_.sections) {
    if (section.when) ask_in_body(*section.when->body);
    ask_in_body(*section.criteria.body);
    if (section.until) ask_in(*section.until);
    if (section.target) ask_in(*section.target);
    for (const Give& give : section.gives) ask_in(*give.value);
  }
}

void Lowering::ask_in_others() {
  for (const Give& give : policy_.shared_gives) ask_in(*give.value);
  for (const Common& common : policy_.commons) ask_in_body(*common.criteria.body);
  for (const Amendment& amendment : policy_.amendments) ask_in_body(*amendment.when.body);
  for (const Action& action : policy_.actions) {
    if (action.when) ask_in(*action.when);
  }
}

void Lowering::ask_in_body(const Body& body) {
  std::visit(Overloaded{
                 [&](const Condition& condition) { ask_in(*condition.node); },
                 [&](const FixedBody&) {},
                 [&](const BlockBody& block) {
                   for (const Criterion& child : block.children) ask_in_body(*child.body);
                 },
                 [&](const IfBody& conditional) {
                   ask_in(*conditional.condition);
                   ask_in_body(*conditional.then);
                 },
                 [&](const ChoiceBody& choice) {
                   for (const auto& [test, arm] : choice.arms) {
                     ask_in(*test);
                     ask_in_body(*arm);
                   }
                   ask_in_body(*choice.otherwise);
                 },
             },
             body.form);
}

void Lowering::ask_in(const Node& node) {
  if (const auto* meets = std::get_if<Meets>(&node.form)) ask(*meets);
  for_each_child(node, [&](const Node& child) { ask_in(child); });
}

std::uint32_t Lowering::number_of(const Meets& meets) const {
  return meets.is_section ? asked_section_define_.at(meets.index) : asked_define_.at(meets.index);
}

// ---- criteria --------------------------------------------------------------------------------------------------------

Piece Lowering::piece(const std::string& name, const Node& value) {
  Piece result;
  result.name = name;
  result.begin = here();
  node(value);
  emit(Op::Return);
  result.end = here();
  result.unit = value.type.unit;
  result.is_number = value.type.kind == TypeKind::number;
  result.enumeration = value.type.enumeration;
  return result;
}

std::uint32_t Lowering::entry(const std::string& name, const Node& value) {
  chunk_.entries.push_back(piece(name, value));
  return static_cast<std::uint32_t>(chunk_.entries.size() - 1);
}

void Lowering::entries(const Section& section) {
  SectionInfo result;
  result.kind = section.kind;
  result.path = section.path;
  result.text = section.text;
  result.category = section.category;
  result.review = section.review;
  result.criterion = section.criteria.index;
  if (section.when) result.when = section.when->index;
  for (const std::uint32_t common : section.commons) result.commons.push_back(policy_.commons[common].criteria.index);
  if (section.until) result.until = entry(section.path + " until", *section.until);
  if (section.target) result.target = entry(section.path + " refer to", *section.target);
  for (const Give& give : section.gives) result.gives.push_back({give.name, entry(section.path + " give " + give.name, *give.value)});
  for (const std::uint32_t shared : section.shared) result.gives.push_back(shared_gives_[shared]);
  chunk_.sections.push_back(std::move(result));
}

void Lowering::section_verdict(const Section& section) {
  if (section.when) criterion(*section.when);
  criterion(section.criteria);
  for (const std::uint32_t common : section.commons) {
    criterion(policy_.commons[common].criteria);
    emit(Op::Also);
  }
  if (section.when) emit(Op::If, rows({}));  // the criteria keep their verdicts, to be read
}

void Lowering::criterion(const Criterion& criterion) {
  const auto asked = asked_define_.find(criterion.index);
  if (asked != asked_define_.end()) emit(Op::Define, asked->second);
  else criterion_code(criterion);
}

void Lowering::criterion_code(const Criterion& criterion) {
  chunk_.criteria[criterion.index].begin = here();
  body(*criterion.body);
  chunk_.criteria[criterion.index].end = here();
  emit(Op::Criterion, criterion.index);
}

void Lowering::body(const Body& value) {
  std::visit(Overloaded{
                 [&](const Condition& condition) { node(*condition.node); },
                 [&](const FixedBody& fixed) { emit(Op::Constant, constant(fixed.verdict)); },
                 [&](const BlockBody& block) {
                   for (const Criterion& child : block.children) criterion(child);
                   emit_block(block.kind, static_cast<std::uint32_t>(block.children.size()), block.number);
                 },
                 [&](const IfBody& conditional) {
                   node(*conditional.condition);
                   const std::uint32_t row = emit(Op::SkipRow);
                   body(*conditional.then);
                   chunk_.code[row].a = here();
                   const auto [begin, end] = criteria_in(*conditional.then);
                   emit(Op::If, rows({begin, end, end}));
                 },
                 [&](const ChoiceBody& choice) {
                   std::vector<std::uint32_t> rests;
                   for (const auto& [test, arm] : choice.arms) {
                     node(*test);
                     const std::uint32_t row = emit(Op::SkipRow);
                     body(*arm);
                     chunk_.code[row].a = here();
                     rests.push_back(emit(Op::SkipRest));
                   }
                   body(*choice.otherwise);
                   choose(choice, rests);
                 },
             },
             value.form);
}

// From the last row up, each against all that follow it, `rests` being where these are skipped.
void Lowering::choose(const ChoiceBody& choice, std::vector<std::uint32_t>& rests) {
  auto [rest_begin, rest_end] = criteria_in(*choice.otherwise);
  for (auto arm = choice.arms.rbegin(); arm != choice.arms.rend(); ++arm) {
    auto [begin, end] = criteria_in(*arm->second);
    if (rest_begin == rest_end) rest_begin = rest_end = end;  // nothing follows
    if (begin == end) begin = rest_begin;                     // nothing in this row
    chunk_.code[rests.back()].a = here();
    rests.pop_back();
    emit(Op::Choose, rows({begin, rest_begin, rest_end}));
    rest_begin = begin;
  }
}

std::uint32_t Lowering::rows(RowRange range) {
  if (range.begin == range.end) range = {};
  if (chunk_.rows.empty() || !(chunk_.rows.back() == range)) chunk_.rows.push_back(range);
  return static_cast<std::uint32_t>(chunk_.rows.size() - 1);
}

// The criteria under a body, [begin, end): the checker numbers them in the order in which they stand.
std::pair<std::uint32_t, std::uint32_t> Lowering::criteria_in(const Body& body) {
  std::pair<std::uint32_t, std::uint32_t> range{nowhere, 0};
  take_criteria(body, range);
  return range.first == nowhere ? std::pair<std::uint32_t, std::uint32_t>{0, 0} : range;
}

void Lowering::take_criteria(const Body& body, std::pair<std::uint32_t, std::uint32_t>& range) {
  std::visit(Overloaded{
                 [&](const Condition&) {},
                 [&](const FixedBody&) {},
                 [&](const BlockBody& block) {
                   for (const Criterion& child : block.children) {
                     range.first = std::min(range.first, child.index);
                     range.second = std::max(range.second, child.index + 1);
                     if (child.body) take_criteria(*child.body, range);
                   }
                 },
                 [&](const IfBody& conditional) { take_criteria(*conditional.then, range); },
                 [&](const ChoiceBody& choice) {
                   for (const auto& arm : choice.arms) take_criteria(*arm.second, range);
                   take_criteria(*choice.otherwise, range);
                 },
             },
             body.form);
}

void Lowering::emit_block(terms::BlockKind kind, std::uint32_t children, std::uint32_t number) {
  switch (kind) {
    case terms::BlockKind::all_of: emit(Op::AllOf, children); break;
    case terms::BlockKind::any_of: emit(Op::AnyOf, children); break;
    case terms::BlockKind::none_of: emit(Op::NoneOf, children); break;
    case terms::BlockKind::at_least: emit(Op::AtLeast, children, number); break;
    case terms::BlockKind::at_most: emit(Op::AtMost, children, number); break;
    case terms::BlockKind::exactly: emit(Op::Exactly, children, number); break;
  }
}

}  // namespace lowering

Chunk lower(checked::Policy policy) { return lowering::Lowering(std::move(policy)).run(); }

}  // namespace crit
