// Soft keywords, places and brackets. Words, literals and operators are in scan_words.cpp.
#include "characters.hpp"
#include "scan.hpp"

namespace crit::scan {
namespace {

using namespace keyword_flag;  // NOLINT: flags of the keyword table

std::uint32_t past(std::uint32_t place, std::string_view word) {
  return place + static_cast<std::uint32_t>(word.size());
}

// A name that is no operator stands after blanks on this line.
bool name_follows(const ParseState& state, std::uint32_t place) {
  const std::string_view word = state.word_at(state.skip_line_blanks(place));
  return !word.empty() && is_lower(word[0]) && (keyword_flags(word) & (hard | infix | soft_infix)) == 0;
}

// Some word and then one `=`, as in no expression.
bool named_with_equals(const ParseState& state, std::uint32_t place) {
  const std::uint32_t begin = state.skip_line_blanks(place);
  const std::string_view word = state.word_at(begin);
  const std::uint32_t sign = state.skip_line_blanks(past(begin, word));
  return !word.empty() && state.at(sign) == '=' && state.at(sign + 1) != '=';
}

// The word at `place` if it has one of the flags; else they are noted as tried.
std::string_view flagged(ParseState& state, std::uint32_t place, std::uint32_t flags) {
  const std::string_view word = state.word_at(place);
  if ((keyword_flags(word) & flags) != 0) return word;
  state.tried_flags(place, flags);
  return {};
}

}  // namespace

// ---- soft keywords ---------------------------------------------------------------------------------------------
std::uint32_t clause_key(ParseState& state, std::uint32_t place, Key key) {
  const std::uint32_t end = keyword(state, place, key);
  if (end == no_match) return no_match;
  if (state.at(end) == '.' || state.at(end) == '(') {
    if (key != Key::when || state.at(end) == '.') return no_match;  // when (a or b): the parenthesis may touch
  }
  const std::uint32_t next = state.skip_line_blanks(end);
  if (state.at(next) == ':') return no_match;
  const std::string_view word = state.word_at(next);
  if (key == Key::refer) return word == "to" ? end : no_match;
  if (key == Key::give) return name_follows(state, end) || named_with_equals(state, end) ? end : no_match;
  if ((keyword_flags(word) & infix) != 0 || state.comparison_ahead(next)) return no_match;
  const char after = state.at(next);
  return after == '+' || after == '*' || after == '/' ? no_match : end;
}

std::uint32_t review(ParseState& state, std::uint32_t place) {
  const std::uint32_t end = keyword(state, place, Key::review);
  return end != no_match && state.text_begins(state.skip_line_blanks(end)) ? end : no_match;
}

std::uint32_t list_type(ParseState& state, std::uint32_t place) {
  const std::string_view word = flagged(state, place, keyword_flag::list_type);
  if (word.empty()) return no_match;
  const std::uint32_t end = past(place, word);
  const std::uint32_t next = state.skip_line_blanks(end);
  if (word == "code" || word == "codes") {
    return is_letter(state.at(next)) || state.text_begins(next) ? end : no_match;
  }
  const bool brace = state.at(state.skip_wide(end)) == '{';
  return brace || (word == "list" && state.word_at(next) == "of") ? end : no_match;
}

std::uint32_t block(ParseState& state, std::uint32_t place) {
  const std::string_view word = flagged(state, place, keyword_flag::block);
  if (word.empty()) return no_match;
  return state.at(state.skip_wide(past(place, word))) == '{' ? past(place, word) : no_match;
}

std::uint32_t counting_block(ParseState& state, std::uint32_t place) {
  const std::uint32_t end = counting(state, place);
  if (end == no_match) return no_match;
  std::uint32_t next = state.skip_line_blanks(end);
  while (is_digit(state.at(next))) ++next;
  return state.word_at(state.skip_line_blanks(next)) == "of" ? end : no_match;
}

std::uint32_t counting(ParseState& state, std::uint32_t place) {
  const std::string_view word = flagged(state, place, keyword_flag::counting);
  if (word.empty()) return no_match;
  return is_digit(state.at(state.skip_line_blanks(past(place, word)))) ? past(place, word) : no_match;
}

std::uint32_t selector(ParseState& state, std::uint32_t place) {
  const std::string_view word = state.word_at(place);
  const bool has_second = word == "change" || word == "rate" || word == "largest" || word == "days";
  if (!has_second && flagged(state, place, keyword_flag::selector).empty()) return no_match;
  std::uint32_t end = past(place, word);
  const std::uint32_t next = state.skip_line_blanks(end);
  const std::string_view second = state.word_at(next);
  if (word == "change" || word == "rate" || word == "largest") {
    end = past(next, second);
    if (word == "largest") {
      const std::uint32_t third = state.skip_line_blanks(end);
      if (second != "gap" || state.word_at(third) != "in") return no_match;
      end = past(third, "in");
    } else if (second != (word == "change" ? "in" : "of")) {
      return no_match;
    }
    return name_follows(state, end) ? end : no_match;
  }
  if (word == "days") {
    const std::uint32_t third = state.skip_line_blanks(past(next, second));
    if (second != "covered" || state.word_at(third) != "by") return no_match;
    return name_follows(state, past(third, "by")) ? past(third, "by") : no_match;
  }
  if (word == "count" && second == "distinct" && name_follows(state, past(next, second))) return past(next, second);
  return is_blank(state.at(end)) && name_follows(state, end) ? end : no_match;
}

std::uint32_t pair(ParseState& state, std::uint32_t place) {
  const std::uint32_t end = keyword(state, place, Key::pair);
  return end != no_match && state.at(state.skip_line_blanks(end)) == '(' ? end : no_match;
}

std::uint32_t joined(ParseState& state, std::uint32_t place) {
  const std::uint32_t end = keyword(state, place, Key::joined);
  return end != no_match && is_blank(state.at(end)) && name_follows(state, end) ? end : no_match;
}

// `I.A.3` of `I.A.3 is met`.
std::uint32_t judged_name(ParseState& state, std::uint32_t place) {
  const std::uint32_t end = full_name(state, place);
  return end != no_match && state.word_at(state.skip_line_blanks(end)) == "is" ? end : no_match;
}

std::uint32_t verdict_word(ParseState& state, std::uint32_t place) {
  const std::string_view word = state.word_at(place);
  const std::uint32_t end = past(place, word);
  if (word == "met" || word == "unknown") return end;
  if (word != "not") return no_match;
  const std::uint32_t next = state.skip_line_blanks(end);
  const std::string_view second = state.word_at(next);
  return second == "met" || second == "applicable" ? past(next, second) : no_match;
}

std::uint32_t meets(ParseState& state, std::uint32_t place) {
  const std::uint32_t end = keyword(state, place, Key::meets);
  if (end == no_match || !is_blank(state.at(end))) return no_match;
  const std::uint32_t next = state.skip_line_blanks(end);
  const std::string_view word = state.word_at(next);
  if ((keyword_flags(word) & (hard | infix)) != 0) return no_match;
  return is_digit(state.at(next)) || !word.empty() ? end : no_match;
}

std::uint32_t asked(ParseState& state, std::uint32_t place) {
  const std::uint32_t end = keyword(state, place, Key::asked);
  return end != no_match && state.text_begins(state.skip_line_blanks(end)) ? end : no_match;
}

std::uint32_t calendar_window(ParseState& state, std::uint32_t place) {
  if (state.word_at(place) != "in" || !state.window_ahead(place)) return no_match;
  const std::uint32_t unit = state.skip_line_blanks(place + 2);
  return past(state.skip_line_blanks(past(unit, state.word_at(unit))), "of");
}

std::uint32_t state_window(ParseState& state, std::uint32_t place) {
  const std::string_view word = state.word_at(place);
  if (word != "active" && word != "started" && word != "ended") {
    state.tried(place, Key::active);
    state.tried(place, Key::started);
    state.tried(place, Key::ended);
    return no_match;
  }
  const std::uint32_t next = state.skip_line_blanks(past(place, word));
  return state.word_at(next) == "within" ? past(next, "within") : no_match;
}

std::uint32_t last(ParseState& state, std::uint32_t place) {
  const std::uint32_t end = keyword(state, place, Key::last);
  return end != no_match && is_blank(state.at(end)) && state.operand_follows(end) ? end : no_match;
}

// ---- places ----------------------------------------------------------------------------------------------------
// After an operator at a line's end the next line may be the next entry, not the operand: `a and` / `4: b`.
std::uint32_t operand_here(ParseState& state, std::uint32_t place) {
  state.tried_flags(place, operand);
  if (state.colon_ends || place == state.entry_start || !state.first_on_line(place)) return place;
  return state.entry_head(place).colon == no_match ? place : no_match;
}

std::uint32_t digit_here(ParseState& state, std::uint32_t place) {
  return is_digit(state.at(place)) ? place : no_match;
}

// Those that are not there were noted by operand_here.
std::uint32_t operand_word_here(ParseState& state, std::uint32_t place) {
  return (keyword_flags(state.word_at(place)) & operand) != 0 ? place : no_match;
}

std::uint32_t window_here(ParseState& state, std::uint32_t place) {
  return state.word_at(place) == "in" || !flagged(state, place, window).empty() ? place : no_match;
}

std::uint32_t entry_head(ParseState& state, std::uint32_t place) {
  return state.entry_head(place).colon != no_match ? place : no_match;
}

// What would follow a where or has belongs to its body, and there it was refused: one comparison, or parentheses.
std::uint32_t after_query(ParseState& state, std::uint32_t place) {
  if (!state.comparison_ahead(place) && !state.window_ahead(place)) return place;
  state.furthest = place;
  state.expected = {"an operator"};
  throw state.complain(place);
}

std::uint32_t entry_end(ParseState& state, std::uint32_t place) {
  if (state.at_end(place)) return place;
  const char here = state.at(place);
  if (here == '}' || state.unclosed_at(place)) return place;
  return here == '\n' || here == ';' ? state.separators(place) : no_match;
}

std::uint32_t entries_go_on(ParseState& state, std::uint32_t place) {
  return state.at_end(place) || state.at(place) == '}' || state.item_ahead(place) ||
                 (state.in_block && state.clause_ahead(place))
             ? no_match
             : place;
}

std::uint32_t items_go_on(ParseState& state, std::uint32_t place) { return state.at_end(place) ? no_match : place; }

std::uint32_t entry_begins(ParseState& state, std::uint32_t place) {
  state.entry_start = place;
  state.entry_column = state.column(place);
  return place;
}

std::uint32_t item_begins(ParseState& state, std::uint32_t place) {
  state.suspect = no_match;
  return entry_begins(state, place);
}

// ---- brackets --------------------------------------------------------------------------------------------------
std::uint32_t open_brace(ParseState& state, std::uint32_t place) {
  if (state.at(place) != '{') return no_match;
  state.openers.push_back(place);
  return place + 1;
}

std::uint32_t close_brace(ParseState& state, std::uint32_t place) {
  if (state.at(place) == '}') {
    const std::uint32_t opener = state.openers.back();
    // A `}` on its own line that stands further left than the line of its `{` was probably meant for an outer one.
    if (state.suspect == no_match && state.first_on_line(place) && state.column(place) < state.indentation(opener)) {
      state.suspect = opener;
    }
    state.last_closed = place;
    return place + 1;
  }
  if (state.at_end(place) || state.item_ahead(place) || (state.in_block && state.clause_ahead(place))) {
    state.report_unclosed(place);
    return place;
  }
  return no_match;
}

std::uint32_t open_paren(ParseState& state, std::uint32_t place) {
  if (state.at(place) != '(') return no_match;
  state.openers.push_back(place);
  return place + 1;
}

std::uint32_t close_paren(ParseState& state, std::uint32_t place) {
  return state.at(place) == ')' ? place + 1 : no_match;
}

}  // namespace crit::scan
