// The history's file: who may read it, what it holds, and that whole entries come back.
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "line/history.hpp"
#include "sitting.hpp"

namespace {

namespace fs = std::filesystem;
using crit::line::History;

class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / ("line_history." + std::to_string(getpid()))) {
    fs::remove_all(path_);
    fs::create_directories(path_);
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string operator/(const std::string& name) const { return path_ / name; }

 private:
  fs::path path_;
};

std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

unsigned mode_of(const std::string& path) {
  struct stat found {};
  if (stat(path.c_str(), &found) != 0) return 0;
  return found.st_mode & 0777U;
}

}  // namespace

TEST_CASE("an entry of several lines is one line of the file, and comes back whole") {
  const Folder folder;
  const std::string entry = "policy \"T\\1\" {\n  when x\n}\n\ttab";
  History(folder / "history").add(entry, entry);
  CHECK(read(folder / "history") == "policy \"T\\\\1\" {\\n  when x\\n}\\n\ttab\n");
  CHECK(History(folder / "history").entries() == std::vector<std::string>{entry});
}

TEST_CASE("only the owner reads the file, and its folder when that is new") {
  const Folder folder;
  const mode_t before = umask(0);
  History(folder / "new/history").add(".open a", ".open a");
  umask(before);
  CHECK(mode_of(folder / "new/history") == 0600);
  CHECK(mode_of(folder / "new") == 0700);
}

TEST_CASE("a file that others could read is closed to them when it is written") {
  const Folder folder;
  std::ofstream(folder / "history") << ".old\n";
  fs::permissions(folder / "history", fs::perms(0644));
  History history(folder / "history");
  history.add(".open a", ".open a");
  CHECK(mode_of(folder / "history") == 0600);
  CHECK(read(folder / "history") == ".old\n.open a\n");
}

TEST_CASE("the file holds what may be kept, and memory what was typed") {
  const Folder folder;
  History history(folder / "history");
  history.add(".let height = 43 in", ".let height = ⋯");
  history.add(".secret", "");
  CHECK(history.entries() == std::vector<std::string>{".let height = 43 in", ".secret"});
  CHECK(read(folder / "history") == ".let height = ⋯\n");
}

TEST_CASE("in a sitting, what is kept is what the guide lets be kept") {
  const Folder folder;
  line_test::ToyGuide guide;
  line_test::ScriptedTerminal terminal({80, 24}, false, false);
  std::string problem;
  REQUIRE(line_test::append_happenings(terminal.happenings,
                                       "\".let height = 109.22 cm\" <enter> .secret <enter> .dropped <c-c>", problem));
  History history(folder / "history");
  crit::line::Editor editor(guide, terminal, history, {});
  while (editor.read({"> ", ". ", {}}).kind != crit::line::Outcome::end_of_input) {
  }
  CHECK(read(folder / "history") == ".let height = ⋯\n");
}

TEST_CASE("an answer to a question is not remembered") {
  const Folder folder;
  line_test::ToyGuide guide;
  line_test::ScriptedTerminal terminal({80, 24}, false, false);
  std::string problem;
  REQUIRE(line_test::append_happenings(terminal.happenings, "Smith <enter> <up> <c-r> S <enter> <enter>", problem));
  History history(folder / "history");
  history.add(".open a", ".open a");
  crit::line::Editor editor(guide, terminal, history, {});
  CHECK(editor.ask({"name? ", "", {}}).text == "Smith");
  CHECK(editor.ask({"name? ", "", {}}).text == "");
  CHECK(read(folder / "history") == ".open a\n");
  CHECK(history.entries().size() == 1);
}

TEST_CASE("an entry like the one before it is there once, and a blank one not at all") {
  History history;
  for (const char* entry : {"a", "a", "b", "a", "", "  \n"}) history.add(entry, entry);
  CHECK(history.entries() == std::vector<std::string>{"a", "b", "a"});
}

TEST_CASE("forgetting takes the file away, and remembering begins anew") {
  const Folder folder;
  History history(folder / "history");
  history.add(".a", ".a");
  history.forget();
  CHECK(history.entries().empty());
  CHECK_FALSE(fs::exists(folder / "history"));
  history.forget();
  CHECK(history.problem().empty());
  history.add(".b", ".b");
  CHECK(read(folder / "history") == ".b\n");
}

TEST_CASE("two sittings write into one file, a line each") {
  const Folder folder;
  History one(folder / "history"), other(folder / "history");
  one.add(".a", ".a");
  other.add(".b", ".b");
  one.add(".c", ".c");
  CHECK(History(folder / "history").entries() == std::vector<std::string>{".a", ".b", ".c"});
}

TEST_CASE("of too many entries the oldest go") {
  const Folder folder;
  {
    std::ofstream file(folder / "history");
    for (std::size_t i = 0; i < crit::line::most_entries + 5; ++i) file << ".x " << i << "\n";
  }
  const History history(folder / "history");
  CHECK(history.entries().size() == crit::line::most_entries);
  CHECK(history.entries().front() == ".x 5");
  CHECK(History(folder / "history").entries() == history.entries());
  CHECK(mode_of(folder / "history") == 0600);
}

TEST_CASE("an entry that is too long stays in memory only") {
  const Folder folder;
  History history(folder / "history");
  const std::string entry(crit::line::longest_kept + 1, 'x');
  history.add(entry, entry);
  CHECK(history.entries().size() == 1);
  CHECK_FALSE(fs::exists(folder / "history"));
}

TEST_CASE("any file can be read as a history") {
  const Folder folder;
  std::ofstream(folder / "history", std::ios::binary) << "\xff\xfe\n\n\\\n\\x\\\\n\nlast" << '\0' << "\r";
  CHECK(History(folder / "history").entries() == std::vector<std::string>{"��", "\\", "x\\n", "last\n"});
}

TEST_CASE("what is wrong is told") {
  const Folder folder;
  fs::create_directories(folder / "folder");
  History history(folder / "folder");
  CHECK(history.problem() == "the history `" + (folder / "folder") + "` cannot be read: is a directory");
  history.add(".a", ".a");
  CHECK(history.problem() == "the history `" + (folder / "folder") + "` cannot be written: is a directory");
  CHECK(history.entries().size() == 1);
}
