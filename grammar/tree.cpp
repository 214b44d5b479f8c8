#include "tree.hpp"

#include <algorithm>
#include <cstddef>

#include "source.hpp"

namespace crit {
namespace {

void print_node(const Node& node, const Source& source, std::size_t depth, std::string& out) {
  out.append(depth * 2, ' ');
  out += kind_name(node.kind);
  out += ' ' + std::to_string(node.span.begin) + ".." + std::to_string(node.span.end);
  if (node.children.empty()) {
    // A leaf shows its text, cut where it would fill the line; error nodes can be long.
    constexpr std::size_t longest = 60;
    std::string text(source.text(node.span));
    if (text.size() > longest) {
      std::size_t cut = longest;
      while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) --cut;
      text = text.substr(0, cut) + " …";
    }
    std::replace(text.begin(), text.end(), '\n', ' ');
    if (!text.empty()) out += "  " + text;
  }
  out += '\n';
  for (const Node& child : node.children) print_node(child, source, depth + 1, out);
}

}  // namespace

std::string_view kind_name(Kind kind) {
  static constexpr std::string_view names[] = {
#define KIND(name) #name,
#include "kinds.def"
#undef KIND
  };
  return names[static_cast<std::size_t>(kind)];
}

std::span<const Node> NodeStore::keep(std::span<const Node> siblings) {
  if (siblings.empty()) return {};
  if (blocks_.empty() || blocks_.back().capacity() - blocks_.back().size() < siblings.size()) {
    constexpr std::size_t first = 16;  // enough for a cell of a file
    constexpr std::size_t most = 4096;
    const std::size_t room = blocks_.empty() ? first : std::min(2 * blocks_.back().capacity(), most);
    blocks_.emplace_back().reserve(std::max(room, siblings.size()));
  }
  std::vector<Node>& block = blocks_.back();
  const auto kept = block.insert(block.end(), siblings.begin(), siblings.end());
  return {kept, block.end()};
}

void NodeStore::shift(std::uint32_t bytes) {
  for (std::vector<Node>& block : blocks_) {
    for (Node& node : block) node.span = {node.span.begin + bytes, node.span.end + bytes};
  }
}

const Node* Node::child(Kind wanted) const {
  const auto found =
      std::find_if(children.begin(), children.end(), [&](const Node& node) { return node.kind == wanted; });
  return found == children.end() ? nullptr : &*found;
}

std::string print(const Tree& tree, const Source& source) {
  std::string out;
  print_node(tree.root, source, 0, out);
  return out;
}

}  // namespace crit
