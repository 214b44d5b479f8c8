// What a list that was asked comes to: a condition, a picked item's value, a count, a sum, days covered, a run.
#pragma once

#include <optional>
#include <vector>

#include "pairs.hpp"

namespace crit {

class Closings {
 public:
  Closings(Run& run, FactAccess& access, ListLoops& loops, const Pairs& pairs)
      : run_(run), access_(access), loops_(loops), pairs_(pairs) {}

  // Of the innermost loop, which stays open.
  Value list_truth(terms::Selector selector, std::uint32_t number, ReadSet& evidence);
  Value list_value(terms::Selector selector, ReadSet& evidence);
  Truth list_run(const Value& duration, ReadSet& evidence);

 private:
  bool is_complete(const ListLoop& loop) const;
  void none_reason(const ListLoop& loop, ReadSet& evidence, bool perhaps_one = false);
  bool add_unsure(const ListLoop& loop, ReadSet& evidence);
  Value pairs_truth(ListLoop& loop, terms::Selector selector, std::uint32_t number, ReadSet& evidence);
  Truth joined_truth(const ListLoop& loop, terms::Selector selector, std::uint32_t number, bool whole) const;
  Value joined_count(const ListLoop& loop, bool whole, ReadSet& evidence);
  std::optional<Value> sums(const std::vector<const LoopItem*>& items, bool average);
  Value days_covered(ListLoop& loop, ReadSet& evidence);
  Value change_of(const ListLoop& loop, bool rate, std::vector<std::size_t>& used, ReadSet& evidence);
  Value rate_of(const LoopItem& pair, const Years& years, ReadSet& evidence, const ListLoop& loop);
  Value gap_of(const ListLoop& loop);
  void run_evidence(ListLoop& loop, Truth result, Duration duration, ReadSet& evidence);

  Run& run_;
  FactAccess& access_;
  ListLoops& loops_;
  const Pairs& pairs_;
};

}  // namespace crit
