// Numbers without an exact fraction: their digits against arithmetic with 260 digits, comparisons however near, rounding, and
// what is a fraction after all.
#include <catch2/catch.hpp>

#include <string>

#include "outward.hpp"
#include "real.hpp"

using crit::Number;
using crit::Real;
using crit::Reals;

namespace {

Number number(const std::string& text) { return *Number::parse(text); }

std::optional<Real> computed(const std::string& function, const Number& of, const std::string& by, Reals& reals) {
  if (function == "sqrt") return square_root(of, reals);
  if (function == "exp") return exponential(of, reals);
  if (function == "ln") return logarithm(of, reals);
  if (function == "z_percentile") return z_percentile(of, reals);
  if (function == "percentile_z") return percentile_z(of, reals);
  return power(Real(of), Real(number(by)), reals);
}

Real sum(const Real& left, const Real& right, Reals& reals) { return *add(left, right, reals); }

}  // namespace

TEST_CASE("thirty digits, the last one right", "[real]") {
  struct Row {
    const char* function;
    const char* of;
    const char* by;
    const char* digits;
  };
  // clang-format off
  const Row rows[] = {
      {"sqrt", "2", "", "1.41421356237309504880168872421"},
      {"sqrt", "3", "", "1.73205080756887729352744634151"},
      {"sqrt", "0.5", "", "0.707106781186547524400844362105"},
      {"sqrt", "3.1946111111", "", "1.78734750708976568622923704382"},
      {"sqrt", "170141183460469231731687303715884105727", "", "13043817825332782212.3495718063"},
      {"sqrt", "0.00000000000000000000000000000000000002", "", "0.000000000000000000141421356237309504880168872421"},
      {"exp", "1", "", "2.71828182845904523536028747135"},
      {"exp", "-1", "", "0.367879441171442321595523770161"},
      {"exp", "0.5", "", "1.64872127070012814684865078781"},
      {"exp", "-0.000001", "", "0.999999000000499999833333375"},
      {"exp", "100", "", "2.68811714181613544841262555158e43"},
      {"exp", "-100", "", "3.72007597602083596295969580386e-44"},
      {"exp", "350", "", "1.00709088702807975982337586296e152"},
      {"exp", "-350", "", "9.92959039626497929628111094196e-153"},
      {"exp", "0.69314718055994530941723212145817656807", "", "2"},
      {"ln", "2", "", "0.693147180559945309417232121458"},
      {"ln", "10", "", "2.30258509299404568401799145468"},
      {"ln", "0.9938", "", "-0.00621929981391684961981511529756"},
      {"ln", "1.000000000000000000000000000001", "", "0.000000000000000000000000000001"},
      {"ln", "0.99999999999999999999", "", "-0.00000000000000000001000000000000000000005"},
      {"ln", "1e30", "", "69.0775527898213705205397436405"},
      {"ln", "1e-30", "", "-69.0775527898213705205397436405"},
      {"ln", "0.70703125", "", "-0.346680413213736728498769933032"},
      {"z_percentile", "1", "", "84.1344746068542948585232545632"},
      {"z_percentile", "-1", "", "15.8655253931457051414767454368"},
      {"z_percentile", "1.645", "", "95.0015094460878634721880797651"},
      {"z_percentile", "-1.881", "", "2.99859594212698910776534490648"},
      {"z_percentile", "3", "", "99.8650101968369905473348185232"},
      {"z_percentile", "-3", "", "0.134989803163009452665181476759"},
      {"z_percentile", "5", "", "99.9999713348428120806088326248"},
      {"z_percentile", "-8", "", "0.0000000000000622096057427178412351599517259"},
      {"z_percentile", "20", "", "100"},
      {"z_percentile", "-20", "", "2.75362411860623369507562278086e-87"},
      {"z_percentile", "0.000000001", "", "50.0000000398942280401432677873"},
      {"percentile_z", "95", "", "1.64485362695147271486384890799"},
      {"percentile_z", "5", "", "-1.64485362695147271486384890799"},
      {"percentile_z", "3", "", "-1.88079360815125093886829379771"},
      {"percentile_z", "97", "", "1.88079360815125093886829379771"},
      {"percentile_z", "99.9", "", "3.09023230616781354154039983011"},
      {"percentile_z", "0.1", "", "-3.09023230616781354154039983011"},
      {"percentile_z", "50.000001", "", "0.0000000250662827463100076490926438018"},
      {"percentile_z", "99.99999999", "", "6.36134090240405620469537582827"},
      {"percentile_z", "0.000000000000001", "", "-8.49379322410959807444471881323"},
      {"percentile_z", "85", "", "1.03643338949378957971324407467"},
      {"percentile_z", "10", "", "-1.28155156554460046696510332945"},
      {"power", "2", "0.5", "1.41421356237309504880168872421"},
      {"power", "70", "0.425", "6.08368426972812011305516154844"},
      {"power", "170", "0.725", "41.4071622411150511850580799763"},
      {"power", "0.9938", "61", "0.684287390092232027287399805376"},
      {"power", "1.3", "-1.2", "0.729907753888268636455626481929"},
      {"power", "0.8", "-0.302", "1.06971189209958228985355146337"},
      {"power", "0.7", "-0.241", "1.08976127826565089862261349089"},
      {"power", "2.5", "100", "6223015277861141707144064053780000000000"},
      {"power", "2.5", "-100", "0.000000000000000000000000000000000000000160693804425899027554196209234"},
      {"power", "3", "0.333333333333", "1.44224957030688022462121640092"},
      {"power", "1.0000001", "1000000", "1.10517091254979341663838270935"},
  };
  // clang-format on
  for (const Row& row : rows) {
    CAPTURE(row.function, row.of, row.by);
    Reals reals;
    const std::optional<Real> value = computed(row.function, number(row.of), row.by, reals);
    REQUIRE(value);
    REQUIRE_FALSE(value->is_rational());
    CHECK(to_string(*value->node) == row.digits);
    const crit::Interval bounds = interval_of(*value);
    if (bounds.low) CHECK((compare(bounds.low->at, *value) < 0));
    if (bounds.high) CHECK((compare(bounds.high->at, *value) > 0));
  }
}

TEST_CASE("what has an exact fraction is one", "[real]") {
  Reals reals;
  CHECK(square_root(number("2.25"), reals)->number == number("1.5"));
  CHECK(square_root(*Number::ratio(4, 9), reals)->number == *Number::ratio(2, 3));
  CHECK(square_root(0, reals)->number.is_zero());
  CHECK(power(8, *Number::ratio(1, 3), reals)->number == Number(2));
  CHECK(power(8, *Number::ratio(-2, 3), reals)->number == number("0.25"));
  CHECK(power(-2, 3, reals)->number == Number(-8));
  CHECK(power(0, 0, reals)->number == Number(1));
  CHECK(power(0, number("0.5"), reals)->number.is_zero());
  CHECK(power(1, number("-0.302"), reals)->number == Number(1));
  CHECK(power(number("0.9938"), 2, reals)->number == number("0.98763844"));
  CHECK(exponential(0, reals)->number == Number(1));
  CHECK(logarithm(1, reals)->number.is_zero());
  CHECK(z_percentile(0, reals)->number == Number(50));
  CHECK(percentile_z(50, reals)->number.is_zero());
  // The root of a number next to a square is none.
  CHECK_FALSE(square_root(number("4.0000000000000000000000000000000000001"), reals)->is_rational());
}

TEST_CASE("a comparison is right however near the two are", "[real]") {
  Reals reals;
  const Real root = *square_root(2, reals);
  // The digits of the root of 2 go on 1.41421356237309504880168872420969807856967…
  CHECK((compare(root, number("1.4142135623730950488016887242096980785")) > 0));
  CHECK((compare(root, number("1.4142135623730950488016887242096980786")) < 0));
  // 59 digits part them.
  const Real near = *divide(root, *power(10, 30, reals), reals);
  const Real tail = *subtract(near, number("0.00000000000000000000000000000141421356"), reals);
  const Real apart = *divide(tail, *power(10, 21, reals), reals);
  CHECK((compare(sum(root, apart, reals), root) > 0));
  // 60 digits do not.
  const Real less = *divide(apart, *power(10, 22, reals), reals);
  CHECK((compare(sum(root, less, reals), root) == 0));
}

TEST_CASE("what 60 digits do not part is equal", "[real]") {
  Reals reals;
  const Real root = *square_root(2, reals);
  CHECK((compare(*multiply(root, root, reals), 2) == 0));
  CHECK((compare(*exponential(*logarithm(number("7.3"), reals), reals), number("7.3")) == 0));
  CHECK((compare(*power(root, 10, reals), 32) == 0));
  CHECK(is_zero(*subtract(*multiply(root, root, reals), 2, reals)));
  CHECK(is_zero(*subtract(root, *square_root(2, reals), reals)));
  CHECK((compare(*percentile_z(*z_percentile(number("1.3"), reals), reals), number("1.3")) == 0));
  // Shown as what it is equal to.
  CHECK(to_string(*multiply(root, root, reals)->node) == "2");
  CHECK(to_string(*subtract(root, *square_root(2, reals), reals)->node) == "0");
}

TEST_CASE("rounding", "[real]") {
  Reals reals;
  const Real root = *square_root(2, reals);
  CHECK(round_to(root, 0) == Number(1));
  CHECK(round_to(root, 4) == number("1.4142"));
  CHECK(round_to(*negate(root, reals), 2) == number("-1.41"));
  CHECK(ceiling(root) == Number(2));
  CHECK(floor(*negate(root, reals)) == Number(-2));
  // A tie that 60 digits do not tell from one goes away from zero; a whole number is its own next one.
  const Real two = *multiply(root, root, reals);
  const Real tie = *divide(two, 16, reals);
  CHECK(round_to(tie, 2) == number("0.13"));
  CHECK(round_to(*negate(tie, reals), 2) == number("-0.13"));
  CHECK(ceiling(two) == Number(2));
  CHECK(floor(two) == Number(2));
  CHECK(floor(*negate(two, reals)) == Number(-2));
  CHECK_FALSE(round_to(*exponential(100, reals), 0));
}

TEST_CASE("six digits, or as many as tell it from a shorter number", "[real]") {
  Reals reals;
  const auto shown = [&](const Real& value) { return to_short_string(*value.node); };
  const Real root = *square_root(2, reals);
  CHECK(shown(root) == "about 1.41421");
  const Real little = *divide(root, number("1e9"), reals);
  CHECK(shown(sum(-3, little, reals)) == "about -2.999999999");
  CHECK(shown(*multiply(root, root, reals)) == "about 2");
  CHECK(shown(*exponential(-200, reals)) == "about 1.3839e-87");
}

TEST_CASE("operations stand on each other without end", "[real]") {
  Reals reals;
  Real value = *square_root(2, reals);
  for (int i = 0; i < 150; ++i) value = *square_root(sum(value, 1, reals), reals), ++i;
  CHECK(to_string(*value.node) == "1.61803398874989484820458683437");  // the golden ratio
  std::optional<Real> tower = value;
  for (int i = 0; i < 300 && tower; ++i) tower = add(*tower, 1, reals);
  CHECK_FALSE(tower);
}

TEST_CASE("an end that is too long for a number is rounded outward", "[real]") {
  const Number third = *Number::ratio(1, 3);
  const Number long_one = number("1.00000000000000000000000000000000001");
  CHECK_FALSE(multiply(long_one, long_one));
  const auto low = crit::outward_product(long_one, long_one, false);
  const auto high = crit::outward_product(long_one, long_one, true);
  REQUIRE(low);
  REQUIRE(high);
  CHECK(*low == Number(1));
  CHECK(*high > long_one);
  CHECK(*crit::outward_sum(third, third, false) < *Number::ratio(2, 3));
  CHECK(*crit::outward_sum(third, third, true) > *Number::ratio(2, 3));
}
