#include "page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "crit/outline.hpp"
#include "crit/terminal.hpp"
#include "line/letters.hpp"

namespace crit::shell {

std::string_view mode_name(Mode mode) {
  switch (mode) {
    case Mode::text: return "text";
    case Mode::json: return "json";
    case Mode::markdown: return "markdown";
  }
  return "";
}

// ---- columns ----------------------------------------------------------------------------------------------------------
namespace {

// The bytes of an escape sequence for a colour at `at`; 0: there is none.
std::size_t colour_at(std::string_view text, std::size_t at) {
  if (text.substr(at, 2) != "\x1b[") return 0;
  const std::size_t end = text.find('m', at);
  return end == std::string_view::npos ? 0 : end + 1 - at;
}

std::size_t width_of(char32_t point) {
  switch (line::shown_as(point)) {
    case line::Shown::narrow: return 1;
    case line::Shown::wide: return 2;
    case line::Shown::mark: return 0;
    case line::Shown::written_out: return 1;
  }
  return 1;
}

template <typename Line>
void each_line(std::string_view text, const Line& line) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    line(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

std::string without_colour(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size();) {
    if (const std::size_t colour = colour_at(text, at); colour != 0) at += colour;
    else plain += text[at++];
  }
  return plain;
}

}  // namespace

std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (const std::size_t colour = colour_at(text, at); colour != 0) {
      at += colour;
      continue;
    }
    const line::Letter letter = line::letter_at(text, at);
    columns += width_of(letter.point);
    at += letter.length;
  }
  return columns;
}

std::string cut_to(std::string_view line, std::size_t columns) {
  if (columns == 0 || columns_of(line) <= columns) return std::string(line);
  std::size_t at = 0;
  for (std::size_t taken = 0; at < line.size();) {
    const line::Letter letter = line::letter_at(line, at);
    if (taken + width_of(letter.point) >= columns) break;
    taken += width_of(letter.point);
    at += letter.length;
  }
  return std::string(line.substr(0, at)) + "…";
}

// ---- parts ------------------------------------------------------------------------------------------------------------
namespace {

// A fence longer than any in the text.
std::string fenced(std::string_view text, std::string_view language) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  const std::string fence(std::max<std::size_t>(3, longest + 1), '`');
  return fmt::format("{}{}\n{}{}{}\n\n", fence, language, text, text.empty() || text.back() == '\n' ? "" : "\n", fence);
}

std::string cell_of_markdown(std::string_view text) {
  std::string cell;
  for (const char c : text) {
    if (c == '|' || c == '\\' || c == '<' || c == '`' || c == '*' || c == '_') cell += '\\';
    cell += c;
  }
  return cell;
}

JsonObject json_of(const Evidence& one) {
  JsonObject json;
  json.text("fact", one.fact).text("value", one.value).text("date", one.date).text("source", one.source).text("document", one.document);
  json.flag("missing", one.missing).text("reason", one.reason);
  if (one.supposed) json.flag("supposed", true);
  return json;
}

JsonObject json_of(const Criterion& criterion) {
  JsonObject json;
  json.text("path", criterion.path).text("text", criterion.text).text("condition", criterion.condition).text("verdict", verdict_name(criterion.verdict));
  std::vector<JsonObject> evidence;
  for (const Evidence& one : criterion.evidence) evidence.push_back(json_of(one));
  std::vector<JsonObject> children;
  for (const Criterion& child : criterion.children) children.push_back(json_of(child));
  return json.objects("evidence", evidence).objects("children", children);
}

std::string_view flip_name(Flip::Kind kind) {
  switch (kind) {
    case Flip::Kind::policy: return "policy";
    case Flip::Kind::decision: return "decision";
    case Flip::Kind::outcome: return "outcome";
    case Flip::Kind::until: return "until";
    case Flip::Kind::through: return "through";
    case Flip::Kind::category: return "category";
    case Flip::Kind::target: return "target";
    case Flip::Kind::review: return "review";
    case Flip::Kind::because: return "because";
    case Flip::Kind::section: return "section";
    case Flip::Kind::criterion: return "criterion";
    case Flip::Kind::output: return "output";
    case Flip::Kind::needs: return "needs";
    case Flip::Kind::need: return "need";
    case Flip::Kind::action: return "action";
    case Flip::Kind::note: return "note";
    case Flip::Kind::warning: return "warning";
  }
  return "";
}

// "height[1].value 104.8 cm (2022-09-12; chart_note, d7)"
std::string to_text(const Evidence& one) {
  std::string text = one.fact;
  if (!one.value.empty()) text += " " + one.value;
  if (one.missing) text += ": " + one.reason;
  std::string from = one.date;
  if (!one.source.empty()) from += (from.empty() ? "" : "; ") + one.source;
  if (!one.document.empty()) from += (from.empty() ? "" : ", ") + one.document;
  if (!from.empty()) text += " (" + from + ")";
  if (one.supposed) text += " [supposed]";
  return printable(text);
}

}  // namespace

Part line_part(std::string_view text) {
  const std::string shown = printable(text);
  return {shown + "\n", JsonObject().text("line", text).str() + "\n", shown + "\n\n"};
}

Part block_part(std::string_view text, std::string_view language) {
  std::string whole(text);
  if (!whole.empty() && whole.back() != '\n') whole += '\n';
  const std::string plain = without_colour(whole);
  return {whole, JsonObject().text("text", plain).str() + "\n", fenced(plain, language)};
}

namespace {

// Of each column; the widest give way until a row has no more columns than `most`, which is 0 where any will do.
std::vector<std::size_t> widths_of(const Table& table, std::size_t most) {
  constexpr std::size_t gap = 2;
  constexpr std::size_t least = 10;
  std::vector<std::size_t> widths(table.columns.size(), 0);
  for (const auto& row : table.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], columns_of(printable(row[i])));
  }
  std::size_t whole = 0;
  for (const std::size_t width : widths) whole += width == 0 ? 0 : width + gap;
  for (whole = whole < gap ? 0 : whole - gap; most != 0 && whole > most; --whole) {
    const auto widest = std::max_element(widths.begin(), widths.end());
    if (*widest <= least) break;
    --*widest;
  }
  return widths;
}

std::string text_of(const Table& table, std::size_t columns) {
  const std::vector<std::size_t> widths = widths_of(table, columns);
  std::string text;
  for (const auto& row : table.rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (widths[i] == 0) continue;
      const std::string cell = cut_to(printable(row[i]), widths[i]);
      line += cell + std::string(widths[i] - columns_of(cell) + 2, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += cut_to(line, columns) + "\n";
  }
  return text;
}

}  // namespace

Part table_part(const Table& table) {
  Part part;
  part.table = table;
  part.text = text_of(table, 0);
  std::string rule = "|";
  part.markdown = "|";
  for (const std::string& column : table.columns) {
    part.markdown += " " + column + " |";
    rule += "---|";
  }
  part.markdown += "\n" + rule + "\n";
  for (const auto& row : table.rows) {
    JsonObject json;
    part.markdown += "|";
    for (std::size_t i = 0; i < row.size(); ++i) {
      json.text(table.columns[i], std::string_view(row[i]).substr(std::min(row[i].find_first_not_of(' '), row[i].size())));  // an indentation is for people
      part.markdown += " " + cell_of_markdown(printable(row[i])) + " |";
    }
    part.markdown += "\n";
    part.json += json.str() + "\n";
  }
  part.markdown += "\n";
  return part;
}

Part change_part(const Difference& difference) {
  const std::string shown = printable(to_line(difference));
  std::vector<JsonObject> flips;
  for (const Flip& flip : difference.flips) {
    flips.push_back(JsonObject().text("kind", flip_name(flip.kind)).text("path", flip.path).text("before", flip.before).text("after", flip.after));
  }
  return {shown + "\n", JsonObject().text("change", shown).objects("flips", flips).str() + "\n", shown + "\n\n"};
}

Part value_part(const ValueShown& value, std::string_view entry) {
  std::string shown = value.known ? value.value : "unknown";
  if (value.known && !value.unit.empty()) shown += " " + value.unit;
  shown = printable(shown);
  if (!value.type.empty()) shown += "  (" + printable(value.type) + ")";
  if (value.supposed) shown += " [supposed]";
  std::string text = shown + "\n";
  std::vector<JsonObject> evidence;
  for (const Evidence& one : value.evidence) {
    evidence.push_back(json_of(one));
    // Of a bare fact its value was said.
    const bool is_said = one.fact == entry && !one.missing && one.date.empty() && one.source.empty() && one.document.empty();
    if (!is_said) text += "  " + to_text(one) + "\n";
  }
  std::vector<JsonObject> parts;
  for (const Criterion& one : value.parts) {
    text += fmt::format("  {:<8} {}\n", one.verdict == CriterionVerdict::not_applicable ? "n/a" : verdict_name(one.verdict),
                        printable(one.path + (one.path.empty() ? "" : "  ") + (one.text.empty() ? one.condition : one.text)));
    parts.push_back(json_of(one));
  }
  JsonObject json;
  json.text("entry", entry).text("value", value.value).text("unit", value.unit).text("type", value.type).flag("known", value.known);
  if (value.supposed) json.flag("supposed", true);
  json.objects("evidence", evidence);
  if (!parts.empty()) json.objects("parts", parts);
  return {text, json.str() + "\n", fenced(text, "text")};
}

Part decision_part(const Decision& decision, bool color) {
  TextOptions plain;
  TextOptions coloured;
  coloured.color = color;
  return {crit::to_text(decision, coloured), to_json(decision) + "\n", fenced(crit::to_text(decision, plain), "text")};
}

Part outline_part(const Decision& decision, std::string_view path, std::string_view as_written, bool color) {
  const std::string written = as_written.empty() ? "" : "  as written: " + printable(as_written) + "\n";
  const Found found = find_path(decision, path);
  JsonObject json;
  if (found.criterion != nullptr) {
    json = json_of(*found.criterion);
  } else if (found.section != nullptr) {
    std::vector<JsonObject> criteria;
    for (const Criterion& one : found.section->criteria) criteria.push_back(json_of(one));
    json.text("path", found.section->path).text("text", found.section->text).text("verdict", verdict_name(found.section->verdict)).objects("criteria", criteria);
  }
  return {outline_text(decision, path, color) + written, json.str() + "\n", fenced(outline_text(decision, path, false) + written, "text")};
}

Part needs_part(const Decision& decision, bool color) {
  Part part{needs_text(decision, color), "", fenced(needs_text(decision, false), "text")};
  for (const Need& need : decision.needs) {
    std::vector<JsonObject> answers;
    for (const Answer& one : need.answers) {
      answers.push_back(JsonObject().text("answer", one.answer).text("decision", outcome_name(one.outcome)).text("then", one.then));
    }
    part.json += JsonObject().text("fact", need.fact).text("description", need.description).text("reason", need.reason).texts("criteria", need.criteria).objects("answers", answers).str() + "\n";
  }
  return part;
}

std::string Page::render(Mode mode, std::size_t columns) const {
  std::string all;
  for (const Part& part : parts_) {
    if (mode == Mode::json) all += part.json;
    else if (mode == Mode::markdown) all += part.markdown;
    else if (columns == 0) all += part.text;
    else if (!part.table.columns.empty()) all += text_of(part.table, columns);
    else each_line(part.text, [&](std::string_view line) {
      constexpr std::size_t further_in = 2;
      const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
      all += wrapped(line, columns, std::min(indent + further_in, columns / 2)) + "\n";
    });
  }
  return all;
}

// ---- paths ------------------------------------------------------------------------------------------------------------
namespace {

const Criterion* find_path(const std::vector<Criterion>& criteria, std::string_view path) {
  for (const Criterion& one : criteria) {
    if (one.path == path) return &one;
    if (const Criterion* inside = find_path(one.children, path)) return inside;
  }
  return nullptr;
}

}  // namespace

Found find_path(const Decision& decision, std::string_view path) {
  for (const SectionResult& section : decision.sections) {
    if (section.path == path) return {&section, nullptr};
    if (const Criterion* found = find_path(section.criteria, path)) return {nullptr, found};
  }
  return {};
}

}  // namespace crit::shell
