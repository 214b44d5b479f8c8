// Which defines and criteria look at which fact: noted once, so that trying what a fact's answer would do runs only the
// code that the answer can touch.
#include <algorithm>

#include "lowering.hpp"

namespace crit::lowering {

void Lowering::note_uses() {
  chunk_.uses_of_fact.resize(chunk_.schema.facts.size());
  chunk_.uses_of_define.resize(chunk_.defines.size());
  chunk_.leaf_at.assign(chunk_.code.size(), nowhere);
  for (std::size_t i = 0; i < chunk_.criteria.size(); ++i) {
    const CriterionInfo& criterion = chunk_.criteria[i];
    if (criterion.children.empty() && criterion.begin != nowhere)
      chunk_.leaf_at[criterion.begin] = static_cast<std::uint32_t>(i);
  }
  const auto take = [&](std::uint32_t begin, std::uint32_t end, std::uint32_t define) {
    std::uint32_t leaf = nowhere;
    for (std::uint32_t at = begin; at < end; ++at) {
      if (chunk_.leaf_at[at] != nowhere) leaf = chunk_.leaf_at[at];
      const Instruction& code = chunk_.code[at];
      std::vector<CodeUser>* users = nullptr;
      if (code.op == Op::Fact)
        users = &chunk_.uses_of_fact[code.a];
      else if ((code.op == Op::Known || code.op == Op::IsDocumented) && code.b == 0)
        users = &chunk_.uses_of_fact[code.a];
      else if (code.op == Op::Define)
        users = &chunk_.uses_of_define[code.a];
      const auto add = [&](CodeUser user) {
        if (users->empty() || !(users->back() == user)) users->push_back(user);
      };
      if (users != nullptr && define != nowhere) add({true, define});
      if (users != nullptr && leaf != nowhere) add({false, leaf});
      if (code.op == Op::Criterion) leaf = nowhere;
    }
  };
  for (std::size_t i = 0; i < chunk_.defines.size(); ++i)
    take(chunk_.defines[i].begin, chunk_.defines[i].end, static_cast<std::uint32_t>(i));
  take(chunk_.main, static_cast<std::uint32_t>(chunk_.code.size()), nowhere);
}

}  // namespace crit::lowering
