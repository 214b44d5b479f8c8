// Dates of fact files: what is wrong with one, in words. What is written in place of one, day numbers, months by their names and the
// like, is read far enough to say how to write it.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "date_in_words.hpp"
#include "fact_value.hpp"
#include "number_advice.hpp"
#include "text.hpp"

namespace crit {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first == std::string_view::npos ? std::string_view() : text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

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
constexpr std::string_view no_date_help = "where no date is known, write null, or leave the field out";

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
  if (day_first.empty() && month_first.empty()) return first == 0 || second == 0 ? fmt::format("{}; {}", date_help, no_date_help) : std::string(date_help);
  if (day_first.empty() || day_first == month_first) return fmt::format("write {}", month_first);
  if (month_first.empty()) return fmt::format("write {}", day_first);
  return fmt::format("write {} or {}, whichever is meant", month_first, day_first);
}

ValueFault fault(std::string message, std::string help = std::string(date_help)) {
  return {Mistake::fact_date, std::move(message), std::move(help)};
}

// Of 2025-01-00: what is known of it.
std::string known_part(int year, int month, int day) {
  if (year == 0) return std::string(no_date_help);
  if (month == 0) return fmt::format("where the month is not known, write \"{:04}\"", year);
  if (day == 0 && month <= 12) return fmt::format("where the day is not known, write \"{:04}-{:02}\"", year, month);
  return {};
}

// ---- what is written in the place of a date -----------------------------------------------------------------------

// Letters in a row, or digits in a row.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  char before = ' ';
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const char kind = letter ? 'a' : is_digit(c) ? '0' : std::string_view(" ,./-").find(c) != std::string_view::npos ? ' ' : '?';
    if (kind == '?') return {};
    if (kind != ' ' && kind != before) words.emplace_back();
    if (kind != ' ') words.back() += letter && c < 'a' ? static_cast<char>(c - 'A' + 'a') : c;
    before = kind;
  }
  return words;
}

int month_named(std::string_view word) {
  if (word == "sept") return 9;
  for (std::size_t i = 0; i < month_names.size(); ++i) {
    const std::string name = fold_text(month_names[i]);
    if (word.size() >= 3 && name.substr(0, word.size()) == word && (word.size() == 3 || word.size() == name.size())) return static_cast<int>(i) + 1;
  }
  return 0;
}

// 0: Monday; -1: it is none.
int weekday_named(std::string_view word) {
  constexpr std::array<std::string_view, 7> days = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
  const auto named = std::find_if(days.begin(), days.end(), [&](std::string_view day) { return word.size() >= 3 && day.substr(0, word.size()) == word; });
  return named == days.end() ? -1 : static_cast<int>(named - days.begin());
}

// A date that has its month in letters.
struct InWords {
  int month = 0;
  std::string year;   // as it is written …
  std::string day;    // … and empty where there is none
  int weekday = -1;
};

std::optional<InWords> in_words(std::string_view text) {
  InWords made;
  std::vector<std::string> numbers;
  for (const std::string& word : words_of(text)) {
    if (is_digit(word.front())) {
      numbers.push_back(word);
    } else if (const int month = month_named(word); month != 0 && made.month == 0) {
      made.month = month;
    } else if (const int weekday = weekday_named(word); weekday >= 0) {
      made.weekday = weekday;
    } else if (word != "st" && word != "nd" && word != "rd" && word != "th" && word != "of") {
      return std::nullopt;
    }
  }
  if (made.month == 0 || numbers.empty() || numbers.size() > 2) return std::nullopt;
  const bool year_first = numbers[0].size() == 4;
  made.year = numbers[numbers.size() == 1 || year_first ? 0 : 1];
  if (numbers.size() == 2) made.day = numbers[year_first ? 1 : 0];
  if (made.day.size() > 2) return std::nullopt;
  return made;
}

// `Jan 5, 2025`, `05-JAN-2025`, `January 2025`: fact files hold no such date, and are told how to write it.
std::optional<ValueFault> with_month_name(std::string_view text, const std::string& quoted) {
  const std::optional<InWords> words = in_words(text);
  if (!words) return std::nullopt;
  const auto& [month, year, day, weekday] = *words;
  const std::string not_so = fmt::format("{} is not written as YYYY-MM-DD", quoted);
  if (day.empty() && year.size() == 4) return fault(not_so, fmt::format("write \"{}-{:02}\"", year, month));
  if (day.empty()) return fault(not_so, "the year is missing, or lacks two of its digits: " + std::string(date_help));
  if (year.size() == 2) {
    const std::string newer = if_real(2000 + number_of(year), month, number_of(day));
    const std::string older = if_real(1900 + number_of(year), month, number_of(day));
    if (!newer.empty() && !older.empty()) return fault(fmt::format("{} has a year of two digits", quoted), fmt::format("write {} or {}, whichever is meant", newer, older));
  }
  if (year.size() != 4) return std::nullopt;
  const std::string real = if_real(number_of(year), month, number_of(day));
  if (real.empty()) return fault(fmt::format("{} is no day: {}", quoted, no_such_day(number_of(year), month, number_of(day))), std::string(date_help));
  return fault(not_so, fmt::format("write {}", real));
}

// A spreadsheet's number of a day, seconds since 1970, weeks, quarters, the day of a year.
std::optional<ValueFault> as_count(std::string_view text, const std::string& quoted) {
  const bool all_digits = std::all_of(text.begin(), text.end(), is_digit);
  const Day epoch_1900 = *day_from_civil(1899, 12, 30);
  const Day epoch_1904 = *day_from_civil(1904, 1, 1);
  const Day epoch_1970 = *day_from_civil(1970, 1, 1);
  if (all_digits && text.size() == 5) {
    const int count = number_of(text);
    if (count < 10000 || count > 80000) return std::nullopt;
    return fault(fmt::format("{} is not a date", quoted),
                 fmt::format("as a spreadsheet's number of a day it is \"{}\", where it counts from 1904 \"{}\": write the one that is meant", to_string(epoch_1900 + count), to_string(epoch_1904 + count)));
  }
  if (all_digits && (text.size() == 10 || text.size() == 13) && text[0] == '1') {
    std::int64_t seconds = 0;
    for (const char c : text.substr(0, 10)) seconds = seconds * 10 + (c - '0');
    return fault(fmt::format("{} is not a date", quoted), fmt::format("if these are {}seconds since 1970, it is \"{}\" in Greenwich: write the day where it was", text.size() == 13 ? "thousandths of " : "",
                                                                      to_string(static_cast<Day>(epoch_1970 + seconds / 86400))));
  }
  const bool has_year = text.size() >= 6 && std::all_of(text.begin(), text.begin() + 4, is_digit);
  if (has_year && text.size() == 8 && text[4] == '-' && std::all_of(text.begin() + 5, text.end(), is_digit)) {
    const int day = number_of(text.substr(5));
    const auto first = day_from_civil(number_of(text.substr(0, 4)), 1, 1);
    if (first && day >= 1 && day <= 365) return fault(fmt::format("{} is not a date", quoted), fmt::format("if it is day {} of the year, write \"{}\"", day, to_string(*first + day - 1)));
  }
  const std::size_t letter = text.find_first_of("WwQq");
  const bool of_period = letter != std::string_view::npos && text.size() <= 10 && text.find_first_not_of("0123456789- WwQq") == std::string_view::npos;
  if (of_period) {
    const bool week = text[letter] == 'W' || text[letter] == 'w';
    return fault(fmt::format("{} is a {}, and crit reads days, months and years", quoted, week ? "week" : "quarter"), std::string(date_help));
  }
  return std::nullopt;
}

// `2025–01–05`: the same with plain hyphens.
std::string with_hyphens(std::string_view text) {
  std::string plain(text);
  for (const std::string_view dash : {"–", "—", "‐", "‑", "−"}) {
    for (std::size_t at = plain.find(dash); at != std::string::npos; at = plain.find(dash)) plain.replace(at, dash.size(), "-");
  }
  return plain;
}

// What is wrong with the time behind a whole date, which is the first ten characters.
ValueFault with_time(std::string_view text, const std::string& quoted) {
  const std::string day(text.substr(0, 10));
  const std::string_view time = text.substr(11);
  const Day whole = parse_date(day)->first;
  if (time.substr(0, 3) == "24:" && time.find_first_of("123456789", 3) == std::string_view::npos) {
    return fault(fmt::format("{} is the midnight between two days", quoted), fmt::format("write \"{}\" or \"{}\", whichever day is meant", day, to_string(whole + 1)));
  }
  // 12:30 PM
  const std::string folded = fold_text(time);
  const std::size_t half = folded.find_first_of("ap");
  const std::size_t colon = folded.find(':');
  if (half != std::string::npos && half > 2 && colon <= 2 && colon > 0) {
    const int hour = number_of(std::string_view(folded).substr(0, colon)) % 12 + (folded[half] == 'p' ? 12 : 0);
    std::string rest = folded.substr(colon, half - colon);
    while (!rest.empty() && rest.back() == ' ') rest.pop_back();
    const std::string meant = fmt::format("{}T{:02}{}", day, hour, rest);
    if (parse_date(meant)) return fault(fmt::format("{} has a time that cannot be read", quoted), fmt::format("write \"{}\", or the day alone, \"{}\"", meant, day));
  }
  // +0500
  std::string meant(text);
  if (const std::size_t sign = meant.find_last_of("+-"); sign > 10 && sign + 5 == meant.size()) {
    meant.insert(sign + 3, ":");
    if (parse_date(meant)) return fault(fmt::format("{} has an offset that cannot be read", quoted), fmt::format("write \"{}\", or the day alone, \"{}\"", meant, day));
  }
  return fault(fmt::format("{} has a time that cannot be read", quoted), fmt::format("write \"{}\", or a time as in \"{}T08:30\"", day, day));
}

// Where a time begins behind a date that is not written year first: `1/5/2025 12:00 AM`.
std::size_t time_behind(std::string_view text) {
  const std::size_t colon = text.find(':');
  const std::size_t blank = colon == std::string_view::npos ? colon : text.rfind(' ', colon);
  return blank == std::string_view::npos || colon - blank > 3 ? std::string_view::npos : blank;
}

}  // namespace

ValueFault explain_date(std::string_view text) {
  if (text.empty())
    return fault("the date is empty", "write null where it was looked for and is not there, or leave the field out");
  const std::string quoted = fmt::format("`{}`", shown(text));
  const std::string bare = plain_blanks(text);
  if (bare.find_first_not_of(" \r\n") == std::string::npos) return fault("the date is blank");
  const std::string_view stripped = trimmed(bare);
  if (stripped != text) {
    return fault(fmt::format("{} has blanks round the date", quoted),
                 parse_date(stripped) ? fmt::format("write \"{}\"", stripped) : std::string(date_help));
  }
  if (text.size() > 11 && (text[10] == 'T' || text[10] == ' ') && parse_date(text.substr(0, 10))) return with_time(text, quoted);
  if (const std::size_t time = time_behind(text); time != std::string_view::npos) {
    ValueFault of_day = explain_date(text.substr(0, time));
    return fault(fmt::format("{} is not written as YYYY-MM-DD", quoted), of_day.help);
  }
  if (const std::string plain = with_hyphens(text); plain != text && parse_date(plain)) return fault(fmt::format("{} has dashes that are no hyphens", quoted), fmt::format("write \"{}\"", plain));
  if (fold_text(text) == "ongoing") return fault(fmt::format("{} is not a date", quoted), "only the end of a period is \"ongoing\"");
  if (auto found = as_count(text, quoted)) return *found;
  if (auto found = with_month_name(text, quoted)) return *found;
  const auto parts = split(text.substr(0, text.find('T')));
  if (!parts) return fault(fmt::format("{} is not a date", quoted));
  const auto& digits = parts->digits;
  const bool year_first = digits[0].size() == 4;
  if (digits.size() == 3 && year_first && digits[1].size() <= 2 && digits[2].size() <= 2) {
    const int year = number_of(digits[0]);
    const int month = number_of(digits[1]);
    const int day = number_of(digits[2]);
    const std::string real = if_real(year, month, day);
    if (real.empty()) return fault(fmt::format("{} is no day: {}", quoted, no_such_day(year, month, day)), known_part(year, month, day));
    return fault(fmt::format("{} is not written as YYYY-MM-DD", quoted), fmt::format("write {}", real));
  }
  if (digits.size() == 3 && digits[0].size() <= 2 && digits[1].size() <= 2 && digits[2].size() == 2) {
    return fault(fmt::format("{} has a year of two digits", quoted), "write YYYY-MM-DD, with all four digits of the year");
  }
  if (digits.size() == 3 && digits[2].size() == 4) {
    return fault(fmt::format("{} is not written as YYYY-MM-DD", quoted), rewrite_year_last(*parts));
  }
  if (digits.size() == 2 && digits[0].size() <= 2 && digits[1].size() == 4 && number_of(digits[0]) >= 1 && number_of(digits[0]) <= 12) {
    return fault(fmt::format("{} is not written as YYYY-MM", quoted), fmt::format("write \"{}-{:02}\"", digits[1], number_of(digits[0])));
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

std::optional<std::string> date_in_words(std::string_view text) {
  const std::optional<InWords> words = in_words(text);
  if (!words || words->year.size() != 4) return std::nullopt;
  const int year = number_of(words->year);
  if (words->day.empty()) return words->weekday < 0 && year > 0 ? std::optional(fmt::format("{:04}-{:02}", year, words->month)) : std::nullopt;
  const std::optional<Day> day = day_from_civil(year, words->month, number_of(words->day));
  if (!day) return std::nullopt;
  constexpr int weekday_of_day_0 = 3;  // 1970-01-01 was a Thursday
  const int weekday = ((*day + weekday_of_day_0) % 7 + 7) % 7;
  if (words->weekday >= 0 && words->weekday != weekday) return std::nullopt;
  return to_string(*day);
}

}  // namespace crit
