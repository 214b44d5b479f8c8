#include "files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <istream>
#include <ostream>
#include <system_error>
#include <utility>

#include "crit/terminal.hpp"

namespace crit::command {

namespace {

// Far above any policy or fact file of a person's making, far below what exhausts a machine: an endless input
// (/dev/zero) is refused instead of read until memory ends.
constexpr std::size_t largest_file = std::size_t{256} << 20;
constexpr std::size_t block_size = std::size_t{1} << 16;
Result<SourceText, Diagnostic> unreadable(const std::string& name, std::string_view reason) {
  Diagnostic diagnostic;
  diagnostic.code = "E0001";
  diagnostic.file = name;
  diagnostic.message = fmt::format("`{}` cannot be read: {}", name, reason);
  return Result<SourceText, Diagnostic>::failure(std::move(diagnostic));
}

Result<SourceText, Diagnostic> too_large(const std::string& name) {
  Diagnostic diagnostic;
  diagnostic.code = "E0002";
  diagnostic.file = name;
  diagnostic.message = fmt::format("`{}` is larger than the {} MiB that crit reads", name, largest_file >> 20);
  return Result<SourceText, Diagnostic>::failure(std::move(diagnostic));
}

}  // namespace

std::vector<Flag> message_flags() {
  return {{"--error-format", "text|json", "messages for people (text), or one JSON object a line", false},
          {"--color", "auto|always|never", "colour; auto: on a terminal, unless NO_COLOR is set", false}};
}

bool wants_color(const Arguments& arguments, const Context& context, bool is_terminal) {
  const std::string chosen = arguments.value("--color", "auto");
  if (chosen != "auto") return chosen == "always";
  return is_terminal && !context.no_color;
}

MessageStyle message_style(const Arguments& arguments, const Context& context) {
  MessageStyle style;
  style.json = arguments.value("--error-format", "text") == "json";
  style.color = wants_color(arguments, context, context.err_is_terminal);
  if (context.err_is_terminal && context.columns > 0) style.columns = static_cast<std::size_t>(context.columns);
  return style;
}

void show(const std::vector<Diagnostic>& diagnostics, const std::vector<SourceText>& sources, MessageStyle style,
          Console& console) {
  if (diagnostics.empty()) return;
  console.err << (style.json ? render_json(diagnostics, sources) : render_text(diagnostics, sources, style.color, style.columns));
}

namespace {

// What speaks against opening it.
std::optional<std::string> not_there(const std::filesystem::path& path) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(path, error);
  if (status.type() == std::filesystem::file_type::not_found) return "there is no such file";
  if (error) return error.message();
  if (std::filesystem::is_directory(status)) return "it is a folder";
  return std::nullopt;
}

}  // namespace

Result<SourceText, Diagnostic> read_source(const std::string& name, Console& console) {
  static const std::atomic<bool> never = false;
  InputFile file(name, console, console.context.stop != nullptr ? *console.context.stop : never);
  SourceText source{file.name(), ""};
  for (std::string_view block = file.block(); !block.empty(); block = file.block()) {
    source.text += block;
    if (source.text.size() > largest_file) return too_large(file.name());
  }
  if (file.failed()) return unreadable(file.name(), file.fault());
  if (file.is_stopped()) return unreadable(file.name(), "the waiting for it was stopped");
  return source;
}

// ---- files block by block -----------------------------------------------------------------------------------------------------

InputFile::InputFile(std::string name, Console& console, const std::atomic<bool>& stop)
    : name_(std::move(name)), console_(console), block_(block_size, '\0'), stop_(stop) {
  if (name_ != "-") {
    open(name_);
    return;
  }
  name_ = "<stdin>";
  file_ = console.context.in_file;
  if (file_ < 0) stream_ = &console.in;
}

InputFile::~InputFile() {
  if (owned_) close(file_);
}

// A pipe is opened without waiting for who writes to it: the waiting is done below.
void InputFile::open(const std::string& name) {
  const std::filesystem::path path = console_.context.cwd / name;
  if (const auto fault = not_there(path)) {
    fault_ = *fault;
    return;
  }
  file_ = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  owned_ = file_ >= 0;
  if (!owned_) fault_ = std::generic_category().message(errno);
}

std::string_view InputFile::fail(std::string why) {
  fault_ = std::move(why);
  at_end_ = failed_ = true;
  return {};
}

// Until something is there. False: the run was stopped before that.
bool InputFile::wait() const {
  constexpr int moment = 50;  // milliseconds between two looks at `stop`
  pollfd waited{file_, POLLIN, 0};
  while (poll(&waited, 1, 0) == 0) {
    console_.out.flush();  // what was written is shown before
    while (!stop_ && poll(&waited, 1, moment) == 0) continue;
    if (stop_) return false;
  }
  return true;
}

void InputFile::feed(MemberReader& reader) {
  const std::string_view bytes = block();
  if (!bytes.empty()) reader.feed(bytes);
  else if (failed_) reader.fail(unreadable(name_, fault_).error().message);
  else if (!stopped_) reader.finish();
}

std::string_view InputFile::block() {
  if (!fault_.empty()) return fail(fault_);
  if (stream_ != nullptr) return block_of_stream();
  for (;;) {
    constexpr std::uint64_t at_once = std::uint64_t{1} << 20U;  // a file of a person's making is read whole
    if ((stop_ && bytes_ >= at_once) || !wait()) {
      at_end_ = stopped_ = true;
      return {};
    }
    const ssize_t count = read(file_, block_.data(), block_.size());
    if (count > 0) {
      bytes_ += static_cast<std::uint64_t>(count);
      return std::string_view(block_).substr(0, static_cast<std::size_t>(count));
    }
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (count < 0) return fail(std::generic_category().message(errno));
    at_end_ = true;
    return {};
  }
}

std::string_view InputFile::block_of_stream() {
  // What is there is taken at once; only for the first byte is it waited.
  std::streambuf& buffer = *stream_->rdbuf();
  std::streamsize there = buffer.in_avail();
  if (there <= 0) {
    console_.out.flush();
    if (stream_->peek() == std::istream::traits_type::eof()) {
      if (stream_->bad()) return fail("reading it failed");
      at_end_ = true;
      return {};
    }
    there = std::max<std::streamsize>(buffer.in_avail(), 1);
  }
  const std::streamsize count = buffer.sgetn(block_.data(), std::min(there, static_cast<std::streamsize>(block_.size())));
  if (count <= 0) return fail("it ended while it was read");
  return std::string_view(block_).substr(0, static_cast<std::size_t>(count));
}

std::optional<std::uint64_t> bytes_together(const std::vector<std::string>& names, const Context& context) {
  std::uint64_t bytes = 0;
  for (const std::string& name : names) {
    std::error_code error;
    const std::filesystem::path path = context.cwd / name;
    if (name == "-" || !std::filesystem::is_regular_file(path, error)) return std::nullopt;
    bytes += std::filesystem::file_size(path, error);
    if (error) return std::nullopt;
  }
  return bytes;
}

}  // namespace crit::command
