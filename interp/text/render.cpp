#include "render.hpp"

#include <algorithm>
#include <vector>

#include "crit/terminal.hpp"
#include "printable.hpp"
#include "utf8.hpp"

namespace crit {
namespace {

constexpr std::size_t widest_line = 120;  // columns of source shown; longer lines are cut round the caret
constexpr std::size_t narrowest_line = 20;
constexpr std::size_t bytes_round_caret = 1000;  // enough for the columns above, whatever the characters
constexpr std::size_t room_for_label =
    24;  // where a terminal has less on the right of the marks, a label stands below them
constexpr std::size_t tab_width = 4;

struct Colours {
  const char* strong = "";
  const char* severity = "";
  const char* gutter = "";
  const char* reset = "";
};

Colours colours_for(Severity severity, bool colour) {
  if (!colour) return {};
  const char* by_severity = severity == Severity::error     ? "\x1b[1;31m"
                            : severity == Severity::warning ? "\x1b[1;33m"
                                                            : "\x1b[1;36m";
  return {"\x1b[1m", by_severity, "\x1b[34m", "\x1b[0m"};
}

// ---- lines of a terminal
// ------------------------------------------------------------------------------------------------

std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

// What a line that goes on begins with, and how many columns that takes.
struct Start {
  std::string text;
  std::size_t width = 0;
};

// Text that begins in `column`; before a word that would go over the edge a line ends. 0 columns: none does.
std::string flowed(std::string_view text, std::size_t column, std::size_t columns, const Start& start) {
  if (columns == 0) return std::string(text);
  std::string made;
  while (!text.empty()) {
    const std::size_t blanks = std::min(text.find_first_not_of(' '), text.size());
    const std::size_t end = std::min(text.find(' ', blanks), text.size());
    const std::string_view word = text.substr(blanks, end - blanks);
    if (column + blanks + width_of(word) > columns && column > start.width) {
      made += "\n" + start.text;
      column = start.width;
    } else {
      made.append(blanks, ' ');
      column += blanks;
    }
    made += word;
    column += width_of(word);
    text.remove_prefix(end);
  }
  return made;
}

// What goes on stands under what began, in a third of the line at most.
Start under(const std::string& margin, std::size_t margin_width, std::size_t column, std::size_t columns) {
  const std::size_t width = std::max(margin_width, std::min(column, columns / 3));
  return {margin + std::string(width - margin_width, ' '), width};
}

// How a diagnostic is shown.
struct Look {
  Colours colours;
  std::size_t columns = 0;
};

// ---- lines of the source
// ------------------------------------------------------------------------------------------------

// One character of a line as it is shown: tabs are blanks, what cannot be shown is a mark. All are one column wide,
// which is wrong for some scripts and never misplaces a caret by more than their width.
struct Cell {
  std::string shown;
  std::uint32_t byte;  // in the line
};

std::vector<Cell> cells_of(std::string_view line) {
  std::vector<Cell> cells;
  for (std::uint32_t i = 0; i < line.size();) {
    const Character here = character_at(line, i);
    if (line[i] == '\t') {
      for (std::size_t k = 0; k < tab_width; ++k) cells.push_back({" ", i});
      ++i;
      continue;
    }
    const std::uint32_t length = std::max(1U, here.length);
    cells.push_back(
        {here.length == 0 || is_hidden(here.point) ? "\xEF\xBF\xBD" : std::string(line.substr(i, length)), i});
    i += length;
  }
  return cells;
}

std::size_t cell_at(const std::vector<Cell>& cells, std::uint32_t byte) {
  const auto found = std::find_if(cells.begin(), cells.end(), [&](const Cell& cell) { return cell.byte >= byte; });
  return static_cast<std::size_t>(found - cells.begin());
}

// The source line and, under it, the mark under [begin, end) of it.
void show_line(std::string& out, const Source& source, Span span, char mark, const std::string& text,
               std::size_t gutter, const Look& look, const char* mark_colour) {
  const Colours& colours = look.colours;
  const std::uint32_t number = source.locate(span.begin).line;
  std::string_view line = source.line(number);
  std::uint32_t start = source.line_start(number);
  // Of an enormous line (a generated file) only the part round the span is looked at.
  bool cut_before = number == source.first_line() && source.begins_inside_line();
  bool cut_after = false;
  if (line.size() > 4 * bytes_round_caret) {
    const auto here = std::min<std::size_t>(span.begin - start, line.size());
    std::size_t begin = here > bytes_round_caret ? here - bytes_round_caret : 0;
    while (begin > 0 && (static_cast<unsigned char>(line[begin]) & 0xC0U) == 0x80U) --begin;
    cut_before = cut_before || begin > 0;
    cut_after = begin + 3 * bytes_round_caret < line.size();
    line = line.substr(begin, 3 * bytes_round_caret);
    start += static_cast<std::uint32_t>(begin);
  }
  const std::vector<Cell> cells = cells_of(line);
  std::size_t from = cell_at(cells, span.begin - start);
  std::size_t to = std::max(
      from + 1, cell_at(cells, std::min<std::uint32_t>(span.end - start, static_cast<std::uint32_t>(line.size()))));
  // The gutter with its bar, a blank, and marks of what is cut off on both sides.
  const std::size_t beside = gutter + 5;
  const std::size_t widest =
      look.columns == 0 ? widest_line
                        : std::clamp(look.columns - std::min(look.columns, beside), narrowest_line, widest_line);
  std::size_t first = 0;
  std::size_t last = cells.size();
  if (cells.size() > widest) {
    first = from > widest / 2 ? from - widest / 2 : 0;
    last = std::min(cells.size(), first + widest);
    if (last == cells.size()) first = last - widest;
  }
  const std::string digits = std::to_string(number);
  out += colours.gutter + std::string(gutter - digits.size(), ' ') + digits + " |" + colours.reset;
  cut_before = cut_before || first > 0;
  std::string shown = cut_before ? " …" : " ";
  for (std::size_t i = first; i < last; ++i) shown += cells[i].shown;
  if (cut_after || last < cells.size()) shown += "…";
  while (!shown.empty() && shown.back() == ' ') shown.pop_back();
  out += shown + "\n";
  to = std::min(to, std::max(last, from + 1));
  const std::string margin = colours.gutter + std::string(gutter + 1, ' ') + "|" + colours.reset;
  const std::size_t before = (cut_before ? 2 : 1) + (from - first);
  out += margin + std::string(before, ' ');
  out += mark_colour + std::string(to - from, mark);
  if (!text.empty()) {
    const std::size_t column = gutter + 2 + before + (to - from) + 1;
    const bool is_beside = look.columns == 0 || look.columns >= column + std::min(room_for_label, width_of(text));
    const std::size_t begins = is_beside ? column : gutter + 4;
    const Start start{margin + mark_colour + std::string(begins - gutter - 2, ' '), begins};
    out += (is_beside ? " " : "\n" + start.text) + flowed(text, begins, look.columns, start);
  }
  out += std::string(colours.reset) + "\n";
}

std::string json_places(const Source* source, Span span) {
  if (source == nullptr) return "\"line\":null,\"column\":null,\"end_line\":null,\"end_column\":null";
  const LineColumn begin = source->locate(span.begin);
  const LineColumn end = source->locate(span.end);
  return "\"line\":" + std::to_string(begin.line) + ",\"column\":" + std::to_string(begin.column) +
         ",\"end_line\":" + std::to_string(end.line) + ",\"end_column\":" + std::to_string(end.column);
}

}  // namespace

std::string_view severity_name(Severity severity) {
  return severity == Severity::error ? "error" : severity == Severity::warning ? "warning" : "note";
}

std::string render(const Diagnostic& diagnostic, const Source* source, bool colour, std::size_t columns) {
  return render(
      diagnostic, [source](const std::string&) { return source; }, colour, columns);
}

std::string wrapped(std::string_view line, std::size_t columns, std::size_t indent) {
  return flowed(line, 0, columns, under("", 0, indent, columns));
}

std::string render_json(const Diagnostic& diagnostic, const Source* source) {
  return render_json(diagnostic, [source](const std::string&) { return source; });
}

std::string render(const Diagnostic& diagnostic, const SourceFinder& find, bool colour, std::size_t columns) {
  const Source* source = find(diagnostic.file);
  const Look look{colours_for(diagnostic.severity, colour), columns};
  const Colours& colours = look.colours;
  const std::string head =
      std::string(severity_name(diagnostic.severity)) + (diagnostic.code.empty() ? "" : "[" + diagnostic.code + "]");
  std::string out = colours.severity + head + colours.reset + colours.strong + ": ";
  out += flowed(printable(diagnostic.message), head.size() + 2, columns, under("", 0, head.size() + 2, columns)) +
         colours.reset + "\n";

  if (diagnostic.code.empty()) return out;  // about the list of findings, not about a place

  std::size_t gutter = 1;
  std::string place = printable(diagnostic.file);
  if (source != nullptr) {
    const LineColumn at = source->locate(diagnostic.span.begin);
    std::uint32_t last_line = at.line;
    for (const Label& label : diagnostic.labels) {
      if (label.file.empty()) last_line = std::max(last_line, source->locate(label.span.begin).line);
    }
    gutter = std::to_string(last_line).size();
    place += ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
  }
  if (!diagnostic.path.empty()) place += (place.empty() ? "" : " ") + ("(" + printable(diagnostic.path) + ")");
  const std::string margin(gutter, ' ');
  if (!place.empty()) out += colours.gutter + margin + "--> " + colours.reset + place + "\n";

  if (source != nullptr) {
    out += colours.gutter + margin + " |" + colours.reset + "\n";
    show_line(out, *source, diagnostic.span, '^', "", gutter, look, colours.severity);
    for (const Label& label : diagnostic.labels) {
      if (!label.file.empty()) continue;
      show_line(out, *source, label.span, '-', printable(label.text), gutter, look, colours.gutter);
    }
  }
  for (const Label& label : diagnostic.labels) {
    if (label.file.empty()) continue;
    const Source* other = find(label.file);
    std::string there = printable(label.file);
    if (other != nullptr) {
      const LineColumn at = other->locate(label.span.begin);
      there += ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
    }
    out += colours.gutter + margin + "::: " + colours.reset + there + "\n";
    if (other == nullptr) {
      out += colours.gutter + margin + " = " + colours.reset + printable(label.text) + "\n";
      continue;
    }
    const std::size_t wide = std::max(gutter, std::to_string(other->locate(label.span.begin).line).size());
    show_line(out, *other, label.span, '-', printable(label.text), wide, look, colours.gutter);
  }
  for (const std::string& help : diagnostic.help) {
    const std::size_t column = gutter + 3 + std::string_view("help: ").size();
    out += colours.gutter + margin + " = " + colours.reset + colours.strong + "help" + colours.reset + ": " +
           flowed(printable(help), column, columns, under("", 0, column, columns)) + "\n";
  }
  return out;
}

std::string render_json(const Diagnostic& diagnostic, const SourceFinder& find) {
  const Source* source = find(diagnostic.file);
  std::string out = "{\"code\":" + json_string(diagnostic.code);
  out += ",\"severity\":" + json_string(severity_name(diagnostic.severity));
  out += ",\"file\":" + json_string(diagnostic.file) + "," + json_places(source, diagnostic.span);
  out += ",\"path\":" + json_string(diagnostic.path);
  out += ",\"message\":" + json_string(diagnostic.message) + ",\"help\":[";
  for (std::size_t i = 0; i < diagnostic.help.size(); ++i) {
    out += (i > 0 ? "," : "") + json_string(diagnostic.help[i]);
  }
  out += "],\"labels\":[";
  for (std::size_t i = 0; i < diagnostic.labels.size(); ++i) {
    const Label& label = diagnostic.labels[i];
    const Source* there = label.file.empty() ? source : find(label.file);
    const std::string file = label.file.empty() ? "" : "\"file\":" + json_string(label.file) + ",";
    out += std::string(i > 0 ? "," : "") + "{" + file + json_places(there, label.span) +
           ",\"text\":" + json_string(label.text) + "}";
  }
  return out + "]}";
}

}  // namespace crit
