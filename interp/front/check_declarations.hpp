// What the policy counts in and what it asks about a member: units, facts, lists. Every declared name is declared here.
#pragma once

#include "pass.hpp"

namespace crit {

class Declarations : Pass {
 public:
  explicit Declarations(CheckContext& context) : Pass(context) {}

  void check_counting_units();
  void check_facts();
  void declare_lost_names();
  bool declare_name(const std::string& path, Symbol symbol);
  std::optional<FactType> fact_type(const ast::TypeExpr& type);  // nullopt: reported
  const std::map<std::string, Span>& absent_spans() const { return absent_spans_; }

 private:
  void declare_fact(const ast::FactDecl& declaration, const std::string& prefix, int depth);
  void declare_list(const ast::FactDecl& declaration, const std::string& path);
  std::optional<std::uint32_t> declare_enumeration(const ast::TypeExpr& type);

  std::map<std::string, Span> absent_spans_;  // facts declared absent_means_no
};

}  // namespace crit
