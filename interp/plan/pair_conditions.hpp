// Splits the condition of a query for pairs: what speaks of one of the two items, and one comparison of both.
#pragma once

#include "plan.hpp"

namespace crit::plan {

// Fills in `query.sieve`, where the condition is plain; else leaves it empty. The query's condition is in `plan`.
void split_pair_condition(const Plan& plan, Query& query);

}  // namespace crit::plan
