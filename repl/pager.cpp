#include "pager.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <streambuf>

#include "line/write_all.hpp"

namespace crit::command {

namespace {

// More than a pipe takes without a reader: what was sent to a pager that is not there is all in it.
constexpr std::size_t most_sent = std::size_t{1} << 18;
// What `sh` ends with where there is no such program, or it cannot be run.
constexpr int not_runnable = 126;
constexpr int not_found = 127;

const char* environment(const char* name) { return std::getenv(name); }

void set_signal(int signal, void (*handler)(int), struct sigaction* before) {
  struct sigaction action {};
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  sigaction(signal, &action, before);
}

}  // namespace

std::vector<Flag> pager_flags() {
  return {{"--no-pager", "", "output that is higher than the terminal is not paged", false}};
}

std::string pager_of_environment() {
  const char* chosen = environment("CRIT_PAGER");
  if (chosen == nullptr) chosen = environment("PAGER");
  if (chosen == nullptr) return "less -FRX -P'q ends, the space bar goes on'";
  const std::string pager = chosen;
  return pager.find_first_not_of(' ') == std::string::npos || pager == "cat" ? "" : pager;
}

bool wants_pager(const Verb& verb, const Arguments& given, const Context& context) {
  const auto is = [](std::string_view name) { return [name](const Flag& flag) { return flag.name == name; }; };
  if (std::none_of(verb.flags.begin(), verb.flags.end(), is("--no-pager")) || given.has("--no-pager")) return false;
  if (!context.out_is_terminal || context.rows <= 0 || context.columns <= 0 || context.pager.empty()) return false;
  if (given.value("--format", "text") != "text") return false;
  // What comes from a pipe or a device is shown as it comes, and ^C ends waiting for it.
  const auto comes_slowly = [&](const std::string& name) {
    std::error_code error;
    return name == "-" || (!name.empty() && std::filesystem::is_other(context.cwd / name, error));
  };
  if (std::any_of(given.operands.begin(), given.operands.end(), comes_slowly)) return false;
  return std::none_of(given.flags.begin(), given.flags.end(), [&](const auto& flag) { return comes_slowly(flag.second); });
}

// ---- the streams ------------------------------------------------------------------------------------------------------

class Pager::Stream : public std::streambuf {
 public:
  Stream(Pager& pager, bool is_message) : pager_(pager), is_message_(is_message) {}

 protected:
  int_type overflow(int_type one) override {
    if (traits_type::eq_int_type(one, traits_type::eof())) return traits_type::not_eof(one);
    const char c = traits_type::to_char_type(one);
    return pager_.take({&c, 1}, is_message_) ? one : traits_type::eof();
  }
  std::streamsize xsputn(const char* text, std::streamsize size) override {
    return pager_.take({text, static_cast<std::size_t>(size)}, is_message_) ? size : 0;
  }
  int sync() override {
    if (pager_.state_ == State::keeping && !is_message_ && !pager_.show_kept()) return -1;
    return pager_.state_ == State::quit ? -1 : 0;
  }

 private:
  Pager& pager_;
  bool is_message_;
};

Pager::Pager(Console& console, bool wanted)
    : console_(console),
      wanted_(wanted),
      out_buffer_(std::make_unique<Stream>(*this, false)),
      err_buffer_(std::make_unique<Stream>(*this, true)),
      out_(out_buffer_.get()),
      err_(err_buffer_.get()),
      // Messages that go elsewhere are no part of what is paged.
      paged_{console.in, out_, console.context.err_is_terminal ? err_ : console.err, console.context} {}

Pager::~Pager() {
  if (wanted_) finish();
}

bool Pager::take(std::string_view text, bool is_message) {
  switch (state_) {
    case State::keeping:
      count(text);
      if (kept_.empty() || kept_.back().first != is_message) kept_.emplace_back(is_message, "");
      kept_.back().second += text;
      if (is_too_high()) start();
      return true;
    case State::paging: return send(text);
    case State::quit: return is_message;  // there is nobody to read it
    case State::direct: break;
  }
  std::ostream& stream = is_message ? console_.err : console_.out;
  return static_cast<bool>(stream << text);
}

// ---- how high it is ---------------------------------------------------------------------------------------------------

void Pager::count(std::string_view text) {
  const long width = console_.context.columns;
  for (const char c : text) {
    if (in_escape_) {
      in_escape_ = c != 'm';  // of a colour
    } else if (c == '\x1b') {
      in_escape_ = true;
    } else if (c == '\n') {
      rows_ += std::max(1L, (column_ + width - 1) / width);
      column_ = 0;
    } else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {
      ++column_;  // the first byte of a letter
    }
  }
}

// The prompt takes a row.
bool Pager::is_too_high() const {
  const long width = console_.context.columns;
  return rows_ + (column_ + width - 1) / width >= console_.context.rows;
}

// ---- the pager --------------------------------------------------------------------------------------------------------

void Pager::start() {
  int ends[2] = {-1, -1};
  console_.out.flush();
  if (pipe(ends) != 0) {
    show_kept();
    return;
  }
  fcntl(ends[1], F_SETFD, FD_CLOEXEC);
  const char* command = console_.context.pager.c_str();
  set_signal(SIGINT, SIG_IGN, &interrupt_);
  set_signal(SIGPIPE, SIG_IGN, &broken_pipe_);
  child_ = fork();
  if (child_ == 0) {
    set_signal(SIGINT, SIG_DFL, nullptr);
    set_signal(SIGPIPE, SIG_DFL, nullptr);
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    execl("/bin/sh", "sh", "-c", command, static_cast<char*>(nullptr));
    _exit(not_found);
  }
  close(ends[0]);
  pipe_ = ends[1];
  state_ = State::paging;
  if (child_ < 0) {
    end_pager();
    state_ = State::keeping;
    show_kept();
    return;
  }
  const std::vector<std::pair<bool, std::string>> kept = std::move(kept_);
  kept_.clear();
  for (const auto& [is_message, text] : kept) {
    if (state_ == State::paging) send(text);
    else take(text, is_message);
  }
}

bool Pager::send(std::string_view text) {
  if (sent_.size() < most_sent) sent_ += text;
  if (line::write_all(pipe_, text)) return true;
  const int code = end_pager();
  if (code == not_found || code == not_runnable) {
    fall_back();
    return static_cast<bool>(console_.out);
  }
  state_ = State::quit;
  return false;
}

// Gives back its exit code, and the signals.
int Pager::end_pager() {
  close(pipe_);
  pipe_ = -1;
  int status = 0;
  if (child_ > 0) {
    while (waitpid(child_, &status, 0) < 0 && errno == EINTR) continue;
  }
  child_ = -1;
  sigaction(SIGINT, &interrupt_, nullptr);
  sigaction(SIGPIPE, &broken_pipe_, nullptr);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 0;
}

// There is no such pager: what it was to show is shown without.
void Pager::fall_back() {
  console_.out << sent_;
  state_ = State::direct;
}

bool Pager::show_kept() {
  state_ = State::direct;
  for (const auto& [is_message, text] : kept_) {
    if (is_message) console_.out.flush();
    (is_message ? console_.err : console_.out) << text;
  }
  kept_.clear();
  return static_cast<bool>(console_.out.flush());
}

bool Pager::finish() {
  if (!wanted_) return false;
  if (state_ == State::keeping) show_kept();
  if (state_ == State::paging) {
    const int code = end_pager();
    state_ = State::quit;
    if (code == not_found || code == not_runnable) fall_back();
  }
  return state_ == State::quit;
}

}  // namespace crit::command
