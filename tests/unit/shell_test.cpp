// The shell where a spec cannot show it: files that it writes, the editor that it starts, standard input, exit codes, and what
// Tab and the history are told of an entry.
#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "command.hpp"
#include "read_file.hpp"
#include "shell/guide.hpp"

namespace {

namespace fs = std::filesystem;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

struct Ran {
  int code;
  std::string out;
  std::string err;
};

// A copy of the specs' policies and members, gone at the end.
class Desk {
 public:
  Desk() {
    path_ = fs::temp_directory_path() / ("crit-desk-" + std::to_string(std::random_device{}()));
    fs::copy(fs::path(CRIT_SOURCE_DIR) / "tests/spec/shell/with", path_, fs::copy_options::recursive);
    fs::copy_file(path_ / "cases/approve.json", path_ / "m7.json");
    fs::create_directories(path_ / "one");
    fs::copy_file(path_ / "oxygen.crit", path_ / "one/oxygen.crit");
    fs::copy(path_ / "cases", path_ / "one/cases");
  }
  ~Desk() { fs::remove_all(path_); }
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  const fs::path& path() const { return path_; }
  std::string text(const std::string& name) const { return read(path_ / name); }
  void write(const std::string& name, const std::string& text) const { std::ofstream(path_ / name, std::ios::binary) << text; }
  mode_t rights(const std::string& name) const {
    struct stat found {};
    return ::stat((path_ / name).c_str(), &found) == 0 ? found.st_mode & 0777 : 0;
  }
  // An editor that runs a script on the file it is given, its last word.
  void set_editor(const std::string& script) const {
    write("editor.sh", "for file; do :; done\n" + script + "\n");
    ::setenv("VISUAL", ("sh " + (path_ / "editor.sh").string()).c_str(), 1);
  }

  Ran run(const std::vector<std::string>& arguments, const std::string& input = "") const {
    std::istringstream in(input);
    std::ostringstream out;
    std::ostringstream err;
    crit::command::Context context;
    context.cwd = path_;
    const int code = crit::command::run_command(arguments, in, out, err, context);
    return {code, out.str(), err.str()};
  }
  // A sitting with m1, who pends for a saturation of the last 30 days.
  Ran sit(const std::string& input, std::vector<std::string> flags = {}) const {
    flags.insert(flags.begin(), {"repl", "one/oxygen.crit", "m1.json"});
    return run(flags, input);
  }

 private:
  fs::path path_;
};

const std::string approve = ".let saturation += { date: 2022-09-20, value: 86 % }\n";

// ---- examples ---------------------------------------------------------------------------------------------------------

TEST_CASE("the example of every command runs") {
  const Desk desk;
  ::setenv("VISUAL", "true", 1);
  for (const crit::shell::Command& command : crit::shell::all_commands()) {
    std::string before;
    if (command.name == "last") before = ".facts\n";
    if (command.name == "undo" || command.name == "redo") before = ".let height = 43 in\n";
    if (command.name == "redo") before += ".undo\n";
    if (command.name == "keep" || command.name == "drop") before = ".whatif height = 43 in\n";
    fs::remove(desk.path() / "m1_tried.json");
    fs::remove(desk.path() / "needs.txt");
    const Ran ran = desk.run({"repl", "oxygen.crit", "m1.json", "--bail"}, before + std::string(command.example) + "\n");
    INFO(command.name << ": " << command.example << "\n" << ran.err);
    CHECK(ran.code == 0);
    CHECK(ran.err.empty());
  }
}

TEST_CASE("help on a command is one screen, and names its example") {
  const Desk desk;
  for (const crit::shell::Command& command : crit::shell::all_commands()) {
    const Ran ran = desk.run({"repl", "-c", ".help ." + std::string(command.name)});
    CHECK_THAT(ran.out, Contains("\n  " + std::string(command.example) + "\n"));
    CHECK(std::count(ran.out.begin(), ran.out.end(), '\n') < 16);
  }
  const Ran overview = desk.run({"repl", "-c", ".help"});
  CHECK(std::count(overview.out.begin(), overview.out.end(), '\n') <= 10);
}

// ---- what is saved ----------------------------------------------------------------------------------------------------

TEST_CASE("a test is saved beside the policy, and passes") {
  const Desk desk;
  const Ran ran = desk.sit(approve + ".save test \"a saturation of last week\"\nyes\n");
  CHECK(ran.err.empty());
  CHECK_THAT(ran.out, Contains("m1: approve until 2023-04-01"));
  CHECK_THAT(ran.out, Contains("saved in one/oxygen_tests.crit; `crit test one` runs it"));
  const Ran tested = desk.run({"test", "one"});
  CHECK(tested.code == 0);
  CHECK_THAT(tested.out, Contains("a saturation of last week"));
  // The next goes behind it; a name is taken once.
  CHECK(desk.sit(".save test \"an old one pends\"\ny\n").err.empty());
  CHECK_THAT(desk.run({"test", "one"}).out, Contains("2 passed, 0 failed"));
  const std::string before = desk.text("one/oxygen_tests.crit");
  CHECK_THAT(desk.sit(".save test \"an old one pends\"\ny\n").err, Contains("two tests are called \"an old one pends\""));
  CHECK(desk.text("one/oxygen_tests.crit") == before);
}

TEST_CASE("where other policies stand in the folder, a test goes into the policy's own file") {
  const Desk desk;
  const Ran ran = desk.run({"repl", "oxygen.crit", "m1.json"}, ".save test \"pends\"\nyes\n");
  CHECK(ran.err.empty());
  CHECK_THAT(ran.out, Contains("saved in oxygen.crit; `crit test oxygen.crit` runs it"));
  CHECK(desk.run({"test", "oxygen.crit"}).code == 0);
}

TEST_CASE("a test is saved only where somebody says that it is as expected") {
  const Desk desk;
  for (const char* answer : {"no\n", "\n", "perhaps\n", ""}) {
    const Ran ran = desk.sit(".save test \"pends\"\n" + std::string(answer));
    CHECK_THAT(ran.err, Contains("nothing was saved"));
    CHECK_FALSE(fs::exists(desk.path() / "one/oxygen_tests.crit"));
  }
}

TEST_CASE("a member is saved as a file that only its owner reads, and decides as it did") {
  const Desk desk;
  CHECK(desk.sit(approve + ".save tried.json\n").err.empty());
  CHECK(desk.rights("tried.json") == 0600);
  CHECK(desk.run({"eval", "one/oxygen.crit", "tried.json", "--exit-decision"}).code == crit::command::exit_approve);
  const std::string before = desk.text("tried.json");
  CHECK_THAT(desk.sit(".save tried.json\nno\n").err, Contains("was left as it is"));
  CHECK(desk.text("tried.json") == before);
  CHECK(desk.sit(".save tried.json\nyes\n").err.empty());
  CHECK(desk.text("tried.json") != before);
}

TEST_CASE("the record holds what was typed and printed, as Markdown, for its owner only") {
  const Desk desk;
  const Ran ran = desk.sit(".record sitting.md\n" + approve + "hight\nI.4\n.record off\nheight\n");
  const std::string record = desk.text("sitting.md");
  CHECK(desk.rights("sitting.md") == 0600);
  CHECK_THAT(record, StartsWith("# A sitting with crit\n"));
  CHECK_THAT(record, Contains("PEND for saturation"));
  CHECK_THAT(record, Contains("EX.1 m1 PEND(1)> .let saturation += { date: 2022-09-20, value: 86 % }"));
  CHECK_THAT(record, Contains("PEND -> APPROVE until 2023-04-01"));
  CHECK_THAT(record, Contains("hight"));
  CHECK_THAT(record, Contains("Taller than 100 cm"));
  CHECK_THAT(record, !Contains("> height"));
}

TEST_CASE("one output goes into a file, and the next is printed again") {
  const Desk desk;
  const Ran ran = desk.sit(".once needs.txt\n.needs\nheight\n");
  CHECK_THAT(desk.text("needs.txt"), Contains("needs saturation"));
  CHECK(desk.rights("needs.txt") == 0600);
  CHECK_THAT(ran.out, !Contains("needs saturation"));
  CHECK_THAT(ran.out, Contains("171 cm"));
}

// ---- the editor -------------------------------------------------------------------------------------------------------

TEST_CASE("the policy is edited, and what that changes is told") {
  const Desk desk;
  desk.set_editor("sed -i 's/within_days 30/within_days 60/' \"$file\"");
  const Ran ran = desk.sit(".edit\n");
  CHECK(ran.err.empty());
  CHECK_THAT(ran.out, Contains("one/oxygen.crit is read anew: 1 criterion changed\n  I.2\n"));
  CHECK_THAT(ran.out, Contains("PEND -> APPROVE until 2023-04-01"));
  CHECK_THAT(ran.out, Contains("none of 2 cases flips"));
}

TEST_CASE("cases that flip are told") {
  const Desk desk;
  desk.set_editor("sed -i 's/>= 18 years/>= 8 years/' \"$file\"");
  const Ran ran = desk.sit(".edit\n");
  CHECK_THAT(ran.out, Contains("no change\n1 of 2 cases flips\n  child  DENY -> APPROVE"));
}

TEST_CASE("an editor that changes nothing, or fails, changes nothing") {
  const Desk desk;
  ::setenv("VISUAL", "true", 1);
  CHECK(desk.sit(".edit\n").out == "unchanged\n");
  CHECK(desk.sit(".edit facts\n").out == "unchanged\n");
  ::setenv("VISUAL", "false", 1);
  CHECK_THAT(desk.sit(".edit\n").err, Contains("`false` ended with 1"));
  ::setenv("VISUAL", "/no/such/editor", 1);
  CHECK_THAT(desk.sit(".edit facts\n").err, Contains("`/no/such/editor` cannot be run"));
  ::unsetenv("VISUAL");
  ::unsetenv("EDITOR");
  CHECK_THAT(desk.sit(".edit\n").err, Contains("no editor is set"));
}

TEST_CASE("a criterion is edited at its line, and the facts as a file") {
  const Desk desk;
  desk.set_editor("echo \"$1\" > " + (desk.path() / "line.txt").string());
  CHECK(desk.sit(".edit I.2\n").err.empty());
  CHECK(desk.text("line.txt") == "+17\n");
  CHECK_THAT(desk.sit(".edit I.9\n").err, Contains("there is no criterion or section `I.9`"));
  desk.set_editor("sed -i 's/2022-08-20/2022-09-20/' \"$file\"");
  const Ran ran = desk.sit(".edit facts\n.undo\n");
  CHECK(ran.err.empty());
  CHECK_THAT(ran.out, StartsWith("PEND -> APPROVE until 2023-04-01"));
  CHECK_THAT(ran.out, Contains("\nAPPROVE -> PEND"));
  desk.set_editor("echo '{' > \"$file\"");
  CHECK_FALSE(desk.sit(".edit facts\n").err.empty());
}

TEST_CASE("a policy that becomes faulty leaves the one before, and is read again") {
  const Desk desk;
  desk.set_editor("if grep -q smokes \"$file\"; then sed -i 's/smokes/smoker/' \"$file\"; else sed -i 's/not_covered { smoker }/not_covered { smokes }/' \"$file\"; fi");
  const Ran ran = desk.sit(".edit\nheight\n.edit\n");
  CHECK_THAT(ran.err, Contains("smokes"));
  CHECK_THAT(ran.out, Contains("the policy stays as it was"));
  CHECK_THAT(ran.out, Contains("171 cm"));
}

// ---- standard input and exit codes ------------------------------------------------------------------------------------

TEST_CASE("entries of standard input go on until they are whole, and the end of the input ends the sitting") {
  const Desk desk;
  CHECK(desk.sit("").code == 0);
  CHECK(desk.sit("").out.empty());
  const Ran ran = desk.sit(".let saturation += {\r\n  date: 2022-09-20,\n  value: 86 %\n}\n\n# a remark\nheight > 100 cm and\n\n  smoker");
  CHECK(ran.err.empty());
  CHECK_THAT(ran.out, StartsWith("saturation[2] = date: 2022-09-20, value: 86 %\nPEND -> APPROVE"));
  CHECK_THAT(ran.out, Contains("no  (a condition)"));
}

TEST_CASE("what fails is told with its place") {
  const Desk desk;
  CHECK_THAT(desk.sit("height\n\nhight\n").err, StartsWith("<stdin>:3:\n"));
  desk.write("entries.crit-entries", "height\n.lte\n");
  CHECK_THAT(desk.sit(".read entries.crit-entries\n").err, StartsWith("entries.crit-entries:2:\n"));
  CHECK_THAT(desk.sit("", {"-c", "height", "-c", "hight"}).err, StartsWith("-c 2:\n"));
}

TEST_CASE("the exit code of a sitting") {
  const Desk desk;
  CHECK(desk.sit("hight\n").code == 0);
  CHECK(desk.sit("hight\nheight\n", {"--bail"}).code == 1);
  CHECK(desk.sit("hight\nheight\n", {"--bail"}).out.empty());
  CHECK(desk.sit("", {"--exit-decision"}).code == 12);
  CHECK(desk.sit(approve, {"--exit-decision"}).code == 10);
  CHECK(desk.sit(".let smoker = yes\n", {"--exit-decision"}).code == 11);
  CHECK(desk.run({"repl", "oxygen.crit", "wrong.json", "--exit-decision"}).code == 4);
  CHECK(desk.run({"repl", "none.crit"}).code == 1);
  CHECK(desk.run({"repl", "oxygen.crit", "none.json"}).code == 1);
  CHECK(desk.run({"repl", "-"}).code == 2);
  CHECK(desk.run({"repl", "oxygen.crit", "-"}).code == 2);
  CHECK_THAT(desk.run({"repl", "oxygen.crit", "-", "-c", "height"}, desk.text("m1.json")).out, StartsWith("171 cm"));
  CHECK(desk.run({"repl", "oxygen.crit", "--as-of", "2022-13-01"}).code == 2);
  CHECK(desk.run({"repl", "oxygen.crit", "--as-of", "2022-10-01", "-c", "member.birth_date"}).code == 0);
}

TEST_CASE("crit alone, and a policy's name, are the shell on a terminal only") {
  crit::command::Context pipe;
  crit::command::Context terminal;
  terminal.in_is_terminal = terminal.out_is_terminal = true;
  CHECK(crit::command::is_sitting({}, terminal));
  CHECK(crit::command::is_sitting({"p.crit", "m.json"}, terminal));
  CHECK(crit::command::is_sitting({"repl"}, pipe));
  CHECK_FALSE(crit::command::is_sitting({}, pipe));
  CHECK_FALSE(crit::command::is_sitting({"p.crit"}, pipe));
  CHECK_FALSE(crit::command::is_sitting({"eval", "p.crit"}, terminal));
  CHECK_FALSE(crit::command::is_sitting({"evla"}, terminal));
}

// ---- what the editor is told ------------------------------------------------------------------------------------------

// A sitting with m1, and its guide.
class Guided {
 public:
  explicit Guided(bool keep_values = false) {
    options_.policy = "one/oxygen.crit";
    options_.facts = {"m1.json"};
    options_.keep_values = keep_values;
    context_.cwd = desk_.path();
    int code = 0;
    REQUIRE(sitting.open_given(code));
  }
  std::vector<std::string> offers(const std::string& entry) {
    std::vector<std::string> all;
    for (const crit::line::Offer& one : guide.complete(entry, entry.size()).offers) all.push_back(one.insert);
    return all;
  }
  std::string why_none(const std::string& entry) { return guide.complete(entry, entry.size()).why_none; }

 private:
  Desk desk_;
  crit::shell::Options options_;
  crit::command::Context context_;
  std::istringstream in_;
  std::ostringstream out_;
  crit::command::Console console_{in_, out_, out_, context_};

 public:
  crit::shell::Sitting sitting{options_, console_};
  crit::shell::ShellGuide guide{sitting};
};

TEST_CASE("the history's file gets commands, and no values") {
  Guided guided;
  struct Row {
    const char* entry;
    const char* kept;
  };
  const Row rows[] = {{".let height = 43 in", ".let height = …"},
                      {".let saturation += { date: 2022-09-20, value: 86 % }", ".let saturation += …"},
                      {".let member.birth_date=1950-01-02", ".let member.birth_date = …"},
                      {".let height 43 in", ".let …"},
                      {".whatif setting = hospital", ".whatif setting = …"},
                      {".unset saturation[1]", ".unset saturation[1]"},
                      {".unset Smith", ".unset …"},
                      {".let Smith = 3", ".let …"},
                      {".explain Smith", ".explain …"},
                      {".cases charts/Smith", ".cases …"},
                      {".read smith.txt", ".read …"},
                      {".unset height", ".unset height"},
                      {".asof 2022-10-01", ".asof …"},
                      {".members m1", ".members …"},
                      {".open m1.json", ".open …"},
                      {".open one/oxygen.crit", ".open one/oxygen.crit"},
                      {".save test \"Mr Smith\"", ".save …"},
                      {".record smith.md", ".record …"},
                      {".explain I.2", ".explain I.2"},
                      {".criteria not met", ".criteria not met"},
                      {".facts height", ".facts height"},
                      {"I.2", "I.2"},
                      {"height > 100 cm", "height > …"},
                      {"member.birth_date to as_of >= 18 years", "member.birth_date to as_of >= …"},
                      {"setting is home", "setting is …"},
                      {"diagnosis includes E34.3", "diagnosis includes …"},
                      {"{\"id\": \"m7\"}", ""},
                      {"policy \"X\" { }", ""},
                      {".lte height = 43 in", ""}};
  for (const Row& row : rows) {
    INFO(row.entry);
    CHECK(guided.guide.kept_in_history(row.entry) == row.kept);
  }
  Guided keeping(true);
  CHECK(keeping.guide.kept_in_history(".let height = 43 in") == ".let height = 43 in");
}

TEST_CASE("Enter runs what is whole") {
  Guided guided;
  for (const char* whole : {".let height = 43 in", ".facts", ".xyzzy {", "height", "height > 100 cm", ".let height = { value: 3 cm }", "height )", "# remark", ""}) {
    INFO(whole);
    CHECK(guided.guide.is_whole(whole));
  }
  for (const char* begun : {".let saturation += {", ".let x = [1,", "height >", "height > 100 cm and", "policy \"X\" {", "{\"id\": 3", "(height", ".needs\n.let x = [1,"}) {
    INFO(begun);
    CHECK_FALSE(guided.guide.is_whole(begun));
  }
}

TEST_CASE("Tab offers what may stand there, and says why there is nothing") {
  Guided guided;
  using Names = std::vector<std::string>;
  CHECK(guided.offers(".un") == Names{".unset ", ".undo "});
  CHECK(guided.offers(".lte") == Names{".let "});
  CHECK(guided.offers(".let he") == Names{"height = "});
  CHECK(guided.offers(".let sat") == Names{"saturation += "});
  CHECK(guided.offers(".let setting = ho") == Names{"home", "hospital"});
  CHECK(guided.offers(".let smoker = ") == Names{"yes", "no"});
  CHECK(guided.offers(".explain I.") == Names{"I.1", "I.2", "I.3", "I.4"});
  CHECK(guided.offers(".criteria not") == Names{"not met"});
  CHECK(guided.offers(".mode j") == Names{"json"});
  CHECK(guided.offers(".members m") == Names{"m1"});
  CHECK(guided.offers(".open one/ox") == Names{"one/oxygen.crit"});
  CHECK(guided.offers(".manual gro") == Names{"growth"});
  CHECK(guided.offers("heigh") == Names{"height"});
  CHECK(guided.offers(".let saturation += { ") == Names{"date: ", "value: ", "place: "});
  CHECK(guided.offers(".let saturation += { date: 2022-09-20, v") == Names{"value: "});
  CHECK(guided.offers(".let saturation += { date: 2022-09-20, value: 86 ") == Names{"%"});
  CHECK(guided.why_none(".let saturation += { date: ") == "date is a date, as in 2022-10-01");
  CHECK(guided.offers(".needs\n.let smoker = n") == Names{"no"});
  CHECK(guided.why_none(".needs ") == "nothing stands behind it");
  CHECK(guided.why_none(".let hight = ") == "the policy declares no fact `hight`");
  CHECK(guided.why_none("xyzzy") == "no fact, define or word begins with `xyzzy`");
  const crit::line::Completion height = guided.guide.complete(".let heigh", 10);
  CHECK(height.offers.front().about == "a length in cm; 171 cm; Height");
  CHECK(guided.guide.suggest(".let ") == "saturation += ");
}

TEST_CASE("marks are in order and apart, and mistakes are among them") {
  Guided guided;
  using crit::line::Role;
  const auto roles = [&](const std::string& entry) {
    std::vector<std::pair<std::string, Role>> all;
    std::size_t at = 0;
    for (const crit::line::Mark& mark : guided.guide.marks(entry)) {
      CHECK(mark.begin >= at);
      CHECK(mark.end <= entry.size());
      at = mark.end;
      all.emplace_back(entry.substr(mark.begin, mark.end - mark.begin), mark.role);
    }
    return all;
  };
  using Marks = std::vector<std::pair<std::string, Role>>;
  CHECK(roles(".facts") == Marks{{".facts", Role::command}});
  CHECK(roles(".fac") == Marks{{".fac", Role::command}});
  CHECK(roles(".xyzzy") == Marks{{".xyzzy", Role::error}});
  CHECK(roles("hight") == Marks{{"hight", Role::error}});
  CHECK(roles("I.2").empty() == false);
  const auto let = roles(".let height = 43 in");
  REQUIRE(let.size() >= 2);
  CHECK(let[0] == std::pair<std::string, Role>{".let", Role::command});
  CHECK(let[1] == std::pair<std::string, Role>{"height", Role::name});
  for (const char* entry : {"", " ", ".", ".let", ".let =", "height > ", "\xff\xfe", "{\"a\": ", "all_of {\n 1: smoker\n"}) roles(entry);
}

}  // namespace
