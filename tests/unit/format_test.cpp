// The formatter: the same policy for every example, module and spec, and for hundreds of mutated ones; comments wherever they
// may stand; where columns are and where lines end. What `crit fmt` does with files is in command_test.cpp's manner below.
#include <sys/stat.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "../format_promise.hpp"
#include "command.hpp"
#include "line_diff.hpp"
#include "read_file.hpp"

namespace {

namespace fs = std::filesystem;
using Catch::Matchers::Contains;

std::string formatted(const std::string& text) {
  const crit::Result<std::string> made = crit::format({"x.crit", text});
  return made ? *made : "refused: " + made.error().front().message;
}

// What a policy names, from its folder.
crit::FileLoader beside(const fs::path& file) {
  return [folder = file.parent_path()](const std::string& from, const std::string& path) {
    crit::LoadedFile loaded;
    const fs::path name = from == "x.crit" ? fs::path(path) : fs::path(from).parent_path() / path;
    if (!fs::is_regular_file(folder / name)) return loaded;
    loaded.state = crit::LoadedFile::State::found;
    loaded.name = name.string();
    loaded.text = read(folder / name);
    return loaded;
  };
}

std::vector<fs::path> policies() {
  std::vector<fs::path> found;
  for (const char* folder : {"examples", "stdlib", "tests/spec"}) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(CRIT_SOURCE_DIR) / folder)) {
      if (entry.path().extension() == ".crit") found.push_back(entry.path());
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::size_t longest_line(const std::string& text) {
  std::size_t longest = 0;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.find('#') != std::string::npos) continue;  // comments are left as they are
    const auto width = std::count_if(line.begin(), line.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
    longest = std::max(longest, static_cast<std::size_t>(width));
  }
  return longest;
}

// ---- mutations -----------------------------------------------------------------------------------------------------------

// A policy's text, changed at random places: blanks, line ends, comments, longer texts, lines that go, come twice or change
// places. Most can still be read; the others are refused, and that must be so, too.
class Mutator {
 public:
  explicit Mutator(unsigned seed) : random_(seed) {}

  std::string mutated(const std::string& text) {
    std::vector<std::string> paragraphs;
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = std::min(text.find("\n\n", begin), text.size());
      paragraphs.push_back(text.substr(begin, end - begin));
      begin = end + 2;
    }
    const std::size_t first = below(paragraphs.size());
    const std::size_t count = 1 + below(6);
    std::string made;
    for (std::size_t i = first; i < std::min(first + count, paragraphs.size()); ++i) made += paragraphs[i] + "\n\n";
    for (std::size_t changes = below(6); changes > 0; --changes) made = by_lines(made);
    return by_blanks(made);
  }

 private:
  std::size_t below(std::size_t bound) { return bound == 0 ? 0 : std::uniform_int_distribution<std::size_t>(0, bound - 1)(random_); }
  bool one_in(std::size_t count) { return below(count) == 0; }

  std::string by_lines(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    if (lines.empty()) return text;
    const auto at = lines.begin() + static_cast<std::ptrdiff_t>(below(lines.size()));
    switch (below(8)) {
      case 0: at->append("   # said of it"); break;
      case 1: lines.insert(at, std::string(below(9), ' ') + "# said of what follows"); break;
      case 2: lines.insert(at, ""); break;
      case 3: lines.erase(at); break;
      case 4: lines.insert(at, std::string(*at)); break;
      case 5: at->append(";"); break;
      case 6: std::swap(*at, lines[below(lines.size())]); break;
      default: lengthen(*at);
    }
    std::string made;
    for (const std::string& line : lines) made += line + '\n';
    return made;
  }

  void lengthen(std::string& line) {
    const std::size_t quote = line.find('"');
    if (quote != std::string::npos && one_in(2)) {
      line.insert(quote + 1, std::string(below(80), 'x'));
      return;
    }
    const std::string twice = line.substr(line.find_first_not_of(' ') == std::string::npos ? 0 : line.find_first_not_of(' '));
    static constexpr const char* joints[] = {" and ", " or ", ", ", " | ", " + "};
    line += joints[below(5)] + twice;
  }

  // Blanks outside texts and comments: more, fewer, or a line end.
  std::string by_blanks(const std::string& text) {
    const bool wild = one_in(2);
    std::string made;
    char quote = '\0';
    for (std::size_t i = 0; i < text.size(); ++i) {
      const char here = text[i];
      if (quote == '"' && here == '\\' && i + 1 < text.size()) {
        made += here;
        made += text[++i];
        continue;
      }
      if (quote != '\0') quote = here == (quote == '#' ? '\n' : quote) || here == '\n' ? '\0' : quote;
      else if (here == '"' || here == '#') quote = here;
      made += here;
      if (quote != '\0' || (here != ' ' && here != '{' && here != '(' && here != ',')) continue;
      if (one_in(9)) made.append(below(12), ' ');
      if (wild && one_in(30)) made += "\n" + std::string(below(20), ' ');
      if (wild && one_in(60)) made += "# in between\n";
      if (one_in(90)) made += '\t';
      if (here == ' ' && one_in(40)) made.erase(made.size() - 1);
    }
    return made;
  }

  std::mt19937 random_;
};

int programs_to_try() {
  const char* wanted = std::getenv("CRIT_FORMAT_PROGRAMS");
  return wanted == nullptr ? 400 : std::atoi(wanted);
}

}  // namespace

TEST_CASE("every example, module and spec is the same policy when it is formatted") {
  std::size_t count = 0;
  for (const fs::path& file : policies()) {
    INFO(file);
    bool done = false;
    const std::string text = read(file);
    CHECK(format_promise::broken(text, beside(file), &done) == "");
    if (!done) continue;
    ++count;
    CHECK(longest_line(formatted(text)) <= 120);
  }
  CHECK(count > 400);
}

TEST_CASE("a policy is the same when it and all that it uses are formatted") {
  for (const char* name : {"examples/infusion_pumps", "examples/mecasermin", "examples/increlex_billing", "examples/aetna_0711"}) {
    INFO(name);
    std::vector<crit::SourceText> before;
    std::vector<crit::SourceText> after;
    const fs::path folder = fs::path(CRIT_SOURCE_DIR) / name;
    for (const auto& entry : fs::directory_iterator(folder)) {
      if (entry.path().extension() != ".crit") continue;
      before.push_back({entry.path().filename().string(), read(entry.path())});
      after.push_back({before.back().name, formatted(before.back().text)});
    }
    const auto plain = beside(folder / "x");
    const auto laid_out = [&](const std::string& from, const std::string& path) {
      crit::LoadedFile file = plain(from, path);
      if (path.ends_with(".crit")) file.text = formatted(file.text);
      return file;
    };
    const auto one = crit::Engine().compile_versions(before, plain);
    const auto other = crit::Engine().compile_versions(after, laid_out);
    REQUIRE(one);
    REQUIRE(other);
    CHECK(one->disassemble() == other->disassemble());
  }
}

TEST_CASE("mutated policies are the same when they are formatted") {
  const std::vector<fs::path> files = policies();
  int done = 0;
  const int count = programs_to_try();
  for (int i = 0; i < count; ++i) {
    std::mt19937 random(static_cast<unsigned>(i));
    const fs::path& file = files[random() % files.size()];
    if (fs::file_size(file) > 100'000) continue;
    const std::string text = Mutator(static_cast<unsigned>(i)).mutated(read(file));
    INFO("program " << i << ", of " << file << "\n" << text);
    bool made = false;
    REQUIRE(format_promise::broken(text, beside(file), &made) == "");
    done += made ? 1 : 0;
  }
  CHECK(done * 4 > count);
}

TEST_CASE("comments stay wherever they may stand") {
  const std::string text = R"(# first
use codes # behind a use

# before the facts
facts { # behind a brace
  # before a fact
  a : yes_no # behind a fact
  # between
  b : one   # behind an alternative
    | two

  c : series { # behind an inner brace
    d : number
    # last in it
  } complete # behind all
  # last
} # behind the end

define x =  # behind the sign
  # before the value
  a and # behind an operator
  # before an operand
  (a or # in parentheses
    a)
codes m : icd10 { # of the set
  E34.3, # the first
  # the second
  E34.4
}
# the end)";
  const std::string made = formatted(text);
  CHECK(format_promise::broken(text) == "");
  CHECK(std::count(made.begin(), made.end(), '#') == std::count(text.begin(), text.end(), '#'));
  CHECK_THAT(made, Contains("  c : series {  # behind an inner brace\n    d : number\n    # last in it\n  } complete  # behind all\n  # last\n}  # behind the end\n"));
  CHECK_THAT(made, Contains("define x =  # behind the sign\n  # before the value\n  a and  # behind an operator\n"));
  CHECK_THAT(made, Contains("\n# the end\n"));
}

TEST_CASE("line ends and the byte order mark stay what they are") {
  const std::string text = "\xEF\xBB\xBFuse   codes\r\n\r\n\r\n\r\nuse member\n";
  CHECK(formatted(text) == "\xEF\xBB\xBFuse codes\r\n\r\nuse member\r\n");
  CHECK(formatted("use codes\nuse   member\r\n") == "use codes\nuse member\n");
  CHECK(formatted("") == "");
  CHECK(formatted("\n\n") == "");
  CHECK(formatted("# only this") == "# only this\n");
}

TEST_CASE("what is written is not respelt") {
  CHECK(formatted("define x = 1.50 kg+2kg   # 1.50   kg\n") == "define x = 1.50 kg + 2kg  # 1.50   kg\n");
  CHECK(formatted("define x = - 3 + f( 2 , a )  .dose\n") == "define x = -3 + f(2, a).dose\n");
  CHECK(formatted("define x = \"a  b\" in {E10*,  D00..D09 ,\"1  2\"}\n") == "define x = \"a  b\" in { E10*, D00..D09, \"1  2\" }\n");
  CHECK(formatted("define x = a  ≤ 5 and b<=1 year  6 months\n") == "define x = a ≤ 5 and b <= 1 year  6 months\n");
  // One blank more would be a unit the less.
  CHECK(formatted("test \"t\" {\n  facts { a : { 5  mg } }\n}\n") == "test \"t\" {\n  facts { a : { 5  mg } }\n}\n");
}

TEST_CASE("a condition that is called as a clause keeps its `;`") {
  const std::string text = "indication I.A {\n  any_of {\n    a\n    approve;\n  }\n  approve\n}\n";
  CHECK(formatted(text) == text);
}

// Issue 11: the text of a condition was taken from the source as it was spaced, so that `crit fmt` changed explanations and bytecode.
TEST_CASE("what a decision quotes of a policy is spaced as the formatter spaces it") {
  const std::string head = "policy \"T\" { effective from 2000-01-01 to 2099-12-31 }\nfacts { a : yes_no; n : number }\n";
  const auto quoted = [&](const std::string& condition) {
    const auto made = crit::Engine().compile({"x.crit", head + "indication I {\n  1: " + condition + "\n  approve\n}\n"});
    if (!made) return crit::render_text(made.error(), {}, false);
    const std::string listing = made->disassemble();
    const std::size_t begin = listing.find("^ I.1  ") + 7;
    return listing.substr(begin, listing.find('\n', begin) - begin);
  };
  CHECK(quoted("n>=-  1   # so") == "n >= -1");
  CHECK(quoted("(a   or\n    # why\n    not(a))and n<3") == "(a or not (a)) and n < 3");
  CHECK(quoted("round( n , 2 )is   not 3") == "round(n, 2) is not 3");
  CHECK(quoted("if a then n>1") == "if a then n > 1");
  CHECK(quoted("choose{when a:n<1\n otherwise:n>2;}") == "choose { when a : n < 1; otherwise : n > 2 }");
}

TEST_CASE("a diff says which lines go and come") {
  using crit::command::unified_diff;
  CHECK(unified_diff("a", "x\n", "x\n") == "");
  CHECK(unified_diff("a", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n") ==
        "--- a\n+++ a\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
  CHECK(unified_diff("a", "", "1\n") == "--- a\n+++ a\n@@ -0,0 +1,1 @@\n+1\n");
  CHECK(unified_diff("a", "1", "1\n") == "--- a\n+++ a\n@@ -1,1 +1,1 @@\n-1\n\\ No newline at end of file\n+1\n");
  CHECK(unified_diff("a", "1\n2\n", "2\n", true) == "--- a\n+++ a\n@@ -1,2 +1,1 @@\n\x1b[31m-1\x1b[0m\n 2\n");
}

// ---- the command -----------------------------------------------------------------------------------------------------------
namespace {

struct Ran {
  int code;
  std::string out;
  std::string err;
};

constexpr const char* laid_out = "policy \"T.1\" { title \"Test\" }\n";
constexpr const char* untidy = "policy   \"T.1\" {title \"Test\"}\n";

class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / ("crit-fmt-" + std::to_string(std::random_device{}()))) {
    fs::create_directories(path_ / "sub");
    write("good.crit", laid_out);
    write("untidy.crit", untidy);
    write("faulty.crit", "policy \"T.2\"   {");
    write("sub/one.crit", untidy);
    write("sub/two.CRIT", untidy);
    write("sub/notes.txt", "  notes");
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  fs::path operator/(const std::string& name) const { return path_ / name; }
  void write(const std::string& name, const std::string& text) const { std::ofstream(path_ / name) << text; }
  std::string text(const std::string& name) const { return read(path_ / name); }
  Ran run(std::vector<std::string> arguments, const std::string& input = "") const {
    std::istringstream in(input);
    std::ostringstream out;
    std::ostringstream err;
    crit::command::Context context;
    context.cwd = path_;
    arguments.insert(arguments.begin(), "fmt");
    const int code = crit::command::run_command(arguments, in, out, err, context);
    return {code, out.str(), err.str()};
  }

 private:
  fs::path path_;
};

}  // namespace

TEST_CASE("crit fmt prints what is formatted") {
  const Folder folder;
  const Ran one = folder.run({"untidy.crit"});
  CHECK(one.code == 0);
  CHECK(one.out == laid_out);
  CHECK(folder.text("untidy.crit") == untidy);
  const Ran input = folder.run({"-"}, untidy);
  CHECK(input.code == 0);
  CHECK(input.out == laid_out);
  CHECK(folder.run({}).code == 2);
  CHECK(folder.run({"good.crit", "untidy.crit"}).code == 2);
  CHECK(folder.run({"-", "-w"}, untidy).code == 2);
  CHECK(folder.run({"good.crit", "--check", "--write"}).code == 2);
  CHECK(folder.run({"absent.crit"}).code == 1);
}

TEST_CASE("crit fmt leaves a file alone that cannot be read without errors") {
  const Folder folder;
  const Ran shown = folder.run({"faulty.crit"});
  CHECK(shown.code == 3);
  CHECK(shown.out == "");
  CHECK_THAT(shown.err, Contains("[E0103]") && Contains("faulty.crit: left as it is"));
  const Ran written = folder.run({"-w", "faulty.crit", "untidy.crit"});
  CHECK(written.code == 3);
  CHECK(folder.text("faulty.crit") == "policy \"T.2\"   {");
  CHECK(folder.text("untidy.crit") == laid_out);
  CHECK_THAT(folder.run({"--error-format", "json", "faulty.crit"}).err, !Contains("left as it is"));
}

TEST_CASE("crit fmt --check names what is not formatted") {
  const Folder folder;
  CHECK(folder.run({"--check", "good.crit"}).code == 0);
  CHECK(folder.run({"--check", "good.crit"}).out == "");
  const Ran all = folder.run({"--check", "good.crit", "untidy.crit", "sub"});
  CHECK(all.code == 5);
  CHECK(all.out == "untidy.crit: not formatted\nsub/one.crit: not formatted\nsub/two.CRIT: not formatted\n");
  CHECK(folder.run({"--check", "untidy.crit", "faulty.crit"}).code == 3);
  CHECK(folder.run({"--check", "untidy.crit", "absent.crit"}).code == 1);
  const Ran both = folder.run({"--check", "-d", "untidy.crit"});
  CHECK(both.code == 5);
  CHECK(both.out == "--- untidy.crit\n+++ untidy.crit\n@@ -1,1 +1,1 @@\n-policy   \"T.1\" {title \"Test\"}\n+policy \"T.1\" { title \"Test\" }\n");
  CHECK(folder.run({"-d", "untidy.crit"}).code == 0);
  CHECK(folder.text("untidy.crit") == untidy);
}

TEST_CASE("crit fmt --write changes only what is not formatted, and keeps its permissions") {
  const Folder folder;
  const auto long_ago = fs::file_time_type::clock::now() - std::chrono::hours(24);
  fs::last_write_time(folder / "good.crit", long_ago);
  fs::create_symlink("untidy.crit", folder / "link.crit");
  REQUIRE(::chmod((folder / "untidy.crit").c_str(), 0640) == 0);
  const Ran ran = folder.run({"--write", "good.crit", "link.crit", "sub"});
  CHECK(ran.code == 0);
  CHECK(ran.out == "link.crit: formatted\nsub/one.crit: formatted\nsub/two.CRIT: formatted\n");
  CHECK(fs::last_write_time(folder / "good.crit") == long_ago);
  CHECK(folder.text("untidy.crit") == laid_out);
  CHECK(fs::is_symlink(folder / "link.crit"));
  struct stat found {};
  REQUIRE(::stat((folder / "untidy.crit").c_str(), &found) == 0);
  CHECK((found.st_mode & 07777U) == 0640U);
  CHECK(folder.text("sub/notes.txt") == "  notes");
  std::size_t files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder / ".")) files += entry.is_regular_file() && !entry.is_symlink() ? 1 : 0;
  CHECK(files == 6);  // nothing is left beside them
  CHECK(folder.run({"--write", "."}).code == 3);  // faulty.crit
}
