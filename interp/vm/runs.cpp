// `latest igf1 has sd <= -3 for_at_least 6 months`: the unbroken run of items that have it, up to the newest, and what is
// possible of it where dates are partial, or items or what is asked of them unknown.
//
// A world gives every item a day, says which items are in and which have it, and puts items of one day in some order. In a
// world the answer is yes when the run spans the duration (so that it has two items, of different days), no when an item
// that fails ends it sooner, and where the record ends sooner: no over a complete list, else unknown. Whether some world
// says yes, and whether some world does not, is found without going through them: each asks only for the best choice of the
// newest item, of the first of the run, and of the one that fails.
#include <algorithm>
#include <array>

#include "machine.hpp"

namespace crit {
namespace {

struct Candidate {
  Day first = 0;
  Day last = 0;
  bool sure = false;  // surely in
  bool may_have = false;
  bool may_lack = false;
};

constexpr std::size_t none = static_cast<std::size_t>(-1);

// The two best of what is offered, so that one of them may be another item than a third.
template <typename Better>
struct BestTwo {
  Better better;
  std::array<std::size_t, 2> places{none, none};
  void offer(std::size_t place) {
    if (places[0] == none || better(place, places[0])) {
      places[1] = places[0];
      places[0] = place;
    } else if (places[1] == none || better(place, places[1])) {
      places[1] = place;
    }
  }
};
template <typename Better>
BestTwo(Better) -> BestTwo<Better>;

class Run {
 public:
  Run(const std::vector<Candidate>& candidates, Duration duration, LeapRule leap) : items_(candidates), duration_(duration), leap_(leap) {
    for (const Candidate& item : items_) {
      if (!item.sure) continue;
      any_sure_ = true;
      newest_ = std::max(newest_, item.first);
      if (!item.may_have) failing_ = std::max(failing_, item.first);
    }
  }

  bool any_sure() const { return any_sure_; }

  // The newest as late, and the first as early, as they may be; all that is sure to fail stands before the first.
  bool may_be_yes() const {
    BestTwo latest{[&](std::size_t a, std::size_t b) { return items_[a].last > items_[b].last; }};
    BestTwo earliest{[&](std::size_t a, std::size_t b) { return begin_of(a) < begin_of(b); }};
    for (std::size_t i = 0; i < items_.size(); ++i) {
      if (!items_[i].may_have) continue;
      if (items_[i].last >= newest_) latest.offer(i);
      if (items_[i].last >= failing_) earliest.offer(i);
    }
    for (const std::size_t end : latest.places) {
      for (const std::size_t begin : earliest.places) {
        if (end == none || begin == none || end == begin) continue;
        const std::optional<Day> reached = add(begin_of(begin), duration_, leap_);
        if (reached && *reached <= items_[end].last) return true;
      }
    }
    return false;
  }

  bool may_be_other() const {
    if (!any_sure_) return true;
    // In order of their first days: of those that may fail, the one that may come last; of sure ones, the soonest end of
    // all that begin after a day.
    std::vector<std::size_t> by_first(items_.size());
    for (std::size_t i = 0; i < by_first.size(); ++i) by_first[i] = i;
    std::sort(by_first.begin(), by_first.end(), [&](std::size_t a, std::size_t b) { return items_[a].first < items_[b].first; });
    std::vector<std::array<std::size_t, 2>> breaking(by_first.size());
    BestTwo last_breaking{[&](std::size_t a, std::size_t b) { return items_[a].last > items_[b].last; }};
    for (std::size_t i = 0; i < by_first.size(); ++i) {
      if (items_[by_first[i]].may_lack) last_breaking.offer(by_first[i]);
      breaking[i] = last_breaking.places;
    }
    std::vector<Day> soonest_end(by_first.size() + 1, last_day);
    for (std::size_t i = by_first.size(); i-- > 0;) {
      const Candidate& item = items_[by_first[i]];
      soonest_end[i] = item.sure ? std::min(soonest_end[i + 1], item.last) : soonest_end[i + 1];
    }
    const auto begun = [&](Day day) {  // how many begin on that day or before
      return static_cast<std::size_t>(
          std::upper_bound(by_first.begin(), by_first.end(), day, [&](Day d, std::size_t place) { return d < items_[place].first; }) - by_first.begin());
    };
    for (std::size_t n = 0; n < items_.size(); ++n) {
      if (items_[n].last < newest_) continue;  // it cannot be the newest
      if (items_[n].may_lack) return true;
      const Day end = std::max(newest_, items_[n].first);
      const Day short_from = end == last_day ? end : window_start(end + 1, duration_, leap_);  // a run from here on is too short
      if (soonest_end[0] >= short_from) return true;                                           // and nothing need be before
      const std::size_t possible = begun(end);
      for (const std::size_t b : possible == 0 ? std::array<std::size_t, 2>{none, none} : breaking[possible - 1]) {
        if (b == none || b == n) continue;
        if (items_[b].last >= short_from || soonest_end[begun(items_[b].last)] >= short_from) return true;
      }
    }
    return false;
  }

  // Where no world says yes: whether the record may be what is too short.
  bool record_may_begin() const {
    const bool broken = std::any_of(items_.begin(), items_.end(), [](const Candidate& item) { return item.sure && !item.may_have; });
    return !broken && std::any_of(items_.begin(), items_.end(), [](const Candidate& item) { return item.may_have; });
  }

 private:
  Day begin_of(std::size_t place) const { return std::max(items_[place].first, failing_); }

  const std::vector<Candidate>& items_;
  const Duration duration_;
  const LeapRule leap_;
  bool any_sure_ = false;
  Day newest_ = first_day;   // the newest is not before it
  Day failing_ = first_day;  // nor is the first of a run, when all that fails stands before it
};

}  // namespace

Truth Machine::list_run(const Value& duration, ReadSet& evidence) {
  Loop& loop = loops_.back();
  leave_out_later(loop);
  if (options_.trace) add_evidence(evidence, loop.evidence);
  if (loop.cell->state != FactState::supplied || loop.too_large) {
    none_reason(loop, evidence);
    return Truth::unknown;
  }
  std::vector<Candidate> candidates;
  for (const Item& item : loop.items) {
    if (item.in == Truth::no) continue;
    const Date date = both_in(date_of(loop, item.first, 0), item.days);
    // Later than the date of service it would not be in.
    candidates.push_back({date.first, loop.looks_ahead != Truth::no ? date.last : std::min(date.last, as_of_), item.in == Truth::yes && date_will_do(loop, item.first), may_be_yes(item.has), may_be_no(item.has)});
  }
  const auto* given = std::get_if<Duration>(&duration);
  if (given == nullptr) return Truth::unknown;
  const Duration least = *given == Duration{} ? Duration{0, 1} : *given;  // two items of different days at least
  const Run run(candidates, least, chunk_.leap);
  const bool yes = run.may_be_yes();
  Truth result = Truth::unknown;
  if (yes) {
    if (!run.may_be_other()) result = Truth::yes;
  } else if (run.any_sure() && (closed(loop) || !run.record_may_begin())) {
    result = Truth::no;
  }
  if (options_.trace) run_evidence(loop, result, least, evidence);
  return result;
}

// Its first and newest items and what broke it; where it is open, what would do.
void Machine::run_evidence(Loop& loop, Truth result, Duration duration, ReadSet& evidence) {
  std::vector<std::size_t> order;  // of the items that may be in, the newest first
  for (std::size_t i = 0; i < loop.items.size(); ++i) {
    if (loop.items[i].in != Truth::no) order.push_back(i);
  }
  if (order.empty()) {
    none_reason(loop, evidence);
    return;
  }
  const auto date = [&](std::size_t i) { return date_of(loop, loop.items[order[i]].first, 0); };
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const Date left = date_of(loop, loop.items[a].first, 0);
    const Date right = date_of(loop, loop.items[b].first, 0);
    if (left.last != right.last) return left.last > right.last;
    return loop.items[a].has != Truth::yes && loop.items[b].has == Truth::yes;
  });
  std::size_t length = 0;  // of the run, as far as it is sure
  while (length < order.size() && loop.items[order[length]].in == Truth::yes && loop.items[order[length]].has == Truth::yes) ++length;
  const auto take = [&](std::size_t i) {
    Item& item = loop.items[order[i]];
    if (item.evidence.empty()) position(loop, item.first, 0, item.evidence);
    add_evidence(evidence, item.evidence);
  };
  if (length > 0) {
    add_list_read(loop.list, false,
                  length == 1 ? why(ReasonCode::run_of_one, {date(0)})
                              : why(ReasonCode::run_of_items, {Count{length}, date(length - 1), date(0)}),
                  evidence);
    take(length - 1);
    take(0);
  }
  if (result == Truth::yes) return;
  const bool broken = length < order.size() && loop.items[order[length]].in == Truth::yes && loop.items[order[length]].has == Truth::no;
  if (broken) take(length);
  if (result == Truth::no && length == 0 && !broken) {  // nothing is sure, and yet it cannot be
    take(order.size() - 1);
    take(0);
  }
  if (result == Truth::no) return;
  // Open: what may or may not be in or have it, on days that are not known.
  for (std::size_t i = 0; i < order.size(); ++i) {
    Item& item = loop.items[order[i]];
    ReadSet day;
    position(loop, item.first, 0, day);
    if (item.in == Truth::unknown || item.has == Truth::unknown) add_evidence(evidence, item.evidence);
    add_evidence(evidence, reads_.open(day));
  }
  evidence = reads_.doubts(evidence);
  const bool record_begins = length == order.size() && !closed(loop);
  if (record_begins && date(0).exact()) {
    const Day from = date(0).first;
    const Day wanted = static_cast<Day>((from == last_day ? from : window_start(from + 1, duration, chunk_.leap)) - 1);
    add_list_read(loop.list, true, why(ReasonCode::back_only_to, {date(length - 1), Date{wanted, wanted}}), evidence);
  } else if (!reads_.any_missing(evidence)) {
    add_list_read(loop.list, true, why(ReasonCode::order_not_known), evidence);
  }
}

}  // namespace crit
