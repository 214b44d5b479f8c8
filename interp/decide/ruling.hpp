// From verdicts to a decision: exclusions, then indications, then referrals, then denial. No explanation here.
//
// A *world* takes each section to be met or not, and each end date and target to be one of those that what is known leaves
// possible. All worlds are decided by the same plain rules; one kind of outcome is the decision, more than one pends. The
// rules are LANGUAGE.md's, "How a policy decides"; tests/unit/ruling_test.cpp goes through the worlds one by one.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "chunk.hpp"
#include "crit/crit.hpp"
#include "finished_run.hpp"

namespace crit {

// The first day that an approval does not cover, as far as it is known: no day before `least`, none after `latest`.
struct End {
  static constexpr Day never = std::numeric_limits<Day>::max();  // there is no such day: the approval has no end
  Day least = first_day;
  Day latest = never;
  bool exact() const { return least == latest; }
};

// What a decision rests on.
struct Ground {
  enum class Kind : std::uint8_t {
    met,            // of an approval or a referral
    exclusion_met,
    not_met,        // of the indication that came closest
    ended,          // an approval under this indication would already have ended
    none_applies,   // no indication does
  };
  Kind kind = Kind::met;
  std::uint32_t criterion = nowhere;  // none_applies: nowhere
  friend bool operator==(const Ground&, const Ground&) = default;
};

// An indication that could make an approval last longer than it surely does.
struct Longer {
  std::uint32_t section = 0;
  bool met = false;  // it is its end that is not known; else it is not known whether it is met
  End end;
};

struct Ruling {
  Outcome outcome = Outcome::pend;
  std::optional<Day> until;              // approve: the first day not surely covered; nullopt: open-ended
  std::string category;                  // deny
  std::string target;                    // refer
  std::string review;                    // refer to review: why
  std::uint32_t section = nowhere;       // refer, deny by exclusion, or the indication that came closest
  std::vector<Ground> because;
  std::vector<std::uint32_t> open;       // pend: sections whose verdict, until or target is still open
  std::vector<std::uint32_t> lapsed;     // indications whose approval would already have ended: met, or the closest
  std::vector<std::uint32_t> longest;    // approve: the indications that in some world give the longest approval
  std::vector<Longer> may_lengthen;      // approve
  std::vector<std::pair<std::uint32_t, std::optional<Day>>> untils;  // of the indications that surely approve
};

Ruling decide_outcome(const Chunk& chunk, FinishedRun& run);

// When an approval under this indication would end. Where `warn` is false, what is warned of on the way is not kept.
End end_of(const SectionInfo& section, FinishedRun& run, bool warn);

}  // namespace crit
