// Tables, and looking a key up in one.
#pragma once

#include "pass.hpp"

namespace crit {

class Tables : Pass {
 public:
  explicit Tables(CheckContext& context) : Pass(context) {}

  void check_tables();
  NodePtr lookup(const ast::Call& node, std::uint32_t index, Span span);

 private:
  bool check_table(const ast::Table& node, LookupTable& table);
  bool column_of_type(const ast::TypeExpr& type, bool is_key, TableColumn& column);
  bool column_of_cells(const std::vector<const ast::Expr*>& cells, const ast::TableColumn& written_column, bool is_key,
                       TableColumn& column);
  std::optional<Value> table_value(const ast::Expr& expr, const TableColumn& column, LookupTable& table);
  bool table_cell(const ast::Cell& cell, const TableColumn& column, LookupTable& table, KeyCell& made);
  bool report_hits(const ast::Table& node, LookupTable& table);
  static bool touches(const LookupTable& table, std::uint32_t first, std::uint32_t second);

  const TableColumn* duration_column_ = nullptr;  // the column in work, and whether it counts in days
  bool duration_days_ = false;
};

}  // namespace crit
