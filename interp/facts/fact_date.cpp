// Dates and durations of fact files: what is wrong with one, in words.
#include <fmt/format.h>

#include <array>
#include <vector>

#include "fact_value.hpp"

namespace crit {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The runs of digits in `text`, and what stands between them. "13/05/2024": {13, 05, 2024}, '/'.
struct Parts {
  std::vector<std::string_view> digits;
  char between = '\0';  // '\0': none, or not always the same
};

std::optional<Parts> split(std::string_view text) {
  Parts parts;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t start = at;
    while (at < text.size() && is_digit(text[at])) ++at;
    if (at == start || at - start > 8) return std::nullopt;
    parts.digits.push_back(text.substr(start, at - start));
    if (at == text.size()) break;
    if (parts.digits.size() == 1) {
      parts.between = text[at];
    } else if (parts.between != text[at]) {
      return std::nullopt;
    }
    if (std::string_view("-/. ").find(text[at]) == std::string_view::npos) return std::nullopt;
    if (++at == text.size()) return std::nullopt;
  }
  if (parts.digits.empty()) return std::nullopt;
  return parts;
}

int number_of(std::string_view digits) {
  int number = 0;
  for (const char c : digits) number = number * 10 + (c - '0');
  return number;
}

constexpr std::array<std::string_view, 12> month_names = {"January",   "February", "March",    "April",
                                                          "May",       "June",     "July",     "August",
                                                          "September", "October",  "November", "December"};

std::string no_such_day(int year, int month, int day) {
  if (year == 0) return "there is no year 0000";
  if (month < 1 || month > 12) return fmt::format("there is no month {:02}", month);
  const std::string_view name = month_names[static_cast<std::size_t>(month - 1)];
  if (day == 0) return "there is no day 00";
  if (month == 2 && day == 29) return fmt::format("{} is no leap year: its February has 28 days", year);
  return fmt::format("{} has {} days", name, days_in_month(year, month));
}

constexpr std::string_view date_help = "write YYYY-MM-DD; where only the month or the year is known, YYYY-MM or YYYY";

std::string if_real(int year, int month, int day) {
  const auto real = day_from_civil(year, month, day);
  return real ? fmt::format("\"{}\"", to_string(*real)) : std::string();
}

// How `day/month/year` or `month/day/year` is to be written: both, where both could be meant.
std::string rewrite_year_last(const Parts& parts) {
  const int first = number_of(parts.digits[0]);
  const int second = number_of(parts.digits[1]);
  const int year = number_of(parts.digits[2]);
  const std::string day_first = if_real(year, second, first);
  const std::string month_first = if_real(year, first, second);
  if (day_first.empty() && month_first.empty()) return std::string(date_help);
  if (day_first.empty() || day_first == month_first) return fmt::format("write {}", month_first);
  if (month_first.empty()) return fmt::format("write {}", day_first);
  return fmt::format("write {} or {}, whichever is meant", month_first, day_first);
}

ValueFault fault(std::string message, std::string help = std::string(date_help)) {
  return {Mistake::fact_date, std::move(message), std::move(help)};
}

}  // namespace

ValueFault explain_date(std::string_view text) {
  if (text.empty())
    return fault("the date is empty", "write null where it was looked for and is not there, or leave the field out");
  const std::string quoted = fmt::format("`{}`", shown(text));
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return fault("the date is blank");
  const std::string_view bare = text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
  if (bare != text) {
    return fault(fmt::format("{} has blanks round the date", quoted),
                 parse_date(bare) ? fmt::format("write \"{}\"", bare) : std::string(date_help));
  }
  if (text.size() > 11 && (text[10] == 'T' || text[10] == ' ') && parse_date(text.substr(0, 10))) {
    return fault(fmt::format("{} has a time that cannot be read", quoted),
                 fmt::format("write \"{}\": crit reads days and no times", text.substr(0, 10)));
  }
  const auto parts = split(text.substr(0, text.find('T')));
  if (!parts) return fault(fmt::format("{} is not a date", quoted));
  const auto& digits = parts->digits;
  const bool year_first = digits[0].size() == 4;
  if (digits.size() == 3 && year_first && digits[1].size() <= 2 && digits[2].size() <= 2) {
    const int year = number_of(digits[0]);
    const int month = number_of(digits[1]);
    const int day = number_of(digits[2]);
    const std::string real = if_real(year, month, day);
    if (real.empty()) return fault(fmt::format("{} is no day: {}", quoted, no_such_day(year, month, day)), "");
    return fault(fmt::format("{} is not written as YYYY-MM-DD", quoted), fmt::format("write {}", real));
  }
  if (digits.size() == 3 && digits[2].size() == 4) {
    return fault(fmt::format("{} is not written as YYYY-MM-DD", quoted), rewrite_year_last(*parts));
  }
  if (digits.size() == 2 && year_first && digits[1].size() <= 2) {
    const int month = number_of(digits[1]);
    if (month < 1 || month > 12) return fault(fmt::format("{} is no month: there is no month {:02}", quoted, month));
    return fault(fmt::format("{} is not written as YYYY-MM", quoted),
                 fmt::format("write \"{}-{:02}\"", digits[0], month));
  }
  if (digits.size() == 1 && digits[0].size() == 8) {
    const std::string real =
        if_real(number_of(digits[0].substr(0, 4)), number_of(digits[0].substr(4, 2)), number_of(digits[0].substr(6)));
    return fault(fmt::format("{} is not written as YYYY-MM-DD", quoted),
                 real.empty() ? std::string(date_help) : fmt::format("write {}", real));
  }
  if (text == "0000") return fault("there is no year 0000");
  return fault(fmt::format("{} is not a date", quoted));
}

std::optional<Duration> parse_duration_text(std::string_view text) {
  constexpr std::int64_t most_months = 12 * 9999;  // all of the calendar
  constexpr std::int64_t most_days = 366 * 9999;   // likewise
  static constexpr std::array<std::string_view, 4> units = {"year", "month", "week", "day"};
  std::int64_t months = 0;
  std::int64_t days = 0;
  std::size_t next_unit = 0;  // largest first, each once
  std::size_t at = 0;
  while (true) {
    std::int64_t count = 0;
    const std::size_t start = at;
    for (; at < text.size() && is_digit(text[at]); ++at) {
      count = count * 10 + (text[at] - '0');
      if (count > most_days) return std::nullopt;
    }
    if (at == start || at >= text.size() || text[at] != ' ') return std::nullopt;
    const std::size_t word_start = ++at;
    while (at < text.size() && text[at] >= 'a' && text[at] <= 'z') ++at;
    std::string_view word = text.substr(word_start, at - word_start);
    if (word.size() > 1 && word.back() == 's') word.remove_suffix(1);
    std::size_t which = next_unit;
    while (which < units.size() && units[which] != word) ++which;
    if (which == units.size()) return std::nullopt;
    next_unit = which + 1;
    if (which == 0) months += count * 12;
    if (which == 1) months += count;
    if (which == 2) days += count * 7;
    if (which == 3) days += count;
    if (months > most_months || days > most_days) return std::nullopt;
    if (at == text.size()) break;
    if (text[at++] != ' ') return std::nullopt;
  }
  return Duration{static_cast<std::int32_t>(months), static_cast<std::int32_t>(days)};
}

}  // namespace crit
