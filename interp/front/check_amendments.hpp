// Amendments.
#pragma once

#include <functional>
#include <set>

#include "pass.hpp"

namespace crit {

class Amendments : Pass {
 public:
  explicit Amendments(CheckContext& context) : Pass(context) {}

  void check_amendments();  // before criteria: their conditions, and whether two meet
  void check_changes();     // after criteria: each found what it changes
  // The criterion with the texts that amendments give it; `base` makes its own.
  BodyPtr amended(checked::Criterion& owner, int depth, const std::function<BodyPtr(checked::Criterion&)>& base);
  void add_entries(checked::Criterion& owner, checked::BlockBody& block, int depth);
  const std::vector<std::string>& replaced() const { return replaced_; }

 private:
  struct Change {
    std::uint32_t amendment = 0;  // into policy_.amendments
    const ast::AmendClause* clause = nullptr;
  };
  // The facts that an amendment's condition visibly constrains, with the values it takes: `x is A`, `x in { A, B }`,
  // and such joined by `and`.
  using ConstrainedFacts = std::map<std::string, std::set<std::string>>;
  void check_conflicts(const std::vector<const ast::Amend*>& amends);
  ConstrainedFacts constrained_facts(const ast::Amend& amend) const;
  NodePtr applies(std::uint32_t amendment, Span span);
  checked::Criterion variant(const checked::Criterion& owner, Span span, std::optional<std::uint32_t> amendment);
  BodyPtr variant_body(checked::Criterion made);

  std::map<std::string, std::vector<Change>> changes_;  // replaced or removed, by full name; who goes over others first
  std::map<std::string, std::vector<Change>> additions_;  // by the block's full name
  std::set<const ast::AmendClause*> found_;               // the criterion that it changes
  std::vector<std::string> replaced_;                     // or removed
};

}  // namespace crit
