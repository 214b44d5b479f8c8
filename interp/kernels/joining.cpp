// Periods joined by sort and sweep; joining.hpp says what is kept of what is possible.
#include "joining.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

namespace crit {
namespace {

constexpr std::size_t max_bounded = 2'000;  // periods of which two worlds are made
constexpr std::size_t max_open = 24;        // things that may be so or so: 2^24 worlds at least are too many
constexpr std::int64_t max_days = 400;      // of one date, each tried
constexpr std::size_t max_kept = 200'000;   // periods and places in worlds that are kept for the next query: some 8 MB

// The earliest and the latest of two: of partial dates, the interval of what it may be.
Date earlier(Date a, Date b) { return {std::min(a.first, b.first), std::min(a.last, b.last)}; }
Date later(Date a, Date b) { return {std::max(a.first, b.first), std::max(a.last, b.last)}; }

// The starts of periods in the order of their first days, so that those that an end leaves open are found without
// looking at the others.
class OpenStarts {
 public:
  explicit OpenStarts(const std::vector<JoinedPeriod>& periods) : order_(periods.size()) {
    for (std::size_t i = 0; i < order_.size(); ++i) order_[i] = i;
    std::sort(order_.begin(), order_.end(),
              [&](std::size_t a, std::size_t b) { return periods[a].start.first < periods[b].start.first; });
    for (const std::size_t place : order_) firsts_.push_back(periods[place].start.first);
    leaves_ = 1;
    while (leaves_ < order_.size()) leaves_ *= 2;
    latest_.assign(2 * leaves_, first_day - 1);
    for (std::size_t i = 0; i < order_.size(); ++i) latest_[leaves_ + i] = periods[order_[i]].start.last;
    for (std::size_t i = leaves_; i-- > 1;) latest_[i] = std::max(latest_[2 * i], latest_[2 * i + 1]);
  }

  // Each period whose start may be on a day up to `days.last`, and may be after `days.first`; until `take` says false.
  template <typename Take>
  bool each(Date days, Take&& take) const {
    const auto begun =
        static_cast<std::size_t>(std::upper_bound(firsts_.begin(), firsts_.end(), days.last) - firsts_.begin());
    return each_below(1, 0, leaves_, begun, days.first, take);
  }

 private:
  template <typename Take>
  bool each_below(std::size_t node, std::size_t from, std::size_t size, std::size_t begun, Day after,
                  Take&& take) const {
    if (from >= begun || latest_[node] <= after) return true;
    if (size == 1) return take(order_[from]);
    const std::size_t half = size / 2;
    return each_below(2 * node, from, half, begun, after, take) &&
           each_below(2 * node + 1, from + half, half, begun, after, take);
  }

  std::vector<std::size_t> order_;
  std::vector<Day> firsts_;
  std::vector<Day> latest_;  // a tree over them: of each node, the latest day on which one of its periods may start
  std::size_t leaves_ = 1;
};

// Two touch where the first of each is not after the last of the other. A period of which it is not known that it lasts
// from its first day to its last one may have them the other way round; then it touches only what reaches over both of
// them.
struct TouchRange {
  std::size_t place = 0;
  Day first = 0;
  Day last = 0;
};

// Which of them touch, directly or by others between them: of each, by its place, the least place of those it touches.
std::vector<std::size_t> touching(std::vector<TouchRange> all, std::size_t places) {
  std::vector<std::size_t> group(places, places);
  const auto backwards =
      std::stable_partition(all.begin(), all.end(), [](const TouchRange& one) { return one.first <= one.last; });
  std::sort(all.begin(), backwards, [](const TouchRange& a, const TouchRange& b) { return a.first < b.first; });
  const auto forwards = static_cast<std::size_t>(backwards - all.begin());
  std::vector<std::size_t> farthest;  // of each and those before it, the one that reaches farthest
  std::vector<std::size_t> begins;    // of each, the first of those that it touches
  std::vector<std::size_t> least;     // of the group that begins there, the least place
  for (std::size_t i = 0; i < forwards; ++i) {
    const bool touches = i > 0 && all[i].first <= all[farthest.back()].last;
    farthest.push_back(i > 0 && all[farthest.back()].last >= all[i].last ? farthest.back() : i);
    begins.push_back(touches ? begins.back() : i);
    least.push_back(all[i].place);
    least[begins.back()] = std::min(least[begins.back()], all[i].place);
  }
  // All that reaches over the two days of one holds these days in common, so it is of one group.
  std::vector<std::size_t> joins(all.size(), all.size());
  for (std::size_t i = forwards; i < all.size(); ++i) {
    const auto after = std::upper_bound(all.begin(), backwards, all[i].last,
                                        [](Day day, const TouchRange& one) { return day < one.first; });
    if (after == all.begin()) continue;
    const std::size_t reaches = farthest[static_cast<std::size_t>(after - all.begin()) - 1];
    if (all[reaches].last < all[i].first) continue;
    joins[i] = begins[reaches];
    least[joins[i]] = std::min(least[joins[i]], all[i].place);
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::size_t begin = i < forwards ? begins[i] : joins[i];
    group[all[i].place] = begin == all.size() ? all[i].place : least[begin];
  }
  return group;
}

class Joining {
 public:
  Joining(std::vector<JoinedPeriod> elements, Duration gap, LeapRule leap, std::uint64_t work)
      : elements_(std::move(elements)), gap_(gap), leap_(leap), work_allowed_(work) {}

  Joined run() {
    join_what_is_sure();
    if (!find_open() || !all_memberships(0)) bounds();
    joined_.work = work_;
    return std::move(joined_);
  }

 private:
  // The last day on which a next period may start, after one that ends on that day.
  Day reach(Day end) const {
    if (end == last_day) return last_day;
    return add(end + 1, gap_, leap_).value_or(last_day);
  }
  // The first day on which a period may end so that one starting on that day still touches it.
  Day reaching(Day start) const { return std::max(window_start(start, gap_, leap_), first_day + 1) - 1; }

  static void take(JoinedPeriod& into, const JoinedPeriod& from) {
    if (from.start.first < into.start.first) into.first_item = from.first_item;
    if (from.end.last > into.end.last || (from.end.last == into.end.last && from.end.first > into.end.first))
      into.last_item = from.last_item;
    into.start = earlier(into.start, from.start);
    into.end = later(into.end, from.end);
    into.items += from.items;
  }

  // What is surely in and has full dates is joined once and for all.
  void join_what_is_sure() {
    const auto settled = [](const JoinedPeriod& element) {
      return element.sure && element.start.exact() && element.end.exact();
    };
    std::stable_sort(elements_.begin(), elements_.end(), [&](const JoinedPeriod& a, const JoinedPeriod& b) {
      if (settled(a) != settled(b)) return settled(a);
      return a.start.first < b.start.first;
    });
    std::vector<JoinedPeriod> made;
    for (const JoinedPeriod& element : elements_) {
      if (settled(element) && !made.empty() && element.start.first <= reach(made.back().end.first))
        take(made.back(), element);
      else
        made.push_back(element);
    }
    elements_ = std::move(made);
    work_ = elements_.size();
  }

  // Which dates decide whether two periods touch. False: too many things are open to go through them.
  bool find_open() {
    const std::size_t size = elements_.size();
    in_.assign(size, true);
    start_by_day_.assign(size, false);
    start_cuts_.assign(size, {});
    end_partners_.assign(size, {});
    for (const JoinedPeriod& element : elements_)
      reaches_.push_back({reach(element.end.first), reach(element.end.last)});
    if (static_cast<std::size_t>(std::count_if(elements_.begin(), elements_.end(),
                                               [](const JoinedPeriod& element) { return !element.sure; })) > max_open)
      return false;
    const OpenStarts starts(elements_);
    for (std::size_t first = 0; first < size; ++first) {
      const bool few = starts.each(reaches_[first], [&](std::size_t next) {
        if (++work_ > work_allowed_) return false;
        // A next one that surely ends before the first begins is none.
        if (next == first || elements_[first].start.first > reaches_[next].last) return true;
        decided_by(first, next);
        return open_ <= max_open;
      });
      if (!few) return false;
    }
    return true;
  }
  void decided_by(std::size_t first, std::size_t next) {
    const Date end = elements_[first].end;
    if (end.exact()) {
      open_ += is_start_open(next) ? 0 : 1;
      start_cuts_[next].insert(reaches_[first].first + 1);
      return;
    }
    open_ += end_partners_[first].empty() ? 1 : 0;
    end_partners_[first].push_back(next);
    if (elements_[next].start.exact()) return;
    open_ += is_start_open(next) ? 0 : 1;
    start_by_day_[next] = true;
  }
  bool is_start_open(std::size_t place) const { return start_by_day_[place] || !start_cuts_[place].empty(); }

  // Every choice of what is in, then of starts, then of ends. False: too many.
  bool all_memberships(std::size_t at) {
    while (at < elements_.size() && elements_[at].sure) ++at;
    if (at == elements_.size()) {
      now_ = elements_;
      return all_starts(0);
    }
    in_[at] = true;
    if (!all_memberships(at + 1)) return false;
    in_[at] = false;
    const bool good = all_memberships(at + 1);
    in_[at] = true;
    return good;
  }
  bool all_starts(std::size_t at) {
    if (++work_ > work_allowed_) return false;
    while (at < elements_.size() && (!in_[at] || elements_[at].start.exact() || !is_start_open(at))) ++at;
    if (at == elements_.size()) return all_ends(0);
    const Date whole = elements_[at].start;
    bool good = true;
    if (start_by_day_[at]) {
      if (std::int64_t{whole.last} - whole.first > max_days) return false;
      for (Day day = whole.first; day <= whole.last && good; ++day) {
        now_[at].start = {day, day};
        good = all_starts(at + 1);
      }
    } else {
      Day from = whole.first;
      for (const Day cut : start_cuts_[at]) {
        if (!good || cut <= from || cut > whole.last) continue;
        now_[at].start = {from, cut - 1};
        good = all_starts(at + 1);
        from = cut;
      }
      now_[at].start = {from, whole.last};
      good = good && all_starts(at + 1);
    }
    now_[at].start = whole;
    return good;
  }
  bool all_ends(std::size_t at) {
    if (++work_ > work_allowed_) return false;
    while (at < elements_.size() && (!in_[at] || elements_[at].end.exact() || end_partners_[at].empty())) ++at;
    if (at == elements_.size()) return world();
    const Date whole = elements_[at].end;
    std::set<Day> cuts;
    for (const std::size_t next : end_partners_[at]) {
      if (!in_[next]) continue;
      cuts.insert(reaching(now_[next].start.first));
      if (!now_[next].start.exact()) cuts.insert(reaching(now_[next].start.last));
    }
    bool good = true;
    Day from = std::max(whole.first, now_[at].start.first);
    const auto cell = [&](Day to) {
      now_[at].end = {from, to};
      good = all_ends(at + 1);
    };
    for (const Day cut : cuts) {
      if (!good || cut <= from || cut > whole.last) continue;
      cell(cut - 1);
      from = cut;
    }
    if (good && from <= whole.last) cell(whole.last);
    now_[at].end = whole;
    return good;
  }

  // One choice made: which periods touch is the same on whatever days are left open.
  bool world() {
    work_ += elements_.size();
    if (work_ > work_allowed_) return false;
    std::vector<JoinedPeriod> in;
    for (std::size_t i = 0; i < now_.size(); ++i) {
      if (!in_[i]) continue;
      JoinedPeriod element = now_[i];
      if (element.end.last < element.start.first) return true;  // no such world
      element.end.first = std::max(element.end.first, element.start.first);
      element.start.last = std::min(element.start.last, element.end.last);
      in.push_back(element);
    }
    std::sort(in.begin(), in.end(),
              [](const JoinedPeriod& a, const JoinedPeriod& b) { return a.start.first < b.start.first; });
    std::vector<JoinedPeriod> made;
    for (const JoinedPeriod& element : in) {
      if (!made.empty() && element.start.first <= reach(made.back().end.first))
        take(made.back(), element);
      else
        made.push_back(element);
    }
    keep(made);
    return true;
  }

  void keep(const std::vector<JoinedPeriod>& made) {
    std::vector<std::uint32_t> world;
    for (const JoinedPeriod& element : made) {
      const auto key = std::array{element.start.first, element.start.last, element.end.first, element.end.last};
      const auto [place, fresh] = places_.emplace(key, static_cast<std::uint32_t>(joined_.periods.size()));
      if (fresh) joined_.periods.push_back(element);
      world.push_back(place->second);
    }
    if (seen_.insert(world).second) joined_.worlds.push_back(std::move(world));
  }

  void bounds() {
    joined_ = {};
    joined_.only_bounds = true;
    places_.clear();
    if (elements_.size() > max_bounded || elements_.size() * elements_.size() > 4 * work_allowed_) {
      joined_.hopeless = true;
      return;
    }
    for (const bool least : {true, false}) {
      work_ += elements_.size();
      std::vector<TouchRange> ranges;
      for (std::size_t i = 0; i < elements_.size(); ++i) {
        if (!least)
          ranges.push_back({i, elements_[i].start.first, reaches_[i].last});
        else if (elements_[i].sure)
          ranges.push_back({i, elements_[i].start.last, reaches_[i].first});
      }
      const std::vector<std::size_t> group = touching(std::move(ranges), elements_.size());
      std::vector<JoinedPeriod> made;
      std::vector<std::size_t> places(elements_.size());  // among those made, of the least of a group
      for (std::size_t i = 0; i < elements_.size(); ++i) {
        if (group[i] == i) {
          places[i] = made.size();
          made.push_back(elements_[i]);
        } else if (group[i] < i) {
          take(made[places[group[i]]], elements_[i]);
        }
      }
      seen_.clear();
      keep(made);
    }
  }

  std::vector<JoinedPeriod> elements_;
  const Duration gap_;
  const LeapRule leap_;
  const std::uint64_t work_allowed_;
  std::uint64_t work_ = 0;
  std::vector<bool> start_by_day_;
  std::vector<Date> reaches_;              // of each end: up to which days a next one may start
  std::vector<std::set<Day>> start_cuts_;  // of a start: the first days on which it no longer touches an end
  std::vector<std::vector<std::size_t>> end_partners_;  // of an end: whose starts it may reach
  std::size_t open_ = 0;                                // starts and ends of which any is decided
  std::vector<bool> in_;
  std::vector<JoinedPeriod> now_;
  std::map<std::array<Day, 4>, std::uint32_t> places_;
  std::set<std::vector<std::uint32_t>> seen_;
  Joined joined_;
};

}  // namespace

Joined join_periods(std::vector<JoinedPeriod> periods, Duration gap, LeapRule leap, std::uint64_t work_allowed) {
  return Joining(std::move(periods), gap, leap, work_allowed).run();
}

const Joined& KeptJoins::join(std::vector<JoinedPeriod> periods, Duration gap, LeapRule leap,
                              std::uint64_t work_allowed, std::uint64_t& work) {
  std::size_t hash = periods.size();
  const auto mix = [&hash](std::int64_t part) { hash = hash * 1000003U + static_cast<std::size_t>(part); };
  mix(gap.months);
  mix(gap.days);
  for (const JoinedPeriod& period : periods) {
    mix(period.first_item);
    mix(period.end.first);
    mix(period.sure ? 1 : 0);
  }
  work = periods.size();
  if (const auto found = kept_.find(hash); found != kept_.end()) {
    for (const Kept& kept : found->second) {
      if (kept.gap == gap && kept.leap == leap && kept.work_allowed == work_allowed && kept.periods == periods)
        return kept.joined;
    }
  }
  Joined joined = join_periods(periods, gap, leap, work_allowed);
  work += joined.work;
  std::size_t size = periods.size() + joined.periods.size();
  for (const std::vector<std::uint32_t>& world : joined.worlds) size += world.size();
  if (size_ + size > max_kept) return last_ = std::move(joined);
  size_ += size;
  return kept_[hash].emplace_back(Kept{std::move(periods), gap, leap, work_allowed, std::move(joined)}).joined;
}

}  // namespace crit
