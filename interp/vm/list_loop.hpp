// A list that is being asked: its items, and what is known so far of whether each is among those asked for.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "evidence.hpp"
#include "fact_set.hpp"
#include "joining.hpp"
#include "pairing.hpp"
#include "value.hpp"
#include "window_days.hpp"

namespace crit {

struct LoopItem {
  std::uint32_t first = 0;   // the item; of a pair the earlier
  std::uint32_t second = 0;  // of a pair the later
  Truth in = Truth::yes;
  Truth has = Truth::yes;
  Truth given = Truth::yes;        // of a pair: whether the earlier is in and apart as asked, where the later is in
  bool order_is_open = false;      // of a pair: it is there unless the later is the earlier, or both are of one day
  Date days{first_day, last_day};  // on which its date (its start) is, where it is in …
  Date ends{first_day, last_day};  // … and on which it ends
  Value value;
  ReadSet evidence;  // of `where` and `has`, when tracing
};

struct ListLoop {
  std::uint64_t size() const { return pairing ? pairing->size : items.size(); }
  std::uint32_t list = 0;
  const ListCell* cell = nullptr;
  bool pairs = false;
  std::optional<Pairing> pairing;  // … and how they are made
  bool wants_whole = false;        // what is asked is of all items: a sum, a count
  bool apart = false;              // pairs are asked to be so far apart
  std::vector<LoopItem> items;
  std::vector<LoopItem> singles;              // the items, once `items` are pairs; when tracing, what was joined
  std::size_t at = 0;                         // one past the current item
  Day window_low = first_day;                 // nothing before this day can be in the loop …
  Day window_high = last_day;                 // … and nothing that is dated (or begins) after this one
  std::optional<std::pair<Day, Day>> bounds;  // of the one window, to say what would do
  bool picked = false;
  bool may_be_none = false;       // after a pick: perhaps there is no such item
  bool too_large = false;         // not looked through: what it says is unknown
  bool backwards = false;         // a window's span runs backwards
  Truth looks_ahead = Truth::no;  // whether a window asks for days after the date of service
  std::size_t later = 0;          // items left out because they are dated after it
  // Joined: the items are then `periods`; each world says which of them there are.
  bool joined = false;
  std::vector<JoinedPeriod> periods;
  std::vector<std::vector<std::uint32_t>> worlds;
  bool bounded = false;                  // two worlds only: the least and the most that may be
  bool monotone = false;                 // what is asked holds of a longer period, too
  std::vector<std::vector<Clip>> clips;  // days covered: of each window whose days alone count, what it may be
  Day touched_before = first_day;        // a period on file that begins later touches none that is not …
  Day touched_after = last_day;  // … from before the list is whole, and one that ends earlier none of after today
  // The current item is asked for each day on which it may start: its end then depends on nothing.
  std::optional<Day> start;
  Day last_start = first_day;
  std::uint64_t ways = 1;          // … which are so many
  unsigned cases = 0;              // what the conditions came to so far …
  std::vector<Value> case_values;  // … or the values
  ReadSet evidence;                // of the windows
  std::vector<ReadSet> unsure;     // evidence of items that may or may not be in
};

constexpr std::size_t named_outside = 4;  // items outside what is asked are named one by one while they are few

}  // namespace crit
