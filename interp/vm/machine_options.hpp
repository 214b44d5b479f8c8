// How a run of the machine is made: what it keeps, what it may skip, and the "what if" that it tries.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "joining.hpp"
#include "meter.hpp"
#include "value.hpp"

namespace crit {

class FinishedRun;

struct MachineOptions {
  bool short_circuit = true;
  bool trace = false;
  bool ucum = false;      // in evidence, units of what is computed as UCUM writes them
  bool warnings = false;  // gathered, as they always are with `trace`; complete only without short-circuit
  // "What if": the facts in these slots have these values.
  struct Fact {
    std::uint32_t slot = 0;
    Value value;
    // True: the value is treated as if the file supplied it from an accepted source. False: it is used only where the
    // file has no accepted value, and `known` still finds it missing.
    bool supplied = true;
  };
  std::vector<Fact> facts;
  // "What if": these criteria come out so.
  std::vector<std::pair<std::uint32_t, Verdict>> criteria;
  // "What if": these defines come to this, where nothing is asked of sources.
  std::vector<std::pair<std::uint32_t, Value>> defines;
  // Of a "what if": a run without one over the same facts, which outlives this. What the "what if" cannot touch is
  // taken from it and not run again.
  const FinishedRun* base = nullptr;
  Meter* meter = nullptr;      // told of the steps; stops the machine by an exception
  KeptJoins* joins = nullptr;  // of other runs over the same facts, and for them
};

}  // namespace crit
