#include "ruling.hpp"

#include <algorithm>
#include <set>

#include "reasons.hpp"

namespace crit {
namespace {

using Part = terms::SectionKind;

// Several possible texts that are one policy are one target.
std::optional<std::string> target_of(const SectionInfo& section, FinishedRun& run) {
  if (section.target == nowhere) return "review";
  const Value value = run.entry(section.target);
  const auto* text = std::get_if<TextValue>(&value);
  return text == nullptr ? std::nullopt : std::optional<std::string>(text->data->written);
}

std::optional<Day> shown(Day day) { return day == End::never ? std::nullopt : std::optional<Day>(day); }

// An indication that may be met, and whose approval would not surely have ended.
struct Approval {
  std::uint32_t section = 0;
  bool met = false;  // surely
  End end;
};

// What all worlds come to in which no exclusion is met: each takes the latest end of the indications that it meets. The
// least of these is the end; `true` where there is one, because every world approves.
bool approve(const Chunk& chunk, const std::vector<Approval>& approvals, Day as_of, Ruling& ruling) {
  Day least = as_of;  // the worst world meets only what is surely met, and each of these ends as early as it may
  for (const Approval& one : approvals) {
    if (!one.met || one.end.least <= as_of) continue;
    least = std::max(least, one.end.least);
    ruling.because.push_back({Ground::Kind::met, chunk.sections[one.section].criterion});
    ruling.untils.emplace_back(one.section, shown(one.end.least));
  }
  if (least == as_of) return false;
  ruling.until = shown(least);
  // The longest in some world: where it ends as late as it may, and all others as early. Of two as long the first counts.
  for (std::size_t i = 0; i < approvals.size(); ++i) {
    bool longest = true;
    for (std::size_t j = 0; j < approvals.size(); ++j) {
      if (j == i || !approvals[j].met) continue;
      const Day other = approvals[j].end.least;
      longest = longest && (approvals[i].end.latest > other || (approvals[i].end.latest == other && i < j));
    }
    if (longest) ruling.longest.push_back(approvals[i].section);
    if (approvals[i].end.latest > least) ruling.may_lengthen.push_back({approvals[i].section, approvals[i].met, approvals[i].end});
  }
  return true;
}

}  // namespace

End end_of(const SectionInfo& section, FinishedRun& run, bool warn) {
  if (section.until == nowhere) return {End::never, End::never};
  const Value value = run.until(section.until, warn);
  std::vector<Value> options{value};
  if (const auto* several = std::get_if<SeveralRef>(&value)) options = several->values->options;
  End end{End::never, first_day};
  for (const Value& option : options) {
    const auto* date = std::get_if<Date>(&option);
    if (date == nullptr) return {};
    // The last day that crit can count stands for none: a period that has not ended, an end that nobody knows.
    end.least = std::min(end.least, date->first == last_day ? End::never : date->first);
    end.latest = std::max(end.latest, date->last == last_day ? End::never : date->last);
  }
  return end;
}

Ruling decide_outcome(const Chunk& chunk, FinishedRun& run) {
  Ruling ruling;
  bool may_deny = false;
  const auto count = static_cast<std::uint32_t>(chunk.sections.size());

  // Exclusions: one that is met decides; one that may be met leaves denial possible.
  for (std::uint32_t i = 0; i < count; ++i) {
    const SectionInfo& section = chunk.sections[i];
    if (section.kind != Part::exclusion) continue;
    const Verdict verdict = run.section(i);
    if (verdict == Verdict::met) {
      ruling.open.clear();
      ruling.outcome = Outcome::deny;
      ruling.section = i;
      ruling.category = section.category;
      for (const std::uint32_t criterion : satisfied(chunk, run, section.criterion))
        ruling.because.push_back({Ground::Kind::exclusion_met, criterion});
      return ruling;
    }
    if (may_be_met(verdict)) {
      may_deny = true;
      ruling.open.push_back(i);
    }
  }

  // Indications.
  std::vector<Approval> approvals;
  std::vector<std::uint32_t> over;  // that may be met, to no avail
  for (std::uint32_t i = 0; i < count; ++i) {
    const SectionInfo& section = chunk.sections[i];
    if (section.kind != Part::indication) continue;
    const Verdict verdict = run.section(i);
    if (!may_be_met(verdict)) continue;
    const bool met = verdict == Verdict::met;
    const End end = end_of(section, run, true);
    if (end.latest > run.as_of())
      approvals.push_back({i, met, end});
    else (met ? ruling.lapsed : over).push_back(i);
  }
  if (approve(chunk, approvals, run.as_of(), ruling)) {
    if (!may_deny) ruling.outcome = Outcome::approve;
    else ruling.because.clear();  // pend: an exclusion is open
    return ruling;
  }
  for (const Approval& one : approvals) ruling.open.push_back(one.section);

  // Referrals, in file order, up to the first that is certain.
  std::set<std::string> targets;
  bool unknown_target = false;
  bool referred = false;
  std::uint32_t first_referral = nowhere;
  for (std::uint32_t i = 0; i < count && !referred; ++i) {
    const SectionInfo& section = chunk.sections[i];
    if (section.kind != Part::referral) continue;
    const Verdict verdict = run.section(i);
    if (!may_be_met(verdict)) continue;
    const std::optional<std::string> target = target_of(section, run);
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

  if (!approvals.empty() || (may_refer && may_deny) || unknown_target || targets.size() > 1) {
    if (may_refer && targets.size() > 1) {
      // Referrals that differ in target are each open, the certain one included.
      for (std::uint32_t i = 0; i < count; ++i) {
        if (chunk.sections[i].kind == Part::referral && !is_certain(run.section(i)) &&
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
      if (chunk.sections[i].kind == Part::referral && run.section(i) == Verdict::met) {
        ruling.section = i;
        break;
      }
    }
    for (const std::uint32_t criterion : satisfied(chunk, run, chunk.sections[ruling.section].criterion))
      ruling.because.push_back({Ground::Kind::met, criterion});
    ruling.open.clear();
    return ruling;
  }

  ruling.outcome = Outcome::deny;
  ruling.category = chunk.otherwise_category;
  ruling.open.clear();
  find_closest(chunk, run, over, ruling);
  return ruling;
}

}  // namespace crit
