// The charts of the standard library, built into the program: charts/write_charts.cpp makes their definition.
#pragma once

#include <span>

#include "chart.hpp"

namespace crit {

std::span<const Chart> standard_charts();

}  // namespace crit
