#include "files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <istream>
#include <ostream>
#include <system_error>
#include <utility>

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

// Block by block, so that pipes and devices, which have no size, are read like files.
Result<SourceText, Diagnostic> read_stream(const std::string& name, std::istream& stream) {
  std::string text;
  std::string block(block_size, '\0');
  while (stream) {
    stream.read(block.data(), static_cast<std::streamsize>(block.size()));
    text.append(block, 0, static_cast<std::size_t>(stream.gcount()));
    if (text.size() > largest_file) return too_large(name);
  }
  if (stream.bad()) return unreadable(name, "reading it failed");
  return SourceText{name, std::move(text)};
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
  return style;
}

void show(const std::vector<Diagnostic>& diagnostics, const std::vector<SourceText>& sources, MessageStyle style,
          Console& console) {
  if (diagnostics.empty()) return;
  console.err << (style.json ? render_json(diagnostics, sources) : render_text(diagnostics, sources, style.color));
}

namespace {

// Opens it, unless it cannot be.
std::optional<Diagnostic> open_file(const std::string& name, const Console& console, std::ifstream& file) {
  const std::filesystem::path path = console.context.cwd / name;
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(path, error);
  if (status.type() == std::filesystem::file_type::not_found) return unreadable(name, "there is no such file").error();
  if (error) return unreadable(name, error.message()).error();
  if (std::filesystem::is_directory(status)) return unreadable(name, "it is a folder").error();
  errno = 0;
  file.open(path, std::ios::binary);
  if (!file) return unreadable(name, std::generic_category().message(errno != 0 ? errno : EIO)).error();
  return std::nullopt;
}

}  // namespace

Result<SourceText, Diagnostic> read_source(const std::string& name, Console& console) {
  if (name == "-") return read_stream("<stdin>", console.in);
  std::ifstream file;
  if (auto fault = open_file(name, console, file)) return Result<SourceText, Diagnostic>::failure(std::move(*fault));
  return read_stream(name, file);
}

// ---- fact files -----------------------------------------------------------------------------------------------------

FactFile::FactFile(std::string name, Console& console) : name_(std::move(name)), console_(console), block_(block_size, '\0') {
  if (name_ == "-") {
    name_ = "<stdin>";
    stream_ = &console.in;
    return;
  }
  file_.rdbuf()->pubsetbuf(nullptr, 0);  // blocks are large already
  if (const auto fault = open_file(name_, console, file_)) fault_ = fault->message;
  stream_ = &file_;
}

void FactFile::fail(MemberReader& reader, std::string_view why) {
  reader.fail(why);
  at_end_ = failed_ = true;
}

void FactFile::feed(MemberReader& reader) {
  if (!fault_.empty()) return fail(reader, fault_);
  // A pipe gives what is there at once; only for the first byte is it waited.
  std::streambuf& buffer = *stream_->rdbuf();
  std::streamsize there = buffer.in_avail();
  if (there <= 0) {
    console_.out.flush();
    if (stream_->peek() == std::istream::traits_type::eof()) {
      if (stream_->bad()) return fail(reader, unreadable(name_, "reading it failed").error().message);
      reader.finish();
      at_end_ = true;
      return;
    }
    there = std::max<std::streamsize>(buffer.in_avail(), 1);
  }
  const std::streamsize read = buffer.sgetn(block_.data(), std::min(there, static_cast<std::streamsize>(block_.size())));
  if (read <= 0) return fail(reader, unreadable(name_, "it ended while it was read").error().message);
  reader.feed(std::string_view(block_).substr(0, static_cast<std::size_t>(read)));
}

}  // namespace crit::command
