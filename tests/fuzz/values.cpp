// Every line is read as each thing that it can be read as; neighbouring lines are reckoned with each other.
#include <optional>
#include <vector>

#include "code.hpp"
#include "date.hpp"
#include "near.hpp"
#include "number.hpp"
#include "real.hpp"
#include "systems.hpp"
#include "targets.hpp"
#include "text.hpp"
#include "unit.hpp"

namespace fuzz {

namespace {

using crit::Comparison;
using crit::Date;
using crit::Day;
using crit::Duration;
using crit::Number;
using crit::Truth;
using crit::Unit;

constexpr std::size_t most_lines = 24;

// ---- numbers -------------------------------------------------------------------------------------------------------
void one_number(const Number& value) {
  const std::string shown = value.to_string();
  if (!shown.starts_with("about ")) {
    const auto again = Number::parse(shown);
    require(again && *again == value, "a number is read as it was printed", shown);
  }
  const std::string exact = value.to_exact_string();
  const std::size_t slash = exact.find('/');
  const auto above = Number::parse(exact.substr(0, slash));
  const auto below = slash == std::string::npos ? Number(1) : Number::parse(exact.substr(slash + 1));
  require(above && below && crit::divide(*above, *below) == value, "an exact number is read as it was printed", exact);
  const auto low = value.floor();
  const auto high = value.ceiling();
  if (low) require(low->is_whole() && *low <= value, "the floor is below", exact);
  if (high) require(high->is_whole() && *high >= value, "the ceiling is above", exact);
  if (low && high && value.is_whole()) require(*low == value && *high == value, "a whole number is its own floor", exact);
  for (const int places : {0, 1, 5, 30}) {
    const auto rounded = value.round_to(places);
    if (!rounded) continue;
    require(rounded->round_to(places) == rounded, "rounding twice is rounding once", exact);
    const auto off = crit::subtract(*rounded, value);
    const auto half = crit::power(10, -places);
    if (!off || !half) continue;
    const auto twice = crit::multiply(*off, 2);
    if (!twice) continue;
    require(*twice <= *half && *twice >= *crit::negate(*half), "rounding goes half a place at most", exact);
  }
}

// A number without an exact fraction lies between its bounds, rounds to a number next to it, and is undone by its inverse.
void one_real(const Number& of) {
  const std::string exact = of.to_exact_string();
  crit::Reals reals;
  const auto sound = [&](const std::optional<crit::Real>& value) {
    if (!value || value->is_rational()) return;
    const crit::Interval bounds = interval_of(*value);
    require(!bounds.low || compare(bounds.low->at, *value) <= 0, "the lower bound is below", exact);
    require(!bounds.high || compare(bounds.high->at, *value) >= 0, "the upper bound is above", exact);
    const auto rounded = round_to(*value, 3);
    const auto low = floor(*value);
    const auto high = ceiling(*value);
    require(!low || compare(*low, *value) <= 0, "the floor is below", exact);
    require(!high || compare(*high, *value) >= 0, "the ceiling is above", exact);
    require(!rounded || !low || !high || (*low <= *rounded && *rounded <= *high), "rounding goes no further than a step", exact);
    require(!to_string(*value->node).empty() && !to_short_string(*value->node).empty(), "it is shown", exact);
  };
  const auto undone = [&](const std::optional<crit::Real>& back) {
    require(!back || compare(*back, of) == 0, "a function is undone by its inverse", exact);
  };
  if (const auto raised = exponential(of, reals)) {
    sound(raised);
    undone(logarithm(*raised, reals));
  }
  if (of.is_negative() || of.is_zero()) return;
  const auto root = square_root(of, reals);
  sound(root);
  if (root) undone(multiply(*root, *root, reals));
  const auto logged = logarithm(of, reals);
  sound(logged);
  if (logged) undone(exponential(*logged, reals));
  sound(power(of, *Number::ratio(-302, 1000), reals));
  if (of >= Number(100)) return;
  const auto score = percentile_z(of, reals);
  sound(score);
  if (score) undone(z_percentile(*score, reals));
}

void two_numbers(const Number& left, const Number& right) {
  const std::string both = left.to_exact_string() + " and " + right.to_exact_string();
  const auto sum = crit::add(left, right);
  require(sum == crit::add(right, left), "addition commutes", both);
  if (sum) {
    const auto back = crit::subtract(*sum, right);
    require(!back || *back == left, "subtraction undoes addition", both);
  }
  const auto product = crit::multiply(left, right);
  require(product == crit::multiply(right, left), "multiplication commutes", both);
  if (product && !right.is_zero()) {
    const auto back = crit::divide(*product, right);
    require(!back || *back == left, "division undoes multiplication", both);
  }
  const auto difference = crit::subtract(left, right);
  if (difference) {
    require((left < right) == difference->is_negative(), "less is a negative difference", both);
    require((left == right) == difference->is_zero(), "equal is no difference", both);
  }
  const double a = left.to_double();
  const double b = right.to_double();
  if (left < right) require(a <= b, "doubles keep the order", both);
}

// ---- quantities and units --------------------------------------------------------------------------------------------
void one_unit(const Unit& unit) {
  const crit::UnitResult again = crit::parse_unit(unit.ucum);
  require(again.unit.has_value(), "a unit's UCUM spelling is a unit", unit.spelling + " -> " + unit.ucum + ": " + again.fault);
  require(crit::same_dimension(unit, *again.unit) && again.unit->factor == unit.factor && again.unit->offset == unit.offset,
          "a unit's UCUM spelling is the same unit", unit.spelling + " -> " + unit.ucum);
  require(!crit::describe_dimension(unit.dimension).empty(), "a dimension has a name", unit.spelling);
}

void two_units(const Unit& left, const Unit& right) {
  const std::string both = left.spelling + " and " + right.spelling;
  if (crit::same_dimension(left, right)) {
    const auto there = crit::convert(7, left, right);
    const auto back = there ? crit::convert(*there, right, left) : std::nullopt;
    require(!back || *back == Number(7), "a conversion is undone by its inverse", both);
  }
  const auto product = crit::multiply(left, right);
  const auto mirrored = crit::multiply(right, left);
  require(product.has_value() == mirrored.has_value(), "units multiply either way", both);
  if (product) {
    require(crit::same_dimension(*product, *mirrored) && product->factor == mirrored->factor, "units multiply alike either way", both);
    const auto back = crit::divide(*product, right);
    if (back) require(crit::same_dimension(*back, left) && back->factor == left.factor, "division undoes a product of units", both);
  }
}

// ---- dates -----------------------------------------------------------------------------------------------------------
void one_date(const Date& date) {
  require(date.first <= date.last && date.first >= crit::first_day && date.last <= crit::last_day, "a date is an interval");
  const std::string shown = crit::to_string(date);
  const auto again = crit::parse_date(shown);
  require(again && *again == date, "a date is read as it was printed", shown);
  const crit::Civil civil = crit::civil_from_day(date.first);
  require(crit::day_from_civil(civil.year, civil.month, civil.day) == date.first, "a day is its year, month and day", shown);
}

void two_dates(Day from, Day to) {
  if (from > to) std::swap(from, to);
  const std::string both = crit::to_string(from) + " to " + crit::to_string(to);
  require(!crit::span_to_string(from, to).empty(), "a span has a text", both);
  const int years = crit::completed_years(from, to);
  const auto reached = crit::add(from, Duration{years * 12, 0});
  require(reached && *reached <= to, "completed years have been completed", both);
  const auto next = crit::add(from, Duration{(years + 1) * 12, 0});
  require(!next || *next > to, "no more years have been completed", both);
}

void date_and_duration(Day day, Duration duration) {
  const std::string both = crit::to_string(day) + " and " + crit::to_string(duration);
  const Day start = crit::window_start(day, duration);
  require(start <= day, "a window ends at its anchor", both);
  const auto end = crit::add(start, duration);
  require(start == crit::first_day || !end || *end >= day, "a window reaches its anchor", both);
  if (start > crit::first_day) {
    const auto before = crit::add(start - 1, duration);
    require(before && *before < day, "a window begins as early as it may", both);
  }
  for (const crit::LeapRule rule : {crit::LeapRule::february_28, crit::LeapRule::march_1}) {
    const auto later = crit::add(day, duration, rule);
    if (!later) continue;
    require(*later >= day, "a duration goes forward", both);
    const auto next = crit::add(day + 1, duration, rule);
    require(!next || *next >= *later, "a later day is not earlier after a duration", both);
    const Date from{day, day};
    const Date to{*later, *later};
    const auto is = [&](Comparison comparison) { return crit::compare_span(from, to, comparison, duration, rule).truth; };
    require(is(Comparison::greater_equal) == Truth::yes, "a span is as long as the duration it was made of", both);
    require(is(Comparison::less) == Truth::no, "a span is not shorter than the duration it was made of", both);
  }
}

void compare_dates(const Date& left, const Date& right) {
  const auto is = [&](Comparison comparison) { return crit::compare(left, comparison, right); };
  require(is(Comparison::less) == crit::truth_not(is(Comparison::greater_equal)), "less is not (at least)");
  require(is(Comparison::greater) == crit::truth_not(is(Comparison::less_equal)), "greater is not (at most)");
  require(is(Comparison::is) == crit::truth_not(is(Comparison::is_not)), "is not is not (is)");
  require(is(Comparison::less) == crit::compare(right, Comparison::greater, left), "less is greater seen from there");
  if (left.exact() && right.exact()) require(is(Comparison::is) != Truth::unknown, "days compare");
}

void compare_durations(Duration left, Duration right) {
  const auto is = [&](Comparison comparison) { return crit::compare(left, comparison, right); };
  require(is(Comparison::less) == crit::compare(right, Comparison::greater, left), "shorter is longer seen from there");
  require(is(Comparison::is) == crit::compare(right, Comparison::is, left), "equal durations are so either way");
  require(!(is(Comparison::less) == Truth::yes && is(Comparison::greater_equal) != Truth::no), "shorter is not as long");
}

// Of two small numbers: no text reader of durations is in interp/values.
Duration duration_of(const Number& months, const Number& days) {
  const auto part = [](const Number& value, std::int64_t most) {
    const auto whole = value.as_int64();
    return static_cast<std::int32_t>(whole && *whole >= 0 ? *whole % (most + 1) : 0);
  };
  return {part(months, 120'000), part(days, 3'660'000)};
}

// ---- codes -----------------------------------------------------------------------------------------------------------
void one_code(std::string_view line) {
  for (const std::string& system : crit::known_systems()) {
    const crit::NormalCode normal = crit::normalize_code(system, line);
    require(normal.code.has_value() != !normal.fault.empty(), "a code is normal or faulty", std::string(line));
    if (!normal.code) continue;
    const crit::NormalCode again = crit::normalize_code(system, *normal.code);
    // Of an NDC product's nine digits the hyphen says that no zero is lost.
    if (!crit::is_ndc_product(system, *normal.code)) require(again.code == normal.code, "a normal code is its own normal form", system + " " + *normal.code);
    crit::CodeSet set;
    set.system = system;
    set.entries.push_back({crit::CodeEntry::Kind::single, *normal.code, "", {}, {}});
    require(crit::membership(set, *normal.code, 0).truth == Truth::yes, "a code is in the set of itself", *normal.code);
  }
  const std::string folded = crit::fold_text(line);
  require(crit::fold_text(folded) == folded, "folding twice is folding once", std::string(line));
  const std::string system = crit::system_named(line);
  require(crit::system_named(system) == system, "a system's name is one", system);
}

}  // namespace

void values(std::string_view input) {
  std::vector<std::string_view> lines;
  while (!input.empty() && lines.size() < most_lines) {
    const std::size_t end = std::min(input.find('\n'), input.size());
    lines.push_back(input.substr(0, end));
    input.remove_prefix(std::min(input.size(), end + 1));
  }
  std::optional<Number> last_number;
  std::optional<Number> number_before;
  std::optional<Unit> last_unit;
  std::optional<Date> last_date;
  for (const std::string_view line : lines) {
    const auto number = Number::parse(line);
    require(!number || Number::is_decimal_text(line), "what is read as a number is written as one", std::string(line));
    if (number) {
      one_number(*number);
      one_real(*number);
      if (last_number) {
        two_numbers(*last_number, *number);
        if (const auto ratio = crit::divide(*last_number, *number)) {
          one_number(*ratio);
          one_real(*ratio);
        }
        const Duration duration = duration_of(*last_number, *number);
        if (last_date) date_and_duration(last_date->first, duration);
        if (number_before) compare_durations(duration, duration_of(*number_before, *last_number));
      }
      number_before = last_number;
      last_number = number;
    }
    const crit::UnitResult unit = crit::parse_unit(line);
    require(unit.unit.has_value() == unit.fault.empty(), "a unit is a unit or faulty", std::string(line));
    require(unit.begin <= unit.end && unit.end <= line.size(), "a unit's fault is in its text", std::string(line));
    if (unit.unit) {
      one_unit(*unit.unit);
      if (last_unit) two_units(*last_unit, *unit.unit);
      last_unit = unit.unit;
    }
    const crit::QuantityResult quantity = crit::parse_quantity(line);
    require(quantity.quantity.has_value() == quantity.fault.empty(), "a quantity is one or faulty", std::string(line));
    if (quantity.quantity) {
      const std::string shown = quantity.quantity->value.to_string() + " " + quantity.quantity->unit.spelling;
      const crit::QuantityResult again = crit::parse_quantity(shown);
      require(again.quantity && again.quantity->value == quantity.quantity->value, "a quantity is read as it was printed",
              std::string(line) + " -> " + shown);
    }
    if (const auto date = crit::parse_date(line)) {
      one_date(*date);
      if (last_date) {
        compare_dates(*last_date, *date);
        two_dates(last_date->first, date->last);
      }
      last_date = date;
    }
    one_code(line);
  }
}

}  // namespace fuzz
