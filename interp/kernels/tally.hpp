// How many items of a list (or pairs of them) satisfy what is asked, at least and at most; and what that says.
#pragma once

#include <cstddef>
#include <cstdint>

#include "terms.hpp"
#include "verdict.hpp"

namespace crit {

// What a settled answer rests on: a count that is reached on those that reach it, a failing `every` on those that fail,
// all else on all that there are.
enum class Basis : std::uint8_t { those_that_satisfy, those_that_fail, all };

// `every` also asks how many are in.
struct Tally {
  std::size_t satisfy_least = 0;
  std::size_t satisfy_most = 0;
  std::size_t sure_in = 0;
  bool fails = false;  // a certain item certainly fails
  bool perhaps_fails = false;

  void add(Truth in, Truth has) {
    const Truth both = truth_and(in, has);
    satisfy_least += both == Truth::yes ? 1 : 0;
    satisfy_most += both != Truth::no ? 1 : 0;
    sure_in += in == Truth::yes ? 1 : 0;
    fails = fails || (in == Truth::yes && has == Truth::no);
    perhaps_fails = perhaps_fails || (in != Truth::no && has != Truth::yes);
  }
  Truth at_least(std::size_t wanted, bool whole) const {
    if (satisfy_least >= wanted) return Truth::yes;
    return whole && satisfy_most < wanted ? Truth::no : Truth::unknown;
  }
  Basis basis(terms::Selector selector, std::uint32_t number, Truth result) const {
    if (selector == terms::Selector::every) return result == Truth::no ? Basis::those_that_fail : Basis::all;
    const bool reached = selector == terms::Selector::no || selector == terms::Selector::at_most ? result == Truth::no
                         : selector == terms::Selector::exactly ? satisfy_least > number
                                                                : result == Truth::yes;
    return reached ? Basis::those_that_satisfy : Basis::all;
  }
  // `whole`: there are no items but those counted.
  Truth says(terms::Selector selector, std::uint32_t number, bool whole) const {
    const std::size_t more = static_cast<std::size_t>(number) + 1;
    switch (selector) {
      case terms::Selector::some: return at_least(1, whole);
      case terms::Selector::no: return truth_not(at_least(1, whole));
      case terms::Selector::at_least: return at_least(number, whole);
      case terms::Selector::at_most: return truth_not(at_least(more, whole));
      case terms::Selector::exactly: return truth_and(at_least(number, whole), truth_not(at_least(more, whole)));
      case terms::Selector::every:
        if (fails) return Truth::no;
        return whole && sure_in > 0 && !perhaps_fails ? Truth::yes : Truth::unknown;
      case terms::Selector::latest:
      case terms::Selector::earliest:
      case terms::Selector::previous:
      case terms::Selector::highest:
      case terms::Selector::lowest:
      case terms::Selector::average:
      case terms::Selector::sum:
      case terms::Selector::count:
      case terms::Selector::count_distinct:
      case terms::Selector::change:
      case terms::Selector::rate:
      case terms::Selector::largest_gap:
      case terms::Selector::days_covered: break;  // ask for no condition of all items
    }
    return Truth::unknown;
  }
};

}  // namespace crit
