#include "json_text.hpp"

#include <fmt/format.h>

#include "line/letters.hpp"

namespace crit::shell {

std::string quoted(std::string_view text) {
  std::string json = "\"";
  for (std::size_t at = 0; at < text.size();) {
    const line::Letter letter = line::letter_at(text, at);
    const std::string_view bytes = text.substr(at, letter.length);
    const bool closes_tag = letter.point == U'/' && at > 0 && text[at - 1] == '<';
    if (letter.point == U'"' || letter.point == U'\\' || closes_tag) {
      json += '\\';
      json += bytes;
    } else if (letter.point == U'\n') {
      json += "\\n";
    } else if (letter.point < 0x20 || line::shown_as(letter.point) == line::Shown::written_out) {
      const auto point = static_cast<unsigned>(letter.point);
      if (point > 0xFFFF) json += fmt::format("\\u{:04x}\\u{:04x}", 0xD800U + ((point - 0x10000U) >> 10U), 0xDC00U + ((point - 0x10000U) & 0x3FFU));
      else json += fmt::format("\\u{:04x}", point);
    } else if (letter.point == 0xFFFD) {
      json += "\xEF\xBF\xBD";  // also of a byte that is not UTF-8
    } else {
      json += bytes;
    }
    at += letter.length;
  }
  return json += '"';
}

JsonObject& JsonObject::raw(std::string_view key, std::string_view json) {
  if (!text_.empty()) text_ += ',';
  text_ += quoted(key);
  text_ += ':';
  text_ += json;
  return *this;
}

JsonObject& JsonObject::texts(std::string_view key, const std::vector<std::string>& values) {
  std::string list = "[";
  for (const std::string& value : values) list += (list.size() > 1 ? "," : "") + quoted(value);
  return raw(key, list + "]");
}

JsonObject& JsonObject::objects(std::string_view key, const std::vector<JsonObject>& values) {
  std::string list = "[";
  for (const JsonObject& value : values) list += (list.size() > 1 ? "," : "") + value.str();
  return raw(key, list + "]");
}

}  // namespace crit::shell
