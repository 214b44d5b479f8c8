// Values that may be one of several: as a truth, as a verdict, and put together from what each way gives.
#include <algorithm>

#include "possible_values.hpp"

namespace crit {
namespace {

// Of numbers that are each known, in their order; each once.
void sort_numbers(std::vector<Value>& numbers) {
  const auto order = [](const Value& left, const Value& right) { return compare(*real_of(left), *real_of(right)); };
  std::stable_sort(numbers.begin(), numbers.end(),
                   [&](const Value& left, const Value& right) { return order(left, right) < 0; });
  const auto alike = [&](const Value& left, const Value& right) { return order(left, right) == 0; };
  numbers.erase(std::unique(numbers.begin(), numbers.end(), alike), numbers.end());
}

}  // namespace

Truth as_truth(const Value& value) {
  if (const auto* truth = std::get_if<Truth>(&value)) return *truth;
  if (const auto* verdict = std::get_if<Verdict>(&value)) return static_cast<Truth>(bits(*verdict) & 3U);
  if (const auto* several = std::get_if<SeveralRef>(&value)) {
    unsigned both = 0;
    for (const Value& option : several->values->options) both |= static_cast<unsigned>(as_truth(option));
    return static_cast<Truth>(both);
  }
  return Truth::unknown;
}

Verdict as_verdict(const Value& value) {
  if (const auto* verdict = std::get_if<Verdict>(&value)) return *verdict;
  return verdict_of(as_truth(value));
}

// Each that is possible, once. Numbers that touch or overlap are one range; what lies between two that do not is not
// possible.
Value PossibleValues::combine(std::vector<Value> options) {
  std::vector<Value> flat;
  bool all_truths = true;
  bool any_unknown = false;
  bool any_range = false;
  bool all_numbers = true;
  unsigned truths = 0;
  const auto take = [&](const Value& option) {
    if (const auto* one = std::get_if<Truth>(&option))
      truths |= static_cast<unsigned>(*one);
    else
      all_truths = false;
    if (is_unknown(option)) any_unknown = true;
    any_range = any_range || is_range(option);
    all_numbers = all_numbers && is_number(option);
    if (flat.size() > max_options) return;  // too many already
    if (std::find(flat.begin(), flat.end(), option) == flat.end()) flat.push_back(option);
  };
  for (const Value& option : options) {
    if (const auto* several = std::get_if<SeveralRef>(&option)) {
      for (const Value& inner : several->values->options) take(inner);
    } else {
      take(option);
    }
  }
  if (flat.size() == 1) return flat.front();
  if (all_truths && !flat.empty()) return static_cast<Truth>(truths);
  if (any_unknown || flat.empty() || (any_range && !all_numbers)) return Unknown{};
  if (flat.size() > max_options) return hull(options);
  if (any_range &&
      std::all_of(flat.begin(), flat.end(), [](const Value& option) { return real_of(option).has_value(); })) {
    sort_numbers(flat);
    if (flat.size() == 1) return flat.front();
  } else if (any_range) {
    std::vector<Interval> parts;
    for (const Value& option : flat) parts.push_back(*interval_of(option));
    flat.clear();
    for (const Interval& part : joined(std::move(parts))) flat.push_back(ranges.value(part));
    if (flat.size() == 1) return flat.front();
  }
  return several(std::move(flat));
}

// Of numbers: all that lies between the least and the greatest of them. Of conditions: what they come to together.
Value PossibleValues::hull(const std::vector<Value>& options) {
  unsigned truths = 0;
  std::size_t conditions = 0;
  std::optional<Interval> all;
  const auto take = [&](const Value& option) {
    const std::optional<Interval> one = interval_of(option);
    if (one) all = all ? crit::hull(*all, *one) : *one;
    return one.has_value();
  };
  std::optional<Date> days;
  std::size_t dates = 0;
  const auto take_date = [&](Date date) {
    days = days ? Date{std::min(days->first, date.first), std::max(days->last, date.last)} : date;
    ++dates;
  };
  for (const Value& option : options) {
    if (const auto* condition = std::get_if<Truth>(&option)) {
      truths |= static_cast<unsigned>(*condition);
      ++conditions;
    } else if (const auto* date = std::get_if<Date>(&option)) {
      take_date(*date);
    } else if (const auto* several = std::get_if<SeveralRef>(&option)) {
      const Value inner = hull(several->values->options);
      if (const auto* one_date = std::get_if<Date>(&inner))
        take_date(*one_date);
      else if (!take(inner))
        return Unknown{};
    } else if (!take(option)) {
      return Unknown{};
    }
  }
  if (conditions != 0) return conditions == options.size() ? Value(static_cast<Truth>(truths)) : Value(Unknown{});
  if (dates != 0) return dates == options.size() ? Value(*days) : Value(Unknown{});
  return all ? ranges.value(*all) : Value(Unknown{});
}

// Each of them, where they are not too many; else what lies between the least and the greatest.
Value PossibleValues::numbers(const std::optional<WholeNumbers>& whole) {
  if (!whole) return Unknown{};
  if (whole->endless) return ranges.value(Interval::whole_from(Number(whole->least)));
  if (static_cast<std::size_t>(whole->most - whole->least) >= max_options)
    return ranges.value(Interval::whole_between(Number(whole->least), Number(whole->most)));
  std::vector<Value> options;
  for (std::int64_t number = whole->least; number <= whole->most; ++number)
    options.emplace_back(NumberValue{Number(number)});
  return combine(std::move(options));
}

Value PossibleValues::dates(const std::vector<Date>& days) { return combine({days.begin(), days.end()}); }

Value PossibleValues::calendar(CalendarPart part, const Value& value) {
  const auto* date = std::get_if<Date>(&value);
  if (date == nullptr) return Unknown{};
  if (part == CalendarPart::year_of) return numbers(years_of(*date));
  if (part != CalendarPart::month_of && part != CalendarPart::quarter_of) return dates(month_days(*date, part));
  std::vector<Value> options;
  for (const std::int64_t number : months_of_year(*date, part == CalendarPart::quarter_of))
    options.emplace_back(NumberValue{Number(number)});
  return combine(std::move(options));
}

}  // namespace crit
