#include "ruling.hpp"

#include <algorithm>
#include <set>

namespace crit {
namespace {

using Part = terms::SectionKind;

struct Until {
  bool known = false;
  std::optional<Day> day;       // nullopt: open-ended
  std::optional<Day> earliest;  // not known, but not before this …
  std::optional<Day> latest;    // … nor after this; nullopt: no telling
};

// The end of an approval. A partial date, or one of several, is not known; it may still be certain that it has passed.
Until until_of(const SectionInfo& section, Machine& machine) {
  if (section.until == nowhere) return {true, std::nullopt, std::nullopt, std::nullopt};
  const Value value = machine.entry(section.until);
  if (const auto* date = std::get_if<Date>(&value)) {
    if (date->exact()) return {true, date->first, date->first, date->last};
    return {false, std::nullopt, date->first, date->last};
  }
  Until result;
  if (const auto* several = std::get_if<SeveralRef>(&value)) {
    for (const Value& option : several->values->options) {
      const auto* date = std::get_if<Date>(&option);
      if (date == nullptr) return {};
      if (!result.earliest || date->first < *result.earliest) result.earliest = date->first;
      if (!result.latest || date->last > *result.latest) result.latest = date->last;
    }
  }
  return result;
}

// Several possible texts that are one policy are one target.
std::optional<std::string> target_of(const SectionInfo& section, Machine& machine) {
  if (section.target == nowhere) return "review";
  const Value value = machine.entry(section.target);
  const auto* text = std::get_if<TextValue>(&value);
  return text == nullptr ? std::nullopt : std::optional<std::string>(text->data->written);
}

// The leaves that are not met and keep what is above them from being met. A block that wants children not to be met
// (none of, at most) is one such leaf itself.
std::size_t count_failing(const Chunk& chunk, const Machine& machine, std::uint32_t criterion) {
  if (machine.criterion(criterion) != Verdict::not_met) return 0;
  std::size_t count = 0;
  for (const std::uint32_t child : chunk.criteria[criterion].children) count += count_failing(chunk, machine, child);
  const std::string& block = chunk.criteria[criterion].block;
  return count == 0 || block == "none of" || block.compare(0, 7, "at most") == 0 ? 1 : count;
}

std::size_t count_failing(const Chunk& chunk, const Machine& machine, const SectionInfo& section) {
  std::size_t count = count_failing(chunk, machine, section.criterion);
  for (const std::uint32_t common : section.commons) count += count_failing(chunk, machine, common);
  return count;
}

bool later(const std::optional<Day>& left, const std::optional<Day>& right) {
  if (!left) return right.has_value();  // open-ended outlasts every day
  return right && *left > *right;
}

}  // namespace

std::vector<std::uint32_t> failing(const Chunk& chunk, const Machine& machine, std::uint32_t criterion) {
  const CriterionInfo& info = chunk.criteria[criterion];
  if (info.block != "all of" && info.block != amended_block) return {criterion};
  std::vector<std::uint32_t> result;
  for (const std::uint32_t child : info.children) {
    if (machine.criterion(child) != Verdict::not_met) continue;
    for (const std::uint32_t deeper : failing(chunk, machine, child)) result.push_back(deeper);
  }
  // Of an amended criterion both texts may have failed: then it is the reason by its name, once.
  if (result.empty() || (info.block == amended_block && result.size() > 1)) return {criterion};
  return result;
}

std::vector<std::uint32_t> satisfied(const Chunk& chunk, const Machine& machine, std::uint32_t criterion) {
  const CriterionInfo& info = chunk.criteria[criterion];
  if (info.block != "any of" && info.block != amended_block) return {criterion};
  std::vector<std::uint32_t> result;
  for (const std::uint32_t child : info.children) {
    if (machine.criterion(child) != Verdict::met) continue;
    for (const std::uint32_t deeper : satisfied(chunk, machine, child)) result.push_back(deeper);
  }
  if (result.empty() || (info.block == amended_block && result.size() > 1)) return {criterion};
  return result;
}

Ruling rule(const Chunk& chunk, Machine& machine) {
  Ruling ruling;
  bool may_approve = false;
  bool may_deny = false;
  const auto count = static_cast<std::uint32_t>(chunk.sections.size());

  // Exclusions: one that is met decides; one that may be met leaves denial possible.
  for (std::uint32_t i = 0; i < count; ++i) {
    const SectionInfo& section = chunk.sections[i];
    if (section.kind != Part::exclusion) continue;
    const Verdict verdict = machine.section(i);
    if (verdict == Verdict::met) {
      ruling.open.clear();
      ruling.outcome = Outcome::deny;
      ruling.section = i;
      ruling.category = section.category;
      ruling.because = satisfied(chunk, machine, section.criterion);
      return ruling;
    }
    if (may_be_met(verdict)) {
      may_deny = true;
      ruling.open.push_back(i);
    }
  }

  // Indications: the latest `until` among those that are certainly met.
  bool approved = false;
  std::uint32_t best = nowhere;
  std::optional<Day> best_until;
  std::vector<std::uint32_t> lapsed_and_open;
  std::vector<std::uint32_t> open_indications;
  std::vector<std::optional<Day>> latest_of_open;
  for (std::uint32_t i = 0; i < count; ++i) {
    const SectionInfo& section = chunk.sections[i];
    if (section.kind != Part::indication) continue;
    const Verdict verdict = machine.section(i);
    if (!may_be_met(verdict)) continue;
    const Until until = until_of(section, machine);
    const bool lapsed = until.latest && *until.latest <= machine.as_of();
    if (lapsed) {
      (verdict == Verdict::met ? ruling.lapsed : lapsed_and_open).push_back(i);
      continue;
    }
    if (verdict == Verdict::met && until.known) {
      ruling.untils.emplace_back(i, until.day);
      if (!approved || later(until.day, best_until)) {
        best = i;
        best_until = until.day;
      }
      approved = true;
    } else {
      may_approve = true;
      open_indications.push_back(i);
      latest_of_open.push_back(until.known ? until.day : until.latest.value_or(last_day));
    }
  }
  if (approved) {
    for (std::size_t i = 0; i < open_indications.size(); ++i) {
      if (later(latest_of_open[i], best_until)) ruling.may_lengthen.push_back(open_indications[i]);
    }
    ruling.section = best;
    ruling.until = best_until;
    if (!may_deny) {
      ruling.outcome = Outcome::approve;
      ruling.because = {chunk.sections[best].criterion};
      return ruling;
    }
    return ruling;  // pend: an exclusion is open
  }
  for (const std::uint32_t open : open_indications) ruling.open.push_back(open);

  // Referrals, in file order, up to the first that is certain.
  std::set<std::string> targets;
  bool unknown_target = false;
  bool referred = false;
  std::uint32_t first_referral = nowhere;
  for (std::uint32_t i = 0; i < count && !referred; ++i) {
    const SectionInfo& section = chunk.sections[i];
    if (section.kind != Part::referral) continue;
    const Verdict verdict = machine.section(i);
    if (!may_be_met(verdict)) continue;
    const std::optional<std::string> target = target_of(section, machine);
    if (target) targets.insert(*target + "\n" + section.review);
    else unknown_target = true;
    if (first_referral == nowhere) first_referral = i;
    referred = verdict == Verdict::met;
    if (!referred || !target) ruling.open.push_back(i);
    if (referred && target) {
      ruling.target = *target;
      ruling.review = section.review;
    }
  }
  const bool may_refer = first_referral != nowhere;
  if (!referred) may_deny = true;

  if (may_approve || (may_refer && may_deny) || unknown_target || targets.size() > 1) {
    if (may_refer && targets.size() > 1) {
      // Referrals that differ in target are each open, the certain one included.
      for (std::uint32_t i = 0; i < count; ++i) {
        if (chunk.sections[i].kind == Part::referral && !is_certain(machine.section(i)) &&
            std::find(ruling.open.begin(), ruling.open.end(), i) == ruling.open.end()) {
          ruling.open.push_back(i);
        }
      }
    }
    return ruling;  // pend
  }
  if (may_refer) {
    ruling.outcome = Outcome::refer;
    ruling.section = first_referral;
    for (std::uint32_t i = 0; i < count; ++i) {
      if (chunk.sections[i].kind == Part::referral && machine.section(i) == Verdict::met) {
        ruling.section = i;
        break;
      }
    }
    ruling.because = satisfied(chunk, machine, chunk.sections[ruling.section].criterion);
    ruling.open.clear();
    return ruling;
  }

  // Denial: the criteria that failed in the indication that came closest.
  ruling.outcome = Outcome::deny;
  ruling.category = chunk.otherwise_category;
  ruling.open.clear();
  const auto lapse = [&](std::uint32_t section) {
    ruling.section = section;
    ruling.by_lapse = true;
    ruling.because = {chunk.sections[section].criterion};
    return ruling;
  };
  if (!ruling.lapsed.empty()) return lapse(ruling.lapsed.front());
  // One that certainly applies is closer than one that may not.
  std::size_t fewest = 0;
  bool closest_applies = false;
  for (std::uint32_t i = 0; i < count; ++i) {
    const SectionInfo& section = chunk.sections[i];
    if (section.kind != Part::indication || machine.section(i) == Verdict::not_applicable) continue;
    if (may_be_met(machine.section(i))) continue;  // lapsed, and open
    const bool applies = !may_be_not_applicable(machine.section(i));
    const std::size_t not_met = count_failing(chunk, machine, section);
    if (ruling.section == nowhere || (applies && !closest_applies) || (applies == closest_applies && not_met < fewest)) {
      ruling.section = i;
      fewest = not_met;
      closest_applies = applies;
    }
  }
  if (ruling.section == nowhere && !lapsed_and_open.empty()) return lapse(lapsed_and_open.front());
  if (ruling.section == nowhere) {
    ruling.no_indication_applies = true;
    for (std::uint32_t i = 0; i < count; ++i) {
      if (chunk.sections[i].kind == Part::indication && chunk.sections[i].when != nowhere) ruling.because.push_back(chunk.sections[i].when);
    }
  } else {
    const SectionInfo& closest = chunk.sections[ruling.section];
    std::vector<std::uint32_t> parts{closest.criterion};
    parts.insert(parts.end(), closest.commons.begin(), closest.commons.end());
    for (const std::uint32_t part : parts) {
      if (machine.criterion(part) != Verdict::not_met) continue;
      for (const std::uint32_t criterion : failing(chunk, machine, part)) ruling.because.push_back(criterion);
    }
    if (ruling.because.empty()) ruling.because.push_back(closest.criterion);
  }
  return ruling;
}

}  // namespace crit
