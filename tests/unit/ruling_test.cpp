// The ruling against brute force: every choice of verdicts, end dates and targets that the sets leave possible is a world,
// decided by the plain rules; a ruling stands just when all worlds come to one and the same. An approval ends on the least day
// that some world gives, rests on the indications that approve in every world, and gives what is given by those that have the
// latest end in some world. And which indication came
// closest, where a denial names one, against trying every set of criteria that might have come out otherwise.
#include <catch2/catch.hpp>

#include <algorithm>
#include <functional>
#include <random>
#include <set>

#include "chunk.hpp"
#include "fact_set.hpp"
#include "finished_run.hpp"
#include "ruling.hpp"
#include "verify.hpp"

using namespace crit;

namespace {

constexpr Day as_of = 19'000;

// What is known of an end, and the days that stand for all that it may be: its first and last, and one between. No day: no end.
struct Ending {
  const char* name;
  std::vector<Value> values;  // several: one of them, not known which; none: the indication has no `until`
  std::vector<std::optional<Day>> options;
};
Value day(Day first, Day last) { return Date{first, last}; }
Value day(Day only) { return Date{only, only}; }
const std::vector<Ending> ends{
    {"without an until", {}, {std::nullopt}},
    {"in 100 days", {day(as_of + 100)}, {as_of + 100}},
    {"in 200 days", {day(as_of + 200)}, {as_of + 200}},
    {"lapsed", {day(as_of)}, {as_of}},
    {"in 100 or 200 days", {day(as_of + 100), day(as_of + 200)}, {as_of + 100, as_of + 200}},
    {"lapsed or in 200 days", {day(as_of - 5), day(as_of + 200)}, {as_of - 5, as_of + 200}},
    {"lapsed on one of two days", {day(as_of - 5), day(as_of - 1)}, {as_of - 5, as_of - 1}},
    {"in 90 to 120 days", {day(as_of + 90, as_of + 120)}, {as_of + 90, as_of + 100, as_of + 120}},
    {"some day of this month", {day(as_of - 5, as_of + 20)}, {as_of - 5, as_of, as_of + 1, as_of + 20}},
    {"tomorrow", {day(as_of + 1)}, {as_of + 1}},
    {"not known", {Unknown{}}, {first_day, as_of, as_of + 1, as_of + 150, std::nullopt}},
    {"a period that goes on", {day(last_day)}, {std::nullopt}},
    {"in 150 days or later", {day(as_of + 150, last_day)}, {as_of + 150, as_of + 200, std::nullopt}},
    {"in 100 days, or not known", {day(as_of + 100), Unknown{}}, {first_day, as_of + 100, std::nullopt}},
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
    chunk.output_code.push_back({"entry", begin, static_cast<std::uint32_t>(chunk.code.size()), {}, false, 0, {}});
    return static_cast<std::uint32_t>(chunk.output_code.size() - 1);
  };
  for (std::size_t i = 0; i < policy.size(); ++i) {
    SectionInfo section;
    section.kind = policy[i].kind;
    section.path = std::to_string(i);
    section.criterion = static_cast<std::uint32_t>(i);
    CriterionInfo criterion;
    criterion.path = section.path;
    chunk.criteria.push_back(criterion);
    if (policy[i].kind == terms::SectionKind::indication && !ends[policy[i].detail].values.empty()) section.until = entry(one_of(ends[policy[i].detail].values));
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

// A world decided by the plain rules.
struct Result {
  Outcome outcome = Outcome::deny;
  std::string target;
  std::optional<Day> until;
  std::size_t longest = 0;
};
bool later(std::optional<Day> left, std::optional<Day> right) { return !left ? right.has_value() : right && *left > *right; }
bool approves(const Policy& policy, const World& world, std::size_t i) {
  return policy[i].kind == terms::SectionKind::indication && world[i].met && later(world[i].end, as_of);
}

Result decided_in(const Policy& policy, const World& world) {
  for (std::size_t i = 0; i < policy.size(); ++i) {
    if (policy[i].kind == terms::SectionKind::exclusion && world[i].met) return {Outcome::deny, "", {}, 0};
  }
  std::optional<Result> approval;
  for (std::size_t i = 0; i < policy.size(); ++i) {
    if (approves(policy, world, i) && (!approval || later(world[i].end, approval->until))) approval = Result{Outcome::approve, "", world[i].end, i};
  }
  if (approval) return *approval;
  for (std::size_t i = 0; i < policy.size(); ++i) {
    if (policy[i].kind == terms::SectionKind::referral && world[i].met) return {Outcome::refer, world[i].target, {}, 0};
  }
  return {Outcome::deny, "", {}, 0};
}

// What all worlds come to.
struct Worlds {
  std::set<std::pair<Outcome, std::string>> outcomes;
  std::optional<Day> least;             // of the approvals' ends
  bool any = false;                     // there was an approval
  std::set<std::size_t> always;         // indications that approve in every world
  std::set<std::size_t> longest;        // that have the latest end in some world
  std::vector<std::optional<Day>> latest;  // by section: the latest end with which it approves …
  std::vector<bool> approves;              // … if it ever does
};

void each_world(const Policy& policy, World& world, Worlds& worlds) {
  if (world.size() == policy.size()) {
    const Result result = decided_in(policy, world);
    worlds.outcomes.emplace(result.outcome, result.target);
    worlds.latest.resize(policy.size());
    worlds.approves.resize(policy.size());
    for (std::size_t i = 0; i < policy.size(); ++i) {
      if (!approves(policy, world, i)) {
        worlds.always.erase(i);
        continue;
      }
      if (!worlds.approves[i] || later(world[i].end, worlds.latest[i])) worlds.latest[i] = world[i].end;
      worlds.approves[i] = true;
    }
    if (result.outcome != Outcome::approve) return;
    if (!worlds.any || later(worlds.least, result.until)) worlds.least = result.until;
    worlds.any = true;
    worlds.longest.insert(result.longest);
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
      each_world(policy, world, worlds);
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
  FinishedRun run(chunk, facts, as_of);
  const Ruling ruling = decide_outcome(chunk, run);

  Worlds worlds;
  for (std::size_t i = 0; i < policy.size(); ++i) worlds.always.insert(i);
  World world;
  each_world(policy, world, worlds);
  const Outcome wanted = worlds.outcomes.size() == 1 ? worlds.outcomes.begin()->first : Outcome::pend;

  bool good = ruling.outcome == wanted;
  if (good && wanted == Outcome::approve) {
    std::set<std::size_t> because;
    for (const Ground& ground : ruling.because)
      because.insert(ground.criterion);  // a section's criterion has its number
    std::set<std::size_t> lengthen;
    for (const Longer& longer : ruling.may_lengthen) lengthen.insert(longer.section);
    std::set<std::size_t> may_lengthen;
    for (std::size_t i = 0; i < policy.size(); ++i) {
      if (worlds.approves[i] && later(worlds.latest[i], worlds.least)) may_lengthen.insert(i);
    }
    good = ruling.until == worlds.least && because == worlds.always && !because.empty() && lengthen == may_lengthen &&
           std::set<std::size_t>(ruling.longest.begin(), ruling.longest.end()) == worlds.longest;
  }
  if (good && wanted == Outcome::refer) good = ruling.target == worlds.outcomes.begin()->second;
  if (good && wanted == Outcome::pend) good = !ruling.open.empty() && ruling.because.empty();
  if (good && wanted != Outcome::pend) good = ruling.open.empty() && !ruling.because.empty();
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

TEST_CASE("a ruling stands just when every world comes to it: up to three indications and two of the others, at random") {
  std::mt19937 random(150);
  const auto some = [&](std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(random); };
  const auto exclusions = parts_of(terms::SectionKind::exclusion);
  const auto indications = parts_of(terms::SectionKind::indication);
  const auto referrals = parts_of(terms::SectionKind::referral);
  std::size_t wrong = 0;
  for (int round = 0; round < 6000; ++round) {
    Policy policy;
    for (std::size_t i = some(3); i > 0; --i) policy.push_back(exclusions[some(exclusions.size())]);
    for (std::size_t i = some(4); i > 0; --i) policy.push_back(indications[some(indications.size())]);
    for (std::size_t i = some(3); i > 0; --i) policy.push_back(referrals[some(referrals.size())]);
    std::shuffle(policy.begin(), policy.end(), random);
    wrong += check_policy(policy) ? 0 : 1;
  }
  CHECK(wrong == 0);
}

// ---- Which indication came closest ------------------------------------------------------------------------------------

namespace {

using terms::BlockKind;

// A criterion: a leaf that comes out so, or a block of others.
struct Tree {
  Verdict leaf = Verdict::none;  // none: a block
  BlockKind kind = BlockKind::all_of;
  std::uint32_t number = 0;
  std::vector<Tree> children;
};
Tree leaf(Verdict verdict) { return {verdict, BlockKind::all_of, 0, {}}; }
Tree block(BlockKind kind, std::vector<Tree> children, std::uint32_t number = 0) { return {Verdict::none, kind, number, std::move(children)}; }

void add_tree(Chunk& chunk, const Tree& tree, std::uint32_t parent, const std::string& path) {
  const auto index = static_cast<std::uint32_t>(chunk.criteria.size());
  chunk.criteria.emplace_back();
  chunk.criteria[index].path = path;
  chunk.criteria[index].parent = parent;
  if (parent != nowhere) chunk.criteria[parent].children.push_back(index);
  const auto count = static_cast<std::uint32_t>(tree.children.size());
  if (tree.leaf != Verdict::none) {
    chunk.constants.emplace_back(tree.leaf);
    chunk.code.push_back({Op::Constant, static_cast<std::uint32_t>(chunk.constants.size() - 1), 0});
  } else {
    for (std::uint32_t i = 0; i < count; ++i) add_tree(chunk, tree.children[i], index, path + "." + std::to_string(i + 1));
    static constexpr const char* names[] = {"all of", "any of", "none of", "at least", "at most", "exactly"};
    static constexpr Op ops[] = {Op::AllOf, Op::AnyOf, Op::NoneOf, Op::AtLeast, Op::AtMost, Op::Exactly};
    const auto kind = static_cast<std::size_t>(tree.kind);
    chunk.criteria[index].block = names[kind];
    chunk.criteria[index].kind = tree.kind;
    chunk.criteria[index].blocks.push_back({tree.kind, tree.number, 0, count});
    chunk.code.push_back({ops[kind], count, tree.number});
  }
  chunk.code.push_back({Op::Criterion, index, 0});
}

// The place of the indication that the denial names, and the criteria.
std::pair<std::uint32_t, std::vector<std::string>> closest(const std::vector<Tree>& indications) {
  Chunk chunk;
  for (std::uint32_t i = 0; i < indications.size(); ++i) {
    SectionInfo section;
    section.path = std::string(1, static_cast<char>('A' + i));
    section.criterion = static_cast<std::uint32_t>(chunk.criteria.size());
    add_tree(chunk, indications[i], nowhere, section.path);
    chunk.code.push_back({Op::Section, i, 0});
    chunk.sections.push_back(std::move(section));
  }
  chunk.code.push_back({Op::Halt, 0, 0});
  REQUIRE(verify(chunk).empty());
  const FactSet facts;
  FinishedRun run(chunk, facts, as_of);
  const Ruling ruling = decide_outcome(chunk, run);
  REQUIRE(ruling.outcome == Outcome::deny);
  std::vector<std::string> names;
  for (const Ground& ground : ruling.because) names.push_back(chunk.criteria[ground.criterion].path);
  return {ruling.section, names};
}

Verdict verdict_of(const Tree& tree, const std::set<const Tree*>& changed) {
  if (changed.count(&tree) != 0) return Verdict::met;
  if (tree.leaf != Verdict::none) return tree.leaf;
  BlockCount count;
  for (const Tree& child : tree.children) count.add(verdict_of(child, changed));
  switch (tree.kind) {
    case BlockKind::all_of: return block_all_of(count);
    case BlockKind::any_of: return block_any_of(count);
    case BlockKind::none_of: return block_none_of(count);
    case BlockKind::at_least: return block_at_least(count, tree.number);
    case BlockKind::at_most: return block_at_most(count, tree.number);
    case BlockKind::exactly: return block_exactly(count, tree.number);
  }
  return Verdict::none;
}

// Whether somewhere more is wanted than applies: no change of what fails will do there.
bool too_few_apply(const Tree& tree) {
  std::size_t apply = 0;
  for (const Tree& child : tree.children) {
    const Verdict verdict = verdict_of(child, {});
    apply += verdict == Verdict::not_met || may_be_met(verdict) ? 1 : 0;
    if (too_few_apply(child)) return true;
  }
  return (tree.kind == BlockKind::at_least || tree.kind == BlockKind::exactly) && apply < tree.number;
}

// What can come out otherwise as one: a leaf that is not met, and a block of which too many are met.
void find_units(const Tree& tree, std::vector<const Tree*>& units) {
  const bool fails = verdict_of(tree, {}) == Verdict::not_met;
  bool too_many = tree.kind == BlockKind::none_of || tree.kind == BlockKind::at_most;
  if (tree.kind == BlockKind::exactly) {
    std::size_t met = 0;
    for (const Tree& child : tree.children) met += verdict_of(child, {}) == Verdict::met ? 1 : 0;
    too_many = met > tree.number;
  }
  if (fails && (tree.leaf != Verdict::none || too_many)) units.push_back(&tree);
  for (const Tree& child : tree.children) find_units(child, units);
}

std::string described(const Tree& tree) {
  if (tree.leaf != Verdict::none) return "{" + std::to_string(bits(tree.leaf)) + "}";
  static constexpr const char* names[] = {"all", "any", "none", "at least ", "at most ", "exactly "};
  std::string text = names[static_cast<std::size_t>(tree.kind)];
  if (tree.kind >= BlockKind::at_least) text += std::to_string(tree.number);
  for (const Tree& child : tree.children) text += (&child == &tree.children.front() ? "(" : ", ") + described(child);
  return text + ")";
}

// The fewest units that let the whole be met.
std::size_t fewest_changes(const Tree& tree) {
  std::vector<const Tree*> units;
  find_units(tree, units);
  std::size_t fewest = units.size() + 1;
  for (std::size_t set = 0; set < (std::size_t{1} << units.size()); ++set) {
    std::set<const Tree*> changed;
    for (std::size_t i = 0; i < units.size(); ++i) {
      if ((set >> i & 1U) != 0) changed.insert(units[i]);
    }
    if (changed.size() < fewest && may_be_met(verdict_of(tree, changed))) fewest = changed.size();
  }
  return fewest;
}

}  // namespace

TEST_CASE("the closest indication is the one in which the least would have to change") {
  const Tree yes = leaf(Verdict::met);
  const Tree no = leaf(Verdict::not_met);
  const Tree unknown = leaf(Verdict::met_or_not);
  const Tree never = leaf(Verdict::not_applicable);
  const Tree two = block(BlockKind::all_of, {no, no});
  const Tree three = block(BlockKind::all_of, {no, no, no});
  const auto nearer = [](const Tree& tree, const Tree& than) { return closest({than, tree}).first == 1; };
  const auto as_near = [&](const Tree& tree, const Tree& other) { return !nearer(tree, other) && !nearer(other, tree); };

  // Four alternatives that fail are as near as one criterion: one of them would do.
  const Tree alternatives = block(BlockKind::any_of, {no, no, no, no});
  CHECK(as_near(alternatives, no));
  CHECK(closest({block(BlockKind::all_of, {yes, alternatives}), no}) == std::pair{0U, std::vector<std::string>{"A.2"}});
  CHECK(nearer(alternatives, two));
  // Of alternatives the nearest counts, whichever stands first.
  CHECK(as_near(block(BlockKind::any_of, {three, two}), two));
  CHECK(as_near(block(BlockKind::any_of, {two, no, three}), no));
  CHECK(as_near(block(BlockKind::any_of, {two, never}), two));
  // Of all that must be met, each counts; not what is met, unknown, or does not apply.
  CHECK(as_near(block(BlockKind::all_of, {two, yes, alternatives}), three));
  CHECK(as_near(block(BlockKind::all_of, {no, unknown, never, yes}), no));
  // Of a number, as many as are still wanted, the nearest of them; what may be met is not wanted any more.
  CHECK(as_near(block(BlockKind::at_least, {no, no, no, no}, 2), two));
  CHECK(as_near(block(BlockKind::at_least, {yes, three, no, two}, 2), no));
  CHECK(as_near(block(BlockKind::at_least, {unknown, two, no, no}, 3), two));
  CHECK(as_near(block(BlockKind::at_least, {two, no, three}, 2), three));
  CHECK(as_near(block(BlockKind::exactly, {no, no, no, yes}, 3), two));
  // Where too few apply, others would have to.
  CHECK(as_near(block(BlockKind::at_least, {yes, never, never}, 2), no));
  CHECK(as_near(block(BlockKind::at_least, {no, never, never}, 3), three));
  // What lists the unwanted is one, however much of it there is.
  CHECK(as_near(block(BlockKind::none_of, {yes, yes, no}), no));
  CHECK(as_near(block(BlockKind::at_most, {yes, yes, yes, no, no}, 1), no));
  CHECK(as_near(block(BlockKind::exactly, {yes, yes, no, no}, 1), no));
  // One that may not apply is farther than any that does.
  CHECK(closest({leaf(Verdict::not_met_or_not_applicable), three}) == std::pair{1U, std::vector<std::string>{"B.1", "B.2", "B.3"}});
}

TEST_CASE("the closest indication, against every set of criteria that might have come out otherwise") {
  std::mt19937 random(161);
  const auto some = [&](std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(random); };
  static constexpr Verdict leaves[] = {Verdict::not_met, Verdict::not_met, Verdict::not_met, Verdict::met, Verdict::met_or_not, Verdict::not_applicable, Verdict::not_met_or_not_applicable};
  const std::function<Tree(int)> tree = [&](int depth) {
    if (depth == 0 || some(3) == 0) return leaf(leaves[some(std::size(leaves))]);
    std::vector<Tree> children;
    for (std::size_t i = 1 + some(3); i > 0; --i) children.push_back(tree(depth - 1));
    const auto number = static_cast<std::uint32_t>(1 + some(children.size()));
    return block(static_cast<BlockKind>(some(6)), std::move(children), number);
  };
  std::size_t tried = 0;
  std::size_t differ = 0;
  std::size_t wrong = 0;
  std::string found;
  for (int round = 0; round < 20000; ++round) {
    const std::vector<Tree> pair{tree(3), tree(3)};
    if (verdict_of(pair[0], {}) != Verdict::not_met || verdict_of(pair[1], {}) != Verdict::not_met) continue;
    std::vector<const Tree*> units;
    for (const Tree& one : pair) find_units(one, units);
    if (units.size() > 14) continue;
    if (too_few_apply(pair[0]) || too_few_apply(pair[1])) continue;
    const std::size_t first = fewest_changes(pair[0]);
    const std::size_t second = fewest_changes(pair[1]);
    ++tried;
    differ += first != second ? 1 : 0;
    if (closest(pair).first == (second < first ? 1U : 0U)) continue;
    ++wrong;
    found += described(pair[0]) + " is " + std::to_string(first) + " away, " + described(pair[1]) + " is " + std::to_string(second) + "\n";
  }
  INFO(found);
  CHECK(wrong == 0);
  CHECK(tried > 2000);
  CHECK(differ > 500);
}
