// What is told beside the verdicts: why something is unknown that was on file, and what was left out.
#include <algorithm>
#include <map>

#include "run.hpp"

namespace crit {
namespace {

constexpr std::size_t max_warnings = 100;  // more than a person reads

}  // namespace

bool Warnings::wanted() const { return run_.options.trace || run_.options.warnings; }

void Warnings::warn(Reason reason, bool everywhere) { warn(NewWarning{{std::move(reason), {}}, everywhere}); }
void Warnings::warn(ops::Warning warning) { warn(NewWarning{std::move(warning), false}); }

void Warnings::warn(NewWarning warning) {
  if (!wanted() || recent.size() >= max_warnings) return;
  const auto same = [&](const NewWarning& told) { return told.warning.reason == warning.warning.reason; };
  if (std::none_of(recent.begin(), recent.end(), same)) recent.push_back(std::move(warning));
}

void Warnings::warn_at(std::uint32_t criterion, std::uint32_t entry) {
  for (NewWarning& warning : recent) told_.push_back({std::move(warning), criterion, entry});
  recent.clear();
}

std::uint32_t Warnings::outermost(std::uint32_t criterion) const {
  while (run_.chunk.criteria[criterion].parent != nowhere) criterion = run_.chunk.criteria[criterion].parent;
  return criterion;
}

// Whether what befell a criterion is told: not where its section's `when` is no, or where no indication wants these common
// criteria; but what `meets` asks about has always spoken to somebody.
bool Warnings::speaks(std::uint32_t criterion) const {
  bool stands = false;
  for (const SectionInfo& section : run_.chunk.sections) {
    if (section.criterion != criterion && std::find(section.commons.begin(), section.commons.end(), criterion) == section.commons.end()) continue;
    if (section.when == nowhere || run_.criteria[section.when] != Verdict::not_met) return true;
    stands = true;
  }
  if (!stands) return true;  // a `when`, an amendment's condition
  return std::any_of(run_.chunk.code.begin(), run_.chunk.code.end(), [&](const Instruction& instruction) {
    if (instruction.op != Op::IsMet) return false;
    const std::vector<std::uint32_t>& asked = run_.chunk.defines[instruction.a].referenced_by_meets;
    return std::any_of(asked.begin(), asked.end(), [&](std::uint32_t one) { return outermost(one) == criterion; });
  });
}

// If another criterion already gave this warning, this criterion's path is added to it instead of repeating it.
std::vector<Warned> Warnings::warnings() const {
  std::vector<Warned> result;
  std::map<std::uint32_t, bool> known;  // by outermost criterion
  for (const Told& told : told_) {
    if (told.criterion != nowhere) {
      const auto [place, fresh] = known.emplace(outermost(told.criterion), true);
      if (fresh) place->second = speaks(place->first);
      if (!place->second) continue;
    }
    const bool everywhere = told.warning.everywhere;
    const ops::Warning& one = told.warning.warning;
    const Reason& reason = one.of_this && !everywhere ? *one.of_this : one.reason;
    const auto same = [&](const Warned& other) { return other.reason == reason && other.places.empty() == everywhere; };
    auto warned = std::find_if(result.begin(), result.end(), same);
    if (warned == result.end()) {
      if (result.size() >= max_warnings) continue;
      warned = result.insert(result.end(), {reason, {}});
    }
    if (everywhere) continue;
    const std::string& place =
        told.criterion != nowhere ? run_.chunk.criteria[told.criterion].path : run_.chunk.output_code[told.entry].name;
    if (std::find(warned->places.begin(), warned->places.end(), place) == warned->places.end())
      warned->places.push_back(place);
  }
  return result;
}

}  // namespace crit
