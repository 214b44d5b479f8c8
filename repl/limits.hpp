// What a run of the command may take, and how it is stopped: by its time, or from outside. The library reads no clock; here it
// is read. Internal to the command.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "arguments.hpp"

namespace crit::command {

struct RunLimits {
  double seconds = 0;          // --timeout; 0: any
  std::uint64_t members = 0;   // --max-members; 0: any
  std::uint64_t megabytes = 0; // --max-memory; 0: what the library takes
  std::optional<std::uint64_t> steps;  // --max-steps, of one decision; none: what the library takes
};

std::vector<Flag> limit_flags();
std::optional<UsageProblem> read_limits(const Arguments& arguments, RunLimits& limits);

// Raises a flag when the time is over. As long as it lives.
class Timer {
 public:
  // `seconds` 0: never.
  Timer(double seconds, std::atomic<bool>& stop);
  ~Timer();
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;
  bool is_over() const { return over_; }

 private:
  std::atomic<bool> over_ = false;
  bool done_ = false;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::thread thread_;
};

}  // namespace crit::command
