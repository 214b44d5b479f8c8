// text.hpp: the text that texts are compared as.
#include <catch2/catch.hpp>
#include <random>
#include <utility>

#include "text.hpp"

using crit::fold_text;

namespace {

bool same(const char* left, const char* right) { return fold_text(left) == fold_text(right); }

}  // namespace

TEST_CASE("text folds case and blanks", "[text]") {
  CHECK(fold_text("  Pediatric \t Endocrinology\n") == "pediatric endocrinology");
  CHECK(fold_text("\xC3\x89"
                  "COLE \xC5\x81\xC3\x93"
                  "D\xC5\xB9") ==
        "\xC3\xA9"
        "cole \xC5\x82\xC3\xB3"
        "d\xC5\xBA");
  CHECK(fold_text("\xC3\x97") == "\xC3\x97");          // the multiplication sign is no letter
  CHECK(fold_text("\xC5\xB8") == "\xC3\xBF");          // capital y with diaeresis
  CHECK(fold_text("\xE1\xBA\xA0") == "\xE1\xBA\xA1");  // Vietnamese
  CHECK(fold_text("a\xC2\xA0\xE2\x80\x89"
                  "b") == "a b");                  // no-break and thin space
  CHECK(fold_text("\xFFok\xC3") == "\xFFok\xC3");  // not UTF-8: as it is
  CHECK(fold_text("   ").empty());
  CHECK(fold_text("\xE6\x97\xA5\xE6\x9C\xAC") == "\xE6\x97\xA5\xE6\x9C\xAC");
  CHECK(fold_text("\xF0\x9F\x98\x80 X") == "\xF0\x9F\x98\x80 x");
}

TEST_CASE("text is compared by NFC, full case folding and plain forms", "[text]") {
  CHECK(same("Sj\u00F6gren", "Sjo\u0308gren"));
  CHECK(same("SJO\u0308GREN", "sj\u00F6gren"));
  CHECK(same("re\uFB01ll o\uFB03ce", "refill office"));
  CHECK(same("Stra\u00DFe", "STRASSE"));
  CHECK(same("\uFF21\uFF22\uFF11\uFF12", "ab12"));  // wide
  CHECK(same("\uFF76\uFF9E", "\u30AC"));            // narrow, its mark apart
  CHECK(same("\u0133sselmeer", "ijsselmeer"));
  CHECK(same("\uFE8E", "\u0627"));  // a positional form
  CHECK(same("Sj\u00AD\u200B\u00F6\u200Dgren\uFE0F\u2069", "sj\u00F6gren"));
  CHECK(same("a\u00A0\u3000\r\n\u2028 b", "A b"));
  CHECK(same("\u2018a\u2019 \u2010", "'a' -"));
  CHECK(same("\u00B5g", "\u03BCg"));
}

TEST_CASE("what says more stays", "[text]") {
  const std::pair<const char*, const char*> different[] = {
      {"10\u2079", "109"}, {"H\u2082O", "H2O"},         {"1\u00BD", "11/2"},
      {"\u2460", "1"},     {"Sj\u00F6gren", "Sjogren"}, {"\u0131", "i"},
  };
  for (const auto& [more, less] : different) CHECK_FALSE(same(more, less));
}

TEST_CASE("words stand whole", "[text]") {
  const auto has = [](const char* text, const char* words) {
    return crit::contains_words(fold_text(text), fold_text(words));
  };
  CHECK(has("No growth\n hormone.", "growth hormone"));
  CHECK_FALSE(has("growth hormones", "growth hormone"));
  CHECK_FALSE(has("count 10\u2079", "10"));
  CHECK_FALSE(has("Sjo\u0308gren", "sj"));
  CHECK(has("on somatropin\u2014daily", "somatropin"));
  CHECK(has("\u201Csomatropin\u201D", "somatropin"));
  CHECK_FALSE(has("\u00E9somatropin", "somatropin"));
  CHECK(has("any", ""));
}

TEST_CASE("folding is stable on any bytes and letters", "[text]") {
  std::mt19937 random(3);
  bool stable = true;
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (unsigned length = random() % 12; length > 0; --length) text += static_cast<char>(random());
    const std::string folded = fold_text(text);
    stable = stable && fold_text(folded) == folded;
  }
  for (unsigned letter = 0x80; letter < 0x10000; ++letter) {
    if (letter >= 0xD800 && letter < 0xE000) continue;
    std::string text{static_cast<char>(0xE0U | (letter >> 12U)), static_cast<char>(0x80U | ((letter >> 6U) & 0x3FU)),
                     static_cast<char>(0x80U | (letter & 0x3FU))};
    if (letter < 0x800) text = {static_cast<char>(0xC0U | (letter >> 6U)), static_cast<char>(0x80U | (letter & 0x3FU))};
    const std::string folded = fold_text(text + "\u0301");
    stable = stable && fold_text(folded) == folded;
  }
  CHECK(stable);
}
