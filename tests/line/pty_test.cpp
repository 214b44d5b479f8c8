// The editor over a real terminal: raw mode and back, signals, sizes, a paste of a megabyte, a dumb terminal.
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "pty.hpp"

namespace {

using crit::line::Size;
using line_test::Pty;
using Lines = std::vector<std::string>;

constexpr Size usual{40, 10};

Pty host(Size size = usual, const std::string& term = "xterm") { return {size, {LINE_HOST}, term}; }

bool same_mode(const termios& one, const termios& other) {
  return one.c_iflag == other.c_iflag && one.c_oflag == other.c_oflag && one.c_lflag == other.c_lflag &&
         one.c_cflag == other.c_cflag;
}

}  // namespace

TEST_CASE("raw mode is entered for an entry, and left behind it") {
  Pty pty = host();
  REQUIRE(pty.waits_for("> "));
  CHECK_FALSE(pty.is_cooked());
  pty.type("abc\r");
  REQUIRE(pty.waits_for("read abc"));
  REQUIRE(pty.waits_for("> "));
  pty.type("\x04");
  CHECK(pty.ends() == 0);
  CHECK(pty.is_cooked());
  CHECK(pty.screen.lines("▮") == Lines{"> abc", "read abc", ">", "end", "▮"});
  // Bracketed paste is off again, and wrapping on.
  CHECK(pty.output.find("\x1b[?2004l") != std::string::npos);
  CHECK(pty.output.rfind("\x1b[?7h") > pty.output.rfind("\x1b[?7l"));
}

TEST_CASE("^C drops the entry, and ^D on an empty one ends") {
  Pty pty = host();
  REQUIRE(pty.waits_for("> "));
  pty.type("abc\x03");
  REQUIRE(pty.waits_for("dropped abc"));
  REQUIRE(pty.waits_for("> "));
  pty.type("\x04");
  REQUIRE(pty.waits_for("end"));
  CHECK(pty.ends() == 0);
  CHECK(pty.screen.lines("▮") == Lines{"> abc^C", "dropped abc", ">", "end", "▮"});
}

TEST_CASE("SIGINT from outside is ^C") {
  Pty pty = host();
  REQUIRE(pty.waits_for("> "));
  pty.type("abc");
  REQUIRE(pty.waits_for("c"));
  pty.signal(SIGINT);
  CHECK(pty.waits_for("dropped abc"));
}

TEST_CASE("^Z stops with the terminal as it was, and fg shows the entry again") {
  Pty pty = host();
  REQUIRE(pty.waits_for("> "));
  const termios raw = pty.mode();
  pty.type("ab\x1b[D");
  REQUIRE(pty.waits_for("\x1b[4G"));
  pty.type("\x1a");
  REQUIRE(pty.waits_until_stopped());
  CHECK(pty.is_cooked());
  pty.signal(SIGCONT);
  REQUIRE(pty.waits_for("ab"));
  REQUIRE(pty.waits_for("\x1b[4G"));
  CHECK(same_mode(pty.mode(), raw));
  CHECK(pty.screen.lines("▮") == Lines{"> ab", "> a▮b"});
  pty.type("x\r");
  CHECK(pty.waits_for("read axb"));
}

TEST_CASE("SIGTSTP from outside is ^Z") {
  Pty pty = host();
  REQUIRE(pty.waits_for("> "));
  pty.signal(SIGTSTP);
  REQUIRE(pty.waits_until_stopped());
  CHECK(pty.is_cooked());
  pty.signal(SIGCONT);
  REQUIRE(pty.waits_for("> "));
  CHECK_FALSE(pty.is_cooked());
}

TEST_CASE("what cannot be caught stops, too, and the entry is drawn again") {
  Pty pty = host();
  REQUIRE(pty.waits_for("> "));
  pty.type("ab");
  REQUIRE(pty.waits_for("b"));
  pty.signal(SIGSTOP);
  REQUIRE(pty.waits_until_stopped());
  pty.signal(SIGCONT);
  REQUIRE(pty.waits_for("ab"));
  pty.type("c\r");
  CHECK(pty.waits_for("read abc"));
}

TEST_CASE("a signal that ends the process leaves the terminal as it was") {
  for (const int signal : {SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGABRT}) {
    Pty pty = host();
    REQUIRE(pty.waits_for("> "));
    CHECK_FALSE(pty.is_cooked());
    pty.signal(signal);
    CHECK(pty.ends() == 128 + signal);
    CHECK(pty.is_cooked());
  }
}

TEST_CASE("a resize draws the entry for the new size") {
  Pty pty = host({20, 6});
  REQUIRE(pty.waits_for("> "));
  pty.type("abcdefghijkl");
  REQUIRE(pty.waits_for("l"));
  pty.resize({10, 6});
  REQUIRE(pty.waits_for("ijkl"));
  CHECK(pty.screen.lines("▮") == Lines{"> abcdefgh", "  ijkl▮"});
  pty.resize({30, 6});
  REQUIRE(pty.waits_for("abcdefghijkl"));
  CHECK(pty.screen.lines("▮") == Lines{"> abcdefghijkl▮"});
}

TEST_CASE("a lone escape is a key after a while") {
  Pty pty = host();
  REQUIRE(pty.waits_for("> "));
  pty.type("he\t\t");
  REQUIRE(pty.waits_for("109.22"));
  pty.type("\x1b");
  REQUIRE(pty.waits_for("\x1b[J"));  // the menu goes
  pty.type("\r");
  CHECK(pty.waits_for("read he\r\n"));
}

TEST_CASE("a pasted megabyte is one entry") {
  Pty pty = host({80, 24});
  REQUIRE(pty.waits_for("> "));
  std::string text;
  while (text.size() < 1'000'000)
    text += "  criterion I.A." + std::to_string(text.size()) + " is met when height < 109.22 cm\r";
  pty.type("\x1b[200~" + text + "\x1b[201~\r");
  REQUIRE(pty.waits_for("read " + std::to_string(text.size())));
  // What was drawn is a screen, not a megabyte.
  CHECK(pty.output.size() < 64 * 1024);
}

TEST_CASE("an answer to a question") {
  Pty pty = host();
  REQUIRE(pty.waits_for("> "));
  pty.type(".ask\r");
  REQUIRE(pty.waits_for("sure? "));
  pty.type("{yes\r");
  CHECK(pty.waits_for("answer {yes"));
}

TEST_CASE("a dumb terminal has prompts, and nothing is drawn twice") {
  Pty pty = host(usual, "dumb");
  REQUIRE(pty.waits_for("> "));
  CHECK(pty.is_cooked());
  pty.type("{ab\n");
  REQUIRE(pty.waits_for(". "));
  pty.type("c}\n");
  REQUIRE(pty.waits_for("read {ab\\nc}"));
  REQUIRE(pty.waits_for("> "));
  pty.type("x\x03");
  REQUIRE(pty.waits_for("dropped"));
  REQUIRE(pty.waits_for("> "));
  pty.type("\x04");
  CHECK(pty.ends() == 0);
  CHECK(pty.output.find('\x1b') == std::string::npos);
}

TEST_CASE("a closed terminal ends the input") {
  int code = -1;
  {
    Pty pty = host();
    REQUIRE(pty.waits_for("> "));
    pty.type("abc\x03");
    REQUIRE(pty.waits_for("dropped abc"));
    REQUIRE(pty.waits_for("> "));
    pty.type("\x04");
    code = pty.ends();
  }
  CHECK(code == 0);
}

TEST_CASE("a pipe is read without prompts, to its end") {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("line_pipe." + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  const std::string in = folder / "in", out = folder / "out";
  std::ofstream(in) << ".one\r\n{a\nb}\n\nrest {\nlast";
  REQUIRE(std::system(
              (std::string(LINE_HOST) + " " + (folder / "history").string() + " < " + in + " > " + out).c_str()) == 0);
  std::ifstream file(out);
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  CHECK(text == "read .one\nread {a\\nb}\nread \nread rest {\\nlast\nend\n");
  // A script is no sitting: nothing of it is remembered.
  CHECK_FALSE(std::filesystem::exists(folder / "history"));
  std::filesystem::remove_all(folder);
}
