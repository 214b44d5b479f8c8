// `joined`: a query's periods are joined, and what is open about that is kept for its evidence.
#include <algorithm>

#include "joining.hpp"
#include "machine.hpp"

namespace crit {
namespace {

constexpr std::uint64_t max_work = 1'000'000;  // periods looked at, over all worlds

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
  look(loop.items.size());
  std::vector<JoinedPeriod> periods;
  for (Item& item : loop.items) {
    if (item.in == Truth::no) continue;
    JoinedPeriod period;
    period.start = date_of(loop, item.first, 0);
    period.end = date_of(loop, item.first, 1);
    if (period.end.last < period.start.first) continue;  // it has no day
    period.sure = item.in == Truth::yes && date_will_do(loop, item.first);
    period.first_item = period.last_item = item.first;
    periods.push_back(period);
    if (options_.trace) loop.singles.push_back(std::move(item));  // should it matter what leaves open which periods there are
  }
  loop.joined = true;
  std::uint64_t outer = 1;
  for (std::size_t i = 0; i + 1 < loops_.size(); ++i) outer *= std::max<std::uint64_t>(loops_[i].size(), 1);
  std::uint64_t work = 0;
  const Joined& joined = joins_.join(std::move(periods), most == nullptr ? Duration{} : *most, chunk_.leap, std::max<std::uint64_t>(max_work / outer, 1'000), work);
  steps_ += work;
  loop.bounded = joined.only_bounds;
  if (joined.hopeless || most == nullptr) {
    if (joined.hopeless) warn(Reason{ReasonCode::too_many_to_join, {chunk_.schema.lists[loop.list].path}});
    loop.too_large = true;
    loop.items.clear();
    loop.worlds.emplace_back();
    return;
  }
  loop.worlds = joined.worlds;
  loop.periods = joined.periods;
  loop.items.clear();
  loop.items.resize(loop.periods.size());
  for (std::uint32_t i = 0; i < loop.items.size(); ++i) loop.items[i].first = i;
  // Periods that are not on file may touch one that begins where the list is whole from, and not a later one.
  const Day whole_from = complete_from(loop.list, *loop.cell);
  if (whole_from > first_day && whole_from <= last_day) {
    const Day touched = add(whole_from, most == nullptr ? Duration{} : *most, chunk_.leap).value_or(last_day);
    loop.touched_before = touched;
    // Nor those of after the date of service one that ends so long before it.
    if (loop.cell->complete_within) loop.touched_after = std::max(window_start(as_of_ + 1, most == nullptr ? Duration{} : *most, chunk_.leap), first_day + 1) - 1;
  }
}

// What leaves open which items are in, and of joined periods, which there are. False: nothing does.
bool Machine::add_unsure(const Loop& loop, ReadSet& evidence) {
  bool any = false;
  const auto add = [&](const ReadSet& reads) {
    any = true;
    add_evidence(evidence, reads);
  };
  for (const Item& item : loop.singles) {
    if (!loop.joined || (any && evidence.size() >= most_evidence)) break;
    if (item.in == Truth::unknown) add(item.evidence);
    ReadSet dates;
    own_position(loop, item.first, 0, dates);
    own_position(loop, item.first, 1, dates);
    dates = reads_.open(dates);
    if (!dates.empty()) add(dates);
  }
  for (const ReadSet& reads : loop.unsure) add(reads);
  return any;
}

}  // namespace crit
