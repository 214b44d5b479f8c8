// The ruling against brute force: every choice of verdicts, end dates and targets that the sets leave possible is a world,
// decided by the plain rules; a ruling stands just when all worlds come to one and the same.
#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <set>

#include "chunk.hpp"
#include "fact_set.hpp"
#include "machine.hpp"
#include "ruling.hpp"
#include "verify.hpp"

using namespace crit;

namespace {

constexpr Day as_of = 19'000;

// Some days, or no end; several: one of them, not known which.
struct End {
  const char* name;
  std::vector<std::optional<Day>> options;
};
const std::vector<End> ends{
    {"open-ended", {std::nullopt}},
    {"in 100 days", {as_of + 100}},
    {"in 200 days", {as_of + 200}},
    {"lapsed", {as_of}},
    {"in 100 or 200 days", {as_of + 100, as_of + 200}},
    {"lapsed or in 200 days", {as_of - 5, as_of + 200}},
    {"lapsed on one of two days", {as_of - 5, as_of - 1}},
};
const std::vector<std::vector<std::string>> targets{{"ONE"}, {"TWO"}, {"ONE", "TWO"}};

struct Part {
  terms::SectionKind kind;
  Verdict verdict;
  std::size_t detail = 0;  // of `ends` or `targets`
};
using Policy = std::vector<Part>;

// A chunk whose sections come out just so, whatever the facts.
Chunk chunk_of(const Policy& policy, std::deque<SeveralValues>& several) {
  Chunk chunk;
  const auto constant = [&](Value value) {
    chunk.constants.push_back(std::move(value));
    return static_cast<std::uint32_t>(chunk.constants.size() - 1);
  };
  const auto one_of = [&](std::vector<Value> values) -> Value {
    if (values.size() == 1) return values.front();
    several.push_back({std::move(values)});
    return SeveralRef{&several.back()};
  };
  const auto entry = [&](Value value) {
    const auto begin = static_cast<std::uint32_t>(chunk.code.size());
    chunk.code.push_back({Op::Constant, constant(std::move(value)), 0});
    chunk.code.push_back({Op::Return, 0, 0});
    chunk.entries.push_back({"entry", begin, static_cast<std::uint32_t>(chunk.code.size()), {}, false, 0, {}});
    return static_cast<std::uint32_t>(chunk.entries.size() - 1);
  };
  for (std::size_t i = 0; i < policy.size(); ++i) {
    SectionInfo section;
    section.kind = policy[i].kind;
    section.path = std::to_string(i);
    section.criterion = static_cast<std::uint32_t>(i);
    CriterionInfo criterion;
    criterion.path = section.path;
    chunk.criteria.push_back(criterion);
    if (policy[i].kind == terms::SectionKind::indication && ends[policy[i].detail].options.front()) {
      std::vector<Value> days;
      for (const auto& day : ends[policy[i].detail].options) days.emplace_back(Date{*day, *day});
      section.until = entry(one_of(std::move(days)));
    }
    if (policy[i].kind == terms::SectionKind::referral) {
      std::vector<Value> names;
      for (const std::string& name : targets[policy[i].detail]) {
        chunk.texts.push_back({name, name, ""});
        names.emplace_back(TextValue{&chunk.texts.back()});
      }
      section.target = entry(one_of(std::move(names)));
    }
    chunk.sections.push_back(std::move(section));
  }
  chunk.main = static_cast<std::uint32_t>(chunk.code.size());
  for (std::uint32_t i = 0; i < policy.size(); ++i) {
    chunk.code.push_back({Op::Constant, constant(policy[i].verdict), 0});
    chunk.code.push_back({Op::Criterion, i, 0});
    chunk.code.push_back({Op::Section, i, 0});
  }
  chunk.code.push_back({Op::Halt, 0, 0});
  return chunk;
}

// The parts one by one: each outcome left to it, with each of its details.
struct Choice {
  bool met = false;
  std::optional<Day> end;
  std::string target;
};
using World = std::vector<Choice>;

struct Result {
  Outcome outcome = Outcome::deny;
  std::string target;
  friend bool operator<(const Result& a, const Result& b) { return std::tie(a.outcome, a.target) < std::tie(b.outcome, b.target); }
};

Result decided_in(const Policy& policy, const World& world) {
  for (std::size_t i = 0; i < policy.size(); ++i) {
    if (policy[i].kind == terms::SectionKind::exclusion && world[i].met) return {Outcome::deny, ""};
  }
  for (std::size_t i = 0; i < policy.size(); ++i) {
    if (policy[i].kind == terms::SectionKind::indication && world[i].met && (!world[i].end || *world[i].end > as_of)) return {Outcome::approve, ""};
  }
  for (std::size_t i = 0; i < policy.size(); ++i) {
    if (policy[i].kind == terms::SectionKind::referral && world[i].met) return {Outcome::refer, world[i].target};
  }
  return {Outcome::deny, ""};
}

void each_world(const Policy& policy, World& world, std::set<Result>& results) {
  if (world.size() == policy.size()) {
    results.insert(decided_in(policy, world));
    return;
  }
  const Part& part = policy[world.size()];
  const bool indication = part.kind == terms::SectionKind::indication;
  const bool referral = part.kind == terms::SectionKind::referral;
  for (const bool met : {true, false}) {
    if (met ? !may_be_met(part.verdict) : part.verdict == Verdict::met) continue;
    const std::size_t details = !met ? 1 : indication ? ends[part.detail].options.size() : referral ? targets[part.detail].size() : 1;
    for (std::size_t i = 0; i < details; ++i) {
      Choice choice;
      choice.met = met;
      if (met && indication) choice.end = ends[part.detail].options[i];
      if (met && referral) choice.target = targets[part.detail][i];
      world.push_back(choice);
      each_world(policy, world, results);
      world.pop_back();
    }
  }
}

std::string described(const Policy& policy) {
  std::string text;
  for (const Part& part : policy) {
    const char* kinds[] = {"indication", "exclusion", "referral"};
    text += std::string(kinds[static_cast<std::size_t>(part.kind)]) + " {" + std::to_string(bits(part.verdict)) + "}";
    if (part.kind == terms::SectionKind::indication) text += std::string(" ") + ends[part.detail].name;
    if (part.kind == terms::SectionKind::referral) text += " to " + targets[part.detail].front() + (targets[part.detail].size() > 1 ? " or TWO" : "");
    text += "; ";
  }
  return text;
}

bool check_policy(const Policy& policy) {
  std::deque<SeveralValues> several;
  Chunk chunk = chunk_of(policy, several);
  const auto faults = verify(chunk);
  REQUIRE(faults.empty());
  const FactSet facts;
  Machine machine(chunk, facts, as_of);
  machine.run();
  const Ruling ruling = rule(chunk, machine);

  std::set<Result> results;
  World world;
  each_world(policy, world, results);
  // The latest end among the indications that are certainly met and whose end is known.
  bool known_approval = false;
  std::optional<Day> latest;
  for (const Part& part : policy) {
    if (part.kind != terms::SectionKind::indication || part.verdict != Verdict::met || ends[part.detail].options.size() > 1) continue;
    const std::optional<Day> end = ends[part.detail].options.front();
    if (end && *end <= as_of) continue;
    if (!known_approval || (latest && (!end || *end > *latest))) latest = end;
    known_approval = true;
  }
  Outcome wanted = Outcome::pend;
  if (results.size() == 1) wanted = results.begin()->outcome;
  if (wanted == Outcome::approve && !known_approval) wanted = Outcome::pend;  // until when?

  bool good = ruling.outcome == wanted;
  if (good && wanted == Outcome::approve) good = ruling.until == latest;
  if (good && wanted == Outcome::refer) good = ruling.target == results.begin()->target;
  if (good && wanted == Outcome::pend) good = !ruling.open.empty();
  if (good && wanted != Outcome::pend) good = ruling.open.empty() && (!ruling.because.empty() || ruling.no_indication_applies);
  if (!good) UNSCOPED_INFO(described(policy) << "wanted " << outcome_name(wanted) << ", got " << outcome_name(ruling.outcome));
  return good;
}

const std::vector<Verdict> verdicts{Verdict::met, Verdict::not_met, Verdict::met_or_not, Verdict::not_applicable,
                                    Verdict::met_or_not_applicable, Verdict::not_met_or_not_applicable, Verdict::any};

std::vector<Part> parts_of(terms::SectionKind kind) {
  const std::size_t details = kind == terms::SectionKind::indication ? ends.size() : kind == terms::SectionKind::referral ? targets.size() : 1;
  std::vector<Part> parts;
  for (const Verdict verdict : verdicts) {
    for (std::size_t i = 0; i < details; ++i) parts.push_back({kind, verdict, i});
  }
  return parts;
}

}  // namespace

TEST_CASE("a ruling stands just when every world comes to it: one section of each kind, or none") {
  auto exclusions = parts_of(terms::SectionKind::exclusion);
  auto indications = parts_of(terms::SectionKind::indication);
  auto referrals = parts_of(terms::SectionKind::referral);
  std::size_t wrong = 0;
  for (std::size_t e = 0; e <= exclusions.size(); ++e) {
    for (std::size_t i = 0; i <= indications.size(); ++i) {
      for (std::size_t r = 0; r <= referrals.size(); ++r) {
        Policy policy;
        if (e < exclusions.size()) policy.push_back(exclusions[e]);
        if (i < indications.size()) policy.push_back(indications[i]);
        if (r < referrals.size()) policy.push_back(referrals[r]);
        wrong += check_policy(policy) ? 0 : 1;
      }
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("a ruling stands just when every world comes to it: two indications, two referrals") {
  std::size_t wrong = 0;
  for (const auto kind : {terms::SectionKind::indication, terms::SectionKind::referral}) {
    const auto parts = parts_of(kind);
    for (const Part& first : parts) {
      for (const Part& second : parts) wrong += check_policy({first, second}) ? 0 : 1;
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("a ruling stands just when every world comes to it: up to two of each, at random") {
  std::mt19937 random(150);
  const auto some = [&](std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(random); };
  const auto exclusions = parts_of(terms::SectionKind::exclusion);
  const auto indications = parts_of(terms::SectionKind::indication);
  const auto referrals = parts_of(terms::SectionKind::referral);
  std::size_t wrong = 0;
  for (int round = 0; round < 6000; ++round) {
    Policy policy;
    for (std::size_t i = some(3); i > 0; --i) policy.push_back(exclusions[some(exclusions.size())]);
    for (std::size_t i = some(3); i > 0; --i) policy.push_back(indications[some(indications.size())]);
    for (std::size_t i = some(3); i > 0; --i) policy.push_back(referrals[some(referrals.size())]);
    std::shuffle(policy.begin(), policy.end(), random);
    wrong += check_policy(policy) ? 0 : 1;
  }
  CHECK(wrong == 0);
}
