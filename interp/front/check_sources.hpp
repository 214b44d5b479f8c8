// Kinds of sources and groups of them; the header's `evidence`.
#pragma once

#include "pass.hpp"

namespace crit {

class SourceKinds : Pass {
 public:
  explicit SourceKinds(CheckContext& context) : Pass(context) {}

  void check_source_groups();
  void check_evidence(const ast::PolicyClause& clause);
  SourceMask source_mask(const std::vector<ast::Word>& kinds);

  const std::map<std::string, const ast::SourceGroup*>& groups() const { return groups_; }
  bool is_used(const std::string& group) const { return masks_.count(group) != 0; }
  Span span(std::size_t kind) const { return spans_[kind]; }

 private:
  SourceMask kind_bit(const ast::Word& kind);  // any_source: too many, reported
  SourceMask group_mask(const ast::SourceGroup& group);

  std::map<std::string, const ast::SourceGroup*> groups_;
  std::map<std::string, SourceMask> masks_;     // of groups that are used
  std::vector<Span> spans_;                     // by Schema::kinds
  std::map<std::string, Span> evidence_spans_;  // by fact: the header's clause
};

}  // namespace crit
