// Reading files for the command, and saying on the error stream what is wrong with them. Internal to the command.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "arguments.hpp"
#include "crit/crit.hpp"

namespace crit::command {

// How messages are shown. JSON: one object a line, and nothing else on the error stream.
struct MessageStyle {
  bool json = false;
  bool color = false;
  std::size_t columns = 0;  // of the terminal on which they are shown; 0: on none, and no line is ended
};

// The flags that every verb which shows messages takes, and what they were set to.
std::vector<Flag> message_flags();
MessageStyle message_style(const Arguments& arguments, const Context& context);
// Whether --color, the terminal and NO_COLOR together ask for colour. The flag, being said last, overrides NO_COLOR.
bool wants_color(const Arguments& arguments, const Context& context, bool is_terminal);

void show(const std::vector<Diagnostic>& diagnostics, const std::vector<SourceText>& sources, MessageStyle style,
          Console& console);

// Reads a file, pipe or device, or standard input for "-", until it ends or the command is stopped. What keeps it from being
// read is a diagnostic (E0001, E0002).
Result<SourceText, Diagnostic> read_source(const std::string& name, Console& console);

// A file, pipe or device, or standard input for "-", block by block, each as soon as it is there.
class InputFile {
 public:
  // `stop` ends the waiting for what is not there yet.
  InputFile(std::string name, Console& console, const std::atomic<bool>& stop);
  ~InputFile();
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;
  const std::string& name() const { return name_; }  // as messages show it
  // Hands what comes next to the reader; or that there is nothing more, or why it cannot be read. What was written is shown
  // before waiting for more.
  void feed(MemberReader& reader);
  // What comes next; empty where nothing more comes: it ended, it failed, or the waiting was stopped.
  std::string_view block();
  bool at_end() const { return at_end_; }
  bool failed() const { return failed_; }
  bool is_stopped() const { return stopped_; }
  const std::string& fault() const { return fault_; }  // why, where it failed
  std::uint64_t bytes() const { return bytes_; }  // read so far

 private:
  std::string_view fail(std::string why);
  void open(const std::string& name);
  bool wait() const;
  std::string_view block_of_stream();

  std::string name_;
  Console& console_;
  std::string block_;
  const std::atomic<bool>& stop_;
  int file_ = -1;                   // a file of the system's
  bool owned_ = false;
  std::istream* stream_ = nullptr;  // or, in a test, standard input
  std::string fault_;  // why it could not be opened, or read on
  bool stopped_ = false;  // the waiting
  bool at_end_ = false;
  bool failed_ = false;
  std::uint64_t bytes_ = 0;
};

// How long these files are together. None: one of them has no length, as a pipe, or is standard input.
std::optional<std::uint64_t> bytes_together(const std::vector<std::string>& names, const Context& context);

}  // namespace crit::command
