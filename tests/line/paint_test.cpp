// Bytes between pictures that no screen of libvterm tells apart: how few they are, and what a terminal that wraps its
// rows anew needs.
#include <catch2/catch.hpp>
#include <string>

#include "line/picture.hpp"
#include "line/state.hpp"
#include "toy_guide.hpp"

namespace {

using namespace crit::line;

Picture picture_of(const std::string& text, std::size_t cursor, Size size = {20, 10}) {
  line_test::ToyGuide guide;
  State state;
  state.prompt = {"> ", ". ", {}};
  state = step(std::move(state), {Key::Code::paste, text}, guide);
  state.buffer.move_to(cursor);
  return draw(look(std::move(state), guide), size);
}

std::string between(const std::string& last, const std::string& next) {
  return paint(picture_of(last, last.size()), picture_of(next, next.size()), Theme::none);
}

}  // namespace

TEST_CASE("only what changes is sent") {
  CHECK(between("abc", "abc").empty());
  CHECK(between("abc", "abcd") == "d");
  CHECK(between("abcd", "abc") == "\x1b[6G\x1b[K");
  CHECK(between("abcdefghijk", "abXdefghijk") == "\x1b[5GX\x1b[14G");
  CHECK(between("ab", "ab\nc") == "\r\n\x1b[1m. \x1b[mc");
  CHECK(between("ab\nc", "ab") == "\r\x1b[J\x1b[A\x1b[5G");
  CHECK(between("ab\ncd", "aX\ncd") == "\x1b[A\x1b[4GX\x1b[B");
}

TEST_CASE("a picture is taken away from its first row") {
  const Picture two_rows = picture_of("ab\ncd", 5);
  CHECK(take_away(two_rows, 20, false) == "\x1b[1A\r\x1b[J");
  CHECK(take_away(picture_of("ab", 2), 20, false) == "\r\x1b[J");
}

TEST_CASE("rows that a terminal wraps anew are counted as it has them") {
  // Rows of 18 and 12 columns, the cursor behind the twelfth.
  const Picture wide = picture_of("abcdefghijklmnop\nabcdefghij", 27);
  REQUIRE(wide.row == 1);
  REQUIRE(wide.column == 12);
  CHECK(take_away(wide, 10, false) == "\x1b[1A\r\x1b[J");
  CHECK(take_away(wide, 10, true) == "\x1b[3A\r\x1b[J");
  CHECK(take_away(wide, 18, true) == "\x1b[1A\r\x1b[J");
  CHECK(take_away(wide, 4, true) == "\x1b[8A\r\x1b[J");
}

TEST_CASE("the cursor's shape says vi's mode, and is the terminal's own again at the end") {
  line_test::ToyGuide guide;
  State state;
  state.keys = Keys::vi;
  const Picture insert = draw(state, {20, 10});
  state = step(std::move(state), {Key::Code::escape, {}}, guide);
  const Picture normal = draw(state, {20, 10});
  CHECK(paint(insert, normal, Theme::none) == "\x1b[2 q");
  CHECK(paint(normal, insert, Theme::none) == "\x1b[0 q");
  CHECK(leave(normal) == "\r\n\x1b[0 q");
}

TEST_CASE("behind a character of unsure width the column is set anew, and the next character is written") {
  CHECK(between("a👨bc", "aX👨bc") == "\x1b[4GX  \x1b[5G👨\x1b[7Gbc");
}
