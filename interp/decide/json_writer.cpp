#include "json_writer.hpp"

#include <fmt/format.h>

namespace crit {

void JsonWriter::quoted(std::string_view text) {
  text_ += '"';
  for (const char c : text) {
    switch (c) {
      case '"': text_ += "\\\""; break;
      case '\\': text_ += "\\\\"; break;
      case '\n': text_ += "\\n"; break;
      case '\r': text_ += "\\r"; break;
      case '\t': text_ += "\\t"; break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) text_ += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        else text_ += c;
    }
  }
  text_ += '"';
}

void JsonWriter::key(std::string_view name) {
  if (!first_) text_ += ',';
  first_ = false;
  if (name.empty()) return;
  quoted(name);
  text_ += ':';
}

void JsonWriter::string(std::string_view name, std::string_view text) {
  key(name);
  quoted(text);
}

void JsonWriter::boolean(std::string_view name, bool value) {
  key(name);
  text_ += value ? "true" : "false";
}

void JsonWriter::raw(std::string_view name, std::string_view json) {
  key(name);
  text_ += json;
}

void JsonWriter::open(std::string_view name, char bracket) {
  key(name);
  text_ += bracket;
  first_ = true;
}

void JsonWriter::close(char bracket) {
  text_ += bracket;
  first_ = false;
}

}  // namespace crit
