// Pairs of a list's items: which there are, and what their being asked comes to.
#include <algorithm>
#include <map>

#include "pairs.hpp"

namespace crit {

using terms::Selector;

namespace {

// A bound on time for hostile lists; what is larger is unknown, with a warning. A thousand items pair fully.
constexpr std::size_t max_pairs = 500'000;
// Pairs made at once, and those of one item more: as few as serve, since they are all held.
constexpr std::size_t pairs_at_once = 512;

bool wants_at_least(Comparison op) { return op == Comparison::greater || op == Comparison::greater_equal; }
bool wants_at_most(Comparison op) { return op == Comparison::less || op == Comparison::less_equal; }

bool is_out(const Pairing& pairing, std::uint32_t earlier, std::uint32_t later) {
  const Sifting& sifting = pairing.sifting;
  if (sifting.sieve == nullptr) return false;
  if (sifting.out[0][earlier] || sifting.out[1][later]) return true;
  if (sifting.holds.empty() || !sifting.known[0][earlier] || !sifting.known[1][later]) return false;
  const auto [from, to] = sifting.holds[later];
  return sifting.rank[earlier] < from || sifting.rank[earlier] >= to;
}

// Whether evidence of pairs that are ruled out may still be shown.
bool is_telling(const Pairing& pairing) { return pairing.traced && pairing.inside.size() < most_evidence; }

bool has_untold(const Sifting& sifting, std::uint32_t earlier, std::uint32_t later) {
  return !sifting.known[0][earlier] || !sifting.known[1][later] ||
         (sifting.untold[0][earlier] | sifting.untold[1][later]) != 0;
}

// A pair that is ruled out counts as one that lacks what it must have.
void leave_out(Pairing& pairing, Truth in) {
  if (!pairing.sifting.sieve->is_has) return;
  pairing.tally.add(in, Truth::no);
  pairing.any_in = pairing.any_in || in == Truth::yes;
}

}  // namespace

// ---- making them ---------------------------------------------------------------------------------------------------

void Pairs::list_pairs(bool of_newest) {
  ListLoop& loop = loops_.innermost();
  if (of_newest) loops_.leave_out_later(loop);
  loop.pairs = true;
  loop.pairing.emplace().of_newest = of_newest;
  loop.pairing->traced = run_.options.trace;
  loop.singles = std::move(loop.items);
  loop.items.clear();
}

void Pairs::list_apart(const WindowSpec& window, const Value& duration) {
  const auto* d = std::get_if<Duration>(&duration);
  ListLoop& loop = loops_.innermost();
  loop.apart = true;
  loop.pairing->aparts.push_back({window.op, d == nullptr ? std::nullopt : std::optional(*d)});
}

// By day, so that only items that may be earlier are looked at: many items of one day have no pairs.
void Pairs::order_items(ListLoop& loop) {
  Pairing& pairing = *loop.pairing;
  pairing.is_ordered = true;
  // Where it is in: a window may leave it some of its days alone.
  const auto day_of = [&](const LoopItem& item) { return both_in(access_.place_of(loop, item.first), item.days); };
  std::vector<std::pair<Date, std::uint32_t>> dated;
  for (const LoopItem& item : loop.singles) {
    if (item.in != Truth::no) dated.emplace_back(day_of(item), item.first);
  }
  std::stable_sort(dated.begin(), dated.end(), [](const auto& a, const auto& b) { return a.first.first < b.first.first; });
  for (const auto& [day, place] : dated) {
    const LoopItem& item = loop.singles[place];
    if (pairing.of_newest && item.in == Truth::yes) pairing.newest = std::max(pairing.newest, day.first);
    // Of a pair that is not apart as asked there is nothing to be said where both are there, on days that are known.
    const bool is_plain = item.in == Truth::yes && day.exact() && access_.place_of(loop, place) == day &&
                          access_.date_satisfies_sources(loop, place);
    (is_plain ? pairing.plain : pairing.others).push_back(static_cast<std::uint32_t>(pairing.by_day.size()));
    pairing.is_plain.push_back(is_plain);
    pairing.by_day.push_back(place);
    pairing.days.push_back(day);
  }
  run_.work.look(pairing.by_day.size());
  std::size_t before = 0;  // each item: those that may be earlier
  std::vector<Day> firsts;
  for (const Date day : pairing.days) firsts.push_back(day.first);
  for (const Date day : pairing.days) {
    if (day.last < pairing.newest) continue;
    before = static_cast<std::size_t>(std::lower_bound(firsts.begin(), firsts.end(), day.last) - firsts.begin());
    pairing.size += before - (day.exact() ? 0 : 1);  // not itself
  }
  leave_out_pairs(pairing);
  pairing.size -= pairing.left_out;
  if (pairing.size > max_pairs) {
    run_.warnings.warn(Reason{ReasonCode::too_many_to_pair, {run_.chunk.schema.lists[loop.list].path}});
    loop.too_large = true;
    pairing.by_day.clear();
    pairing.days.clear();
    pairing.size = 0;
  }
}

void Pairs::begin_pairs(ListLoop& loop, std::uint32_t resume) {
  Pairing& pairing = *loop.pairing;
  if (!pairing.is_ordered) order_items(loop);
  pairing.begun = true;
  pairing.resume = resume;
  make_pairs(loop);
}

// Of two plain items, in the order of their days, those apart by at least so much are the first ones, and those apart
// by at most so much the last ones, of all before the later; and as that goes on, so do the bounds.
void Pairs::leave_out_pairs(Pairing& pairing) const {
  const auto bounds = [](const Apart& apart) { return apart.duration && (wants_at_least(apart.op) || wants_at_most(apart.op)); };
  pairing.is_apart = std::all_of(pairing.aparts.begin(), pairing.aparts.end(), bounds);
  pairing.earlier.assign(pairing.by_day.size(), {0, 0});
  std::vector<std::uint32_t> edges(pairing.aparts.size(), 0);
  std::vector<std::uint32_t> all_before;
  std::uint32_t before = 0;  // plain ones of earlier days
  for (const std::uint32_t later : pairing.plain) {
    const Date to = pairing.days[later];
    while (pairing.days[pairing.plain[before]].first < to.first) ++before;
    std::uint32_t from = 0;
    std::uint32_t end = before;
    for (std::size_t i = 0; i < pairing.aparts.size(); ++i) {
      const Apart& apart = pairing.aparts[i];
      if (!bounds(apart)) continue;
      const bool least = wants_at_least(apart.op);
      const auto is_apart = [&](std::uint32_t place) { return compare_apart(pairing.days[pairing.plain[place]], to, apart.op, *apart.duration, run_.chunk.leap) != Truth::no; };
      while (edges[i] < before && is_apart(edges[i]) == least) ++edges[i];
      if (least) end = std::min(end, edges[i]);
      else from = std::max(from, edges[i]);
    }
    end = std::max(from, end);
    pairing.earlier[later] = {from, end};
    all_before.push_back(before);
    if (to.last >= pairing.newest) pairing.left_out += before - (end - from);
  }
  // While they are few, they are named one by one.
  pairing.names_outside = run_.options.trace && pairing.left_out > 0 && pairing.left_out <= named_outside;
  if (!pairing.names_outside) return;
  pairing.left_out = 0;
  for (std::size_t i = 0; i < pairing.plain.size(); ++i) pairing.earlier[pairing.plain[i]] = {0, all_before[i]};
}

// The next of them, in the order of the later items; of one later item, of the earlier ones.
void Pairs::make_pairs(ListLoop& loop) {
  Pairing& pairing = *loop.pairing;
  loop.items.clear();
  const std::uint32_t size = static_cast<std::uint32_t>(pairing.by_day.size());
  for (; pairing.later < size && (pairing.of_newest || loop.items.size() < pairs_at_once); ++pairing.later) {
    const auto later = static_cast<std::uint32_t>(pairing.later);
    if (pairing.days[later].last >= pairing.newest && !make_pairs_of(loop, later)) break;
  }
  run_.work.look(loop.items.size());
}

// Of one later item. False: the rest of them wait for what is told of these.
bool Pairs::make_pairs_of(ListLoop& loop, std::uint32_t later) {
  Pairing& pairing = *loop.pairing;
  const auto size = static_cast<std::uint32_t>(pairing.by_day.size());
  const Day last = pairing.days[later].last;
  if (!pairing.is_plain[later]) {
    for (std::uint32_t earlier = 0; earlier < size && pairing.days[earlier].first < last; ++earlier) {
      if (earlier != later) make_pair_unless_out(loop, earlier, later);
    }
    return true;
  }
  const auto others_before = [&](std::uint32_t place) {
    for (std::uint32_t& next = pairing.next_other; next < pairing.others.size(); ++next) {
      const std::uint32_t other = pairing.others[next];
      if (other >= place || pairing.days[other].first >= last) return;
      make_pair_unless_out(loop, other, later);
    }
  };
  const auto [from, to] = pairing.earlier[later];
  for (std::uint32_t i = std::max(from, pairing.next_plain); i < to; ++i) {
    const std::uint32_t earlier = pairing.plain[i];
    others_before(earlier);
    if (!is_out(pairing, earlier, later)) {
      loop.items.push_back(pair_of(loop, earlier, later));
    } else if (pairing.names_outside) {
      make_pair_unless_out(loop, earlier, later);
    } else if (is_telling(pairing) && has_untold(pairing.sifting, earlier, later)) {
      loop.items.push_back(pair_of(loop, earlier, later));
      pairing.next_plain = i + 1;
      return false;
    } else if (pairing.is_apart) {
      leave_out(pairing, Truth::yes);
    }
  }
  others_before(size);
  pairing.next_plain = pairing.next_other = 0;
  return true;
}

// A pair that is ruled out is made where something is to be said of it.
void Pairs::make_pair_unless_out(ListLoop& loop, std::uint32_t earlier, std::uint32_t later) {
  Pairing& pairing = *loop.pairing;
  const bool out = is_out(pairing, earlier, later);
  if (out && !run_.options.trace && !pairing.sifting.sieve->is_has) return;
  LoopItem pair = pair_of(loop, earlier, later);
  const bool is_said = !out || (run_.options.trace && (is_telling(pairing) || pair.in == Truth::no));
  if (is_said)
    loop.items.push_back(std::move(pair));
  else
    leave_out(pairing, pair.in);
}

// Of two places in the order of their days.
LoopItem Pairs::pair_of(const ListLoop& loop, std::uint32_t earlier_place, std::uint32_t later_place) {
  const Pairing& pairing = *loop.pairing;
  const LoopItem& earlier = loop.singles[pairing.by_day[earlier_place]];
  const LoopItem& later = loop.singles[pairing.by_day[later_place]];
  const Date earlier_date = pairing.days[earlier_place];
  const Date later_date = pairing.days[later_place];
  LoopItem pair;
  pair.first = earlier.first;
  pair.second = later.first;
  const Truth before = compare(earlier_date, Comparison::less, later_date);
  pair.given = truth_and(before, earlier.in);
  pair.in = truth_and(pair.given, later.in);
  pair.order_is_open = before == Truth::unknown && truth_and(earlier.in, later.in) == Truth::yes;
  const auto open_days = [&] {
    ReadSet read;
    access_.position(loop, pair.first, 0, read);
    access_.position(loop, pair.second, 0, read);
    return run_.reads.open(read);
  };
  if (run_.options.trace && pair.in == Truth::unknown) add_evidence(pair.evidence, open_days());
  for (const Apart& asked : pairing.aparts) {
    Truth apart = !asked.duration || pair.in == Truth::no ? Truth::unknown : compare_apart(earlier_date, later_date, asked.op, *asked.duration, run_.chunk.leap);
    if (apart == Truth::yes &&
        !(access_.date_satisfies_sources(loop, pair.first) && access_.date_satisfies_sources(loop, pair.second)))
      apart = Truth::unknown;
    pair.given = truth_and(pair.given, apart);
    pair.order_is_open = pair.order_is_open && apart == Truth::yes;
    pair.in = truth_and(pair.in, apart);
    if (run_.options.trace && apart == Truth::unknown && pair.evidence.empty()) pair.evidence = open_days();
  }
  return pair;
}

// ---- what they come to ---------------------------------------------------------------------------------------------

// Those that were asked. Which evidence will be told is only known at the end.
void Pairs::take_pairs(ListLoop& loop, Selector selector) {
  Pairing& pairing = *loop.pairing;
  const bool one_is_enough = selector == Selector::some || selector == Selector::no;
  const auto take = [&](const LoopItem& pair, ReadSet& evidence) {
    if (evidence.size() >= most_evidence) return;
    ReadSet own = pair.evidence;
    if (own.empty()) {
      access_.position(loop, pair.first, 0, own);
      access_.position(loop, pair.second, 0, own);
    }
    add_evidence(evidence, own);
  };
  for (const LoopItem& pair : loop.items) {
    pairing.tally.add(pair.in, pair.has);
    pairing.any_in = pairing.any_in || pair.in == Truth::yes;
    if (pair.in == Truth::unknown && pair.has != Truth::no) pairing.perhaps.push_back(std::minmax(pair.first, pair.second));
    if (pair.order_is_open && pair.has == Truth::yes) pairing.ordered.push_back(std::minmax(pair.first, pair.second));
    if (!run_.options.trace) continue;
    const bool is_open = pair.in == Truth::unknown || pair.has == Truth::unknown;
    const bool matters = pair.in != Truth::no && (selector == Selector::every ? pair.has != Truth::yes || pair.in == Truth::unknown : pair.has != Truth::no);
    if (is_open && matters) add_evidence(pairing.open, pair.evidence);
    if (truth_and(pair.in, pair.has) == Truth::yes && (!one_is_enough || pairing.tally.satisfy_least == 1)) take(pair, pairing.satisfying);
    if (pair.in == Truth::yes && pair.has == Truth::no) take(pair, pairing.failing);
    const bool is_outside = pair.in == Truth::no && pair.evidence.empty();
    pairing.outside += is_outside ? 1 : 0;
    if (!is_outside) take(pair, pairing.inside);
    told(loop, pair);
    if (pairing.outside <= named_outside) take(pair, pairing.all);
  }
}

// True: there are more, to be asked from `resume` on. Nothing more is asked where the answer is settled and nothing is explained.
bool Pairs::more_pairs(Selector selector, std::uint32_t number, std::uint32_t at) {
  ListLoop& loop = loops_.innermost();
  Pairing& pairing = *loop.pairing;
  if (!pairing.begun) begin_pairs(loop, at);
  take_pairs(loop, selector);
  const bool settled = !run_.options.trace && run_.options.short_circuit && pairing.tally.says(selector, number, false) != Truth::unknown;
  if (settled || pairing.later == pairing.by_day.size()) return false;
  make_pairs(loop);
  loop.at = 0;
  return true;
}

// Of two items whose order is open one pair is there, whichever is the earlier, unless both are of one day. An item of a partial
// date is of one day only: with others of known days it makes a pair with all but those of that day.
std::size_t Pairs::pairs_in_either_order(const ListLoop& loop) const {
  std::map<std::pair<std::uint32_t, std::uint32_t>, int> orders;  // of two items: in how many orders they are as asked
  for (const auto& two : loop.pairing->ordered) ++orders[two];
  std::map<std::uint32_t, std::map<Day, std::size_t>> partners;  // of a partial date: on each day, how many
  for (const auto& [two, count] : orders) {
    const Date first = both_in(access_.place_of(loop, two.first), loop.singles[two.first].days);
    const Date second = both_in(access_.place_of(loop, two.second), loop.singles[two.second].days);
    if (count != 2 || first.exact() == second.exact()) continue;
    ++partners[first.exact() ? two.second : two.first][first.exact() ? first.first : second.first];
  }
  std::size_t pairs = 0;
  for (const auto& [item, days] : partners) {
    std::size_t all = 0;
    std::size_t most = 0;
    for (const auto& [day, count] : days) all += count, most = std::max(most, count);
    pairs += all - most;
  }
  return pairs;
}

}  // namespace crit
