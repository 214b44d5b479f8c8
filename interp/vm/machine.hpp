// The stack machine: runs a verified chunk over one fact set.
//
// It writes the verdict of every criterion and section, always. With `trace` on it also gathers, for every criterion,
// which values it rests on and which were missing (the evidence), and warnings; the verdicts are the same, which the
// tests hold. It never looks a name up, reads no clock, changes neither chunk nor facts, and ends: loops go over the
// items on file. Preconditions: the chunk passed verify(); the facts were read by the chunk's schema; both outlive the
// machine.
//
// The machine dispatches. Asking lists is list_loops.hpp's, pairs.hpp's and closings.hpp's, tables table_lookup.hpp's,
// reading facts fact_access.hpp's, and the operations on values are values_ops.hpp's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "closings.hpp"
#include "run.hpp"
#include "table_lookup.hpp"
#include "touched.hpp"
#include "trail.hpp"

namespace crit {

class Machine {
 public:
  Machine(const Chunk& chunk, const FactSet& facts, Day as_of, MachineOptions options = {});

  void run();                        // the main code: every criterion, every section
  Value entry(std::uint32_t entry);  // after run(): an `until`, a target, what is given
  // The same of an `until`, in which a period that goes on has no end: the last day there is. `warn`: whether what is
  // warned of is kept.
  Value until(std::uint32_t entry, bool warn = true);
  const ReadSet& entry_evidence() const { return last_evidence_; }  // of the last entry, when tracing

  Verdict criterion(std::uint32_t index) const { return run_.criteria[index]; }
  Verdict section(std::uint32_t index) const { return sections_[index]; }
  // What a define came to where nothing is asked of sources; null: no code that has run used it so.
  const Value* define(std::uint32_t index) const { return memos_[index].ready ? &memos_[index].value : nullptr; }
  const ReadSet& evidence(std::uint32_t criterion) const { return trail_->of_criterion(criterion); }  // when tracing
  const Reads& reads() const { return run_.reads; }
  Reads& reads() { return run_.reads; }
  std::vector<Warned> warnings() const { return run_.warnings.warnings(); }
  Day as_of() const { return run_.as_of; }
  std::uint64_t steps() const { return run_.work.steps(); }                            // instructions run so far
  std::uint64_t steps_of(std::uint32_t criterion) const {
    return trail_->cost_of(criterion);
  }  // when tracing: of its own code

 private:
  struct DefineMemo {
    bool ready = false;
    Value value;
    ReadSet evidence;
    std::vector<NewWarning> warnings;  // that befell it: told of each criterion that uses it
  };
  struct MemoKey {  // a define, and what was asked of its sources; in an `until` its ends may be others
    std::uint32_t define = 0;
    SourceMask kinds = any_source;
    bool in_until = false;
    friend bool operator==(const MemoKey&, const MemoKey&) = default;
  };
  struct MemoHash {
    std::size_t operator()(const MemoKey& key) const {
      return std::hash<SourceMask>{}(key.kinds ^ (std::uint64_t{key.define} << 32U)) * 2 + (key.in_until ? 1 : 0);
    }
  };

  Value execute(std::uint32_t begin);
  template <typename AnyTrail>
  Value execute(std::uint32_t begin, AnyTrail& trail);
  template <typename AnyTrail>
  void step_value(const Instruction& instruction, AnyTrail& trail);  // arithmetic, comparisons, dates
  Value pop();
  void push(Value value) { stack_.push_back(std::move(value)); }
  DefineMemo& memo_of(std::uint32_t define, SourceMask kinds) {
    return kinds == any_source && !run_.in_until ? memos_[define] : other_memos_[{define, kinds, run_.in_until}];
  }
  bool is_touched(std::uint32_t define) const {
    return touched_.defines[define] || !run_.chunk.defines[define].referenced_by_meets.empty();
  }
  void discard(std::uint32_t begin, std::uint32_t end);
  void make_not_applicable(std::uint32_t begin, std::uint32_t end);
  void discard_again();
  void skip_row(std::uint32_t& at, std::uint32_t to);

  Run run_;
  FactAccess access_{run_};
  Windows windows_{run_, access_};
  ListLoops loops_{run_, access_, windows_};
  Pairs pairs_{run_, access_, loops_};
  Closings closings_{run_, access_, loops_, pairs_};
  TableLookup tables_{run_};
  std::vector<Verdict> sections_;
  std::vector<DefineMemo> memos_;                                  // of defines, where nothing is asked of sources …
  std::unordered_map<MemoKey, DefineMemo, MemoHash> other_memos_;  // … and where something is
  std::vector<Value> stack_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> discarded_;  // criteria of rows that are not taken
  std::vector<std::optional<Verdict>>
      own_verdicts_;  // of criteria whose code has run (it may stand in a row that is not taken), as it came out
  Touched touched_;   // by the "what if"; empty: nothing is taken from a base
  std::optional<Trail> trail_;  // when tracing
  ReadSet last_evidence_;
};

}  // namespace crit
