// Rough numbers (rough.hpp) hold what they stand for: the digits of the same steps, worked out by whole numbers, lie
// between the two doubles. A comparison that rough numbers settle is settled alike by the digits.
#include <catch2/catch.hpp>

#include <random>
#include <vector>

#include "real.hpp"
#include "rough.hpp"

using crit::Number;
using crit::Real;
using crit::Reals;
using crit::Rough;

namespace {

struct Both {
  Real real;
  Rough rough;
};

// Of numbers as charts have them: 0.001 to 1000, and now and then one very near to 1, where a logarithm loses its
// digits.
Number any_number(std::mt19937_64& random) {
  if (random() % 8 == 0)
    return *Number::ratio(1'000'000'000'000 + static_cast<std::int64_t>(random() % 2000) - 1000, 1'000'000'000'000);
  return *Number::ratio(1 + static_cast<std::int64_t>(random() % 1'000'000),
                        1 + static_cast<std::int64_t>(random() % 1000));
}

std::optional<Both> step(const Both& left, const Both& right, std::uint64_t which, Reals& reals) {
  const auto made = [](std::optional<Real> real, Rough rough) {
    return real ? std::optional(Both{*real, rough}) : std::nullopt;
  };
  const bool is_positive = !is_negative(left.real) && !is_zero(left.real);
  switch (which % 7) {
    case 0: return made(add(left.real, right.real, reals), add(left.rough, right.rough));
    case 1: return made(subtract(left.real, right.real, reals), subtract(left.rough, right.rough));
    case 2: return made(multiply(left.real, right.real, reals), multiply(left.rough, right.rough));
    case 3:
      return is_zero(right.real) ? std::nullopt
                                 : made(divide(left.real, right.real, reals), divide(left.rough, right.rough));
    case 4: return is_positive ? made(square_root(left.real, reals), square_root(left.rough)) : std::nullopt;
    case 5: return made(exponential(left.real, reals), exponential(left.rough));
    default: return is_positive ? made(logarithm(left.real, reals), logarithm(left.rough)) : std::nullopt;
  }
}

}  // namespace

TEST_CASE("the digits of a number lie between the doubles that stand for it", "[real][rough]") {
  std::mt19937_64 random(20261201);
  std::size_t held = 0;
  std::size_t known = 0;
  for (int round = 0; round < 2000; ++round) {
    Reals reals;
    std::vector<Both> numbers;
    for (int i = 0; i < 3; ++i) {
      const Number number = any_number(random);
      numbers.push_back({Real(number), Rough::of(number)});
    }
    for (int i = 0; i < 6; ++i) {
      const std::optional<Both> next =
          step(numbers[random() % numbers.size()], numbers[random() % numbers.size()], random(), reals);
      if (!next) continue;
      numbers.push_back(*next);
      const crit::Interval digits = interval_of(next->real);
      if (!digits.low || !digits.high) continue;
      ++held;
      known += next->rough.tells_the_number() ? 1 : 0;
      REQUIRE(next->rough.low <= digits.high->at.to_double());
      REQUIRE(digits.low->at.to_double() <= next->rough.high);
      if (next->rough.tells_the_number()) REQUIRE(is_negative(next->real) == (next->rough.high < 0));
    }
  }
  CHECK(held > 8000);
  CHECK(known > held / 2);
}

TEST_CASE("rough numbers say nothing of what they lose", "[real][rough]") {
  const Rough third = Rough::of(*Number::ratio(1, 3));
  CHECK(third.tells_the_number());
  CHECK_FALSE(subtract(third, third).tells_the_number());             // may be zero
  CHECK_FALSE(exponential(Rough::of(800)).tells_the_number());        // larger than a double
  CHECK_FALSE(exponential(Rough::of(300)).tells_the_number());        // larger than crit keeps after one more step
  CHECK_FALSE(logarithm(subtract(third, third)).tells_the_number());  // of what may be below zero
  CHECK_FALSE(divide(third, subtract(third, third)).tells_the_number());
  const Rough one = add(Rough::of(1), Rough::of(*Number::parse("0.000000000001")));
  CHECK_FALSE(logarithm(one).tells_the_number());  // of its 45 bits 40 are lost
  CHECK(logarithm(Rough::of(*Number::parse("1.001"))).tells_the_number());
}
