// Pairs are made some at a time, and those that are not apart as asked are not made: of lists long enough for that, against all pairs.
#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include "finished_run.hpp"
#include "worlds.hpp"

using namespace crit;
using namespace worlds;

namespace {

struct Measured {
  Day day = 0;
  int value = 0;
};

}  // namespace

TEST_CASE("pairs that are made some at a time are all there are", "[pairs]") {
  struct Asked {
    std::string window;
    int least;
    int most;
  };
  const std::vector<Asked> windows{{"", 1, 10'000}, {"apart at_least 30 days", 30, 10'000}, {"apart at_most 14 days", 1, 14},
                                   {"apart at_least 20 days apart at_most 25 days", 20, 25}, {"apart at_least 2000 days", 2000, 10'000}};
  for (int round = 0; round < 6; ++round) {
    std::vector<Measured> all;
    for (int i = 0, size = 60 + below(90); i < size; ++i) all.push_back({day_zero - below(500), below(100)});
    ListCell list = on_file(true);
    for (const Measured& one : all) add_item(list, {cell(Date{one.day, one.day}), cell(NumberValue{Number(one.value)})});
    FactSet facts;
    facts.lists.push_back(list);
    std::string criteria;
    std::vector<unsigned> expected;
    for (const Asked& asked : windows) {
      for (const int more : {20, 90, 200}) {
        int count = 0;
        for (const Measured& a : all) {
          for (const Measured& b : all) count += b.day > a.day && b.day - a.day >= asked.least && b.day - a.day <= asked.most && a.value - b.value > more ? 1 : 0;
        }
        const auto ask = [&](const std::string& selector, bool is_so) {
          criteria += " " + std::to_string(expected.size() + 1) + ": " + selector + " pair (a, b) of lab " + asked.window + " has a.value - b.value > " + std::to_string(more) + "\n";
          expected.push_back(is_so ? yes : no);
        };
        ask("some", count > 0);
        ask("no", count == 0);
        ask("at_least " + std::to_string(count + 1), false);
        if (count == 0) continue;  // "exactly 0" is `no`
        ask("exactly " + std::to_string(count), true);
        ask("at_most " + std::to_string(count), true);
      }
    }
    const Chunk chunk = verified("policy \"P\" { effective from 2000-01-01 }\nfacts { lab : series { value : number } complete }\nindication I \"i\" {\n" + criteria + " approve\n}\n");
    CHECK(verdicts(chunk, facts, day_zero, false) == expected);
    CHECK(verdicts(chunk, facts, day_zero, true) == expected);
  }
}

namespace {

// What a criterion rests on, without the fact `sure`, as texts.
std::vector<std::string> evidence_of(const FinishedRun& traced, std::uint32_t criterion) {
  std::vector<std::string> all;
  for (const std::uint32_t index : traced.evidence(criterion)) {
    const Read& read = traced.reads()[index];
    if (read.kind == Read::Kind::fact) continue;
    std::string text = std::to_string(static_cast<int>(read.kind)) + " " + std::to_string(read.item) + "." +
                       std::to_string(read.field) + (read.missing ? " missing" : "") + (read.settled ? " settled" : "");
    for (const Reason* reason : {read.reason, read.doubt}) {
      if (reason == nullptr) continue;
      text += " " + std::to_string(static_cast<int>(reason->code));
      for (const Argument& argument : reason->arguments) {
        if (const auto* count = std::get_if<Count>(&argument.value)) text += " " + std::to_string(count->number);
      }
    }
    all.push_back(text);
  }
  return all;
}

std::string any_of(const std::vector<std::string>& texts) {
  return texts[static_cast<std::size_t>(below(static_cast<int>(texts.size())))];
}

std::string some_condition() {
  const std::string number = std::to_string(below(100));
  std::vector<std::string> parts{"a.value > " + number,
                                 "b.value <= " + number,
                                 "a.value - b.value > " + number,
                                 "b.value * 2 < a.value",
                                 "(a.value - b.value) / a.value >= " + number + " %",
                                 "a.value / b.value > 1.5",
                                 "b.kind is a.kind",
                                 "a.kind is x",
                                 "b.kind in { x, y }",
                                 "a.flag is b.flag",
                                 "b.flag",
                                 "a.other < b.other",
                                 "not (a.kind is y)",
                                 "(a.value < 10 or b.value > 90)",
                                 "a.note is b.note"};
  std::string condition;
  for (int i = 0, size = 1 + below(3); i < size; ++i) condition += (i == 0 ? "" : " and ") + any_of(parts);
  return condition;
}

}  // namespace

// Which pairs a plain condition rules out shows in no verdict, no evidence and no count. A condition that asks for a
// fact, too, is not plain: of it all pairs are made.
TEST_CASE("pairs that are ruled out are told of as if they had been made", "[pairs]") {
  std::size_t met = 0;
  std::size_t not_met = 0;
  std::size_t long_evidence = 0;
  for (int round = 0; round < 20; ++round) {
    const int doubt = any_of({"0", "0", "1", "6"}).front() - '0';  // of a hundred values, so many are not known
    const int days = any_of({"7", "1", "3"}).front() - '0';
    ListCell list = on_file(below(4) != 0);
    std::vector<TextData> texts{{"one", "one", ""}, {"Two", "two", ""}, {"two", "two", ""}};
    for (int i = 0, size = 30 + below(120); i < size; ++i) {
      const auto unless_unknown = [&](const Value& value) { return below(100) < doubt ? FactCell{} : cell(value); };
      const Day day = day_zero - below(days * 70);
      const bool is_partial = below(100) < doubt;
      FactCell flag = truth_cell(below(2) == 0 ? yes : no);
      add_item(list, {cell(is_partial ? Date{day - below(30), day + below(30)} : Date{day, day}),
                      unless_unknown(NumberValue{below(50) == 0 ? *Number::ratio(1, 3)
                                                                : Number(below(100) - (below(8) == 0 ? 60 : 0))}),
                      unless_unknown(Alternative{static_cast<std::uint32_t>(below(3)), 0}),
                      below(100) < doubt ? FactCell{} : flag,
                      unless_unknown(Date{day_zero + below(50), day_zero + below(50) + 50}),
                      unless_unknown(TextValue{&texts[static_cast<std::size_t>(below(3))]})});
      if (below(3) != 0) {
        auto& other = list.cells[list.cells.size() - 2].value;
        if (auto* date = std::get_if<Date>(&other)) date->last = date->first;
      }
    }
    FactSet facts;
    facts.facts.push_back(cell(Truth::yes));
    facts.lists.push_back(list);
    std::string criteria;
    constexpr int asked = 12;
    for (int i = 0; i < asked; ++i) {
      const std::string pair = any_of({"some", "some", "no", "every", "at_least 3", "at_most 2", "exactly 1"}) +
                               " pair (a, b) of lab" +
                               any_of({"", "", " within 4 months", " apart at_least 20 days", " apart at_most 15 days",
                                       " apart at_least 2 days apart at_most 90 days"});
      const std::string where = below(3) == 0 ? some_condition() : "";
      const std::string has = where.empty() || below(2) == 0 ? some_condition() : "";
      const auto criterion = [&](int number, const std::string& more) {
        criteria += " " + std::to_string(number) + ": " + pair;
        if (!where.empty()) criteria += " where ((" + where + ")" + more + ")";
        if (!has.empty()) criteria += " has ((" + has + ")" + more + ")";
        criteria += "\n";
      };
      criterion(2 * i + 1, "");
      criterion(2 * i + 2, " and sure");
    }
    const Chunk chunk = verified(
        "policy \"P\" { effective from 2000-01-01 }\nfacts { sure : yes_no\n lab : series { value : number; kind : x | "
        "y | z; flag : yes_no; other : date; note : text } }\n"
        "indication I \"i\" {\n all_of {\n" +
        criteria + " }\n approve\n}\n");
    const std::vector<unsigned> plain = verdicts(chunk, facts, day_zero, false);
    const std::vector<unsigned> traced = verdicts(chunk, facts, day_zero, true);
    CHECK(plain == traced);
    INFO(criteria);
    std::vector<std::uint32_t> leaves;
    for (std::uint32_t i = 0; i < chunk.criteria.size(); ++i) {
      if (chunk.criteria[i].children.empty()) leaves.push_back(i);
    }
    REQUIRE(leaves.size() == 2 * asked);
    MachineOptions explained;
    explained.trace = true;
    const FinishedRun run(chunk, facts, day_zero, explained);
    for (std::size_t i = 0; i < leaves.size(); i += 2) {
      INFO(chunk.criteria[leaves[i]].condition);
      CHECK(plain[i] == plain[i + 1]);
      (plain[i] == yes ? met : not_met) += 1;
      std::vector<std::string> own = evidence_of(run, leaves[i]);
      std::vector<std::string> all = evidence_of(run, leaves[i + 1]);
      if (std::max(own.size(), all.size()) + 2 >= most_evidence) {  // there `sure` is one of them
        ++long_evidence;
        own.resize(std::min(own.size(), most_evidence - 2));
        all.resize(std::min(all.size(), most_evidence - 2));
      }
      CHECK(own == all);
    }
  }
  CHECK(met > 20);
  CHECK(not_met > 20);
  CHECK(long_evidence > 2);
}
