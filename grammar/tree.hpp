// The parse tree: what was read, with its places; nothing interpreted, nothing dropped but blanks and comments.
//
// Leaves are words, literals and operators, whose text is their span's. Levels of precedence appear only where an
// operator was written. A Kind::error node stands where text could not be read; the diagnostic for it has been given.
// The tree is for the builder (interp/front/build.hpp), for the formatter and for `crit dump --tree`; the checker reads
// the AST.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
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
  std::span<const Node> children;  // kept by the tree

  // The first child of that kind; null when there is none.
  const Node* child(Kind wanted) const;
};

// Where the nodes of a tree stand, but for its root: those of one parent side by side. They stay where they are put.
class NodeStore {
 public:
  std::span<const Node> keep(std::span<const Node> siblings);
  void shift(std::uint32_t bytes);  // all spans

 private:
  std::vector<std::vector<Node>> blocks_;  // none grows beyond what it reserved
};

struct Tree {
  Tree() = default;
  Tree(Tree&&) = default;
  Tree& operator=(Tree&&) = default;
  Node root;  // Kind::file, or that of the part
  NodeStore nodes;
};

// One node a line, indented: `entry 120..164`, leaves with their text.
std::string print(const Tree& tree, const Source& source);

}  // namespace crit
