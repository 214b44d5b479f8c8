// Whole sittings at a terminal.
#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <random>
#include <sstream>

#include "terminal.hpp"

namespace {

namespace fs = std::filesystem;
using shell_test::CritAtTerminal;
using shell_test::Setting;

// A folder with a copy of an example, gone at the end.
class Folder {
 public:
  Folder() {
    path_ = fs::temp_directory_path() / ("crit-sitting-" + std::to_string(std::random_device{}()));
    fs::create_directories(path_);
    fs::copy(fs::path(CRIT_SOURCE_DIR) / "examples/mecasermin", path_ / "mecasermin", fs::copy_options::recursive);
    fs::copy(fs::path(CRIT_SOURCE_DIR) / "tests/spec/shell/with", path_ / "oxygen", fs::copy_options::recursive);
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  const fs::path& path() const { return path_; }
  std::string text(const fs::path& name) const {
    std::ifstream in(path_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void replace(const fs::path& name, const std::string& before, const std::string& after) const {
    std::string whole = text(name);
    const std::size_t place = whole.find(before);
    REQUIRE(place != std::string::npos);
    whole.replace(place, before.size(), after);
    std::ofstream(path_ / name, std::ios::binary) << whole;
  }

 private:
  fs::path path_;
};

constexpr const char* history = ".local/state/crit/history";

#define SAYS(crit, text)                      \
  do {                                        \
    const bool said = (crit).says(text);      \
    INFO("not said: " << (text) << "\n" << (crit).screen()); \
    REQUIRE(said);                            \
  } while (false)

TEST_CASE("a sitting with mecasermin, from the first screen to a test that passes") {
  const Folder folder;
  CritAtTerminal crit(folder.path(), {{"mecasermin/mecasermin.crit", "mecasermin/cases/pend_a4_no_xray_at_11.json"}});
  SAYS(crit, "crit 0.1.0: CP.PHAR.150 Mecasermin (Increlex), version 2022-08");
  SAYS(crit, ".needs");
  SAYS(crit, "CP.PHAR.150 pend_a4_no_xray_at_11 PEND(1)> ");

  crit.enter(".needs");
  SAYS(crit, "needs epiphysis (Growth plates on x-ray), for I.A.4");
  crit.enter(".let epiphysis = open");
  SAYS(crit, "PEND -> APPROVE until 2023-10-01");
  SAYS(crit, "APPROVE> ");
  crit.enter(".undo");
  SAYS(crit, "APPROVE -> PEND");
  SAYS(crit, "PEND(1)> ");
  crit.enter(".explain I.A.7");
  SAYS(crit, "I.A.7  Height 3 SD or more below the mean");
  SAYS(crit, "height[1].sd");

  // The policy changes on disk while nothing is typed.
  folder.replace("mecasermin/mecasermin.crit", "age > 10 years then epiphysis", "age > 12 years then epiphysis");
  SAYS(crit, "mecasermin/mecasermin.crit is read anew");
  SAYS(crit, "Over 10 years old");
  SAYS(crit, "PEND -> APPROVE until 2023-10-01");
  SAYS(crit, "cases flip");
  SAYS(crit, "APPROVE> ");

  crit.enter(".save test \"plates do not matter at 11\"");
  SAYS(crit, "is this what you expect? (yes or no) ");
  crit.enter("yes");
  SAYS(crit, "saved in mecasermin/mecasermin_tests.crit; `crit test mecasermin` runs it");
  SAYS(crit, "APPROVE> ");
  crit.type("\x04");
  CHECK(crit.ends() == 0);

  CritAtTerminal test(folder.path(), {{"test", "mecasermin"}});
  SAYS(test, "ok     mecasermin/mecasermin_tests.crit:");
  SAYS(test, "plates do not matter at 11");
  CHECK(test.ends() == 5);  // other tests say what the change of the policy did
}

TEST_CASE("no file that a sitting wrote holds a member's value") {
  const Folder folder;
  {
    CritAtTerminal crit(folder.path(), {{"oxygen/oxygen.crit", "oxygen/m1.json"}});
    SAYS(crit, "PEND(1)> ");
    for (const char* entry : {".let height = 4711 mm", ".let saturation += { date: 2022-09-19, value: 83.25 % }", "height > 4711 mm", ".whatif height = 4712 mm", ".drop",
                              "latest saturation has date > 2022-09-19", ".let height = 47x11", ".let last_visit = 2019-11-13", "{\"id\": \"m4713\", \"as_of\": \"2022-10-01\"}"}) {
      crit.enter(entry);
      SAYS(crit, "> ");
    }
    crit.enter(".log");
    SAYS(crit, "3  .let last_visit");
    SAYS(crit, "PEND(5)> ");
    crit.type("\x04");
    SAYS(crit, "changes of facts are not saved");
    SAYS(crit, "PEND(5)> ");
    crit.type("\x04");
    CHECK(crit.ends() == 0);
  }
  std::size_t files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder.path())) {
    if (!entry.is_regular_file()) continue;
    ++files;
    const std::string text = folder.text(entry.path().lexically_relative(folder.path()));
    INFO(entry.path());
    for (const char* value : {"4711", "4712", "4713", "83.25", "2022-09-19", "2019-11-13", "47x11"}) CHECK(text.find(value) == std::string::npos);
  }
  CHECK(files > 3);
  CHECK(folder.text(history).find(".let height = …\n") != std::string::npos);
  struct stat found {};
  REQUIRE(::stat((folder.path() / history).c_str(), &found) == 0);
  CHECK((found.st_mode & 0777) == 0600);
}

// A member's facts lay on in the folder for the editor when crit was ended, or its terminal closed, while that was open.
TEST_CASE("whatever ends crit while an editor has a member's facts, the file is gone") {
  for (const int signal : {SIGTERM, SIGHUP}) {
    const Folder folder;
    fs::create_directories(folder.path() / "tmp");
    const std::string tmp = "TMPDIR=" + (folder.path() / "tmp").string();
    CritAtTerminal crit(folder.path(), {{"oxygen/oxygen.crit", "oxygen/m1.json"}, {100, 40}, "xterm", {tmp, "EDITOR=echo editing; sleep 600; :"}});
    SAYS(crit, "PEND(1)> ");
    crit.enter(".edit facts");
    SAYS(crit, "editing");
    CHECK_FALSE(fs::is_empty(folder.path() / "tmp"));
    crit.gets(signal);
    CHECK(crit.ends() == 128 + signal);
    CHECK(fs::is_empty(folder.path() / "tmp"));
  }
}

TEST_CASE("commands that are pasted together run one by one") {
  const Folder folder;
  CritAtTerminal crit(folder.path(), {{"oxygen/oxygen.crit", "oxygen/m1.json"}});
  SAYS(crit, "EX.1 m1 PEND(1)> ");
  crit.type("\x1b[200~.let height = 180 cm\n.let setting = hospital\n.unset setting\n\x1b[201~\r");
  SAYS(crit, "no change");
  SAYS(crit, "PEND -> DENY");
  SAYS(crit, "DENY -> PEND");
  SAYS(crit, "PEND(2)> ");
  crit.type("\x04");
  SAYS(crit, "3 changes of facts are not saved");
  SAYS(crit, "PEND(2)> ");
  crit.type("\x04");
  CHECK(crit.ends() == 0);
  CHECK(folder.text(history) == ".let height = …\\n.let setting = …\\n.unset setting\n");
}

// Each word of what was pasted was looked up in the whole of it: 36 kB held the prompt up for minutes.
TEST_CASE("a long text that is no command is told at once, and not kept") {
  const Folder folder;
  CritAtTerminal crit(folder.path(), {{"oxygen/oxygen.crit", "oxygen/m1.json"}});
  SAYS(crit, "PEND(1)> ");
  std::string prose;
  while (prose.size() < 200'000) prose += "Member seen for growth failure at the clinic; ";
  crit.type("\x1b[200~" + prose + "\x1b[201~\r");
  SAYS(crit, "error");
  SAYS(crit, "PEND(1)> ");
  crit.type("\x04");
  CHECK(crit.ends() == 0);
  CHECK(folder.text(history).find("growth") == std::string::npos);
}

TEST_CASE("the history may be told to keep values, and to forget") {
  const Folder folder;
  CritAtTerminal crit(folder.path(), {{"repl", "--keep-values", "oxygen/oxygen.crit", "oxygen/m1.json"}});
  SAYS(crit, "PEND(1)> ");
  crit.enter(".let height = 43 in");
  SAYS(crit, "height = 109.22 cm");
  crit.enter("height");
  SAYS(crit, "(a ");
  CHECK(folder.text(history) == ".let height = 43 in\nheight\n");
  crit.enter(".forget");
  SAYS(crit, "the history is empty");
  SAYS(crit, "PEND(1)> ");
  crit.enter(".exit");
  SAYS(crit, "1 change of facts is not saved: `.save FILE.json` writes this member, `.exit` again ends");
  SAYS(crit, "PEND(1)> ");
  crit.enter(".exit");
  CHECK(crit.ends() == 0);
  CHECK(folder.text(history).find("43") == std::string::npos);
}

TEST_CASE("^C drops what is typed, and the sitting goes on") {
  const Folder folder;
  CritAtTerminal crit(folder.path(), {{"oxygen/oxygen.crit", "oxygen/m1.json"}});
  SAYS(crit, "PEND(1)> ");
  crit.type(".let height = \x03");
  SAYS(crit, "^C");
  SAYS(crit, "PEND(1)> ");
  crit.enter("height");
  SAYS(crit, "171 cm");
  crit.enter(".exit");
  CHECK(crit.ends() == 0);
}

TEST_CASE("crit alone is the shell; a policy that is mended opens") {
  const Folder folder;
  fs::remove(folder.path() / "faulty.crit");
  std::ofstream(folder.path() / "faulty.crit") << "policy \"F.1\" { title \"Faulty\" }\nfacts { a : yes_no }\nindication I \"A\" { 1: b; approve }\n";
  CritAtTerminal alone(folder.path(), {});
  SAYS(alone, "crit 0.1.0\n`.open POLICY.crit` opens a policy");
  SAYS(alone, "crit> ");
  alone.enter(".open faulty.crit");
  SAYS(alone, "error");
  folder.replace("faulty.crit", "1: b", "1: a");
  SAYS(alone, "faulty no date> ");
  alone.enter(".asof 2022-10-01");
  SAYS(alone, "F.1 PEND(1)> ");
  alone.type("\x04");
  CHECK(alone.ends() == 0);
}

TEST_CASE("a terminal that cannot move its cursor gets lines, and nothing is redrawn") {
  const Folder folder;
  CritAtTerminal crit(folder.path(), {{"oxygen/oxygen.crit", "oxygen/m1.json"}, {80, 24}, "dumb"});
  SAYS(crit, "EX.1 m1 PEND(1)> ");
  crit.enter(".let height = 43 in");
  SAYS(crit, "height = 109.22 cm\nno change\nEX.1 m1 PEND(1)> ");
  crit.type("\x04");
  SAYS(crit, "1 change of facts is not saved");
  SAYS(crit, "PEND(1)> ");
  crit.type("\x04");
  CHECK(crit.ends() == 0);
}

TEST_CASE("output that does not fit goes through the pager, and what fits does not") {
  const Folder folder;
  const Setting setting{{"oxygen/oxygen.crit", "oxygen/m1.json"}, {80, 12}, "xterm", {"PAGER=sed 's/^/paged: /'"}};
  CritAtTerminal crit(folder.path(), setting);
  SAYS(crit, "PEND(1)> ");
  crit.enter("height");
  SAYS(crit, "\n171 cm");
  crit.enter(".explain");
  SAYS(crit, "paged: m1 (oxygen/m1.json)");
  SAYS(crit, "PEND(1)> ");
  crit.type("\x04");
  CHECK(crit.ends() == 0);
}

// Nothing was said of it, and the test that was saved then was of a text that is in no file.
TEST_CASE("an undo behind a change on disk is told, and no test is saved of it") {
  const Folder folder;
  CritAtTerminal crit(folder.path(), {{"oxygen/oxygen.crit", "oxygen/m1.json"}});
  SAYS(crit, "EX.1 m1 PEND(1)> ");
  folder.replace("oxygen/oxygen.crit", "setting is home", "setting is hospital");
  SAYS(crit, "oxygen/oxygen.crit is read anew: 1 criterion changed");
  SAYS(crit, "DENY> ");
  crit.enter(".undo");
  SAYS(crit, "the policy here is now an earlier text than that of oxygen/oxygen.crit: `.redo`, or `.open");
  SAYS(crit, "EX.1 m1 PEND(1) earlier text> ");
  crit.enter(".save test \"t\"");
  SAYS(crit, "the policy here is another text than `oxygen/oxygen.crit` holds");
  crit.enter(".log");
  SAYS(crit, "no change stands; 1 was undone, and `.redo 1` does it again");
  crit.enter(".redo");
  SAYS(crit, "EX.1 m1 DENY> ");
  crit.type("\x04");
  CHECK(crit.ends() == 0);
}

TEST_CASE("a policy that is mended opens with the members and the date of the command line") {
  const Folder folder;
  folder.replace("oxygen/oxygen.crit", "setting is home", "setting is hom");
  CritAtTerminal crit(folder.path(), {{"oxygen/oxygen.crit", "oxygen/m1.json"}});
  SAYS(crit, "did you mean");
  folder.replace("oxygen/oxygen.crit", "setting is hom", "setting is home");
  SAYS(crit, "EX.1 Home oxygen is open; PEND(1)");
  SAYS(crit, "EX.1 m1 PEND(1)> ");
  crit.type("\x04");
  CHECK(crit.ends() == 0);
}

}  // namespace
