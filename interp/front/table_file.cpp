#include "table_file.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "build.hpp"
#include "characters.hpp"
#include "csv.hpp"
#include "near.hpp"

namespace crit {
namespace {

constexpr std::size_t most_rows = 100'001;  // one more than a table may have, so that the checker says so
constexpr std::size_t longest_cell = 64U << 10U;  // of those that are read
constexpr std::size_t most_values = 1'000'000;    // of a table: ten columns of its rows, or many sets in braces
constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

// A column that is read from the file.
struct Wanted {
  std::string name;
  Span declared;        // in the policy; begin == end: nowhere
  bool needed = true;
  std::size_t place = nowhere;
};

// ---- the first line ----------------------------------------------------------------------------------------------

class Header {
 public:
  Header(CsvReader& reader, const Source& file, Diagnostics& diagnostics) : reader_(reader), file_(file), diagnostics_(diagnostics) {}

  bool find(std::vector<Wanted>& wanted) {
    if (!reader_.next(row_)) {
      if (!reader_.failed()) {
        diagnostics_.add(Mistake::csv_rows, {file_.base(), file_.base()}, "this file is empty", fmt::format("its first line names the columns: {}", names(wanted)));
      }
      return false;
    }
    if (other_separator()) return false;
    bool good = true;
    std::vector<std::string> here;
    for (const CsvCell& cell : row_.cells) here.push_back(cell.text);
    const bool none = std::none_of(wanted.begin(), wanted.end(), [&](const Wanted& column) {
      return column.needed && (std::find(here.begin(), here.end(), column.name) != here.end() || !near_name(column.name, here).empty());
    });
    if (none) {
      diagnostics_.add(Mistake::csv_columns, row_.span, "the first line of this file names none of the columns that are read from it", fmt::format("write it as {}; other columns may stand between", names(wanted)));
      return false;
    }
    for (Wanted& column : wanted) {
      const auto first = std::find(here.begin(), here.end(), column.name);
      if (first != here.end()) {
        column.place = static_cast<std::size_t>(first - here.begin());
        const auto second = std::find(first + 1, here.end(), column.name);
        if (second == here.end()) continue;
        diagnostics_.add(Mistake::csv_columns, row_.cells[static_cast<std::size_t>(second - here.begin())].span, fmt::format("two columns are called `{}`", column.name), "rename the one that is not meant, or take it out")
            .labels.push_back({row_.cells[column.place].span, "the other"});
        good = false;
      } else if (column.needed) {
        missing(column, here);
        good = false;
      }
    }
    return good;
  }

  // A row as long as the first line; the cells behind it may be empty.
  bool fits(const CsvRow& row) const {
    std::size_t count = row.cells.size();
    while (count > row_.cells.size() && row.cells[count - 1].text.empty()) --count;
    if (count == row_.cells.size()) return true;
    diagnostics_.add(Mistake::csv_rows, row.span, fmt::format("this row has {} cell{}, and the first line names {} column{}", count, count == 1 ? "" : "s", row_.cells.size(), row_.cells.size() == 1 ? "" : "s"),
                     count > row_.cells.size() ? "a cell that holds a comma stands in quotes: `\"{ commercial, medicaid }\"`" : "a cell that is left out keeps its comma");
    return false;
  }

 private:
  static std::string names(const std::vector<Wanted>& wanted) {
    std::string all;
    for (const Wanted& column : wanted) {
      if (column.needed) all += (all.empty() ? "`" : ",") + column.name;
    }
    return all + "`";
  }

  bool other_separator() {
    if (row_.cells.size() != 1) return false;
    const std::string& only = row_.cells.front().text;
    const bool semicolons = only.find(';') != std::string::npos;
    if (!semicolons && only.find('\t') == std::string::npos) return false;
    diagnostics_.add(Mistake::csv_columns, row_.span, fmt::format("the columns of this file are separated by {}, not by commas", semicolons ? "semicolons" : "tabs"),
                     "save it as CSV with commas, and numbers with a point: `0.5`");
    return true;
  }

  // `Per day` for `per_day`.
  static std::string near_name(const std::string& wanted, const std::vector<std::string>& here) {
    for (const std::string& name : here) {
      std::string as_name;
      for (const char c : name) as_name += is_upper(c) ? static_cast<char>(c - 'A' + 'a') : is_word(c) ? c : '_';
      if (as_name == wanted) return name;
    }
    return nearest(wanted, here);
  }

  void missing(const Wanted& column, const std::vector<std::string>& here) {
    Diagnostic& made = diagnostics_.add(Mistake::csv_columns, row_.span, fmt::format("this file has no column `{}`", column.name));
    if (column.declared.begin != column.declared.end) made.labels.push_back({column.declared, "read from that file"});
    const std::string near = near_name(column.name, here);
    if (!near.empty()) {
      made.help.push_back(fmt::format("`{}` stands there: write it as `{}`", near, column.name));
    } else {
      made.help.push_back(fmt::format("add it, or take `{}` out of the table", column.name));
    }
  }

  CsvReader& reader_;
  const Source& file_;
  Diagnostics& diagnostics_;
  CsvRow row_;
};

// ---- cells -------------------------------------------------------------------------------------------------------

template <typename T>
ast::ExprPtr make(Span span, T node) {
  auto made = std::make_unique<ast::Expr>();
  made->span = span;
  made->node = std::move(node);
  return made;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (is_blank(text.front()) || text.front() == '\n')) text.remove_prefix(1);
  while (!text.empty() && (is_blank(text.back()) || text.back() == '\n')) text.remove_suffix(1);
  return text;
}

// The place of a part of a cell.
Span place_in(const CsvCell& cell, std::string_view part) {
  if (!cell.as_written) return cell.span;
  const auto begin = cell.span.begin + static_cast<std::uint32_t>(part.data() - cell.text.data());
  return {begin, begin + static_cast<std::uint32_t>(part.size())};
}

// E34.3  E34.3*  D00..D09  62360  "62360".."62370": quotes are optional, for here nothing else can stand.
std::optional<ast::CodeRange> code_of(const CsvCell& cell, std::string_view text, Diagnostics& diagnostics) {
  ast::CodeRange made;
  text = trimmed(text);
  made.span = place_in(cell, text);
  const auto end = [&](std::string_view one) {
    one = trimmed(one);
    if (!one.empty() && one.back() == '*') {
      made.with_children = true;
      one = trimmed(one.substr(0, one.size() - 1));
    }
    if (one.size() >= 2 && one.front() == '"' && one.back() == '"') one = one.substr(1, one.size() - 2);
    return ast::Word{std::string(one), place_in(cell, one)};
  };
  const std::size_t dots = text.find("..");
  made.first = end(text.substr(0, dots));
  if (dots == std::string_view::npos) return made;
  made.last = end(text.substr(dots + 2));
  if (!made.first.empty() && !made.last.empty()) return made;
  diagnostics.add(Mistake::bad_code, made.span, fmt::format("the range `{}` has one end only", text), "write its first and its last code: `D00..D09`; `D00*` is D00 and all under it");
  return std::nullopt;
}

// A name as crit has them, in lower case: no code begins like this.
bool is_name(std::string_view text) {
  return is_lower(text.front()) && std::all_of(text.begin(), text.end(), [](char c) { return is_lower(c) || is_digit(c) || c == '_'; });
}

class CellReader {
 public:
  CellReader(const Source& file, Diagnostics& diagnostics) : file_(file), diagnostics_(diagnostics) {}

  std::optional<ast::Cell> key(const ast::TableColumn& column, const CsvCell& cell) {
    const Form form = form_of(column);
    ast::Cell made;
    made.span = cell.span;
    const char first = cell.text.front();
    if (form == Form::text && cell.text != "any" && first != '"' && first != '{') {
      made.ranges.push_back(one(cell.span, make(cell.span, ast::TextLiteral{cell.text})));
      return made;
    }
    if (form == Form::code && !is_name(cell.text)) {
      if (!codes(cell, made)) return std::nullopt;
      return made;
    }
    if (ast::ExprPtr number = plain_number(form, column, cell)) {
      made.ranges.push_back(one(cell.span, std::move(number)));
      return made;
    }
    std::optional<ast::Cell> read = as_in_policy(cell, build_cell);
    if (!read) {
      hint_text(column, cell);
      return read;
    }
    if (!cell.as_written) place(*read, cell.span);
    if (form == Form::quantity) {
      std::vector<ast::ExprPtr*> ends;
      for (ast::CellRange& range : read->ranges) {
        for (ast::ExprPtr* end : {&range.value, &range.low, &range.high}) {
          if (*end) ends.push_back(end);
        }
      }
      give_unit(ends, column.type->word);
    }
    return read;
  }

  ast::ExprPtr value(const ast::TableColumn& column, const CsvCell& cell) {
    const Form form = form_of(column);
    if (form == Form::text && cell.text.front() != '"') return make(cell.span, ast::TextLiteral{cell.text});
    if (ast::ExprPtr number = plain_number(form, column, cell)) return number;
    ast::ExprPtr read = as_in_policy(cell, build_cell_value);
    if (!read) {
      hint_text(column, cell);
      return read;
    }
    if (!cell.as_written) place(read, cell.span);
    if (form == Form::quantity) give_unit({&read}, column.type->word);
    return read;
  }

  std::optional<Date> date(const CsvCell& cell) {
    return as_in_policy(cell, build_cell_date);
  }

 private:
  enum class Form { as_in_policy, text, code, number, quantity };

  static Form form_of(const ast::TableColumn& column) {
    if (!column.type) return Form::as_in_policy;
    if (column.type->form == ast::TypeForm::code) return Form::code;
    if (column.type->form != ast::TypeForm::word) return Form::as_in_policy;
    const std::string& word = column.type->word.text;
    if (word == "text") return Form::text;
    if (word == "number") return Form::number;
    return word == "date" || word == "duration" || word == "yes_no" ? Form::as_in_policy : Form::quantity;
  }

  // Most cells of a column of numbers are digits and no more, `-12.50`: what the parser would make of them, without it.
  // Else null.
  static ast::ExprPtr plain_number(Form form, const ast::TableColumn& column, const CsvCell& cell) {
    if ((form != Form::number && form != Form::quantity) || !cell.as_written) return nullptr;
    const bool negative = cell.text.front() == '-';
    const std::string_view digits = std::string_view(cell.text).substr(negative ? 1 : 0);
    const std::size_t point = std::min(digits.find('.'), digits.size());
    const auto are_digits = [](std::string_view part) {
      return !part.empty() && std::all_of(part.begin(), part.end(), is_digit);
    };
    if (!are_digits(digits.substr(0, point)) || (point < digits.size() && !are_digits(digits.substr(point + 1))))
      return nullptr;
    ast::NumberLiteral number{std::string(digits), {}};
    if (form == Form::quantity) number.unit = column.type->word;
    ast::ExprPtr made = make({cell.span.begin + (negative ? 1 : 0), cell.span.end}, std::move(number));
    return negative ? make(cell.span, ast::Negate{std::move(made)}) : std::move(made);
  }

  template <typename Made>
  Made as_in_policy(const CsvCell& cell, Made (*read)(const Source&, Diagnostics&)) {
    if (cell.as_written) return read(Source(file_.name(), cell.text, cell.span.begin), diagnostics_);
    Diagnostics found(file_.name());
    Made made = read(Source(file_.name(), cell.text), found);
    diagnostics_.append_at(std::move(found), cell.span);
    return made;
  }

  // Words without quotes are alternatives, unless the column is said to hold texts.
  void hint_text(const ast::TableColumn& column, const CsvCell& cell) {
    if (column.type || hinted_ == &column || !is_letter(cell.text.front())) return;
    hinted_ = &column;
    diagnostics_.hint(fmt::format("if `{0}` holds texts, say so in the policy: `{0} : text`", column.name.text));
  }

  static ast::CellRange one(Span span, ast::ExprPtr value) {
    ast::CellRange made;
    made.span = span;
    made.value = std::move(value);
    return made;
  }

  bool codes(const CsvCell& cell, ast::Cell& made) {
    std::string_view rest = trimmed(cell.text);
    const bool set = rest.size() >= 2 && rest.front() == '{' && rest.back() == '}';
    if (set) rest = trimmed(rest.substr(1, rest.size() - 2));
    while (!rest.empty()) {
      const std::size_t comma = set ? rest.find(',') : std::string_view::npos;
      std::optional<ast::CodeRange> code = code_of(cell, rest.substr(0, comma), diagnostics_);
      if (!code) return false;
      const Span span = code->span;
      made.ranges.push_back(one(span, make(span, ast::CodeSetItem{std::move(*code)})));
      rest = comma == std::string_view::npos ? std::string_view() : trimmed(rest.substr(comma + 1));
    }
    return true;
  }

  // Numbers without a unit have the column's, unless another of their cell has one: `10 g .. 20` says too little.
  static void give_unit(const std::vector<ast::ExprPtr*>& values, const ast::Word& unit) {
    std::vector<ast::NumberLiteral*> numbers;
    for (ast::ExprPtr* value : values) {
      ast::Expr* expr = value->get();
      if (auto* negated = std::get_if<ast::Negate>(&expr->node)) expr = negated->operand.get();
      if (auto* number = std::get_if<ast::NumberLiteral>(&expr->node)) numbers.push_back(number);
      else if (!std::holds_alternative<ast::NamePath>(expr->node)) return;
    }
    if (std::any_of(numbers.begin(), numbers.end(), [](const ast::NumberLiteral* number) { return !number->unit.empty(); })) return;
    for (ast::NumberLiteral* number : numbers) number->unit = unit;
  }

  // A cell with doubled quotes: all of it stands at one place.
  static void place(ast::ExprPtr& expr, Span span) {
    if (!expr) return;
    expr->span = span;
    if (auto* negated = std::get_if<ast::Negate>(&expr->node)) place(negated->operand, span);
    if (auto* number = std::get_if<ast::NumberLiteral>(&expr->node)) number->unit.span = span;
    if (auto* item = std::get_if<ast::CodeSetItem>(&expr->node)) item->range.span = item->range.first.span = item->range.last.span = span;
  }
  static void place(ast::Cell& cell, Span span) {
    cell.span = span;
    for (ast::CellRange& range : cell.ranges) {
      range.span = span;
      for (ast::ExprPtr* end : {&range.value, &range.low, &range.high}) place(*end, span);
    }
  }

  const Source& file_;
  Diagnostics& diagnostics_;
  const ast::TableColumn* hinted_ = nullptr;
};

}  // namespace

// ---- tables ------------------------------------------------------------------------------------------------------

void read_rows(const Source& file, ast::Table& table, Diagnostics& diagnostics) {
  CsvReader reader(file, diagnostics);
  Header header(reader, file, diagnostics);
  std::vector<Wanted> wanted;
  for (const auto* columns : {&table.keys, &table.outputs}) {
    for (const ast::TableColumn& column : *columns) wanted.push_back({column.name.text, column.name.span});
  }
  if (!header.find(wanted)) {
    table.broken = true;
    return;
  }
  CellReader cells(file, diagnostics);
  std::size_t count = 0;
  CsvRow row;
  while (table.rows.size() < most_rows && reader.next(row)) {
    if (count > most_values) {
      diagnostics.add(Mistake::file_too_large, row.span, fmt::format("a table is read from at most {} values", most_values), "split the table");
      table.broken = true;
      return;
    }
    bool good = header.fits(row);
    ast::TableRow made;
    made.span = row.span;
    for (std::size_t i = 0; i < wanted.size() && good; ++i) {
      const CsvCell& cell = row.cells[wanted[i].place];
      const bool is_key = i < table.keys.size();
      if (cell.text.size() > longest_cell) {
        diagnostics.add(Mistake::file_too_large, {cell.span.begin, cell.span.begin}, fmt::format("this cell has {} bytes; crit reads up to {}", cell.text.size(), longest_cell), "is a quotation mark before it never closed?");
        good = false;
      } else if (trimmed(cell.text).empty()) {
        diagnostics.add(Mistake::csv_rows, cell.span, fmt::format("this row has no `{}`", wanted[i].name), is_key ? "write the key, or `any` where every key has this row" : "write the value, or take the row out");
        good = false;
      } else if (is_key) {
        std::optional<ast::Cell> key = cells.key(table.keys[i], cell);
        good = key.has_value();
        if (good) count += key->ranges.size();
        if (good) made.cells.push_back(std::move(*key));
      } else {
        ast::ExprPtr value = cells.value(table.outputs[i - table.keys.size()], cell);
        good = value != nullptr;
        ++count;
        if (good) made.values.push_back(std::move(value));
      }
    }
    if (good) table.rows.push_back(std::move(made));
    else table.broken = true;
  }
  if (table.rows.empty() && !table.broken && !reader.failed()) {
    diagnostics.add(Mistake::csv_rows, {file.base(), file.base()}, "this file has columns and no rows", "each line behind the first is a row");
    table.broken = true;
  }
  table.broken = table.broken || reader.failed();
}

// ---- code sets ---------------------------------------------------------------------------------------------------

void read_members(const Source& file, ast::Codes& codes, Diagnostics& diagnostics) {
  CsvReader reader(file, diagnostics);
  Header header(reader, file, diagnostics);
  std::vector<Wanted> wanted{{"code", {}}, {"from", {}, false}, {"to", {}, false}};
  if (!header.find(wanted)) {
    codes.broken = true;
    return;
  }
  CellReader cells(file, diagnostics);
  CsvRow row;
  while (reader.next(row)) {
    if (!header.fits(row)) {
      codes.broken = true;
      continue;
    }
    const CsvCell& code = row.cells[wanted[0].place];
    if (trimmed(code.text).empty()) {
      diagnostics.add(Mistake::csv_rows, code.span, "this row has no `code`", "write the code, or take the row out");
      codes.broken = true;
      continue;
    }
    if (codes.members.size() >= most_rows) {
      diagnostics.add(Mistake::file_too_large, row.span, fmt::format("a code set has at most {} codes", most_rows - 1), "split it, or name groups of codes: `E34.3*`, `D00..D09`");
      codes.broken = true;
      return;
    }
    std::optional<ast::CodeRange> made = code_of(code, code.text, diagnostics);
    if (!made) {
      codes.broken = true;
      continue;
    }
    for (std::size_t i = 1; i < wanted.size(); ++i) {
      if (wanted[i].place == nowhere || trimmed(row.cells[wanted[i].place].text).empty()) continue;
      const CsvCell& cell = row.cells[wanted[i].place];
      const std::optional<Date> day = cells.date(cell);
      codes.broken = codes.broken || !day;
      (i == 1 ? made->from : made->to) = day;
      (i == 1 ? made->from_span : made->to_span) = cell.span;
    }
    codes.members.push_back(std::move(*made));
  }
  if (codes.members.empty() && !codes.broken && !reader.failed()) {
    diagnostics.add(Mistake::csv_rows, {file.base(), file.base()}, "this file has columns and no codes", "each line behind the first is a code");
    codes.broken = true;
  }
  codes.broken = codes.broken || reader.failed();
}

}  // namespace crit
