// Opening a list, narrowing it, picking an item. The rules are LANGUAGE.md's, "Lists, series, periods"; the one idea behind them is
// that an open list may hold items that are not on file.
#include <algorithm>
#include <map>

#include "list_loops.hpp"

namespace crit {

using terms::Selector;
using terms::WindowKind;

namespace {

// A bound on time for hostile lists; what is larger is unknown, with a warning.
// Items of a list times items of the lists around it: two thousand asked for each of two thousand.
constexpr std::uint64_t max_visits = 4'000'000;

}  // namespace

std::uint64_t ListLoops::askings() const {
  std::uint64_t times = 1;
  for (std::size_t i = 0; i + 1 < loops_.size(); ++i) times *= std::max<std::uint64_t>(loops_[i].size(), 1);
  return times;
}

// ---- opening -------------------------------------------------------------------------------------------------------

void ListLoops::list_open(std::uint32_t list) {
  ListLoop loop;
  loop.list = list;
  loop.cell = &run_.facts.lists[list];
  std::uint64_t visits = loop.cell->items;
  for (const ListLoop& outer : loops_) visits *= std::max<std::uint64_t>(outer.size(), 1) * outer.ways;
  for (const Fork& fork : forks_) visits *= fork.anchors.size();
  loop.too_large = !loops_.empty() && visits > max_visits;
  if (loop.too_large) {
    run_.warnings.warn(Reason{ReasonCode::too_many_to_nest, {run_.chunk.schema.lists[list].path}});
  } else if (loop.cell->state == FactState::supplied) {
    loop.items.resize(loop.cell->items);
    for (std::uint32_t i = 0; i < loop.cell->items; ++i) loop.items[i].first = i;
  }
  doubt_items(loop);
  loops_.push_back(std::move(loop));
}

// What is dated after the date of service was not there yet: the newest item is the newest of that day. A window that asks
// for later days takes them in.
void ListLoops::leave_out_later(ListLoop& loop) {
  if (loop.looks_ahead == Truth::yes) return;
  if (loop.looks_ahead == Truth::no) loop.window_high = std::min(loop.window_high, run_.as_of);
  for (LoopItem& item : loop.items) {
    if (item.in == Truth::no) continue;
    const Date date = access_.place_of(loop, item.first);
    const Truth there = truth_or(compare(date, Comparison::less_equal, Date{run_.as_of, run_.as_of}), loop.looks_ahead);
    if (there == Truth::yes) continue;
    if (there == Truth::no) {
      ++loop.later;
      const ListSlot& list = run_.chunk.schema.lists[loop.list];
      run_.warnings.warn(Reason{list.kind == ListKind::periods ? ReasonCode::period_left_out : ReasonCode::item_left_out,
                  {list.path, date}},
           true);
    } else if (run_.options.trace) {
      ReadSet read;
      access_.position(loop, item.first, 0, read);
      loop.unsure.push_back(run_.reads.open(read));
    }
    item.in = truth_and(item.in, there);
    if (loop.looks_ahead == Truth::no) item.days.last = std::min(item.days.last, run_.as_of);
  }
}

// ---- picking -------------------------------------------------------------------------------------------------------

// Of the items that may be the one by their days, those of one day by their times: where both have an offset from UTC by the
// instant, where neither has one by the clock; of any other two each may be the later. For the earliest, time runs backwards.
void ListLoops::pick_by_time(const ListLoop& loop, bool back, bool previous, std::vector<bool>& keep) const {
  struct Timed {
    std::size_t place;
    std::int64_t time;
  };
  std::map<std::pair<Day, Moment::Kind>, std::vector<Timed>> groups;
  std::map<Day, std::size_t> reaching;  // how many of the items may be of that day, and of none after it
  std::vector<Day> surely;              // of all certain items, the days they reach at least
  for (std::size_t i = 0; i < keep.size(); ++i) {
    const LoopItem& item = loop.items[i];
    if (item.in == Truth::no) continue;
    const Date date = access_.date_of(loop, item.first, 0);
    const Day day = back ? -date.first : date.last;
    ++reaching[day];
    if (item.in == Truth::yes) surely.push_back(back ? -date.last : date.first);
    const Moment& moment = loop.cell->moments[item.first];
    if (!keep[i] || !date.exact() || moment.kind == Moment::Kind::none) continue;
    groups[{day, moment.kind}].push_back({i, back ? -moment.nanoseconds : moment.nanoseconds});
  }
  std::sort(surely.begin(), surely.end());
  for (auto& [key, group] : groups) {
    const Day day = key.first;
    std::sort(group.begin(), group.end(), [](const Timed& a, const Timed& b) { return a.time < b.time; });
    const bool is_last_day = reaching.rbegin()->first == day;
    // How many are certainly after: of a later day, and of the day itself with a later time.
    auto after = static_cast<std::size_t>(surely.end() - std::upper_bound(surely.begin(), surely.end(), day));
    for (std::size_t end = group.size(); end > 0;) {
      std::size_t begin = end;  // of those that have one time
      std::size_t sure = 0;
      while (begin > 0 && group[begin - 1].time == group[end - 1].time) sure += loop.items[group[--begin].place].in == Truth::yes ? 1 : 0;
      const bool none_is_after = is_last_day && reaching[day] == begin + 1;  // itself, and those before it
      if (after > (previous ? 1U : 0U) || (previous && none_is_after)) {
        for (std::size_t i = begin; i < end; ++i) keep[group[i].place] = false;
      }
      after += sure;
      end = begin;
    }
  }
}

void ListLoops::list_pick(Selector selector) {
  ListLoop& loop = loops_.back();
  leave_out_later(loop);
  loop.picked = true;
  // An item can be the latest unless some definite item is definitely later. It can be the second latest if at most one
  // definite item is definitely later and at least one item may be. For the earliest, time runs backwards.
  const bool back = selector == Selector::earliest;
  const bool previous = selector == Selector::previous;
  const std::size_t size = loop.items.size();
  const auto soonest = [&](const LoopItem& item) {
    const Date date = both_in(access_.place_of(loop, item.first), item.days);
    return back ? -date.last : date.first;
  };
  const auto farthest = [&](const LoopItem& item) {
    const Date date = both_in(access_.place_of(loop, item.first), item.days);
    return back ? -date.first : date.last;
  };
  const auto keep_two = [](std::vector<Day>& days, Day day) {
    days.push_back(day);
    std::sort(days.begin(), days.end(), std::greater<>());
    if (days.size() > 2) days.pop_back();
  };
  std::vector<bool> keep(size, false);
  const std::size_t beyond = previous ? 1 : 0;  // how many may be beyond
  // Of the items at these places, which may be the one.
  const auto pick = [&](const std::vector<std::uint32_t>& places) {
    std::size_t sure = 0;
    std::vector<Day> bounds;     // of certain items, the two farthest of the days they reach at least
    std::vector<Day> perhapses;  // of all, the two farthest of the days they reach at most
    for (const std::uint32_t i : places) {
      const LoopItem& item = loop.items[i];
      if (item.in == Truth::no) continue;
      keep_two(perhapses, farthest(item));
      if (item.in != Truth::yes) continue;
      ++sure;
      keep_two(bounds, soonest(item));
    }
    for (const std::uint32_t i : places) {
      LoopItem& item = loop.items[i];
      if (item.in == Truth::no) continue;
      bool may_be = bounds.size() <= beyond || farthest(item) >= bounds[beyond];
      Day other = first_day - 1;  // the farthest, itself not counted
      if (previous && perhapses.size() > 1) other = farthest(item) == perhapses[0] ? perhapses[1] : perhapses[0];
      if (previous && may_be) may_be = other >= soonest(item);
      if (may_be) keep[i] = true;
      // Where it is the one, its day is no farther from the end than that of any certain item (of the one before it: than those
      // of any two), and of the one before it there is another as near to the end.
      if (may_be && bounds.size() > beyond && !loop.joined) {
        if (back) item.days.last = std::min(item.days.last, -bounds[beyond]);
        else item.days.first = std::max(item.days.first, bounds[beyond]);
      }
      if (may_be && previous && !loop.joined) item.days.last = std::min(item.days.last, other);
    }
    if (sure < beyond + 1) loop.may_be_none = true;
  };
  if (loop.joined) {
    for (const std::vector<std::uint32_t>& world : loop.worlds) pick(world);
    // Two bounds do not say which is the latest.
    if (loop.bounded) loop.may_be_none = true;
  } else {
    std::vector<std::uint32_t> all(size);
    for (std::uint32_t i = 0; i < size; ++i) all[i] = i;
    pick(all);
    if (!loop.cell->moments.empty()) pick_by_time(loop, back, previous, keep);
  }
  if (run_.options.trace) {
    for (const LoopItem& item : loop.items) {
      if (item.in == Truth::unknown) loop.unsure.push_back(item.evidence);
    }
  }
  for (std::size_t i = 0; i < size; ++i) {
    if (!keep[i]) loop.items[i].in = Truth::no;
  }
}

// ---- codes ---------------------------------------------------------------------------------------------------------

// Items that are only attested may or may not be there.
void ListLoops::doubt_items(ListLoop& loop) {
  const SourceMask kinds = run_.sources.kinds_for_list(loop.list);
  if (kinds == any_source) return;
  const std::size_t fields = run_.chunk.schema.lists[loop.list].fields.size();
  for (LoopItem& item : loop.items) {
    if (run_.sources.item_satisfies_sources(*loop.cell, loop.list, item.first, kinds)) continue;
    item.in = Truth::unknown;
    if (!run_.options.trace) continue;
    std::uint32_t field = 0;  // the first that says something
    while (field + 1 < fields && access_.cell(loop, item.first, field).state != FactState::supplied) ++field;
    access_.position(loop, item.first, field, item.evidence);
  }
}

void ListLoops::list_window(const WindowSpec& window, const Value& duration, const Value& anchor) {
  ListLoop& loop = loops_.back();
  const std::optional<DayRange> days = window_days(window, duration, anchor, run_.chunk.leap);
  if (days) {
    loop.window_low = std::max(loop.window_low, days->low);
    loop.window_high = std::min(loop.window_high, days->high);
  }
  if (window.clips) loop.clips.push_back(window_clips(window, duration, anchor, run_.chunk.leap));
  const auto* x = std::get_if<Date>(&anchor);
  const bool back = window.kind == WindowKind::within || window.kind == WindowKind::within_before;
  if (back && days && x != nullptr && x->exact()) loop.bounds = {days->low, x->first};
  loop.looks_ahead = truth_or(loop.looks_ahead, looks_ahead(window, anchor, run_.as_of, run_.values));
  if (window.kind == WindowKind::started_within || window.kind == WindowKind::ended_within ||
      (window.kind == WindowKind::lasting && window.op != Comparison::greater_equal && window.op != Comparison::greater)) {
    loop.monotone = false;
  }
  const ListKind kind = run_.chunk.schema.lists[loop.list].kind;
  for (LoopItem& item : loop.items) {
    if (item.in == Truth::no) continue;
    const Truth inside = windows_.item_in_window(window, loop, item.first, duration, anchor);
    // Of its days those in the window are counted: where it may lie outside, so may they. By a field, it may be moved into it.
    if (window.clips && (inside != Truth::no || !is_unknown(item.value))) continue;
    if (kind == ListKind::series && window.kind == WindowKind::within && run_.warnings.wanted()) {
      const Date first = access_.date_of(loop, item.first, 0);
      if (first.first > run_.as_of)
        run_.warnings.warn(Reason{inside == Truth::no ? ReasonCode::item_left_out : ReasonCode::item_is_later,
                    {run_.chunk.schema.lists[loop.list].path, first}},
             true);
    }
    if (run_.options.trace && inside == Truth::unknown) {
      ReadSet read;
      access_.position(loop, item.first, 0, read);
      if (kind == ListKind::periods) access_.position(loop, item.first, 1, read);
      add_evidence(item.evidence, run_.reads.open(read));
    }
    item.in = truth_and(item.in, inside);
    if (item.in == Truth::no) item.evidence.clear();  // what was open about it is no matter
    if (run_.options.trace && window.kind == WindowKind::lasting) lasted(loop, item);
    else if (days) windows_.narrow(item, window, *days, kind);
  }
}

// How long a period with a planned end has lasted: its dates alone would show it longer.
void ListLoops::lasted(const ListLoop& loop, LoopItem& item) {
  if (loop.joined) return;
  const Date start = access_.date_of(loop, item.first, 0);
  const Date end = access_.date_of(loop, item.first, 1);
  if (!start.exact() || !end.exact() || end == ongoing || end.first <= run_.as_of || start.first > run_.as_of) return;
  item.evidence.push_back(run_.reads.note(Read::Kind::item, loop.list, item.first, 0, false,
                                      run_.why(ReasonCode::lasted, {start, Date{run_.as_of, run_.as_of}})));
}

}  // namespace crit
