#include "entries.hpp"

#include <algorithm>

#include "commands.hpp"
#include "crit/entry.hpp"

namespace crit::shell {

namespace {

bool begins_command(std::string_view line) {
  const auto typed = typed_command(line);
  return typed && !typed->name.empty();
}

// Brackets are closed, as the reader of values has them: `#` is no comment there. A value without brackets may be anything:
// `43 in` is whole. A text that is not closed is told on Enter.
bool is_whole_value(std::string_view value) {
  if (value.empty() || (value.front() != '{' && value.front() != '[')) return true;
  int open = 0;
  for (std::size_t at = 0; at < value.size(); ++at) {
    if (value[at] == '"') {
      for (++at; at < value.size() && value[at] != '"' && value[at] != '\n'; ++at) {
        if (value[at] == '\\') ++at;
      }
      if (at >= value.size() || value[at] == '\n') return true;
    }
    if (value[at] == '{' || value[at] == '[') ++open;
    if (value[at] == '}' || value[at] == ']') --open;
  }
  return open <= 0;
}

bool is_whole_command(std::string_view entry) {
  const auto typed = typed_command(entry);
  const Command* command = find_command(typed->name);
  if (command == nullptr || command->takes != Takes::fact_value) return true;
  return is_whole_value(typed_fact(typed->rest).value);
}

}  // namespace

std::vector<std::string_view> entries_of(std::string_view text) {
  std::vector<std::string_view> entries;
  std::size_t begin = 0;
  constexpr std::size_t longest_looked_at = 65536;  // a longer command goes on to the next one: each line looks at all before it
  const auto end_at = [&](std::size_t end) {
    entries.push_back(text.substr(begin, end - begin));
    begin = end;
  };
  for (std::size_t line = 0; line < text.size();) {
    const std::size_t end = std::min(text.find('\n', line), text.size());
    const bool begins = begins_command(text.substr(line, end - line));
    const std::string_view before = text.substr(begin, line - begin);
    const bool is_ended = line > begin && before.size() < longest_looked_at && begins_command(before) && is_whole_command(before);
    if (line > begin && (begins || is_ended) && !trimmed(before).empty()) end_at(line);
    line = end + 1;
  }
  // Empty lines behind a command are its end.
  if (entries.empty() || !trimmed(text.substr(begin)).empty()) end_at(text.size());
  return entries;
}

bool is_whole_entry(std::string_view text) {
  // JSON whose last bracket is not there yet: lines that come one by one are not all looked at again for each.
  const std::size_t first = text.find_first_not_of(" \t\n");
  const bool is_json = first != std::string_view::npos && (text[first] == '{' || text[first] == '[');
  const char last_one = is_json ? text[text.find_last_not_of(" \t\n")] : '}';
  if (last_one != '}' && last_one != ']' && text.find("\n.") == std::string_view::npos) return false;
  const std::string_view last = entries_of(text).back();
  return typed_command(last) ? is_whole_command(last) : crit::is_whole(last);
}

}  // namespace crit::shell
