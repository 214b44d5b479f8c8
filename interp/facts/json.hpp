// JSON text -> a small tree that keeps what facts need: numbers as their digits, members in order, every place in the
// file.
//
// Strict JSON (RFC 8259): no comments, no trailing commas, UTF-8 only. The whole text is visited, so a tree means that
// all of it is well-formed. This header knows nothing of facts or schemas, and nothing of simdjson, which json.cpp
// reads with.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crit/diagnostic.hpp"

namespace crit {

enum class JsonKind : std::uint8_t { null, boolean, number, text, array, object };
std::string_view json_kind_name(JsonKind kind);  // "a number", "an object", …

struct JsonValue {
  static constexpr std::uint32_t not_repeated = 0xFFFFFFFF;
  static constexpr std::uint32_t max_depth =
      64;  // facts need 5 (member, list, item, field, wrapper); hosts wrap a little

  JsonKind kind = JsonKind::null;
  bool boolean = false;
  Span span;                             // of the value; of an array or object only its opening bracket
  std::string_view text;                 // number: its digits as written; text: its content, unescaped
  std::string_view name;                 // when this is a member of an object, unescaped
  Span name_span;                        // the name with its quotes
  bool in_cell = false;                  // a text of a table, where nothing has quotes
  std::uint32_t repeats = not_repeated;  // position among its siblings of an earlier member with the same name
  std::vector<JsonValue> children;       // items of an array, members of an object, in the file's order

  const JsonValue* member(std::string_view wanted) const;  // the first of that name, or null
};

// The views in a document point into the reader's text or into `unescaped`.
struct JsonDocument {
  JsonValue root;
  std::list<std::string> unescaped;
  bool has_repeats = false;  // some object gives a name twice
};

struct JsonFault {
  enum class Kind : std::uint8_t { syntax, not_utf8, too_deep, empty, too_large, unreadable, csv, csv_header, csv_list } kind = Kind::syntax;
  Span span;
  std::string message;          // lower case, no period, input in backticks
  std::string help;             // how to mend it; may be empty
  std::optional<Label> opened;  // the bracket that was never closed, or closed otherwise
};

struct JsonResult {
  std::optional<JsonDocument> document;
  JsonFault fault;  // when there is no document
};

// Reads parts of one text, and then of another. A text must outlive its documents.
class JsonReader {
 public:
  explicit JsonReader(std::string_view text = {});
  ~JsonReader();
  JsonReader(const JsonReader&) = delete;
  JsonReader& operator=(const JsonReader&) = delete;
  void take(std::string_view text);
  // One JSON value and nothing else but blanks in bytes [begin, end). Places are those of the whole text.
  JsonResult read(std::uint32_t begin, std::uint32_t end);
  // What a document took is used again for the next.
  void recycle(JsonDocument document);

 private:
  struct Engine;
  std::unique_ptr<Engine> engine_;
};

// `-?(0|[1-9]digits)(.digits)?([eE][+-]?digits)?`
bool is_json_number(std::string_view text);

// The content of a JSON text between its quotes with escapes undone; nullopt where an escape is none, or stands for
// half of a surrogate pair. `bad_at`, when given, receives the byte of the faulty backslash.
std::optional<std::string> unescape_json(std::string_view raw, std::size_t* bad_at = nullptr);

}  // namespace crit
