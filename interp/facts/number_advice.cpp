#include "number_advice.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "no_value.hpp"
#include "text.hpp"
#include "unit.hpp"

namespace crit {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool begins(std::string_view text, std::string_view with) { return text.substr(0, with.size()) == with; }
bool ends(std::string_view text, std::string_view with) { return text.size() >= with.size() && text.substr(text.size() - with.size()) == with; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// The longest beginning that is a number.
std::size_t decimal_length(std::string_view text) {
  for (std::size_t length = std::min(text.find_first_not_of("-+0123456789.eE"), text.size()); length > 0; --length) {
    if (Number::is_decimal_text(text.substr(0, length))) return length;
  }
  return 0;
}

// What laboratories print beside a result that is out of its range, or is noted upon.
bool is_flag(std::string_view word) {
  constexpr std::array<std::string_view, 20> flags = {"h", "l", "hh", "ll", "a", "aa", "n", "*", "**", "!", "!!", "high", "low", "abnormal", "critical", "normal", "crit", "↑", "↓", "abn"};
  if (word.size() > 2 && ((word.front() == '(' && word.back() == ')') || (word.front() == '[' && word.back() == ']'))) word = word.substr(1, word.size() - 2);
  const std::string folded = fold_text(word);
  return std::find(flags.begin(), flags.end(), folded) != flags.end();
}

// ---- what fits ----------------------------------------------------------------------------------------------------

// A number of this place, with a unit that fits or, where `bare` allows it, with none.
bool is_number_here(std::string_view text, const NumberPlace& place, bool bare) {
  if (Number::is_decimal_text(text)) return bare;
  const QuantityResult read = parse_quantity(text, place.counting);
  if (!read.quantity) return false;
  const Unit& unit = read.quantity->unit;
  if (place.type.unit.is_plain()) return unit.is_bare();
  return beside(unit, place.type.unit) || beside(place.type.unit, unit);
}

ValueFault fault(Mistake mistake, std::string message, std::string help) { return {mistake, std::move(message), std::move(help)}; }

// How to write a text that begins with a number, once what is wrong with it is gone.
std::string write_text(std::string_view text, const NumberPlace& place) {
  text = trimmed(text);
  const std::size_t length = decimal_length(text);
  return length == 0 ? std::string() : write_number(text.substr(0, length), trimmed(text.substr(length)), place);
}

// ---- one kind of slip each ----------------------------------------------------------------------------------------

std::string quote(std::string_view text) { return fmt::format("`{}`", shown(text)); }

constexpr const char* bound_help = "a bound is written with its sign before the number: `<`, `<=`, `>=` or `>`";

std::optional<ValueFault> flagged(std::string_view text, const NumberPlace& place) {
  const auto without = [&](std::string_view flag, std::string rest) -> std::optional<ValueFault> {
    if (!is_flag(flag) || !is_number_here(trimmed(rest), place, true)) return std::nullopt;
    if (flag == "L" && !place.type.unit.is_plain() && Number::is_decimal_text(trimmed(rest))) {
      return fault(Mistake::fact_unit, "`L` is litres, or a laboratory's flag of a low result", "if it is the flag, leave it out: " + write_text(rest, place));
    }
    return fault(Mistake::fact_unit, fmt::format("{} beside a result is the laboratory's flag, and no part of the value", quote(flag)), "leave the flag out: " + write_text(rest, place));
  };
  if (const std::size_t last = text.rfind(' '); last != std::string_view::npos) {
    if (auto found = without(text.substr(last + 1), std::string(text.substr(0, last)))) return found;
    const std::size_t first = text.find(' ');
    if (auto found = without(text.substr(0, first), std::string(text.substr(first + 1)))) return found;
    const std::size_t second = text.find(' ', first + 1);  // `7.1 H %`
    if (second != std::string_view::npos) {
      if (auto found = without(text.substr(first + 1, second - first - 1), std::string(text.substr(0, first)).append(text.substr(second)))) return found;
    }
  }
  for (const std::string_view sign : {"**", "*", "!", "↑", "↓"}) {
    if (ends(text, sign)) return without(sign, std::string(text.substr(0, text.size() - sign.size())));
    if (begins(text, sign)) return without(sign, std::string(text.substr(sign.size())));
  }
  const std::size_t length = decimal_length(text);  // `7.2H`
  return length == 0 ? std::nullopt : without(text.substr(length), std::string(text.substr(0, length)));
}

// `25 - 30 ng/mL`, `25–30`, `25 to 30 mg`
bool is_range(std::string_view rest) {
  rest = trimmed(rest);
  for (const std::string_view sign : {"-", "–", "—", "‐", "−", "to ", "..."}) {
    if (begins(rest, sign) && decimal_length(trimmed(rest.substr(sign.size()))) > 0) return true;
  }
  return false;
}

// `1 234,5`, `1'234.5`: a number in groups of three digits. Its digits, and what follows it.
std::optional<std::pair<std::string, std::string_view>> grouped(std::string_view text) {
  std::size_t at = begins(text, "-") ? 1 : 0;
  const std::size_t first = at;
  while (at < text.size() && is_digit(text[at])) ++at;
  if (at == first || at - first > 3) return std::nullopt;
  std::string digits(text.substr(0, at));
  std::size_t groups = 0;
  for (const std::string_view sign : {" ", "'", "’"}) {
    const auto group = [&] {
      const std::string_view rest = text.substr(at);
      if (!begins(rest, sign) || rest.size() < sign.size() + 3) return false;
      const std::string_view three = rest.substr(sign.size(), 3);
      return std::all_of(three.begin(), three.end(), is_digit) && (rest.size() == sign.size() + 3 || !is_digit(rest[sign.size() + 3]));
    };
    while (group()) {
      digits += text.substr(at + sign.size(), 3);
      at += sign.size() + 3;
      ++groups;
    }
    if (groups > 0) break;
  }
  if (groups == 0) return std::nullopt;
  if (at + 1 < text.size() && (text[at] == ',' || text[at] == '.') && is_digit(text[at + 1])) {
    digits += '.';
    for (++at; at < text.size() && is_digit(text[at]); ++at) digits += text[at];
  }
  return std::pair(digits, text.substr(at));
}

// `5 ft 4 in`, `10 lb 3 oz`, `5'4"`: two amounts of one kind, as one in the second's unit.
std::optional<ValueFault> two_amounts(std::string_view text, const NumberPlace& place) {
  static const Dimension length = parse_unit("cm").unit->dimension;
  std::string written(text);
  if (place.type.unit.dimension == length) {
    const std::array<std::array<std::string_view, 2>, 5> signs = {{{"''", " in "}, {"\"", " in "}, {"”", " in "}, {"'", " ft "}, {"’", " ft "}}};
    for (const auto& [sign, unit] : signs) {
      for (std::size_t at = written.find(sign); at != std::string::npos; at = written.find(sign)) written.replace(at, sign.size(), unit);
    }
    written = plain_blanks(written);
    if (written != text && is_number_here(written, place, false)) {
      return fault(Mistake::fact_unit, fmt::format("{} has a sign for its unit, which stands for another thing, too", quote(text)), write_text(written, place));
    }
  }
  const std::size_t first = decimal_length(written);
  const std::size_t second = first == 0 ? std::string::npos : written.find_first_of("0123456789", first);
  if (second == std::string::npos) return std::nullopt;
  const QuantityResult major = parse_quantity(trimmed(std::string_view(written).substr(0, second)), place.counting);
  const std::string_view rest = trimmed(std::string_view(written).substr(second));
  const QuantityResult minor = parse_quantity(rest, place.counting);
  if (!major.quantity || !minor.quantity || !same_dimension(major.quantity->unit, minor.quantity->unit) || !is_number_here(rest, place, false)) return std::nullopt;
  const auto converted = convert(major.quantity->value, major.quantity->unit, minor.quantity->unit);
  const auto sum = converted ? add(*converted, minor.quantity->value) : std::nullopt;
  if (!sum) return std::nullopt;
  return fault(Mistake::fact_unit, fmt::format("{} is two amounts, and a fact takes one", quote(text)),
               fmt::format("write \"{} {}\", if they add up", sum->to_string(), minor.quantity->unit.spelling));
}

// `~7`, `about 7`, `ca. 7 mg`, `7 ± 1`
bool is_rough(std::string_view text, const std::string& folded) {
  for (const std::string_view sign : {"~", "≈", "∼", "≃", "about ", "approx", "ca.", "ca ", "circa", "c. ", "roughly", "est.", "est ", "estimated"}) {
    if (begins(folded, sign)) return true;
  }
  for (const std::string_view sign : {"±", "+/-"}) {
    if (text.find(sign) != std::string_view::npos) return true;
  }
  for (const std::string_view word : {" approx", " approx.", " approximately", " est", " est.", " estimated"}) {
    if (ends(folded, word)) return true;
  }
  return false;
}

// `less than 5`, `=> 5`, `5 mg or more`
bool is_bound_in_words(const std::string& folded) {
  for (const std::string_view word : {"less than ", "more than ", "greater than ", "at least ", "at most ", "up to ", "over ", "under ", "above ", "below ", "no more than ",
                                      "not more than ", "no less than ", "fewer than ", "min ", "max ", "=<", "=>", "lt ", "gt "}) {
    if (begins(folded, word)) return true;
  }
  for (const std::string_view word : {" or more", " or less", " or above", " or below", " or greater", " or higher", " or lower", " and above", " and up"}) {
    if (ends(folded, word)) return true;
  }
  return false;
}

// The code of a currency that stands before its amount, by its sign or its name; empty: none does.
std::string currency_before(std::string_view& text) {
  constexpr std::array<std::array<std::string_view, 2>, 8> rows = {{{"US$", "USD"}, {"$", "USD"}, {"€", "EUR"}, {"£", "GBP"}, {"USD", "USD"}, {"EUR", "EUR"}, {"GBP", "GBP"}, {"CAD", "CAD"}}};
  for (const auto& [sign, code] : rows) {
    if (!begins(text, sign)) continue;
    text = trimmed(text.substr(sign.size()));
    return std::string(code);
  }
  return {};
}

std::optional<ValueFault> before_number(std::string_view text, const NumberPlace& place, const std::string& folded) {
  if (text.front() == '+' && decimal_length(text.substr(1)) > 0) {
    const std::string help = write_text(text.substr(1), place);
    return fault(Mistake::fact_unit, fmt::format("{} has a plus sign", quote(text)), help);
  }
  for (const std::string_view dash : {"−", "–", "‐", "- "}) {
    const std::string_view rest = begins(text, dash) ? trimmed(text.substr(dash.size())) : std::string_view();
    if (!rest.empty() && is_digit(rest.front())) {
      return fault(Mistake::fact_unit, fmt::format("the sign before {} is no plain minus", quote(rest)), "if minus is meant, " + write_text("-" + std::string(rest), place));
    }
  }
  if (begins(text, "=") && text.find_first_of("+*/^(&", 1) != std::string_view::npos) {
    return fault(Mistake::fact_unit, fmt::format("{} is a formula", quote(text)), "write the value that it comes to");
  }
  if (begins(text, "=") && decimal_length(trimmed(text.substr(1))) > 0) {
    return fault(Mistake::fact_unit, fmt::format("{} has an equals sign", quote(text)), write_text(text.substr(1), place));
  }
  std::string_view amount = text;
  if (const std::string code = currency_before(amount); !code.empty() && !amount.empty() && is_digit(amount.front())) {
    std::string help;
    const std::vector<std::string> readings = amount.find(',') == std::string_view::npos ? std::vector<std::string>{std::string(amount)} : comma_readings(amount);
    for (const std::string& reading : readings) {
      if (!is_number_here(fmt::format("{} {}", reading, code), place, false)) return std::nullopt;
      help += fmt::format("{}\"{} {}\"", help.empty() ? "" : " or ", reading, code);
    }
    if (readings.size() > 1) help += ", whichever is meant";
    if (text.front() == '$') help += ", if those are US dollars";
    return fault(Mistake::fact_unit, fmt::format("{}: a currency stands behind its amount", quote(text)), help.empty() ? "" : "write " + help);
  }
  if (is_rough(text, folded)) {
    return fault(Mistake::fact_unit, fmt::format("{} is only about a number, and a fact takes an exact one", quote(text)), fmt::format("give the number that was measured; {}", bound_help));
  }
  if (is_bound_in_words(folded)) return fault(Mistake::fact_unit, fmt::format("{} is a bound in words", quote(text)), bound_help);
  return std::nullopt;
}

std::optional<ValueFault> behind_number(std::string_view text, std::size_t length, const NumberPlace& place) {
  const std::string_view number = text.substr(0, length);
  const std::string_view rest = text.substr(length);
  const std::string_view behind = trimmed(rest);
  if (begins(rest, ".") && (rest.size() == 1 || (!is_digit(rest[1]) && rest[1] != '.'))) {
    const std::string_view further = trimmed(rest.substr(1));
    const std::size_t digits = decimal_length(further);
    std::string help;  // none where a letter stands for a digit: nobody knows which
    if (digits > 0 && is_digit(further.front())) help = write_number(fmt::format("{}.{}", number, further.substr(0, digits)), trimmed(further.substr(digits)), place) + ", if that is the number";
    else if (rest.size() == 1 || rest[1] == ' ') help = write_number(number, further, place);
    else help = "write the number in digits: `O`, `l` and `I` are letters";
    return fault(Mistake::fact_unit, fmt::format("{} has a point with no digit behind it", quote(text)), std::move(help));
  }
  if (is_range(rest)) {
    return fault(Mistake::fact_unit, fmt::format("{} is a range, and a fact takes one value", quote(text)), fmt::format("give the value that was measured; {}", bound_help));
  }
  if (begins(behind, "/") && decimal_length(trimmed(behind.substr(1))) > 0) {
    static const Dimension pressure = parse_unit("mm[Hg]").unit->dimension;
    return fault(Mistake::fact_unit, fmt::format("{} is two numbers, and a fact takes one", quote(text)),
                 place.type.unit.dimension == pressure ? "the systolic and the diastolic pressure are two facts" : "a fraction is written in decimals, 1/2 as 0.5; two values are two facts");
  }
  if (begins(behind, ":") && decimal_length(behind.substr(1)) > 0) {
    return fault(Mistake::fact_unit, fmt::format("{} is two numbers, and a fact takes one", quote(text)), "give the number that the policy counts in");
  }
  if (begins(behind, "of ") || begins(behind, "out of ")) {
    return fault(Mistake::fact_unit, fmt::format("{} is two numbers, and a fact takes one", quote(text)), "give the number that the policy counts in");
  }
  if (begins(rest, "+")) {
    return fault(Mistake::fact_unit, fmt::format("{} is not a number", quote(text)), fmt::format("{}; a grade such as `1+` is no number", bound_help));
  }
  if (is_no_value(behind)) {
    return fault(Mistake::fact_unit, fmt::format("{} is a word for no value, and no unit", quote(behind)), write_number(number, "", place));
  }
  return std::nullopt;
}

}  // namespace

std::string plain_blanks(std::string_view text) {
  const auto is_plain = [&](std::size_t i) {
    const bool ascii = static_cast<unsigned char>(text[i]) < 0x80U;
    return ascii && text[i] != '\t' && (text[i] != ' ' || (i != 0 && i + 1 != text.size() && text[i + 1] != ' '));
  };
  std::size_t plain_bytes = 0;
  while (plain_bytes < text.size() && is_plain(plain_bytes)) ++plain_bytes;
  if (plain_bytes == text.size()) return std::string(text);
  constexpr std::array<std::string_view, 6> blanks = {"\t", "\xC2\xA0", "\xE2\x80\x87", "\xE2\x80\x89", "\xE2\x80\xAF", "\xE2\x80\x8A"};  // tab, no-break, figure, thin, both, hair
  std::string plain;
  plain.reserve(text.size());
  while (!text.empty()) {
    const auto blank = std::find_if(blanks.begin(), blanks.end(), [&](std::string_view one) { return begins(text, one); });
    const bool is_blank = blank != blanks.end() || text.front() == ' ';
    if (!is_blank) plain += text.front();
    else if (!plain.empty() && plain.back() != ' ') plain += ' ';
    text.remove_prefix(blank == blanks.end() ? 1 : blank->size());
  }
  if (!plain.empty() && plain.back() == ' ') plain.pop_back();
  return plain;
}

std::string write_number(std::string_view number, std::string_view unit, const NumberPlace& place) {
  if (place.type.unit.is_plain() || !place.unit_beside.empty()) return fmt::format("write {}{}", shown(number), place.in_cell ? "" : ", without quotes");
  if (!unit.empty()) return fmt::format("write \"{} {}\"", shown(number), shown(unit));
  return fmt::format("write \"{} {}\", if that is the unit", shown(number), place.type.unit.spelling);
}

std::optional<ValueFault> explain_number(std::string_view text, const NumberPlace& place) {
  constexpr std::size_t longest = 200;  // what is longer is a note
  if (text.empty() || text.size() > longest) return std::nullopt;
  const std::string folded = fold_text(text);
  constexpr std::array<std::array<std::string_view, 2>, 7> fractions = {{{"½", "0.5"}, {"¼", "0.25"}, {"¾", "0.75"}, {"⅛", "0.125"}, {"⅜", "0.375"}, {"⅝", "0.625"}, {"⅞", "0.875"}}};
  for (const auto& [sign, decimals] : fractions) {
    if (text.find(sign) != std::string_view::npos) return fault(Mistake::fact_unit, fmt::format("{} has a fraction", quote(text)), fmt::format("write it in decimals: {} is {}", sign, decimals));
  }
  if (text.find_first_of("0123456789") == std::string_view::npos) {
    const bool other_digits = fold_text(text).find_first_of("0123456789") != std::string::npos || (static_cast<unsigned char>(text.front()) >= 0x80U && begins(text, "\xD9"));
    if (other_digits) return fault(Mistake::fact_unit, fmt::format("{} has other digits than 0 to 9", quote(text)), "write the number in the digits 0 to 9");
    return fault(Mistake::fact_unit, fmt::format("{} is not a number", quote(text)),
                 fmt::format("{} is expected; where no number was measured, write null, or leave the field out",
                             place.type.unit.is_plain() ? std::string("a number") : fmt::format("a number with its unit, \"50 {}\",", place.type.unit.spelling)));
  }
  if (auto found = flagged(text, place)) return found;
  if (auto found = before_number(text, place, folded)) return found;
  if (const auto number = grouped(text)) {
    return fault(Mistake::fact_unit, fmt::format("{} has its digits in groups", quote(text)), "if it is one number, " + write_number(number->first, trimmed(number->second), place));
  }
  if (auto found = two_amounts(text, place)) return found;
  const std::size_t length = decimal_length(text);
  if (length > 0) return behind_number(text, length, place);
  return std::nullopt;
}

}  // namespace crit
