// `joined`: a query's periods are joined, and what is open about that is kept for its evidence.
#include <algorithm>

#include "joining.hpp"
#include "list_loops.hpp"

namespace crit {
namespace {

constexpr std::uint64_t max_work = 1'000'000;  // periods looked at, over all worlds

}  // namespace

void ListLoops::list_join(const Value& gap) {
  ListLoop& loop = loops_.back();
  loop.monotone = true;
  const auto* most = std::get_if<Duration>(&gap);
  if (loop.cell->state != FactState::supplied || loop.too_large) {
    loop.joined = true;
    loop.items.clear();
    loop.worlds.emplace_back();
    return;
  }
  run_.work.look(loop.items.size());
  std::vector<JoinedPeriod> periods;
  for (LoopItem& item : loop.items) {
    if (item.in == Truth::no) continue;
    JoinedPeriod period;
    period.start = access_.date_of(loop, item.first, 0);
    period.end = access_.date_of(loop, item.first, 1);
    if (period.end.last < period.start.first) continue;  // it has no day
    period.sure = item.in == Truth::yes && access_.date_satisfies_sources(loop, item.first);
    period.first_item = period.last_item = item.first;
    periods.push_back(period);
    if (run_.options.trace) loop.singles.push_back(std::move(item));  // should it matter what leaves open which periods there are
  }
  loop.joined = true;
  const std::uint64_t outer = askings();
  std::uint64_t work = 0;
  const Joined& joined = run_.joins.join(std::move(periods), most == nullptr ? Duration{} : *most, run_.chunk.leap, std::max<std::uint64_t>(max_work / outer, 1'000), work);
  run_.work.add(work);
  loop.bounded = joined.only_bounds;
  if (joined.hopeless || most == nullptr) {
    if (joined.hopeless) run_.warnings.warn(Reason{ReasonCode::too_many_to_join, {run_.chunk.schema.lists[loop.list].path}});
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
  const Day whole_from = run_.sources.complete_from(loop.list, *loop.cell);
  if (whole_from > first_day && whole_from <= last_day) {
    const Day touched = add(whole_from, most == nullptr ? Duration{} : *most, run_.chunk.leap).value_or(last_day);
    loop.touched_before = touched;
    // Nor those of after the date of service one that ends so long before it.
    if (loop.cell->complete_within) loop.touched_after = std::max(window_start(run_.as_of + 1, most == nullptr ? Duration{} : *most, run_.chunk.leap), first_day + 1) - 1;
  }
}

}  // namespace crit
