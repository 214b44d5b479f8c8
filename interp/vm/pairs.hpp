// Pairs of a list's items: which there are, made some at a time, and what was found of those that were asked.
#pragma once

#include "list_loops.hpp"

namespace crit {

class Pairs {
 public:
  Pairs(Run& run, FactAccess& access, ListLoops& loops) : run_(run), access_(access), loops_(loops) {}

  void list_pairs(bool of_newest);
  void list_apart(const WindowSpec& window, const Value& duration);
  void begin_pairs(ListLoop& loop, std::uint32_t resume);
  bool more_pairs(terms::Selector selector, std::uint32_t number, std::uint32_t at);
  std::size_t pairs_in_either_order(const ListLoop& loop) const;

 private:
  bool leave_out_pairs(const ListLoop& loop, Pairing& pairing) const;
  void make_pairs(ListLoop& loop);
  void make_pair(ListLoop& loop, std::uint32_t earlier_place, std::uint32_t later_place);
  void take_pairs(ListLoop& loop, terms::Selector selector);

  Run& run_;
  FactAccess& access_;
  ListLoops& loops_;
};

}  // namespace crit
