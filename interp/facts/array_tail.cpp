#include "array_tail.hpp"

#include <vector>

#include "json_scan.hpp"

namespace crit {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

// `end` is behind the last byte that is still to be read.
void skip_blanks(std::string_view text, std::size_t& end) {
  while (end > 0 && is_blank(text[end - 1])) --end;
}

bool is_escaped(std::string_view text, std::size_t quote) {
  std::size_t before = quote;
  while (before > 0 && text[before - 1] == '\\') --before;
  return (quote - before) % 2 == 1;
}

// Before the text whose closing quote ends at `end`. False: it is none.
bool skip_text(std::string_view text, std::size_t& end) {
  if (is_escaped(text, --end)) return false;
  while (end > 0) {
    if (text[--end] == '"' && !is_escaped(text, end)) return true;
  }
  return false;
}

// Before the object whose bracket ends at `end`. False: its brackets do not belong together.
bool skip_object(std::string_view text, std::size_t& end) {
  std::vector<bool> open;  // true: `}`
  while (end > 0) {
    const char c = text[end - 1];
    if (c == '"') {
      if (!skip_text(text, end)) return false;
      continue;
    }
    --end;
    if (c == '}' || c == ']') open.push_back(c == '}');
    if (c != '{' && c != '[') continue;
    if (open.back() != (c == '{')) return false;
    open.pop_back();
    if (open.empty()) return true;
  }
  return false;
}

}  // namespace

std::optional<std::size_t> array_tail(std::string_view text, std::size_t fault) {
  std::size_t end = text.size();
  skip_blanks(text, end);
  if (end == 0 || text[end - 1] != ']') return std::nullopt;
  --end;
  std::size_t first = end;
  for (;;) {
    skip_blanks(text, end);
    if (end == 0 || text[end - 1] != '}' || !skip_object(text, end)) return first;
    // Before the fault, a quote that is lost turns texts inside out.
    std::size_t behind = end;
    if (end > 0 && end < fault && JsonScan().read(text, behind) != JsonScan::End::whole) return first;
    first = end;
    if (end < fault) return first;
    skip_blanks(text, end);
    if (end == 0 || text[end - 1] != ',') return first;
    --end;
  }
}

}  // namespace crit
