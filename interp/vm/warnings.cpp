// What is told beside the verdicts: why something is unknown that was on file, and what was left out.
#include <algorithm>
#include <map>

#include "machine.hpp"

namespace crit {
namespace {

constexpr std::size_t max_warnings = 100;  // more than a person reads
constexpr std::size_t longest_places = 60;
constexpr const char* and_others = " and others";

}  // namespace

void Machine::warn(std::string text, bool everywhere) { warn(NewWarning{{std::move(text), {}}, everywhere}); }
void Machine::warn(ops::Warning warning) { warn(NewWarning{std::move(warning), false}); }

void Machine::warn(NewWarning warning) {
  if (!warns() || new_warnings_.size() >= max_warnings) return;
  const auto same = [&](const NewWarning& told) { return told.warning.text == warning.warning.text; };
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

std::vector<std::string> Machine::warnings() const {
  std::vector<std::string> result;
  std::map<std::uint32_t, bool> known;  // by outermost criterion
  for (const Told& told : told_) {
    if (told.criterion != nowhere) {
      const auto [place, fresh] = known.emplace(outermost(told.criterion), true);
      if (fresh) place->second = speaks(place->first);
      if (!place->second) continue;
    }
    const ops::Warning& one = told.warning.warning;
    if (told.warning.everywhere) {
      if (result.size() < max_warnings && std::find(result.begin(), result.end(), one.text) == result.end()) result.push_back(one.text);
      continue;
    }
    // What is told of another criterion is not said again: the place is put beside its.
    const std::string& place = told.criterion != nowhere ? chunk_.criteria[told.criterion].path : chunk_.entries[told.entry].name;
    const std::string tail = ": " + (one.of_this.empty() ? one.text : one.of_this);
    const auto same = std::find_if(result.begin(), result.end(), [&](const std::string& warning) { return warning.ends_with(tail); });
    if (same == result.end()) {
      if (result.size() < max_warnings) result.push_back(place + tail);
    } else if (const std::string places = same->substr(0, same->size() - tail.size()); places.size() < longest_places) {
      if ((", " + places + ",").find(", " + place + ",") == std::string::npos) *same = places + ", " + place + tail;
    } else if (!places.ends_with(and_others)) {
      *same = places + and_others + tail;
    }
  }
  return result;
}

}  // namespace crit
