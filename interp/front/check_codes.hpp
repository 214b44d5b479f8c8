// Code sets and codes.
#pragma once

#include "pass.hpp"

namespace crit {

enum class CodePlace {
  braces,
  includes,
  is,
  is_not
};  // where a code stands: among others, or alone behind one of these

class CodeSets : Pass {
 public:
  explicit CodeSets(CheckContext& context) : Pass(context) {}

  void check_codes();
  bool check_system(const ast::Word& system);
  void report_code(Span span, const NormalCode& code);
  CodeSet code_set(const std::string& system, const std::vector<ast::CodeRange>& members,
                   CodePlace place = CodePlace::braces);
  std::uint32_t add_code_set(CodeSet set, std::string set_name);
  std::uint32_t code_item_set(const std::string& system, const std::string& text, Span span, CodePlace place);
  std::vector<ast::CodeRange> code_ranges(const ast::SetLiteral& set);
  std::string code_range_meant(const ast::Expr& expr) const;  // `{ E66.0..E66.9 }` for E66.0-E66.9; empty: it is none
  NodePtr unknown_code_set(const ast::NamePath& path, Span span, std::string help);
};

}  // namespace crit
