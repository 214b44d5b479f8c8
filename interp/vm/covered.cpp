// How many days a list's periods cover, and what that rests on: the kernel is covering.hpp.
#include <algorithm>

#include "closings.hpp"
#include "covering.hpp"

namespace crit {
namespace {

constexpr std::uint64_t max_covered_work = 1'000'000;  // periods looked at, over all of them
constexpr std::size_t max_unsure = 6;                  // periods that may or may not be there, each way tried

// Values of a field are told apart by these.
std::string drug_of(const Value& value) {
  if (const auto* text = std::get_if<TextValue>(&value)) return "text " + text->data->compared;
  if (const auto* code = std::get_if<CodeValue>(&value)) return code->data->system + "|" + code->data->compared;
  if (const auto* alternative = std::get_if<Alternative>(&value)) return std::to_string(alternative->index);
  return "";
}

}  // namespace

Value Closings::days_covered(ListLoop& loop, ReadSet& evidence) {
  if (loop.backwards) return Unknown{};
  const bool trace = run_.options.trace;
  // Days after the date of service are counted where a window has them.
  if (loop.clips.empty()) {
    loops_.leave_out_later(loop);
    loop.clips.push_back({{first_day, first_day, run_.as_of, run_.as_of}});
  }
  const bool by_field = std::any_of(loop.items.begin(), loop.items.end(), [](const LoopItem& item) { return !is_unknown(item.value); });
  std::vector<CoveringPeriod> candidates;  // the items that are there, or may be
  std::vector<Stretch> reach;         // by item: the days it may cover
  std::vector<bool> settled;          // … and surely covers
  std::size_t unsure = 0;             // that may or may not be there
  for (const LoopItem& item : loop.items) {
    reach.push_back({0, -1});
    settled.push_back(false);
    if (item.in == Truth::no) continue;
    const Date start = access_.date_of(loop, item.first, 0);
    const Date end = access_.date_of(loop, item.first, 1);
    if (start.first > end.last) continue;  // no such period
    // Where it is there, its start and its end lie in the windows that ask for them.
    CoveringPeriod one{both_in(start, item.days), both_in(end, item.ends), CoveringPeriod::Kind::there,
                       drug_of(item.value)};
    if (!access_.date_satisfies_sources(loop, item.first))
      one.kind = CoveringPeriod::Kind::doubtful;
    else if (item.in != Truth::yes)
      one.kind = CoveringPeriod::Kind::perhaps;
    unsure += one.kind == CoveringPeriod::Kind::perhaps ? 1 : 0;
    candidates.push_back(one);
    reach.back() = one.at_most();
    settled.back() = one.kind == CoveringPeriod::Kind::there && one.has_core();
  }

  // All the windows at once, each way they may be; where these are too many, what bounds them.
  const auto meet = [](const Clip& a, const Clip& b) {
    return Clip{std::max(a.low_first, b.low_first), std::max(a.low_last, b.low_last), std::min(a.high_first, b.high_first), std::min(a.high_last, b.high_last)};
  };
  const auto bound = [](const std::vector<Clip>& clips) {
    Clip all = clips.front();
    for (const Clip& one : clips) {
      all = {std::min(all.low_first, one.low_first), std::max(all.low_last, one.low_last), std::min(all.high_first, one.high_first), std::max(all.high_last, one.high_last)};
    }
    return all;
  };
  const std::uint64_t size = candidates.size() + 1;
  std::vector<Clip> windows = loop.clips.front();
  for (std::size_t i = 1; i < loop.clips.size(); ++i) {
    std::vector<Clip> next = loop.clips[i];
    if (windows.size() * next.size() > max_windows) windows = {bound(windows)}, next = {bound(next)};
    std::vector<Clip> both;
    for (const Clip& a : windows) {
      for (const Clip& b : next) both.push_back(meet(a, b));
    }
    windows = std::move(both);
  }
  const std::uint64_t outer = loops_.askings();
  if (windows.size() > max_windows || windows.size() * size * outer > max_covered_work) windows = {bound(windows)};
  const std::uint64_t ways = unsure <= max_unsure && ((windows.size() * size * outer) << unsure) <= max_covered_work ? std::uint64_t{1} << unsure : 1;
  run_.work.add(windows.size() * size * ways);

  // What is not on file may cover any day before that from which the list is whole; by a field, it may move others to any day.
  const bool whole = is_complete(loop) && !(by_field && loop.cell->complete_within);
  const Day more = whole ? first_day : by_field ? last_day : run_.sources.complete_from(loop.list, *loop.cell);
  std::optional<std::int64_t> least;
  std::int64_t most = 0;
  std::int64_t most_on_file = 0;
  bool endless = false;
  std::vector<Interval> counts;  // each way, in each window
  for (std::uint64_t way = 0; way < ways; ++way) {
    const Covering covering(
        candidates, ways == 1 && unsure != 0 ? std::nullopt : std::optional(static_cast<unsigned>(way)), by_field);
    for (const Clip& window : windows) {
      const std::int64_t low = window.low_last > window.high_first ? 0 : covering.at_least({window.low_last, window.high_first});
      least = std::min(least.value_or(low), low);
      std::int64_t high = 0;
      if (window.low_first <= window.high_last) {
        endless =
            endless ||
            (window.low_first == first_day &&
             (more > first_day || (covering.reaches_back() && low < std::int64_t{window.high_last} - first_day + 1)));
        // … and, where it is whole from a day to the date of service, any day after that.
        const Day later = loop.cell->complete_within && !is_complete(loop) ? std::max(run_.as_of, window.low_first - 1)
                                                                           : window.high_last;
        const std::int64_t after = std::max<std::int64_t>(std::int64_t{window.high_last} - later, 0);
        high = covering.at_most({window.low_first, std::min(window.high_last, later)}, more) + after;
        most_on_file = std::max(most_on_file, covering.at_most({window.low_first, window.high_last}, first_day));
      }
      most = std::max(most, high);
      counts.push_back(Interval::whole_between(Number(low), Number(high)));
    }
  }
  counts = joined(std::move(counts));
  const bool exact = !endless && most == *least;
  if (trace) {
    Argument::List found;
    for (const Interval& count : endless ? std::vector{Interval::whole_from(Number(*least))} : counts)
      found.emplace_back(Quantity{count, {}});
    std::vector<Argument> arguments{std::move(found), Argument::yes_no(by_field)};
    const Clip& window = windows.front();
    const bool known = windows.size() == 1 && window.low_first == window.low_last && window.high_first == window.high_last;
    if (known && window.low_first > first_day && window.low_first <= window.high_first) {
      arguments.emplace_back(Date{window.low_first, window.low_first});
      arguments.emplace_back(Date{window.high_first, window.high_first});
      access_.add_list_read(loop.list, false, run_.why(ReasonCode::covered_between, std::move(arguments)), evidence);
    } else if (known && window.low_first == first_day) {
      arguments.emplace_back(Date{window.high_first, window.high_first});
      access_.add_list_read(loop.list, false, run_.why(ReasonCode::covered_up_to, std::move(arguments)), evidence);
    } else {
      access_.add_list_read(loop.list, false, run_.why(ReasonCode::covered, std::move(arguments)), evidence);
    }
    // What leaves it open is a doubt: a period that may cover more than it surely does, among the days that count.
    const Clip all = bound(windows);
    for (std::size_t i = 0; i < loop.items.size(); ++i) {
      const LoopItem& item = loop.items[i];
      if (item.in == Truth::no) continue;
      const Stretch days{std::max(reach[i].from, all.low_first), std::min(reach[i].to, all.high_last)};
      if (days.to < days.from && !by_field) continue;
      ReadSet own;
      for (const std::uint32_t read : item.evidence) {
        if (((item.in == Truth::unknown || by_field) && !exact) ||
            (!run_.reads[read].missing && run_.reads[read].doubt == nullptr))
          own.push_back(read);
      }
      ReadSet dates;
      access_.own_position(loop, item.first, 0, dates);
      access_.own_position(loop, item.first, 1, dates);
      const Date start = access_.date_of(loop, item.first, 0);
      const Date end = access_.date_of(loop, item.first, 1);
      const bool matter = !exact && !(settled[i] && (start.exact() || start.last <= all.low_first) && (end.exact() || end.first >= all.high_last));
      if (own.empty())
        own.push_back(matter ? dates.front() : run_.reads.note(Read::Kind::item, loop.list, item.first, 0, false));
      if (matter) add_evidence(own, run_.reads.open(dates));
      add_evidence(evidence, own);
    }
    if ((endless && more > first_day) || most > most_on_file)
      access_.add_list_doubt(loop.list, run_.sources.why_open(loop.list, *loop.cell), evidence);
    else if (loop.cell->items == 0)
      access_.add_list_read(loop.list, false, run_.why(ReasonCode::none_complete), evidence);
  }
  if (exact) return NumberValue{Number(most)};
  if (endless) return run_.values.ranges.value(Interval::whole_from(Number(*least)));
  std::vector<Value> options;
  for (const Interval& count : counts) options.push_back(run_.values.ranges.value(count));
  return run_.values.combine(std::move(options));
}

}  // namespace crit
