// `joined`: periods that touch, or lie close enough, taken for one; and what is possible of it where membership, starts or
// ends are not known.
//
// What is possible is kept as worlds: each says which joined periods there are. A world fixes which items are in, and of
// every date on which it depends whether two items touch, on which side of that it lies; every other date stays the
// interval it is. Joined periods are kept once, whatever the number of worlds they stand in. Where the worlds are too many
// to go through, two are kept that bound them all: the least (only what is surely in, joined only where it surely touches)
// and the most.
#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <numeric>
#include <set>

#include "machine.hpp"

namespace crit {
namespace {

constexpr std::uint64_t max_work = 1'000'000;      // periods looked at, over all worlds
constexpr std::size_t max_bounded = 2'000;         // periods of which every two are held against each other
constexpr std::int64_t max_open = 24;              // things that may be so or so: 2^24 worlds at least are too many
constexpr std::int64_t max_days = 400;             // of one date, each tried

struct Element {
  Date start;
  Date end;
  bool sure = true;
  std::uint32_t first_item = 0;  // that starts it
  std::uint32_t last_item = 0;   // that ends it
  std::uint32_t items = 1;
};

// The earliest and the latest of two: of partial dates, the interval of what it may be.
Date earlier(Date a, Date b) { return {std::min(a.first, b.first), std::min(a.last, b.last)}; }
Date later(Date a, Date b) { return {std::max(a.first, b.first), std::max(a.last, b.last)}; }

class Joining {
 public:
  using Worlds = std::vector<std::vector<std::uint32_t>>;

  Joining(std::vector<Element> elements, Duration gap, LeapRule leap, std::uint64_t work)
      : elements_(std::move(elements)), gap_(gap), leap_(leap), work_allowed_(work) {}

  void run() {
    join_what_is_sure();
    if (find_open() && all_memberships(0)) return;
    worlds_.clear();
    seen_.clear();
    bounds();
  }

  std::vector<Element> periods;
  bool only_bounds = false;
  bool hopeless = false;
  Worlds worlds() const { return worlds_; }
  std::uint64_t work() const { return work_; }

 private:
  // The last day on which a next period may start, after one that ends on that day.
  Day reach(Day end) const {
    if (end == last_day) return last_day;
    return add(end + 1, gap_, leap_).value_or(last_day);
  }
  // The first day on which a period may end so that one starting on that day still touches it.
  Day reaching(Day start) const { return std::max(window_start(start, gap_, leap_), first_day + 1) - 1; }

  static void take(Element& into, const Element& from) {
    if (from.start.first < into.start.first) into.first_item = from.first_item;
    if (from.end.last > into.end.last || (from.end.last == into.end.last && from.end.first > into.end.first)) into.last_item = from.last_item;
    into.start = earlier(into.start, from.start);
    into.end = later(into.end, from.end);
    into.items += from.items;
  }

  // What is surely in and has full dates is joined once and for all.
  void join_what_is_sure() {
    const auto settled = [](const Element& element) { return element.sure && element.start.exact() && element.end.exact(); };
    std::stable_sort(elements_.begin(), elements_.end(), [&](const Element& a, const Element& b) {
      if (settled(a) != settled(b)) return settled(a);
      return a.start.first < b.start.first;
    });
    std::vector<Element> made;
    for (const Element& element : elements_) {
      if (settled(element) && !made.empty() && element.start.first <= reach(made.back().end.first)) take(made.back(), element);
      else made.push_back(element);
    }
    elements_ = std::move(made);
    work_ = elements_.size();
  }

  // Which dates decide whether two periods touch. False: too many to look at.
  bool find_open() {
    const std::size_t size = elements_.size();
    start_by_day_.assign(size, false);
    start_cuts_.assign(size, {});
    end_partners_.assign(size, {});
    const auto settled = [](const Element& element) { return element.start.exact() && element.end.exact(); };
    for (std::size_t i = 0; i < size; ++i) {
      if (settled(elements_[i])) continue;
      for (std::size_t j = 0; j < size; ++j) {
        if (i == j) continue;
        if (++work_ > work_allowed_) return false;
        const Truth forth = touches(elements_[i], elements_[j]);
        const Truth back = touches(elements_[j], elements_[i]);
        if (forth == Truth::no || back == Truth::no) continue;
        if (forth == Truth::unknown) decided_by(i, j);
        if (back == Truth::unknown) decided_by(j, i);
      }
    }
    return true;
  }
  Truth touches(const Element& first, const Element& next) const {
    return compare(next.start, Comparison::less_equal, Date{reach(first.end.first), reach(first.end.last)});
  }
  void decided_by(std::size_t first, std::size_t next) {
    const Date end = elements_[first].end;
    if (end.exact()) {
      start_cuts_[next].insert(reach(end.first) + 1);
    } else {
      end_partners_[first].insert(next);
      if (!elements_[next].start.exact()) start_by_day_[next] = true;
    }
  }

  // Every choice of what is in, then of starts, then of ends. False: too many.
  bool all_memberships(std::size_t at) {
    if (at == 0) {
      in_.assign(elements_.size(), true);
      const auto unsure = std::count_if(elements_.begin(), elements_.end(), [](const Element& element) { return !element.sure; });
      std::int64_t open = 0;
      for (std::size_t i = 0; i < elements_.size(); ++i) open += (start_by_day_[i] || !start_cuts_[i].empty() ? 1 : 0) + (end_partners_[i].empty() ? 0 : 1);
      if (unsure > max_open || open > max_open) return false;
    }
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
    while (at < elements_.size() && (!in_[at] || elements_[at].start.exact() || (!start_by_day_[at] && start_cuts_[at].empty()))) ++at;
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
    std::vector<Element> in;
    for (std::size_t i = 0; i < now_.size(); ++i) {
      if (!in_[i]) continue;
      Element element = now_[i];
      if (element.end.last < element.start.first) return true;  // no such world
      element.end.first = std::max(element.end.first, element.start.first);
      element.start.last = std::min(element.start.last, element.end.last);
      in.push_back(element);
    }
    std::sort(in.begin(), in.end(), [](const Element& a, const Element& b) { return a.start.first < b.start.first; });
    std::vector<Element> made;
    for (const Element& element : in) {
      if (!made.empty() && element.start.first <= reach(made.back().end.first)) take(made.back(), element);
      else made.push_back(element);
    }
    keep(made);
    return true;
  }

  void keep(const std::vector<Element>& made) {
    std::vector<std::uint32_t> world;
    for (const Element& element : made) {
      const auto key = std::array{element.start.first, element.start.last, element.end.first, element.end.last};
      const auto [place, fresh] = places_.emplace(key, static_cast<std::uint32_t>(periods.size()));
      if (fresh) periods.push_back(element);
      world.push_back(place->second);
    }
    if (seen_.insert(world).second) worlds_.push_back(std::move(world));
  }

  void bounds() {
    only_bounds = true;
    periods.clear();
    places_.clear();
    if (elements_.size() > max_bounded || elements_.size() * elements_.size() > 4 * work_allowed_) {
      hopeless = true;
      return;
    }
    for (const bool least : {true, false}) {
      std::vector<std::size_t> group(elements_.size());
      std::iota(group.begin(), group.end(), std::size_t{0});
      const auto root = [&](std::size_t i) {
        while (group[i] != i) i = group[i] = group[group[i]];
        return i;
      };
      const auto counts = [&](std::size_t i) { return !least || elements_[i].sure; };
      for (std::size_t i = 0; i < elements_.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
          if (!counts(i) || !counts(j)) continue;
          const Truth both = truth_and(touches(elements_[i], elements_[j]), touches(elements_[j], elements_[i]));
          if (both == Truth::yes || (!least && both == Truth::unknown)) group[root(i)] = root(j);
        }
      }
      std::map<std::size_t, Element> made;
      for (std::size_t i = 0; i < elements_.size(); ++i) {
        if (!counts(i)) continue;
        const auto [place, fresh] = made.emplace(root(i), elements_[i]);
        if (!fresh) take(place->second, elements_[i]);
      }
      std::vector<Element> list;
      for (const auto& [at, element] : made) list.push_back(element);
      seen_.clear();
      keep(list);
    }
  }

  std::vector<Element> elements_;
  const Duration gap_;
  const LeapRule leap_;
  const std::uint64_t work_allowed_;
  std::uint64_t work_ = 0;
  std::vector<bool> start_by_day_;
  std::vector<std::set<Day>> start_cuts_;         // of a start: the first days on which it no longer touches an end
  std::vector<std::set<std::size_t>> end_partners_;  // of an end: whose starts it may reach
  std::vector<bool> in_;
  std::vector<Element> now_;
  std::map<std::array<Day, 4>, std::uint32_t> places_;
  Worlds worlds_;
  std::set<std::vector<std::uint32_t>> seen_;
};

}  // namespace

void Machine::list_join(bool has_gap) {
  const Value gap = has_gap ? pop() : Value(Duration{});
  Loop& loop = loops_.back();
  loop.monotone = true;
  const auto* most = std::get_if<Duration>(&gap);
  if (loop.cell->state != FactState::supplied || loop.too_large) {
    loop.joined = true;
    loop.items.clear();
    loop.worlds.emplace_back();
    return;
  }
  std::vector<Element> elements;
  for (const Item& item : loop.items) {
    if (item.in == Truth::no) continue;
    Element element;
    element.start = date_of(loop, item.first, 0);
    element.end = date_of(loop, item.first, 1);
    if (element.end.last < element.start.first) continue;  // it has no day
    element.sure = item.in == Truth::yes && date_will_do(loop, item.first);
    element.first_item = element.last_item = item.first;
    elements.push_back(element);
    // What leaves open which periods there are, should that matter.
    if (options_.trace) {
      if (item.in == Truth::unknown) loop.unsure.push_back(item.evidence);
      ReadSet dates;
      own_position(loop, item.first, 0, dates);
      own_position(loop, item.first, 1, dates);
      dates = open_reads(dates);
      if (!dates.empty()) loop.unsure.push_back(std::move(dates));
    }
  }
  loop.joined = true;
  std::uint64_t outer = 1;
  for (std::size_t i = 0; i + 1 < loops_.size(); ++i) outer *= std::max<std::uint64_t>(loops_[i].items.size(), 1);
  Joining joining(std::move(elements), most == nullptr ? Duration{} : *most, chunk_.leap, std::max<std::uint64_t>(max_work / outer, 1'000));
  joining.run();
  steps_ += joining.work();
  loop.bounded = joining.only_bounds;
  if (joining.hopeless || most == nullptr) {
    if (joining.hopeless) warn(chunk_.schema.lists[loop.list].path + " has too many periods whose dates are not fully known to join them; the result is unknown");
    loop.too_large = true;
    loop.items.clear();
    loop.worlds.emplace_back();
    return;
  }
  loop.worlds = joining.worlds();
  loop.items.clear();
  for (const Element& element : joining.periods) {
    Item item;
    item.first = static_cast<std::uint32_t>(loop.periods.size());
    loop.items.push_back(std::move(item));
    loop.periods.push_back({element.start, element.end, element.first_item, element.last_item, element.items});
  }
  // Periods that are not on file may touch one that begins where the list is whole from, and not a later one.
  const Day whole_from = complete_from(loop.list, *loop.cell);
  if (whole_from > first_day && whole_from <= last_day) {
    const Day touched = add(whole_from, most == nullptr ? Duration{} : *most, chunk_.leap).value_or(last_day);
    loop.touched_before = touched;
    // Nor those of after the date of service one that ends so long before it.
    if (loop.cell->complete_within) loop.touched_after = std::max(window_start(as_of_ + 1, most == nullptr ? Duration{} : *most, chunk_.leap), first_day + 1) - 1;
  }
}

}  // namespace crit
