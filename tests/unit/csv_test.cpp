// CSV as its bytes come in: however they are cut, the same rows and faults come of them, no line is lost, and no more is held
// than the row in work.
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "crit/crit.hpp"
#include "csv_lists.hpp"
#include "csv_scan.hpp"
#include "csv_stream.hpp"

namespace {

using crit::CsvPiece;
using crit::CsvStream;
using crit::FactPiece;

std::string shown(const CsvPiece& made) {
  const FactPiece& piece = made.piece;
  std::string text = std::to_string(piece.line);
  if (piece.kind == FactPiece::Kind::value) {
    for (const crit::ScannedCell& cell : made.cells) {
      text += " [" + cell.text + "]";
      if (cell.as_written) CHECK(piece.text.substr(cell.begin, cell.end - cell.begin) == cell.text);
    }
    return text + "\n";
  }
  const std::string line = std::to_string(piece.first_line) + ":" + std::to_string(piece.fault.span.begin) + "-" + std::to_string(piece.fault.span.end);
  return text + " fault at " + line + (piece.id.empty() ? "" : ", id " + piece.id) + ": " + piece.fault.message + "\n";
}

std::string read(const std::vector<std::string_view>& parts, std::uint64_t limit = CsvStream::largest_row) {
  CsvStream stream(limit);
  std::string all;
  const auto take = [&] {
    while (const auto piece = stream.next()) {
      all += shown(*piece);
      if (piece->piece.fault.span.end > piece->piece.text.size()) FAIL("a fault outside of its text");
    }
  };
  for (const std::string_view part : parts) {
    stream.feed(part);
    take();
  }
  stream.finish();
  take();
  CHECK(stream.is_done());
  return all;
}

// Whole, byte by byte, and cut in two at every place.
std::string read_all_ways(std::string_view text, std::uint64_t limit = CsvStream::largest_row) {
  const std::string whole = read({text}, limit);
  std::vector<std::string_view> bytes;
  for (std::size_t i = 0; i < text.size(); ++i) bytes.push_back(text.substr(i, 1));
  CHECK(read(bytes, limit) == whole);
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (read({text.substr(0, i), text.substr(i)}, limit) != whole) FAIL("cut at " << i << ": " << read({text.substr(0, i), text.substr(i)}, limit) << "whole: " << whole);
  }
  return whole;
}

}  // namespace

TEST_CASE("rows are read the same however their bytes are cut") {
  CHECK(read_all_ways("id,plan\nm1,gold\nm2,\"a \"\"b\"\", c\"\n") == "2 [m1] [gold]\n3 [m2] [a \"b\", c]\n");
  CHECK(read_all_ways("\xEF\xBB\xBFid , plan\r\n m1 , \"two\nlines\" \r\n\r\n,\r\nm2,,,") == "2 [m1] [two\nlines]\n6 [m2] []\n");
  CHECK(read_all_ways("id,plan\n\"\",x\n\"m\"") == "2 [] [x]\n3 fault at 3:1-2, id m: this row has 1 cell, and the first line names 2 columns\n");
}

TEST_CASE("a broken row is one fault, and each line that it took in is told") {
  CHECK(read_all_ways("id,plan\nm1,a\"b\nm2,c\n") == "2 fault at 2:4-5, id m1: a quotation mark stands inside a cell that has none round it\n3 [m2] [c]\n");
  CHECK(read_all_ways("id,plan\nm1,\"a\" b\nm2,c\n") == "2 fault at 2:7-8, id m1: something stands behind the quotation mark that closes this cell\n3 [m2] [c]\n");
  CHECK(read_all_ways("id,plan\nm1,\"a\nm2,b\nm3,\"c\"\nm4,d\n") ==
        "2 fault at 4:4-5, id m1: something stands behind the quotation mark that closes this cell, in the row that begins on line 2\n"
        "3 fault at 3:0-4, id m2: a member may stand here, and cannot be read: it may belong to the row that begins on line 2, which is broken\n"
        "4 fault at 4:0-6, id m3: a member may stand here, and cannot be read: it may belong to the row that begins on line 2, which is broken\n"
        "5 [m4] [d]\n");
  CHECK(read_all_ways("id,plan\nm1,\"a\nm2,b\n\nm3,c") ==
        "2 fault at 2:3-5, id m1: this cell is not closed: its quotation mark is the last of the file\n"
        "3 fault at 3:0-4, id m2: a member may stand here, and cannot be read: it may belong to the row that begins on line 2, which is broken\n"
        "5 fault at 5:0-4, id m3: a member may stand here, and cannot be read: it may belong to the row that begins on line 2, which is broken\n");
}

TEST_CASE("a row that is too long is told, and what it took in") {
  const std::string text = "id,plan\nm1,\"" + std::string(40, 'x') + "\nm2,b\nm3,c\n";
  CHECK(read_all_ways(text, 50) ==
        "2 fault at 2:0-44, id m1: this row is longer than the 50 bytes that crit reads at once\n"
        "3 fault at 3:0-4, id m2: a member may stand here, and cannot be read: it may belong to the row that begins on line 2, which is broken\n"
        "4 fault at 4:0-4, id m3: a member may stand here, and cannot be read: it may belong to the row that begins on line 2, which is broken\n");
}

TEST_CASE("a file that cannot be read on gives no part of its last row") {
  CsvStream stream;
  stream.feed("id,plan\nm1,a\nm2,b");
  stream.fail("the disk is gone");
  std::string all;
  while (const auto piece = stream.next()) all += shown(*piece);
  CHECK(all == "2 [m1] [a]\n3 fault at 3:0-0: the disk is gone\n");
}

TEST_CASE("a list over its limits is told, and joined to nobody") {
  crit::CsvList list("height", "heights.csv", "id,value\nm1,1 cm\n", 10);
  REQUIRE(list.fault());
  CHECK(list.fault()->fault.message == "this list is longer than the 10 bytes that crit joins to members");
  CHECK(list.join("m1") == nullptr);
}

TEST_CASE("rows of several files of one list are one list, and a member may have several rows") {
  const crit::Result<crit::Program> program = crit::Engine().compile({"p.crit", R"(policy "P" { effective from 2022-01-01 }
facts { height : series { value : cm } }
indication I { 1: count height >= 3; approve })"});
  REQUIRE(program);
  crit::ReadOptions read;
  read.format = crit::FactsFormat::csv;
  read.as_of = "2022-10-01";
  crit::MemberReader reader = program->reader("members.csv", read);
  reader.add_list("height", {"a.csv", "id,date,value\nm1,2022-01-01,1 cm\nm1,2022-02-01,2 cm\n"});
  reader.add_list("height", {"b.csv", "date,id,value\n2022-03-01,m1,3 cm\n"});
  reader.feed("id\nm1\nm1\n");
  reader.finish();
  int approved = 0;
  while (const std::optional<crit::Member> member = reader.next()) {
    REQUIRE(member->valid());
    if (program->decide(*member)->outcome == crit::Outcome::approve) ++approved;
  }
  CHECK(approved == 2);
}

TEST_CASE("CSV is known by its name") {
  CHECK(crit::format_of("a/b.CSV") == crit::FactsFormat::csv);
  CHECK(crit::format_of("csv") == crit::FactsFormat::json);
  CHECK(crit::format_of("a.csv.json") == crit::FactsFormat::json);
}
