// A text being laid out: its tokens, and where each of them will stand. Internal to the formatter.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "format_columns.hpp"
#include "format_tokens.hpp"

namespace crit::layout {

class Layout {
 public:
  explicit Layout(Script script);
  // Gives every token its column: format_lines.cpp.
  void place();
  // Ends lines that are too long, once each; they are to be placed anew. False: none is, or none can be ended.
  // format_wrap.cpp.
  bool end_long_lines();
  std::string write(std::string_view line_end) const;
  std::size_t size() const { return script_.tokens.size(); }

 private:
  // What is open: braces and parentheses, the whole file first.
  struct Frame {
    std::uint32_t opener = nowhere;
    std::uint32_t base = 0;             // where its closing one stands, at a line's start
    std::uint32_t content = 0;          // where statements within begin
    std::uint32_t inner = nowhere;      // the first token within, on the opener's line
    std::uint32_t line = nowhere;       // the token that begins the line of the statement at hand
    std::uint32_t separator = nowhere;  // between the statement's head and its value
    std::uint32_t value = nowhere;      // what the value begins with
  };
  // A cell's kind, so that cells of one kind can share a column: the kind of statement, and which of its cells.
  using CellKind = std::pair<int, int>;
  struct Row {
    std::uint32_t statement;
    std::uint32_t first;
    std::vector<std::pair<CellKind, std::uint32_t>> cells;
  };

  // ---- lines
  void open_bodies();
  void count_lines();
  std::uint32_t line_column(std::uint32_t token);
  std::uint32_t comment_column(std::uint32_t comment);
  std::uint32_t continued(std::uint32_t token) const;
  std::uint32_t continued_as_written(std::uint32_t token) const;
  void open(std::uint32_t opener);
  void begin_statement(std::uint32_t statement);
  std::uint32_t value_of(std::uint32_t statement, std::uint32_t separator) const;
  bool begins_line(std::uint32_t token) const { return token == 0 || script_.tokens[token].breaks != 0; }
  bool is_opener(std::uint32_t token) const { return script_.is_sign(token, "{") || script_.is_sign(token, "("); }
  bool is_closer(std::uint32_t token) const { return script_.is_sign(token, "}") || script_.is_sign(token, ")"); }
  bool is_alternative(std::uint32_t token) const;  // the `|` or `<` before one
  std::uint32_t type_of(std::uint32_t alternative) const;  // the outermost type around it
  std::uint32_t alternative_column(std::uint32_t token, std::uint32_t colon_column) const;
  void drop_separators();
  bool may_drop(std::uint32_t token, std::uint32_t opener) const;
  bool goes_on(std::uint32_t token) const;

  // ---- columns: format_align.cpp
  void align(std::uint32_t owner, std::uint32_t indent);
  void align_run(std::vector<Row>& run, std::uint32_t indent);
  void align_cells(std::vector<Row>& run, const CellKind& kind, std::uint32_t indent);
  bool stands_apart(const Row& row, const CellKind& kind) const;
  bool take_cell(const Row& row, std::uint32_t token, std::uint32_t indent, Cell& cell) const;
  Row row_of(std::uint32_t statement) const;
  void add_cells(Row& row) const;
  void add_cells_of_fact(Row& row) const;
  void add_cells_of_entry(Row& row) const;
  void add_cells_of_table_row(Row& row) const;
  bool starts_run(const Row& row, bool top) const;
  bool shares_line(const Row& row) const;
  std::uint32_t line_start(std::uint32_t token) const { return line_start_[token]; }
  std::uint32_t end_of_line(std::uint32_t token) const { return line_end_[token]; }  // the first token of the next one
  std::uint32_t column_from(std::uint32_t first, std::uint32_t column, std::uint32_t to) const;
  std::uint32_t tail_of(std::uint32_t token) const;
  void align_comments();
  void align_comment_run(const std::vector<std::uint32_t>& comments);

  // ---- long lines: format_wrap.cpp
  struct End {  // of a line, before a token
    int cost = 0;
    std::uint32_t token = nowhere;
    std::uint32_t opener = nowhere;  // the brackets that are to be opened up for it
    bool outside = false;            // of all brackets that the line opens
  };
  bool end_line(std::uint32_t first, std::uint32_t end);
  End end_at(std::uint32_t token, std::uint32_t first, const std::vector<std::uint32_t>& openers, int depth) const;
  int cost_before(std::uint32_t token, std::uint32_t first) const;
  void end_before(std::uint32_t token);
  void open_up(std::uint32_t opener);
  bool fill(std::uint32_t first, std::uint32_t end);
  void join(std::uint32_t ended, std::uint32_t next);

  Script script_;
  std::vector<Frame> frames_;
  std::uint32_t line_ = 0;                               // the token that begins the line at hand
  std::vector<std::uint32_t> line_start_;                // by token; as of the last placing
  std::vector<std::uint32_t> line_end_;
  std::vector<bool> ended_;                              // a line ends before it that the author did not end
  std::map<std::pair<CellKind, std::uint32_t>, int> stood_in_;  // how many cells the author put into a column
};

}  // namespace crit::layout
