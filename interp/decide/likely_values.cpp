#include "likely_values.hpp"

#include <algorithm>
#include <optional>

#include "code.hpp"
#include "crit/crit.hpp"
#include "needs.hpp"

namespace crit {
namespace {

// These keep a search short. What is compared with the fact itself comes first, and is seldom more.
constexpr std::size_t most_limits = 16;
constexpr std::size_t most_values = 100;

template <typename One>
void add_once(std::vector<One>& all, One one) {
  if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(std::move(one));
}

template <typename Kind>
std::vector<Kind> those(const std::vector<Value>& values) {
  std::vector<Kind> found;
  for (const Value& value : values) {
    const auto* one = std::get_if<Kind>(&value);
    if (one != nullptr && found.size() < most_limits) add_once(found, *one);
  }
  return found;
}

// Of a code on file that is too general to tell: codes that it stands for.
bool stands_for(const FactCell* on_file, const std::string& system, const std::string& code) {
  const auto* general = on_file == nullptr ? nullptr : std::get_if<CodeValue>(&on_file->value);
  if (general == nullptr || general->data->system != system) return true;
  return code.size() > general->data->compared.size() &&
         code.compare(0, general->data->compared.size(), general->data->compared) == 0;
}

// A code that no policy is likely to list.
std::string other_code(const std::string& system) {
  for (const char* code : {"Z99.89", "A9999", "99499", "99999-9999-99", "138875005", "99999-9", "999999"}) {
    if (normalize_code(system, code).code) return code;
  }
  return {};
}

}  // namespace

LikelyValues::LikelyValues(const Chunk& chunk, Day as_of) : chunk_(chunk), as_of_(as_of) {
  std::map<std::uint32_t, std::vector<Place>> looked_at;     // by define
  std::map<std::uint32_t, std::vector<std::uint32_t>> used;  // by define: defines that it uses
  std::vector<Compared> defines(chunk.defines.size());
  std::vector<std::uint32_t> define_at(chunk.code.size(), nowhere);
  for (std::uint32_t i = 0; i < chunk.defines.size(); ++i) {
    for (std::uint32_t at = chunk.defines[i].begin; at < std::min<std::size_t>(chunk.defines[i].end, define_at.size());
         ++at)
      define_at[at] = i;
  }
  std::vector<std::uint32_t> owner;  // the define that an instruction is of
  for (const std::uint32_t place : places_without_sieves(chunk)) {
    code_.push_back(chunk.code[place]);
    owner.push_back(define_at[place]);
  }
  std::vector<std::uint32_t> lists;                 // that are open here
  std::vector<std::vector<Place>> fields_of_lists;  // that are looked at for the items of each
  std::vector<SourceMask> documented;               // as it is asked here
  const auto look = [&](std::size_t at, Place place) {
    gather(at, near_[place]);
    if (owner[at] != nowhere) looked_at[owner[at]].push_back(place);
    for (std::vector<Place>& fields : fields_of_lists) fields.push_back(place);
    if (!documented.empty())
      masks_[{place.first, place.first == nowhere ? place.second : 0}].push_back(documented.back());
  };
  for (std::size_t at = 0; at < code_.size(); ++at) {
    const Instruction& here = code_[at];
    if (here.op == Op::DocumentedBy)
      documented.push_back(chunk.documentation[here.a] & (documented.empty() ? any_source : documented.back()));
    if (here.op == Op::DocumentedEnd && !documented.empty()) documented.pop_back();
    if (here.op == Op::ListOpen) {
      lists.push_back(here.a);
      fields_of_lists.emplace_back();
    }
    if (here.op == Op::ListOpen && !documented.empty()) masks_[{here.a, 0}].push_back(documented.back());
    if (here.op == Op::Fact) look(at, {nowhere, here.a});
    if (here.op == Op::Includes) {
      look(at, {here.a, 0});
      add_once(near_[{here.a, 0}].code_sets, here.b);
    }
    if ((here.op == Op::ItemField || here.op == Op::PairField) && here.a < lists.size())
      look(at, {lists[lists.size() - 1 - here.a], here.b});
    if (here.op == Op::Define) gather(at, defines[here.a]);
    if (here.op == Op::Define && owner[at] != nowhere) used[owner[at]].push_back(here.a);
    const bool closes = here.op == Op::ListTruth || here.op == Op::ListRun || here.op == Op::ListValue;
    if (!closes || lists.empty()) continue;
    for (const Place& place : fields_of_lists.back()) gather(at, near_[place]);  // `latest height.sd <= -3`
    lists.pop_back();
    fields_of_lists.pop_back();
  }
  const auto join = [](Compared& into, const Compared& from) {
    into.values.insert(into.values.end(), from.values.begin(), from.values.end());
    into.code_sets.insert(into.code_sets.end(), from.code_sets.begin(), from.code_sets.end());
  };
  // What a define is compared with, those that it uses are. Mostly a define stands before its users.
  const auto pass_on = [&](std::uint32_t user, const std::vector<std::uint32_t>& parts) {
    for (const std::uint32_t part : parts) {
      if (part != user) join(defines[part], Compared(defines[user]));
    }
  };
  for (auto one = used.rbegin(); one != used.rend(); ++one) pass_on(one->first, one->second);
  for (const auto& [user, parts] : used) pass_on(user, parts);
  for (const auto& [define, places] : looked_at) {
    for (const Place& place : places) join(near_[place], defines[define]);
  }
  all_.values = chunk.constants;
  for (std::size_t at = 0; at < code_.size(); ++at) {
    if (const std::optional<Value> value = constant_at(at)) all_.values.push_back(*value);
  }
  for (const ValueList& list : chunk.value_lists)
    all_.values.insert(all_.values.end(), list.values.begin(), list.values.end());
  for (const LookupTable& table : chunk.tables) take_table(table, all_);
  for (std::uint32_t i = 0; i < chunk.code_sets.size(); ++i) all_.code_sets.push_back(i);
}

// `-3` is 3, and then its sign is changed.
std::optional<Value> LikelyValues::constant_at(std::size_t at) const {
  if (code_[at].op != Op::Constant) return std::nullopt;
  const Value& value = chunk_.constants[code_[at].a];
  const auto* number = std::get_if<NumberValue>(&value);
  if (number == nullptr || at + 1 == code_.size() || code_[at + 1].op != Op::Negate) return value;
  const std::optional<Number> negative = negate(number->number);
  return negative ? Value(NumberValue{*negative}) : value;
}

// What stands close to the place at which the fact is looked at: a comparison's other side, a set, a table.
void LikelyValues::gather(std::size_t at, Compared& into) const {
  constexpr std::size_t close = 4;
  const std::vector<Instruction>& code = code_;
  for (std::size_t i = at - std::min(at, close); i < std::min(at + close + 1, code.size()); ++i) {
    if (const std::optional<Value> value = constant_at(i)) into.values.push_back(*value);
    if (i < at) continue;
    if (code[i].op == Op::InValues) {
      const std::vector<Value>& values = chunk_.value_lists[code[i].a].values;
      into.values.insert(into.values.end(), values.begin(), values.end());
    }
    if (code[i].op == Op::InCodes) add_once(into.code_sets, code[i].a);
    if (code[i].op == Op::Lookup) take_table(chunk_.tables[code[i].a], into);
  }
  // Further on in the criterion, what is compared with what is made of the fact: `first_known(height.sd, …) <= -3`.
  constexpr std::size_t farther = 80;
  for (std::size_t i = at + close;
       i + 1 < std::min(at + farther, code.size()) && code[i].op != Op::Criterion && code[i].op != Op::Return; ++i) {
    const bool is_compared =
        code[i + 1].op == Op::CompareNumber || code[i + 1].op == Op::CompareDate || code[i + 1].op == Op::CompareSpan;
    if (is_compared && code[i].op == Op::Constant) into.values.push_back(*constant_at(i));
  }
}

void LikelyValues::take_table(const LookupTable& table, Compared& into) const {
  for (const TableColumn& key : table.keys)
    into.values.insert(into.values.end(), key.samples.begin(), key.samples.end());
  for (const LookupRow& row : table.rows()) {
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      if (table.keys[i].kind == ColumnKind::code && !row.cells[i].any) add_once(into.code_sets, row.cells[i].code_set);
    }
  }
}

std::vector<std::string> LikelyValues::sources(bool is_list, std::uint32_t slot) const {
  const SourceMask own = is_list ? chunk_.schema.lists[slot].documented : chunk_.schema.facts[slot].documented;
  if (own == any_source && chunk_.documentation.empty()) return {};
  const auto asked = masks_.find(is_list ? Place{slot, 0} : Place{nowhere, slot});
  std::vector<std::pair<std::ptrdiff_t, std::string>> counted;
  for (std::size_t kind = 0; kind < chunk_.schema.kinds.size(); ++kind) {
    const auto takes = [&](SourceMask mask) { return (mask >> kind & 1U) != 0; };
    if (!takes(own)) continue;
    std::ptrdiff_t count = std::count_if(chunk_.documentation.begin(), chunk_.documentation.end(), takes);
    if (asked != masks_.end()) count += 1000 * std::count_if(asked->second.begin(), asked->second.end(), takes);
    counted.emplace_back(count, chunk_.schema.kinds[kind]);
  }
  std::stable_sort(counted.begin(), counted.end(),
                   [](const auto& left, const auto& right) { return left.first > right.first; });
  std::vector<std::string> sources;
  for (auto& [count, kind] : counted) sources.push_back(std::move(kind));
  return sources;
}

std::vector<std::string> LikelyValues::of_fact(std::uint32_t slot, const FactCell* on_file) const {
  return of({nowhere, slot}, chunk_.schema.facts[slot].type, on_file);
}

std::vector<std::string> LikelyValues::of_field(std::uint32_t list, std::uint32_t field,
                                                const FactCell* on_file) const {
  return of({list, field}, chunk_.schema.lists[list].fields[field].type, on_file);
}

std::vector<std::string> LikelyValues::of(Place place, const FactType& type, const FactCell* on_file) const {
  static const Compared nothing;
  const auto found = near_.find(place);
  const Compared& near = found == near_.end() ? nothing : found->second;
  std::vector<Value> limits = near.values;
  limits.insert(limits.end(), all_.values.begin(), all_.values.end());
  if (on_file != nullptr && on_file->state != FactState::supplied) on_file = nullptr;
  std::vector<std::string> values;
  switch (type.kind) {
    case FactKind::yes_no: values = {"true", "false"}; break;
    case FactKind::enumeration:
      for (const auto& answer : possible_answers(chunk_.schema, type)) values.push_back(json_string(answer.first));
      break;
    case FactKind::number: values = numbers(near, type, on_file); break;
    case FactKind::date: values = dates(near, on_file); break;
    case FactKind::duration: values = durations(limits); break;
    case FactKind::text: values = texts(limits); break;
    case FactKind::code: values = codes(near, type, on_file); break;
  }
  if (values.size() > most_values) values.resize(most_values);
  return values;
}

std::vector<std::string> LikelyValues::numbers(const Compared& near, const FactType& type,
                                               const FactCell* on_file) const {
  const Interval* within = on_file == nullptr ? nullptr : range_of(on_file->value);
  std::vector<std::string> values;
  const auto take = [&](const std::optional<Number>& number) {
    if (!number || (within != nullptr && !within->contains(*number))) return;
    const std::optional<Number> decimal = number->to_string().rfind("about", 0) == 0 ? number->round_to(6) : number;
    if (!decimal) return;
    const std::string text = decimal->to_string();
    add_once(values, type.unit.is_plain() ? text : json_string(text + " " + type.unit.spelling));
  };
  // One of each part that the limits make of the axis; first those that it is itself compared with.
  for (const std::vector<Value>* limits : {&near.values, &all_.values}) {
    std::vector<Number> at;
    for (const NumberValue& limit : those<NumberValue>(*limits)) at.push_back(limit.number);
    if (within != nullptr && within->low) at.push_back(within->low->at);
    if (within != nullptr && within->high) at.push_back(within->high->at);
    if (at.empty() && limits == &all_.values) at = {0, 1, 10, 100};
    std::sort(at.begin(), at.end());
    at.erase(std::unique(at.begin(), at.end()), at.end());
    for (std::size_t i = 0; i < at.size(); ++i) {
      if (i == 0) take(subtract(at[i], 1));
      take(at[i]);
      const std::optional<Number> sum = i + 1 == at.size() ? std::nullopt : add(at[i], at[i + 1]);
      take(i + 1 == at.size() ? add(at[i], 1) : sum ? divide(*sum, 2) : std::nullopt);
    }
    if (!at.empty()) take(multiply(at.back(), 10));
  }
  return values;
}

std::vector<std::string> LikelyValues::dates(const Compared& near, const FactCell* on_file) const {
  const auto* on = on_file == nullptr ? nullptr : std::get_if<Date>(&on_file->value);
  // What goes on ends some day to come.
  const Date within = on == nullptr || (on->exact() && *on != ongoing) ? Date{first_day, last_day}
                      : *on == ongoing                                 ? Date{as_of_, last_day}
                                                                       : *on;
  std::vector<std::string> values;
  const auto take = [&](std::optional<Day> day, std::initializer_list<int> by = {0}) {
    for (const int days : by) {
      if (!day || *day < first_day + 366 || *day > last_day - 366) return;
      const Day other = static_cast<Day>(*day + days);
      if (within.first <= other && other <= within.last) add_once(values, json_string(to_string(other)));
    }
  };
  if (!within.exact() && within.last != last_day) {
    take(within.first);
    take(within.last);
    take(static_cast<Day>(within.first + (within.last - within.first) / 2));
  }
  const auto take_limits = [&](const Compared& compared) {
    for (const Date& date : those<Date>(compared.values)) {
      take(date.first, {0, -1});
      take(date.last, {0, 1});
    }
    for (const Duration& duration : those<Duration>(compared.values))
      take(subtract(as_of_, duration, chunk_.leap), {0, -1, 1});
    for (const NumberValue& number : those<NumberValue>(compared.values)) {  // of days, of completed years, of a month
      const std::optional<std::int64_t> whole = number.number.as_int64();
      if (!whole || *whole < 0 || *whole > 40'000) continue;
      take(static_cast<Day>(as_of_ - *whole), {0, -1, 1});
      if (*whole <= 120)
        take(subtract(as_of_, Duration{static_cast<std::int32_t>(12 * *whole), 0}, chunk_.leap), {0, 1});
      if (*whole >= 1 && *whole <= 12)
        take(day_from_civil(civil_from_day(as_of_).year - 1, static_cast<int>(*whole), 15));
    }
  };
  take(as_of_, {-1});
  take_limits(near);
  take(as_of_, {-40, 0, 1, -400, -4000});
  take_limits(all_);
  for (const Duration& duration : those<Duration>(all_.values)) take(add(as_of_, duration, chunk_.leap), {0, 1});
  take(as_of_, {-20000, 400});
  return values;
}

std::vector<std::string> LikelyValues::durations(const std::vector<Value>& limits) const {
  std::vector<std::string> values;
  for (const Duration& duration : those<Duration>(limits)) {
    add_once(values, json_string(to_string(duration)));
    add_once(values, json_string(to_string(Duration{duration.months, duration.days + 1})));
    if (duration.days > 0)
      add_once(values, json_string(to_string(Duration{duration.months, duration.days - 1})));
    else if (duration.months > 0)
      add_once(values, json_string(to_string(Duration{duration.months - 1, 27})));
  }
  for (const Duration& duration : {Duration{0, 1}, Duration{1, 0}, Duration{1200, 0}})
    add_once(values, json_string(to_string(duration)));
  return values;
}

std::vector<std::string> LikelyValues::texts(const std::vector<Value>& limits) const {
  std::vector<std::string> values;
  for (const TextValue& text : those<TextValue>(limits)) add_once(values, json_string(text.data->written));
  add_once(values, std::string("\"other\""));
  return values;
}

std::vector<std::string> LikelyValues::codes(const Compared& near, const FactType& type,
                                             const FactCell* on_file) const {
  std::vector<std::string> values;
  const auto take = [&](std::string code) {
    for (std::size_t longer = 0; longer < 4; ++longer, code += '0') {  // `E1*` is no code: E10 is
      const NormalCode normal = normalize_code(type.system, code);
      if (!normal.code || !stands_for(on_file, type.system, *normal.code)) continue;
      add_once(values, json_string(code));
      return;
    }
  };
  for (const CodeValue& code : those<CodeValue>(near.values)) take(code.data->written);
  std::vector<std::uint32_t> sets = near.code_sets;
  sets.insert(sets.end(), all_.code_sets.begin(), all_.code_sets.end());
  for (const std::uint32_t set : sets) {
    if (chunk_.code_sets[set].system != type.system) continue;
    for (const CodeEntry& entry : chunk_.code_sets[set].entries) {
      if (values.size() >= most_values) break;
      take(entry.first);
      if (entry.kind == CodeEntry::Kind::range) take(entry.last);
    }
  }
  const std::string other = other_code(type.system);
  if (!other.empty()) values.insert(values.begin() + (values.empty() ? 0 : 1), json_string(other));
  return values;
}

}  // namespace crit
