#include "schema.hpp"

#include <algorithm>

namespace crit {
namespace {

constexpr std::size_t most_of_group = 5;  // kinds of one group that are named; more make no line that is read

std::string plain(std::string word) {
  std::replace(word.begin(), word.end(), '_', ' ');
  return word;
}

// `a chart note`, `an order`, `claims`
std::string with_article(const std::string& words) {
  if (words.back() == 's') return words;
  return (std::string("aeiou").find(words[0]) != std::string::npos ? "an " : "a ") + words;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) text += (i == 0 ? "" : i + 1 == parts.size() ? " or " : ", ") + parts[i];
  return text;
}

bool names_a_group(const Schema& schema, std::size_t kind) {
  return std::any_of(schema.source_groups.begin(), schema.source_groups.end(), [&](const SourceGroup& group) { return group.own == kind; });
}

std::vector<std::string> kinds_of(const Schema& schema, SourceMask mask) {
  std::vector<std::string> words;
  for (std::size_t i = 0; i < schema.kinds.size(); ++i) {
    if ((mask >> i & 1U) != 0 && !names_a_group(schema, i)) words.push_back(plain(schema.kinds[i]));
  }
  return words;
}

std::string group_words(const Schema& schema, const SourceGroup& group) {
  std::vector<std::string> kinds = kinds_of(schema, group.kinds);
  if (kinds.size() > most_of_group) {
    const std::size_t others = kinds.size() - (most_of_group - 1);
    kinds.resize(most_of_group - 1);
    kinds.push_back(std::to_string(others) + " other kinds");
  }
  return (group.text.empty() ? with_article(plain(schema.kinds[group.own])) : group.text) + " (" + joined(kinds) + ")";
}

}  // namespace

std::string source_words(const Schema& schema, SourceMask mask) {
  std::vector<const SourceGroup*> groups;
  for (const SourceGroup& group : schema.source_groups) {
    if ((group.kinds & ~mask) == 0) groups.push_back(&group);
  }
  const auto size = [](const SourceGroup* group) {
    std::size_t count = 0;
    for (SourceMask rest = group->kinds; rest != 0; rest &= rest - 1) ++count;
    return count;
  };
  std::stable_sort(groups.begin(), groups.end(), [&](const SourceGroup* left, const SourceGroup* right) { return size(left) > size(right); });
  std::vector<std::string> parts;
  SourceMask left = mask;
  for (const SourceGroup* group : groups) {
    if (kinds_of(schema, group->kinds & left).empty()) continue;  // named with those before
    parts.push_back(group_words(schema, *group));
    left &= ~group->kinds;
  }
  std::vector<std::string> kinds = kinds_of(schema, left);
  if (!kinds.empty()) kinds.front() = with_article(kinds.front());
  parts.insert(parts.end(), kinds.begin(), kinds.end());
  return joined(parts);
}

}  // namespace crit
