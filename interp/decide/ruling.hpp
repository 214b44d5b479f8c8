// From verdicts to a decision: exclusions, then indications, then referrals, then denial. No explanation here.
//
// All outcomes that the verdict sets leave possible are gathered; one kind of outcome left is the decision, more than one
// pends. The rules are LANGUAGE.md's, "How a policy decides".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "chunk.hpp"
#include "crit/crit.hpp"
#include "machine.hpp"

namespace crit {

struct Ruling {
  Outcome outcome = Outcome::pend;
  std::optional<Day> until;              // approve: first day not covered; nullopt: open-ended
  std::string category;                  // deny
  std::string target;                    // refer
  std::string review;                    // refer to review: why
  std::uint32_t section = nowhere;       // approve, refer, deny by exclusion, or the indication that came closest
  std::vector<std::uint32_t> because;    // criteria
  bool no_indication_applies = false;    // deny
  std::vector<std::uint32_t> open;       // pend: sections whose verdict, until or target is still open
  std::vector<std::uint32_t> lapsed;     // indications met whose approval would already have ended
  bool by_lapse = false;                 // deny: an approval under `section` would already have ended
  std::vector<std::uint32_t> may_lengthen;  // unknown indications beside a certain approval
  std::vector<std::pair<std::uint32_t, std::optional<Day>>> untils;  // of the indications that are met
};

// Precondition: machine.run() has been called.
Ruling rule(const Chunk& chunk, Machine& machine);

// The criteria that a verdict of `not met` (or, of an exclusion, `met`) rests on, as deep as they can be named.
std::vector<std::uint32_t> failing(const Chunk& chunk, const Machine& machine, std::uint32_t criterion);
std::vector<std::uint32_t> satisfied(const Chunk& chunk, const Machine& machine, std::uint32_t criterion);

}  // namespace crit
