// The builder's parts: words and literals, expressions, declarations. Internal to build*.cpp.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ast.hpp"
#include "diagnostics.hpp"
#include "source.hpp"
#include "tree.hpp"

namespace crit {

bool is_alnum(char c);
bool is_snake_word(std::string_view word);

// Words and literals: build_words.cpp
class WordReader {
 public:
  WordReader(const Source& of, Diagnostics& into) : source(of), diagnostics(into) {}

  std::string_view text_of(const Node& node) const { return source.text(node.span); }
  ast::Word word(const Node& node) const { return {std::string(text_of(node)), node.span}; }
  ast::Word text(const Node& node);  // without quotes, escapes resolved
  ast::Word path(const Node& node);  // the same of a text that is a path
  ast::Word lost_name(Span span) const;
  ast::Word declared_name(const Node& node, std::string_view what);
  std::vector<ast::Word> source_kinds(const Node& node);
  ast::Word unit(const Node& node) const;  // without the quotes of a quoted one
  std::optional<Duration> duration(const Node& node);
  std::optional<Date> date(const Node& node);
  std::string shown(std::uint32_t begin, std::uint32_t end) const;  // on one line, for a message

  const Source& source;
  Diagnostics& diagnostics;
};

// Conditions, values, queries, blocks: build_expr.cpp; cells of tables: build_table.cpp
class ExpressionBuilder {
 public:
  explicit ExpressionBuilder(WordReader& words) : words_(words) {}

  ast::ExprPtr expression(const Node& node);
  ast::CodeRange code_range(const Node& node);
  ast::Cell cell(const Node& node);
  ast::ExprPtr cell_value(const Node& node);
  ast::ExprPtr number_literal(const Node& node);
  ast::Entry entry(const Node& node);  // of a block or a section: label, text, condition (build.cpp)
  void check_body(const Node& body);

  template <typename T>
  static ast::ExprPtr make(Span span, T node) {
    auto made = std::make_unique<ast::Expr>();
    made->span = span;
    made->node = std::move(node);
    return made;
  }

 private:
  ast::ExprPtr expression_of(const Node& node);  // without the limit on depth
  ast::ExprPtr chain(const Node& node, bool is_and);
  ast::ExprPtr arithmetic(const Node& node);
  ast::ExprPtr comparison(const Node& node);
  ast::ExprPtr documented(const Node& node);
  ast::Word entry_label(const Node& node);
  ast::ExprPtr set(const Node& node);
  ast::ExprPtr call(const Node& node);
  ast::ExprPtr block(const Node& node);
  ast::ExprPtr choice(const Node& node);
  ast::ExprPtr query(const Node& node);
  ast::Window window(const Node& node);
  static void take_windows(ast::ExprPtr& where, std::vector<ast::Window>& windows);
  bool check_chain(const Node& node);

  WordReader& words_;
  int depth_ = 0;          // of the expression being built
  bool too_deep_ = false;  // reported
};

// Declarations, sections, tests.
class Builder {
 public:
  Builder(const Source& source, Diagnostics& diagnostics) : words_(source, diagnostics) {}
  ast::File file(const Tree& tree);

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
  std::vector<ast::Entry> entry_list(const Node& node);
  ast::Common common(const Node& node);
  ast::Amend amend(const Node& node);
  ast::AmendClause amend_clause(const Node& node);
  void lost_item(const Node& node, ast::File& made);

  // ---- tests in the file: build_tests.cpp
  ast::Test test(const Node& node);
  ast::Expectation expectation(const Node& node);
  std::vector<ast::Given> given_list(const Node& node);
  ast::Given given(const Node& node);
  ast::Given given_value(const Node& node);
  ast::Word category(const Node& node, bool& is_text);

  WordReader words_;
  ExpressionBuilder expressions_{words_};
};

}  // namespace crit
