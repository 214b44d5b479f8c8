// A diagnostic as text and as JSON, to the byte.
#include <catch2/catch.hpp>

#include <string>

#include "crit/terminal.hpp"
#include "render.hpp"

namespace {

using namespace crit;

Diagnostic made(std::uint32_t begin, std::uint32_t end) {
  Diagnostic diagnostic;
  diagnostic.code = "E0301";
  diagnostic.file = "p.crit";
  diagnostic.span = {begin, end};
  diagnostic.message = "a message";
  return diagnostic;
}

}  // namespace

TEST_CASE("the line, the caret and the help") {
  const Source source("p.crit", "first\n  age > 10 kg\n");
  Diagnostic diagnostic = made(14, 19);
  diagnostic.help.push_back("write it so");
  diagnostic.labels.push_back({{0, 5}, "declared here"});
  CHECK(render(diagnostic, &source) ==
        "error[E0301]: a message\n"
        " --> p.crit:2:9\n"
        "  |\n"
        "2 |   age > 10 kg\n"
        "  |         ^^^^^\n"
        "1 | first\n"
        "  | ----- declared here\n"
        "  = help: write it so\n");
}

TEST_CASE("characters are counted, tabs and carriage returns do not shift the caret") {
  const Source source("p.crit",
                      "\tx is \xE2\x80\x9C"
                      "é\xE2\x80\x9D\r\nnext");
  CHECK(render(made(6, 14), &source) ==
        "error[E0301]: a message\n"
        " --> p.crit:1:7\n"
        "  |\n"
        "1 |     x is “é”\n"
        "  |          ^^^\n");
}

TEST_CASE("the end of the file, an empty file and a span over lines have a caret") {
  const Source empty("p.crit", "");
  CHECK(render(made(0, 0), &empty) == "error[E0301]: a message\n --> p.crit:1:1\n  |\n1 |\n  | ^\n");
  const Source source("p.crit", "ab\ncd\n");
  CHECK(render(made(1, 5), &source) == "error[E0301]: a message\n --> p.crit:1:2\n  |\n1 | ab\n  |  ^\n");
  CHECK(render(made(6, 6), &source) == "error[E0301]: a message\n --> p.crit:3:1\n  |\n3 |\n  | ^\n");
  CHECK_FALSE(render(made(100, 200), &source).empty());
}

TEST_CASE("on a terminal lines end between words, and go on under what they began with") {
  const Source source("p.crit", "facts { height : cm; weight : kg; member { birth_date : date } }\n  height > weight\n");
  Diagnostic diagnostic = made(67, 82);
  diagnostic.message = "`height` is a quantity in cm, and `weight` is a quantity in kg: they cannot be compared";
  diagnostic.help.push_back("compare a height with a height, and a weight with a weight; a body mass index has both");
  diagnostic.labels.push_back({{8, 14}, "`height` is declared here, as a quantity in cm"});
  diagnostic.labels.push_back({{34, 40}, "and what is far to the right has its text below it"});
  CHECK(render(diagnostic, &source, false, 60) ==
        "error[E0301]: `height` is a quantity in cm, and `weight` is\n"
        "              a quantity in kg: they cannot be compared\n"
        " --> p.crit:2:3\n"
        "  |\n"
        "2 |   height > weight\n"
        "  |   ^^^^^^^^^^^^^^^\n"
        "1 | facts { height : cm; weight : kg; member { birth_date …\n"
        "  |         ------ `height` is declared here, as a quantity\n"
        "  |                in cm\n"
        "1 | … height : cm; weight : kg; member { birth_date : date …\n"
        "  |                             ------\n"
        "  |  and what is far to the right has its text below it\n"
        "  = help: compare a height with a height, and a weight with\n"
        "          a weight; a body mass index has both\n");
  const std::string narrow = render(diagnostic, &source, true, 40);
  CHECK(narrow.find('\n') != std::string::npos);
  CHECK(render(diagnostic, &source, false, 0) == render(diagnostic, &source));
  // No width is too small.
  for (std::size_t columns = 1; columns < 40; ++columns) CHECK(!render(diagnostic, &source, true, columns).empty());
}

TEST_CASE("a line is wrapped between words, and a long word stays whole") {
  CHECK(wrapped("", 10, 2) == "");
  CHECK(wrapped("a line of words", 0, 2) == "a line of words");
  CHECK(wrapped("a line of words", 9, 2) == "a line of\n  words");
  CHECK(wrapped("  help: one two", 11, 8) == "  help: one\n   two");  // a third of the width at most
  CHECK(wrapped("one/very/long/path and more", 10, 2) == "one/very/long/path\n  and more");
  CHECK(wrapped("größer über", 11, 2) == "größer über");
}

TEST_CASE("a very long line is cut round the caret") {
  const Source source("p.crit", std::string(1000, 'a') + "HERE" + std::string(1000, 'b'));
  const std::string text = render(made(1000, 1004), &source);
  CHECK(text.find("1 | …aaa") != std::string::npos);
  CHECK(text.find("HEREbbb") != std::string::npos);
  CHECK(text.find("\n  |" + std::string(62, ' ') + "^^^^\n") != std::string::npos);
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t end = text.find('\n', i);
    CHECK(end - i < 140);
    i = end + 1;
  }
}

TEST_CASE("without a source the file and the field are shown") {
  Diagnostic diagnostic = made(0, 0);
  diagnostic.file = "case.json";
  diagnostic.path = "igf1[2].sd";
  CHECK(render(diagnostic, nullptr) == "error[E0301]: a message\n --> case.json (igf1[2].sd)\n");
  const Source source("case.json", "{}");
  CHECK(render(diagnostic, &source).find("--> case.json:1:1 (igf1[2].sd)\n") != std::string::npos);
}

TEST_CASE("colour is only added") {
  const Source source("p.crit", "a b\n");
  std::string text = render(made(2, 3), &source, true);
  CHECK(text.find("\x1b[1;31m") != std::string::npos);
  for (std::size_t at = text.find('\x1b'); at != std::string::npos; at = text.find('\x1b')) {
    text.erase(at, text.find('m', at) - at + 1);
  }
  CHECK(text == render(made(2, 3), &source, false));
}

TEST_CASE("JSON has its keys in order and is valid whatever the bytes") {
  const Source source("p.crit", "ab\ncd\n");
  Diagnostic diagnostic = made(1, 4);
  diagnostic.message = "a \"b\" \\ \x01 \xC3";
  diagnostic.help.push_back("h");
  diagnostic.labels.push_back({{0, 1}, "l"});
  CHECK(render_json(diagnostic, &source) ==
        "{\"code\":\"E0301\",\"severity\":\"error\",\"file\":\"p.crit\",\"line\":1,\"column\":2,\"end_line\":2,"
        "\"end_column\":2,\"path\":\"\",\"message\":\"a \\\"b\\\" \\\\ \\u0001 \xEF\xBF\xBD\",\"help\":[\"h\"],"
        "\"labels\":[{\"line\":1,\"column\":1,\"end_line\":1,\"end_column\":2,\"text\":\"l\"}]}");
  CHECK(render_json(diagnostic, nullptr).find("\"line\":null") != std::string::npos);
}
