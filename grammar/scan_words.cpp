// Words, literals and operators. Places and soft keywords are in scan_places.cpp.
#include "characters.hpp"
#include "code.hpp"
#include "scan.hpp"
#include "unit.hpp"

namespace crit::scan {
namespace {

using namespace keyword_flag;  // NOLINT: flags of the keyword table

[[noreturn]] void fail(Mistake mistake, Span span, std::string message, std::string help) {
  throw SyntaxError{mistake, span, span.begin, std::move(message), {}, {std::move(help)}};
}

std::uint32_t digits(const ParseState& state, std::uint32_t place) {
  while (is_digit(state.at(place))) ++place;
  return place;
}

// `year` and so on, singular or plural; empty when the word is none.
bool is_duration_word(std::string_view word) {
  return word == "year" || word == "years" || word == "month" || word == "months" || word == "week" ||
         word == "weeks" || word == "day" || word == "days";
}

bool begins_unit(const ParseState& state, std::uint32_t place) {
  const char c = state.at(place);
  return is_letter(c) || c == '%' || c == '[' || state.starts(place, "µ") || state.starts(place, "μ") ||
         state.starts(place, "°");
}

// `/{HPF}`, `/{cells}`: a remark, or a field of the microscope, right behind a `/`.
bool begins_annotation(const ParseState& state, std::uint32_t place) {
  if (state.at(place) != '{') return false;
  std::uint32_t end = place + 1;
  while (is_word(state.at(end))) ++end;
  return end > place + 1 && state.at(end) == '}';
}

// What clearances are normalized to: the one number that people write inside a unit, as in mL/min/1.73m2.
constexpr std::string_view body_surface = "1.73m2";

// The end of a unit written bare, as far as UCUM's characters go.
std::uint32_t bare_unit(const ParseState& state, std::uint32_t place) {
  std::uint32_t i = place;
  int parens = 0;
  while (!state.at_end(i)) {
    const char c = state.at(i);
    const char next = state.at(i + 1);
    if (is_word(c) || c == '%') {
      ++i;
    } else if (state.starts(i, "µ") || state.starts(i, "μ") || state.starts(i, "°")) {
      i += 2;
    } else if ((c == '/' || c == '.') && (begins_unit(state, i + 1) || (c == '/' && (next == '(' || begins_annotation(state, i + 1))))) {
      ++i;
    } else if (c == '/' && state.starts(i + 1, body_surface)) {
      i += 1 + static_cast<std::uint32_t>(body_surface.size());
    } else if (c == '-' && is_digit(next) && i > place && is_letter(state.at(i - 1))) {
      ++i;  // an exponent: s-1
    } else if (c == '(' && i > place && state.at(i - 1) == '/') {
      ++parens;
      ++i;
    } else if (c == ')' && parens > 0) {
      --parens;
      ++i;
    } else if (c == '[' || (c == '{' && i > place)) {
      const char close = c == '[' ? ']' : '}';
      std::uint32_t end = i + 1;
      while (is_word(state.at(end)) || state.at(end) == '\'' || state.at(end) == '.' || state.at(end) == ':') ++end;
      if (state.at(end) != close) break;
      i = end + 1;
    } else {
      break;
    }
  }
  return i;
}

// `'10*3/uL'`. An apostrophe in brackets (`'[arb'U]/mL'`), or right before the last one (`'''`), is UCUM's own.
std::uint32_t quoted_unit(const ParseState& state, std::uint32_t place) {
  if (state.at(place) != '\'') return no_match;
  std::uint32_t i = place + 1;
  for (; !state.at_end(i) && state.at(i) != '\n'; ++i) {
    if (state.at(i) == '[') {
      std::uint32_t close = i + 1;
      while (state.at(close) > ' ' && state.at(close) != ']') ++close;
      if (state.at(close) == ']') i = close;
    }
    if (state.at(i) == '\'' && state.at(i + 1) != '\'') break;
  }
  return state.at(i) == '\'' && i > place + 1 ? i + 1 : no_match;
}

}  // namespace

std::uint32_t keyword(ParseState& state, std::uint32_t place, Key key) {
  const std::string_view word = state.word_at(place);
  if (word == keyword_text(key)) return place + static_cast<std::uint32_t>(word.size());
  state.tried(place, key);
  return no_match;
}

std::uint32_t keyword_of(ParseState& state, std::uint32_t place, std::uint32_t flags) {
  const std::string_view word = state.word_at(place);
  if ((keyword_flags(word) & flags) != 0) return place + static_cast<std::uint32_t>(word.size());
  state.tried_flags(place, flags);
  return no_match;
}

// ---- words and literals ----------------------------------------------------------------------------------------
std::uint32_t name(ParseState& state, std::uint32_t place) {
  const std::string_view first = state.word_at(place);
  if (first.empty() || !is_lower(first[0]) || is_hard_keyword(first)) return no_match;
  auto end = place + static_cast<std::uint32_t>(first.size());
  while (state.at(end) == '.') {
    const std::string_view next = state.word_at(end + 1);
    if (next.empty()) break;
    end += 1 + static_cast<std::uint32_t>(next.size());
  }
  return end;
}

std::uint32_t word(ParseState& state, std::uint32_t place) {
  const std::string_view found = state.word_at(place);
  if (found.empty() || is_hard_keyword(found)) return no_match;
  return place + static_cast<std::uint32_t>(found.size());
}

std::uint32_t call_name(ParseState& state, std::uint32_t place) {
  const std::uint32_t end = name(state, place);
  return end != no_match && state.at(end) == '(' ? end : no_match;
}

std::uint32_t output(ParseState& state, std::uint32_t place) {
  const std::string_view word = state.at(place) == '.' ? state.word_at(place + 1) : std::string_view();
  return word.empty() ? no_match : place + 1 + static_cast<std::uint32_t>(word.size());
}

std::uint32_t arrow(ParseState& state, std::uint32_t place) {
  if (state.starts(place, "→")) return place + 3;
  return state.starts(place, "->") ? place + 2 : no_match;
}

std::uint32_t dots(ParseState& state, std::uint32_t place) {
  if (!state.starts(place, "..")) return no_match;
  // `10 ..< 20` is another language's way to leave the end out.
  if (state.at(place + 2) == '<' || state.at(place + 2) == '=' || state.at(place + 2) == '.') {
    fail(Mistake::foreign_operator, {place, place + 3}, "a range is written with two points, and both its ends are in it",
         "where an end is not in it write `>= 10 kg and < 20 kg`");
  }
  return place + 2;
}

std::uint32_t item_name(ParseState& state, std::uint32_t place) {
  const std::uint32_t end = name(state, place);
  return end != no_match && state.word_at(state.skip_line_blanks(end)) == "of" ? end : no_match;
}

std::uint32_t text(ParseState& state, std::uint32_t place) {
  if (!state.text_begins(place)) return no_match;
  const std::uint32_t end = state.text_end(place);
  const bool straight = state.at(place) == '"';
  if (end != no_match && !straight) state.report_quotes(place, end);
  if (end != no_match || !straight) return end;
  std::uint32_t line_end = place;
  while (!state.at_end(line_end) && state.at(line_end) != '\n') ++line_end;
  while (line_end > place + 1 && is_blank(state.at(line_end - 1))) --line_end;
  const std::string_view line = state.cut(place + 1, line_end);
  if (const std::size_t curly = std::min(line.find("”"), line.find("“")); curly != std::string_view::npos) {
    const auto close = place + 1 + static_cast<std::uint32_t>(curly);
    fail(Mistake::unclosed_text, {place, close + static_cast<std::uint32_t>(std::string_view("”").size())}, "the quote that ends this text is not a straight one", "write `\"" + std::string(line.substr(0, curly)) + "\"`");
  }
  fail(Mistake::unclosed_text, {place, line_end}, "this text is not closed on its line",
       "close it with `\"`; a line break inside a text is written `\\n`");
}

std::uint32_t label(ParseState& state, std::uint32_t place) {
  const Span found = state.entry_head(place).label;
  return found.begin == found.end ? no_match : found.end;
}

std::uint32_t outline(ParseState& state, std::uint32_t place) {
  std::uint32_t end = place;
  for (;;) {
    const std::uint32_t begin = end;
    while (is_letter(state.at(end)) || is_digit(state.at(end))) ++end;
    if (end == begin) return no_match;
    if (state.at(end) != '.' || !(is_letter(state.at(end + 1)) || is_digit(state.at(end + 1)))) break;
    ++end;
  }
  return state.at(end) == '_' ? no_match : end;
}

std::uint32_t full_name(ParseState& state, std::uint32_t place) {
  std::uint32_t end = outline(state, place);
  while (end != no_match && state.at(end) == '[') {
    std::uint32_t next = end + 1;
    while (is_digit(state.at(next))) ++next;
    if (next == end + 1 || state.at(next) != ']') break;
    end = next + 1;
    if (state.at(end) != '.') continue;
    const std::uint32_t below = outline(state, end + 1);
    if (below == no_match) break;
    end = below;
  }
  return end;
}

std::uint32_t code(ParseState& state, std::uint32_t place) {
  if (!is_upper(state.at(place))) return no_match;
  const std::uint32_t end = outline(state, place);
  if (end != no_match) return end;
  // An upper-case word with an underscore is neither a code nor a name.
  std::uint32_t stop = place;
  while (is_word(state.at(stop)) || (state.at(stop) == '.' && is_word(state.at(stop + 1)))) ++stop;
  std::string lower(state.cut(place, stop));
  for (char& c : lower) {
    if (is_upper(c)) c = static_cast<char>(c - 'A' + 'a');
  }
  if (keyword_flags(lower) != 0) {
    fail(Mistake::capital_keyword, {place, stop}, "keywords are lower-case", "write `" + lower + "`");
  }
  fail(Mistake::name_form, {place, stop}, "`" + std::string(state.cut(place, stop)) + "` is neither a name nor a code",
       "names are lower-case: `" + lower + "`");
}

std::uint32_t date(ParseState& state, std::uint32_t place) {
  if (digits(state, place) != place + 4 || state.at(place + 4) != '-') return no_match;
  if (digits(state, place + 5) != place + 7) return no_match;
  std::uint32_t end = place + 7;
  if (state.at(end) == '-' && digits(state, end + 1) == end + 3) end += 3;
  return is_word(state.at(end)) || (state.at(end) == '-' && is_digit(state.at(end + 1))) ? no_match : end;
}

std::uint32_t duration(ParseState& state, std::uint32_t place) {
  std::uint32_t end = no_match;
  std::uint32_t next = place;
  while (is_digit(state.at(next))) {
    const std::uint32_t number_end = digits(state, next);
    const std::uint32_t word_begin = state.at(number_end) == ' ' ? number_end + 1 : number_end;
    const std::string_view unit_word = state.word_at(word_begin);
    const std::uint32_t word_end = word_begin + static_cast<std::uint32_t>(unit_word.size());
    // With more of a unit behind it (days/week) it is a number with a unit.
    if (!is_duration_word(unit_word) || bare_unit(state, word_begin) != word_end) break;
    end = word_end;
    next = state.skip_line_blanks(end);
    if (next == end) break;
  }
  return end;
}

std::uint32_t number(ParseState& state, std::uint32_t place) {
  if (!is_digit(state.at(place))) return no_match;
  std::uint32_t end = digits(state, place);
  const auto shown = [&](std::uint32_t to) { return "`" + std::string(state.cut(place, to)) + "`"; };
  if (state.at(end) == ',' && end - place <= 3) {
    std::uint32_t stop = end;
    while (state.at(stop) == ',' && digits(state, stop + 1) == stop + 4) stop += 4;
    if (stop > end && !is_word(state.at(stop))) {
      if (state.at(stop) == '.' && is_digit(state.at(stop + 1))) stop = digits(state, stop + 1);
      std::string readings;
      for (const std::string& reading : comma_readings(state.cut(place, stop))) readings += (readings.empty() ? "`" : " or `") + reading + "`";
      fail(Mistake::number_form, {place, stop}, shown(stop) + " is written without commas",
           "write " + readings + (readings.find(" or ") == std::string::npos ? "" : ", whichever is meant") + "; for several numbers put a blank after the comma");
    }
  }
  if (state.at(end) == '.' && is_digit(state.at(end + 1))) {
    end = digits(state, end + 1);
  } else if (state.at(end) == '.' && place == state.entry_start && is_blank(state.at(end + 1))) {
    fail(Mistake::missing_colon, {place, end + 1}, shown(end + 1) + " is not a label",
         "a label has a `:` after it instead of a point: `" + std::string(state.cut(place, end)) + ": …`");
  } else if (state.at(end) == '.' && !is_letter(state.at(end + 1)) && state.at(end + 1) != '.') {
    fail(Mistake::number_form, {place, end + 1}, shown(end + 1) + " has no digits after its point",
         "write " + shown(end) + " or `" + std::string(state.cut(place, end)) + ".0`");
  }
  if (state.at(end) == '-' && is_digit(state.at(end + 1))) {
    std::uint32_t stop = end;
    while (is_digit(state.at(stop)) || (state.at(stop) == '-' && is_digit(state.at(stop + 1)))) ++stop;
    const std::string written(state.cut(place, stop));
    if (stop == end + 2 && normalize_code("loinc", written).code) {
      fail(Mistake::bad_code, {place, stop}, shown(stop) + " is a code, and stands in quotes",
           "write `\"" + written + "\"`; " + (end - place == 4 ? "a month is written `2022-09`, and " : "") + "a subtraction has blanks round its `-`");
    }
    if (end - place == 4 && !is_word(state.at(stop))) {
      fail(Mistake::date_form, {place, stop}, shown(stop) + " is not a date",
           "a date is written 2022-09-30, a month 2022-09; a subtraction has blanks round its `-`");
    }
    fail(Mistake::number_form, {place, stop}, shown(stop) + " can be read in more than one way",
         "put blanks round the `-` to subtract; write a range as two comparisons, and a code as a text in quotes");
  }
  if (state.at(end) == '/' && is_digit(state.at(end + 1))) {
    const std::uint32_t second = digits(state, end + 1);
    if (state.at(second) == '/' && digits(state, second + 1) - second >= 3) {
      const std::uint32_t stop = digits(state, second + 1);
      fail(Mistake::date_form, {place, stop}, shown(stop) + " is not a date",
           "a date is written year first: 2022-09-30");
    }
  }
  return end;
}

std::uint32_t whole_number(ParseState& state, std::uint32_t place) {
  const std::uint32_t end = digits(state, place);
  return end == place || state.at(end) == '.' || is_word(state.at(end)) ? no_match : end;
}

std::uint32_t unit_gap(ParseState& state, std::uint32_t place) {
  const std::uint32_t begin = is_blank(state.at(place)) ? place + 1 : place;
  if (state.at(begin) == '\'') return quoted_unit(state, begin) != no_match ? begin : no_match;
  if (state.at(begin) == '/') return begins_unit(state, begin + 1) || begins_annotation(state, begin + 1) ? begin : no_match;
  if (!begins_unit(state, begin)) return no_match;
  const std::string_view word = state.word_at(begin);
  if ((keyword_flags(word) & (hard | infix | soft_infix | never_unit)) != 0) return no_match;
  // 90 AND is no unit: a capital keyword gets its own message where the operator is expected.
  if (word == "AND" || word == "OR" || word == "THEN" || word == "NOT" || word == "IN") return no_match;
  return begin;
}

std::uint32_t unit(ParseState& state, std::uint32_t place) {
  const std::uint32_t quoted = quoted_unit(state, place);
  if (quoted != no_match) return quoted;
  if (state.at(place) == '/' && (begins_unit(state, place + 1) || begins_annotation(state, place + 1))) return bare_unit(state, place);
  return begins_unit(state, place) ? bare_unit(state, place) : no_match;
}

std::uint32_t type_word(ParseState& state, std::uint32_t place) {
  if (is_hard_keyword(state.word_at(place))) return no_match;
  // On a later line before a `:` it is the next fact's name, not this one's type.
  if (state.first_on_line(place) && state.entry_head(place).colon != no_match) return no_match;
  return unit(state, place);
}

// ---- operators -------------------------------------------------------------------------------------------------
std::uint32_t order_op(ParseState& state, std::uint32_t place) {
  if (state.starts(place, "≤") || state.starts(place, "≥")) return place + 3;
  const char first = state.at(place);
  if (first != '<' && first != '>') return no_match;
  if (state.at(place + 1) == '=') return place + 2;
  return state.at(place + 1) == '>' && first == '<' ? no_match : place + 1;  // <> is of another language
}

std::uint32_t compare_op(ParseState& state, std::uint32_t place) {
  if (state.word_at(place) == "is") {
    const std::uint32_t next = state.skip_line_blanks(place + 2);
    return state.word_at(next) == "not" ? next + 3 : place + 2;
  }
  state.tried(place, Key::is);
  return order_op(state, place);
}

std::uint32_t member_op(ParseState& state, std::uint32_t place) {
  const std::string_view word = state.word_at(place);
  if (word == "in" || word == "includes" || word == "contains") return place + static_cast<std::uint32_t>(word.size());
  state.tried(place, Key::in);
  state.tried(place, Key::includes);
  state.tried(place, Key::contains);
  if (word != "not") return no_match;
  const std::uint32_t next = state.skip_line_blanks(place + 3);
  return state.word_at(next) == "in" ? next + 2 : no_match;
}

std::uint32_t sum_op(ParseState& state, std::uint32_t place) {
  return state.at(place) == '+' || state.at(place) == '-' ? place + 1 : no_match;
}

std::uint32_t product_op(ParseState& state, std::uint32_t place) {
  const char next = state.at(place + 1);
  if (state.at(place) == '*') return next == '*' ? no_match : place + 1;
  return state.at(place) == '/' && next != '/' && next != '*' ? place + 1 : no_match;
}

std::uint32_t minus(ParseState& state, std::uint32_t place) { return state.at(place) == '-' ? place + 1 : no_match; }

}  // namespace crit::scan
