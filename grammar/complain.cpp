#include "complaint.hpp"

#include "characters.hpp"
#include "utf8.hpp"

namespace crit {

using namespace keyword_flag;  // NOLINT: flags of the keyword table

namespace {

// "A, B or C".
std::string joined(const std::vector<std::string>& parts) {
  std::string made;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) made += i + 1 == parts.size() ? " or " : ", ";
    made += parts[i];
  }
  return made;
}

}  // namespace

std::string lower_case(std::string_view word) {
  std::string made(word);
  for (char& c : made) {
    if (is_upper(c)) c = static_cast<char>(c - 'A' + 'a');
  }
  return made;
}

Complaint::Complaint(const ParseState& state, std::uint32_t place) : state_(state), at_(place) {
  error_.at = place;
  previous_end_ = state.token_end(place);
  previous_begin_ = previous_end_;
  while (previous_begin_ > 0 && is_word(state.at(previous_begin_ - 1))) --previous_begin_;
  previous_ = state.cut(previous_begin_, previous_end_);
  measure_found();
}

SyntaxError Complaint::made() {
  if (!(facts_for_policy() || invisible() || unclosed_text() || section_without_label() || quotes() || comment() || bullet() || unquoted_label() || expectation() ||
        unquoted_test() || clause_sign() || module_path() || quoted_word() || row_text() || billed_set() || effective_words() || printed_label() || common_head() ||
        unquoted_question() || unit_power() || number_sign() || number() || bracket() || capital() || unit_words() || spread_unit() || coded_by_system() || half_comparison() ||
        comparison_words() || both_words() || documented_words() || compared_by_sign() || count_words() || foreign_word() || wording() || foreign() || after_documented_by() ||
        chained() || window() || bare_list() || days_covered() || missing_then() || two_words() || reserved() || clause_on_line() || fact_head() || missing_colon() || misspelt() ||
        name_form())) {
    general();
  }
  return std::move(error_);
}

void Complaint::say(Mistake mistake, std::uint32_t begin, std::uint32_t end, std::string message, std::string help) {
  error_.mistake = mistake;
  error_.span = {begin, end};
  error_.message = std::move(message);
  if (!help.empty()) error_.help.push_back(std::move(help));
}

// The token where reading stopped: a word, a text's beginning, a number, or one character.
void Complaint::measure_found() {
  found_end_ = at_;
  if (state_.at_end(at_)) return;
  if (is_word(state_.at(at_))) {
    while (is_word(state_.at(found_end_)) || (state_.at(found_end_) == '.' && is_word(state_.at(found_end_ + 1)))) {
      ++found_end_;
    }
  } else if (state_.at(at_) == '"') {
    const std::uint32_t end = state_.text_end(at_);
    found_end_ = end == no_match ? at_ + 1 : end;
  } else if (state_.comparison_ahead(at_) && state_.at(at_ + 1) == '=') {
    found_end_ = at_ + 2;
  } else {
    found_end_ = at_ + std::max(1U, character_at(state_.text, at_).length);
  }
  found_ = state_.cut(at_, found_end_);
  found_word_ = state_.word_at(at_);
}

bool Complaint::on_later_line() const {
  return at_ != state_.entry_start && state_.cut(previous_end_, at_).find('\n') != std::string_view::npos;
}

std::string Complaint::found_text() const {
  if (state_.at_end(at_)) return state_.is_part ? "the end of the cell" : state_.is_typed ? "the end of the line" : "the end of the file";
  if (found_ == "\n" || found_ == "\r") return "the end of the line";
  constexpr std::size_t longest = 24;
  if (found_.size() <= longest) return quoted(found_);
  std::size_t cut = longest;
  while (cut > 0 && (static_cast<unsigned char>(found_[cut]) & 0xC0U) == 0x80U) --cut;
  return quoted(std::string(found_.substr(0, cut)) + "…");
}

// The word before `place` on its line.
std::string_view Complaint::word_before(std::uint32_t place) const {
  const std::uint32_t end = state_.token_end(place);
  std::uint32_t begin = end;
  while (begin > 0 && is_word(state_.at(begin - 1))) --begin;
  return state_.cut(begin, end);
}

bool Complaint::habit(char here) {
  const auto advise = [&](std::string help) {
    error_.help.push_back(std::move(help));
    return true;
  };
  const bool in_type = expects("a text in double quotes") && expects("the end of the line");
  const std::uint32_t next_name = state_.skip_line_blanks(at_ + 1);
  const std::uint32_t behind_name = next_name + static_cast<std::uint32_t>(state_.word_at(next_name).size());
  if (in_type && here == ',' && behind_name > next_name && state_.at(state_.skip_line_blanks(behind_name)) == ':') {
    return advise("facts stand on lines of their own, or are set apart by `;`");
  }
  if (in_type && here == ',') return advise("alternatives are joined by `|`: `open | closed`");
  if (in_type && previous_ == "number") return advise("a quantity is declared by its unit alone: `: " + std::string(found_) + "`");
  if (in_type && found_word_ == "of") return advise("write `" + std::string(previous_) + " { value : cm }`, with a name for each value of an item");
  if (expects("a type") && is_digit(here)) {
    std::uint32_t next = at_;
    while (is_digit(state_.at(next))) ++next;
    if (state_.at(state_.skip_line_blanks(next)) == '|')
      return advise("alternatives begin with a letter: `stage_1 | stage_2`; what is counted is a `number`");
  }
  if (expects("a type") && is_digit(here)) return advise("a unit that begins with a digit stands in single quotes: `'10*3/uL'`");
  if (expects("a type") && here == '"') {
    if (state_.at(state_.skip_line_blanks(found_end_)) == '|') return advise("types and alternatives stand without quotes");
    return advise("the type comes first, without quotes, and then the description: `yes_no \"…\"`");
  }
  if (!expects_operator() && (previous_ == "has" || previous_ == "where") && state_.comparison_ahead(at_)) {
    return advise("name the field first: `" + std::string(previous_) + " FIELD " + std::string(found_) + " …`");
  }
  if (previous_ == "approve" && expects("the end of the line")) {
    return advise("write `approve until DATE`, as in `approve until as_of + 6 months`");
  }
  if (!expects_operator()) return false;
  if (here == ',' && state_.entry_head(at_ + 1).colon == no_match && previous_ != "in") {
    return advise("entries stand on lines of their own, or are set apart by `;`; several values stand in braces: `x in { a, b }`");
  }
  if (here == ',') return advise("entries stand on lines of their own, or are set apart by `;`");
  if (here == '.' && state_.at(at_ + 1) == '.') return advise("a range is two comparisons: `x >= 12 and x <= 18`");
  if (here == ':') return advise("an entry has one label, and one `:` behind it");
  if (here == '{') return advise("a block is `all_of { … }`, `any_of { … }` or `none_of { … }`");
  const std::string_view selector = word_before(previous_begin_);
  if (!found_word_.empty() && !previous_.empty() && (keyword_flags(selector) & (keyword_flag::selector | quantifier)) != 0) {
    return advise("a condition of an item stands after `has`: `" + std::string(selector) + " " + std::string(previous_) +
                  " has " + std::string(found_) + " …`");
  }
  return false;
}

// `diagnosis includes J45*`: read as a product that lacks its second factor.
bool Complaint::starred_code() {
  if (!expects_operand() || previous_end_ < 2 || state_.at(previous_end_ - 1) != '*') return false;
  std::uint32_t begin = previous_end_ - 1;
  while (begin > 0 && (is_word(state_.at(begin - 1)) || state_.at(begin - 1) == '.')) --begin;
  if (!is_upper(state_.at(begin))) return false;
  error_.help.push_back("a code with a star stands in braces: `{ " + std::string(state_.cut(begin, previous_end_)) + " }`");
  return true;
}

// Advice to the general message: what was meant at this place is plain from what stands round it.
void Complaint::advise_by_place(const std::vector<std::string>& wanted, bool later) {
  const auto advise = [&](bool applies, const std::string& help) {
    if (applies) error_.help.push_back(help);
  };
  const char here = state_.at(at_);
  const std::string before(previous_);
  const bool line_ends = expects("the end of the line");
  const bool only_line_ends = wanted.size() == 1 && wanted[0] == "the end of the line";
  const bool of_action = state_.word_at(state_.entry_start) == "action" && line_ends && !later;
  const bool in_braces = expects("`}`");
  advise(expects("`as`, `because`, `until`, `to`, `needs` or `give`") && found_word_ == "for",
         "a fact that is asked for: `expect pend needs FACT`");
  advise(of_action, "what is done only under a condition: `action \"…\" when CONDITION`");
  advise(!of_action && here == ',' && only_line_ends, "what follows stands on a line of its own, without a comma");
  advise(later && wanted.size() == 1 && wanted[0] == "`{`",
         "write `{` at the end of this line, and `}` behind all that belongs to it");
  const bool clause = (keyword_flags(found_word_) & text_clause) != 0 || found_word_ == "expect" || found_word_ == "facts" ||
                      found_word_ == "as_of" || found_word_ == "status" || found_word_ == "effective";
  advise(clause && line_ends && !expects_operator() && !later, "clauses stand on lines of their own, or are set apart by `;`");
  std::uint32_t line = at_;
  while (line > 0 && state_.at(line - 1) != '\n') --line;
  const bool of_section = (keyword_flags(state_.word_at(state_.skip_line_blanks(line))) & section) != 0;
  advise(of_section && is_letter(here) && expects("a text in double quotes") && expects("`{`"),
         "a title stands in double quotes; an exclusion's category behind `as`: `exclusion II \"…\" as not_covered {`");
  advise(state_.word_at(state_.skip_line_blanks(line)) == "policy" && here == '"' && expects("`{`"),
         "the title stands in the block: `{ title " + std::string(found_) + "; … }`");
  advise(in_braces && (found_word_ == "or" || found_word_ == "and"),
         "values in braces are set apart by commas: `{ a, b }`");
  if (in_braces && (here == '-' || state_.starts(at_, "–") || found_word_ == "to" || found_word_ == "through") && !before.empty() && is_digit(before.back())) {
    std::uint32_t first = previous_end_;
    while (first > 0 && (is_word(state_.at(first - 1)) || state_.at(first - 1) == '.')) --first;
    const std::uint32_t second = state_.skip_line_blanks(found_end_);
    std::uint32_t end = second;
    while (is_word(state_.at(end)) || state_.at(end) == '.') ++end;
    const bool by_word = !found_word_.empty();  // `{ E34.3 to 2022-09-30 }` is none
    advise(is_upper(state_.at(first)) && (!by_word || is_upper(state_.at(second))), "a range of codes is written `" + std::string(state_.cut(first, previous_end_)) + ".." + (is_upper(state_.at(second)) ? std::string(state_.cut(second, end)) : "LAST") + "`");
  }
  advise(in_braces && here == '.' && state_.at(at_ + 1) == '*',
         "a category and all under it is written without the point: `" + before + "*`");
  advise(!later && is_letter(here) && word_before(previous_begin_) == "documented_by",
         "a kind of source is one word: `" + before + "_" + std::string(found_word_) + "`");
  advise(here == '"' && state_.in_facts && line_ends, "a fact has one text: its description");
}

void Complaint::general() {
  std::vector<std::string> wanted;
  if (state_.furthest == at_) wanted.assign(state_.expected.begin(), state_.expected.end());
  // Inside parentheses an entry cannot end; there the closing one stands for it.
  const auto drop = [&](std::string_view label) {
    wanted.erase(std::remove(wanted.begin(), wanted.end(), label), wanted.end());
  };
  if (expects("`)`")) drop("the end of the line");
  // What is one of many operands is not named beside them.
  if (expects_operand() || expects("a category such as `not_covered`") ||
      expects("a coding system such as `icd10`")) {
    for (const char* one : {"a text in double quotes", "a name", "`(`", "`{`"}) drop(one);
  }
  const bool later = on_later_line() || found_ == "\n" || found_ == "\r" || state_.at_end(at_);
  std::string found = found_text();
  if (on_later_line() && state_.entry_head(at_).colon != no_match) found = "the next entry";
  const std::string message =
      wanted.empty() ? found + " is not expected here" : "expected " + joined(wanted) + ", found " + found;
  if (later) {
    say(Mistake::unexpected, previous_end_, previous_end_, message);
  } else {
    say(Mistake::unexpected, at_, found_end_, message);
  }
  const bool closing_wanted = expects("`)`") || (expects("`}`") && !expects("the end of the line"));
  if (closing_wanted && !state_.openers.empty()) {
    error_.labels.push_back({{state_.openers.back(), state_.openers.back() + 1}, "opened here"});
  }
  // At top level, something that belongs into a section: its `}` came too early.
  const bool at_top = std::any_of(wanted.begin(), wanted.end(), [](const std::string& label) {
    return label.find("`indication`") != std::string::npos;
  });
  if (at_top && state_.last_closed != no_match &&
      (state_.entry_head(at_).colon != no_match || (keyword_flags(found_word_) & operand) != 0 ||
       found_word_ == "approve" || found_word_ == "refer" || found_word_ == "when" || found_word_ == "give")) {
    error_.labels.push_back({{state_.last_closed, state_.last_closed + 1}, "this `}` ended the section"});
    error_.help.push_back("entries and clauses stand inside a section; the `}` may be one too many");
  }
  const char here = state_.at(at_);
  advise_by_place(wanted, later);
  if (expects("`as`") && previous_ == "deny") error_.help.push_back("name the category: `otherwise deny as not_covered`");
  if (starred_code()) return;
  if (!later && habit(here)) return;
  if (expects_operand() && later) return;
  if (!later && wanted.size() == 1 && wanted[0] == "a text in double quotes" && (is_word(here))) {
    error_.help.push_back("write `\"" + std::string(found_) + "\"`");
  }
  const bool operator_wanted = !later && expects_operator();
  const std::string before(previous_);
  if (operator_wanted && !before.empty() && state_.text.find("define " + before + "(") != std::string_view::npos) {
    error_.help.push_back("what `" + before + "` is given stands in parentheses: `" + before + "(…)`");
    return;
  }
  const std::uint32_t next = state_.skip_line_blanks(found_end_);
  if (operator_wanted && state_.word_at(state_.entry_start) == "refer") {
    error_.help.push_back("where to stands in quotes: `refer to review \"WHY\"`, or `refer to \"POLICY\"`");
    return;
  }
  if (operator_wanted && found_ == "x" && is_word(state_.at(next)) &&
      (keyword_flags(state_.word_at(next)) & (infix | soft_infix)) == 0) {
    error_.help.push_back("to multiply write `*`");
    return;
  }
  if (operator_wanted && !found_word_.empty() && !expects("`)`")) {
    error_.help.push_back("conditions are joined by `and` or `or`, or stand on lines of their own");
  }
  if (here == '/' && previous_ == "and") {
    error_.help.push_back("for `and/or` write `or`: it takes in both");
    return;
  }
  if (expects("`>=` or another comparison") && is_digit(here)) {
    error_.help.push_back("write `" + std::string(previous_) + " >= " + std::string(found_) + " …`");
    return;
  }
  if (here == '+' || here == '*' || here == '/') {
    error_.help.push_back("to go on over several lines, end the line before with the operator");
    if (here == '*' && at_ == state_.entry_start) error_.help.push_back("a bullet is left out: `" + flat(rest_of_clause(state_.skip_line_blanks(at_ + 1))) + "`");
  }
}

SyntaxError ParseState::complain(std::uint32_t place) const {
  return Complaint(*this, std::max(place, furthest)).made();
}

}  // namespace crit
