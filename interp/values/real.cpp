#include "real.hpp"

#include <algorithm>
#include <array>

#include "ball.hpp"
#include "number_parts.hpp"
#include "outward.hpp"
#include "rough.hpp"

namespace crit {
namespace {

// With how many bits a value is worked out, one after the other. 60 digits are 200 bits; the last is for values that lose many
// on their way, as the difference of two that are nearly equal does.
constexpr int rungs[] = {128, 256, 512};
constexpr int last_rung = 2;

// How many operations may stand on top of each other: a machine's stack holds so many.
constexpr int most_depth = 200;

enum class RealOp : std::uint8_t { add, subtract, multiply, divide, square_root, exponential, logarithm, normal_below, normal_score };

}  // namespace

class RealNode {
 public:
  RealNode(RealOp op, const Real& left, const Real& right) : op_(op), left_(left), right_(right) {
    const auto depth_of = [](const Real& one) { return one.is_rational() ? 0 : one.node->depth_; };
    depth_ = 1 + std::max(depth_of(left), depth_of(right));
    rough_ = roughly();
  }

  // With no fewer bits than the rung has; null where that many do not do.
  const Ball* ball(int rung) const {
    if (known_ && known_rung_ >= rung) return &*known_;
    if (failed_rung_ >= rung) return nullptr;
    std::optional<Ball> result = compute(rung);
    if (!result) {
      failed_rung_ = rung;
      return nullptr;
    }
    known_ = std::move(result);
    known_rung_ = rung;
    return &*known_;
  }
  int depth() const { return depth_; }
  const Rough& rough() const { return rough_; }

 private:
  RealOp op_;
  Real left_;
  Real right_;
  int depth_ = 0;
  Rough rough_;
  mutable std::optional<Ball> known_;
  mutable int known_rung_ = -1;
  mutable int failed_rung_ = -1;

  std::optional<Ball> compute(int rung) const;
  Rough roughly() const;
};

namespace {

// What a function was last worked out of, at the first rung: a policy asks for the same score, `percentile_z(95)`, of every member.
// Each thread has its own.
class Memory {
 public:
  template <typename F>
  std::optional<Ball> ball(RealOp op, const Number& of, F&& function) {
    for (const Entry& one : entries_) {
      if (one.ball && one.op == op && one.of == of) return one.ball;
    }
    std::optional<Ball> result = function();
    if (result) entries_[next_++ % entries_.size()] = {op, of, result};
    return result;
  }

 private:
  struct Entry {
    RealOp op = RealOp::add;
    Number of;
    std::optional<Ball> ball;
  };
  std::array<Entry, 8> entries_;
  std::size_t next_ = 0;
};

std::optional<Ball> ball_of(const Real& value, int rung) {
  if (value.is_rational()) return Ball::of(value.number, rungs[rung]);
  const Ball* ball = value.node->ball(rung);
  return ball == nullptr ? std::nullopt : std::optional(*ball);
}

Rough rough_of(const Real& value) { return value.is_rational() ? Rough::of(value.number) : value.node->rough(); }

// And one more.
bool tells_30_digits(const Ball& ball) {
  constexpr int bits = 106;
  return ball.sign() != 0 && ball.radius.bit_length() + bits < ball.middle.bit_length();
}

std::optional<Real> make(RealOp op, const Real& left, const Real& right, Reals& reals) {
  auto node = std::make_shared<const RealNode>(op, left, right);
  if (node->depth() > most_depth) return std::nullopt;
  if (node->rough().tells_the_number()) return Real(reals.keep(std::move(node)));
  const Ball* ball = nullptr;
  for (int rung = 0; rung <= last_rung && (ball == nullptr || !tells_30_digits(*ball)); ++rung) ball = node->ball(rung);
  if (ball == nullptr || ball->magnitude_bits() > largest_power) return std::nullopt;
  if (ball->sign() != 0 && (ball->magnitude_bits() < -largest_power || !tells_30_digits(*ball))) return std::nullopt;
  return Real(reals.keep(std::move(node)));
}
std::optional<Real> make(RealOp op, const Real& value, Reals& reals) { return make(op, value, Real(), reals); }

Ball size_of(const Ball& value) { return {value.middle.magnitude(), value.radius, value.exponent}; }

}  // namespace

std::optional<Ball> RealNode::compute(int rung) const {
  const int bits = rungs[rung];
  if (op_ == RealOp::normal_score || op_ == RealOp::logarithm) {
    thread_local Memory memory;
    const auto worked_out = [&]() -> std::optional<Ball> {
      const std::optional<Ball> of = ball_of(left_, rung);
      return !of ? std::nullopt : op_ == RealOp::logarithm ? crit::logarithm(*of, bits) : crit::normal_score(*of, bits);
    };
    return left_.is_rational() && rung == 0 ? memory.ball(op_, left_.number, worked_out) : worked_out();
  }
  const std::optional<Ball> left = ball_of(left_, rung);
  if (!left) return std::nullopt;
  switch (op_) {
    case RealOp::square_root: return crit::square_root(*left, bits);
    case RealOp::exponential: return crit::exponential(*left, bits);
    case RealOp::normal_below: return crit::normal_below(*left, bits);
    case RealOp::logarithm: case RealOp::normal_score:
    case RealOp::add: case RealOp::subtract: case RealOp::multiply: case RealOp::divide: break;
  }
  const std::optional<Ball> right = ball_of(right_, rung);
  if (!right) return std::nullopt;
  if (op_ == RealOp::divide) return crit::divide(*left, *right, bits);
  return op_ == RealOp::add ? crit::add(*left, *right, bits) : op_ == RealOp::subtract ? crit::subtract(*left, *right, bits) : crit::multiply(*left, *right, bits);
}

Rough RealNode::roughly() const {
  const Rough left = rough_of(left_);
  switch (op_) {
    case RealOp::add: return crit::add(left, rough_of(right_));
    case RealOp::subtract: return crit::subtract(left, rough_of(right_));
    case RealOp::multiply: return crit::multiply(left, rough_of(right_));
    case RealOp::divide: return crit::divide(left, rough_of(right_));
    case RealOp::square_root: return crit::square_root(left);
    case RealOp::exponential: return crit::exponential(left);
    case RealOp::logarithm: return crit::logarithm(left);
    case RealOp::normal_below:
    case RealOp::normal_score: break;
  }
  return Rough::unknown();
}

// -------------------------------------------------------------------------------------------------------------------
// Comparing
// -------------------------------------------------------------------------------------------------------------------

std::strong_ordering compare(const Real& left, const Real& right) {
  if (left.is_rational() && right.is_rational()) return left.number <=> right.number;
  if (left.node == right.node) return std::strong_ordering::equal;
  const Rough near_left = rough_of(left);
  const Rough near_right = rough_of(right);
  if (near_left.is_below(near_right.low)) return std::strong_ordering::less;
  if (near_left.is_above(near_right.high)) return std::strong_ordering::greater;
  constexpr int digits = 60;
  for (int rung = 0; rung <= last_rung; ++rung) {
    const int bits = rungs[rung];
    const std::optional<Ball> one = ball_of(left, rung);
    const std::optional<Ball> other = ball_of(right, rung);
    if (!one || !other) continue;
    const Ball apart = subtract(*one, *other, bits);
    const Ball size = size_of(one->magnitude_bits() < other->magnitude_bits() ? *other : *one);
    const Ball enlarged = multiply(size_of(apart), {Whole::power_of_ten(digits), 0, 0}, bits);
    const int parted = subtract(enlarged, size, bits).sign();
    if (parted > 0 && apart.sign() != 0) return apart.sign() < 0 ? std::strong_ordering::less : std::strong_ordering::greater;
    if (parted < 0) return std::strong_ordering::equal;
  }
  return std::strong_ordering::equal;
}

bool is_zero(const Real& value) { return value.is_rational() ? value.number.is_zero() : compare(value, 0) == std::strong_ordering::equal; }
bool is_negative(const Real& value) { return value.is_rational() ? value.number.is_negative() : compare(value, 0) == std::strong_ordering::less; }

// -------------------------------------------------------------------------------------------------------------------
// Computing
// -------------------------------------------------------------------------------------------------------------------

namespace {

bool is_number(const Real& value, std::int64_t number) { return value.is_rational() && value.number == Number(number); }

// The whole number whose power it is: nullopt where there is none.
std::optional<UInt128> whole_root(UInt128 value, unsigned degree) {
  if (value <= 1) return value;
  if (degree > 126) return std::nullopt;  // 2^127 is above every numerator
  UInt128 low = 1;
  UInt128 high = UInt128{1} << (static_cast<unsigned>(bit_length(value)) / degree + 1);
  while (high - low > 1) {
    const UInt128 middle = low + (high - low) / 2;
    const std::optional<UInt128> raised = checked_power(middle, degree);
    (raised && *raised <= value ? low : high) = middle;
  }
  return checked_power(low, degree) == value ? std::optional(low) : std::nullopt;
}

// The exact power of a number above zero, where there is one.
std::optional<Number> exact_power(const Number& base, const Number& exponent) {
  constexpr UInt128 most = 1000;
  const NumberParts parts = NumberParts::of(base);
  const NumberParts by = NumberParts::of(exponent);
  if (by.denominator > most || by.numerator > most) return std::nullopt;
  const auto degree = static_cast<unsigned>(by.denominator);
  const std::optional<UInt128> above = whole_root(parts.numerator, degree);
  const std::optional<UInt128> below = above ? whole_root(parts.denominator, degree) : std::nullopt;
  const std::optional<Number> root = below ? NumberParts{false, *above, *below}.number() : std::nullopt;
  const int steps = static_cast<int>(by.numerator);
  return root ? power(*root, by.negative ? -steps : steps) : std::nullopt;
}

using NumberOp = std::optional<Number> (*)(const Number&, const Number&);

std::optional<Real> arithmetic(NumberOp exact, RealOp op, const Real& left, const Real& right, Reals& reals) {
  if (left.is_rational() && right.is_rational()) {
    if (const std::optional<Number> result = exact(left.number, right.number)) return *result;
  }
  return make(op, left, right, reals);
}

}  // namespace

std::optional<Real> add(const Real& left, const Real& right, Reals& reals) {
  if (is_number(left, 0)) return right;
  if (is_number(right, 0)) return left;
  return arithmetic(add, RealOp::add, left, right, reals);
}

std::optional<Real> subtract(const Real& left, const Real& right, Reals& reals) {
  if (is_number(right, 0)) return left;
  return arithmetic(subtract, RealOp::subtract, left, right, reals);
}

std::optional<Real> multiply(const Real& left, const Real& right, Reals& reals) {
  if (is_number(left, 0) || is_number(right, 1)) return left;
  if (is_number(right, 0) || is_number(left, 1)) return right;
  return arithmetic(multiply, RealOp::multiply, left, right, reals);
}

std::optional<Real> divide(const Real& left, const Real& right, Reals& reals) {
  if (is_number(left, 0) || is_number(right, 1)) return left;
  return arithmetic(divide, RealOp::divide, left, right, reals);
}

std::optional<Real> negate(const Real& value, Reals& reals) { return subtract(Real(), value, reals); }

std::optional<Real> square_root(const Real& value, Reals& reals) {
  if (is_zero(value)) return Real();
  if (value.is_rational()) {
    if (const std::optional<Number> exact = exact_power(value.number, *Number::ratio(1, 2))) return *exact;
  }
  return make(RealOp::square_root, value, reals);
}

std::optional<Real> exponential(const Real& value, Reals& reals) {
  return is_number(value, 0) ? Real(1) : make(RealOp::exponential, value, reals);
}

std::optional<Real> logarithm(const Real& value, Reals& reals) {
  return is_number(value, 1) ? Real() : make(RealOp::logarithm, value, reals);
}

std::optional<Real> power(const Real& base, const Real& exponent, Reals& reals) {
  if (is_zero(exponent)) return Real(1);
  if (is_zero(base)) return Real();
  if (is_number(exponent, 1)) return base;
  if (is_negative(base)) {
    const std::optional<Real> positive = negate(base, reals);
    const std::optional<Real> raised = positive ? power(*positive, exponent, reals) : std::nullopt;
    return raised && exponent.number.numerator() % 2 != 0 ? negate(*raised, reals) : raised;
  }
  if (base.is_rational() && exponent.is_rational()) {
    if (const std::optional<Number> exact = exact_power(base.number, exponent.number)) return *exact;
  }
  const std::optional<Real> logged = logarithm(base, reals);
  const std::optional<Real> scaled = logged ? multiply(*logged, exponent, reals) : std::nullopt;
  return scaled ? exponential(*scaled, reals) : std::nullopt;
}

std::optional<Real> z_percentile(const Real& score, Reals& reals) {
  const std::optional<Real> share = is_number(score, 0) ? Real(*Number::ratio(1, 2)) : make(RealOp::normal_below, score, reals);
  return share ? multiply(*share, 100, reals) : std::nullopt;
}

std::optional<Real> percentile_z(const Real& percentile, Reals& reals) {
  if (is_number(percentile, 50)) return Real();
  const std::optional<Real> share = divide(percentile, 100, reals);
  return share ? make(RealOp::normal_score, *share, reals) : std::nullopt;
}

// -------------------------------------------------------------------------------------------------------------------
// Rounding and showing
// -------------------------------------------------------------------------------------------------------------------

namespace {

// value * 2^exponent * 10^scale, as a ratio of two whole numbers.
struct Ratio {
  Whole above;
  Whole below;
};
Ratio scaled(const Whole& value, int exponent, int scale) {
  Ratio result{value, 1};
  (scale >= 0 ? result.above : result.below) = (scale >= 0 ? result.above : result.below) * Whole::power_of_ten(scale >= 0 ? scale : -scale);
  (exponent >= 0 ? result.above : result.below) = (exponent >= 0 ? result.above : result.below).shifted(exponent >= 0 ? exponent : -exponent);
  return result;
}

// The next whole number, half away from zero.
Whole nearest_whole(const Ratio& ratio) {
  const Whole rounded = (ratio.above.magnitude().shifted(1) + ratio.below) / ratio.below.shifted(1);
  return ratio.above.is_negative() ? rounded.negated() : rounded;
}

std::optional<Number> over_ten(const Whole& value, int scale) {
  const std::optional<Int128> above = value.narrow();
  const std::optional<Int128> below = Whole::power_of_ten(scale).narrow();
  return above && below ? Number::ratio(*above, *below) : std::nullopt;
}

// The whole number next to value * 10^scale, by `step` of both ends of the ball; where these differ, by `of_boundary` of the
// number between them, which it may be equal to.
template <typename Step, typename Settle>
std::optional<Number> stepped(const Real& value, int scale, Step&& step, Settle&& settle) {
  const Ball* ball = value.node->ball(0);
  for (int rung = 1; ball == nullptr && rung <= last_rung; ++rung) ball = value.node->ball(rung);
  if (ball == nullptr) return std::nullopt;
  const Whole low = step(scaled(ball->low(), ball->exponent, scale));
  if (low == step(scaled(ball->high(), ball->exponent, scale))) return over_ten(low, scale);
  for (int rung = 1; rung <= last_rung; ++rung) {
    if (const Ball* finer = value.node->ball(rung)) ball = finer;
  }
  return settle(scaled(ball->middle, ball->exponent, scale));
}

std::optional<Number> whole_beside(const Real& value, bool up) {
  const auto step = [up](const Ratio& ratio) { return up ? divide_up(ratio.above, ratio.below) : divide_down(ratio.above, ratio.below); };
  return stepped(value, 0, step, [&](const Ratio& ratio) -> std::optional<Number> {
    const std::optional<Number> beside = over_ten(nearest_whole(ratio), 0);
    if (!beside) return std::nullopt;
    const auto order = compare(value, *beside);
    if (up && order > 0) return add(*beside, 1);
    return !up && order < 0 ? subtract(*beside, 1) : *beside;
  });
}

// Digits, and by which power of ten they are divided.
struct Digits {
  Whole digits;
  int scale = 0;
};
// The first `count` digits, the last rounded.
Digits digits_of(const RealNode& node, int count) {
  const Whole most = Whole::power_of_ten(count);
  const Whole least = Whole::power_of_ten(count - 1);
  const Ball* ball = nullptr;
  for (int rung = 0; rung <= last_rung; ++rung) {
    const Ball* finer = node.ball(rung);
    if (finer == nullptr) continue;
    ball = finer;
    if (ball->sign() == 0) continue;
    // The logarithm of 2 to the base 10 is 0.30103.
    int scale = count - ball->magnitude_bits() * 30103 / 100000;
    Whole low;
    Whole high;
    while (true) {
      low = nearest_whole(scaled(ball->low(), ball->exponent, scale));
      high = nearest_whole(scaled(ball->high(), ball->exponent, scale));
      if (low.magnitude() >= most || high.magnitude() >= most) --scale;
      else if (low.magnitude() < least && high.magnitude() < least) ++scale;
      else break;
    }
    if (low == high) return {low, scale};
    if (rung == last_rung) return {nearest_whole(scaled(ball->middle, ball->exponent, scale)), scale};
  }
  return {};  // it cannot be told from zero
}

std::string text_of(Digits value) {
  constexpr int most_zeros = 40;  // before or behind the digits; more are told by an exponent
  if (value.digits.is_zero()) return "0";
  while (true) {
    auto [tenth, rest] = Whole::divide(value.digits, 10);
    if (!rest.is_zero()) break;
    value.digits = std::move(tenth);
    --value.scale;
  }
  std::string digits = over_ten(value.digits.magnitude(), 0)->to_string();
  const std::string sign = value.digits.is_negative() ? "-" : "";
  const int point = static_cast<int>(digits.size()) - value.scale;  // digits before the point
  if (point > most_zeros || point < -most_zeros) {
    if (digits.size() > 1) digits.insert(1, ".");
    return sign + digits + "e" + std::to_string(point - 1);
  }
  if (value.scale <= 0) return sign + digits + std::string(static_cast<std::size_t>(-value.scale), '0');
  if (point <= 0) return sign + "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
  return sign + digits.insert(static_cast<std::size_t>(point), ".");
}

constexpr int most_digits = 30;

}  // namespace

std::optional<Number> round_to(const Real& value, int places) {
  if (value.is_rational()) return value.number.round_to(places);
  return stepped(value, places, nearest_whole, [&](const Ratio& ratio) -> std::optional<Number> {
    // Between two steps: half-way is an odd number of halves.
    const Whole halves = divide_down(ratio.above.shifted(1), ratio.below);
    const Whole next = nearest_whole({ratio.above.shifted(1), ratio.below});
    const std::optional<Number> boundary = over_ten((halves.is_odd() ? halves : next.is_odd() ? next : halves + 1) * 5, places + 1);
    if (!boundary) return std::nullopt;
    if (compare(value, *boundary) == std::strong_ordering::equal) return boundary->round_to(places);
    return over_ten(nearest_whole(ratio), places);
  });
}

std::optional<Number> ceiling(const Real& value) { return value.is_rational() ? value.number.ceiling() : whole_beside(value, true); }
std::optional<Number> floor(const Real& value) { return value.is_rational() ? value.number.floor() : whole_beside(value, false); }

Interval interval_of(const Real& value) {
  if (value.is_rational()) return Interval::point(value.number);
  const Ball* ball = nullptr;
  for (int rung = 0; rung <= last_rung && (ball == nullptr || !tells_30_digits(*ball)); ++rung) {
    if (const Ball* finer = value.node->ball(rung)) ball = finer;
  }
  Interval result;
  result.real = value.node;
  if (ball == nullptr) return result;
  const auto end = [&](const Whole& at, bool up) -> std::optional<IntervalEnd> {
    const Ratio ratio = scaled(at, ball->exponent, 0);
    const std::optional<Number> number = outward(ratio.above, ratio.below, up);
    return number ? std::optional(IntervalEnd{*number}) : std::nullopt;
  };
  result.low = end(ball->low(), false);
  result.high = end(ball->high(), true);
  return result;
}

std::string to_string(const RealNode& node) { return text_of(digits_of(node, most_digits)); }

std::string to_short_string(const RealNode& node) {
  constexpr int shown = 6;
  for (int count = shown;; ++count) {
    const Digits digits = digits_of(node, count);
    if (count == most_digits || !Whole::divide(digits.digits, 100).second.is_zero()) return "about " + text_of(digits);
  }
}

}  // namespace crit
