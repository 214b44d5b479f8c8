#include "reasons.hpp"

#include <algorithm>
#include <optional>
#include <tuple>

namespace crit {
namespace {

std::size_t distance(const Chunk& chunk, const FinishedRun& run, std::uint32_t criterion);

// Of a block that is not met: how much would have to change in it. None in a row of a choice that is not taken.
std::size_t distance(const Chunk& chunk, const FinishedRun& run, const CriterionInfo& info, const BlockInfo& block) {
  std::vector<std::size_t> failing;
  std::size_t sum = 0;
  std::uint32_t surely_met = 0;
  std::uint32_t perhaps_met = 0;
  bool applies = false;
  for (std::uint32_t i = block.begin; i < block.end; ++i) {
    const Verdict verdict = run.criterion(info.children[i]);
    applies = applies || verdict != Verdict::not_applicable;
    surely_met += verdict == Verdict::met ? 1 : 0;
    perhaps_met += may_be_met(verdict) ? 1 : 0;
    if (verdict != Verdict::not_met) continue;
    failing.push_back(distance(chunk, run, info.children[i]));
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
std::size_t distance(const Chunk& chunk, const FinishedRun& run, std::uint32_t criterion) {
  if (run.criterion(criterion) != Verdict::not_met) return 0;
  const CriterionInfo& info = chunk.criteria[criterion];
  std::size_t least = 0;
  const auto take = [&](std::size_t other) {
    if (other != 0 && (least == 0 || other < least)) least = other;
  };
  // Where it is not known which text or row is in force, the nearest may be.
  if (info.is_amended) {
    for (const std::uint32_t text : info.children) take(distance(chunk, run, text));
  } else {
    for (const BlockInfo& block : info.blocks) take(distance(chunk, run, info, block));
  }
  return std::max<std::size_t>(least, 1);
}

std::size_t distance(const Chunk& chunk, const FinishedRun& run, const SectionInfo& section) {
  std::size_t sum = distance(chunk, run, section.criterion);
  for (const std::uint32_t common : section.commons) sum += distance(chunk, run, common);
  return sum;
}

// An indication that is not met, and how far away it is.
struct Candidate {
  std::uint32_t section = 0;
  bool over = false;          // met, its approval would already have ended: it can approve nobody any more
  bool may_not_apply = false;
  bool never_met = false;     // what is not known of its own criteria lets them fail or not apply, and no more
  std::size_t away = 0;
  auto rank() const { return std::tie(over, may_not_apply, never_met, away); }
};

bool never_met(const FinishedRun& run, std::uint32_t criterion) {
  return run.criterion(criterion) == Verdict::not_met_or_not_applicable;
}

std::optional<Candidate> closest(const Chunk& chunk, FinishedRun& run) {
  std::optional<Candidate> best;
  for (std::uint32_t i = 0; i < chunk.sections.size(); ++i) {
    const SectionInfo& section = chunk.sections[i];
    const Verdict verdict = run.section(i);
    if (section.kind != terms::SectionKind::indication || verdict == Verdict::not_applicable || may_be_met(verdict)) continue;
    Candidate one{i, false, may_be_not_applicable(verdict), never_met(run, section.criterion),
                  distance(chunk, run, section)};
    if (best && best->rank() <= one.rank()) continue;  // nor would an approval that is over bring it nearer
    one.over = end_of(section, run, false).latest <= run.as_of();
    if (!best || one.rank() < best->rank()) best = one;
  }
  return best;
}

}  // namespace

std::vector<std::uint32_t> failing(const Chunk& chunk, const FinishedRun& run, std::uint32_t criterion) {
  const CriterionInfo& info = chunk.criteria[criterion];
  if (info.kind != terms::BlockKind::all_of && !info.is_amended) return {criterion};
  std::vector<std::uint32_t> result;
  for (const std::uint32_t child : info.children) {
    if (run.criterion(child) != Verdict::not_met) continue;
    for (const std::uint32_t deeper : failing(chunk, run, child)) result.push_back(deeper);
  }
  // Of an amended criterion both texts may have failed: then it is the reason by its name, once.
  if (result.empty() || (info.is_amended && result.size() > 1)) return {criterion};
  return result;
}

std::vector<std::uint32_t> satisfied(const Chunk& chunk, const FinishedRun& run, std::uint32_t criterion) {
  const CriterionInfo& info = chunk.criteria[criterion];
  if (info.kind != terms::BlockKind::any_of && !info.is_amended) return {criterion};
  std::vector<std::uint32_t> result;
  for (const std::uint32_t child : info.children) {
    if (run.criterion(child) != Verdict::met) continue;
    for (const std::uint32_t deeper : satisfied(chunk, run, child)) result.push_back(deeper);
  }
  if (result.empty() || (info.is_amended && result.size() > 1)) return {criterion};
  return result;
}

void find_closest(const Chunk& chunk, FinishedRun& run, const std::vector<std::uint32_t>& over, Ruling& ruling) {
  const std::optional<Candidate> best = closest(chunk, run);
  if (!best || best->over) {
    const std::vector<std::uint32_t>& ended = ruling.lapsed.empty() ? over : ruling.lapsed;
    if (!ended.empty()) {
      ruling.section = ended.front();
      ruling.because = {{Ground::Kind::ended, chunk.sections[ruling.section].criterion}};
      return;
    }
  }
  if (!best) {
    ruling.because = {{Ground::Kind::none_applies, nowhere}};
    return;
  }
  ruling.section = best->section;
  if (best->over) ruling.lapsed.push_back(best->section);
  const SectionInfo& section = chunk.sections[best->section];
  // Were the common criteria met, its own would still not be.
  if (never_met(run, section.criterion)) ruling.because.push_back({Ground::Kind::not_met, section.criterion});
  std::vector<std::uint32_t> parts{section.criterion};
  parts.insert(parts.end(), section.commons.begin(), section.commons.end());
  for (const std::uint32_t part : parts) {
    if (run.criterion(part) != Verdict::not_met) continue;
    for (const std::uint32_t criterion : failing(chunk, run, part))
      ruling.because.push_back({Ground::Kind::not_met, criterion});
  }
  if (ruling.because.empty()) ruling.because.push_back({Ground::Kind::not_met, section.criterion});
}

}  // namespace crit
