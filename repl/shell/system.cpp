#include "system.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <system_error>

#include "line/write_all.hpp"
#include "replace_file.hpp"

namespace crit::shell {

namespace fs = std::filesystem;

namespace {

std::string why() { return std::generic_category().message(errno); }

mode_t rights(Readers readers) { return readers == Readers::owner ? S_IRUSR | S_IWUSR : S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH; }

// Another handler for a signal, for a while.
class Handled {
 public:
  Handled(int signal, void (*handler)(int)) : signal_(signal) {
    struct sigaction action {};
    action.sa_handler = handler;
    sigemptyset(&action.sa_mask);
    sigaction(signal, &action, &before_);
  }
  ~Handled() { sigaction(signal_, &before_, nullptr); }
  Handled(const Handled&) = delete;
  Handled& operator=(const Handled&) = delete;

 private:
  int signal_;
  struct sigaction before_ {};
};

// While another program has the terminal: what asks crit to end is told that program, and done once its files are tidied up.
volatile std::sig_atomic_t asked_to_end = 0;
volatile std::sig_atomic_t in_charge = 0;

extern "C" void hand_on(int signal) {
  asked_to_end = signal;
  if (in_charge > 0) ::kill(static_cast<pid_t>(in_charge), signal);
}

// In the child: `/bin/sh -c 'COMMAND "$@"' sh WORDS…`.
[[noreturn]] void become(const std::string& command, const std::vector<std::string>& words) {
  for (const int signal : {SIGINT, SIGQUIT, SIGPIPE, SIGHUP, SIGTERM}) std::signal(signal, SIG_DFL);
  std::string script = command + " \"$@\"";
  std::string shell = "sh";
  std::string flag = "-c";
  std::vector<std::string> copies = words;
  std::vector<char*> arguments{shell.data(), flag.data(), script.data(), shell.data()};
  for (std::string& word : copies) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  execv("/bin/sh", arguments.data());
  _exit(127);
}

int wait_for(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return 127;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

fs::path history_path() {
  const fs::path state = environment("XDG_STATE_HOME");
  if (state.is_absolute()) return state / "crit" / "history";
  const fs::path home = environment("HOME");
  return home.is_absolute() ? home / ".local" / "state" / "crit" / "history" : fs::path();
}

std::optional<std::string> write_whole(const fs::path& path, std::string_view text, Readers readers) {
  std::error_code ignored;
  if (fs::exists(path, ignored)) {
    std::string problem = command::replace_file(path, text);
    if (problem.empty()) return std::nullopt;
    return problem;
  }
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, rights(readers));
  if (file < 0) return why();
  std::optional<std::string> problem;
  if (!line::write_all(file, text) || ::fsync(file) != 0) problem = why();
  if (::close(file) != 0 && !problem) problem = why();
  if (problem) ::unlink(path.c_str());
  return problem;
}

std::optional<std::string> write_behind(const fs::path& path, std::string_view text, Readers readers) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, rights(readers));
  if (file < 0) return why();
  std::optional<std::string> problem;
  if (!line::write_all(file, text)) problem = why();
  ::close(file);
  return problem;
}

std::optional<std::string> read_whole(const fs::path& path) {
  std::error_code error;
  if (!fs::is_regular_file(path, error)) return std::nullopt;
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

PrivateFolder::PrivateFolder() {
  std::error_code error;
  std::string name = (fs::temp_directory_path(error) / "crit-XXXXXX").string();
  if (!error && mkdtemp(name.data()) != nullptr) path_ = name;
}

PrivateFolder::~PrivateFolder() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
}

int run_program(const std::string& command, const std::vector<std::string>& words) {
  const Handled interrupts(SIGINT, SIG_IGN);  // they are the other program's
  const Handled quits(SIGQUIT, SIG_IGN);
  const Handled hang_ups(SIGHUP, hand_on);
  const Handled ends(SIGTERM, hand_on);
  const pid_t child = fork();
  if (child < 0) return 127;
  if (child == 0) become(command, words);
  in_charge = child;
  const int code = wait_for(child);
  in_charge = 0;
  return code;
}

void end_if_asked() {
  if (const int signal = asked_to_end; signal != 0) {
    asked_to_end = 0;
    std::signal(signal, SIG_DFL);
    std::raise(signal);
  }
}

}  // namespace crit::shell
