// The parse tree: what was read, with its places; nothing interpreted, nothing dropped but blanks and comments.
//
// Leaves are words, literals and operators, whose text is their span's. Levels of precedence appear only where an
// operator was written. A Kind::error node stands where text could not be read; the diagnostic for it has been given.
// The tree is for the builder (interp/front/build.hpp), for the formatter and for `crit dump --tree`; the checker reads
// the AST.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "crit/diagnostic.hpp"

namespace crit {

class Source;

enum class Kind : std::uint8_t {
#define KIND(name) name,
#include "kinds.def"
#undef KIND
};
std::string_view kind_name(Kind kind);
constexpr bool is_one_of(Kind kind, std::initializer_list<Kind> kinds) {
  for (const Kind one : kinds) {
    if (one == kind) return true;
  }
  return false;
}

struct Node {
  Kind kind = Kind::error;
  Span span;
  std::vector<Node> children;

  // The first child of that kind; null when there is none.
  const Node* child(Kind wanted) const;
};

struct Tree {
  Node root;  // Kind::file
};

// One node a line, indented: `entry 120..164`, leaves with their text.
std::string print(const Tree& tree, const Source& source);

}  // namespace crit
