// What a closed loop says of its items as a truth, and what that rests on. Values of them are in list_values.cpp.
#include <algorithm>
#include <utility>
#include <functional>

#include "closings.hpp"

namespace crit {

using terms::Selector;

namespace {

// Of two items either may be the earlier: that is one pair, not two.
std::size_t twice(std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs) {
  std::sort(pairs.begin(), pairs.end());
  return static_cast<std::size_t>(pairs.end() - std::unique(pairs.begin(), pairs.end()));
}

}  // namespace

// ---- closing -------------------------------------------------------------------------------------------------------

// Nothing is in the loop: how old the newest is, and from which date one would do.
void Closings::none_reason(const ListLoop& loop, ReadSet& evidence, bool perhaps_one) {
  if (!run_.options.trace) return;
  const ListSlot& slot = run_.chunk.schema.lists[loop.list];
  const Reason* reason = nullptr;
  const Reason* none_fits = run_.why(loop.later > 0 ? ReasonCode::all_are_later
                                : perhaps_one  ? ReasonCode::none_surely_fits
                                               : ReasonCode::none_fits);
  if (loop.too_large) {
    reason = run_.why(ReasonCode::too_many_items);
  } else if (loop.cell->state != FactState::supplied) {
    reason = run_.reads.why(absence(loop.cell->state));
  } else if (loop.cell->items == 0) {
    reason = run_.why(ReasonCode::none_on_file);
  } else if (loop.pairs) {
    reason = run_.why(loop.apart ? ReasonCode::no_two_apart : ReasonCode::no_two_days);
  }
  // A sum wants the whole of a list that is not there; else one item that fits will do.
  const bool one_is_enough = !loop.wants_whole || loop.cell->state == FactState::supplied;
  if (slot.kind == ListKind::series && loop.bounds && !loop.pairs && !loop.too_large && one_is_enough) {
    std::optional<Date> newest;
    for (std::uint32_t i = 0; i < loop.cell->items; ++i) {
      const Date date = access_.date_of(loop, i, 0);
      if (date.last <= loop.bounds->second && (!newest || date.last > newest->last)) newest = date;
    }
    const auto [from, to] = *loop.bounds;
    if (newest && newest->last < from) {
      const Count days{static_cast<std::uint64_t>(to - newest->last)};
      reason = newest->exact() ? run_.why(ReasonCode::too_old, {days, *newest}) : run_.why(ReasonCode::newest_is_of, {*newest});
    } else if (reason == nullptr) {
      reason = none_fits;
    }
    reason = to == run_.as_of ? run_.why(ReasonCode::would_do_from, {reason, Date{from, from}})
                          : run_.why(ReasonCode::would_do_between, {reason, Date{from, from}, Date{to, to}});
  } else if (reason == nullptr) {
    reason = none_fits;
  }
  access_.add_list_read(loop.list, true, reason, evidence);
}

Value Closings::list_truth(Selector selector, std::uint32_t number, ReadSet& evidence) {
  ListLoop& loop = loops_.innermost();
  if (loop.pairing) return pairs_truth(loop, selector, number, evidence);
  const bool trace = run_.options.trace;
  const auto take = [&](const LoopItem& item) {
    ReadSet own = item.evidence;
    if (own.empty()) access_.position(loop, item.first, 0, own);  // a bare "some x": the item itself is what was looked at
    add_evidence(evidence, own);
  };
  if (trace) add_evidence(evidence, loop.evidence);
  const bool supplied = loop.cell->state == FactState::supplied && !loop.too_large;

  if (loop.picked) {
    unsigned both = 0;
    bool any = false;
    for (const LoopItem& item : loop.items) {
      if (item.in == Truth::no) continue;
      any = true;
      both |= static_cast<unsigned>(item.has);
    }
    Truth result = any ? static_cast<Truth>(both) : Truth::unknown;
    if (loop.may_be_none) result = Truth::unknown;
    if (trace) {
      // Unknown: the items that are open, or all of them where each is settled and they disagree.
      const bool one_open = std::any_of(loop.items.begin(), loop.items.end(), [](const LoopItem& item) { return item.in != Truth::no && item.has == Truth::unknown; });
      for (const LoopItem& item : loop.items) {
        if (item.in == Truth::no || (result == Truth::unknown && one_open && item.has != Truth::unknown)) continue;
        add_evidence(evidence, item.evidence);
      }
      if (!any) none_reason(loop, evidence);
      if (result == Truth::unknown) {
        if (loop.joined) add_unsure(loop, evidence);
        if (any && loop.may_be_none) {
          add_unsure(loop, evidence);
          evidence = run_.reads.doubts(evidence);
          none_reason(loop, evidence, true);
        } else if (any && !one_open) {
          for (const LoopItem& item : loop.items) {
            if (item.in == Truth::no) continue;
            ReadSet own;
            access_.position(loop, item.first, 0, own);
            add_evidence(evidence, run_.reads.open(own));
          }
          evidence = run_.reads.doubts(evidence);
          access_.add_list_read(loop.list, true, run_.why(ReasonCode::they_disagree), evidence);
        } else {
          evidence = run_.reads.doubts(evidence);
        }
      }
    }
    return result;
  }

  const bool whole = supplied && is_complete(loop);
  Tally tally;
  for (const LoopItem& item : loop.items) tally.add(item.in, item.has);
  const Truth result = !loop.joined ? tally.says(selector, number, whole) : supplied ? joined_truth(loop, selector, number, whole) : Truth::unknown;
  if (!trace) return result;
  if (!supplied) {
    none_reason(loop, evidence);
  } else if (result == Truth::unknown) {
    // Items that may be in and may satisfy, one of the two being open; `every` asks which may fail.
    for (const LoopItem& item : loop.items) {
      const bool open = item.in == Truth::unknown || item.has == Truth::unknown;
      const bool matters = item.in != Truth::no && (selector == Selector::every ? item.has != Truth::yes || item.in == Truth::unknown : item.has != Truth::no);
      if (open && matters) add_evidence(evidence, item.evidence);
    }
    if (loop.joined) add_unsure(loop, evidence);
    evidence = run_.reads.doubts(evidence);
    // A list is asked for only where no item on file can settle it.
    const bool item_may_settle = run_.reads.any_missing(evidence);
    if (!whole && loop.too_large) {
      none_reason(loop, evidence);
    } else if (!whole) {
      access_.add_list_read(loop.list, true, run_.sources.why_open(loop.list, *loop.cell), evidence);
    } else if (!item_may_settle && selector == Selector::every) {
      access_.add_list_read(loop.list, true, run_.why(ReasonCode::every_of_none), evidence);
    }
  } else {
    const Basis basis = tally.basis(selector, number, result);
    const bool reached = basis == Basis::those_that_satisfy;
    const bool all = basis == Basis::all;
    const auto outside = [](const LoopItem& item) { return item.in == Truth::no && item.evidence.empty(); };
    const auto others = static_cast<std::size_t>(std::count_if(loop.items.begin(), loop.items.end(), outside));
    // One that says something is named rather than one of unknown value, which is there all the same.
    const bool one_is_enough = selector == Selector::some || selector == Selector::no;
    const auto is_said = [&](std::uint32_t item) {
      const std::size_t fields = run_.chunk.schema.lists[loop.list].fields.size();
      const auto row = loop.cell->cells.begin() + static_cast<std::ptrdiff_t>(item * fields);
      return std::any_of(row, row + static_cast<std::ptrdiff_t>(fields), [](const FactCell& value) { return value.state == FactState::supplied; });
    };
    const auto speaks = [&](const LoopItem& item) { return truth_and(item.in, item.has) == Truth::yes && (loop.joined || is_said(item.first)); };
    const bool one_speaks = one_is_enough && std::any_of(loop.items.begin(), loop.items.end(), speaks);
    for (const LoopItem& item : loop.items) {
      if (reached && truth_and(item.in, item.has) == Truth::yes) {
        if (one_speaks && !speaks(item)) continue;
        take(item);
        if (one_is_enough) break;
      } else if (!reached && !all && item.in == Truth::yes && item.has == Truth::no) take(item);
      else if (all && (!outside(item) || others <= named_outside)) take(item);
    }
    if (all && others > named_outside) {
      access_.add_list_read(loop.list, false, run_.why(ReasonCode::items_outside, {Count{others}}), evidence);
    }
    if (loop.items.empty()) {
      access_.add_list_read(loop.list, false,
                    run_.why(loop.cell->items == 0 ? ReasonCode::none_complete : ReasonCode::none_fits_complete), evidence);
    }
  }
  return result;
}

// Each possible grouping of the periods gives an answer; they are combined. If the list may be incomplete, a missing
// period could join known ones, so only conditions that stay true of longer periods can be answered. The same holds
// where two groupings bound all that are possible.
Truth Closings::joined_truth(const ListLoop& loop, Selector selector, std::uint32_t number, bool whole) const {
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

bool Closings::is_complete(const ListLoop& loop) const {
  if (loop.too_large || loop.window_low < run_.sources.complete_from(loop.list, *loop.cell)) return false;
  // Complete so far back is not complete for what comes after the date of service.
  if (loop.cell->complete_within && loop.window_high > run_.as_of) return false;
  // A period that is not on file must not touch one that is. What goes on is the same, whatever joins it later. One that is out
  // may come in when it grows, save where it ends before all windows begin and none of after the date of service reaches it.
  return !loop.joined || loop.touched_before == first_day || std::all_of(loop.items.begin(), loop.items.end(), [&](const LoopItem& item) {
    const JoinedPeriod& period = loop.periods[item.first];
    if (item.in == Truth::no && period.end.last < loop.window_low && period.end.last < loop.touched_after) return true;
    return period.start.first > loop.touched_before && (period.end == ongoing || period.end.last < loop.touched_after);
  });
}

// What leaves open which items are in, and of joined periods, which there are. False: nothing does.
bool Closings::add_unsure(const ListLoop& loop, ReadSet& evidence) {
  bool any = false;
  const auto add = [&](const ReadSet& reads) {
    any = true;
    add_evidence(evidence, reads);
  };
  for (const LoopItem& item : loop.singles) {
    if (!loop.joined || (any && evidence.size() >= most_evidence)) break;
    if (item.in == Truth::unknown) add(item.evidence);
    ReadSet dates;
    access_.own_position(loop, item.first, 0, dates);
    access_.own_position(loop, item.first, 1, dates);
    dates = run_.reads.open(dates);
    if (!dates.empty()) add(dates);
  }
  for (const ReadSet& reads : loop.unsure) add(reads);
  return any;
}

Value Closings::pairs_truth(ListLoop& loop, Selector selector, std::uint32_t number, ReadSet& evidence) {
  Pairing& pairing = *loop.pairing;
  if (run_.options.trace) add_evidence(evidence, loop.evidence);
  const bool supplied = loop.cell->state == FactState::supplied && !loop.too_large;
  // `some pair` reads what is on file, as `latest` does: with two items apart as asked, a further one is not waited for.
  // `no`, `every` and the upper counts are not: an open list never meets them.
  const bool on_file = (selector == Selector::some || selector == Selector::at_least) && pairing.any_in;
  const bool whole = supplied && (is_complete(loop) || on_file);
  Tally tally = pairing.tally;
  tally.satisfy_most -= twice(pairing.perhaps);
  tally.satisfy_least += pairs_.pairs_in_either_order(loop);
  const Truth result = tally.says(selector, number, whole);
  if (!run_.options.trace) return result;
  if (!supplied) {
    none_reason(loop, evidence);
  } else if (result == Truth::unknown) {
    // Pairs that may be in and may satisfy, one of the two being open; `every` asks which may fail.
    add_evidence(evidence, pairing.open);
    evidence = run_.reads.doubts(evidence);
    // A list is asked for only where no pair on file can settle it.
    const bool pair_may_settle = run_.reads.any_missing(evidence);
    if (!whole && tally.sure_in == 0) {
      if (!pair_may_settle) none_reason(loop, evidence);
    } else if (!whole) {
      access_.add_list_read(loop.list, true, run_.sources.why_open(loop.list, *loop.cell), evidence);
    } else if (!pair_may_settle && selector == Selector::every) {
      access_.add_list_read(loop.list, true, run_.why(ReasonCode::every_of_none), evidence);
    }
  } else {
    const Basis basis = tally.basis(selector, number, result);
    const bool all = basis == Basis::all;
    const std::uint64_t outside = pairing.outside + pairing.left_out;
    add_evidence(evidence, basis == Basis::those_that_satisfy ? pairing.satisfying : !all ? pairing.failing : outside <= named_outside ? pairing.all : pairing.inside);
    if (all && outside > named_outside)
      access_.add_list_read(loop.list, false, run_.why(ReasonCode::pairs_outside, {Count{outside}}), evidence);
    if (pairing.size + pairing.left_out == 0) {
      const ReasonCode nothing = loop.cell->items == 0 ? ReasonCode::none_complete
                                 : loop.apart          ? ReasonCode::no_two_apart_complete
                                                       : ReasonCode::no_two_days_complete;
      access_.add_list_read(loop.list, false, run_.why(nothing), evidence);
    }
  }
  return result;
}

}  // namespace crit
