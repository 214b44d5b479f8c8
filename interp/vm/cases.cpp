// A period whose start is not known is asked for each day on which it may start.
#include <algorithm>

#include "list_loops.hpp"

namespace crit {

// A start that its end depends on is taken day by day, where these are not too many: each way what is asked of the item reads
// its end, the days are those that the start leaves.
void ListLoops::begin_cases(ListLoop& loop) {
  loop.start.reset();
  loop.ways = 1;
  if (loop.pairs || run_.chunk.schema.lists[loop.list].kind != ListKind::periods) return;
  constexpr std::int64_t most_days = 400;
  constexpr std::uint64_t most_cases = 100'000;
  const LoopItem& item = loop.items[loop.at - 1];
  Date start = access_.start_of(loop, item.first);
  start = {std::max(start.first, item.days.first), std::min(start.last, item.days.last)};
  const Date end = access_.date_of(loop, item.first, 1);
  if (start.last <= start.first || start.last <= (end == ongoing ? run_.as_of : end.first)) return;
  const std::int64_t days = std::int64_t{start.last} - start.first + 1;
  std::uint64_t visits = static_cast<std::uint64_t>(days);
  for (const ListLoop& around : loops_) visits *= std::max<std::uint64_t>(around.size(), 1);
  if (days > most_days || visits > most_cases) return;
  loop.start = start.first;
  loop.ways = static_cast<std::uint64_t>(days);
  loop.last_start = start.last;
  loop.cases = 0;
  loop.case_values.clear();
}

bool ListLoops::next_case(ListLoop& loop, const Value& value) {
  loop.cases |= static_cast<unsigned>(as_truth(value));
  if (std::find(loop.case_values.begin(), loop.case_values.end(), value) == loop.case_values.end()) loop.case_values.push_back(value);
  if (*loop.start >= loop.last_start) return false;
  ++*loop.start;
  return true;
}

Value ListLoops::end_cases(ListLoop& loop, bool is_value) {
  loop.start.reset();
  if (!is_value) return static_cast<Truth>(loop.cases);
  std::vector<Date> days;
  for (const Value& value : loop.case_values) {
    const auto* date = std::get_if<Date>(&value);
    if (date == nullptr) return run_.values.combine(std::move(loop.case_values));
    days.push_back(*date);
  }
  return run_.values.dates(merged(std::move(days)));
}

}  // namespace crit
