// What is told beside the verdicts: why something is unknown that was on file, and what was left out.
#include <algorithm>
#include <map>

#include "machine.hpp"

namespace crit {
namespace {

constexpr std::size_t max_warnings = 100;  // more than a person reads

}  // namespace

void Machine::warn(Reason reason, bool everywhere) { warn(NewWarning{{std::move(reason), {}}, everywhere}); }
void Machine::warn(ops::Warning warning) { warn(NewWarning{std::move(warning), false}); }

void Machine::warn(NewWarning warning) {
  if (!warns() || new_warnings_.size() >= max_warnings) return;
  const auto same = [&](const NewWarning& told) { return told.warning.reason == warning.warning.reason; };
  if (std::none_of(new_warnings_.begin(), new_warnings_.end(), same)) new_warnings_.push_back(std::move(warning));
}

void Machine::warn_at(std::uint32_t criterion, std::uint32_t entry) {
  for (NewWarning& warning : new_warnings_) told_.push_back({std::move(warning), criterion, entry});
  new_warnings_.clear();
}

std::uint32_t Machine::outermost(std::uint32_t criterion) const {
  while (chunk_.criteria[criterion].parent != nowhere) criterion = chunk_.criteria[criterion].parent;
  return criterion;
}

// Whether what befell a criterion is told: not where its section's `when` is no, or where no indication wants these common
// criteria; but what `meets` asks about has always spoken to somebody.
bool Machine::speaks(std::uint32_t criterion) const {
  bool stands = false;
  for (const SectionInfo& section : chunk_.sections) {
    if (section.criterion != criterion && std::find(section.commons.begin(), section.commons.end(), criterion) == section.commons.end()) continue;
    if (section.when == nowhere || criteria_[section.when] != Verdict::not_met) return true;
    stands = true;
  }
  if (!stands) return true;  // a `when`, an amendment's condition
  return std::any_of(chunk_.code.begin(), chunk_.code.end(), [&](const Instruction& instruction) {
    if (instruction.op != Op::IsMet) return false;
    const std::vector<std::uint32_t>& asked = chunk_.defines[instruction.a].asked;
    return std::any_of(asked.begin(), asked.end(), [&](std::uint32_t one) { return outermost(one) == criterion; });
  });
}

const Reason* Machine::first_warning() {
  return new_warnings_.empty() ? nullptr : reads_.why(new_warnings_.front().warning.reason);
}

// What is told of another criterion is not said again: the place is put beside its.
std::vector<Warned> Machine::warnings() const {
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
    const std::string& place = told.criterion != nowhere ? chunk_.criteria[told.criterion].path : chunk_.entries[told.entry].name;
    if (std::find(warned->places.begin(), warned->places.end(), place) == warned->places.end())
      warned->places.push_back(place);
  }
  return result;
}

}  // namespace crit
