// Keys, and the decoder that makes them of a terminal's bytes: UTF-8, escape sequences, bracketed paste. It reads no
// clock: whoever reads the bytes calls end_of_burst() when none came for a while, and a lone ESC is the key Escape.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace crit::line {

struct Key {
  enum class Code : std::uint8_t {
    text,
    enter,
    tab,
    escape,
    backspace,
    del,
    insert,
    up,
    down,
    left,
    right,
    home,
    end,
    page_up,
    page_down,
    paste,
    unknown
  };
  Code code = Code::unknown;
  std::string text;  // of `text`: one character in UTF-8; of `paste`: all that was pasted, its line ends as \n
  bool ctrl = false, alt = false, shift = false;

  friend bool operator==(const Key&, const Key&) = default;
};

// "a", "<c-a>", "<m-b>", "<c-left>", "<s-tab>", "<paste>": how tables of keys call it.
std::string name_of(const Key& key);

class Decoder {
 public:
  // The keys that are whole with these bytes; the rest is kept for those to come.
  std::vector<Key> feed(std::string_view bytes);
  // No byte came for a while: what is kept is a key as it stands. A paste goes on.
  std::vector<Key> end_of_burst();
  bool is_amid_key() const { return !kept_.empty() && !in_paste_; }
  // The input ended: of a paste that never did, what came is given.
  std::vector<Key> end_of_input();

 private:
  void decode(std::vector<Key>& keys, bool is_end);
  bool take_paste(std::vector<Key>& keys, std::size_t& at);

  std::string kept_;
  std::size_t searched_ = 0;  // of kept_, in a paste: holds no end of the paste
  bool in_paste_ = false;
};

// Valid UTF-8 with \n as its line ends: what is wrong becomes U+FFFD, \r and \r\n become \n, NUL goes.
std::string clean_text(std::string_view bytes);

}  // namespace crit::line
