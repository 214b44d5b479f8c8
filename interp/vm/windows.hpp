// Windows: whether a date, a period or an item stands in one, and which days it holds.
#pragma once

#include <optional>
#include <vector>

#include "fact_access.hpp"
#include "window_days.hpp"

namespace crit {

class Windows {
 public:
  Windows(Run& run, const FactAccess& access) : run_(run), access_(access) {}

  Truth item_in_window(const WindowSpec& window, const ListLoop& loop, std::uint32_t item, const Value& duration,
                       const Value& anchor);
  static void narrow(LoopItem& item, const WindowSpec& window, DayRange range, ListKind kind);

 private:
  Run& run_;
  const FactAccess& access_;
};

}  // namespace crit
