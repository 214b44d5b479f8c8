// What is said of a unit that cannot be read, and what may have been meant: never another amount, never another dimension.
#include <algorithm>
#include <iterator>

#include "near.hpp"
#include "unit_grammar.hpp"
#include "unit_reader.hpp"

namespace crit {
namespace {

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }
bool is_blank(char letter) { return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r'; }

char small_letter(char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + ('a' - 'A')) : letter; }
bool differ_in_capitals(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](char a, char b) { return small_letter(a) == small_letter(b); });
}

// One letter is wrong, missing, one too many, or two are swapped.
bool differ_in_one(std::string_view left, std::string_view right) {
  if (left.size() > right.size()) std::swap(left, right);
  if (right.size() - left.size() > 1) return false;
  std::size_t same = 0;
  while (same < left.size() && small_letter(left[same]) == small_letter(right[same])) ++same;
  left.remove_prefix(same);
  right.remove_prefix(same);
  if (left.size() < right.size()) return differ_in_capitals(left, right.substr(1));
  if (left.empty() || differ_in_capitals(left.substr(1), right.substr(1))) return true;
  return left.size() > 1 && small_letter(left[0]) == small_letter(right[1]) && small_letter(left[1]) == small_letter(right[0]) &&
         differ_in_capitals(left.substr(2), right.substr(2));
}

std::string_view prefix_word(std::string_view name) {
  for (const std::string_view word : prefix_words()) {
    if (starts_with(name, word)) return word;
  }
  return {};
}

// `decagram` beside `decigram`, `mgram` beside `gram`: one letter, and another amount.
bool differ_in_prefix(std::string_view written, std::string_view candidate) {
  const std::string_view word = prefix_word(written);
  if (!word.empty() && word != prefix_word(candidate)) return true;
  if (written.size() == candidate.size()) return false;
  const std::string_view more = written.size() > candidate.size() ? written : candidate;
  const std::string_view less = written.size() > candidate.size() ? candidate : written;
  return std::any_of(unit_prefixes().begin(), unit_prefixes().end(), [&](const PrefixRow& prefix) {
    return starts_with(more, prefix.code) && differ_in_capitals(more.substr(prefix.code.size()), less);
  });
}

}  // namespace

bool UnitReader::fail(std::size_t begin, std::size_t end, std::string fault, std::string suggestion) {
  fault_.kind = UnitFault::malformed;
  fault_.fault = std::move(fault);
  fault_.begin = positions_[begin];
  fault_.end = positions_[std::min(end, positions_.size() - 1)];
  fault_.suggestion = std::move(suggestion);
  return false;
}

bool UnitReader::refuse(std::size_t begin, std::size_t end, std::string fault, std::string suggestion, std::string help) {
  fail(begin, end, std::move(fault), std::move(suggestion));
  fault_.kind = UnitFault::refused;
  fault_.help = std::move(help);
  return false;
}

bool UnitReader::is_readable(const std::string& text) const {
  UnitPart ignored;
  return read_as(text, ignored);
}

bool UnitReader::read_as(const std::string& text, UnitPart& part) const {
  if (counting_ == nullptr) return false;
  return UnitReader(text, *counting_, Advice::none).read(part);
}

std::string UnitReader::with_part(std::size_t begin, std::size_t end, std::string_view part) const {
  std::string whole = text_.substr(0, begin).append(part) + text_.substr(end);
  return is_readable(whole) ? whole : std::string(part);
}

std::string UnitReader::suggested(const std::string& text) const {
  return counting_ == nullptr ? std::string() : parse_unit(text, *counting_).suggestion;
}

bool UnitReader::fail_at_blank(std::size_t index) {
  if (probes_) return false;
  std::string closed;
  std::copy_if(text_.begin(), text_.end(), std::back_inserter(closed), [](char letter) { return !is_blank(letter); });
  const std::string before = text_.substr(0, index);
  const std::string after = text_.substr(index + 1);
  if (before.empty() || after.empty()) return fail(index, index + 1, "a unit has no blanks inside", is_readable(closed) ? closed : "");
  // `95 th percentile`: what one of the words is said to be.
  for (std::size_t begin = 0; begin < text_.size();) {
    const std::size_t end = std::min(text_.find(' ', begin), text_.size());
    const SlipRow* slip = slip_of(std::string_view(text_).substr(begin, end - begin));
    if (slip != nullptr && slip->meant.empty() && before.find('/') == std::string::npos) {
      return refuse_slip(begin, end, quote_for_message(slip->slip) + " is not a unit crit knows", *slip);
    }
    begin = end + 1;
  }
  constexpr std::string_view per = "per ";
  std::string suggestion;
  if (before.front() == '/' && before.size() > 1 && is_digit(before[1])) {
    // `1/2 mg` is half a milligram and no unit.
  } else if (is_readable(closed)) {
    suggestion = closed;
  } else if (const bool beside_sign = after.front() == '/' || before.back() == '/' || is_digit(before.back());
             beside_sign && is_readable(suggested(closed))) {
    suggestion = suggested(closed);  // `MG / DL`, `mg/24 h`
  } else if (differ_in_capitals(closed, suggested(closed)) && is_readable(suggested(closed))) {
    suggestion = suggested(closed);  // `MM HG`
  } else if ((before == "x" || before == "X") && is_readable(suggested("x" + after))) {
    suggestion = suggested("x" + after);  // `x 10^9/L`
  } else if (before == "per" && is_readable("/" + after)) {
    suggestion = "/" + after;
  } else if ((after == "C" || after == "F") && (starts_with(before, "deg") || starts_with(before, "Deg"))) {
    suggestion = "deg" + after;
  } else if (starts_with(after, per) && is_readable(before + "/" + after.substr(per.size()))) {
    suggestion = before + "/" + after.substr(per.size());
  } else if (is_readable(before + "{" + after + "}")) {
    const auto remarks = unit_remarks();
    if (std::find(remarks.begin(), remarks.end(), after) != remarks.end()) suggestion = before + "{" + after + "}";
    if (after == "daily" || after == "qd" || after == "QD") suggestion = before + "/d";
  }
  return fail(index, index + 1, "a unit has no blanks inside", std::move(suggestion));
}

bool UnitReader::fail_body_surface() {
  const std::string_view rest = std::string_view(text_).substr(at_);
  for (const std::string_view form : {"1.73sqm", "1.73m2", "1.73m^2", "1.73_m2"}) {
    if (rest.size() < form.size() || !differ_in_capitals(rest.substr(0, form.size()), form)) continue;
    const std::string_view after = rest.substr(form.size(), 1);
    if (!after.empty() && std::string_view("./)").find(after) == std::string_view::npos) continue;
    fail(at_, at_ + form.size(), quote_for_message(rest.substr(0, form.size())) + " is not written so", "1.73m2");
    return true;
  }
  return false;
}

bool UnitReader::fail_range(std::size_t begin) {
  return fail(
      begin, at_,
      quote_for_message(text_.substr(begin, at_ - begin)) + " is too large or too small to be counted exactly");
}

bool UnitReader::fail_special(bool affine) {
  const std::string_view text = std::string_view(text_).substr(special_begin_, special_end_ - special_begin_);
  return fail(special_begin_, special_end_,
              quote_for_message(text) + " is on a scale that does not combine with other units",
              affine ? "K" : std::string());
}

const SlipRow* UnitReader::slip_of(std::string_view name) {
  const auto slips = unit_slips();
  const auto* slip = std::find_if(slips.begin(), slips.end(), [&](const SlipRow& row) { return row.slip == name; });
  return slip == slips.end() ? nullptr : slip;
}

bool UnitReader::refuse_slip(std::size_t begin, std::size_t end, std::string fault, const SlipRow& slip) {
  return refuse(begin, end, std::move(fault), std::string(slip.meant), std::string(slip.help));
}

bool UnitReader::refuse_large(std::size_t begin, std::string_view name) {
  const std::size_t end = begin + name.size();
  for (const LargePrefixRow& prefix : large_prefixes()) {
    if (!starts_with(name, prefix.code)) continue;
    for (const SmallUnitRow& unit : small_units()) {
      if (name.substr(prefix.code.size()) != unit.code) continue;
      if (probes_) return true;
      std::string many(unit.name);
      many.insert(std::min(many.find(" of "), many.size()), "s");
      std::string help;
      if (!prefix.small.empty()) {
        const std::string small = std::string(prefix.small).append(unit.code);
        const bool two_words = many.find(' ') < many.find(" of ");
        help = "if " + std::string(prefix.small_words) + (two_words ? "-" : "") + many + " are meant, write `" + with_part(begin, end, small) + "`";
      }
      if (end == text_.size() || !(is_digit(text_[end]) || text_[end] == '-' || text_[end] == '^')) {  // a power would be of the number, too
        std::string written_out = std::string(prefix.power).append(".").append(unit.code);
        if (begin > 0 && text_[begin - 1] == '/') written_out = "(" + written_out + ")";
        help += (help.empty() ? "" : "; ") + ("for " + std::string(prefix.words) + " " + many + " write `" + with_part(begin, end, written_out) + "`");
      }
      refuse(begin, end, quote_for_message(name) + " is " + std::string(prefix.words) + " " + many, {}, std::move(help));
      return true;
    }
  }
  // Ki and the like count bits and bytes; `Mil/uL` is no mebilitre.
  for (const std::string_view binary : {"Ki", "Mi", "Gi", "Ti"}) {
    const std::string_view rest = name.substr(std::min(name.size(), binary.size()));
    if (!starts_with(name, binary) || rest.empty() || rest == "bit" || rest == "By" || rest == "Bd") continue;
    refuse(begin, end, quote_for_message(name) + " is too easily taken for another unit", {}, "millions are `10*6`, thousands `10*3`");
    return true;
  }
  // The atomic mass unit, and what prefixes make of it.
  if (name.back() != 'u' || name.size() > 2) return false;
  refuse(begin, end, quote_for_message(name) + " is an atomic mass to UCUM", {},
         "an enzyme's units are `U`, international ones `IU`, those of insulin and the like `unit`; micrograms are `ug`");
  return true;
}

bool UnitReader::fail_unknown(std::size_t begin, std::string_view name) {
  if (probes_) return false;
  const std::string_view symbol = std::string_view(text_).substr(begin, at_ - begin);
  if (name.empty()) return fail(begin, at_, quote_for_message(symbol) + " is a power without a unit");
  if (counting_ == nullptr) return fail(begin, at_, "a definition uses an unknown unit");
  const std::string unknown = quote_for_message(name) + " is not a unit crit knows";
  const std::size_t end = begin + name.size();
  if (std::string power = power_of_ten(symbol); !power.empty()) {
    if (next_is('(')) at_ = text_.find(')', at_) + 1;  // x10(3)
    return fail(begin, at_, quote_for_message(std::string_view(text_).substr(begin, at_ - begin)) + " is not a unit crit knows", std::move(power));
  }
  if (is_digit(name.front())) {
    const std::size_t digits = symbol.find_first_not_of("0123456789");
    std::string parts = "(" + std::string(symbol.substr(0, digits)) + "." + std::string(symbol.substr(std::min(digits, symbol.size()))) + ")";
    const bool divided = begin > 0 && text_[begin - 1] == '/' && is_readable(parts);  // mg/24h
    return fail(begin, at_, quote_for_message(symbol) + " has a number inside a unit: a `.` or `/` stands between them",
                divided ? std::move(parts) : "");
  }
  if (const std::size_t dot = symbol.find("\u00B7"); dot != std::string_view::npos) {  // mg·dL⁻¹
    std::string dotted(symbol);
    dotted.replace(dot, std::string_view("\u00B7").size(), ".");
    return fail(begin, at_, quote_for_message(symbol) + " is not a unit crit knows", is_readable(dotted) ? dotted : "");
  }
  if (name == "M" && symbol.size() > 1) return fail(begin, end, unknown, "m");  // KG/M2
  if (symbol == "mmH20" || symbol == "cmH20") return fail(begin, at_, quote_for_message(symbol) + " is not a unit crit knows", std::string(symbol.substr(0, 3)) + "2O");
  if (const SlipRow* slip = slip_of(name)) {
    refuse_slip(begin, end, unknown, *slip);
    fault_.kind = UnitFault::unknown;
    return false;
  }
  for (const PrefixRow& prefix : unit_prefixes()) {
    if (!starts_with(name, prefix.code)) continue;
    const std::string_view rest = name.substr(prefix.code.size());
    const UnitAtom* found = known_unit_atom(rest);
    if (rest.size() > 1 && found != nullptr && !found->metric) {
      return fail(begin, end, unknown + ": " + quote_for_message(rest) + " takes no prefix");
    }
  }
  if (name.size() > 1 && name.back() == '.') return fail(begin, end, unknown, std::string(name.substr(0, name.size() - 1)));
  fail(begin, end, unknown, spelling_meant(name));
  fault_.kind = UnitFault::unknown;
  return false;
}

std::string UnitReader::power_of_ten(std::string_view symbol) const {
  if (!symbol.empty() && (symbol.front() == 'x' || symbol.front() == 'X')) symbol.remove_prefix(1);
  if (!starts_with(symbol, "10")) return {};
  std::string power(symbol);
  if (power.size() > 2 && (power[2] == 'E' || power[2] == 'e')) power[2] = '*';
  if (starts_with(power, "10**")) power.erase(3, 1);
  if (power.size() == 2 && next_is('(')) {
    const std::size_t close = text_.find(')', at_);
    if (close != std::string::npos) power += "*" + text_.substr(at_ + 1, close - at_ - 1);
  }
  return power.size() > 3 && is_readable(power) ? power : std::string();
}

std::string UnitReader::spelling_meant(std::string_view name) const {
  if (name.size() < 2) return {};
  std::vector<std::string> candidates(*counting_);
  for (const std::string& unit : *counting_) candidates.push_back(unit + "s");
  for (const std::string_view unit : common_units()) candidates.emplace_back(unit);
  for (const WordRow& row : unit_words()) candidates.emplace_back(row.word);
  std::vector<std::string> near;
  for (const std::string& candidate : candidates) {
    if (differ_in_capitals(name, candidate)) near.push_back(candidate);
  }
  if (near.empty()) {
    if (std::string code = prefixed_word(name); !code.empty()) return code;
    if (std::string whole = shortened(name); !whole.empty()) return whole;
    for (const std::string& candidate : candidates) {
      if (name.size() >= 5 && candidate.size() >= 4 && differ_in_one(name, candidate) && !differ_in_prefix(name, candidate)) {
        near.push_back(candidate);
      }
    }
  }
  const bool certain = std::all_of(near.begin(), near.end(), [&](const std::string& other) { return is_one_unit(near.front(), other); });
  if (!certain) return {};
  return near.empty() ? std::string() : near.front();
}

bool UnitReader::is_one_unit(const std::string& left, const std::string& right) const {
  UnitPart a, b;
  return read_as(left, a) && read_as(right, b) && a.dimension == b.dimension && a.factor == b.factor && a.offset == b.offset;
}

std::string UnitReader::shortened(std::string_view name) const {
  const std::string_view singular = name.back() == 's' ? name.substr(0, name.size() - 1) : name;
  std::string whole;
  for (const std::string& unit : *counting_) {
    if (singular.size() < 3 || singular.size() >= unit.size() || !differ_in_capitals(singular, std::string_view(unit).substr(0, singular.size()))) continue;
    if (!whole.empty()) return {};
    whole = unit;
  }
  return whole;
}

std::string UnitReader::prefixed_word(std::string_view name) const {
  for (const PrefixRow& prefix : unit_prefixes()) {
    if (!starts_with(name, prefix.code)) continue;
    const auto word = known_unit_words().find(name.substr(prefix.code.size()));
    if (word == known_unit_words().end() || word->first.size() < 4 || word->second->meaning != WordMeaning::ucum) continue;
    const UnitAtom* found = known_unit_atom(word->second->text);
    const bool metric = found != nullptr && found->metric;
    std::string code = std::string(prefix.code).append(word->second->text);
    if (metric && is_readable(code)) return code;
  }
  return {};
}

}  // namespace crit
