// Habits of prose: what a policy's own text says, or a form with bullets and boxes, where crit has a sign, a quote or one word.
#include "characters.hpp"
#include "complaint.hpp"
#include "unit.hpp"
#include "utf8.hpp"

namespace crit {

using namespace keyword_flag;  // NOLINT: flags of the keyword table

namespace {

bool holds_condition(const Node& node) {
  if (node.children.empty()) return false;
  const Kind last = node.children.back().kind;
  if (node.kind == Kind::query) return last == Kind::where || last == Kind::has;
  return is_one_of(node.kind, {Kind::or_chain, Kind::and_chain, Kind::negation, Kind::unless, Kind::if_then,
                               Kind::where, Kind::has});
}

// The operand that ends there: `age` of `open and age`, and of `some x has age`.
const Node* ending_at(std::span<const Node> nodes, std::uint32_t end) {
  for (auto node = nodes.rbegin(); node != nodes.rend(); ++node) {
    if (node->span.begin >= end) continue;
    if (node->span.end > end) return ending_at(node->children, end);
    if (node->span.end < end) return nullptr;
    const Node* one = &*node;
    while (holds_condition(*one) && one->children.back().span.end == end) one = &one->children.back();
    return one;
  }
  return nullptr;
}

// Phrases that one sign says; longer ones first.
struct Phrase {
  std::string_view words;
  std::string_view sign;
};
constexpr Phrase phrases[] = {
    {"greater than or equal to", ">="}, {"more than or equal to", ">="}, {"less than or equal to", "<="}, {"no less than", ">="}, {"not less than", ">="},
    {"no more than", "<="},             {"not more than", "<="},         {"at least", ">="},              {"at most", "<="},      {"up to", "<="},
};

// What stands where a type is wanted, and is one.
bool is_type_word(std::string_view word) {
  static constexpr std::string_view words[] = {"yes_no", "text", "date", "number", "duration", "boolean", "bool", "string"};
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

bool is_decision(std::string_view word) {
  static constexpr std::string_view words[] = {"approve", "deny", "pend", "refer", "undetermined", "invalid"};
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

constexpr std::string_view bullets[] = {"•", "◦", "▪", "●", "○", "■", "□", "‣", "☐", "✓", "·", "–", "—"};

}  // namespace

// ---- what stands round the place ---------------------------------------------------------------------------------

std::string flat(std::string_view text) {
  std::string made;
  for (const char c : text) {
    const bool blank = is_blank(c) || c == '\n' || c == '\r';
    if (blank && (made.empty() || made.back() == ' ')) continue;
    made += blank ? ' ' : c;
  }
  while (!made.empty() && made.back() == ' ') made.pop_back();
  return made;
}

// The operand of this entry that ends before `place`.
const Node* Complaint::operand_before(std::uint32_t place) const {
  const Node* found = ending_at(state_.nodes, state_.token_end(place));
  return found != nullptr && found->span.begin >= state_.entry_start ? found : nullptr;
}

// Where what is compared ends, before the next `and`, `or`, bracket or line.
std::uint32_t Complaint::comparison_end(std::uint32_t begin) const {
  std::uint32_t end = begin;
  while (!state_.at_end(end) && std::string_view("\n\r#;)}").find(state_.at(end)) == std::string_view::npos) {
    const std::string_view word = state_.word_at(end);
    if (word == "and" || word == "or" || word == "unless" || word == "then" || word == "documented_by") break;
    const std::uint32_t text_end = state_.text_begins(end) ? state_.text_end(end) : no_match;
    end = text_end != no_match ? text_end : end + std::max(1U, static_cast<std::uint32_t>(word.size()));
  }
  while (end > begin && is_blank(state_.at(end - 1))) --end;
  return end;
}

// Words and blanks from `begin` on, with one between each two: `chart note` is `chart_note`.
std::string Complaint::one_word(std::uint32_t begin, std::uint32_t end) const {
  std::string made = lower_case(flat(state_.cut(begin, end)));
  for (char& c : made) {
    if (!is_word(c)) c = '_';
  }
  return made;
}

// Whether the policy declares the fact with that type; it is looked up in its text.
bool Complaint::declared_as(std::string_view name, std::string_view type) const {
  const std::string_view own = name.substr(name.rfind('.') + 1);
  if (own.empty()) return false;
  for (std::size_t at = state_.text.find(own); at != std::string_view::npos; at = state_.text.find(own, at + own.size())) {
    const auto place = static_cast<std::uint32_t>(at);
    if (place > 0 && (is_word(state_.at(place - 1)) || state_.at(place - 1) == '.')) continue;
    const std::uint32_t colon = state_.skip_line_blanks(place + static_cast<std::uint32_t>(own.size()));
    if (state_.at(colon) == ':' && state_.word_at(state_.skip_line_blanks(colon + 1)) == type) return true;
  }
  return false;
}

// ---- one habit each ------------------------------------------------------------------------------------------------

// `diet = yes`, `diet == true`, `diet != "no"`; `diagnosis = I10`, of a list.
bool Complaint::compared_by_sign() {
  if (!expects_operator() || on_later_line()) return false;
  static constexpr std::string_view signs[] = {"!==", "===", "!=", "==", "<>", "≠", "="};
  const auto* sign = std::find_if(std::begin(signs), std::end(signs), [&](std::string_view one) { return state_.starts(at_, one); });
  if (sign == std::end(signs)) return false;
  const Node* left = operand_before(at_);
  if (left == nullptr || (left->kind != Kind::name && left->kind != Kind::query && left->kind != Kind::call)) return false;
  const std::string asked = flat(state_.cut(left->span.begin, left->span.end));
  const bool negated = sign->front() == '!' || *sign == "<>" || *sign == "≠";
  const auto sign_end = at_ + static_cast<std::uint32_t>(sign->size());
  const std::uint32_t begin = state_.skip_line_blanks(sign_end);
  const std::uint32_t text_end = state_.at(begin) == '"' ? state_.text_end(begin) : no_match;
  const bool is_text = text_end != no_match;
  const std::string_view found = is_text ? state_.cut(begin + 1, text_end - 1) : state_.word_at(begin);
  const std::string value = lower_case(found);
  const bool yes = value == "yes" || value == "true";
  if ((yes || value == "no" || value == "false") && (!is_text || declared_as(asked, "yes_no"))) {
    const std::uint32_t end = is_text ? text_end : begin + static_cast<std::uint32_t>(found.size());
    say(Mistake::yes_no_compared, left->span.begin, end, "a yes_no fact is tested by naming it", "write `" + std::string(yes != negated ? "" : "not ") + asked + "`");
    return true;
  }
  if (left->kind != Kind::name || !declared_as(asked, "codes")) return false;
  std::uint32_t end = comparison_end(begin);
  if (state_.at(begin) == '{') {
    while (!state_.at_end(end) && state_.at(end) != '}' && state_.at(end) != '\n') ++end;
    if (state_.at(end) == '}') ++end;
  }
  const std::string codes = flat(state_.cut(begin, end));
  if (codes.empty()) return false;
  say(Mistake::foreign_operator, left->span.begin, end, "crit has no " + quoted(*sign) + ", and a list of codes is asked with `includes`",
      negated ? "write `not (" + asked + " includes " + codes + ")`" : "write `" + asked + " includes " + codes + "`");
  return true;
}

// `diet is documented_by chart_note`, `diet is documented by chart note`, `diet documented by chart_note`
bool Complaint::documented_words() {
  if (on_later_line()) return false;
  std::uint32_t word = at_;
  if (previous_ == "documented" && found_word_ == "by") word = previous_begin_;
  const bool split = state_.word_at(word) == "documented";
  if (!split && state_.word_at(word) != "documented_by") return false;
  std::uint32_t kinds = state_.skip_line_blanks(word + static_cast<std::uint32_t>(state_.word_at(word).size()));
  if (split && state_.word_at(kinds) != "by") return false;
  if (split) kinds = state_.skip_line_blanks(kinds + 2);
  std::uint32_t left_end = state_.token_end(word);
  const bool negated = word_before(left_end) == "not";
  if (negated) left_end -= 3;
  while (left_end > 0 && is_blank(state_.at(left_end - 1))) --left_end;  // `is not` is one token
  const bool is_word_there = word_before(left_end) == "is";
  if (!is_word_there && (negated || !split)) return false;
  if (is_word_there) left_end = state_.token_end(left_end - 2);
  const Node* left = operand_before(left_end);
  if (left == nullptr) return false;
  std::string named;
  std::uint32_t end = kinds;
  while (!state_.word_at(end).empty() && (keyword_flags(state_.word_at(end)) & hard) == 0) {
    const std::uint32_t begin = end;
    std::uint32_t next = end;
    while (!state_.word_at(next).empty() && (keyword_flags(state_.word_at(next)) & hard) == 0) {
      end = next + static_cast<std::uint32_t>(state_.word_at(next).size());
      next = state_.skip_line_blanks(end);
    }
    named += (named.empty() ? "" : ", ") + one_word(begin, end);
    if (state_.at(next) != ',') break;
    end = state_.skip_line_blanks(next + 1);
  }
  const std::string condition = flat(state_.cut(left->span.begin, left->span.end)) + " documented_by " + (named.empty() ? "chart_note" : named);
  if (negated) {
    say(Mistake::unexpected, left->span.begin, std::max(end, found_end_), "`documented_by` names the kinds of sources that will do", "write them behind the condition: `" + condition + "`");
  } else {
    say(Mistake::unexpected, left->span.begin, std::max(end, found_end_), "`documented_by` stands behind a condition, " + std::string(is_word_there ? "without `is`" : "as one word"), "write `" + condition + "`");
  }
  return true;
}

// `bmi at least 30`, `bmi of at least 30`, `bmi is at least 30`, `bmi is greater than or equal to 30`
bool Complaint::comparison_words() {
  if (on_later_line()) return false;
  const auto words_end = [&](std::uint32_t place, std::string_view words) {
    while (!words.empty()) {
      const std::size_t size = std::min(words.find(' '), words.size());
      if (state_.word_at(place) != words.substr(0, size)) return no_match;
      place = state_.skip_line_blanks(place + static_cast<std::uint32_t>(size));
      words.remove_prefix(std::min(size + 1, words.size()));
    }
    return place;
  };
  // The first of them may have been read as a name.
  const std::uint32_t starts[] = {at_, previous_begin_, state_.token_end(previous_begin_) - static_cast<std::uint32_t>(word_before(previous_begin_).size())};
  for (const std::uint32_t start : starts) {
    std::uint32_t place = start;
    if (state_.word_at(place) == "of") place = state_.skip_line_blanks(place + 2);
    for (const Phrase& phrase : phrases) {
      const std::uint32_t value = words_end(place, phrase.words);
      if (value == no_match || !(is_digit(state_.at(value)) || is_lower(state_.at(value)) || state_.at(value) == '(')) continue;
      std::uint32_t left_end = state_.token_end(start);
      for (const std::string_view word : {std::string_view("of"), std::string_view("is")}) {
        if (word_before(left_end) == word) left_end = state_.token_end(left_end - 2);
      }
      const Node* left = operand_before(left_end);
      const std::uint32_t end = comparison_end(value);
      if (left == nullptr || end == value) continue;
      say(Mistake::foreign_operator, left->span.begin, end, "crit says " + quoted(phrase.words) + " with a sign",
          "write `" + flat(state_.cut(left->span.begin, left->span.end)) + " " + std::string(phrase.sign) + " " + flat(state_.cut(value, end)) + "`");
      return true;
    }
  }
  return false;
}

// `bmi >= 27 and < 30`
bool Complaint::half_comparison() {
  if (!expects_operand() || !state_.comparison_ahead(at_) || (previous_ != "and" && previous_ != "or")) return false;
  const Node* before = operand_before(previous_begin_);
  if (before == nullptr || before->kind != Kind::comparison || before->children.size() != 3) return false;
  const std::uint32_t before_end = before->span.end;
  const std::string left = flat(state_.cut(before->children[0].span.begin, before->children[0].span.end));
  const std::string both = flat(state_.cut(before->span.begin, before_end)) + " " + std::string(previous_) + " " + left + " " + flat(state_.cut(at_, comparison_end(found_end_)));
  const std::string_view asks = word_before(before->span.begin);
  const bool of_items = asks == "has" || asks == "where";
  say(Mistake::unexpected, at_, found_end_, "nothing stands before the " + quoted(found_) + " that it could compare", "write `" + (of_items ? std::string(asks) + " (" + both + ")" : both) + "`");
  return true;
}

// `• diet`
bool Complaint::bullet() {
  if (at_ != state_.entry_start || !expects_operand()) return false;
  const auto* sign = std::find_if(std::begin(bullets), std::end(bullets), [&](std::string_view one) { return state_.starts(at_, one); });
  if (sign == std::end(bullets)) return false;
  const std::uint32_t begin = state_.skip_line_blanks(at_ + static_cast<std::uint32_t>(sign->size()));
  const std::string rest = rest_of_clause(begin);
  say(Mistake::unexpected, at_, at_ + static_cast<std::uint32_t>(sign->size()), "a bullet is no part of a criterion", rest.empty() ? "leave it out" : "leave it out, or write a label in its place: `1: " + flat(rest) + "`");
  return true;
}

// `A BMI of 30 or more: bmi >= 30`: the text of a criterion, without its quotes.
bool Complaint::unquoted_label() {
  if ((!expects_operator() && !expects_operand()) || state_.colon_ends || on_later_line()) return false;
  const std::uint32_t start = state_.entry_start;
  const std::string_view first = state_.word_at(start).empty() && is_digit(state_.at(start)) ? state_.cut(start, start + 1) : state_.word_at(start);
  if (at_ <= start || first.empty() || (is_lower(first.front()) && keyword_flags(first) != 0)) return false;
  std::uint32_t colon = start;
  bool has_blank = false;
  while (!state_.at_end(colon) && state_.at(colon) != ':') {
    const char c = state_.at(colon);
    if (!is_word(c) && !is_blank(c) && std::string_view("-,()/'.&").find(c) == std::string_view::npos) return false;
    has_blank = has_blank || is_blank(c);
    ++colon;
  }
  if (state_.at_end(colon) || colon < at_ || !has_blank) return false;
  std::uint32_t first_end = start;
  while (is_word(state_.at(first_end)) || state_.at(first_end) == '.') ++first_end;
  while (first_end > start && state_.at(first_end - 1) == '.') --first_end;
  const std::string_view label = state_.cut(start, first_end);
  constexpr std::size_t longest_label = 3;
  const bool labelled = label.size() <= longest_label && !is_lower(label.front()) && (label.size() == 1 || is_digit(label.front()) || label.find_first_not_of("IVX") == std::string_view::npos);
  std::uint32_t text = labelled ? first_end : start;
  while (is_blank(state_.at(text)) || state_.at(text) == '.' || state_.at(text) == ')') ++text;
  const std::string words = flat(state_.cut(text, colon));
  if (words.empty()) return false;
  say(Mistake::unexpected, text, state_.token_end(colon), "the text of a criterion stands in double quotes",
      "write `" + (labelled ? std::string(label) + " " : "") + "\"" + words + "\":`");
  return true;
}

// `either a or b`, `neither a nor b`, `any_of a, b`
bool Complaint::both_words() {
  if (!expects_operator() || on_later_line() || (found_word_.empty() && state_.at(at_) != '(')) return false;
  if (previous_ == "either" || previous_ == "both") {
    say(Mistake::foreign_operator, previous_begin_, previous_end_, "crit has no " + quoted(previous_),
        "leave it out: " + std::string(previous_ == "both" ? "`and` alone says it" : "`or` holds where one holds, and where both do") + ", as in `" + flat(rest_of_clause(at_)) + "`");
    return true;
  }
  if (previous_ == "neither") {
    std::string rest = flat(rest_of_clause(at_));
    for (std::size_t nor = rest.find(" nor "); nor != std::string::npos; nor = rest.find(" nor ", nor)) rest.replace(nor, 5, " or ");
    say(Mistake::foreign_operator, previous_begin_, previous_end_, "crit has no `neither`", "write `not (" + rest + ")`");
    return true;
  }
  if (previous_ != "any_of" && previous_ != "all_of" && previous_ != "none_of") return false;
  if (state_.at(at_) == '(' || (keyword_flags(found_word_) & infix) != 0) return false;
  std::string rest = flat(rest_of_clause(at_));
  if (rest.find_first_of("({") != std::string::npos) {
    rest = "…; …";
  } else {
    for (const std::string_view sign : {", or ", ", and ", ", "}) {
      for (std::size_t comma = rest.find(sign); comma != std::string::npos; comma = rest.find(sign, comma)) rest.replace(comma, sign.size(), "; ");
    }
  }
  say(Mistake::unexpected, previous_begin_, previous_end_, "a block has braces", "write `" + std::string(previous_) + " { " + rest + " }`");
  return true;
}

// `prescriber : cardiologist | obesity medicine`, `outcome : tolerated | not tolerated`, `diet : yes_no Diet program`
bool Complaint::two_words() {
  if (on_later_line() || found_word_.empty()) return false;
  const bool behind_type = expects("a text in double quotes") && expects("the end of the line");
  const bool at_type = expects("a type") || expects("another alternative");
  if (!behind_type && !at_type) return false;
  const auto ends = [&](std::uint32_t place) { return state_.at_end(place) || std::string_view("|<:\"\n\r;,}{#").find(state_.at(place)) != std::string_view::npos; };
  std::uint32_t begin = at_;
  while (begin > 0 && !ends(begin - 1)) --begin;
  begin = state_.skip_line_blanks(begin);
  std::uint32_t end = at_;
  while (!ends(end)) ++end;
  const std::uint32_t stop = end;
  while (end > at_ && is_blank(state_.at(end - 1))) --end;
  std::uint32_t line = begin;
  while (line > 0 && std::string_view("\n;{").find(state_.at(line - 1)) == std::string_view::npos) --line;
  const bool has_others = state_.cut(line, begin).find_first_of("|<") != std::string_view::npos || state_.at(stop) == '|' || state_.at(stop) == '<';
  const bool words_only = std::all_of(state_.text.begin() + begin, state_.text.begin() + end, [](char c) { return is_word(c) || is_blank(c) || c == '-'; });
  if (has_others && words_only && state_.cut(begin, end).find_first_of(" \t") != std::string_view::npos) {
    say(Mistake::type_form, begin, end, "an alternative is one word", "write `" + one_word(begin, end) + "`");
    return true;
  }
  if (at_type || has_others || !words_only || found_word_ == "of" || previous_ == "number") return false;
  if (find_keyword(std::string(found_word_)) || found_word_.find('_') != std::string_view::npos) return false;
  const std::string type = flat(state_.cut(begin, at_));
  const std::string_view kind = state_.word_at(begin);
  if (!is_type_word(type) && kind != "code" && kind != "codes" && !parse_unit(type).unit) return false;
  say(Mistake::unexpected, at_, end, "the description of a fact stands in double quotes", "write `" + type + " \"" + flat(state_.cut(at_, end)) + "\"`");
  return true;
}

// In facts: `yes_no Diet program`, `diet program : yes_no`
bool Complaint::fact_head() {
  if (!expects("`:`") || !expects("`{`") || previous_.empty() || found_word_.empty() || on_later_line()) return false;
  std::uint32_t end = at_;
  while (is_word(state_.at(end)) || is_blank(state_.at(end)) || state_.at(end) == '-') ++end;
  const std::uint32_t stop = end;
  while (end > at_ && is_blank(state_.at(end - 1))) --end;
  if (state_.at(stop) == ':') {
    say(Mistake::name_form, previous_begin_, end, "a fact's name is one word", "write `" + one_word(previous_begin_, end) + "`");
    return true;
  }
  const bool is_list = previous_ == "series" || previous_ == "periods";
  if (!is_list && !is_type_word(previous_)) return false;
  say(Mistake::missing_colon, previous_begin_, end, "a fact's name stands before its type",
      "write `" + one_word(at_, end) + " : " + std::string(previous_) + (is_list ? " { … }`" : "`"));
  return true;
}

// `exclusion "Pregnant" {`
bool Complaint::section_without_label() {
  const std::string_view word = state_.word_at(state_.entry_start);
  if ((keyword_flags(word) & section) == 0 || state_.at(at_) != '"' || !expects("an outline label such as I.A")) return false;
  std::string free = "I";
  for (const char* numeral : {"I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"}) {
    free = numeral;
    const auto taken = [&](std::string_view kind) {
      const std::string head = std::string(kind) + " " + numeral;
      for (std::size_t at = state_.text.find(head); at != std::string_view::npos; at = state_.text.find(head, at + 1)) {
        if (!is_word(state_.at(static_cast<std::uint32_t>(at + head.size())))) return true;
      }
      return false;
    };
    if (!taken("indication") && !taken("exclusion") && !taken("referral")) break;
  }
  say(Mistake::unexpected, at_, found_end_, "a section has a label before its title, by which reasons name it", "write `" + std::string(word) + " " + free + " " + std::string(found_) + "`");
  return true;
}

// `test family doctor {`
bool Complaint::unquoted_test() {
  if (state_.word_at(state_.entry_start) != "test" || !expects("a text in double quotes") || !is_word(state_.at(at_)) || previous_ != "test") return false;
  std::uint32_t end = at_;
  while (!state_.at_end(end) && std::string_view("{\n\r#").find(state_.at(end)) == std::string_view::npos) ++end;
  while (end > at_ && is_blank(state_.at(end - 1))) --end;
  say(Mistake::unexpected, at_, end, "the name of a test stands in double quotes", "write `test \"" + flat(state_.cut(at_, end)) + "\"`");
  return true;
}

// `expect Approve`, `expect I.D`, `expect met I.D`, `expect approve for 6 months`
bool Complaint::expectation() {
  if (state_.word_at(state_.entry_start) != "expect" || on_later_line()) return false;
  const auto name_at = [&](std::uint32_t place) {
    std::uint32_t end = place;
    while (is_word(state_.at(end)) || ((state_.at(end) == '.' || state_.at(end) == '[' || state_.at(end) == ']') && is_word(state_.at(end + (state_.at(end) == ']' ? 0 : 1))))) ++end;
    return is_upper(state_.at(place)) ? std::string(state_.cut(place, end)) : std::string();
  };
  // What is said of it, in words that may be others.
  const auto verdict_in = [&](std::string_view words) -> std::string {
    const std::string said = lower_case(words);
    const auto has = [&](std::string_view word) { return said.find(word) != std::string::npos; };
    if (has("applicable") || has("n/a")) return "not applicable";
    if (has("unknown")) return "unknown";
    return has("not") || has("unmet") || has("false") || has("no") || has("fail") ? "not met" : "met";
  };
  const auto criterion = [&](const std::string& name, std::string_view words, std::uint32_t begin, std::uint32_t end) {
    say(Mistake::unexpected, begin, end, "what a criterion comes to is said with `is`", "write `expect " + name + " is " + verdict_in(words) + "`");
    return true;
  };
  const std::uint32_t first = state_.skip_line_blanks(state_.entry_start + 6);
  const std::uint32_t end = comparison_end(first);
  if (expects("`met`, `not met`, `unknown` or `not applicable`")) {
    const std::string name = name_at(first);
    if (name.empty()) return false;
    const std::uint32_t behind = state_.skip_line_blanks(first + static_cast<std::uint32_t>(name.size()));
    return criterion(name, state_.cut(behind, end), at_, std::max(end, found_end_));
  }
  if (at_ == first && expects("a name")) {
    const std::string name = name_at(first);
    if (is_decision(lower_case(name))) {
      say(Mistake::capital_keyword, at_, found_end_, "decisions are written in small letters", "write `expect " + lower_case(name) + "`");
      return true;
    }
    if (!name.empty()) return criterion(name, state_.cut(first + static_cast<std::uint32_t>(name.size()), end), first, end);
  }
  // `met I.D`, `not met I.D`
  const std::string_view told = state_.cut(first, end);
  const std::size_t last = told.find_last_of(" \t");
  const std::string_view leading = state_.word_at(first);
  if ((leading == "met" || leading == "not" || leading == "unmet" || leading == "not_met" || leading == "unknown" || leading == "not_applicable") && last != std::string_view::npos) {
    const std::string name = name_at(first + static_cast<std::uint32_t>(last) + 1);
    if (!name.empty()) return criterion(name, told.substr(0, last), first, end);
  }
  if (!expects("`as`, `because`, `until`, `to`, `needs` or `give`")) return false;
  if (found_word_ == "for" && is_digit(state_.at(state_.skip_line_blanks(found_end_)))) {
    say(Mistake::unexpected, at_, end, "a test says on which day the approval ends", "write `expect approve until YYYY-MM-DD`");
    return true;
  }
  if (found_word_ == "and" || state_.at(at_) == ',') {
    say(Mistake::unexpected, at_, found_end_, "an `expect` says one decision, or what one criterion comes to", "write what else must hold as an `expect` of its own, on the next line");
    return true;
  }
  return false;
}

}  // namespace crit
