// Durations of fact files: "90 days", "1 year 6 months"; and how to write what is nearly one.
#include <fmt/format.h>

#include <array>
#include <vector>

#include "fact_value.hpp"
#include "number_advice.hpp"
#include "text.hpp"

namespace crit {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Which unit a word stands for, 0 to 3 from years to days; `m` may be minutes.
std::optional<std::size_t> unit_meant(std::string_view word) {
  static constexpr std::array<std::array<std::string_view, 6>, 4> words = {{
      {"year", "years", "yr", "yrs", "y", "a"}, {"month", "months", "mo", "mos", "mth", "mths"}, {"week", "weeks", "wk", "wks", "w", "wks."}, {"day", "days", "d", "dy", "dys", "day(s)"},
  }};
  for (std::size_t unit = 0; unit < words.size(); ++unit) {
    for (const std::string_view one : words[unit]) {
      if (one == word) return unit;
    }
  }
  return std::nullopt;
}
constexpr std::array<std::string_view, 4> unit_names = {"year", "month", "week", "day"};

std::string counted(std::string_view count, std::size_t unit) { return fmt::format("{} {}{}", count, unit_names[unit], count == "1" ? "" : "s"); }

// `90 d`, `90d`, `1 yr, 6 mos`, `90-day`: as crit writes it. Empty: it is no such thing.
std::string duration_meant(std::string_view text) {
  const std::string folded = fold_text(text);
  std::string meant;
  std::size_t at = 0;
  const auto skip = [&](std::string_view signs) {
    while (at < folded.size() && signs.find(folded[at]) != std::string_view::npos) ++at;
  };
  while (at < folded.size()) {
    const std::size_t start = at;
    while (at < folded.size() && is_digit(folded[at])) ++at;
    if (at == start || at - start > 6) return {};
    const std::string count = folded.substr(start, at - start);
    skip(" -");
    const std::size_t word = at;
    while (at < folded.size() && folded[at] >= 'a' && folded[at] <= 'z') ++at;
    const auto unit = unit_meant(std::string_view(folded).substr(word, at - word));
    if (!unit) return {};
    meant += (meant.empty() ? "" : " ") + counted(count, *unit);
    skip(" ,.");
    if (folded.compare(at, 4, "and ") == 0) at += 4;
  }
  return parse_duration_text(meant) ? meant : std::string();
}

// `P90D`, `P1Y6M`: ISO 8601.
std::string of_iso(std::string_view text) {
  if (text.size() < 3 || text[0] != 'P') return {};
  std::string meant;
  std::size_t at = 1;
  while (at < text.size()) {
    const std::size_t start = at;
    while (at < text.size() && is_digit(text[at])) ++at;
    const std::size_t unit = at < text.size() ? std::string_view("YMWD").find(text[at]) : std::string_view::npos;
    if (at == start || unit == std::string_view::npos) return {};
    meant += (meant.empty() ? "" : " ") + counted(text.substr(start, at - start), unit);
    ++at;
  }
  return parse_duration_text(meant) ? meant : std::string();
}

// `1.5 years`: in whole months.
std::string of_part_years(std::string_view text) {
  const std::size_t blank = text.find_first_not_of("0123456789.");
  const auto years = blank == std::string_view::npos ? std::nullopt : Number::parse(text.substr(0, blank));
  const std::string word = blank == std::string_view::npos ? "" : fold_text(text.substr(blank));
  if (!years || unit_meant(word) != std::optional<std::size_t>(0)) return {};
  const auto months = multiply(*years, Number(12));
  const std::string count = months ? months->to_string() : "";
  return !count.empty() && count.find_first_not_of("0123456789") == std::string::npos ? counted(count, 1) : std::string();
}

}  // namespace

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

ValueFault explain_duration(std::string_view text) {
  constexpr const char* whole = "write whole years, months, weeks, days, the largest first: \"90 days\", \"1 year 6 months\"";
  const std::string bare = plain_blanks(text);
  if (bare.empty()) return {Mistake::fact_text, "the text is empty", "write null where it was looked for and is not there, or leave the field out"};
  const std::string message = fmt::format("`{}` is not a duration", shown(text));
  if (bare.find_first_not_of("0123456789") == std::string::npos) {
    return {Mistake::fact_duration, message, fmt::format("{0} what? write \"{0} days\" or \"{0} months\"", shown(bare))};
  }
  for (const std::string& meant : {duration_meant(bare), of_iso(bare), of_part_years(bare)}) {
    if (!meant.empty()) return {Mistake::fact_duration, message, fmt::format("write \"{}\"", meant)};
  }
  return {Mistake::fact_duration, message, whole};
}

}  // namespace crit
