#include "json.hpp"

#include <simdjson.h>

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "json_fault.hpp"

namespace crit {

namespace ondemand = simdjson::ondemand;

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

// The byte of the quote that closes the text opened at `opener`; npos when there is none.
std::size_t closing_quote(std::string_view text, std::size_t opener) {
  for (std::size_t i = opener + 1; i < text.size(); ++i) {
    if (text[i] == '"') return i;
    if (text[i] == '\\') ++i;
  }
  return std::string_view::npos;
}

// Marks every member whose name an earlier sibling has. Quadratic only while that is the quicker way.
bool mark_repeats(std::vector<JsonValue>& members) {
  constexpr std::size_t few = 24;
  bool any = false;
  if (members.size() <= few) {
    for (std::size_t i = 1; i < members.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (members[i].name != members[j].name) continue;
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

// simdjson's On-Demand API checks only what is looked at. Everything is looked at here: every member and item is
// visited, every token's text is checked whole, and the document must end where its tokens do. Any refusal just returns
// false; the place and the words for it are json_fault.cpp's.
struct JsonReader::Engine {
  void take(std::string_view given) {
    text = given;
    padded = given;
    padded.append(simdjson::SIMDJSON_PADDING, ' ');  // simdjson reads whole blocks, past the end
  }

  std::string_view text;
  std::string padded;  // the text again; all views into it are turned into views of `text`
  ondemand::parser parser;
  JsonDocument* document = nullptr;
  std::uint32_t end = 0;
  std::vector<std::vector<JsonValue>> spare;  // children of documents that are done with

  std::size_t place_of(const char* pointer) const { return static_cast<std::size_t>(pointer - padded.data()); }
  // simdjson's token runs to the next token; never past the part that is read.
  std::string_view token_at(std::string_view token) const {
    const std::size_t begin = place_of(token.data());
    if (begin >= end) return {};
    return without_end_blanks(text.substr(begin, std::min<std::size_t>(token.size(), end - begin)));
  }
  static Span span_of(std::size_t begin, std::size_t length) {
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + length)};
  }

  // The children of a value: there are none yet.
  std::vector<JsonValue>& begin_children(JsonValue& of) {
    if (!spare.empty()) {
      of.children = std::move(spare.back());
      spare.pop_back();
    }
    return of.children;
  }
  void recycle(JsonValue& done) {
    constexpr std::size_t most_spare = 4'096;  // some megabytes, after a member of many items
    if (done.children.capacity() == 0) return;
    for (JsonValue& child : done.children) recycle(child);
    done.children.clear();
    if (spare.size() < most_spare) spare.push_back(std::move(done.children));
  }

  bool content(std::string_view quoted, std::string_view& out) {
    const std::string_view raw = quoted.substr(1, quoted.size() - 2);
    if (raw.find('\\') == std::string_view::npos) return out = raw, true;
    std::optional<std::string> plain = unescape_json(raw);
    if (!plain) return false;
    out = document->unescaped.emplace_back(std::move(*plain));
    return true;
  }

  bool read_value(ondemand::value value, JsonValue& out, std::uint32_t depth) {
    const std::string_view raw = value.raw_json_token();
    const std::string_view token = token_at(raw);
    if (token.empty()) return false;
    const std::size_t begin = place_of(raw.data());
    out.span = span_of(begin, token.size());
    switch (token.front()) {
      case '{': {
        ondemand::object object;
        out.span = span_of(begin, 1);
        return depth < JsonValue::max_depth && value.get_object().get(object) == simdjson::SUCCESS &&
               read_object(object, out, depth + 1);
      }
      case '[': {
        ondemand::array array;
        out.span = span_of(begin, 1);
        return depth < JsonValue::max_depth && value.get_array().get(array) == simdjson::SUCCESS &&
               read_array(array, out, depth + 1);
      }
      case '"': {
        ondemand::raw_json_string ignored;
        if (closing_quote(token, 0) != token.size() - 1) return false;
        if (value.get_raw_json_string().get(ignored) != simdjson::SUCCESS) return false;  // steps over it
        out.kind = JsonKind::text;
        return content(token, out.text);
      }
      case 't':
      case 'f': {
        bool ignored = false;
        out.kind = JsonKind::boolean;
        out.boolean = token == "true";
        return (token == "true" || token == "false") && value.get_bool().get(ignored) == simdjson::SUCCESS;
      }
      case 'n': out.kind = JsonKind::null; return token == "null" && value.is_null();
      default:
        // Left where it is: stepping on skips one scalar token, whatever it is, and a number's value is never asked
        // for.
        out.kind = JsonKind::number;
        out.text = token;
        return is_json_number(token);
    }
  }

  bool read_object(ondemand::object& object, JsonValue& out, std::uint32_t depth) {
    out.kind = JsonKind::object;
    std::vector<JsonValue>& members = begin_children(out);
    for (auto entry : object) {
      ondemand::field field;
      if (std::move(entry).get(field) != simdjson::SUCCESS) return false;
      JsonValue& member = members.emplace_back();
      const std::size_t quote = place_of(field.key().raw()) - 1;
      const std::size_t close = closing_quote(text.substr(0, end), quote);
      if (close == std::string_view::npos) return false;
      member.name_span = span_of(quote, close + 1 - quote);
      if (!content(text.substr(quote, close + 1 - quote), member.name)) return false;
      if (!read_value(field.value(), member, depth)) return false;
    }
    document->has_repeats |= mark_repeats(members);
    return true;
  }

  bool read_array(ondemand::array& array, JsonValue& out, std::uint32_t depth) {
    out.kind = JsonKind::array;
    std::vector<JsonValue>& items = begin_children(out);
    for (auto entry : array) {
      ondemand::value value;
      if (std::move(entry).get(value) != simdjson::SUCCESS) return false;
      if (!read_value(value, items.emplace_back(), depth)) return false;
    }
    return true;
  }

  bool read_root(std::uint32_t begin, JsonDocument& into) {
    document = &into;
    std::size_t start = begin;
    while (start < end && is_blank(text[start])) ++start;
    if (start == end) return false;
    into.root.span = span_of(start, 1);
    ondemand::document root;
    const std::size_t padding = padded.size() - begin;
    if (parser.iterate(padded.data() + begin, end - begin, padding).get(root) != simdjson::SUCCESS) return false;
    if (text[start] == '{') {
      ondemand::object object;
      if (root.get_object().get(object) != simdjson::SUCCESS || !read_object(object, into.root, 1)) return false;
    } else {
      ondemand::array array;
      if (root.get_array().get(array) != simdjson::SUCCESS || !read_array(array, into.root, 1)) return false;
    }
    return root.current_location().error() == simdjson::OUT_OF_BOUNDS;  // nothing left
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
    value.span = span_of(begin + start, token.size() - start);
    const char first = token[start];
    value.kind = first == '"'                   ? JsonKind::text
                 : first == 't' || first == 'f' ? JsonKind::boolean
                 : first == 'n'                 ? JsonKind::null
                                                : JsonKind::number;
    return value;
  }
};

JsonReader::JsonReader(std::string_view text) : engine_(std::make_unique<Engine>()) { take(text); }
void JsonReader::take(std::string_view text) { engine_->take(text); }
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
