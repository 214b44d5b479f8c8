// Windows: whether a date, a period or an item stands in one, and which days it holds.
#pragma once

#include <optional>
#include <vector>

#include "fact_access.hpp"

namespace crit {

constexpr std::size_t max_windows = 400;  // windows tried one by one: the days of a partial date

struct DayRange {
  Day low;
  Day high;
};

class Windows {
 public:
  Windows(Run& run, const FactAccess& access) : run_(run), access_(access) {}

  Truth in_window(const WindowSpec& window, Date date, const Value& duration, const Value& anchor);
  Truth item_in_window(const WindowSpec& window, const ListLoop& loop, std::uint32_t item, const Value& duration,
                       const Value& anchor);
  // Whether the window asks for days after the date of service.
  Truth looks_ahead(const WindowSpec& window, const Value& anchor);
  std::optional<DayRange> days_of(const WindowSpec& window, const Value& anchor, const Value& duration) const;
  static void narrow(LoopItem& item, const WindowSpec& window, DayRange range, ListKind kind);
  std::vector<Clip> clips_of(const WindowSpec& window, const Value& duration, const Value& anchor) const;

 private:
  Truth period_in_window(const WindowSpec& window, Date start, Date end, const Value& duration, const Value& anchor);

  Run& run_;
  const FactAccess& access_;
};

}  // namespace crit
