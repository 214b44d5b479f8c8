// Lines: which begin where, what a line that goes on is held against, and the text that comes of it.
#include <algorithm>

#include "format_layout.hpp"
#include "keywords.hpp"

namespace crit::layout {
namespace {

constexpr std::uint32_t step = 2;
// Further right than this nothing new is hung: little of the line would be left.
constexpr std::uint32_t furthest_hang = 64;

// Braces that hold clauses, facts, entries, rows or arms.
bool holds_statements(Kind kind) {
  return is_one_of(kind, {Kind::policy, Kind::section, Kind::common, Kind::amend, Kind::test, Kind::table, Kind::units,
                          Kind::group, Kind::block, Kind::match, Kind::choose});
}

// Their closing brace stands under the line on which the statement began, wherever the brace itself was opened.
bool holds_a_statements_body(Kind kind) {
  return is_one_of(kind, {Kind::policy, Kind::section, Kind::common, Kind::amend, Kind::test, Kind::table, Kind::units,
                          Kind::codes, Kind::kinds, Kind::group});
}

}  // namespace

Layout::Layout(Script script) : script_(std::move(script)), ended_(script_.tokens.size(), false) {
  if (!script_.tokens.empty()) script_.tokens.front().breaks = 0;
  open_bodies();
  count_lines();
  for (std::uint32_t owner = 1; owner < script_.owners.size(); ++owner) {
    const std::uint32_t first = script_.first_of(owner);
    if (first >= script_.count() || script_.statement_at(first) != owner || !begins_line(first)) continue;
    for (const auto& [kind, token] : row_of(owner).cells) {
      if (!begins_line(token)) ++stood_in_[{kind, script_.tokens[token].written}];
    }
  }
}

// Braces round statements that take several lines have lines of their own.
void Layout::open_bodies() {
  std::vector<std::uint32_t> openers;
  std::vector<std::uint32_t> lines;  // on which line each token stands
  for (std::uint32_t i = 0; i < script_.count(); ++i) {
    lines.push_back((lines.empty() ? 0 : lines.back()) + (begins_line(i) ? 1 : 0));
    if (is_opener(i)) openers.push_back(i);
    if (!is_closer(i) || openers.empty()) continue;
    const std::uint32_t opener = openers.back();
    openers.pop_back();
    if (lines[opener] == lines[i] || !script_.is_sign(opener, "{") || !holds_statements(script_.kind(script_.tokens[opener].owner))) continue;
    if (script_.tokens[opener + 1].sort != Sort::comment) end_before(opener + 1);
    end_before(i);
  }
}

void Layout::count_lines() {
  line_start_.resize(script_.count());
  line_end_.resize(script_.count());
  for (std::uint32_t i = 0; i < script_.count(); ++i) line_start_[i] = begins_line(i) ? i : line_start_[i - 1];
  std::uint32_t end = script_.count();
  for (std::uint32_t i = script_.count(); i-- > 0;) {
    line_end_[i] = end;
    if (begins_line(i)) end = i;
  }
}

// ---- a `;` that a line end makes needless ------------------------------------------------------------------------------
bool Layout::may_drop(std::uint32_t token, std::uint32_t opener) const {
  if (!script_.is_sign(token, ";") || begins_line(token)) return false;
  // A condition of that name: alone on its line the word would be the clause.
  if (token > 0 && script_.tokens[token - 1].text == "approve" && script_.kind(script_.tokens[token - 1].owner) == Kind::name && script_.statement_at(token - 1) != nowhere) return false;
  std::uint32_t next = token + 1;
  while (next < script_.count() && script_.tokens[next].sort == Sort::comment) ++next;
  if (next == script_.count()) return true;
  // Its own line end, or that of the comment behind it.
  if (!begins_line(token + 1) && script_.tokens[token + 1].sort != Sort::comment) return false;
  // In the facts of a test newlines are blanks, and what fills several lines keeps it.
  if (opener != nowhere && script_.kind(script_.tokens[opener].owner) == Kind::given_braces) return begins_line(opener + 1);
  return !goes_on(next);
}

// Read as more of the line before, were it not for the `;`.
bool Layout::goes_on(std::uint32_t token) const {
  const Token& next = script_.tokens[token];
  constexpr std::string_view signs[] = {"<", ">", "|", "{", ",", "=", "≤", "≥", "-", "("};
  if (std::any_of(std::begin(signs), std::end(signs), [&](std::string_view sign) { return next.text.starts_with(sign); })) return true;
  if (next.text.front() == '"' || next.text == "not" || next.text == "when" || next.text == "gap") return true;
  const std::string word = next.text.substr(0, next.text.find_first_of(" ."));
  return (keyword_flags(word) & (keyword_flag::infix | keyword_flag::soft_infix)) != 0;
}

void Layout::drop_separators() {
  std::vector<std::uint32_t> openers{nowhere};
  for (std::uint32_t i = 0; i < script_.count(); ++i) {
    Token& token = script_.tokens[i];
    token.dropped = may_drop(i, openers.back());
    if (token.sort == Sort::sign && token.text == ";") token.width = token.dropped ? 0 : 1;
    if (is_opener(i)) openers.push_back(i);
    if (is_closer(i) && openers.size() > 1) openers.pop_back();
  }
}

// ---- placing -----------------------------------------------------------------------------------------------------------
void Layout::place() {
  count_lines();
  drop_separators();
  for (Token& token : script_.tokens) token.wanted = nowhere;
  frames_.assign(1, Frame{});
  align(0, 0);
  std::uint32_t end = 0;
  for (std::uint32_t i = 0; i < script_.count(); ++i) {
    Token& token = script_.tokens[i];
    if (begins_line(i)) {
      const std::uint32_t column = line_column(i);
      line_ = i;
      token.column = column;
    } else {
      token.column = token.dropped ? end : end + blanks_between(script_, i - 1, i);
      if (token.wanted != nowhere) token.column = std::max(token.column, token.wanted);
    }
    end = token.column + token.width;
    if (is_closer(i) && frames_.size() > 1) frames_.pop_back();
    if (const std::uint32_t statement = script_.statement_at(i); statement != nowhere) begin_statement(statement);
    if (is_opener(i)) open(i);
  }
  align_comments();
}

void Layout::begin_statement(std::uint32_t statement) {
  Frame& frame = frames_.back();
  frame.line = line_;
  frame.separator = script_.separator_of(statement);
  frame.value = value_of(statement, frame.separator);
}

std::uint32_t Layout::value_of(std::uint32_t statement, std::uint32_t separator) const {
  std::uint32_t value = separator == nowhere ? script_.first_of(statement) : separator;
  if (separator == nowhere && script_.kind(statement) == Kind::entry) return value;
  do ++value;
  while (value < script_.count() && script_.tokens[value].sort == Sort::comment);
  return value < script_.past(statement) ? value : nowhere;
}

void Layout::open(std::uint32_t opener) {
  Frame frame = frames_.back();
  frame.opener = opener;
  const Kind kind = script_.kind(script_.tokens[opener].owner);
  const bool body = holds_a_statements_body(kind) && script_.is_sign(opener, "{");
  frame.base = script_.tokens[body && frame.line != nowhere ? frame.line : line_].column;
  frame.content = frame.base + step;
  const std::uint32_t next = opener + 1;
  const bool inline_content = next < script_.count() && !begins_line(next) && !is_closer(next) && script_.tokens[next].sort != Sort::comment;
  frame.inner = inline_content ? next : nowhere;
  frames_.push_back(frame);
  if (!inline_content && script_.is_sign(opener, "{")) align(script_.tokens[opener].owner, frame.content);
}

// ---- where a line begins -------------------------------------------------------------------------------------------------
std::uint32_t Layout::line_column(std::uint32_t token) {
  const Frame& frame = frames_.back();
  if (script_.tokens[token].sort == Sort::comment) return comment_column(token);
  if (is_closer(token)) return frame.base;
  if (script_.statement_at(token) != nowhere) {
    if (frame.inner == nowhere || ended_[token]) return frame.inner == nowhere ? frame.content : std::min(script_.tokens[frame.inner].column, furthest_hang);
    return script_.tokens[token].written == script_.tokens[frame.inner].written ? script_.tokens[frame.inner].column : frame.content;
  }
  if (frame.line == nowhere) return frame.content;
  const bool body = script_.is_sign(token, "{") && holds_statements(script_.kind(script_.tokens[token].owner));
  return body ? script_.tokens[frame.line].column : continued(token);
}

// With what stands below it; at the end of a block with what stands in the block.
std::uint32_t Layout::comment_column(std::uint32_t comment) {
  std::uint32_t next = comment;
  while (next < script_.count() && script_.tokens[next].sort == Sort::comment) ++next;
  if (next == script_.count() || is_closer(next)) return frames_.back().content;
  const std::uint32_t column = line_column(next);
  const Frame& frame = frames_.back();
  const bool far_right = frame.line != nowhere && script_.statement_at(next) == nowhere && column > script_.tokens[frame.line].column + 2 * step;
  return far_right ? script_.tokens[frame.line].column + step : column;
}

bool Layout::is_alternative(std::uint32_t token) const {
  const Token& one = script_.tokens[token];
  return one.sort == Sort::atom && script_.kind(one.owner) == Kind::op && script_.parent_kind(one.owner) == Kind::type;
}

std::uint32_t Layout::type_of(std::uint32_t alternative) const {
  std::uint32_t type = script_.owners[script_.tokens[alternative].owner].parent;
  while (script_.parent_kind(type) == Kind::type) type = script_.owners[type].parent;
  return type;
}

// Under the colon before the type; or, as the author has it, under its first alternative.
std::uint32_t Layout::alternative_column(std::uint32_t token, std::uint32_t colon_column) const {
  const std::uint32_t type = type_of(token);
  const std::uint32_t first = script_.first_of(type);
  if (begins_line(first)) return colon_column;
  for (std::uint32_t other = first; other < script_.past(type); ++other) {
    if (!begins_line(other) || ended_[other] || !is_alternative(other)) continue;
    return colon_column + (script_.tokens[other].written == script_.tokens[first].written ? step : 0);
  }
  return colon_column;
}

// A line that goes on stays with what the author held it against: the line of its statement, the value, what stands in the
// brackets, the line before.
std::uint32_t Layout::continued_as_written(std::uint32_t token) const {
  const std::uint32_t written = script_.tokens[token].written;
  const Frame& frame = frames_.back();
  const auto against = [&](std::uint32_t anchor, std::uint32_t offset) {
    if (anchor == nowhere || anchor >= token || script_.tokens[anchor].written + offset != written) return nowhere;
    return script_.tokens[anchor].column + offset;
  };
  std::uint32_t column = against(frame.line, step);
  for (const std::uint32_t offset : {0U, step}) {
    if (column == nowhere) column = against(frame.value, offset);
  }
  for (auto open = frames_.rbegin(); open != frames_.rend() && column == nowhere && open->opener != nowhere && open->opener > frame.line; ++open) {
    column = against(open->inner, 0);
    if (column == nowhere) column = against(open->inner, step);
  }
  for (const std::uint32_t offset : {0U, step}) {
    if (column == nowhere && line_ > frame.line) column = against(line_, offset);
  }
  return column;
}

std::uint32_t Layout::continued(std::uint32_t token) const {
  const Frame& frame = frames_.back();
  if (script_.tokens[token].wanted != nowhere) return script_.tokens[token].wanted;
  if (is_alternative(token)) {
    const std::uint32_t before = script_.first_of(type_of(token)) - 1;
    if (script_.is_sign(before, ":")) return alternative_column(token, script_.tokens[before].column);
  }
  const std::uint32_t written = ended_[token] ? nowhere : continued_as_written(token);
  if (written != nowhere) return written;
  const bool in_parentheses = frame.opener != nowhere && script_.is_sign(frame.opener, "(");
  const auto near = [&](std::uint32_t anchor) { return anchor != nowhere && anchor < token && script_.tokens[anchor].column <= furthest_hang; };
  if (in_parentheses && script_.kind(script_.tokens[frame.opener].owner) != Kind::paren && near(frame.inner)) return script_.tokens[frame.inner].column;
  const std::string& text = script_.tokens[token].text;
  if ((text == "or" || text == "and") && !in_parentheses && near(frame.value)) return std::max(script_.tokens[frame.value].column, script_.tokens[frame.line].column + step);
  if (ended_[token] && frame.value != nowhere && frame.value < token && begins_line(frame.value)) return script_.tokens[frame.value].column + step;
  return script_.tokens[frame.line].column + step;
}

// ---- the text ------------------------------------------------------------------------------------------------------------
std::string Layout::write(std::string_view line_end) const {
  std::string made;
  std::uint32_t end = 0;
  for (std::uint32_t i = 0; i < script_.count(); ++i) {
    const Token& token = script_.tokens[i];
    if (token.dropped) continue;
    if (begins_line(i)) {
      for (std::uint8_t line = 0; line < token.breaks; ++line) made += line_end;
      end = 0;
    }
    made.append(token.column - std::min(end, token.column), ' ');
    made += token.text;
    end = token.column + token.width;
  }
  if (!made.empty()) made += line_end;
  return made;
}

}  // namespace crit::layout
