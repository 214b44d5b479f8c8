// Where the shell's entries come from: a terminal, a file or pipe, commands of the command line.
#pragma once

#include <cstddef>
#include <istream>
#include <optional>
#include <string>
#include <vector>

#include "line/editor.hpp"

namespace crit::shell {

class Input {
 public:
  Input() = default;
  virtual ~Input() = default;
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;
  virtual line::Outcome read(const line::Prompt& prompt) = 0;
  // The answer to a question; the end of the input where nobody answers.
  virtual line::Outcome ask(const std::string& question) = 0;
  // Where the last entry stood, "<stdin>:3"; empty: it was typed.
  virtual std::string place() const { return {}; }
  virtual bool is_typed() const { return false; }
};

// Lines of a file or pipe. An entry goes on until the guide finds it whole, or a line begins a command.
class StreamInput : public Input {
 public:
  StreamInput(std::istream& stream, std::string name, line::Guide& guide) : stream_(stream), name_(std::move(name)), guide_(guide) {}
  line::Outcome read(const line::Prompt& prompt) override;
  line::Outcome ask(const std::string& question) override;
  std::string place() const override { return name_ + ":" + std::to_string(first_line_); }

 private:
  bool next_line(std::string& line);
  // Whether the line begins an entry behind this one; it is then read again.
  bool hold(std::string_view entry, std::string& line);

  std::istream& stream_;
  std::string name_;
  line::Guide& guide_;
  std::optional<std::string> held_;
  std::size_t line_ = 0;
  std::size_t first_line_ = 0;
};

// The commands of `-c`.
class ListInput : public Input {
 public:
  explicit ListInput(std::vector<std::string> entries) : entries_(std::move(entries)) {}
  line::Outcome read(const line::Prompt& prompt) override;
  line::Outcome ask(const std::string& question) override { return read({question, {}, {}}); }
  std::string place() const override { return "-c " + std::to_string(next_); }

 private:
  std::vector<std::string> entries_;
  std::size_t next_ = 0;
};

class TypedInput : public Input {
 public:
  explicit TypedInput(line::Editor& editor) : editor_(editor) {}
  line::Outcome read(const line::Prompt& prompt) override { return editor_.read(prompt); }
  line::Outcome ask(const std::string& question) override { return editor_.ask({question, {}, {}}); }
  bool is_typed() const override { return true; }

 private:
  line::Editor& editor_;
};

}  // namespace crit::shell
