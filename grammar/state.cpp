#include "state.hpp"

#include <algorithm>
#include <iterator>

#include "characters.hpp"

namespace crit {

using namespace keyword_flag;  // NOLINT: flags of the keyword table

ParseState::ParseState(const Source& source_in, Diagnostics& diagnostics_in)
    : source(source_in), diagnostics(diagnostics_in), text(source_in.text()) {}

// ---- characters ------------------------------------------------------------------------------------------------
std::uint32_t ParseState::column(std::uint32_t place) const {
  const std::vector<std::uint32_t>& lines = source.line_starts();
  return place - *(std::upper_bound(lines.begin(), lines.end(), place) - 1);
}

std::uint32_t ParseState::indentation(std::uint32_t place) const {
  const std::uint32_t begin = place - column(place);
  std::uint32_t first = begin;
  while (is_blank(at(first))) ++first;
  return first - begin;
}

bool ParseState::first_on_line(std::uint32_t place) const {
  while (place > 0 && is_blank(text[place - 1])) --place;
  return place == 0 || text[place - 1] == '\n';
}

// ---- blanks ----------------------------------------------------------------------------------------------------
std::uint32_t ParseState::skip_line_blanks(std::uint32_t place) const {
  while (is_blank(at(place))) ++place;
  return place;
}

std::uint32_t ParseState::skip_wide(std::uint32_t place) const {
  for (;;) {
    while (is_blank(at(place)) || at(place) == '\n') ++place;
    if (at(place) != '#' || is_part) return place;
    while (!at_end(place) && text[place] != '\n') ++place;
  }
}

std::uint32_t ParseState::pad(std::uint32_t place) {
  if (newline_is_blank) return pad_wide(place);
  std::uint32_t end = skip_line_blanks(place);
  if (at(end) == '#') {
    while (!at_end(end) && text[end] != '\n') ++end;
  }
  if (at(end) == '\n') {
    const std::uint32_t next = skip_wide(end);
    if (continues_at(next)) end = next;
  }
  return note_blanks(place, end);
}

std::uint32_t ParseState::pad_wide(std::uint32_t place) {
  const std::uint32_t end = skip_wide(place);
  return note_blanks(place, end);
}

std::uint32_t ParseState::separators(std::uint32_t place) {
  std::uint32_t end = skip_wide(place);
  while (at(end) == ';') end = skip_wide(end + 1);
  return note_blanks(place, end);
}

// Most end further on than all before; those that are read again are there.
std::uint32_t ParseState::note_blanks(std::uint32_t begin, std::uint32_t end) {
  if (end == begin) return end;
  auto at = blanks_.end();
  if (!blanks_.empty() && blanks_.back().end >= end)
    at = std::partition_point(blanks_.begin(), blanks_.end(), [&](const Blanks& one) { return one.end < end; });
  if (at != blanks_.end() && at->end == end)
    at->begin = begin;
  else
    blanks_.insert(at, {end, begin});
  return end;
}

std::uint32_t ParseState::token_end(std::uint32_t place) const {
  auto at = blanks_.end();
  if (!blanks_.empty() && blanks_.back().end > place)
    at = std::partition_point(blanks_.begin(), blanks_.end(), [&](const Blanks& one) { return one.end <= place; });
  while (at != blanks_.begin() && (--at)->end >= place) {
    if (at->end == place) place = at->begin;
  }
  return place;
}

bool ParseState::continues_at(std::uint32_t place) const {
  const char first = at(place);
  if (in_table && (first == '<' || first == '>' || first == '{' || starts(place, "≤") || starts(place, "≥"))) return false;
  if (first == '<' || first == '>' || first == '|' || first == '{' || first == ',') return true;
  if (first == '=') return true;
  if (in_facts && text_begins(place)) return true;  // a text cannot begin a fact: it is the description of the one before
  if (starts(place, "≤") || starts(place, "≥")) return true;
  const std::string_view word = word_at(place);
  if (word.empty()) return false;
  const auto after = static_cast<std::uint32_t>(place + word.size());
  const std::uint32_t flags = keyword_flags(word);
  if ((flags & infix) != 0 || word == "not") {
    if (entry_head(place).colon != no_match || at(after) == '.') return false;
    return word != "not" || word_at(skip_line_blanks(after)) == "in";
  }
  if (word == "when") return takes_when();
  if (word == "gap") return word_at(skip_line_blanks(after)) == "at_most";
  if ((flags & soft_infix) == 0) return false;
  const std::string_view next = word_at(skip_line_blanks(after));
  if (word == "active" || word == "started" || word == "ended") return next == "within";
  if (word == "apart") return next == "at_least" || next == "at_most";
  return is_blank(at(after)) && operand_follows(after) && entry_head(place).colon == no_match;
}

// `action "…"` and `amend "…"` have a `when` of their own; elsewhere it begins a clause.
bool ParseState::takes_when() const {
  const std::string_view word = word_at(entry_start);
  if (word != "action" && word != "amend") return false;
  return text_begins(skip_line_blanks(entry_start + static_cast<std::uint32_t>(word.size())));
}

// ---- looking ahead ---------------------------------------------------------------------------------------------
std::string_view ParseState::word_at(std::uint32_t place) const {
  if (place == word_place_) return word_;  // many keywords are tried at one place
  std::uint32_t end = place;
  if (is_letter(at(place)) || at(place) == '_') {
    while (is_word(at(end))) ++end;
  }
  word_place_ = place;
  return word_ = cut(std::min(place, size()), std::min(end, size()));
}

namespace {
// “…”, as a word processor writes it; also „…“ and «…».
constexpr std::string_view word_quotes[] = {"“", "„", "«"};
constexpr std::string_view closing_quotes[] = {"”", "“", "»", "\""};

std::uint32_t size_of_quote(std::string_view text, std::uint32_t place, const std::string_view* first, const std::string_view* last) {
  const auto* found = std::find_if(first, last, [&](std::string_view one) { return text.substr(place, one.size()) == one; });
  return found == last ? 0 : static_cast<std::uint32_t>(found->size());
}
}  // namespace

bool ParseState::text_begins(std::uint32_t place) const {
  if (at_end(place)) return false;
  if (static_cast<unsigned char>(text[place]) < 0x80U) return text[place] == '"';
  return size_of_quote(text, place, std::begin(word_quotes), std::end(word_quotes)) != 0;
}

std::uint32_t ParseState::text_end(std::uint32_t place) const {
  if (!text_begins(place)) return no_match;
  if (text[place] != '"') {
    const std::uint32_t begin = place + size_of_quote(text, place, std::begin(word_quotes), std::end(word_quotes));
    const bool nests = starts(place, word_quotes[0]);  // “a “b” c”
    int depth = 1;
    std::uint32_t last = no_match;
    for (std::uint32_t i = begin; !at_end(i) && text[i] != '\n'; ++i) {
      if (nests && starts(i, word_quotes[0])) {
        ++depth;
      } else if (const std::uint32_t size = size_of_quote(text, i, std::begin(closing_quotes), std::end(closing_quotes)); size != 0) {
        last = i + size;
        if (--depth == 0) return last;
      }
    }
    return last;
  }
  for (std::uint32_t i = place + 1; !at_end(i) && text[i] != '\n'; ++i) {
    if (text[i] == '"') return i + 1;
    if (text[i] == '\\' && i + 1 < size() && text[i + 1] != '\n') ++i;
  }
  return no_match;
}

EntryHead ParseState::entry_head(std::uint32_t place) const {
  EntryHead head;
  std::uint32_t end = place;
  // Wider than a label may be, so that `1.` and `(a)` before a colon are known for labels and can be told how to be
  // written.
  while (is_word(at(end)) || at(end) == '.' || at(end) == '(' || at(end) == ')' || at(end) == '-') ++end;
  if (end > place) {
    head.label = {place, end};
    end = skip_line_blanks(end);
  }
  if (text_begins(end)) {
    const std::uint32_t closed = text_end(end);
    if (closed == no_match) return head;
    head.text = {end, closed};
    end = skip_line_blanks(closed);
  }
  if (at(end) == ':' && (head.label.end != 0 || head.text.end != 0)) head.colon = end;
  return head;
}

bool ParseState::operand_follows(std::uint32_t place) const {
  place = skip_line_blanks(place);
  const char first = at(place);
  if (is_digit(first) || first == '(' || text_begins(place)) return true;
  const std::string_view word = word_at(place);
  return !word.empty() && (keyword_flags(word) & infix) == 0;
}

bool ParseState::item_ahead(std::uint32_t place) const {
  const std::string_view word = word_at(place);
  const std::uint32_t flags = keyword_flags(word);
  if ((flags & item) == 0 || !first_on_line(place)) return false;
  const std::uint32_t next = skip_line_blanks(place + static_cast<std::uint32_t>(word.size()));
  const std::string_view next_word = word_at(next);
  const bool name_next = !next_word.empty() && (keyword_flags(next_word) & infix) == 0;
  if (word == "policy") return text_begins(next);
  if (word == "facts") return at(next) == '{' && column(place) == 0;  // a group of facts may be called facts
  if (word == "units") return at(next) == '{' && column(place) == 0;
  if (word == "otherwise") return next_word == "deny";
  if ((flags & section) != 0) return is_word(at(next)) && (next_word.empty() || name_next);
  if (word == "amend" || word == "test") return text_begins(next);
  if (word == "common") return column(place) == 0 && (at(next) == '{' || text_begins(next) || next_word == "for" || (!next_word.empty() && is_upper(next_word[0])));
  if (word == "use" && (name_next || at(next) == '"')) {
    const std::uint32_t behind = name_next ? next + static_cast<std::uint32_t>(next_word.size()) : text_end(next);
    if (behind == no_match) return false;
    const std::uint32_t end = skip_line_blanks(behind);
    return at_end(end) || at(end) == '\n' || at(end) == '\r' || at(end) == ';' || at(end) == '#';
  }
  if (!name_next) return false;
  const std::uint32_t after = skip_line_blanks(next + static_cast<std::uint32_t>(next_word.size()));
  if (word == "table") return at(after) == '(';
  if (word == "sources") {  // not `sources contains "…"`, of a fact of that name
    const std::uint32_t end = text_begins(after) ? text_end(after) : after;
    return end != no_match && at(skip_line_blanks(end)) == '{';
  }
  return word == "codes" ? at(after) == ':' : at(after) == '=' || text_begins(after) || at(after) == '(';
}

bool ParseState::clause_ahead(std::uint32_t place) const {
  if (!first_on_line(place)) return false;
  const std::string_view word = word_at(place);
  if (word != "approve" && word != "refer") return false;
  const std::uint32_t next = skip_line_blanks(place + static_cast<std::uint32_t>(word.size()));
  const std::string_view next_word = word_at(next);
  if (word == "refer") return next_word == "to";
  return next_word == "until" || at_end(next) || at(next) == '\n' || at(next) == '#';
}

bool ParseState::comparison_ahead(std::uint32_t place) const {
  const char first = at(place);
  if (first == '<' || first == '>' || starts(place, "≤") || starts(place, "≥")) return true;
  const std::string_view word = word_at(place);
  if (word == "not") return word_at(skip_line_blanks(place + 3)) == "in";
  if (word == "contains") return text_begins(skip_line_blanks(place + 8));  // a name elsewhere
  return word == "is" || word == "in" || word == "includes";
}

bool ParseState::window_ahead(std::uint32_t place) const {
  const std::string_view word = word_at(place);
  if (word == "in") {
    const std::uint32_t next = skip_line_blanks(place + 2);
    const std::string_view unit = word_at(next);
    if (unit != "month" && unit != "year") return false;
    return word_at(skip_line_blanks(next + static_cast<std::uint32_t>(unit.size()))) == "of";
  }
  return (keyword_flags(word) & window) != 0;
}

// ---- failures --------------------------------------------------------------------------------------------------
void ParseState::note_expected(std::uint32_t place, std::string_view label) {
  if (place > furthest) {
    furthest = place;
    expected.clear();
  }
  if (std::find(expected.begin(), expected.end(), label) == expected.end()) expected.push_back(label);
}

ParseState::Tried& ParseState::tried_slot(std::uint32_t place) {
  for (std::size_t i = 1; i <= tried_.size(); ++i) {  // the latest first
    Tried& one = tried_[(next_tried_ + tried_.size() - i) % tried_.size()];
    if (one.place == place) return one;
  }
  Tried& slot = tried_[next_tried_];
  next_tried_ = (next_tried_ + 1) % tried_.size();
  slot = Tried{place, {}, 0};
  return slot;
}

void ParseState::tried(std::uint32_t place, Key key) {
  if (is_letter(at(place))) tried_slot(place).keys.set(static_cast<std::size_t>(key));
}

void ParseState::tried_flags(std::uint32_t place, std::uint32_t flags) {
  if (is_letter(at(place))) tried_slot(place).flags |= flags;
}

std::bitset<128> ParseState::tried_at(std::uint32_t place) const {
  const auto* one = std::find_if(tried_.begin(), tried_.end(), [&](const Tried& slot) { return slot.place == place; });
  if (one == tried_.end()) return {};
  std::bitset<128> keys = one->keys;
  for (std::size_t i = 0; i < all_keywords().size(); ++i) {
    if ((keyword_flags(static_cast<Key>(i)) & one->flags) != 0) keys.set(i);
  }
  return keys;
}

// What cannot be read where nothing but blanks is left.
void ParseState::note_end(std::uint32_t place) {
  if (!reported_ && at_end(skip_wide(place))) ends_too_soon = true;
  reported_ = true;
}

void ParseState::report(const SyntaxError& error) {
  note_end(error.mistake == Mistake::unclosed_text ? error.span.begin : error.at);
  Diagnostic& made = diagnostics.add(error.mistake, error.span, error.message);
  made.labels = error.labels;
  made.help = error.help;
  if (error.mistake == Mistake::unclosed_text && cut(error.span.begin, error.span.end).find('}') != std::string_view::npos) {
    ++swallowed_closers_;
  }
}

// A text that can be read, though its quotes are a word processor's: told once, and reading goes on.
void ParseState::report_quotes(std::uint32_t place, std::uint32_t end) {
  if (!quotes_told_.insert(place).second) return;
  const std::uint32_t begin = place + size_of_quote(text, place, std::begin(word_quotes), std::end(word_quotes));
  std::uint32_t close = end - 1;
  while (close > begin && (static_cast<unsigned char>(text[close]) & 0xC0U) == 0x80U) --close;
  std::string straight;
  for (const char c : cut(begin, close)) straight += c == '"' ? "\\\"" : std::string(1, c);
  SyntaxError error{Mistake::foreign_quotes, {place, end}, place, "a text stands in straight double quotes", {}, {"write `\"" + straight + "\"`"}};
  if (quotes_told_.size() == 1) {
    std::size_t all = 0;
    for (std::uint32_t i = 0; i < size(); ++i) all += text[i] != '"' && text_begins(i) ? 1 : 0;
    if (all > 1) error.help.push_back("such quotes open " + std::to_string(all) + " texts in this file: let the editor replace each `“` and `”` by `\"`");
  }
  report(error);
}

void ParseState::report_unclosed(std::uint32_t place) {
  if (unclosed_at_ == place) return;
  unclosed_at_ = place;
  if (swallowed_closers_ > 0) {
    --swallowed_closers_;
    return;
  }
  note_end(place);
  const std::uint32_t opener = suspect != no_match ? suspect : openers.empty() ? place : openers.back();
  const std::uint32_t end = token_end(place);
  const std::string where = at_end(place) ? (is_part ? "the end of the cell" : is_typed ? "the end of the line" : "the end of the file") : "`" + std::string(word_at(place)) + "` begins";
  Diagnostic& made = diagnostics.add(Mistake::unclosed, {end, end},
                                     std::string("expected `}` before ") + where + ": a `{` is still open");
  made.labels.push_back({{opener, opener + 1}, "opened here"});
  if (suspect != no_match)
    made.help.push_back("a `}` further left than this line closes it: one may be missing before");
  else
    made.help.push_back("write a `}` where what it opens ends");
}

// ---- recovery --------------------------------------------------------------------------------------------------
std::uint32_t ParseState::resume_after(std::uint32_t start, std::uint32_t failed, bool item) const {
  // What was opened since `start` and is not closed. A brace that was open where reading failed is a set's (blocks
  // recover inside): like a parenthesis, it does not keep the next entry from being one.
  std::vector<char> open;
  std::size_t braces = 0;  // those opened after the failure
  for (std::uint32_t i = start; i < size();) {
    const bool past = i >= failed;
    const bool in_brace = braces != 0;
    if (past && i > start && !is_blank(text[i]) && first_on_line(i)) {
      if (item_ahead(i)) return i;
      // The next entry ends a broken one, even one with an open parenthesis.
      if (!item && !in_brace && entry_head(i).colon != no_match) return i;
    }
    const char here = text[i];
    if (text_begins(i)) {
      const std::uint32_t end = text_end(i);
      if (end != no_match) {
        i = end;
        continue;
      }
      while (i < size() && text[i] != '\n') ++i;  // never closed: the rest of the line
      continue;
    }
    if (here == '#') {
      while (i < size() && text[i] != '\n') ++i;
      continue;
    }
    if (here == '{') {
      open.push_back(past ? '{' : 's');
      if (past) ++braces;
    }
    if (here == '(') open.push_back(here);
    if (here == ')' && !open.empty() && open.back() == '(') open.pop_back();
    if (here == '}') {
      while (!open.empty() && open.back() == '(') open.pop_back();
      if (!open.empty()) {
        if (open.back() == '{') --braces;
        open.pop_back();
      } else if (past && !item) {
        return i;
      }
    }
    if (past && !in_brace) {
      if (here == ';' && open.empty()) return i;
      if (here == '\n') {
        const std::uint32_t next = skip_wide(i);
        // A line that stands further right, or starts with an infix word, belongs to the broken one.
        const bool closes = at(next) == '}' && (item || !open.empty());
        if (column(next) <= entry_column && !continues_at(next) && !closes) return i;
        i = next;
        continue;
      }
    }
    ++i;
  }
  return size();
}

// ---- the tree --------------------------------------------------------------------------------------------------
void ParseState::close_node(Kind kind, std::uint32_t place, bool fold) {
  const Frame frame = frames.back();
  frames.pop_back();
  if (fold && nodes.size() == frame.first_child + 1) return;  // a level of precedence with nothing on it
  Node made;
  made.kind = kind;
  made.span = {frame.begin, std::max(frame.begin, token_end(place))};
  made.children = kept.keep(std::span<const Node>(nodes).subspan(frame.first_child));
  nodes.resize(frame.first_child);
  nodes.push_back(made);
}

void ParseState::add_leaf(Kind kind, std::uint32_t begin, std::uint32_t place) {
  nodes.push_back({kind, {begin, std::max(begin, token_end(place))}, {}});
}

}  // namespace crit
