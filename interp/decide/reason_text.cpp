#include "reason_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace crit {
namespace {

const std::string& text_of(const Reason& reason, std::string_view name) {
  return std::get<std::string>(argument(reason, name).value);
}
const Date& date_of(const Reason& reason, std::string_view name) {
  return std::get<Date>(argument(reason, name).value);
}
std::uint64_t count_of(const Reason& reason, std::string_view name) {
  return std::get<Count>(argument(reason, name).value).number;
}
const Quantity& number_of(const Reason& reason, std::string_view name) {
  return std::get<Quantity>(argument(reason, name).value);
}
const Argument::List& list_of(const Reason& reason, std::string_view name) {
  return std::get<Argument::List>(argument(reason, name).value);
}
const Reason& reason_of(const Argument& argument) { return *std::get<const Reason*>(argument.value); }
const Reason& reason_of(const Reason& reason, std::string_view name) { return reason_of(argument(reason, name)); }
std::string day_of(const Reason& reason, std::string_view name) { return to_string(date_of(reason, name)); }

bool is_of_item(const Reason& reason) {
  return reason.code == ReasonCode::of_item || reason.code == ReasonCode::of_field;
}

// "growth and weight", "a, b and c"
std::string enumerated(const Argument::List& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i)
    text += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + std::get<std::string>(names[i].value);
  return text;
}

// What of a reason about a source may be said once behind several: which kinds would do, and what would do instead.
struct Tail {
  const Argument* wants = nullptr;
  std::vector<const Argument*> others;
  friend bool operator==(const Tail& left, const Tail& right) {
    const auto same = [](const Argument* one, const Argument* other) { return *one == *other; };
    return left.wants != nullptr && right.wants != nullptr && *left.wants == *right.wants &&
           std::equal(left.others.begin(), left.others.end(), right.others.begin(), right.others.end(), same);
  }
};

Tail tail_of(const Reason& reason) {
  if (is_of_item(reason)) return tail_of(reason_of(reason, "reason"));
  if (!is_about_source(reason)) return {};
  const Reason* before = said_before(reason);
  if (before == nullptr) return {&argument(reason, "wants"), {}};
  if (reason.code != ReasonCode::would_do_instead) return {};
  Tail tail = tail_of(*before);
  tail.others.push_back(&argument(reason, "others"));
  return tail;
}

// A value as it is shown.
std::string shown(const Argument& argument) {
  if (const auto* quantity = std::get_if<Quantity>(&argument.value)) {
    std::string text = quantity->to_string();
    return text.empty() ? "?" : text;
  }
  if (const auto* date = std::get_if<Date>(&argument.value)) return to_string(*date);
  return std::get<std::string>(argument.value);
}

std::string days_text(std::uint64_t days) { return fmt::format("{} day{}", days, days == 1 ? "" : "s"); }

}  // namespace

std::string ReasonText::text(const Reason* reason) const {
  if (reason == nullptr) return "";
  return coded_ ? coded(*reason) : words(*reason);
}

// Of a reason about a source, what is not its Tail.
std::string ReasonText::head(const Reason& reason) const {
  if (reason.code == ReasonCode::of_item)
    return fmt::format("item {}: {}", count_of(reason, "item"), head(reason_of(reason, "reason")));
  if (reason.code == ReasonCode::of_field)
    return fmt::format("item {}, {}: {}", count_of(reason, "item"), text_of(reason, "field"),
                       head(reason_of(reason, "reason")));
  if (reason.code == ReasonCode::would_do_instead) return head(reason_of(reason, "reason"));
  if (reason.code == ReasonCode::no_source) return "no source is stated";
  if (reason.code == ReasonCode::list_no_source) return "no source is stated for the list";
  const std::string& source = text_of(reason, "source");
  if (reason.code == ReasonCode::other_source) return fmt::format("from another kind of source (source: {})", source);
  if (reason.code == ReasonCode::only_attested_near)
    return fmt::format("only attested (source: {}; did you mean `{}`?)", source, text_of(reason, "near"));
  return fmt::format("only attested (source: {})", source);
}

// If consecutive reasons end with the same clause about accepted sources, the clause is printed once, after the last.
std::string ReasonText::said_once(const Reason& several) const {
  const Argument::List& reasons = list_of(several, "reasons");
  std::string text;
  for (std::size_t i = 0; i < reasons.size(); ++i) {
    const Reason& one = reason_of(reasons[i]);
    const bool again = i + 1 < reasons.size() && tail_of(one) == tail_of(reason_of(reasons[i + 1]));
    text += (i == 0 ? "" : "; ") + (again ? head(one) : words(one));
  }
  return text;
}

std::string ReasonText::looked_up(const Reason& reason) const {
  if (coded_) return text_of(reason, "table");
  std::string keys;
  for (const Argument& key : list_of(reason, "keys")) keys += (keys.empty() ? "" : ", ") + shown(key);
  const std::string& output = text_of(reason, "output");
  return fmt::format("{}({}){}{}", text_of(reason, "table"), keys, output.empty() ? "" : ".", output);
}

// "2 mg, row `10 kg .. 20 kg, any`"
std::string ReasonText::found(const Reason& reason) const {
  constexpr std::size_t most_shown = 3;
  const Argument::List& values = list_of(reason, "values");
  std::string text;
  for (std::size_t i = 0; i < std::min(values.size(), most_shown); ++i)
    text += (i == 0 ? "" : " or ") + shown(values[i]);
  if (values.size() > most_shown) text += " or others";
  if (reason.code == ReasonCode::found_otherwise) return text + ", by `otherwise`";
  if (reason.code == ReasonCode::found_in_row) return fmt::format("{}, row `{}`", text, text_of(reason, "row"));
  if (reason.code == ReasonCode::found_between_rows)
    return fmt::format("{}, between the rows `{}` and `{}`", text, text_of(reason, "low"), text_of(reason, "high"));
  const Argument::List& rows = list_of(reason, "rows");
  if (rows.empty()) return text + ", between rows that are not known";
  text += ", one of the rows ";
  for (std::size_t i = 0; i < std::min(rows.size(), most_shown); ++i) {
    std::string written;
    for (const Argument& row : std::get<Argument::List>(rows[i].value))
      written += (written.empty() ? "`" : " and `") + std::get<std::string>(row.value) + "`";
    text += (i == 0 ? "" : ", ") + written;
  }
  return rows.size() > most_shown ? text + ", …" : text;
}

std::string ReasonText::days_covered(const Reason& reason) const {
  const Argument::List& days = list_of(reason, "days");
  std::string text;
  for (const Argument& count : days) text += (text.empty() ? "" : " or ") + shown(count);
  const char* how = std::get<bool>(argument(reason, "end_to_end").value) ? " covered end to end" : " covered";
  if (reason.code == ReasonCode::covered_between) {
    const Day from = date_of(reason, "from").first;
    const Day to = date_of(reason, "to").first;
    return fmt::format("{} of {}{}, {} to {}", text, days_text(static_cast<std::uint64_t>(std::int64_t{to} - from + 1)),
                       how, to_string(from), to_string(to));
  }
  const Interval& first = std::get<Quantity>(days.front().value).number;
  const bool is_one = days.size() == 1 && first.is_point() && first.low->at == Number(1);
  text += std::string(is_one ? " day" : " days") + how;
  return reason.code == ReasonCode::covered_up_to ? text + " up to " + day_of(reason, "to") : text;
}

std::string ReasonText::words(const Reason& reason) const {
  const auto before = [&] { return words(reason_of(reason, "reason")); };
  const auto wants = [&] {
    return "; wants " + source_words(chunk_.schema, std::get<SourceKinds>(argument(reason, "wants").value).mask);
  };
  switch (reason.code) {
    case ReasonCode::not_supplied: return "not supplied";
    case ReasonCode::looked_for: return "looked for, and not there";
    case ReasonCode::no_value: return "the file says that there is no value";
    case ReasonCode::no_value_written:
      return fmt::format("the file says \"{}\", which is no value", text_of(reason, "word"));
    case ReasonCode::not_answered: return "not answered";
    case ReasonCode::asked_not_answered: return "asked, and not answered";
    case ReasonCode::no_start: return "no start is given; the day would settle it";
    case ReasonCode::no_end: return "no end is given: write the last day, or \"ongoing\"";
    case ReasonCode::no_date: return "no date is given; the day would settle it";
    case ReasonCode::ends_before_start: return "the period ends before it starts; the right days would settle it";
    case ReasonCode::not_supplied_is_no: return "not supplied, which means no";
    case ReasonCode::none_on_file_is_no: return "none on file, which means no";

    case ReasonCode::only_bounded:
      return fmt::format("on file is {}; the exact value would settle it", text_of(reason, "written"));
    case ReasonCode::only_known_as:
      return fmt::format("only known as {}; the day would settle it", day_of(reason, "date"));
    case ReasonCode::ongoing_end: return "it is ongoing: no fact can say on which day it will end";
    case ReasonCode::does_not_settle: return "this value does not settle it";

    case ReasonCode::no_source:
    case ReasonCode::only_attested:
    case ReasonCode::only_attested_near:
    case ReasonCode::other_source: return head(reason) + wants();

    case ReasonCode::list_open: return "the list is not known to be complete";
    case ReasonCode::list_open_before:
      return fmt::format("the list is complete only from {} to the date of service", day_of(reason, "from"));
    case ReasonCode::list_no_source: return head(reason) + wants();
    case ReasonCode::list_other_source:
      return fmt::format("that the list is complete is said by another source (source: {})",
                         text_of(reason, "source")) +
             wants();
    case ReasonCode::none_and: return "none on file, and " + before();

    case ReasonCode::none_on_file: return "none on file";
    case ReasonCode::none_fits: return "no item on file fits";
    case ReasonCode::none_surely_fits: return "no item on file surely fits";
    case ReasonCode::all_are_later: return "every item on file that fits is dated after the date of service";
    case ReasonCode::too_old:
      return fmt::format("the newest is {} old ({})", days_text(count_of(reason, "days")), day_of(reason, "date"));
    case ReasonCode::newest_is_of: return "the newest is of " + day_of(reason, "date");
    case ReasonCode::would_do_from: return fmt::format("{}; one from {} on would do", before(), day_of(reason, "from"));
    case ReasonCode::would_do_between:
      return fmt::format("{}; one from {} to {} would do", before(), day_of(reason, "from"), day_of(reason, "to"));
    case ReasonCode::no_two_apart: return "no two items on file are apart as asked";
    case ReasonCode::no_two_days: return "no two items of different days are on file";
    case ReasonCode::too_many_items: return "too many items to look through";
    case ReasonCode::every_of_none: return "`every` over no items says nothing";

    case ReasonCode::they_disagree: return "more than one item may be the one asked for, and they disagree";
    case ReasonCode::ends_disagree: return "more than one item may be the newest or the oldest, and they disagree";
    case ReasonCode::item_not_known: return "an item's date or value is not known";
    case ReasonCode::order_not_known: return "in which order the items were taken is not known";
    case ReasonCode::back_only_to:
      return fmt::format(
          "the items on file go back to {} only; one of {} or before that meets it, too, would do, if none between "
          "fails",
          day_of(reason, "date"), day_of(reason, "wanted"));

    case ReasonCode::other_system:
      return fmt::format("a code of {}, and the policy lists {}", text_of(reason, "system"), text_of(reason, "wants"));
    case ReasonCode::code_was_valid: return "was valid to " + day_of(reason, "to");
    case ReasonCode::code_not_yet_valid: return fmt::format("is valid only from {} on", day_of(reason, "from"));
    case ReasonCode::code_less_specific: return "less specific than the codes the policy lists";
    case ReasonCode::code_no_example: return "not among the codes the policy lists, which are only examples";
    case ReasonCode::code_and: return words(reason_of(reason, "first")) + ", and " + words(reason_of(reason, "second"));

    case ReasonCode::none_complete: return "none, and the list is complete";
    case ReasonCode::none_fits_complete: return "no item fits, and the list is complete";
    case ReasonCode::no_two_apart_complete: return "no two items are apart as asked, and the list is complete";
    case ReasonCode::no_two_days_complete: return "no two items are of different days, and the list is complete";
    case ReasonCode::items_outside:
      return fmt::format("{} items on file are outside what is asked", count_of(reason, "items"));
    case ReasonCode::pairs_outside: return fmt::format("{} pairs on file are not as asked", count_of(reason, "pairs"));
    case ReasonCode::joined_period: {
      const Date start = date_of(reason, "from");
      const Date end = date_of(reason, "to");
      const std::string from = start.first == first_day ? "?" : to_string(start);
      const std::string to = end == ongoing ? "ongoing" : end.last == last_day ? "?" : to_string(end);
      return fmt::format("{} to {}, joined of {}", from, to, count_of(reason, "periods"));
    }
    case ReasonCode::lasted:
      return span_to_string(date_of(reason, "from").first, date_of(reason, "to").first + 1, chunk_.leap) +
             " by the date of service";
    case ReasonCode::run_of_one: return "a run of one item, " + day_of(reason, "date");
    case ReasonCode::run_of_items: {
      const Date from = date_of(reason, "from");
      const Date to = date_of(reason, "to");
      const std::string length =
          from.exact() && to.exact() ? ": " + span_to_string(from.first, to.first, chunk_.leap) : "";
      return fmt::format("a run of {} items, {} to {}{}", count_of(reason, "items"), to_string(from), to_string(to),
                         length);
    }
    case ReasonCode::covered:
    case ReasonCode::covered_up_to:
    case ReasonCode::covered_between: return days_covered(reason);
    case ReasonCode::rate_of: {
      const std::string years = number_of(reason, "years").to_string();
      return fmt::format("{} in {} year{}: {} a year", number_of(reason, "change").to_string(), years,
                         years == "1" ? "" : "s", number_of(reason, "rate").to_string());
    }
    case ReasonCode::found_in_row:
    case ReasonCode::found_otherwise:
    case ReasonCode::found_between_rows:
    case ReasonCode::found_in_rows: return found(reason);

    case ReasonCode::outside_rows:
      return fmt::format("`{}` has rows for {} {} to {}, and this is {}", text_of(reason, "table"),
                         text_of(reason, "column"), number_of(reason, "from").number.to_string(),
                         number_of(reason, "to").to_string(), number_of(reason, "value").to_string());
    case ReasonCode::so_unknown: return before() + "; the result is unknown";
    case ReasonCode::number_too_large:
      return "a number grew larger or finer than crit keeps exactly; the result is unknown";
    case ReasonCode::out_of_calendar: return "a date fell outside the years 1 to 9999; the result is unknown";
    case ReasonCode::division_by_zero: return "a division by zero; the result is unknown";
    case ReasonCode::root_below_zero: return "the square root of a number below zero; the result is unknown";
    case ReasonCode::no_logarithm: return "the logarithm of a number that is not above zero; the result is unknown";
    case ReasonCode::power_of_negative:
      return "a number below zero to a power that is not whole; the result is unknown";
    case ReasonCode::zero_to_negative: return "zero to a power below zero; the result is unknown";
    case ReasonCode::no_percentile: return "a percentile is above 0 and below 100; the result is unknown";
    case ReasonCode::no_score: return "a score beyond -20 to 20 has no percentile; the result is unknown";
    case ReasonCode::score_not_above_zero:
      return "a standard deviation score is of a measurement, M and S above zero; the result is unknown";
    case ReasonCode::span_backwards:
      return "a span runs backwards: its first date is after its second; the result is unknown";
    case ReasonCode::span_backwards_of:
      return fmt::format("a span runs backwards: its first date, {}, is after its second, {}; the result is unknown",
                         day_of(reason, "from"), day_of(reason, "to"));
    case ReasonCode::too_many_to_nest:
      return text_of(reason, "list") +
             " has too many items to be asked for each item of another list; the result is unknown";
    case ReasonCode::too_many_to_pair:
      return text_of(reason, "list") + " has too many items to pair them all; the result is unknown";
    case ReasonCode::too_many_to_join:
      return text_of(reason, "list") +
             " has too many periods whose dates are not fully known to join them; the result is unknown";

    case ReasonCode::item_is_later:
      return fmt::format("{} has an item dated {}, after the date of service", text_of(reason, "list"),
                         day_of(reason, "date"));
    case ReasonCode::item_left_out:
      return fmt::format("{} has an item dated {}, after the date of service; it is left out", text_of(reason, "list"),
                         day_of(reason, "date"));
    case ReasonCode::period_left_out:
      return fmt::format("{} has a period that begins on {}, after the date of service; it is left out",
                         text_of(reason, "list"), day_of(reason, "date"));

    case ReasonCode::would_do_instead: {
      std::string others;
      for (const Argument& way : list_of(reason, "others"))
        others += (others.empty() ? "" : ", or ") + enumerated(std::get<Argument::List>(way.value));
      return fmt::format("{}; {} would do instead", before(), others);
    }
    case ReasonCode::of_item: return fmt::format("item {}: {}", count_of(reason, "item"), before());
    case ReasonCode::of_field:
      return fmt::format("item {}, {}: {}", count_of(reason, "item"), text_of(reason, "field"), before());
    case ReasonCode::several: return said_once(reason);
  }
  return "";
}

std::vector<std::string> ReasonText::warnings(const std::vector<Warned>& all) const {
  constexpr std::size_t longest_places = 60;  // more are not named
  std::vector<std::string> result;
  for (const Warned& one : all) {
    std::string places;
    for (const std::string& place : one.places) {
      if (places.size() >= longest_places) {
        places += " and others";
        break;
      }
      places += (places.empty() ? "" : ", ") + place;
    }
    result.push_back((places.empty() ? "" : places + ": ") + text(&one.reason));
  }
  return result;
}

// ---- as data
// -----------------------------------------------------------------------------------------------------------

namespace {

// A date as the facts write it, "2022-07-02", "2022-07"; an end that is not known is left out: "..2022-07-02".
std::string date_text(Date date) {
  if (date == ongoing) return "ongoing";
  if (date.first > first_day && date.last < last_day) return to_string(date);
  return (date.first > first_day ? to_string(date.first) : "") + ".." +
         (date.last < last_day ? to_string(date.last) : "");
}

std::vector<ReasonArgument> arguments_of(const Reason& reason, const Schema& schema);

ReasonArgument data_of(std::string_view name, const Argument& argument, const Schema& schema) {
  using Kind = ReasonArgument::Kind;
  ReasonArgument result;
  result.name = std::string(name);
  const auto set = [&](Kind kind, std::string value) {
    result.kind = kind;
    result.value = std::move(value);
  };
  if (const auto* count = std::get_if<Count>(&argument.value)) set(Kind::count, std::to_string(count->number));
  if (const auto* date = std::get_if<Date>(&argument.value)) set(Kind::date, date_text(*date));
  if (const auto* yes = std::get_if<bool>(&argument.value)) set(Kind::yes_no, *yes ? "yes" : "no");
  if (const auto* text = std::get_if<std::string>(&argument.value)) set(Kind::text, *text);
  if (const auto* quantity = std::get_if<Quantity>(&argument.value)) {
    const Interval& number = quantity->number;
    result.unit = quantity->unit;
    if (number.is_point() || number.real != nullptr) {
      set(Kind::number, number.to_string());
    } else {
      set(Kind::range, "");
      if (number.low)
        result.list.push_back({number.low->open ? "more_than" : "at_least",
                               Kind::number,
                               number.low->at.to_string(),
                               quantity->unit,
                               {}});
      if (number.high)
        result.list.push_back({number.high->open ? "less_than" : "at_most",
                               Kind::number,
                               number.high->at.to_string(),
                               quantity->unit,
                               {}});
    }
  }
  if (const auto* kinds = std::get_if<SourceKinds>(&argument.value)) {
    set(Kind::list, "");
    for (std::size_t i = 0; i < schema.kinds.size(); ++i) {
      if ((kinds->mask >> i & 1U) != 0) result.list.push_back({"", Kind::text, schema.kinds[i], "", {}});
    }
  }
  if (const auto* reason = std::get_if<const Reason*>(&argument.value)) {
    set(Kind::reason, std::string(info((*reason)->code).code));
    result.list = arguments_of(**reason, schema);
  }
  if (const auto* list = std::get_if<Argument::List>(&argument.value)) {
    set(Kind::list, "");
    for (const Argument& one : *list) result.list.push_back(data_of("", one, schema));
  }
  return result;
}

std::vector<ReasonArgument> arguments_of(const Reason& reason, const Schema& schema) {
  std::vector<ReasonArgument> result;
  const auto& names = info(reason.code).arguments;
  for (std::size_t i = 0; i < reason.arguments.size(); ++i)
    result.push_back(data_of(names[i].first, reason.arguments[i], schema));
  return result;
}

std::string coded(const ReasonArgument& argument) {
  if (argument.kind != ReasonArgument::Kind::reason && argument.list.empty()) return argument.value + argument.unit;
  std::string text;
  for (const ReasonArgument& one : argument.list) text += (text.empty() ? "" : ", ") + coded(one);
  return fmt::format("{}({})", argument.value, text);
}

}  // namespace

ReasonData data_of(const Reason* reason, const Schema& schema) {
  if (reason == nullptr) return {};
  return {std::string(info(reason->code).code), arguments_of(*reason, schema)};
}

std::string ReasonText::coded(const Reason& reason) const {
  return crit::coded(ReasonArgument{"", ReasonArgument::Kind::reason, std::string(info(reason.code).code), "",
                                    arguments_of(reason, chunk_.schema)});
}

}  // namespace crit
