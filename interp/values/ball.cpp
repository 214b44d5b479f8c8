#include "ball.hpp"

#include <algorithm>

namespace crit {
namespace {

// Constants with 768 bits behind the point, cut; the lowest 64 first.
constexpr int constant_bits = 768;
constexpr std::uint64_t ln_2[] = {  // ln 2
    0x256fa0ec7657f74b, 0xb9ea9bc3b136603b, 0x1acbda11317c387e, 0x3e96ca16224ae8c5,
    0x27573b291169b825, 0xed2eae35c1382144, 0x559552fb4afa1b10, 0xe7b876206debac98,
    0x8a0d175b8baafa2b, 0x40f343267298b62d, 0xc9e3b39803f2f6af, 0xb17217f7d1cf79ab};
constexpr std::uint64_t normal_peak[] = {  // 1 / sqrt(2 pi)
    0xc276937b1bc56769, 0xcacb544de69eea32, 0x4ecdbd6e65c23395, 0x98282e1fd947ce4b,
    0x278e993445f08cff, 0xeb14277970be1513, 0x23f5d3abb374e88d, 0x9df8ac55447d3db7,
    0xc0471b4802639d2e, 0xd3829f30512706d8, 0x3f2cf1402eae38bf, 0x662114cf50d94234};

template <std::size_t size>
Whole constant(const std::uint64_t (&limbs)[size], int point) {
  return Whole::of_limbs(limbs, size).shifted(point - constant_bits);
}

// Functions are computed with this many bits more than asked for. What they lose is counted in units of the last bit, and is
// below 2^24 of them throughout: a series has a few hundred terms, each cut twice, and `exponential` squares eight times.
constexpr int spare_bits = 64;
constexpr int lost_bits = 24;

// No more than `bits` of the middle are kept, and of the radius no more than say how large it is.
Ball trimmed(Ball value, int bits) {
  constexpr int radius_bits = 32;
  const int cut = std::max(value.middle.bit_length() - bits, value.radius.bit_length() - radius_bits);
  if (cut <= 0) return value;
  return {value.middle.shifted(-cut), value.radius.shifted(-cut) + 2, value.exponent + cut};
}

// Times 2^by, by a negative one cut.
Whole at_point(const Whole& value, int exponent, int point) { return value.shifted(exponent + point); }
Whole radius_at_point(const Ball& value, int point) { return value.radius.shifted(value.exponent + point) + 2; }

// e to the power of r, within ln 2 of zero, both with `point` bits behind the point: of a 256th of r by the series, and that
// squared eight times.
Whole exponential_near_zero(const Whole& r, int point) {
  constexpr int halvings = 8;
  const Whole one = Whole::power_of_two(point);
  const Whole part = r.shifted(-halvings);
  Whole term = one;
  Whole sum = one;
  for (std::uint32_t i = 1; !term.is_zero(); ++i) {
    term = quotient(times(term, part, point), i);
    sum = sum + term;
  }
  for (int i = 0; i < halvings; ++i) sum = times(sum, sum, point);
  return sum;
}

// Of a number from 0.7 to 1.42: ln y = 2 artanh((y - 1) / (y + 1)), whose series is short there.
Whole logarithm_near_one(const Whole& y, int point) {
  const Whole one = Whole::power_of_two(point);
  const Whole t = (y - one).shifted(point) / (y + one);
  const Whole square = times(t, t, point);
  Whole power = t;
  Whole sum;
  for (std::uint32_t odd = 1; !power.is_zero(); odd += 2) {
    sum = sum + quotient(power, odd);
    power = times(power, square, point);
  }
  return sum.shifted(1);
}

// The normal distribution's density at a score.
std::optional<Ball> normal_density(const Ball& score, int bits) {
  Ball half_square = multiply(score, score, bits + spare_bits);
  --half_square.exponent;
  const std::optional<Ball> fall = exponential(negate(half_square), bits);
  if (!fall) return std::nullopt;
  const int point = bits + spare_bits;
  return multiply(*fall, {constant(normal_peak, point), 1, -point}, bits);
}

constexpr int largest_score = 20;

}  // namespace

Ball Ball::of(const Number& value, int bits) {
  const Whole above = Whole::of(value.numerator());
  if (value.is_whole()) return {above, 0, 0};
  const Whole below = Whole::of(value.denominator());
  const int shift = std::max(bits + below.bit_length() - above.bit_length(), 0);
  auto [quotient, rest] = Whole::divide(above.shifted(shift), below);
  return {std::move(quotient), rest.is_zero() ? 0 : 1, -shift};
}

int Ball::magnitude_bits() const { return (middle.magnitude() + radius).bit_length() + exponent; }

Ball negate(const Ball& value) { return {value.middle.negated(), value.radius, value.exponent}; }

Ball add(const Ball& left, const Ball& right, int bits) {
  if (left.is_zero()) return right;
  if (right.is_zero()) return left;
  // What lies far below the other's last bits is cut before the two are brought to one exponent.
  const int top = std::max(left.magnitude_bits(), right.magnitude_bits());
  const int exponent = std::max(std::min(left.exponent, right.exponent), top - 2 * bits);
  const auto brought = [&](const Ball& one) -> Ball {
    const int by = one.exponent - exponent;
    if (by >= 0) return {one.middle.shifted(by), one.radius.shifted(by), exponent};
    return {one.middle.shifted(by), one.radius.shifted(by) + 2, exponent};
  };
  const Ball a = brought(left);
  const Ball b = brought(right);
  return trimmed({a.middle + b.middle, a.radius + b.radius, exponent}, bits);
}

Ball subtract(const Ball& left, const Ball& right, int bits) { return add(left, negate(right), bits); }

Ball multiply(const Ball& left, const Ball& right, int bits) {
  return trimmed({left.middle * right.middle, left.middle.magnitude() * right.radius + right.middle.magnitude() * left.radius + left.radius * right.radius,
                  left.exponent + right.exponent},
                 bits);
}

std::optional<Ball> divide(const Ball& left, const Ball& right, int bits) {
  if (right.sign() == 0) return std::nullopt;
  const Whole divisor = right.middle.magnitude();
  const int shift = std::max(bits + 2 + divisor.bit_length() - left.middle.bit_length(), 0);
  // a/b and (a+r)/(b+s) differ by no more than (r |b| + |a| s) / (|b| (|b| - s)).
  const Whole apart = (left.radius * divisor + left.middle.magnitude() * right.radius).shifted(shift);
  return trimmed({left.middle.shifted(shift) / right.middle, apart / (divisor * (divisor - right.radius)) + 2, left.exponent - right.exponent - shift}, bits);
}

std::optional<Ball> square_root(const Ball& value, int bits) {
  if (value.sign() <= 0) return std::nullopt;
  int shift = std::max(2 * bits + 2 - value.middle.bit_length(), 0);
  if ((value.exponent - shift) % 2 != 0) ++shift;
  const Whole root = square_root(value.middle.shifted(shift));
  // The roots of x and x ± r differ by no more than r over the root of x.
  return trimmed({root, value.radius.shifted(shift) / root + 2, (value.exponent - shift) / 2}, bits);
}

std::optional<Ball> exponential(const Ball& value, int bits) {
  if (value.magnitude_bits() > 10) return std::nullopt;
  const int point = bits + spare_bits;
  const Whole radius = radius_at_point(value, point);
  if (radius.bit_length() >= point) return std::nullopt;
  const Whole at = at_point(value.middle, value.exponent, point);
  const Whole ln2 = constant(ln_2, point);
  const Whole halvings = at / ln2;
  const auto k = static_cast<int>(*halvings.narrow());
  if (k > largest_power || k < -largest_power) return std::nullopt;
  const Whole result = exponential_near_zero(at - halvings * ln2, point);
  // Half away or less, e^(x + r) and e^x differ by no more than 2 r e^x.
  return trimmed({result, times(result, radius, point).shifted(1) + Whole::power_of_two(lost_bits), k - point}, bits);
}

std::optional<Ball> logarithm(const Ball& value, int bits) {
  if (value.sign() <= 0) return std::nullopt;
  const int point = bits + spare_bits;
  int power = value.middle.bit_length();
  Whole y = at_point(value.middle, -power, point);
  power += value.exponent;
  if (y < Whole::power_of_two(point - 7) * 90) {  // 90/128 = 0.703
    y = y.shifted(1);
    --power;
  }
  const Whole result = logarithm_near_one(y, point) + constant(ln_2, point) * power;
  return trimmed({result, value.radius.shifted(point) / value.low() + Whole::power_of_two(lost_bits), -point}, bits);
}

// Below z lies 1/2 + d (z + z^3/3 + z^5/(3*5) + …), with the density d at z.
std::optional<Ball> normal_below(const Ball& score, int bits) {
  const int point = bits + spare_bits;
  if (score.magnitude_bits() > 6) return std::nullopt;
  const Whole at = at_point(score.middle, score.exponent, point);
  if (at.magnitude() > Whole::power_of_two(point) * largest_score) return std::nullopt;
  const Whole square = times(at, at, point);
  Whole term = at;
  Whole sum;
  for (std::uint32_t odd = 3; !term.is_zero(); odd += 2) {
    sum = sum + term;
    term = quotient(times(term, square, point), odd);
  }
  // At 20 the sum's terms are up to 2^290, and each was cut after it was multiplied by 400/odd: what is lost grows with them.
  const Whole lost = sum.magnitude().shifted(lost_bits - point) + Whole::power_of_two(lost_bits);
  const std::optional<Ball> density = normal_density({at, 1, -point}, bits + spare_bits);
  if (!density) return std::nullopt;
  Ball result = multiply({sum, lost, -point}, *density, point);
  result = add(result, {1, 0, -1}, point);
  // The density is below 1/2, and so is the slope.
  const int exponent = std::min(result.exponent, score.exponent);
  const Whole own = result.radius.shifted(result.exponent - exponent);
  return trimmed({result.middle.shifted(result.exponent - exponent), own + score.radius.shifted(score.exponent - exponent) + Whole(2), exponent}, bits);
}

std::optional<Ball> normal_score(const Ball& share, int bits) {
  const auto decimal = [](std::int64_t millionths) { return Ball::of(*Number::ratio(millionths, 1000000), spare_bits); };
  const Ball rest = subtract({1, 0, 0}, share, bits + spare_bits);
  if (share.sign() <= 0 || rest.sign() <= 0) return std::nullopt;
  // Abramowitz and Stegun 26.2.23: within 0.00045. From there by Newton's steps, each with twice the digits.
  const bool is_low = subtract(share, rest, bits).sign() < 0;
  // The share is told from 0 and from 1 by so many bits less.
  const int tail = std::max(-std::min(share.magnitude_bits(), rest.magnitude_bits()), 0);
  std::optional<Ball> start = logarithm(is_low ? share : rest, spare_bits);
  if (!start) return std::nullopt;
  *start = negate(*start);
  ++start->exponent;
  const std::optional<Ball> t = square_root(*start, spare_bits);
  if (!t) return std::nullopt;
  const auto with = [&](const Ball& left, const Ball& right) { return add(left, multiply(*t, right, spare_bits), spare_bits); };
  const Ball above = with(decimal(2515517), with(decimal(802853), decimal(10328)));
  const Ball below = with(decimal(1000000), with(decimal(1432788), with(decimal(189269), decimal(1308))));
  const std::optional<Ball> off = divide(above, below, spare_bits);
  if (!off) return std::nullopt;
  Ball score = subtract(*t, *off, spare_bits);
  if (is_low) score = negate(score);
  for (int digits = 32;; digits *= 2) {
    const int now = std::min(std::max(digits, spare_bits), bits + spare_bits) + tail;
    score.radius = 0;
    const std::optional<Ball> at = normal_below(score, now);
    const std::optional<Ball> density = normal_density(score, now);
    if (!at || !density) return std::nullopt;
    const std::optional<Ball> step = divide(subtract(share, *at, now), *density, now);
    if (!step) return std::nullopt;
    const Ball next = add(score, {step->middle, 0, step->exponent}, now);
    if (digits >= 2 * bits) {
      // Within 2^-20 of a score z the density changes by less than a hundredth: the true score is within twice the step, and
      // Newton's error below 3 (|z| + 1) times its square. What the step itself is not sure of comes to it.
      if (step->magnitude_bits() > -20) return std::nullopt;
      const Ball step_size{step->middle.magnitude() + step->radius, 0, step->exponent};
      Ball error = multiply(step_size, step_size, spare_bits);
      error.exponent += 6;  // 64
      const int exponent = std::min({next.exponent, step->exponent, error.exponent});
      const Whole unsure = (error.middle + error.radius).shifted(error.exponent - exponent) + step->radius.shifted(step->exponent - exponent + 1);
      return trimmed({next.middle.shifted(next.exponent - exponent), unsure + next.radius.shifted(next.exponent - exponent), exponent}, bits);
    }
    score = next;
  }
}

}  // namespace crit
