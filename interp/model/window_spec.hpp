// A window of a query, as a program has it: `within 90 days before start` and the like (windows.def).
#pragma once

#include "terms.hpp"
#include "truth.hpp"

namespace crit {

struct WindowSpec {
  terms::WindowKind kind = terms::WindowKind::within;
  Comparison op = Comparison::greater_equal;
  bool has_duration = false;  // taken from the stack, below the anchor
  bool has_anchor = false;    // a date or a span, from the stack
  bool clips = false;         // days covered: only its days count (active within, overlapping)
};

}  // namespace crit
