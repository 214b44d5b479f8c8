// Follows one JSON value byte by byte, as the bytes come in: where it ends, or the first byte that cannot be.
//
// It builds and keeps nothing but which brackets are open, so that a value of any size is followed. It knows the grammar of
// JSON whole (names, colons, commas, numbers, words), but leaves what stands inside of a text to json.cpp: escapes and UTF-8
// change no boundary. It knows nothing of members, lines or facts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace crit {

class JsonScan {
 public:
  enum class End : std::uint8_t { going, whole, faulty };

  // Reads on from text[at]. `whole`: `at` is behind the value. `faulty`: `at` is the byte that cannot be. `going`: all of
  // the text was read, and the value goes on. After `whole` or `faulty` only restart() may follow.
  End read(std::string_view text, std::size_t& at);
  // Nothing follows any more: a number that stands alone is whole then; else the value was never closed.
  End finish() const;
  void restart();

  // The brackets that are open, the outermost first; true: `{`.
  const std::vector<bool>& open() const { return open_; }

 private:
  enum class State : std::uint8_t {
    value,       // a value is expected
    first_item,  // behind `[`: a value, or `]`
    first_name,  // behind `{`: a name, or `}`
    name,        // behind a comma in an object
    colon,
    after_value,  // in an array or object: a comma, or the bracket that closes
    text,
    name_text,
    word,  // true, false, null
    number,
    done,
  };
  enum class Digits : std::uint8_t {  // of a number, what was read last
    minus,
    zero,
    whole,
    point,
    decimals,
    exponent,
    exponent_sign,
    exponent_digits,
  };
  End scan(std::string_view text, std::size_t& at);
  bool value_begins(char c);
  bool number_begins(Digits with);
  bool number_goes_on(char c);
  bool structure_goes_on(char c);
  bool is_number_end() const;
  void value_ends() { state_ = open_.empty() ? State::done : State::after_value; }
  bool close(bool object);

  State state_ = State::value;
  Digits digits_ = Digits::whole;
  bool escaped_ = false;       // in a text: the byte before is a backslash
  const char* rest_ = "";      // of a word: what must still come
  std::vector<bool> open_;
};

}  // namespace crit
