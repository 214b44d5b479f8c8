// A window whose anchor is not known to the day: all items of the list are held against the same day, so each day that it may be
// is tried, and the query asked again from there on. `some visit within 20 days around surgery`, surgery a day of May: two visits
// may leave no day of May without one, though neither of them is near all.
#include <algorithm>

#include "machine.hpp"

namespace crit {
namespace {

constexpr std::size_t most_anchors = 400;         // days of a year, and more
constexpr std::uint64_t most_visits = 200'000;  // items looked at, over all of them

// The days that an anchor may be; nothing where it is known, or where they are too many.
std::vector<Value> days_of_anchor(const Value& anchor) {
  std::vector<Value> days;
  if (const auto* several = std::get_if<SeveralRef>(&anchor)) {
    for (const Value& option : several->values->options) {
      const std::vector<Value> own = days_of_anchor(option);
      if (own.empty()) days.push_back(option);
      else days.insert(days.end(), own.begin(), own.end());
      if (days.size() > most_anchors) return {};
    }
    return days;
  }
  const auto each_day = [](Date date, const auto& take) {
    for (Day day = date.first; day <= date.last; ++day) take(Date{day, day});
  };
  const auto length = [](Date date) { return static_cast<std::size_t>(date.last - date.first) + 1; };
  if (const auto* date = std::get_if<Date>(&anchor)) {
    if (date->exact() || length(*date) > most_anchors) return {};
    each_day(*date, [&](Date day) { days.emplace_back(day); });
  } else if (const auto* span = std::get_if<SpanValue>(&anchor)) {
    if ((span->from.exact() && span->to.exact()) || length(span->from) > most_anchors || length(span->to) > most_anchors || length(span->from) * length(span->to) > most_anchors) return {};
    each_day(span->from, [&](Date from) { each_day(span->to, [&](Date to) { days.emplace_back(SpanValue{from, to}); }); });
  }
  return days;
}

}  // namespace

// A window whose span surely runs backwards has no days that anyone meant: what is asked of it is unknown. One that ends on the
// day before it begins has no days (of `d + 1 day to as_of` where d is the date of service).
Value Machine::forwards(Value anchor) {
  const auto* span = std::get_if<SpanValue>(&anchor);
  if (span == nullptr || span->from.first <= span->to.last + 1) return anchor;
  warn(ops::backwards(*span));
  loops_.back().backwards = true;
  return Unknown{};
}

// The window of the innermost loop; `resume`: the instruction behind it. Days covered has a way of its own.
void Machine::open_window(const WindowSpec& window, std::uint32_t resume) {
  const Value anchor = window.has_anchor ? forwards(pop()) : Value(Unknown{});
  const Value duration = window.has_duration ? pop() : Value(Unknown{});
  const auto may_be_in = [](const Item& item) { return item.in != Truth::no; };
  const Loop& loop = loops_.back();
  if (window.has_anchor && !window.clips && std::count_if(loop.items.begin(), loop.items.end(), may_be_in) > 1) {
    std::vector<Value> anchors = days_of_anchor(anchor);
    std::uint64_t visits = anchors.size();
    for (const Loop& around : loops_) visits *= std::max<std::uint64_t>(around.size(), 1);
    for (const Fork& fork : forks_) visits *= fork.anchors.size();
    if (anchors.size() > 1 && visits <= most_visits) {
      forks_.push_back({resume, loops_.size(), &window, duration, std::move(anchors), 0, loop, {}, {}});
      list_window(window, duration, forks_.back().anchors.front());
      return;
    }
  }
  list_window(window, duration, anchor);
}

// What the innermost loop came to, which is closed now. True: it is asked again, for the next day, from `resume` on.
bool Machine::next_anchor(Value& result, ReadSet& evidence, std::uint32_t& resume) {
  while (!forks_.empty() && forks_.back().depth == loops_.size() + 1) {
    Fork& fork = forks_.back();
    fork.results.push_back(std::move(result));
    add_evidence(fork.evidence, evidence);
    Value all = combine(fork.results);
    const auto* truth = std::get_if<Truth>(&all);
    const bool settled = is_unknown(all) || (truth != nullptr && *truth == Truth::unknown);  // nothing more can come of it
    if (++fork.at < fork.anchors.size() && !settled) {
      loops_.push_back(fork.before);
      resume = fork.resume;
      list_window(*fork.window, fork.duration, fork.anchors[fork.at]);
      return true;
    }
    result = std::move(all);
    evidence = std::move(fork.evidence);
    forks_.pop_back();
    if (settled && options_.trace) evidence = reads_.doubts(evidence);
  }
  return false;
}

}  // namespace crit
