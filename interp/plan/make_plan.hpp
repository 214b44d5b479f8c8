// Checked policy -> plan. The only place that sees both.
#pragma once

#include "checked.hpp"
#include "plan.hpp"

namespace crit {

// Precondition: checking gave no errors.
plan::Plan make_plan(checked::Policy policy);

}  // namespace crit
