#include "read_facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace crit {

Mistake mistake_of(JsonFault::Kind kind) {
  switch (kind) {
    case JsonFault::Kind::syntax: return Mistake::fact_not_json;
    case JsonFault::Kind::not_utf8: return Mistake::not_utf8;
    case JsonFault::Kind::too_deep: return Mistake::fact_too_deep;
    case JsonFault::Kind::empty: return Mistake::fact_file_empty;
    case JsonFault::Kind::too_large: return Mistake::fact_too_large;
    case JsonFault::Kind::unreadable: return Mistake::file_unreadable;
    case JsonFault::Kind::csv: return Mistake::fact_csv;
    case JsonFault::Kind::csv_header: return Mistake::fact_csv_header;
    case JsonFault::Kind::csv_list: return Mistake::fact_csv_list;
  }
  return Mistake::fact_not_json;
}

namespace {

void tell(const JsonFault& fault, Diagnostics& diagnostics) {
  Diagnostic& made = diagnostics.add(mistake_of(fault.kind), fault.span, fault.message);
  if (!fault.help.empty()) made.help.push_back(fault.help);
  if (fault.opened) made.labels.push_back(*fault.opened);
}

// { "members": [{ "id": … }, …] }, as some programs write a list.
bool holds_only_members(const JsonValue& root) {
  if (root.children.size() != 1 || root.children.front().kind != JsonKind::array) return false;
  const std::vector<JsonValue>& items = root.children.front().children;
  return !items.empty() && items.front().kind == JsonKind::object && items.front().member("id") != nullptr;
}

// From places in a piece to places in the file, modulo 4 GiB.
void shift(Diagnostic& one, std::uint32_t by) {
  one.span.begin += by;
  one.span.end += by;
  for (Label& label : one.labels) {
    label.span.begin += by;
    label.span.end += by;
  }
}

}  // namespace

// ---- pieces ---------------------------------------------------------------------------------------------------------

ParsedPiece PieceParser::parse(const FactPiece& piece) {
  ParsedPiece parsed;
  parsed.piece = &piece;
  if (piece.kind != FactPiece::Kind::value && piece.kind != FactPiece::Kind::inside) return parsed;
  json_.take(piece.text);
  parsed.json = json_.read(piece.begin, piece.end);
  return parsed;
}

void PieceParser::done(ParsedPiece parsed) {
  if (parsed.json.document) json_.recycle(std::move(*parsed.json.document));
}

std::optional<Day> ParsedPiece::as_of() const {
  if (!json.document || json.document->root.kind != JsonKind::object) return std::nullopt;
  const JsonValue* given = json.document->root.member("as_of");
  if (given == nullptr || given->kind != JsonKind::text) return std::nullopt;
  const std::optional<Date> date = parse_date(given->text);
  return date && date->exact() ? std::optional<Day>(date->first) : std::nullopt;
}

SchemaReader::SchemaReader(const SchemaTables& tables, std::string file, bool strict) : tables_(tables), file_(std::move(file)), strict_(strict) {}

MemberFacts SchemaReader::read(const ParsedPiece& parsed) {
  const FactPiece& piece = *parsed.piece;
  MemberFacts member;
  member.line = piece.line;
  Diagnostics diagnostics(file_);
  switch (piece.kind) {
    case FactPiece::Kind::fault:
      member.id = piece.id;
      tell(piece.fault, diagnostics);
      break;
    case FactPiece::Kind::passed_over:
      member.id = piece.id;
      diagnostics.add(Mistake::fact_passed_over, {piece.begin, piece.end},
                      piece.opened == piece.line ? "a member may stand here, behind what is broken on its line; it is not read"
                                                 : fmt::format("a member may begin here, and cannot be read: it may belong to the value opened on line {}", piece.opened),
                      piece.opened == piece.line ? "mend what stands before it, or put it on a line of its own" : fmt::format("mend the value on line {}, or put this one on one line", piece.opened));
      break;
    case FactPiece::Kind::value:
    case FactPiece::Kind::inside: bind(parsed, member, diagnostics); break;
  }
  member.valid = !diagnostics.has_errors();
  member.diagnostics = diagnostics.take_sorted();
  if (!member.undeclared.empty()) {
    for (UndeclaredField& field : member.undeclared) {
      if (!field.first) continue;
      field.first->file = file_;
      member.diagnostics.push_back(*field.first);
      shift(*field.first, piece.first_byte);
    }
    std::stable_sort(member.diagnostics.begin(), member.diagnostics.end(), [](const Diagnostic& left, const Diagnostic& right) {
      if (left.code.empty() != right.code.empty()) return right.code.empty();  // what is said of the list stands last
      return left.span.begin < right.span.begin;
    });
  }
  for (Diagnostic& one : member.diagnostics) shift(one, piece.first_byte);
  for (Diagnostic& one : member.expected_faults) shift(one, piece.first_byte);
  if (member.expected) shift(*member.expected, piece.first_byte);
  member.is_broken = !parsed.json.document;
  return member;
}

void SchemaReader::bind(const ParsedPiece& parsed, MemberFacts& member, Diagnostics& diagnostics) {
  const FactPiece& piece = *parsed.piece;
  if (!parsed.json.document) {
    tell(parsed.json.fault, diagnostics);
    return;
  }
  const JsonValue& root = parsed.json.document->root;
  if (root.kind != JsonKind::object) {
    diagnostics.add(Mistake::fact_not_member, root.span, fmt::format("a member is an object, found {}", json_kind_name(root.kind)),
                    root.kind == JsonKind::array ? "put the members themselves into one list, [{ … }, { … }]" : "write { \"member\": { … } }");
    return;
  }
  Binder binder(tables_, strict_ ? Strictness::all : Strictness::lenient, diagnostics, texts_);
  member.facts = binder.bind(root, parsed.json.document->has_repeats);
  member.id = member.facts.id;
  member.undeclared = binder.take_undeclared();
  if (const JsonValue* expected = root.member("expect")) {
    Diagnostics faults(file_);
    member.expected = read_expectation(*expected, faults);
    member.expected_faults = faults.take_sorted();
  }
  if (!member.undeclared.empty() && holds_only_members(root)) {
    diagnostics = Diagnostics(file_);
    member.undeclared.clear();
    diagnostics.add(Mistake::fact_not_member, root.span, fmt::format("this is no member: it holds a list of members, `{}`", root.children.front().name),
                    "give the list itself, [{ … }, { … }]");
    return;
  }
  const Span place{piece.begin, piece.begin + 1};
  if (piece.kind == FactPiece::Kind::value) {
    if (!piece.needs_id) return;
    if (!member.id.empty()) {
      if (!piece.doubted) return;
      diagnostics.add(strict_ ? Mistake::fact_torn_member : Mistake::fact_torn, place,
                      fmt::format("{} may belong to {}", strict_ ? "this looks like a member, and" : "taken for a member, this",
                                  piece.opened == 0 ? "the one before it" : fmt::format("the value opened on line {}, which is broken", piece.opened)),
                      "put several members into `[ … ]` with commas between, or write one a line without commas, and look for a bracket that closes too early");
      return;
    }
    // What else is wrong with it says nothing: it may be no member at all.
    diagnostics = Diagnostics(file_);
    tell(piece.fault, diagnostics);
    return;
  }
  if (member.id.empty()) {
    diagnostics = Diagnostics(file_);
    diagnostics.add(Mistake::fact_torn_item, place, fmt::format("this may belong to the value opened on line {}, which is broken", piece.opened),
                    "give each member an \"id\", and mend that value");
    return;
  }
  diagnostics.add(strict_ ? Mistake::fact_torn_member : Mistake::fact_torn, place,
                  fmt::format("{} may belong to the value opened on line {}, which is broken", strict_ ? "this looks like a member, and" : "taken for a member, this", piece.opened),
                  "mend that value");
}

// ---- whole files ----------------------------------------------------------------------------------------------------

std::vector<MemberFacts> read_facts(const Schema& schema, const Source& file, const FactsReadOptions& options) {
  std::vector<MemberFacts> members;
  const SchemaTables tables(schema);
  SchemaReader reader(tables, file.name(), options.strict);
  PieceParser parser;
  FactStream stream;
  constexpr std::size_t part = std::size_t{64} << 10;
  for (std::string_view rest = file.text(); ; rest.remove_prefix(std::min(part, rest.size()))) {
    stream.feed(rest.substr(0, part));
    if (rest.size() <= part) stream.finish();
    while (const std::optional<FactPiece> piece = stream.next()) {
      ParsedPiece parsed = parser.parse(*piece);
      members.push_back(reader.read(parsed));
      parser.done(std::move(parsed));
    }
    if (rest.size() <= part) return members;
  }
}

// ---- tests in a policy ---------------------------------------------------------------------------------------------

namespace {

// Wherever a file may give it: as one dotted name, or nested, or part so and part so.
void take_out(JsonValue& object, std::string_view path) {
  std::vector<JsonValue>& members = object.children;
  members.erase(std::remove_if(members.begin(), members.end(), [&](const JsonValue& member) { return member.name == path; }), members.end());
  for (JsonValue& member : members) {
    if (member.kind != JsonKind::object || path.size() <= member.name.size() || path[member.name.size()] != '.') continue;
    if (path.substr(0, member.name.size()) == member.name) take_out(member, path.substr(member.name.size() + 1));
  }
}

}  // namespace

MemberFacts read_member(const Schema& schema, const Source& file, const std::vector<FactChange>& changes) {
  MemberFacts member;
  Diagnostics diagnostics(file.name());
  JsonReader json(file.text());
  JsonResult result = json.read(0, static_cast<std::uint32_t>(file.text().size()));
  if (!result.document) {
    diagnostics.add(Mistake::fact_not_json, result.fault.span, result.fault.message, result.fault.help);
  } else if (result.document->root.kind != JsonKind::object) {
    diagnostics.add(Mistake::fact_not_member, result.document->root.span, "a test takes its facts from a file of one member, an object", "write { \"member\": { … } }");
  } else {
    JsonValue& root = result.document->root;
    for (const FactChange& change : changes) {
      take_out(root, change.path);
      if (!change.value) continue;
      root.children.push_back(*change.value);
      root.children.back().name = change.path;
    }
    const SchemaTables tables(schema);
    FieldTexts texts;
    member.facts = Binder(tables, Strictness::names, diagnostics, texts).bind(root, result.document->has_repeats);
    member.id = member.facts.id;
  }
  member.valid = !diagnostics.has_errors();
  member.diagnostics = diagnostics.take_sorted();
  return member;
}

}  // namespace crit
