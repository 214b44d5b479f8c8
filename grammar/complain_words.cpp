// Habits of wording: words of other languages, keywords in capitals, misspelt, out of their place or taken for names.
#include "characters.hpp"
#include "complaint.hpp"
#include "near.hpp"

namespace crit {

using namespace keyword_flag;  // NOLINT: flags of the keyword table

namespace {

struct ForeignWord {
  std::string_view written;
  std::string_view help;
};
// Words that other languages have, where crit says it otherwise.
constexpr ForeignWord foreign_words[] = {
    {"else", "write a second entry `if not … then …`, or `choose { when … : …; otherwise : … }`"},
    {"elif", "use `choose { when … : …; when … : …; otherwise : … }`"},
    {"elsif", "use `choose { when … : …; when … : …; otherwise : … }`"},
    {"between", "write two comparisons, which say whether the ends count: `x >= 2 and x <= 18`"},
    {"equals", "write `is`"},
    {"like", "write `is`, or list the values: `in { …, … }`"},
    {"exists", "write `some NAME`"},
    {"has_any", "write `includes`"},
    {"any", "of a list's items write `some LIST has …`, of several entries `any_of { … }`"},
    {"all", "of a list's items write `every LIST has …`, of several entries `all_of { … }`"},
    {"each", "write `every LIST has …`"},
    {"last", "the newest item is `latest LIST`, the time before the date of service `within 6 months`"},
    {"with", "write `where` to choose items, or `has` to ask something of them"},
    {"except", "write `and not (…)`, or behind a whole criterion `unless …`"},
    {"median", "of a list's values there are `average`, `highest` and `lowest`; a median cannot be asked"},
    {"mean", "write `average LIST.FIELD`"},
    {"avg", "write `average LIST.FIELD`"},
    {"maximum", "write `highest LIST.FIELD`"},
    {"max", "write `highest LIST.FIELD`"},
    {"minimum", "write `lowest LIST.FIELD`"},
    {"min", "write `lowest LIST.FIELD`"},
    {"newest", "write `latest LIST`"},
    {"oldest", "write `earliest LIST`"},
    {"first", "write `earliest LIST`"},
    {"total", "write `sum LIST.FIELD`"},
    {"currently", "what runs on the date of service is asked by a window: `some LIST overlapping as_of`"},
    {"ongoing", "what runs on the date of service is asked by a window: `some LIST overlapping as_of`"},
};

// Numbers in words, of which crit wants to know whether they are meant exactly.
constexpr std::string_view number_words[] = {"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"};
std::string number_of(std::string_view word) {
  for (std::size_t i = 0; i < std::size(number_words); ++i) {
    if (number_words[i] == word) return std::to_string(i + 1);
  }
  return {};
}

// How a policy's text says it, where crit has a sign or one word. Each may also be a name, so they count only where an
// operator is wanted.
constexpr ForeignWord wordings[] = {
    {"under", "write `<`"},
    {"below", "write `<`"},
    {"less", "write `<`"},
    {"fewer", "write `<`"},
    {"younger", "write `<`: `age < 18 years`"},
    {"over", "write `>`"},
    {"above", "write `>`"},
    {"greater", "write `>`, or `>=` for at least"},
    {"more", "write `>`, or `>=` for at least"},
    {"older", "write `>`, or `>=` for at least: `age >= 18 years`"},
    {"at", "at least is `>=`, at most `<=`"},
    {"up", "up to is `<=`"},
    {"for", "what has held for a time is `latest LIST has … for_at_least 6 months`; a period is asked `lasting >= 6 weeks`"},
    {"per", "write `/`, with blanks round it: `dose / weight`"},
    {"recent", "the newest item is `latest LIST`"},
};

// What a wording is: the words that begin it, after which a crit word can stand, too.
bool says_otherwise(std::string_view word, std::string_view next) {
  if (word == "at") return next == "least" || next == "most";
  if (word == "up") return next == "to";
  if (word == "greater" || word == "less" || word == "more" || word == "fewer" || word == "older" || word == "younger") return next == "than";
  return true;
}

}  // namespace

bool Complaint::capital() {
  for (const bool previous : {false, true}) {
    const std::string_view word = previous ? previous_ : found_word_;
    if (word.size() < 2 || !std::all_of(word.begin(), word.end(), [](char c) { return is_upper(c) || c == '_'; })) {
      continue;
    }
    const std::string small = lower_case(word);
    if (keyword_flags(small) == 0) continue;
    const std::uint32_t begin = previous ? previous_begin_ : at_;
    say(Mistake::capital_keyword, begin, begin + static_cast<std::uint32_t>(word.size()), "keywords are lower-case",
        "write " + quoted(small));
    return true;
  }
  return false;
}

// `if adult then 5 mg else 3 mg`: a value by a condition is a choice.
bool Complaint::values_by_condition(std::uint32_t begin) {
  const std::string_view entry = state_.cut(state_.entry_start, begin);
  const std::size_t condition = entry.rfind("if ");
  const std::size_t then = entry.find(" then ", condition == std::string_view::npos ? 0 : condition);
  if (condition == std::string_view::npos || then == std::string_view::npos || entry.find('\n') != std::string_view::npos) return false;
  const auto trimmed = [](std::string_view text) {
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return std::string(text);
  };
  const std::string other = rest_of_clause(state_.skip_line_blanks(begin + 4));
  if (state_.word_at(begin) != "else" || other.empty() || other.starts_with("if ") || other.find(" else ") != std::string::npos) return false;
  say(Mistake::else_used, begin, begin + 4, "crit has no `else`",
      "write `choose { when " + std::string(entry.substr(condition + 3, then - condition - 3)) + ": " + trimmed(entry.substr(then + 6)) +
          "; otherwise: " + other + " }`");
  return true;
}

bool Complaint::foreign_word() {
  for (const ForeignWord& word : foreign_words) {
    const bool here = found_word_ == word.written && (expects_operator() || expects("the end of the line"));
    const bool before = previous_ == word.written && expects_operator() && !on_later_line();
    if (!here && !before) continue;
    if (before && find_keyword(std::string(previous_) + "_" + std::string(found_word_))) continue;  // all of: misspelt
    const std::uint32_t begin = here ? at_ : previous_begin_;
    const auto end = begin + static_cast<std::uint32_t>(word.written.size());
    const bool is_else = word.written.substr(0, 2) == "el";
    if (is_else && values_by_condition(begin)) return true;
    say(is_else ? Mistake::else_used : Mistake::foreign_operator, begin, end, "crit has no " + quoted(word.written),
        is_else && state_.word_at(state_.entry_start) == "give" ? "write `choose { when … : …; otherwise : … }`" : std::string(word.help));
    return true;
  }
  return false;
}

// `two visit has …`, `one of { … }`, `any_of (…)`, `5 % of weight`, `at_least 2 of visit has …`, `some drug started before d`
bool Complaint::count_words() {
  if (on_later_line()) return false;
  if (expects("`{`") && previous_ == "of" && is_letter(state_.at(at_))) {
    const std::uint32_t number_end = state_.token_end(previous_begin_);
    std::uint32_t begin = number_end;
    while (begin > 0 && is_word(state_.at(begin - 1))) --begin;
    const std::string number(state_.cut(begin, number_end));
    const std::string counted = std::string(word_before(begin)) + " " + number;
    say(Mistake::unexpected, previous_begin_, previous_end_, "items of a list are counted without `of`",
        "write `" + counted + " " + std::string(found_word_) + " …`; `" + counted + " of { … }` counts entries of a block");
    return true;
  }
  if (!expects_operator()) return false;
  if (state_.at(at_) == '(' && (previous_ == "all_of" || previous_ == "any_of" || previous_ == "none_of")) {
    say(Mistake::unexpected, at_, at_ + 1, "a block has braces", "write `" + std::string(previous_) + " { …; … }`");
    return true;
  }
  if (found_word_ == "of" && previous_end_ > 0 && (state_.at(previous_end_ - 1) == '%' || previous_ == "percent")) {
    std::uint32_t end = previous_end_ - (previous_ == "percent" ? 7 : 1);
    while (end > 0 && is_blank(state_.at(end - 1))) --end;
    std::uint32_t begin = end;
    while (begin > 0 && (is_word(state_.at(begin - 1)) || state_.at(begin - 1) == '.')) --begin;
    say(Mistake::foreign_operator, at_, at_ + 2, "a share of something is a product",
        "write `" + std::string(state_.cut(begin, end)) + " % * " + rest_of_clause(state_.skip_line_blanks(found_end_)) + "`");
    return true;
  }
  const std::string number = number_of(previous_);
  if (!number.empty() && found_word_ == "of") {
    say(Mistake::foreign_operator, previous_begin_, found_end_, "it is not said whether as many are wanted, or at least so many",
        "write `" + std::string(number == "1" ? "any_of" : "at_least " + number + " of") + " { … }`, or `exactly " + number + " of { … }`");
    return true;
  }
  if (!number.empty() && is_letter(state_.at(at_)) && (keyword_flags(found_word_) & (infix | soft_infix | keyword_flag::window)) == 0) {
    const std::string name(found_word_);
    say(Mistake::foreign_operator, previous_begin_, previous_end_, "it is not said whether as many are wanted, or at least so many",
        "write `" + std::string(number == "1" ? "some " : "at_least " + number + " ") + name + " has …`, or `exactly " + number + " " + name + " has …`");
    return true;
  }
  const bool period_word = found_word_ == "started" || found_word_ == "ended" || found_word_ == "active";
  const std::string_view after = state_.word_at(state_.skip_line_blanks(found_end_));
  if (period_word && after != "within" && !expects_operand()) {
    const std::string field = found_word_ == "ended" ? "end" : "start";
    const char* sign = after == "before" ? "<" : after == "after" ? ">" : ">=";
    const bool is_bare = after == "before" || after == "after" || after == "since" || after == "on";
    say(Mistake::foreign_operator, at_, found_end_, quoted(found_word_) + " goes on with `within`",
        found_word_ == "active" ? "write `overlapping as_of` for what runs on the date of service, or `active within 6 months`"
        : is_bare               ? "write `has " + field + " " + sign + " DATE`, or `" + std::string(found_word_) + " within 6 months of DATE`"
                                : "write `" + std::string(found_word_) + " within 6 months`, or `has " + field + " >= DATE`");
    return true;
  }
  return false;
}

bool Complaint::wording() {
  if (expects("`>=` or another comparison") && !on_later_line()) {
    for (const ForeignWord& word : wordings) {
      if (found_word_ != word.written || word.help.find('`') == std::string_view::npos) continue;
      const std::string_view next = state_.word_at(state_.skip_line_blanks(found_end_));
      if (!says_otherwise(found_word_, next) || found_word_ == "for" || found_word_ == "per" || found_word_ == "recent") continue;
      say(Mistake::foreign_operator, at_, at_ + static_cast<std::uint32_t>(found_word_.size()), "crit has no " + quoted(found_word_) + " here", std::string(word.help));
      return true;
    }
  }
  if (!expects_operator() || on_later_line() || found_word_.empty()) return false;
  const std::string_view next = state_.word_at(state_.skip_line_blanks(at_ + static_cast<std::uint32_t>(found_word_.size())));
  for (const ForeignWord& word : wordings) {
    if (found_word_ != word.written || !says_otherwise(found_word_, next)) continue;
    say(Mistake::foreign_operator, at_, at_ + static_cast<std::uint32_t>(found_word_.size()), "crit has no " + quoted(found_word_) + " here", std::string(word.help));
    return true;
  }
  if (found_word_ == "not" && next == "includes") {
    say(Mistake::foreign_operator, at_, at_ + 3, "crit has no `not includes`", "write `not (LIST includes CODES)`");
    return true;
  }
  if (found_word_ == "of" && previous_ == "as") {
    say(Mistake::foreign_operator, previous_begin_, at_ + 2, "the date of service is one word", "write `as_of`");
    return true;
  }
  const bool counts = !previous_.empty() && is_digit(previous_[0]);
  if (found_word_ == "of" && counts) {
    say(Mistake::foreign_operator, at_, at_ + 2, "it is not said whether as many are wanted, or at least so many", "write `at_least " + std::string(previous_) + " of { … }`, or `exactly " + std::string(previous_) + " of { … }`");
    return true;
  }
  if (found_word_ == "of" && (keyword_flags(previous_) & (selector | quantifier)) != 0) {
    say(Mistake::foreign_operator, at_, at_ + 2, "crit has no `" + std::string(previous_) + " of`", "leave `of` out: `" + std::string(previous_) + " " + (next.empty() ? std::string("LIST") : std::string(next)) + " …`");
    return true;
  }
  return false;
}

bool Complaint::missing_then() {
  if (!expects("`then`")) return false;
  std::uint32_t line_end = at_;
  while (!state_.at_end(line_end) && state_.at(line_end) != '\n') ++line_end;
  if (state_.cut(at_, line_end).find(" then ") != std::string_view::npos) return false;
  if (!nearest(found_word_, {"then"}).empty()) return false;  // `than`: misspelt, not left out
  say(Mistake::missing_then, previous_end_, previous_end_, "this `if` has no `then`",
      "write `if CONDITION then CRITERION`");
  return true;
}

bool Complaint::reserved() {
  if (previous_ == "no" && expects("a name") && previous_begin_ >= 3) {
    const std::uint32_t before = state_.token_end(previous_begin_);
    if (before >= 2 && state_.cut(before - 2, before) == "is") {
      std::uint32_t begin = state_.token_end(before - 2);
      const std::uint32_t end = begin;
      int open = 0;  // `f(x) is no`: a call with all it is given
      while (begin > 0 && (open > 0 || state_.at(begin - 1) == ')') && state_.at(begin - 1) != '\n') {
        --begin;
        open += state_.at(begin) == ')' ? 1 : state_.at(begin) == '(' ? -1 : 0;
      }
      while (begin > 0 && (is_word(state_.at(begin - 1)) || state_.at(begin - 1) == '.')) --begin;
      say(Mistake::yes_no_compared, before - 2, previous_end_, "a yes_no fact is tested by naming it",
          "write `not " + std::string(state_.cut(begin, end)) + "`");
      return true;
    }
  }
  if (found_word_.empty() || on_later_line()) return false;
  if (found_word_ == "in" && (previous_ == "not" || previous_ == "is") && expects_operand()) {
    std::uint32_t begin = previous_begin_;
    if (previous_ == "not") begin = state_.token_end(begin) - 2;
    say(Mistake::foreign_operator, begin, found_end_, "crit has no " + quoted(state_.cut(begin, found_end_)),
        previous_ == "not" ? "write `not in`" : "write `in`");
    return true;
  }
  if (found_word_ == "if" && expects_operator() && !expects_operand()) {
    say(Mistake::condition_place, at_, found_end_, "an `if` stands before what it is about",
        "write `if CONDITION then CRITERION`");
    return true;
  }
  if (found_word_ == "unless" && (at_ == state_.entry_start || state_.cut(state_.entry_start, previous_end_).ends_with(':'))) {
    say(Mistake::condition_place, at_, found_end_, "`unless` stands after what it is about",
        "write `CRITERION unless CONDITION`");
    return true;
  }
  const bool is_if = found_word_ == "if" || found_word_ == "unless";
  if (is_if && expects_operand()) {
    say(Mistake::condition_place, at_, found_end_,
        quoted(found_word_) + " stands only at the beginning of a whole entry or define",
        "give it an entry of its own in a block: conditions that may not apply are not joined by `and` or `or`");
    return true;
  }
  if (found_word_ == "complete" && expects("a text in double quotes")) {
    say(Mistake::type_form, at_, found_end_, "only a list can be `complete`", "leave `complete` out");
    return true;
  }
  if (!is_hard_keyword(found_word_)) return false;
  if ((found_word_ == "no" || found_word_ == "yes") && (expects("a type") || expects("another alternative"))) {
    say(Mistake::reserved_name, at_, found_end_, quoted(found_word_) + " is a keyword and cannot be an alternative",
        "for a fact that is yes or no use the type `yes_no`");
    return true;
  }
  if (!expects("a name") || (expects_operand() && (keyword_flags(found_word_) & infix) != 0)) return false;
  say(Mistake::reserved_name, at_, at_ + static_cast<std::uint32_t>(found_word_.size()),
      quoted(found_word_) + " is a keyword and cannot be a name", "choose another name");
  return true;
}

// The word here, or the one before it, is nearly a keyword that was possible in its place.
bool Complaint::misspelt() {
  for (const bool previous : {false, true}) {
    const std::uint32_t begin = previous ? previous_begin_ : at_;
    const std::string_view word = previous ? previous_ : found_word_;
    if (word.size() < 2 || (previous && on_later_line()) || keyword_flags(word) != 0) continue;
    if (previous && (begin == at_ || !expects_operator()) && !expects("`{`")) continue;
    if (previous && begin > 0 && (state_.at(begin - 1) == '.' || state_.at(begin - 1) == '"')) continue;
    const std::bitset<128> tried = state_.tried_at(begin);
    std::vector<std::string> candidates;
    for (std::size_t i = 0; i < all_keywords().size(); ++i) {
      if (tried.test(i)) candidates.push_back(all_keywords()[i]);
    }
    // Two words for one that is written together: `all of`, `at least`, `within days`.
    const std::string two = std::string(previous ? previous_ : found_word_) + "_" +
                            std::string(previous ? found_word_ : std::string_view());
    std::string meant;
    if (previous && find_keyword(two)) meant = two;
    if (meant.empty()) meant = nearest(word, candidates);
    if (meant.empty()) continue;
    const auto end = previous && meant == two ? found_end_ : begin + static_cast<std::uint32_t>(word.size());
    say(Mistake::misspelt_keyword, begin, end, quoted(state_.cut(begin, end)) + " is not a keyword",
        "did you mean " + quoted(meant) + "?");
    return true;
  }
  return false;
}

}  // namespace crit
