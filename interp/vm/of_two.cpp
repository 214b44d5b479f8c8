// What two items of a series say together: the change from the oldest to the newest, its rate, the largest gap between one and the
// next. Where days are not known, each way they may be is tried.
#include <algorithm>

#include "closings.hpp"
#include "gaps.hpp"

namespace crit {

// The newest in the window minus the oldest that qualifies; each pair of items (`used`) that may be those two is tried.
Value Closings::change_of(const ListLoop& loop, bool rate, std::vector<std::size_t>& used, ReadSet& evidence) {
  std::optional<Day> newest_bound;
  for (const LoopItem& item : loop.singles) {
    const Date date = access_.date_of(loop, item.first, 0);
    if (item.in == Truth::yes && (!newest_bound || date.first > *newest_bound)) newest_bound = date.first;
  }
  if (!newest_bound) return Unknown{};
  std::vector<std::vector<std::size_t>> pairs_of(loop.cell->items);  // by the later item
  for (std::size_t i = 0; i < loop.items.size(); ++i) {
    if (loop.items[i].in != Truth::no) pairs_of[loop.items[i].second].push_back(i);
  }
  constexpr std::size_t most_exact = 32;  // pairs whose every two days are gone through
  std::vector<Value> options;
  for (const LoopItem& newest : loop.singles) {
    const Date newest_date = both_in(access_.date_of(loop, newest.first, 0), newest.days);
    if (newest.in == Truth::no || newest_date.last < *newest_bound) continue;
    const Date to = both_in(newest_date, {*newest_bound, last_day});  // where it is the newest
    std::optional<Day> oldest_bound;  // of the older items that surely qualify
    for (const std::size_t i : pairs_of[newest.first]) {
      const LoopItem& pair = loop.items[i];
      const LoopItem& older = loop.singles[pair.first];
      const Date date = both_in(access_.date_of(loop, pair.first, 0), older.days);
      const bool given = pair.given == Truth::yes || (!loop.apart && older.in == Truth::yes && date.last < to.first);
      if (given && (!oldest_bound || date.last < *oldest_bound)) oldest_bound = date.last;
    }
    if (!oldest_bound) return Unknown{};  // perhaps no older item qualifies
    for (const std::size_t i : pairs_of[newest.first]) {
      const LoopItem& pair = loop.items[i];
      const Date date = both_in(access_.date_of(loop, pair.first, 0), loop.singles[pair.first].days);
      if (date.first > *oldest_bound) continue;
      used.push_back(i);
      if (!rate) {
        options.push_back(pair.value);
        continue;
      }
      if (run_.options.trace && !(date.exact() && newest_date.exact())) {
        ReadSet days;
        access_.position(loop, pair.first, 0, days);
        access_.position(loop, newest.first, 0, days);
        add_evidence(evidence, run_.reads.open(days));
      }
      if (!access_.date_satisfies_sources(loop, pair.first) || !access_.date_satisfies_sources(loop, newest.first))
        return Unknown{};
      // Days on which the two may be the oldest and the newest.
      const Date from = both_in(date, {first_day, *oldest_bound});
      options.push_back(rate_of(pair, years_apart(from, to, run_.chunk.leap, used.size() <= most_exact), evidence, loop));
    }
  }
  return run_.values.combine(std::move(options));
}

// By the years from the one day to the other, each way these may be.
Value Closings::rate_of(const LoopItem& pair, const Years& years, ReadSet& evidence, const ListLoop& loop) {
  const Value& difference = pair.value;
  const auto warning = [this](ops::Warning one) { run_.warnings.warn(std::move(one)); };
  std::vector<Value> lengths;
  for (const Number& one : years.numbers) lengths.emplace_back(NumberValue{one});
  if (lengths.empty()) return Unknown{};
  const Value length_of_time = years.between ? run_.values.hull(lengths) : run_.values.combine(std::move(lengths));
  Value result = run_.values.each(difference, length_of_time, [&](const Value& rise, const Value& length) { return ops::divided(rise, length, run_.values.ranges, warning); });
  const auto* change = std::get_if<NumberValue>(&difference);
  const auto* rate = std::get_if<NumberValue>(&result);
  if (run_.options.trace && change != nullptr && rate != nullptr && years.numbers.size() == 1) {
    std::string unit;
    for (const std::uint32_t read : pair.evidence) {
      if (run_.reads[read].kind != Read::Kind::item || run_.reads[read].field == 0) continue;
      const Unit& own = run_.chunk.schema.lists[loop.list].fields[run_.reads[read].field].type.unit;
      if (!own.spelling.empty()) unit = run_.options.ucum ? own.ucum : own.spelling;
    }
    const auto quantity = [](const Number& number, const std::string& of) {
      return Quantity{Interval::point(number), of};
    };
    access_.add_list_read(loop.list, false,
                  run_.why(ReasonCode::rate_of, {quantity(change->number, unit), quantity(years.numbers.front(), {}),
                                            quantity(rate->number, unit)}),
                  evidence);
  }
  return result;
}

Value Closings::gap_of(const ListLoop& loop) {
  if (!is_complete(loop)) return Unknown{};  // a further item might lie in the gap
  std::vector<GapItem> items;
  for (const LoopItem& item : loop.items) {
    if (item.in == Truth::no) continue;
    const Date date = both_in(access_.date_of(loop, item.first, 0), item.days);
    items.push_back({date, item.in == Truth::yes && access_.date_satisfies_sources(loop, item.first)});
  }
  const std::optional<std::vector<std::pair<Day, Day>>> gaps = largest_gaps(items);
  if (!gaps) return Unknown{};
  std::vector<Value> spans;
  for (const auto& [from, to] : *gaps) spans.push_back(SpanValue{{from, from}, {to, to}});
  if (spans.size() == 1) return spans.front();
  return run_.values.several(std::move(spans));
}

}  // namespace crit
