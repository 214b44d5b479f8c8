// Words of the language that the syntax tree, the bytecode and the VM share: selectors, windows, blocks, sections.
#pragma once

#include <cstdint>

namespace crit::terms {

enum class WindowKind : std::uint8_t {
  within,          // within D [of X]          0 days <= (d to X) <= D; X is as_of when absent
  within_after,    // within D after X
  within_before,   // within D before X
  within_around,   // within D around X
  before,          // before X
  after,           // after X
  since,           // since X                  on or after X
  in_month_of,     // in month of X
  in_year_of,      // in year of X
  overlapping,     // periods: overlapping X   (a day or a span)
  covering,        // periods: covering X      (a day, or `last D`)
  active_within,   // periods: active within D
  started_within,  // periods: started within D
  ended_within,    // periods: ended within D
  lasting,         // periods: lasting >= D    (comparison in `op`)
  apart,           // pairs: apart at_least D | at_most D   (comparison in `op`)
};

enum class Selector : std::uint8_t {
  some, no, every, at_least, at_most, exactly,                       // ask a condition
  latest, earliest, previous,                                        // pick one item: a value, or with `has` a condition
  highest, lowest, average, sum, count, count_distinct,              // a value of all items
  change, rate, largest_gap,                                         // a value of two items
  days_covered,                                                      // a value of what periods are together
};

enum class BlockKind : std::uint8_t { all_of, any_of, none_of, at_least, at_most, exactly };

enum class SectionKind : std::uint8_t { indication, exclusion, referral };

}  // namespace crit::terms
