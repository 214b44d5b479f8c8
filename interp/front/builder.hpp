// The builder's parts, shared by build.cpp (declarations), build_expr.cpp and build_words.cpp. Internal to them.
#pragma once

#include <string>
#include <string_view>

#include "ast.hpp"
#include "diagnostics.hpp"
#include "source.hpp"
#include "tree.hpp"

namespace crit {

class Builder {
 public:
  Builder(const Source& source, Diagnostics& diagnostics) : source_(source), diagnostics_(diagnostics) {}
  ast::File file(const Tree& tree);
  // Of a cell that stands by itself in a file, too: build.hpp
  ast::Cell cell(const Node& node);
  ast::ExprPtr cell_value(const Node& node);
  ast::ExprPtr typed(const Node& node) { return expression(node); }
  std::optional<Date> date(const Node& node);

 private:
  // ---- declarations: build.cpp
  ast::Policy policy(const Node& node);
  ast::PolicyClause policy_clause(const Node& node);
  std::vector<ast::FactDecl> fact_list(const Node& group);
  ast::FactDecl fact(const Node& node);
  ast::TypeExpr type(const Node& node);
  void word_type(const Node& node, ast::TypeExpr& made);
  ast::Codes codes(const Node& node);
  ast::SourceGroup source_group(const Node& node);
  ast::Units units(const Node& node);
  ast::Define define(const Node& node);
  ast::Table table(const Node& node);  // build_table.cpp
  ast::TableColumn table_column(const Node& node, std::string_view what);
  ast::Section section(const Node& node);
  ast::Give give_clause(const Node& node);
  void refer_clause(const Node& node, ast::Section& made);
  ast::Entry entry(const Node& node);
  std::vector<ast::Entry> entry_list(const Node& node);
  ast::Common common(const Node& node);
  ast::Amend amend(const Node& node);
  ast::AmendClause amend_clause(const Node& node);

  // ---- tests in the file: build_tests.cpp
  ast::Test test(const Node& node);
  ast::Expectation expectation(const Node& node);
  std::vector<ast::Given> given_list(const Node& node);
  ast::Given given(const Node& node);
  ast::Given given_value(const Node& node);
  ast::Word entry_label(const Node& node);
  ast::Word category(const Node& node, bool& is_text);

  // ---- expressions: build_expr.cpp
  ast::ExprPtr expression(const Node& node);
  ast::ExprPtr expression_of(const Node& node);  // without the limit on depth
  ast::ExprPtr chain(const Node& node, bool is_and);
  ast::ExprPtr arithmetic(const Node& node);
  ast::ExprPtr comparison(const Node& node);
  ast::ExprPtr documented(const Node& node);
  ast::ExprPtr number_literal(const Node& node);
  ast::ExprPtr set(const Node& node);
  ast::ExprPtr call(const Node& node);
  ast::ExprPtr block(const Node& node);
  ast::ExprPtr choice(const Node& node);
  ast::ExprPtr query(const Node& node);
  ast::Window window(const Node& node);
  static void take_windows(ast::ExprPtr& where, std::vector<ast::Window>& windows);
  ast::CodeRange code_range(const Node& node);
  bool check_chain(const Node& node);
  void check_body(const Node& body);

  // ---- words and literals: build_words.cpp
  std::string_view text_of(const Node& node) const { return source_.text(node.span); }
  ast::Word word(const Node& node) const { return {std::string(text_of(node)), node.span}; }
  ast::Word text(const Node& node);  // without quotes, escapes resolved
  ast::Word path(const Node& node);  // the same of a text that is a path
  ast::Word lost_name(Span span) const;
  void lost_item(const Node& node, ast::File& made);
  ast::Word declared_name(const Node& node, std::string_view what);
  std::vector<ast::Word> source_kinds(const Node& node);
  ast::Word unit(const Node& node) const;  // without the quotes of a quoted one
  std::optional<Duration> duration(const Node& node);
  std::string shown(std::uint32_t begin, std::uint32_t end) const;  // on one line, for a message

  template <typename T>
  static ast::ExprPtr make(Span span, T node) {
    auto made = std::make_unique<ast::Expr>();
    made->span = span;
    made->node = std::move(node);
    return made;
  }

  const Source& source_;
  Diagnostics& diagnostics_;
  int depth_ = 0;          // of the expression being built
  bool too_deep_ = false;  // reported
};

}  // namespace crit
