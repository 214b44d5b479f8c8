// What a policy declares, by name: made by the check and kept with the checked policy, for whoever offers or explains
// names. What a name means at one place (an item's field, a parameter) is not kept here: see check_names.hpp.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <unordered_map>

#include "crit/diagnostic.hpp"

namespace crit {

enum class SymbolKind : std::uint8_t {
  none,
  fact,
  list,
  group,
  define,
  code_set,
  table,
  as_of,
  parameter,  // of a define that is being written out: never in the table
  faulty,     // its declaration is
};
struct Symbol {
  SymbolKind kind = SymbolKind::none;
  std::uint32_t index = 0;  // of its kind, in the policy or its schema
  Span span;                // of the name, where it is declared first
};

struct Symbols {
  static constexpr std::uint32_t written_out = UINT32_MAX;  // index of a define that is copied where it is used

  Symbol find(const std::string& path) const {
    const auto place = names.find(path);
    return place == names.end() ? Symbol{} : place->second;
  }

  std::unordered_map<std::string, Symbol> names;
  std::set<std::string> groups;  // of facts
  std::set<std::string> used;    // names that something in the policy uses
  std::set<std::string> declared_twice;
};

}  // namespace crit
