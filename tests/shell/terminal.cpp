#include "terminal.hpp"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>

namespace shell_test {

namespace {

constexpr std::chrono::seconds patience{60};  // on a machine that does much else

[[noreturn]] void become_crit(const std::filesystem::path& folder, const Setting& setting) {
  if (chdir(folder.c_str()) != 0) _exit(126);
  ::setenv("HOME", folder.c_str(), 1);
  ::setenv("TERM", setting.term.c_str(), 1);
  for (const char* name : {"XDG_STATE_HOME", "VISUAL", "EDITOR", "CRIT_PAGER", "PAGER", "NO_COLOR", "LESS"}) ::unsetenv(name);
  for (const std::string& one : setting.environment) {
    const std::size_t equals = one.find('=');
    ::setenv(one.substr(0, equals).c_str(), one.substr(equals + 1).c_str(), 1);
  }
  std::vector<std::string> words{"crit"};
  words.insert(words.end(), setting.arguments.begin(), setting.arguments.end());
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  execv(CRIT_TOOL, arguments.data());
  _exit(127);
}

// Without escape sequences and carriage returns.
void append_plain(std::string& plain, std::string_view bytes) {
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (bytes[i] == '\r') continue;
    if (bytes[i] != '\x1b') {
      plain += bytes[i];
      continue;
    }
    while (i + 1 < bytes.size()) {
      const char c = bytes[++i];
      if (c != '[' && c != '?' && (c < '0' || c > '9') && c != ';') break;
    }
  }
}

}  // namespace

CritAtTerminal::CritAtTerminal(const std::filesystem::path& folder, const Setting& setting) : screen_(setting.size) {
  winsize size{};
  size.ws_col = static_cast<unsigned short>(setting.size.columns);
  size.ws_row = static_cast<unsigned short>(setting.size.rows);
  child_ = forkpty(&terminal_, nullptr, nullptr, &size);
  if (child_ == 0) become_crit(folder, setting);
}

CritAtTerminal::~CritAtTerminal() {
  if (terminal_ >= 0) ::close(terminal_);
  if (child_ <= 0) return;
  ::kill(child_, SIGKILL);
  ::waitpid(child_, nullptr, 0);
}

void CritAtTerminal::type(std::string_view keys) const {
  while (!keys.empty()) {
    const ssize_t count = ::write(terminal_, keys.data(), keys.size());
    if (count <= 0) return;
    keys.remove_prefix(static_cast<std::size_t>(count));
  }
}

bool CritAtTerminal::read_some(int milliseconds) {
  pollfd file{terminal_, POLLIN, 0};
  if (::poll(&file, 1, milliseconds) <= 0) return true;
  std::array<char, 16 * 1024> buffer{};
  const ssize_t count = ::read(terminal_, buffer.data(), buffer.size());
  if (count <= 0) return false;  // the other end is gone
  const std::string_view bytes(buffer.data(), static_cast<std::size_t>(count));
  screen_.feed(bytes);
  append_plain(said_, bytes);
  return true;
}

bool CritAtTerminal::shows(std::string_view text) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (screen().find(text) == std::string::npos) {
    if (std::chrono::steady_clock::now() > end || !read_some(50)) return screen().find(text) != std::string::npos;
  }
  return true;
}

bool CritAtTerminal::says(std::string_view text) {
  const auto end = std::chrono::steady_clock::now() + patience;
  for (;;) {
    const std::size_t place = said_.find(text, asked_);
    if (place != std::string::npos) {
      asked_ = place + text.size();
      return true;
    }
    if (std::chrono::steady_clock::now() > end || !read_some(50)) return false;
  }
}

std::string CritAtTerminal::screen() const {
  std::string text;
  for (const std::string& line : screen_.lines("")) text += line + "\n";
  return text;
}

int CritAtTerminal::ends() {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (std::chrono::steady_clock::now() < end && read_some(50)) {
  }
  int status = 0;
  pid_t ended = 0;
  while (ended == 0 && std::chrono::steady_clock::now() < end) {
    ended = ::waitpid(child_, &status, WNOHANG);
    if (ended == 0) read_some(10);
  }
  if (ended != child_) return -1;  // it goes on, and is ended with this object
  child_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void CritAtTerminal::gets(int signal) const { ::kill(child_, signal); }

}  // namespace shell_test
