// Every word of the language's tables is used by a spec: a selector, window, block or function that is added wants one.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

namespace {

// The policies of all specs that decide or compile, without their texts and comments.
const std::string& policies() {
  static const std::string all = [] {
    std::string made;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(std::filesystem::path(CRIT_SOURCE_DIR) / "tests/spec")) {
      if (entry.path().extension() != ".crit" || entry.path().parent_path().filename() != "good") continue;
      std::ifstream file(entry.path());
      const std::string text{std::istreambuf_iterator<char>(file), {}};
      made += std::regex_replace(text, std::regex("\"[^\"\n]*\"|#[^\n]*"), "\"\"") + "\n";
    }
    return made;
  }();
  return all;
}

// "…" is a few words on the same line; a blank is any.
bool is_used(std::string_view words) {
  std::string pattern = "(^|[^a-z_])";
  pattern += std::regex_replace(std::string(words), std::regex(" … "), "[^\n]* ");
  pattern = std::regex_replace(pattern, std::regex(" "), "[ \t]+");
  return std::regex_search(policies(), std::regex(pattern + "($|[^a-z_])"));
}

}  // namespace

TEST_CASE("every selector, window, block and function is used by a spec") {
  const std::vector<std::string_view> all{
#define SELECTOR(name, word, written, gives, items, number, joins, answer) written,
#include "selectors.def"
#undef SELECTOR
#define WINDOW(name, word, written, of, takes, from, sentence) written,
#include "windows.def"
#undef WINDOW
#define BLOCK(name, word, number, counts, opcode, sentence) #name,
#include "blocks.def"
#undef BLOCK
#define FUNCTION(name, least, most, usage) #name,
#include "functions.def"
#undef FUNCTION
  };
  REQUIRE(all.size() > 50);
  for (const std::string_view words : all) {
    INFO(words);
    CHECK(is_used(words));
  }
  CHECK_FALSE(is_used("no_such_word"));
}
