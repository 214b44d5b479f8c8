// What a traced run keeps beside its values: of each value on the machine's stack what it rests on, and of each
// criterion what its verdict came to rest on and what it cost. No verdict rests on a trail.
//
// The machine tells it of each operation, when the operation's result stands on the stack. A run that is not traced has
// a NoTrail, which is told the same and keeps nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "list_loop.hpp"
#include "run.hpp"

namespace crit {

class Trail {
 public:
  static constexpr bool is_kept = true;

  explicit Trail(Run& run);

  // ---- values on the stack
  ReadSet& fresh() { return stack_.emplace_back(); }  // of a value that is pushed: what it rests on is added to it
  void own(ReadSet evidence) { stack_.push_back(std::move(evidence)); }
  ReadSet take();                  // of a value that is popped
  void add_to(ReadSet& evidence);  // the same, added to what something else rests on
  void drop() { stack_.pop_back(); }

  // ---- operations, each with the stack of values as it is behind it
  // What turns `count` values into one. `said`: the reason that it gave for coming to nothing; `at_fault`: the operands
  // that the reason is about, each a bit. `tested`: why a code is no sure member of a code set.
  void operation(std::size_t count, const Value& result, const Reason* said, std::uint32_t at_fault,
                 const Reason* tested);
  void block(std::size_t count);  // of criteria: rests on all of them
  // `operands`: the conditions that `and`, `or` took; `deciding`: the one that settles them.
  void condition(const Value* operands, std::size_t count, Truth deciding, Truth result);
  void first_known(std::size_t count, std::optional<std::size_t> chosen);
  // `rows`: what the rows that were looked at rest on; `outside`: why a key lies outside of them.
  void lookup(std::uint32_t table, ReadSet rows, const Reason* outside, const Value& result);
  void conditional(Truth condition);  // the condition, what stands under it
  void choice(Truth condition);       // the condition, what it takes where it holds, what where it does not
  void define(std::uint32_t define, const Value& value);
  void is_met(std::uint32_t define, Verdict verdict);
  void criterion(std::uint32_t criterion, Verdict verdict);
  void does_not_apply(std::uint32_t criterion) { criteria_[criterion].clear(); }

  const ReadSet& of_criterion(std::uint32_t criterion) const { return criteria_[criterion]; }
  std::uint64_t cost_of(std::uint32_t criterion) const { return costs_[criterion]; }

 private:
  void merge(std::size_t count, const Value* result);
  void blame(std::size_t count, std::uint32_t operands, const Reason* reason);
  void note_alternatives(const ReadSet* operands, std::size_t count, ReadSet& evidence);
  std::string name_of(const Read& read) const;

  Run& run_;
  std::vector<ReadSet> stack_;  // in step with the machine's
  std::vector<ReadSet> criteria_;
  std::vector<std::uint64_t> costs_;  // of the criteria's own code
  std::uint64_t counted_ = 0;         // work in `costs_`
};

class NoTrail {
 public:
  static constexpr bool is_kept = false;

  ReadSet& fresh() {
    unused_.clear();
    return unused_;
  }
  void own(const ReadSet& /*evidence*/) {}
  ReadSet take() { return {}; }
  void add_to(ReadSet& /*evidence*/) {}
  void drop() {}
  void operation(std::size_t, const Value&, const Reason*, std::uint32_t, const Reason*) {}
  void block(std::size_t) {}
  void condition(const Value*, std::size_t, Truth, Truth) {}
  void first_known(std::size_t, std::optional<std::size_t>) {}
  void lookup(std::uint32_t, const ReadSet&, const Reason*, const Value&) {}
  void conditional(Truth) {}
  void choice(Truth) {}
  void define(std::uint32_t, const Value&) {}
  void is_met(std::uint32_t, Verdict) {}
  void criterion(std::uint32_t, Verdict) {}

 private:
  ReadSet unused_;
};

}  // namespace crit
