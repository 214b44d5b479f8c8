// Lists: which items are in, which one is picked, what a closed loop says. The rules are LANGUAGE.md's, "Lists, series,
// periods"; the one idea behind them is that an open list may hold items that are not on file.
#include <algorithm>
#include <limits>

#include "machine.hpp"

namespace crit {

using terms::Selector;
using terms::WindowKind;

namespace {

std::string days_text(Day days) { return std::to_string(days) + (days == 1 ? " day" : " days"); }

// An ongoing period counts up to the date of service; else its end is its last day, included.
Date end_or(Date end, Day as_of) { return end == ongoing ? Date{as_of, as_of} : end; }

constexpr std::size_t max_pairs = 4'000'000;  // bounds time and memory on hostile lists; more is unknown, with a warning

}  // namespace

const FactCell& Machine::cell(const Loop& loop, std::uint32_t item, std::uint32_t field) const {
  return loop.cell->cells[static_cast<std::size_t>(item) * chunk_.schema.lists[loop.list].fields.size() + field];
}

std::optional<Date> Machine::date_of(const Loop& loop, std::uint32_t item, std::uint32_t field) const {
  const auto* date = std::get_if<Date>(&cell(loop, item, field).value);
  return date == nullptr ? std::nullopt : std::optional<Date>(*date);
}

// ---- opening -------------------------------------------------------------------------------------------------------

void Machine::list_open(std::uint32_t list) {
  Loop loop;
  loop.list = list;
  loop.cell = &facts_.lists[list];
  if (loop.cell->state == FactState::supplied) {
    loop.items.resize(loop.cell->items);
    for (std::uint32_t i = 0; i < loop.cell->items; ++i) loop.items[i].first = i;
  }
  loops_.push_back(std::move(loop));
}

// From which day on the list on file is the whole list; past last_day: never.
Day Machine::complete_from(std::uint32_t, const ListCell& cell) const {
  if (cell.state != FactState::supplied) return last_day + 1;
  if (cell.complete_within) return window_start(as_of_, *cell.complete_within);
  return cell.complete ? first_day : last_day + 1;
}

bool Machine::closed(const Loop& loop) const { return loop.window_low >= complete_from(loop.list, *loop.cell); }

// ---- windows -------------------------------------------------------------------------------------------------------

Truth Machine::in_window(const WindowSpec& window, Date date, const Value& duration, const Value& anchor) {
  const auto* x = std::get_if<Date>(&anchor);
  if (x == nullptr) return Truth::unknown;
  const auto* d = std::get_if<Duration>(&duration);
  if (window.has_duration && d == nullptr) return Truth::unknown;
  // 0 days <= (from to to) <= D, both ends inclusive.
  const auto inside = [&](Date from, Date to) {
    const Truth order = compare(from, Comparison::less_equal, to);
    if (order == Truth::no) return Truth::no;
    // Far enough back is out, whatever the order of partial days inside the month.
    const std::optional<Date> reach = add(from, *d);
    const Truth near = reach ? compare(*reach, Comparison::greater_equal, to) : Truth::yes;
    return truth_and(order, near);
  };
  switch (window.kind) {
    case WindowKind::within:
    case WindowKind::within_before: return inside(date, *x);
    case WindowKind::within_after: return inside(*x, date);
    case WindowKind::within_around: return truth_or(inside(date, *x), inside(*x, date));
    case WindowKind::before: return compare(date, Comparison::less, *x);
    case WindowKind::after: return compare(date, Comparison::greater, *x);
    case WindowKind::since: return compare(date, Comparison::greater_equal, *x);
    case WindowKind::in_month_of:
    case WindowKind::in_year_of: {
      const bool month = window.kind == WindowKind::in_month_of;
      const Civil low = civil_from_day(x->first);
      const Civil high = civil_from_day(x->last);
      if (low.year != high.year || (month && low.month != high.month)) return Truth::unknown;
      const Day first = *day_from_civil(low.year, month ? low.month : 1, 1);
      const Day last = *day_from_civil(low.year, month ? low.month : 12, month ? days_in_month(low.year, low.month) : 31);
      if (date.first >= first && date.last <= last) return Truth::yes;
      return date.last < first || date.first > last ? Truth::no : Truth::unknown;
    }
    case WindowKind::overlapping: case WindowKind::covering: case WindowKind::active_within: case WindowKind::started_within:
    case WindowKind::ended_within: case WindowKind::lasting: case WindowKind::apart: break;
  }
  return Truth::unknown;
}

Truth Machine::period_in_window(const WindowSpec& window, Date start, Date end, const Value& duration, const Value& anchor) {
  const auto* d = std::get_if<Duration>(&duration);
  if (window.has_duration && d == nullptr) return Truth::unknown;
  const auto within = [&](Date date, Date to) {
    WindowSpec plain = window;
    plain.kind = WindowKind::within;
    return in_window(plain, date, duration, to);
  };
  if (window.kind == WindowKind::lasting) {
    const Date last = end_or(end, as_of_);
    const std::optional<Date> past = add(last, Duration{0, 1});
    return past ? compare_span(start, *past, window.op, *d).truth : Truth::unknown;
  }
  Date from{};
  Date to{};
  if (const auto* x = std::get_if<Date>(&anchor)) from = to = *x;
  else if (const auto* span = std::get_if<SpanValue>(&anchor)) from = span->from, to = span->to;
  else return Truth::unknown;
  switch (window.kind) {
    case WindowKind::overlapping:
      return truth_and(compare(start, Comparison::less_equal, to), compare(end, Comparison::greater_equal, from));
    case WindowKind::covering: {
      // covering last D: from D before the day up to it.
      const Truth begun = window.has_duration ? compare_span(start, from, Comparison::greater_equal, *d).truth
                                              : compare(start, Comparison::less_equal, from);
      const Truth before = compare(start, Comparison::less_equal, from);
      return truth_and(truth_and(begun, before),
                       compare(end, Comparison::greater_equal, to));
    }
    case WindowKind::active_within: {
      const std::optional<Date> reach = end == ongoing ? std::optional<Date>(end) : add(end, *d);
      return truth_and(compare(start, Comparison::less_equal, to), reach ? compare(*reach, Comparison::greater_equal, from) : Truth::yes);
    }
    case WindowKind::started_within: return within(start, to);
    case WindowKind::ended_within: return end == ongoing ? Truth::no : within(end, to);
    default: return Truth::unknown;
  }
}

void Machine::list_window(const WindowSpec& window) {
  const Value anchor = window.has_anchor ? pop() : Value(Unknown{});
  const Value duration = window.has_duration ? pop() : Value(Unknown{});
  Loop& loop = loops_.back();
  const auto* x = std::get_if<Date>(&anchor);
  const auto* span = std::get_if<SpanValue>(&anchor);
  const auto* d = std::get_if<Duration>(&duration);
  // Before which day nothing can be in: what `complete within` is held against.
  std::optional<Day> low;
  if (x != nullptr || span != nullptr) {
    const Day day = x != nullptr ? x->first : span->from.first;
    switch (window.kind) {
      case WindowKind::within: case WindowKind::within_before: case WindowKind::within_around:
      case WindowKind::active_within: case WindowKind::started_within: case WindowKind::ended_within:
        if (d != nullptr) low = window_start(day, *d);
        break;
      case WindowKind::within_after: case WindowKind::after: case WindowKind::since: case WindowKind::overlapping: case WindowKind::covering:
        low = day;
        break;
      case WindowKind::in_month_of: low = *day_from_civil(civil_from_day(day).year, civil_from_day(day).month, 1); break;
      case WindowKind::in_year_of: low = *day_from_civil(civil_from_day(day).year, 1, 1); break;
      case WindowKind::before: case WindowKind::lasting: case WindowKind::apart: break;
    }
  }
  if (low) loop.window_low = std::max(loop.window_low, *low);
  if ((window.kind == WindowKind::within || window.kind == WindowKind::within_before) && low && x != nullptr && x->exact()) {
    loop.bounds = {*low, x->first};
  }
  const ListKind kind = chunk_.schema.lists[loop.list].kind;
  for (Item& item : loop.items) {
    if (item.in == Truth::no) continue;
    Truth inside = Truth::unknown;
    const std::optional<Date> first = date_of(loop, item.first, 0);
    if (kind == ListKind::periods) {
      const std::optional<Date> end = date_of(loop, item.first, 1);
      if (first && end) inside = period_in_window(window, *first, *end, duration, anchor);
    } else if (first) {
      const Value* option = &anchor;
      inside = in_window(window, *first, duration, *option);
      if (options_.trace && window.kind == WindowKind::within && first->first > as_of_) {
        warn(chunk_.schema.lists[loop.list].path + " has an item dated " + to_string(*first) + ", after the date of service");
      }
    }
    if (options_.trace && inside == Truth::unknown) {
      ReadSet read;
      load_field(loop, item.first, 0, &read);
      if (kind == ListKind::periods) load_field(loop, item.first, 1, &read);
      add_evidence(item.evidence, doubts(read));
    }
    item.in = truth_and(item.in, inside);
  }
}

// ---- pairs ---------------------------------------------------------------------------------------------------------

void Machine::list_pairs() {
  Loop& loop = loops_.back();
  loop.pairs = true;
  loop.singles = std::move(loop.items);
  loop.items.clear();
  for (const Item& a : loop.singles) {
    if (a.in == Truth::no) continue;
    const std::optional<Date> a_date = date_of(loop, a.first, 0);
    for (const Item& b : loop.singles) {
      if (b.in == Truth::no || a.first == b.first) continue;
      const std::optional<Date> b_date = date_of(loop, b.first, 0);
      if (!a_date || !b_date) continue;
      const Truth earlier = compare(*a_date, Comparison::less, *b_date);
      if (earlier == Truth::no) continue;
      if (loop.items.size() == max_pairs) {
        warn(chunk_.schema.lists[loop.list].path + " has too many items to pair them all; the result is unknown");
        for (Item& item : loop.items) item.in = Truth::unknown;
        return;
      }
      Item pair;
      pair.first = a.first;
      pair.second = b.first;
      pair.in = truth_and(earlier, truth_and(a.in, b.in));
      if (options_.trace && pair.in == Truth::unknown) {
        ReadSet read;
        load_field(loop, a.first, 0, &read);
        load_field(loop, b.first, 0, &read);
        add_evidence(pair.evidence, doubts(read));
      }
      loop.items.push_back(std::move(pair));
    }
  }
}

void Machine::list_apart(const WindowSpec& window) {
  const Value duration = pop();
  const auto* d = std::get_if<Duration>(&duration);
  Loop& loop = loops_.back();
  for (Item& pair : loop.items) {
    const std::optional<Date> a = date_of(loop, pair.first, 0);
    const std::optional<Date> b = date_of(loop, pair.second, 0);
    const Truth apart = d == nullptr || !a || !b ? Truth::unknown : compare_span(*a, *b, window.op, *d).truth;
    pair.in = truth_and(pair.in, apart);
  }
}

// ---- picking -------------------------------------------------------------------------------------------------------

void Machine::list_pick(Selector selector) {
  Loop& loop = loops_.back();
  loop.picked = true;
  // Day by day: the latest is what no certain item is certainly after. `after` is turned round for the earliest.
  const auto day = [&](const Item& item) { return date_of(loop, item.first, 0); };
  const bool back = selector == Selector::earliest;
  std::vector<std::optional<Date>> dates;
  for (const Item& item : loop.items) dates.push_back(day(item));
  const auto surely_beyond = [&](std::size_t j, std::size_t i) {
    if (!dates[i] || !dates[j]) return false;
    return back ? dates[j]->last < dates[i]->first : dates[j]->first > dates[i]->last;
  };
  const auto perhaps_beyond = [&](std::size_t j, std::size_t i) {
    if (!dates[i] || !dates[j]) return true;
    return back ? dates[j]->first <= dates[i]->last : dates[j]->last >= dates[i]->first;
  };
  const std::size_t size = loop.items.size();
  bool any_sure = false;
  std::size_t sure = 0;
  for (const Item& item : loop.items) {
    any_sure = any_sure || item.in == Truth::yes;
    sure += item.in == Truth::yes ? 1 : 0;
  }
  std::vector<bool> keep(size, false);
  if (selector == Selector::previous) {
    // The one before the latest: exactly one item may be beyond it.
    for (std::size_t i = 0; i < size; ++i) {
      if (loop.items[i].in == Truth::no) continue;
      std::size_t surely = 0;
      std::size_t perhaps = 0;
      for (std::size_t j = 0; j < size; ++j) {
        if (i == j || loop.items[j].in == Truth::no) continue;
        if (loop.items[j].in == Truth::yes && surely_beyond(j, i)) ++surely;
        if (perhaps_beyond(j, i)) ++perhaps;
      }
      keep[i] = surely <= 1 && perhaps >= 1;
    }
    loop.may_be_none = sure < 2;
  } else {
    // The furthest certain bound settles most items in one pass.
    std::optional<Day> bound;
    for (std::size_t i = 0; i < size; ++i) {
      if (loop.items[i].in != Truth::yes || !dates[i]) continue;
      const Day edge = back ? dates[i]->last : dates[i]->first;
      if (!bound || (back ? edge < *bound : edge > *bound)) bound = edge;
    }
    for (std::size_t i = 0; i < size; ++i) {
      if (loop.items[i].in == Truth::no) continue;
      keep[i] = !dates[i] || !bound || (back ? dates[i]->first <= *bound : dates[i]->last >= *bound);
    }
    loop.may_be_none = !any_sure;
  }
  if (options_.trace) {
    for (const Item& item : loop.items) {
      if (item.in == Truth::unknown) loop.unsure.push_back(item.evidence);
    }
  }
  for (std::size_t i = 0; i < size; ++i) {
    if (!keep[i]) loop.items[i].in = Truth::no;
  }
}

// ---- closing -------------------------------------------------------------------------------------------------------

void Machine::add_list_read(std::uint32_t list, bool missing, std::string reason, std::string doubt, ReadSet& evidence) {
  if (options_.trace) evidence.push_back(note({Read::Kind::list, list, 0, 0, missing, std::move(reason), std::move(doubt), ""}));
}

// Nothing is in the loop: how old the newest is, and from which date one would do.
void Machine::none_reason(const Loop& loop, ReadSet& evidence) {
  if (!options_.trace) return;
  const ListSlot& slot = chunk_.schema.lists[loop.list];
  std::string reason;
  if (loop.cell->state != FactState::supplied) {
    reason = loop.cell->state == FactState::looked_for ? "looked for, and not there" : "not supplied";
  } else if (loop.cell->items == 0) {
    reason = "none on file";
  }
  if (slot.kind == ListKind::series && loop.bounds) {
    std::optional<Date> newest;
    for (std::uint32_t i = 0; i < loop.cell->items; ++i) {
      const std::optional<Date> date = date_of(loop, i, 0);
      if (date && date->last <= loop.bounds->second && (!newest || date->last > newest->last)) newest = date;
    }
    if (newest && newest->last < loop.bounds->first) {
      reason = "the newest is " + (newest->exact() ? days_text(loop.bounds->second - newest->last) + " old (" + to_string(*newest) + ")"
                                                   : "of " + to_string(*newest));
    } else if (newest && reason.empty()) {
      reason = "no item on file fits";
    }
    reason += (reason.empty() ? "" : "; ");
    reason += "one from " + to_string(loop.bounds->first) + (loop.bounds->second == as_of_ ? " on would do" : " to " + to_string(loop.bounds->second) + " would do");
  } else if (reason.empty()) {
    reason = "no item on file fits";
  }
  add_list_read(loop.list, true, std::move(reason), "", evidence);
}

Value Machine::list_truth(Selector selector, std::uint32_t number, ReadSet& evidence) {
  Loop& loop = loops_.back();
  const bool trace = options_.trace;
  const auto gather = [&](Truth wanted_in, Truth wanted_has) {
    for (Item& item : loop.items) {
      if (!(static_cast<unsigned>(item.in) & static_cast<unsigned>(wanted_in))) continue;
      if (!(static_cast<unsigned>(item.has) & static_cast<unsigned>(wanted_has))) continue;
      ReadSet own = item.evidence;
      if (own.empty() || chunk_.schema.lists[loop.list].kind == ListKind::periods) {
        // A bare "some x": the item itself is what was looked at.
        load_field(loop, item.first, 0, &own);
        if (loop.pairs) load_field(loop, item.second, 0, &own);
      }
      add_evidence(evidence, own);
    }
  };
  if (trace) add_evidence(evidence, loop.evidence);
  const bool supplied = loop.cell->state == FactState::supplied;

  if (loop.picked) {
    unsigned both = 0;
    bool any = false;
    for (const Item& item : loop.items) {
      if (item.in == Truth::no) continue;
      any = true;
      both |= static_cast<unsigned>(item.has);
    }
    Truth result = any ? static_cast<Truth>(both) : Truth::unknown;
    if (loop.may_be_none) result = Truth::unknown;
    if (trace) {
      gather(Truth::unknown, Truth::unknown);
      if (!any) none_reason(loop, evidence);
      if (result == Truth::unknown) {
        evidence = doubts(evidence);
        if (any && loop.may_be_none) {
          for (const ReadSet& unsure : loop.unsure) add_evidence(evidence, unsure);
          none_reason(loop, evidence);
        } else if (any && std::none_of(evidence.begin(), evidence.end(), [&](std::uint32_t read) { return reads_[read].missing; })) {
          add_list_read(loop.list, true, "more than one item may be the one asked for, and they disagree", "", evidence);
        }
      }
    }
    return result;
  }

  // How many items satisfy, at least and at most; `every` also asks how many are in.
  std::size_t satisfy_least = 0;
  std::size_t satisfy_most = 0;
  std::size_t sure_in = 0;
  bool fails = false;        // a certain item certainly fails
  bool perhaps_fails = false;
  for (const Item& item : loop.items) {
    const Truth both = truth_and(item.in, item.has);
    satisfy_least += both == Truth::yes ? 1 : 0;
    satisfy_most += both != Truth::no ? 1 : 0;
    sure_in += item.in == Truth::yes ? 1 : 0;
    fails = fails || (item.in == Truth::yes && item.has == Truth::no);
    perhaps_fails = perhaps_fails || (item.in != Truth::no && item.has != Truth::yes);
  }
  // Pairs read what is on file, as `latest` does: with two items apart as asked, a further one is not waited for.
  const bool whole = supplied && (closed(loop) || (loop.pairs && sure_in > 0));
  const auto at_least = [&](std::size_t wanted) {
    if (satisfy_least >= wanted) return Truth::yes;
    return whole && satisfy_most < wanted ? Truth::no : Truth::unknown;
  };
  Truth result = Truth::unknown;
  switch (selector) {
    case Selector::some: result = at_least(1); break;
    case Selector::no: result = truth_not(at_least(1)); break;
    case Selector::at_least: result = at_least(number); break;
    case Selector::at_most: result = truth_not(at_least(static_cast<std::size_t>(number) + 1)); break;
    case Selector::exactly: result = truth_and(at_least(number), truth_not(at_least(static_cast<std::size_t>(number) + 1))); break;
    case Selector::every:
      if (fails) result = Truth::no;
      else if (whole && sure_in > 0 && !perhaps_fails) result = Truth::yes;
      break;
    default: break;
  }
  if (!trace) return result;
  if (!supplied) {
    none_reason(loop, evidence);
  } else if (result == Truth::unknown) {
    gather(Truth::unknown, Truth::unknown);
    evidence = doubts(evidence);
    if (!whole) {
      if (loop.items.empty() || satisfy_most == 0) none_reason(loop, evidence);
      add_list_read(loop.list, true, "the list is not known to be complete", "", evidence);
    } else if (selector == Selector::every && sure_in == 0) {
      add_list_read(loop.list, true, "`every` over no items says nothing", "", evidence);
    }
  } else {
    const bool by_hits = (selector == Selector::no && result == Truth::no) || (selector == Selector::some && result == Truth::yes) ||
                         selector == Selector::at_least || selector == Selector::at_most || selector == Selector::exactly;
    if (selector == Selector::every) gather(Truth::yes, result == Truth::no ? Truth::no : Truth::yes);
    else if (by_hits && satisfy_least > 0) gather(Truth::yes, Truth::yes);
    else gather(Truth::unknown, Truth::unknown);
    if (evidence.empty()) add_list_read(loop.list, false, loop.cell->items == 0 ? "none, and the list is complete" : "no item fits, and the list is complete", "", evidence);
  }
  return result;
}

Value Machine::list_value(Selector selector, ReadSet& evidence) {
  Loop& loop = loops_.back();
  const bool trace = options_.trace;
  const bool supplied = loop.cell->state == FactState::supplied;
  if (trace) add_evidence(evidence, loop.evidence);
  const auto gather = [&] {
    if (!trace) return;
    for (Item& item : loop.items) {
      if (item.in == Truth::no) continue;
      if (item.evidence.empty()) load_field(loop, item.first, 0, &item.evidence);
      add_evidence(evidence, item.evidence);
    }
  };
  const auto unknown = [&](const char* reason) -> Value {
    if (trace) {
      evidence = doubts(evidence);
      if (!supplied) none_reason(loop, evidence);
      else if (std::none_of(evidence.begin(), evidence.end(), [&](std::uint32_t read) { return reads_[read].missing; })) add_list_read(loop.list, true, reason, "", evidence);
    }
    return Unknown{};
  };

  if (selector == Selector::change || selector == Selector::rate) {
    gather();
    Value result = change_of(loop, selector == Selector::rate);
    if (is_unknown(result)) {
      if (trace && loop.items.empty() && supplied) {
        loop.items = loop.singles;
        gather();
      }
      return unknown("no two items on file are apart as asked");
    }
    return result;
  }
  if (selector == Selector::largest_gap) {
    gather();
    Value result = gap_of(loop);
    return is_unknown(result) ? unknown("a gap needs two items with full dates") : result;
  }
  if (loop.picked) {
    gather();
    std::vector<Value> options;
    for (const Item& item : loop.items) {
      if (item.in != Truth::no) options.push_back(item.value);
    }
    if (options.empty()) {
      none_reason(loop, evidence);
      return Unknown{};
    }
    if (loop.may_be_none) {
      for (const ReadSet& unsure : loop.unsure) add_evidence(evidence, unsure);
      if (trace) evidence = doubts(evidence);
      none_reason(loop, evidence);
      return Unknown{};
    }
    Value result = combine(std::move(options));
    return is_unknown(result) ? unknown("more than one item may be the one asked for") : result;
  }

  // A value of all items. An item that may or may not be in, or whose value is unknown, leaves a bound at best.
  gather();
  const bool whole = supplied && closed(loop);
  bool certain = whole;
  std::size_t sure = 0;
  std::vector<Value> distinct;
  std::optional<Number> best;
  std::optional<Number> total = Number(0);
  for (const Item& item : loop.items) {
    if (item.in == Truth::no) continue;
    if (item.in == Truth::unknown) {
      certain = false;
      continue;
    }
    ++sure;
    if (selector == Selector::count) continue;
    if (is_unknown(item.value)) {
      certain = false;
      continue;
    }
    if (selector == Selector::count_distinct) {
      if (std::find(distinct.begin(), distinct.end(), item.value) == distinct.end()) distinct.push_back(item.value);
      continue;
    }
    const auto* number = std::get_if<NumberValue>(&item.value);
    if (number == nullptr || number->bound != Bound::exact) {
      certain = false;
      continue;
    }
    if (!best || (selector == Selector::highest ? number->number > *best : number->number < *best)) best = number->number;
    if (total) total = crit::add(*total, number->number);
  }
  const char* open_doubt = "the list is not known to be complete";
  const auto bounded = [&](Number number, Bound bound) -> Value {
    if (!certain && trace) add_list_read(loop.list, false, "", whole ? "an item's date or value is not known" : open_doubt, evidence);
    return NumberValue{number, certain ? Bound::exact : bound};
  };
  switch (selector) {
    case Selector::count:
      if (!supplied) return unknown("");
      return bounded(Number(static_cast<std::int64_t>(sure)), Bound::at_least);
    case Selector::count_distinct:
      if (!supplied) return unknown("");
      return bounded(Number(static_cast<std::int64_t>(distinct.size())), Bound::at_least);
    case Selector::highest:
    case Selector::lowest:
      if (!best) {
        none_reason(loop, evidence);
        return Unknown{};
      }
      return bounded(*best, selector == Selector::highest ? Bound::at_least : Bound::at_most);
    case Selector::sum:
    case Selector::average: {
      if (!certain) return unknown(whole ? "an item's date or value is not known" : open_doubt);
      if (selector == Selector::average && sure == 0) {
        none_reason(loop, evidence);
        return Unknown{};
      }
      std::optional<Number> result = total;
      if (result && selector == Selector::average) result = divide(*result, Number(static_cast<std::int64_t>(sure)));
      if (!result) {
        warn("a number grew larger or finer than crit keeps exactly; the result is unknown");
        return Unknown{};
      }
      return NumberValue{*result, Bound::exact};
    }
    default: return Unknown{};
  }
}

// The newest in the window minus the oldest that qualifies; each pair of items that may be those two is tried.
Value Machine::change_of(Loop& loop, bool rate) {
  std::optional<Day> newest_bound;
  for (const Item& item : loop.singles) {
    const std::optional<Date> date = date_of(loop, item.first, 0);
    if (item.in == Truth::yes && date && (!newest_bound || date->first > *newest_bound)) newest_bound = date->first;
  }
  if (!newest_bound) return Unknown{};
  std::vector<Value> options;
  std::vector<std::size_t> used;
  for (const Item& newest : loop.singles) {
    const std::optional<Date> newest_date = date_of(loop, newest.first, 0);
    if (newest.in == Truth::no || !newest_date || newest_date->last < *newest_bound) continue;
    std::optional<Day> oldest_bound;  // of the older items that surely qualify
    for (const Item& pair : loop.items) {
      const std::optional<Date> date = date_of(loop, pair.first, 0);
      if (pair.second == newest.first && pair.in == Truth::yes && (!oldest_bound || date->last < *oldest_bound)) oldest_bound = date->last;
    }
    if (!oldest_bound) return Unknown{};  // perhaps no older item qualifies
    for (std::size_t i = 0; i < loop.items.size(); ++i) {
      const Item& pair = loop.items[i];
      const std::optional<Date> date = date_of(loop, pair.first, 0);
      if (pair.second != newest.first || pair.in == Truth::no || date->first > *oldest_bound) continue;
      used.push_back(i);
      if (!rate) {
        options.push_back(pair.value);
        continue;
      }
      const auto* difference = std::get_if<NumberValue>(&pair.value);
      if (difference == nullptr || !date->exact() || !newest_date->exact()) return Unknown{};
      // By exact time: a year is 365.25 days.
      const std::optional<Number> years = divide(Number(newest_date->first - date->first), *Number::ratio(1461, 4));
      const std::optional<Number> result = years ? divide(difference->number, *years) : std::nullopt;
      if (!result) {
        warn("a number grew larger or finer than crit keeps exactly; the result is unknown");
        return Unknown{};
      }
      options.push_back(NumberValue{*result, Bound::exact});
    }
  }
  return combine(std::move(options));
}

// The largest gap between one item and the next.
Value Machine::gap_of(const Loop& loop) {
  std::vector<Day> days;
  if (!closed(loop)) return Unknown{};  // a further item might lie in the gap
  for (const Item& item : loop.items) {
    if (item.in == Truth::no) continue;
    const std::optional<Date> date = date_of(loop, item.first, 0);
    if (item.in != Truth::yes || !date || !date->exact()) return Unknown{};
    days.push_back(date->first);
  }
  std::sort(days.begin(), days.end());
  if (days.size() < 2) return Unknown{};
  std::size_t widest = 1;
  for (std::size_t i = 2; i < days.size(); ++i) {
    if (days[i] - days[i - 1] > days[widest] - days[widest - 1]) widest = i;
  }
  return SpanValue{{days[widest - 1], days[widest - 1]}, {days[widest], days[widest]}};
}

// ---- codes ---------------------------------------------------------------------------------------------------------

Value Machine::includes(std::uint32_t list, std::uint32_t set, ReadSet& evidence) {
  const ListCell& cell = facts_.lists[list];
  if (cell.state != FactState::supplied) {
    add_list_read(list, true, cell.state == FactState::looked_for ? "looked for, and not there" : "not supplied", "", evidence);
    return Truth::unknown;
  }
  const CodeSet& codes = chunk_.code_sets[set];
  Truth result = Truth::no;
  for (std::uint32_t i = 0; i < cell.items; ++i) {
    const FactCell& item = cell.cells[i];
    const auto* code = std::get_if<CodeValue>(&item.value);
    Membership hit{Truth::unknown, false};
    const bool same_system = code != nullptr && code->data->system == codes.system;
    if (same_system) hit = membership(codes, code->data->compared, as_of_);
    result = truth_or(result, hit.truth);
    if (options_.trace && hit.truth != Truth::no) {
      if (hit.truth == Truth::yes) evidence.clear();
      Read read{Read::Kind::item, list, i, 0, hit.truth == Truth::unknown, "", "", ""};
      if (read.missing) {
        read.reason = code == nullptr ? "no code is given"
                      : !same_system  ? "a code of " + code->data->system + ", and the policy lists " + codes.system
                                      : "less specific than the codes the policy lists";
      }
      evidence.push_back(note(std::move(read)));
    }
    if (result == Truth::yes) break;
  }
  if (result == Truth::no && complete_from(list, cell) > first_day) {
    result = Truth::unknown;
    add_list_read(list, true, "the list is not known to be complete", "", evidence);
  } else if (result == Truth::no) {
    add_list_read(list, false, cell.items == 0 ? "none, and the list is complete" : "", "", evidence);
  }
  return result;
}

}  // namespace crit
