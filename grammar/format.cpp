// The formatter from a text to a text, and the proof that both are the same policy.
#include "format.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "format_layout.hpp"
#include "parse.hpp"

namespace crit {
namespace {

constexpr int most_passes = 8;    // one lays out, one finds nothing to change; columns that hang together may want more
// A long line is ended a part at a time, and all tokens are placed anew: so many in all, some seconds' work. In a text that
// wants more (it is not of a person's making) no line is ended.
constexpr std::size_t most_placed = 20'000'000;

struct Parsed {
  Source source;
  Diagnostics found;
  Tree tree;
  Parsed(const std::string& name, std::string text) : source(name, std::move(text)), found(name), tree(parse(source, found)) {}
};

std::string line_end_of(std::string_view text) {
  const std::size_t first = text.find('\n');
  return first != std::string_view::npos && first > 0 && text[first - 1] == '\r' ? "\r\n" : "\n";
}

// None: too much is to be ended.
std::optional<std::string> laid_out(const Parsed& parsed, bool ends_lines) {
  layout::Layout made(layout::read_script(parsed.source, parsed.tree));
  made.place();
  for (std::size_t placed = made.size(); ends_lines && made.end_long_lines(); placed += made.size()) {
    if (placed > most_placed) return std::nullopt;
    made.place();
  }
  return made.write(line_end_of(parsed.source.text()));
}

// None: so, or what came of it is no longer read without errors.
std::optional<std::string> settled(const Parsed& parsed, bool ends_lines) {
  std::optional<std::string> text = laid_out(parsed, ends_lines);
  for (int i = 1; text && i < most_passes; ++i) {
    const Parsed again(parsed.source.name(), *text);
    if (again.found.has_errors()) return std::nullopt;
    std::optional<std::string> next = laid_out(again, ends_lines);
    if (next == text) break;
    text = std::move(next);
  }
  return text;
}

bool same_nodes(const Parsed& a, const Node& one, const Parsed& b, const Node& other) {
  if (one.kind != other.kind) return false;
  if (layout::is_atom(one.kind)) return layout::atom_text(a.source, one) == layout::atom_text(b.source, other);
  return std::equal(one.children.begin(), one.children.end(), other.children.begin(), other.children.end(),
                    [&](const Node& x, const Node& y) { return same_nodes(a, x, b, y); });
}

// Everything that is written, comments too, but for the `;` that a line end replaces.
std::vector<std::string> words_of(const Parsed& parsed) {
  std::vector<std::string> words;
  for (layout::Token& token : layout::read_script(parsed.source, parsed.tree).tokens) {
    if (token.sort != layout::Sort::sign || token.text != ";") words.push_back(std::move(token.text));
  }
  return words;
}

// By the characters alone, whatever the tokens are.
std::string without_blanks(std::string_view text) {
  std::string made;
  std::copy_if(text.begin(), text.end(), std::back_inserter(made), [](char c) { return c != ' ' && c != '\t' && c != '\r' && c != '\n' && c != ';'; });
  return made;
}

bool same_policy(const Parsed& before, const std::string& after) {
  const Parsed made(before.source.name(), after);
  return !made.found.has_errors() && same_nodes(before, before.tree.root, made, made.tree.root) && words_of(before) == words_of(made) &&
         without_blanks(before.source.text()) == without_blanks(after);
}

}  // namespace

std::optional<std::string> format_source(const Source& source, Diagnostics& diagnostics) {
  Parsed parsed(source.name(), std::string(source.text()));
  if (parsed.found.has_errors()) {
    diagnostics.append(std::move(parsed.found), source.base());
    return std::nullopt;
  }
  for (const bool ends_lines : {true, false}) {
    std::optional<std::string> text = settled(parsed, ends_lines);
    if (text && same_policy(parsed, *text)) return text;
  }
  diagnostics.add(Mistake::not_verified, Span{source.base(), source.base()}, "crit would lay this text out so that it says something else, and leaves it as it is",
                  "this is a mistake in crit; please report it with the file");
  return std::nullopt;
}

}  // namespace crit
