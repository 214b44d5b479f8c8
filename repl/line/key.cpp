#include "key.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>

#include "letters.hpp"

namespace crit::line {
namespace {

using Code = Key::Code;

constexpr char esc = '\x1b';
constexpr std::string_view paste_end = "\x1b[201~";
// More bytes without an end are no sequence: the terminal sends what nobody asked for.
constexpr std::size_t longest_sequence = 1024;

struct CodeName {
  Code code;
  std::string_view name;
};
constexpr CodeName code_names[] = {
    {Code::enter, "enter"},  {Code::tab, "tab"},        {Code::escape, "esc"},  {Code::backspace, "backspace"},
    {Code::del, "del"},      {Code::insert, "insert"},  {Code::up, "up"},       {Code::down, "down"},
    {Code::left, "left"},    {Code::right, "right"},    {Code::home, "home"},   {Code::end, "end"},
    {Code::page_up, "pgup"}, {Code::page_down, "pgdn"}, {Code::paste, "paste"}, {Code::unknown, "unknown"},
};

// The key of a final letter of CSI and SS3 sequences.
Code code_of_final(char final) {
  switch (final) {
    case 'A': return Code::up;
    case 'B': return Code::down;
    case 'C': return Code::right;
    case 'D': return Code::left;
    case 'H': return Code::home;
    case 'F': return Code::end;
    case 'M': return Code::enter;
    default: return Code::unknown;
  }
}

// The key of `CSI number ~`.
Code code_of_number(unsigned number) {
  switch (number) {
    case 1:
    case 7: return Code::home;
    case 2: return Code::insert;
    case 3: return Code::del;
    case 4:
    case 8: return Code::end;
    case 5: return Code::page_up;
    case 6: return Code::page_down;
    default: return Code::unknown;
  }
}

// A control character or a letter, as its key.
Key key_of_point(char32_t point) {
  Key key{Code::text, {}};
  if (point == '\r' || point == '\n') return {Code::enter, {}};
  if (point == '\t') return {Code::tab, {}};
  if (point == 0x7F || point == 0x08) return {Code::backspace, {}};
  if (point == 0x1B) return {Code::escape, {}};
  if (point < 0x20) {
    key.ctrl = true;
    key.text = point == 0 ? ' ' : static_cast<char>(point < 0x1B ? point + 0x60 : point + 0x40);
    return key;
  }
  append_letter(key.text, point);
  return key;
}

void set_modifiers(Key& key, unsigned number) {
  const unsigned bits = number == 0 ? 0 : number - 1;
  key.shift = key.code != Code::text && (bits & 1) != 0;  // of a letter it is in the letter
  key.alt = key.alt || (bits & 2) != 0;
  key.ctrl = key.ctrl || (bits & 4) != 0;
}

std::array<unsigned, 3> numbers_of(std::string_view parameters) {
  std::array<unsigned, 3> numbers{};
  std::size_t which = 0;
  bool is_skipped = false;  // behind a colon: kitty's sub-parameters
  for (const char c : parameters) {
    if (c == ';') {
      ++which;
      is_skipped = false;
    } else if (c == ':') {
      is_skipped = true;
    } else if (c >= '0' && c <= '9' && which < numbers.size() && !is_skipped) {
      numbers[which] = std::min(numbers[which] * 10 + static_cast<unsigned>(c - '0'), 0x110000U);
    }
  }
  return numbers;
}

// `CSI parameters final`; of a paste's begin the key is `paste` without text.
Key key_of_sequence(std::string_view parameters, char final) {
  const auto [first, second, third] = numbers_of(parameters);
  if (final == '~' && first == 200) return {Code::paste, {}};
  Key key;
  if (final == 'Z') {
    key.code = Code::tab;
    key.shift = true;
  } else if (final == 'u' || (final == '~' && first == 27)) {
    key = key_of_point(final == 'u' ? first : third);
    set_modifiers(key, second);
  } else {
    key.code = final == '~' ? code_of_number(first) : code_of_final(final);
    set_modifiers(key, second);
  }
  return key;
}

// How one try to read a key at the begin of some bytes ended.
struct Try {
  std::size_t length = 0;  // 0: there are bytes to come
  Key key;
};

// Behind ESC [.
Try try_sequence(std::string_view bytes, bool is_end) {
  for (std::size_t at = 0; at < std::min(bytes.size(), longest_sequence); ++at) {
    const char c = bytes[at];
    if (c >= '@' && c <= '~') {
      if (at == 0 && c == '[') {  // Linux's function keys: ESC [ [ A
        if (bytes.size() < 2) return {is_end ? at + 1 : 0, {}};
        return {2, {}};
      }
      return {at + 1, key_of_sequence(bytes.substr(0, at), c)};
    }
    if (c < ' ' || c > '~') return {at == 0 ? 1 : at, {}};
  }
  // No terminal sends one as long: so much of it goes, however the bytes are cut.
  if (bytes.size() >= longest_sequence) return {longest_sequence, {}};
  return {is_end ? std::max<std::size_t>(bytes.size(), 1) : 0, {}};
}

// `is_end`: nothing more comes, or not soon.
Try try_key(std::string_view bytes, bool is_end) {
  if (bytes.front() != esc) {
    const Letter letter = letter_at(bytes, 0);
    const auto first = static_cast<unsigned char>(bytes.front());
    const std::size_t wanted = first < 0xC2 ? 1U : first < 0xE0 ? 2U : first < 0xF0 ? 3U : first < 0xF5 ? 4U : 1U;
    const bool is_cut = letter.length < wanted && bytes.size() < wanted &&
                        std::all_of(bytes.begin() + 1, bytes.end(), [](char c) { return (c & 0xC0) == 0x80; });
    if (is_cut && !is_end) return {};
    return {letter.length, key_of_point(letter.point)};
  }
  if (bytes.size() == 1) return {is_end ? 1U : 0U, {Code::escape, {}}};
  if (bytes[1] == '[' && (bytes.size() > 2 || !is_end)) {
    Try tried = try_sequence(bytes.substr(2), is_end);
    if (tried.length > 0) tried.length += 2;
    return tried;
  }
  if (bytes[1] == 'O' && (bytes.size() > 2 || !is_end)) {
    if (bytes.size() == 2) return {};
    return {3, {code_of_final(bytes[2]), {}}};
  }
  if (bytes[1] == esc && bytes.size() == 2) return {is_end ? 1U : 0U, {Code::escape, {}}};
  if (bytes[1] == esc && bytes[2] != '[' && bytes[2] != 'O') return {1, {Code::escape, {}}};
  Try tried = try_key(bytes.substr(1), is_end);
  if (tried.length > 0) ++tried.length;
  tried.key.alt = true;
  return tried;
}

void append(std::vector<Key>& keys, std::vector<Key> more) {
  keys.insert(keys.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace

std::string name_of(const Key& key) {
  std::string name;
  if (key.ctrl) name += "c-";
  if (key.alt) name += "m-";
  if (key.shift) name += "s-";
  if (key.code == Code::text) {
    if (name.empty()) return key.text;
    return "<" + name + (key.text == " " ? "space" : key.text) + ">";
  }
  for (const CodeName& one : code_names) {
    if (one.code == key.code) name += one.name;
  }
  return "<" + name + ">";
}

// Moves on over a paste that has ended; false while it has not.
bool Decoder::take_paste(std::vector<Key>& keys, std::size_t& at) {
  const std::size_t end = kept_.find(paste_end, std::max(at, searched_));
  if (end == std::string::npos) {
    kept_.erase(0, at);
    at = 0;
    searched_ = kept_.size() < paste_end.size() ? 0 : kept_.size() - paste_end.size() + 1;
    return false;
  }
  keys.push_back({Code::paste, clean_text(std::string_view(kept_).substr(at, end - at))});
  at = end + paste_end.size();
  in_paste_ = false;
  searched_ = 0;
  return true;
}

void Decoder::decode(std::vector<Key>& keys, bool is_end) {
  std::size_t at = 0;
  while (at < kept_.size() || in_paste_) {
    if (in_paste_) {
      if (!take_paste(keys, at)) return;
      continue;
    }
    Try tried = try_key(std::string_view(kept_).substr(at), is_end);
    if (tried.length == 0) break;
    at += tried.length;
    if (tried.key.code == Code::paste) {
      in_paste_ = true;
    } else if (tried.key.code != Code::unknown) {
      keys.push_back(std::move(tried.key));
    }
  }
  kept_.erase(0, at);
}

std::vector<Key> Decoder::feed(std::string_view bytes) {
  std::vector<Key> keys;
  kept_ += bytes;
  decode(keys, false);
  return keys;
}

std::vector<Key> Decoder::end_of_burst() {
  std::vector<Key> keys;
  if (!in_paste_) decode(keys, true);
  return keys;
}

std::vector<Key> Decoder::end_of_input() {
  std::vector<Key> keys = end_of_burst();
  if (in_paste_) append(keys, feed(paste_end));
  return keys;
}

std::string clean_text(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size());
  for (std::size_t at = 0; at < bytes.size();) {
    const Letter letter = letter_at(bytes, at);
    if (letter.point == '\r') {
      if (at + 1 == bytes.size() || bytes[at + 1] != '\n') text += '\n';
    } else if (letter.point != 0) {
      append_letter(text, letter.point);
    }
    at += letter.length;
  }
  return text;
}

}  // namespace crit::line
