#include "words.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace crit {
namespace {

constexpr const char* none_applies = "no indication applies";

std::string spaced(std::string text) {
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

std::string joined(const std::vector<std::string>& parts, const char* between) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) text += (i == 0 ? "" : between) + parts[i];
  return text;
}

// The paths of the reasons of one kind.
std::vector<std::string> paths(const Chunk& chunk, const Ruling& ruling, Ground::Kind kind) {
  std::vector<std::string> result;
  for (const Ground& ground : ruling.because) {
    if (ground.kind == kind) result.push_back(chunk.criteria[ground.criterion].path);
  }
  return result;
}

// "I.1, I.2 are not met"; of alternatives "I.1 or II.1 is not met".
std::string said(const std::vector<std::string>& named, bool either, const char* what) {
  return joined(named, either ? " or " : ", ") + (named.size() > 1 && !either ? " are " : " is ") + what;
}

std::string denied(const Chunk& chunk, const Ruling& ruling, bool either, bool whole) {
  const std::string category = ruling.category.empty() ? "" : " as " + spaced(ruling.category);
  std::vector<std::string> criteria;  // that came out so
  const auto exclusions = paths(chunk, ruling, Ground::Kind::exclusion_met);
  const auto failed = paths(chunk, ruling, Ground::Kind::not_met);
  if (!exclusions.empty()) criteria.push_back(whole ? said(exclusions, either, "met").insert(joined(exclusions, either ? " or " : ", ").size(), exclusions.size() == 1 ? " (an exclusion)" : " (exclusions)") : joined(exclusions, either ? " or " : ", "));
  if (!failed.empty()) criteria.push_back(whole ? said(failed, either, "not met") : joined(failed, either ? " or " : ", "));
  std::vector<std::string> others;
  const auto ended = paths(chunk, ruling, Ground::Kind::ended);
  if (!ended.empty()) others.push_back(fmt::format("an approval under {} would already have ended", joined(ended, either ? " or " : ", ")));
  if (std::any_of(ruling.because.begin(), ruling.because.end(),
                  [](const Ground& ground) { return ground.kind == Ground::Kind::none_applies; }))
    others.emplace_back(none_applies);
  if (criteria.empty()) return fmt::format("deny{}: {}", category, joined(others, " or "));
  criteria.insert(criteria.end(), others.begin(), others.end());
  return fmt::format("deny{} because {}", category, joined(criteria, " or "));
}

std::string shown(Day day) { return day == End::never ? "no end" : to_string(day); }

}  // namespace

std::vector<std::string> reasons(const Chunk& chunk, const Ruling& ruling) {
  std::vector<std::string> result;
  for (const Ground& ground : ruling.because)
    result.push_back(ground.kind == Ground::Kind::none_applies ? none_applies : chunk.criteria[ground.criterion].path);
  return result;
}

std::string phrase(const Chunk& chunk, const Ruling& ruling, bool either, bool whole) {
  switch (ruling.outcome) {
    case Outcome::approve: {
      std::string text = ruling.until ? "approve until " + to_string(*ruling.until) : "approve with no end date";
      if (!whole) return text;
      text += ": " + said(paths(chunk, ruling, Ground::Kind::met), either, "met");
      if (ruling.until) text += "; the last covered day is " + to_string(static_cast<Day>(*ruling.until - 1));
      return text;
    }
    case Outcome::deny: return denied(chunk, ruling, either, whole);
    case Outcome::refer:
      if (ruling.target == "review" && !ruling.review.empty()) return "refer to review: " + ruling.review;
      return fmt::format("refer to {}{}", ruling.target, whole ? " because of " + joined(reasons(chunk, ruling), either ? " or " : ", ") : "");
    case Outcome::pend: return whole ? "pend" : "still pend";
    case Outcome::undetermined: break;
  }
  return "undetermined";
}

std::string lengthens(const Chunk& chunk, const Longer& longer, const std::vector<std::string>& asked) {
  const std::string& path = chunk.sections[longer.section].path;
  if (!longer.met) return fmt::format("{} is still open and could lengthen the approval", path);
  const std::string facts = joined(asked, ", ");
  const std::string rest = facts.empty() ? "" : fmt::format("; it rests on {}", facts);
  if (longer.end.latest == End::never) return fmt::format("the end of {} is not known and could lengthen the approval{}", path, rest);
  return fmt::format("{} could lengthen the approval, until {} at the latest{}", path, shown(longer.end.latest), rest);
}

}  // namespace crit
