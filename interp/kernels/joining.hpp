// Periods joined: those that touch, or lie close enough, are taken for one; and what is possible of it where it is not
// known which periods there are, or on which days they start and end.
//
// What is possible is kept as worlds: each says which joined periods there are. A world fixes which periods count, and
// of every date on which it depends whether two of them touch, on which side of that it lies; every other date stays
// the interval it is. Joined periods are kept once, whatever the number of worlds they stand in. Where the worlds are
// too many to go through, two are kept that bound them all: the least (only what surely counts, joined only where it
// surely touches) and the most.
//
// This is a function of dates alone: it knows no facts, no queries and no machine.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "date.hpp"

namespace crit {

// A period to be joined, or some that were. An end that is `ongoing` has none.
struct JoinedPeriod {
  Date start;
  Date end;
  bool sure = true;              // it counts; else it may or may not
  std::uint32_t first_item = 0;  // that starts it
  std::uint32_t last_item = 0;   // that ends it
  std::uint32_t items = 1;
  friend bool operator==(const JoinedPeriod&, const JoinedPeriod&) = default;
};

struct Joined {
  std::vector<JoinedPeriod> periods;
  std::vector<std::vector<std::uint32_t>> worlds;  // which of the periods there are
  bool only_bounds = false;                        // two worlds only: the least and the most that may be
  bool hopeless = false;                           // too many to say anything
  std::uint64_t work = 0;                          // periods and worlds looked at
};

// Precondition: no period surely ends before it starts.
Joined join_periods(std::vector<JoinedPeriod> periods, Duration gap, LeapRule leap, std::uint64_t work_allowed);

// Queries that join the same periods with the same gap, in one run over the facts or in several, join them once.
class KeptJoins {
 public:
  // What is returned stands until the next call. `work`: what it took, this time.
  const Joined& join(std::vector<JoinedPeriod> periods, Duration gap, LeapRule leap, std::uint64_t work_allowed,
                     std::uint64_t& work);

 private:
  struct Kept {
    std::vector<JoinedPeriod> periods;
    Duration gap;
    LeapRule leap;
    std::uint64_t work_allowed = 0;
    Joined joined;
  };
  std::unordered_map<std::size_t, std::vector<Kept>> kept_;
  std::size_t size_ = 0;  // of all that is kept
  Joined last_;           // not kept: there is too much already
};

}  // namespace crit
