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

std::size_t distance(const Chunk& chunk, const Machine& machine, std::uint32_t criterion);

// Of a block that is not met: how much would have to change in it. None in a row of a choice that is not taken.
std::size_t distance(const Chunk& chunk, const Machine& machine, const CriterionInfo& info, const BlockInfo& block) {
  std::vector<std::size_t> failing;
  std::size_t sum = 0;
  std::uint32_t surely_met = 0;
  std::uint32_t perhaps_met = 0;
  bool applies = false;
  for (std::uint32_t i = block.begin; i < block.end; ++i) {
    const Verdict verdict = machine.criterion(info.children[i]);
    applies = applies || verdict != Verdict::not_applicable;
    surely_met += verdict == Verdict::met ? 1 : 0;
    perhaps_met += may_be_met(verdict) ? 1 : 0;
    if (verdict != Verdict::not_met) continue;
    failing.push_back(distance(chunk, machine, info.children[i]));
    sum += failing.back();
  }
  if (!applies) return 0;
  std::uint32_t wanted = 1;  // of any_of
  switch (block.kind) {
    case terms::BlockKind::all_of: return sum;
    case terms::BlockKind::none_of:
    case terms::BlockKind::at_most: return 1;  // what fails in it is as it should be
    case terms::BlockKind::any_of: break;
    case terms::BlockKind::at_least:
    case terms::BlockKind::exactly:
      if (block.kind == terms::BlockKind::exactly && surely_met > block.number) return 1;
      wanted = block.number > perhaps_met ? block.number - perhaps_met : 0;
      break;
  }
  // The nearest of those that fail; where they are too few, the others would have to apply.
  std::sort(failing.begin(), failing.end());
  std::size_t nearest = 0;
  for (std::uint32_t i = 0; i < wanted; ++i) nearest += i < failing.size() ? failing[i] : 1;
  return nearest;
}

// How many criteria would have to come out otherwise for this one not to fail. Nothing that is unknown is counted, and
// nothing inside what is met.
std::size_t distance(const Chunk& chunk, const Machine& machine, std::uint32_t criterion) {
  if (machine.criterion(criterion) != Verdict::not_met) return 0;
  const CriterionInfo& info = chunk.criteria[criterion];
  std::size_t least = 0;
  const auto take = [&](std::size_t other) {
    if (other != 0 && (least == 0 || other < least)) least = other;
  };
  // Where it is not known which text or row is in force, the nearest may be.
  if (info.block == amended_block) {
    for (const std::uint32_t text : info.children) take(distance(chunk, machine, text));
  } else {
    for (const BlockInfo& block : info.blocks) take(distance(chunk, machine, info, block));
  }
  return std::max<std::size_t>(least, 1);
}

std::size_t distance(const Chunk& chunk, const Machine& machine, const SectionInfo& section) {
  std::size_t sum = distance(chunk, machine, section.criterion);
  for (const std::uint32_t common : section.commons) sum += distance(chunk, machine, common);
  return sum;
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
  std::size_t least = 0;
  bool closest_applies = false;
  for (std::uint32_t i = 0; i < count; ++i) {
    const SectionInfo& section = chunk.sections[i];
    if (section.kind != Part::indication || machine.section(i) == Verdict::not_applicable) continue;
    if (may_be_met(machine.section(i))) continue;  // lapsed, and open
    const bool applies = !may_be_not_applicable(machine.section(i));
    const std::size_t away = distance(chunk, machine, section);
    if (ruling.section == nowhere || (applies && !closest_applies) || (applies == closest_applies && away < least)) {
      ruling.section = i;
      least = away;
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
