// Splits the condition of a query for pairs: what speaks of one of the two items, and one comparison of both.
#pragma once

#include "plan.hpp"

namespace crit::plan {

// Fills in `query.split`, where the condition is plain; else leaves it empty. The condition's nodes are in `plan`,
// which need not be whole; the query asks `list`.
void split_pair_condition(const Plan& plan, const ListSlot& list, Query& query);

}  // namespace crit::plan
