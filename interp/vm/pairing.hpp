// How the pairs of a list's items are made, and what came of those made so far. It makes none itself: the machine does (pairs.cpp).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "date.hpp"
#include "pair_sieve.hpp"
#include "tally.hpp"

namespace crit {

struct Apart {  // how far apart the two of a pair are asked to be; nothing where that is not known
  Comparison op = Comparison::greater_equal;
  std::optional<Duration> duration;
};

// Which pairs a plain condition rules out, found without making them. An item counts by what is known of it alone, so
// that nothing is tried for each pair. Items stand by their places in Pairing::by_day; the two of a pair are 0 (the
// earlier) and 1 (the later).
struct Sifting {
  using Ranks = std::pair<std::uint32_t, std::uint32_t>;  // from and to
  struct Search {  // of one later item, where in `by_field` its comparison begins or ends to hold
    std::uint32_t tries = 0;
    std::uint32_t low = 0;   // here it comes to what it comes to first of all …
    std::uint32_t high = 0;  // … and here it does not
    Truth first = Truth::unknown;
  };

  const PairSieve* sieve = nullptr;                  // null: nothing is ruled out
  std::array<std::vector<bool>, 2> known;            // what the condition reads of the item is known and exact
  std::array<std::vector<bool>, 2> out;              // no pair has it in this place
  std::array<std::vector<std::uint64_t>, 2> untold;  // fields by which evidence may gain from a pair that is ruled out
  std::vector<std::uint32_t> place_of;               // of each item of the list
  std::vector<std::uint32_t> by_field;               // the earlier ones, by the field that is compared
  std::vector<std::uint32_t> rank;                   // of each place, in `by_field`
  std::vector<Ranks> holds;                          // of each later one: of which earlier ones the comparison holds
  std::uint32_t at = 0;                              // the place that is tried
  Search search;
};

// Pairs are made some at a time, and asked, before the next are made. Two items of full dates that are not apart as asked are left
// out without being looked at.
struct Pairing {
  bool traced = false;
  bool of_newest = false;  // the later may be the newest; all are then made at once
  bool is_ordered = false;
  bool begun = false;
  std::uint32_t resume = 0;  // the instruction from which on pairs are asked
  std::vector<Apart> aparts;
  std::vector<std::uint32_t> by_day;  // the items that may be in, by their first days
  std::vector<Date> days;  // of each of these, the days on which it may be
  std::vector<std::uint32_t> plain;  // places in `by_day` of what is surely in, on a full date that will do …
  std::vector<std::uint32_t> others;  // … and of the rest
  std::vector<bool> is_plain;         // of each place
  std::vector<std::pair<std::uint32_t, std::uint32_t>>
      earlier;                 // of each plain place: the plain ones that it is paired with, from and to
  bool names_outside = false;  // they are all that are before it, for those that are not apart as asked are named
  bool is_apart = false;       // of two plain ones that are paired it is known that they are apart as asked
  Day newest = first_day;  // no item before it may be the newest
  std::size_t later = 0;   // the place in `by_day` whose pairs are made next …
  std::uint32_t next_plain = 0;  // … from which of `plain` …
  std::uint32_t next_other = 0;  // … and which of `others` on
  std::uint64_t size = 0;  // of all pairs that are made
  std::uint64_t left_out = 0;  // pairs not apart as asked that are not made
  Sifting sifting;
  // What came of those made so far.
  Tally tally;
  bool any_in = false;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> perhaps;  // two items that may be a pair, in either order
  std::vector<std::pair<std::uint32_t, std::uint32_t>> ordered;  // two items that have it, in an order that may be theirs
  std::size_t outside = 0;  // not as asked, and nothing to be said of them
  std::vector<std::uint32_t> open;  // evidence: of what leaves the answer open …
  std::vector<std::uint32_t> satisfying;  // … of those that have it, …
  std::vector<std::uint32_t> failing;  // … of those that do not, …
  std::vector<std::uint32_t> all;  // … of all, …
  std::vector<std::uint32_t> inside;  // … and of all but those outside
};

}  // namespace crit
