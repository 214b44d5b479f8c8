// Habits of writing amounts and codes: units with blanks inside, numbers with an exponent, words behind a unit, a system's name before
// a code.
#include "characters.hpp"
#include "code.hpp"
#include "complaint.hpp"
#include "number.hpp"
#include "systems.hpp"
#include "unit.hpp"

namespace crit {

// `2e-3 mg`, `+5 mg`, `½ mg`
bool Complaint::number_sign() {
  const std::uint32_t begin = word_begin();
  const std::string written(state_.cut(begin, previous_end_));
  if (expects_operator() && !on_later_line() && written.find_first_of("eE") != std::string::npos && Number::is_decimal_text(written)) {
    const std::optional<Number> meant = Number::parse(written);
    say(Mistake::number_form, begin, previous_end_, quoted(written) + " is not a number here", meant ? "write all its digits: `" + meant->to_string() + "`" : "write all its digits");
    return true;
  }
  if (state_.at(at_) == '+' && is_digit(state_.at(at_ + 1)) && expects_operand()) {
    std::uint32_t end = at_ + 1;
    while (is_digit(state_.at(end)) || (state_.at(end) == '.' && is_digit(state_.at(end + 1)))) ++end;
    say(Mistake::number_form, at_, end, quoted(state_.cut(at_, end)) + " has a plus sign", "write " + quoted(state_.cut(at_ + 1, end)));
    return true;
  }
  struct Fraction {
    std::string_view sign;
    std::string_view decimals;
  };
  for (const auto& [sign, decimals] : {Fraction{"½", "0.5"}, Fraction{"¼", "0.25"}, Fraction{"¾", "0.75"}}) {
    if (!state_.starts(at_, sign)) continue;
    say(Mistake::number_form, at_, at_ + static_cast<std::uint32_t>(sign.size()), quoted(sign) + " is a fraction", "write it in decimals: " + quoted(sign) + " is " + quoted(decimals));
    return true;
  }
  return false;
}

// Where what stands before the place began, back to a blank.
std::uint32_t Complaint::word_begin() const {
  std::uint32_t begin = previous_end_;
  while (begin > 0 && !is_blank(state_.at(begin - 1)) && state_.at(begin - 1) != '\n') --begin;
  return begin;
}

// `120 mm Hg`, `m : mL/min/1.73 m2`: one unit with a blank inside.
bool Complaint::spread_unit() {
  if ((!expects_operator() && !expects("a text in double quotes")) || on_later_line()) return false;
  const std::uint32_t begin = word_begin();
  const std::string_view first = state_.cut(begin, previous_end_);
  if (first.empty() || is_digit(first.front()) || first.find_first_of("\"'(){};:") != std::string_view::npos || !parse_unit(first).unit) return false;
  std::uint32_t end = at_;
  constexpr int most_words = 3;
  for (int words = 0; words < most_words; ++words) {
    end = state_.skip_line_blanks(end);
    const std::uint32_t word = end;
    while (!state_.at_end(end) && !is_blank(state_.at(end)) && std::string_view("\n\r;:#)}\"").find(state_.at(end)) == std::string_view::npos) ++end;
    const std::string_view letters = state_.cut(word, end);
    const bool of_unit = letters.size() > 1 || letters == "C" || letters == "F" || letters == "/";
    if (!of_unit || find_keyword(std::string(letters)) || state_.cut(begin, end).find_first_of(" \t\xC2\xE2") == std::string_view::npos) return false;
    const std::string meant = parse_unit(state_.cut(begin, end)).suggestion;
    if (meant.empty() || !parse_unit(meant).unit) continue;
    const bool bare = meant.find_first_of("*#\"") == std::string::npos && (meant[0] > '9' || meant[0] == '%');
    say(Mistake::unexpected, begin, end, "the unit " + quoted(state_.cut(begin, end)) + " is written without blanks", "write " + quoted(bare ? meant : "'" + meant + "'"));
    return true;
  }
  return false;
}

// `loinc "2484-4"`, `ICD10 E11.9`
bool Complaint::coded_by_system() {
  if (!expects_operator() || on_later_line() || system_named(previous_).empty()) return false;
  std::string code(found_);
  if (state_.at(at_) == '"') code = code.size() > 2 ? code.substr(1, code.size() - 2) : "";
  std::uint32_t end = found_end_;
  if (state_.at(at_) != '"') {
    while (is_word(state_.at(end)) || state_.at(end) == '-' || (state_.at(end) == '.' && is_word(state_.at(end + 1)))) ++end;
    code = std::string(state_.cut(at_, end));
  }
  const std::string system = system_named(previous_);
  if (!normalize_code(system, code).code) return false;
  const bool bare = system == "icd10" || system == "hcpcs";
  say(Mistake::unexpected, previous_begin_, end, "a code is written without the name of its system", "write " + quoted(bare ? code : "\"" + code + "\"") + "; the fact is declared with its system");
  return true;
}

// What stands behind a number and its unit, and belongs to it: `5 mg per day`, `5 mg daily`, `38 deg C`, `95th percentile`, `1,5 kg`,
// `5 ㎏`, `5 mg BID`.
bool Complaint::unit_words() {
  if (!expects_operator() || on_later_line()) return false;
  const std::uint32_t unit = word_begin();
  const std::string before(state_.cut(unit, previous_end_));
  std::uint32_t number = unit;
  while (number > 0 && is_blank(state_.at(number - 1))) --number;
  const bool quantity = !before.empty() && (is_digit(before.front()) || (number > 0 && is_digit(state_.at(number - 1))));
  if (!quantity) return false;
  if (state_.at(at_) == ',' && previous_end_ == at_ && is_digit(before.front()) && is_digit(state_.at(at_ + 1))) {
    std::uint32_t end = at_ + 1;
    while (is_digit(state_.at(end))) ++end;
    std::string whole = before;  // `1.000,5` has points between its thousands
    whole.erase(std::remove(whole.begin(), whole.end(), '.'), whole.end());
    say(Mistake::number_form, unit, end, quoted(state_.cut(unit, end)) + " is written without commas",
        "with a decimal comma it is `" + whole + "." + std::string(state_.cut(at_ + 1, end)) + "`; else write the number with all its digits");
    return true;
  }
  std::uint32_t end = at_;
  while (!state_.at_end(end) && !is_blank(state_.at(end)) && std::string_view("\n\r;#)}").find(state_.at(end)) == std::string_view::npos) ++end;
  const std::string word(state_.cut(at_, end));
  const bool glued = is_digit(before.front());
  const std::string behind(state_.word_at(state_.skip_line_blanks(end)));
  std::string help;
  if (word == "percentile" || word == "centile") {
    help = parse_unit(word).help;
  } else if (word == "per" && !glued && parse_unit(before + "/" + behind).unit) {
    help = "write `" + before + "/" + behind + "`";
  } else if (word == "daily" || word == "weekly" || word == "monthly" || word == "yearly") {
    help = "write `" + before + (word == "daily" ? "/d" : word == "weekly" ? "/wk" : word == "monthly" ? "/month" : "/year") + "`";
  } else if (lower_case(word) == "bid" || lower_case(word) == "tid" || lower_case(word) == "qid" || lower_case(word) == "qd") {
    help = "write the amount of a day, as `10 mg/d` for 5 mg twice a day; or give how often its own fact, in `dose/day`";
  } else if ((word == "C" || word == "F") && lower_case(before).starts_with("deg")) {
    help = "write `deg" + word + "`";
  } else if (static_cast<unsigned char>(word.empty() ? 'a' : word.front()) >= 0x80U) {
    const UnitResult meant = parse_unit(glued && is_digit(before.back()) && before == "10" ? "10" + word : word);
    if (!meant.suggestion.empty()) help = "did you mean " + quoted(meant.suggestion) + "?";
    else if (meant.unit && before == "10") help = "a power of ten stands in quotes: `'" + meant.unit->ucum + "'`";
  }
  if (help.empty()) return false;
  say(Mistake::unexpected, at_, end, quoted(word) + " cannot stand behind a number", std::move(help));
  return true;
}

}  // namespace crit
