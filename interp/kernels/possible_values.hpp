// Values that may be one of several: each way is tried, and what the ways give is put together.
#pragma once

#include <deque>
#include <initializer_list>
#include <optional>
#include <utility>
#include <vector>

#include "day_pairs.hpp"
#include "value.hpp"

namespace crit {

constexpr std::size_t max_options = 64;  // values tried where several are possible; of more, what lies between them

// Of a condition, a verdict, or several of them; unknown of all else.
Truth as_truth(const Value& value);
Verdict as_verdict(const Value& value);

inline std::vector<Value> options_of(const Value& value) {
  const auto* several = std::get_if<SeveralRef>(&value);
  return several == nullptr ? std::vector<Value>{value} : several->values->options;
}
// In how many ways the values may come together.
inline std::size_t ways_of(std::initializer_list<Value> values) {
  std::size_t ways = 1;
  for (const Value& value : values) {
    const auto* several = std::get_if<SeveralRef>(&value);
    if (several != nullptr) ways *= several->values->options.size();
  }
  return ways;
}

// What it gives lives as long as it does.
class PossibleValues {
 public:
  // Each that is possible, once. Numbers that touch or overlap are one range; what lies between two that do not is not
  // possible.
  Value combine(std::vector<Value> options);
  // Of numbers: all that lies between the least and the greatest of them. Of conditions: what they come to together.
  Value hull(const std::vector<Value>& options);
  Value several(std::vector<Value> options) {  // at least two, that differ
    several_.push_back({std::move(options)});
    return SeveralRef{&several_.back()};
  }
  Value numbers(const std::optional<WholeNumbers>& whole);
  Value dates(const std::vector<Date>& days);
  Value calendar(CalendarPart part, const Value& value);

  // What the function gives of each option.
  template <typename F>
  Value each(const Value& value, F&& function) {
    const auto* several = std::get_if<SeveralRef>(&value);
    if (several == nullptr) return function(value);
    std::vector<Value> results;
    for (const Value& option : several->values->options) results.push_back(function(option));
    return combine(std::move(results));
  }
  template <typename F>
  Value each(const Value& left, const Value& right, F&& function) {
    if (!std::holds_alternative<SeveralRef>(left) && !std::holds_alternative<SeveralRef>(right))
      return function(left, right);
    return each(left, [&](const Value& l) { return each(right, [&](const Value& r) { return function(l, r); }); });
  }

  Ranges ranges;

 private:
  std::deque<SeveralValues> several_;
};

}  // namespace crit
