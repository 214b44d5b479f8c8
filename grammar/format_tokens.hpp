// A text as the formatter sees it: all of its tokens, comments too, in order, each with the node of the tree that holds it.
// The tree's spans tell where the tokens with an inside of their own lie (numbers with units, codes, texts, durations);
// what stands between them are words and signs. Blanks are not kept, but where lines end is. Internal to the formatter.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "source.hpp"
#include "tree.hpp"

namespace crit::layout {

constexpr std::uint32_t nowhere = 0xFFFFFFFFU;

enum class Sort : std::uint8_t { word, atom, sign, comment };

// A node with the one above it, so that a token can look up.
struct Owner {
  const Node* node;
  std::uint32_t parent;
  std::vector<std::uint32_t> children;
};

struct Token {
  std::string text;
  Sort sort;
  std::uint32_t owner;     // the innermost node that holds it; of an atom its own
  std::uint32_t begin;     // in the source, as spans count
  std::uint32_t end;
  std::uint32_t written;   // the column it stood in
  std::uint32_t blanks;    // before it, on its line
  std::uint8_t breaks;     // line ends before it; 2: a blank line, too
  std::uint32_t width;
  // What becomes of it.
  bool dropped = false;              // a `;` that a line end makes needless
  std::uint32_t column = 0;
  std::uint32_t wanted = nowhere;    // the column that it shares with its neighbours, or else where its line begins
};

struct Script {
  std::vector<Token> tokens;
  std::vector<Owner> owners;  // the file first

  const Node& node(std::uint32_t owner) const { return *owners[owner].node; }
  Kind kind(std::uint32_t owner) const { return owners[owner].node->kind; }
  Kind parent_kind(std::uint32_t owner) const { return kind(owners[owner].parent); }
  bool is_sign(std::uint32_t token, std::string_view sign) const {
    return token < tokens.size() && tokens[token].sort == Sort::sign && tokens[token].text == sign;
  }
  std::uint32_t count() const { return static_cast<std::uint32_t>(tokens.size()); }
  std::uint32_t first_of(std::uint32_t owner) const;   // its first token
  std::uint32_t past(std::uint32_t owner) const;       // the first token behind it
  // The node that begins with this token and stands on a line of its own in its brackets (an entry, a clause, a row, an
  // element of a set, …); nowhere: none.
  std::uint32_t statement_at(std::uint32_t token) const;
  // The `:` or `=` between a statement's head and its value; nowhere: none.
  std::uint32_t separator_of(std::uint32_t statement) const;
};

// `tree` is of `source` and without errors; it must outlive what is made. Of a span: the nodes and tokens that reach
// into it, and perhaps others beside them.
Script read_script(const Source& source, const Tree& tree);
Script read_script(const Source& source, const Tree& tree, Span span);

// How many blanks stand between two neighbours on a line.
std::uint32_t blanks_between(const Script& script, std::uint32_t left, std::uint32_t right);

// In characters, as columns of diagnostics are.
std::uint32_t width_of(std::string_view text);

// Read by itself: a number with its unit, a code, a text, a name, an operator of several words.
bool is_atom(Kind kind);
// The text of a node that is an atom; blanks inside `is not` and the like are one.
std::string atom_text(const Source& source, const Node& node);

}  // namespace crit::layout
