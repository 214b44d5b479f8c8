// What a closed loop says of its items as a truth, and what that rests on. Values of them are in list_values.cpp.
#include <algorithm>
#include <functional>

#include "machine.hpp"

namespace crit {

using terms::Selector;

// ---- closing -------------------------------------------------------------------------------------------------------

void Machine::add_list_read(std::uint32_t list, bool missing, const Reason* reason, ReadSet& evidence) {
  if (options_.trace) evidence.push_back(reads_.note(Read::Kind::list, list, 0, 0, missing, reason));
}

void Machine::add_list_doubt(std::uint32_t list, const Reason* doubt, ReadSet& evidence) {
  if (options_.trace) evidence.push_back(reads_.note(Read::Kind::list, list, 0, 0, false, nullptr, doubt));
}

// Nothing is in the loop: how old the newest is, and from which date one would do.
void Machine::none_reason(const Loop& loop, ReadSet& evidence, bool perhaps_one) {
  if (!options_.trace) return;
  const ListSlot& slot = chunk_.schema.lists[loop.list];
  const Reason* reason = nullptr;
  const Reason* none_fits = why(loop.later > 0 ? ReasonCode::all_are_later
                                : perhaps_one  ? ReasonCode::none_surely_fits
                                               : ReasonCode::none_fits);
  if (loop.too_large) {
    reason = why(ReasonCode::too_many_items);
  } else if (loop.cell->state != FactState::supplied) {
    reason = reads_.why(absence(loop.cell->state));
  } else if (loop.cell->items == 0) {
    reason = why(ReasonCode::none_on_file);
  } else if (loop.pairs) {
    reason = why(loop.apart ? ReasonCode::no_two_apart : ReasonCode::no_two_days);
  }
  // A sum wants the whole of a list that is not there; else one item that fits will do.
  const bool one_will_do = !loop.wants_whole || loop.cell->state == FactState::supplied;
  if (slot.kind == ListKind::series && loop.bounds && !loop.pairs && !loop.too_large && one_will_do) {
    std::optional<Date> newest;
    for (std::uint32_t i = 0; i < loop.cell->items; ++i) {
      const Date date = date_of(loop, i, 0);
      if (date.last <= loop.bounds->second && (!newest || date.last > newest->last)) newest = date;
    }
    const auto [from, to] = *loop.bounds;
    if (newest && newest->last < from) {
      const Count days{static_cast<std::uint64_t>(to - newest->last)};
      reason = newest->exact() ? why(ReasonCode::too_old, {days, *newest}) : why(ReasonCode::newest_is_of, {*newest});
    } else if (reason == nullptr) {
      reason = none_fits;
    }
    reason = to == as_of_ ? why(ReasonCode::would_do_from, {reason, Date{from, from}})
                          : why(ReasonCode::would_do_between, {reason, Date{from, from}, Date{to, to}});
  } else if (reason == nullptr) {
    reason = none_fits;
  }
  add_list_read(loop.list, true, reason, evidence);
}

Value Machine::list_truth(Selector selector, std::uint32_t number, ReadSet& evidence) {
  Loop& loop = loops_.back();
  if (loop.pairing) return pairs_truth(loop, selector, number, evidence);
  const bool trace = options_.trace;
  const auto take = [&](const Item& item) {
    ReadSet own = item.evidence;
    if (own.empty()) position(loop, item.first, 0, own);  // a bare "some x": the item itself is what was looked at
    add_evidence(evidence, own);
  };
  if (trace) add_evidence(evidence, loop.evidence);
  const bool supplied = loop.cell->state == FactState::supplied && !loop.too_large;

  if (loop.picked) {
    unsigned both = 0;
    bool any = false;
    for (const Item& item : loop.items) {
      if (item.in == Truth::no) continue;
      any = true;
      both |= static_cast<unsigned>(item.has);
    }
    Truth result = any ? static_cast<Truth>(both) : Truth::unknown;
    if (loop.may_be_none) result = Truth::unknown;
    if (trace) {
      // Unknown: the items that are open, or all of them where each is settled and they disagree.
      const bool one_open = std::any_of(loop.items.begin(), loop.items.end(), [](const Item& item) { return item.in != Truth::no && item.has == Truth::unknown; });
      for (const Item& item : loop.items) {
        if (item.in == Truth::no || (result == Truth::unknown && one_open && item.has != Truth::unknown)) continue;
        add_evidence(evidence, item.evidence);
      }
      if (!any) none_reason(loop, evidence);
      if (result == Truth::unknown) {
        if (loop.joined) add_unsure(loop, evidence);
        if (any && loop.may_be_none) {
          add_unsure(loop, evidence);
          evidence = reads_.doubts(evidence);
          none_reason(loop, evidence, true);
        } else if (any && !one_open) {
          for (const Item& item : loop.items) {
            if (item.in == Truth::no) continue;
            ReadSet own;
            position(loop, item.first, 0, own);
            add_evidence(evidence, reads_.open(own));
          }
          evidence = reads_.doubts(evidence);
          add_list_read(loop.list, true, why(ReasonCode::they_disagree), evidence);
        } else {
          evidence = reads_.doubts(evidence);
        }
      }
    }
    return result;
  }

  const bool whole = supplied && closed(loop);
  Tally tally;
  for (const Item& item : loop.items) tally.add(item.in, item.has);
  const Truth result = !loop.joined ? tally.says(selector, number, whole) : supplied ? joined_truth(loop, selector, number, whole) : Truth::unknown;
  if (!trace) return result;
  if (!supplied) {
    none_reason(loop, evidence);
  } else if (result == Truth::unknown) {
    // Items that may be in and may satisfy, one of the two being open; `every` asks which may fail.
    for (const Item& item : loop.items) {
      const bool open = item.in == Truth::unknown || item.has == Truth::unknown;
      const bool matters = item.in != Truth::no && (selector == Selector::every ? item.has != Truth::yes || item.in == Truth::unknown : item.has != Truth::no);
      if (open && matters) add_evidence(evidence, item.evidence);
    }
    if (loop.joined) add_unsure(loop, evidence);
    evidence = reads_.doubts(evidence);
    // A list is asked for only where no item on file can settle it.
    const bool item_may_settle = reads_.any_missing(evidence);
    if (!whole && loop.too_large) {
      none_reason(loop, evidence);
    } else if (!whole) {
      add_list_read(loop.list, true, why_open(loop.list, *loop.cell), evidence);
    } else if (!item_may_settle && selector == Selector::every) {
      add_list_read(loop.list, true, why(ReasonCode::every_of_none), evidence);
    }
  } else {
    const Basis basis = tally.basis(selector, number, result);
    const bool reached = basis == Basis::those_that_satisfy;
    const bool all = basis == Basis::all;
    const auto outside = [](const Item& item) { return item.in == Truth::no && item.evidence.empty(); };
    const auto others = static_cast<std::size_t>(std::count_if(loop.items.begin(), loop.items.end(), outside));
    // One that says something is named rather than one of unknown value, which is there all the same.
    const bool one_is_enough = selector == Selector::some || selector == Selector::no;
    const auto is_said = [&](std::uint32_t item) {
      const std::size_t fields = chunk_.schema.lists[loop.list].fields.size();
      const auto row = loop.cell->cells.begin() + static_cast<std::ptrdiff_t>(item * fields);
      return std::any_of(row, row + static_cast<std::ptrdiff_t>(fields), [](const FactCell& value) { return value.state == FactState::supplied; });
    };
    const auto speaks = [&](const Item& item) { return truth_and(item.in, item.has) == Truth::yes && (loop.joined || is_said(item.first)); };
    const bool one_speaks = one_is_enough && std::any_of(loop.items.begin(), loop.items.end(), speaks);
    for (const Item& item : loop.items) {
      if (reached && truth_and(item.in, item.has) == Truth::yes) {
        if (one_speaks && !speaks(item)) continue;
        take(item);
        if (one_is_enough) break;
      } else if (!reached && !all && item.in == Truth::yes && item.has == Truth::no) take(item);
      else if (all && (!outside(item) || others <= named_outside)) take(item);
    }
    if (all && others > named_outside) {
      add_list_read(loop.list, false, why(ReasonCode::items_outside, {Count{others}}), evidence);
    }
    if (loop.items.empty()) {
      add_list_read(loop.list, false,
                    why(loop.cell->items == 0 ? ReasonCode::none_complete : ReasonCode::none_fits_complete), evidence);
    }
  }
  return result;
}

// In every world the answer of its own. A period that is not on file may join others, so an open list says little: what
// holds of a longer period too is there, or it may come to be. The same goes where two worlds bound all that are possible.
Truth Machine::joined_truth(const Loop& loop, Selector selector, std::uint32_t number, bool whole) const {
  const auto says = [&](const std::vector<std::uint32_t>& world, bool all) {
    Tally tally;
    for (const std::uint32_t place : world) tally.add(loop.items[place].in, loop.items[place].has);
    return tally.says(selector, number, all);
  };
  const bool any = selector == Selector::some || selector == Selector::no;
  if ((loop.bounded || !whole) && !(any && loop.monotone)) return Truth::unknown;
  if (loop.bounded) {
    const Truth least = says(loop.worlds.front(), false);
    if (least != Truth::unknown) return least;
    const Truth nothing = truth_of(selector == Selector::no);
    return whole && says(loop.worlds.back(), true) == nothing ? nothing : Truth::unknown;
  }
  unsigned both = 0;
  for (const std::vector<std::uint32_t>& world : loop.worlds) both |= static_cast<unsigned>(says(world, whole));
  return both == 0 ? Truth::unknown : static_cast<Truth>(both);
}

}  // namespace crit
