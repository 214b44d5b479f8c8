#include "terminal.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <iterator>

namespace crit::line {
namespace {

// Bracketed paste on; and no wrapping: where terminals disagree about a character's width, the row's end stays its end.
constexpr std::string_view modes_on = "\x1b[?2004h\x1b[?7l", modes_off = "\x1b[?2004l\x1b[?7h";

// What the signals' handlers need: there is one terminal of a process. Null: none is in raw mode.
struct Raw {
  int in = -1, out = -1;
  termios before{};
  volatile std::sig_atomic_t is_on = 0;
  bool is_dumb = false;  // entered for a dumb terminal: of its signals only ^C is an event, and its mode stays
  struct sigaction interrupt_before {};
  volatile std::sig_atomic_t resized = 0, stopped = 0, continued = 0, interrupted = 0;
  std::array<int, 2> waker{-1, -1};  // a pipe that ends a wait
};
Raw raw;

void wake() {
  const int kept = errno;
  if (raw.waker[1] >= 0 && ::write(raw.waker[1], "", 1) < 0) errno = kept;  // full: it is awake
  errno = kept;
}

extern "C" void on_event(int signal) {
  if (signal == SIGWINCH) raw.resized = 1;
  if (signal == SIGTSTP) raw.stopped = 1;
  if (signal == SIGCONT) raw.continued = 1;
  if (signal == SIGINT) raw.interrupted = 1;
  wake();
}

// The handler was for one signal (SA_RESETHAND): behind it the process ends by this one.
extern "C" void on_end(int signal) {
  if (raw.is_on != 0) {
    tcsetattr(raw.in, TCSANOW, &raw.before);
    if (::write(raw.out, modes_off.data(), modes_off.size()) < 0) _exit(128 + signal);
  }
  raise(signal);
}

struct Watched {
  int signal;
  void (*handler)(int);
  struct sigaction before;
};
Watched watched[] = {{SIGWINCH, on_event, {}}, {SIGTSTP, on_event, {}}, {SIGCONT, on_event, {}}, {SIGINT, on_event, {}},
                     {SIGTERM, on_end, {}},    {SIGHUP, on_end, {}},    {SIGQUIT, on_end, {}},   {SIGUSR1, on_end, {}},
                     {SIGUSR2, on_end, {}},    {SIGALRM, on_end, {}},   {SIGABRT, on_end, {}},   {SIGSEGV, on_end, {}},
                     {SIGBUS, on_end, {}},     {SIGFPE, on_end, {}},    {SIGILL, on_end, {}},    {SIGXCPU, on_end, {}},
                     {SIGVTALRM, on_end, {}},  {SIGPROF, on_end, {}},   {SIGTRAP, on_end, {}},   {SIGSYS, on_end, {}}};

void watch_signals() {
  for (Watched& one : watched) {
    struct sigaction action {};
    action.sa_handler = one.handler;
    action.sa_flags = one.handler == on_end ? static_cast<int>(SA_RESETHAND | SA_NODEFER) : 0;
    sigemptyset(&action.sa_mask);
    sigaction(one.signal, &action, &one.before);
    // What is ignored, as under nohup, or handled by somebody else stays so.
    if (one.handler == on_end && one.before.sa_handler != SIG_DFL) sigaction(one.signal, &one.before, nullptr);
  }
}

void forget_signals() {
  for (const Watched& one : watched) sigaction(one.signal, &one.before, nullptr);
}

bool make_waker() {
  if (raw.waker[0] >= 0) return true;
  if (::pipe(raw.waker.data()) != 0) return false;
  for (const int end : raw.waker) {
    fcntl(end, F_SETFL, O_NONBLOCK);
    fcntl(end, F_SETFD, FD_CLOEXEC);
  }
  return true;
}

void set_raw(int in) {
  termios mode = raw.before;
  mode.c_iflag &= ~static_cast<tcflag_t>(BRKINT | ICRNL | INLCR | IGNCR | INPCK | ISTRIP | IXON);
  mode.c_lflag &= ~static_cast<tcflag_t>(ECHO | ICANON | IEXTEN | ISIG);
  mode.c_cflag |= CS8;
  mode.c_cc[VMIN] = 1;
  mode.c_cc[VTIME] = 0;
  tcsetattr(in, TCSADRAIN, &mode);
}

bool is_set(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

}  // namespace

Traits traits_of_environment() {
  const char* term = std::getenv("TERM");
  Traits traits;
  traits.is_dumb = term == nullptr || *term == '\0' || std::string_view(term) == "dumb";
  // Terminals that wrap anew say who they are; xterm, screen and consoles do not, and do not wrap.
  constexpr const char* wrapping[] = {"VTE_VERSION", "KITTY_WINDOW_ID",     "WEZTERM_PANE", "KONSOLE_VERSION",
                                      "WT_SESSION",  "ALACRITTY_WINDOW_ID", "TERM_PROGRAM", "TMUX"};
  traits.reflows = std::any_of(std::begin(wrapping), std::end(wrapping), is_set);
  return traits;
}

Theme theme_of_environment() {
  if (is_set("NO_COLOR")) return Theme::none;
  if (!is_set("COLORFGBG")) return Theme::both;
  const std::string_view colours = std::getenv("COLORFGBG");
  const std::string_view ground = colours.substr(colours.rfind(';') + 1);
  if (ground == "7" || ground == "15") return Theme::light;
  return ground == "0" || ground == "8" ? Theme::dark : Theme::both;
}

Terminal::Terminal(int in, int out, Traits traits) : in_(in), out_(out), traits_(traits) {
  const bool is_terminal = isatty(in) != 0 && isatty(out) != 0;
  kind_ = !is_terminal ? Kind::none : traits.is_dumb ? Kind::dumb : Kind::full;
}

Size Terminal::size() const {
  winsize found{};
  if (ioctl(out_, TIOCGWINSZ, &found) != 0 || found.ws_col == 0 || found.ws_row == 0) return {};
  return {found.ws_col, found.ws_row};
}

bool Terminal::enter() {
  if (raw.is_on != 0 || raw.is_dumb || !make_waker()) return false;
  raw.in = in_;
  raw.out = out_;
  for (auto* flag : {&raw.resized, &raw.stopped, &raw.continued, &raw.interrupted}) *flag = 0;
  if (kind_ == Kind::dumb) {
    struct sigaction action {};
    action.sa_handler = on_event;
    sigemptyset(&action.sa_mask);
    raw.is_dumb = sigaction(SIGINT, &action, &raw.interrupt_before) == 0;
    return raw.is_dumb;
  }
  if (tcgetattr(in_, &raw.before) != 0) return false;
  watch_signals();
  raw.is_on = 1;
  set_raw(in_);
  write(modes_on);
  return true;
}

void Terminal::leave() {
  if (raw.in != in_) return;
  if (raw.is_dumb) sigaction(SIGINT, &raw.interrupt_before, nullptr);
  raw.is_dumb = false;
  if (raw.is_on == 0) return;
  write(modes_off);
  tcsetattr(in_, TCSADRAIN, &raw.before);
  raw.is_on = 0;
  forget_signals();
}

void Terminal::suspend() { kill(0, SIGTSTP); }

Terminal::Event Terminal::wait(int milliseconds, std::string& bytes) {
  for (;;) {
    if (raw.interrupted != 0) return raw.interrupted = 0, Event::interrupted;
    if (raw.stopped != 0) return raw.stopped = 0, Event::stopped;
    if (raw.continued != 0) {
      raw.continued = 0;
      set_raw(in_);  // whoever had the terminal may have left it otherwise
      write(modes_on);
      return Event::continued;
    }
    if (raw.resized != 0) return raw.resized = 0, Event::resized;
    std::array<pollfd, 2> files{{{in_, POLLIN, 0}, {raw.waker[0], POLLIN, 0}}};
    const int ready = poll(files.data(), files.size(), milliseconds);
    if (ready < 0 && errno != EINTR) return Event::end;
    std::array<char, 16 * 1024> buffer{};
    if (ready > 0 && (files[1].revents & POLLIN) != 0 && ::read(raw.waker[0], buffer.data(), buffer.size()) > 0)
      continue;
    if (ready == 0) return Event::quiet;
    if (ready < 0 || files[0].revents == 0) continue;
    const ssize_t count = ::read(in_, buffer.data(), buffer.size());
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (count <= 0) return Event::end;
    bytes.append(buffer.data(), static_cast<std::size_t>(count));
    return Event::bytes;
  }
}

bool Terminal::has_input() const {
  pollfd file{in_, POLLIN, 0};
  return poll(&file, 1, 0) > 0 && (file.revents & POLLIN) != 0;
}

// Waits for a dumb terminal's input; false: ^C came.
bool Terminal::wait_for_line() {
  while (raw.interrupted == 0) {
    std::array<pollfd, 2> files{{{in_, POLLIN, 0}, {raw.waker[0], POLLIN, 0}}};
    const int ready = poll(files.data(), files.size(), -1);
    if (ready < 0 && errno != EINTR) return true;
    std::array<char, 64> woken{};
    if (ready > 0 && (files[1].revents & POLLIN) != 0 && ::read(raw.waker[0], woken.data(), woken.size()) > 0) continue;
    if (ready > 0 && files[0].revents != 0) return true;
  }
  raw.interrupted = 0;
  return false;
}

Terminal::Line Terminal::read_line(std::string& line) {
  line.clear();
  for (;;) {
    const std::size_t end = unread_.find('\n', searched_);
    if (end != std::string::npos) {
      line = unread_.substr(0, end);
      unread_.erase(0, end + 1);
      break;
    }
    searched_ = unread_.size();
    if (raw.is_dumb && raw.in == in_ && !wait_for_line()) {
      unread_.clear();
      searched_ = 0;
      return Line::interrupted;
    }
    std::array<char, 16 * 1024> buffer{};
    const ssize_t count = ::read(in_, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count > 0) {
      unread_.append(buffer.data(), static_cast<std::size_t>(count));
      continue;
    }
    // What stands before the end of the input is a line, too.
    if (unread_.empty()) return Line::end;
    line = std::move(unread_);
    unread_.clear();
    break;
  }
  searched_ = 0;
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return Line::read;
}

void Terminal::write(std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(out_, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == EAGAIN) {
      pollfd file{out_, POLLOUT, 0};
      poll(&file, 1, -1);
      continue;
    }
    if (count <= 0) return;  // nobody sees it any more
    text.remove_prefix(static_cast<std::size_t>(count));
  }
}

}  // namespace crit::line
