// `crit new`, and `crit test` where it watches: what writes files, or waits.
#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <sstream>
#include <streambuf>
#include <thread>

#include "command_folder.hpp"
#include "read_file.hpp"

namespace {

namespace fs = std::filesystem;
using Catch::Matchers::Contains;

using Folder = CommandFolder;

// What one thread writes and another waits for.
class Shared : public std::streambuf {
 public:
  // False: it did not come within a minute.
  bool wait_for(const std::string& text) {
    std::unique_lock lock(mutex_);
    return written_.wait_for(lock, std::chrono::minutes(1), [&] { return text_.find(text) != std::string::npos; });
  }

 protected:
  int_type overflow(int_type c) override {
    const char one = traits_type::to_char_type(c);
    return xsputn(&one, 1) == 1 ? c : traits_type::eof();
  }
  std::streamsize xsputn(const char* text, std::streamsize size) override {
    const std::lock_guard lock(mutex_);
    text_.append(text, static_cast<std::size_t>(size));
    written_.notify_all();
    return size;
  }

 private:
  std::mutex mutex_;
  std::condition_variable written_;
  std::string text_;
};

}  // namespace

TEST_CASE("a new policy runs at once") {
  const Folder folder;
  const Ran made = folder.run({"new", "home_oxygen"});
  CHECK(made.code == 0);
  CHECK(made.err.empty());
  CHECK_THAT(made.out, Contains("crit test home_oxygen/home_oxygen.crit"));
  const Ran tested = folder.run({"test", "home_oxygen/home_oxygen.crit"});
  CHECK(tested.code == 0);
  CHECK_THAT(tested.out, Contains("3 passed, 0 failed"));
  CHECK(tested.err.empty());
  CHECK(folder.run({"check", "home_oxygen/home_oxygen.crit"}).code == 0);
  CHECK(folder.run({"test", "home_oxygen"}).code == 0);
  const Ran decided = folder.run({"eval", "home_oxygen/home_oxygen.crit", "home_oxygen/cases/typical.json", "--exit-decision"});
  CHECK(decided.code == crit::command::exit_approve);
  CHECK(decided.err.empty());
}

TEST_CASE("a new policy without a folder is one file") {
  const Folder folder;
  CHECK(folder.run({"new", "oxygen.crit"}).code == 0);
  CHECK(folder.run({"test", "oxygen.crit"}).code == 0);
}

TEST_CASE("nothing is written over") {
  const Folder folder;
  folder.write("mine.crit", "mine");
  fs::create_directory(folder.path() / "mine");
  fs::create_symlink("nowhere", folder.path() / "linked");
  for (const char* name : {"mine.crit", "mine", "linked"}) {
    const Ran ran = folder.run({"new", name});
    CHECK(ran.code == crit::command::exit_failure);
    CHECK_THAT(ran.err, Contains("is there already"));
    CHECK(ran.out.empty());
  }
  CHECK(read(folder.path() / "mine.crit") == "mine");
  CHECK(fs::is_empty(folder.path() / "mine"));
}

TEST_CASE("a name that is none is told, with one that would do") {
  const Folder folder;
  for (const char* name : {"home oxygen", "2022", "-", "..", "a/", "a\nb", "x*", "", ".crit"}) {
    const Ran ran = folder.run({"new", name});
    CHECK(ran.code == crit::command::exit_usage);
    CHECK(ran.out.empty());
  }
  CHECK(fs::is_empty(folder.path()));
  CHECK_THAT(folder.run({"new", "home oxygen"}).err, Contains("`home_oxygen` would do"));
  CHECK_THAT(folder.run({"new", "nowhere/oxygen"}).err, Contains("there is no folder `nowhere`"));
  CHECK(folder.run({"new"}).code == crit::command::exit_usage);
}

TEST_CASE("what is watched runs again when it changes, until it is stopped") {
  const Folder folder;
  folder.run({"new", "oxygen.crit"});
  std::atomic<bool> stop = false;
  Shared out;
  int code = 0;
  std::thread watching([&] {
    std::istringstream in;
    std::ostream stream(&out);
    std::ostringstream err;
    crit::command::Context context;
    context.cwd = folder.path();
    context.stop = &stop;
    code = crit::command::run_command({"test", "oxygen.crit", "--watch"}, in, stream, err, context);
  });
  const bool is_first = out.wait_for("2 passed, 0 failed\nwatching");
  std::string text = read(folder.path() / "oxygen.crit");
  text.replace(text.find("until 2023-04-01"), 16, "until 2023-04-02");
  folder.write("oxygen.crit", text);
  const bool is_second = out.wait_for("1 passed, 1 failed\nwatching");
  stop = true;
  watching.join();
  CHECK(is_first);
  CHECK(is_second);
  CHECK(code == crit::command::exit_test_failed);
}
