// Lowering's own state, shared by lower.cpp (tables, criteria, sections), lower_nodes.cpp (nodes, queries) and
// uses.cpp. Internal: callers use lower.hpp.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "chunk.hpp"
#include "plan.hpp"

namespace crit::lowering {

using plan::Node;
using plan::NodeId;
using plan::NodeKind;

class Lowering {
 public:
  explicit Lowering(plan::Plan plan) : plan_(std::move(plan)) {}

  Chunk run();

 private:
  std::uint32_t here() const { return static_cast<std::uint32_t>(chunk_.code.size()); }
  std::uint32_t emit(Op op, std::uint32_t a = 0, std::uint32_t b = 0);

  // ---- tables
  // --------------------------------------------------------------------------------------------------------

  void take_tables();
  Value value_of(const plan::Constant& constant);
  void register_criterion(NodeId node, std::uint32_t parent);
  void register_body(NodeId body, std::uint32_t owner);
  void number_defines();
  void note_uses();

  // ---- pieces of code
  // ------------------------------------------------------------------------------------------------

  Routine routine(const std::string& name, NodeId value);
  std::uint32_t entry(const std::string& name, NodeId value);
  void entries(const plan::Section& section);
  void asked_criterion(std::uint32_t index);
  void asked_section(std::uint32_t index);
  void section_verdict(const plan::Section& section);

  // ---- nodes
  // ---------------------------------------------------------------------------------------------------------

  void node(NodeId id);  // a node that has a define of its own is asked for by it
  void node_code(const Node& node);
  void operands(const Node& node);
  void operation(const Node& node, Op op, std::uint32_t a = 0, std::uint32_t b = 0);
  void logic(const Node& node);
  std::vector<std::uint32_t> arms(std::span<const NodeId> parts);
  void select(const Node& node);
  void choose(const Node& node);
  void call(const Node& node);
  void block(terms::BlockKind kind, std::uint32_t children, std::uint32_t number);
  std::uint32_t rows(ArmRange range);
  std::pair<std::uint32_t, std::uint32_t> criteria_in(NodeId body) const;
  void take_criteria(NodeId body, std::pair<std::uint32_t, std::uint32_t>& range) const;

  std::uint32_t window(std::uint32_t place);
  void query(const plan::Query& query);
  void query_in_loop(const plan::Query& query);
  void sieve(std::uint32_t own, const plan::PairSplit& split);
  void loop(std::uint32_t own, NodeId condition, Op keep);
  void asks_each(std::uint32_t own, std::uint32_t head, NodeId condition, Op keep);
  std::uint32_t loop_of(const Node& field) const {
    return open_loops_ - 1 - scope_loops_[scope_loops_.size() - 1 - field.b];
  }

  const Node& at(NodeId id) const { return plan_.nodes[id]; }

  plan::Plan plan_;
  Chunk chunk_;
  std::vector<std::uint32_t> define_of_;                   // of each node: the define that computes it once, or nowhere
  std::vector<std::uint32_t> policy_define_;               // of each of the plan's defines: its place in the chunk
  std::set<std::uint32_t> amendment_criteria_;             // that say whether an amendment applies
  std::map<std::uint32_t, std::uint32_t> asked_criteria_;  // by criterion, the define that computes it on demand
  std::map<std::uint32_t, std::uint32_t> asked_sections_;
  std::vector<GiveInfo> shared_gives_;      // as Plan::shared_gives
  std::uint32_t open_loops_ = 0;            // that run at this place of the code
  std::vector<std::uint32_t> scope_loops_;  // which of them each query around the node is
};

}  // namespace crit::lowering
