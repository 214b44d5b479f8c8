#include "trials.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "touched.hpp"

namespace crit {
namespace {

// These bound the cost of explaining a decision that lacks very many facts, or goes through very long lists.
constexpr std::uint64_t most_runs = 2000;
constexpr std::uint64_t most_steps = 20'000'000;  // instructions
constexpr std::uint64_t least_runs = 8;
// Of several facts and conditions together. These are parts of the rule: what pends by them pends however much could be afforded.
constexpr std::size_t most_split = 6;
constexpr std::size_t most_together = 48;  // worlds

// The reasons that all have; where there is none, all that there are, as alternatives.
std::vector<Ground> reasons_of(const std::vector<Trial>& worlds, bool& either) {
  std::vector<Ground> all;
  std::vector<Ground> shared;
  for (const Trial& world : worlds) {
    for (const Ground& ground : world.ruling.because) {
      if (std::find(all.begin(), all.end(), ground) == all.end()) all.push_back(ground);
    }
  }
  for (const Ground& ground : all) {
    const auto has = [&](const Trial& world) {
      return std::find(world.ruling.because.begin(), world.ruling.because.end(), ground) != world.ruling.because.end();
    };
    if (std::all_of(worlds.begin(), worlds.end(), has)) shared.push_back(ground);
  }
  // A denial rests on all the criteria that failed in a world, so a part of them is no reason.
  if (worlds.front().ruling.outcome == Outcome::approve && !shared.empty()) return shared;
  either = shared.size() != all.size();
  return all;
}

// `path`: what is not known; `under`: of each world "if weight is 10 kg".
Trial merged(const std::string& path, bool several, bool stated, const std::vector<std::string>& under, std::vector<Trial> worlds) {
  Trial result{worlds.front().ruling, {}, {}, false, {}};
  Ruling& ruling = result.ruling;
  result.either = std::any_of(worlds.begin(), worlds.end(), [](const Trial& world) { return world.either; });
  ruling.because = reasons_of(worlds, result.either);
  ruling.untils.clear();
  bool same_end = true;
  const std::string none = "none";
  std::vector<std::string> categories;
  std::vector<std::vector<Given>> given;
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
  const std::string open = fmt::format("{} {} not {}, and", path, several ? "are" : "is", stated ? "documented as asked" : "known");
  const char* whatever = several ? "whatever they are" : "whatever it is";
  if (same_end) result.notes.push_back(fmt::format("{} the decision is the same {}", open, whatever));
  else result.notes.push_back(fmt::format("{} could lengthen the approval: it is approved {}", open, whatever));
  if (ruling.outcome == Outcome::approve) result.given = alike(given, under, result.notes);
  return result;
}

}  // namespace

// Their ends and outputs may differ: see above.
std::string decision_key(const Ruling& ruling) { return std::string(outcome_name(ruling.outcome)) + "|" + ruling.target + "|" + ruling.review; }

Trial decided(const Chunk& chunk, FinishedRun& run, bool ucum) {
  Trial trial{decide_outcome(chunk, run), {}, {}, false, {}};
  if (trial.ruling.outcome != Outcome::approve) return trial;
  std::vector<std::string> names;
  for (const std::uint32_t section : trial.ruling.longest) names.push_back("under " + chunk.sections[section].path);
  trial.given = alike(give(chunk, run, trial.ruling.longest, ucum), names, trial.notes);
  return trial;
}

void Trials::bound(const FinishedRun& base, const FinishedRun& traced) {
  base_ = &base;
  traced_ = &traced;
  find_conditions(traced);
  allowed_ = std::clamp<std::uint64_t>(most_steps / std::max<std::uint64_t>(traced.steps(), 1), least_runs, most_runs);
}

bool Trials::affords(std::size_t runs, const MachineOptions& what_if) {
  const bool is_allowed = runs_ + runs <= allowed_;
  const auto refused = [&](std::uint64_t work) {
    const bool within = is_allowed || (runs_ + runs <= most_runs && work_ + runs * work <= most_steps);
    if (!within) left_out_ = true;
    return !within;
  };
  // No run is less work; of a policy with thousands of criteria it is too much soon, whatever this run touches.
  if (refused(std::min<std::uint64_t>(traced_->steps(), chunk_.criteria.size()))) return false;
  const Touched touched = touched_by(chunk_, what_if);
  std::uint64_t work = touched.criteria.empty() ? traced_->steps() : chunk_.criteria.size();
  for (std::uint32_t i = 0; i < touched.criteria.size(); ++i) work += touched.criteria[i] ? traced_->steps_of(i) : 0;
  if (refused(work)) return false;
  runs_ += runs;
  work_ += runs * work;
  return true;
}

Trial Trials::attempt(MachineOptions what_if, const std::vector<Gap>& gaps) {
  what_if.short_circuit = options_.short_circuit;
  what_if.base = base_;
  what_if.meter = &meter_;
  what_if.joins = &joins_;
  FinishedRun run(chunk_, facts_, as_of_, std::move(what_if));
  Trial trial = decided(chunk_, run, options_.ucum);
  if (trial.ruling.outcome != Outcome::pend) return trial;
  for (std::size_t i = 0; i < gaps.size(); ++i) {
    const auto asks = [&](std::uint32_t criterion) { return !is_certain(run.criterion(criterion)); };
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
  const std::string outcome = decision_key(trial.ruling);
  found.differ = found.differ || (found.outcome && *found.outcome != outcome);
  found.outcome = outcome;
}

std::optional<Trial> Trials::agree(const MachineOptions& what_if, const Gap& gap, bool& exhausted) {
  if (gap.is_list) return std::nullopt;
  for (const MachineOptions::Fact& fact : what_if.facts) {
    if (fact.slot == gap.slot) return std::nullopt;
  }
  const auto answers = ways_of(gap.slot);
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
    const std::string outcome = decision_key(worlds[i].ruling);
    if (first && *first != outcome) return std::nullopt;
    first = outcome;
  }
  const std::string& path = chunk_.schema.facts[gap.slot].path;
  std::vector<std::string> under;
  for (const auto& answer : answers) under.push_back(fmt::format("if {} is {}", path, answer.first));
  const bool stated = facts_.facts[gap.slot].state == FactState::supplied;  // but not by a source that will do
  return merged(path, false, stated, under, std::move(worlds));
}

// ---- several at once ---------------------------------------------------------------------------------------------------

std::vector<Trials::Split> Trials::splits_of(const MachineOptions& what_if, const std::vector<Gap>& gaps, bool conditions) {
  std::vector<Split> splits;
  if (conditions) splits = conditions_;
  for (std::size_t i = 0; i < gaps.size(); ++i) {
    const auto given = [&](const MachineOptions::Fact& fact) { return fact.slot == gaps[i].slot; };
    if (gaps[i].is_list || std::any_of(what_if.facts.begin(), what_if.facts.end(), given)) continue;
    Split split{false, gaps[i].slot, i, chunk_.schema.facts[gaps[i].slot].path, ways_of(gaps[i].slot)};
    if (!split.ways.empty()) splits.push_back(std::move(split));
  }
  return splits;
}

std::optional<Trial> Trials::agree_on_several(const MachineOptions& what_if, const std::vector<Gap>& gaps, bool& exhausted) {
  for (const bool conditions : {true, false}) {
    if (conditions && conditions_.empty()) continue;
    Agreement agreement{splits_of(what_if, gaps, conditions), gaps, {}, {}, {}, {}, {}, 0};
    if (agreement.splits.size() < 2 && !conditions) return std::nullopt;
    std::vector<std::size_t> open(gaps.size());
    for (std::size_t i = 0; i < gaps.size(); ++i) open[i] = i;
    if (!probe(agreement, what_if, exhausted) || !explore(agreement, what_if, open, exhausted)) continue;
    std::string names;
    for (std::size_t i = 0; i < agreement.names.size(); ++i) names += (i == 0 ? "" : i + 1 == agreement.names.size() ? " and " : ", ") + agreement.names[i];
    return merged(names, agreement.names.size() > 1, false, agreement.under, std::move(agreement.worlds));
  }
  return std::nullopt;
}

// Two worlds far from each other, for most pends have two that are decided differently: everything the first way, and the last.
bool Trials::probe(const Agreement& agreement, const MachineOptions& what_if, bool& exhausted) {
  std::optional<std::string> outcome;
  for (const bool last : {false, true}) {
    MachineOptions with = what_if;
    for (const Split& split : agreement.splits) {
      const Value& value = (last ? split.ways.back() : split.ways.front()).second;
      if (split.is_condition) with.defines.emplace_back(split.index, value);
      else with.facts.push_back({split.index, value, false});
    }
    if (!affords(1, with)) {
      exhausted = true;
      return false;
    }
    const Trial trial = attempt(std::move(with));
    if (trial.ruling.outcome == Outcome::pend || (outcome && *outcome != decision_key(trial.ruling))) return false;
    outcome = decision_key(trial.ruling);
  }
  return true;
}

bool Trials::explore(Agreement& agreement, const MachineOptions& what_if, const std::vector<std::size_t>& open, bool& exhausted) {
  const auto is_free = [&](const Split& split) {
    if (split.is_condition) return std::none_of(what_if.defines.begin(), what_if.defines.end(), [&](const auto& one) { return one.first == split.index; });
    return std::find(open.begin(), open.end(), split.gap) != open.end() &&
           std::none_of(what_if.facts.begin(), what_if.facts.end(), [&](const MachineOptions::Fact& fact) { return fact.slot == split.index; });
  };
  const auto split = std::find_if(agreement.splits.begin(), agreement.splits.end(), is_free);
  if (split == agreement.splits.end()) return false;
  if (std::find(agreement.names.begin(), agreement.names.end(), split->name) == agreement.names.end()) agreement.names.push_back(split->name);
  if (agreement.names.size() > most_split) return false;
  for (const auto& [name, value] : split->ways) {
    MachineOptions with = what_if;
    if (split->is_condition) with.defines.emplace_back(split->index, value);
    else with.facts.push_back({split->index, value, false});
    if (++agreement.runs > most_together) return false;
    if (!affords(1, with)) {
      exhausted = true;
      return false;
    }
    agreement.here.push_back(fmt::format("{} is {}", split->name, name));
    Trial trial = attempt(with, agreement.gaps);
    if (trial.ruling.outcome == Outcome::pend) {
      if (!explore(agreement, with, trial.open, exhausted)) return false;
    } else {
      const std::string outcome = decision_key(trial.ruling);
      if (agreement.outcome && *agreement.outcome != outcome) return false;
      agreement.outcome = outcome;
      agreement.under.push_back(fmt::format("if {}", fmt::join(agreement.here, " and ")));
      agreement.worlds.push_back(std::move(trial));
    }
    agreement.here.pop_back();
  }
  return true;
}

// Conditions that several places share, and that are not known: an indication for those in whom it holds, and one for the others.
void Trials::find_conditions(const FinishedRun& traced) {
  constexpr std::size_t most = 4;
  for (std::uint32_t i = 0; i < chunk_.defines.size() && conditions_.size() < most; ++i) {
    if (i >= chunk_.uses_of_define.size() || chunk_.uses_of_define[i].size() < 2) continue;
    if (chunk_.defines[i].name.empty() || !chunk_.defines[i].referenced_by_meets.empty()) continue;
    const Value* value = traced.define(i);
    const auto* truth = value == nullptr ? nullptr : std::get_if<Truth>(value);
    const auto* verdict = value == nullptr ? nullptr : std::get_if<Verdict>(value);
    if (truth != nullptr && *truth == Truth::unknown) conditions_.push_back({true, i, 0, chunk_.defines[i].name, {{"met", Truth::yes}, {"not met", Truth::no}}});
    if (verdict == nullptr || is_certain(*verdict)) continue;
    Split split{true, i, 0, chunk_.defines[i].name, {}};
    for (const auto& [name, way] : {std::pair{"met", Verdict::met}, std::pair{"not met", Verdict::not_met}, std::pair{"not applicable", Verdict::not_applicable}}) {
      if ((bits(*verdict) & bits(way)) != 0) split.ways.emplace_back(name, way);
    }
    conditions_.push_back(std::move(split));
  }
}

std::vector<std::pair<std::string, Value>> Trials::ways_of(std::uint32_t slot) {
  const FactType& type = chunk_.schema.facts[slot].type;
  auto ways = possible_answers(chunk_.schema, type);
  if (!ways.empty() || facts_.facts[slot].state == FactState::supplied) return ways;
  if (type.kind != FactKind::number && type.kind != FactKind::date) return ways;
  if (!limits_) limits_ = std::make_unique<LimitsOfFacts>(chunk_, as_of_);
  return limits_->parts(slot);
}

}  // namespace crit
