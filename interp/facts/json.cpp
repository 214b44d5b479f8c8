#include "json.hpp"

#include <simdjson.h>

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "json_fault.hpp"

namespace crit {

std::string_view json_kind_name(JsonKind kind) {
  switch (kind) {
    case JsonKind::null: return "null";
    case JsonKind::boolean: return "true or false";
    case JsonKind::number: return "a number";
    case JsonKind::text: return "a text";
    case JsonKind::array: return "a list";
    case JsonKind::object: return "an object";
  }
  return "a value";
}

const JsonValue* JsonValue::member(std::string_view wanted) const {
  for (const JsonValue& child : children) {
    if (child.name == wanted) return &child;
  }
  return nullptr;
}

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::string_view without_end_blanks(std::string_view text) {
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

// Most names differ in their size or their first byte.
bool is_same(std::string_view left, std::string_view right) {
  if (left.size() != right.size()) return false;
  return left.empty() || (left.front() == right.front() && left == right);
}

// Marks every member whose name an earlier sibling has. Quadratic only while that is the quicker way.
bool mark_repeats(std::vector<JsonValue>& members) {
  constexpr std::size_t few = 24;
  bool any = false;
  if (members.size() <= few) {
    for (std::size_t i = 1; i < members.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (!is_same(members[i].name, members[j].name)) continue;
        members[i].repeats = static_cast<std::uint32_t>(j);
        any = true;
        break;
      }
    }
    return any;
  }
  std::unordered_map<std::string_view, std::uint32_t> seen;
  for (std::size_t i = 0; i < members.size(); ++i) {
    const auto [entry, is_new] = seen.emplace(members[i].name, static_cast<std::uint32_t>(i));
    if (is_new) continue;
    members[i].repeats = entry->second;
    any = true;
  }
  return any;
}

void append_utf8(std::string& out, std::uint32_t code) {
  const auto put = [&out](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (code < 0x80U) {
    put(code);
  } else if (code < 0x800U) {
    put(0xC0U | (code >> 6U)), put(0x80U | (code & 0x3FU));
  } else if (code < 0x10000U) {
    put(0xE0U | (code >> 12U)), put(0x80U | ((code >> 6U) & 0x3FU)), put(0x80U | (code & 0x3FU));
  } else {
    put(0xF0U | (code >> 18U)), put(0x80U | ((code >> 12U) & 0x3FU));
    put(0x80U | ((code >> 6U) & 0x3FU)), put(0x80U | (code & 0x3FU));
  }
}

// Four hexadecimal digits at `at`, or nullopt.
std::optional<std::uint32_t> hex4(std::string_view text, std::size_t at) {
  if (at + 4 > text.size()) return std::nullopt;
  std::uint32_t value = 0;
  for (std::size_t i = at; i < at + 4; ++i) {
    const char c = text[i];
    std::uint32_t digit = 0;
    if (is_digit(c)) {
      digit = static_cast<std::uint32_t>(c - '0');
    } else if ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')) {
      digit = static_cast<std::uint32_t>((c | 0x20) - 'a') + 10;
    } else {
      return std::nullopt;
    }
    value = value * 16 + digit;
  }
  return value;
}

}  // namespace

// ---- spelling -----------------------------------------------------------------------------------------------------

bool is_json_number(std::string_view text) {
  std::size_t at = 0;
  const auto digits = [&] {
    const std::size_t start = at;
    while (at < text.size() && is_digit(text[at])) ++at;
    return at - start;
  };
  if (at < text.size() && text[at] == '-') ++at;
  const bool zero = at < text.size() && text[at] == '0';
  const std::size_t whole = digits();
  if (whole == 0 || (zero && whole > 1)) return false;
  if (at < text.size() && text[at] == '.') {
    ++at;
    if (digits() == 0) return false;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    if (digits() == 0) return false;
  }
  return at == text.size();
}

std::optional<std::string> unescape_json(std::string_view raw, std::size_t* bad_at) {
  std::string out;
  out.reserve(raw.size());
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] != '\\') {
      out.push_back(raw[i]);
      continue;
    }
    if (bad_at != nullptr) *bad_at = i;
    if (i + 1 >= raw.size()) return std::nullopt;
    const char escape = raw[++i];
    static constexpr std::string_view names = "\"\\/bfnrt";
    static constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    if (const std::size_t which = names.find(escape); which != std::string_view::npos) {
      out.push_back(meanings[which]);
      continue;
    }
    if (escape != 'u') return std::nullopt;
    const auto first = hex4(raw, i + 1);
    if (!first || (*first >= 0xDC00U && *first <= 0xDFFFU)) return std::nullopt;
    i += 4;
    if (*first < 0xD800U || *first > 0xDFFFU) {
      append_utf8(out, *first);
      continue;
    }
    if (raw.substr(i + 1, 2) != "\\u") return std::nullopt;
    const auto second = hex4(raw, i + 3);
    if (!second || *second < 0xDC00U || *second > 0xDFFFU) return std::nullopt;
    append_utf8(out, 0x10000U + ((*first - 0xD800U) << 10U) + (*second - 0xDC00U));
    i += 6;
  }
  return out;
}

// ---- reading ------------------------------------------------------------------------------------------------------

// Reads a value from its first byte to its last, once. Any refusal just returns false; the place and the words for it
// are json_fault.cpp's.
struct JsonReader::Engine {
  std::string_view text;
  std::size_t at = 0;
  std::size_t end = 0;
  JsonDocument* document = nullptr;
  std::vector<std::vector<JsonValue>> spare;  // children of documents that are done with

  Span span_from(std::size_t begin) const {
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at)};
  }
  void skip_blanks() {
    const char* const bytes = text.data();
    std::size_t next = at;
    while (next < end && is_blank(bytes[next])) ++next;
    at = next;
  }
  bool take(char wanted) {
    if (at >= end || text[at] != wanted) return false;
    ++at;
    return true;
  }
  bool take_word(std::string_view word) {
    if (text.substr(at, std::min(word.size(), end - at)) != word) return false;
    at += word.size();
    return true;
  }

  // From its quote.
  bool read_text(std::string_view& out) {
    const char* const begin = text.data() + at + 1;
    const char* const last = text.data() + end;
    const char* next = begin;
    bool escapes = false;
    for (;; ++next) {
      while (next < last && !text_marks[static_cast<unsigned char>(*next)]) ++next;
      if (next >= last) return false;
      if (*next == '"') break;
      if (*next != '\\') return false;
      escapes = true;
      if (++next >= last) return false;
    }
    const std::string_view raw(begin, static_cast<std::size_t>(next - begin));
    at = static_cast<std::size_t>(next + 1 - text.data());
    if (!escapes) return out = raw, true;
    std::optional<std::string> plain = unescape_json(raw);
    if (!plain) return false;
    out = document->unescaped.emplace_back(std::move(*plain));
    return true;
  }

  bool read_number(std::string_view& out) {
    const std::size_t begin = at;
    const auto digits = [&] {
      const std::size_t first = at;
      while (at < end && is_digit(text[at])) ++at;
      return at > first;
    };
    take('-');
    if (!take('0') && !digits()) return false;
    if (take('.') && !digits()) return false;
    if (at < end && (text[at] == 'e' || text[at] == 'E')) {
      ++at;
      if (!take('+')) take('-');
      if (!digits()) return false;
    }
    out = text.substr(begin, at - begin);
    return true;
  }

  bool read_value(JsonValue& out, std::uint32_t depth) {
    if (at >= end) return false;
    const std::size_t begin = at;
    switch (text[at]) {
      case '{':
      case '[':
        if (depth >= JsonValue::max_depth) return false;
        out.kind = text[at] == '{' ? JsonKind::object : JsonKind::array;
        ++at;
        out.span = span_from(begin);
        return read_children(out, depth + 1);
      case '"':
        out.kind = JsonKind::text;
        if (!read_text(out.text)) return false;
        break;
      case 't':
      case 'f':
        out.kind = JsonKind::boolean;
        out.boolean = text[at] == 't';
        if (!take_word(out.boolean ? "true" : "false")) return false;
        break;
      case 'n':
        out.kind = JsonKind::null;
        if (!take_word("null")) return false;
        break;
      default:
        out.kind = JsonKind::number;
        if (!read_number(out.text)) return false;
    }
    out.span = span_from(begin);
    return true;
  }

  // Of an array or object, behind its bracket.
  bool read_children(JsonValue& out, std::uint32_t depth) {
    const bool is_object = out.kind == JsonKind::object;
    const char close = is_object ? '}' : ']';
    skip_blanks();
    if (take(close)) return true;
    if (!spare.empty()) {
      out.children = std::move(spare.back());
      spare.pop_back();
    } else {
      out.children.reserve(is_object ? 8 : 2);  // an item has some fields, a list is mostly short
    }
    do {
      skip_blanks();
      JsonValue& child = out.children.emplace_back();
      if (is_object) {
        const std::size_t quote = at;
        if (at >= end || text[at] != '"' || !read_text(child.name)) return false;
        child.name_span = span_from(quote);
        skip_blanks();
        if (!take(':')) return false;
        skip_blanks();
      }
      if (!read_value(child, depth)) return false;
      skip_blanks();
    } while (take(','));
    if (!take(close)) return false;
    if (is_object && mark_repeats(out.children)) document->has_repeats = true;
    return true;
  }

  bool read_root(std::uint32_t begin, JsonDocument& into) {
    document = &into;
    at = begin;
    skip_blanks();
    if (!simdjson::validate_utf8(text.data() + at, end - at) || !read_value(into.root, 0)) return false;
    skip_blanks();
    return at == end;
  }

  void recycle(JsonValue& done) {
    constexpr std::size_t most_spare = 4'096;  // some megabytes, after a member of many items
    if (done.children.capacity() == 0) return;
    for (JsonValue& child : done.children) recycle(child);
    done.children.clear();
    if (spare.size() < most_spare) spare.push_back(std::move(done.children));
  }

  // A bare text, number or word: legal JSON, but never facts. Its kind and place are all that is wanted of it.
  bool is_bare(std::uint32_t begin) const {
    std::size_t start = begin;
    while (start < end && is_blank(text[start])) ++start;
    return start < end && text[start] != '{' && text[start] != '[';
  }
  JsonValue bare(std::uint32_t begin) const {
    const std::string_view token = without_end_blanks(text.substr(begin, end - begin));
    JsonValue value;
    std::size_t start = 0;
    while (is_blank(token[start])) ++start;
    value.span = {static_cast<std::uint32_t>(begin + start), static_cast<std::uint32_t>(begin + token.size())};
    const char first = token[start];
    value.kind = first == '"'                   ? JsonKind::text
                 : first == 't' || first == 'f' ? JsonKind::boolean
                 : first == 'n'                 ? JsonKind::null
                                                : JsonKind::number;
    return value;
  }
};

JsonReader::JsonReader(std::string_view text) : engine_(std::make_unique<Engine>()) { take(text); }
void JsonReader::take(std::string_view text) { engine_->text = text; }
void JsonReader::recycle(JsonDocument document) { engine_->recycle(document.root); }
JsonReader::~JsonReader() = default;

JsonResult JsonReader::read(std::uint32_t begin, std::uint32_t end) {
  JsonResult result;
  result.document.emplace();
  engine_->end = end;
  if (engine_->is_bare(begin)) {
    auto fault = find_json_fault(engine_->text, begin, end, begin == 0);
    if (!fault) {
      result.document->root = engine_->bare(begin);
      return result;
    }
    result.document.reset();
    result.fault = std::move(*fault);
    return result;
  }
  if (engine_->read_root(begin, *result.document)) return result;
  result.document.reset();
  if (auto fault = find_json_fault(engine_->text, begin, end, begin == 0)) {
    result.fault = std::move(*fault);
  } else {
    // Not seen in practice (tests/unit/facts_json_test.cpp compares the two readers on mutated input).
    result.fault.span = {begin, begin};
    result.fault.message = "the text from here on is not well-formed JSON";
  }
  return result;
}

}  // namespace crit
