// Habits of place: what is right in itself and stands where it cannot, or lacks what goes before it.
#include "characters.hpp"
#include "complaint.hpp"

namespace crit {

// Where an operator could follow but a comparison may not: one was there already.
bool Complaint::chained() {
  if (!expects_operator() || expects_operand() || !state_.comparison_ahead(at_)) return false;
  const Node* left = state_.nodes.empty() ? nullptr : &state_.nodes.back();
  while (left != nullptr && left->kind != Kind::comparison && !left->children.empty()) left = &left->children.back();
  say(Mistake::chained_comparison, at_, found_end_, "a comparison cannot follow on a comparison");
  const Kind last = state_.nodes.empty() ? Kind::error : state_.nodes.back().kind;
  std::uint32_t end = found_end_;
  while (!state_.at_end(end) && state_.at(end) != '\n' && state_.at(end) != '#' && state_.at(end) != ';' &&
         state_.at(end) != ')' && state_.at(end) != '}' && state_.word_at(end) != "and" &&
         state_.word_at(end) != "or") {
    const std::string_view word = state_.word_at(end);
    end += word.empty() ? 1 : static_cast<std::uint32_t>(word.size());
  }
  while (end > found_end_ && is_blank(state_.at(end - 1))) --end;
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
  say(Mistake::unexpected, at_, at_ + static_cast<std::uint32_t>(word.size()),
      quoted(word) + " cannot stand after a comparison",
      "a window stands directly after the list's name: `latest height.value within 90 days <= 3`");
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
  const std::size_t word = entry.rfind("documented_by");
  if (word == std::string_view::npos) return false;
  const std::string_view between = entry.substr(word + std::string_view("documented_by").size());
  const auto in_kinds = [](char c) { return is_word(c) || is_blank(c) || c == ',' || c == '\n'; };
  if (!std::all_of(between.begin(), between.end(), in_kinds)) return false;
  if (state_.at(at_) == '"' && expects("a kind of source such as `chart_note`")) {
    say(Mistake::unexpected, at_, found_end_, "a kind of source is a word, not a text", "write it as facts are named: `documented_by chart_note`");
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
      "say which items are meant: `latest " + std::string(previous_) + " " + std::string(found_word_) +
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

// `1 "text" expr`, `"text" expr`.
bool Complaint::missing_colon() {
  if (expects("`:`") && expects("`{`") && !previous_.empty() && !found_word_.empty() && !on_later_line()) {
    say(Mistake::missing_colon, previous_end_, previous_end_, "a `:` is missing after the fact's name",
        "write `" + std::string(previous_) + " : " + std::string(found_word_) + "`");
    return true;
  }
  if (!expects_operator() || expects_operand() || on_later_line()) return false;
  const std::uint32_t start = state_.entry_start;
  if (printed_label(start)) return true;
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

// `(a) n > 2`, `2) n > 2`: a label as a printed list has it.
bool Complaint::printed_label(std::uint32_t start) {
  if (previous_end_ <= start || state_.at(previous_end_ - 1) != ')') return false;
  std::string inner;
  for (const char c : state_.cut(start, previous_end_)) {
    if (is_word(c)) inner += c;
    else if (c != '(' && c != ')') return false;
  }
  if (inner.empty() || inner.size() > 4) return false;
  say(Mistake::missing_colon, start, previous_end_, quoted(state_.cut(start, previous_end_)) + " is not a label",
      "a label has no parentheses, and a `:` after it: `" + inner + ": …`");
  return true;
}

}  // namespace crit
