#include <algorithm>

#include "table_lookup.hpp"
#include "values_ops.hpp"

namespace crit {
namespace {

constexpr std::size_t most_tests = 400'000;  // cells looked at for one unknown key; more is unknown

// Of a span or a duration. A span that runs backwards is told where the key is computed.
Truth compare_lengths(const Value& value, Comparison op, const Value& duration, LeapRule leap) {
  const auto silent = [](const ops::Warning&) {};
  return std::holds_alternative<SpanValue>(value) ? ops::compare_spans(value, op, duration, leap, silent) : ops::compare_durations(value, op, duration);
}

Truth in_range(const Value& value, const KeyRange& range, ColumnKind kind, LeapRule leap) {
  const auto holds = [&](Comparison op, const Value& end) {
    switch (kind) {
      case ColumnKind::number: return ops::compare_numbers(value, op, end);
      case ColumnKind::date: return ops::compare_dates(value, op, end);
      case ColumnKind::duration: break;
      case ColumnKind::alternative: case ColumnKind::text: case ColumnKind::code: case ColumnKind::truth: return Truth::unknown;  // no ranges
    }
    return compare_lengths(value, op, end, leap);
  };
  Truth result = Truth::yes;
  if (range.low) result = truth_and(result, holds(range.low_open ? Comparison::greater : Comparison::greater_equal, *range.low));
  if (range.high) result = truth_and(result, holds(range.high_open ? Comparison::less : Comparison::less_equal, *range.high));
  return result;
}

}  // namespace

Truth TableLookup::key_in(const KeyCell& cell, const Value& value, const TableColumn& key) const {
  if (cell.any) return Truth::yes;
  if (is_unknown(value)) return Truth::unknown;
  if (key.kind == ColumnKind::code) return ops::in_codes(value, run_.chunk.code_sets[cell.code_set], run_.as_of);
  Truth result = Truth::no;
  for (const KeyRange& range : cell.ranges) result = truth_or(result, in_range(value, range, key.kind, run_.chunk.leap));
  for (const Value& text : cell.texts) result = truth_or(result, ops::compare_texts(value, Comparison::is, text));
  for (const std::uint32_t alternative : cell.alternatives) {
    bool same = false;
    if (const auto* one = std::get_if<Alternative>(&value)) same = one->index == alternative;
    if (const auto* truth = std::get_if<Truth>(&value)) same = (*truth == Truth::yes) == (alternative == 0);
    result = truth_or(result, truth_of(same));
  }
  return result;
}

namespace {

// A number of each part of the axis that the range reaches into: the samples in it, its own ends, and where an end is open or
// no sample lies beyond it, one beside.
std::vector<Value> numbers_of(const Interval& range, const std::vector<Value>& samples) {
  std::vector<Number> inside;
  for (const Value& sample : samples) {
    if (const Number& at = std::get<NumberValue>(sample).number; range.contains(at)) inside.push_back(at);
  }
  std::sort(inside.begin(), inside.end());
  std::vector<Value> all;
  const auto add_one = [&](const std::optional<Number>& at) {
    if (at && range.contains(*at)) all.emplace_back(NumberValue{*at});
  };
  const auto between = [](const Number& one, const Number& other) {
    const std::optional<Number> sum = add(one, other);
    return sum ? divide(*sum, Number(2)) : std::nullopt;
  };
  for (const Number& at : inside) add_one(at);
  if (range.low) {
    add_one(range.low->at);
    add_one(!inside.empty() ? between(range.low->at, inside.front()) : range.high ? between(range.low->at, range.high->at) : add(range.low->at, Number(1)));
  }
  if (range.high) {
    add_one(range.high->at);
    add_one(!inside.empty() ? between(inside.back(), range.high->at) : range.low ? std::nullopt : subtract(range.high->at, Number(1)));
  }
  return all;
}

}  // namespace

// A span, or a duration, of which it is open in which part of the axis it lies: a duration of each part that some days give. Days
// divide an axis into stretches; months also into the points between them, which are the samples 0, 2, 4, …
std::vector<Value> TableLookup::possible_durations(const Value& value, const TableColumn& key) {
  constexpr Day most_days = 366;  // of a start that are each tried; of more a part may be told that no day gives
  const auto* span = std::get_if<SpanValue>(&value);
  if (span != nullptr && span->from.exact() && span->to.exact() && span->from.first <= span->to.first) return {value};
  const std::vector<Value>& samples = key.samples;
  const bool months = std::any_of(samples.begin(), samples.end(), [](const Value& sample) { return std::get<Duration>(sample).months != 0; });
  std::vector<bool> possible(samples.size());
  const auto mark = [&](const Value& one) {
    run_.work.look(samples.size());
    const auto may_be = [&](Comparison op, std::size_t sample) { return may_be_yes(compare_lengths(one, op, samples[sample], run_.chunk.leap)); };
    for (std::size_t i = 0; i < samples.size(); ++i) {
      const bool point = months && i % 2 == 0;
      const bool from = months && !point ? may_be(Comparison::greater, i - 1) : may_be(Comparison::greater_equal, i);
      const bool to = point ? may_be(Comparison::less_equal, i) : i + 1 == samples.size() || may_be(Comparison::less, i + 1);
      if (from && to) possible[i] = true;
    }
  };
  if (span != nullptr && span->from.last <= span->to.first && span->from.last - span->from.first < most_days) {
    for (Day day = span->from.first; day <= span->from.last; ++day) mark(SpanValue{{day, day}, span->to});
  } else {
    mark(value);
  }
  std::vector<Value> all;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    if (possible[i]) all.push_back(samples[i]);
  }
  return all.empty() ? std::vector<Value>{value} : all;
}

// What a key may be: itself, or a value for each part of its axis that it may lie in.
std::vector<Value> TableLookup::possible_keys(const Value& value, const TableColumn& key) {
  if (is_range(value)) return key.samples.empty() || key.interpolated || real_of(value) ? std::vector<Value>{value} : numbers_of(*range_of(value), key.samples);
  if (const auto* several = std::get_if<SeveralRef>(&value)) {
    std::vector<Value> all;
    for (const Value& option : several->values->options) {
      for (Value& one : possible_keys(option, key)) all.push_back(std::move(one));
    }
    return all;
  }
  if (const auto* verdict = std::get_if<Verdict>(&value)) return possible_keys(as_truth(*verdict), key);
  if (key.kind == ColumnKind::duration && !is_unknown(value) && !key.samples.empty()) return possible_durations(value, key);
  const auto* date = std::get_if<Date>(&value);
  const auto* condition = std::get_if<Truth>(&value);
  const bool open = is_unknown(value) || (date != nullptr && !date->exact()) ||
                    (condition != nullptr && *condition == Truth::unknown);
  if (!open || key.samples.empty() || key.interpolated) return {value};
  std::vector<Value> all;
  if (date != nullptr) all.emplace_back(Date{date->first, date->first});
  for (const Value& sample : key.samples) {
    if (date != nullptr) {
      const Day at = std::get<Date>(sample).first;
      if (at <= date->first || at > date->last) continue;
    }
    all.push_back(sample);
  }
  return all;
}

// The choices of a table: its rows, or of an interpolated one its groups of rows.
std::size_t TableLookup::choices_of(const LookupTable& table) {
  return table.interpolated ? table.groups().size() : table.rows().size();
}

const std::vector<KeyCell>& TableLookup::cells_of(const LookupTable& table, std::uint32_t choice) {
  const TableRows& content = table.content();
  return content.rows[table.interpolated ? content.groups[choice].front() : choice].cells;
}

void TableLookup::take_hits(Hits& hits, const std::vector<std::pair<std::uint32_t, bool>>& choices, std::size_t at) const {
  const LookupTable& table = *hits.table;
  if (at == table.keys.size()) {
    // A choice that is surely taken is the only one: no two have one key.
    const auto sure = std::find_if(choices.begin(), choices.end(), [](const auto& choice) { return choice.second; });
    for (const auto& [choice, certain] : choices) {
      if ((sure != choices.end() && choice != sure->first) || hits.has[choice]) continue;
      hits.has[choice] = true;
      hits.choices.push_back(choice);
    }
    if (sure == choices.end()) hits.none = true;
    return;
  }
  if (table.interpolated && *table.interpolated == at) return take_hits(hits, choices, at + 1);
  std::vector<std::pair<std::uint32_t, bool>> before;
  bool first = true;
  for (const Value& value : hits.keys[at]) {
    std::vector<std::pair<std::uint32_t, bool>> taken;
    for (const auto& [choice, certain] : choices) {
      if (++hits.tests > most_tests) return;
      const Truth in = key_in(cells_of(table, choice)[at], value, table.keys[at]);
      if (may_be_yes(in)) taken.emplace_back(choice, certain && in == Truth::yes);
    }
    if (!first && taken == before) continue;
    if (taken.empty()) hits.none = true;
    else take_hits(hits, taken, at + 1);
    before = std::move(taken);
    first = false;
  }
}

// Between the neighbouring rows of a group, which stand in the order of their points; outside its rows there is nothing to go by.
Value TableLookup::interpolate(const LookupTable& table, std::uint32_t output, const std::vector<std::uint32_t>& rows,
                           const Value& value, std::vector<std::string>& where, const Reason*& outside) {
  if (const Interval* range = range_of(value)) return interpolate_range(table, output, rows, *range, where);
  const auto* key = std::get_if<NumberValue>(&value);
  if (key == nullptr) return Unknown{};
  const TableColumn& column = table.keys[*table.interpolated];
  const std::vector<LookupRow>& all_rows = table.rows();
  const auto point = [&](std::uint32_t row) -> const Number& { return table.point(all_rows[row]); };
  const auto given = [&](std::uint32_t row) -> const Number& {
    return std::get<NumberValue>(all_rows[row].outputs[output]).number;
  };
  const auto next = std::lower_bound(rows.begin(), rows.end(), key->number, [&](std::uint32_t row, const Number& number) { return point(row) < number; });
  if (next == rows.end() || (next == rows.begin() && point(*next) != key->number)) {
    const auto number = [&](const Number& at) {
      return Quantity{Interval::point(at), column.unit.is_plain() ? "" : column.unit.spelling};
    };
    outside = run_.reads.why(ReasonCode::outside_rows, {table.name, column.name, number(point(rows.front())),
                                                    number(point(rows.back())), number(key->number)});
    run_.warnings.warn(Reason{ReasonCode::so_unknown, {outside}});
    return Unknown{};
  }
  const std::uint32_t above = *next;
  const std::uint32_t below = point(above) == key->number ? above : *(next - 1);
  if (below == above) {
    where = {all_rows[below].written};
    return NumberValue{given(below)};
  }
  where = {all_rows[below].written, all_rows[above].written};
  const auto run = subtract(point(above), point(below));
  const auto rise = subtract(given(above), given(below));
  const auto way = subtract(key->number, point(below));
  const auto part = run && way ? divide(*way, *run) : std::nullopt;
  const auto step = part && rise ? multiply(*rise, *part) : std::nullopt;
  const auto result = step ? add(given(below), *step) : std::nullopt;
  if (!result) {
    run_.warnings.warn(Reason{ReasonCode::number_too_large, {}});
    return Unknown{};
  }
  return NumberValue{*result};
}

// Of a key between two ends: the outputs at these ends and at the points between. Where the key may be outside of the rows,
// anything.
Value TableLookup::interpolate_range(const LookupTable& table, std::uint32_t output, const std::vector<std::uint32_t>& rows,
                                 const Interval& range, std::vector<std::string>& where) {
  const std::vector<LookupRow>& all_rows = table.rows();
  const auto point = [&](std::uint32_t row) -> const Number& { return table.point(all_rows[row]); };
  const auto on_rows = [&](const std::optional<IntervalEnd>& end) {
    const auto below = [&](std::uint32_t row) { return end && point(row) <= end->at; };
    const auto above = [&](std::uint32_t row) { return end && point(row) >= end->at; };
    return std::any_of(rows.begin(), rows.end(), below) && std::any_of(rows.begin(), rows.end(), above);
  };
  if (!on_rows(range.low) || !on_rows(range.high)) return run_.values.ranges.value(Interval::anything());
  std::optional<Interval> all;
  const auto take = [&](const Number& at, bool open) {
    std::vector<std::string> row;
    const Reason* outside = nullptr;
    const auto got = interval_of(interpolate(table, output, rows, NumberValue{at}, row, outside));
    if (!got) return false;
    if (where.empty()) where = row;
    // An end that the key does not reach is one that the output does not reach, where no other point does.
    const Interval one{IntervalEnd{got->low->at, open}, IntervalEnd{got->high->at, open}};
    all = all ? crit::hull(*all, one) : one;
    return true;
  };
  bool good = take(range.low->at, range.low->open) && take(range.high->at, range.high->open);
  for (const std::uint32_t row : rows) {
    if (good && point(row) > range.low->at && point(row) < range.high->at) good = take(point(row), false);
  }
  if (!good) return run_.values.ranges.value(Interval::anything());
  if (all->low->at == all->high->at) return NumberValue{all->low->at};  // level, also where both ends are open
  return run_.values.ranges.value(*all);
}

Value TableLookup::lookup(std::uint32_t number, std::uint32_t output, const std::vector<Value>& keys,
                      const Reason*& outside, ReadSet* evidence) {
  const LookupTable& table = run_.chunk.tables[number];
  Hits hits;
  hits.table = &table;
  hits.has.resize(choices_of(table));
  for (std::size_t i = 0; i < keys.size(); ++i) hits.keys.push_back(possible_keys(keys[i], table.keys[i]));
  std::vector<std::pair<std::uint32_t, bool>> all;
  for (std::uint32_t choice = 0; choice < hits.has.size(); ++choice) all.emplace_back(choice, true);
  take_hits(hits, all, 0);
  std::vector<Value> options;
  std::vector<TakenRow> rows;
  const auto option = [&](const Value& value, TakenRow row) {
    options.push_back(value);
    rows.push_back(std::move(row));
  };
  run_.work.look(hits.has.size() + hits.tests);
  if (hits.tests > most_tests) {
    option(Unknown{}, {});
  } else if (table.interpolated) {
    for (const std::uint32_t group : hits.choices) {
      for (const Value& key : hits.keys[*table.interpolated]) {
        std::vector<std::string> where;
        const Value value = interpolate(table, output, table.groups()[group], key, where, outside);
        option(value, {std::move(where)});
      }
    }
  } else {
    for (const std::uint32_t row : hits.choices) option(table.rows()[row].outputs[output], {{table.rows()[row].written}});
  }
  // With every key in some row, the true one is in some row, too.
  if (hits.none && !table.complete && !table.otherwise.empty()) option(table.otherwise[output], {{"otherwise"}, true});
  if (evidence != nullptr) note_lookup(number, output, keys, options, rows, *evidence);
  return run_.values.combine(std::move(options));
}

Argument TableLookup::shown(const Value& value, const TableColumn& column) const {
  if (const std::optional<Interval> one = interval_of(value))
    return Quantity{*one, column.unit.is_plain() ? "" : run_.options.ucum ? column.unit.ucum : column.unit.spelling};
  const auto text = [&]() -> std::string {
    if (const auto* duration = std::get_if<Duration>(&value)) return to_string(*duration);
    if (const auto* span = std::get_if<SpanValue>(&value)) {
      return span->from.exact() && span->to.exact() && span->from.first <= span->to.first
                 ? span_to_string(span->from.first, span->to.first)
                 : "?";
    }
    if (const auto* words = std::get_if<TextValue>(&value)) return "\"" + words->data->written + "\"";
    if (const auto* code = std::get_if<CodeValue>(&value)) return code->data->written;
    if (const auto* truth = std::get_if<Truth>(&value))
      return *truth == Truth::yes ? "yes" : *truth == Truth::no ? "no" : "?";
    if (const auto* alternative = std::get_if<Alternative>(&value)) {
      const auto& alternatives = run_.chunk.schema.enumerations[column.enumeration].alternatives;
      return alternative->index < alternatives.size() ? alternatives[alternative->index] : "?";
    }
    return "?";
  };
  if (const auto* date = std::get_if<Date>(&value)) return *date;
  return text();
}

// "starting_dose(12 kg, medicaid).dose 2 mg, row `10 kg .. 20 kg, any`"
void TableLookup::note_lookup(std::uint32_t number, std::uint32_t output, const std::vector<Value>& keys,
                          const std::vector<Value>& options, const std::vector<TakenRow>& rows, ReadSet& evidence) {
  const LookupTable& table = run_.chunk.tables[number];
  Argument::List asked;
  for (std::size_t i = 0; i < keys.size(); ++i) asked.push_back(shown(keys[i], table.keys[i]));
  Argument::List values;  // each once
  std::vector<const TakenRow*> by;
  for (std::size_t i = 0; i < options.size(); ++i) {
    if (is_unknown(options[i])) continue;
    const auto here = options.begin() + static_cast<std::ptrdiff_t>(i);
    if (std::find(options.begin(), here, options[i]) == here)
      values.push_back(shown(options[i], table.outputs[output]));
    if (!rows[i].written.empty()) by.push_back(&rows[i]);
  }
  if (values.empty()) return;  // unknown: its keys say why
  std::vector<Argument> arguments{table.name, table.outputs.size() > 1 ? table.outputs[output].name : std::string(),
                                  std::move(asked), std::move(values)};
  const auto note = [&](ReasonCode code) {
    evidence.insert(evidence.begin(),
                    run_.reads.note(Read::Kind::lookup, number, output, 0, false, run_.reads.why(code, std::move(arguments))));
  };
  if (by.size() == 1 && by.front()->is_otherwise) return note(ReasonCode::found_otherwise);
  if (options.size() == 1 && by.size() == 1) {
    for (const std::string& written : by.front()->written) arguments.emplace_back(written);
    return note(by.front()->written.size() == 2 ? ReasonCode::found_between_rows : ReasonCode::found_in_row);
  }
  Argument::List all;
  for (const TakenRow* row : by) all.emplace_back(Argument::List(row->written.begin(), row->written.end()));
  arguments.emplace_back(std::move(all));
  note(ReasonCode::found_in_rows);
}

}  // namespace crit
