#include "touched.hpp"

namespace crit {

Touched touched_by(const Chunk& chunk, const MachineOptions& what_if) {
  Touched touched;
  if (chunk.leaf_at.empty()) return touched;
  touched.criteria.assign(chunk.criteria.size(), false);
  touched.defines.assign(chunk.defines.size(), false);
  std::vector<std::uint32_t> defines;  // touched, and their users not yet
  const auto touch = [&](const std::vector<CodeUser>& users) {
    for (const CodeUser& user : users) {
      if (!user.is_define) {
        touched.criteria[user.index] = true;
      } else if (!touched.defines[user.index]) {
        touched.defines[user.index] = true;
        defines.push_back(user.index);
      }
    }
  };
  for (const MachineOptions::Fact& fact : what_if.facts) touch(chunk.uses_of_fact[fact.slot]);
  for (const auto& [define, value] : what_if.defines) touch({{true, define}});
  if (!what_if.criteria.empty()) {
    for (std::uint32_t i = 0; i < chunk.defines.size(); ++i) {
      if (!chunk.defines[i].referenced_by_meets.empty()) touch({{true, i}});
    }
  }
  while (!defines.empty()) {
    const std::uint32_t define = defines.back();
    defines.pop_back();
    touch(chunk.uses_of_define[define]);
  }
  return touched;
}

}  // namespace crit
