// The lists that are being asked, one within another: opening one, narrowing it by windows, joining its periods,
// picking an item.
#pragma once

#include <vector>

#include "windows.hpp"

namespace crit {

class ListLoops {
 public:
  ListLoops(Run& run, FactAccess& access, Windows& windows) : run_(run), access_(access), windows_(windows) {}

  ListLoop& innermost() { return loops_.back(); }
  ListLoop& outward(std::size_t steps) { return loops_[loops_.size() - 1 - steps]; }
  void close() { loops_.pop_back(); }
  // The item is asked for so far as the condition holds. Of two whose order is open that is no pair in either, where it
  // does not.
  static void keep(LoopItem& item, Truth condition) {
    item.in = truth_and(item.in, condition);
    item.order_is_open = item.order_is_open && condition == Truth::yes;
  }
  // How often the innermost loop is asked: the product of the sizes of the loops around it.
  std::uint64_t askings() const;

  void list_open(std::uint32_t list);
  // The window of the innermost loop. `resume`: the instruction behind it, from which on the query is asked again for
  // each day that the anchor may be.
  void open_window(const WindowSpec& window, const Value& duration, Value anchor, std::uint32_t resume);
  bool next_anchor(Value& result, ReadSet& evidence, std::uint32_t& resume);
  void list_join(const Value& gap);
  void list_pick(terms::Selector selector);
  void leave_out_later(ListLoop& loop);
  // A start that is not known, day by day.
  void begin_cases(ListLoop& loop);
  bool next_case(ListLoop& loop, const Value& value);
  Value end_cases(ListLoop& loop, bool is_value);

 private:
  struct Fork {                // a query that is asked once for each day that a window's anchor may be
    std::uint32_t resume = 0;  // the instruction behind the window
    std::size_t depth = 0;     // of its loop
    const WindowSpec* window = nullptr;
    Value duration;
    std::vector<Value> anchors;
    std::size_t at = 0;
    ListLoop before;
    std::vector<Value> results;
    ReadSet evidence;
  };

  void list_window(const WindowSpec& window, const Value& duration, const Value& anchor);
  Value forwards(Value anchor);
  void doubt_items(ListLoop& loop);
  void lasted(const ListLoop& loop, LoopItem& item);
  void pick_by_time(const ListLoop& loop, bool back, bool previous, std::vector<bool>& keep) const;

  Run& run_;
  FactAccess& access_;
  Windows& windows_;
  std::vector<ListLoop> loops_;
  std::vector<Fork> forks_;
};

}  // namespace crit
