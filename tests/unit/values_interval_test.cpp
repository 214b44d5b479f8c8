// Intervals against brute force: every pair of numbers of a grid that two intervals hold gives a number that the result
// holds, each end of the result is what its numbers come to, and a comparison is known exactly where all pairs agree.
#include <algorithm>
#include <catch2/catch.hpp>
#include <vector>

#include "interval.hpp"

using namespace crit;

namespace {

Number half(std::int64_t count) { return *Number::ratio(count, 2); }

// Ends at whole numbers and halves from -1.5 to 1.5, open and closed, and none.
std::vector<Interval> all_intervals() {
  std::vector<std::optional<IntervalEnd>> ends{std::nullopt};
  for (std::int64_t at = -3; at <= 3; ++at) {
    for (const bool open : {false, true}) ends.push_back(IntervalEnd{half(at), open});
  }
  std::vector<Interval> all;
  for (const auto& low : ends) {
    for (const auto& high : ends) {
      if (low && high && (high->at < low->at || (low->at == high->at && (low->open || high->open)))) continue;
      all.push_back({low, high});
    }
  }
  return all;
}

// Points of an interval: eighths near its ends and between, and far beyond where it has no end.
std::vector<Number> points_of(const Interval& interval) {
  std::vector<Number> points;
  for (std::int64_t at = -20; at <= 20; ++at) {
    const Number number = *Number::ratio(at, 8);
    if (interval.contains(number)) points.push_back(number);
  }
  for (const Number& far : {Number(-1000), Number(1000)}) {
    if (interval.contains(far)) points.push_back(far);
  }
  return points;
}

struct Held {
  Interval interval;
  std::vector<Number> points;
};
const std::vector<Held>& held() {
  static const std::vector<Held> all = [] {
    std::vector<Held> made;
    for (const Interval& one : all_intervals()) made.push_back({one, points_of(one)});
    return made;
  }();
  return all;
}

// A closed end is reached by a pair of points; an open one is not, and something comes near it. What is far stands for all
// that is without an end.
void check_ends(const Interval& result, const std::vector<Number>& values, const Number& near) {
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  if (result.low) {
    if (!result.low->open) REQUIRE(*least == result.low->at);
    else REQUIRE((*least > result.low->at && *least <= *add(result.low->at, near)));
  } else {
    REQUIRE(*least < Number(-10));
  }
  if (result.high) {
    if (!result.high->open) REQUIRE(*most == result.high->at);
    else REQUIRE((*most < result.high->at && *most >= *subtract(result.high->at, near)));
  } else {
    REQUIRE(*most > Number(10));
  }
}

template <typename OnIntervals, typename OnNumbers>
void check_binary(OnIntervals&& on_intervals, OnNumbers&& on_numbers, const Number& near) {
  for (const Held& left : held()) {
    for (const Held& right : held()) {
      bool lost = false;
      const Interval result = on_intervals(left.interval, right.interval, lost);
      REQUIRE_FALSE(lost);
      std::vector<Number> values;
      bool all_held = true;
      for (const Number& one : left.points) {
        for (const Number& other : right.points) {
          values.push_back(*on_numbers(one, other));
          all_held = all_held && result.contains(values.back());
        }
      }
      INFO(left.interval.to_string() << " with " << right.interval.to_string() << " gives " << result.to_string());
      REQUIRE(all_held);
      check_ends(result, values, near);
    }
  }
}

}  // namespace

TEST_CASE("sums and differences of intervals") {
  check_binary([](const Interval& l, const Interval& r, bool& lost) { return add(l, r, lost); }, [](const Number& l, const Number& r) { return add(l, r); }, half(1));
  check_binary([](const Interval& l, const Interval& r, bool& lost) { return subtract(l, r, lost); }, [](const Number& l, const Number& r) { return subtract(l, r); }, half(1));
}

TEST_CASE("products of intervals, through zero and without an end") {
  // Near an open end at 0 of a product without an end: 1000 x 1/8 is far, 1/8 x 1/8 is near.
  check_binary([](const Interval& l, const Interval& r, bool& lost) { return multiply(l, r, lost); }, [](const Number& l, const Number& r) { return multiply(l, r); }, half(2));
}

TEST_CASE("ratios of intervals: exact where the divisor is not zero, anything where it may be") {
  for (const Held& left : held()) {
    for (const Held& right : held()) {
      bool lost = false;
      const Interval result = divide(left.interval, right.interval, lost);
      if (right.interval.contains(Number())) {
        REQUIRE(result == Interval::anything());
        continue;
      }
      bool all_held = true;
      for (const Number& one : left.points) {
        for (const Number& other : right.points) all_held = all_held && result.contains(*divide(one, other));
      }
      INFO(left.interval.to_string() << " by " << right.interval.to_string() << " gives " << result.to_string());
      REQUIRE(all_held);
    }
  }
  bool lost = false;
  const auto end = [](std::int64_t at, bool open) { return IntervalEnd{Number(at), open}; };
  // 0.5 / (at least 1), 1 / (more than 0 and at most 2), -1 to 2 / (at least 4), 0 / (less than 0)
  CHECK(divide(Interval::point(half(1)), Interval::at_least(1), lost) == Interval{end(0, true), IntervalEnd{half(1), false}});
  CHECK(divide(Interval::point(1), {end(0, true), end(2, false)}, lost) == Interval{IntervalEnd{half(1), false}, std::nullopt});
  CHECK(divide({end(-1, false), end(2, false)}, Interval::at_least(4), lost) == Interval{IntervalEnd{*Number::ratio(-1, 4), false}, IntervalEnd{half(1), false}});
  CHECK(divide(Interval::point(0), Interval::at_most(0, true), lost) == Interval::point(0));
  CHECK(divide({end(1, true), end(2, false)}, {end(1, false), end(2, true)}, lost) == Interval{IntervalEnd{half(1), true}, end(2, false)});
}

TEST_CASE("the lesser and the greater of intervals, and what may be either") {
  check_binary([](const Interval& l, const Interval& r, bool&) { return lesser(l, r); }, [](const Number& l, const Number& r) { return std::optional(std::min(l, r)); }, half(1));
  check_binary([](const Interval& l, const Interval& r, bool&) { return greater(l, r); }, [](const Number& l, const Number& r) { return std::optional(std::max(l, r)); }, half(1));
  for (const Held& left : held()) {
    for (const Held& right : held()) {
      std::vector<Number> values = left.points;
      values.insert(values.end(), right.points.begin(), right.points.end());
      const Interval result = hull(left.interval, right.interval);
      REQUIRE(std::all_of(values.begin(), values.end(), [&](const Number& one) { return result.contains(one); }));
      check_ends(result, values, half(1));
    }
  }
}

TEST_CASE("a negated interval is turned round") {
  bool lost = false;
  CHECK(negate(Interval{IntervalEnd{Number(1), true}, std::nullopt}, lost) == Interval{std::nullopt, IntervalEnd{Number(-1), true}});
  CHECK(negate(Interval{IntervalEnd{Number(-2), false}, IntervalEnd{Number(3), true}}, lost) == Interval{IntervalEnd{Number(-3), true}, IntervalEnd{Number(2), false}});
}

TEST_CASE("rounded intervals end at steps that are reached") {
  for (const Held& one : held()) {
    const auto check = [&](const Interval& result, auto&& on_number) {
      std::vector<Number> values;
      for (const Number& point : one.points) {
        values.push_back(*on_number(point));
        REQUIRE(result.contains(values.back()));
      }
      INFO(one.interval.to_string() << " gives " << result.to_string());
      check_ends(result, values, half(0));
    };
    bool lost = false;
    check(rounded(one.interval, 0, lost), [](const Number& n) { return n.round_to(0); });
    check(ceiling(one.interval, lost), [](const Number& n) { return n.ceiling(); });
    check(floor(one.interval, lost), [](const Number& n) { return n.floor(); });
    REQUIRE_FALSE(lost);
  }
  bool lost = false;
  CHECK(rounded({IntervalEnd{*Number::parse("0.05"), true}, IntervalEnd{*Number::parse("0.15"), true}}, 1, lost) == Interval::point(*Number::parse("0.1")));
}

TEST_CASE("a comparison of intervals is known where all pairs agree") {
  for (const Held& left : held()) {
    for (const Held& right : held()) {
      bool less = false;
      bool equal = false;
      bool more = false;
      for (const Number& one : left.points) {
        for (const Number& other : right.points) {
          const auto order = one <=> other;
          less = less || order == std::strong_ordering::less;
          equal = equal || order == std::strong_ordering::equal;
          more = more || order == std::strong_ordering::greater;
        }
      }
      const auto said = [](bool yes, bool no) { return static_cast<Truth>((yes ? 1U : 0U) | (no ? 2U : 0U)); };
      INFO(left.interval.to_string() << " and " << right.interval.to_string());
      REQUIRE(compare(left.interval, Comparison::less, right.interval) == said(less, equal || more));
      REQUIRE(compare(left.interval, Comparison::less_equal, right.interval) == said(less || equal, more));
      REQUIRE(compare(left.interval, Comparison::greater, right.interval) == said(more, equal || less));
      REQUIRE(compare(left.interval, Comparison::greater_equal, right.interval) == said(more || equal, less));
      REQUIRE(compare(left.interval, Comparison::is, right.interval) == said(equal, less || more));
      REQUIRE(compare(left.interval, Comparison::is_not, right.interval) == said(less || more, equal));
    }
  }
}

TEST_CASE("an end that does not fit is none") {
  const Number huge = *Number::parse("1e38");
  bool lost = false;
  CHECK(multiply(Interval::at_least(huge), Interval::point(10), lost) == Interval::anything());
  CHECK(lost);
  lost = false;
  CHECK(multiply({IntervalEnd{Number(1), true}, IntervalEnd{huge, false}}, Interval::point(10), lost) == Interval::at_least(10, true));
  CHECK(lost);
}

TEST_CASE("intervals in words") {
  CHECK(Interval::at_least(5).to_string(" mg") == "at least 5 mg");
  CHECK(Interval::at_least(5, true).to_string() == "more than 5");
  CHECK(Interval::at_most(25, true).to_string(" ng/mL") == "less than 25 ng/mL");
  CHECK(Interval{IntervalEnd{Number(3), false}, IntervalEnd{Number(5), false}}.to_string(" d") == "3 to 5 d");
  CHECK(Interval{IntervalEnd{Number(3), true}, IntervalEnd{Number(5), false}}.to_string(" d") == "more than 3 d and at most 5 d");
  CHECK(Interval::anything().to_string().empty());
}

TEST_CASE("joined intervals hold what the parts hold, and no two of them touch") {
  const std::vector<Held>& all = held();
  const auto holds = [](const std::vector<Interval>& parts, const Number& at) {
    return std::any_of(parts.begin(), parts.end(), [&](const Interval& part) { return part.contains(at); });
  };
  std::size_t apart = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (std::size_t j = 0; j < all.size(); ++j) {
      const std::vector<Interval> parts{all[i].interval, all[j].interval, all[(i * 7 + j * 3) % all.size()].interval};
      const std::vector<Interval> result = joined(parts);
      for (std::int64_t at = -20; at <= 20; ++at) {
        const Number number = *Number::ratio(at, 8);
        if (holds(parts, number) != holds(result, number)) FAIL(parts[0].to_string() << " or " << parts[1].to_string() << " or " << parts[2].to_string());
      }
      for (std::size_t k = 1; k < result.size(); ++k) {
        const IntervalEnd& left = *result[k - 1].high;
        const IntervalEnd& right = *result[k].low;
        if (!(left.at < right.at || (left.at == right.at && left.open && right.open))) FAIL(result[k - 1].to_string() << " touches " << result[k].to_string());
        ++apart;
      }
    }
  }
  CHECK(apart > 1'000);
}
