#include "needs.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

namespace crit {

std::vector<std::pair<std::string, Value>> possible_answers(const Schema& schema, const FactType& type) {
  if (type.kind == FactKind::yes_no) return {{"yes", Truth::yes}, {"no", Truth::no}};
  std::vector<std::pair<std::string, Value>> answers;
  if (type.kind == FactKind::enumeration) {
    const auto& alternatives = schema.enumerations[type.enumeration].alternatives;
    for (std::size_t i = 0; i < alternatives.size(); ++i) answers.emplace_back(alternatives[i], Alternative{static_cast<std::uint32_t>(i)});
  }
  return answers;
}

// From the top down: a criterion that is settled needs nothing below it; in `all of`, an open child that cannot fail does
// not matter while another can.
std::vector<std::uint32_t> open_criteria(const Chunk& chunk, const FinishedRun& run, std::uint32_t criterion,
                                         bool wide) {
  std::vector<std::uint32_t> result;
  if (is_certain(run.criterion(criterion))) return result;
  result.push_back(criterion);
  const CriterionInfo& info = chunk.criteria[criterion];
  const bool some_may_fail = std::any_of(info.children.begin(), info.children.end(), [&](std::uint32_t child) {
    return !is_certain(run.criterion(child)) && may_be_not_met(run.criterion(child));
  });
  for (const std::uint32_t child : info.children) {
    if (!wide && info.kind == terms::BlockKind::all_of && some_may_fail && !may_be_not_met(run.criterion(child)))
      continue;
    for (const std::uint32_t deeper : open_criteria(chunk, run, child, wide)) result.push_back(deeper);
  }
  return result;
}

namespace {

// Why something does not do: of a fact or a list, or of an item or a field of one.
struct Said {
  std::optional<std::uint32_t> item;
  std::optional<std::uint32_t> field;
  const Reason* why = nullptr;
  // "not supplied" says nothing more beside "not supplied; one from 2022-09-01 on would do".
  bool says_all_of(const Said& other) const {
    return item == other.item && field == other.field && holds(*why, *other.why);
  }
};

const Reason* reason_of(const std::vector<Said>& all, const ListSlot* list, Reads& reads) {
  Argument::List reasons;
  for (const Said& one : all) {
    const Reason* reason = one.why;
    if (one.field)
      reason = reads.why(ReasonCode::of_field, {Count{*one.item + 1}, list->fields[*one.field].name, reason});
    else if (one.item)
      reason = reads.why(ReasonCode::of_item, {Count{*one.item + 1}, reason});
    if (all.size() == 1) return reason;
    reasons.emplace_back(reason);
  }
  return reasons.empty() ? nullptr : reads.why(ReasonCode::several, {Argument(std::move(reasons))});
}

}  // namespace

std::vector<Gap> find_gaps(const Chunk& chunk, FinishedRun& run, const Ruling& ruling, bool wide) {
  std::vector<Gap> gaps;
  std::vector<std::vector<Said>> reasons;  // of each
  std::map<std::tuple<bool, bool, std::uint32_t>, std::size_t> places;
  const auto take = [&](const ReadSet& evidence, std::uint32_t criterion, std::uint32_t entry) {
    for (const std::uint32_t index : evidence) {
      Read read = run.reads()[index];
      if (read.settled) continue;
      if (entry != nowhere && !read.missing && read.doubt != nullptr) {
        read.missing = true;  // an end date that is not settled rests on what may not settle it
        read.reason = read.doubt;
      }
      if (!read.missing || read.derived()) continue;
      const bool is_list = read.kind != Read::Kind::fact;
      const auto [place, fresh] = places.emplace(std::tuple{read.open_end, is_list, read.slot}, gaps.size());
      if (fresh) {
        gaps.push_back({is_list, read.slot, nullptr, read.open_end, {}, {}});
        reasons.emplace_back();
      }
      Gap& gap = gaps[place->second];
      if (read.reason != nullptr) {
        Said said{{}, {}, read.reason};
        if (read.kind == Read::Kind::item) {
          said.item = read.item;
          if (!chunk.schema.lists[read.slot].single_value && !is_about_source(*read.reason)) said.field = read.field;
        }
        std::vector<Said>& all = reasons[place->second];
        if (std::none_of(all.begin(), all.end(), [&](const Said& one) { return one.says_all_of(said); })) {
          all.erase(std::remove_if(all.begin(), all.end(), [&](const Said& one) { return said.says_all_of(one); }),
                    all.end());
          all.push_back(said);
        }
      }
      if (criterion != nowhere && std::find(gap.criteria.begin(), gap.criteria.end(), criterion) == gap.criteria.end()) gap.criteria.push_back(criterion);
      if (entry != nowhere && std::find(gap.entries.begin(), gap.entries.end(), entry) == gap.entries.end()) gap.entries.push_back(entry);
    }
  };
  for (const std::uint32_t section_index : ruling.open) {
    const SectionInfo& section = chunk.sections[section_index];
    const Verdict verdict = run.section(section_index);
    if (!is_certain(verdict)) {
      if (section.when != nowhere) {
        for (const std::uint32_t criterion : open_criteria(chunk, run, section.when, wide)) {
          take(run.evidence(criterion), criterion, nowhere);
        }
      }
      // Where a part cannot fail, and another may, only that one matters: as in `all of`.
      std::vector<std::uint32_t> parts{section.criterion};
      parts.insert(parts.end(), section.commons.begin(), section.commons.end());
      const auto may_fail = [&](std::uint32_t part) {
        return !is_certain(run.criterion(part)) && may_be_not_met(run.criterion(part));
      };
      const bool some_may_fail = std::any_of(parts.begin(), parts.end(), may_fail);
      for (const std::uint32_t part : parts) {
        if (!wide && !section.commons.empty() && some_may_fail && !may_fail(part)) continue;
        for (const std::uint32_t criterion : open_criteria(chunk, run, part, wide))
          take(run.evidence(criterion), criterion, nowhere);
      }
    }
    // Of an end that is surely not over no more need be known.
    if (section.until != nowhere && end_of(section, run, true).least <= run.as_of()) {
      take(run.entry_evidence(), nowhere, section.until);
    }
    if (section.target != nowhere && !std::holds_alternative<TextValue>(run.entry(section.target)))
      take(run.entry_evidence(), nowhere, section.target);
  }
  for (std::size_t i = 0; i < gaps.size(); ++i)
    gaps[i].reason = reason_of(reasons[i], gaps[i].is_list ? &chunk.schema.lists[gaps[i].slot] : nullptr, run.reads());
  return gaps;
}

std::vector<std::string> asked_of_end(const Chunk& chunk, FinishedRun& run, const SectionInfo& section) {
  std::vector<std::string> names;
  run.until(section.until);
  for (const std::uint32_t index : run.entry_evidence()) {
    const Read& read = run.reads()[index];
    if (read.derived() || read.settled || (!read.missing && read.doubt == nullptr)) continue;
    const std::string& name = read.kind == Read::Kind::fact ? chunk.schema.facts[read.slot].path : chunk.schema.lists[read.slot].path;
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return names;
}

}  // namespace crit
