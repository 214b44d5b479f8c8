// What `documented_by` leaves open: a chart of which some is only attested settles a criterion only where every chart does
// that it may be. Such a chart ("world") has what is documented as it is; an attested item in it is there, with its stated
// dates and any values, or is not there at all; and where nothing documented says that the list is whole, there may be
// another item.
#include <catch2/catch.hpp>

#include <random>
#include <string>
#include <vector>

#include "crit/crit.hpp"

using namespace crit;

namespace {

// `adds`: what an open list says of it hangs on items that are not on file; `latest` and its like read what is on file.
struct Question {
  const char* text;
  bool adds = true;
};
constexpr Question questions[] = {
    {"latest l has v <= 2", false},
    {"earliest l has v <= 2", false},
    {"previous l.v <= 2", false},
    {"some l has v <= 2"},
    {"no l has v <= 2"},
    {"every l has v <= 2"},
    {"at_least 2 l has v <= 2"},
    {"at_most 1 l has v <= 2"},
    {"exactly 1 l has v <= 2"},
    {"latest l within 90 days has v <= 2", false},
    {"some l within 90 days has v <= 2"},
    {"no l within 90 days has v <= 2"},
    {"every l within 90 days has v <= 2"},
    {"count l >= 2"},
    {"(count l where v <= 2) is 1"},
    {"count l within 90 days <= 1"},
    {"count distinct v of l >= 2"},
    {"highest l.v <= 3"},
    {"lowest l.v <= 2"},
    {"sum l.v >= 5"},
    {"average l.v >= 2"},
    {"change in l.v > 0", false},
    {"rate of l.v > 0 /year", false},
    {"some pair (a, b) of l has b.v > a.v", false},
    {"no pair (a, b) of l apart at_least 30 days has b.v > a.v"},
    {"largest gap in l >= 40 days"},
    {"latest l within 90 days where v <= 3 has v >= 2", false},
    {"some l within 30 days"},
    {"some p lasting >= 30 days"},
    {"no p lasting >= 30 days has v <= 2"},
    {"some p overlapping 2022-08-01"},
    {"no p covering 2022-08-01"},
    {"every p active within 60 days has v <= 3"},
    {"count p overlapping as_of >= 1"},
    {"latest p has v <= 2", false},
    {"some p ended within 60 days"},
    {"d includes E11.1"},
    {"d includes { E11.1, E22.2 }"},
    {"(some l has v <= 1) or (no l within 30 days)"},
    {"single <= 2"},
    {"single is 3"},
};

std::string policy_text() {
  std::string text = R"(policy "F" { effective from 2000-01-01 }
facts {
  l : series { v : number } complete
  p : periods { v : number } complete
  d : codes icd10 complete
  single : number
}
indication I {
  at_least 1 of {
)";
  for (const Question& question : questions) text += "    (" + std::string(question.text) + ") documented_by lab\n";
  return text + "  }\n  approve\n}\n";
}

struct Item {
  int from = 0;  // days before the date of service
  int to = 0;    // periods; -1: ongoing
  int value = 1;
  int code = 0;
  std::string source;
};
struct List {
  std::vector<Item> items;
  std::string source;  // of the list as a whole
};
struct Chart {
  List l, p, d;
  Item single;
  bool has_single = true;
};

class Charts {
 public:
  explicit Charts(unsigned seed) : random_(seed) {}

  Chart any() {
    Chart chart{list(), list(), list(), item(), true};
    return chart;
  }
  // What `chart` may be. `added`: with an item that nobody has named.
  Chart world(const Chart& chart, bool& added) {
    added = false;
    Chart made{world(chart.l, added), world(chart.p, added), world(chart.d, added), chart.single, true};
    if (made.single.source != "lab") made.single.value = pick({1, 2, 3, 4});
    made.single.source = "lab";
    return made;
  }

 private:
  int pick(std::initializer_list<int> of) { return *(of.begin() + static_cast<std::ptrdiff_t>(random_() % of.size())); }
  Item item() {
    Item made;
    made.from = pick({1, 20, 45, 70, 80, 100, 200});
    made.to = std::min(made.from, pick({-1, 0, 5, 20, 60}));
    made.value = pick({1, 2, 3, 4});
    made.code = pick({0, 1, 2});
    made.source = std::vector<std::string>{"lab", "lab", "supplier", ""}[random_() % 4];
    return made;
  }
  List list() {
    List made;
    for (int left = pick({0, 1, 2, 2, 3, 3}); left > 0; --left) made.items.push_back(item());
    made.source = std::vector<std::string>{"", "", "", "lab", "supplier"}[random_() % 5];
    return made;
  }
  List world(const List& list, bool& added) {
    const auto documented = [&](const Item& one) { return (one.source.empty() ? list.source : one.source) == "lab"; };
    bool whole = list.source == "lab";
    List made;
    made.source = "lab";
    for (Item one : list.items) {
      whole = whole || (list.source.empty() && documented(one));
      if (!documented(one)) {
        if (random_() % 3 == 0) continue;
        one.value = pick({1, 2, 3, 4});
      }
      one.source.clear();
      made.items.push_back(one);
    }
    if (!whole && random_() % 2 == 0) {
      made.items.push_back(item());
      made.items.back().source.clear();
      added = true;
    }
    return made;
  }
  std::mt19937 random_;
};

std::string day(int back) {  // from 2022-10-01; the months need no precision, only the order
  static const int lengths[] = {30, 31, 31, 30, 31, 30, 31, 28, 31, 31, 30, 31};  // September 2022 backwards
  int month = 9, year = 2022, index = 0;
  while (back > lengths[index]) {
    back -= lengths[index++];
    if (--month == 0) month = 12, --year;
  }
  const int on = lengths[index] - back + 1;
  if (back == 0) return "2022-10-01";
  const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return std::to_string(year) + "-" + two(month) + "-" + two(on);
}

std::string json(const Chart& chart) {
  const auto source = [](const std::string& name) { return name.empty() ? std::string() : R"(, "source": ")" + name + "\""; };
  const auto list = [&](const List& from, const auto& one) {
    std::string text = R"({ "items": [)";
    for (std::size_t i = 0; i < from.items.size(); ++i) text += (i == 0 ? " { " : ", { ") + one(from.items[i]) + source(from.items[i].source) + " }";
    return text + " ]" + source(from.source) + " }";
  };
  const auto value = [](const Item& item) { return R"("v": )" + std::to_string(item.value); };
  static const char* codes[] = {"E11.1", "E22.2", "E33.3"};
  return R"({ "l": )" + list(chart.l, [&](const Item& item) { return R"("date": ")" + day(item.from) + "\", " + value(item); }) +
         R"(, "p": )" + list(chart.p, [&](const Item& item) { return R"("start": ")" + day(item.from) + R"(", "end": ")" + (item.to < 0 ? "ongoing" : day(item.to)) + "\", " + value(item); }) +
         R"(, "d": )" + list(chart.d, [&](const Item& item) { return R"("value": ")" + std::string(codes[item.code]) + "\""; }) +
         R"(, "single": { "value": )" + std::to_string(chart.single.value) + source(chart.single.source) + " } }";
}

std::vector<CriterionVerdict> verdicts(const Program& program, const std::string& facts) {
  ReadOptions read;
  read.as_of = "2022-10-01";
  const std::vector<Member> members = program.read_members({"facts.json", facts}, read);
  INFO(facts);
  REQUIRE(members.front().valid());
  const Result<Decision> decision = program.decide(members.front());
  REQUIRE(decision);
  std::vector<CriterionVerdict> made;
  for (const Criterion& criterion : decision->sections.front().criteria.front().children) made.push_back(criterion.verdict);
  return made;
}

}  // namespace

TEST_CASE("what attested items leave open is every world's answer") {
  const Result<Program> program = Engine().compile({"worlds.crit", policy_text()});
  if (!program) FAIL(program.error().front().message);
  Charts charts(20'221'001);
  int settled = 0;
  int open = 0;
  for (int round = 0; round < 120; ++round) {
    const Chart chart = charts.any();
    const std::string text = json(chart);
    const std::vector<CriterionVerdict> said = verdicts(*program, text);
    REQUIRE(said.size() == std::size(questions));
    for (const CriterionVerdict verdict : said) ++(verdict == CriterionVerdict::unknown ? open : settled);
    for (int tries = 0; tries < 6; ++tries) {
      bool added = false;
      const std::string world = json(charts.world(chart, added));
      const std::vector<CriterionVerdict> is = verdicts(*program, world);
      for (std::size_t i = 0; i < said.size(); ++i) {
        if (said[i] == CriterionVerdict::unknown || (added && !questions[i].adds)) continue;
        INFO(questions[i].text << "\n" << text << "\n" << world);
        CHECK(verdict_name(said[i]) == verdict_name(is[i]));
      }
    }
  }
  // Neither all nor nothing is open: else this would show nothing.
  CHECK(settled > 1000);
  CHECK(open > 1000);
}
