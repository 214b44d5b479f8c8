// crit/entry.hpp: an entry by itself, as crit's own parser has it.
#include "crit/entry.hpp"

#include <algorithm>

#include "diagnostics.hpp"
#include "json.hpp"
#include "keywords.hpp"
#include "parse.hpp"
#include "source.hpp"
#include "tokens.hpp"

namespace crit {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// The first thing that is neither a blank nor in a comment.
std::size_t first_of(std::string_view text) {
  std::size_t at = 0;
  for (;;) {
    while (at < text.size() && is_blank(text[at])) ++at;
    if (at == text.size() || text[at] != '#') return at;
    while (at < text.size() && text[at] != '\n') ++at;
  }
}

std::string_view word_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && ((text[end] >= 'a' && text[end] <= 'z') || (text[end] >= '0' && text[end] <= '9') || text[end] == '_')) ++end;
  return text.substr(at, end - at);
}

// A word that begins an item, and behind it what only an item has there: `policy "X"`, `define x`, `facts {`.
bool begins_item(std::string_view text, std::size_t at) {
  const std::string_view word = word_at(text, at);
  if ((keyword_flags(word) & keyword_flag::item) == 0) return false;
  std::size_t next = at + word.size();
  if (next < text.size() && text[next] == '.') return false;  // a fact: `policy.number`
  while (next < text.size() && is_blank(text[next])) ++next;
  if (next == text.size()) return false;  // a fact may have that name
  const char c = text[next];
  const bool is_name = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  if (!is_name) return c == '"' || c == '{';
  constexpr std::uint32_t between = keyword_flag::hard | keyword_flag::infix | keyword_flag::soft_infix;  // `test is yes`, `test before D`
  return (keyword_flags(word_at(text, next)) & between) == 0 || word == "common";  // `common for I`
}

// The number of brackets that are open at the end.
int open_brackets(std::string_view entry) {
  int open = 0;
  for (const Token& token : tokens(entry)) {
    if (token.kind != TokenKind::bracket) continue;
    const char c = entry[token.span.begin];
    open += c == '{' || c == '(' || c == '[' ? 1 : -1;
  }
  return open;
}

// With its last line empty, who typed it means to end it.
bool ends_in_empty_line(std::string_view entry) {
  const std::size_t end = entry.find_last_not_of(" \t\r");
  if (end == std::string_view::npos || entry[end] != '\n') return false;
  const std::string_view before = entry.substr(0, end);
  const std::size_t last = before.find_last_not_of(" \t\r");
  return last != std::string_view::npos && before[last] == '\n';
}

bool is_whole_json(std::string_view entry) {
  const std::string text(entry);
  JsonReader reader(text);
  const JsonResult read = reader.read(0, static_cast<std::uint32_t>(text.size()));
  if (read.document) return true;
  const std::size_t end = entry.find_last_not_of(" \t\r\n");
  return !read.fault.opened || read.fault.span.begin <= end;
}

}  // namespace

EntryKind entry_kind(std::string_view entry) {
  const std::size_t first = first_of(entry);
  if (first == entry.size()) return EntryKind::empty;
  if (entry[first] == '{' || entry[first] == '[') return EntryKind::json;
  return begins_item(entry, first) ? EntryKind::items : EntryKind::expression;
}

bool is_whole(std::string_view entry) {
  const EntryKind kind = entry_kind(entry);
  if (kind == EntryKind::empty) return true;
  if (kind == EntryKind::json) return is_whole_json(entry);
  if (!is_unfinished(Source("", std::string(entry)), kind == EntryKind::expression)) return true;
  return ends_in_empty_line(entry) && open_brackets(entry) <= 0;
}

std::vector<Token> tokens(std::string_view entry) {
  const EntryKind kind = entry_kind(entry);
  const Source source("", std::string(entry));
  const std::size_t skipped = entry.size() - source.text().size();  // a byte order mark
  std::vector<Token> made;
  for (const LexicalToken& token : lexical_tokens(source, kind == EntryKind::expression)) {
    const auto by = static_cast<std::uint32_t>(skipped);
    made.push_back({{token.span.begin + by, token.span.end + by}, static_cast<TokenKind>(token.kind)});
  }
  return made;
}

std::vector<Diagnostic> syntax_errors(const SourceText& entry) {
  const EntryKind kind = entry_kind(entry.text);
  const Source source(entry.name, entry.text);
  Diagnostics found(entry.name);
  if (kind == EntryKind::empty) return {};
  if (kind == EntryKind::json) {
    JsonReader reader(entry.text);
    const JsonResult read = reader.read(0, static_cast<std::uint32_t>(entry.text.size()));
    if (read.document || !is_whole_json(entry.text)) return {};
    Diagnostic& made = found.add(Mistake::fact_not_json, read.fault.span, read.fault.message);
    if (!read.fault.help.empty()) made.help.push_back(read.fault.help);
    return found.take_sorted();
  }
  if (is_unfinished(source, kind == EntryKind::expression)) return {};
  if (kind == EntryKind::expression) parse_part(source, Part::expression, found);
  else parse(source, found);
  return found.take_sorted();
}

}  // namespace crit
