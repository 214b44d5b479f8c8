// Habits of place: what is right in itself and stands where it cannot, or lacks what goes before it.
#include "characters.hpp"
#include "complaint.hpp"
#include "date.hpp"

namespace crit {

using namespace keyword_flag;  // NOLINT: flags of the keyword table

// Where an operator could follow but a comparison may not: one was there already.
bool Complaint::chained() {
  if (!expects_operator() || expects_operand() || !state_.comparison_ahead(at_)) return false;
  const Node* left = state_.nodes.empty() ? nullptr : &state_.nodes.back();
  while (left != nullptr && left->kind != Kind::comparison && !left->children.empty()) left = &left->children.back();
  say(Mistake::chained_comparison, at_, found_end_, "a comparison cannot follow on a comparison");
  const Kind last = state_.nodes.empty() ? Kind::error : state_.nodes.back().kind;
  std::uint32_t end = found_end_;
  std::uint32_t open = 0;  // braces of a set
  while (!state_.at_end(end) && state_.at(end) != '\n' && state_.at(end) != '#' && state_.at(end) != ';' &&
         state_.at(end) != ')' && (state_.at(end) != '}' || open > 0) && state_.word_at(end) != "and" &&
         state_.word_at(end) != "or") {
    if (state_.at(end) == '{') ++open;
    if (state_.at(end) == '}') --open;
    const std::string_view word = state_.word_at(end);
    end += word.empty() ? 1 : static_cast<std::uint32_t>(word.size());
  }
  while (end > found_end_ && is_blank(state_.at(end - 1))) --end;
  if (found_word_ == "in" && end == found_end_ && !previous_.empty() && is_digit(previous_.back())) {
    std::uint32_t begin = previous_end_;
    while (begin > 0 && (is_digit(state_.at(begin - 1)) || state_.at(begin - 1) == '.')) --begin;
    error_.help.push_back("`in` asks whether something is among others; inches are written out: `" +
                          std::string(state_.cut(begin, previous_end_)) + " inches`");
    return true;
  }
  if (last == Kind::where || last == Kind::window) {  // the comparison is of what the list gives
    std::size_t first = state_.nodes.size() - 1;
    while (first > 0 && state_.nodes[first].kind != Kind::keyword) --first;
    if (first > 0 && state_.cut(state_.nodes[first].span.begin, state_.nodes[first].span.end) == "joined") --first;
    // `where class is ics / 180 days >= 80 %`: what is divided is the value, too.
    std::uint32_t close = previous_end_;
    if (left != nullptr && left->kind == Kind::comparison && left->children.size() == 3 && left->children[2].kind == Kind::product) {
      const Node& product = left->children[2];
      if (product.children.size() == 3 && state_.cut(product.children[1].span.begin, product.children[1].span.begin + 1) == "/") close = product.children[0].span.end;
    }
    while (is_blank(state_.at(close - 1))) --close;
    error_.help.push_back("write `(" + std::string(state_.cut(state_.nodes[first].span.begin, close)) + ")" +
                          std::string(state_.cut(close, previous_end_)) + " " + std::string(state_.cut(at_, end)) + "`");
    return true;
  }
  if (left == nullptr || left->kind != Kind::comparison || left->children.size() != 3) return true;
  if (last == Kind::has) {  // `count visit has peak > 10 >= 2`: what counts has its condition behind `where`, and stands in parentheses
    std::size_t first = state_.nodes.size() - 1;
    while (first > 0 && state_.nodes[first].kind != Kind::keyword) --first;
    const std::string_view word = state_.word_at(state_.nodes[first].span.begin);
    const std::uint32_t has = state_.nodes.back().span.begin;
    if ((keyword_flags(word) & selector) != 0 && (word == "count" || word == "sum" || word == "average" || word == "highest" || word == "lowest")) {
      std::string asked(state_.cut(has, previous_end_));
      if (asked.starts_with("has ")) asked.erase(0, 4);
      error_.help.push_back("write `(" + std::string(state_.cut(state_.nodes[first].span.begin, has)) + "where " + asked + ") " + std::string(state_.cut(at_, end)) + "`");
      return true;
    }
  }
  error_.labels.push_back({left->span, "the comparison before it"});
  const Span middle = left->children[found_word_ == "contains" ? 0 : 2].span;
  const std::string both = std::string(state_.cut(left->span.begin, left->span.end)) + " and " +
                           std::string(state_.cut(middle.begin, middle.end)) + " " +
                           std::string(state_.cut(at_, end));
  error_.help.push_back(last == Kind::has ? "write `has (" + both + ")`" : "write `" + both + "`");
  return true;
}

bool Complaint::window() {
  if (found_word_ == "gap" && expects_operator() && !expects_operand() && state_.word_at(state_.skip_line_blanks(found_end_)) == "at_most") {
    say(Mistake::unexpected, at_, found_end_, "`gap at_most` stands directly after the name of a list that is joined",
        "write `some joined medication gap at_most 7 days where …`");
    return true;
  }
  if (found_word_ == "for_at_least" && expects_operator() && !expects_operand()) {
    say(Mistake::unexpected, at_, found_end_, "`for_at_least` stands after a `has`",
        "a condition that has held for a time is asked of the latest items: `latest igf1 has sd <= -3 for_at_least 6 months`");
    return true;
  }
  if (!expects_operator() || expects_operand() || !state_.window_ahead(at_)) return false;
  const std::string_view word = found_word_;
  // The list that was asked last, or the one whose value is compared; the window belongs behind its name.
  std::uint32_t begin = no_match;
  std::uint32_t behind_name = no_match;
  const Kind last = state_.nodes.empty() ? Kind::error : state_.nodes.back().kind;
  if (last == Kind::where || last == Kind::has) {
    std::size_t first = state_.nodes.size() - 1;
    while (first > 0 && state_.nodes[first].kind != Kind::keyword) {
      const Kind kind = state_.nodes[first].kind;
      if (behind_name == no_match && (kind == Kind::name || kind == Kind::gap)) behind_name = state_.nodes[first].span.end;
      --first;
    }
    if (first > 0 && state_.cut(state_.nodes[first].span.begin, state_.nodes[first].span.end) == "joined") {
      --first;
      behind_name = state_.nodes[state_.nodes.size() - 2].span.end;  // of what was joined: behind `where`
    }
    begin = state_.nodes[first].span.begin;
  } else if (const Node* left = operand_before(at_); left != nullptr && left->kind == Kind::comparison && left->children.front().kind == Kind::query) {
    begin = left->span.begin;
    for (const Node& part : left->children.front().children) {
      if (part.kind == Kind::name || part.kind == Kind::gap) behind_name = part.span.end;
    }
  }
  const std::uint32_t end = comparison_end(at_);
  const bool is_known = begin != no_match && behind_name != no_match && begin >= state_.entry_start;
  const auto word_end = at_ + static_cast<std::uint32_t>(word.size());
  say(Mistake::unexpected, at_, word_end, quoted(word) + " cannot stand after a comparison",
      is_known ? "write `" + flat(state_.cut(begin, behind_name)) + " " + flat(state_.cut(at_, end)) + " " + flat(state_.cut(behind_name, previous_end_)) + "`"
               : "a window stands directly after the list's name: `latest height.value within 90 days <= 150 cm`");
  return true;
}

// `documented_by evidence.medical_record`
void Complaint::module_prefix() {
  std::uint32_t end = at_ + 1;
  while (is_word(state_.at(end))) ++end;
  const std::string name(state_.cut(at_ + 1, end));
  say(Mistake::unexpected, previous_begin_, end, "the name of a kind or group of sources has no point in it",
      name.empty() ? "write it as facts are named: `chart_note`" : "what a module declares is used without the module's name: `" + name + "`");
}

// `weight documented_by lab_report >= 20 kg`, `… documented_by a documented_by b`, `documented_by "chart note"`
bool Complaint::after_documented_by() {
  const std::string_view entry = state_.cut(state_.entry_start, at_);
  if (state_.at(at_) == '.' && previous_end_ == at_ && entry.starts_with("evidence ") && expects("`for`")) {
    module_prefix();
    return true;
  }
  if (state_.at(at_) == '"' && entry.starts_with("evidence ") && expects("a kind of source such as `chart_note`")) {
    say(Mistake::unexpected, at_, found_end_, "a kind of source is a word, not a text",
        "write it as facts are named: `evidence chart_note for weight`");
    return true;
  }
  const std::size_t word = entry.rfind("documented_by");
  if (word == std::string_view::npos) return false;
  const std::string_view between = entry.substr(word + std::string_view("documented_by").size());
  const auto in_kinds = [](char c) { return is_word(c) || is_blank(c) || c == ',' || c == '\n'; };
  if (!std::all_of(between.begin(), between.end(), in_kinds)) return false;
  if (state_.at(at_) == '"' && expects("a kind of source such as `chart_note`")) {
    say(Mistake::unexpected, at_, found_end_, "a kind of source is a word, not a text",
        "write it as facts are named: `documented_by chart_note`");
    return true;
  }
  if (state_.at(at_) == '.' && previous_end_ == at_ && !previous_.empty()) {
    module_prefix();
    return true;
  }
  if (found_word_ == "documented_by") {
    say(Mistake::unexpected, at_, found_end_, "a second `documented_by` behind one condition", "name all the kinds that will do, with commas: `documented_by chart_note, lab_report`");
    return true;
  }
  if (!state_.comparison_ahead(at_) && !state_.window_ahead(at_) && found_word_ != "has" && found_word_ != "where") return false;
  const auto begin = state_.entry_start + static_cast<std::uint32_t>(word);
  say(Mistake::unexpected, begin, begin + static_cast<std::uint32_t>(std::string_view("documented_by").size()), "`documented_by` stands behind the whole condition", "write `weight >= 20 kg documented_by chart_note`, `latest igf1 has sd <= -3 documented_by lab_report`");
  return true;
}

// `igf1 has sd <= -3`: no selector.
bool Complaint::bare_list() {
  if ((found_word_ != "has" && found_word_ != "where") || previous_.empty() || expects("a name")) return false;
  say(Mistake::unexpected, at_, found_end_, quoted(found_word_) + " needs a selector before the list's name",
      "say which items are meant: `latest " + (is_digit(previous_.front()) ? "LIST …" : std::string(previous_)) + " " + std::string(found_word_) +
          " …`, or `some`, `every`, `no`");
  return true;
}

// `days covered fill`, `days covered by >= 30 days`.
bool Complaint::days_covered() {
  if (found_word_ != "covered" || previous_ != "days") return false;
  say(Mistake::unexpected, at_, found_end_, "`days covered` goes on with `by` and a list of periods",
      "write `days covered by LIST`, and a window behind it: `days covered by fill active within 90 days`");
  return true;
}

// `all_of { … } approve`: the clause wants a line of its own.
bool Complaint::clause_on_line() {
  if (previous_end_ == 0 || state_.at(previous_end_ - 1) != '}' || !expects("the end of the line") || on_later_line()) return false;
  if (found_word_ != "approve" && found_word_ != "refer" && found_word_ != "give" && found_word_ != "when") return false;
  say(Mistake::unexpected, at_, at_ + static_cast<std::uint32_t>(found_word_.size()),
      quoted(found_word_) + " stands on a line of its own", "put it on the next line, or a `;` before it");
  return true;
}

// `common IV for I when mtc {`, `common for I and II {`
bool Complaint::common_head() {
  if (state_.word_at(state_.entry_start) != "common" || !expects("`{`") || on_later_line()) return false;
  if (found_word_ == "when" || found_word_ == "if" || found_word_ == "unless") {
    say(Mistake::unexpected, at_, found_end_,
        "a `common` block has no " + quoted(found_word_) + ": it holds where its indications do",
        "put the condition into the indications, or before a criterion: `1: if CONDITION then …`");
    return true;
  }
  if (found_word_ != "and" && found_word_ != "or") return false;
  const std::size_t head = state_.cut(state_.entry_start, at_).rfind(" for ");
  std::uint32_t end = state_.skip_line_blanks(found_end_);
  const std::uint32_t next = end;
  while (is_word(state_.at(end)) || (state_.at(end) == '.' && is_word(state_.at(end + 1)))) ++end;
  if (head == std::string_view::npos || end == next) return false;
  const auto names = state_.entry_start + static_cast<std::uint32_t>(head) + 1;
  say(Mistake::unexpected, at_, found_end_, "the indications of a `common` block are set apart by commas",
      "write `" + std::string(state_.cut(names, previous_end_)) + ", " + std::string(state_.cut(next, end)) + "`");
  return true;
}

// `1 "text" expr`, `"text" expr`.
bool Complaint::missing_colon() {
  if (expects("`:`") && expects("`{`") && !previous_.empty() && !found_word_.empty() && !on_later_line()) {
    say(Mistake::missing_colon, previous_end_, previous_end_, "a `:` is missing after the fact's name",
        "write `" + std::string(previous_) + " : " + std::string(found_word_) + "`");
    return true;
  }
  if (!expects_operator() || expects_operand() || on_later_line()) return false;
  const std::uint32_t start = state_.entry_start;
  const bool text_here =
      state_.at(at_) == '"' && state_.text_end(at_) != no_match && state_.token_end(at_) != at_ &&
      state_.cut(start, previous_end_)
              .find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789") ==
          std::string_view::npos;
  const bool text_before = start < at_ && state_.at(start) == '"' && state_.text_end(start) == previous_end_;
  if (!text_here && !text_before) return false;
  const std::uint32_t end = text_here ? found_end_ : previous_end_;
  say(Mistake::missing_colon, end, end, "a `:` is missing after the text",
      "an entry is written `1 \"text\": condition`");
  return true;
}

// `(a) n > 2`, `a) n > 2`, `a. n > 2`: a label as a printed list has it. Of a number and a point: scan::number.
bool Complaint::printed_label() {
  if (!expects_operator() || on_later_line()) return false;
  const std::uint32_t start = state_.entry_start;
  std::uint32_t end = previous_end_;
  if (at_ == previous_end_ && (state_.at(at_) == ')' || (state_.at(at_) == '.' && is_blank(state_.at(at_ + 1))))) end = at_ + 1;
  else if (end <= start || state_.at(end - 1) != ')') return false;
  std::string inner;
  bool digits = true, roman = true;
  for (const char c : state_.cut(start, end)) {
    if (is_word(c)) inner += c;
    else if (c != '(' && c != ')' && c != '.') return false;
  }
  for (const char c : inner) {
    digits = digits && is_digit(c);
    roman = roman && std::string_view("ivxIVX").find(c) != std::string_view::npos;
  }
  if (inner.empty() || inner.size() > 4 || !(digits || roman || inner.size() == 1)) return false;
  // A label has its criterion behind it: `n)` alone, `n) and m` have a parenthesis too many.
  const std::uint32_t next = state_.skip_line_blanks(end);
  const std::string_view word = state_.word_at(next);
  const bool operand_ahead = state_.at(next) == '"' || state_.at(next) == '(' || is_digit(state_.at(next)) ||
                             (!word.empty() && (keyword_flags(word) & (infix | soft_infix)) == 0);
  if (!operand_ahead) return false;
  const bool point = state_.at(end - 1) == '.';
  say(Mistake::missing_colon, start, end, quoted(state_.cut(start, end)) + " is not a label",
      std::string(point ? "a label has a `:` after it instead of a point: `"
                        : "a label has no parentheses, and a `:` after it: `") +
          inner + ": …`");
  return true;
}

// A policy never begins with a brace or bracket; a file of members does.
bool Complaint::facts_for_policy() {
  if (state_.is_part || (state_.at(at_) != '{' && state_.at(at_) != '[') || state_.skip_wide(0) != at_) return false;
  say(Mistake::unexpected, at_, at_ + 1, "this looks like the facts of a member, not like a policy",
      "the policy is given first: `crit eval POLICY.crit FACTS.json`");
  return true;
}

// What stands from `begin` to the end of the clause or line.
std::string Complaint::rest_of_clause(std::uint32_t begin) const {
  std::uint32_t end = begin;
  for (; !state_.at_end(end); ++end) {
    const char c = state_.at(end);
    if (c == '\n' || c == '\r' || c == '#' || c == ';' || c == '}') break;
    if (c == '{') return std::string(state_.cut(begin, end)) + "{ …";
    if (const std::uint32_t text_end = state_.text_end(end); text_end != no_match) end = text_end - 1;
  }
  while (end > begin && is_blank(state_.at(end - 1))) --end;
  return std::string(state_.cut(begin, end));
}

// `title: "T"`, `effective = 2024-01-01`, `as_of: 2024-02-01`, `approve: until …`: a clause has no sign behind its word.
bool Complaint::clause_sign() {
  const std::string_view clause = state_.word_at(state_.entry_start);
  const char here = state_.at(at_);
  if ((here != ':' && here != '=') || previous_end_ != state_.entry_start + clause.size() || on_later_line()) return false;
  if (!find_keyword(clause) || expects("`:`") || expects("`=`") || expects_operator() || expects_operand()) return false;
  const std::uint32_t next = state_.skip_line_blanks(at_ + 1);
  const std::string rest = (clause == "effective" && is_digit(state_.at(next)) ? "from " : "") + rest_of_clause(next);
  say(Mistake::unexpected, at_, at_ + 1, "no " + quoted(std::string(1, here)) + " stands after " + quoted(clause),
      "write `" + std::string(clause) + (rest.empty() ? " …" : " " + rest) + "`");
  return true;
}

// `use ../lipid`, `use common/lipid`, `use '../lipid'`, `use "..\lipid"`
bool Complaint::module_path() {
  if (state_.word_at(state_.entry_start) != "use" || on_later_line()) return false;
  const std::uint32_t begin = state_.skip_line_blanks(state_.entry_start + 3);
  std::uint32_t end = begin;
  while (!state_.at_end(end) && !is_blank(state_.at(end)) && state_.at(end) != '\n' && state_.at(end) != '\r' && state_.at(end) != ';' && state_.at(end) != '#') ++end;
  std::string path(state_.cut(begin, end));
  const bool in_quotes = path.starts_with('"');
  std::erase(path, '"');
  std::erase(path, '\'');
  const bool has_backslash = path.find('\\') != std::string::npos;
  if (path.find_first_of("/\\") == std::string::npos || (in_quotes && !has_backslash)) return false;
  if (path.ends_with(".crit")) path.resize(path.size() - 5);
  for (std::size_t i = path.find('\\'); i != std::string::npos; i = path.find('\\', i)) path.replace(i, path.compare(i, 2, "\\\\") == 0 ? 2 : 1, "/");
  say(Mistake::unexpected, begin, end, has_backslash ? "folders in the path of a module are separated by `/`" : "the path of a module stands in double quotes",
      "write `use \"" + path + "\"`");
  return true;
}

// `when high "High risk": …`, `otherwise "Average": …`
bool Complaint::row_text() {
  if (state_.at(at_) != '"' || on_later_line() || !expects("`:`")) return false;
  const std::uint32_t end = state_.text_end(at_);
  if (end == no_match || state_.at(state_.skip_line_blanks(end)) != ':') return false;
  std::uint32_t line = at_;
  while (line > 0 && state_.at(line - 1) != '\n' && state_.at(line - 1) != '{' && state_.at(line - 1) != ';') --line;
  const std::string_view first = state_.word_at(state_.skip_line_blanks(line));
  const bool of_match = expects("`,`");
  if (first != "when" && first != "otherwise" && !of_match) return false;
  say(Mistake::unexpected, at_, end, "a row of `choose` or `match` has no text",
      "leave it out, or give the row's criterion the text: `" + std::string(first == "when" ? "when CONDITION" : first == "otherwise" ? "otherwise" : "KEY") + ": all_of { " + std::string(state_.cut(at_, end)) + ": … }`");
  return true;
}

// `bills hcpcs { E0784, A9274 } per 1 pump`
bool Complaint::billed_set() {
  if (state_.word_at(state_.entry_start) != "bills" || state_.at(at_) != '{' || on_later_line()) return false;
  std::uint32_t end = at_ + 1;
  while (!state_.at_end(end) && state_.at(end) != '}' && state_.at(end) != '\n') ++end;
  std::uint32_t last = end;
  while (last > at_ + 1 && is_blank(state_.at(last - 1))) --last;
  const std::string codes(state_.cut(state_.skip_line_blanks(at_ + 1), last));
  const std::string before(state_.cut(state_.entry_start, at_));
  const std::string behind = state_.at(end) == '}' ? rest_of_clause(state_.skip_line_blanks(end + 1)) : "";
  say(Mistake::unexpected, at_, at_ + 1, "the codes that a policy bills stand without braces",
      "write `" + before + codes + (behind.empty() ? "" : " " + behind) + "`");
  return true;
}

// `status "unconfirmed"`
bool Complaint::quoted_word() {
  const std::string_view clause = state_.word_at(state_.entry_start);
  if (clause != "status" || !expects("a name") || state_.at(at_) != '"') return false;
  if (previous_end_ != state_.entry_start + clause.size() || found_.size() < 3) return false;
  say(Mistake::unexpected, at_, found_end_, "the status itself stands without quotes", "write `status unconfirmed \"WHY\"`");
  return true;
}

// `effective 2024-01-01`, `effective from 2024-01-01 until 2024-12-31`
bool Complaint::effective_words() {
  if (state_.word_at(state_.entry_start) != "effective" || on_later_line()) return false;
  const auto one_of = [&](std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return word == found_word_ || word == found_; });
  };
  const bool to_word = one_of({"until", "through", "thru", "till"});
  const auto is_date = [&](std::uint32_t place) { return parse_date(state_.cut(place, place + 10)).has_value(); };
  std::uint32_t date = at_;  // behind all words
  while (is_letter(state_.at(date)) || is_blank(state_.at(date)) || state_.at(date) == '"' || state_.at(date) == ':') ++date;
  if (expects("`from`")) {
    std::string days = "YYYY-MM-DD";
    if (is_date(date)) days = state_.at(date - 1) == '"' ? std::string(state_.cut(date, date + 10)) : rest_of_clause(date);
    say(Mistake::unexpected, at_, found_end_, "after `effective` stands `from` or `to`",
        std::string("write `effective ") + (to_word ? "to " : "from ") + days + "`");
    return true;
  }
  if (!expects("the end of the line")) return false;
  if (one_of({"-", "–", "—", ",", "."})) {
    date = found_end_;
    while (is_letter(state_.at(date)) || is_blank(state_.at(date)) || state_.at(date) == '.') ++date;
  } else if (!to_word && !one_of({"and"})) {
    return false;
  }
  if (is_date(date)) {
    say(Mistake::unexpected, at_, found_end_, "the last day in force stands after `to`",
        "write `to " + rest_of_clause(date) + "`; the day itself is included");
  } else if (to_word) {
    say(Mistake::unexpected, at_, found_end_, "the last day in force stands after `to`",
        "without a last day in force write `from` alone; with one, `effective from FIRST to LAST`");
  } else {
    return false;
  }
  return true;
}

// `asked Is the member ill?`: read as a fact called asked.
bool Complaint::unquoted_question() {
  if ((!expects_operator() && !expects_operand()) || on_later_line()) return false;
  std::uint32_t begin = state_.entry_start;
  if (const EntryHead head = state_.entry_head(begin); head.colon != no_match) begin = state_.skip_wide(head.colon + 1);
  if (state_.word_at(begin) != "asked" || begin >= at_) return false;
  const std::uint32_t question = state_.skip_line_blanks(begin + 5);
  if (!is_letter(state_.at(question)) || question > at_) return false;
  // A fact that is called so may be asked, too: then what is wrong is no further word.
  const std::string_view first = state_.word_at(question);
  if (first == "and" || first == "or") return false;
  if (!(is_word(state_.at(at_)) || state_.at(at_) == '?' || state_.at(at_) == '\'')) return false;
  std::uint32_t end = question;
  while (!state_.at_end(end) && std::string_view("\n\r#\"").find(state_.at(end)) == std::string_view::npos) ++end;
  while (end > question && is_blank(state_.at(end - 1))) --end;
  say(Mistake::unexpected, question, end, "the question after `asked` stands in double quotes",
      "write `asked \"" + std::string(state_.cut(question, end)) + "\"`");
  return true;
}

}  // namespace crit
