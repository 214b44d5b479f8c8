// JSON objects on one line, for `.mode json`. Not a reader of JSON, and not the library's writer: of decisions that is
// crit::to_json().
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace crit::shell {

// A string in quotes. Controls and what shows nothing are escaped, and `</` is `<\/`, so that it may stand in a page.
std::string quoted(std::string_view text);

class JsonObject {
 public:
  JsonObject& text(std::string_view key, std::string_view value) { return raw(key, quoted(value)); }
  JsonObject& flag(std::string_view key, bool value) { return raw(key, value ? "true" : "false"); }
  JsonObject& number(std::string_view key, std::size_t value) { return raw(key, std::to_string(value)); }
  JsonObject& texts(std::string_view key, const std::vector<std::string>& values);
  JsonObject& objects(std::string_view key, const std::vector<JsonObject>& values);
  JsonObject& raw(std::string_view key, std::string_view json);
  std::string str() const { return "{" + text_ + "}"; }

 private:
  std::string text_;
};

}  // namespace crit::shell
