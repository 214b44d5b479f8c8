// What two items of a series say together: the change from the oldest to the newest, its rate, the largest gap between one and the
// next. Where days are not known, each way they may be is tried.
#include <algorithm>

#include "machine.hpp"

namespace crit {

// The newest in the window minus the oldest that qualifies; each pair of items (`used`) that may be those two is tried.
Value Machine::change_of(const Loop& loop, bool rate, std::vector<std::size_t>& used, ReadSet& evidence) {
  std::optional<Day> newest_bound;
  for (const Item& item : loop.singles) {
    const Date date = date_of(loop, item.first, 0);
    if (item.in == Truth::yes && (!newest_bound || date.first > *newest_bound)) newest_bound = date.first;
  }
  if (!newest_bound) return Unknown{};
  std::vector<std::vector<std::size_t>> pairs_of(loop.cell->items);  // by the later item
  for (std::size_t i = 0; i < loop.items.size(); ++i) {
    if (loop.items[i].in != Truth::no) pairs_of[loop.items[i].second].push_back(i);
  }
  constexpr std::size_t most_exact = 32;  // pairs whose every two days are gone through
  std::vector<Value> options;
  for (const Item& newest : loop.singles) {
    const Date newest_date = both_in(date_of(loop, newest.first, 0), newest.days);
    if (newest.in == Truth::no || newest_date.last < *newest_bound) continue;
    const Date to = both_in(newest_date, {*newest_bound, last_day});  // where it is the newest
    std::optional<Day> oldest_bound;  // of the older items that surely qualify
    for (const std::size_t i : pairs_of[newest.first]) {
      const Item& pair = loop.items[i];
      const Item& older = loop.singles[pair.first];
      const Date date = both_in(date_of(loop, pair.first, 0), older.days);
      const bool given = pair.given == Truth::yes || (!loop.apart && older.in == Truth::yes && date.last < to.first);
      if (given && (!oldest_bound || date.last < *oldest_bound)) oldest_bound = date.last;
    }
    if (!oldest_bound) return Unknown{};  // perhaps no older item qualifies
    for (const std::size_t i : pairs_of[newest.first]) {
      const Item& pair = loop.items[i];
      const Date date = both_in(date_of(loop, pair.first, 0), loop.singles[pair.first].days);
      if (date.first > *oldest_bound) continue;
      used.push_back(i);
      if (!rate) {
        options.push_back(pair.value);
        continue;
      }
      if (options_.trace && !(date.exact() && newest_date.exact())) {
        ReadSet days;
        position(loop, pair.first, 0, days);
        position(loop, newest.first, 0, days);
        add_evidence(evidence, reads_.open(days));
      }
      if (!date_will_do(loop, pair.first) || !date_will_do(loop, newest.first)) return Unknown{};
      // Days on which the two may be the oldest and the newest.
      const Date from = both_in(date, {first_day, *oldest_bound});
      options.push_back(rate_of(pair, years_apart(from, to, chunk_.leap, used.size() <= most_exact), evidence, loop));
    }
  }
  return combine(std::move(options));
}

// By the years from the one day to the other, each way these may be.
Value Machine::rate_of(const Item& pair, const Years& years, ReadSet& evidence, const Loop& loop) {
  const Value& difference = pair.value;
  const auto warning = [this](ops::Warning one) { warn(std::move(one)); };
  std::vector<Value> lengths;
  for (const Number& one : years.numbers) lengths.emplace_back(NumberValue{one});
  if (lengths.empty()) return Unknown{};
  const Value length_of_time = years.between ? hull(lengths) : combine(std::move(lengths));
  Value result = each(difference, length_of_time, [&](const Value& rise, const Value& length) { return ops::divided(rise, length, ranges_, warning); });
  const auto* change = std::get_if<NumberValue>(&difference);
  const auto* rate = std::get_if<NumberValue>(&result);
  if (options_.trace && change != nullptr && rate != nullptr && years.numbers.size() == 1) {
    std::string unit;
    for (const std::uint32_t read : pair.evidence) {
      if (reads_[read].kind != Read::Kind::item || reads_[read].field == 0) continue;
      const Unit& own = chunk_.schema.lists[loop.list].fields[reads_[read].field].type.unit;
      if (!own.spelling.empty()) unit = options_.ucum ? own.ucum : own.spelling;
    }
    const auto quantity = [](const Number& number, const std::string& of) {
      return Quantity{Interval::point(number), of};
    };
    add_list_read(loop.list, false,
                  why(ReasonCode::rate_of, {quantity(change->number, unit), quantity(years.numbers.front(), {}),
                                            quantity(rate->number, unit)}),
                  evidence);
  }
  return result;
}

// The largest gap between one item and the next. Of one item alone there is none, and no day lies between. Where days are
// not known, or whether an item is in, each way it may be is tried.
Value Machine::gap_of(const Loop& loop) {
  constexpr std::size_t most_worlds = 4'000;
  constexpr std::size_t most_looks = 1'000'000;
  if (!closed(loop)) return Unknown{};  // a further item might lie in the gap
  struct Open {
    Date days;
    bool sure;
  };
  std::vector<Day> days;   // of what is known
  std::vector<Open> open;  // the others
  std::size_t worlds = 1;
  for (const Item& item : loop.items) {
    if (item.in == Truth::no) continue;
    const Date date = both_in(date_of(loop, item.first, 0), item.days);
    const bool sure = item.in == Truth::yes && date_will_do(loop, item.first);
    if (sure && date.exact()) {
      days.push_back(date.first);
      continue;
    }
    open.push_back({date, sure});
    const std::size_t ways = static_cast<std::size_t>(date.last - date.first) + (sure ? 1 : 2);
    if (ways > most_worlds / worlds) return Unknown{};
    worlds *= ways;
  }
  if (worlds > 1 && worlds * (days.size() + open.size()) > most_looks) return Unknown{};
  std::sort(days.begin(), days.end());
  std::vector<Value> spans;
  std::vector<Day> world;
  for (std::size_t one = 0; one < worlds; ++one) {
    world = days;
    std::size_t rest = one;
    for (const Open& item : open) {
      const std::size_t ways = static_cast<std::size_t>(item.days.last - item.days.first) + (item.sure ? 1 : 2);
      const auto way = static_cast<Day>(rest % ways);
      rest /= ways;
      if (item.days.first + way > item.days.last) continue;  // it is not in
      const Day day = item.days.first + way;
      world.insert(std::upper_bound(world.begin(), world.end(), day), day);
    }
    if (world.empty()) return Unknown{};
    std::size_t widest = world.size() > 1 ? 1 : 0;
    for (std::size_t i = 2; i < world.size(); ++i) {
      if (world[i] - world[i - 1] > world[widest] - world[widest - 1]) widest = i;
    }
    const Day from = world[widest == 0 ? 0 : widest - 1];
    const Value span = SpanValue{{from, from}, {world[widest], world[widest]}};
    if (std::find(spans.begin(), spans.end(), span) == spans.end()) spans.push_back(span);
  }
  if (spans.size() == 1) return spans.front();
  several_.push_back({std::move(spans)});
  return SeveralRef{&several_.back()};
}

}  // namespace crit
