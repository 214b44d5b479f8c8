// A policy that has run over one member's facts: what every criterion and section came to and, of a traced run, what
// each rests on. A decision is made from it, by whichever engine it was run.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "chunk.hpp"
#include "evidence.hpp"
#include "fact_set.hpp"
#include "machine_options.hpp"
#include "value.hpp"
#include "warnings.hpp"

namespace crit {

class Machine;

class FinishedRun {
 public:
  // Runs. Preconditions: the chunk passed verify(), the facts were read by its schema, and both outlive the run. Throws
  // Stop where the meter of the options stops it.
  FinishedRun(const Chunk& chunk, const FactSet& facts, Day as_of, MachineOptions options = {});
  ~FinishedRun();
  FinishedRun(const FinishedRun&) = delete;
  FinishedRun& operator=(const FinishedRun&) = delete;

  Verdict criterion(std::uint32_t index) const;
  Verdict section(std::uint32_t index) const;
  // What a define came to where nothing is asked of sources; null: no code that has run used it so.
  const Value* define(std::uint32_t index) const;

  // An `until`, a target, what is given: the verdicts say which of them are wanted, so each is worked out when it is
  // asked for.
  Value entry(std::uint32_t entry);
  Truth entry_truth(std::uint32_t entry);
  // The same of an `until`, in which a period that goes on has no end: the last day there is. `warn`: whether what is
  // warned of is kept.
  Value until(std::uint32_t entry, bool warn = true);

  // Of a traced run:
  const ReadSet& evidence(std::uint32_t criterion) const;
  const ReadSet& entry_evidence() const;  // of the last entry that was asked for
  Reads& reads();
  const Reads& reads() const;
  std::uint64_t steps_of(std::uint32_t criterion) const;  // of its own code

  std::vector<Warned> warnings() const;
  Day as_of() const;
  std::uint64_t steps() const;  // instructions run so far

 private:
  friend class Machine;  // what a "what if" cannot touch is taken from the run that it starts from
  std::unique_ptr<Machine> machine_;
};

}  // namespace crit
