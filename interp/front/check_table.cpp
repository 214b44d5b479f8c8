// Tables: the types of their columns, their cells as values, and that every key takes one row. Looking one up.
#include "check_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "chart_table.hpp"
#include "check_calls.hpp"
#include "check_codes.hpp"
#include "check_declarations.hpp"
#include "check_expressions.hpp"
#include "check_shares.hpp"
#include "check_units.hpp"
#include "near.hpp"
#include "table_hits.hpp"
#include "text.hpp"

namespace crit {
namespace {

constexpr std::size_t most_keys = 8;
constexpr std::size_t most_rows = 100'000;  // as many as a list has items

bool is_word(const ast::Expr& expr, const char* word) {
  const auto* path = std::get_if<ast::NamePath>(&expr.node);
  return path != nullptr && path->path == word;
}

bool is_any(const ast::Cell& cell) { return cell.ranges.size() == 1 && cell.ranges[0].value && is_word(*cell.ranges[0].value, "any"); }

std::string listed(const std::vector<ast::TableColumn>& columns) {
  std::string all;
  for (const ast::TableColumn& column : columns) all += (all.empty() ? "`" : ", `") + column.name.text + "`";
  return all;
}

}  // namespace

// ---- columns -----------------------------------------------------------------------------------------------------

bool Tables::column_of_type(const ast::TypeExpr& type, bool is_key, TableColumn& column) {
  const std::optional<FactType> fact = declarations().fact_type(type);
  if (!fact) return false;
  switch (fact->kind) {
    case FactKind::yes_no: column.kind = ColumnKind::truth; break;
    case FactKind::number:
      column.kind = ColumnKind::number;
      column.unit = fact->unit;
      break;
    case FactKind::text: column.kind = ColumnKind::text; break;
    case FactKind::date: column.kind = ColumnKind::date; break;
    case FactKind::duration: column.kind = ColumnKind::duration; break;
    case FactKind::enumeration:
      column.kind = ColumnKind::alternative;
      column.enumeration = fact->enumeration;
      break;
    case FactKind::code:
      column.kind = ColumnKind::code;
      column.system = fact->system;
      if (is_key) break;
      report(Mistake::type_form, type.span, "a table gives numbers, texts, dates, durations, alternatives or yes and no, not codes",
             "give a text, or ask for the code with `match`");
      return false;
  }
  return true;
}

// What the cells of a column show of its type, when it is not written.
bool Tables::column_of_cells(const std::vector<const ast::Expr*>& cells, const ast::TableColumn& written_column, bool is_key, TableColumn& column) {
  std::set<std::string> words;
  for (const ast::Expr* cell : cells) {
    const ast::Expr* expr = cell;
    if (const auto* negated = std::get_if<ast::Negate>(&expr->node)) expr = negated->operand.get();
    if (const auto* number = std::get_if<ast::NumberLiteral>(&expr->node)) {
      column.kind = ColumnKind::number;
      UnitResult unit;
      if (number->unit.empty()) unit.unit = plain_unit();
      else unit = quantities().unit_of(number->unit.text);
      if (!unit.unit) {  // says what is wrong with it
        quantities().number_literal(*number, expr->span);
        return false;
      }
      column.unit = *unit.unit;
      return true;
    }
    if (std::holds_alternative<ast::DateLiteral>(expr->node)) return column.kind = ColumnKind::date, true;
    if (std::holds_alternative<ast::DurationLiteral>(expr->node)) return column.kind = ColumnKind::duration, true;
    if (std::holds_alternative<ast::TextLiteral>(expr->node)) return column.kind = ColumnKind::text, true;
    if (const auto* path = std::get_if<ast::NamePath>(&expr->node)) {
      const Symbol found = find(path->path);
      if (is_key && found.kind == SymbolKind::code_set) {
        column.kind = ColumnKind::code;
        column.system = policy_.code_sets[found.index].system;
        return true;
      }
      words.insert(path->path);
      continue;
    }
    if (std::holds_alternative<ast::ErrorExpr>(expr->node)) return false;
    report(Mistake::column_type, expr->span, fmt::format("it cannot be told what kind of code `{}` is", written(expr->span)),
           fmt::format("write the key's type: `{} : code icd10`", written_column.name.text));
    return false;
  }
  if (words.empty()) {
    report(Mistake::column_type, written_column.span, fmt::format("no row shows what kind of value `{}` is", written_column.name.text),
           fmt::format("write its type: `{} : mg`", written_column.name.text));
    return false;
  }
  if (std::all_of(words.begin(), words.end(), [](const std::string& word) { return word == "yes" || word == "no"; })) {
    column.kind = ColumnKind::truth;
    return true;
  }
  column.kind = ColumnKind::alternative;
  std::vector<std::uint32_t> fitting;
  for (std::uint32_t i = 0; i < policy_.schema.enumerations.size(); ++i) {
    const auto& known = policy_.schema.enumerations[i].alternatives;
    if (std::all_of(words.begin(), words.end(), [&](const std::string& word) { return std::find(known.begin(), known.end(), word) != known.end(); })) fitting.push_back(i);
  }
  if (fitting.size() == 1) {
    column.enumeration = fitting[0];
    return true;
  }
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : " | ") + word;
  if (words.size() == 1) all += " | …";
  report(Mistake::column_type, written_column.span,
         fitting.empty() ? fmt::format("`{}` has words that are the alternatives of no fact", written_column.name.text)
                         : fmt::format("the words of `{}` are alternatives of several kinds of facts", written_column.name.text),
         fmt::format("write all its alternatives: `{} : {}`", written_column.name.text, all));
  return false;
}

// ---- cells -------------------------------------------------------------------------------------------------------

// A written-out value in the column's unit.
std::optional<Value> Tables::table_value(const ast::Expr& expr, const TableColumn& column, LookupTable& table) {
  if (column.kind == ColumnKind::truth) {
    if (is_word(expr, "yes")) return Truth::yes;
    if (is_word(expr, "no")) return Truth::no;
    if (!std::holds_alternative<ast::ErrorExpr>(expr.node)) {
      report(Mistake::type_mismatch, expr.span, fmt::format("`{}` is neither yes nor no, and `{}` is a yes_no column", written(expr.span), column.name), "write `yes` or `no`");
    }
    return std::nullopt;
  }
  if (std::holds_alternative<ast::CodeSetItem>(expr.node)) {
    report(Mistake::type_mismatch, expr.span, fmt::format("`{}` is a code, and `{}` is {}", written(expr.span), column.name, describe_type(type_of(column))));
    return std::nullopt;
  }
  const Type type = type_of(column);
  NodePtr node = expressions().value(expr, &type);
  if (node->type.kind == TypeKind::error) return std::nullopt;
  if (type.kind == TypeKind::number && node->type.kind == TypeKind::duration) quantities().duration_as_quantity(node, column.unit);
  if (node->type.kind != type.kind || (type.kind == TypeKind::enumeration && node->type.enumeration != type.enumeration)) {
    report(Mistake::type_mismatch, expr.span, fmt::format("`{}` is {}, and `{}` is {}", written(expr.span), describe_type(node->type), column.name, describe_type(type)));
    return std::nullopt;
  }
  if (type.kind == TypeKind::number) {
    // The whole column is in one unit.
    NodePtr probe = make(type, expr.span, checked::Failed{});
    const bool forgotten = node->type.unit.is_plain() != type.unit.is_plain();
    const std::optional<Unit> meant = beside(node->type.unit, type.unit);
    if (forgotten || !meant || another_scale(node->type.unit, type.unit)) {
      report(forgotten ? Mistake::unit_missing : Mistake::dimension_mismatch, expr.span,
             fmt::format("`{}` is {}, and `{}` is {}", written(expr.span), describe_type(node->type), column.name, describe_type(type)),
             type.unit.is_plain() ? "leave the unit out, or declare the column in that unit" : fmt::format("write a number in {}", type.unit.spelling));
      return std::nullopt;
    }
    node->type.unit = *meant;
    node = quantities().convert_to(std::move(node), type.unit);
  }
  if (const auto* number = std::get_if<checked::NumberConstant>(&node->form)) return NumberValue{number->value};
  if (const auto* date = std::get_if<checked::DateConstant>(&node->form)) return date->value;
  if (const auto* duration = std::get_if<checked::DurationConstant>(&node->form)) return duration->value;
  if (const auto* alternative = std::get_if<checked::AlternativeConstant>(&node->form)) return Alternative{alternative->index, column.enumeration};
  if (const auto* text = std::get_if<checked::TextConstant>(&node->form)) {
    table.texts.push_back({text->value, fold_text(text->value), ""});
    return TextValue{&table.texts.back()};
  }
  if (!std::holds_alternative<checked::Failed>(node->form)) {
    report(Mistake::not_constant, expr.span, fmt::format("`{}` is computed, and a table holds written-out values", written(expr.span)),
           "what is computed by row goes into `match` or `choose`");
  }
  return std::nullopt;
}

bool Tables::table_cell(const ast::Cell& cell, const TableColumn& column, LookupTable& table, KeyCell& made) {
  if (is_any(cell)) {
    if (column.kind == ColumnKind::alternative) {
      const auto& alternatives = policy_.schema.enumerations[column.enumeration].alternatives;
      if (std::find(alternatives.begin(), alternatives.end(), "any") != alternatives.end()) {
        report(Mistake::ambiguous_name, cell.span, fmt::format("`any` means every key, and is an alternative of `{}`, too", column.name), "rename the alternative");
        return false;
      }
    }
    made.any = true;
    return true;
  }
  if (cell.ranges.empty()) {
    if (!diagnostics_.has_errors()) report(Mistake::empty_block, cell.span, "this set is empty", "list the keys of this row, or write `any`");
    return false;
  }
  bool good = true;
  if (column.kind == ColumnKind::code) {
    std::vector<ast::CodeRange> codes;
    for (const ast::CellRange& range : cell.ranges) {
      const ast::NamePath* path = range.value ? std::get_if<ast::NamePath>(&range.value->node) : nullptr;
      if (path != nullptr) {
        const Symbol found = find(path->path);
        if (found.kind == SymbolKind::faulty) return false;
        if (found.kind != SymbolKind::code_set) return code_sets().unknown_code_set(*path, range.span, "a code key has codes, or the name of a code set"), false;
        symbols_.used.insert(path->path);
        if (policy_.code_sets[found.index].system != column.system) {
          report(Mistake::type_mismatch, range.span, fmt::format("`{}` holds {} codes, and `{}` is a code of {}", path->path, policy_.code_sets[found.index].system, column.name, column.system));
          return false;
        }
        if (cell.ranges.size() > 1) {
          report(Mistake::type_mismatch, range.span, "the name of a code set stands alone in its cell", "put all the row's codes into one set");
          return false;
        }
        made.code_set = found.index;
        return true;
      }
      if (range.value && std::holds_alternative<ast::CodeSetItem>(range.value->node)) {
        codes.push_back(std::get<ast::CodeSetItem>(range.value->node).range);
      } else if (range.value && std::holds_alternative<ast::TextLiteral>(range.value->node)) {
        codes.push_back(ast::CodeRange::of({std::get<ast::TextLiteral>(range.value->node).value, range.span}));
      } else {
        report(Mistake::bad_code, range.span, fmt::format("`{}` is not a code", written(range.span)), "write `E34.3`, `E34.3*`, or the name of a code set");
        return false;
      }
    }
    made.code_set = code_sets().add_code_set(code_sets().code_set(column.system, codes), "");
    return policy_.code_sets[made.code_set].entries.size() == codes.size();
  }
  const bool ordered = column.kind == ColumnKind::number || column.kind == ColumnKind::date || column.kind == ColumnKind::duration;
  for (const ast::CellRange& range : cell.ranges) {
    if (!ordered && !range.value) {
      report(Mistake::type_mismatch, range.span, fmt::format("`{}` is {}, which has no ranges", column.name, describe_type(type_of(column))), "list the keys of this row in braces: `{ a, b }`");
      good = false;
      continue;
    }
    if (range.value) {
      const std::optional<Value> one = table_value(*range.value, column, table);
      if (!one) {
        good = false;
      } else if (ordered) {
        KeyRange made_range{one, one, false, false};
        if (const auto* date = std::get_if<Date>(&*one)) {  // a month: each of its days
          made_range.low = Date{date->first, date->first};
          made_range.high = Date{date->last, date->last};
        }
        made.ranges.push_back(std::move(made_range));
      } else if (column.kind == ColumnKind::text) {
        made.texts.push_back(*one);
      } else if (const auto* alternative = std::get_if<Alternative>(&*one)) {
        made.alternatives.push_back(alternative->index);
      } else {
        made.alternatives.push_back(std::get<Truth>(*one) == Truth::yes ? 0 : 1);
      }
      continue;
    }
    KeyRange made_range;
    made_range.low_open = range.low_open;
    made_range.high_open = range.high_open;
    if (range.low) made_range.low = table_value(*range.low, column, table);
    if (range.high) made_range.high = table_value(*range.high, column, table);
    if ((range.low && !made_range.low) || (range.high && !made_range.high)) {
      good = false;
      continue;
    }
    // A month as an end: its first day, or its last, so that the whole month is in, or is out.
    if (made_range.low) {
      if (auto* date = std::get_if<Date>(&*made_range.low)) *date = made_range.low_open ? Date{date->last, date->last} : Date{date->first, date->first};
    }
    if (made_range.high) {
      if (auto* date = std::get_if<Date>(&*made_range.high)) *date = made_range.high_open ? Date{date->first, date->first} : Date{date->last, date->last};
    }
    if (made_range.low && made_range.high) {
      std::strong_ordering order = std::strong_ordering::less;
      if (column.kind == ColumnKind::number) order = std::get<NumberValue>(*made_range.low).number <=> std::get<NumberValue>(*made_range.high).number;
      else if (column.kind == ColumnKind::date) order = std::get<Date>(*made_range.low).first <=> std::get<Date>(*made_range.high).first;
      else order = crit::compare(std::get<Duration>(*made_range.low), Comparison::less, std::get<Duration>(*made_range.high)) == Truth::yes ? std::strong_ordering::less
                   : std::get<Duration>(*made_range.low) == std::get<Duration>(*made_range.high)                                     ? std::strong_ordering::equal
                                                                                                                                     : std::strong_ordering::greater;
      if (order == std::strong_ordering::greater || (order == std::strong_ordering::equal && (range.low_open || range.high_open))) {
        report(Mistake::table_rows, range.span, fmt::format("no key is in the range `{}`", written(range.span)), "its lower end stands first: `10 kg .. 20 kg`, `>= 10 kg and < 20 kg`");
        good = false;
        continue;
      }
    }
    made.ranges.push_back(std::move(made_range));
  }
  if (good && column.kind == ColumnKind::duration) {
    for (const KeyRange& range : made.ranges) {
      for (const std::optional<Value>* end : {&range.low, &range.high}) {
        if (!*end) continue;
        const Duration duration = std::get<Duration>(**end);
        bool mixed = duration.months != 0 && duration.days != 0;
        if (duration.months != 0 || duration.days != 0) {
          bool& used_days = duration_days_;
          if (duration_column_ != &column) duration_column_ = &column, used_days = duration.days != 0;
          mixed = mixed || used_days != (duration.days != 0);
        }
        if (mixed) {
          report(Mistake::calendar_unit, cell.span, fmt::format("`{}` mixes days with months or years, which have no fixed length", column.name),
                 "write the whole column in days and weeks, or in months and years");
          return false;
        }
      }
    }
  }
  if (good && column.interpolated) {
    const bool point = made.ranges.size() == 1 && made.ranges[0].low && made.ranges[0].low == made.ranges[0].high;
    if (!point) {
      report(Mistake::table_rows, cell.span, fmt::format("`{}` is interpolated, so each row has one value of it", column.name), "write one number; between two rows crit takes the straight line");
      return false;
    }
  }
  return good;
}

// ---- a table -----------------------------------------------------------------------------------------------------

void Tables::check_tables() {
  for (const ast::Table& node : file_.tables) {
    if (node.name.empty()) continue;
    if (Calls::is_builtin(node.name.text)) {
      report(Mistake::reserved_fact_name, node.name.span, fmt::format("`{}` is a function of crit", node.name.text), "give the table another name");
      continue;
    }
    const auto index = static_cast<std::uint32_t>(policy_.tables.size());
    LookupTable table;
    table.name = node.name.text;
    const bool good = check_table(node, table) && !node.broken;
    if (declarations().declare_name(node.name.text, {good ? SymbolKind::table : SymbolKind::faulty, index, node.name.span}) && good) policy_.tables.push_back(std::move(table));
  }
}

bool Tables::check_table(const ast::Table& node, LookupTable& table) {
  std::map<std::string, Span> seen;
  bool good = true;
  for (const auto* columns : {&node.keys, &node.outputs}) {
    for (const ast::TableColumn& column : *columns) {
      if (column.name.empty()) continue;
      const auto [place, fresh] = seen.emplace(column.name.text, column.name.span);
      if (!fresh) {
        report(Mistake::duplicate_name, column.name.span, fmt::format("two columns of this table are called `{}`", column.name.text), "give one of them another name")
            .labels.push_back({place->second, "first named here"});
        good = false;
      }
      if (columns == &node.outputs && column.interpolated) {
        report(Mistake::unexpected, column.span, "`interpolated` is said of a key", "write it behind the key: `months interpolated`");
        good = false;
      }
    }
  }
  if (node.keys.size() > most_keys) {
    report(Mistake::too_many_criteria, node.keys[most_keys].span, fmt::format("a table has at most {} keys", most_keys), "let one table give what is the key of another");
    return false;
  }
  if (node.rows.empty() && node.chart == nullptr) {
    if (!node.broken) report(Mistake::empty_block, node.name.span, fmt::format("the table `{}` has no rows", node.name.text), "add rows: `KEY, KEY : VALUE`");
    return false;
  }
  // The types of the columns: written, or shown by the rows.
  const auto settle = [&](const ast::TableColumn& written_column, std::size_t place, bool is_key) {
    TableColumn column;
    column.name = written_column.name.text;
    column.interpolated = is_key && written_column.interpolated;
    bool settled = false;
    if (written_column.type) {
      settled = column_of_type(*written_column.type, is_key, column);
    } else {
      std::vector<const ast::Expr*> cells;
      const auto take = [&](const ast::ExprPtr& cell) {
        if (cell) cells.push_back(cell.get());
      };
      for (const ast::TableRow& row : node.rows) {
        if (is_key && place < row.cells.size() && !is_any(row.cells[place])) {
          for (const ast::CellRange& range : row.cells[place].ranges) {
            take(range.value);
            take(range.low);
            take(range.high);
          }
        }
        if (!is_key && place < row.values.size()) take(row.values[place]);
      }
      if (!is_key && !node.otherwise.empty() && place < node.otherwise[0].values.size()) take(node.otherwise[0].values[place]);
      settled = column_of_cells(cells, written_column, is_key, column);
    }
    if (column.interpolated && settled && column.kind != ColumnKind::number) {
      report(Mistake::column_type, written_column.span, fmt::format("`{}` is {}, and only numbers are interpolated", column.name, describe_type(type_of(column))), "leave `interpolated` out");
      settled = false;
    }
    good = good && settled;
    (is_key ? table.keys : table.outputs).push_back(std::move(column));
  };
  for (std::size_t i = 0; i < node.keys.size(); ++i) {
    settle(node.keys[i], i, true);
    if (!node.keys[i].interpolated) continue;
    if (table.interpolated) {
      report(Mistake::column_type, node.keys[i].span, "a second interpolated key", "a table interpolates along one key");
      good = false;
    }
    table.interpolated = static_cast<std::uint32_t>(i);
  }
  for (std::size_t i = 0; i < node.outputs.size(); ++i) settle(node.outputs[i], i, false);
  if (!good) return false;
  for (std::size_t i = 0; i < table.outputs.size() && table.interpolated; ++i) {
    if (table.outputs[i].kind == ColumnKind::number) continue;
    report(Mistake::column_type, node.outputs[i].span, fmt::format("`{}` is {}, and only numbers can be interpolated", table.outputs[i].name, describe_type(type_of(table.outputs[i]))),
           "give it in a table of its own, with ranges");
    return false;
  }

  if (node.chart != nullptr) {
    take_chart(*node.chart, policy_.schema, table);
    return true;
  }
  if (node.rows.size() > most_rows) {
    report(Mistake::too_many_criteria, node.rows[most_rows].span, fmt::format("a table has at most {} rows", most_rows), "split the table");
    return false;
  }
  const auto values = [&](const ast::TableRow& row, std::vector<Value>& made) {
    if (row.values.size() != table.outputs.size()) {
      report(Mistake::table_rows, row.span, fmt::format("this row gives {} value{}, and the table has {}: {}", row.values.size(), row.values.size() == 1 ? "" : "s", table.outputs.size(), listed(node.outputs)),
             "write one value for each, with commas between them");
      return false;
    }
    bool all = true;
    for (std::size_t i = 0; i < row.values.size(); ++i) {
      const std::optional<Value> one = table_value(*row.values[i], table.outputs[i], table);
      all = all && one.has_value();
      if (one) made.push_back(*one);
    }
    return all;
  };
  for (const ast::TableRow& row : node.rows) {
    LookupRow made;
    bool row_good = true;
    if (row.cells.size() != table.keys.size()) {
      report(Mistake::table_rows, row.span, fmt::format("this row has {} key{}, and the table has {}: {}", row.cells.size(), row.cells.size() == 1 ? "" : "s", table.keys.size(), listed(node.keys)),
             "write each key, or `any`, with commas between them");
      row_good = false;
    }
    for (std::size_t i = 0; i < row.cells.size() && row_good; ++i) {
      KeyCell cell;
      row_good = table_cell(row.cells[i], table.keys[i], table, cell) && row_good;
      made.cells.push_back(std::move(cell));
    }
    row_good = values(row, made.outputs) && row_good;
    if (!node.from_file && !row.cells.empty()) made.written = shown({row.cells.front().span.begin, row.cells.back().span.end});
    // The columns of a file may stand in another order, and others between them.
    for (std::size_t i = 0; i < row.cells.size() && node.from_file; ++i) made.written += (i == 0 ? "" : ", ") + written(row.cells[i].span);
    good = good && row_good;
    if (row_good) table.own.rows.push_back(std::move(made));
  }
  if (node.otherwise.size() > 1) {
    report(Mistake::table_rows, node.otherwise[1].span, "a second `otherwise`", "keep one");
    good = false;
  }
  if (!node.otherwise.empty()) good = values(node.otherwise[0], table.otherwise) && good;
  if (!good || node.broken) return false;
  return report_hits(node, table);
}

// Two rows for one key, and keys without a row.
bool Tables::report_hits(const ast::Table& node, LookupTable& table) {
  const TableHits hits = find_hits(table, policy_.code_sets, policy_.schema);
  if (hits.too_many) {
    report(Mistake::table_rows, node.name.span, fmt::format("the rows of `{}` cut each other into more parts than crit looks through", node.name.text), "split the table, or give its keys in another order");
    return false;
  }
  for (const TableHits::Overlap& overlap : hits.overlaps) {
    Diagnostic& diagnostic = report(Mistake::table_overlap, node.rows[overlap.second].span, fmt::format("two rows of `{}` have the key {}", node.name.text, overlap.key));
    diagnostic.labels.push_back({node.rows[overlap.first].span, "the other row"});
    diagnostic.help.push_back(touches(table, overlap.first, overlap.second)
                                  ? "both ends of `..` are in the range; where one is not, write `>= 10 kg and < 20 kg`"
                                  : "each key stands in one row: narrow one of them");
  }
  table.complete = hits.gaps.empty();
  if (!hits.gaps.empty() && table.otherwise.empty()) {
    Diagnostic& diagnostic = report(Mistake::table_gap, node.name.span, fmt::format("`{}` has no row for {}", node.name.text, hits.gaps.front()));
    for (std::size_t i = 1; i < hits.gaps.size() && i < 3; ++i) diagnostic.help.push_back(fmt::format("nor for {}", hits.gaps[i]));
    diagnostic.help.push_back("add a row for it, or `otherwise : …` for every key that has no row");
  }
  if (hits.gaps.empty() && !table.otherwise.empty()) {
    report(Mistake::table_otherwise, node.otherwise[0].span, fmt::format("the rows of `{}` have every key: this is never reached", node.name.text), "leave `otherwise` out");
    table.otherwise.clear();
  }
  return hits.overlaps.empty() && (hits.gaps.empty() || !table.otherwise.empty());
}

// Whether two rows have only the end of a range in common: the usual slip.
bool Tables::touches(const LookupTable& table, std::uint32_t first, std::uint32_t second) {
  for (std::size_t key = 0; key < table.keys.size(); ++key) {
    for (const KeyRange& a : table.own.rows[first].cells[key].ranges) {
      for (const KeyRange& b : table.own.rows[second].cells[key].ranges) {
        if ((a.high && b.low && *a.high == *b.low && a.low != a.high) || (b.high && a.low && *b.high == *a.low && b.low != b.high)) return true;
      }
    }
  }
  return false;
}

// ---- looking up --------------------------------------------------------------------------------------------------

checked::NodePtr Tables::lookup(const ast::Call& node, std::uint32_t index, Span span) {
  const LookupTable& table = policy_.tables[index];
  symbols_.used.insert(table.name);
  std::string keys;
  for (const TableColumn& key : table.keys) keys += (keys.empty() ? "" : ", ") + key.name;
  if (node.arguments.size() != table.keys.size()) {
    report(Mistake::argument_count, span, fmt::format("the table `{}` is given {} key{}, and has {}", table.name, node.arguments.size(), node.arguments.size() == 1 ? "" : "s", table.keys.size()),
           fmt::format("write `{}({})`", table.name, keys));
    return failed(span);
  }
  checked::Lookup result;
  result.table = index;
  if (node.output.empty() && table.outputs.size() > 1) {
    report(Mistake::column_type, span, fmt::format("`{}` gives several values, and none is named", table.name), fmt::format("write `{}({}).{}`", table.name, keys, table.outputs[0].name));
    return failed(span);
  }
  if (!node.output.empty()) {
    std::vector<std::string> outputs;
    for (const TableColumn& output : table.outputs) outputs.push_back(output.name);
    const auto place = std::find(outputs.begin(), outputs.end(), node.output.text);
    if (place == outputs.end()) {
      const std::string near = nearest(node.output.text, outputs);
      report(Mistake::unknown_field, node.output.span, fmt::format("the table `{}` does not give `{}`", table.name, node.output.text),
             fmt::format("{} `{}`", near.empty() ? "it gives" : "did you mean", near.empty() ? outputs.front() : near) + (near.empty() ? "" : "?"));
      return failed(span);
    }
    result.output = static_cast<std::uint32_t>(place - outputs.begin());
  }
  bool good = true;
  for (std::size_t i = 0; i < node.arguments.size(); ++i) {
    const TableColumn& key = table.keys[i];
    const Type type = type_of(key);
    const ast::Expr& written_key = *node.arguments[i];
    NodePtr argument = key.kind == ColumnKind::truth ? expressions().condition(written_key) : expressions().value(written_key, &type);
    const TypeKind kind = argument->type.kind;
    if (kind == TypeKind::error) return failed(span);
    if (key.kind == ColumnKind::number && kind == TypeKind::duration) quantities().duration_as_quantity(argument, key.unit);
    const bool time = key.kind == ColumnKind::duration && kind == TypeKind::span;
    if (argument->type.kind != type.kind && !time) {
      Diagnostic& diagnostic = report(Mistake::argument_type, written_key.span, fmt::format("`{}` is {}, and the key `{}` of `{}` is {}", written(written_key.span), describe_type(argument->type), key.name, table.name, describe_type(type)));
      if (kind == TypeKind::span && key.kind == ColumnKind::number) diagnostic.help.push_back(fmt::format("a span is counted with `days({0})` or `completed_years({0})`", written(written_key.span)));
      good = false;
      continue;
    }
    if (type.kind == TypeKind::enumeration && argument->type.enumeration != type.enumeration) {
      report(Mistake::argument_type, written_key.span, fmt::format("`{}` is {}, and the key `{}` of `{}` is {}", written(written_key.span), describe_type(argument->type), key.name, table.name, describe_type(type)),
             "give the key all the fact's alternatives, in the same order");
      good = false;
      continue;
    }
    if (type.kind == TypeKind::code && argument->type.system != type.system) {
      report(Mistake::argument_type, written_key.span, fmt::format("`{}` is a code of {}, and the key `{}` of `{}` is one of {}", written(written_key.span), argument->type.system, key.name, table.name, type.system));
      good = false;
      continue;
    }
    if (type.kind == TypeKind::number) {
      NodePtr probe = make(type, written_key.span, checked::Failed{});
      const std::optional<Unit> meant = beside(argument->type.unit, type.unit);
      const bool forgotten = type.unit.is_plain() ? !argument->type.unit.is_plain() : shares().unit_forgotten(*argument, *probe) != nullptr;
      if (!meant || another_scale(argument->type.unit, type.unit) || forgotten) {
        Diagnostic& diagnostic = report(Mistake::dimension_mismatch, written_key.span, fmt::format("`{}` is {}, and the key `{}` of `{}` is {}", written(written_key.span), describe_type(argument->type), key.name, table.name, describe_type(type)),
               type.unit.is_plain() ? "give it a number without a unit: a quantity divided by one of its unit" : fmt::format("give it a quantity in {}", type.unit.spelling));
        if (type.unit.is_plain() && !argument->type.unit.is_plain()) diagnostic.help.push_back(fmt::format("or declare the key with its unit: `{} : {}`", key.name, argument->type.unit.spelling));
        good = false;
        continue;
      }
      argument->type.unit = *meant;
      argument = quantities().convert_to(std::move(argument), type.unit);
    }
    result.arguments.push_back(std::move(argument));
  }
  if (!good) return failed(span);
  return make(type_of(table.outputs[result.output]), span, std::move(result));
}

}  // namespace crit
