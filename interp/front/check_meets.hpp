// `meets`: what criteria and defines ask of other criteria.
#pragma once

#include "pass.hpp"

namespace crit {

class References : Pass {
 public:
  explicit References(CheckContext& context) : Pass(context) {}

  NodePtr meets(const ast::Meets& node, Span span);
  void uses(std::string used);  // what stands at hand uses the criterion or "define x"
  void resolve_meets();

  // What was noted before a text that is only tried.
  struct Mark {
    std::size_t pending = 0;
    std::size_t uses = 0;
  };
  Mark mark() const { return {pending_.size(), uses_.size()}; }
  void forget_since(Mark mark);
  void forget_meets_since(Mark mark) { pending_.resize(mark.pending); }

 private:
  struct PendingMeets {
    Node* node = nullptr;
    std::string outline;
    std::string from;  // where the question stands
    Span span;
  };
  void report_circles();

  std::vector<PendingMeets> pending_;
  std::vector<std::pair<std::string, std::string>> uses_;  // which criterion or "define x" asks for which other
};

}  // namespace crit
