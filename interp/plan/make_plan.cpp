#include "make_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <unordered_map>
#include <utility>

#include "overloaded.hpp"
#include "pair_conditions.hpp"

namespace crit {
namespace {

using plan::NodeId;
using plan::NodeKind;

// Parts that are equal have one key. Strings stand behind their length, so that no two lists of parts run together.
class Key {
 public:
  template <typename... Parts>
  explicit Key(const Parts&... parts) {
    (add(parts), ...);
  }
  std::string_view bytes() const { return {bytes_.data(), bytes_.size()}; }

  template <typename T>
  void add(const T& part) {
    if constexpr (std::is_convertible_v<const T&, std::string_view>) {
      const std::string_view text = part;
      add(text.size());
      bytes_.append(text);
    } else {
      static_assert(std::has_unique_object_representations_v<T>, "padding would make equal parts unlike");
      bytes_.append(std::string_view(reinterpret_cast<const char*>(&part), sizeof part));
    }
  }
  template <typename T>
  void add(const std::vector<T>& parts) {
    static_assert(std::has_unique_object_representations_v<T>);
    add(parts.size());
    bytes_.append(std::string_view(reinterpret_cast<const char*>(parts.data()), parts.size() * sizeof(T)));
  }

 private:
  fmt::basic_memory_buffer<char, 160> bytes_;  // most keys fit
};

// Places by key.
class Places {
 public:
  // That of the key; `next` and true where it had none.
  std::pair<std::uint32_t, bool> place(const Key& key, std::size_t next) {
    const auto known = places_.find(key.bytes());
    if (known != places_.end()) return {known->second, false};
    places_.emplace(key.bytes(), static_cast<std::uint32_t>(next));
    return {static_cast<std::uint32_t>(next), true};
  }

 private:
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> places_;
};

// A table whose entries are there once: `place` gives an entry's place, of a new one at the end.
template <typename T>
class Once {
 public:
  explicit Once(std::vector<T>& entries) : entries_(entries) {}
  template <typename Entry>
  std::uint32_t place(const Key& key, Entry&& entry) {
    const auto [at, fresh] = places_.place(key, entries_.size());
    if (fresh) entries_.push_back(std::forward<Entry>(entry));
    return at;
  }

 private:
  std::vector<T>& entries_;
  Places places_;
};

bool is_costly(terms::Builtin builtin) {
  switch (builtin) {
    case terms::Builtin::sqrt:
    case terms::Builtin::power:
    case terms::Builtin::exp:
    case terms::Builtin::ln:
    case terms::Builtin::lms_z:
    case terms::Builtin::percentile_z:
    case terms::Builtin::z_percentile: return true;
    case terms::Builtin::earlier_of:
    case terms::Builtin::later_of:
    case terms::Builtin::lesser_of:
    case terms::Builtin::greater_of:
    case terms::Builtin::round:
    case terms::Builtin::ceiling:
    case terms::Builtin::floor:
    case terms::Builtin::completed_years:
    case terms::Builtin::days:
    case terms::Builtin::first_known:
    case terms::Builtin::first_of_month:
    case terms::Builtin::last_of_month:
    case terms::Builtin::first_of_next_month:
    case terms::Builtin::month_of:
    case terms::Builtin::quarter_of:
    case terms::Builtin::year_of: return false;
  }
  return false;
}

class PlanMaker {
 public:
  explicit PlanMaker(checked::Policy policy) : policy_(std::move(policy)) {}

  plan::Plan run() {
    made_.criteria.resize(policy_.criteria);
    for (checked::Define& define : policy_.defines) {
      made_.defines.push_back({std::move(define.name), define.value ? node(*define.value) : plan::none});
    }
    for (const checked::Common& common : policy_.commons) made_.commons.push_back(criterion(common.criteria));
    for (const checked::Amendment& amendment : policy_.amendments)
      made_.amendments.push_back({amendment.name, criterion(amendment.when)});
    for (const checked::Give& give : policy_.shared_gives) made_.shared_gives.push_back({give.name, node(*give.value)});
    for (checked::Section& section : policy_.sections) made_.sections.push_back(plan_of(section));
    for (checked::Action& action : policy_.actions) {
      made_.actions.push_back({std::move(action.text), std::move(action.condition), optional_node(action.when)});
    }
    count_uses();
    std::sort(made_.occurrences.begin(), made_.occurrences.end(),
              [](const plan::Occurrence& left, const plan::Occurrence& right) {
                return std::tuple(left.span.begin, right.span.end, left.node) <
                       std::tuple(right.span.begin, left.span.end, right.node);
              });
    const auto alike = [](const plan::Occurrence& left, const plan::Occurrence& right) {
      return left.span == right.span && left.node == right.node;
    };
    made_.occurrences.erase(std::unique(made_.occurrences.begin(), made_.occurrences.end(), alike),
                            made_.occurrences.end());
    static_cast<PolicyModel&>(made_) = std::move(static_cast<PolicyModel&>(policy_));
    return std::move(made_);
  }

 private:
  // ---- tables
  // --------------------------------------------------------------------------------------------------------

  std::uint32_t type(const Type& type) {
    const std::array numbers{static_cast<std::uint32_t>(type.kind), type.enumeration, type.list};
    return types_.place(Key(numbers, type.unit.spelling, type.unit.ucum, type.system), type);
  }
  std::uint32_t constant(plan::Constant value) {
    Key key(value.index());
    std::visit(Overloaded{
                   [&](const Number& number) { key.add(number.numerator()), key.add(number.denominator()); },
                   [&](Date date) { key.add(date); },
                   [&](Duration duration) { key.add(duration); },
                   [&](const std::string& text) { key.add(text); },
                   [&](Alternative alternative) { key.add(alternative); },
                   [&](Truth truth) { key.add(truth); },
                   [&](Verdict verdict) { key.add(verdict); },
               },
               value);
    return constants_.place(key, std::move(value));
  }
  // One of the constants of `in { … }`.
  std::uint32_t listed_constant(const checked::Node& value) {
    if (const auto* number = std::get_if<checked::NumberConstant>(&value.form)) return constant(number->value);
    if (const auto* date = std::get_if<checked::DateConstant>(&value.form)) return constant(date->value);
    if (const auto* text = std::get_if<checked::TextConstant>(&value.form)) return constant(text->value);
    return constant(Alternative{std::get<checked::AlternativeConstant>(value.form).index, value.type.enumeration});
  }
  std::uint32_t window(const checked::Window& window) {
    const plan::Window made{window.kind, window.op, optional_node(window.duration), optional_node(window.anchor)};
    return windows_.place(Key(made.kind, made.op, made.duration, made.anchor), made);
  }
  std::vector<std::uint32_t> all_windows(const std::vector<checked::Window>& tests) {
    std::vector<std::uint32_t> places;
    for (const checked::Window& test : tests) places.push_back(window(test));
    return places;
  }
  std::uint32_t query(const checked::Query& form) {
    plan::Query made;
    made.selector = form.selector;
    made.number = form.number;
    made.list = form.list;
    made.pair = form.pair;
    made.joined = form.joined;
    made.field = form.field;
    made.windows = all_windows(form.windows);
    made.pair_windows = all_windows(form.pair_windows);
    lists_.push_back(form.list);
    made.where = optional_node(form.where);
    made.has = optional_node(form.has);
    lists_.pop_back();
    made.gap = optional_node(form.gap);
    made.run = optional_node(form.run);
    plan::split_pair_condition(made_, policy_.schema.lists[form.list], made);
    const Key key(made.selector, made.number, made.list, made.pair, made.joined, made.field.value_or(plan::none),
                  made.windows, made.pair_windows, made.where, made.has, made.gap, made.run);
    return queries_.place(key, std::move(made));
  }

  // ---- nodes
  // ---------------------------------------------------------------------------------------------------------

  NodeId optional_node(const checked::NodePtr& value) { return value ? node(*value) : plan::none; }

  NodeId node(const checked::Node& value) {
    const NodeId made = std::visit([&](const auto& form) { return form_node(form, value); }, value.form);
    made_.occurrences.push_back({value.span, made});
    return made;
  }

  NodeId make(NodeKind kind, const checked::Node& from, std::uint32_t a, std::uint32_t b,
              const std::vector<NodeId>& operands, std::uint32_t list = 0) {
    plan::Node made;
    made.kind = kind;
    made.a = a;
    made.b = b;
    made.list = list;
    made.type = type(from.type);
    made.span = from.span;
    return add(made, operands);
  }
  NodeId make(NodeKind kind, const checked::Node& from, std::uint32_t a = 0, std::uint32_t b = 0) {
    return make(kind, from, a, b, {});
  }
  template <typename... Operands>
  NodeId operation(NodeKind kind, const checked::Node& from, std::uint32_t a, std::uint32_t b,
                   const Operands&... operands) {
    std::vector<NodeId> ids;
    (ids.push_back(node(*operands)), ...);
    return make(kind, from, a, b, ids);
  }
  std::vector<NodeId> all(const std::vector<checked::NodePtr>& values) {
    std::vector<NodeId> ids;
    for (const checked::NodePtr& value : values) ids.push_back(node(*value));
    return ids;
  }
  NodeId field(NodeKind kind, const checked::ItemField& form, const checked::Node& from) {
    return make(kind, from, form.field, form.depth, {}, lists_[lists_.size() - 1 - form.depth]);
  }
  NodeId negated(bool is_negated, NodeId operand, const checked::Node& from) {
    return is_negated ? make(NodeKind::not_, from, 0, 0, {operand}) : operand;
  }

  // `made` lacks its operands and what follows from them.
  NodeId add(plan::Node made, const std::vector<NodeId>& operands) {
    const Key key(std::array{static_cast<std::uint32_t>(made.kind), made.a, made.b, made.list, made.type}, operands);
    const auto [place, fresh] = nodes_.place(key, made_.nodes.size());
    if (!fresh) return place;
    made.begin = static_cast<std::uint32_t>(made_.operands.size());
    made_.operands.insert(made_.operands.end(), operands.begin(), operands.end());
    made.end = static_cast<std::uint32_t>(made_.operands.size());
    made.is_costly = made.kind == NodeKind::query || made.kind == NodeKind::lookup ||
                     (made.kind == NodeKind::call && is_costly(static_cast<terms::Builtin>(made.a)));
    if (made.kind == NodeKind::item_field || made.kind == NodeKind::pair_field ||
        made.kind == NodeKind::item_documented || made.kind == NodeKind::pair_documented) {
      made.items = made.b + 1;
    }
    for_each_part(made, [&](NodeId part, bool of_item) {
      const plan::Node& below = made_.nodes[part];
      made.is_costly = made.is_costly || below.is_costly;
      made.items = std::max(made.items, of_item && below.items > 0 ? below.items - 1 : below.items);
    });
    made_.nodes.push_back(made);
    return place;
  }

  // The nodes that a node names, and whether each stands within the node's own query, at an item of it.
  template <typename F>
  void for_each_part(const plan::Node& node, F&& visit) {
    for (const NodeId operand : made_.operands_of(node)) visit(operand, false);
    const auto part = [&](NodeId one, bool of_item) {
      if (one != plan::none) visit(one, of_item);
    };
    const auto window_parts = [&](std::uint32_t window) {
      part(made_.windows[window].duration, false);
      part(made_.windows[window].anchor, false);
    };
    if (node.kind == NodeKind::in_window) window_parts(node.a);
    if (node.kind != NodeKind::query) return;
    const plan::Query& query = made_.queries[node.a];
    for (const std::uint32_t window : query.windows) window_parts(window);
    for (const std::uint32_t window : query.pair_windows) window_parts(window);
    part(query.where, true);
    part(query.has, true);
    part(query.gap, false);
    part(query.run, false);
  }

  void count_uses() {
    const auto use = [&](NodeId node) {
      if (node != plan::none) ++made_.nodes[node].uses;
    };
    for (const plan::Node& node : made_.nodes) {
      for_each_part(node, [&](NodeId part, bool of_item) {
        use(part);
        if (of_item || node.items > 0) made_.nodes[part].is_repeated = true;
      });
    }
    for (const plan::Define& define : made_.defines) use(define.value);
    for (const NodeId common : made_.commons) use(common);
    for (const plan::Amendment& amendment : made_.amendments) use(amendment.when);
    for (const plan::Give& give : made_.shared_gives) use(give.value);
    for (const plan::Action& action : made_.actions) use(action.when);
    for (const plan::Section& section : made_.sections) {
      for (const NodeId part : {section.when, section.criteria, section.until, section.target}) use(part);
      for (const plan::Give& give : section.gives) use(give.value);
    }
  }

  // ---- expressions, by form
  // ------------------------------------------------------------------------------------------

  NodeId form_node(const checked::NumberConstant& form, const checked::Node& from) {
    return make(NodeKind::constant, from, constant(form.value));
  }
  NodeId form_node(const checked::DateConstant& form, const checked::Node& from) {
    return make(NodeKind::constant, from, constant(form.value));
  }
  NodeId form_node(const checked::DurationConstant& form, const checked::Node& from) {
    return make(NodeKind::constant, from, constant(form.value));
  }
  NodeId form_node(const checked::TextConstant& form, const checked::Node& from) {
    return make(NodeKind::constant, from, constant(form.value));
  }
  NodeId form_node(const checked::TruthConstant& form, const checked::Node& from) {
    return make(NodeKind::constant, from, constant(form.value));
  }
  NodeId form_node(const checked::AlternativeConstant& form, const checked::Node& from) {
    return make(NodeKind::constant, from, constant(Alternative{form.index, from.type.enumeration}));
  }
  NodeId form_node(const checked::Failed&, const checked::Node& from) {
    return make(NodeKind::constant, from, constant(Truth::unknown));
  }
  NodeId form_node(const checked::AsOf&, const checked::Node& from) { return make(NodeKind::as_of, from); }
  NodeId form_node(const checked::FactRef& form, const checked::Node& from) {
    return make(NodeKind::fact, from, form.slot);
  }
  NodeId form_node(const checked::ItemField& form, const checked::Node& from) {
    return field(form.second ? NodeKind::pair_field : NodeKind::item_field, form, from);
  }
  NodeId form_node(const checked::DefineRef& form, const checked::Node& from) {
    return make(NodeKind::define, from, form.define);
  }
  NodeId form_node(const checked::Negate& form, const checked::Node& from) {
    return operation(NodeKind::negate, from, 0, 0, form.operand);
  }
  NodeId form_node(const checked::Not& form, const checked::Node& from) {
    return operation(NodeKind::not_, from, 0, 0, form.operand);
  }
  NodeId form_node(const checked::Logic& form, const checked::Node& from) {
    return make(form.is_and ? NodeKind::and_ : NodeKind::or_, from, 0, 0, all(form.operands));
  }
  NodeId form_node(const checked::Count& form, const checked::Node& from) {
    return make(NodeKind::count, from, static_cast<std::uint32_t>(form.kind), form.number, all(form.operands));
  }
  NodeId form_node(const checked::Arithmetic& form, const checked::Node& from) {
    const auto kind = [&] {
      switch (form.op) {
        case ast::ArithmeticOp::add: return NodeKind::add;
        case ast::ArithmeticOp::subtract: return NodeKind::subtract;
        case ast::ArithmeticOp::multiply: return NodeKind::multiply;
        case ast::ArithmeticOp::divide: return NodeKind::divide;
      }
      return NodeKind::add;
    };
    return operation(kind(), from, 0, 0, form.left, form.right);
  }
  NodeId form_node(const checked::Convert& form, const checked::Node& from) {
    const Key key(form.factor.numerator(), form.factor.denominator(), form.offset.numerator(),
                  form.offset.denominator());
    return operation(NodeKind::convert, from, conversions_.place(key, Conversion{form.factor, form.offset}), 0,
                     form.operand);
  }
  NodeId form_node(const checked::ShiftDate& form, const checked::Node& from) {
    return operation(form.back ? NodeKind::back : NodeKind::forward, from, 0, 0, form.date, form.duration);
  }
  NodeId form_node(const checked::MakeSpan& form, const checked::Node& from) {
    return operation(NodeKind::span, from, 0, 0, form.from, form.to);
  }
  NodeId form_node(const checked::Compare& form, const checked::Node& from) {
    return operation(NodeKind::compare, from, static_cast<std::uint32_t>(form.kind),
                     static_cast<std::uint32_t>(form.op), form.left, form.right);
  }
  NodeId form_node(const checked::InValues& form, const checked::Node& from) {
    std::vector<std::uint32_t> places;
    for (const checked::NodePtr& value : form.values) places.push_back(listed_constant(*value));
    const Key key(places);
    return negated(form.negated,
                   operation(NodeKind::in_values, from, values_.place(key, std::move(places)), 0, form.operand), from);
  }
  NodeId form_node(const checked::InCodes& form, const checked::Node& from) {
    return negated(form.negated, operation(NodeKind::in_codes, from, form.set, 0, form.operand), from);
  }
  NodeId form_node(const checked::Includes& form, const checked::Node& from) {
    return make(NodeKind::includes, from, form.list, form.set);
  }
  NodeId form_node(const checked::DateTest& form, const checked::Node& from) {
    const NodeId date = node(*form.date);
    return make(NodeKind::in_window, from, window(form.window), 0, {date});
  }
  NodeId form_node(const checked::Query& form, const checked::Node& from) {
    return make(NodeKind::query, from, query(form));
  }
  NodeId form_node(const checked::Choice& form, const checked::Node& from) {
    std::vector<NodeId> operands;
    for (const auto& [test, arm] : form.arms) {
      operands.push_back(node(*test));
      operands.push_back(node(*arm));
    }
    operands.push_back(node(*form.otherwise));
    return make(NodeKind::select, from, 0, 0, operands);
  }
  NodeId form_node(const checked::Call& form, const checked::Node& from) {
    return make(NodeKind::call, from, static_cast<std::uint32_t>(form.builtin), static_cast<std::uint32_t>(form.places),
                all(form.arguments));
  }
  NodeId form_node(const checked::Known& form, const checked::Node& from) {
    return negated(form.missing, make(form.is_list ? NodeKind::list_known : NodeKind::fact_known, from, form.slot),
                   from);
  }
  NodeId form_node(const checked::Meets& form, const checked::Node& from) {
    return make(form.is_section ? NodeKind::meets_section : NodeKind::meets_criterion, from, form.index);
  }
  NodeId form_node(const checked::Contains& form, const checked::Node& from) {
    return operation(NodeKind::contains, from, 0, 0, form.text, form.what);
  }
  NodeId form_node(const checked::IsDocumented& form, const checked::Node& from) {
    if (!form.field) return make(form.is_list ? NodeKind::list_documented : NodeKind::fact_documented, from, form.slot);
    const auto& of_item = std::get<checked::ItemField>(form.field->form);
    return field(of_item.second ? NodeKind::pair_documented : NodeKind::item_documented, of_item, from);
  }
  NodeId form_node(const checked::Documented& form, const checked::Node& from) {
    return operation(NodeKind::documented_by, from, sources_.place(Key(form.kinds), form.kinds), 0, form.operand);
  }
  NodeId form_node(const checked::Lookup& form, const checked::Node& from) {
    return make(NodeKind::lookup, from, form.table, form.output, all(form.arguments));
  }

  // ---- criteria
  // ------------------------------------------------------------------------------------------------------

  NodeId make_verdict(NodeKind kind, Span span, std::uint32_t a, std::uint32_t b, const std::vector<NodeId>& operands) {
    plan::Node made;
    made.kind = kind;
    made.a = a;
    made.b = b;
    made.type = type(simple_type(TypeKind::truth));
    made.span = span;
    return add(made, operands);
  }

  NodeId criterion(const checked::Criterion& form) {
    const NodeId id = make_verdict(NodeKind::criterion, form.span, form.index, 0, {body(*form.body, form.span)});
    made_.criteria[form.index] = {form, id};
    return id;
  }
  NodeId optional_criterion(const std::optional<checked::Criterion>& form) {
    return form ? criterion(*form) : plan::none;
  }

  NodeId body(const checked::Body& form, Span span) {
    return std::visit(Overloaded{
                          [&](const checked::Condition& condition) { return node(*condition.node); },
                          [&](const checked::FixedBody& fixed) {
                            return make_verdict(NodeKind::constant, span, constant(fixed.verdict), 0, {});
                          },
                          [&](const checked::BlockBody& block) {
                            std::vector<NodeId> children;
                            for (const checked::Criterion& child : block.children) children.push_back(criterion(child));
                            return make_verdict(NodeKind::block, span, static_cast<std::uint32_t>(block.kind),
                                                block.number, children);
                          },
                          [&](const checked::IfBody& conditional) {
                            const NodeId condition = node(*conditional.condition);
                            return make_verdict(NodeKind::if_, span, 0, 0, {condition, body(*conditional.then, span)});
                          },
                          [&](const checked::ChoiceBody& choice) {
                            std::vector<NodeId> operands;
                            for (const auto& [test, arm] : choice.arms) {
                              operands.push_back(node(*test));
                              operands.push_back(body(*arm, span));
                            }
                            operands.push_back(body(*choice.otherwise, span));
                            return make_verdict(NodeKind::choose, span, choice.amended ? 1 : 0, 0, operands);
                          },
                      },
                      form.form);
  }

  plan::Section plan_of(checked::Section& section) {
    plan::Section made;
    made.kind = section.kind;
    made.path = std::move(section.path);
    made.text = std::move(section.text);
    made.category = std::move(section.category);
    made.review = std::move(section.review);
    made.when = optional_criterion(section.when);
    made.criteria = criterion(section.criteria);
    made.until = optional_node(section.until);
    made.target = optional_node(section.target);
    for (checked::Give& give : section.gives) made.gives.push_back({std::move(give.name), node(*give.value)});
    made.commons = std::move(section.commons);
    made.shared = std::move(section.shared);
    return made;
  }

  checked::Policy policy_;
  plan::Plan made_;
  Once<Type> types_{made_.types};
  Once<plan::Constant> constants_{made_.constants};
  Once<Conversion> conversions_{made_.conversions};
  Once<std::vector<std::uint32_t>> values_{made_.values};
  Once<SourceMask> sources_{made_.sources};
  Once<plan::Window> windows_{made_.windows};
  Once<plan::Query> queries_{made_.queries};
  Places nodes_;
  std::vector<std::uint32_t> lists_;  // of the queries around the node in work
};

}  // namespace

plan::Plan make_plan(checked::Policy policy) { return PlanMaker(std::move(policy)).run(); }

}  // namespace crit
