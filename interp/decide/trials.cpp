#include "trials.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace crit {
namespace {

// These bound the cost of explaining a decision that lacks very many facts, or goes through very long lists.
constexpr std::uint64_t most_runs = 2000;
constexpr std::uint64_t most_steps = 20'000'000;  // instructions
constexpr std::uint64_t least_runs = 8;

// What makes two rulings one and the same decision to whoever asked. Their ends and outputs may differ: see below.
std::string key(const Ruling& ruling) { return std::string(outcome_name(ruling.outcome)) + "|" + ruling.target + "|" + ruling.review; }

// The reasons that all have; where there is none, all that there are, as alternatives.
std::vector<Reason> reasons_of(const std::vector<Trial>& worlds, bool& either) {
  std::vector<Reason> all;
  std::vector<Reason> shared;
  for (const Trial& world : worlds) {
    for (const Reason& reason : world.ruling.because) {
      if (std::find(all.begin(), all.end(), reason) == all.end()) all.push_back(reason);
    }
  }
  for (const Reason& reason : all) {
    const auto has = [&](const Trial& world) { return std::find(world.ruling.because.begin(), world.ruling.because.end(), reason) != world.ruling.because.end(); };
    if (std::all_of(worlds.begin(), worlds.end(), has)) shared.push_back(reason);
  }
  // A denial rests on all the criteria that failed in a world, so a part of them is no reason.
  if (worlds.front().ruling.outcome == Outcome::approve && !shared.empty()) return shared;
  either = shared.size() != all.size();
  return all;
}

Trial merged(const std::string& path, bool stated, const std::vector<std::string>& names, std::vector<Trial> worlds) {
  Trial result{worlds.front().ruling, {}, {}, false, {}};
  Ruling& ruling = result.ruling;
  result.either = std::any_of(worlds.begin(), worlds.end(), [](const Trial& world) { return world.either; });
  ruling.because = reasons_of(worlds, result.either);
  ruling.untils.clear();
  bool same_end = true;
  const std::string none = "none";
  std::vector<std::string> categories;
  std::vector<std::vector<Given>> given;
  std::vector<std::string> under;
  for (std::size_t i = 0; i < worlds.size(); ++i) {
    const Ruling& other = worlds[i].ruling;
    same_end = same_end && other.until == ruling.until;
    if (other.until && (!ruling.until || *other.until < *ruling.until)) ruling.until = other.until;
    const std::string& category = other.category.empty() ? none : other.category;
    if (std::find(categories.begin(), categories.end(), category) == categories.end()) categories.push_back(category);
    for (const Longer& longer : other.may_lengthen) {
      const auto same = [&](const Longer& one) { return one.section == longer.section; };
      if (std::none_of(ruling.may_lengthen.begin(), ruling.may_lengthen.end(), same)) ruling.may_lengthen.push_back(longer);
    }
    for (const std::string& note : worlds[i].notes) {
      if (std::find(result.notes.begin(), result.notes.end(), note) == result.notes.end()) result.notes.push_back(note);
    }
    given.push_back(worlds[i].given);
    under.push_back(fmt::format("if {} is {}", path, names[i]));
  }
  if (categories.size() > 1) {
    ruling.category.clear();
    result.notes.push_back(fmt::format("the category of the denial is not settled: {}", fmt::join(categories, " or ")));
  }
  // The end of an indication that approves in every world: the least of its ends.
  for (const auto& [section, until] : worlds.front().ruling.untils) {
    std::optional<Day> least = until;
    const auto in_all = std::all_of(worlds.begin(), worlds.end(), [&, place = section](const Trial& world) {
      for (const auto& [other, day] : world.ruling.untils) {
        if (other != place) continue;
        if (day && (!least || *day < *least)) least = day;
        return true;
      }
      return false;
    });
    if (in_all) ruling.untils.emplace_back(section, least);
  }
  const std::string how = stated ? "documented as asked" : "known";
  if (same_end) result.notes.push_back(fmt::format("{} is not {}, and the decision is the same whatever it is", path, how));
  else result.notes.push_back(fmt::format("{} is not {}, and could lengthen the approval: it is approved whatever it is", path, how));
  if (ruling.outcome == Outcome::approve) result.given = alike(given, under, result.notes);
  return result;
}

}  // namespace

Trial decided(const Chunk& chunk, Machine& machine, bool ucum) {
  Trial trial{rule(chunk, machine), {}, {}, false, {}};
  if (trial.ruling.outcome != Outcome::approve) return trial;
  std::vector<std::string> names;
  for (const std::uint32_t section : trial.ruling.longest) names.push_back("under " + chunk.sections[section].path);
  trial.given = alike(give(chunk, machine, trial.ruling.longest, ucum), names, trial.notes);
  return trial;
}

void Trials::bound(const Machine& base, const Machine& traced) {
  base_ = &base;
  traced_ = &traced;
  allowed_ = std::clamp<std::uint64_t>(most_steps / std::max<std::uint64_t>(traced.steps(), 1), least_runs, most_runs);
}

bool Trials::affords(std::size_t runs, const MachineOptions& what_if) {
  const Touched touched = touched_by(chunk_, what_if);
  std::uint64_t work = touched.criteria.empty() ? traced_->steps() : chunk_.criteria.size();
  for (std::uint32_t i = 0; i < touched.criteria.size(); ++i) work += touched.criteria[i] ? traced_->steps_of(i) : 0;
  const bool within = runs_ + runs <= most_runs && work_ + runs * work <= most_steps;
  if (!within && runs_ + runs > allowed_) {
    left_out_ = true;
    return false;
  }
  runs_ += runs;
  work_ += runs * work;
  return true;
}

Trial Trials::attempt(MachineOptions what_if, const std::vector<Gap>& gaps) {
  what_if.short_circuit = options_.short_circuit;
  what_if.base = base_;
  what_if.meter = &meter_;
  what_if.joins = &joins_;
  Machine machine(chunk_, facts_, as_of_, std::move(what_if));
  machine.run();
  Trial trial = decided(chunk_, machine, options_.ucum);
  if (trial.ruling.outcome != Outcome::pend) return trial;
  for (std::size_t i = 0; i < gaps.size(); ++i) {
    const auto asks = [&](std::uint32_t criterion) { return !is_certain(machine.criterion(criterion)); };
    if (!gaps[i].entries.empty() || std::any_of(gaps[i].criteria.begin(), gaps[i].criteria.end(), asks)) trial.open.push_back(i);
  }
  return trial;
}

void Trials::remember(std::uint32_t slot, std::size_t answer, const Trial& trial) {
  Found& found = found_[slot];
  if (trial.ruling.outcome == Outcome::pend) {
    found.pends.push_back(answer);
    return;
  }
  const std::string outcome = key(trial.ruling);
  found.differ = found.differ || (found.outcome && *found.outcome != outcome);
  found.outcome = outcome;
}

std::optional<Trial> Trials::agree(const MachineOptions& what_if, const Gap& gap, bool& exhausted) {
  if (gap.is_list) return std::nullopt;
  for (const MachineOptions::Fact& fact : what_if.facts) {
    if (fact.slot == gap.slot) return std::nullopt;
  }
  const auto answers = possible_answers(chunk_.schema, chunk_.schema.facts[gap.slot].type);
  if (answers.empty()) return std::nullopt;
  const auto found = found_.find(gap.slot);
  if (found != found_.end() && found->second.differ) return std::nullopt;
  std::vector<std::size_t> order;
  if (found != found_.end()) order = found->second.pends;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (std::find(order.begin(), order.end(), i) == order.end()) order.push_back(i);
  }
  std::vector<Trial> worlds(answers.size());
  std::optional<std::string> first;
  for (const std::size_t i : order) {
    MachineOptions with = what_if;
    with.facts.push_back({gap.slot, answers[i].second, false});
    if (!affords(1, with)) {
      exhausted = true;
      return std::nullopt;
    }
    worlds[i] = attempt(std::move(with));
    if (worlds[i].ruling.outcome == Outcome::pend) return std::nullopt;
    const std::string outcome = key(worlds[i].ruling);
    if (first && *first != outcome) return std::nullopt;
    first = outcome;
  }
  std::vector<std::string> names;
  for (const auto& answer : answers) names.push_back(answer.first);
  const bool stated = facts_.facts[gap.slot].state == FactState::supplied;  // but not by a source that will do
  return merged(chunk_.schema.facts[gap.slot].path, stated, names, std::move(worlds));
}

}  // namespace crit
