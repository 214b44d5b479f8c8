// How the pairs of a list's items are made, and what came of those made so far. It makes none itself: the machine does (pairs.cpp).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "date.hpp"
#include "tally.hpp"

namespace crit {

struct Apart {  // how far apart the two of a pair are asked to be; nothing where that is not known
  Comparison op = Comparison::greater_equal;
  std::optional<Duration> duration;
};

// Pairs are made some at a time, and asked, before the next are made. Two items of full dates that are not apart as asked are left
// out without being looked at.
struct Pairing {
  bool of_newest = false;  // the later may be the newest; all are then made at once
  bool begun = false;
  std::uint32_t resume = 0;  // the instruction from which on pairs are asked
  std::vector<Apart> aparts;
  std::vector<std::uint32_t> by_day;  // the items that may be in, by their first days
  std::vector<Date> days;  // of each of these, the days on which it may be
  std::vector<std::uint32_t> plain;  // places in `by_day` of what is surely in, on a full date that will do …
  std::vector<std::uint32_t> others;  // … and of the rest
  std::vector<std::pair<std::uint32_t, std::uint32_t>> earlier;  // of each place: the plain ones that it is paired with, from and to
  Day newest = first_day;  // no item before it may be the newest
  std::size_t later = 0;  // the place in `by_day` whose pairs are made next
  std::uint64_t size = 0;  // of all pairs that are made
  std::uint64_t left_out = 0;  // pairs not apart as asked that are not made
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
