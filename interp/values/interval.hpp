// What is known of a number whose digits are not: between which two ends it lies. `< 25` has an end above and none below; a
// count on an open list has one below; days covered have both.
//
// An end is open where the number cannot be it (`< 25`), else closed (`<= 25`). An end that is not there lets the number be
// as small, or as large, as you like. No interval is empty. Results hold every number that two numbers of the operands give,
// and no others (but for `rounded` and its like, whose results are whole steps: their ends are reached, and what lies between
// two steps is not told apart). An end that does not fit a Number is rounded outward to 30 digits (outward.hpp); one that is too
// large for that is left out, and `lost` says so.
//
// A number without an exact fraction (real.hpp) is an interval, too: of 30 digits at its ends, and with `real`, which tells
// the number itself. What takes it for the interval alone is right, and less sure.
//
// Counts, days and completed years are whole: none of them is 28.5. Sums and products of whole numbers are whole, too.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "number.hpp"
#include "truth.hpp"

namespace crit {

class RealNode;

struct IntervalEnd {
  Number at;
  bool open = false;
  friend bool operator==(const IntervalEnd&, const IntervalEnd&) = default;
};

struct Interval {
  std::optional<IntervalEnd> low;
  std::optional<IntervalEnd> high;
  bool whole = false;  // no number of it has digits behind the point; where it is one number, that number says so itself
  const RealNode* real = nullptr;  // it is this number, which lies between the ends

  static Interval point(const Number& at) { return {IntervalEnd{at}, IntervalEnd{at}}; }
  static Interval at_least(const Number& at, bool open = false) { return {IntervalEnd{at, open}, std::nullopt}; }
  static Interval at_most(const Number& at, bool open = false) { return {std::nullopt, IntervalEnd{at, open}}; }
  static Interval anything() { return {}; }
  // Whole numbers: from `least` on, or to `most`, both of them with it.
  static Interval whole_from(const Number& least) { return {IntervalEnd{least}, std::nullopt, true}; }
  static Interval whole_between(const Number& least, const Number& most) { return {IntervalEnd{least}, IntervalEnd{most}, true}; }

  bool is_point() const { return low && high && low->at == high->at; }
  bool is_whole() const { return whole || (is_point() && low->at.is_whole()); }
  bool contains(const Number& at) const;
  // "at least 5", "less than 25", "3 to 5", "more than 3 and at most 5"; empty where nothing is known. `unit` goes behind each
  // number, with its blank: " mg".
  std::string to_string(const std::string& unit = {}) const;
  friend bool operator==(const Interval&, const Interval&) = default;
};

// What may be is the first or the second: all that lies between, too.
Interval hull(const Interval& left, const Interval& right);
// As few as hold the same numbers, the whole ones first, each in order: those that overlap or touch are one, and what no one of
// them holds stays out.
std::vector<Interval> joined(std::vector<Interval> parts);

Interval negate(const Interval& value, bool& lost);
Interval add(const Interval& left, const Interval& right, bool& lost);
Interval subtract(const Interval& left, const Interval& right, bool& lost);
Interval multiply(const Interval& left, const Interval& right, bool& lost);
// By a number that may be zero: anything, for where it is zero there is no ratio.
Interval divide(const Interval& left, const Interval& right, bool& lost);
Interval lesser(const Interval& left, const Interval& right);
Interval greater(const Interval& left, const Interval& right);
Interval rounded(const Interval& value, int places, bool& lost);
Interval ceiling(const Interval& value, bool& lost);
Interval floor(const Interval& value, bool& lost);

// Known where all pairs of numbers agree.
Truth compare(const Interval& left, Comparison op, const Interval& right);

}  // namespace crit
