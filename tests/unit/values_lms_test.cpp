// Standard deviation scores against arithmetic with 260 digits, and where there is none.
#include <catch2/catch.hpp>

#include <string>

#include "lms.hpp"
#include "values_ops.hpp"

using crit::Number;

using crit::Real;

namespace {

// A score that is a fraction is rounded here as the others are shown.
std::string shown(const Real& score) {
  if (!score.is_rational()) return to_string(*score.node);
  const std::string text = score.number.to_string();
  if (text.find("about") == std::string::npos) return text;
  crit::Reals reals;
  // A fraction that is no decimal: by way of a node, which shows 30 digits.
  const std::optional<Real> e = exponential(1, reals);
  return to_string(*subtract(*add(score, *e, reals), *e, reals)->node);
}

}  // namespace

TEST_CASE("scores are right to the thirtieth digit", "[lms]") {
  struct Row {
    const char* x;
    const char* l;
    const char* m;
    const char* s;
    const char* z;
  };
  // clang-format off
  const Row rows[] = {
      {"80", "1.00720807", "86.86160934", "0.040395626", "-1.95495491455170253115039446347"},
      {"112", "0.077", "132.91", "0.0468", "-3.63355158032917960676697326494"},
      {"3.2", "-0.1600954", "3.530203168", "0.152385273", "-0.649542214054164913043421093611"},
      {"55.2", "-0.0099", "50", "0.11", "0.899013705102684441313318433056"},
      {"55.2", "0.0099", "50", "0.11", "0.899894725368462076957839065833"},
      {"55.2", "0.01", "50", "0.11", "0.899899177886764433477682028561"},
      {"12", "0", "10", "0.08", "2.27901945992443282764647531443"},
      {"12", "1", "10", "0.08", "2.5"},
      {"12", "-1", "10", "0.08", "2.08333333333333333333333333333"},
      {"12", "2", "10", "0.08", "2.75"},
      {"100", "-2.5", "40", "0.2", "1.79761422974922372275207081316"},
      {"1", "3.5", "4", "0.13", "-2.18063186813186813186813186813"},
      {"0.001", "0.4", "7", "0.3", "-8.09190983544742356800960174022"},
      {"5000", "-0.7", "3400", "0.15", "2.25326497524875132308269628793"},
      {"14.10005", "1", "14", "0.5", "0.0142928571428571428571428571429"},
      {"14.10015", "1", "14", "0.5", "0.0143071428571428571428571428571"},
      {"30", "-1.982373595", "16.54777487", "0.080127429", "4.35990552053532734949468515398"},
      {"62.88", "-2.094904956", "124.37568093", "0.045935983", "-32.9836015258095072703562217175"},
      {"102.75", "-0.805866499", "12.90379786", "0.141635861", "7.1152154780571052776880916469"},
      {"9.05", "-0.398125898", "15.13281963", "0.049956863", "-11.4197404126338529505398309778"},
      {"81.81", "1.961112748", "25.27476870", "0.079112572", "58.068455809899537218948698301"},
      {"119.96", "2.686253655", "110.49535434", "0.117269704", "0.784200568023045083726926004014"},
      {"185.54", "-2.720503916", "163.39207030", "0.093714043", "1.14675056255805868178729690302"},
      {"29.12", "-2.293246572", "59.99458293", "0.209547799", "-8.83754505473138621435852528941"},
      {"35.98", "0.489600982", "122.11573216", "0.111927459", "-8.21630873936414131124646726149"},
      {"104.98", "-2.623266150", "13.20501995", "0.075310917", "5.03973989534348833152644801906"},
      {"129.92", "-0.434446166", "61.05966803", "0.158823610", "4.05306867085088252285775850823"},
      {"87.20", "-1.201398019", "151.34334253", "0.183778775", "-4.25476569916549536857677574903"},
      {"47.89", "0.446542262", "100.73694272", "0.222530249", "-2.84343340653030387884038690614"},
      {"139.14", "-1.272373411", "186.27287133", "0.055974471", "-6.31085016221763498766460464036"},
      {"80.61", "1.542845577", "30.57309252", "0.137571882", "16.3148959345398798023755444611"},
      {"9.37", "1.009295139", "145.73932285", "0.156065707", "-5.95066072068129148822072061486"},
      {"166.59", "-1.117514923", "132.71552886", "0.160761373", "1.2487439737606952571564396534"},
      {"111.02", "-0.262768012", "159.91394274", "0.237829841", "-1.61037340233380250112100856937"},
      {"91.13", "0.984913233", "13.40585239", "0.184328245", "30.8681637515149503368021224256"},
      {"123.66", "2.958575637", "156.52185988", "0.092611017", "-1.83225188881513617946430947731"},
      {"74.53", "1.011916295", "6.24183047", "0.131572963", "84.8615043416761241026310721444"},
      {"33.59", "-2.297425233", "13.08343083", "0.199011257", "1.93648648611955567349746083933"},
      {"26.32", "-1.514310998", "75.49854419", "0.221712834", "-11.7115511556170489779583787933"},
      {"17.15", "-0.304875594", "105.29470292", "0.224344442", "-10.8037132493959099775725175015"},
      {"156.02", "2.183906818", "54.34316013", "0.121365234", "33.9824556383207031152738494445"},
  };
  // clang-format on
  for (const Row& row : rows) {
    CAPTURE(row.x, row.l, row.m, row.s);
    crit::Reals reals;
    const auto z = crit::lms_z(*Number::parse(row.x), *Number::parse(row.l), *Number::parse(row.m), *Number::parse(row.s), reals);
    REQUIRE(z);
    CHECK(shown(*z) == row.z);
  }
}

TEST_CASE("only where L is zero a score is a logarithm", "[lms]") {
  crit::Reals reals;
  const auto score = [&](const char* l) { return *crit::lms_z(*Number::parse("55.2"), *Number::parse(l), *Number::parse("50"), *Number::parse("0.11"), reals); };
  CHECK((compare(score("0.000001"), score("0")) > 0));
  CHECK((compare(score("-0.000001"), score("0")) < 0));
}

TEST_CASE("a score is a fraction where the power is one", "[lms]") {
  crit::Reals reals;
  const auto score = [&](const char* x, const char* l) { return *crit::lms_z(*Number::parse(x), *Number::parse(l), *Number::parse("100"), *Number::parse("0.05"), reals); };
  CHECK(score("81", "0.5").number == Number(-4));
  CHECK(score("90", "1").number == Number(-2));
  CHECK(score("100", "-1.25").number == Number(0));
  CHECK_FALSE(score("82", "0.5").is_rational());
}

TEST_CASE("a score beyond what can be told is none", "[lms]") {
  crit::Reals reals;
  const auto score = [&](const char* x, const char* l, const char* m, const char* s) {
    return crit::lms_z(*Number::parse(x), *Number::parse(l), *Number::parse(m), *Number::parse(s), reals);
  };
  CHECK_FALSE(score("1e12", "20.5", "0.001", "0.1"));
  CHECK(score("5", "1.5", "5", "0.1")->number.is_zero());
}

// A height whose month alone is known takes some thirty rows of a chart, and each may come with each: 30,000 scores took 5 s and 1 GB.
TEST_CASE("of many possible references the least and the greatest score are told", "[lms]") {
  const auto values = [](std::initializer_list<const char*> texts) {
    std::vector<crit::Value> all;
    for (const char* text : texts) all.emplace_back(crit::NumberValue{*Number::parse(text)});
    return all;
  };
  const auto silent = [](const crit::ops::Warning&) {};
  const std::vector<std::vector<crit::Value>> powers{values({"-2.3", "0.7", "-0.4", "1.6"}), values({"0", "-1", "1"}), values({"2", "3.5"})};
  const std::vector<std::vector<crit::Value>> measured{values({"81", "95.5"}), values({"101", "99", "100"}), values({"140"})};
  const auto medians = values({"100", "98.25", "103"});
  const auto spreads = values({"0.04", "0.051", "0.038"});
  for (const auto& x : measured) {
    for (const auto& l : powers) {
      crit::Ranges ranges;
      std::optional<crit::Interval> all;
      for (const auto& one : x) for (const auto& by : l) for (const auto& median : medians) for (const auto& spread : spreads) {
        const crit::Interval score = *interval_of(crit::ops::lms_score(one, by, median, spread, ranges, silent));
        all = all ? hull(*all, score) : score;
      }
      CHECK(crit::ops::lms_score_of_many(x, l, medians, spreads, ranges, silent) == ranges.value(*all));
    }
  }
  crit::Ranges ranges;
  CHECK(is_unknown(crit::ops::lms_score_of_many(values({"90"}), values({"1"}), values({"0", "100"}), spreads, ranges, silent)));
  CHECK(is_unknown(crit::ops::lms_score_of_many({crit::Value(crit::Unknown{})}, values({"1"}), medians, spreads, ranges, silent)));
}
