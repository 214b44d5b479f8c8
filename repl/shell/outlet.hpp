// Where the shell's output goes: the terminal, a pager where it does not fit, a file for once, the record of the sitting.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "arguments.hpp"
#include "line/picture.hpp"
#include "page.hpp"

namespace crit::shell {

class Outlet {
 public:
  explicit Outlet(command::Console& console) : console_(console) {}

  // Of a terminal: its size, asked each time. Without it nothing is cut and no pager is started.
  void set_terminal(std::function<line::Size()> size) { size_ = std::move(size); }
  // Of the terminal, now; 0: there is none.
  std::size_t columns() const { return size_ ? size_().columns : 0; }
  Mode mode = Mode::text;

  // Prints, and clears the page. Why not all of it could be written, or none.
  std::optional<std::string> put(Page& page);
  // The last output that was printed, with nothing cut off.
  const std::string& last() const { return last_; }
  void put_last();

  // The next output goes into the file.
  void once_into(std::string file) { once_ = std::move(file); }

  // The record, in Markdown. An error says why it cannot be written; then there is none.
  std::optional<std::string> record_into(std::string file, std::string_view head);
  bool is_recording() const { return !record_.empty(); }
  const std::string& record() const { return record_; }
  std::optional<std::string> record_text(std::string_view markdown);
  void end_record() { record_.clear(); }
  // What of the entry in work was printed goes into the record, too.
  std::string take_recorded() { return std::move(recorded_); }

 private:
  void print(const std::string& text);

  command::Console& console_;
  std::function<line::Size()> size_;
  std::string last_;
  std::string once_;
  std::string record_;
  std::string recorded_;
};

}  // namespace crit::shell
