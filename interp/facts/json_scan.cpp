#include "json_scan.hpp"

#include <array>
#include <cstddef>

namespace crit {

namespace {

// Far deeper than anything is nested, so that a file of nothing but brackets takes no more than a few megabytes.
constexpr std::size_t deepest = std::size_t{64} << 20;

// Bytes of a text that want a look: its end, an escape, and what may not stand there.
constexpr std::array<bool, 256> text_marks = [] {
  std::array<bool, 256> marks{};
  for (std::size_t byte = 0; byte < 0x20; ++byte) marks[byte] = true;
  marks['"'] = marks['\\'] = true;
  return marks;
}();

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

void JsonScan::restart() {
  state_ = State::value;
  escaped_ = false;
  open_.clear();
}

bool JsonScan::value_begins(char c) {
  switch (c) {
    case '{':
    case '[':
      open_.push_back(c == '{');
      state_ = c == '{' ? State::first_name : State::first_item;
      return open_.size() < deepest;
    case '"': state_ = State::text; return true;
    case 't': state_ = State::word, rest_ = "rue"; return true;
    case 'f': state_ = State::word, rest_ = "alse"; return true;
    case 'n': state_ = State::word, rest_ = "ull"; return true;
    case '-': return number_begins(Digits::minus);
    case '0': return number_begins(Digits::zero);
    default: return is_digit(c) && number_begins(Digits::whole);
  }
}

bool JsonScan::number_begins(Digits with) {
  state_ = State::number;
  digits_ = with;
  return true;
}

// Whether the number goes on with this byte; where it does not and may end, the byte is not the number's.
bool JsonScan::number_goes_on(char c) {
  const auto step = [this](Digits next) { return digits_ = next, true; };
  switch (digits_) {
    case Digits::minus: return c == '0' ? step(Digits::zero) : is_digit(c) && step(Digits::whole);
    case Digits::zero:
    case Digits::whole:
      if (c == '.') return step(Digits::point);
      if (c == 'e' || c == 'E') return step(Digits::exponent);
      return digits_ == Digits::whole && is_digit(c);
    case Digits::point: return is_digit(c) && step(Digits::decimals);
    case Digits::decimals:
      if (c == 'e' || c == 'E') return step(Digits::exponent);
      return is_digit(c);
    case Digits::exponent:
      if (c == '+' || c == '-') return step(Digits::exponent_sign);
      return is_digit(c) && step(Digits::exponent_digits);
    case Digits::exponent_sign: return is_digit(c) && step(Digits::exponent_digits);
    case Digits::exponent_digits: return is_digit(c);
  }
  return false;
}

// Whether what is between values goes on with this byte, which is no blank.
bool JsonScan::structure_goes_on(char c) {
  if (state_ == State::first_item && c == ']') return close(false);
  if (state_ == State::first_item || state_ == State::value) return value_begins(c);
  if (state_ == State::first_name && c == '}') return close(true);
  if (state_ == State::first_name || state_ == State::name) {
    state_ = State::name_text;
    return c == '"';
  }
  if (state_ == State::colon) {
    state_ = State::value;
    return c == ':';
  }
  if (c != ',') return (c == '}' || c == ']') && close(c == '}');  // after a value
  state_ = open_.back() ? State::name : State::value;
  return true;
}

bool JsonScan::is_number_end() const {
  if (state_ != State::number) return false;
  return digits_ == Digits::zero || digits_ == Digits::whole || digits_ == Digits::decimals ||
         digits_ == Digits::exponent_digits;
}

bool JsonScan::close(bool object) {
  if (open_.empty() || open_.back() != object) return false;
  open_.pop_back();
  value_ends();
  return true;
}

JsonScan::End JsonScan::finish() const { return open_.empty() && is_number_end() ? End::whole : End::faulty; }

inline JsonScan::End JsonScan::scan(std::string_view text, std::size_t& at) {
  while (at < text.size()) {
    const char c = text[at];
    switch (state_) {
      case State::text:
      case State::name_text:
        for (; at < text.size(); ++at) {
          const char inside = text[at];
          if (!text_marks[static_cast<unsigned char>(inside)] && !escaped_) continue;
          if (static_cast<unsigned char>(inside) < 0x20U) return End::faulty;
          if (escaped_) {
            escaped_ = false;
          } else if (inside == '\\') {
            escaped_ = true;
          } else {
            break;
          }
        }
        if (at == text.size()) return End::going;
        if (state_ == State::name_text) {
          state_ = State::colon;
        } else {
          value_ends();
        }
        break;
      case State::word:
        if (c != *rest_) return End::faulty;
        if (*++rest_ == '\0') value_ends();
        break;
      case State::number:
        if (number_goes_on(c)) break;
        if (!is_number_end()) return End::faulty;
        value_ends();
        if (state_ == State::done) return End::whole;
        continue;  // the byte is what follows the number
      case State::value:
      case State::first_item:
      case State::first_name:
      case State::name:
      case State::colon:
      case State::after_value:
      case State::done:
        if (!is_blank(c) && !structure_goes_on(c)) return End::faulty;
    }
    ++at;
    if (state_ == State::done) return End::whole;
  }
  return End::going;
}

JsonScan::End JsonScan::read(std::string_view text, std::size_t& at) {
  std::size_t place = at;  // one that nothing else points to
  const End end = scan(text, place);
  at = place;
  return end;
}

}  // namespace crit
