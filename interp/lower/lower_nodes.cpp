// Nodes and queries to instructions.
#include <algorithm>

#include "day_pairs.hpp"
#include "lowering.hpp"

namespace crit::lowering {

using terms::Selector;

namespace {

Op compare_op(terms::CompareKind kind) {
  switch (kind) {
    case terms::CompareKind::number: return Op::CompareNumber;
    case terms::CompareKind::date: return Op::CompareDate;
    case terms::CompareKind::span: return Op::CompareSpan;
    case terms::CompareKind::duration: return Op::CompareDuration;
    case terms::CompareKind::alternative: return Op::CompareOrder;
    case terms::CompareKind::text: return Op::CompareText;
    case terms::CompareKind::truth: return Op::CompareTruth;
  }
  return Op::CompareNumber;
}

}  // namespace

void Lowering::node(NodeId id) {
  if (define_of_[id] != nowhere)
    emit(Op::Define, define_of_[id]);
  else
    node_code(at(id));
}

void Lowering::node_code(const Node& node) {
  switch (node.kind) {
    case NodeKind::constant: emit(Op::Constant, node.a); break;
    case NodeKind::as_of: emit(Op::AsOf); break;
    case NodeKind::fact: emit(Op::Fact, node.a); break;
    case NodeKind::item_field: emit(Op::ItemField, loop_of(node), node.a); break;
    case NodeKind::pair_field: emit(Op::PairField, loop_of(node), node.a); break;
    case NodeKind::define: emit(Op::Define, policy_define_[node.a]); break;
    case NodeKind::negate: operation(node, Op::Negate); break;
    case NodeKind::not_: operation(node, Op::Not); break;
    case NodeKind::and_:
    case NodeKind::or_: logic(node); break;
    case NodeKind::count:
    case NodeKind::block:
      operands(node);
      block(static_cast<terms::BlockKind>(node.a), node.end - node.begin, node.b);
      break;
    case NodeKind::add: operation(node, Op::Add); break;
    case NodeKind::subtract: operation(node, Op::Subtract); break;
    case NodeKind::multiply: operation(node, Op::Multiply); break;
    case NodeKind::divide: operation(node, Op::Divide); break;
    case NodeKind::convert: operation(node, Op::Convert, node.a); break;
    case NodeKind::forward: operation(node, Op::Forward); break;
    case NodeKind::back: operation(node, Op::Back); break;
    case NodeKind::span: operation(node, Op::MakeSpan); break;
    case NodeKind::compare: operation(node, compare_op(static_cast<terms::CompareKind>(node.a)), node.b); break;
    case NodeKind::contains: operation(node, Op::ContainsText); break;
    case NodeKind::in_values: operation(node, Op::InValues, node.a); break;
    case NodeKind::in_codes: operation(node, Op::InCodes, node.a); break;
    case NodeKind::includes: emit(Op::Includes, node.a, node.b); break;
    case NodeKind::in_window:
      operands(node);
      emit(Op::InWindow, window(node.a));
      break;
    case NodeKind::query: query(plan_.queries[node.a]); break;
    case NodeKind::select: select(node); break;
    case NodeKind::call: call(node); break;
    case NodeKind::lookup: operation(node, Op::Lookup, node.a, node.b); break;
    case NodeKind::fact_known: emit(Op::Known, node.a, 0); break;
    case NodeKind::list_known: emit(Op::Known, node.a, 1); break;
    case NodeKind::fact_documented: emit(Op::IsDocumented, node.a, 0); break;
    case NodeKind::list_documented: emit(Op::IsDocumented, node.a, 1); break;
    case NodeKind::item_documented: emit(Op::ItemDocumented, loop_of(node), node.a); break;
    case NodeKind::pair_documented: emit(Op::PairDocumented, loop_of(node), node.a); break;
    case NodeKind::documented_by:
      emit(Op::DocumentedBy, node.a);
      operands(node);
      emit(Op::DocumentedEnd);
      break;
    case NodeKind::meets_criterion:
      emit(Op::Define, asked_criteria_.at(node.a));
      emit(Op::IsMet, asked_criteria_.at(node.a));
      break;
    case NodeKind::meets_section:
      emit(Op::Define, asked_sections_.at(node.a));
      emit(Op::IsMet, asked_sections_.at(node.a));
      break;
    case NodeKind::criterion:
      chunk_.criteria[node.a].begin = here();
      operands(node);
      chunk_.criteria[node.a].end = here();
      emit(Op::Criterion, node.a);
      break;
    case NodeKind::if_: {
      const auto parts = plan_.operands_of(node);
      this->node(parts[0]);
      const std::uint32_t row = emit(Op::SkipRow);
      this->node(parts[1]);
      chunk_.code[row].a = here();
      const auto [begin, end] = criteria_in(parts[1]);
      emit(Op::If, rows({begin, end, end}));
      break;
    }
    case NodeKind::choose: choose(node); break;
  }
}

void Lowering::operands(const Node& node) {
  for (const NodeId operand : plan_.operands_of(node)) this->node(operand);
}

void Lowering::operation(const Node& node, Op op, std::uint32_t a, std::uint32_t b) {
  operands(node);
  emit(op, a, b);
}

// Two at a time, so that the stack is the same whether or not the rest is skipped.
void Lowering::logic(const Node& node) {
  const bool is_and = node.kind == NodeKind::and_;
  const auto conditions = plan_.operands_of(node);
  std::vector<std::uint32_t> skips;
  this->node(conditions.front());
  for (const NodeId condition : conditions.subspan(1)) {
    skips.push_back(emit(is_and ? Op::SkipIfNo : Op::SkipIfYes));
    this->node(condition);
    emit(is_and ? Op::And : Op::Or, 2);
  }
  for (const std::uint32_t skip : skips) chunk_.code[skip].a = here();
}

// Condition, value, …, value otherwise; a row that is not taken, and what follows on one that is, are skipped. Gives
// where the rests are skipped, a place for each row.
std::vector<std::uint32_t> Lowering::arms(std::span<const NodeId> parts) {
  std::vector<std::uint32_t> rests;
  for (std::size_t i = 0; i + 1 < parts.size(); i += 2) {
    node(parts[i]);
    const std::uint32_t row = emit(Op::SkipRow);
    node(parts[i + 1]);
    chunk_.code[row].a = here();
    rests.push_back(emit(Op::SkipRest));
  }
  node(parts.back());
  return rests;
}

void Lowering::select(const Node& node) {
  std::vector<std::uint32_t> rests = arms(plan_.operands_of(node));
  for (; !rests.empty(); rests.pop_back()) {
    chunk_.code[rests.back()].a = here();
    emit(Op::Select);
  }
}

void Lowering::choose(const Node& node) {
  const auto parts = plan_.operands_of(node);
  std::vector<std::uint32_t> rests = arms(parts);
  // From the last row up, each against all that follow it.
  auto [rest_begin, rest_end] = criteria_in(parts.back());
  for (std::size_t i = parts.size() - 1; i >= 2; i -= 2) {
    auto [begin, end] = criteria_in(parts[i - 1]);
    if (rest_begin == rest_end) rest_begin = rest_end = end;  // nothing follows
    if (begin == end) begin = rest_begin;                     // nothing in this row
    chunk_.code[rests.back()].a = here();
    rests.pop_back();
    emit(Op::Choose, rows({begin, rest_begin, rest_end}));
    rest_begin = begin;
  }
}

std::uint32_t Lowering::rows(ArmRange range) {
  if (range.begin == range.end) range = {};
  if (chunk_.arms.empty() || !(chunk_.arms.back() == range)) chunk_.arms.push_back(range);
  return static_cast<std::uint32_t>(chunk_.arms.size() - 1);
}

// The criteria under a body, [begin, end): the checker numbers them in the order in which they stand.
std::pair<std::uint32_t, std::uint32_t> Lowering::criteria_in(NodeId body) const {
  std::pair<std::uint32_t, std::uint32_t> range{nowhere, 0};
  take_criteria(body, range);
  return range.first == nowhere ? std::pair<std::uint32_t, std::uint32_t>{0, 0} : range;
}

void Lowering::take_criteria(NodeId body, std::pair<std::uint32_t, std::uint32_t>& range) const {
  const Node& node = at(body);
  if (node.kind == NodeKind::criterion) {
    range.first = std::min(range.first, node.a);
    range.second = std::max(range.second, node.a + 1);
  } else if (node.kind != NodeKind::block && node.kind != NodeKind::if_ && node.kind != NodeKind::choose) {
    return;
  }
  for (const NodeId operand : plan_.operands_of(node)) take_criteria(operand, range);
}

void Lowering::block(terms::BlockKind kind, std::uint32_t children, std::uint32_t number) {
  switch (kind) {
#define BLOCK(name, word, takes, counts, opcode, sentence)                   \
  case terms::BlockKind::name:                                               \
    emit(Op::opcode, children, terms::info(kind).takes_number ? number : 0); \
    break;
#include "blocks.def"
#undef BLOCK
  }
}

void Lowering::call(const Node& node) {
  operands(node);
  const std::uint32_t count = node.end - node.begin;
  const auto part = [&](CalendarPart one) { emit(Op::Calendar, static_cast<std::uint32_t>(one)); };
  switch (static_cast<terms::Builtin>(node.a)) {
    case terms::Builtin::earlier_of: emit(Op::Earlier, count); break;
    case terms::Builtin::later_of: emit(Op::Later, count); break;
    case terms::Builtin::lesser_of: emit(Op::Lesser, count); break;
    case terms::Builtin::greater_of: emit(Op::Greater, count); break;
    case terms::Builtin::round: emit(Op::Round, node.b); break;
    case terms::Builtin::ceiling: emit(Op::Ceiling); break;
    case terms::Builtin::floor: emit(Op::Floor); break;
    case terms::Builtin::completed_years: emit(Op::SpanYears); break;
    case terms::Builtin::days: emit(Op::SpanDays); break;
    case terms::Builtin::first_known: emit(Op::FirstKnown, count); break;
    case terms::Builtin::lms_z: emit(Op::LmsZ); break;
    case terms::Builtin::sqrt: emit(Op::SquareRoot); break;
    case terms::Builtin::exp: emit(Op::Exponential); break;
    case terms::Builtin::ln: emit(Op::Logarithm); break;
    case terms::Builtin::power: emit(Op::Power); break;
    case terms::Builtin::z_percentile: emit(Op::ZPercentile); break;
    case terms::Builtin::percentile_z: emit(Op::PercentileZ); break;
    case terms::Builtin::first_of_month: part(CalendarPart::first_of_month); break;
    case terms::Builtin::last_of_month: part(CalendarPart::last_of_month); break;
    case terms::Builtin::first_of_next_month: part(CalendarPart::first_of_next_month); break;
    case terms::Builtin::month_of: part(CalendarPart::month_of); break;
    case terms::Builtin::quarter_of: part(CalendarPart::quarter_of); break;
    case terms::Builtin::year_of: part(CalendarPart::year_of); break;
  }
}

// ---- queries
// ---------------------------------------------------------------------------------------------------------

// Pushes the window's duration and anchor; gives its place in the chunk's table.
std::uint32_t Lowering::window(std::uint32_t place) {
  const plan::Window& window = plan_.windows[place];
  const bool has_duration = window.duration != plan::none;
  const bool has_anchor = window.anchor != plan::none;
  if (has_duration) node(window.duration);
  if (has_anchor) node(window.anchor);
  chunk_.windows.push_back({window.kind, window.op, has_duration, has_anchor});
  return static_cast<std::uint32_t>(chunk_.windows.size() - 1);
}

// A window's anchor is computed inside the loop, and yet names the items around it: `covering e.date`.
void Lowering::query(const plan::Query& query) {
  query_in_loop(query);
  --open_loops_;
}

void Lowering::query_in_loop(const plan::Query& query) {
  const auto selector = static_cast<std::uint32_t>(query.selector);
  emit(Op::ListOpen, query.list);
  const std::uint32_t own = open_loops_++;
  const bool has_where = query.where != plan::none;
  if (query.joined) {
    if (has_where) loop(own, query.where, Op::ListKeep);
    const bool has_gap = query.gap != plan::none;
    if (has_gap) node(query.gap);
    emit(Op::ListJoin, has_gap ? 1 : 0);
  }
  // Days covered by a field: the field is taken first, so that no window leaves a period out that may be moved into it.
  const bool end_to_end = query.selector == Selector::days_covered && query.field.has_value();
  const auto take_field = [&] {
    const std::uint32_t head = emit(Op::ListNext);
    emit(Op::ItemField, 0, *query.field);
    emit(Op::ListTake, head, end_to_end ? 1 : 0);
    chunk_.code[head].a = here();
  };
  if (end_to_end) take_field();
  for (const std::uint32_t test : query.windows) {
    const std::uint32_t place = window(test);
    const terms::WindowKind kind = chunk_.windows[place].kind;
    const bool has_days = kind == terms::WindowKind::active_within || kind == terms::WindowKind::overlapping;
    chunk_.windows[place].clips = query.selector == Selector::days_covered && has_days;
    emit(Op::ListWindow, place);
  }
  const terms::SelectorGives gives = terms::gives(query.selector);
  const bool two = gives == terms::SelectorGives::of_two;
  if (has_where && !query.pair && !query.joined) loop(own, query.where, Op::ListKeep);
  if (query.pair || two) {
    emit(Op::ListPairs, two ? 1 : 0);
    for (const std::uint32_t test : query.pair_windows) emit(Op::ListApart, window(test));
    if (query.split) sieve(own, *query.split);
    if (has_where && query.pair) loop(own, query.where, Op::ListKeep);
  }
  if (query.run != plan::none) {
    loop(own, query.has, Op::ListHas);
    node(query.run);
    emit(Op::ListRun);
    return;
  }
  if (gives == terms::SelectorGives::pick) emit(Op::ListPick, selector);
  if (two) {
    const std::uint32_t head = emit(Op::ListNext);
    emit(Op::PairField, 0, *query.field);
    emit(Op::ItemField, 0, *query.field);
    emit(Op::Subtract);
    emit(Op::ListTake, head);
    chunk_.code[head].a = here();
    emit(Op::ListValue, selector);
    return;
  }
  if (query.has != plan::none) {
    loop(own, query.has, Op::ListHas);
    emit(Op::ListTruth, selector, query.number);
    return;
  }
  if (gives == terms::SelectorGives::truth) {
    emit(Op::ListTruth, selector, query.number);
    return;
  }
  if (query.field && !end_to_end) take_field();
  emit(Op::ListValue, selector);
}

void Lowering::sieve(std::uint32_t own, const plan::PairSplit& split) {
  chunk_.sieves.push_back(split.sieve);
  emit(Op::ListSieve, static_cast<std::uint32_t>(chunk_.sieves.size() - 1));
  const auto part = [&](NodeId condition, PairPart what) {
    asks_each(own, emit(Op::ListTry, 0, static_cast<std::uint32_t>(what)), condition, Op::ListSift);
  };
  for (const NodeId one : split.earlier) part(one, PairPart::earlier);
  for (const NodeId one : split.later) part(one, PairPart::later);
  if (split.both != plan::none) part(split.both, PairPart::both);
}

void Lowering::loop(std::uint32_t own, NodeId condition, Op keep) {
  asks_each(own, emit(Op::ListNext), condition, keep);
}

void Lowering::asks_each(std::uint32_t own, std::uint32_t head, NodeId condition, Op keep) {
  scope_loops_.push_back(own);
  node(condition);
  scope_loops_.pop_back();
  emit(keep, head);
  chunk_.code[head].a = here();
}

}  // namespace crit::lowering
