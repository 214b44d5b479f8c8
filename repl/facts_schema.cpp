#include "facts_schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "crit/crit.hpp"


namespace crit::command {

namespace {

// A JSON object being written, its members in order.
class Object {
 public:
  Object& put(std::string_view name, const std::string& json) {
    text_ += fmt::format("{}{}: {}", text_.empty() ? "" : ", ", json_string(name), json);
    return *this;
  }
  std::string text() const { return "{" + text_ + "}"; }
  bool empty() const { return text_.empty(); }

 private:
  std::string text_;
};

std::string list_of(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& one : texts) all += (all.empty() ? "" : ", ") + json_string(one);
  return "[" + all + "]";
}

constexpr std::string_view any_of = "anyOf";
const std::string text_type = R"({"type": "string"})";
const std::string no_more = "false";

std::string pattern(std::string_view text) { return Object().put("type", "\"string\"").put("pattern", json_string(text)).text(); }
std::string ref(std::string_view name) { return Object().put("$ref", json_string(fmt::format("#/$defs/{}", name))).text(); }

// The value itself.
std::string bare(const DeclaredField& field) {
  switch (field.type) {
    case DeclaredType::yes_no: return R"({"type": "boolean"})";
    case DeclaredType::number: return ref("number");
    case DeclaredType::quantity: return ref("quantity");
    case DeclaredType::text: return R"({"type": "string", "pattern": "\\S"})";
    case DeclaredType::date: return field.name == "end" ? fmt::format("{{\"anyOf\": [{}, {{\"const\": \"ongoing\"}}]}}", ref("date")) : ref("date");
    case DeclaredType::duration: return ref("duration");
    case DeclaredType::one_of: return Object().put("enum", list_of(field.alternatives)).text();
    case DeclaredType::code: return text_type;
  }
  return "true";
}

std::string description_of(const DeclaredField& field, std::string_view words) {
  const std::string type = type_words(field);
  return words.empty() ? type : fmt::format("{}; {}", words, type);
}

Object with_provenance() {
  Object made;
  for (const char* name : {"source", "document", "page", "date"}) made.put(name, ref(name));
  return made;
}

// Bare, or in an object that says where it comes from. `may_be_null`: but for the items of a list of values.
std::string value_of(const DeclaredField& field, std::string_view words, bool may_be_null) {
  const std::string own = bare(field);
  Object parts = with_provenance();
  parts.put("value", field.type == DeclaredType::quantity ? fmt::format("{{\"anyOf\": [{}, {{\"type\": \"number\"}}]}}", own) : own);
  std::string required = "[\"value\"]";
  if (field.type == DeclaredType::quantity || field.type == DeclaredType::number) parts.put("unit", text_type).put("comparator", R"({"enum": ["<", "<=", ">", ">=", "="]})");
  std::string wrapped = Object().put("type", "\"object\"").put("properties", parts.text()).put("required", required).put("additionalProperties", no_more).text();
  if (field.type == DeclaredType::code) {
    Object coded = with_provenance();
    coded.put("code", text_type).put("value", text_type).put("system", text_type).put("display", text_type);
    wrapped = Object().put("type", "\"object\"").put("properties", coded.text()).put("additionalProperties", no_more).text();
  }
  return Object().put("description", json_string(description_of(field, words))).put(any_of, fmt::format("[{}, {}{}]", own, wrapped, may_be_null ? R"(, {"type": "null"})" : "")).text();
}

std::string item_of(const DeclaredFact& fact) {
  if (fact.shape == DeclaredShape::codes || fact.shape == DeclaredShape::values) return value_of(fact.fields.front(), "", false);
  Object fields;
  std::vector<std::string> names;
  for (const DeclaredField& field : fact.fields) {
    fields.put(field.name, value_of(field, field.description, true));
    names.push_back(field.name);
  }
  for (const char* name : {"source", "document", "page", "date"}) {
    if (std::find(names.begin(), names.end(), name) == names.end()) fields.put(name, ref(name));
  }
  return Object().put("type", "\"object\"").put("properties", fields.text()).put("patternProperties", R"({"^#": true})").put("additionalProperties", no_more).text();
}

std::string list_schema(const DeclaredFact& fact) {
  const std::string items = Object().put("type", "\"array\"").put("items", item_of(fact)).text();
  Object wrapper = with_provenance();
  wrapper.put("items", fmt::format("{{\"anyOf\": [{}, {{\"type\": \"null\"}}]}}", items));
  const bool dated = fact.shape == DeclaredShape::series || fact.shape == DeclaredShape::periods;
  wrapper.put("complete", dated ? R"({"anyOf": [{"type": ["boolean", "null"]}, {"type": "string", "pattern": "^within "}]})" : R"({"type": ["boolean", "null"]})");
  const std::string object = Object().put("type", "\"object\"").put("properties", wrapper.text()).put("required", "[\"items\"]").put("additionalProperties", no_more).text();
  Object made;
  if (!fact.description.empty()) made.put("description", json_string(fact.description));
  return made.put(any_of, fmt::format("[{}, {}, {{\"type\": \"null\"}}]", items, object)).text();
}

std::string schema_of(const DeclaredFact& fact) {
  const bool is_single = fact.shape == DeclaredShape::single || fact.shape == DeclaredShape::question;
  return is_single ? value_of(fact.fields.front(), fact.description, true) : list_schema(fact);
}

// Facts by the groups that their paths name.
struct Node {
  std::string name;
  std::vector<Node> children;
  std::string schema;  // of a fact

  Node& child(std::string_view wanted) {
    const auto known = std::find_if(children.begin(), children.end(), [&](const Node& one) { return one.name == wanted; });
    if (known != children.end()) return *known;
    children.emplace_back();
    children.back().name = wanted;
    return children.back();
  }
  void properties(Object& into) const {
    for (const Node& node : children) into.put(node.name, node.schema.empty() ? node.group() : node.schema);
  }
  std::string group() const {
    Object inner;
    properties(inner);
    return Object().put("type", R"(["object", "null"])").put("properties", inner.text()).put("patternProperties", R"({"^#": true})").put("additionalProperties", no_more).text();
  }
};

const std::string number_text = R"(-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?)";

std::string definitions() {
  Object made;
  made.put("number", Object().put(any_of, fmt::format("[{{\"type\": \"number\"}}, {}]", pattern("^(<|>|<=|>=|\xE2\x89\xA4|\xE2\x89\xA5) ?" + number_text + "$"))).text());
  made.put("quantity", pattern("^((<|>|<=|>=|\xE2\x89\xA4|\xE2\x89\xA5) ?)?" + number_text + " ?[^0-9., ].*$"));
  made.put("date", Object().put("description", json_string("a day, a month or a year; of a timestamp its own day"))
                       .put("type", "\"string\"")
                       .put("pattern", json_string("^[0-9]{4}(-[0-9]{2}(-[0-9]{2}(T.*)?)?)?$"))
                       .text());
  made.put("duration", pattern("^[0-9]+ [a-z]+( [0-9]+ [a-z]+)*$"));
  made.put("source", Object().put("description", json_string("what kind of record it is from, as the policy names them")).put("type", R"(["string", "null"])").text());
  made.put("document", R"({"type": ["string", "number", "null"]})");
  made.put("page", R"({"type": ["string", "number", "null"]})");
  return made.text();
}

}  // namespace

std::string type_words(const DeclaredField& field) {
  switch (field.type) {
    case DeclaredType::yes_no: return "true or false";
    case DeclaredType::number: return "a number";
    case DeclaredType::quantity: return fmt::format("a number and its unit, in {}", field.unit);
    case DeclaredType::text: return "a text";
    case DeclaredType::date: return field.name == "end" ? "a date, 2022-09-30, or ongoing" : "a date, 2022-09-30";
    case DeclaredType::duration: return "a duration, 6 months";
    case DeclaredType::one_of: return fmt::format("{}", fmt::join(field.alternatives, field.ordered ? " < " : " | "));
    case DeclaredType::code: return fmt::format("a code of {}", field.system);
  }
  return "";
}

std::string facts_schema(std::string_view title, const std::vector<DeclaredFact>& facts) {
  Node root;
  Object dotted;
  for (const DeclaredFact& fact : facts) {
    const std::string schema = schema_of(fact);
    if (fact.shape == DeclaredShape::question || fact.path.find('.') == std::string::npos) {
      root.child(fact.path).schema = schema;
      continue;
    }
    Node* node = &root;
    std::string_view rest = fact.path;
    for (std::size_t dot = rest.find('.'); dot != std::string_view::npos; dot = rest.find('.')) {
      node = &node->child(rest.substr(0, dot));
      rest.remove_prefix(dot + 1);
    }
    node->child(rest).schema = schema;
    dotted.put(fact.path, schema);
  }
  Object properties;
  properties.put("id", R"({"description": "the member's name for itself", "type": ["string", "number", "null"]})");
  properties.put("as_of", R"({"description": "the date of service", "type": ["string", "null"], "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"})");
  properties.put("expect", R"({"description": "of a case: what is to be decided", "type": ["object", "null"]})");
  root.properties(properties);
  std::string all = properties.text();
  if (!dotted.empty()) all.replace(all.size() - 1, 1, ", " + dotted.text().substr(1));  // a path may be written in one piece
  return Object()
             .put("$schema", json_string("https://json-schema.org/draft/2020-12/schema"))
             .put("title", json_string(title))
             .put("type", "\"object\"")
             .put("properties", all)
             .put("patternProperties", R"({"^#": {"description": "a remark"}})")
             .put("additionalProperties", no_more)
             .put("$defs", definitions())
             .text() +
         "\n";
}

}  // namespace crit::command
