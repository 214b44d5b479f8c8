// Warnings and notes: what is legal, but seldom what is meant. They read what the other passes have made and only
// report. Each is asked for where its construct is checked: what is negated, which items can be named and by which call
// a define is written out is known there, and nowhere afterwards. unused() and kinds() look at the whole policy.
#pragma once

#include "pass.hpp"

namespace crit {

class Hints : Pass {
 public:
  explicit Hints(CheckContext& context) : Pass(context) {}

  // values and conditions
  void exact_age(const ast::Compare& node, const Node& right, Span span) const;
  void text(bool negated, const ast::Expr& right, Span span) const;
  void absence(bool missing, const std::string& path, Span span) const;
  // criteria
  void inapplicable_block(const checked::BlockBody& block, Span span) const;
  void sign(const ast::Entry& entry) const;
  void labels(const std::vector<ast::Entry>& list) const;
  // lists: check_hints_lists.cpp
  void open_list(const ast::Query& node, std::uint32_t list, Span span) const;
  void knife_edge(const ast::Query& node) const;
  void joined_by_outcome(const ast::Query& node, const ListSlot& list) const;
  void same_item(const ast::Arithmetic& node) const;
  void one_day_more(const ast::Arithmetic& node) const;
  void measured_period(const Node& measured, const std::string& compared) const;
  // shares: check_hints_shares.cpp
  void share(const Node& left, const Node& right, Span span) const;
  // the whole policy
  void unused() const;
  void kinds() const;

 private:
  void change(const Node& change, const Node& limit, Span span) const;
  void hundred(const Node& share, const Node& limit, Span span) const;
};

}  // namespace crit
