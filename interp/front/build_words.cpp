// Words and literals: quotes, escapes, dates, durations. Expressions are in build_expr.cpp.
#include <algorithm>

#include "builder.hpp"

namespace crit {

bool is_snake_word(std::string_view word) {
  if (word.empty() || word[0] < 'a' || word[0] > 'z') return false;
  return std::all_of(word.begin(), word.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

bool is_alnum(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

ast::Word WordReader::text(const Node& node) {
  std::string_view quoted = text_of(node);
  if (quoted.size() >= 2 && quoted.front() == '"') {
    quoted = quoted.substr(1, quoted.size() - 2);
  } else {  // “…”, which has been told
    const auto goes_on = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; };
    if (!quoted.empty()) quoted.remove_prefix(1);
    while (!quoted.empty() && goes_on(quoted.front())) quoted.remove_prefix(1);
    while (!quoted.empty() && goes_on(quoted.back())) quoted.remove_suffix(1);
    if (!quoted.empty()) quoted.remove_suffix(1);
  }
  ast::Word made;
  made.span = node.span;
  for (std::size_t i = 0; i < quoted.size(); ++i) {
    const std::string_view plain = quoted.substr(i, quoted.find('\\', i) - i);
    made.text += plain;
    i += plain.size();
    if (i == quoted.size()) break;
    if (i + 1 == quoted.size()) {
      made.text += quoted[i];
      break;
    }
    const char next = quoted[++i];
    if (next == 'n') {
      made.text += '\n';
    } else if (next == 't') {
      made.text += '\t';
    } else if (next == '"' || next == '\\') {
      made.text += next;
    } else {
      const auto at = static_cast<std::uint32_t>(node.span.begin + i);
      diagnostics.add(Mistake::bad_escape, {at, at + 1}, "`\\` in a text is followed by `\"`, `\\`, `n` or `t`",
                       "write `\\\\` for a backslash");
      made.text += next;
    }
  }
  return made;
}

ast::Word WordReader::declared_name(const Node& node, std::string_view what) {
  ast::Word made = word(node);
  std::string snake;
  for (const char c : made.text) {
    if (c >= 'A' && c <= 'Z') {
      if (!snake.empty() && snake.back() != '_') snake += '_';
      snake += static_cast<char>(c - 'A' + 'a');
    } else {
      snake += c;
    }
  }
  if (snake.find('.') != std::string::npos) {
    const std::size_t point = snake.find('.');
    Diagnostic& made_diagnostic =
        diagnostics.add(Mistake::name_form, node.span, "the name of " + std::string(what) + " has no point in it");
    if (what == "a fact") {
      made_diagnostic.help.push_back("write a group: `" + snake.substr(0, point) + " { " + snake.substr(point + 1) +
                                     " : … }`");
    }
  } else if (snake != made.text) {
    diagnostics.add(Mistake::name_form, node.span, "`" + made.text + "` has capital letters",
                     "names are lower-case: `" + snake + "`");
  }
  return made;
}

std::vector<ast::Word> WordReader::source_kinds(const Node& node) {
  std::vector<ast::Word> made;
  for (const Node& child : node.children) {
    if (child.kind == Kind::name) made.push_back(declared_name(child, "a kind of source"));
  }
  return made;
}

ast::Word WordReader::unit(const Node& node) const {
  ast::Word made = word(node);
  if (made.text.size() >= 2 && made.text.front() == '\'') made.text = made.text.substr(1, made.text.size() - 2);
  return made;
}

std::optional<Date> WordReader::date(const Node& node) {
  std::optional<Date> made = parse_date(text_of(node));
  if (!made) {
    diagnostics.add(Mistake::date_form, node.span, "there is no date `" + std::string(text_of(node)) + "`",
                     "a date is written year, month, day: 2022-09-30");
  }
  return made;
}

// `1 year 6 months`: each part at most once, the larger first.
std::optional<Duration> WordReader::duration(const Node& node) {
  const std::string_view written = text_of(node);
  constexpr std::int64_t most = 1'000'000;  // days or months; no calendar reaches further
  std::int64_t months = 0;
  std::int64_t days = 0;
  int last_rank = 0;
  std::size_t i = 0;
  while (i < written.size()) {
    std::int64_t count = 0;
    while (i < written.size() && written[i] >= '0' && written[i] <= '9') {
      count = std::min<std::int64_t>(most + 1, count * 10 + (written[i++] - '0'));
    }
    while (i < written.size() && (written[i] == ' ' || written[i] == '\t')) ++i;
    const char unit = i < written.size() ? written[i] : 'd';
    while (i < written.size() && written[i] >= 'a' && written[i] <= 'z') ++i;
    while (i < written.size() && (written[i] == ' ' || written[i] == '\t')) ++i;
    const int rank = unit == 'y' ? 1 : unit == 'm' ? 2 : unit == 'w' ? 3 : 4;
    if (rank <= last_rank) {
      diagnostics.add(Mistake::duration_form, node.span,
                       "the parts of a duration go from larger to smaller, each once",
                       "years, months, weeks, days: `1 year 6 months`");
      return std::nullopt;
    }
    last_rank = rank;
    if (rank <= 2) months += count * (rank == 1 ? 12 : 1);
    if (rank > 2) days += count * (rank == 3 ? 7 : 1);
  }
  if (months > most || days > most) {
    diagnostics.add(Mistake::duration_form, node.span, "this duration is longer than crit's calendar",
                     "the calendar ends with the year 9999");
    return std::nullopt;
  }
  return Duration{static_cast<std::int32_t>(months), static_cast<std::int32_t>(days)};
}

std::string WordReader::shown(std::uint32_t begin, std::uint32_t end) const {
  std::string made;
  bool comment = false;
  for (const char c : source.text({begin, end})) {
    if (c == '#') comment = true;  // a `#` in a text is rare, and only shortens what is shown
    if (c == '\n') comment = false;
    if (comment) continue;
    const bool blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
    if (!blank) {
      made += c;
    } else if (!made.empty() && made.back() != ' ') {
      made += ' ';
    }
  }
  return made;
}

// A text that is a path. A backslash in it stands for itself, so that it is told as one: `"..\global"`.
ast::Word WordReader::path(const Node& node) {
  const std::string_view written = source.text(node.span);
  if (written.find('\\') == std::string_view::npos) return text(node);
  ast::Word made;
  made.span = node.span;
  for (const char c : written.substr(1, written.size() - 2)) {
    if (c != '\\' || made.text.empty() || made.text.back() != '\\') made.text += c;
  }
  return made;
}

// The name that an unreadable declaration was for: its first word, as a name is written.
ast::Word WordReader::lost_name(Span span) const {
  const std::string_view text = source.text(span);
  ast::Word made;
  made.span = span;
  for (const char c : text) {
    if (!is_alnum(c) && c != '_' && c != '-') break;
    made.text += c == '-' ? '_' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  made.span.end = span.begin + static_cast<std::uint32_t>(made.text.size());
  if (!is_snake_word(made.text)) made.text.clear();
  return made;
}

}  // namespace crit
