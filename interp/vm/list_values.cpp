// What a closed loop gives as a value: of the item that was picked, or of all its items; and what that rests on.
#include <algorithm>
#include <set>

#include "closings.hpp"

namespace crit {

using terms::Selector;

namespace {

// Texts by which values are told apart.
std::string key_of(const Value& value) {
  if (const auto* number = std::get_if<NumberValue>(&value)) return number->number.to_exact_string();
  if (const auto* text = std::get_if<TextValue>(&value)) return text->data->compared;
  if (const auto* code = std::get_if<CodeValue>(&value)) return code->data->system + "|" + code->data->compared;
  if (const auto* date = std::get_if<Date>(&value)) return to_string(*date);
  if (const auto* alternative = std::get_if<Alternative>(&value)) return std::to_string(alternative->index);
  if (const auto* truth = std::get_if<Truth>(&value)) return std::string(truth_name(*truth));
  if (const auto* duration = std::get_if<Duration>(&value)) return to_string(*duration);
  return "";
}

// How many different days they may be: at least those of what is in, as many on one day as can; at most one each, where there
// is a day left for it.
template <typename Items>
std::pair<std::size_t, std::size_t> distinct_days(const Items& items) {
  std::vector<Date> sure;
  std::vector<Date> all;
  for (const auto* item : items) {
    const auto* date = std::get_if<Date>(&item->value);
    if (date == nullptr) continue;
    if (item->in == Truth::yes) sure.push_back(*date);
    all.push_back(*date);
  }
  const auto by_last = [](Date a, Date b) { return a.last < b.last; };
  std::sort(sure.begin(), sure.end(), by_last);
  std::size_t least = 0;
  std::optional<Day> stands;  // the day of those before
  for (const Date date : sure) {
    if (stands && *stands >= date.first) continue;
    stands = date.last;
    ++least;
  }
  // Day by day in order: of those that may be of the day, the one that is the sooner past.
  std::sort(all.begin(), all.end(), [](Date a, Date b) { return a.first < b.first; });
  std::multiset<Day> waiting;
  std::size_t most = 0;
  std::size_t next = 0;
  Day day = first_day;
  while (next < all.size() || !waiting.empty()) {
    if (waiting.empty()) day = std::max(day, all[next].first);
    while (next < all.size() && all[next].first <= day) waiting.insert(all[next++].last);
    while (!waiting.empty() && *waiting.begin() < day) waiting.erase(waiting.begin());
    if (waiting.empty()) continue;
    waiting.erase(waiting.begin());
    ++most;
    ++day;
  }
  return {least, most};
}

// How many different numbers they may be, some of them bounds: at least those of what is in, as many the same as can be.
template <typename Items>
std::pair<std::size_t, std::size_t> distinct_numbers(const Items& items) {
  std::vector<Interval> sure;
  std::set<std::string> points;
  std::size_t bounds = 0;
  for (const auto* item : items) {
    if (!is_range(item->value)) points.insert(key_of(item->value));
    else ++bounds;
    if (item->in == Truth::yes) sure.push_back(*interval_of(item->value));
  }
  const auto by_high = [](const Interval& a, const Interval& b) {
    if (!a.high || !b.high) return a.high.has_value();
    return a.high->at != b.high->at ? a.high->at < b.high->at : a.high->open && !b.high->open;
  };
  std::sort(sure.begin(), sure.end(), by_high);
  std::size_t least = 0;
  const Interval* stands = nullptr;  // those before may be its greatest number, or as near to it as you like
  for (const Interval& one : sure) {
    const bool may_be_the_same = stands != nullptr && (!stands->high || !one.low || one.low->at < stands->high->at ||
                                                       (one.low->at == stands->high->at && !one.low->open && !stands->high->open));
    if (may_be_the_same) continue;
    stands = &one;
    ++least;
  }
  return {least, points.size() + bounds};
}

}  // namespace

// How many joined periods there are: in every world so many. One that is not on file may join all others.
Value Closings::joined_count(const ListLoop& loop, bool whole, ReadSet& evidence) {
  constexpr std::size_t most_tried = 64;
  std::set<std::size_t> counts;
  for (const std::vector<std::uint32_t>& world : loop.worlds) {
    std::size_t sure = 0;
    std::size_t unsure = 0;
    for (const std::uint32_t place : world) {
      sure += loop.items[place].in == Truth::yes ? 1 : 0;
      unsure += loop.items[place].in == Truth::unknown ? 1 : 0;
    }
    for (std::size_t n = sure; n <= sure + std::min(unsure, most_tried); ++n) counts.insert(n);
  }
  const std::size_t least = counts.empty() ? 0 : *counts.begin();
  const auto plain = [](std::size_t count) { return Number(static_cast<std::int64_t>(count)); };
  if (!whole || counts.size() != 1 || loop.bounded) {
    const bool any = add_unsure(loop, evidence);
    if (!whole || !any)
      access_.add_list_doubt(loop.list, whole ? run_.why(ReasonCode::item_not_known) : run_.sources.why_open(loop.list, *loop.cell), evidence);
    // Where what is asked holds of a longer period, too, at least one is left of those on file, whatever joins them.
    if (!whole || loop.bounded) return run_.values.ranges.value(Interval::whole_from(plain(least > 0 && loop.monotone ? 1 : 0)));
    if (counts.size() > most_tried) return run_.values.ranges.value(Interval::whole_from(plain(least)));
  } else if (least == 0) {
    access_.add_list_read(loop.list, false,
                  run_.why(loop.cell->items == 0 ? ReasonCode::none_complete : ReasonCode::none_fits_complete), evidence);
  }
  std::vector<Value> options;
  for (const std::size_t count : counts) options.emplace_back(NumberValue{plain(count)});
  return run_.values.combine(std::move(options));
}

Value Closings::list_value(Selector selector, ReadSet& evidence) {
  ListLoop& loop = loops_.innermost();
  loop.wants_whole = selector == Selector::sum || selector == Selector::average || selector == Selector::count || selector == Selector::count_distinct || selector == Selector::days_covered;
  const bool trace = run_.options.trace;
  const bool supplied = loop.cell->state == FactState::supplied && !loop.too_large;
  if (trace) add_evidence(evidence, loop.evidence);
  const auto gather = [&] {
    if (!trace) return;
    for (LoopItem& item : loop.items) {
      if (item.in == Truth::no) continue;
      if (item.evidence.empty()) access_.position(loop, item.first, 0, item.evidence);
      add_evidence(evidence, item.evidence);
    }
  };
  const auto unknown = [&](const Reason* reason) -> Value {
    if (trace) {
      evidence = run_.reads.doubts(evidence);
      if (!supplied)
        none_reason(loop, evidence);
      else if (!run_.reads.any_missing(evidence))
        access_.add_list_read(loop.list, true, reason, evidence);
    }
    return Unknown{};
  };

  if (selector == Selector::change || selector == Selector::rate) {
    std::vector<std::size_t> used;
    Value result = change_of(loop, selector == Selector::rate, used, evidence);
    if (trace) {
      // The pair, the earlier first; where there is none, what there is.
      for (const std::size_t i : used) {
        const ReadSet& own = loop.items[i].evidence;
        add_evidence(evidence, {own.rbegin(), own.rend()});
      }
      if (used.empty() && supplied) {
        for (const LoopItem& item : loop.items.empty() && loop.pairing->left_out == 0 ? loop.singles : loop.items) {
          if (item.in == Truth::no) continue;
          ReadSet own = item.evidence;
          if (own.empty()) access_.position(loop, item.first, 0, own);
          add_evidence(evidence, own);
        }
      }
    }
    if (is_unknown(result)) return unknown(run_.why(ReasonCode::no_two_apart));
    if (std::holds_alternative<SeveralRef>(result) && used.size() > 1)
      access_.add_list_doubt(loop.list, run_.why(ReasonCode::ends_disagree), evidence);
    return result;
  }
  if (selector == Selector::days_covered) return supplied ? days_covered(loop, evidence) : unknown(nullptr);
  if (selector == Selector::largest_gap) {
    gather();
    Value result = gap_of(loop);
    if (!is_unknown(result)) return result;
    return unknown(!is_complete(loop) && supplied ? run_.sources.why_open(loop.list, *loop.cell)
                                                  : run_.why(ReasonCode::none_surely_fits));
  }
  if (loop.picked) {
    gather();
    std::vector<Value> options;
    for (const LoopItem& item : loop.items) {
      if (item.in != Truth::no) options.push_back(item.value);
    }
    if (options.empty()) {
      none_reason(loop, evidence);
      return Unknown{};
    }
    if (loop.may_be_none) {
      add_unsure(loop, evidence);
      if (trace) evidence = run_.reads.doubts(evidence);
      none_reason(loop, evidence, true);
      return Unknown{};
    }
    Value result = run_.values.combine(std::move(options));
    const Reason* several = run_.why(ReasonCode::they_disagree);
    if (std::holds_alternative<SeveralRef>(result)) access_.add_list_doubt(loop.list, several, evidence);
    return is_unknown(result) ? unknown(several) : result;
  }

  // A value of all items. An item that may or may not be in, or whose value is unknown, leaves a bound at best; over a
  // whole list, the numbers that are possible.
  if (!loop.joined || loop.worlds.size() == 1) gather();
  if (!supplied) return unknown(nullptr);
  const bool whole = is_complete(loop);
  const auto plain = [](std::size_t count) { return Number(static_cast<std::int64_t>(count)); };
  std::size_t sure = 0;        // items that are in
  std::size_t unsure = 0;      // that may be
  bool without_value = false;  // some item that may be in has no value
  std::vector<const LoopItem*> valued;
  std::optional<Interval> best;    // of those that are in
  std::optional<Interval> extent;  // … and what it may be with those that may be in
  const Number* best_known = nullptr;  // of those that are in, and known …
  Number total_known = 0;
  std::optional<Interval> total;       // … of all others
  bool lost = false;                   // a number did not fit
  const bool counts = selector == Selector::count || selector == Selector::count_distinct;
  for (const LoopItem& item : loop.items) {
    if (item.in == Truth::no) continue;
    (item.in == Truth::yes ? sure : unsure) += 1;
    if (selector == Selector::count) continue;
    if (counts) {
      const bool plain_value = !is_unknown(item.value) && !std::holds_alternative<SeveralRef>(item.value);
      if (plain_value) valued.push_back(&item);
      else without_value = true;
      continue;
    }
    if (const auto* known = std::get_if<NumberValue>(&item.value); known != nullptr && item.in == Truth::yes) {
      valued.push_back(&item);
      if (best_known == nullptr || (selector == Selector::highest ? known->number > *best_known : known->number < *best_known)) best_known = &known->number;
      const std::optional<Number> sum = crit::add(total_known, known->number);
      lost = lost || !sum;
      total_known = sum.value_or(total_known);
      continue;
    }
    const std::optional<Interval> number = interval_of(run_.values.hull({item.value}));
    if (!number) {
      without_value = true;
      continue;
    }
    valued.push_back(&item);
    if (item.in == Truth::yes) best = !best ? *number : selector == Selector::highest ? greater(*best, *number) : lesser(*best, *number);
    const Interval counted = item.in == Truth::yes ? *number : crit::hull(*number, Interval::point(0));
    total = total ? crit::add(*total, counted, lost) : counted;
  }
  if (best_known != nullptr) {
    const Interval known = Interval::point(*best_known);
    best = !best ? known : selector == Selector::highest ? greater(*best, known) : lesser(*best, known);
  }
  // One that may be in can only raise the highest, and lower the lowest.
  if (best && (selector == Selector::highest || selector == Selector::lowest)) {
    extent = best;
    for (const LoopItem* item : valued) {
      if (item->in == Truth::yes) continue;
      const Interval number = *interval_of(run_.values.hull({item->value}));
      extent = crit::hull(*extent, selector == Selector::highest ? greater(*extent, number) : lesser(*extent, number));
    }
  }
  const Reason* doubt = !trace ? nullptr : whole ? run_.why(ReasonCode::item_not_known) : run_.sources.why_open(loop.list, *loop.cell);
  const bool certain = whole && unsure == 0 && !without_value;
  const auto doubtful = [&] {
    if (!certain) access_.add_list_doubt(loop.list, doubt, evidence);
  };
  // From `least` to `most`, where the list is whole; else at least `least`.
  const auto counted = [&](std::size_t least, std::size_t most) -> Value {
    doubtful();
    if (most == 0 && whole)
      access_.add_list_read(loop.list, false,
                    run_.why(loop.cell->items == 0 ? ReasonCode::none_complete : ReasonCode::none_fits_complete), evidence);
    if (!whole) return run_.values.ranges.value(Interval::whole_from(plain(least)));
    if (most - least >= 64) return run_.values.ranges.value(Interval::whole_between(plain(least), plain(most)));
    std::vector<Value> options;
    for (std::size_t n = least; n <= most; ++n) options.emplace_back(NumberValue{plain(n)});
    return run_.values.combine(std::move(options));
  };
  if (loop.joined) return joined_count(loop, whole, evidence);
  switch (selector) {
    case Selector::count: return counted(sure, sure + unsure);
    case Selector::count_distinct: {
      if (std::any_of(valued.begin(), valued.end(), [](const LoopItem* item) { return std::holds_alternative<Date>(item->value); })) {
        const auto [least, most] = distinct_days(valued);
        return counted(std::max<std::size_t>(least, sure > 0 ? 1 : 0), most + (sure + unsure - valued.size()));
      }
      if (std::any_of(valued.begin(), valued.end(), [](const LoopItem* item) { return is_range(item->value); })) {
        const auto [least, most] = distinct_numbers(valued);
        return counted(std::max<std::size_t>(least, sure > 0 ? 1 : 0), most + (sure + unsure - valued.size()));
      }
      std::set<std::string> of_sure;
      std::set<std::string> of_all;
      for (const LoopItem* item : valued) {
        std::string key = key_of(item->value);
        if (item->in == Truth::yes) of_sure.insert(key);
        of_all.insert(std::move(key));
      }
      return counted(std::max<std::size_t>(of_sure.size(), sure > 0 ? 1 : 0), of_all.size() + (sure + unsure - valued.size()));
    }
    case Selector::highest:
    case Selector::lowest: {
      const bool highest = selector == Selector::highest;
      if (!best) {
        if (sure + unsure == 0) none_reason(loop, evidence);
        return sure + unsure == 0 ? Value(Unknown{}) : unknown(doubt);
      }
      doubtful();
      // What is not on file, or has no value, may be higher (lower) than all that has.
      if (!whole || without_value) {
        (highest ? extent->high : extent->low).reset();
        return run_.values.ranges.value(*extent);
      }
      std::vector<Value> options{run_.values.ranges.value(*best)};
      for (const LoopItem* item : valued) {
        if (item->in == Truth::yes) continue;
        const Interval number = *interval_of(run_.values.hull({item->value}));
        options.push_back(run_.values.ranges.value(highest ? greater(*best, number) : lesser(*best, number)));
      }
      return run_.values.combine(std::move(options));
    }
    case Selector::sum:
    case Selector::average: {
      const bool average = selector == Selector::average;
      if (average && sure + unsure == 0) {
        none_reason(loop, evidence);
        return Unknown{};
      }
      if (!whole || without_value || (average && sure == 0)) return unknown(doubt);
      const auto too_large = [&]() -> Value {
        run_.warnings.warn(Reason{ReasonCode::number_too_large, {}});
        return Unknown{};
      };
      doubtful();
      if (std::all_of(valued.begin(), valued.end(), [](const LoopItem* item) { return std::holds_alternative<NumberValue>(item->value); })) {
        const std::optional<Value> result = sums(valued, average);
        return result ? *result : too_large();
      }
      constexpr std::size_t most_tried = 6;  // items that may be in: 64 ways
      if (average && unsure > most_tried) return unknown(doubt);
      if (unsure > 0 && unsure <= most_tried) {
        std::vector<Value> options;
        std::vector<const LoopItem*> open;
        std::copy_if(valued.begin(), valued.end(), std::back_inserter(open), [](const LoopItem* item) { return item->in != Truth::yes; });
        for (std::size_t chosen = 0; chosen < (std::size_t{1} << open.size()); ++chosen) {
          Interval one = Interval::point(plain(0));
          std::size_t count = 0;
          for (const LoopItem* item : valued) {
            const auto place = static_cast<std::size_t>(std::find(open.begin(), open.end(), item) - open.begin());
            if (item->in != Truth::yes && (chosen >> place & 1U) == 0) continue;
            one = crit::add(one, *interval_of(run_.values.hull({item->value})), lost);
            ++count;
          }
          if (average) one = divide(one, Interval::point(plain(count)), lost);
          options.push_back(run_.values.ranges.value(one));
        }
        return lost ? too_large() : run_.values.combine(std::move(options));
      }
      Interval result = Interval::point(total_known);
      if (total) result = crit::add(*total, result, lost);
      if (average) result = divide(result, Interval::point(plain(sure)), lost);
      return lost ? too_large() : run_.values.ranges.value(result);
    }
    case Selector::some: case Selector::no: case Selector::every: case Selector::at_least: case Selector::at_most:
    case Selector::exactly: break;  // conditions: closing.cpp
    case Selector::latest: case Selector::earliest: case Selector::previous: case Selector::change: case Selector::rate:
    case Selector::largest_gap: case Selector::days_covered: break;  // of one item or of two, or of periods: above
  }
  return Unknown{};
}

// Of the items that are in, and any of those that may be: each sum (or average) there may be, where these are few; else what
// lies between the least and the greatest. nullopt where one does not fit.
std::optional<Value> Closings::sums(const std::vector<const LoopItem*>& items, bool average) {
  constexpr std::size_t most_tried = 6;  // items: 64 sums
  const auto number = [](const LoopItem& item) { return std::get<NumberValue>(item.value).number; };
  std::vector<Number> open;
  Number total(0);
  std::int64_t count = 0;
  for (const LoopItem* item : items) {
    if (item->in != Truth::yes) {
      open.push_back(number(*item));
      continue;
    }
    const auto more = crit::add(total, number(*item));
    if (!more) return std::nullopt;
    total = *more;
    ++count;
  }
  std::vector<Value> options;
  const auto take = [&](const Number& sum, std::int64_t of) {
    const auto value = average ? divide(sum, Number(of)) : std::optional(sum);
    if (value) options.emplace_back(NumberValue{*value});
    return value.has_value();
  };
  if (open.size() <= most_tried) {
    for (std::size_t chosen = 0; chosen < (std::size_t{1} << open.size()); ++chosen) {
      std::optional<Number> sum = total;
      std::int64_t of = count;
      for (std::size_t i = 0; i < open.size() && sum; ++i) {
        if ((chosen >> i & 1U) == 0) continue;
        sum = crit::add(*sum, open[i]);
        ++of;
      }
      if (!sum || !take(*sum, of)) return std::nullopt;
    }
    return run_.values.combine(std::move(options));
  }
  // The lowest (highest) comes of taking the least (greatest) of them, as long as that lowers (raises) it.
  std::sort(open.begin(), open.end());
  for (const bool lowest : {true, false}) {
    Number sum = total;
    std::int64_t of = count;
    for (std::size_t i = 0; i < open.size(); ++i) {
      const Number& next = lowest ? open[i] : open[open.size() - 1 - i];
      const auto now = average ? divide(sum, Number(of)) : std::optional(Number(0));
      if (!now) return std::nullopt;
      if (lowest ? !(next < *now) : !(next > *now)) break;
      const auto more = crit::add(sum, next);
      if (!more) return std::nullopt;
      sum = *more;
      ++of;
    }
    if (!take(sum, of)) return std::nullopt;
  }
  return run_.values.hull(options);
}

}  // namespace crit
