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
// Of a file of one member a line so much is held at a time: thousands of members.
constexpr std::size_t part_size = std::size_t{2} << 20;

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

// Whether the first line that holds anything is a whole object, and another line follows: one member a line.
bool begins_with_a_member(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const std::size_t begin = std::min(text.find_first_not_of(blanks), text.size());
  const std::size_t end = text.find('\n', begin);
  if (end == std::string_view::npos) return false;
  const std::size_t last = text.find_last_not_of(blanks, end);
  return text[begin] == '{' && text[last] == '}';
}

}  // namespace

Result<SourceText, Diagnostic> read_source(const std::string& name, Console& console) {
  if (name == "-") return read_stream("<stdin>", console.in);
  std::ifstream file;
  if (auto fault = open_file(name, console, file)) return Result<SourceText, Diagnostic>::failure(std::move(*fault));
  return read_stream(name, file);
}

// ---- fact files by parts -----------------------------------------------------------------------------------------------

FactParts::FactParts(std::string name, Console& console) : name_(std::move(name)) {
  if (name_ == "-") {
    name_ = "<stdin>";
    stream_ = &console.in;
    return;
  }
  fault_ = open_file(name_, console, file_);
  stream_ = &file_;
}

bool FactParts::fill() {
  std::string block(block_size, '\0');
  while (text_.size() < part_size && *stream_) {
    stream_->read(block.data(), static_cast<std::streamsize>(block.size()));
    text_.append(block, 0, static_cast<std::size_t>(stream_->gcount()));
  }
  return !stream_->bad();
}

SourceText FactParts::take(std::size_t bytes) {
  SourceText part{name_, text_.substr(0, bytes), line_};
  line_ += static_cast<std::uint32_t>(std::count(part.text.begin(), part.text.end(), '\n'));
  text_.erase(0, bytes);
  return part;
}

std::optional<Result<SourceText, Diagnostic>> FactParts::next() {
  using Part = Result<SourceText, Diagnostic>;
  if (fault_) {
    if (std::exchange(begun_, true)) return std::nullopt;
    return Part::failure(*fault_);
  }
  if (begun_ && !by_lines_) return std::nullopt;
  if (!fill()) {
    by_lines_ = false;
    begun_ = true;
    return unreadable(name_, "reading it failed");
  }
  const bool at_end = !*stream_;
  if (!begun_) by_lines_ = !at_end && begins_with_a_member(text_);
  if (!begun_ && !by_lines_) {
    begun_ = true;
    Part rest = at_end ? Part(SourceText{name_, ""}) : read_stream(name_, *stream_);
    if (!rest) return rest;
    if (text_.size() + rest->text.size() > largest_file) return too_large(name_);
    return SourceText{name_, std::move(text_) + rest->text};
  }
  begun_ = true;
  for (;;) {
    if (text_.find_first_not_of(" \t\r\n") == std::string::npos && !*stream_) return std::nullopt;
    const std::size_t line_end = text_.rfind('\n');
    if (!*stream_) return take(text_.size());
    if (line_end != std::string::npos) return take(line_end + 1);
    // A line longer than a part: read on to its end.
    if (text_.size() > largest_file) {
      by_lines_ = false;
      return too_large(name_);
    }
    std::string block(part_size, '\0');
    stream_->read(block.data(), static_cast<std::streamsize>(block.size()));
    text_.append(block, 0, static_cast<std::size_t>(stream_->gcount()));
  }
}

}  // namespace crit::command
