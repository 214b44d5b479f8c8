// How much work one decision has taken, over all runs of the machine that it needs, and whether it may go on. Work is counted
// in steps, instructions and items of lists looked at; no clock is read.
#pragma once

#include <atomic>
#include <cstdint>

namespace crit {

// Thrown where the work may not go on, and caught where the API is implemented: it never leaves the library.
struct Stop {
  bool cancelled = false;  // by the host; else its steps are spent
};

class Meter {
 public:
  Meter(std::uint64_t most, const std::atomic<bool>* cancelled) : most_(most), cancelled_(cancelled) {}

  void spend(std::uint64_t steps) {
    spent_ += steps;
    if (cancelled_ != nullptr && cancelled_->load(std::memory_order_relaxed)) throw Stop{true};
    if (most_ != 0 && spent_ > most_) throw Stop{false};
  }

  std::uint64_t spent() const { return spent_; }

 private:
  const std::uint64_t most_;  // 0: any
  const std::atomic<bool>* cancelled_;
  std::uint64_t spent_ = 0;
};

}  // namespace crit
