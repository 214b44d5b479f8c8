#include "limits.hpp"

#include <fmt/format.h>

#include <chrono>

namespace crit::command {

namespace {

constexpr std::size_t longest_number = 12;

// Digits, with a point among them where `decimals` says so; at most twelve characters, so that it fits.
bool is_number(std::string_view text, bool decimals) {
  if (text.empty() || text.size() > longest_number) return false;
  std::size_t points = 0;
  for (const char c : text) {
    if (c == '.' && decimals) ++points;
    else if (c < '0' || c > '9') return false;
  }
  return points <= 1 && text.front() != '.' && text.back() != '.';
}

double number_of(std::string_view text) {
  double whole = 0;
  double scale = 0;
  for (const char c : text) {
    if (c == '.') {
      scale = 1;
      continue;
    }
    whole = whole * 10 + (c - '0');
    scale *= 10;
  }
  return scale == 0 ? whole : whole / scale;
}

}  // namespace

std::vector<Flag> limit_flags() {
  return {{"--timeout", "SECONDS", "stop the run after so long; says how far it came", false},
          {"--max-members", "N", "decide so many members and no more", false},
          {"--max-memory", "MB", "about what reading a member may take; a longer member is an error", false},
          {"--max-steps", "N", "a decision that takes more steps is an error; 0: any number", false}};
}

std::optional<UsageProblem> read_limits(const Arguments& arguments, RunLimits& limits) {
  for (const Flag& flag : limit_flags()) {
    if (!arguments.has(flag.name)) continue;
    const std::string value = arguments.value(flag.name);
    const bool seconds = flag.name == "--timeout";
    const bool any = flag.name == "--max-steps";
    const bool digits = !value.empty() && value.find_first_not_of("0123456789") == std::string::npos;
    if (digits && value.size() > longest_number) {
      return UsageProblem{fmt::format("`{}` cannot be `{}`: that is too large", flag.name, value),
                          {any ? "any number of steps is 0" : "leave the flag out where there is to be no limit"}};
    }
    if (!is_number(value, seconds) || (!any && number_of(value) == 0)) {
      return UsageProblem{fmt::format("`{}` cannot be `{}`", flag.name, value),
                          {seconds ? "write seconds above 0: 30, 0.5" : flag.name == "--max-steps" ? "write a whole number: 1000000" : "write a whole number above 0: 1000"}};
    }
    const auto whole = static_cast<std::uint64_t>(number_of(value));
    if (seconds) limits.seconds = number_of(value);
    else if (flag.name == "--max-members") limits.members = whole;
    else if (flag.name == "--max-memory") limits.megabytes = whole;
    else limits.steps = whole;
  }
  return std::nullopt;
}

Timer::Timer(double seconds, std::atomic<bool>& stop) {
  if (seconds <= 0) return;
  thread_ = std::thread([this, seconds, &stop] {
    std::unique_lock<std::mutex> lock(mutex_);
    if (wake_.wait_for(lock, std::chrono::duration<double>(seconds), [this] { return done_; })) return;
    over_ = true;
    stop = true;
  });
}

Timer::~Timer() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    done_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

}  // namespace crit::command
