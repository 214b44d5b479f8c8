#include "policy_model.hpp"

namespace crit {

std::string codes_text(const CodeSet& set) {
  std::string text = "{";
  for (const CodeEntry& entry : set.entries) {
    text += " " + entry.first;
    if (entry.kind == CodeEntry::Kind::subtree) text += "*";
    if (entry.kind == CodeEntry::Kind::range) text += ".." + entry.last;
  }
  return text + " }";
}

std::string code_set_text(const PolicyModel& model, std::uint32_t set) {
  const std::string& name = model.code_set_names[set];
  return name.empty() ? codes_text(model.code_sets[set]) : name;
}

}  // namespace crit
