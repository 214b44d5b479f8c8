// unit.hpp: UCUM's grammar and factors, the words people write, and faults that help.
#include <catch2/catch.hpp>
#include <random>
#include <set>

#include "../../interp/values/unit.hpp"
#include "../../interp/values/unit_table.hpp"

namespace {

using crit::Dimension;
using crit::Number;
using crit::parse_quantity;
using crit::parse_unit;
using crit::Unit;

Unit unit(const std::string& text) {
  const auto result = parse_unit(text);
  CAPTURE(text, result.fault);
  REQUIRE(result.unit);
  return *result.unit;
}
std::string ucum(const std::string& text) { return unit(text).ucum; }
bool comparable(const std::string& left, const std::string& right) { return same_dimension(unit(left), unit(right)); }

// A number of one unit in another, as text; "none" where they do not compare.
std::string converted(const char* value, const std::string& from, const std::string& to) {
  const auto number = Number::parse(value);
  REQUIRE(number);
  const auto result = crit::convert(*number, unit(from), unit(to));
  return result ? result->to_string() : "none";
}
std::string described(const std::string& text) { return crit::describe_dimension(unit(text).dimension); }

struct Fault {
  std::string text;
  std::string suggestion;
};
Fault fault(const std::string& text) {
  const auto result = parse_unit(text);
  CAPTURE(text);
  CHECK_FALSE(result.unit);
  CHECK_FALSE(result.fault.empty());
  CHECK(result.begin <= result.end);
  CHECK(result.end <= text.size());
  return {result.fault, result.suggestion};
}

}  // namespace

TEST_CASE("every atom of UCUM is read, with every prefix it takes", "[unit]") {
  std::set<std::string> seen;
  std::size_t count = 0;
  for (const crit::AtomRow& row : crit::unit_atoms()) {
    CAPTURE(row.code);
    ++count;
    CHECK(seen.insert(std::string(row.code)).second);
    const auto result = parse_unit(row.code);
    // Nobody means an atomic mass, the distance to the sun, or a gauss.
    const bool refused = row.code == "u" || row.code == "AU" || row.code == "G";
    CHECK(result.unit.has_value() == !refused);
    if (result.unit) CHECK(result.unit->ucum == row.code);
    const auto kilo = parse_unit("k" + std::string(row.code));
    if (row.metric) CHECK(kilo.unit.has_value() == (row.code != "u"));
  }
  CHECK(count == 313);
}

TEST_CASE("every word is read, and hides no unit of UCUM but ft", "[unit]") {
  std::set<std::string> seen;
  for (const crit::WordRow& row : crit::unit_words()) {
    CAPTURE(row.word);
    CHECK(seen.insert(std::string(row.word)).second);
    const auto result = parse_unit(row.word);
    CHECK(result.unit);
    if (row.meaning == crit::WordMeaning::ucum) {
      CHECK(result.unit->ucum == row.text);
      CHECK(result.unit->dimension == unit(std::string(row.text)).dimension);
    }
    // As UCUM would read it: an atom, or a prefix and a metric atom.
    bool is_ucum = false;
    for (const crit::AtomRow& atom : crit::unit_atoms()) {
      is_ucum = is_ucum || atom.code == row.word;
      for (const crit::PrefixRow& prefix : crit::unit_prefixes()) {
        is_ucum = is_ucum || (atom.metric && std::string(prefix.code) + std::string(atom.code) == row.word);
      }
    }
    CHECK(is_ucum == (row.word == "ft"));
  }
  for (const crit::SlipRow& row : crit::unit_slips()) {
    CAPTURE(row.slip);
    CHECK_FALSE(parse_unit(row.slip).unit);
    CHECK(row.meant.empty() != row.help.empty());
    if (!row.meant.empty()) CHECK(parse_unit(row.meant).unit);
    CHECK(parse_unit(row.slip).suggestion == row.meant);
    CHECK(parse_unit(row.slip).help == row.help);
  }
  for (const std::string_view text : crit::common_units()) CHECK(parse_unit(text).unit);
}

TEST_CASE("a million grams is refused in every place", "[unit]") {
  for (const crit::LargePrefixRow& prefix : crit::large_prefixes()) {
    for (const crit::SmallUnitRow& row : crit::small_units()) {
      const std::string large = std::string(prefix.code).append(row.code);
      for (const std::string& text : {large, large + "/kg", "mg/" + large, "kg." + large, large + "2", "mg/(kg." + large + ")"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_unit(text).unit);
        CHECK(parse_unit(text).kind == crit::UnitFault::refused);
      }
      CHECK(parse_unit(std::string(prefix.power) + "." + std::string(row.code)).unit);
      if (!prefix.small.empty()) CHECK(parse_unit(std::string(prefix.small).append(row.code)).unit);
    }
  }
  CHECK(unit("MBq").ucum == "MBq");
  CHECK(unit("MHz").ucum == "MHz");
  CHECK(parse_unit("Mg/kg").help == "if milligrams are meant, write `mg/kg`; for a million grams write `10*6.g/kg`");
}

TEST_CASE("what is suggested has the amount that was meant", "[unit]") {
  for (const char* text : {"pct/d", "ea", "mil", "gr", "mmm", "decagram", "dekaliter", "Cal", "qd", "D", "SD", "percentile"}) {
    CAPTURE(text);
    CHECK(parse_unit(text).suggestion.find_first_of("pcmgeqL") == std::string::npos);
  }
  CHECK(fault("mmole").suggestion == "mmol");
  CHECK(fault("ugrams").suggestion == "ug");
  CHECK(fault("MG/DL").suggestion == "mg/dL");
  CHECK(fault("g/mM").suggestion == "g/(mmol/L)");
  CHECK(fault("mg/g creat").suggestion == "mg/g{creat}");
  CHECK(fault("mg per day").suggestion == "mg/day");
  CHECK(fault("mg daily").suggestion == "mg/d");
  CHECK(fault("mg twice").suggestion.empty());
  CHECK(fault("degrees C").suggestion == "degC");
  CHECK(fault("MG / DL").suggestion == "mg/dL");
  CHECK(fault("KG/M2").suggestion == "kg/m2");
  CHECK(fault("mg/24h").suggestion == "mg/(24.h)");
  CHECK(fault("x10(3)/uL").suggestion == "10*3/uL");
  CHECK(fault("x10/L").suggestion.empty());
  CHECK(fault("lb.").suggestion == "lb");
  CHECK(fault("Mil/uL").suggestion.empty());  // no mebilitre
  CHECK(parse_unit("mg/Mm").help == "if millimetres are meant, write `mg/mm`; for a million metres write `mg/(10*6.m)`");
}

TEST_CASE("raised digits are powers", "[unit]") {
  CHECK(ucum("m\xC2\xB2") == "m2");
  CHECK(ucum("10⁹/L") == "10*9/L");
  CHECK(ucum("10¹²/L") == "10*12/L");
  CHECK(ucum("10³/uL") == "10*3/uL");  // it was 103/uL
  CHECK(ucum("s⁻¹") == "s-1");
  CHECK_FALSE(parse_unit("5³").unit);
}

TEST_CASE("a comma is read in each way that it can be meant", "[unit]") {
  using Readings = std::vector<std::string>;
  CHECK(crit::comma_readings("1,5") == Readings{"1.5"});
  CHECK(crit::comma_readings("1,500") == Readings{"1.500", "1500"});
  CHECK(crit::comma_readings("0,500") == Readings{"0.500"});
  CHECK(crit::comma_readings("-1,500") == Readings{"-1.500", "-1500"});
  CHECK(crit::comma_readings("1,500,000") == Readings{"1500000"});
  CHECK(crit::comma_readings("1,500.25") == Readings{"1500.25"});
  CHECK(crit::comma_readings("1.500,25") == Readings{"1500.25"});
  CHECK(crit::comma_readings("1.500.000,5") == Readings{"1500000.5"});
  CHECK(crit::comma_readings("1,2,3").empty());
  CHECK(crit::comma_readings("1500").empty());
}

TEST_CASE("a rate by `a` is one by the year where the other side is", "[unit]") {
  const auto meant = crit::beside(unit("cm/a"), unit("cm/year"));
  REQUIRE(meant);
  CHECK(convert(5, *meant, unit("cm/year")) == Number(5));
  CHECK(crit::beside(unit("mm/a"), unit("cm/year"))->dimension == unit("cm/year").dimension);
  CHECK(crit::beside(unit("1/mo"), unit("/month")));
  CHECK_FALSE(crit::beside(unit("cm/a"), unit("cm/month")));
  CHECK_FALSE(crit::beside(unit("a"), unit("year")));
  CHECK(crit::beside(unit("cm/a"), unit("cm/d"))->dimension == unit("cm/d").dimension);
}

TEST_CASE("factors are exact", "[unit]") {
  CHECK(converted("39", "[in_i]", "cm") == "99.06");
  CHECK(converted("1", "[lb_av]", "g") == "453.59237");
  CHECK(converted("1", "[oz_av]", "g") == "28.349523125");
  CHECK(converted("1", "[gal_us]", "L") == "3.785411784");
  CHECK(converted("1", "[foz_us]", "mL") == "29.5735295625");
  CHECK(converted("1", "[tsp_us]", "mL") == "4.92892159375");
  CHECK(converted("1", "[mi_i]", "m") == "1609.344");
  CHECK(converted("1", "mm[Hg]", "Pa") == "133.322");
  CHECK(converted("1", "atm", "kPa") == "101.325");
  CHECK(converted("1", "cm[H2O]", "Pa") == "98.0665");
  CHECK(converted("1", "kcal", "kJ") == "4.184");
  CHECK(converted("1", "[Cal]", "kcal") == "1");
  CHECK(converted("1", "Ci", "GBq") == "37");
  CHECK(converted("1", "RAD", "cGy") == "1");
  CHECK(converted("1", "REM", "mSv") == "10");
  CHECK(converted("1", "wk", "h") == "168");
  CHECK(converted("1", "a", "d") == "365.25");
  CHECK(converted("1", "mo", "d") == "30.4375");
  CHECK(converted("1", "[Ch]", "mm") == "about 0.333333");
  CHECK(converted("20", "[drp]", "mL") == "1");
  CHECK(converted("1", "kat", "U") == "60000000");
  CHECK(converted("1", "[MET]", "mL/min/kg") == "3.5");
  CHECK(converted("1", "%", "1") == "0.01");
  CHECK(converted("1", "[ppm]", "[ppb]") == "1000");
  CHECK(converted("90", "deg", "gon") == "100");
  CHECK(converted("1", "deg", "''") == "3600");
  CHECK(converted("1", "eV", "J") == "0.000000000000000000160217733");
  CHECK(converted("1", "mg%", "mg/dL") == "1");
  CHECK(converted("1", "dyn.s/cm5", "g/(cm4.s)") == "1");
}

TEST_CASE("T22: conversions are exact ratios", "[unit]") {
  CHECK(converted("0.25", "mg/d", "ug/d") == "250");
  CHECK(converted("15", "/min", "/h") == "900");
  CHECK(converted("120", "mcg/kg", "mg/kg") == "0.12");
  CHECK(converted("7", "d", "wk") == "1");
  // A value that would overflow on its way through the base.
  CHECK(converted("100000000000000000000000000000000000000", "Ys", "Ys") == "100000000000000000000000000000000000000");
  CHECK(converted("100000000000000000000000000000000000", "kL", "m3") == "100000000000000000000000000000000000");
}

TEST_CASE("T23: temperatures, international units, amounts", "[unit]") {
  CHECK(converted("37", "Cel", "[degF]") == "98.6");
  CHECK(converted("98.6", "[degF]", "Cel") == "37");
  CHECK(converted("0", "Cel", "K") == "273.15");
  CHECK(converted("-40", "[degF]", "Cel") == "-40");
  CHECK(converted("491.67", "[degR]", "Cel") == "0");
  CHECK(converted("80", "[degRe]", "Cel") == "100");
  CHECK(converted("1000", "mCel", "Cel") == "1");
  CHECK(converted("1", "k[IU]", "[IU]") == "1000");
  CHECK(converted("1", "[iU]", "[IU]") == "1");
  for (const auto& [left, right] : std::vector<std::pair<std::string, std::string>>{
           {"[IU]", "[arb'U]"},  {"[IU]", "U"},      {"[IU]", "mg"},  {"[IU]", "1"},     {"mol", "g"},
           {"mol", "1"},         {"mol", "eq"},      {"mol", "osm"},  {"eq", "osm"},     {"[pH]", "1"},
           {"B", "Np"},          {"rad", "deg"},     {"USD", "EUR"},  {"unit", "U"},     {"unit", "[IU]"},
           {"dose", "1"},        {"year", "a"},      {"month", "mo"}, {"month", "year"}, {"year", "d"},
           {"[hp_X]", "[hp_C]"}, {"[CFU]", "[PFU]"}, {"[HPF]", "1"}}) {
    CAPTURE(left, right);
    CHECK_FALSE(comparable(left, right));
    CHECK(converted("1", left, right) == "none");
  }
  CHECK(converted("1", "dB", "B") == "0.1");
}

TEST_CASE("T24: doses and days are dimensions", "[unit]") {
  CHECK_FALSE(comparable("mg/kg/dose", "mg/kg/day"));
  CHECK_FALSE(comparable("mg/kg/dose", "mg/kg"));
  CHECK_FALSE(comparable("mg/kg/day", "mg/kg"));
  CHECK(comparable("mg/kg/day", "mcg/kg/h"));
  const auto daily = multiply(unit("mg/kg/dose"), unit("dose/day"));
  REQUIRE(daily);
  CHECK(same_dimension(*daily, unit("mg/kg/day")));
  CHECK(daily->factor == unit("mg/kg/day").factor);
  CHECK(daily->spelling == "mg/kg/day");
  CHECK(daily->ucum == "mg/kg/d");
  CHECK(unit("mg/kg").dimension.empty());
  CHECK_FALSE(unit("mg/kg").is_plain());
  CHECK(unit("1").is_plain());
}

TEST_CASE("T28: what people write, and what UCUM writes", "[unit]") {
  CHECK(ucum("mcg") == "ug");
  CHECK(ucum("\xC2\xB5g/m\xC2\xB2") == "ug/m2");  // micro sign, raised two
  CHECK(ucum("\xCE\xBCg") == "ug");               // Greek mu
  CHECK(ucum("mcg/kg/min") == "ug/kg/min");
  CHECK(ucum("mEq/L") == "meq/L");
  CHECK(ucum("mmHg") == "mm[Hg]");
  CHECK(ucum("cmH2O") == "cm[H2O]");
  CHECK(ucum("IU/mL") == "[IU]/mL");
  CHECK(ucum("mIU/L") == "m[IU]/L");
  CHECK(ucum("inches") == "[in_i]");
  CHECK(ucum("ft") == "[ft_i]");
  CHECK(ucum("lbs") == "[lb_av]");
  CHECK(ucum("hr") == "h");
  CHECK(ucum("mg/day") == "mg/d");
  CHECK(ucum("milligrams") == "mg");
  CHECK(ucum("\xC2\xB0"
             "C") == "Cel");
  CHECK(ucum("degF") == "[degF]");
  CHECK(ucum("cc") == "mL");
  CHECK(ucum("kg/m^2") == "kg/m2");
  CHECK(ucum("percent") == "%");
  CHECK(ucum("bpm") == "/min");
  CHECK(ucum("1/bpm") == "1/(1/min)");
  CHECK(ucum("cells/uL") == "{cells}/uL");
  CHECK(comparable("cells/uL", "/uL"));
  CHECK(converted("150", "cells/uL", "10*3/uL") == "0.15");
  CHECK(converted("1", "copies/mL", "/L") == "1000");
  CHECK(ucum("cm/yr") == "cm/year");
  CHECK(comparable("/yr", "/years"));
  CHECK(ucum("units/kg") == "unit/kg");
  CHECK(ucum("USD") == "USD");
  CHECK(unit("mcg").spelling == "mcg");
}

TEST_CASE("body surface is an annotation, as in UCUM", "[unit]") {
  CHECK(ucum("mL/min/1.73m2") == "mL/min/{1.73_m2}");
  CHECK(ucum("mL/min/1.73m\xC2\xB2") == "mL/min/{1.73_m2}");
  CHECK(ucum("mL/min/{1.73_m2}") == "mL/min/{1.73_m2}");
  CHECK(comparable("mL/min/1.73m2", "mL/min"));
  fault("mL/min/1.73m3");
  fault("mL/min/1.73m23");
}

TEST_CASE("UCUM's grammar", "[unit]") {
  CHECK(comparable("m/s/s", "m.s-2"));
  CHECK(comparable("m/s.s", "m"));  // from left to right
  CHECK(comparable("m/(s.s)", "m/s2"));
  CHECK(comparable("/m.s", "s/m"));
  CHECK(comparable("m+2", "m2"));
  CHECK(converted("1", "10*3", "1") == "1000");
  CHECK(converted("1", "10^-3", "1") == "0.001");
  CHECK(converted("1", "10*", "1") == "10");
  CHECK(converted("1", "/100", "%") == "1");
  CHECK(converted("1", "kg.m/s2", "N") == "1");
  CHECK(converted("1", "dag", "g") == "10");
  CHECK(converted("1", "cd", "cd") == "1");
  CHECK(converted("1", "KiBy", "By") == "1024");
  CHECK(unit("{RBC}").is_plain());
  CHECK(ucum("mg{creat}/dL") == "mg{creat}/dL");
  CHECK(ucum("{any/thing.(here)}") == "{any/thing.(here)}");
  CHECK(unit("m0").dimension.empty());
  CHECK(unit("B[10.nV]").dimension == Dimension{{"B[10.nV]", 1}});
  CHECK(unit("[m/s2/Hz^(1/2)]").dimension.size() == 1);
  CHECK(unit("(m)").dimension == Dimension{{"m", 1}});
  CHECK(unit("10*3/uL").dimension == Dimension{{"m", -3}});
}

TEST_CASE("faults say what is wrong and where", "[unit]") {
  CHECK(fault("mgg").text == "`mgg` is not a unit crit knows");
  CHECK(fault("").text == "a unit is missing");
  CHECK(fault("mg/").text == "a unit is missing after `/`");
  CHECK(fault("mg//kg").text == "a unit is missing after `/`");
  CHECK(fault(".").text == "a unit is missing");
  CHECK(fault("(mg").text == "`(` is not closed");
  CHECK(fault("mg)").text == "`)` without its `(`");
  CHECK(fault("[lb_av").text == "`[` is not closed");
  CHECK(fault("mg{x").text == "`{` is not closed");
  CHECK(fault("mg}").text == "`}` without its `{`");
  CHECK(fault("mg]").text == "`]` without its `[`");
  CHECK(fault("{a b}").text == "a unit has no blanks inside");
  CHECK(fault("mg(kg)").text == "`.` or `/` is missing between the parts of a unit");
  CHECK(fault("(m)2").text == "a power stands behind a single unit, not behind brackets");
  CHECK(fault("-2").text == "`-2` is a power without a unit");
  CHECK(fault("5mg").text == "`5mg` has a number inside a unit: a `.` or `/` stands between them");
  CHECK(fault("mg/0").text == "zero is not a unit");
  CHECK(fault("m999999999999999999999").text == "`m999999999999999999999` has too high a power: 99 is the most");
  CHECK(fault("Ys3").text == "`Ys3` is too large or too small to be counted exactly");
  CHECK(fault("10*50").text == "`10*50` is too large or too small to be counted exactly");
  CHECK(fault("99999999999999999999999999999999999999999999").text.find("too large") != std::string::npos);
  CHECK(fault("Cel/h").text == "`Cel` is on a scale that does not combine with other units");
  CHECK(fault("Cel/h").suggestion == "K/h");
  CHECK(fault("/Cel").suggestion == "/K");
  CHECK(fault("Cel2").suggestion == "K2");
  CHECK(fault("2.[pH]").suggestion.empty());
  CHECK(fault("m\xFF\x01").text.find('\x01') == std::string::npos);
  const auto result = parse_unit("\xC2\xB5g/xyzzyx/d");
  CHECK(result.begin == 4);  // bytes of the text as written
  CHECK(result.end == 10);
}

TEST_CASE("faults say what may have been meant", "[unit]") {
  CHECK(fault("mgg").suggestion.empty());  // of a short code each letter counts
  CHECK(fault("kilos").suggestion == "kg");
  CHECK(fault("KG").suggestion == "kg");
  CHECK(fault("ML").suggestion == "mL");  // UCUM's megalitre
  CHECK(fault("5.MG").text == "`MG` is too easily taken for another unit");
  CHECK(fault("mg/KG").suggestion == "mg/kg");
  CHECK(fault("mM").suggestion == "mmol/L");
  CHECK(fault("mmhg").suggestion == "mmHg");
  CHECK(fault("milligrms").suggestion == "milligrams");
  CHECK(fault("yaers").suggestion == "years");
  CHECK(fault("mg / kg").suggestion == "mg/kg");
  CHECK(fault("x10^9/L").suggestion == "10^9/L");
  CHECK(fault("$").suggestion == "USD");
  CHECK(fault("k[lb_av]").text == "`k[lb_av]` is not a unit crit knows: `[lb_av]` takes no prefix");
  CHECK(fault("qqqqqqqq").suggestion.empty());
  CHECK(parse_unit("tablett", {"tablet"}).suggestion == "tablet");
}

TEST_CASE("counting units are the policy's own", "[unit]") {
  const std::vector<std::string> counting = {"tablet", "vial", "cup", "b12"};
  const auto rate = parse_unit("tablet/d", counting).unit;
  REQUIRE(rate);
  CHECK(rate->dimension == Dimension{{"s", -1}, {"tablet", 1}});
  CHECK(rate->ucum == "tablet/d");
  CHECK_FALSE(same_dimension(*rate, *parse_unit("vial/d", counting).unit));
  CHECK_FALSE(parse_unit("tablet").unit);
  CHECK(parse_unit("cup", counting).unit->dimension == Dimension{{"cup", 1}});
  CHECK(parse_unit("vials/tablets", counting).unit->ucum == "vial/tablet");
  CHECK(parse_unit("patches", {"patch"}).unit->ucum == "patch");
  CHECK_FALSE(parse_unit("vialss", counting).unit);
  CHECK_FALSE(parse_unit("patchs", {"patch"}).unit);
  CHECK(parse_unit("b12", counting).unit->dimension == Dimension{{"b12", 1}});
}

TEST_CASE("garbage is refused and costs nothing", "[unit]") {
  CHECK(fault(std::string(201, 'm')).text == "a unit has at most 200 bytes");
  CHECK(fault(std::string(10000000, '(')).text == "a unit has at most 200 bytes");
  CHECK(fault(std::string(60, '(') + "m" + std::string(60, ')')).text ==
        "a unit has at most 50 brackets in each other");
  unit(std::string(50, '(') + "m" + std::string(50, ')'));
  std::mt19937 random(11);
  const std::string alphabet = "mgkLdsu10*^-+./(){}[]%'CelIU[in_i]23 \xC2\xB5\xB2";
  for (int round = 0; round < 30000; ++round) {
    std::string text;
    for (unsigned length = random() % 14; length > 0; --length) {
      text += round % 2 == 0 ? alphabet[random() % alphabet.size()] : static_cast<char>(random());
    }
    const auto result = parse_unit(text);
    const bool consistent = result.unit.has_value() == result.fault.empty() && result.end <= text.size();
    if (!consistent) FAIL_CHECK(text);
    if (result.unit) {
      // What crit prints as UCUM means the same.
      const auto again = parse_unit(result.unit->ucum);
      const bool same = again.unit && again.unit->dimension == result.unit->dimension &&
                        again.unit->factor == result.unit->factor && again.unit->offset == result.unit->offset;
      if (!same) FAIL_CHECK(text);
      crit::describe_dimension(result.unit->dimension);
    }
    parse_quantity(text);
  }
}

TEST_CASE("products and quotients of units", "[unit]") {
  const auto bmi = divide(unit("kg"), unit("m2"));
  REQUIRE(bmi);
  CHECK(bmi->spelling == "kg/m2");
  CHECK(same_dimension(*bmi, unit("g/cm2")));
  CHECK(divide(unit("mg"), unit("mg"))->spelling == "1");
  CHECK(divide(unit("mg"), unit("mg"))->is_plain());
  CHECK(divide(unit("mg"), unit("/d"))->spelling == "mg.d");
  CHECK(multiply(unit("mg/kg"), unit("kg"))->ucum == "mg");
  CHECK(divide(unit("1"), unit("day"))->ucum == "/d");
  CHECK(multiply(unit("lb"), unit("inch"))->ucum == "[lb_av].[in_i]");
  CHECK_FALSE(multiply(unit("Cel"), unit("m")));
  CHECK_FALSE(divide(unit("m"), unit("[degF]")));
  CHECK_FALSE(multiply(unit("dB"), unit("1")));
  CHECK(multiply(unit("K"), unit("m")));
  CHECK_FALSE(multiply(unit("Ys"), unit("Ys")));
}

TEST_CASE("quantities as text", "[unit]") {
  const auto dose = parse_quantity("0.12 mg/kg/dose").quantity;
  REQUIRE(dose);
  CHECK(dose->value == *Number::parse("0.12"));
  CHECK(dose->unit.spelling == "mg/kg/dose");
  for (const char* text : {"39 in", "39in", "-1.5e3 mg", "5e3mg", "5eq", "5 eV", "150 10*3/uL", "5 %", "5%", "1E2 g"}) {
    CAPTURE(text);
    CHECK(parse_quantity(text).quantity);
  }
  CHECK(parse_quantity("5e3mg").quantity->value == Number(5000));
  CHECK(parse_quantity("5eq").quantity->value == Number(5));
  CHECK(parse_quantity("5").fault == "`5` has no unit");
  CHECK(parse_quantity("mg").fault == "`mg` does not begin with a number");
  CHECK(parse_quantity("").fault == "`` does not begin with a number");
  CHECK(parse_quantity("5  mg").fault == "at most one blank stands between a number and its unit");
  CHECK(parse_quantity("5 ").fault == "a unit is missing");
  CHECK(parse_quantity("5 mgg").suggestion.empty());
  CHECK(parse_quantity("1,000 mg").suggestion.empty());
  CHECK(parse_quantity("1,000 mg").help == "write \"1.000 mg\" or \"1000 mg\", whichever is meant");
  CHECK_FALSE(parse_quantity("1e99 mg").quantity);
  CHECK_FALSE(parse_quantity("+5 mg").quantity);
  CHECK_FALSE(parse_quantity("5 mg ").quantity);
}

TEST_CASE("dimensions read naturally", "[unit]") {
  CHECK(described("1") == "a plain number");
  CHECK(described("cm") == "a length");
  CHECK(described("m2") == "an area");
  CHECK(described("mL") == "a volume");
  CHECK(described("kg") == "a mass");
  CHECK(described("d") == "a time");
  CHECK(described("Cel") == "a temperature");
  CHECK(described("mg/dL") == "a mass per volume");
  CHECK(described("mmol/L") == "an amount of substance per volume");
  CHECK(described("meq/L") == "an amount in equivalents per volume");
  CHECK(described("kg/m2") == "a mass per area");
  CHECK(described("cells/uL") == "a number per volume");
  CHECK(described("mg/kg/dose") == "a number per dose");
  CHECK(described("mg/dose") == "a mass per dose");
  CHECK(described("mg/d") == "a mass per time");
  CHECK(described("dose/d") == "a number of doses per time");
  CHECK(described("mg/m2/dose") == "a mass per area per dose");
  CHECK(described("/min") == "a number per time");
  CHECK(described("cm/year") == "a length per calendar year");
  CHECK(described("/month") == "a number per calendar month");
  CHECK(described("mL/min") == "a volume per time");
  CHECK(described("mL/min/kg") == "a volume per time per mass");
  CHECK(described("mm[Hg]") == "a pressure");
  CHECK(described("kcal") == "an energy");
  CHECK(described("kcal/kg/d") == "an energy per mass per time");
  CHECK(described("USD") == "money in USD");
  CHECK(described("USD/month") == "money in USD per calendar month");
  CHECK(described("[IU]") == "an amount in [IU]");
  CHECK(described("[IU]/kg") == "an amount in [IU] per mass");
  CHECK(described("units/kg/d") == "a number of units per mass per time");
  CHECK(described("U/L") == "a catalytic activity per volume");
  CHECK(described("mosm/kg") == "an amount in osmoles per mass");
  CHECK(crit::describe_dimension({{"tablet", 1}}) == "a number of tablets");
  CHECK(described("kg.d") == "a mass times time");
  CHECK(described("/{x}/K4").find("temperature") != std::string::npos);
}
