// Pairs of a list's items: which there are, made some at a time, and what was found of those that were asked.
#pragma once

#include "list_loops.hpp"

namespace crit {

class Pairs {
 public:
  Pairs(Run& run, FactAccess& access, ListLoops& loops) : run_(run), access_(access), loops_(loops) {}

  void list_pairs(bool of_newest);
  void list_apart(const WindowSpec& window, const Value& duration);
  // Ruling pairs out (sift_pairs.cpp): each item, or each later item against some earlier ones, is tried as a pair.
  void list_sieve(const PairSieve& sieve);
  bool next_try(PairPart part);  // false: there are no more
  void sift(PairPart part, Truth truth);
  void begin_pairs(ListLoop& loop, std::uint32_t resume);
  bool more_pairs(terms::Selector selector, std::uint32_t number, std::uint32_t at);
  std::size_t pairs_in_either_order(const ListLoop& loop) const;

 private:
  void order_items(ListLoop& loop);
  void leave_out_pairs(Pairing& pairing) const;
  void make_pairs(ListLoop& loop);
  bool make_pairs_of(ListLoop& loop, std::uint32_t later);
  void make_pair_unless_out(ListLoop& loop, std::uint32_t earlier, std::uint32_t later);
  LoopItem pair_of(const ListLoop& loop, std::uint32_t earlier_place, std::uint32_t later_place);
  bool is_known(const ListLoop& loop, std::uint32_t item, const PairSieve::Fields& fields) const;
  void order_by_field(const ListLoop& loop, Sifting& sifting) const;
  void find_equal(const ListLoop& loop, Sifting& sifting) const;
  bool next_probe(ListLoop& loop);
  void probed(Pairing& pairing, Truth truth) const;
  void told(ListLoop& loop, const LoopItem& pair);
  void take_pairs(ListLoop& loop, terms::Selector selector);

  Run& run_;
  FactAccess& access_;
  ListLoops& loops_;
};

}  // namespace crit
