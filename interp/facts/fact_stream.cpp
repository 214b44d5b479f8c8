#include "fact_stream.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "json_fault.hpp"
#include "text_check.hpp"

namespace crit {

namespace {

constexpr std::string_view mark = "\xEF\xBB\xBF";  // of byte order

// So much before a value is shown with it, where its line begins no further off; so much is kept of what is read.
constexpr std::uint64_t most_before = 512;
constexpr std::uint64_t kept_behind = 4'096;
// So much behind a fault is looked at for its message, at most; the rest of its line at least.
constexpr std::uint64_t most_after = 4'096;
// Of a value that is faulty further on, only the surroundings of the fault are shown.
constexpr std::uint64_t longest_shown = std::uint64_t{1} << 20;
// Of a value too large to be held: so much is searched for its id, and shown.
constexpr std::uint64_t searched_for_id = std::uint64_t{64} << 10;
constexpr std::uint64_t shown_of_large = 200;
// So many objects that are passed over wait for the end of what they stand in.
constexpr std::size_t most_waiting = 1'000;
constexpr std::size_t worth_forgetting = std::size_t{64} << 10;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }
bool is_inner(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }  // not the first byte of a character

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace

// ---- bytes and lines --------------------------------------------------------------------------------------------------

void FactStream::feed(std::string_view bytes) {
  if (mode_ == Mode::done) return;
  forget();
  buffer_ += bytes;
}

void FactStream::finish() { ended_ = true; }

void FactStream::fail(std::string_view why) {
  failed_ = why;
  ended_ = true;
}

std::string_view FactStream::view(std::uint64_t from, std::uint64_t to) const {
  return std::string_view(buffer_).substr(static_cast<std::size_t>(from - base_), static_cast<std::size_t>(to - from));
}

// False: the bytes that were read end with blanks.
bool FactStream::skip_blanks(std::uint64_t& byte, bool over_lines) {
  while (has(byte) && (is_blank(at(byte)) || (over_lines && at(byte) == '\n'))) ++byte;
  return has(byte);
}

void FactStream::count_to(std::uint64_t byte) {
  if (byte <= lines_.counted) return;
  std::string_view text = view(lines_.counted, byte);
  if (const std::size_t last = text.rfind('\n'); last != std::string_view::npos) {
    lines_.line += static_cast<std::uint32_t>(std::count(text.begin(), text.end(), '\n'));
    lines_.begin = lines_.counted + last + 1;
    lines_.column = 1;
    text.remove_prefix(last + 1);
  }
  const auto inner = std::count_if(text.begin(), text.end(), is_inner);
  lines_.column += static_cast<std::uint32_t>(text.size() - static_cast<std::size_t>(inner));
  lines_.counted = byte;
}

// Drops what is no longer needed, when it is much: each byte is moved a few times at most.
void FactStream::forget() {
  const bool holds = (mode_ == Mode::value || mode_ == Mode::behind || mode_ == Mode::fault) && !too_large_;
  const std::uint64_t needed = holds ? std::min(value_, at_) : at_;
  if (needed < base_ + kept_behind) return;
  const auto much = static_cast<std::size_t>(needed - kept_behind - base_);
  if (much < worth_forgetting || much < buffer_.size() / 2) return;
  count_to(base_ + much);
  buffer_.erase(0, much);
  base_ += much;
  constexpr std::size_t large = std::size_t{16} << 20;
  if (buffer_.capacity() > large && buffer_.size() < large / 16) buffer_.shrink_to_fit();
}

// Bytes [from, to) as a piece, with the beginning of its line where that is near, up to `shown_to`.
FactPiece FactStream::piece(FactPiece::Kind kind, std::uint64_t from, std::uint64_t to, std::uint64_t shown_to) {
  count_to(from);
  const bool near = from - lines_.begin <= most_before;
  const std::uint64_t shown = near ? lines_.begin : from;
  FactPiece made;
  made.kind = kind;
  made.line = made.first_line = lines_.line;
  made.first_column = near ? 1 : lines_.column;
  made.first_byte = static_cast<std::uint32_t>(shown);
  made.text = view(shown, std::min(shown_to, end()));
  made.begin = static_cast<std::uint32_t>(from - shown);
  made.end = static_cast<std::uint32_t>(to - shown);
  made.fault.span = {made.begin, made.end};
  return made;
}

void FactStream::tell(std::uint64_t from, std::uint64_t to, std::string message, std::string help, JsonFault::Kind kind) {
  FactPiece made = piece(FactPiece::Kind::fault, from, to, std::max(to, from + 1));
  made.fault.kind = kind;
  made.fault.message = std::move(message);
  made.fault.help = std::move(help);
  ready_.push_back(std::move(made));
}

// ---- the steps --------------------------------------------------------------------------------------------------------

std::optional<FactPiece> FactStream::next() {
  if (!begun_) {
    if (buffer_.size() < mark.size() && !ended_) return std::nullopt;
    begun_ = true;
    if (std::string_view(buffer_).substr(0, mark.size()) == mark) buffer_.erase(0, mark.size());
  }
  while (ready_.empty()) {
    if (!step()) return std::nullopt;
  }
  FactPiece first = std::move(ready_.front());
  ready_.pop_front();
  gave_ = true;
  return first;
}

// False: nothing more can be said of what was read.
bool FactStream::step() {
  switch (mode_) {
    case Mode::between: return step_between();
    case Mode::value: return step_value();
    case Mode::behind: return step_behind();
    case Mode::fault: return step_fault();
    case Mode::rest: return step_rest();
    case Mode::torn: return step_torn();
    case Mode::seek: return step_seek();
    case Mode::done: return false;
  }
  return false;
}

void FactStream::at_end() {
  give_held();
  give_passed_over(true);
  mode_ = Mode::done;
  if (array_) {
    array_->fault.message = "this `[` is never closed";
    array_->fault.help = "add the missing `]`";
    ready_.push_back(std::move(*array_));
    array_.reset();
  }
  if (!failed_.empty()) {
    tell(end(), end(), failed_, "", JsonFault::Kind::unreadable);
  } else if (!gave_ && ready_.empty()) {
    FactPiece nothing;
    nothing.fault = *find_json_fault("", 0, 0, true);
    ready_.push_back(std::move(nothing));
  }
}

bool FactStream::step_between() {
  if (!skip_blanks(at_, true)) {
    if (ended_) at_end();
    return ended_;
  }
  const char c = at(at_);
  if (place_ == Place::outside) {
    if (c == mark[0]) {
      if (!has(at_ + mark.size() - 1) && !ended_) return false;
      if (view(at_, std::min(at_ + mark.size(), end())) == mark) {
        count_to(at_ += mark.size());
        if (lines_.column == 2) lines_.begin = at_, lines_.column = 1;  // it begins the line
        return true;
      }
    }
    if (c == ',' && comma_allowed_) {
      std::uint64_t after = at_ + 1;
      const bool more = skip_blanks(after, false);
      if (!more && !ended_) return false;
      if (!more || at(after) == '\n') {
        comma_allowed_ = false;
        comma_before_ = true;
        at_ = after;
        return true;
      }
    }
    if (c == '[') {
      array_ = piece(FactPiece::Kind::fault, at_, at_ + 1, at_ + 1);
      place_ = Place::first;
      array_doubted_ = object_before_;
      object_before_ = false;
      comma_before_ = comma_allowed_ = false;
      ++at_;
      return true;
    }
    begin_value(std::exchange(comma_before_, false));
    comma_allowed_ = false;
    return true;
  }
  if (c == ']') {
    if (place_ == Place::first) {
      array_->fault.kind = JsonFault::Kind::empty;
      array_->fault.message = "the list of members is empty";
      array_->fault.help = "write { \"member\": { … } } in it";
      ready_.push_back(std::move(*array_));
    }
    if (place_ == Place::item) tell(at_, at_ + 1, "a comma stands before `]`", "remove the comma: JSON has none after the last item");
    place_ = Place::outside;
    array_.reset();
    comma_allowed_ = true;
    ++at_;
    return true;
  }
  if (c == ',') {
    if (place_ != Place::after) tell(at_, at_ + 1, "a member is expected, found `,`", "remove one of the commas");
    place_ = Place::item;
    ++at_;
    return true;
  }
  const bool lacks_comma = place_ == Place::after;
  if (lacks_comma && (c == '{' || c == '[')) tell(at_, at_, fmt::format("a comma is missing before `{}`", c), "put `,` between");
  begin_value(lacks_comma);
  return true;
}

void FactStream::begin_value(bool needs_id) {
  value_ = at_;
  head_ = piece(FactPiece::Kind::value, at_, at_, at_);
  head_.needs_id = needs_id || (place_ != Place::outside && array_doubted_);
  head_.doubted = head_.needs_id && (place_ == Place::outside || array_doubted_);
  object_before_ = false;
  too_large_ = false;
  scan_.restart();
  mode_ = Mode::value;
}

bool FactStream::step_value() {
  auto place = static_cast<std::size_t>(at_ - base_);
  JsonScan::End found = scan_.read(buffer_, place);
  at_ = base_ + place;
  if (at_ - value_ > limit_ && !too_large_) drop_text();
  if (found == JsonScan::End::going) {
    if (!ended_) return false;
    found = scan_.finish();
  }
  if (found == JsonScan::End::faulty) {
    begin_fault(at_);
    return true;
  }
  value_end_ = look_ = at_;
  other_line_ = false;
  mode_ = Mode::behind;
  return true;
}

// Of a value that is too large only its beginning is kept: to be shown, and for its id.
void FactStream::drop_text() {
  too_large_ = true;
  const std::uint64_t shown = value_ - head_.begin;
  head_.text = view(shown, value_ + std::min(shown_of_large, limit_));
  head_.end = head_.begin + 1;
  head_.fault.kind = JsonFault::Kind::too_large;
  head_.fault.span = {head_.begin, head_.end};
  head_.fault.message = limit_ == largest_value ? fmt::format("this value is longer than the {} MiB that crit reads at once", limit_ >> 20)
                                                : fmt::format("this value is longer than {} bytes", limit_);
  TornScan beginning;
  beginning.restart(head_.line, false, value_);
  const std::string_view searched = view(value_, value_ + std::min(searched_for_id, limit_));
  for (std::size_t place = 0; place < searched.size();) {
    const TornScan::Stop stop = beginning.read(searched, place, value_ + place);
    if (stop != TornScan::Stop::has_id || beginning.found().object != value_) continue;
    head_.id = beginning.found().id;
    break;
  }
}

bool FactStream::step_behind() {
  for (;; ++look_, other_line_ = true) {
    const bool more = skip_blanks(look_, false);
    if (!more && !ended_) return false;
    if (more && at(look_) == '\n' && place_ != Place::outside) continue;  // in an array the comma may stand there
    const char c = more ? at(look_) : '\n';
    if (place_ != Place::outside) {
      const bool ends = c == ',' || c == ']' || c == '{' || c == '[' || c == '\n';
      if (!ends && !other_line_) return begin_fault(look_), true;
      if (c == ']' && !head_.doubted) {
        const std::optional<bool> early = array_closes_early();
        if (!early) return false;
        if (*early) head_.needs_id = head_.doubted = true;
      }
      give_value(look_);
      place_ = Place::after;
      mode_ = Mode::between;
      return true;
    }
    if (c == ',') {
      std::uint64_t after = look_ + 1;
      const bool further = skip_blanks(after, false);
      if (!further && !ended_) return false;
      if (further && at(after) != '\n') return begin_fault(look_), true;
      give_value(after, look_);
      comma_before_ = true;
      mode_ = Mode::between;
      return true;
    }
    if (more && look_ + 2 >= end() && c == mark[0] && !ended_) return false;
    const bool is_mark = more && view(look_, std::min(look_ + mark.size(), end())) == mark;
    if (c != '\n' && c != '{' && c != '[' && !is_mark) return begin_fault(look_), true;
    const bool is_object = at(value_end_ - 1) == '}';
    give_value(look_);
    object_before_ = c == '[' && is_object;
    comma_allowed_ = c == '\n';
    mode_ = Mode::between;
    return true;
  }
}

// The value, whole. What is read next is byte `to`. `comma`: of the one behind it, where none belongs.
void FactStream::give_value(std::uint64_t to, std::optional<std::uint64_t> comma) {
  at_ = to;
  spoiled_ = 0;
  if (too_large_) {
    head_.kind = FactPiece::Kind::fault;
    ready_.push_back(std::move(head_));
    return;
  }
  const std::uint64_t shown = value_ - head_.begin;
  head_.end = static_cast<std::uint32_t>(value_end_ - shown);
  if (comma || head_.needs_id) {
    head_.needs_id = true;
    head_.fault.message = comma ? "a comma follows on a whole member" : "a member without an id may belong to the one before it";
    head_.fault.help = "put several members into `[ … ]` with commas between, or write one a line without commas";
    const std::uint64_t place = comma ? std::min(*comma, value_end_ + most_before) : value_;
    head_.fault.span.begin = static_cast<std::uint32_t>(place - shown);
    head_.fault.span.end = head_.fault.span.begin + 1;
  }
  head_.text = view(shown, std::max(value_end_, shown + head_.fault.span.end));
  ready_.push_back(std::move(head_));
}

// At the `]` behind a value: whether more follows that the array cannot be closed before. Nothing: it is not read yet.
std::optional<bool> FactStream::array_closes_early() const {
  const bool over_lines = too_large_ || view(value_, look_).find('\n') != std::string_view::npos;
  std::uint64_t after = look_ + 1;
  while (has(after) && (is_blank(at(after)) || (over_lines && at(after) == '\n'))) ++after;
  if (!has(after)) return ended_ ? std::optional<bool>(false) : std::nullopt;
  return at(after) == '}' || at(after) == ']' || (over_lines && at(after) == ',');
}

// ---- what is broken ---------------------------------------------------------------------------------------------------

void FactStream::begin_fault(std::uint64_t byte) {
  fault_ = byte;
  mode_ = Mode::fault;
}

bool FactStream::step_fault() {
  std::uint64_t to = fault_;
  if (!too_large_) {
    const std::uint64_t most = std::min(fault_ + most_after, end());
    const std::size_t line_end = view(fault_, most).find('\n');
    if (line_end == std::string_view::npos && most < fault_ + most_after && !ended_) return false;
    to = line_end == std::string_view::npos ? most : fault_ + line_end;
  }
  const bool foreign = value_ == 0 && !too_large_ && foreign_file(view(0, to));
  const bool is_word = !too_large_ && at(value_) != '{' && at(value_) != '[';
  held_ = std::move(head_);
  held_->kind = FactPiece::Kind::fault;
  held_->needs_id = false;
  opened_ = held_->line;
  if (too_large_) {
    count_to(fault_);
    held_->fault.message += fmt::format(", and it is broken on line {}", lines_.line);
    held_->fault.help = "what stands in it up to there is lost";
  } else {
    say_fault(*held_, to);
    held_->id = own_id();
  }
  if (foreign) {  // no line of it can be read
    at_end();
    return true;
  }
  if (is_word && opened_ == spoiled_) held_.reset();  // the line is told already
  torn_.restart(lines_.line, place_ != Place::outside, fault_, too_large_ ? scan_.open() : std::vector<bool>());
  at_ = too_large_ ? fault_ : value_;
  if (place_ != Place::outside) place_ = Place::after;
  comma_before_ = comma_allowed_ = false;
  mode_ = Mode::rest;
  return true;
}

// Where and why the value that begins at `value_` is none, by the bytes before `to`.
void FactStream::say_fault(FactPiece& made, std::uint64_t to) {
  const std::uint64_t shown = value_ - made.begin;
  // An object that begins the line of the fault: a member was cut off before it.
  const std::string_view before = view(value_, fault_);
  const std::size_t line = before.rfind('\n');
  const bool cut = line != std::string_view::npos && trimmed(before.substr(line + 1)).empty() && has(fault_) && at(fault_) == '{';
  if (cut) to = value_ + before.find('\n');
  if (to == fault_ && has(to)) ++to;  // the line end is the fault: a text goes up to it
  const std::string_view text = view(shown, to);
  std::optional<JsonFault> fault = find_json_fault(text, made.begin, static_cast<std::uint32_t>(text.size()), value_ == 0);
  if (!fault) {
    fault.emplace();
    fault->span.begin = fault->span.end = static_cast<std::uint32_t>(std::min(fault_, to) - shown);
    fault->message = "from here on this is not well-formed JSON";
  }
  made.fault = std::move(*fault);
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
  const Lines lines = lines_;
  const std::uint64_t place = shown + made.fault.span.begin;
  FactPiece round = piece(FactPiece::Kind::fault, place, std::max(place, std::min(to, shown + made.fault.span.end)), to);
  lines_ = lines;
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
  const std::string_view before = view(value_, fault_);
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
  const std::uint64_t first = last - std::min(last - base_, most_blanks);
  while (last > first && is_blank(at(last - 1))) --last;
  return last > first && at(last - 1) == ',';
}

bool FactStream::step_rest() {
  while (has(at_)) {
    auto place = static_cast<std::size_t>(at_ - base_);
    const TornScan::Stop stop = torn_.read(buffer_, place, at_);
    at_ = base_ + place;
    switch (stop) {
      case TornScan::Stop::end: break;
      case TornScan::Stop::line_end:
        give_held();
        give_passed_over(torn_.is_open() || torn_.has_stray_bracket());
        comma_before_ = place_ == Place::outside && !torn_.is_open() && line_ends_with_comma();
        mode_ = torn_.is_open() ? Mode::torn : Mode::seek;
        return true;
      case TornScan::Stop::closed:
        if (place_ == Place::outside && !passed_over_.empty() && !torn_.has_stray_bracket()) {
          std::erase_if(passed_over_, [](const auto& one) { return !one.second; });
        }
        if (place_ == Place::outside) break;
        give_held();
        give_passed_over(torn_.has_stray_bracket());
        break;
      case TornScan::Stop::between:
        give_held();
        give_passed_over(true);
        count_to(at_);
        spoiled_ = lines_.line;
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
  const std::size_t found = view(searched_, end()).find('\n');
  const bool is_line = found != std::string_view::npos;
  const std::uint64_t line_end = is_line ? searched_ + found : end();
  searched_ = line_end;
  if (!is_line && !ended_ && line_end - at_ <= limit_) return false;
  mode_ = Mode::rest;
  if (line_end - at_ > limit_) return true;
  const std::string_view whole = view(at_, line_end);
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
  if (!skip_blanks(at_, true)) {
    if (ended_) at_end();
    return ended_;
  }
  const char c = at(at_);
  const bool in_array = place_ != Place::outside;
  if (c == mark[0] && !has(at_ + mark.size() - 1) && !ended_) return false;
  if (!in_array && view(at_, std::min(at_ + mark.size(), end())) == mark) {
    mode_ = Mode::between;
  } else if (c == '{' || c == '[') {
    if (in_array) {
      begin_value(false);
    } else {
      mode_ = Mode::between;
    }
  } else if (in_array && (c == ',' || c == ']')) {
    mode_ = Mode::between;
  } else {
    count_to(at_);
    opened_ = lines_.line;
    torn_.restart(opened_, in_array, at_);
    mode_ = Mode::rest;
  }
  return true;
}

}  // namespace crit
