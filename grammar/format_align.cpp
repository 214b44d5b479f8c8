// Which tokens of a block's lines are cells that share columns.
#include <algorithm>
#include <map>
#include <set>

#include "format_layout.hpp"

namespace crit::layout {
namespace {

// A description has so many blanks before it beyond the least, where the author chose no column.
constexpr std::uint32_t description_gap = 2;

bool is_aligned_clause(std::string_view keyword) {
  return keyword == "title" || keyword == "payer" || keyword == "version" || keyword == "source" || keyword == "effective" || keyword == "bills";
}

// Arms and their `otherwise` are of one family, as rows are.
Kind family(Kind kind) {
  if (kind == Kind::otherwise_arm) return Kind::arm;
  if (kind == Kind::otherwise_row) return Kind::row;
  if (kind == Kind::remove || kind == Kind::add) return Kind::replace;
  return kind;
}

enum Place { head = 0, text = 1, value = 2, operation = 3, colon = 50, output = 51 };

}  // namespace

// ---- the cells of a statement ------------------------------------------------------------------------------------------
Layout::Row Layout::row_of(std::uint32_t statement) const {
  Row row{statement, script_.first_of(statement), {}};
  add_cells(row);
  return row;
}

void Layout::add_cells(Row& row) const {
  const Kind kind = family(script_.kind(row.statement));
  const auto add = [&](Place place, std::uint32_t token) {
    if (token != nowhere && token < script_.past(row.statement)) row.cells.push_back({{static_cast<int>(kind), place}, token});
  };
  if (kind == Kind::entry) return add_cells_of_entry(row);
  if (kind == Kind::fact) return add_cells_of_fact(row);
  if (kind == Kind::row) return add_cells_of_table_row(row);
  if (is_one_of(kind, {Kind::policy_clause, Kind::replace})) return add(head, row.first + 1);
  if (is_one_of(kind, {Kind::give_clause, Kind::arm, Kind::given}))
    return add(colon, script_.separator_of(row.statement));
  if (kind == Kind::codes) {
    const std::uint32_t separator = script_.separator_of(row.statement);
    add(colon, separator);
    std::uint32_t list = separator;
    while (list < script_.past(row.statement) && !script_.is_sign(list, "{") && script_.tokens[list].text != "from")
      ++list;
    return add(output, list);
  }
  if (kind == Kind::define) {
    for (const std::uint32_t child : script_.owners[row.statement].children) {
      if (script_.kind(child) == Kind::text && script_.first_of(child) < script_.separator_of(row.statement))
        add(text, script_.first_of(child));
    }
    add(colon, script_.separator_of(row.statement));
  }
}

void Layout::add_cells_of_entry(Row& row) const {
  const auto kind = static_cast<int>(Kind::entry);
  const std::uint32_t separator = script_.separator_of(row.statement);
  if (separator != nowhere) {
    if (separator == row.first + 2) row.cells.push_back({{kind, text}, row.first + 1});
    const std::uint32_t begin = value_of(row.statement, separator);
    if (begin != nowhere) row.cells.push_back({{kind, value}, begin});
    return;
  }
  const auto& children = script_.owners[row.statement].children;
  if (children.size() != 1 || script_.kind(children[0]) != Kind::comparison) return;
  for (const std::uint32_t part : script_.owners[children[0]].children) {
    if (script_.kind(part) == Kind::op) row.cells.push_back({{kind, operation}, script_.first_of(part)});
  }
}

void Layout::add_cells_of_fact(Row& row) const {
  const auto kind = static_cast<int>(Kind::fact);
  std::uint32_t holder = row.statement;
  std::uint32_t mark = script_.separator_of(row.statement);
  if (mark == nowhere) {  // a group: its brace stands where others have their colon, if it is all on one line
    mark = row.first + 1;
    if (end_of_line(row.first) < script_.past(row.statement)) return;
    const auto& group = script_.owners[script_.owners[row.statement].children.back()];
    if (group.children.size() == 1) holder = group.children[0];
  }
  row.cells.push_back({{kind, colon}, mark});
  for (const std::uint32_t child : script_.owners[holder].children) {
    if (script_.kind(child) == Kind::text) row.cells.push_back({{kind, output}, script_.first_of(child)});
  }
}

void Layout::add_cells_of_table_row(Row& row) const {
  const auto kind = static_cast<int>(Kind::row);
  const std::uint32_t separator = script_.separator_of(row.statement);
  int keys = 0;
  int outputs = 0;
  for (const std::uint32_t child : script_.owners[row.statement].children) {
    const std::uint32_t first = script_.first_of(child);
    if (first < separator && keys++ > 0) row.cells.push_back({{kind, keys}, first});
    if (first < separator) continue;
    if (outputs == 0) row.cells.push_back({{kind, colon}, separator});
    if (outputs > 0) row.cells.push_back({{kind, output + outputs}, first});
    ++outputs;
  }
}

// ---- runs of lines -----------------------------------------------------------------------------------------------------
void Layout::align(std::uint32_t owner, std::uint32_t indent) {
  const bool top = owner == 0;
  std::vector<Row> run;
  for (const std::uint32_t child : script_.owners[owner].children) {
    Row row = row_of(child);
    // What has no cells and stands between, on several lines or at top level, parts what is above it from what is below.
    const bool parts = row.cells.empty() && (top || end_of_line(row.first) < script_.past(child));
    const bool changes = top && !run.empty() && script_.kind(run.back().statement) != script_.kind(child);
    if (parts || changes || starts_run(row, top)) {
      align_run(run, indent);
      run.clear();
    }
    if (begins_line(row.first) && !row.cells.empty() && !shares_line(row)) run.push_back(std::move(row));
  }
  align_run(run, indent);
}

// With another statement behind it, as in `a : yes_no; b : yes_no`. What is given of a member is often written so.
bool Layout::shares_line(const Row& row) const {
  if (script_.kind(row.statement) == Kind::given) return false;
  std::uint32_t next = script_.past(row.statement);
  while (next < script_.count() && !begins_line(next) && (script_.is_sign(next, ";") || script_.is_sign(next, ","))) ++next;
  return next < script_.count() && !begins_line(next) && script_.tokens[next].sort != Sort::comment && !is_closer(next);
}

// Behind a blank line; at top level behind a comment, too.
bool Layout::starts_run(const Row& row, bool top) const {
  std::uint32_t token = row.first;
  if (script_.tokens[token].breaks == 2) return true;
  while (token > 0 && script_.tokens[token - 1].sort == Sort::comment && script_.tokens[token - 1].breaks != 0) {
    --token;
    if (top || script_.tokens[token].breaks == 2) return true;
  }
  return false;
}

void Layout::align_run(std::vector<Row>& run, std::uint32_t indent) {
  std::vector<CellKind> kinds;
  for (const Row& row : run) {
    for (const auto& cell : row.cells) kinds.push_back(cell.first);
  }
  std::sort(kinds.begin(), kinds.end());  // from left to right
  kinds.erase(std::unique(kinds.begin(), kinds.end()), kinds.end());
  for (const CellKind& kind : kinds) align_cells(run, kind, indent);
}

void Layout::align_cells(std::vector<Row>& run, const CellKind& kind, std::uint32_t indent) {
  std::vector<Cell> cells;
  std::vector<Cell> apart;
  std::vector<std::uint32_t> hung;  // values on the line below their label
  for (const Row& row : run) {
    for (const auto& [its_kind, token] : row.cells) {
      Cell cell{};
      if (its_kind != kind) continue;
      if (take_cell(row, token, indent, cell)) (stands_apart(row, kind) ? apart : cells).push_back(cell);
      else if (begins_line(token)) hung.push_back(token);
    }
  }
  std::set<std::uint32_t> stands;
  for (const Cell& cell : cells) stands.insert(cell.written);
  for (const Cell& cell : apart) {
    if (cell.written > cell.least && stands.count(cell.written) != 0) cells.push_back(cell);
  }
  ColumnRule rule;
  const bool description = kind.first == static_cast<int>(Kind::fact) && kind.second == output;
  rule.gap = description ? description_gap : 0;
  rule.aligns = kind.second != operation && kind.first != static_cast<int>(Kind::given);
  if (cells.size() == 1 && (description || kind.second == value)) {
    const auto stood = stood_in_.find({kind, script_.tokens[cells.front().token].written});
    rule.alone_stays = stood != stood_in_.end() && stood->second > 1;
  }
  share_columns(cells, rule);
  std::map<std::uint32_t, std::uint32_t> moved;
  for (const Cell& cell : cells) {
    script_.tokens[cell.token].wanted = cell.column;
    moved[cell.written] = cell.column;
  }
  for (const std::uint32_t token : hung) {
    const auto to = moved.find(script_.tokens[token].written);
    if (!ended_[token] && to != moved.end()) script_.tokens[token].wanted = to->second;
  }
}

// A cell only if the author made it one: what is before a value on the lines below, and clauses of many words.
bool Layout::stands_apart(const Row& row, const CellKind& kind) const {
  if (kind.first == static_cast<int>(Kind::policy_clause)) return !is_aligned_clause(script_.tokens[row.first].text);
  const bool of_entry = kind.first == static_cast<int>(Kind::entry);
  const bool of_define = kind.first == static_cast<int>(Kind::define);
  const bool before_value = of_entry ? kind.second == value : kind.second == colon || of_define || kind.first == static_cast<int>(Kind::codes);
  const std::uint32_t next = end_of_line(row.first);
  if (!before_value || next >= script_.past(row.statement)) return false;
  if (of_entry) return script_.tokens[next].text != "and" && script_.tokens[next].text != "or";  // those stand under the value
  const std::uint32_t last = script_.tokens[next - 1].sort == Sort::comment ? next - 2 : next - 1;
  return is_opener(last) || last == script_.separator_of(row.statement);
}

// False: it does not stand on a line whose beginning is known yet.
bool Layout::take_cell(const Row& row, std::uint32_t token, std::uint32_t indent, Cell& cell) const {
  if (begins_line(token)) return false;
  const std::uint32_t start = line_start(token);
  std::uint32_t column = indent;
  if (start != row.first) {
    const std::uint32_t separator = script_.separator_of(row.statement);
    if (is_alternative(start) && separator != nowhere) column = alternative_column(start, column_from(row.first, indent, separator));
    else if (!script_.is_sign(start, "}")) return false;
  }
  if (ended_[start]) return false;
  cell.token = token;
  const std::uint32_t before = column_from(start, column, token - 1) + script_.tokens[token - 1].width;
  cell.least = before + blanks_between(script_, token - 1, token);
  const std::uint32_t shift = script_.tokens[token].written + column;
  cell.written = shift < script_.tokens[start].written ? 0 : shift - script_.tokens[start].written;
  cell.tail = tail_of(token);
  return true;
}

// Where `to` stands, when `first` stands at `column`.
std::uint32_t Layout::column_from(std::uint32_t first, std::uint32_t column, std::uint32_t to) const {
  for (std::uint32_t token = first + 1; token <= to; ++token) {
    column += script_.tokens[token - 1].width + blanks_between(script_, token - 1, token);
    if (script_.tokens[token].wanted != nowhere) column = std::max(column, script_.tokens[token].wanted);
  }
  return column;
}

std::uint32_t Layout::tail_of(std::uint32_t token) const {
  std::uint32_t last = end_of_line(token) - 1;
  if (script_.tokens[last].sort == Sort::comment && last > token) --last;
  if (script_.tokens[last].dropped && last > token) --last;
  std::uint32_t tail = script_.tokens[token].width;
  for (std::uint32_t next = token + 1; next <= last; ++next) {
    tail += script_.tokens[next].width + blanks_between(script_, next - 1, next);
  }
  return tail;
}

// ---- comments at the ends of lines -----------------------------------------------------------------------------------------
void Layout::align_comments() {
  std::vector<std::uint32_t> run;  // on lines below each other that begin in one column
  std::uint32_t indent = 0;
  for (std::uint32_t token = 0; token < script_.count();) {
    const std::uint32_t last = end_of_line(token) - 1;
    const bool behind = script_.tokens[last].sort == Sort::comment && last > token;
    // One that goes on below itself.
    const bool below = last == token && script_.tokens[last].sort == Sort::comment && !run.empty() && script_.tokens[last].written == script_.tokens[run.back()].written;
    const bool elsewhere = !run.empty() && behind && script_.tokens[token].column != indent;
    if ((!behind && !below) || elsewhere || script_.tokens[token].breaks == 2) {
      align_comment_run(run);
      run.clear();
    }
    if (behind || (below && script_.tokens[token].breaks != 2)) run.push_back(last);
    if (behind) indent = script_.tokens[token].column;
    token = last + 1;
  }
  align_comment_run(run);
}

void Layout::align_comment_run(const std::vector<std::uint32_t>& comments) {
  std::vector<Cell> cells;
  for (const std::uint32_t comment : comments) {
    const std::uint32_t start = line_start(comment);
    const Token& before = script_.tokens[comment - 1];
    Cell cell{comment, 0, script_.tokens[comment].written, script_.tokens[comment].width, 0};
    if (start != comment) {
      cell.least = before.column + before.width + blanks_between(script_, comment - 1, comment);
      const std::uint32_t shift = cell.written + script_.tokens[start].column;
      cell.written = shift < script_.tokens[start].written ? 0 : shift - script_.tokens[start].written;
    }
    cells.push_back(cell);
  }
  ColumnRule rule;
  rule.alone_stays = true;
  rule.wraps = false;
  share_columns(cells, rule);
  for (const Cell& cell : cells) script_.tokens[cell.token].column = cell.column;
}

}  // namespace crit::layout
