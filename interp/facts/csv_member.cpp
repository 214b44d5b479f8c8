#include "csv_member.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "number.hpp"
#include "text.hpp"

namespace crit {

namespace {

// What says nothing where there is no value.
bool goes_with_value(std::string_view part) {
  static constexpr std::string_view names[] = {"unit", "source", "document", "page", "date", "system", "display", "version"};
  return std::find(std::begin(names), std::end(names), part) != std::end(names);
}

// Splits a column's name at a dot, so that its front is one that `is_front` knows: the longest such.
template <typename Is>
std::optional<std::pair<std::string_view, std::string_view>> front_of(std::string_view name, const Is& is_front) {
  for (std::size_t dot = name.rfind('.'); dot != std::string_view::npos && dot > 0; dot = name.rfind('.', dot - 1)) {
    if (is_front(name.substr(0, dot))) return std::pair(name.substr(0, dot), name.substr(dot + 1));
  }
  return std::nullopt;
}

Span span_of(const ScannedCell& cell, std::uint32_t base) { return {base + static_cast<std::uint32_t>(cell.begin), base + static_cast<std::uint32_t>(cell.end)}; }

const FactSlot* fact_named(const Schema& schema, std::string_view path) {
  const auto found = std::find_if(schema.facts.begin(), schema.facts.end(), [&](const FactSlot& slot) { return slot.path == path; });
  return found == schema.facts.end() ? nullptr : &*found;
}

const ListSlot* list_named(const Schema& schema, std::string_view path) {
  const auto found = std::find_if(schema.lists.begin(), schema.lists.end(), [&](const ListSlot& slot) { return slot.path == path; });
  return found == schema.lists.end() ? nullptr : &*found;
}

const Field* field_of(const ListSlot* slot, std::string_view name) {
  if (slot == nullptr) return nullptr;
  const std::size_t dot = slot->path.rfind('.');
  const std::string_view own = dot == std::string::npos ? std::string_view(slot->path) : std::string_view(slot->path).substr(dot + 1);
  if (slot->single_value && (name == "value" || name == own || (name == "code" && slot->kind == ListKind::codes))) return &slot->fields.front();
  const auto found = std::find_if(slot->fields.begin(), slot->fields.end(), [&](const Field& field) { return field.name == name; });
  return found == slot->fields.end() || slot->single_value ? nullptr : &*found;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first == std::string_view::npos ? std::string_view() : text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

}  // namespace

// ---- columns ----------------------------------------------------------------------------------------------------------

std::size_t CsvColumns::Group::first_column() const { return value != none ? value : parts.front().column; }

CsvColumns::Group* CsvColumns::group(std::string_view name) {
  const auto found = by_name_.find(std::string(name));
  return found == by_name_.end() ? nullptr : &groups_[found->second];
}

CsvColumns::Group& CsvColumns::group_of(std::string_view name, Kind kind) {
  if (Group* known = group(name)) return *known;
  by_name_.emplace(name, groups_.size());
  groups_.emplace_back();
  groups_.back().name = name;
  groups_.back().kind = kind;
  return groups_.back();
}

CsvColumns CsvColumns::of_members(const Schema& schema, const CsvHeader& header) {
  CsvColumns made;
  const auto put = [](Group& group, std::size_t column, std::string_view part) {
    if ((part.empty() || part == "value") && group.value == none) group.value = column;
    else group.parts.push_back({column, std::string(part.empty() ? "value" : part)});
  };
  for (std::size_t i = 0; i < header.names.size(); ++i) {
    const std::string_view name = header.names[i];
    const auto is_known = [&](std::string_view path) { return fact_named(schema, path) != nullptr || list_named(schema, path) != nullptr; };
    if (name == "id" || name == "as_of") {
      put(made.group_of(name, name == "id" ? Kind::id : Kind::as_of), i, "");
      continue;
    }
    if (name == "expect" || name.substr(0, 7) == "expect.") {
      made.group_of("expect", Kind::expect).parts.push_back({i, name == "expect" ? "decision" : std::string(name.substr(7))});
      continue;
    }
    const auto split = is_known(name) ? std::nullopt : front_of(name, is_known);
    const std::string_view path = split ? split->first : name;
    const std::string_view part = split ? split->second : std::string_view();
    const FactSlot* fact = fact_named(schema, path);
    const ListSlot* list = list_named(schema, path);
    Group& group = made.group_of(path, fact != nullptr ? Kind::fact : list != nullptr ? Kind::list : Kind::other);
    if (fact != nullptr) group.type = &fact->type;
    group.list = list;
    put(group, i, part);
  }
  return made;
}

CsvColumns CsvColumns::of_items(const ListSlot* slot, std::string_view list, const CsvHeader& header) {
  CsvColumns made;
  for (std::size_t i = 0; i < header.names.size(); ++i) {
    std::string_view name = header.names[i];
    if (name == "id") continue;
    if (name.size() > list.size() + 1 && name.substr(0, list.size()) == list && name[list.size()] == '.') name.remove_prefix(list.size() + 1);  // `height.value`
    const auto is_field = [&](std::string_view front) { return field_of(slot, front) != nullptr; };
    const auto split = is_field(name) ? std::nullopt : front_of(name, is_field);
    const std::string_view front = split ? split->first : name;
    const Field* field = field_of(slot, front);
    Group& group = made.group_of(field != nullptr ? std::string_view(field->name) : front, field != nullptr ? Kind::fact : Kind::other);
    if (field != nullptr) group.type = &field->type;
    if (!split && group.value == none) group.value = i;
    else group.parts.push_back({i, split ? std::string(split->second) : "value"});
  }
  return made;
}

// ---- places -----------------------------------------------------------------------------------------------------------

CsvSchemaReader::CsvSchemaReader(const Schema& schema, const CsvHeader& header, std::string file, std::vector<CsvList>& lists)
    : schema_(schema), header_(header), file_(std::move(file)), lists_(lists), columns_(CsvColumns::of_members(schema, header)) {
  for (std::size_t i = 0; i < lists.size(); ++i) {
    const ListSlot* slot = list_named(schema, lists[i].list());
    items_.push_back({CsvColumns::of_items(slot, lists[i].list(), lists[i].header()), i});
  }
}

std::uint32_t CsvSchemaReader::lay(const std::string& file, std::string_view text, std::uint32_t line, std::uint32_t byte) {
  const std::uint32_t begin = stretches_.empty() ? 0 : stretches_.back().begin + stretches_.back().size + 1;
  stretches_.push_back({begin, static_cast<std::uint32_t>(text.size()), &file, text, line, byte});
  return begin;
}

const CsvSchemaReader::Stretch& CsvSchemaReader::at(std::uint32_t place) const {
  const auto behind = std::upper_bound(stretches_.begin(), stretches_.end(), place, [](std::uint32_t wanted, const Stretch& one) { return wanted < one.begin; });
  return behind == stretches_.begin() ? stretches_.front() : *(behind - 1);
}

void CsvSchemaReader::settle(Diagnostic& one, std::vector<Part>& parts) const {
  if (one.code.empty()) {  // it speaks of no place
    one.file = file_;
    return;
  }
  const Stretch& stretch = at(one.span.begin);
  const auto move = [&](Span& span) {
    span.begin = span.begin - stretch.begin + stretch.byte;
    span.end = std::min(span.end - stretch.begin, stretch.size) + stretch.byte;
  };
  std::vector<Label>& labels = one.labels;
  labels.erase(std::remove_if(labels.begin(), labels.end(), [&](const Label& label) { return &at(label.span.begin) != &stretch; }), labels.end());
  for (Label& label : labels) move(label.span);
  move(one.span);
  one.file = *stretch.file;
  const bool is_known = std::any_of(parts.begin(), parts.end(), [&](const Part& part) { return part.file == one.file && part.byte == stretch.byte; });
  if (!is_known && &stretch != &stretches_.front()) parts.push_back({*stretch.file, std::string(stretch.text), stretch.line, stretch.byte});
}

void CsvSchemaReader::refuse(Span place, Mistake mistake, std::string path, std::string message, std::string help) {
  Diagnostic& made = refused_.add(mistake, place, std::move(message));
  made.path = std::move(path);
  if (!help.empty()) made.help.push_back(std::move(help));
}

// ---- values -----------------------------------------------------------------------------------------------------------

std::string_view CsvSchemaReader::keep(std::string text) { return document_.unescaped.emplace_back(std::move(text)); }

JsonValue CsvSchemaReader::text_value(ScannedCell& cell, std::uint32_t base) {
  JsonValue made;
  made.kind = JsonKind::text;
  made.in_cell = true;
  made.span = span_of(cell, base);
  made.text = keep(std::move(cell.text));
  return made;
}

// A cell does not say of what kind it is: it is a number, or yes or no, where one is asked for and it is written as one.
JsonValue CsvSchemaReader::value_of(ScannedCell& cell, const FactType* type, std::uint32_t base) {
  JsonValue made = text_value(cell, base);
  if (type != nullptr && type->kind == FactKind::number && Number::is_decimal_text(made.text)) made.kind = JsonKind::number;
  if (type == nullptr || type->kind != FactKind::yes_no) return made;
  const std::string word = fold_text(made.text);
  if (word != "yes" && word != "true" && word != "no" && word != "false") return made;
  made.kind = JsonKind::boolean;
  made.boolean = word == "yes" || word == "true";
  return made;
}

// Bare, or the object that the columns beside it make of it. Nothing: it is left out.
std::optional<JsonValue> CsvSchemaReader::with_parts(const CsvColumns::Group& group, std::vector<ScannedCell>& cells, const Row& row) {
  const bool has_value = group.value != CsvColumns::none && !cells[group.value].text.empty();
  const bool has_parts = std::any_of(group.parts.begin(), group.parts.end(), [&](const CsvColumns::Part& part) {
    return !cells[part.column].text.empty() && (has_value || !goes_with_value(part.name));
  });
  if (!has_parts && !has_value) return std::nullopt;
  if (!has_parts) return value_of(cells[group.value], group.type, row.base);
  JsonValue object;
  object.kind = JsonKind::object;
  const auto add = [&](std::string_view name, std::size_t column, JsonValue value) {
    const auto same = std::find_if(object.children.begin(), object.children.end(), [&](const JsonValue& child) { return child.name == name; });
    if (same != object.children.end()) {
      value.repeats = static_cast<std::uint32_t>(same - object.children.begin());
      document_.has_repeats = true;
    }
    object.children.push_back(std::move(value));
    object.children.back().name = name;
    object.children.back().name_span = row.name(column);
  };
  if (has_value) add("value", group.value, value_of(cells[group.value], group.type, row.base));
  for (const CsvColumns::Part& part : group.parts) {
    if (cells[part.column].text.empty()) continue;
    add(part.name, part.column, part.name == "value" ? value_of(cells[part.column], group.type, row.base) : text_value(cells[part.column], row.base));
  }
  object.span = object.children.front().span;
  return object;
}

// ---- lists ------------------------------------------------------------------------------------------------------------

// `E34.321; Q87.1`: the values of a list in one cell.
JsonValue CsvSchemaReader::split(ScannedCell& cell, const FactType& type, std::uint32_t base) {
  JsonValue array;
  array.kind = JsonKind::array;
  array.span = span_of(cell, base);
  const std::string text = cell.text;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(';', begin), text.size());
    const std::string_view part = trimmed(std::string_view(text).substr(begin, end - begin));
    if (!part.empty()) {
      const auto offset = cell.as_written ? static_cast<std::uint64_t>(part.data() - text.data()) : 0;
      ScannedCell one{std::string(part), cell.begin + offset, cell.as_written ? cell.begin + offset + part.size() : cell.end, cell.as_written};
      array.children.push_back(value_of(one, &type, base));
    }
    begin = end + 1;
  }
  return array;
}

JsonValue CsvSchemaReader::item_of(const Items& items, std::vector<ScannedCell>& cells, const Row& row) {
  const ListSlot* slot = list_named(schema_, lists_[items.list].list());
  const bool is_single = slot != nullptr && slot->single_value;
  JsonValue item;
  item.kind = JsonKind::object;
  item.span = {row.base, row.base + 1};
  for (const CsvColumns::Group& group : items.columns.groups()) {
    std::optional<JsonValue> value = with_parts(group, cells, row);
    if (!value) continue;
    const Span place = row.name(group.first_column());
    if (is_single && group.type != nullptr && value->kind == JsonKind::object) {  // its parts are the item's own
      for (JsonValue& child : value->children) item.children.push_back(std::move(child));
    } else {
      item.children.push_back(std::move(*value));
      item.children.back().name = is_single && group.type != nullptr ? std::string_view("value") : std::string_view(group.name);
      item.children.back().name_span = place;
    }
  }
  if (is_single && item.children.size() == 1 && item.children.front().name == "value") return std::move(item.children.front());
  return item;
}

void CsvSchemaReader::items_of(const std::string& list, const std::string& id, JsonValue& array) {
  for (const Items& items : items_) {
    CsvList& file = lists_[items.list];
    if (file.list() != list || file.fault()) continue;
    const CsvList::Rows* rows = file.join(id);
    if (rows == nullptr) continue;
    const std::uint32_t names = lay(file.file(), file.header().text, file.header().line, file.header().byte);
    for (const CsvList::Row& row : rows->rows) {
      std::vector<ScannedCell> cells = file.cells_of(row);
      const std::uint32_t base = lay(file.file(), file.text_of(row), row.line, row.byte);
      array.children.push_back(item_of(items, cells, {base, names, &file.header()}));
    }
    for (const FactPiece& broken : rows->broken) {
      const std::uint32_t base = lay(file.file(), broken.text, broken.first_line, broken.first_byte);
      refuse({base + broken.fault.span.begin, base + broken.fault.span.end}, mistake_of(broken.fault.kind), list, broken.fault.message, broken.fault.help);
    }
  }
}

std::optional<JsonValue> CsvSchemaReader::list_of(const CsvColumns::Group& group, std::vector<ScannedCell>& cells, const Row& row, const std::string& id) {
  const std::uint32_t base = row.base;
  JsonValue array;
  array.kind = JsonKind::array;
  array.span = {base, base};
  bool is_given = false;
  if (group.value != CsvColumns::none && !cells[group.value].text.empty()) {
    if (group.list != nullptr && group.list->single_value) {
      const Span place = span_of(cells[group.value], base);
      array = split(cells[group.value], group.list->fields.front().type, base);
      is_given = !array.children.empty();
      if (!is_given) refuse(place, Mistake::fact_csv_list, group.name, "no value stands between the semicolons", fmt::format("leave the cell empty; that there are none is said by `{}.complete`", group.name));
    } else {
      refuse(span_of(cells[group.value], base), Mistake::fact_csv_list, group.name, fmt::format("`{}` is a list of items with several fields each, and a cell holds one value", group.name),
             fmt::format("put its items into a file of their own, one a row with the member's `id`, and give it by `--list {}=FILE.csv`", group.name));
    }
  }
  const std::size_t own = array.children.size();
  if (!id.empty()) items_of(group.name, id, array);
  if (is_given && array.children.size() > own) {
    refuse(array.span, Mistake::fact_csv_list, group.name, fmt::format("`{}` is given here, and in a file of its own", group.name), "leave one of the two out");
  }
  is_given = is_given || !array.children.empty();
  JsonValue object;
  object.kind = JsonKind::object;
  object.span = {base, base};
  bool says_complete = false;
  for (const CsvColumns::Part& part : group.parts) {
    if (cells[part.column].text.empty()) continue;
    FactType yes_no;
    yes_no.kind = FactKind::yes_no;
    const bool is_complete = part.name == "complete";
    says_complete = says_complete || is_complete;
    object.children.push_back(is_complete ? value_of(cells[part.column], &yes_no, base) : text_value(cells[part.column], base));
    object.children.back().name = part.name;
    object.children.back().name_span = row.name(part.column);
  }
  if (!is_given && !says_complete) return std::nullopt;  // what is said of no list says nothing
  if (object.children.empty()) return array;
  array.name = "items";
  object.children.insert(object.children.begin(), std::move(array));
  return object;
}

// Every list that a file holds is known of this member, or it is told why not.
void CsvSchemaReader::check_lists(const std::string& id, Span row) {
  if (!lists_.empty() && id.empty()) {
    refuse(row, Mistake::fact_csv_list, "id", "this row has no id, by which the rows of lists are joined to it", "give every member an `id`");
  }
  for (const CsvList& list : lists_) {
    if (list.fault()) refuse(row, Mistake::fact_csv_list, list.list(), fmt::format("the list `{}` of this member is not known: `{}` cannot be read", list.list(), list.file()), "mend that file; it is told what is wrong with it");
  }
}

// ---- expectations -------------------------------------------------------------------------------------------------------

// `expect.decision`, `expect.criteria.I.A.7`: what the object `expect` is in JSON.
JsonValue CsvSchemaReader::expectation(const CsvColumns::Group& group, std::vector<ScannedCell>& cells, const Row& row) {
  const std::uint32_t base = row.base;
  JsonValue object;
  object.kind = JsonKind::object;
  object.span = {base, base + 1};
  const FactType words;
  for (const CsvColumns::Part& part : group.parts) {
    ScannedCell& cell = cells[part.column];
    if (cell.text.empty()) continue;
    const Span place = row.name(part.column);
    const auto front = front_of(part.name, [](std::string_view name) { return name == "criteria" || name == "outputs"; });
    const std::string_view key = front ? front->first : std::string_view(part.name);
    const bool is_list = key == "because" || key == "because_only" || key == "needs";
    JsonValue value = is_list ? split(cell, words, base) : text_value(cell, base);
    if (object.children.empty()) object.span = value.span;
    if (!front) {
      object.children.push_back(std::move(value));
      object.children.back().name = key;
      object.children.back().name_span = place;
      continue;
    }
    auto inner = std::find_if(object.children.begin(), object.children.end(), [&](const JsonValue& child) { return child.name == key; });
    if (inner == object.children.end()) {
      object.children.emplace_back();
      inner = object.children.end() - 1;
      inner->kind = JsonKind::object;
      inner->span = value.span;
      inner->name = key;
      inner->name_span = place;
    }
    inner->children.push_back(std::move(value));
    inner->children.back().name = front->second;
    inner->children.back().name_span = place;
  }
  return object;
}

// ---- a member -----------------------------------------------------------------------------------------------------------

void CsvSchemaReader::read_cells(std::vector<ScannedCell>& cells, const Row& row) {
  JsonValue& root = document_.root;
  root.kind = JsonKind::object;
  const std::optional<std::size_t> column = header_.column("id");
  const std::string id = column ? cells[*column].text : std::string();
  check_lists(id, {static_cast<std::uint32_t>(cells.front().begin), static_cast<std::uint32_t>(cells.back().end)});
  const auto add = [&](std::optional<JsonValue> value, const std::string& name, Span place) {
    if (!value) return;
    root.children.push_back(std::move(*value));
    root.children.back().name = name;
    root.children.back().name_span = place;
  };
  for (const CsvColumns::Group& group : columns_.groups()) {
    const Span place = row.name(group.first_column());
    switch (group.kind) {
      case CsvColumns::Kind::expect: {
        JsonValue expected = expectation(group, cells, row);
        if (!expected.children.empty()) add(std::move(expected), group.name, place);
        break;
      }
      case CsvColumns::Kind::list: add(list_of(group, cells, row, id), group.name, place); break;
      case CsvColumns::Kind::id: case CsvColumns::Kind::as_of: case CsvColumns::Kind::fact: case CsvColumns::Kind::other: add(with_parts(group, cells, row), group.name, place); break;
    }
  }
  // Lists of which the members' file has no column.
  for (std::size_t i = 0; i < lists_.size(); ++i) {
    const std::string& list = lists_[i].list();
    const bool is_done = columns_.group(list) != nullptr || std::any_of(lists_.begin(), lists_.begin() + static_cast<std::ptrdiff_t>(i), [&](const CsvList& one) { return one.list() == list; });
    if (is_done) continue;
    CsvColumns::Group group;
    group.kind = CsvColumns::Kind::list;
    group.name = list;
    group.list = list_named(schema_, list);
    const std::size_t behind = stretches_.size();
    std::optional<JsonValue> value = list_of(group, cells, row, id);
    if (value) value->span = {stretches_[behind].begin, stretches_[behind].begin};  // its file's first line
    const Span place = value ? value->span : Span{};
    add(std::move(value), list, place);
  }
}

CsvSchemaReader::Member CsvSchemaReader::read(CsvPiece row, SchemaReader& reader) {
  Member member;
  document_ = JsonDocument();
  ParsedPiece parsed;
  parsed.piece = &row.piece;
  if (row.piece.kind == FactPiece::Kind::fault) {
    member.facts = reader.read(parsed);
    return member;
  }
  stretches_.clear();
  refused_ = Diagnostics(file_);
  const std::uint32_t own = std::exchange(row.piece.first_byte, 0);
  lay(file_, row.piece.text, row.piece.first_line, own);
  const std::uint32_t names = lay(file_, header_.text, header_.line, header_.byte);
  read_cells(row.cells, {0, names, &header_});
  parsed.json.document = std::move(document_);
  member.facts = reader.read(parsed);
  document_ = std::move(*parsed.json.document);
  std::vector<Diagnostic>& diagnostics = member.facts.diagnostics;
  if (refused_.has_errors()) {
    member.facts.valid = false;
    for (Diagnostic& one : refused_.take_sorted()) diagnostics.push_back(std::move(one));
    std::stable_sort(diagnostics.begin(), diagnostics.end(), [](const Diagnostic& left, const Diagnostic& right) {
      return left.code.empty() != right.code.empty() ? right.code.empty() : left.span.begin < right.span.begin;
    });
  }
  for (Diagnostic& one : diagnostics) settle(one, member.parts);
  for (Diagnostic& one : member.facts.expected_faults) settle(one, member.parts);
  if (member.facts.expected) shift(*member.facts.expected, own);  // cells of the row itself
  for (UndeclaredField& field : member.facts.undeclared) {
    if (field.first) settle(*field.first, member.parts);
  }
  return member;
}

}  // namespace crit
