// How much work a key is, counted: bounded by the screen, however long the entry is.
#include <catch2/catch.hpp>
#include <string>

#include "line/editor.hpp"
#include "line/picture.hpp"
#include "line/state.hpp"
#include "toy_guide.hpp"

namespace {

using namespace crit::line;

constexpr Size usual{80, 24};

std::string many_lines(std::size_t size) {
  std::string text;
  while (text.size() < size)
    text += "  criterion I.A." + std::to_string(text.size()) + " is met when height < 109.22 cm\n";
  return text;
}

State pasted(std::string text, line_test::ToyGuide& guide) {
  State state;
  state.prompt = {"> ", ". ", {}};
  state = step(std::move(state), {Key::Code::paste, std::move(text)}, guide);
  return look(std::move(state), guide);
}

State press(State state, Key::Code code, line_test::ToyGuide& guide) {
  return look(step(std::move(state), {code, {}}, guide), guide);
}

}  // namespace

TEST_CASE("a picture of a megabyte in many lines is no more work than one of a screen") {
  line_test::ToyGuide guide;
  State state = pasted(many_lines(1'000'000), guide);
  const std::size_t most = 4 * usual.columns * usual.rows;
  CHECK(draw(state, usual).laid_out < most);
  for (int i = 0; i < 100; ++i) {
    state = press(std::move(state), i % 3 == 0 ? Key::Code::up : Key::Code::left, guide);
    CHECK(draw(state, usual).laid_out < most);
  }
  state = look(step(std::move(state), {Key::Code::home, {}, true}, guide), guide);
  CHECK(draw(state, usual).laid_out < most);
}

TEST_CASE("a picture of a megabyte in one line is no more work than a few screens") {
  line_test::ToyGuide guide;
  for (const std::string part : {"x", "漢", "e\xCC\x81", "\xCC\x81", "\t", "\xE2\x80\xAE"}) {
    std::string text;
    while (text.size() < 1'000'000) text += part;
    State state = pasted(text, guide);
    const std::size_t most = 16 * 1024;
    CHECK(draw(state, usual).laid_out < most);
    state = press(std::move(state), Key::Code::left, guide);
    CHECK(draw(state, usual).laid_out < most);
    state = press(std::move(state), Key::Code::home, guide);
    CHECK(draw(state, usual).laid_out < most);
    CHECK(draw(state, {200, 60}).laid_out < 8 * 200 * 60);
    CHECK(draw(state, {7, 3}).laid_out < most);
  }
}

TEST_CASE("the guide is not asked for the marks of a long entry, nor twice for those of a short one") {
  line_test::ToyGuide guide;
  State state = pasted(many_lines(longest_marked + 1), guide);
  CHECK(guide.asked_marks == 0);
  state = pasted("height", guide);
  CHECK(guide.asked_marks == 1);
  state = press(std::move(state), Key::Code::left, guide);
  CHECK(guide.asked_marks == 1);
  state = look(step(std::move(state), {Key::Code::text, "x"}, guide), guide);
  CHECK(guide.asked_marks == 2);
}

TEST_CASE("a paste asks nothing and is one step, whatever its length") {
  line_test::ToyGuide guide;
  Decoder decoder;
  const std::string text = many_lines(1'000'000);
  std::vector<Key> keys;
  const std::string bytes = "\x1b[200~" + text + "\x1b[201~";
  for (std::size_t at = 0; at < bytes.size(); at += 4096) {
    for (Key& key : decoder.feed(std::string_view(bytes).substr(at, 4096))) keys.push_back(std::move(key));
  }
  REQUIRE(keys.size() == 1);
  CHECK(keys.front().text == text);
  const State state = step(State{}, keys.front(), guide);
  CHECK(guide.asked_whole == 0);
  CHECK(guide.asked_marks == 0);
  CHECK(state.buffer.text().size() == text.size());
}

TEST_CASE("a key at the end of an entry sends a few bytes") {
  line_test::ToyGuide guide;
  State state = pasted(many_lines(500) + "abc", guide);
  Picture last = draw(state, usual);
  state = look(step(std::move(state), {Key::Code::text, "x"}, guide), guide);
  Picture next = draw(state, usual);
  CHECK(paint(last, next, Theme::none) == "x");
  State moved = press(state, Key::Code::left, guide);
  CHECK(paint(next, draw(moved, usual), Theme::none) == "\x1b[6G");
  CHECK(paint(next, next, Theme::none).empty());
}
