#include "progress.hpp"

#include <fmt/format.h>

#include <cmath>
#include <ostream>

namespace crit::command {

namespace {

constexpr auto first_after = std::chrono::seconds(1);
constexpr auto between = std::chrono::milliseconds(200);
constexpr double least_share = 0.01;  // before that the time left would be a guess
constexpr std::string_view wiped = "\r\x1b[K";

// 1,240
std::string grouped(std::uint64_t count) {
  std::string digits = std::to_string(count);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

std::string rate_of(std::uint64_t count, double seconds) {
  const double rate = static_cast<double>(count) / seconds;
  return rate < 10 ? fmt::format("{:.1f}", rate) : grouped(static_cast<std::uint64_t>(rate));
}

std::string time_left(double seconds) {
  constexpr double minute = 60;
  constexpr double hour = 60 * minute;
  if (seconds < minute) return fmt::format("{:.0f} s", std::ceil(seconds));
  if (seconds < hour) return fmt::format("{:.0f} min", std::ceil(seconds / minute));
  return fmt::format("{:.1f} h", seconds / hour);
}

}  // namespace

std::string progress_text(std::uint64_t count, std::string_view noun, double seconds, double share) {
  std::string text = fmt::format("{} {}", grouped(count), noun);
  if (count > 0 && seconds > 0) text += fmt::format(", {} a second", rate_of(count, seconds));
  if (share >= least_share && share < 1) text += fmt::format(", {} left", time_left(seconds * (1 - share) / share));
  return text;
}

Progress::Progress(Console& console, MessageStyle style, std::string_view noun, bool at_terminal)
    : console_(console),
      noun_(noun),
      shown_(at_terminal && console.context.err_is_terminal && !console.context.no_color && !style.json),
      next_(begin_ + first_after) {}

void Progress::tell_at(Clock::time_point now, std::uint64_t count, double share) {
  if (!shown_ || now < next_) return;
  next_ = now + between;
  std::string text = progress_text(count, noun_, std::chrono::duration<double>(now - begin_).count(), share);
  // A text that wraps could not be wiped away.
  const int columns = console_.context.columns;
  if (columns > 0 && text.size() >= static_cast<std::size_t>(columns)) text.resize(static_cast<std::size_t>(columns) - 1);
  if (console_.context.out_is_terminal) console_.out.flush();
  console_.err << wiped << text << std::flush;
  drawn_ = true;
}

void Progress::erase() {
  if (!drawn_) return;
  drawn_ = false;
  console_.err << wiped << std::flush;
}

}  // namespace crit::command
