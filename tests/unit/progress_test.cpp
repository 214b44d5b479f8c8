// The line that says how far a long run is: its words, and when it is drawn. That it is seen and wiped away on a terminal:
// tests/around/terminal.py.
#include "progress.hpp"

#include <catch2/catch.hpp>
#include <sstream>

namespace {

using crit::command::progress_text;
using crit::command::Progress;
using Catch::Matchers::Contains;
using namespace std::chrono_literals;

TEST_CASE("members, rate and time left, as far as they are known") {
  CHECK(progress_text(0, "members", 1.5, -1) == "0 members");
  CHECK(progress_text(12, "members", 4, -1) == "12 members, 3.0 a second");
  CHECK(progress_text(1'240, "members", 4, 0.25) == "1,240 members, 310 a second, 12 s left");
  CHECK(progress_text(12'345'678, "members", 1'000, 0.5) == "12,345,678 members, 12,345 a second, 17 min left");
  CHECK(progress_text(100, "tests", 3'600, 0.2) == "100 tests, 0.0 a second, 4.0 h left");
  CHECK(progress_text(100, "tests", 10, 0.001) == "100 tests, 10 a second");  // too early to say
  CHECK(progress_text(100, "tests", 10, 1) == "100 tests, 10 a second");
}

struct Screen {
  explicit Screen(crit::command::Context given) : context(std::move(given)) {}
  std::istringstream in;
  std::ostringstream out;
  std::ostringstream err;
  crit::command::Context context;
  crit::command::Console console{in, out, err, context};
};

crit::command::Context terminal() {
  crit::command::Context context;
  context.err_is_terminal = true;
  return context;
}

TEST_CASE("it is drawn from the first second on, five times a second at most, and wiped away once") {
  Screen screen(terminal());
  const auto begin = Progress::Clock::now() + 10ms;  // behind what the line itself takes for its beginning
  {
    Progress progress(screen.console, {}, "members", true);
    progress.tell_at(begin + 900ms, 5, -1);
    CHECK(screen.err.str().empty());
    progress.tell_at(begin + 1'000ms, 6, -1);
    CHECK_THAT(screen.err.str(), Contains("\r\x1b[K6 members"));
    const std::string drawn = screen.err.str();
    progress.tell_at(begin + 1'100ms, 7, -1);
    CHECK(screen.err.str() == drawn);
    progress.tell_at(begin + 1'200ms, 8, -1);
    CHECK_THAT(screen.err.str(), Contains("\r\x1b[K8 members"));
    progress.erase();
    const std::string wiped = screen.err.str();
    CHECK(wiped.ends_with("\r\x1b[K"));
    progress.erase();
    CHECK(screen.err.str() == wiped);
  }
  CHECK(screen.err.str().ends_with("\r\x1b[K"));
  CHECK(screen.out.str().empty());
}

TEST_CASE("nothing is drawn where nothing may move, and no more than a line takes") {
  const auto drawn = [](crit::command::Context context, crit::command::MessageStyle style, bool at_terminal) {
    Screen screen(std::move(context));
    Progress progress(screen.console, style, "members", at_terminal);
    progress.tell_at(Progress::Clock::now() + 2s, 1, 0.5);
    return screen.err.str();
  };
  CHECK(!drawn(terminal(), {}, true).empty());
  CHECK(drawn({}, {}, true).empty());
  CHECK(drawn(terminal(), {}, false).empty());
  CHECK(drawn(terminal(), {true, false}, true).empty());  // messages as JSON
  crit::command::Context plain = terminal();
  plain.no_color = true;
  CHECK(drawn(plain, {}, true).empty());
  crit::command::Context narrow = terminal();
  narrow.columns = 6;
  CHECK(drawn(narrow, {}, true) == "\r\x1b[K1 mem");
}

}  // namespace
