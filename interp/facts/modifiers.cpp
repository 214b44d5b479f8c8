#include "modifiers.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "fact_value.hpp"

namespace crit {
namespace {

struct Known {
  Modifier modifier;
  std::string_view name;
  std::string_view harmless;
};
constexpr Known known_modifiers[] = {
#define MODIFIER(id, name, harmless) {Modifier::id, name, harmless},
#include "modifiers.def"
#undef MODIFIER
};

std::vector<std::string_view> words_of(Modifier modifier) {
  std::vector<std::string_view> words;
  std::string_view rest = known_modifiers[static_cast<std::size_t>(modifier)].harmless;
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    words.push_back(rest.substr(0, comma));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return words;
}

bool is_word(Modifier modifier, std::string_view text) {
  const std::string plain = plain_name(text);
  const std::vector<std::string_view> words = words_of(modifier);
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return plain == word; });
}

// One of FHIR's codings: its code, or where it has none its words. Where the code is from, and since when, is no matter.
bool is_harmless_coding(Modifier modifier, const JsonValue& coding) {
  if (coding.kind != JsonKind::object) return false;
  const JsonValue* word = coding.member("code") != nullptr ? coding.member("code") : coding.member("display");
  for (const JsonValue& child : coding.children) {
    constexpr std::array<std::string_view, 6> beside = {"code", "display", "system", "version", "userSelected", "id"};
    if (std::find(beside.begin(), beside.end(), child.name) == beside.end()) return false;
  }
  return word != nullptr && word->kind == JsonKind::text && is_word(modifier, word->text);
}

bool is_harmless_concept(Modifier modifier, const JsonValue& value) {
  const JsonValue* codings = value.member("coding");
  if (codings == nullptr && value.member("code") != nullptr) return is_harmless_coding(modifier, value);
  for (const JsonValue& child : value.children) {
    if (child.name != "coding" && child.name != "text" && child.name != "id") return false;
  }
  if (codings != nullptr && codings->kind == JsonKind::array && !codings->children.empty()) {
    return std::all_of(codings->children.begin(), codings->children.end(), [&](const JsonValue& one) { return is_harmless_coding(modifier, one); });
  }
  const JsonValue* text = value.member("text");
  return text != nullptr && text->kind == JsonKind::text && is_word(modifier, text->text);
}

// Empty: there is none.
std::string first_word(const JsonValue& value) {
  switch (value.kind) {
    case JsonKind::null: return "";
    case JsonKind::boolean: return value.boolean ? "true" : "false";
    case JsonKind::number:
    case JsonKind::text: return shown(value.text);
    case JsonKind::array:
    case JsonKind::object: break;
  }
  for (const JsonValue& child : value.children) {
    if (child.name == "system" || child.name == "url" || child.name == "id" || child.name == "version") continue;
    if (std::string inner = first_word(child); inner.find_first_not_of(' ') != std::string::npos) return inner;
  }
  return "";
}

}  // namespace

std::string plain_name(std::string_view name) {
  std::string plain;
  for (const char c : name) {
    if (c == '_' || c == '-' || c == ' ' || c == '\t') continue;
    plain.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  }
  return plain;
}

std::optional<Modifier> modifier_of(std::string_view key) {
  constexpr std::size_t longest = 64;
  if (key.size() > longest) return std::nullopt;
  const std::string plain = plain_name(key);
  for (const Known& one : known_modifiers) {
    if (plain == plain_name(one.name)) return one.modifier;
  }
  return std::nullopt;
}

std::string_view modifier_name(Modifier modifier) { return known_modifiers[static_cast<std::size_t>(modifier)].name; }

bool says_nothing(const JsonValue& value) {
  switch (value.kind) {
    case JsonKind::null: return true;
    case JsonKind::boolean: return !value.boolean;
    case JsonKind::number: return false;
    case JsonKind::text: return value.text.find_first_not_of(" \t\r\n") == std::string_view::npos;
    case JsonKind::array:
    case JsonKind::object: break;
  }
  // FHIR's shapes may be empty within: { "coding": [] }. But `false` there is said of something else.
  return std::all_of(value.children.begin(), value.children.end(), [](const JsonValue& one) { return one.kind != JsonKind::boolean && says_nothing(one); });
}

bool is_harmless(Modifier modifier, const JsonValue& value) {
  if (says_nothing(value)) return true;
  switch (value.kind) {
    case JsonKind::text: return is_word(modifier, value.text);
    case JsonKind::number: return modifier == Modifier::negated && value.text == "0";
    case JsonKind::array: return std::all_of(value.children.begin(), value.children.end(), [&](const JsonValue& one) { return is_harmless(modifier, one); });
    case JsonKind::object: return is_harmless_concept(modifier, value);
    case JsonKind::null:
    case JsonKind::boolean: break;
  }
  return false;
}

std::string harmless_words(Modifier modifier) {
  const std::vector<std::string_view> words = words_of(modifier);
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    text += (i == 0 ? "\"" : i + 1 == words.size() ? " or \"" : ", \"") + std::string(words[i]) + "\"";
  }
  return text;
}

std::string harm_in(Modifier modifier, const JsonValue& value) {
  for (const JsonValue& child : value.children) {
    if (child.name == "coding" && !is_harmless(modifier, child)) return harm_in(modifier, child);
    if (child.name.empty() && !is_harmless(modifier, child)) return said_by(child);  // of an array
  }
  return said_by(value);
}

std::string said_by(const JsonValue& value) {
  if (value.kind == JsonKind::null) return "null";
  if (std::string word = first_word(value); word.find_first_not_of(' ') != std::string::npos) return word;
  return value.kind == JsonKind::array ? "[ … ]" : value.kind == JsonKind::object ? "{ … }" : "\"\"";
}

}  // namespace crit
