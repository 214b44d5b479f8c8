// An unbroken run of a list's items, and what that rests on: the kernel is unbroken_run.hpp.
#include <algorithm>

#include "closings.hpp"
#include "unbroken_run.hpp"

namespace crit {

Truth Closings::list_run(const Value& duration, ReadSet& evidence) {
  ListLoop& loop = loops_.innermost();
  loops_.leave_out_later(loop);
  if (run_.options.trace) add_evidence(evidence, loop.evidence);
  if (loop.cell->state != FactState::supplied || loop.too_large) {
    none_reason(loop, evidence);
    return Truth::unknown;
  }
  std::vector<RunItem> candidates;
  for (const LoopItem& item : loop.items) {
    if (item.in == Truth::no) continue;
    const Date date = both_in(access_.date_of(loop, item.first, 0), item.days);
    // Later than the date of service it would not be in.
    candidates.push_back({date.first, loop.looks_ahead != Truth::no ? date.last : std::min(date.last, run_.as_of),
                          item.in == Truth::yes && access_.date_satisfies_sources(loop, item.first),
                          may_be_yes(item.has), may_be_no(item.has)});
  }
  const auto* given = std::get_if<Duration>(&duration);
  if (given == nullptr) return Truth::unknown;
  const Duration least = *given == Duration{} ? Duration{0, 1} : *given;  // two items of different days at least
  const UnbrokenRun run(std::move(candidates), least, run_.chunk.leap);
  const bool yes = run.may_be_yes();
  Truth result = Truth::unknown;
  if (yes) {
    if (!run.may_be_other()) result = Truth::yes;
  } else if (run.any_sure() && (is_complete(loop) || !run.record_may_begin())) {
    result = Truth::no;
  }
  if (run_.options.trace) run_evidence(loop, result, least, evidence);
  return result;
}

// Its first and newest items and what broke it; where it is open, what would do.
void Closings::run_evidence(ListLoop& loop, Truth result, Duration duration, ReadSet& evidence) {
  std::vector<std::size_t> order;  // of the items that may be in, the newest first
  for (std::size_t i = 0; i < loop.items.size(); ++i) {
    if (loop.items[i].in != Truth::no) order.push_back(i);
  }
  if (order.empty()) {
    none_reason(loop, evidence);
    return;
  }
  const auto date = [&](std::size_t i) { return access_.date_of(loop, loop.items[order[i]].first, 0); };
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const Date left = access_.date_of(loop, loop.items[a].first, 0);
    const Date right = access_.date_of(loop, loop.items[b].first, 0);
    if (left.last != right.last) return left.last > right.last;
    return loop.items[a].has != Truth::yes && loop.items[b].has == Truth::yes;
  });
  std::size_t length = 0;  // of the run, as far as it is sure
  while (length < order.size() && loop.items[order[length]].in == Truth::yes && loop.items[order[length]].has == Truth::yes) ++length;
  const auto take = [&](std::size_t i) {
    LoopItem& item = loop.items[order[i]];
    if (item.evidence.empty()) access_.position(loop, item.first, 0, item.evidence);
    add_evidence(evidence, item.evidence);
  };
  if (length > 0) {
    access_.add_list_read(loop.list, false,
                  length == 1 ? run_.why(ReasonCode::run_of_one, {date(0)})
                              : run_.why(ReasonCode::run_of_items, {Count{length}, date(length - 1), date(0)}),
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
    LoopItem& item = loop.items[order[i]];
    ReadSet day;
    access_.position(loop, item.first, 0, day);
    if (item.in == Truth::unknown || item.has == Truth::unknown) add_evidence(evidence, item.evidence);
    add_evidence(evidence, run_.reads.open(day));
  }
  evidence = run_.reads.doubts(evidence);
  const bool record_begins = length == order.size() && !is_complete(loop);
  if (record_begins && date(0).exact()) {
    const Day from = date(0).first;
    const Day wanted = static_cast<Day>((from == last_day ? from : window_start(from + 1, duration, run_.chunk.leap)) - 1);
    access_.add_list_read(loop.list, true, run_.why(ReasonCode::back_only_to, {date(length - 1), Date{wanted, wanted}}), evidence);
  } else if (!run_.reads.any_missing(evidence)) {
    access_.add_list_read(loop.list, true, run_.why(ReasonCode::order_not_known), evidence);
  }
}

}  // namespace crit
