// What every pass of the check needs.
#include "pass.hpp"

#include "check_names.hpp"

namespace crit {

checked::NodePtr Pass::make(Type type, Span span, decltype(Node::form) form) const {
  auto node = std::make_unique<Node>();
  node->type = std::move(type);
  node->span = span;
  node->form = std::move(form);
  return node;
}

checked::NodePtr Pass::failed(Span span) const {
  findings_.failed = true;
  return make(simple_type(TypeKind::error), span, checked::Failed{});
}

Symbol Pass::find(const std::string& path) const { return names().find_in(expansion_.current, path); }

}  // namespace crit
