// What is broken in a fact file, and what stands in it and behind it. The other half of FactStream: fact_stream.cpp.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "array_tail.hpp"
#include "fact_stream.hpp"
#include "json_fault.hpp"
#include "text_check.hpp"

namespace crit {

namespace {

constexpr std::string_view mark = "\xEF\xBB\xBF";  // of byte order
// So much behind a fault is looked at for its message, at most; the rest of its line at least.
constexpr std::uint64_t most_after = 4'096;
// Of a value that is faulty further on, only the surroundings of the fault are shown.
constexpr std::uint64_t longest_shown = std::uint64_t{1} << 20;
// Of its line, so much is searched for quotes that belong to none.
constexpr std::uint64_t most_quoted = std::uint64_t{64} << 10;
// So many objects that are passed over wait for the end of what they stand in.
constexpr std::size_t most_waiting = 1'000;


std::string_view trimmed(std::string_view text) {
  while (!text.empty() && FactBytes::is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && FactBytes::is_blank(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace

// ---- what is broken ---------------------------------------------------------------------------------------------------

bool FactStream::begin_fault(std::uint64_t byte) {
  fault_ = byte;
  mode_ = Mode::fault;
  return true;
}

// Of the line of the fault, in the value and behind it; a long line may have one. Nothing: it is not read to its end yet.
std::optional<bool> FactStream::line_has_odd_quote() const {
  const std::string_view before = bytes_.view(value_, fault_);
  const std::size_t line = before.rfind('\n');
  bool odd = false;
  for (std::uint64_t byte = line == std::string_view::npos ? value_ : value_ + line; byte - fault_ < most_quoted || byte < fault_; ++byte) {
    if (!bytes_.has(byte)) return ended_ ? std::optional<bool>(odd) : std::nullopt;
    if (bytes_.at(byte) == '\n' && byte >= fault_) return odd;
    if (bytes_.at(byte) == '"') odd = !odd;
    if (bytes_.at(byte) == '\\' && bytes_.has(byte + 1) && bytes_.at(byte + 1) != '\n') ++byte;
  }
  return true;
}

// `first`: what the value begins with. A bracket that closes nothing ends what is behind already.
void FactStream::note_fault_byte(char byte, char first) {
  const bool closes = byte == '}' || byte == ']';
  bracket_fault_ = closes && (first == '{' || first == '[');
  mark_fault_ = closes || byte == '{' || byte == '[' || byte == '"' || byte == ',' || byte == ':';
}

// Of an array on one line: where its last members begin. False: its line is not read to its end yet.
bool FactStream::find_tail() {
  if (place_ == Place::outside || too_large_ || array_->line != head_.line || value_ < line_end_) return true;
  searched_ = std::max(searched_, value_);
  const std::size_t found = bytes_.view(searched_, bytes_.end()).find('\n');
  searched_ = found == std::string_view::npos ? bytes_.end() : searched_ + found;
  if (searched_ - value_ > limit_) return true;  // it is not held, and its last members are not read
  if (found == std::string_view::npos && !ended_) return false;
  line_end_ = tail_ = searched_;
  if (fault_ > line_end_) return true;
  if (const std::optional<std::size_t> tail = array_tail(bytes_.view(value_, line_end_), fault_ - value_)) tail_ = value_ + *tail;
  return true;
}

bool FactStream::step_fault() {
  std::uint64_t to = fault_;
  if (!too_large_) {
    const std::uint64_t most = std::min(fault_ + most_after, bytes_.end());
    const std::size_t line_end = bytes_.view(fault_, most).find('\n');
    if (line_end == std::string_view::npos && most < fault_ + most_after && !ended_) return false;
    to = line_end == std::string_view::npos ? most : fault_ + line_end;
  }
  if (!find_tail()) return false;
  const std::optional<bool> odd = place_ != Place::outside && value_ >= line_end_ && !too_large_ ? line_has_odd_quote() : false;
  if (!odd) return false;
  resume_ = value_ < tail_ && tail_ < line_end_ ? tail_ : 0;
  note_fault_byte(bytes_.has(fault_) ? bytes_.at(fault_) : '\0', bytes_.at(value_));
  mark_fault_ = mark_fault_ || *odd;
  const bool foreign = value_ == 0 && !too_large_ && foreign_file(bytes_.view(0, to));
  const bool is_word = !too_large_ && bytes_.at(value_) != '{' && bytes_.at(value_) != '[';
  held_ = std::move(head_);
  held_->kind = FactPiece::Kind::fault;
  held_->needs_id = false;
  opened_ = held_->line;
  if (too_large_) {
    bytes_.count_to(fault_);
    held_->fault.message += fmt::format(", and it is broken on line {}", bytes_.lines.line);
    held_->fault.help = "what stands in it up to there is lost";
  } else {
    say_fault(*held_, to);
    held_->id = own_id();
  }
  if (foreign) {  // no line of it can be read
    at_end();
    return true;
  }
  if (is_word && spoiled_) held_.reset();  // it is told already
  closed_in_place_ = false;
  torn_.restart(bytes_.lines.line, place_ != Place::outside, fault_, too_large_ ? scan_.open() : std::vector<bool>());
  at_ = too_large_ ? fault_ : value_;
  if (place_ != Place::outside) place_ = Place::after;
  comma_before_ = comma_allowed_ = unsure_ = false;
  mode_ = Mode::rest;
  return true;
}

// Where and why the value that begins at `value_` is none, by the bytes before `to`.
void FactStream::say_fault(FactPiece& made, std::uint64_t to) {
  const std::uint64_t shown = value_ - made.begin;
  // An object that begins the line of the fault: a member was cut off before it.
  const std::string_view before = bytes_.view(value_, fault_);
  const std::size_t line = before.rfind('\n');
  const bool cut = line != std::string_view::npos && trimmed(before.substr(line + 1)).empty() && bytes_.has(fault_) && bytes_.at(fault_) == '{';
  if (cut) to = value_ + before.find('\n');
  if (to == fault_ && bytes_.has(to)) ++to;  // the line end is the fault: a text goes up to it
  const std::string_view text = bytes_.view(shown, to);
  std::optional<JsonFault> fault = find_json_fault(text, made.begin, static_cast<std::uint32_t>(text.size()), value_ == 0);
  if (!fault) {
    fault.emplace();
    fault->span.begin = fault->span.end = static_cast<std::uint32_t>(std::min(fault_, to) - shown);
    fault->message = "from here on this is not well-formed JSON";
  }
  made.fault = std::move(*fault);
  if (bytes_.has(fault_) && bytes_.at(fault_) == '"' && value_end_ > value_ && value_end_ < fault_) {  // value_end_: of this value
    made.fault.span.begin = static_cast<std::uint32_t>(std::min(value_end_ - 1, to) - shown);
    made.fault.span.end = made.fault.span.begin + 1;
    made.fault.message = "the value ends here, and a name follows";
    made.fault.help = "remove the bracket that closes too early";
  }
  const auto fault_begins = static_cast<std::size_t>(made.fault.span.begin);
  if (!made.fault.opened && fault_begins > made.begin && text.substr(made.begin, fault_begins - made.begin).find('\n') != std::string_view::npos) {
    made.fault.opened = Label{{made.begin, made.begin + 1}, "the broken value begins here"};
  }
  made.end = static_cast<std::uint32_t>(text.size());
  if (text.size() <= longest_shown) {
    made.text = text;
    return;
  }
  // Only the fault's surroundings, on its line. Lines are counted anew then: the value is read again.
  const FactBytes::Lines lines = bytes_.lines;
  const std::uint64_t place = shown + made.fault.span.begin;
  FactPiece round = piece(FactPiece::Kind::fault, place, std::max(place, std::min(to, shown + made.fault.span.end)), to);
  bytes_.lines = lines;
  round.line = made.line;
  round.fault.kind = made.fault.kind;
  round.fault.message = std::move(made.fault.message);
  if (made.fault.opened) round.fault.message += fmt::format(", in the value that begins on line {}", made.line);
  round.fault.help = std::move(made.fault.help);
  made = std::move(round);
}

void FactStream::give_held() {
  if (!held_) return;
  ready_.push_back(std::move(*held_));
  held_.reset();
}

// An object that gives an id, and that is not read.
void FactStream::hold_found() {
  const TornScan::Found& found = torn_.found();
  constexpr std::uint64_t length_of_name = 4;
  FactPiece made = piece(FactPiece::Kind::passed_over, found.name, found.name + length_of_name, at_);
  made.line = found.line;
  made.opened = opened_;
  made.id = found.id;
  passed_over_.emplace_back(std::move(made), found.sure);
}

void FactStream::give_passed_over(bool all) {
  for (auto& [piece, sure] : passed_over_) {
    if (all || sure) ready_.push_back(std::move(piece));
  }
  passed_over_.clear();
}

// The id that the broken value gives before its fault.
std::string FactStream::own_id() const {
  const std::string_view before = bytes_.view(value_, fault_);
  TornScan scan;
  scan.restart(1, false, fault_);
  for (std::size_t place = 0; place < before.size();) {
    const TornScan::Stop stop = scan.read(before, place, value_ + place);
    if (stop == TornScan::Stop::has_id && scan.found().object == value_) return scan.found().id;
  }
  return "";
}

// The line whose end was read last.
bool FactStream::line_ends_with_comma() const {
  constexpr std::uint64_t most_blanks = 64;
  std::uint64_t last = at_ - 1;
  const std::uint64_t first = last - std::min(last - bytes_.base, most_blanks);
  while (last > first && FactBytes::is_blank(bytes_.at(last - 1))) --last;
  return last > first && bytes_.at(last - 1) == ',';
}

// Its line, or all of it up to what is read next, is behind.
void FactStream::end_fault() {
  bytes_.count_to(at_);
  spoiled_ = true;
  const bool several = bytes_.lines.line > opened_ + (place_ == Place::outside ? 1 : 0);
  const bool odd = torn_.has_stray_bracket() || torn_.has_odd_quote();
  const bool ends_anywhere = several && !closed_in_place_ && (odd || mark_fault_);
  unsure_ = odd || bracket_fault_ || ends_anywhere;
  doubted_by_ = opened_;
  if (place_ != Place::outside) {
    array_doubted_ = array_doubted_ || (value_ >= line_end_ && (ends_anywhere || (unsure_ && torn_.goes_on_behind())));
    if (mark_fault_ && value_ >= line_end_) doubted_line_ = bytes_.lines.line;
    return;
  }
  comma_ended_ = line_ends_with_comma();
  comma_before_ = comma_ended_ && (several || (unsure_ && torn_.goes_on_behind()));
}

bool FactStream::step_rest() {
  while (bytes_.has(at_)) {
    auto place = static_cast<std::size_t>(at_ - bytes_.base);
    if (resume_ != 0 && at_ >= resume_) {
      give_held();
      give_passed_over(true);
      at_ = std::exchange(resume_, 0);
      if (!torn_.is_balanced()) array_torn_ = opened_;
      place_ = bytes_.at(at_) == ']' ? Place::after : Place::item;
      mode_ = Mode::between;
      return true;
    }
    const std::uint64_t to = resume_ != 0 ? std::min(resume_, bytes_.end()) : bytes_.end();
    const TornScan::Stop stop = torn_.read(bytes_.view(bytes_.base, to), place, at_);
    at_ = bytes_.base + place;
    switch (stop) {
      case TornScan::Stop::end: break;
      case TornScan::Stop::line_end:
        give_held();
        give_passed_over(torn_.is_open() || torn_.has_stray_bracket());
        mode_ = torn_.is_open() ? Mode::torn : Mode::seek;
        if (mode_ == Mode::seek) end_fault();
        return true;
      case TornScan::Stop::closed:
        if (resume_ != 0) break;
        closed_in_place_ = indent_ && !torn_.goes_on_behind() && indent_of(at_ - 1) == indent_;
        if (place_ == Place::outside && !passed_over_.empty() && !torn_.has_stray_bracket()) {
          std::erase_if(passed_over_, [](const auto& one) { return !one.second; });
        }
        if (place_ == Place::outside) break;
        give_held();
        give_passed_over(torn_.has_stray_bracket());
        break;
      case TornScan::Stop::between:
        if (resume_ != 0) {
          ++at_;
          break;
        }
        give_held();
        give_passed_over(true);
        end_fault();
        mode_ = Mode::between;
        return true;
      case TornScan::Stop::has_id:
        if (torn_.found().object == value_) {  // the broken value's own
          if (held_) held_->id = torn_.found().id;
          break;
        }
        hold_found();
        if (passed_over_.size() < most_waiting) break;
        give_held();
        give_passed_over(true);
        return true;
    }
  }
  if (ended_) at_end();
  return ended_;
}

// A line inside of what is broken: a whole object by itself, or not.
bool FactStream::step_torn() {
  searched_ = std::max(searched_, at_);
  const std::size_t found = bytes_.view(searched_, bytes_.end()).find('\n');
  const bool is_line = found != std::string_view::npos;
  const std::uint64_t line_end = is_line ? searched_ + found : bytes_.end();
  searched_ = line_end;
  if (!is_line && !ended_ && line_end - at_ <= limit_) return false;
  mode_ = Mode::rest;
  if (line_end - at_ > limit_) return true;
  const std::string_view whole = bytes_.view(at_, line_end);
  std::string_view line = trimmed(whole);
  if (!line.empty() && line.back() == ',') line = trimmed(line.substr(0, line.size() - 1));
  if (line.empty() || line.front() != '{') return true;
  JsonScan scan;
  std::size_t end_of_object = 0;
  if (scan.read(line, end_of_object) != JsonScan::End::whole || end_of_object != line.size()) return true;
  const std::uint64_t begin = at_ + static_cast<std::uint64_t>(line.data() - whole.data());
  FactPiece made = piece(FactPiece::Kind::inside, begin, begin + line.size(), begin + line.size());
  made.opened = opened_;
  ready_.push_back(std::move(made));
  at_ = is_line ? line_end + 1 : line_end;
  torn_.pass_line();
  mode_ = Mode::torn;
  if (!is_line) at_end();
  return true;
}

// Behind what is broken: the next line that begins as a value does.
bool FactStream::step_seek() {
  if (!bytes_.skip_blanks(at_, true)) {
    if (ended_) at_end();
    return ended_;
  }
  const char c = bytes_.at(at_);
  const bool in_array = place_ != Place::outside;
  if (c == mark[0] && !bytes_.has(at_ + mark.size() - 1) && !ended_) return false;
  if (!in_array && bytes_.view(at_, std::min(at_ + mark.size(), bytes_.end())) == mark) {
    mode_ = Mode::between;
  } else if (c == '{' || c == '[') {
    if (in_array) {
      array_doubted_ = array_doubted_ || unsure_;
      begin_value(unsure_);
    } else {
      mode_ = Mode::between;
    }
  } else if (in_array && (c == ',' || c == ']')) {
    mode_ = Mode::between;
  } else {
    bytes_.count_to(at_);
    opened_ = bytes_.lines.line;
    note_fault_byte(c, c);
    indent_.reset();
    closed_in_place_ = false;
    torn_.restart(opened_, in_array, at_);
    mode_ = Mode::rest;
  }
  return true;
}

}  // namespace crit
