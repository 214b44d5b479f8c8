#include "lower.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <variant>

#include "lowering.hpp"
#include "text.hpp"

namespace crit {
namespace lowering {
namespace {

std::string block_name(terms::BlockKind kind, std::uint32_t number) {
  return terms::info(kind).takes_number ? fmt::format("{} {} of", terms::word(kind), number)
                                        : std::string(terms::word(kind));
}

bool holds_criteria(NodeKind kind) {
  return kind == NodeKind::criterion || kind == NodeKind::block || kind == NodeKind::if_ || kind == NodeKind::choose;
}

}  // namespace

Chunk Lowering::run() {
  take_tables();
  for (const plan::Section& section : plan_.sections) {
    if (section.when != plan::none) register_criterion(section.when, nowhere);
    register_criterion(section.criteria, nowhere);
  }
  for (const NodeId common : plan_.commons) {
    register_criterion(common, nowhere);
    chunk_.commons.push_back(at(common).a);
  }
  for (const plan::Amendment& amendment : plan_.amendments) {
    register_criterion(amendment.when, nowhere);
    chunk_.amendments.push_back({amendment.name, at(amendment.when).a});
    amendment_criteria_.insert(at(amendment.when).a);
  }
  number_defines();
  for (std::size_t i = 0; i < plan_.defines.size(); ++i) {
    if (plan_.defines[i].value != plan::none)
      chunk_.defines[policy_define_[i]] = routine(plan_.defines[i].name, plan_.defines[i].value);
  }
  for (NodeId id = 0; id < define_of_.size(); ++id) {
    if (define_of_[id] == nowhere || at(id).kind == NodeKind::criterion) continue;
    const std::uint32_t define = std::exchange(define_of_[id], nowhere);  // here its own code is wanted
    chunk_.defines[define] = routine("", id);
    define_of_[id] = define;
  }
  for (const auto& [index, define] : asked_criteria_) asked_criterion(index);
  for (const auto& [index, define] : asked_sections_) asked_section(index);
  for (const plan::Give& give : plan_.shared_gives)
    shared_gives_.push_back({give.name, entry("common give " + give.name, give.value)});
  for (const plan::Section& section : plan_.sections) entries(section);
  for (plan::Action& action : plan_.actions) {
    const std::uint32_t when =
        action.when == plan::none ? nowhere : entry(fmt::format("action {}", chunk_.actions.size() + 1), action.when);
    chunk_.actions.push_back({std::move(action.text), std::move(action.condition), when});
  }
  chunk_.main = here();
  for (std::uint32_t i = 0; i < plan_.sections.size(); ++i) {
    const auto asked = asked_sections_.find(i);
    if (asked != asked_sections_.end())
      emit(Op::Define, asked->second);
    else
      section_verdict(plan_.sections[i]);
    emit(Op::Section, i);
  }
  // Whether an amendment applies is shown also where no criterion had to ask.
  for (const AmendmentInfo& amendment : chunk_.amendments) {
    emit(Op::Define, asked_criteria_.at(amendment.when));
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

// ---- tables
// ----------------------------------------------------------------------------------------------------------

// What the plan has in tables the chunk has in the same places.
void Lowering::take_tables() {
  static_cast<PolicyModel&>(chunk_) = std::move(static_cast<PolicyModel&>(plan_));
  for (const plan::Constant& constant : plan_.constants) chunk_.constants.push_back(value_of(constant));
  chunk_.conversions = std::move(plan_.conversions);
  for (const std::vector<std::uint32_t>& listed : plan_.values) {
    ValueList list;
    for (const std::uint32_t place : listed) list.values.push_back(chunk_.constants[place]);
    chunk_.value_lists.push_back(std::move(list));
  }
  chunk_.documentation = std::move(plan_.sources);
  chunk_.criteria.resize(plan_.criteria.size());
}

Value Lowering::value_of(const plan::Constant& constant) {
  if (const auto* number = std::get_if<Number>(&constant)) return NumberValue{*number};
  if (const auto* text = std::get_if<std::string>(&constant)) {
    chunk_.texts.push_back({*text, fold_text(*text), ""});
    return TextValue{&chunk_.texts.back()};
  }
  if (const auto* date = std::get_if<Date>(&constant)) return *date;
  if (const auto* duration = std::get_if<Duration>(&constant)) return *duration;
  if (const auto* alternative = std::get_if<Alternative>(&constant)) return *alternative;
  if (const auto* truth = std::get_if<Truth>(&constant)) return *truth;
  return std::get<Verdict>(constant);
}

void Lowering::register_criterion(NodeId node, std::uint32_t parent) {
  const std::uint32_t index = at(node).a;
  const plan::Criterion& criterion = plan_.criteria[index];
  CriterionInfo& result = chunk_.criteria[index];
  result.path = criterion.path;
  result.text = criterion.text;
  result.condition = criterion.condition;
  result.span = criterion.span;
  result.is_variant = criterion.is_variant;
  result.amendment = criterion.amendment.value_or(nowhere);
  result.parent = parent;
  if (parent != nowhere) chunk_.criteria[parent].children.push_back(index);
  register_body(plan_.operands_of(at(node)).front(), index);
}

void Lowering::register_body(NodeId body, std::uint32_t owner) {
  const Node& node = at(body);
  const auto operands = plan_.operands_of(node);
  std::string& name = chunk_.criteria[owner].block;
  if (node.kind == NodeKind::if_) {
    register_body(operands[1], owner);
  } else if (node.kind == NodeKind::block) {
    const auto kind = static_cast<terms::BlockKind>(node.a);
    if (name.empty()) {
      name = block_name(kind, node.b);
      chunk_.criteria[owner].kind = kind;
    }
    const auto begin = static_cast<std::uint32_t>(chunk_.criteria[owner].children.size());
    for (const NodeId child : operands) register_criterion(child, owner);
    const auto end = static_cast<std::uint32_t>(chunk_.criteria[owner].children.size());
    chunk_.criteria[owner].blocks.push_back({kind, node.b, begin, end});
  } else if (node.kind == NodeKind::choose) {
    // Rows of one kind make the criterion one; of several, it is a choice.
    CriterionInfo& info = chunk_.criteria[owner];
    std::map<std::string, std::optional<terms::BlockKind>> kinds;
    const auto row = [&](NodeId verdict) {
      name.clear();
      info.kind.reset();
      register_body(verdict, owner);
      if (!name.empty()) kinds.emplace(name, info.kind);
    };
    for (std::size_t i = 1; i < operands.size(); i += 2) row(operands[i]);
    row(operands.back());
    info.is_amended = node.a != 0;
    const bool is_one = kinds.size() == 1 && !info.is_amended;
    name = info.is_amended ? "amended" : kinds.empty() ? "" : is_one ? kinds.begin()->first : "one of several rows";
    info.kind = is_one ? kinds.begin()->second : std::nullopt;
  }
}

// A define for each of the policy's own, for each part that is worked out once for several places, and for each
// criterion and section that `meets` asks about: these are computed on demand, so that the order of criteria cannot
// show.
void Lowering::number_defines() {
  std::uint32_t next = 0;
  for (const plan::Define& define : plan_.defines)
    policy_define_.push_back(define.value == plan::none ? nowhere : next++);
  define_of_.assign(plan_.nodes.size(), nowhere);
  std::set<std::uint32_t> criteria = amendment_criteria_;
  std::set<std::uint32_t> sections;
  for (const NodeId common : plan_.commons) criteria.insert(at(common).a);  // computed once, for all indications
  for (NodeId id = 0; id < plan_.nodes.size(); ++id) {
    const Node& node = at(id);
    if (node.kind == NodeKind::meets_criterion) criteria.insert(node.a);
    if (node.kind == NodeKind::meets_section) sections.insert(node.a);
    const bool is_often_asked = node.uses > 1 || node.is_repeated;
    if (is_often_asked && node.items == 0 && node.is_costly && !holds_criteria(node.kind)) define_of_[id] = next++;
  }
  for (const std::uint32_t index : criteria) asked_criteria_[index] = define_of_[plan_.criteria[index].node] = next++;
  for (const std::uint32_t index : sections) asked_sections_[index] = next++;
  chunk_.defines.resize(next);
}

// ---- pieces of code
// --------------------------------------------------------------------------------------------------

Routine Lowering::routine(const std::string& name, NodeId value) {
  Routine result;
  result.name = name;
  result.begin = here();
  node(value);
  emit(Op::Return);
  result.end = here();
  const Type& type = plan_.types[at(value).type];
  result.unit = type.unit;
  result.is_number = type.kind == TypeKind::number;
  result.enumeration = type.enumeration;
  return result;
}

std::uint32_t Lowering::entry(const std::string& name, NodeId value) {
  chunk_.output_code.push_back(routine(name, value));
  return static_cast<std::uint32_t>(chunk_.output_code.size() - 1);
}

void Lowering::entries(const plan::Section& section) {
  SectionInfo result;
  result.kind = section.kind;
  result.path = section.path;
  result.text = section.text;
  result.category = section.category;
  result.review = section.review;
  result.criterion = at(section.criteria).a;
  if (section.when != plan::none) result.when = at(section.when).a;
  for (const std::uint32_t common : section.commons) result.commons.push_back(at(plan_.commons[common]).a);
  if (section.until != plan::none) result.until = entry(section.path + " until", section.until);
  if (section.target != plan::none) result.target = entry(section.path + " refer to", section.target);
  for (const plan::Give& give : section.gives)
    result.gives.push_back({give.name, entry(section.path + " give " + give.name, give.value)});
  for (const std::uint32_t shared : section.shared) result.gives.push_back(shared_gives_[shared]);
  chunk_.sections.push_back(std::move(result));
}

void Lowering::asked_criterion(std::uint32_t index) {
  const auto begin = here();
  node_code(at(plan_.criteria[index].node));
  emit(Op::Return);
  const bool is_amendment = amendment_criteria_.count(index) != 0;
  chunk_.defines[asked_criteria_[index]] = {
      (is_amendment ? "" : "criterion ") + chunk_.criteria[index].path, begin, here(), {}, false, 0, {index}};
}

void Lowering::asked_section(std::uint32_t index) {
  const auto begin = here();
  const plan::Section& section = plan_.sections[index];
  section_verdict(section);
  emit(Op::Return);
  std::vector<std::uint32_t> asked{at(section.criteria).a};
  if (section.when != plan::none) asked.push_back(at(section.when).a);
  for (const std::uint32_t common : section.commons) asked.push_back(at(plan_.commons[common]).a);
  chunk_.defines[asked_sections_[index]] = {"section " + section.path, begin, here(), {}, false, 0, std::move(asked)};
}

void Lowering::section_verdict(const plan::Section& section) {
  if (section.when != plan::none) node(section.when);
  node(section.criteria);
  for (const std::uint32_t common : section.commons) {
    node(plan_.commons[common]);
    emit(Op::Also);
  }
  if (section.when != plan::none) emit(Op::If, rows({}));  // the criteria keep their verdicts, to be read
}

}  // namespace lowering

Chunk lower(plan::Plan plan) { return lowering::Lowering(std::move(plan)).run(); }

}  // namespace crit
