// A fact file's bytes -> its values, and what is said of what is none. However the bytes are cut into parts, the same comes of
// them: each text here is read whole, byte by byte, and cut in two at every place.
#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <vector>

#include "fact_stream.hpp"

namespace {

using crit::FactPiece;
using crit::FactStream;

std::string shown(const FactPiece& piece) {
  std::string text = std::to_string(piece.line) + " ";
  switch (piece.kind) {
    case FactPiece::Kind::value: text += piece.doubted ? "doubted" : piece.needs_id ? "needs_id" : "value"; break;
    case FactPiece::Kind::inside: text += "inside of " + std::to_string(piece.opened); break;
    case FactPiece::Kind::passed_over: text += "passed over, of " + std::to_string(piece.opened) + ", id " + piece.id; break;
    case FactPiece::Kind::fault: text += "fault" + (piece.id.empty() ? "" : ", id " + piece.id) + ": " + piece.fault.message; break;
  }
  if (piece.kind == FactPiece::Kind::value || piece.kind == FactPiece::Kind::inside) {
    text += " " + piece.text.substr(piece.begin, piece.end - piece.begin);
  }
  return text + "\n";
}

// Everything of a piece, so that nothing in it may depend on the parts.
std::string whole(const FactPiece& piece) {
  std::string all = shown(piece) + "|" + piece.text + "|";
  for (const std::uint32_t number : {piece.first_line, piece.first_column, piece.first_byte, piece.begin, piece.end, piece.fault.span.begin, piece.fault.span.end,
                                     static_cast<std::uint32_t>(piece.fault.kind), piece.fault.opened ? piece.fault.opened->span.begin : 0}) {
    all += std::to_string(number) + " ";
  }
  return all + piece.fault.help + "\n";
}

struct Read {
  std::string shown;
  std::string whole;
};
Read read(const std::vector<std::string_view>& parts, std::uint64_t limit) {
  FactStream stream(limit);
  Read all;
  const auto take = [&] {
    while (const auto piece = stream.next()) {
      all.shown += shown(*piece);
      all.whole += whole(*piece);
      if (piece->begin > piece->end || piece->end > piece->text.size()) FAIL("a piece outside of its text: " << whole(*piece));
      if (piece->fault.span.end > piece->text.size()) FAIL("a fault outside of its text: " << whole(*piece));
    }
  };
  for (const std::string_view part : parts) {
    stream.feed(part);
    take();
  }
  stream.finish();
  take();
  return all;
}

std::string pieces(const std::string& text, std::uint64_t limit = FactStream::largest_value) {
  const std::string_view view = text;
  const Read once = read({view}, limit);
  std::vector<std::string_view> bytes;
  for (std::size_t i = 0; i < text.size(); ++i) bytes.push_back(view.substr(i, 1));
  CHECK(read(bytes, limit).whole == once.whole);
  for (std::size_t cut = 1; cut < text.size(); ++cut) {
    const std::string parted = read({view.substr(0, cut), view.substr(cut)}, limit).whole;
    if (parted != once.whole) FAIL("cut at " << cut << " of\n" << text << "\nthis comes:\n" << parted << "\nand not\n" << once.whole);
  }
  return once.shown;
}

}  // namespace

TEST_CASE("a fact file is a sequence of values, however they stand in lines", "[facts]") {
  CHECK(pieces(R"({"id":"a"})") == "1 value {\"id\":\"a\"}\n");
  CHECK(pieces("{\"id\":1}\n{\"id\":2}\r\n\n  {\"id\":3}") == "1 value {\"id\":1}\n2 value {\"id\":2}\n4 value {\"id\":3}\n");
  CHECK(pieces("{\"id\":1}{\"id\":2} {\"id\":3}\n") == "1 value {\"id\":1}\n1 value {\"id\":2}\n1 value {\"id\":3}\n");
  CHECK(pieces("{\n \"id\": 1,\n \"h\": [\n  {\"n\":5}\n ]\n}\n{\n \"id\": 2\n}\n") ==
        "1 value {\n \"id\": 1,\n \"h\": [\n  {\"n\":5}\n ]\n}\n7 value {\n \"id\": 2\n}\n");
  CHECK(pieces("\xEF\xBB\xBF{\"id\":1}\n\xEF\xBB\xBF{\"id\":2}\n") == "1 value {\"id\":1}\n2 value {\"id\":2}\n");
  CHECK(pieces(R"({"id":"a","t":"}]{[\"\\","u":"\u007d é"})") == R"(1 value {"id":"a","t":"}]{[\"\\","u":"\u007d é"})" "\n");
}

TEST_CASE("an array's members are taken singly", "[facts]") {
  const std::string three = "1 value {\"id\":1}\n1 value {\"id\":2}\n1 value 3\n";
  CHECK(pieces(R"([{"id":1},{"id":2},3])") == three);
  CHECK(pieces(R"( [ {"id":1} , {"id":2} , 3 ] )") == three);
  CHECK(pieces("[\n{\"id\":1},\n{\"id\":2}\n,\n{\n}\n]\n{\"id\":4}\n") == "2 value {\"id\":1}\n3 value {\"id\":2}\n5 value {\n}\n8 value {\"id\":4}\n");
  CHECK(pieces("[{}]\n[{}, []]") == "1 value {}\n2 value {}\n2 value []\n");
  CHECK(pieces("[]") == "1 fault: the list of members is empty\n");
  CHECK(pieces("[{\"id\":1},]") == "1 value {\"id\":1}\n1 fault: a comma stands before `]`\n");
  CHECK(pieces("[{\"id\":1},,{\"id\":2}]") == "1 value {\"id\":1}\n1 fault: a member is expected, found `,`\n1 value {\"id\":2}\n");
  CHECK(pieces("[{\"id\":1}") == "1 value {\"id\":1}\n1 fault: this `[` is never closed\n");
  // Where a comma is missing, a bracket may stand too early: what follows needs an id.
  CHECK(pieces("[{\"id\":1}\n{\"id\":2}]") == "1 value {\"id\":1}\n2 fault: a comma is missing before `{`\n2 needs_id {\"id\":2}\n");
}

TEST_CASE("an empty file is told", "[facts]") {
  for (const char* text : {"", " ", "\n\n", "\xEF\xBB\xBF"}) CHECK(pieces(text) == "1 fault: there is nothing here to read\n");
}

TEST_CASE("reading goes on behind a line that is broken", "[facts]") {
  const std::string members = "{\"id\":1}\n{\"id\":2}\n";
  const std::string read = "2 value {\"id\":1}\n3 value {\"id\":2}\n";
  CHECK(pieces("garbage\n" + members) == "1 fault: a fact file is JSON, and begins with `{` or `[`, not with `garbage`\n" + read);
  CHECK(pieces("{\"id\":\"x\",\"n\":y}\n" + members) == "1 fault, id x: `y` is not in quotes\n" + read);
  CHECK(pieces("{\"id\":\"x\",}\n" + members) == "1 fault, id x: a comma stands before `}`\n" + read);
  CHECK(pieces("{\"id\":7,\"n\":1}}\n" + members) == "1 fault, id 7: `}` closes nothing: everything before it is closed\n" + read);
  CHECK(pieces("]}\n" + members) == "1 fault: a member begins with `{`, found `]`\n" + read);
  CHECK(pieces("\"a\": 1\n" + members) == "1 fault: `:` follows where everything is closed\n" + read);
  CHECK(pieces("[INFO] started {x}\n" + members) == "1 fault: a member begins with `{`, found `INFO`\n" + read);
  // One error for lines that follow each other and begin as no value does.
  CHECK(pieces("a,b\n1,2\n\n" + members) == "1 fault: a fact file is JSON, and begins with `{` or `[`, not with `a`\n4 value {\"id\":1}\n5 value {\"id\":2}\n");
  CHECK(pieces(members + "{\"id\":\"x\",\"t\":\"cut") == "1 value {\"id\":1}\n2 value {\"id\":2}\n3 fault, id x: a text is never closed\n");
  // What stands behind it on its line is not lost without a word.
  CHECK(pieces("{\"id\":\"x\",\"n\":y} {\"id\":8}\n" + members) == "1 fault, id x: `y` is not in quotes\n1 passed over, of 1, id 8\n" + read);
}

TEST_CASE("a value is not taken where its line goes on with what is none", "[facts]") {
  CHECK(pieces("{\"id\":\"a\",\"n\":3}\",\"h\":[{\"n\":5}]}\n{\"id\":2}\n") == "1 fault, id a: `\"` follows where everything is closed\n2 value {\"id\":2}\n");
  CHECK(pieces("[{\"id\":\"a\"} x, {\"id\":2}]\n") == "1 fault, id a: `x` follows where everything is closed\n1 value {\"id\":2}\n");
  CHECK(pieces("{\"id\":1},{\"id\":2}\n{\"id\":3}\n") == "1 fault, id 1: a comma follows on a whole member\n1 passed over, of 1, id 2\n2 value {\"id\":3}\n");
}

TEST_CASE("outside of an array a comma behind a value of one line does no harm", "[facts]") {
  CHECK(pieces("{\"id\":1},\n{\"id\":2},\n{\"n\":5}\n{\"n\":6}\n") == "1 value {\"id\":1}\n2 value {\"id\":2}\n3 value {\"n\":5}\n4 value {\"n\":6}\n");
}

TEST_CASE("behind a value that its line does not close, only whole objects are given, and as such", "[facts]") {
  CHECK(pieces("{\"id\":\"a\",\"h\":[\n{\"id\":\"b\",\"n\":3}\n") ==
        "1 fault, id a: the text ends before this `[` is closed\n2 inside of 1 {\"id\":\"b\",\"n\":3}\n");
  CHECK(pieces("{\"id\":\"a\",\"n\":1,\n\"h\":[\n{\"n\":5},\n{\"n\":6},\n  {\"n\":7}\n") ==
        "1 fault, id a: the text ends before this `[` is closed\n3 inside of 1 {\"n\":5}\n4 inside of 1 {\"n\":6}\n5 inside of 1 {\"n\":7}\n");
  // A cut line among many: told where it is, and by the second line behind it.
  CHECK(pieces("{\"id\":\"a\",\"h\":[\n{\"id\":1}\n{\"id\":2}\n{\"id\":3}\n") ==
        "1 fault, id a: the text ends before this `[` is closed\n2 inside of 1 {\"id\":1}\n3 inside of 1 {\"id\":2}\n4 inside of 1 {\"id\":3}\n");
  // Other broken lines in it, and objects over several lines, are told where they give an id.
  CHECK(pieces("{\"id\":\"a\",\"t\":\"x\n{\"id\":1}\n{\"id\":2,\"n\":y}\n{\"n\":z}\n{\n \"id\": \"three\"\n}\n{\"id\":4}\n") ==
        "1 fault, id a: a text is not closed on its line\n2 inside of 1 {\"id\":1}\n3 passed over, of 1, id 2\n5 passed over, of 1, id three\n8 inside of 1 {\"id\":4}\n");
}

TEST_CASE("an object that gives an id is not lost behind what is broken on its line", "[facts]") {
  const std::string next = "2 inside of 1 {\"id\":9}\n";
  CHECK(pieces("{\"id\":1,\"n\":fal{\"id\":2,\"n\":3}\n{\"id\":9}\n") == "1 fault, id 1: `fal` is not JSON\n1 passed over, of 1, id 2\n" + next);
  CHECK(pieces("{\"id\":1,\"h\":[{\"t\":\"c\",\"no{\"id\":2,\"n\":3}\n{\"id\":9}\n") ==
        "1 fault, id 1: a name is followed by `id`, not by `:`\n1 passed over, of 1, id 2\n" + next);
  CHECK(pieces("{\"id\":1,{\"id\":2,\"n\":3}\n{\"id\":9}\n") == "1 fault, id 1: a name in quotes is expected, found `{`\n1 passed over, of 1, id 2\n" + next);
  CHECK(pieces("{\"id\":1,\"h\":[]{\"id\":2,\"n\":3}}\n") == "1 fault, id 1: a comma is missing before `{`\n1 passed over, of 1, id 2\n");
  CHECK(pieces("{\"id\":1,\"n\":{\"id\":2,\"n\":3}\n{\"id\":9}\n") == "1 fault, id 1: the text ends before this `{` is closed\n1 passed over, of 1, id 2\n" + next);
  // Of an array on one line, a bracket that is missing, or a quote too many: found from its end.
  const std::string last = "1 inside of 1 {\"id\":3}\n";
  CHECK(pieces("[{\"id\":0},{\"id\":1,\"n\":2,{\"id\":2,\"n\":3},{\"id\":3}]") == "1 value {\"id\":0}\n1 fault, id 1: a name in quotes is expected, found `{`\n1 inside of 1 {\"id\":2,\"n\":3}\n" + last);
  CHECK(pieces("[{\"id\":0},{\"id\":1,\"n\":\"2},{\"id\":2,\"n\":3},{\"id\":3}]") == "1 value {\"id\":0}\n1 fault, id 1: a comma is missing before `id`\n1 inside of 1 {\"id\":2,\"n\":3}\n" + last);
  CHECK(pieces("[{\"id\":0},{\"id\":1,\"h\":[},{\"id\":2,\"h\":[{\"id\":\"i\"}]},{\"id\":3}]") ==
        "1 value {\"id\":0}\n1 fault, id 1: a value is expected after `[`, found `}`\n1 inside of 1 {\"id\":2,\"h\":[{\"id\":\"i\"}]}\n" + last);
  // What a broken value holds in good order is its own, where its brackets close.
  CHECK(pieces("{\"id\":1,\"n\":y,\"h\":[{\"id\":\"i\"},{\"id\":\"j\"}],\"g\":{\"id\":\"k\"}}\n") == "1 fault, id 1: `y` is not in quotes\n");
}

TEST_CASE("a value that may stand behind a bracket too early is doubted", "[facts]") {
  CHECK(pieces("{\"id\":1,\n\"h\":[]},\n{\"id\":2}\n]}\n") == "1 needs_id {\"id\":1,\n\"h\":[]}\n3 doubted {\"id\":2}\n4 fault: a member begins with `{`, found `]`\n");
  CHECK(pieces("{\"id\":1,\"h\":[]}[\n{\"id\":2},\n{\"id\":3}\n]}\n") ==
        "1 value {\"id\":1,\"h\":[]}\n2 doubted {\"id\":2}\n3 doubted {\"id\":3}\n4 fault: a member begins with `{`, found `}`\n");
  CHECK(pieces("[\n{\"id\":1,\"n\":2},{\"id\":2}]}\n]\n") == "2 value {\"id\":1,\"n\":2}\n2 doubted {\"id\":2}\n2 fault: a member begins with `{`, found `}`\n");
  CHECK(pieces("[\n{\n\"id\":1\n},\n{\n\"id\":2\n}\n],\n\"n\": 9\n}\n]\n") ==
        "2 value {\n\"id\":1\n}\n5 doubted {\n\"id\":2\n}\n9 fault: `:` follows where everything is closed\n");
  CHECK(pieces("{\"id\":1,\"n\":y},\n  {\"id\":2}\n") == "1 fault, id 1: `y` is not in quotes\n2 value {\"id\":2}\n");
  CHECK(pieces("[{\"id\":1}]\n[{\"id\":2}][{\"id\":3}]\n") == "1 value {\"id\":1}\n2 value {\"id\":2}\n2 value {\"id\":3}\n");
}

TEST_CASE("an item of a list is no member, whichever bracket or quote is wrong", "[facts]") {
  // The `[` is a `}`; each bracket of the broken value closes on its line.
  CHECK(pieces("{\"id\":1,\"h\":}\n{\"id\":\"i\"},\n{\"id\":\"j\"}\n]}\n{\"id\":2}\n") ==
        "1 fault, id 1: a value is expected after `:`, found `}`\n2 doubted {\"id\":\"i\"}\n3 doubted {\"id\":\"j\"}\n4 fault: a member begins with `{`, found `]`\n5 value {\"id\":2}\n");
  CHECK(pieces("[\n{\"id\":1,\"h\":}\n{\"id\":\"i\"},\n{\"id\":\"j\"}\n]}\n]\n") ==
        "2 fault, id 1: a value is expected after `:`, found `}`\n3 doubted {\"id\":\"i\"}\n4 doubted {\"id\":\"j\"}\n"
        "5 fault: a member begins with `{`, found `}`\n");
  // A bracket too early, with a name behind it: the value lacks what follows.
  CHECK(pieces("{\"id\":1},\n\"n\":2}\n{\"id\":2}\n") == "1 fault, id 1: the value ends here, and a name follows\n3 value {\"id\":2}\n");
  CHECK(pieces("{\n\"id\":1}\n\"n\":2}\n{\"id\":2}\n") == "1 fault, id 1: the value ends here, and a name follows\n4 value {\"id\":2}\n");
  CHECK(pieces("[\n{\"id\":1},\"n\":2},\n{\"id\":2}\n]\n") == "2 fault, id 1: the value ends here, and a name follows\n3 value {\"id\":2}\n");
  CHECK(pieces("[{\"id\":1},\"h\":[{\"id\":\"i\"}]},{\"id\":2}]\n") ==
        "1 fault, id 1: the value ends here, and a name follows\n1 passed over, of 1, id i\n1 inside of 1 {\"id\":2}\n");
  // The next one's bracket is lost, and not its own.
  CHECK(pieces("[\n{\"id\":1},\n\"id\":2},\n{\"id\":3}\n]\n") == "2 doubted {\"id\":1}\n3 fault: `:` follows where everything is closed\n4 value {\"id\":3}\n");
  // A quote too many: texts are read inside out.
  CHECK(pieces("[\n\"{\"n\":1,\"h\":[{\"t\":\"]}\"},{\"id\":\"i\"},{\"id\":\"j\"}]},\n{\"id\":2}\n]\n").find("value {\"id\":\"") == std::string::npos);
}

TEST_CASE("once its brackets are closed, reading goes on as before", "[facts]") {
  CHECK(pieces("{\"id\":\"a\",\"h\":[\n{\"n\":5},\n{\"n\":x},\n{\"n\":7}\n]}\n{\"n\":1}\n") ==
        "1 fault, id a: `x` is not in quotes\n2 inside of 1 {\"n\":5}\n4 inside of 1 {\"n\":7}\n6 value {\"n\":1}\n");
  // As `jq .` prints members, and in an array, with and without an id; its own id is not one more.
  CHECK(pieces("{\n \"id\": \"a\",\n \"n\": x\n}\n{\"n\":1}\n") == "1 fault, id a: `x` is not in quotes\n5 value {\"n\":1}\n");
  CHECK(pieces("{\n \"n\": 1\n}\n{\n \"n\": x\n}\n{\n \"n\": 3\n}\n") == "1 value {\n \"n\": 1\n}\n4 fault: `x` is not in quotes\n7 value {\n \"n\": 3\n}\n");
  CHECK(pieces("[\n {\n \"n\": 1\n },\n {\n \"n\": x\n },\n {\n \"n\": 3\n }\n]\n") == "2 value {\n \"n\": 1\n }\n5 fault: `x` is not in quotes\n8 value {\n \"n\": 3\n }\n");
  CHECK(pieces("[{\"n\":1},{\"n\":x},{\"n\":3}]") == "1 value {\"n\":1}\n1 fault: `x` is not in quotes\n1 value {\"n\":3}\n");
  CHECK(pieces("[{\"n\":1},x,{\"n\":3}]") == "1 value {\"n\":1}\n1 fault: a member begins with `{`, found `x`\n1 value {\"n\":3}\n");
  CHECK(pieces("[\n{\"n\":1},\n{\"n\":2,},\n{\"n\":3}\n]\n{\"n\":4}") == "2 value {\"n\":1}\n3 fault: a comma stands before `}`\n4 value {\"n\":3}\n6 value {\"n\":4}\n");
  // A bracket that closes what is not open ends nothing.
  CHECK(pieces("{\"id\":\"a\",\"h\":[\n{\"n\":x}},\n{\"n\":7}\n]}\n{\"n\":1}\n") == "1 fault, id a: `x` is not in quotes\n3 inside of 1 {\"n\":7}\n5 value {\"n\":1}\n");
}

TEST_CASE("of a value that is too large only the end is looked for", "[facts]") {
  const std::string large = "{\"id\":\"l\",\"t\":\"" + std::string(60, 'x') + "\"}";
  CHECK(pieces("{\"id\":1}\n" + large + "\n{\"id\":2}\n", 50) == "1 value {\"id\":1}\n2 fault, id l: this value is longer than 50 bytes\n3 value {\"id\":2}\n");
  CHECK(pieces("[{\"id\":1}," + large + ",{\"id\":2}]", 50) == "1 value {\"id\":1}\n1 fault, id l: this value is longer than 50 bytes\n1 value {\"id\":2}\n");
  // Over several lines, it is a value still: no line of it is a member.
  CHECK(pieces("{\"id\":\"l\",\"h\":[\n{\"id\":\"a\",\"n\":5},\n{\"id\":\"b\",\"n\":6},\n{\"id\":\"c\",\"n\":7}\n]}\n{\"id\":2}\n", 50) ==
        "1 fault, id l: this value is longer than 50 bytes\n6 value {\"id\":2}\n");
  CHECK(pieces("{\"id\":\"l\",\"h\":[\n{\"id\":\"a\",\"n\":5},\n{\"id\":\"b\",\"n\":6},\n{\"id\":\"c\",\"n\":7}\n{\"id\":\"d\",\"n\":8}\n{\"id\":2}\n", 50) ==
        "1 fault, id l: this value is longer than 50 bytes, and it is broken on line 5\n5 passed over, of 1, id d\n6 inside of 1 {\"id\":2}\n");
  CHECK(pieces("{\"id\":\"l\",\"h\":[\n{\"id\":\"a\",\"t\":\"" + std::string(60, 'x') + "\"}\n{\"id\":2}\n", 50) ==
        "1 fault, id l: this value is longer than 50 bytes, and it is broken on line 3\n3 passed over, of 1, id 2\n");
}

// With 10,000 brackets open, the ids of objects behind them were told no more.
TEST_CASE("however many brackets are open, each id behind them is told", "[facts]") {
  std::string text = "{\"id\": \"first\", \"n\": ";
  text.append(25'000, '[');
  text += "\n{\"id\": \"second\", \"n\": [\n{\"id\": \"third\", \"n\":\n";
  const std::string shown = read({text}, FactStream::largest_value).shown;
  for (const char* id : {"id first", "id second", "id third"}) CHECK_THAT(shown, Catch::Contains(id));
  // Closed again, they are closed to the last: what follows is a value by itself.
  std::string closed = "[1 2]\n{\"n\": ";
  closed.append(15'000, '[').append(15'000, ']').append("}\n{\"n\": 1}\n");
  CHECK_THAT(read({closed}, FactStream::largest_value).shown, Catch::EndsWith("value {\"n\": 1}\n"));
}

TEST_CASE("a file of another kind is told once", "[facts]") {
  CHECK(pieces(std::string("PK\x03\x04{\n{\"id\":1}\n{}\n", 17)) == "1 fault: the file is a zip archive, or a Word or Excel document, not plain text\n");
  CHECK(pieces(std::string("\xFF\xFE{\0\n\0{\0", 8)) == "1 fault: the file is UTF-16\n");
}

TEST_CASE("what cannot be read on is told behind what was", "[facts]") {
  FactStream stream;
  stream.feed("{\"id\":1}\n{\"id\":");
  stream.fail("`x.json` cannot be read: the disk is gone");
  std::string all;
  while (const auto piece = stream.next()) all += shown(*piece);
  CHECK(all == "1 value {\"id\":1}\n2 fault: the text ends before this `{` is closed\n2 fault: `x.json` cannot be read: the disk is gone\n");
}

TEST_CASE("places are those of the file", "[facts]") {
  FactStream stream;
  stream.feed("[\n{\"t\":\"é" + std::string(590, 'x') + "\"},{\"id\":1}]");
  stream.finish();
  std::vector<FactPiece> all;
  while (auto piece = stream.next()) all.push_back(std::move(*piece));
  REQUIRE(all.size() == 2);
  CHECK(all[1].first_line == 2);
  CHECK(all[1].first_column == 601);
  CHECK(all[1].first_byte == 603);
  CHECK(all[1].begin == 0);
}

TEST_CASE("however a broken file is cut, the same comes of it", "[facts]") {
  const std::vector<std::string> seeds = {
      "{\"id\":1,\"h\":[{\"n\":5},{\"n\":6}]}\n{\"id\":2,\n\"h\":[\n{\"n\":5},\n{\"id\":\"i\",\"n\":6}\n]}\n{\"n\":3}\n",
      "[{\"id\":1},\n {\"id\":2,\"t\":\"a\\\"b\"},\n {\n  \"id\": 3,\n  \"n\": -1.5e3\n }\n]\n{\"id\":4}\n",
      "{\"id\":true},\n[{},null,[1]]\n{\"id\":2}{\"a\":{\"b\":[]}}\n\xEF\xBB\xBF{\"x\":\"é\"}",
  };
  const std::string alphabet = "{}[]\",:\\ \n0-.e'x\xC3\xEF";
  std::mt19937 random(7);
  const auto any = [&random](std::size_t below) { return static_cast<std::size_t>(random() % below); };
  for (int round = 0; round < 400; ++round) {
    std::string text = seeds[any(seeds.size())];
    for (std::size_t edits = 1 + any(4); edits > 0; --edits) {
      const std::size_t place = any(text.size());
      switch (any(4)) {
        case 0: text.erase(place, 1 + any(3)); break;
        case 1: text.insert(place, 1, alphabet[any(alphabet.size())]); break;
        case 2: text[place] = alphabet[any(alphabet.size())]; break;
        default: text.insert(place, text.substr(any(text.size()), any(30)));
      }
    }
    pieces(text, round % 4 == 0 ? 24 : FactStream::largest_value);
  }
}
