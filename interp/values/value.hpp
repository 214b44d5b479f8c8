// One value as the VM and the fact slots hold it.
//
// A value carries no unit and no name: quantities are in the unit of their slot, or in the unit the compiler settled on.
// `Unknown` is the absence of a usable value; why it is absent is told by the evidence run, not here.
#pragma once

#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "date.hpp"
#include "interval.hpp"
#include "number.hpp"
#include "real.hpp"
#include "truth.hpp"
#include "verdict.hpp"

namespace crit {

struct Unknown {
  friend bool operator==(Unknown, Unknown) { return true; }
};

struct NumberValue {
  Number number;
  friend bool operator==(const NumberValue&, const NumberValue&) = default;
};
// A number that is not known exactly: an interval, or a number without an exact fraction, whose interval is worked out when it is
// first asked for. By one thread, therefore; a fact set holds intervals only.
class InexactNumber {
 public:
  explicit InexactNumber(const Interval& interval) : interval_(interval), real_(interval.real) {}
  explicit InexactNumber(const RealNode& real) : real_(&real) {}
  const RealNode* real() const { return real_; }  // null: an interval, and no more
  const Interval& interval() const {
    if (!interval_) interval_ = interval_of(Real(*real_));
    return *interval_;
  }
  friend bool operator==(const InexactNumber& left, const InexactNumber& right) {
    return left.real_ == right.real_ && (left.real_ != nullptr || left.interval() == right.interval());
  }

 private:
  mutable std::optional<Interval> interval_;
  const RealNode* real_ = nullptr;
};
// A number of which the ends are known, between which it lies: a laboratory's `< 25`, the count of an open list. Never a point.
// Also one without an exact fraction. It lives in the fact set or the machine (Ranges), which outlive the value.
struct RangeValue {
  const InexactNumber* number = nullptr;
  friend bool operator==(RangeValue left, RangeValue right) { return *left.number == *right.number; }
};

struct SpanValue {  // from one date to another; not yet compared with anything
  Date from;
  Date to;
  friend bool operator==(const SpanValue&, const SpanValue&) = default;
};

struct Alternative {  // of an enumeration, by position
  std::uint32_t index = 0;
  std::uint32_t enumeration = 0;  // constants only, for listings; types keep unlike ones apart
  friend bool operator==(Alternative left, Alternative right) { return left.index == right.index; }
};

// Texts and codes live in the fact set or the chunk; values point at them. Both outlive every evaluation.
struct TextData {
  std::string written;
  std::string compared;  // fold_text, or the code's normal form
  std::string system;    // codes: the system of the data; empty for texts
};
struct TextValue {
  const TextData* data = nullptr;
  friend bool operator==(TextValue left, TextValue right) { return left.data->compared == right.data->compared; }
};
struct CodeValue {
  const TextData* data = nullptr;
  friend bool operator==(CodeValue left, CodeValue right) {
    return left.data->compared == right.data->compared && left.data->system == right.data->system;
  }
};

// More than one value is still possible (two measurements may be the newest): each is tried, agreement decides.
struct SeveralValues;
struct SeveralRef {
  const SeveralValues* values = nullptr;
  friend bool operator==(SeveralRef, SeveralRef) = default;
};

// `Verdict` stands only on the VM's stack, never in a fact slot.
using Value = std::variant<Unknown, Truth, Verdict, NumberValue, RangeValue, Date, SpanValue, Duration, Alternative, TextValue,
                           CodeValue, SeveralRef>;

struct SeveralValues {
  std::vector<Value> options;  // at least two, none of them a SeveralRef; ranges do not touch one another
};

inline bool is_range(const Value& value) { return std::holds_alternative<RangeValue>(value); }
// Of a number or a range of numbers.
inline bool is_number(const Value& value) { return std::holds_alternative<NumberValue>(value) || is_range(value); }
inline const Interval* range_of(const Value& value) {
  const auto* range = std::get_if<RangeValue>(&value);
  return range == nullptr ? nullptr : &range->number->interval();
}
// A number or a range of numbers; nullopt for all else.
inline std::optional<Interval> interval_of(const Value& value) {
  if (const auto* number = std::get_if<NumberValue>(&value)) return Interval::point(number->number);
  const Interval* range = range_of(value);
  return range == nullptr ? std::nullopt : std::optional(*range);
}

// A number that is known, with an exact fraction or without; nullopt for all else.
inline std::optional<Real> real_of(const Value& value) {
  if (const auto* number = std::get_if<NumberValue>(&value)) return Real(number->number);
  const auto* range = std::get_if<RangeValue>(&value);
  return range == nullptr || range->number->real() == nullptr ? std::nullopt : std::optional(Real(*range->number->real()));
}

// Where the intervals of ranges are kept, and how numbers without an exact fraction are computed.
class Ranges {
 public:
  Reals reals;

  Value value(const Interval& interval) {
    if (interval.is_point()) return NumberValue{interval.low->at};
    kept_.emplace_back(interval);
    return RangeValue{&kept_.back()};
  }
  Value value(const Real& real) {
    if (real.is_rational()) return NumberValue{real.number};
    kept_.emplace_back(*real.node);
    return RangeValue{&kept_.back()};
  }

 private:
  std::list<InexactNumber> kept_;  // stable addresses
};
inline bool is_unknown(const Value& value) { return std::holds_alternative<Unknown>(value); }

}  // namespace crit
