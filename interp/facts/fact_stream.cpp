#include "fact_stream.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "json_fault.hpp"

namespace crit {

namespace {

constexpr std::string_view mark = "\xEF\xBB\xBF";  // of byte order

// So much before a value is shown with it, where its line begins no further off; so much is kept of what is read.
constexpr std::uint64_t most_before = 512;
constexpr std::uint64_t kept_behind = 4'096;
// Of a value too large to be held: so much is searched for its id, and shown.
constexpr std::uint64_t searched_for_id = std::uint64_t{64} << 10;
constexpr std::uint64_t shown_of_large = 200;
// A name that follows on a value is looked at so far.
constexpr std::uint64_t longest_name = 256;
constexpr std::size_t worth_forgetting = std::size_t{64} << 10;


}  // namespace

// ---- bytes and lines --------------------------------------------------------------------------------------------------

void FactStream::feed(std::string_view bytes) {
  if (mode_ == Mode::done) return;
  forget();
  bytes_.text += bytes;
}

void FactStream::finish() { ended_ = true; }

void FactStream::fail(std::string_view why) {
  failed_ = why;
  ended_ = true;
}

// Drops what is no longer needed, when it is much: each byte is moved a few times at most.
void FactStream::forget() {
  const bool holds = (mode_ == Mode::value || mode_ == Mode::behind || mode_ == Mode::fault) && !too_large_;
  const std::uint64_t needed = holds ? std::min(value_, at_) : at_;
  if (needed < bytes_.base + kept_behind) return;
  const auto much = static_cast<std::size_t>(needed - kept_behind - bytes_.base);
  if (much < worth_forgetting || much < bytes_.text.size() / 2) return;
  bytes_.drop(much);
}

// Bytes [from, to) as a piece, with the beginning of its line where that is near, up to `shown_to`.
FactPiece FactStream::piece(FactPiece::Kind kind, std::uint64_t from, std::uint64_t to, std::uint64_t shown_to) {
  bytes_.count_to(from);
  const bool near = from - bytes_.lines.begin <= most_before;
  const std::uint64_t shown = near ? bytes_.lines.begin : from;
  FactPiece made;
  made.kind = kind;
  made.line = made.first_line = bytes_.lines.line;
  made.first_column = near ? 1 : bytes_.lines.column;
  made.first_byte = static_cast<std::uint32_t>(shown);
  made.text = bytes_.view(shown, std::min(shown_to, bytes_.end()));
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
    if (bytes_.text.size() < mark.size() && !ended_) return std::nullopt;
    begun_ = true;
    if (std::string_view(bytes_.text).substr(0, mark.size()) == mark) bytes_.text.erase(0, mark.size());
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
  // Where a broken value took all that follows, the array's own bracket is lost by that.
  const bool taken = (mode_ == Mode::rest || mode_ == Mode::torn) && torn_.is_open();
  give_held();
  give_passed_over(true);
  mode_ = Mode::done;
  if (array_ && !taken) {
    array_->fault.message = "this `[` is never closed";
    array_->fault.help = "add the missing `]`";
    ready_.push_back(std::move(*array_));
  }
  array_.reset();
  if (!failed_.empty()) {
    tell(bytes_.end(), bytes_.end(), failed_, "", JsonFault::Kind::unreadable);
  } else if (!gave_ && ready_.empty()) {
    FactPiece nothing;
    nothing.fault = *find_json_fault("", 0, 0, true);
    ready_.push_back(std::move(nothing));
  }
}

bool FactStream::step_between() {
  if (!bytes_.skip_blanks(at_, true)) {
    if (ended_) at_end();
    return ended_;
  }
  const char c = bytes_.at(at_);
  if (place_ == Place::outside) {
    if (c == mark[0]) {
      if (!bytes_.has(at_ + mark.size() - 1) && !ended_) return false;
      if (bytes_.view(at_, std::min(at_ + mark.size(), bytes_.end())) == mark) {
        bytes_.count_to(at_ += mark.size());
        if (bytes_.lines.column == 2) bytes_.lines.begin = at_, bytes_.lines.column = 1;  // it begins the line
        return true;
      }
    }
    if (c == ',' && comma_allowed_) {
      std::uint64_t after = at_ + 1;
      const bool more = bytes_.skip_blanks(after, false);
      if (!more && !ended_) return false;
      if (!more || bytes_.at(after) == '\n') {
        comma_allowed_ = false;
        comma_before_ = std::exchange(array_over_lines_, false);
        doubted_by_ = 0;
        at_ = after;
        return true;
      }
    }
    if (c == '[') {
      array_ = piece(FactPiece::Kind::fault, at_, at_ + 1, at_ + 1);
      place_ = Place::first;
      if (object_before_) doubted_by_ = 0;
      array_doubted_ = object_before_ || std::exchange(comma_before_, false);
      array_torn_ = 0;
      object_before_ = unsure_ = false;
      comma_allowed_ = false;
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
    bytes_.count_to(at_);
    array_over_lines_ = array_->line != bytes_.lines.line;
    array_.reset();
    array_torn_ = 0;
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
  indent_ = indent_of(value_);
  head_ = piece(FactPiece::Kind::value, at_, at_, at_);
  head_.needs_id = needs_id;
  if (place_ == Place::outside ? needs_id : array_doubted_ || doubted_line_ == head_.line) doubt();
  if (array_torn_ != 0) {
    head_.kind = FactPiece::Kind::inside;
    head_.opened = array_torn_;
  }
  object_before_ = false;
  too_large_ = false;
  scan_.restart();
  mode_ = Mode::value;
}

// The value may be a part of one before it.
void FactStream::doubt() {
  head_.needs_id = head_.doubted = true;
  head_.opened = doubted_by_;
}

// The same, where what follows says so. An `id` behind it is that of the next, whose bracket is lost.
void FactStream::doubt_it() {
  if (head_.doubted || head_.kind != FactPiece::Kind::value) return;
  head_.needs_id = head_.doubted = true;
  head_.opened = 0;
}

bool FactStream::step_value() {
  auto place = static_cast<std::size_t>(at_ - bytes_.base);
  JsonScan::End found = scan_.read(bytes_.text, place);
  at_ = bytes_.base + place;
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
  head_.text = bytes_.view(shown, value_ + std::min(shown_of_large, limit_));
  head_.end = head_.begin + 1;
  head_.fault.kind = JsonFault::Kind::too_large;
  head_.fault.span = {head_.begin, head_.end};
  head_.fault.message = limit_ == largest_value ? fmt::format("this value is longer than the {} MiB that crit reads at once", limit_ >> 20)
                                                : fmt::format("this value is longer than {} bytes", limit_);
  TornScan beginning;
  beginning.restart(head_.line, false, value_);
  const std::string_view searched = bytes_.view(value_, value_ + std::min(searched_for_id, limit_));
  for (std::size_t place = 0; place < searched.size();) {
    const TornScan::Stop stop = beginning.read(searched, place, value_ + place);
    if (stop != TornScan::Stop::has_id || beginning.found().object != value_) continue;
    head_.id = beginning.found().id;
    break;
  }
}

bool FactStream::over_lines() const { return too_large_ || bytes_.view(value_, value_end_).find('\n') != std::string_view::npos; }

// Whether a name stands there, as only an object has it.
FactStream::Name FactStream::name_at(std::uint64_t byte) const {
  if (!bytes_.has(byte)) return Name::none;
  if (bytes_.at(byte) == ':') return Name::other;
  if (bytes_.at(byte) != '"') return Name::none;
  std::uint64_t last = byte + 1;
  while (bytes_.has(last) && last - byte < longest_name && bytes_.at(last) != '"' && bytes_.at(last) != '\n') ++last;
  if (last - byte == longest_name) return Name::none;
  if (!bytes_.has(last)) return ended_ ? Name::none : Name::not_read;
  if (bytes_.at(last) != '"') return Name::none;
  std::uint64_t colon = last + 1;
  while (bytes_.has(colon) && FactBytes::is_blank(bytes_.at(colon))) ++colon;
  if (!bytes_.has(colon)) return ended_ ? Name::none : Name::not_read;
  if (bytes_.at(colon) != ':') return Name::none;
  return bytes_.view(byte, last) == "\"id" ? Name::id : Name::other;
}

// So many blanks before it on its line, and nothing else.
std::optional<std::uint64_t> FactStream::indent_of(std::uint64_t byte) const {
  std::uint64_t first = byte;
  while (first > bytes_.base && FactBytes::is_blank(bytes_.at(first - 1))) --first;
  if (first > bytes_.base && bytes_.at(first - 1) != '\n') return std::nullopt;
  return byte - first;
}

bool FactStream::step_behind() {
  for (;; ++look_, other_line_ = true) {
    const bool more = bytes_.skip_blanks(look_, false);
    if (!more && !ended_) return false;
    const bool in_array = place_ != Place::outside;
    // In an array the comma may stand on another line. Behind several lines, or behind what is broken, a bracket may be too early.
    if (more && bytes_.at(look_) == '\n' && (in_array || unsure_ || over_lines())) continue;
    if (in_array) return step_behind_in_array(more);
    const char c = more ? bytes_.at(look_) : '\n';
    if (c == ',') {
      std::uint64_t after = look_ + 1;
      bool further = bytes_.skip_blanks(after, false);
      if (!further && !ended_) return false;
      if (further && bytes_.at(after) != '\n' && !other_line_) return begin_fault(look_);
      const bool several = over_lines();
      std::uint64_t next = after;
      further = bytes_.skip_blanks(next, true);
      if (!further && !ended_) return false;
      const Name name = name_at(next);
      if (name == Name::not_read) return false;
      if (name == Name::other) return begin_fault(next);
      if (name == Name::id) doubt_it();
      if (unsure_ && !comma_ended_) doubt();
      const bool doubted = head_.doubted;
      give_value(after, several || doubted ? std::optional<std::uint64_t>(look_) : std::nullopt);
      comma_before_ = several || doubted;
      if (!doubted) doubted_by_ = 0;
      mode_ = Mode::between;
      return true;
    }
    if (more && look_ + 2 >= bytes_.end() && c == mark[0] && !ended_) return false;
    const bool is_mark = more && bytes_.view(look_, std::min(look_ + mark.size(), bytes_.end())) == mark;
    const bool closes = c == '}' || c == ']';
    const Name name = other_line_ ? name_at(look_) : Name::none;
    if (name == Name::not_read) return false;
    if (name == Name::id) doubt_it();
    if (other_line_ ? name == Name::other : c != '\n' && c != '{' && c != '[' && !is_mark) return begin_fault(look_);
    if (other_line_ && closes) doubt();
    const bool is_object = bytes_.at(value_end_ - 1) == '}';
    const bool line_ends = c == '\n' || other_line_;
    give_value(look_);
    object_before_ = c == '[' && is_object && !line_ends;
    comma_allowed_ = line_ends;
    array_over_lines_ = false;
    mode_ = Mode::between;
    return true;
  }
}

bool FactStream::step_behind_in_array(bool more) {
  const char c = more ? bytes_.at(look_) : '\n';
  const bool ends = c == ',' || c == ']' || c == '{' || c == '[' || c == '\n';
  if (!ends && (!other_line_ || c == '}')) return begin_fault(look_);
  std::uint64_t next = look_;
  if (c == ',' && !bytes_.skip_blanks(++next, true) && !ended_) return false;
  const Name name = name_at(next);
  if (name == Name::not_read) return false;
  if (name == Name::other) return begin_fault(next);
  if (name == Name::id) doubt_it();
  if (c == ']' && !head_.doubted && head_.kind == FactPiece::Kind::value) {
    const std::optional<bool> early = array_closes_early();
    if (!early) return false;
    if (*early) doubt_it();
  }
  give_value(look_);
  place_ = Place::after;
  mode_ = Mode::between;
  return true;
}

// The value, whole. What is read next is byte `to`. `comma`: of the one behind it, where none belongs.
void FactStream::give_value(std::uint64_t to, std::optional<std::uint64_t> comma) {
  at_ = to;
  spoiled_ = false;
  unsure_ = false;
  if (too_large_) {
    head_.kind = FactPiece::Kind::fault;
    ready_.push_back(std::move(head_));
    return;
  }
  const std::uint64_t shown = value_ - head_.begin;
  head_.end = static_cast<std::uint32_t>(value_end_ - shown);
  if (head_.kind == FactPiece::Kind::value && (comma || head_.needs_id)) {
    head_.needs_id = true;
    head_.fault.message = comma ? "a comma follows on a whole member" : "a member without an id may belong to the one before it";
    head_.fault.help = "put several members into `[ … ]` with commas between, or write one a line without commas";
    const std::uint64_t place = comma ? std::min(*comma, value_end_ + most_before) : value_;
    head_.fault.span.begin = static_cast<std::uint32_t>(place - shown);
    head_.fault.span.end = head_.fault.span.begin + 1;
  }
  head_.text = bytes_.view(shown, std::max(value_end_, shown + head_.fault.span.end));
  ready_.push_back(std::move(head_));
}

// At the `]` behind a value: whether more follows that the array cannot be closed before. Nothing: it is not read yet.
std::optional<bool> FactStream::array_closes_early() const {
  const bool over_lines = other_line_ || this->over_lines();
  std::uint64_t after = look_ + 1;
  while (bytes_.has(after) && (FactBytes::is_blank(bytes_.at(after)) || (over_lines && bytes_.at(after) == '\n'))) ++after;
  if (!bytes_.has(after)) return ended_ ? std::optional<bool>(false) : std::nullopt;
  return bytes_.at(after) == '}' || bytes_.at(after) == ']' || (over_lines && bytes_.at(after) == ',');
}

}  // namespace crit
