#include "man_page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "crit/crit.hpp"
#include "verbs.hpp"

namespace crit::command {

namespace {

// A letter beyond ASCII by its number, for roff reads bytes. `at` is moved to its last byte.
std::string numbered(std::string_view text, std::size_t& at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  const int more = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : 1;
  unsigned point = byte & (0x3FU >> static_cast<unsigned>(more));
  for (int i = 0; i < more && at + 1 < text.size(); ++i) point = point << 6U | (static_cast<unsigned char>(text[++at]) & 0x3FU);
  return fmt::format("\\[u{:04X}]", point);
}

// A text as it is to be read: roff gives a meaning to backslashes, hyphens, and points and quotes at the begin of a line.
// A text in backticks is set in bold.
std::string shown(std::string_view text) {
  std::string roff;
  bool bold = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool begins_line = i == 0 || text[i - 1] == '\n';
    switch (text[i]) {
      case '\\': roff += "\\e"; break;
      case '-': roff += "\\-"; break;
      case '~': roff += "\\(ti"; break;
      case '^': roff += "\\(ha"; break;
      case '`':
        bold = !bold;
        roff += bold ? "\\fB" : "\\fR";
        break;
      case '.':
      case '\'':
        if (begins_line) roff += "\\&";
        roff += text[i];
        break;
      default:
        if (static_cast<unsigned char>(text[i]) < 0x80U) roff += text[i];
        else roff += numbered(text, i);
    }
  }
  if (bold) roff += "\\fR";
  return roff;
}

// The same as an argument of a request, in quotes.
std::string argument(std::string_view text) {
  std::string roff;
  for (const char c : shown(text)) {
    if (c == '"') roff += "\\(dq";
    else roff += c;
  }
  return '"' + roff + '"';
}

std::string capitals(std::string_view text) {
  std::string capitals(text);
  for (char& c : capitals) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return capitals;
}

// No day stands in it: the same crit makes the same page.
std::string title(const std::string& name) {
  return fmt::format(".TH {} 1 \"\" {} \"crit\"\n", argument(capitals(name)), argument(fmt::format("crit {}", version())));
}

// The sentence of a page's NAME, which `apropos` reads, is one line.
std::string name_section(const std::string& name, std::string_view summary) {
  return fmt::format(".SH NAME\n{} \\- {}\n", shown(name), shown(summary));
}

// Lines of prose are filled; those that are indented stand as they are.
std::string paragraphs(std::string_view text) {
  std::string roff;
  bool as_it_stands = false;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.starts_with("  ") != as_it_stands) {
      as_it_stands = !as_it_stands;
      roff += as_it_stands ? ".nf\n" : ".fi\n";
    }
    roff += line.empty() ? ".PP\n" : shown(line) + '\n';
  }
  if (as_it_stands) roff += ".fi\n";
  return roff;
}

std::string flag_section(const Verb& verb) {
  std::string text = ".SH OPTIONS\n";
  for (const Flag& flag : verb.flags) {
    text += ".TP\n";
    std::string names;
    if (!flag.letter.empty()) names = fmt::format("\\fB{}\\fR, ", shown(flag.letter));
    names += fmt::format("\\fB{}\\fR", shown(flag.name));
    if (!flag.value.empty()) names += fmt::format(" \\fI{}\\fR", shown(flag.value));
    text += fmt::format("{}\n{}\n", names, shown(flag.help));
  }
  return text;
}

std::string see_also(const Verb* but) {
  std::string text = ".SH SEE ALSO\n";
  std::string before;
  if (but != nullptr) {
    text += "\\fBcrit\\fR(1)";
    before = ",\n";
  }
  for (const Verb* verb : all_verbs()) {
    if (verb == but) continue;
    text += fmt::format("{}\\fB{}\\fR(1)", before, shown(man_name(*verb)));
    before = ",\n";
  }
  return text + '\n';
}

}  // namespace

std::string man_name(const Verb& verb) { return fmt::format("crit-{}", verb.name); }

std::string man_page(const CommandHelp& help) {
  std::string text = title("crit") + name_section("crit", help.summary);
  text += ".SH SYNOPSIS\n\\fBcrit\\fR \\fIVERB\\fR ...\n.SH DESCRIPTION\nEach verb has a page of its own.\n";
  for (const Verb* verb : all_verbs()) text += fmt::format(".TP\n\\fB{}\\fR\n{}\n", shown(verb->name), shown(verb->summary));
  text += ".SH EXIT STATUS\n" + paragraphs(help.exit_codes);
  text += ".SH ENVIRONMENT\n"
          ".TP\n\\fBNO_COLOR\\fR\nIf it is set and not empty, no colour is used, and nothing moves on the terminal.\n"
          ".TP\n\\fBCRIT_PAGER\\fR, \\fBPAGER\\fR\nShows output that is longer than the terminal is high. If neither is set, \\fBless \\-FRX\\fR does.\n";
  return text + see_also(nullptr);
}

std::string man_page(const Verb& verb) {
  const std::string name = man_name(verb);
  std::string text = title(name) + name_section(name, verb.summary);
  text += fmt::format(".SH SYNOPSIS\n\\fBcrit {}\\fR", shown(verb.name));
  if (!verb.operands.empty()) text += fmt::format(" \\fI{}\\fR", shown(verb.operands));
  if (!verb.flags.empty()) text += " [\\fIflags\\fR]";
  text += '\n';
  if (!verb.details.empty()) text += ".SH DESCRIPTION\n" + paragraphs(verb.details);
  if (!verb.flags.empty()) text += flag_section(verb);
  text += ".SH EXIT STATUS\n\\fBcrit\\fR(1) lists what the numbers mean.\n";
  return text + see_also(&verb);
}

}  // namespace crit::command
