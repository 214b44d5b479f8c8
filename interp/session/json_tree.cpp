#include "json_tree.hpp"

#include <algorithm>

#include "printable.hpp"

namespace crit::session {

JsonTree JsonTree::of_text(std::string text) {
  JsonTree made;
  made.kind = JsonKind::text;
  made.text = std::move(text);
  return made;
}

JsonTree JsonTree::object() {
  JsonTree made;
  made.kind = JsonKind::object;
  return made;
}

const JsonTree* JsonTree::member(std::string_view wanted) const {
  const auto found = std::find_if(children.begin(), children.end(), [&](const JsonTree& child) { return child.name == wanted; });
  return found == children.end() ? nullptr : &*found;
}

JsonTree* JsonTree::member(std::string_view wanted) {
  const auto found = std::find_if(children.begin(), children.end(), [&](const JsonTree& child) { return child.name == wanted; });
  return found == children.end() ? nullptr : &*found;
}

JsonTree tree_of(const JsonValue& value) {
  JsonTree made;
  made.kind = value.kind;
  made.boolean = value.boolean;
  if (value.kind == JsonKind::number || value.kind == JsonKind::text) made.text = std::string(value.text);
  made.name = std::string(value.name);
  made.children.reserve(value.children.size());
  for (const JsonValue& child : value.children) made.children.push_back(tree_of(child));
  return made;
}

namespace {

class Writer {
 public:
  explicit Writer(std::vector<Written>* written) : written_(written) {}

  void write(const JsonTree& tree, std::size_t indent) {
    if (!tree.origin || written_ == nullptr) return write_value(tree, indent);
    const std::size_t at = written_->size();
    written_->push_back({{here(), 0}, *tree.origin});
    write_value(tree, indent);
    (*written_)[at].place.end = here();
  }

  std::string take() { return std::move(text_); }

 private:
  static constexpr std::size_t widest = 100;  // columns of a line

  std::uint32_t here() const { return static_cast<std::uint32_t>(text_.size()); }

  void write_value(const JsonTree& tree, std::size_t indent) {
    switch (tree.kind) {
      case JsonKind::null: text_ += "null"; break;
      case JsonKind::boolean: text_ += tree.boolean ? "true" : "false"; break;
      case JsonKind::number: text_ += tree.text; break;
      case JsonKind::text: append_json(text_, tree.text); break;
      case JsonKind::array:
      case JsonKind::object: write_children(tree, indent); break;
    }
  }

  void write_children(const JsonTree& tree, std::size_t indent) {
    const bool is_object = tree.kind == JsonKind::object;
    text_ += is_object ? '{' : '[';
    // The member itself has a fact a line.
    std::size_t room = indent == 0 ? 0 : widest - std::min(widest, indent);
    const bool in_line = tree.children.empty() || (indent != 0 && fits(tree, room));
    const std::string between = in_line ? " " : "\n" + std::string(indent + 2, ' ');
    for (std::size_t i = 0; i < tree.children.size(); ++i) {
      const JsonTree& child = tree.children[i];
      if (i != 0) text_ += ',';
      if (i != 0 || !in_line || is_object) text_ += between;
      if (is_object) {
        append_json(text_, child.name);
        text_ += ": ";
      }
      write(child, indent + 2);
    }
    if (!tree.children.empty() && !in_line) text_ += "\n" + std::string(indent, ' ');
    if (!tree.children.empty() && in_line && is_object) text_ += ' ';
    text_ += is_object ? '}' : ']';
  }

  // Whether it is at most `room` long; counted only that far.
  static bool fits(const JsonTree& tree, std::size_t& room) {
    const std::size_t own = tree.name.size() + tree.text.size() + 8;
    if (own > room) return false;
    room -= own;
    return std::all_of(tree.children.begin(), tree.children.end(), [&](const JsonTree& child) { return fits(child, room); });
  }

  std::vector<Written>* written_;
  std::string text_;
};

}  // namespace

std::string to_text(const JsonTree& tree, std::vector<Written>* written) {
  Writer writer(written);
  writer.write(tree, 0);
  return writer.take() + "\n";
}

}  // namespace crit::session
