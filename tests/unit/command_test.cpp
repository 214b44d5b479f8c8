// The command line: what a spec cannot show, because a spec gives a good one. Exit codes, misspelt flags, unreadable
// files, standard input, colour.
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "command_folder.hpp"
#include "read_file.hpp"

namespace {

namespace fs = std::filesystem;
using Catch::Matchers::Contains;

constexpr const char* policy = R"(
policy "T.1" { title "Test" }
facts { adult : yes_no }
indication I "Adults" {
  all_of { 1 "Adult": adult }
  approve
}
)";

// With a policy and fact files.
class Folder : public CommandFolder {
 public:
  Folder() {
    std::filesystem::create_directories(path() / "sub");
    write("p.crit", policy);
    write("faulty.crit", "policy \"T.2\" {");
    write("yes.json", R"({"id": "m1", "as_of": "2022-10-01", "adult": true})");
    write("no.json", R"({"id": "m2", "as_of": "2022-10-01", "adult": false})");
    write("open.json", R"({"id": "m3", "as_of": "2022-10-01"})");
    write("wrong.json", R"({"id": "m4", "as_of": "2022-10-01", "adult": 7})");
    write("undated.json", R"({"id": "m5", "adult": true})");
    write("two.json",
          "{\"id\": \"a\", \"as_of\": \"2022-10-01\", \"adult\": true}\n"
          "{\"id\": \"b\", \"as_of\": \"2022-10-01\", \"adult\": false}\n");
  }
};

std::size_t lines(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

TEST_CASE("the exit code tells what happened") {
  const Folder folder;
  struct Row {
    std::vector<std::string> arguments;
    int code;
  };
  const std::vector<Row> rows{
      {{"eval", "p.crit", "yes.json"}, 0},
      {{"eval", "p.crit", "yes.json", "no.json", "open.json"}, 0},
      {{"eval", "p.crit", "absent.json"}, 1},
      {{"eval", "absent.crit", "yes.json"}, 1},
      {{"eval", "p.crit", "sub"}, 1},
      {{"eval", "p.crit", "absent.json", "wrong.json"}, 1},
      {{"eval", "p.crit", "open.json", "--format", "json", "--completions"}, 0},
      {{"eval", "p.crit", "open.json", "--completions"}, 2},
      {{"eval", "p.crit", "open.json", "--format", "json", "--completions", "--no-explain"}, 2},
      {{"eval", "p.crit"}, 2},
      {{"eval"}, 2},
      {{}, 2},
      {{"eval", "-", "yes.json"}, 2},
      {{"eval", "p.crit", "-", "-"}, 2},
      {{"eval", "p.crit", "yes.json", "--as-of", "2022-02-29"}, 2},
      {{"eval", "p.crit", "yes.json", "--as-of=2022-13-01"}, 2},
      {{"eval", "p.crit", "yes.json", "--as-of", "yesterday"}, 2},
      {{"eval", "p.crit", "yes.json", "--as-of"}, 2},
      {{"eval", "p.crit", "yes.json", "--format", "xml"}, 2},
      {{"eval", "p.crit", "yes.json", "--strict=yes"}, 2},
      {{"eval", "p.crit", "yes.json", "--strict", "--strict"}, 2},
      {{"eval", "faulty.crit", "yes.json"}, 3},
      {{"eval", "p.crit", "wrong.json"}, 4},
      {{"eval", "p.crit", "undated.json"}, 4},
      {{"eval", "p.crit", "undated.json", "--as-of", "2024-02-29"}, 0},
      {{"eval", "p.crit", "yes.json", "--exit-decision"}, 10},
      {{"eval", "p.crit", "no.json", "--exit-decision"}, 11},
      {{"eval", "p.crit", "open.json", "--exit-decision"}, 12},
      {{"eval", "p.crit", "wrong.json", "--exit-decision"}, 4},
      {{"eval", "p.crit", "two.json", "--exit-decision"}, 2},
      {{"eval", "p.crit", "yes.json", "no.json", "--exit-decision"}, 2},
      {{"check", "p.crit"}, 0},
      {{"check", "p.crit", "faulty.crit"}, 3},
      {{"check"}, 2},
      {{"dump", "--bytecode", "p.crit"}, 0},
      {{"dump", "--tree", "faulty.crit"}, 3},
      {{"dump", "p.crit"}, 2},
      {{"dump", "--tree", "--ast", "p.crit"}, 2},
      {{"help"}, 0},
      {{"help", "eval"}, 0},
      {{"help", "evil"}, 2},
      {{"eval", "--help"}, 0},
      {{"--version"}, 0},
      {{"--colour"}, 2},
  };
  for (const Row& row : rows) {
    std::string line;
    for (const std::string& word : row.arguments) line += word + " ";
    const Ran ran = folder.run(row.arguments);
    CAPTURE(line, ran.out, ran.err);
    CHECK(ran.code == row.code);
    CHECK((ran.code == 0 || ran.code >= 10 || !ran.err.empty()));
  }
}

TEST_CASE("messages are wrapped between words on a terminal, and nowhere else") {
  const Folder folder;
  const auto longest = [](const std::string& text) {
    std::size_t longest = 0;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) longest = std::max(longest, line.size());
    return longest;
  };
  const auto words = [](const std::string& text) {
    std::istringstream in(text);
    std::vector<std::string> all;
    for (std::string word; in >> word;) all.push_back(word);
    return all;
  };
  crit::command::Context narrow;
  narrow.err_is_terminal = true;
  narrow.no_color = true;
  narrow.columns = 40;
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{"eval", "p.crit", "undated.json"}, {"eval", "p.crit", "--fromat", "json"}}) {
    const std::string plain = folder.run(arguments).err;
    const std::string wrapped = folder.run(arguments, narrow).err;
    CHECK(longest(plain) > 40);
    CHECK(longest(wrapped) <= 40);
    CHECK(words(wrapped) == words(plain));
    crit::command::Context elsewhere = narrow;  // standard output is the terminal, and messages go to a file
    elsewhere.err_is_terminal = false;
    CHECK(folder.run(arguments, elsewhere).err == plain);
  }
  const std::vector<std::string> json{"eval", "p.crit", "undated.json", "--error-format", "json"};
  CHECK(folder.run(json, narrow).err == folder.run(json).err);
}

TEST_CASE("a misspelt flag or verb is answered with the one meant") {
  const Folder folder;
  CHECK_THAT(folder.run({"eval", "p.crit", "yes.json", "--fromat", "json"}).err, Contains("did you mean `--format`"));
  CHECK_THAT(folder.run({"evla", "p.crit"}).err, Contains("did you mean `eval`"));
  CHECK_THAT(folder.run({"help", "dmup"}).err, Contains("did you mean `dump`"));
  CHECK_THAT(folder.run({"p.crit", "yes.json"}).err, Contains("crit eval p.crit"));
  CHECK_THAT(folder.run({"eval", "--zzzzzz"}).err, !Contains("did you mean"));
}

TEST_CASE("a module of the standard library is listed and shown, and a misspelt one is answered with the one meant") {
  const Folder folder;
  const std::string text = read(fs::path(CRIT_SOURCE_DIR) / "stdlib" / "growth.crit");
  REQUIRE(text.size() > 1'000);
  CHECK(folder.run({"explain", "growth"}).out == text);
  CHECK_THAT(folder.run({"explain"}).out, Contains("\ntherapy     What was taken, for how long, and what came of it"));
  for (const auto& file : fs::directory_iterator(fs::path(CRIT_SOURCE_DIR) / "stdlib")) {
    if (file.path().extension() == ".crit") CHECK_THAT(folder.run({"explain"}).out, Contains("\n" + file.path().stem().string() + " "));
  }
  const Ran misspelt = folder.run({"explain", "growht"});
  CHECK(misspelt.code == 2);
  CHECK_THAT(misspelt.err, Contains("did you mean `crit explain growth`: Growth: standard deviation scores"));
}

TEST_CASE("a code or module is explained however it is written, and `crit help` points to it") {
  const Folder folder;
  const std::string therapy = folder.run({"explain", "therapy"}).out;
  REQUIRE(therapy.size() > 1'000);
  for (const char* word : {"Therapy", "therapy.crit", "THERAPY.CRIT"}) CHECK(folder.run({"explain", word}).out == therapy);
  CHECK(folder.run({"explain", "e0203"}).out == folder.run({"explain", "E0203"}).out);
  CHECK(folder.run({"explain", "e0203"}).code == 0);
  CHECK(folder.run({"explain", ".crit"}).code == 2);
  const Ran help = folder.run({"help", "Therapy"});
  CHECK(help.code == 2);
  CHECK_THAT(help.err, Contains("`crit explain therapy`"));
  CHECK_THAT(folder.run({"help", "e0203"}).err, Contains("`crit explain E0203`"));
  CHECK_THAT(folder.run({"help", "theory"}).err, !Contains("crit explain"));
}

TEST_CASE("a date of service that is not written as one is told apart from a day that is not there") {
  const Folder folder;
  for (const char* date : {"3/3/2025", "2025-3-3", "2025/03/03", "03-03-2025", "20250303", "2025-03-0x", "2025--3-03"}) {
    CAPTURE(date);
    const Ran ran = folder.run({"eval", "p.crit", "yes.json", "--as-of", date});
    CHECK(ran.code == 2);
    CHECK_THAT(ran.err, Contains("a date is written YYYY-MM-DD") && !Contains("calendar"));
  }
  CHECK_THAT(folder.run({"eval", "p.crit", "yes.json", "--as-of", "2025-02-29"}).err, Contains("not a day of the calendar"));
}

// What `.save test` had written was not run where the policy was given by its name, and nothing said so.
TEST_CASE("tests beside a policy are run when it is given by its name, and another policy's are not taken for them") {
  const Folder folder;
  const std::string tests = "test \"one\" { as_of 2022-10-01; facts { adult : yes }; expect approve }\n";
  for (const std::string in : {"", "sub/"}) {
    CAPTURE(in);
    folder.write(in + "p.crit", policy);
    folder.write(in + "other.crit", policy + tests);
    CHECK_THAT(folder.run({"test", in + "p.crit"}).out, Contains("there is no test in it\n"));
    folder.write(in + "p_tests.crit", tests);
    const Ran ran = folder.run({"test", in + "p.crit"});
    CHECK(ran.code == 0);
    CHECK_THAT(ran.out, Contains("p_tests.crit:1 one\n1 passed, 0 failed\n"));
  }
}

TEST_CASE("two members in one file with --exit-decision are refused before anything is decided") {
  const Folder folder;
  CHECK(folder.run({"eval", "p.crit", "two.json", "--exit-decision"}).out.empty());
}

TEST_CASE("every member has a JSON line, decided or not") {
  const Folder folder;
  const Ran ran =
      folder.run({"eval", "p.crit", "yes.json", "wrong.json", "two.json", "undated.json", "--format", "json"});
  CHECK(ran.code == 4);
  CHECK(lines(ran.out) == 5);
  CHECK_THAT(ran.out, Contains("m4") && Contains("m5"));
}

TEST_CASE("in JSON, nothing but messages a line stands on the error stream") {
  const Folder folder;
  const Ran ran = folder.run({"eval", "p.crit", "absent.json", "wrong.json", "--error-format", "json"});
  std::istringstream err(ran.err);
  for (std::string line; std::getline(err, line);) {
    CAPTURE(line);
    CHECK(line.starts_with("{"));
    CHECK(line.ends_with("}"));
  }
}

TEST_CASE("facts come from standard input for -") {
  const Folder folder;
  const Ran ran =
      folder.run({"eval", "p.crit", "-", "--exit-decision"}, {}, R"({"as_of": "2022-10-01", "adult": true})");
  CHECK(ran.code == 10);
  CHECK_THAT(ran.out, Contains("<stdin>"));
}

// Input that comes line by line, and looks at what was answered each time more is waited for.
class Conversation : public std::streambuf {
 public:
  Conversation(std::vector<std::string> parts, const std::ostringstream& answers) : parts_(std::move(parts)), answers_(answers) {}
  std::vector<std::string> seen;  // all answers, each time

 protected:
  int_type underflow() override {
    seen.push_back(answers_.str());
    if (next_ == parts_.size()) return traits_type::eof();
    std::string& part = parts_[next_++];
    setg(part.data(), part.data(), part.data() + part.size());
    return traits_type::to_int_type(*gptr());
  }

 private:
  std::vector<std::string> parts_;
  std::size_t next_ = 0;
  const std::ostringstream& answers_;
};

TEST_CASE("a member is answered as soon as its line has come in") {
  const Folder folder;
  std::ostringstream out;
  std::ostringstream err;
  Conversation asked({"{\"id\": \"a\", \"adult\": true}\n", "{\"id\": \"b\",", " \"adult\": false}\n[{\"id\": \"c\", \"adult\": true},", "{\"id\": \"d\"}]\n"}, out);
  std::istream in(&asked);
  crit::command::Context context;
  context.cwd = folder.path();
  CHECK(crit::command::run_command({"eval", "p.crit", "-", "--as-of", "2022-10-01", "--no-explain", "--format", "json"}, in, out, err, context) == 0);
  std::vector<std::size_t> answers;
  for (const std::string& each : asked.seen) answers.push_back(lines(each));
  CHECK(answers == std::vector<std::size_t>{0, 1, 1, 2, 4});  // behind a comma in an array, what follows is looked at first
}

TEST_CASE("a file that cannot be read is a record in the JSON output, too") {
  const Folder folder;
  const Ran ran = folder.run({"eval", "p.crit", "yes.json", "absent.json", "no.json", "--format", "json", "--no-explain"});
  CHECK(ran.code == 1);
  REQUIRE(lines(ran.out) == 3);
  CHECK_THAT(ran.out, Contains(R"({"member":"","file":"absent.json","valid":false,)") && Contains(R"({"code":"E0001","severity":"error","file":"absent.json","line":null,)"));
  CHECK_THAT(ran.err, Contains("E0001"));
}

TEST_CASE("the command's date of service wins over the file's, with a warning") {
  const Folder folder;
  const Ran ran = folder.run({"eval", "p.crit", "yes.json", "--as-of", "2023-01-01"});
  CHECK(ran.code == 0);
  CHECK_THAT(ran.out, Contains("2023-01-01"));
  CHECK_THAT(ran.err, Contains("W0502") && Contains("2022-10-01"));
  CHECK(folder.run({"eval", "p.crit", "yes.json", "--as-of", "2022-10-01"}).err.empty());
}

TEST_CASE("without a date of service both ways to give one are said") {
  const Folder folder;
  CHECK_THAT(folder.run({"eval", "p.crit", "undated.json"}).err, Contains("--as-of") && Contains("as_of"));
}

TEST_CASE("colour is for terminals, unless it is asked for or NO_COLOR is set") {
  const Folder folder;
  crit::command::Context terminal;
  terminal.out_is_terminal = true;
  crit::command::Context plain = terminal;
  plain.no_color = true;
  const auto colored = [&](const std::string& when, const crit::command::Context& context) {
    return folder.run({"eval", "p.crit", "yes.json", "--color", when}, context).out.find('\x1b') != std::string::npos;
  };
  CHECK(colored("auto", terminal));
  CHECK_FALSE(colored("auto", plain));
  CHECK_FALSE(colored("auto", {}));
  CHECK(colored("always", {}));
  CHECK(colored("always", plain));
  CHECK_FALSE(colored("never", terminal));
}

TEST_CASE("a name after -- is a file, whatever it looks like") {
  const Folder folder;
  folder.write("--odd.json", R"({"as_of": "2022-10-01", "adult": true})");
  CHECK(folder.run({"eval", "--exit-decision", "p.crit", "--", "--odd.json"}).code == 10);
}

}  // namespace

TEST_CASE("a long file is read as it comes in, and lines are counted through") {
  const Folder folder;
  constexpr int members = 60'000;  // several megabytes
  std::string lines;
  std::string list = "[\n";
  for (int i = 1; i <= members; ++i) {
    const std::string member = i == 50'000 ? R"({"id": "wrong", "as_of": "2022-10-01", "adult": 7})"
                                           : R"({"id": "m)" + std::to_string(i) + R"(", "as_of": "2022-10-01", "adult": true, "x": "a field of no meaning"})";
    lines += member + (i % 100 == 0 ? "\r\n" : "\n");
    list += member + (i < members ? ",\n" : "\n]\n");
  }
  REQUIRE(lines.size() > 5'000'000);
  folder.write("many.txt", lines + std::string(3'000'000, '\n'));
  folder.write("list.json", list);
  const auto count = [](const std::string& text, std::string_view part) {
    int found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
    return found;
  };
  const std::vector<std::string> flags{"--format", "json", "--no-explain", "--error-format", "json"};
  const auto eval = [&](const std::string& file, const std::string& input = "") {
    std::vector<std::string> words{"eval", "p.crit", file};
    words.insert(words.end(), flags.begin(), flags.end());
    return folder.run(words, {}, input);
  };
  const Ran from_file = eval("many.txt");
  CHECK(from_file.code == 4);
  CHECK(count(from_file.out, "\n") == members);
  CHECK_THAT(from_file.err, Contains(R"("code":"E0507","severity":"error","file":"many.txt","line":50000,)"));
  // A field that is not declared is told once.
  CHECK(count(from_file.err, "W0501") == 1);
  CHECK_THAT(from_file.err, Contains("59999 times in this file") && Contains(R"("line":1,)"));
  const Ran from_stream = eval("-", lines);
  CHECK(count(from_stream.out, "\"decision\":\"approve\"") == members - 1);
  CHECK_THAT(from_stream.err, Contains(R"("file":"<stdin>","line":50000,)"));
  const Ran whole = eval("list.json");
  CHECK(count(whole.out, "\n") == members);
  CHECK_THAT(whole.err, Contains(R"("file":"list.json","line":50001,)"));
  CHECK(folder.run({"eval", "p.crit", "many.txt", "--exit-decision"}).code == 2);
}

// ---- limits, pipes, being stopped --------------------------------------------------------------------------------------

namespace {

// Standard input that gives this, and then nothing more, and does not end.
class IdleInput {
 public:
  explicit IdleInput(const std::string& text) {
    REQUIRE(pipe(ends_) == 0);
    REQUIRE(write(ends_[1], text.data(), text.size()) == static_cast<ssize_t>(text.size()));
  }
  ~IdleInput() {
    close(ends_[0]);
    close(ends_[1]);
  }
  IdleInput(const IdleInput&) = delete;
  IdleInput& operator=(const IdleInput&) = delete;
  int file() const { return ends_[0]; }

 private:
  int ends_[2] = {-1, -1};
};

const std::string one_line = R"({"id": "a", "as_of": "2022-10-01", "adult": true})" "\n";

}  // namespace

TEST_CASE("--max-members and --max-steps are told with what they allow") {
  const Folder folder;
  const Ran members = folder.run({"eval", "p.crit", "two.json", "--max-members", "1", "--no-explain"});
  CHECK(members.code == 1);
  CHECK_THAT(members.out, Contains("a (two.json)") && !Contains("b (two.json)"));
  CHECK_THAT(members.err, Contains("E0529") && Contains("`--max-members`") && Contains("1 member was decided, the last of them on line 1 of `two.json`"));
  const Ran steps = folder.run({"eval", "p.crit", "two.json", "--max-steps", "1", "--format", "json"});
  CHECK(steps.code == 4);
  CHECK_THAT(steps.out, Contains("E0529") && !Contains("\"decision\":\"approve\""));
  CHECK_THAT(steps.err, Contains("more than 1 steps") && Contains("allow more: `--max-steps`"));
  CHECK(folder.run({"eval", "p.crit", "yes.json", "--max-steps", "0"}).code == 0);
  for (const char* value : {"-1", "0", "x", "1e3", ""}) {
    const Ran wrong = folder.run({"eval", "p.crit", "yes.json", "--timeout", value});
    CHECK(wrong.code == 2);
    CHECK_THAT(wrong.err, Contains("`--timeout` cannot be") && Contains("write seconds above 0"));
  }
  CHECK_THAT(folder.run({"eval", "p.crit", "yes.json", "--max-steps", "99999999999999999999"}).err, Contains("that is too large") && Contains("any number of steps is 0"));
}

TEST_CASE("--max-memory is named where a member takes more") {
  const Folder folder;
  folder.write("large.json", R"({"id": "a", "as_of": "2022-10-01", "adult": true, "note": ")" + std::string(200'000, 'x') + "\"}\n" + one_line);
  const Ran ran = folder.run({"eval", "p.crit", "large.json", "--max-memory", "1", "--no-explain"});
  CHECK(ran.code == 4);
  CHECK_THAT(ran.err, Contains("E0524") && Contains("`--max-memory 1` allows no more"));
  CHECK_THAT(ran.out, Contains("APPROVE"));
}

// It ended with 3, as if the policy were at fault, and with no record.
TEST_CASE("a run that is ended while its policy is compiled says so") {
  Folder folder;
  folder.write("p.crit", "policy \"P\" { effective from 2024-01-01 }\nfacts { n : number }\nindication I { 1: n > 1; approve }\n");
  folder.write("yes.json", "{\"as_of\": \"2024-05-01\", \"n\": 2}");
  std::atomic<bool> stop = true;
  crit::command::Context context;
  context.stop = &stop;
  const Ran ended = folder.run({"eval", "p.crit", "yes.json", "--format", "json"}, context);
  CHECK(ended.code == crit::command::exit_failure);
  CHECK_THAT(ended.err, Contains("E0528") && Contains("the policy was not compiled, and no member was decided"));
  CHECK_THAT(ended.out, Contains("\"code\":\"E0528\""));
}

TEST_CASE("a run that waits for its facts is ended by --timeout, and from outside") {
  const Folder folder;
  const IdleInput input(one_line);
  crit::command::Context context;
  context.in_file = input.file();
  const Ran timed = folder.run({"eval", "p.crit", "-", "--timeout", "0.2", "--no-explain"}, context);
  CHECK(timed.code == 1);
  CHECK_THAT(timed.out, Contains("APPROVE"));
  CHECK_THAT(timed.err, Contains("E0528") && Contains("stopped by `--timeout`: 1 member was decided, the last of them on line 1 of `<stdin>`"));

  std::atomic<bool> stop = false;
  context.stop = &stop;
  std::thread later([&stop] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    stop = true;
  });
  const Ran stopped = folder.run({"eval", "p.crit", "-", "--no-explain"}, context);
  later.join();
  CHECK(stopped.code == 1);
  CHECK_THAT(stopped.err, Contains("stopped from outside: no members were decided"));
}

TEST_CASE("a pipe gives facts, and no policy") {
  const Folder folder;
  REQUIRE(mkfifo((folder.path() / "pipe").c_str(), 0600) == 0);
  REQUIRE(mkfifo((folder.path() / "pipe.crit").c_str(), 0600) == 0);
  std::thread writer([&folder] { folder.write("pipe", one_line); });
  const Ran read = folder.run({"eval", "p.crit", "pipe", "--no-explain"});
  writer.join();
  CHECK(read.code == 0);
  CHECK_THAT(read.out, Contains("a (pipe)") && Contains("APPROVE"));
  // Nobody writes to it.
  CHECK_THAT(folder.run({"eval", "p.crit", "pipe", "--timeout", "0.2"}).err, Contains("stopped by `--timeout`: no members were decided"));
  const Ran refused = folder.run({"check", "pipe.crit"});
  CHECK(refused.code == 1);
  CHECK_THAT(refused.err, Contains("it is a pipe, and a policy, module or table is a file"));
  folder.write("user.crit", "use pipe\n" + std::string(policy));
  CHECK_THAT(folder.run({"check", "user.crit"}).err, Contains("it is a pipe"));
}

TEST_CASE("^C ends the process as a signal does, and says how far it came") {
  const Folder folder;
  int input[2];
  int errors[2];
  REQUIRE((pipe(input) == 0 && pipe(errors) == 0));
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    dup2(input[0], STDIN_FILENO);
    dup2(errors[1], STDERR_FILENO);
    dup2(errors[1], STDOUT_FILENO);
    for (const int file : {input[0], input[1], errors[0], errors[1]}) close(file);
    const std::string policy_file = (folder.path() / "p.crit").string();
    execl(CRIT_COMMAND, CRIT_COMMAND, "eval", policy_file.c_str(), "-", "--no-explain", static_cast<char*>(nullptr));
    _exit(127);
  }
  close(errors[1]);
  CHECK(write(input[1], one_line.data(), one_line.size()) == static_cast<ssize_t>(one_line.size()));
  std::string text;
  char block[4096];
  const auto read_on = [&] {
    const ssize_t count = read(errors[0], block, sizeof block);
    if (count > 0) text.append(block, static_cast<std::size_t>(count));
    return count > 0;
  };
  while (text.find("date of service") == std::string::npos && read_on()) continue;
  kill(child, SIGINT);  // while it waits
  while (read_on()) continue;
  int status = 0;
  waitpid(child, &status, 0);
  for (const int file : {input[0], input[1], errors[0]}) close(file);
  CHECK((WIFSIGNALED(status) && WTERMSIG(status) == SIGINT));
  CHECK_THAT(text, Contains("APPROVE") && Contains("stopped from outside: 1 member was decided, the last of them on line 1 of `<stdin>`"));
}

TEST_CASE("--confine keeps what a policy names inside, and says nothing of what is outside") {
  const Folder folder;
  folder.write("rows.csv", "age,amount\n1,2\n");
  folder.write("outside.crit", "define a = 1 > 0\n");
  folder.write("sub/a.crit", "use there\n" + std::string(policy));
  folder.write("sub/b.crit", "use missing\n" + std::string(policy));
  folder.write("sub/own.crit", "use none\n" + std::string(policy));
  fs::create_symlink("../outside.crit", folder.path() / "sub/there.crit");
  fs::create_symlink("../nothing.crit", folder.path() / "sub/missing.crit");
  for (const std::string table : {"../rows.csv", "../no.csv"}) {
    folder.write("sub/table.crit", std::string(policy) + "table dose(age : number) -> amount : number from \"" + table + "\" { otherwise : 0 }\n");
    const Ran ran = folder.run({"check", "sub/table.crit", "--confine", "sub"});
    CHECK_THAT(ran.err, Contains("it lies outside `sub`, in which `--confine` keeps it"));
  }
  for (const char* name : {"sub/a.crit", "sub/b.crit"}) {
    const Ran ran = folder.run({"check", name, "--confine", "sub"});
    CHECK(ran.code != 0);
    CHECK_THAT(ran.err, Contains("it lies outside `sub`, in which `--confine` keeps it"));
  }
  CHECK_THAT(folder.run({"check", "sub/own.crit", "--confine", "sub"}).err, !Contains("lies outside"));
  CHECK(folder.run({"check", "p.crit", "--confine", "nowhere"}).code == 2);
}
