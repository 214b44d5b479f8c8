// Lists: which items are in, and which one is picked. Windows are in windows.cpp, what a closed loop says in closing.cpp. The
// rules are LANGUAGE.md's, "Lists, series, periods"; the one idea behind them is that an open list may hold items that are
// not on file.
#include <algorithm>
#include <map>

#include "machine.hpp"

namespace crit {

using terms::Selector;

namespace {

// A bound on time for hostile lists; what is larger is unknown, with a warning.
// Items of a list times items of the lists around it: two thousand asked for each of two thousand.
constexpr std::uint64_t max_visits = 4'000'000;

}  // namespace

// ---- opening -------------------------------------------------------------------------------------------------------

void Machine::list_open(std::uint32_t list) {
  Loop loop;
  loop.list = list;
  loop.cell = &facts_.lists[list];
  std::uint64_t visits = loop.cell->items;
  for (const Loop& outer : loops_) visits *= std::max<std::uint64_t>(outer.size(), 1) * outer.ways;
  for (const Fork& fork : forks_) visits *= fork.anchors.size();
  loop.too_large = !loops_.empty() && visits > max_visits;
  if (loop.too_large) {
    warn(Reason{ReasonCode::too_many_to_nest, {chunk_.schema.lists[list].path}});
  } else if (loop.cell->state == FactState::supplied) {
    loop.items.resize(loop.cell->items);
    for (std::uint32_t i = 0; i < loop.cell->items; ++i) loop.items[i].first = i;
  }
  doubt_items(loop);
  loops_.push_back(std::move(loop));
}

// From which day on the list on file is the whole list; past last_day: never.
Day Machine::complete_from(std::uint32_t list, const ListCell& cell) const {
  if (cell.state != FactState::supplied || !whole_will_do(list, cell)) return last_day + 1;
  if (cell.complete_within) return window_start(as_of_, *cell.complete_within, chunk_.leap);
  return cell.complete ? first_day : last_day + 1;
}

bool Machine::closed(const Loop& loop) const {
  if (loop.too_large || loop.window_low < complete_from(loop.list, *loop.cell)) return false;
  // Complete so far back is not complete for what comes after the date of service.
  if (loop.cell->complete_within && loop.window_high > as_of_) return false;
  // A period that is not on file must not touch one that is. What goes on is the same, whatever joins it later. One that is out
  // may come in when it grows, save where it ends before all windows begin and none of after the date of service reaches it.
  return !loop.joined || loop.touched_before == first_day || std::all_of(loop.items.begin(), loop.items.end(), [&](const Item& item) {
    const JoinedPeriod& period = loop.periods[item.first];
    if (item.in == Truth::no && period.end.last < loop.window_low && period.end.last < loop.touched_after) return true;
    return period.start.first > loop.touched_before && (period.end == ongoing || period.end.last < loop.touched_after);
  });
}

// What is dated after the date of service was not there yet: the newest item is the newest of that day. A window that asks
// for later days takes them in.
void Machine::leave_out_later(Loop& loop) {
  if (loop.looks_ahead == Truth::yes) return;
  if (loop.looks_ahead == Truth::no) loop.window_high = std::min(loop.window_high, as_of_);
  for (Item& item : loop.items) {
    if (item.in == Truth::no) continue;
    const Date date = place_of(loop, item.first);
    const Truth there = truth_or(compare(date, Comparison::less_equal, Date{as_of_, as_of_}), loop.looks_ahead);
    if (there == Truth::yes) continue;
    if (there == Truth::no) {
      ++loop.later;
      const ListSlot& list = chunk_.schema.lists[loop.list];
      warn(Reason{list.kind == ListKind::periods ? ReasonCode::period_left_out : ReasonCode::item_left_out,
                  {list.path, date}},
           true);
    } else if (options_.trace) {
      ReadSet read;
      position(loop, item.first, 0, read);
      loop.unsure.push_back(reads_.open(read));
    }
    item.in = truth_and(item.in, there);
    if (loop.looks_ahead == Truth::no) item.days.last = std::min(item.days.last, as_of_);
  }
}

// ---- picking -------------------------------------------------------------------------------------------------------

// Of the items that may be the one by their days, those of one day by their times: where both have an offset from UTC by the
// instant, where neither has one by the clock; of any other two each may be the later. For the earliest, time runs backwards.
void Machine::pick_by_time(const Loop& loop, bool back, bool previous, std::vector<bool>& keep) const {
  struct Timed {
    std::size_t place;
    std::int64_t time;
  };
  std::map<std::pair<Day, Moment::Kind>, std::vector<Timed>> groups;
  std::map<Day, std::size_t> reaching;  // how many of the items may be of that day, and of none after it
  std::vector<Day> surely;              // of all certain items, the days they reach at least
  for (std::size_t i = 0; i < keep.size(); ++i) {
    const Item& item = loop.items[i];
    if (item.in == Truth::no) continue;
    const Date date = date_of(loop, item.first, 0);
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

void Machine::list_pick(Selector selector) {
  Loop& loop = loops_.back();
  leave_out_later(loop);
  loop.picked = true;
  // The latest may be any item that no certain item is certainly after; the one before it any that at most one certain
  // item is certainly after, and at least one may be. For the earliest, time runs backwards.
  const bool back = selector == Selector::earliest;
  const bool previous = selector == Selector::previous;
  const std::size_t size = loop.items.size();
  const auto soonest = [&](const Item& item) {
    const Date date = both_in(place_of(loop, item.first), item.days);
    return back ? -date.last : date.first;
  };
  const auto farthest = [&](const Item& item) {
    const Date date = both_in(place_of(loop, item.first), item.days);
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
      const Item& item = loop.items[i];
      if (item.in == Truth::no) continue;
      keep_two(perhapses, farthest(item));
      if (item.in != Truth::yes) continue;
      ++sure;
      keep_two(bounds, soonest(item));
    }
    for (const std::uint32_t i : places) {
      Item& item = loop.items[i];
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
  if (options_.trace) {
    for (const Item& item : loop.items) {
      if (item.in == Truth::unknown) loop.unsure.push_back(item.evidence);
    }
  }
  for (std::size_t i = 0; i < size; ++i) {
    if (!keep[i]) loop.items[i].in = Truth::no;
  }
}

// ---- codes ---------------------------------------------------------------------------------------------------------

Value Machine::includes(std::uint32_t list, std::uint32_t set, ReadSet& evidence) {
  const ListCell& cell = facts_.lists[list];
  if (cell.state != FactState::supplied) {
    add_list_read(list, true, reads_.why(absence(cell.state)), evidence);
    return Truth::unknown;
  }
  const CodeSet& codes = chunk_.code_sets[set];
  const SourceMask kinds = kinds_for_list(list);
  Truth result = Truth::no;
  for (std::uint32_t i = 0; i < cell.items; ++i) {
    const FactCell& item = cell.cells[i];
    const auto* code = std::get_if<CodeValue>(&item.value);
    Membership hit{Truth::unknown};
    const bool same_system = code != nullptr && code->data->system == codes.system;
    if (same_system) hit = membership(codes, code->data->compared, as_of_);
    const bool documented = will_do(item.provenance, kinds);
    if (!documented && hit.truth == Truth::yes) hit.truth = Truth::unknown;
    result = truth_or(result, hit.truth);
    if (options_.trace && (hit.truth != Truth::no || hit.outdated != nullptr)) {
      if (hit.truth == Truth::yes) evidence.clear();
      const Reason* reason = same_system ? ops::why_no_member(hit, as_of_, reads_) : nullptr;
      if (code == nullptr)
        reason = reads_.why(absence(item.state, item.written));
      else if (!same_system)
        reason = why(ReasonCode::other_system, {code->data->system, codes.system});
      if (!documented && hit.truth == Truth::unknown) reason = undocumented(item.provenance, kinds);
      evidence.push_back(reads_.note(Read::Kind::item, list, i, 0, hit.truth == Truth::unknown, reason));
    }
    if (result == Truth::yes) break;
  }
  if (result == Truth::no && complete_from(list, cell) > first_day) {
    result = Truth::unknown;
    add_list_read(list, true, whole_will_do(list, cell) ? why(ReasonCode::list_open) : why_open(list, cell), evidence);
  } else if (result == Truth::no) {
    add_list_read(list, false, cell.items == 0 ? why(ReasonCode::none_complete) : nullptr, evidence);
  }
  return result;
}

}  // namespace crit
