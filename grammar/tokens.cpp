#include "tokens.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "characters.hpp"
#include "keywords.hpp"
#include "parse.hpp"
#include "utf8.hpp"

namespace crit {
namespace {

std::optional<Lexical> lexical_of(Kind kind) {
  static constexpr std::pair<Kind, Lexical> table[] = {
      {Kind::keyword, Lexical::keyword}, {Kind::name, Lexical::name},       {Kind::system, Lexical::name},
      {Kind::label, Lexical::label},     {Kind::outline, Lexical::label},   {Kind::text, Lexical::text},
      {Kind::number, Lexical::number},   {Kind::duration, Lexical::number}, {Kind::code, Lexical::name},
      {Kind::unit, Lexical::unit},       {Kind::date, Lexical::date},       {Kind::op, Lexical::operator_},
  };
  for (const auto& [one, lexical] : table) {
    if (one == kind) return lexical;
  }
  return std::nullopt;
}

class Lexer {
 public:
  Lexer(const Source& source, bool is_expression) : text_(source.text()) {
    Diagnostics found(source.name());
    const Source alone(source.name(), std::string(text_));  // places from its own start
    if (is_expression) {
      if (const std::optional<Tree> tree = parse_part(alone, Part::expression, found)) take(tree->root);
    } else {
      const Tree tree = parse(alone, found);
      take(tree.root);
    }
  }

  std::vector<LexicalToken> run() {
    while (at_ < size()) {
      if (is_blank(here()) || here() == '\n') ++at_;
      else step();
    }
    return std::move(made_);
  }

 private:
  std::uint32_t size() const { return static_cast<std::uint32_t>(text_.size()); }
  char here(std::uint32_t ahead = 0) const { return at_ + ahead < size() ? text_[at_ + ahead] : '\0'; }

  void take(const Node& node) {
    // An operator of words, and a selector of several, are split into them: `is not`, `change in`.
    if (node.children.empty()) {
      if (const std::optional<Lexical> kind = lexical_of(node.kind); kind && node.span.begin < node.span.end) leaves_[node.span.begin] = {node.span, *kind};
    }
    if (node.kind == Kind::error) broken_.push_back(node.span);
    for (const Node& child : node.children) take(child);
  }

  void step() {
    const auto leaf = leaves_.find(at_);
    if (leaf != leaves_.end() && leaf->second.kind != Lexical::operator_ && leaf->second.kind != Lexical::keyword) {
      const std::uint32_t end = trimmed(leaf->second.span);
      // A number before a unit that touches it ends where the unit begins, as the tree has it.
      return emit(end, leaf->second.kind);
    }
    const char c = here();
    if (c == '#') return emit(line_end(), Lexical::comment);
    if (c == '"') return emit(text_end(), Lexical::text);
    if (c == '\'') return emit(quoted_unit_end(), Lexical::unit);
    if (is_digit(c)) return number();
    if (is_letter(c) || c == '_') return word();
    if (c == '{' || c == '}' || c == '(' || c == ')' || c == '[' || c == ']') return emit(at_ + 1, Lexical::bracket);
    constexpr std::string_view signs = "<>=!+-*/,:;|.";
    std::uint32_t end = at_;
    while (end < size() && signs.find(text_[end]) != std::string_view::npos && (end == at_ || is_pair(end))) ++end;
    if (end > at_) return emit(end, Lexical::operator_);
    const std::uint32_t length = std::max(1U, character_at(text_, at_).length);
    const std::string_view one = text_.substr(at_, length);
    emit(at_ + length, one == "≤" || one == "≥" || one == "≠" || one == "×" ? Lexical::operator_ : Lexical::unknown);
  }

  // `<=`, `>=`, `->`, `..`: the second sign of two.
  bool is_pair(std::uint32_t second) const {
    const std::string_view two = text_.substr(second - 1, 2);
    return second == at_ + 1 && (two == "<=" || two == ">=" || two == "->" || two == ".." || two == "==" || two == "!=");
  }

  void emit(std::uint32_t end, Lexical kind) {
    end = std::min(std::max(end, at_ + 1), size());
    made_.push_back({{at_, end}, kind});
    at_ = end;
  }

  std::uint32_t trimmed(Span span) const {
    std::uint32_t end = span.end;
    while (end > span.begin && (is_blank(text_[end - 1]) || text_[end - 1] == '\n')) --end;
    return end;
  }
  std::uint32_t line_end() const { return static_cast<std::uint32_t>(std::min(text_.find('\n', at_), text_.size())); }
  std::uint32_t text_end() const {
    std::uint32_t end = at_ + 1;
    while (end < size() && text_[end] != '\n') {
      if (text_[end] == '"') return end + 1;
      end += text_[end] == '\\' ? 2 : 1;
    }
    return std::min(end, size());
  }
  std::uint32_t quoted_unit_end() const {
    const std::size_t end = text_.find('\'', at_ + 1);
    return end == std::string_view::npos || end > line_end() ? at_ + 1 : static_cast<std::uint32_t>(end) + 1;
  }

  // A number or a date, where the parser read nothing.
  void number() {
    std::uint32_t end = at_;
    std::size_t dashes = 0;
    while (end < size() && (is_word(text_[end]) || text_[end] == '.' || text_[end] == '-')) {
      if (text_[end] == '.' && !is_digit(end + 1 < size() ? text_[end + 1] : '\0')) break;
      if (text_[end] == '-' && !is_digit(end + 1 < size() ? text_[end + 1] : '\0')) break;
      if (text_[end] == '-') ++dashes;
      ++end;
    }
    emit(end, dashes == 0 ? Lexical::number : Lexical::date);
  }

  void word() {
    std::uint32_t end = at_;
    while (end < size() && (is_word(text_[end]) || (text_[end] == '.' && end + 1 < size() && is_word(text_[end + 1])))) ++end;
    const std::string_view word = text_.substr(at_, end - at_);
    const bool broken = std::any_of(broken_.begin(), broken_.end(), [&](Span span) { return span.begin <= at_ && at_ < span.end; });
    const bool read = !broken && !leaves_.empty();
    const std::uint32_t flags = keyword_flags(word);
    // What was read and is no leaf is a keyword: it has no node of its own. Else only a word that is mostly meant as one.
    const bool is_keyword = find_keyword(word) && (read || flags != 0 || here_begins_line());
    emit(end, is_keyword ? Lexical::keyword : Lexical::name);
  }

  bool here_begins_line() const {
    std::uint32_t begin = at_;
    while (begin > 0 && is_blank(text_[begin - 1])) --begin;
    return begin == 0 || text_[begin - 1] == '\n';
  }

  struct Leaf {
    Span span;
    Lexical kind;
  };
  std::string_view text_;
  std::map<std::uint32_t, Leaf> leaves_;
  std::vector<Span> broken_;
  std::uint32_t at_ = 0;
  std::vector<LexicalToken> made_;
};

}  // namespace

std::vector<LexicalToken> lexical_tokens(const Source& source, bool is_expression) { return Lexer(source, is_expression).run(); }

}  // namespace crit
