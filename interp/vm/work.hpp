// The work of one run: instructions, and items of lists that were looked at. It tells the meter from time to time,
// which may stop the run.
#pragma once

#include <cstddef>
#include <cstdint>

#include "list_loop.hpp"
#include "meter.hpp"

namespace crit {

class Work {
 public:
  explicit Work(Meter* meter) : meter_(meter) {}

  void step() {
    if (++steps_ >= pause_) settle();
  }
  void add(std::uint64_t steps) { steps_ += steps; }
  void look(std::size_t items) {
    looked_ += items;
    if (steps_ + looked_ - metered_ >= steps_between) settle();
  }
  void look_through(const ListLoop& loop) {  // in every world
    look(loop.items.size());
    for (const std::vector<std::uint32_t>& world : loop.worlds) look(world.size());
  }
  void settle() {
    if (meter_ != nullptr) meter_->spend(steps_ + looked_ - metered_);
    metered_ = steps_ + looked_;
    pause_ = steps_ + steps_between;
  }
  std::uint64_t steps() const { return steps_; }
  std::uint64_t done() const { return steps_ + looked_; }

 private:
  static constexpr std::uint64_t steps_between = 4096;  // two looks at the meter: some microseconds
  Meter* meter_;
  std::uint64_t steps_ = 0;
  std::uint64_t looked_ = 0;             // at items
  std::uint64_t metered_ = 0;            // of both, to the meter
  std::uint64_t pause_ = steps_between;  // steps after which the meter is told again
};

}  // namespace crit
