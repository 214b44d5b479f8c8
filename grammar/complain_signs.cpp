// Habits of punctuation: quotes, comments, numbers, brackets, operators and names of other languages, and of paper.
#include "characters.hpp"
#include "complaint.hpp"
#include "date.hpp"
#include "utf8.hpp"

namespace crit {

namespace {

struct Foreign {
  std::string_view written;
  std::string_view meant;  // what crit writes; empty: `help` says it all
  std::string_view help;
};
// Longer ones first: `!=` before `!`.
constexpr Foreign foreign_operators[] = {
    {"===", "is", ""},
    {"!==", "is not", ""},
    {"==", "is", ""},
    {"!=", "is not", ""},
    {"<>", "is not", ""},
    {"≠", "is not", ""},
    {"=<", "<=", ""},
    {"=>", ">=", ""},
    {"&&", "and", ""},
    {"||", "or", ""},
    {"&", "and", ""},
    {"!", "not", ""},
    {"=", "is", ""},
    {"−", "-", ""},
    {"–", "-", ""},
    {"—", "-", ""},
    {"×", "*", ""},
    {"·", "*", ""},
    {"÷", "/", ""},
    {"**", "", "write `power(x, 2)`, or the product out: `x * x`"},
    {"^", "", "write `power(x, 2)`, or the product out: `x * x`"},
    {"?", "", "a choice is written `choose { when C : A; otherwise : B }`"},
    {"±", "", "write two comparisons joined by `and`"},
};

}  // namespace

// ---- one habit each ------------------------------------------------------------------------------------------
bool Complaint::invisible() {
  const Character here = state_.at_end(at_) ? Character{} : character_at(state_.text, at_);
  const bool no_width = here.point == 0xAD || (here.point >= 0x200B && here.point <= 0x200D) || here.point == 0x2060 || here.point == 0xFEFF;
  const bool blank = here.point == 0xA0 || (here.point >= 0x2000 && here.point <= 0x200A) || here.point == 0x202F ||
                     here.point == 0x205F || here.point == 0x3000;
  if (!no_width && !blank) return false;
  say(Mistake::unexpected, at_, at_ + here.length, "an invisible character that is not a plain blank stands here",
      no_width ? "remove it; text copied from a PDF or a word processor often has them"
               : "replace it with a blank; text copied from a PDF or a word processor often has them");
  return true;
}

bool Complaint::unclosed_text() {
  if (state_.at(at_) != '"' || state_.text_end(at_) != no_match) return false;
  std::uint32_t end = at_;
  while (!state_.at_end(end) && state_.at(end) != '\n') ++end;
  say(Mistake::unclosed_text, at_, end, "this text is not closed on its line", "close it with `\"`");
  return true;
}

bool Complaint::quotes() {
  static constexpr std::string_view kinds[] = {"“", "”", "„", "«", "‘", "’", "'", "`"};
  for (const std::string_view kind : kinds) {
    if (!state_.starts(at_, kind)) continue;
    // Shown as far as the same sort of quote closes it on the line.
    std::uint32_t end = at_ + static_cast<std::uint32_t>(kind.size());
    const std::uint32_t begin = end;
    std::uint32_t content_end = 0;
    while (!state_.at_end(end) && state_.at(end) != '\n' && content_end == 0) {
      for (const std::string_view close : kinds) {
        if (!state_.starts(end, close)) continue;
        content_end = end;
        end += static_cast<std::uint32_t>(close.size());
        break;
      }
      if (content_end == 0) ++end;
    }
    if (content_end == 0) {
      say(Mistake::foreign_quotes, at_, begin, "a text stands in straight double quotes", "write `\"…\"`");
    } else {
      say(Mistake::foreign_quotes, at_, end, "a text stands in straight double quotes",
          "write `\"" + std::string(state_.cut(begin, content_end)) + "\"`");
    }
    return true;
  }
  return false;
}

bool Complaint::comment() {
  if (!state_.starts(at_, "//") && !state_.starts(at_, "/*")) return false;
  say(Mistake::foreign_comment, at_, at_ + 2, "a comment begins with `#`", "write `# …`; it goes to the line's end");
  return true;
}

bool Complaint::number() {
  if (state_.at(at_) == '.' && is_digit(state_.at(at_ + 1))) {
    std::uint32_t end = at_ + 1;
    if (at_ > 0 && is_digit(state_.at(at_ - 1))) return several_points();
    while (is_digit(state_.at(end))) ++end;
    const std::string written(state_.cut(at_, end));
    say(Mistake::number_form, at_, end, quoted(written) + " has no digit before its point",
        "write `0" + written + "`");
    return true;
  }
  // Where a date is expected: 2020–01–01, with the dashes of a word processor; 2020-1-1; 1/31/2020.
  if (is_digit(state_.at(at_)) && expects("a date such as `2022-09-30`")) {
    std::vector<std::string> parts(1);
    bool foreign_dash = false;
    bool slash = false;
    std::uint32_t end = at_;
    while (!state_.at_end(end)) {
      const Character one = character_at(state_.text, end);
      const bool dash = (one.point >= 0x2010 && one.point <= 0x2014) || one.point == 0x2212;
      const bool sign = dash || one.point == '-' || one.point == '/';
      if (!sign && !is_digit(state_.at(end))) break;
      foreign_dash = foreign_dash || dash;
      slash = slash || one.point == '/';
      if (sign) parts.emplace_back();
      else parts.back() += state_.at(end);
      end += sign ? one.length : 1;
    }
    if (slash) {  // which of them is the month is not to be guessed
      say(Mistake::date_form, at_, end, quoted(state_.cut(at_, end)) + " is not a date", "a date is written year, month, day: 2022-09-30");
      return true;
    }
    if (parts.size() > 1) {
      std::string meant = parts.front();
      for (std::size_t i = 1; i < parts.size(); ++i) meant += (parts[i].size() == 1 ? "-0" : "-") + parts[i];
      say(Mistake::date_form, at_, end, quoted(state_.cut(at_, end)) + " is not a date: " + (foreign_dash ? "its dashes are not hyphens" : "month and day have two digits"),
          parse_date(meant) ? "write " + quoted(meant) : "a date is written year, month, day: 2022-09-30");
      return true;
    }
  }
  // 1 000: a blank inside a number.
  const bool group = at_ > 0 && state_.at(at_ - 1) == ' ' && previous_end_ == at_ - 1 && is_digit(state_.at(at_ - 2)) &&
                     found_.size() == 3 && std::all_of(found_.begin(), found_.end(), is_digit);
  if (group && expects_operator()) {
    std::uint32_t begin = at_ - 1;
    while (begin > 0 && is_digit(state_.at(begin - 1))) --begin;
    say(Mistake::number_form, begin, found_end_, quoted(state_.cut(begin, found_end_)) + " has a blank inside",
        "write " + quoted(std::string(state_.cut(begin, at_ - 1)) + std::string(found_)));
    return true;
  }
  if (is_digit(state_.at(at_)) && expects("a code")) {
    std::uint32_t end = at_;
    while (is_word(state_.at(end)) || state_.at(end) == '-' || (state_.at(end) == '.' && is_word(state_.at(end + 1)))) ++end;
    say(Mistake::unexpected, at_, end, "a code that begins with a digit stands in quotes",
        "write `\"" + std::string(state_.cut(at_, end)) + "\"`");
    return true;
  }
  return false;
}

// 1.2.3, and 31.12.2023.
namespace {
std::string upper_case(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}
}  // namespace

bool Complaint::several_points() {
  std::uint32_t begin = at_;
  std::uint32_t end = at_;
  while (begin > 0 && (is_digit(state_.at(begin - 1)) || state_.at(begin - 1) == '.')) --begin;
  while (is_digit(state_.at(end)) || (state_.at(end) == '.' && is_digit(state_.at(end + 1)))) ++end;
  const std::string_view written = state_.cut(begin, end);
  if (begin > 0 && is_letter(state_.at(begin - 1)) && (begin < 2 || !is_word(state_.at(begin - 2)))) {  // e34.321
    std::string code(state_.cut(begin - 1, end));
    say(Mistake::bad_code, begin - 1, end, quoted(code) + " is not written as a code", "codes begin with a capital letter: " + quoted(upper_case(code)));
    return true;
  }
  const bool date = written.size() >= 8 && written.size() <= 10 && std::count(written.begin(), written.end(), '.') == 2;
  say(date ? Mistake::date_form : Mistake::number_form, begin, end,
      quoted(written) + (date ? " is not a date" : " has more than one point"),
      date ? "a date is written year first: 2022-09-30" : "a number has one point at most; a code with points stands in quotes");
  return true;
}

bool Complaint::bracket() {
  const char here = state_.at(at_);
  if (here == ')' && starred_code()) {  // ever(E11*)
    std::uint32_t begin = previous_end_ - 1;
    while (begin > 0 && (is_word(state_.at(begin - 1)) || state_.at(begin - 1) == '.')) --begin;
    say(Mistake::unexpected, begin, previous_end_, "a code with a star stands by itself");
    return true;
  }
  const bool closes_outer = here == '}' && !state_.openers.empty();
  if ((here == ')' && !expects("`)`")) || here == ']' || (here == '}' && state_.openers.empty())) {
    say(Mistake::stray_close, at_, at_ + 1, quoted(std::string(1, here)) + " closes nothing",
        "leave it out, or open what it closes");
    if (here == '}' && state_.last_closed != no_match) {
      error_.labels.push_back({{state_.last_closed, state_.last_closed + 1}, "everything was closed here"});
    }
    return true;
  }
  const bool parenthesis = expects("`)`") && !state_.openers.empty() && state_.at(state_.openers.back()) == '(';
  const bool ends_here =
      state_.at_end(at_) || closes_outer || state_.item_ahead(at_) ||
      (on_later_line() && (state_.entry_head(at_).colon != no_match || state_.column(at_) <= state_.entry_column));
  if (parenthesis && ends_here) {
    const std::uint32_t opener = state_.openers.back();
    say(Mistake::unclosed, previous_end_, previous_end_, "expected `)`: a `(` is still open");
    error_.labels.push_back({{opener, opener + 1}, "opened here"});
    return true;
  }
  return false;
}

// `30 kg/m^2`, `30 kg/m**2`, `30 kg/m²`, and in facts `bmi : kg/m^2`: the power of a unit.
bool Complaint::unit_power() {
  const std::string_view signs[] = {"^", "**", "²", "³"};
  const auto* sign = std::find_if(std::begin(signs), std::end(signs), [&](std::string_view one) { return state_.starts(at_, one); });
  if (sign == std::end(signs) || at_ == 0 || !is_letter(state_.at(at_ - 1))) return false;
  std::uint32_t begin = at_;
  while (begin > 0 && (is_word(state_.at(begin - 1)) || state_.at(begin - 1) == '/' || state_.at(begin - 1) == '.')) --begin;
  while (begin < at_ && !is_letter(state_.at(begin))) ++begin;  // 30kg/m^2
  std::uint32_t before = begin;
  while (before > 0 && state_.at(before - 1) == ' ') --before;
  const bool of_number = before > 0 && is_digit(state_.at(before - 1));
  if (!of_number && !state_.in_facts) return false;
  std::uint32_t end = at_ + static_cast<std::uint32_t>(sign->size());
  std::string power = *sign == "²" ? "2" : *sign == "³" ? "3" : "";
  while (is_digit(state_.at(end))) power += state_.at(end++);
  if (power.empty()) return false;
  say(Mistake::foreign_operator, begin, end, quoted(state_.cut(begin, end)) + " is no unit: its power stands behind it without a sign",
      "write `" + std::string(state_.cut(begin, at_)) + power + "`");
  return true;
}

bool Complaint::foreign() {
  for (const Foreign& one : foreign_operators) {
    if (!state_.starts(at_, one.written)) continue;
    if (one.written == "=" && at_ > 0 && state_.at(at_ - 1) == '=' && expects_operand()) {
      say(Mistake::foreign_operator, at_ - 1, at_ + 1, "a define has one `=`", "write `=`");
      return true;
    }
    const auto end = at_ + static_cast<std::uint32_t>(one.written.size());
    if (one.written == "=" && expects("`:`") && !expects_operator()) {  // line = commercial | medicaid
      say(Mistake::foreign_operator, at_, end, "crit has no `=` here", "write `:`");
      return true;
    }
    if (one.written == "?" && at_ > 0 && state_.at(at_ - 1) == '"') {
      say(Mistake::foreign_operator, at_, end, "the question mark stands within the quotes");
    } else if (one.meant.empty()) {
      say(Mistake::foreign_operator, at_, end, "crit has no " + quoted(one.written), std::string(one.help));
    } else {
      say(Mistake::foreign_operator, at_, end, "crit has no " + quoted(one.written), "write " + quoted(one.meant));
    }
    return true;
  }
  return false;
}

// `BMI : number`, `body-weight : kg`, `2nd_dose : mg`.
bool Complaint::name_form() {
  const bool hyphen = state_.at(at_) == '-' && at_ == previous_end_ && is_word(state_.at(at_ + 1)) && expects("`:`") && !previous_.empty();
  if (!hyphen && (!expects("a name") || !is_word(state_.at(at_)) || on_later_line() || expects_operand())) return false;
  const std::uint32_t begin = hyphen ? previous_begin_ : at_;
  std::uint32_t end = begin;
  while (is_word(state_.at(end)) || (state_.at(end) == '-' && is_word(state_.at(end + 1)))) ++end;
  if (state_.in_facts && expects("a name")) {  // `Diet program : yes_no`
    std::uint32_t colon = end;
    while (is_word(state_.at(colon)) || is_blank(state_.at(colon)) || state_.at(colon) == '-') ++colon;
    if (state_.at(colon) == ':') end = std::max(end, colon);
    while (is_blank(state_.at(end - 1))) --end;
  }
  std::string meant = one_word(begin, end);
  const bool digit_first = is_digit(meant.front());
  say(Mistake::name_form, begin, end, quoted(state_.cut(begin, end)) + " is not a name",
      digit_first ? "a name begins with a letter: lower-case letters, digits and underscores"
                  : "names are lower-case letters, digits and underscores: " + quoted(meant));
  return true;
}

}  // namespace crit
