// Tables: keys, outputs, rows. What may stand in a cell is a written-out value; the checker settles its type.
#include "build.hpp"
#include "builder.hpp"
#include "parse.hpp"

namespace crit {

ast::TableColumn Builder::table_column(const Node& node, std::string_view what) {
  ast::TableColumn made;
  made.span = node.span;
  for (const Node& child : node.children) {
    if (child.kind == Kind::name) made.name = words_.declared_name(child, what);
    if (child.kind == Kind::type) made.type = type(child);
    if (child.kind == Kind::keyword) made.interpolated = true;
  }
  return made;
}

// A text in quotes may be a code, too: the key's type tells.
ast::ExprPtr ExpressionBuilder::cell_value(const Node& node) {
  if (node.kind == Kind::keyword) return make(node.span, ast::NamePath{"no"});
  if (node.kind != Kind::code_item) return expression(node);
  if (node.children.size() == 1 && node.children[0].kind == Kind::text) return expression(node.children[0]);
  return make(node.span, ast::CodeSetItem{code_range(node)});
}

ast::Cell ExpressionBuilder::cell(const Node& node) {
  ast::Cell made;
  made.span = node.span;
  for (const Node& child : node.children) {
    if (child.kind != Kind::cell_range) continue;
    ast::CellRange range;
    range.span = child.span;
    if (child.children.front().kind != Kind::op) {
      ast::ExprPtr first = cell_value(child.children.front());
      // Between the two ends stands the op `..`, unless it is one value.
      if (child.children.size() == 1) {
        range.value = std::move(first);
      } else {
        range.low = std::move(first);
        range.high = cell_value(child.children.back());
      }
      made.ranges.push_back(std::move(range));
      continue;
    }
    for (std::size_t i = 0; i + 1 < child.children.size(); i += 2) {
      const std::string_view op = words_.text_of(child.children[i]);
      const bool upper = op[0] == '<' || op == "≤";
      ast::ExprPtr& end = upper ? range.high : range.low;
      if (end) {
        words_.diagnostics.add(Mistake::unexpected, child.children[i].span, upper ? "this range has two upper ends" : "this range has two lower ends",
                         "write `>= 10 kg and < 20 kg`");
        break;
      }
      end = cell_value(child.children[i + 1]);
      (upper ? range.high_open : range.low_open) = op == "<" || op == ">";
    }
    made.ranges.push_back(std::move(range));
  }
  return made;
}

ast::Table Builder::table(const Node& node) {
  ast::Table made;
  made.span = node.span;
  for (const Node& child : node.children) {
    if (child.kind == Kind::name) made.name = words_.declared_name(child, "a table");
    if (child.kind == Kind::table_key) made.keys.push_back(table_column(child, "a key"));
    if (child.kind == Kind::table_output) made.outputs.push_back(table_column(child, "an output"));
    if (child.kind == Kind::from_file) made.from_file = true, made.file = words_.text(child.children.front());
    if (child.kind == Kind::error) made.broken = true;
    if (child.kind != Kind::row && child.kind != Kind::otherwise_row) continue;
    ast::TableRow row;
    row.span = child.span;
    for (const Node& part : child.children) {
      if (part.kind == Kind::cell) row.cells.push_back(expressions_.cell(part));
      else row.values.push_back(expressions_.cell_value(part));
    }
    (child.kind == Kind::row ? made.rows : made.otherwise).push_back(std::move(row));
  }
  if (made.from_file && !made.rows.empty()) {
    words_.diagnostics.add(Mistake::table_rows, made.rows.front().span, "the rows of `" + made.name.text + "` stand in \"" + made.file.text + "\"",
                     "put this row into the file; beside `from` stands only `otherwise`");
    made.broken = true;
  }
  return made;
}

// ---- cells of files --------------------------------------------------------------------------------------------
std::optional<ast::Cell> build_cell(const Source& cell, Diagnostics& diagnostics) {
  const std::optional<Tree> tree = parse_part(cell, Part::cell, diagnostics);
  if (!tree) return std::nullopt;
  WordReader words(cell, diagnostics);
  return ExpressionBuilder(words).cell(tree->root);
}

ast::ExprPtr build_cell_value(const Source& cell, Diagnostics& diagnostics) {
  const std::optional<Tree> tree = parse_part(cell, Part::value, diagnostics);
  if (!tree) return nullptr;
  WordReader words(cell, diagnostics);
  return ExpressionBuilder(words).cell_value(tree->root);
}

std::optional<Date> build_cell_date(const Source& cell, Diagnostics& diagnostics) {
  const std::optional<Tree> tree = parse_part(cell, Part::date, diagnostics);
  return tree ? WordReader(cell, diagnostics).date(tree->root) : std::nullopt;
}

}  // namespace crit
