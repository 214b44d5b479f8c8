// What to say where the parse cannot go on. The grammar knows only what it expected; the habits of other languages, and
// of people, are recognised here by looking at the text, so that they cost the grammar nothing.
#include <algorithm>

#include "characters.hpp"
#include "near.hpp"
#include "state.hpp"
#include "utf8.hpp"

namespace crit {
namespace {

using namespace keyword_flag;  // NOLINT: flags of the keyword table

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
    {"**", "", "write the product out: `x * x`"},
    {"^", "", "write the product out: `x * x`"},
    {"?", "", "a choice is written `choose { when C : A; otherwise : B }`"},
    {"±", "", "write two comparisons joined by `and`"},
};

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
};

std::string lower(std::string_view word) {
  std::string made(word);
  for (char& c : made) {
    if (is_upper(c)) c = static_cast<char>(c - 'A' + 'a');
  }
  return made;
}

std::string quoted(std::string_view text) { return "`" + std::string(text) + "`"; }

// "A, B or C".
std::string joined(const std::vector<std::string>& parts) {
  std::string made;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) made += i + 1 == parts.size() ? " or " : ", ";
    made += parts[i];
  }
  return made;
}

class Complaint {
 public:
  Complaint(const ParseState& state, std::uint32_t place) : state_(state), at_(place) {
    error_.at = place;
    previous_end_ = state.token_end(place);
    previous_begin_ = previous_end_;
    while (previous_begin_ > 0 && is_word(state.at(previous_begin_ - 1))) --previous_begin_;
    previous_ = state.cut(previous_begin_, previous_end_);
    measure_found();
  }

  SyntaxError made() {
    if (!(unclosed_text() || quotes() || comment() || number() || bracket() || capital() || foreign_word() || foreign() ||
          after_documented_by() || chained() || window() || bare_list() || missing_then() || reserved() || clause_on_line() || missing_colon() || misspelt() ||
          name_form())) {
      general();
    }
    return std::move(error_);
  }

 private:
  bool expects(std::string_view label) const {
    return std::find(state_.expected.begin(), state_.expected.end(), label) != state_.expected.end();
  }
  bool expects_operand() const { return expects("a value or condition"); }
  bool expects_operator() const { return expects("an operator"); }

  void say(Mistake mistake, std::uint32_t begin, std::uint32_t end, std::string message, std::string help = {}) {
    error_.mistake = mistake;
    error_.span = {begin, end};
    error_.message = std::move(message);
    if (!help.empty()) error_.help.push_back(std::move(help));
  }

  // The token where reading stopped: a word, a text's beginning, a number, or one character.
  void measure_found() {
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

  // Nothing came before it in its entry: then it is shown where it is, even if the token before is lines above.
  bool on_later_line() const {
    return at_ != state_.entry_start && state_.cut(previous_end_, at_).find('\n') != std::string_view::npos;
  }

  std::string found_text() const {
    if (state_.at_end(at_)) return "the end of the file";
    if (found_ == "\n" || found_ == "\r") return "the end of the line";
    constexpr std::size_t longest = 24;
    if (found_.size() <= longest) return quoted(found_);
    std::size_t cut = longest;
    while (cut > 0 && (static_cast<unsigned char>(found_[cut]) & 0xC0U) == 0x80U) --cut;
    return quoted(std::string(found_.substr(0, cut)) + "…");
  }

  // ---- one habit each ------------------------------------------------------------------------------------------
  bool unclosed_text() {
    if (state_.at(at_) != '"' || state_.text_end(at_) != no_match) return false;
    std::uint32_t end = at_;
    while (!state_.at_end(end) && state_.at(end) != '\n') ++end;
    say(Mistake::unclosed_text, at_, end, "this text is not closed on its line", "close it with `\"`");
    return true;
  }

  bool quotes() {
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

  bool comment() {
    if (!state_.starts(at_, "//") && !state_.starts(at_, "/*")) return false;
    say(Mistake::foreign_comment, at_, at_ + 2, "a comment begins with `#`", "write `# …`; it goes to the line's end");
    return true;
  }

  bool number() {
    if (state_.at(at_) == '.' && is_digit(state_.at(at_ + 1))) {
      std::uint32_t end = at_ + 1;
      if (at_ > 0 && is_digit(state_.at(at_ - 1))) return several_points();
      while (is_digit(state_.at(end))) ++end;
      const std::string written(state_.cut(at_, end));
      say(Mistake::number_form, at_, end, quoted(written) + " has no digit before its point",
          "write `0" + written + "`");
      return true;
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
  bool several_points() {
    std::uint32_t begin = at_;
    std::uint32_t end = at_;
    while (begin > 0 && (is_digit(state_.at(begin - 1)) || state_.at(begin - 1) == '.')) --begin;
    while (is_digit(state_.at(end)) || (state_.at(end) == '.' && is_digit(state_.at(end + 1)))) ++end;
    const std::string_view written = state_.cut(begin, end);
    const bool date = written.size() >= 8 && written.size() <= 10 && std::count(written.begin(), written.end(), '.') == 2;
    say(date ? Mistake::date_form : Mistake::number_form, begin, end,
        quoted(written) + (date ? " is not a date" : " has more than one point"),
        date ? "a date is written year first: 2022-09-30" : "a number has one point at most; a code with points stands in quotes");
    return true;
  }

  bool bracket() {
    const char here = state_.at(at_);
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

  bool capital() {
    for (const bool previous : {false, true}) {
      const std::string_view word = previous ? previous_ : found_word_;
      if (word.size() < 2 || !std::all_of(word.begin(), word.end(), [](char c) { return is_upper(c) || c == '_'; })) {
        continue;
      }
      const std::string small = lower(word);
      if (keyword_flags(small) == 0) continue;
      const std::uint32_t begin = previous ? previous_begin_ : at_;
      say(Mistake::capital_keyword, begin, begin + static_cast<std::uint32_t>(word.size()), "keywords are lower-case",
          "write " + quoted(small));
      return true;
    }
    return false;
  }

  bool foreign_word() {
    for (const ForeignWord& word : foreign_words) {
      const bool here = found_word_ == word.written && (expects_operator() || expects("the end of the line"));
      const bool before = previous_ == word.written && expects_operator() && !on_later_line();
      if (!here && !before) continue;
      if (before && find_keyword(std::string(previous_) + "_" + std::string(found_word_))) continue;  // all of: misspelt
      const std::uint32_t begin = here ? at_ : previous_begin_;
      const auto end = begin + static_cast<std::uint32_t>(word.written.size());
      const bool is_else = word.written.substr(0, 2) == "el";
      say(is_else ? Mistake::else_used : Mistake::foreign_operator, begin, end, "crit has no " + quoted(word.written),
          std::string(word.help));
      return true;
    }
    return false;
  }

  bool foreign() {
    for (const Foreign& one : foreign_operators) {
      if (!state_.starts(at_, one.written)) continue;
      if (one.written == "=" && at_ > 0 && state_.at(at_ - 1) == '=' && expects_operand()) {
        say(Mistake::foreign_operator, at_ - 1, at_ + 1, "a define has one `=`", "write `=`");
        return true;
      }
      const auto end = at_ + static_cast<std::uint32_t>(one.written.size());
      if (one.meant.empty()) {
        say(Mistake::foreign_operator, at_, end, "crit has no " + quoted(one.written), std::string(one.help));
      } else {
        say(Mistake::foreign_operator, at_, end, "crit has no " + quoted(one.written), "write " + quoted(one.meant));
      }
      return true;
    }
    const Character here = state_.at_end(at_) ? Character{} : character_at(state_.text, at_);
    const bool blank_like = here.point == 0xA0 || (here.point >= 0x2000 && here.point <= 0x200D) ||
                            here.point == 0x202F || here.point == 0x3000 || here.point == 0xFEFF;
    if (!blank_like) return false;
    say(Mistake::unexpected, at_, at_ + here.length, "an invisible character that is not a plain blank stands here",
        "replace it with a blank; text copied from a PDF or a word processor often has them");
    return true;
  }

  // Where an operator could follow but a comparison may not: one was there already.
  bool chained() {
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
    if (last == Kind::where) {  // the comparison is of what the list gives
      std::size_t first = state_.nodes.size() - 1;
      while (first > 0 && state_.nodes[first].kind != Kind::keyword) --first;
      error_.help.push_back("write `(" + std::string(state_.cut(state_.nodes[first].span.begin, previous_end_)) + ") " +
                            std::string(state_.cut(at_, end)) + "`");
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

  bool window() {
    if (!expects_operator() || expects_operand() || !state_.window_ahead(at_)) return false;
    const std::string_view word = found_word_;
    say(Mistake::unexpected, at_, at_ + static_cast<std::uint32_t>(word.size()),
        quoted(word) + " cannot stand after a comparison",
        "a window stands directly after the list's name: `latest height.value within 90 days <= 3`");
    return true;
  }

  // `weight documented_by lab_report >= 20 kg`, `… documented_by a documented_by b`, `documented_by "chart note"`
  bool after_documented_by() {
    const std::string_view entry = state_.cut(state_.entry_start, at_);
    const std::size_t word = entry.rfind("documented_by");
    if (word == std::string_view::npos) return false;
    const std::string_view between = entry.substr(word + std::string_view("documented_by").size());
    const auto in_kinds = [](char c) { return is_word(c) || is_blank(c) || c == ',' || c == '\n'; };
    if (!std::all_of(between.begin(), between.end(), in_kinds)) return false;
    if (state_.at(at_) == '"' && expects("a kind of source such as `chart_note`")) {
      say(Mistake::unexpected, at_, found_end_, "a kind of source is a word, not a text", "write it as facts are named: `documented_by chart_note`");
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
  bool bare_list() {
    if ((found_word_ != "has" && found_word_ != "where") || previous_.empty() || expects("a name")) return false;
    say(Mistake::unexpected, at_, found_end_, quoted(found_word_) + " needs a selector before the list's name",
        "say which items are meant: `latest " + std::string(previous_) + " " + std::string(found_word_) +
            " …`, or `some`, `every`, `no`");
    return true;
  }

  bool missing_then() {
    if (!expects("`then`")) return false;
    std::uint32_t line_end = at_;
    while (!state_.at_end(line_end) && state_.at(line_end) != '\n') ++line_end;
    if (state_.cut(at_, line_end).find(" then ") != std::string_view::npos) return false;
    if (!nearest(found_word_, {"then"}).empty()) return false;  // `than`: misspelt, not left out
    say(Mistake::missing_then, previous_end_, previous_end_, "this `if` has no `then`",
        "write `if CONDITION then CRITERION`");
    return true;
  }

  bool reserved() {
    if (previous_ == "no" && expects("a name") && previous_begin_ >= 3) {
      const std::uint32_t before = state_.token_end(previous_begin_);
      if (before >= 2 && state_.cut(before - 2, before) == "is") {
        std::uint32_t begin = state_.token_end(before - 2);
        const std::uint32_t end = begin;
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
    if (!expects("a name")) return false;
    say(Mistake::reserved_name, at_, at_ + static_cast<std::uint32_t>(found_word_.size()),
        quoted(found_word_) + " is a keyword and cannot be a name", "choose another name");
    return true;
  }

  // `1 "text" expr`, `"text" expr`.
  bool missing_colon() {
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
  bool printed_label(std::uint32_t start) {
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

  // `BMI : number`, `body-weight : kg`, `2nd_dose : mg`.
  bool name_form() {
    const bool hyphen = state_.at(at_) == '-' && at_ == previous_end_ && is_word(state_.at(at_ + 1)) && expects("`:`") && !previous_.empty();
    if (!hyphen && (!expects("a name") || !is_word(state_.at(at_)) || on_later_line() || expects_operand())) return false;
    const std::uint32_t begin = hyphen ? previous_begin_ : at_;
    std::uint32_t end = begin;
    while (is_word(state_.at(end)) || (state_.at(end) == '-' && is_word(state_.at(end + 1)))) ++end;
    std::string meant = lower(state_.cut(begin, end));
    std::replace(meant.begin(), meant.end(), '-', '_');
    const bool digit_first = is_digit(meant.front());
    say(Mistake::name_form, begin, end, quoted(state_.cut(begin, end)) + " is not a name",
        digit_first ? "a name begins with a letter: lower-case letters, digits and underscores"
                    : "names are lower-case letters, digits and underscores: " + quoted(meant));
    return true;
  }

  // `all_of { … } approve`: the clause wants a line of its own.
  bool clause_on_line() {
    if (previous_end_ == 0 || state_.at(previous_end_ - 1) != '}' || !expects("the end of the line") || on_later_line()) return false;
    if (found_word_ != "approve" && found_word_ != "refer" && found_word_ != "give" && found_word_ != "when") return false;
    say(Mistake::unexpected, at_, at_ + static_cast<std::uint32_t>(found_word_.size()),
        quoted(found_word_) + " stands on a line of its own", "put it on the next line, or a `;` before it");
    return true;
  }

  // The word here, or the one before it, is nearly a keyword that was possible in its place.
  bool misspelt() {
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

  // The word before `place` on its line.
  std::string_view word_before(std::uint32_t place) const {
    const std::uint32_t end = state_.token_end(place);
    std::uint32_t begin = end;
    while (begin > 0 && is_word(state_.at(begin - 1))) --begin;
    return state_.cut(begin, end);
  }

  // Advice where the general message alone leaves a reader helpless.
  bool habit(char here) {
    const auto advise = [&](std::string help) {
      error_.help.push_back(std::move(help));
      return true;
    };
    const bool in_type = expects("a text in double quotes") && expects("the end of the line");
    if (in_type && here == ',') return advise("alternatives are joined by `|`: `open | closed`");
    if (in_type && previous_ == "number") return advise("a quantity is declared by its unit alone: `: " + std::string(found_) + "`");
    if (in_type && found_word_ == "of") return advise("write `" + std::string(previous_) + " { value : cm }`, with a name for each value of an item");
    if (expects("a type") && here == '"') return advise("types and alternatives stand without quotes");
    if (!expects_operator() && (previous_ == "has" || previous_ == "where") && state_.comparison_ahead(at_)) {
      return advise("name the field first: `" + std::string(previous_) + " FIELD " + std::string(found_) + " …`");
    }
    if (previous_ == "approve" && expects("the end of the line")) {
      return advise("write `approve until DATE`, as in `approve until as_of + 6 months`");
    }
    if (!expects_operator()) return false;
    if (here == ',') return advise("several values stand in braces: `x in { a, b }`");
    if (here == '{') return advise("a block is `all_of { … }`, `any_of { … }` or `none_of { … }`");
    const std::string_view selector = word_before(previous_begin_);
    if (!found_word_.empty() && !previous_.empty() && (keyword_flags(selector) & (keyword_flag::selector | quantifier)) != 0) {
      return advise("a condition of an item stands after `has`: `" + std::string(selector) + " " + std::string(previous_) +
                    " has " + std::string(found_) + " …`");
    }
    return false;
  }

  void general() {
    std::vector<std::string> wanted = state_.furthest == at_ ? state_.expected : std::vector<std::string>{};
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
    if (expects("`as`") && previous_ == "deny") error_.help.push_back("name the category: `otherwise deny as not_covered`");
    if (!later && habit(here)) return;
    if (expects_operand() && later) return;
    if (!later && wanted.size() == 1 && wanted[0] == "a text in double quotes" && (is_word(here))) {
      error_.help.push_back("write `\"" + std::string(found_) + "\"`");
    }
    if (!later && expects_operator() && !found_word_.empty() && !expects("`)`")) {
      error_.help.push_back("conditions are joined by `and` or `or`, or stand on lines of their own");
    }
    if (here == '+' || here == '*' || here == '/') {
      error_.help.push_back("to go on over several lines, end the line before with the operator");
    }
  }

  const ParseState& state_;
  std::uint32_t at_;
  std::uint32_t found_end_ = 0;
  std::string_view found_;
  std::string_view found_word_;
  std::uint32_t previous_begin_ = 0;
  std::uint32_t previous_end_ = 0;
  std::string_view previous_;
  SyntaxError error_;
};

}  // namespace

SyntaxError ParseState::complain(std::uint32_t place) const {
  return Complaint(*this, std::max(place, furthest)).made();
}

}  // namespace crit
