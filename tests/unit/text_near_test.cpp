#include <catch2/catch.hpp>

#include "near.hpp"

using crit::nearest;

TEST_CASE("nearest finds a word by few edits, ignoring case", "[near]") {
  CHECK(nearest("wihtin", {"within", "where"}) == "within");  // a swap is one edit
  CHECK(nearest("hieght", {"weight", "height"}) == "height");
  CHECK(nearest("MG", {"kg", "mg"}) == "mg");
  CHECK(nearest("mgg", {"mg"}) == "mg");
  CHECK(nearest("birth_dat", {"birth_date"}) == "birth_date");
}

TEST_CASE("the longer the word, the more edits it may have", "[near]") {
  CHECK(nearest("abcd", {"abxy"}).empty());          // two edits in four letters
  CHECK(nearest("abcde", {"abcxy"}) == "abcxy");     // two in five
  CHECK(nearest("abcdefgh", {"abcdeuvw"}).empty());  // three in eight
  CHECK(nearest("abcdefghi", {"abcdefuvw"}) == "abcdefuvw");
}

TEST_CASE("of several as near, the first", "[near]") {
  CHECK(nearest("bat", {"cat", "hat"}) == "cat");
  CHECK(nearest("hat", {"cat", "hat"}) == "hat");
}

TEST_CASE("nothing near is nothing, and odd input is harmless", "[near]") {
  CHECK(nearest("zebra", {"within"}).empty());
  CHECK(nearest("", {"a"}).empty());
  CHECK(nearest("a", {}).empty());
  CHECK(nearest(std::string(100000, 'x'), {std::string(100001, 'x')}).empty());
  CHECK(nearest("\xFF\x80\x80", {"mg"}).empty());
  CHECK(nearest("caf\xC3\xA9", {"cafe"}) == "cafe");  // one letter, not two bytes
}
