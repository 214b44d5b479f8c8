#include "lower.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "checked_walk.hpp"

namespace crit {
namespace {

using namespace checked;  // NOLINT: this file is about nothing else
using terms::Selector;

template <typename... Fs>
struct Overloaded : Fs... {
  using Fs::operator()...;
};
template <typename... Fs>
Overloaded(Fs...) -> Overloaded<Fs...>;

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

class Lowering {
 public:
  explicit Lowering(checked::Policy policy) : policy_(std::move(policy)) {}

  Chunk run() {
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
    chunk_.actions = std::move(policy_.actions);
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
      const bool named = chunk_.criteria[index].path.find(' ') != std::string::npos;  // an amendment
      chunk_.defines[asked_define_[index]] = {(named ? "" : "criterion ") + chunk_.criteria[index].path, begin, here(), {}, false, 0, {index}};
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
    for (std::size_t i = 0; i < policy_.sections.size(); ++i) entries(policy_.sections[i]);
    chunk_.main = here();
    for (std::size_t i = 0; i < policy_.sections.size(); ++i) {
      const auto asked = asked_section_define_.find(static_cast<std::uint32_t>(i));
      if (asked != asked_section_define_.end()) emit(Op::Define, asked->second);
      else section_verdict(policy_.sections[i]);
      emit(Op::Section, static_cast<std::uint32_t>(i));
    }
    emit(Op::Halt);
    return std::move(chunk_);
  }

 private:
  std::uint32_t here() const { return static_cast<std::uint32_t>(chunk_.code.size()); }
  std::uint32_t emit(Op op, std::uint32_t a = 0, std::uint32_t b = 0) {
    chunk_.code.push_back({op, a, b});
    return here() - 1;
  }
  std::uint32_t constant(Value value) {
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
  Value text_constant(const std::string& text) {
    const auto [place, fresh] = text_places_.emplace(text, nullptr);
    if (fresh) {
      chunk_.texts.push_back({text, fold_text(text), ""});
      place->second = &chunk_.texts.back();
    }
    return TextValue{place->second};
  }

  // ---- tables --------------------------------------------------------------------------------------------------

  void register_criterion(const Criterion& criterion, std::uint32_t parent) {
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
  void register_body(const Body& body, std::uint32_t owner) {
    std::visit(Overloaded{
                   [&](const Condition&) {},
                   [&](const FixedBody&) {},
                   [&](const BlockBody& block) {
                     if (chunk_.criteria[owner].block.empty()) chunk_.criteria[owner].block = block_name(block);
                     for (const Criterion& child : block.children) register_criterion(child, owner);
                   },
                   [&](const IfBody& conditional) { register_body(*conditional.then, owner); },
                   [&](const ChoiceBody& choice) {
                     // Rows of one kind make the criterion one; of several, it is a choice.
                     std::set<std::string> kinds;
                     const auto row = [&](const Body& body) {
                       chunk_.criteria[owner].block.clear();
                       register_body(body, owner);
                       if (!chunk_.criteria[owner].block.empty()) kinds.insert(chunk_.criteria[owner].block);
                     };
                     for (const auto& arm : choice.arms) row(*arm.second);
                     row(*choice.otherwise);
                     if (choice.amended) chunk_.criteria[owner].block = amended_block;
                     else chunk_.criteria[owner].block = kinds.empty() ? "" : kinds.size() == 1 ? *kinds.begin() : "one of several rows";
                   },
               },
               body.form);
  }

  void find_asked() {
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
  void ask_in_others() {
    for (const Common& common : policy_.commons) ask_in_body(*common.criteria.body);
    for (const Amendment& amendment : policy_.amendments) ask_in_body(*amendment.when.body);
  }
  void ask(const Meets& meets) { (meets.is_section ? asked_sections_ : asked_criteria_).insert(meets.index); }
  void ask_in_body(const Body& body) {
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
  void ask_in(const Node& node) {
    if (const auto* meets = std::get_if<Meets>(&node.form)) ask(*meets);
    for_each_child(node, [&](const Node& child) { ask_in(child); });
  }
  std::uint32_t number_of(const Meets& meets) const {
    return meets.is_section ? asked_section_define_.at(meets.index) : asked_define_.at(meets.index);
  }

  // ---- criteria ------------------------------------------------------------------------------------------------

  Piece piece(const std::string& name, const Node& value) {
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
  std::uint32_t entry(const std::string& name, const Node& value) {
    chunk_.entries.push_back(piece(name, value));
    return static_cast<std::uint32_t>(chunk_.entries.size() - 1);
  }
  void entries(const Section& section) {
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
    chunk_.sections.push_back(std::move(result));
  }
  void section_verdict(const Section& section) {
    if (section.when) criterion(*section.when);
    criterion(section.criteria);
    for (const std::uint32_t common : section.commons) {
      criterion(policy_.commons[common].criteria);
      emit(Op::Also);
    }
    if (section.when) emit(Op::If, rows({}));  // the criteria keep their verdicts, to be read
  }
  void criterion(const Criterion& criterion) {
    const auto asked = asked_define_.find(criterion.index);
    if (asked != asked_define_.end()) emit(Op::Define, asked->second);
    else criterion_code(criterion);
  }
  void criterion_code(const Criterion& criterion) {
    body(*criterion.body);
    emit(Op::Criterion, criterion.index);
  }
  void body(const Body& value) {
    std::visit(Overloaded{
                   [&](const Condition& condition) { node(*condition.node); },
                   [&](const FixedBody& fixed) { emit(Op::Constant, constant(fixed.verdict)); },
                   [&](const BlockBody& block) {
                     for (const Criterion& child : block.children) criterion(child);
                     emit_block(block.kind, static_cast<std::uint32_t>(block.children.size()), block.number);
                   },
                   [&](const IfBody& conditional) {
                     node(*conditional.condition);
                     body(*conditional.then);
                     const auto [begin, end] = criteria_in(*conditional.then);
                     emit(Op::If, rows({begin, end, end}));
                   },
                   [&](const ChoiceBody& choice) {
                     for (const auto& [test, arm] : choice.arms) {
                       node(*test);
                       body(*arm);
                     }
                     body(*choice.otherwise);
                     choose(choice);
                   },
               },
               value.form);
  }
  // From the last row up, each against all that follow it.
  void choose(const ChoiceBody& choice) {
    auto [rest_begin, rest_end] = criteria_in(*choice.otherwise);
    for (auto arm = choice.arms.rbegin(); arm != choice.arms.rend(); ++arm) {
      auto [begin, end] = criteria_in(*arm->second);
      if (rest_begin == rest_end) rest_begin = rest_end = end;  // nothing follows
      if (begin == end) begin = rest_begin;                     // nothing in this row
      emit(Op::Choose, rows({begin, rest_begin, rest_end}));
      rest_begin = begin;
    }
  }
  std::uint32_t rows(RowRange range) {
    if (range.begin == range.end) range = {};
    if (chunk_.rows.empty() || !(chunk_.rows.back() == range)) chunk_.rows.push_back(range);
    return static_cast<std::uint32_t>(chunk_.rows.size() - 1);
  }
  // The criteria under a body, [begin, end): the checker numbers them in the order in which they stand.
  static std::pair<std::uint32_t, std::uint32_t> criteria_in(const Body& body) {
    std::pair<std::uint32_t, std::uint32_t> range{nowhere, 0};
    take_criteria(body, range);
    return range.first == nowhere ? std::pair<std::uint32_t, std::uint32_t>{0, 0} : range;
  }
  static void take_criteria(const Body& body, std::pair<std::uint32_t, std::uint32_t>& range) {
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
  void emit_block(terms::BlockKind kind, std::uint32_t children, std::uint32_t number) {
    switch (kind) {
      case terms::BlockKind::all_of: emit(Op::AllOf, children); break;
      case terms::BlockKind::any_of: emit(Op::AnyOf, children); break;
      case terms::BlockKind::none_of: emit(Op::NoneOf, children); break;
      case terms::BlockKind::at_least: emit(Op::AtLeast, children, number); break;
      case terms::BlockKind::at_most: emit(Op::AtMost, children, number); break;
      case terms::BlockKind::exactly: emit(Op::Exactly, children, number); break;
    }
  }

  // ---- expressions ---------------------------------------------------------------------------------------------

  Value constant_value(const Node& value) {
    if (const auto* number = std::get_if<NumberConstant>(&value.form)) return NumberValue{number->value, Bound::exact};
    if (const auto* date = std::get_if<DateConstant>(&value.form)) return date->value;
    if (const auto* text = std::get_if<TextConstant>(&value.form)) return text_constant(text->value);
    if (const auto* alternative = std::get_if<AlternativeConstant>(&value.form)) return Alternative{alternative->index, value.type.enumeration};
    return Unknown{};
  }

  void node(const Node& value) {
    std::visit(
        Overloaded{
            [&](const Failed&) { emit(Op::Constant, constant(Unknown{})); },
            [&](const NumberConstant&) { emit(Op::Constant, constant(constant_value(value))); },
            [&](const DateConstant&) { emit(Op::Constant, constant(constant_value(value))); },
            [&](const TextConstant&) { emit(Op::Constant, constant(constant_value(value))); },
            [&](const AlternativeConstant&) { emit(Op::Constant, constant(constant_value(value))); },
            [&](const DurationConstant& form) { emit(Op::Constant, constant(form.value)); },
            [&](const TruthConstant& form) { emit(Op::Constant, constant(form.value)); },
            [&](const AsOf&) { emit(Op::AsOf); },
            [&](const FactRef& form) { emit(Op::Fact, form.slot); },
            [&](const ItemField& form) {
              const std::uint32_t loop = scope_loops_[scope_loops_.size() - 1 - form.depth];
              emit(form.second ? Op::PairField : Op::ItemField, open_loops_ - 1 - loop, form.field);
            },
            [&](const DefineRef& form) { emit(Op::Define, form.define); },
            [&](const Negate& form) {
              node(*form.operand);
              emit(Op::Negate);
            },
            [&](const Not& form) {
              node(*form.operand);
              emit(Op::Not);
            },
            [&](const Logic& form) {
              // Two at a time, so that the stack is the same whether or not the rest is skipped.
              std::vector<std::uint32_t> skips;
              node(*form.operands[0]);
              for (std::size_t i = 1; i < form.operands.size(); ++i) {
                skips.push_back(emit(form.is_and ? Op::SkipIfNo : Op::SkipIfYes));
                node(*form.operands[i]);
                emit(form.is_and ? Op::And : Op::Or, 2);
              }
              for (const std::uint32_t skip : skips) chunk_.code[skip].a = here();
            },
            [&](const Count& form) {
              for (const NodePtr& operand : form.operands) node(*operand);
              emit_block(form.kind, static_cast<std::uint32_t>(form.operands.size()), form.number);
            },
            [&](const Arithmetic& form) {
              node(*form.left);
              node(*form.right);
              switch (form.op) {
                case ast::ArithmeticOp::add: emit(Op::Add); break;
                case ast::ArithmeticOp::subtract: emit(Op::Subtract); break;
                case ast::ArithmeticOp::multiply: emit(Op::Multiply); break;
                case ast::ArithmeticOp::divide: emit(Op::Divide); break;
              }
            },
            [&](const Convert& form) {
              node(*form.operand);
              chunk_.conversions.push_back({form.factor, form.offset});
              emit(Op::Convert, static_cast<std::uint32_t>(chunk_.conversions.size() - 1));
            },
            [&](const ShiftDate& form) {
              node(*form.date);
              node(*form.duration);
              emit(form.back ? Op::Back : Op::Forward);
            },
            [&](const MakeSpan& form) {
              node(*form.from);
              node(*form.to);
              emit(Op::MakeSpan);
            },
            [&](const Compare& form) {
              node(*form.left);
              node(*form.right);
              emit(compare_op(form.kind), static_cast<std::uint32_t>(form.op));
            },
            [&](const InValues& form) {
              node(*form.operand);
              ValueList list;
              for (const NodePtr& element : form.values) list.values.push_back(constant_value(*element));
              chunk_.value_lists.push_back(std::move(list));
              emit(Op::InValues, static_cast<std::uint32_t>(chunk_.value_lists.size() - 1));
              if (form.negated) emit(Op::Not);
            },
            [&](const InCodes& form) {
              node(*form.operand);
              emit(Op::InCodes, form.set);
              if (form.negated) emit(Op::Not);
            },
            [&](const Contains& form) {
              node(*form.text);
              node(*form.what);
              emit(Op::ContainsText);
            },
            [&](const IsDocumented& form) { emit(Op::IsDocumented, form.slot, form.is_list ? 1 : 0); },
            [&](const Documented& form) {
              const auto place = std::find(chunk_.documentation.begin(), chunk_.documentation.end(), form.kinds);
              const auto kinds = static_cast<std::uint32_t>(place - chunk_.documentation.begin());
              if (place == chunk_.documentation.end()) chunk_.documentation.push_back(form.kinds);
              emit(Op::DocumentedBy, kinds);
              node(*form.operand);
              emit(Op::DocumentedEnd);
            },
            [&](const Includes& form) { emit(Op::Includes, form.list, form.set); },
            [&](const DateTest& form) {
              node(*form.date);
              emit(Op::InWindow, window(form.window));
            },
            [&](const Query& form) { query(form); },
            [&](const Choice& form) {
              for (const auto& [test, arm] : form.arms) {
                node(*test);
                node(*arm);
              }
              node(*form.otherwise);
              for (std::size_t i = 0; i < form.arms.size(); ++i) emit(Op::Select);
            },
            [&](const Call& form) {
              for (const NodePtr& argument : form.arguments) node(*argument);
              const auto count = static_cast<std::uint32_t>(form.arguments.size());
              switch (form.builtin) {
                case Builtin::earlier_of: emit(Op::Earlier, count); break;
                case Builtin::later_of: emit(Op::Later, count); break;
                case Builtin::lesser_of: emit(Op::Lesser, count); break;
                case Builtin::greater_of: emit(Op::Greater, count); break;
                case Builtin::round: emit(Op::Round, static_cast<std::uint32_t>(form.places)); break;
                case Builtin::ceiling: emit(Op::Ceiling); break;
                case Builtin::floor: emit(Op::Floor); break;
                case Builtin::completed_years: emit(Op::SpanYears); break;
                case Builtin::days: emit(Op::SpanDays); break;
                case Builtin::first_known: emit(Op::FirstKnown, count); break;
                case Builtin::lms_z: emit(Op::LmsZ); break;
              }
            },
            [&](const Lookup& form) {
              for (const NodePtr& argument : form.arguments) node(*argument);
              emit(Op::Lookup, form.table, form.output);
            },
            [&](const Known& form) {
              emit(Op::Known, form.slot, form.is_list ? 1 : 0);
              if (form.missing) emit(Op::Not);
            },
            [&](const Meets& form) {
              const std::uint32_t asked = meets_known_ ? number_of(form) : 0;
              const std::uint32_t at = emit(Op::Define, asked);
              emit(Op::IsMet, asked);
              if (!meets_known_) fix_meets_.emplace_back(at, form);
            },
        },
        value.form);
  }

  static Op compare_op(CompareKind kind) {
    switch (kind) {
      case CompareKind::number: return Op::CompareNumber;
      case CompareKind::date: return Op::CompareDate;
      case CompareKind::span: return Op::CompareSpan;
      case CompareKind::duration: return Op::CompareDuration;
      case CompareKind::alternative: return Op::CompareOrder;
      case CompareKind::text: return Op::CompareText;
      case CompareKind::truth: return Op::CompareTruth;
    }
    return Op::CompareNumber;
  }

  // Pushes the window's duration and anchor; gives its place in the table.
  std::uint32_t window(const Window& test) {
    if (test.duration) node(*test.duration);
    if (test.anchor) node(*test.anchor);
    chunk_.windows.push_back({test.kind, test.op, test.duration != nullptr, test.anchor != nullptr});
    return static_cast<std::uint32_t>(chunk_.windows.size() - 1);
  }

  // A window's anchor is computed inside the loop, and yet names the items around it: `covering e.date`.
  void query(const Query& form) {
    query_in_loop(form);
    --open_loops_;
  }
  void query_in_loop(const Query& form) {
    const auto selector = static_cast<std::uint32_t>(form.selector);
    emit(Op::ListOpen, form.list);
    const std::uint32_t own = open_loops_++;
    if (form.joined) {
      if (form.where) loop(own, *form.where, Op::ListKeep);
      if (form.gap) node(*form.gap);
      emit(Op::ListJoin, form.gap ? 1 : 0);
    }
    for (const Window& test : form.windows) emit(Op::ListWindow, window(test));
    const bool two = form.selector == Selector::change || form.selector == Selector::rate;
    if (form.where && !form.pair && !form.joined) loop(own, *form.where, Op::ListKeep);
    if (form.pair || two) {
      emit(Op::ListPairs, two ? 1 : 0);
      for (const Window& test : form.pair_windows) emit(Op::ListApart, window(test));
      if (form.where && form.pair) loop(own, *form.where, Op::ListKeep);
    }
    if (form.run) {
      loop(own, *form.has, Op::ListHas);
      node(*form.run);
      emit(Op::ListRun);
      return;
    }
    const bool picks = form.selector == Selector::latest || form.selector == Selector::earliest || form.selector == Selector::previous;
    if (picks) emit(Op::ListPick, selector);
    if (two) {
      const std::uint32_t head = emit(Op::ListNext);
      emit(Op::PairField, 0, *form.field);
      emit(Op::ItemField, 0, *form.field);
      emit(Op::Subtract);
      emit(Op::ListTake, head);
      chunk_.code[head].a = here();
      emit(Op::ListValue, selector);
      return;
    }
    if (form.has) {
      loop(own, *form.has, Op::ListHas);
      emit(Op::ListTruth, selector, form.number);
      return;
    }
    const bool asks = form.selector == Selector::some || form.selector == Selector::no || form.selector == Selector::every ||
                      form.selector == Selector::at_least || form.selector == Selector::at_most || form.selector == Selector::exactly;
    if (asks) {
      emit(Op::ListTruth, selector, form.number);
      return;
    }
    if (form.field) {
      const std::uint32_t head = emit(Op::ListNext);
      emit(Op::ItemField, 0, *form.field);
      emit(Op::ListTake, head);
      chunk_.code[head].a = here();
    }
    emit(Op::ListValue, selector);
  }
  void loop(std::uint32_t own, const Node& condition, Op keep) {
    const std::uint32_t head = emit(Op::ListNext);
    scope_loops_.push_back(own);
    node(condition);
    scope_loops_.pop_back();
    emit(keep, head);
    chunk_.code[head].a = here();
  }

  checked::Policy policy_;
  Chunk chunk_;
  std::map<std::string, const TextData*> text_places_;
  std::map<std::uint32_t, const Criterion*> by_index_;
  std::set<std::uint32_t> asked_criteria_;
  std::set<std::uint32_t> asked_sections_;
  std::map<std::uint32_t, std::uint32_t> asked_define_;
  std::map<std::uint32_t, std::uint32_t> asked_section_define_;
  std::vector<std::pair<std::uint32_t, Meets>> fix_meets_;
  bool meets_known_ = false;
  std::uint32_t open_loops_ = 0;            // that run at this place of the code
  std::vector<std::uint32_t> scope_loops_;  // which of them each item scope of the checker is
};

}  // namespace

Chunk lower(checked::Policy policy) { return Lowering(std::move(policy)).run(); }

}  // namespace crit
