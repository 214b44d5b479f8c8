// `days covered by`: how many days at least one of the periods covers; and where dates, membership or the list itself are open,
// between which two numbers that lies.
//
// Each period is taken by itself: some of its days are covered whatever it turns out to be (its core, from the last day on
// which it may start to the first on which it may end), and some may be. All periods can be as short as that at once, or as
// long, so the days of all cores and of all that may be are bounds that are reached. A period whose start and end may fall on
// one day has no core, and yet covers a day: of such, as many share a day as can.
//
// A period that may or may not be one of those asked for covers all of its days or none, so each way is tried by itself: a drug
// that started within the window, or on the day before it, covers 185 days or 0, never 28.
//
// By a field (`days covered by fill.drug`), the periods of each drug are laid end to end first: one that starts while an earlier
// one runs is moved behind it, with all its days. A day is then covered where, from the start of some period on, those begun since
// last so long. So a period that is longer, or one period more, leaves no day uncovered that was covered: the cores alone, and
// all that may be, are bounds here, too. A period of which it is not known what drug it is of covers the fewest days as a drug of its
// own, and the most as one of another period's.
#include <algorithm>
#include <map>

#include "machine.hpp"

namespace crit {
namespace {

constexpr std::size_t max_windows = 400;               // windows tried one by one: the days of a partial date
constexpr std::uint64_t max_covered_work = 1'000'000;  // periods looked at, over all of them
constexpr std::size_t max_unsure = 6;                  // periods that may or may not be there, each way tried

struct Stretch {
  Day from = 0;
  Day to = 0;
};

// A period that covers days, or may.
struct Candidate {
  enum class Kind : unsigned char {
    there,
    perhaps,   // it may be one of those asked for, or none of them; where it is, it covers its days
    doubtful,  // its dates will not do: it may cover days, and surely covers none
  };
  Date start;
  Date end;
  Kind kind;
  std::string drug;  // by a field: its value, "" where that is not known

  Stretch at_most() const { return {start.first, end.last}; }
  bool has_core() const { return std::min(start.last, end.last) <= std::max(end.first, start.first); }
};

// Values of a field are told apart by these.
std::string drug_of(const Value& value) {
  if (const auto* text = std::get_if<TextValue>(&value)) return "text " + text->data->compared;
  if (const auto* code = std::get_if<CodeValue>(&value)) return code->data->system + "|" + code->data->compared;
  if (const auto* alternative = std::get_if<Alternative>(&value)) return std::to_string(alternative->index);
  return "";
}

// Moves each stretch behind the one before it that still runs.
void lay_end_to_end(std::vector<Stretch>& stretches) {
  std::sort(stretches.begin(), stretches.end(), [](const Stretch& a, const Stretch& b) { return a.from < b.from; });
  std::int64_t next = first_day;
  for (Stretch& one : stretches) {
    const std::int64_t later = std::max<std::int64_t>(next - one.from, 0);
    one = {static_cast<Day>(std::min<std::int64_t>(one.from + later, last_day)), static_cast<Day>(std::min<std::int64_t>(one.to + later, last_day))};
    next = std::max(next, std::int64_t{one.to} + 1);
  }
}

class Covering {
 public:
  std::vector<Stretch> most;   // of every period, the days that it may cover
  std::vector<Stretch> cores;  // the days that it surely covers
  std::vector<Stretch> loose;  // it surely covers one of these days

  // Each of those that are perhaps there is there where its place in `there` says so; without `there` it may be. `by_drug`: the
  // periods of each drug are laid end to end.
  Covering(const std::vector<Candidate>& candidates, std::optional<unsigned> there, bool by_drug) {
    std::map<std::string, std::vector<Stretch>> most_of;
    std::map<std::string, std::vector<Stretch>> cores_of;
    const bool some_open = std::any_of(candidates.begin(), candidates.end(), [](const Candidate& one) { return one.drug.empty(); });
    std::size_t place = 0;
    for (const Candidate& one : candidates) {
      bool sure = one.kind == Candidate::Kind::there;
      if (one.kind == Candidate::Kind::perhaps && there) {
        sure = ((*there >> place++) & 1U) != 0;
        if (!sure) continue;
      }
      (by_drug ? most_of[some_open ? "" : one.drug] : most).push_back(one.at_most());
      if (!sure) continue;
      const Day starts = std::min(one.start.last, one.end.last);
      const Day ends = std::max(one.end.first, one.start.first);
      if (by_drug && !one.has_core()) continue;
      if (one.has_core()) (by_drug && !one.drug.empty() ? cores_of[one.drug] : cores).push_back({starts, ends});
      else loose.push_back({ends, starts});
    }
    for (auto* of_each : {&most_of, &cores_of}) {
      for (auto& [drug, stretches] : *of_each) {
        lay_end_to_end(stretches);
        std::vector<Stretch>& all = of_each == &most_of ? most : cores;
        all.insert(all.end(), stretches.begin(), stretches.end());
      }
    }
    sort();
  }

  void sort() {
    const auto by_start = [](const Stretch& a, const Stretch& b) { return a.from < b.from; };
    std::sort(most.begin(), most.end(), by_start);
    std::sort(cores.begin(), cores.end(), by_start);
    std::sort(loose.begin(), loose.end(), [](const Stretch& a, const Stretch& b) { return a.to < b.to; });
  }

  // Of the days in the window, how many may be covered; `more`: and all of them before that day.
  std::int64_t at_most(Stretch window, Day more) const {
    std::int64_t days = 0;
    Day next = window.from;  // the first day not counted
    if (more > next) {
      next = std::min(more, window.to + 1);
      days += std::max<std::int64_t>(std::int64_t{next} - window.from, 0);
    }
    for (const Stretch& one : most) days += add(one, window, next);
    return days;
  }
  std::int64_t at_least(Stretch window) const {
    std::int64_t days = 0;
    Day next = window.from;
    std::vector<Stretch> joined;
    for (const Stretch& one : cores) {
      const std::int64_t more = add(one, window, next);
      if (more > 0) joined.push_back({static_cast<Day>(next - more), next - 1});
      days += more;
    }
    // The fewest days that are in each of the others: by where they end, the last day of each that has none yet.
    std::optional<Day> last;
    for (const Stretch& one : loose) {
      if (one.from < window.from || one.to > window.to || (last && *last >= one.from)) continue;
      const auto place = std::lower_bound(joined.begin(), joined.end(), one.from, [](const Stretch& core, Day day) { return core.to < day; });
      if (place != joined.end() && place->from <= one.to) continue;
      last = one.to;
      ++days;
    }
    return days;
  }

 private:
  static std::int64_t add(const Stretch& one, Stretch window, Day& next) {
    const Day from = std::max(one.from, next);
    const Day to = std::min(one.to, window.to);
    if (to < from) return 0;
    next = to + 1;
    return std::int64_t{to} - from + 1;
  }
};

}  // namespace

// The days that a window may be: one way, or a few that are each tried.
std::vector<Machine::Clip> Machine::clips_of(const WindowSpec& window, const Value& duration, const Value& anchor) const {
  const auto options = [](const Value& value) {
    const auto* several = std::get_if<SeveralRef>(&value);
    return several == nullptr ? std::vector<Value>{value} : several->values->options;
  };
  std::vector<Clip> made;
  for (const Value& one : options(anchor)) {
    if (window.kind == terms::WindowKind::overlapping) {
      Clip clip{first_day, last_day, first_day, last_day};
      if (const auto* span = std::get_if<SpanValue>(&one)) clip = {span->from.first, span->from.last, span->to.first, span->to.last};
      else if (const auto* day = std::get_if<Date>(&one)) clip = {day->first, day->last, day->first, day->last};
      made.push_back(clip);
      continue;
    }
    for (const Value& length : options(duration)) {
      const auto* day = std::get_if<Date>(&one);
      const auto* d = std::get_if<Duration>(&length);
      const Date x = day == nullptr ? Date{first_day, last_day} : *day;
      if (d != nullptr && static_cast<std::size_t>(x.last - x.first) < max_windows) {
        for (Day at = x.first; at <= x.last; ++at) {
          const Day low = window_start(at, *d, chunk_.leap);
          made.push_back({low, low, at, at});
        }
      } else {
        made.push_back({d == nullptr ? first_day : window_start(x.first, *d, chunk_.leap), d == nullptr ? x.last : window_start(x.last, *d, chunk_.leap), x.first, x.last});
      }
    }
  }
  return made;
}

Value Machine::days_covered(Loop& loop, ReadSet& evidence) {
  if (loop.backwards) return Unknown{};
  const bool trace = options_.trace;
  // Days after the date of service are counted where a window has them.
  if (loop.clips.empty()) {
    leave_out_later(loop);
    loop.clips.push_back({{first_day, first_day, as_of_, as_of_}});
  }
  const bool by_field = std::any_of(loop.items.begin(), loop.items.end(), [](const Item& item) { return !is_unknown(item.value); });
  std::vector<Candidate> candidates;  // the items that are there, or may be
  std::vector<Stretch> reach;         // by item: the days it may cover
  std::vector<bool> settled;          // … and surely covers
  std::size_t unsure = 0;             // that may or may not be there
  for (const Item& item : loop.items) {
    reach.push_back({0, -1});
    settled.push_back(false);
    if (item.in == Truth::no) continue;
    const Date start = date_of(loop, item.first, 0);
    const Date end = date_of(loop, item.first, 1);
    if (start.first > end.last) continue;  // no such period
    // Where it is there, its start and its end lie in the windows that ask for them.
    Candidate one{both_in(start, item.days), both_in(end, item.ends), Candidate::Kind::there, drug_of(item.value)};
    if (!date_will_do(loop, item.first)) one.kind = Candidate::Kind::doubtful;
    else if (item.in != Truth::yes) one.kind = Candidate::Kind::perhaps;
    unsure += one.kind == Candidate::Kind::perhaps ? 1 : 0;
    candidates.push_back(one);
    reach.back() = one.at_most();
    settled.back() = one.kind == Candidate::Kind::there && one.has_core();
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
  std::uint64_t outer = 1;
  for (std::size_t i = 0; i + 1 < loops_.size(); ++i) outer *= std::max<std::uint64_t>(loops_[i].items.size(), 1);
  if (windows.size() > max_windows || windows.size() * size * outer > max_covered_work) windows = {bound(windows)};
  const std::uint64_t ways = unsure <= max_unsure && ((windows.size() * size * outer) << unsure) <= max_covered_work ? std::uint64_t{1} << unsure : 1;
  steps_ += windows.size() * size * ways;

  // What is not on file may cover any day before that from which the list is whole; by a field, it may move others to any day.
  const bool whole = closed(loop) && !(by_field && loop.cell->complete_within);
  const Day more = whole ? first_day : by_field ? last_day : complete_from(loop.list, *loop.cell);
  std::optional<std::int64_t> least;
  std::int64_t most = 0;
  std::int64_t most_on_file = 0;
  bool endless = false;
  std::vector<Interval> counts;  // each way, in each window
  for (std::uint64_t way = 0; way < ways; ++way) {
    const Covering covering(candidates, ways == 1 && unsure != 0 ? std::nullopt : std::optional(static_cast<unsigned>(way)), by_field);
    const bool reaches_back = !covering.most.empty() && covering.most.front().from == first_day;  // one may have begun on any day
    for (const Clip& window : windows) {
      const std::int64_t low = window.low_last > window.high_first ? 0 : covering.at_least({window.low_last, window.high_first});
      least = std::min(least.value_or(low), low);
      std::int64_t high = 0;
      if (window.low_first <= window.high_last) {
        endless = endless || (window.low_first == first_day && (more > first_day || (reaches_back && low < std::int64_t{window.high_last} - first_day + 1)));
        // … and, where it is whole from a day to the date of service, any day after that.
        const Day later = loop.cell->complete_within && !closed(loop) ? std::max(as_of_, window.low_first - 1) : window.high_last;
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
      add_list_read(loop.list, false, why(ReasonCode::covered_between, std::move(arguments)), evidence);
    } else if (known && window.low_first == first_day) {
      arguments.emplace_back(Date{window.high_first, window.high_first});
      add_list_read(loop.list, false, why(ReasonCode::covered_up_to, std::move(arguments)), evidence);
    } else {
      add_list_read(loop.list, false, why(ReasonCode::covered, std::move(arguments)), evidence);
    }
    // What leaves it open is a doubt: a period that may cover more than it surely does, among the days that count.
    const Clip all = bound(windows);
    for (std::size_t i = 0; i < loop.items.size(); ++i) {
      const Item& item = loop.items[i];
      if (item.in == Truth::no) continue;
      const Stretch days{std::max(reach[i].from, all.low_first), std::min(reach[i].to, all.high_last)};
      if (days.to < days.from && !by_field) continue;
      ReadSet own;
      for (const std::uint32_t read : item.evidence) {
        if (((item.in == Truth::unknown || by_field) && !exact) ||
            (!reads_[read].missing && reads_[read].doubt == nullptr))
          own.push_back(read);
      }
      ReadSet dates;
      own_position(loop, item.first, 0, dates);
      own_position(loop, item.first, 1, dates);
      const Date start = date_of(loop, item.first, 0);
      const Date end = date_of(loop, item.first, 1);
      const bool matter = !exact && !(settled[i] && (start.exact() || start.last <= all.low_first) && (end.exact() || end.first >= all.high_last));
      if (own.empty())
        own.push_back(matter ? dates.front() : reads_.note(Read::Kind::item, loop.list, item.first, 0, false));
      if (matter) add_evidence(own, reads_.open(dates));
      add_evidence(evidence, own);
    }
    if ((endless && more > first_day) || most > most_on_file)
      add_list_doubt(loop.list, why_open(loop.list, *loop.cell), evidence);
    else if (loop.cell->items == 0)
      add_list_read(loop.list, false, why(ReasonCode::none_complete), evidence);
  }
  if (exact) return NumberValue{Number(most)};
  if (endless) return ranges_.value(Interval::whole_from(Number(*least)));
  std::vector<Value> options;
  for (const Interval& count : counts) options.push_back(ranges_.value(count));
  return combine(std::move(options));
}

}  // namespace crit
