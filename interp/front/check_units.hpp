// Numbers, their units, and arithmetic.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "pass.hpp"

namespace crit {

class Quantities : Pass {
 public:
  explicit Quantities(CheckContext& context) : Pass(context) {}

  NodePtr number_literal(const ast::NumberLiteral& literal, Span span);
  NodePtr arithmetic(const ast::Arithmetic& node, Span span);
  // Once all counting units are declared.
  const UnitResult& unit_of(const std::string& text);
  void report_unit(const ast::Word& unit, const UnitResult& result);
  // Brings `right` to `left`'s unit (both numbers); false and a diagnostic when the dimensions differ.
  bool unify_units(NodePtr& left, NodePtr& right, Span op_span, std::string_view verb);
  NodePtr convert_to(NodePtr node, const Unit& unit);
  bool duration_as_quantity(NodePtr& node, const Unit& unit);
  static std::string unit_in_policy(const std::string& unit);  // in quotes where it is no unit without them
  static UnitResult temperature_meant(const std::string& word);

 private:
  static void advise_unit(Diagnostic& diagnostic, const std::string& word, const UnitResult& unit);

  std::unordered_map<std::string, UnitResult> units_;  // that were asked for, by their texts
};

}  // namespace crit
