#include "interval.hpp"

#include <algorithm>
#include <array>
#include <compare>

#include "outward.hpp"
#include "real.hpp"

namespace crit {
namespace {

using End = IntervalEnd;

// The end of a result; one that does not fit, even rounded outward, is no end.
std::optional<End> fitted(const std::optional<Number>& at, bool open, bool& lost) {
  if (at) return End{*at, open};
  lost = true;
  return std::nullopt;
}

std::optional<End> fitted_sum(const Number& left, const Number& right, bool open, bool up, bool& lost) {
  const std::optional<Number> exact = add(left, right);
  return exact ? End{*exact, open} : fitted(outward_sum(left, right, up), open, lost);
}

// Of two ends below, whether the first lets the number be smaller; of two above, whether it lets it be greater.
bool is_wider_low(const std::optional<End>& left, const std::optional<End>& right) {
  if (!left || !right) return !left;
  return left->at != right->at ? left->at < right->at : !left->open;
}
bool is_wider_high(const std::optional<End>& left, const std::optional<End>& right) {
  if (!left || !right) return !left;
  return left->at != right->at ? left->at > right->at : !left->open;
}

int sign_of(const Number& number) { return number.is_zero() ? 0 : number.is_negative() ? -1 : 1; }

// One end of an operand, as multiplication needs it: a number, or beyond all numbers.
struct Corner {
  const End* end = nullptr;  // null: beyond all numbers …
  int beyond = 0;            // … below (-1) or above (1)

  int sign() const { return end == nullptr ? beyond : sign_of(end->at); }
  bool is_reached_zero() const { return end != nullptr && end->at.is_zero() && !end->open; }
};

// Gathers what the corners of two operands give; the least and the greatest are the ends of the product.
class Products {
 public:
  void take(const Corner& left, const Corner& right) {
    const int sign = left.sign() * right.sign();
    if (sign == 0) {
      // Zero is reached where one of the two is zero, whatever the other is.
      add(Number(), !(left.is_reached_zero() || right.is_reached_zero()));
    } else if (left.end == nullptr || right.end == nullptr) {
      endless(sign);
    } else if (const std::optional<Number> product = multiply(left.end->at, right.end->at)) {
      add(*product, left.end->open || right.end->open);
    } else {
      const std::optional<Number> low = outward_product(left.end->at, right.end->at, false);
      const std::optional<Number> high = outward_product(left.end->at, right.end->at, true);
      if (low) add(*low, left.end->open || right.end->open);
      if (high) add(*high, left.end->open || right.end->open);
      if (low && high) return;
      lost_ = true;
      endless(sign);
    }
  }
  Interval result(bool& lost) const {
    lost = lost || lost_;
    Interval all;
    if (!no_low_) all.low = low_;
    if (!no_high_) all.high = high_;
    return all;
  }

 private:
  std::optional<End> low_;
  std::optional<End> high_;
  bool no_low_ = false;
  bool no_high_ = false;
  bool lost_ = false;

  void endless(int sign) { (sign < 0 ? no_low_ : no_high_) = true; }
  void add(const Number& at, bool open) {
    const End end{at, open};
    if (!low_ || is_wider_low(end, low_)) low_ = end;
    if (!high_ || is_wider_high(end, high_)) high_ = end;
  }
};

std::array<Corner, 2> corners(const Interval& value) {
  return {Corner{value.low ? &*value.low : nullptr, -1}, Corner{value.high ? &*value.high : nullptr, 1}};
}

// 1 / value, which does not hold zero.
Interval reciprocal(const Interval& value, bool& lost) {
  const auto turned = [&](const std::optional<End>& end) -> std::optional<End> {
    if (!end) return End{Number(), true};                // beyond all numbers: as near to zero as you like
    if (end->at.is_zero()) return std::nullopt;          // as near to zero as you like: beyond all numbers
    return fitted(divide(Number(1), end->at), end->open, lost);  // turned over it fits: the two sides are as large as before
  };
  return {turned(value.high), turned(value.low)};
}

// A result that is whole because both operands are.
Interval keep_whole(Interval result, const Interval& left, const Interval& right) {
  result.whole = left.is_whole() && right.is_whole();
  return result;
}

std::optional<Number> next_whole(const std::optional<Number>& number, int by) { return number ? add(*number, Number(by)) : std::nullopt; }

// What `round` gives just above (just below) a number: at a tie that it takes the other way, the next step.
std::optional<Number> rounded_beside(const Number& at, int places, bool above) {
  const std::optional<Number> here = at.round_to(places);
  const std::optional<Number> step = power(Number(10), -places);
  if (!here || !step) return std::nullopt;
  const std::optional<Number> way = subtract(*here, at);
  const std::optional<Number> twice = way ? add(*way, *way) : std::nullopt;
  if (!twice) return std::nullopt;
  if (above && negate(*twice) == step) return add(*here, *step);
  if (!above && *twice == *step) return subtract(*here, *step);
  return here;
}

// Adds as few intervals as hold the same numbers, in order.
void join(std::vector<Interval>::iterator from, std::vector<Interval>::iterator to, bool whole, std::vector<Interval>& all) {
  std::sort(from, to, [](const Interval& left, const Interval& right) { return is_wider_low(left.low, right.low) && !is_wider_low(right.low, left.low); });
  const auto is_beyond = [&](const Interval& part, const Interval& last) {
    if (!last.high || !part.low) return false;
    // No whole number lies between two that follow each other.
    if (whole) return part.low->at > next_whole(last.high->at, 1).value_or(last.high->at);
    // A number that is in neither lies between them where both ends are open.
    return part.low->at > last.high->at || (part.low->at == last.high->at && part.low->open && last.high->open);
  };
  const std::size_t before = all.size();
  for (; from != to; ++from) {
    if (all.size() == before || is_beyond(*from, all.back())) all.push_back(*from);
    else all.back() = hull(all.back(), *from);
  }
}

// Whether a whole number lies between the two ends.
bool holds_whole(const std::optional<End>& low, const std::optional<End>& high) {
  if (!low || !high) return true;
  const std::optional<Number> least = low->open ? next_whole(low->at.floor(), 1) : low->at.ceiling();
  if (!least) return true;
  return high->open ? *least < high->at : *least <= high->at;
}

}  // namespace

bool Interval::contains(const Number& at) const {
  if (whole && !at.is_whole()) return false;
  if (low && (at < low->at || (low->open && at == low->at))) return false;
  return !high || (at <= high->at && !(high->open && at == high->at));
}

std::string Interval::to_string(const std::string& unit) const {
  const auto number = [&](const End& end) { return end.at.to_string() + unit; };
  if (real != nullptr) return to_short_string(*real) + unit;
  if (is_point()) return number(*low);
  if (low && high && !low->open && !high->open) return low->at.to_string() + " to " + number(*high);
  const std::string below = low ? (low->open ? "more than " : "at least ") + number(*low) : "";
  const std::string above = high ? (high->open ? "less than " : "at most ") + number(*high) : "";
  return below + (low && high ? " and " : "") + above;
}

Interval hull(const Interval& left, const Interval& right) {
  // Between two numbers, whole or not, lie all others: only what is told to be whole stays so.
  const bool whole = (left.whole && right.is_whole()) || (right.whole && left.is_whole());
  return {is_wider_low(left.low, right.low) ? left.low : right.low, is_wider_high(left.high, right.high) ? left.high : right.high, whole};
}

std::vector<Interval> joined(std::vector<Interval> parts) {
  // Whole numbers beside others stay apart: together they would hold what lies between the whole ones.
  const bool some_are_whole = std::any_of(parts.begin(), parts.end(), [](const Interval& part) { return part.whole; });
  const auto others = std::stable_partition(parts.begin(), parts.end(), [&](const Interval& part) { return some_are_whole && part.is_whole(); });
  std::vector<Interval> all;
  join(parts.begin(), others, true, all);
  join(others, parts.end(), false, all);
  return all;
}

Interval negate(const Interval& value, bool& lost) {
  const auto turned = [&](const std::optional<End>& end) { return end ? fitted(negate(end->at), end->open, lost) : std::nullopt; };
  return {turned(value.high), turned(value.low), value.whole};
}

Interval add(const Interval& left, const Interval& right, bool& lost) {
  const auto sum = [&](const std::optional<End>& one, const std::optional<End>& other, bool up) -> std::optional<End> {
    if (!one || !other) return std::nullopt;
    return fitted_sum(one->at, other->at, one->open || other->open, up, lost);
  };
  return keep_whole({sum(left.low, right.low, false), sum(left.high, right.high, true)}, left, right);
}

Interval subtract(const Interval& left, const Interval& right, bool& lost) {
  return add(left, negate(right, lost), lost);
}

Interval multiply(const Interval& left, const Interval& right, bool& lost) {
  Products products;
  for (const Corner& one : corners(left)) {
    for (const Corner& other : corners(right)) products.take(one, other);
  }
  return keep_whole(products.result(lost), left, right);
}

Interval divide(const Interval& left, const Interval& right, bool& lost) {
  if (right.contains(Number())) return Interval::anything();
  Interval result = multiply(left, reciprocal(right, lost), lost);
  result.whole = false;
  return result;
}

Interval lesser(const Interval& left, const Interval& right) {
  return keep_whole({is_wider_low(left.low, right.low) ? left.low : right.low, is_wider_high(left.high, right.high) ? right.high : left.high}, left, right);
}

Interval greater(const Interval& left, const Interval& right) {
  return keep_whole({is_wider_low(left.low, right.low) ? right.low : left.low, is_wider_high(left.high, right.high) ? left.high : right.high}, left, right);
}

// Just above an open end below (just below one above) a step function may be on another step than at the end itself.
Interval rounded(const Interval& value, int places, bool& lost) {
  const auto step = [&](const std::optional<End>& end, bool above) -> std::optional<End> {
    if (!end) return std::nullopt;
    return fitted(end->open ? rounded_beside(end->at, places, above) : end->at.round_to(places), false, lost);
  };
  return {step(value.low, true), step(value.high, false), value.whole || places == 0};
}

Interval ceiling(const Interval& value, bool& lost) {
  Interval result;
  result.whole = true;
  if (value.low) result.low = fitted(value.low->open ? next_whole(value.low->at.floor(), 1) : value.low->at.ceiling(), false, lost);
  if (value.high) result.high = fitted(value.high->at.ceiling(), false, lost);
  return result;
}

Interval floor(const Interval& value, bool& lost) {
  Interval result;
  result.whole = true;
  if (value.low) result.low = fitted(value.low->at.floor(), false, lost);
  if (value.high) result.high = fitted(value.high->open ? next_whole(value.high->at.ceiling(), -1) : value.high->at.floor(), false, lost);
  return result;
}

Truth compare(const Interval& left, Comparison op, const Interval& right) {
  // Numbers lie everywhere between two ends (or, where they are whole, at every whole number), so the ends tell whether there
  // is such a pair.
  const auto may_be_below = [](const Interval& one, const Interval& other) { return !one.low || !other.high || one.low->at < other.high->at; };
  const bool less = may_be_below(left, right);
  const bool greater = may_be_below(right, left);
  const std::optional<End>& low = is_wider_low(left.low, right.low) ? right.low : left.low;
  const std::optional<End>& high = is_wider_high(left.high, right.high) ? right.high : left.high;
  const bool equal = left.is_whole() || right.is_whole()
      ? holds_whole(low, high)
      : !low || !high || low->at < high->at || (low->at == high->at && !low->open && !high->open);
  const auto said = [](bool some_yes, bool some_no) { return static_cast<Truth>((some_yes ? 1U : 0U) | (some_no ? 2U : 0U)); };
  switch (op) {
    case Comparison::is: return said(equal, less || greater);
    case Comparison::is_not: return said(less || greater, equal);
    case Comparison::less: return said(less, equal || greater);
    case Comparison::less_equal: return said(less || equal, greater);
    case Comparison::greater: return said(greater, equal || less);
    case Comparison::greater_equal: return said(greater || equal, less);
  }
  return Truth::unknown;
}

}  // namespace crit
