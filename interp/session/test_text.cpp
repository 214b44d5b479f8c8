#include "test_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "date.hpp"
#include "diagnostics.hpp"
#include "keywords.hpp"
#include "modifiers.hpp"
#include "number.hpp"
#include "places.hpp"

namespace crit::session {
namespace {

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) { return is_lower(c) || is_upper(c) || is_digit(c) || c == '_'; }

// A name as the grammar has it. Words that are keywords elsewhere are names in a test.
bool is_name(std::string_view text) {
  if (text.empty() || !is_lower(text.front())) return false;
  if (!std::all_of(text.begin(), text.end(), [](char c) { return is_lower(c) || is_digit(c) || c == '_'; })) return false;
  return !is_hard_keyword(text);
}

// An alternative without quotes; these words would be taken for something else.
bool is_alternative(std::string_view text) { return is_name(text) && text != "yes" && text != "missing" && text != "null"; }

// E34.321: what no name and no unit looks like.
bool is_code(std::string_view text) {
  const bool shape = text.size() >= 3 && is_upper(text.front()) && is_digit(text[1]);
  return shape && std::all_of(text.begin(), text.end(), [](char c) { return is_upper(c) || is_digit(c) || c == '.'; }) && text.back() != '.';
}

// `109.22 cm`: digits, a blank, a unit of letters that is no keyword.
bool is_quantity(std::string_view text) {
  const std::size_t blank = text.find(' ');
  if (blank == std::string_view::npos || !Number::is_decimal_text(text.substr(0, blank)) || !is_digit(text.front())) return false;
  const std::string_view unit = text.substr(blank + 1);
  const bool letters = !unit.empty() && is_word(unit.front()) && !is_digit(unit.front()) &&
                       std::all_of(unit.begin(), unit.end(), [](char c) { return is_word(c) || c == '/'; }) && unit.back() != '/';
  if (!letters) return false;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= unit.size(); ++i) {
    if (i < unit.size() && unit[i] != '/') continue;
    if (find_keyword(unit.substr(begin, i - begin))) return false;
    begin = i + 1;
  }
  return text.find_first_of("eE") >= blank;
}

std::string quoted(std::string_view text) {
  std::string made = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') made += '\\';
    if (c == '\n') made += "\\n";
    else if (c == '\t') made += "\\t";
    else made += c;
  }
  return made + "\"";
}

class TestWriter {
 public:
  explicit TestWriter(const Schema& schema) : schema_(schema) {}

  std::string run(const std::string& name, const JsonTree& member, const Decision& decision) {
    std::string text = fmt::format("test {} {{\n  as_of {}\n", quoted(name), decision.as_of);
    std::string facts;
    for (const JsonTree& child : member.children) {
      if (child.name != "id" && child.name != "as_of") write_group(child, child.name, 4, facts);
    }
    if (!facts.empty()) text += "  facts {\n" + facts + "  }\n";
    return text + "  " + expectation(decision) + "\n}\n";
  }

 private:
  // One fact, list or group of the member; nothing of what the policy does not declare.
  void write_group(const JsonTree& tree, const std::string& path, std::size_t indent, std::string& out) const {
    const std::string pad(indent, ' ');
    for (const FactSlot& fact : schema_.facts) {
      if (fact.path == path) out += fmt::format("{}{} : {}\n", pad, name_text(tree.name), value(tree, &fact.type, nullptr));
    }
    for (const ListSlot& list : schema_.lists) {
      if (list.path == path) out += fmt::format("{}{} : {}\n", pad, name_text(tree.name), list_text(tree, list, indent));
    }
    const std::string prefix = path + ".";
    const std::vector<std::string> names = names_of(schema_);
    if (std::none_of(names.begin(), names.end(), [&](const std::string& one) { return one.compare(0, prefix.size(), prefix) == 0; })) return;
    if (!tree.is_object()) {
      out += fmt::format("{}{} : {}\n", pad, name_text(tree.name), value(tree, nullptr, nullptr));
      return;
    }
    std::string inside;
    for (const JsonTree& child : tree.children) write_group(child, prefix + child.name, indent + 2, inside);
    if (!inside.empty()) out += fmt::format("{}{} : {{\n{}{}}}\n", pad, name_text(tree.name), inside, pad);
  }

  static std::string name_text(const std::string& name) {
    std::size_t begin = 0;
    for (std::size_t i = 0; i <= name.size(); ++i) {
      if (i < name.size() && name[i] != '.') continue;
      if (!is_name(std::string_view(name).substr(begin, i - begin))) return quoted(name);
      begin = i + 1;
    }
    return name;
  }

  std::string list_text(const JsonTree& tree, const ListSlot& list, std::size_t indent) const {
    if (tree.kind != JsonKind::array && !tree.is_object()) return value(tree, nullptr, nullptr);
    if (tree.kind == JsonKind::array) return items_text(tree, list, indent);
    std::string text = "{ ";
    for (const JsonTree& child : tree.children) {
      text += fmt::format("{}{} : {}", text.size() == 2 ? "" : "; ", name_text(child.name), child.name == "items" && child.kind == JsonKind::array ? items_text(child, list, indent) : value(child, nullptr, nullptr));
    }
    return text + " }";
  }

  std::string items_text(const JsonTree& items, const ListSlot& list, std::size_t indent) const {
    if (items.children.empty()) return "{}";
    std::string text = "{";
    for (const JsonTree& item : items.children) {
      const FactType* type = list.single_value ? &list.fields.front().type : nullptr;
      text += list.single_value ? (text.size() == 1 ? " " : ", ") : "\n" + std::string(indent + 2, ' ');
      text += value(item, type, list.single_value ? nullptr : &list);
    }
    return text + (list.single_value ? " }" : "\n" + std::string(indent, ' ') + "}");
  }

  // `item`: the list that it is an item of.
  std::string value(const JsonTree& tree, const FactType* type, const ListSlot* item) const {
    switch (tree.kind) {
      case JsonKind::null: return "null";
      case JsonKind::boolean: return tree.boolean ? "yes" : "no";
      case JsonKind::number: {
        const std::optional<Number> number = Number::parse(tree.text);
        return number ? number->to_string() : quoted(tree.text);
      }
      case JsonKind::text: return text_value(tree.text, type);
      case JsonKind::array: {
        std::string text = "{ ";
        for (const JsonTree& child : tree.children) text += (text.size() == 2 ? "" : ", ") + value(child, type, nullptr);
        return text + " }";
      }
      case JsonKind::object: break;
    }
    std::string text = "{ ";
    for (const JsonTree& child : tree.children) {
      const FactType* of = nullptr;
      if (type != nullptr && (child.name == "value" || child.name == "code")) of = type;
      bool declared = item == nullptr;
      for (std::size_t i = 0; item != nullptr && i < item->fields.size(); ++i) {
        if (item->fields[i].name != child.name) continue;
        of = &item->fields[i].type;
        declared = true;
      }
      constexpr std::string_view beside[] = {"source", "document", "page", "date", "value", "unit", "system", "code", "display"};
      if (!declared && !modifier_of(child.name) && std::find(std::begin(beside), std::end(beside), child.name) == std::end(beside)) continue;
      text += fmt::format("{}{} : {}", text.size() == 2 ? "" : "; ", name_text(child.name), value(child, of, nullptr));
    }
    return text + " }";
  }

  // Without quotes where crit has a form of its own for it.
  static std::string text_value(const std::string& text, const FactType* type) {
    if (type == nullptr) return quoted(text);
    switch (type->kind) {
      case FactKind::date:
        if (const std::optional<Date> date = parse_date(text); date && date->exact() && to_string(date->first) == text) return text;
        break;
      case FactKind::number:
        if (is_quantity(text)) return text;
        break;
      case FactKind::enumeration:
        if (is_alternative(text)) return text;
        break;
      case FactKind::code:
        if (is_code(text)) return text;
        break;
      case FactKind::yes_no: case FactKind::text: case FactKind::duration: break;
    }
    return quoted(text);
  }

  static bool is_outline(const std::string& path) { return !path.empty() && is_upper(path.front()) && path.find(' ') == std::string::npos; }

  static std::string expectation(const Decision& decision) {
    std::string text = fmt::format("expect {}", outcome_name(decision.outcome));
    if (!decision.category.empty()) text += " as " + (is_name(decision.category) ? decision.category : quoted(decision.category));
    std::string because;
    bool all = true;
    for (const std::string& path : decision.because) {
      if (is_outline(path)) because += (because.empty() ? "" : ", ") + path;
      else all = false;
    }
    if (!because.empty()) text += fmt::format(" because {}{}", all ? "only " : "", because);
    if (!decision.until.empty()) text += " until " + decision.until;
    if (decision.outcome == Outcome::refer) text += " to " + (decision.target == "review" ? decision.target : quoted(decision.target));
    std::string needs;
    for (const Need& need : decision.needs) needs += (needs.empty() ? "" : ", ") + need.fact;
    if (!needs.empty()) text += " needs " + needs;
    for (const Output& output : decision.outputs) {
      if (output.value == "unknown") continue;
      const std::string value = output.value + (output.unit.empty() ? "" : " " + output.unit);
      text += fmt::format(" give {} = {}", output.name, Number::is_decimal_text(value) && is_digit(value.front()) ? value : quoted(value));
    }
    return text;
  }

  const Schema& schema_;
};

}  // namespace

std::string test_text(const std::string& name, const JsonTree& member, const Schema& schema, const Decision& decision) {
  return TestWriter(schema).run(name, member, decision);
}

std::vector<Diagnostic> check_test(const std::string& test, const Policy& policy, const Version& version) {
  const std::string name = "the test";
  std::vector<SourceText> files{{name, test, 1, 1, 0}};
  for (const Source& source : version.sources.all()) {
    if (files.size() > version.own_files) break;
    files.push_back({source.name(), std::string(source.text()), 1, 1, 0});
  }
  const Result<Program> compiled = Engine().compile_versions(files, policy.again());
  if (!compiled) return compiled.error();
  for (const TestResult& result : compiled->run_tests(policy.again())) {
    if (result.file == name) return result.failures;
  }
  Diagnostics found(name);
  found.add(Mistake::test_failed, Span{}, "no version of the policy runs this test", "give a date of service on which a version is in force");
  return found.take_sorted();
}

}  // namespace crit::session
