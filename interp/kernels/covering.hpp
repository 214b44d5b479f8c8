// `days covered by`: how many days at least one of the periods covers; and where dates, membership or the list itself
// are open, between which two numbers that lies.
//
// Each period is taken by itself: some of its days are covered whatever it turns out to be (its core, from the last day
// on which it may start to the first on which it may end), and some may be. All periods can be as short as that at
// once, or as long, so the days of all cores and of all that may be are bounds that are reached. A period whose start
// and end may fall on one day has no core, and yet covers a day: of such, as many share a day as can.
//
// A period that may or may not be one of those asked for covers all of its days or none, so each way is tried by
// itself: a drug that started within the window, or on the day before it, covers 185 days or 0, never 28.
//
// By a field (`days covered by fill.drug`), the periods of each drug are laid end to end first: one that starts while
// an earlier one runs is moved behind it, with all its days. A day is then covered where, from the start of some period
// on, those begun since last so long. So a period that is longer, or one period more, leaves no day uncovered that was
// covered: the cores alone, and all that may be, are bounds here, too. A period of which it is not known what drug it
// is of covers the fewest days as a drug of its own, and the most as one of another period's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "date.hpp"

namespace crit {

struct Stretch {  // of days, both included
  Day from = 0;
  Day to = 0;
};

// A period that covers days, or may.
struct CoveringPeriod {
  enum class Kind : unsigned char {
    there,
    perhaps,   // it may be one of those asked for, or none of them; where it is, it covers its days
    doubtful,  // its dates will not do: it may cover days, and surely covers none
  };
  Date start;
  Date end;
  Kind kind;
  std::string drug;  // by a field: its value, "" where that is not known

  Stretch at_most() const { return {start.first, end.last}; }
  bool has_core() const { return std::min(start.last, end.last) <= std::max(end.first, start.first); }
};

class Covering {
 public:
  // Each of those that are perhaps there is there where its place in `there` says so; without `there` it may be.
  // `by_drug`: the periods of each drug are laid end to end.
  Covering(const std::vector<CoveringPeriod>& periods, std::optional<unsigned> there, bool by_drug);

  // Of the days in the window, how many may be covered; `more`: and all of them before that day.
  std::int64_t at_most(Stretch window, Day more) const;
  std::int64_t at_least(Stretch window) const;
  // One of the periods may have begun on any day.
  bool reaches_back() const { return !most_.empty() && most_.front().from == first_day; }

 private:
  std::vector<Stretch> most_;   // of every period, the days that it may cover
  std::vector<Stretch> cores_;  // the days that it surely covers
  std::vector<Stretch> loose_;  // it surely covers one of these days
};

}  // namespace crit
