// Expressions and queries to instructions.
#include <algorithm>

#include "day_pairs.hpp"
#include "lowering.hpp"

namespace crit::lowering {

using terms::Selector;

Value Lowering::constant_value(const Node& value) {
  if (const auto* number = std::get_if<NumberConstant>(&value.form)) return NumberValue{number->value};
  if (const auto* date = std::get_if<DateConstant>(&value.form)) return date->value;
  if (const auto* text = std::get_if<TextConstant>(&value.form)) return text_constant(text->value);
  if (const auto* alternative = std::get_if<AlternativeConstant>(&value.form)) return Alternative{alternative->index, value.type.enumeration};
  return Unknown{};
}

void Lowering::node(const Node& value) {
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
          [&](const ItemField& form) { emit(form.second ? Op::PairField : Op::ItemField, loop_of(form), form.field); },
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
          [&](const IsDocumented& form) {
            if (!form.field) {
              emit(Op::IsDocumented, form.slot, form.is_list ? 1 : 0);
              return;
            }
            const auto& field = std::get<ItemField>(form.field->form);
            emit(field.second ? Op::PairDocumented : Op::ItemDocumented, loop_of(field), field.field);
          },
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
            std::vector<std::uint32_t> rests;
            for (const auto& [test, arm] : form.arms) {
              node(*test);
              const std::uint32_t row = emit(Op::SkipRow);
              node(*arm);
              chunk_.code[row].a = here();
              rests.push_back(emit(Op::SkipRest));
            }
            node(*form.otherwise);
            for (; !rests.empty(); rests.pop_back()) {
              chunk_.code[rests.back()].a = here();
              emit(Op::Select);
            }
          },
          [&](const Call& form) {
            for (const NodePtr& argument : form.arguments) node(*argument);
            const auto count = static_cast<std::uint32_t>(form.arguments.size());
            const auto part = [&](CalendarPart one) { emit(Op::Calendar, static_cast<std::uint32_t>(one)); };
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
              case Builtin::sqrt: emit(Op::SquareRoot); break;
              case Builtin::exp: emit(Op::Exponential); break;
              case Builtin::ln: emit(Op::Logarithm); break;
              case Builtin::power: emit(Op::Power); break;
              case Builtin::z_percentile: emit(Op::ZPercentile); break;
              case Builtin::percentile_z: emit(Op::PercentileZ); break;
              case Builtin::first_of_month: part(CalendarPart::first_of_month); break;
              case Builtin::last_of_month: part(CalendarPart::last_of_month); break;
              case Builtin::first_of_next_month: part(CalendarPart::first_of_next_month); break;
              case Builtin::month_of: part(CalendarPart::month_of); break;
              case Builtin::quarter_of: part(CalendarPart::quarter_of); break;
              case Builtin::year_of: part(CalendarPart::year_of); break;
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

Op Lowering::compare_op(CompareKind kind) {
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
std::uint32_t Lowering::window(const Window& test) {
  if (test.duration) node(*test.duration);
  if (test.anchor) node(*test.anchor);
  chunk_.windows.push_back({test.kind, test.op, test.duration != nullptr, test.anchor != nullptr});
  return static_cast<std::uint32_t>(chunk_.windows.size() - 1);
}

// A window's anchor is computed inside the loop, and yet names the items around it: `covering e.date`.
void Lowering::query(const Query& form) {
  query_in_loop(form);
  --open_loops_;
}

void Lowering::query_in_loop(const Query& form) {
  const auto selector = static_cast<std::uint32_t>(form.selector);
  emit(Op::ListOpen, form.list);
  const std::uint32_t own = open_loops_++;
  if (form.joined) {
    if (form.where) loop(own, *form.where, Op::ListKeep);
    if (form.gap) node(*form.gap);
    emit(Op::ListJoin, form.gap ? 1 : 0);
  }
  // Days covered by a field: the field is taken first, so that no window leaves a period out that may be moved into it.
  const bool end_to_end = form.selector == Selector::days_covered && form.field.has_value();
  const auto take_field = [&] {
    const std::uint32_t head = emit(Op::ListNext);
    emit(Op::ItemField, 0, *form.field);
    emit(Op::ListTake, head, end_to_end ? 1 : 0);
    chunk_.code[head].a = here();
  };
  if (end_to_end) take_field();
  for (const Window& test : form.windows) {
    const std::uint32_t place = window(test);
    const bool has_days = test.kind == terms::WindowKind::active_within || test.kind == terms::WindowKind::overlapping;
    chunk_.windows[place].clips = form.selector == Selector::days_covered && has_days;
    emit(Op::ListWindow, place);
  }
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
  if (form.field && !end_to_end) take_field();
  emit(Op::ListValue, selector);
}

void Lowering::loop(std::uint32_t own, const Node& condition, Op keep) {
  const std::uint32_t head = emit(Op::ListNext);
  scope_loops_.push_back(own);
  node(condition);
  scope_loops_.pop_back();
  emit(keep, head);
  chunk_.code[head].a = here();
}

}  // namespace crit::lowering
