// What all parts of the machine share while it runs once over one fact set.
#pragma once

#include <utility>
#include <vector>

#include "chunk.hpp"
#include "evidence.hpp"
#include "fact_set.hpp"
#include "machine_options.hpp"
#include "possible_values.hpp"
#include "source_rules.hpp"
#include "warnings.hpp"
#include "work.hpp"

namespace crit {

struct Run {
  Run(const Chunk& of, const FactSet& over, Day day, MachineOptions how)
      : chunk(of),
        facts(over),
        as_of(day),
        options(std::move(how)),
        joins(options.joins != nullptr ? *options.joins : own_joins) {}
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  // A reason, where an explanation is asked for; null elsewhere.
  const Reason* why(ReasonCode code, std::vector<Argument> arguments = {}) {
    return options.trace ? reads.why(code, std::move(arguments)) : nullptr;
  }

  const Chunk& chunk;
  const FactSet& facts;
  const Day as_of;
  const MachineOptions options;
  std::vector<Verdict> criteria;  // as they have come out so far
  bool in_until = false;          // an `until` is worked out, in which a period that goes on has no end
  PossibleValues values;
  Reads reads;
  Work work{options.meter};
  Warnings warnings{*this};
  SourceRules sources{*this};
  KeptJoins own_joins;
  KeptJoins& joins;
};

}  // namespace crit
