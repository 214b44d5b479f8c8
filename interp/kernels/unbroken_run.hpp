// `latest igf1 has sd <= -3 for_at_least 6 months`: the unbroken run of items that have it, up to the newest, and what
// is possible of it where dates are partial, or items or what is asked of them unknown.
//
// A world gives every item a day, says which items are in and which have it, and puts items of one day in some order.
// In a world the answer is yes when the run spans the duration (so that it has two items, of different days), no when
// an item that fails ends it sooner, and where the record ends sooner: no over a complete list, else unknown. Whether
// some world says yes, and whether some world does not, is found without going through them: each asks only for the
// best choice of the newest item, of the first of the run, and of the one that fails.
#pragma once

#include <vector>

#include "date.hpp"

namespace crit {

struct RunItem {
  Day first = 0;
  Day last = 0;
  bool sure = false;  // surely in
  bool may_have = false;
  bool may_lack = false;
};

class UnbrokenRun {
 public:
  UnbrokenRun(std::vector<RunItem> items, Duration duration, LeapRule leap);

  bool any_sure() const { return any_sure_; }
  bool may_be_yes() const;
  bool may_be_other() const;
  // Where no world says yes: whether the record may be what is too short.
  bool record_may_begin() const;

 private:
  Day begin_of(std::size_t place) const;

  const std::vector<RunItem> items_;
  const Duration duration_;
  const LeapRule leap_;
  bool any_sure_ = false;
  Day newest_ = first_day;   // the newest is not before it
  Day failing_ = first_day;  // nor is the first of a run, when all that fails stands before it
};

}  // namespace crit
