// Tokens from a tree and its text, and the blanks between them.
#include "format_tokens.hpp"

#include <algorithm>

#include "characters.hpp"
#include "utf8.hpp"

namespace crit::layout {
namespace {

constexpr std::size_t most_reserved = 50'000;
constexpr std::uint32_t tab = 8;  // where a tab leads to, in texts that hold some

class Reader {
 public:
  Reader(const Source& source, const Tree& tree, Span span) : source_(source), text_(source.text()), span_(span) {
    const std::size_t expected =
        std::min<std::size_t>((span.end - span.begin) / 4, most_reserved);  // a word has four letters or more, mostly
    script_.tokens.reserve(expected);
    script_.owners.reserve(expected);
    visit(tree.root, 0);
    read_to(static_cast<std::uint32_t>(text_.size()), 0);  // comments behind the last item
  }
  Script take() { return std::move(script_); }

 private:
  std::uint32_t visit(const Node& node, std::uint32_t parent) {
    const auto self = static_cast<std::uint32_t>(script_.owners.size());
    script_.owners.push_back({&node, parent, {}});
    if (is_atom(node.kind)) {
      add(Sort::atom, here(node.span.begin), here(node.span.end), self, atom_text(source_, node));
      return self;
    }
    const auto first = std::partition_point(node.children.begin(), node.children.end(),
                                            [&](const Node& child) { return child.span.end <= span_.begin; });
    const auto last = std::partition_point(first, node.children.end(),
                                           [&](const Node& child) { return child.span.begin < span_.end; });
    if (first != node.children.begin()) skip_to(here((first - 1)->span.end));
    script_.owners[self].children.reserve(static_cast<std::size_t>(last - first));
    for (auto at = first; at != last; ++at) {
      const Node& child = *at;
      if (child.span.begin == child.span.end) continue;
      read_to(here(child.span.begin), self);
      const std::uint32_t made = visit(child, self);
      script_.owners[self].children.push_back(made);
    }
    read_to(here(node.span.end), self);
    return self;
  }

  // Of a place as spans count it: where it is in the file.
  std::uint32_t here(std::uint32_t place) const { return place - source_.base(); }

  // Nothing before `place`, where a node ends, reaches into the span.
  void skip_to(std::uint32_t place) {
    if (place <= place_) return;
    place_ = previous_end_ = place;
    breaks_ = 0;
    line_ = static_cast<std::uint32_t>(text_.rfind('\n', place - 1) + 1);
  }

  // Words, signs and comments between nodes. `end` and all places below are in the file.
  void read_to(std::uint32_t end, std::uint32_t owner) {
    while (true) {
      skip_blanks();
      if (place_ >= end || place_ + source_.base() >= span_.end) return;
      std::uint32_t stop = place_ + 1;
      Sort sort = Sort::sign;
      if (text_[place_] == '#') {
        sort = Sort::comment;
        while (stop < text_.size() && text_[stop] != '\n') ++stop;
      } else if (is_word(text_[place_])) {
        sort = Sort::word;
        while (stop < end && is_word(text_[stop])) ++stop;
      } else if (text_.substr(place_, 2) == "->") {
        stop = place_ + 2;
      } else {
        stop = place_ + std::max(1U, character_at(text_, place_).length);
      }
      add(sort, place_, stop, owner, std::string(text_.substr(place_, stop - place_)));
    }
  }

  void skip_blanks() {
    for (; place_ < text_.size() && (is_blank(text_[place_]) || text_[place_] == '\n'); ++place_) {
      if (text_[place_] == '\n') {
        ++breaks_;
        line_ = place_ + 1;
      }
    }
  }

  // Counted on from the last one asked for, which lies before.
  std::uint32_t column(std::uint32_t place) {
    if (counted_ < line_) {
      counted_ = line_;
      column_ = 0;
    }
    for (; counted_ < place; ++counted_) {
      if (text_[counted_] == '\t') column_ += tab - column_ % tab;
      else if ((static_cast<unsigned char>(text_[counted_]) & 0xC0U) != 0x80U) ++column_;
    }
    return column_;
  }

  void add(Sort sort, std::uint32_t begin, std::uint32_t end, std::uint32_t owner, std::string text) {
    skip_blanks();
    Token token{};
    token.text = std::move(text);
    while (sort == Sort::comment && is_blank(token.text.back())) token.text.pop_back();
    token.sort = sort;
    token.owner = owner;
    token.begin = begin + source_.base();
    token.end = end + source_.base();
    token.written = column(begin);
    token.blanks = begin - previous_end_;
    token.breaks = static_cast<std::uint8_t>(std::min(breaks_, 2U));
    token.width = width_of(token.text);
    script_.tokens.push_back(std::move(token));
    breaks_ = 0;
    place_ = previous_end_ = end;
  }

  const Source& source_;
  const std::string_view text_;
  const Span span_;
  Script script_;
  std::uint32_t place_ = 0;
  std::uint32_t line_ = 0;
  std::uint32_t counted_ = 0;  // up to there …
  std::uint32_t column_ = 0;   // … and so many characters of the line
  std::uint32_t previous_end_ = 0;
  std::uint32_t breaks_ = 0;
};

bool is_statement(Kind kind, Kind parent) {
  if (is_one_of(kind, {Kind::policy_clause, Kind::fact, Kind::entry, Kind::when_clause, Kind::approve_clause,
                       Kind::refer_clause, Kind::give_clause, Kind::row, Kind::otherwise_row, Kind::arm,
                       Kind::otherwise_arm, Kind::replace, Kind::remove, Kind::add, Kind::test_as_of, Kind::test_facts,
                       Kind::test_expect, Kind::given}))
    return true;
  if (kind == Kind::code_item) return parent == Kind::codes || parent == Kind::set;
  if (kind == Kind::cell_range) return parent == Kind::cell;
  return parent == Kind::file || parent == Kind::units || parent == Kind::set;
}

// `mg` behind `5` and two blanks is a value of its own; behind one it would be the unit.
bool would_be_a_unit(const Script& script, std::uint32_t left, std::uint32_t right) {
  const Token& number = script.tokens[left];
  if (number.sort != Sort::atom || script.kind(number.owner) != Kind::number_literal || script.tokens[right].blanks < 2) return false;
  return script.node(number.owner).children.size() == 1 && script.tokens[right].sort != Sort::sign;
}

bool is_tight_parenthesis(const Script& script, std::uint32_t parenthesis) {
  const Kind owner = script.kind(script.tokens[parenthesis].owner);
  return owner == Kind::call || owner == Kind::parameters || owner == Kind::table;
}

}  // namespace

bool is_atom(Kind kind) {
  return is_one_of(kind, {Kind::keyword, Kind::name, Kind::label, Kind::text, Kind::outline, Kind::code, Kind::star,
                          Kind::system, Kind::number, Kind::unit, Kind::date, Kind::duration, Kind::op, Kind::output,
                          Kind::number_literal, Kind::code_item});
}

std::string atom_text(const Source& source, const Node& node) {
  std::string text(source.text(node.span));
  if (node.kind != Kind::keyword && node.kind != Kind::op) return text;
  const auto both_blank = [](char a, char b) { return is_blank(a) && is_blank(b); };
  text.erase(std::unique(text.begin(), text.end(), both_blank), text.end());
  std::replace(text.begin(), text.end(), '\t', ' ');
  return text;
}

std::uint32_t width_of(std::string_view text) {
  return static_cast<std::uint32_t>(std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

Script read_script(const Source& source, const Tree& tree) {
  const auto size = static_cast<std::uint32_t>(source.text().size());
  return read_script(source, tree, {source.base(), source.base() + size});
}

Script read_script(const Source& source, const Tree& tree, Span span) { return Reader(source, tree, span).take(); }

std::uint32_t Script::first_of(std::uint32_t owner) const {
  const auto before = [](const Token& token, std::uint32_t place) { return token.begin < place; };
  return static_cast<std::uint32_t>(std::lower_bound(tokens.begin(), tokens.end(), node(owner).span.begin, before) - tokens.begin());
}

std::uint32_t Script::past(std::uint32_t owner) const {
  const auto before = [](const Token& token, std::uint32_t place) { return token.begin < place; };
  return static_cast<std::uint32_t>(std::lower_bound(tokens.begin(), tokens.end(), node(owner).span.end, before) - tokens.begin());
}

std::uint32_t Script::statement_at(std::uint32_t token) const {
  std::uint32_t found = nowhere;
  for (std::uint32_t owner = tokens[token].owner; owner != 0 && node(owner).span.begin == tokens[token].begin; owner = owners[owner].parent) {
    const Kind parent = parent_kind(owner);
    const bool grouped_kind = parent == Kind::kinds && parent_kind(owners[owner].parent) == Kind::sources;
    if (is_statement(kind(owner), parent) || grouped_kind) found = owner;
  }
  return found;
}

std::uint32_t Script::separator_of(std::uint32_t statement) const {
  const std::uint32_t end = past(statement);
  for (std::uint32_t token = first_of(statement); token < end; ++token) {
    if (tokens[token].owner == statement && (is_sign(token, ":") || is_sign(token, "="))) return token;
  }
  return nowhere;
}

std::uint32_t blanks_between(const Script& script, std::uint32_t left, std::uint32_t right) {
  const Token& a = script.tokens[left];
  const Token& b = script.tokens[right];
  if (b.sort == Sort::comment) return 2;
  if (b.sort == Sort::atom) {
    const Kind kind = script.kind(b.owner);
    if (kind == Kind::output) return 0;
    if (script.is_sign(left, "(")) return 0;
    if (script.is_sign(left, "-") && script.kind(a.owner) == Kind::minus) return 0;
    if (kind == Kind::text && script.parent_kind(b.owner) == Kind::fact) return 2;
    return would_be_a_unit(script, left, right) ? 2 : 1;
  }
  if (b.sort == Sort::sign) {
    const Kind owner = script.kind(b.owner);
    if (b.text == "," || b.text == ";" || b.text == ")") return 0;
    if (b.text == ":" && (owner == Kind::entry || owner == Kind::replace || owner == Kind::add)) return 0;
    if (b.text == "(" && is_tight_parenthesis(script, right)) return 0;
  }
  if (script.is_sign(left, "(")) return 0;
  if (script.is_sign(left, "-") && script.kind(a.owner) == Kind::minus) return 0;
  return would_be_a_unit(script, left, right) ? 2 : 1;
}

}  // namespace crit::layout
