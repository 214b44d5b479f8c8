// Keys of bytes. What the keys do is in the scripts; that bytes may come in any pieces, in fuzz/line.cpp.
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "line/key.hpp"
#include "line/state.hpp"

namespace {

using crit::line::Decoder;
using crit::line::Key;

std::vector<std::string> names(const std::vector<Key>& keys) {
  std::vector<std::string> all;
  for (const Key& key : keys) all.push_back(name_of(key));
  return all;
}

std::vector<std::string> keys_of(std::string_view bytes) {
  Decoder decoder;
  std::vector<std::string> all = names(decoder.feed(bytes));
  for (const std::string& one : names(decoder.end_of_burst())) all.push_back(one);
  return all;
}

}  // namespace

TEST_CASE("keys by their bytes") {
  struct Example {
    std::string bytes, key;
  };
  // clang-format off
  const Example examples[] = {
      {"a", "a"}, {" ", " "}, {"ö", "ö"}, {"漢", "漢"}, {"\x01", "<c-a>"}, {"\x1a", "<c-z>"},
      {std::string(1, '\0'), "<c-space>"}, {"\x1c", "<c-\\>"}, {"\x1d", "<c-]>"}, {"\x1e", "<c-^>"}, {"\x1f", "<c-_>"},
      {"\r", "<enter>"}, {"\n", "<enter>"}, {"\t", "<tab>"}, {"\x7f", "<backspace>"}, {"\x08", "<backspace>"},
      {"\x1b", "<esc>"}, {"\x1b[A", "<up>"}, {"\x1bOA", "<up>"}, {"\x1b[1;2A", "<s-up>"}, {"\x1b[1;3A", "<m-up>"},
      {"\x1b[1;5A", "<c-up>"}, {"\x1b[1;8A", "<c-m-s-up>"}, {"\x1b[3;5~", "<c-del>"}, {"\x1b[Z", "<s-tab>"},
      {"\x1b" "b", "<m-b>"}, {"\x1b\x7f", "<m-backspace>"}, {"\x1b\r", "<m-enter>"}, {"\x1b\x17", "<c-m-w>"},
      {"\x1b\x1b[A", "<m-up>"}, {"\x1b\x1bOA", "<m-up>"}, {"\x1b[97;5u", "<c-a>"}, {"\x1b[13;2u", "<s-enter>"},
      {"\x1b[27;5;9~", "<c-tab>"}, {"\x1b[246u", "ö"}, {"\x1b[200~x\x1b[201~", "<paste>"}, {"\x1b[", "<m-[>"},
      {"\x1bO", "<m-O>"},
  };
  // clang-format on
  for (const Example& example : examples) CHECK(keys_of(example.bytes) == std::vector<std::string>{example.key});
}

TEST_CASE("an escape that is cut is known as such, a paste is not") {
  Decoder decoder;
  CHECK(decoder.feed("\x1b").empty());
  CHECK(decoder.is_amid_key());
  CHECK(names(decoder.feed("[D")) == std::vector<std::string>{"<left>"});
  CHECK_FALSE(decoder.is_amid_key());
  CHECK(decoder.feed("\x1b[200~abc\x1b").empty());
  CHECK_FALSE(decoder.is_amid_key());
  CHECK(decoder.end_of_burst().empty());
  const std::vector<Key> rest = decoder.end_of_input();
  REQUIRE(rest.size() == 1);
  CHECK(rest.front().text == "abc\x1b");
}

TEST_CASE("text is cleaned") {
  CHECK(crit::line::clean_text("a\r\nb\rc\nd") == "a\nb\nc\nd");
  CHECK(crit::line::clean_text(std::string_view("a\0b", 3)) == "ab");
  CHECK(crit::line::clean_text("\xff\xc0\xafö") == "���ö");
}

TEST_CASE("every shortcut is told in plain words") {
  for (const auto keys : {crit::line::Keys::emacs, crit::line::Keys::vi}) {
    const auto all = crit::line::shortcuts(keys);
    CHECK(all.size() > 30);
    for (const auto& one : all) CHECK((!one.key.empty() && !one.what.empty()));
  }
}
