#include "input.hpp"

#include "commands.hpp"
#include "line/key.hpp"

namespace crit::shell {

bool StreamInput::next_line(std::string& line) {
  if (held_) {
    line = std::move(*held_);
    held_.reset();
    ++line_;
    return true;
  }
  if (!std::getline(stream_, line)) return false;
  ++line_;
  if (!line.empty() && line.back() == '\r') line.pop_back();
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (line_ == 1 && line.starts_with(byte_order_mark)) line.erase(0, byte_order_mark.size());
  return true;
}

bool StreamInput::hold(std::string_view entry, std::string& line) {
  const auto typed = typed_command(line);
  if (trimmed(entry).empty() || !typed || typed->name.empty()) return false;
  held_ = std::move(line);
  --line_;
  return true;
}

line::Outcome StreamInput::read(const line::Prompt&) {
  std::string entry;
  std::string line;
  first_line_ = line_ + 1;
  while (next_line(line)) {
    if (hold(entry, line)) break;
    if (!entry.empty()) entry += '\n';
    entry += line;
    if (guide_.is_whole(entry)) return {line::Outcome::entry, line::clean_text(entry)};
  }
  if (entry.empty()) return {line::Outcome::end_of_input, {}};
  return {line::Outcome::entry, line::clean_text(entry)};
}

line::Outcome StreamInput::ask(const std::string&) {
  std::string line;
  if (!next_line(line)) return {line::Outcome::end_of_input, {}};
  return {line::Outcome::entry, line::clean_text(line)};
}

line::Outcome ListInput::read(const line::Prompt&) {
  if (next_ == entries_.size()) return {line::Outcome::end_of_input, {}};
  return {line::Outcome::entry, line::clean_text(entries_[next_++])};
}

}  // namespace crit::shell
