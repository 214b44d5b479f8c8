#include "read_facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "bind.hpp"
#include "fact_value.hpp"
#include "json.hpp"

namespace crit {

namespace {

struct Part {  // of a file: bytes [begin, end)
  std::uint32_t begin;
  std::uint32_t end;
};

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// The lines that hold anything, without blanks at their ends.
std::vector<Part> lines_of(std::string_view text) {
  std::vector<Part> lines;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t line_end = std::min(text.find('\n', begin), text.size());
    std::size_t first = begin;
    std::size_t last = line_end;
    while (first < last && is_blank(text[first])) ++first;
    while (last > first && is_blank(text[last - 1])) --last;
    if (first < last) lines.push_back({static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last)});
    begin = line_end + 1;
  }
  return lines;
}

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

// Whether all brackets that the line opens are closed in it.
bool is_closed(std::string_view line) {
  int depth = 0;
  bool in_text = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (in_text) {
      if (c == '\\') ++i;
      if (c == '"') in_text = false;
      continue;
    }
    if (c == '"') in_text = true;
    if (c == '{' || c == '[') ++depth;
    if ((c == '}' || c == ']') && --depth < 0) return false;
  }
  return depth == 0 && !in_text;
}

// Asked only of a file that is not one JSON value: was it meant as one member a line? So that a broken line is told
// from a broken file, the name decides, else two whole objects on the first two lines, else most lines being objects.
bool is_one_a_line(std::string_view name, std::string_view text, const std::vector<Part>& lines) {
  if (ends_with(name, ".ndjson") || ends_with(name, ".jsonl")) return true;
  if (lines.size() < 2) return false;
  const auto line = [&](std::size_t i) { return text.substr(lines[i].begin, lines[i].end - lines[i].begin); };
  if (line(0).front() != '{' || line(0).size() == 1) return false;
  if (is_closed(line(0)) && line(1).front() == '{') return true;
  std::size_t objects = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (line(i).front() == '{' && line(i).back() == '}') ++objects;
  }
  return 2 * objects > lines.size();
}

class FileReader {
 public:
  FileReader(const Schema& schema, const Source& file, const FactsReadOptions& options)
      : schema_(schema),
        file_(file),
        options_(options),
        names_(name_tree(schema)),
        values_(schema),
        json_(file.text()) {}

  std::vector<MemberFacts> read() {
    constexpr std::size_t largest = std::numeric_limits<std::uint32_t>::max() - 128;  // places are 32 bits wide
    if (file_.text().size() > largest) {
      refuse({0, 0}, Mistake::fact_limit, "the file is larger than 4 GB", "split it, one member a line");
      return std::move(members_);
    }
    const std::string_view text = file_.text();
    if (options_.one_a_line) {
      const std::vector<Part> lines = lines_of(text);
      for (const Part& line : lines) read_line(line);
      if (!lines.empty()) return std::move(members_);
    }
    const Part whole{0, static_cast<std::uint32_t>(text.size())};
    JsonResult result = json_.read(whole.begin, whole.end);
    if (result.document) {
      read_root(*result.document);
    } else if (const auto lines = lines_of(text); is_one_a_line(file_.name(), text, lines) && !lines.empty()) {
      for (const Part& line : lines) read_line(line);
    } else {
      refuse(result.fault);
    }
    return std::move(members_);
  }

 private:
  const Schema& schema_;
  const Source& file_;
  const FactsReadOptions& options_;
  NameNode names_;
  ValueReader values_;
  JsonReader json_;
  std::vector<MemberFacts> members_;

  void read_root(const JsonDocument& document) {
    const JsonValue& root = document.root;
    if (root.kind != JsonKind::array) {
      read_member(root, document.has_repeats);
      return;
    }
    if (root.children.empty()) {
      refuse(root.span, Mistake::fact_file_empty, "the list of members is empty", "write { \"member\": { … } } in it");
    }
    for (const JsonValue& member : root.children) read_member(member, document.has_repeats);
  }

  void read_line(const Part& line) {
    JsonResult result = json_.read(line.begin, line.end);
    if (result.document) {
      read_member(result.document->root, result.document->has_repeats);
    } else {
      refuse(result.fault, line.begin);
    }
  }

  void read_member(const JsonValue& root, bool has_repeats) {
    if (root.kind != JsonKind::object) {
      refuse(root.span, Mistake::fact_not_member,
             fmt::format("a member is an object, found {}", json_kind_name(root.kind)), "write { \"member\": { … } }");
      return;
    }
    MemberFacts& member = members_.emplace_back();
    member.line = file_.locate(root.span.begin).line;
    Diagnostics diagnostics(file_.name());
    member.facts = Binder(schema_, names_, values_, options_.strict, diagnostics).bind(root, has_repeats);
    member.id = member.facts.id;
    member.valid = !diagnostics.has_errors();
    member.diagnostics = diagnostics.take_sorted();
  }

  Diagnostic& refuse(Span span, Mistake mistake, std::string message, std::string help) {
    MemberFacts& member = members_.emplace_back();
    member.line = file_.locate(span.begin).line;
    Diagnostics diagnostics(file_.name());
    Diagnostic& made = diagnostics.add(mistake, span, std::move(message));
    if (!help.empty()) made.help.push_back(std::move(help));
    member.diagnostics = diagnostics.take_sorted();
    return member.diagnostics.front();
  }

  void refuse(const JsonFault& fault, std::optional<std::uint32_t> begin = std::nullopt) {
    Mistake mistake = Mistake::fact_not_json;
    switch (fault.kind) {
      case JsonFault::Kind::syntax: break;
      case JsonFault::Kind::not_utf8: mistake = Mistake::not_utf8; break;
      case JsonFault::Kind::too_deep: mistake = Mistake::fact_too_deep; break;
      case JsonFault::Kind::empty: mistake = Mistake::fact_file_empty; break;
    }
    Diagnostic& made = refuse(fault.span, mistake, fault.message, fault.help);
    if (fault.opened) made.labels.push_back(*fault.opened);
    members_.back().line = begin ? file_.locate(*begin).line : 1;
  }
};

}  // namespace

std::vector<MemberFacts> read_facts(const Schema& schema, const Source& file, const FactsReadOptions& options) {
  return FileReader(schema, file, options).read();
}

// ---- tests in a policy ---------------------------------------------------------------------------------------------

namespace {

// Wherever a file may give it: as one dotted name, or nested, or part so and part so.
void take_out(JsonValue& object, std::string_view path) {
  std::vector<JsonValue>& members = object.children;
  members.erase(std::remove_if(members.begin(), members.end(), [&](const JsonValue& member) { return member.name == path; }), members.end());
  for (JsonValue& member : members) {
    if (member.kind != JsonKind::object || path.size() <= member.name.size() || path[member.name.size()] != '.') continue;
    if (path.substr(0, member.name.size()) == member.name) take_out(member, path.substr(member.name.size() + 1));
  }
}

}  // namespace

MemberFacts read_member(const Schema& schema, const Source& file, const std::vector<FactChange>& changes) {
  MemberFacts member;
  Diagnostics diagnostics(file.name());
  JsonReader json(file.text());
  JsonResult result = json.read(0, static_cast<std::uint32_t>(file.text().size()));
  if (!result.document) {
    diagnostics.add(Mistake::fact_not_json, result.fault.span, result.fault.message, result.fault.help);
  } else if (result.document->root.kind != JsonKind::object) {
    diagnostics.add(Mistake::fact_not_member, result.document->root.span, "a test takes its facts from a file of one member, an object", "write { \"member\": { … } }");
  } else {
    JsonValue& root = result.document->root;
    for (const FactChange& change : changes) {
      take_out(root, change.path);
      if (!change.value) continue;
      root.children.push_back(*change.value);
      root.children.back().name = change.path;
    }
    const NameNode names = name_tree(schema);
    const ValueReader values(schema);
    member.facts = Binder(schema, names, values, true, diagnostics).bind(root, result.document->has_repeats);
    member.id = member.facts.id;
  }
  member.valid = !diagnostics.has_errors();
  member.diagnostics = diagnostics.take_sorted();
  return member;
}

}  // namespace crit
