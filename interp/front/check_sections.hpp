// Indications, exclusions, referrals (check_sections.cpp), and what indications share (check_common.cpp).
#pragma once

#include "pass.hpp"

namespace crit {

class Sections : Pass {
 public:
  explicit Sections(CheckContext& context) : Pass(context) {}

  void check_sections();
  void check_commons();
  void check_asked(const std::string& name, ast::ExprPtr criterion);  // a section of its own, that nothing decides by

 private:
  void check_section(const ast::Section& node);
  BodyPtr section_body(const std::vector<ast::Entry>& written, checked::Criterion& owner);
  std::string category(const ast::Word& written, bool is_text);
  bool approve_is_lost(const ast::Section& node) const;
  std::uint32_t common_criteria(const ast::Common& node);  // gives its place in Policy::commons
  std::vector<checked::Give> gives(const std::vector<ast::Give>& nodes);
  void given_twice(const ast::Word& name, Span first);
};

}  // namespace crit
