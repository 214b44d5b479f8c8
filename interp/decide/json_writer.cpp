#include "json_writer.hpp"

#include "printable.hpp"

namespace crit {

void JsonWriter::key(std::string_view name) {
  if (!first_) text_ += ',';
  first_ = false;
  if (name.empty()) return;
  append_json(text_, name);
  text_ += ':';
}

void JsonWriter::string(std::string_view name, std::string_view text) {
  key(name);
  append_json(text_, text);
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
