#include "torn_scan.hpp"

#include <utility>

#include "json.hpp"
#include "utf8.hpp"

namespace crit {

namespace {

// So many open brackets are told apart, the innermost. Those around them are counted: facts are never nested so deep, files in
// which each line is cut off are.
constexpr std::size_t most_kept = 10'000;
// Of a text: a longer one is no "id", and a longer id is not shown.
constexpr std::size_t longest_kept = 200;
// Blanks in front of an id's value: beyond them it is not looked for.
constexpr std::uint64_t longest_gap = 1'000;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }
bool is_number_mark(char c) { return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E'; }

bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const std::uint32_t length = character_at(text, i).length;
    if (length == 0) return false;
    i += length;
  }
  return true;
}

}  // namespace

void TornScan::pass_line() {
  ++line_;
  line_begins_ = true;
}

void TornScan::restart(std::uint32_t line, bool in_array, std::uint64_t fault, const std::vector<bool>& open) {
  *this = TornScan();
  line_ = line;
  in_array_ = in_array;
  fault_ = fault;
  for (const bool object : open) push({object, false, false, false, line, 0});
}

void TornScan::push(const Bracket& one) {
  if (open_.size() == most_kept) {
    const std::size_t half = most_kept / 2;
    open_.erase(open_.begin(), open_.begin() + static_cast<std::ptrdiff_t>(half));
    outer_ += half;
  }
  open_.push_back(one);
}

TornScan::Stop TornScan::bracket(char c, std::uint64_t place) {
  if (c == '{' || c == '[') {
    behind_ = behind_ || closed_;
    const bool sure = line_begins_ || open_.empty() || !fits_;
    const bool told = !open_.empty() && open_.back().told;
    // Items of a list before the fault are items.
    const bool watched = sure || (!told && (place >= fault_ || open_.back().object));
    push({c == '{', watched, sure, told, line_, place});
    return Stop::end;
  }
  if (open_.empty() && outer_ > 0) {
    if (--outer_ > 0) return Stop::end;
    closed_ = true;
    return Stop::closed;
  }
  if (open_.empty()) return unopened_ = true, Stop::end;
  if (open_.back().object != (c == '}')) {
    stray_ = true;
    open_.back().told = false;  // nobody knows any more what it holds
    return Stop::end;
  }
  open_.pop_back();
  if (is_open()) return Stop::end;
  closed_ = true;
  return Stop::closed;
}

// The id is there; whether it is told.
bool TornScan::tell() {
  id_ = Id::none;
  if (open_.empty() || !open_.back().object || !open_.back().watched) return false;
  open_.back().watched = false;
  // What stands in the broken value itself may well be no part of it.
  open_.back().told = open_.size() > 1 || outer_ > 0 || open_.back().place >= fault_;
  std::optional<std::string> plain = unescape_json(text_);
  found_ = {open_.back().place, open_.back().line, name_place_, {}, open_.back().sure};
  if (plain && text_.size() < longest_kept && is_utf8(*plain)) found_.id = std::move(*plain);
  return true;
}

// Whether it was the value of an id that is told.
bool TornScan::text_ends() {
  in_text_ = false;
  if (id_ == Id::colon_read) return text_.empty() ? (id_ = Id::none, false) : tell();
  id_ = text_ == "id" ? Id::name_read : Id::none;
  name_place_ = text_place_;
  return false;
}

// Whether the byte completes `{"id"`, begun in what was taken for a text.
bool TornScan::text_was_not_closed(char c, std::uint64_t place) {
  constexpr std::string_view name = "\"id\"";
  if (c != name[static_cast<std::size_t>(after_brace_)]) return after_brace_ = 0, false;
  if (++after_brace_ < static_cast<int>(name.size())) return false;
  after_brace_ = 0;
  push({true, true, true, false, line_, *brace_});
  id_ = Id::name_read;
  name_place_ = place - (name.size() - 1);
  line_begins_ = fits_ = false;
  return true;
}

TornScan::Stop TornScan::read(std::string_view text, std::size_t& at, std::uint64_t place) {
  const std::uint64_t shift = place - at;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\n') {
      odd_quote_ = odd_quote_ || in_text_;
      in_text_ = escaped_ = false;
      after_brace_ = 0;
      if (id_ == Id::number && tell()) return Stop::has_id;
      line_begins_ = true;
      ++line_;
      ++at;
      return Stop::line_end;
    }
    if (in_text_) {
      if (escaped_ || c != '"') {
        escaped_ = !escaped_ && c == '\\';
        if (text_.size() < longest_kept) text_ += c;
        if (c == '{') brace_ = shift + at;
        if (c != '{' && !is_blank(c)) brace_.reset();
        continue;
      }
      after_brace_ = brace_ ? 1 : 0;
      fits_ = false;
      if (text_ends()) return ++at, Stop::has_id;
      continue;
    }
    if (after_brace_ > 0 && text_was_not_closed(c, shift + at)) continue;
    if (is_blank(c) && id_ != Id::number) continue;
    if (id_ == Id::number) {
      if (is_number_mark(c)) {
        if (text_.size() < longest_kept) text_ += c;
        continue;
      }
      if (tell()) return Stop::has_id;  // the byte is read then
      if (is_blank(c)) continue;
    }
    const bool in_time = shift + at - name_place_ < longest_gap;
    if (c == '"') {
      in_text_ = true;
      if (!in_time) id_ = Id::none;
      text_.clear();
      brace_.reset();
      text_place_ = shift + at;
    } else if (c == ':' && id_ == Id::name_read && in_time) {
      id_ = Id::colon_read;
    } else if (id_ == Id::colon_read && in_time && (c == '-' || (c >= '0' && c <= '9'))) {
      id_ = Id::number;
      text_.assign(1, c);
    } else {
      id_ = Id::none;
      if (in_array_ && !is_open() && (c == ',' || c == ']')) return Stop::between;
      if (c == '{' || c == '[' || c == '}' || c == ']') {
        if (bracket(c, shift + at) == Stop::closed) return ++at, Stop::closed;
      }
    }
    line_begins_ = false;
    fits_ = c == ':' || c == '[' || (c == ',' && (open_.empty() || !open_.back().object));
  }
  return Stop::end;
}

}  // namespace crit
