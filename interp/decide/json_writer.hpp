// Writes JSON, one value after another, with the commas put in. Names are "" inside arrays.
#pragma once

#include <string>
#include <string_view>

namespace crit {

class JsonWriter {
 public:
  void begin_object(std::string_view name) { open(name, '{'); }
  void end_object() { close('}'); }
  void begin_array(std::string_view name) { open(name, '['); }
  void end_array() { close(']'); }
  void string(std::string_view name, std::string_view text);
  void boolean(std::string_view name, bool value);
  void raw(std::string_view name, std::string_view json);  // already JSON
  std::string take() { return std::move(text_); }

 private:
  void key(std::string_view name);
  void open(std::string_view name, char bracket);
  void close(char bracket);
  std::string text_;
  bool first_ = true;
};

}  // namespace crit
