#include "line_diff.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace crit::command {

namespace {

using Lines = std::vector<std::string_view>;

// Each with its end, which the last may lack.
Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

struct Step {
  char sign;  // ' ', '-' or '+'
  std::string_view line;
};

// The fewest lines that go and come, after Myers, "An O(ND) difference algorithm and its variations" (1986): how far each
// diagonal of the edit graph is reached with so many changes, and then the way back.
class Comparison {
 public:
  Comparison(const Lines& before, const Lines& after) : before_(before), after_(after) {}

  std::vector<Step> steps() {
    const std::ptrdiff_t changes = reach_end();
    std::vector<Step> steps;
    if (changes < 0) {
      for (const std::string_view line : before_) steps.push_back({'-', line});
      for (const std::string_view line : after_) steps.push_back({'+', line});
      return steps;
    }
    auto x = static_cast<std::ptrdiff_t>(before_.size());
    auto y = static_cast<std::ptrdiff_t>(after_.size());
    const auto keep_to = [&](std::ptrdiff_t start) {
      for (; x > start; --y) steps.push_back({' ', before_[static_cast<std::size_t>(--x)]});
    };
    for (std::ptrdiff_t d = changes; d > 0; --d) {
      const Reached& reached = reached_[static_cast<std::size_t>(d - 1)];
      const bool down = comes_down(reached, d, x - y);
      keep_to(at(reached, d - 1, x - y + (down ? 1 : -1)) + (down ? 0 : 1));
      if (down) steps.push_back({'+', after_[static_cast<std::size_t>(--y)]});
      else steps.push_back({'-', before_[static_cast<std::size_t>(--x)]});
    }
    keep_to(0);
    std::reverse(steps.begin(), steps.end());
    return steps;
  }

 private:
  using Reached = std::vector<std::ptrdiff_t>;  // by diagonal from -d to d
  // More than people read; beyond it all lines go and all come.
  static constexpr std::ptrdiff_t most_changes = 3'000;

  static std::ptrdiff_t at(const Reached& reached, std::ptrdiff_t d, std::ptrdiff_t diagonal) { return reached[static_cast<std::size_t>(diagonal + d)]; }

  // Whether the diagonal is reached by a line that comes, rather than by one that goes. `reached` is of d - 1 changes.
  static bool comes_down(const Reached& reached, std::ptrdiff_t d, std::ptrdiff_t diagonal) {
    return diagonal == -d || (diagonal != d && at(reached, d - 1, diagonal - 1) < at(reached, d - 1, diagonal + 1));
  }

  // How many changes there are; -1: too many.
  std::ptrdiff_t reach_end() {
    const auto width = static_cast<std::ptrdiff_t>(before_.size());
    const auto height = static_cast<std::ptrdiff_t>(after_.size());
    for (std::ptrdiff_t d = 0; d <= std::min(width + height, most_changes); ++d) {
      Reached reached(static_cast<std::size_t>(2 * d + 1));
      for (std::ptrdiff_t diagonal = -d; diagonal <= d; diagonal += 2) {
        std::ptrdiff_t x = 0;
        if (d > 0) {
          const bool down = comes_down(reached_.back(), d, diagonal);
          x = at(reached_.back(), d - 1, diagonal + (down ? 1 : -1)) + (down ? 0 : 1);
        }
        while (x < width && x - diagonal < height && x - diagonal >= 0 && before_[static_cast<std::size_t>(x)] == after_[static_cast<std::size_t>(x - diagonal)]) ++x;
        reached[static_cast<std::size_t>(diagonal + d)] = x;
        if (x >= width && x - diagonal >= height) {
          reached_.push_back(std::move(reached));
          return d;
        }
      }
      reached_.push_back(std::move(reached));
    }
    return -1;
  }

  const Lines& before_;
  const Lines& after_;
  std::vector<Reached> reached_;  // by the number of changes
};

std::string painted(const Step& step, bool color) {
  std::string line(1, step.sign);
  line += step.line;
  const bool ends = line.back() == '\n';
  if (ends) line.pop_back();
  if (color && step.sign != ' ') line = fmt::format("\x1b[{}m{}\x1b[0m", step.sign == '-' ? 31 : 32, line);
  return line + (ends ? "\n" : "\n\\ No newline at end of file\n");
}

}  // namespace

std::string unified_diff(std::string_view name, std::string_view before, std::string_view after, bool color) {
  if (before == after) return "";
  constexpr std::size_t context = 3;  // lines that stay, round those that change
  const Lines old_lines = lines_of(before);
  const Lines new_lines = lines_of(after);
  const std::vector<Step> steps = Comparison(old_lines, new_lines).steps();
  std::string text = fmt::format("--- {0}\n+++ {0}\n", name);
  std::size_t old_line = 0;
  std::size_t new_line = 0;
  std::size_t place = 0;
  const auto pass = [&](const Step& step) {
    if (step.sign != '+') ++old_line;
    if (step.sign != '-') ++new_line;
  };
  while (true) {
    std::size_t change = place;
    while (change < steps.size() && steps[change].sign == ' ') ++change;
    if (change == steps.size()) return text;
    for (; place + context < change; ++place) pass(steps[place]);
    std::size_t end = change;
    for (std::size_t i = change; i < steps.size() && i <= end + 2 * context; ++i) {
      if (steps[i].sign != ' ') end = i;
    }
    end = std::min(end + context + 1, steps.size());
    const std::size_t first_old = old_line;
    const std::size_t first_new = new_line;
    std::string lines;
    for (; place < end; ++place) {
      pass(steps[place]);
      lines += painted(steps[place], color);
    }
    const auto range = [](std::size_t first, std::size_t past) { return fmt::format("{},{}", past == first ? first : first + 1, past - first); };
    text += fmt::format("@@ -{} +{} @@\n{}", range(first_old, old_line), range(first_new, new_line), lines);
  }
}

}  // namespace crit::command
