#include "pty.hpp"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>

namespace line_test {
namespace {

// Long, so that a slow machine is none that fails; what is waited for is there at once.
constexpr int patience = 20'000;

struct Report {
  char kind;  // b begun, s stopped, e ended
  int number;
};

winsize window_of(crit::line::Size size) {
  winsize window{};
  window.ws_col = static_cast<unsigned short>(size.columns);
  window.ws_row = static_cast<unsigned short>(size.rows);
  return window;
}

void report(int pipe, char kind, int number) {
  const Report one{kind, number};
  if (write(pipe, &one, sizeof one) < 0) _exit(3);
}

// In the child that leads the session: starts the host as the group in front, and reports on it.
[[noreturn]] void lead(int pipe, const std::vector<std::string>& arguments, const std::string& term) {
  std::signal(SIGTTOU, SIG_IGN);
  const pid_t host = fork();
  if (host == 0) {
    setpgid(0, 0);
    tcsetpgrp(0, getpid());
    std::signal(SIGTTOU, SIG_DFL);
    close(pipe);
    setenv("TERM", term.c_str(), 1);
    std::vector<char*> words;
    for (const std::string& one : arguments) words.push_back(const_cast<char*>(one.c_str()));
    words.push_back(nullptr);
    execv(words[0], words.data());
    _exit(127);
  }
  setpgid(host, host);
  tcsetpgrp(0, host);
  report(pipe, 'b', host);
  for (;;) {
    int status = 0;
    if (waitpid(host, &status, WUNTRACED) < 0) _exit(4);
    if (WIFSTOPPED(status)) {
      report(pipe, 's', WSTOPSIG(status));
    } else {
      report(pipe, 'e', WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
      pause();
    }
  }
}

}  // namespace

Pty::Pty(crit::line::Size size, const std::vector<std::string>& arguments, const std::string& term) : screen(size) {
  std::array<int, 2> pipe{};
  if (::pipe(pipe.data()) != 0) return;
  winsize window = window_of(size);
  shell_ = forkpty(&terminal_, nullptr, nullptr, &window);
  if (shell_ == 0) {
    close(pipe[0]);
    lead(pipe[1], arguments, term);
  }
  close(pipe[1]);
  reports_ = pipe[0];
  host_ = status_of('b');
}

Pty::~Pty() {
  if (host_ > 0) kill(host_, SIGKILL);
  if (shell_ > 0) {
    kill(shell_, SIGKILL);
    waitpid(shell_, nullptr, 0);
  }
  close(terminal_);
  close(reports_);
}

bool Pty::read_some() {
  std::array<char, 16 * 1024> buffer{};
  const ssize_t count = read(terminal_, buffer.data(), buffer.size());
  if (count <= 0) return false;
  const std::string_view bytes(buffer.data(), static_cast<std::size_t>(count));
  output += bytes;
  screen.feed(bytes);
  return true;
}

// What the host writes meanwhile is read, so that neither waits for the other.
void Pty::type(std::string_view bytes) {
  while (!bytes.empty()) {
    pollfd file{terminal_, POLLIN | POLLOUT, 0};
    if (poll(&file, 1, patience) <= 0) return;
    if ((file.revents & POLLIN) != 0) read_some();
    if ((file.revents & POLLOUT) == 0) continue;
    const ssize_t count = write(terminal_, bytes.data(), std::min<std::size_t>(bytes.size(), 1024));
    if (count > 0) bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

bool Pty::waits_for(std::string_view text) {
  for (;;) {
    const std::size_t found = output.find(text, seen_);
    if (found != std::string::npos) {
      seen_ = found + text.size();
      return true;
    }
    pollfd file{terminal_, POLLIN, 0};
    if (poll(&file, 1, patience) <= 0 || !read_some()) return false;
  }
}

// The number of the next report of a kind; -1: none came.
int Pty::status_of(char wanted) {
  for (;;) {
    std::array<pollfd, 2> files{{{reports_, POLLIN, 0}, {terminal_, POLLIN, 0}}};
    if (poll(files.data(), 2, patience) <= 0) return -1;
    if ((files[1].revents & POLLIN) != 0) read_some();
    if ((files[0].revents & POLLIN) == 0) continue;
    Report one{};
    if (read(reports_, &one, sizeof one) != sizeof one) return -1;
    if (one.kind == wanted) return one.number;
    if (one.kind == 'e') return -1;
  }
}

void Pty::resize(crit::line::Size size) {
  screen.resize(size);
  const winsize window = window_of(size);
  ioctl(terminal_, TIOCSWINSZ, &window);
}

void Pty::signal(int number) { kill(host_, number); }
bool Pty::waits_until_stopped() { return status_of('s') >= 0; }
int Pty::ends() { return status_of('e'); }

termios Pty::mode() const {
  termios found{};
  tcgetattr(terminal_, &found);
  return found;
}

bool Pty::is_cooked() const { return (mode().c_lflag & (ICANON | ECHO | ISIG)) == (ICANON | ECHO | ISIG); }

}  // namespace line_test
