// `documented_by`, `is documented`, and what people are asked.
#pragma once

#include <set>

#include "pass.hpp"

namespace crit {

class Documentation : Pass {
 public:
  explicit Documentation(CheckContext& context) : Pass(context) {}

  NodePtr documented(const ast::Documented& node, Span span, const Type* expected);
  // On a criterion: `postfix` is the `documented_by` behind it.
  void cover(Body& body, SourceMask mask, Span span, Span postfix);
  NodePtr is_documented(const ast::Compare& node, Span span);  // null: it asks something else
  BodyPtr question(const ast::Asked& node, checked::Criterion& owner, Span span);
  void review_documentation();

  const std::map<std::string, std::uint32_t>& questions() const { return questions_; }
  void forget_questions(std::size_t facts);  // whose slots stand behind so many facts

 private:
  void document(Body& body, SourceMask mask, Span span);

  std::map<std::pair<std::uint32_t, std::uint32_t>, Span> documented_spans_;  // of the postfix, by the whole
  std::set<std::string> asked_documented_;                                    // facts asked whether they are documented
  std::map<std::string, std::uint32_t> questions_;                            // fact slots, by the criterion that asks
};

}  // namespace crit
